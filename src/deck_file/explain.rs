//! What the parser's errors mean to an author. The parser speaks of options and struct-likes; this speaks of decks.

use super::syntax::{Node, Span};
use crate::study::fault::Fault;
use ron::error::Error;

/// And the field that was meant, if that can be guessed.
pub fn unknown_field<'a>(
    found: &str,
    expected: &[&'a str],
    given: &[String],
) -> (Fault, Option<&'a str>) {
    let free = expected
        .iter()
        .filter(|e| !given.iter().any(|g| g == *e))
        .copied();
    let meant = closest(found, free).or_else(|| synonym(found, expected));
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the fields here are {}", expected.join(", ")),
    };
    let message = format!("there is no field `{found}` here");
    (Fault::new("E00", message, help), meant)
}

/// What other programs call it.
fn synonym<'a>(found: &str, expected: &[&'a str]) -> Option<&'a str> {
    let meant: &[&str] = match found {
        "explanation" | "because" | "reason" => &["why"],
        "prompt" | "stem" => &["front", "question"],
        "question" => &["front", "text"],
        "answer" => &["back"],
        "front" => &["question", "text"],
        "back" => &["answer"],
        "choices" | "answers" => &["options"],
        "body" | "page" | "content" => &["summary"],
        "name" => &["title"],
        "requires" | "prerequisites" => &["after"],
        "links" => &["link"],
        "see" => &["related"],
        _ => return None,
    };
    meant
        .iter()
        .find_map(|m| expected.iter().find(|e| *e == m))
        .copied()
}

pub fn missing_field(field: &str, text: &str, holder: &Node) -> Fault {
    let kind = holder.head.clone().map_or("this", |h| &text[h]);
    let (code, example) = match field {
        "front" | "back" | "question" | "text" => ("E02", format!("add `{field}: \"...\"`")),
        "answer" => ("E02", "add `answer: \"...\"`".to_owned()),
        "options" => (
            "E05",
            "add `options: [Right(\"...\"), Wrong(\"...\", because: \"...\"), ...]`".to_owned(),
        ),
        "items" => (
            "E05",
            "add `items: [\"first\", \"second\", \"third\"]`".to_owned(),
        ),
        "schema" => ("E00", "add `schema: 1`".to_owned()),
        "id" => ("E01", "add `id: \"...\"`".to_owned()),
        _ => ("E00", format!("add `{field}: \"...\"`")),
    };
    Fault::new(code, format!("{kind} has no `{field}`"), example)
}

/// `entry` is the field or the item that the parser stumbled over, `path` the way to it.
pub fn explain(
    code: &Error,
    text: &str,
    piece: &Node,
    entry: Option<&Node>,
    path: &[&Node],
) -> Fault {
    let name = path
        .first()
        .and_then(|e| e.label.clone())
        .map(|l| format!("`{}`", &text[l]));
    let subject = match (&name, path.len()) {
        (Some(name), 1) => name.clone(),
        (Some(name), _) => format!("this item of {name}"),
        _ => "this value".to_owned(),
    };
    let field = path
        .first()
        .and_then(|e| e.label.clone())
        .map_or("field", |l| &text[l]);
    let fault = |message: String, help: &str| Fault::new("E00", message, help);
    let written = entry.map_or("", |e| &text[e.value.clone()]);
    if let Some(fault) = odd_label(text, entry) {
        return fault;
    }
    match code {
        Error::NoSuchEnumVariant {
            expected,
            found,
            outer,
        } => {
            let help = match closest(found, expected.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("write one of {}", expected.join(", ")),
            };
            match outer.as_deref() {
                Some("Card") | None => {
                    Fault::new("E03", format!("there is no kind of card `{found}`"), help)
                }
                Some("Choice") => fault(
                    format!("`{found}` is no option"),
                    "write Right(\"...\") or Wrong(\"...\", because: \"...\")",
                ),
                Some(_) => fault(format!("{subject} cannot be `{found}`"), &help),
            }
        }
        Error::ExpectedDifferentStructName { expected, found } => fault(
            format!("`{found}` stands where `{expected}` belongs"),
            &format!("write `{expected}(`"),
        ),
        Error::ExpectedString | Error::ExpectedByteString => fault(
            format!("{subject} must be a text in double quotes"),
            &if path.len() == 1
                && !written.contains(['\n', '"', '('])
                && !written.is_empty()
                && written.len() < 60
            {
                format!("write `{field}: \"{written}\"`")
            } else {
                "write \"...\" with straight quotes".to_owned()
            },
        ),
        Error::ExpectedArray => fault(
            format!("{subject} must be a list in square brackets"),
            &if !written.contains('\n') && !written.is_empty() && written.len() < 60 {
                format!("write `{field}: [{written}]`")
            } else {
                format!("write `{field}: [ ... ]`")
            },
        ),
        Error::ExpectedArrayEnd => fault(
            format!("{subject} has too many parts"),
            "is a comma or a bracket in the wrong place?",
        ),
        Error::ExpectedBoolean => fault(
            format!("{subject} must be true or false"),
            &format!("write `{field}: true`"),
        ),
        Error::ExpectedInteger
        | Error::ExpectedFloat
        | Error::InvalidIntegerDigit { .. }
        | Error::FloatUnderscore
        | Error::UnderscoreAtBeginning => fault(
            format!("{subject} must be a number, without quotes, unit or thousands separators"),
            &if path.len() == 1 {
                format!("write `{field}: 25` or `{field}: 0.5`")
            } else {
                "write it like 25 or 0.5".to_owned()
            },
        ),
        Error::IntegerOutOfBounds => fault(
            format!("{subject} is out of range"),
            if written.contains('-') {
                "write a whole number, 0 or more"
            } else {
                "write a smaller whole number"
            },
        ),
        Error::ExpectedOption => fault(
            format!("{subject} has a value of the wrong type"),
            &format!("write the value plainly: `{field}: \"...\"`"),
        ),
        Error::SuggestRawIdentifier(_)
        | Error::ExpectedIdentifier
        | Error::InvalidIdentifier(_) => identifier(text, piece, entry, name.as_deref()),
        Error::ExpectedComma => fault(
            format!(
                "{} goes on where a comma should be",
                entry.map_or("this".into(), |_| subject)
            ),
            "put a `,` behind the value; a number stands alone, a text in quotes, a quote inside a text is written \\\"",
        ),
        Error::ExpectedMapColon => fault(
            "a `:` is missing behind the name of a field".into(),
            "write `name: value`",
        ),
        Error::ExpectedStructLikeEnd | Error::ExpectedOptionEnd => fault(
            format!("{subject} has something too many in its brackets"),
            "write Right(\"...\") with one text, Wrong(\"...\", because: \"...\") with two",
        ),
        Error::ExpectedStructLike
        | Error::ExpectedNamedStructLike(_)
        | Error::ExpectedMap
        | Error::ExpectedUnit => fault(
            format!(
                "{} needs its parts in round brackets",
                entry.map_or("this".into(), |_| subject)
            ),
            "write Name( ... )",
        ),
        Error::InvalidEscape(_) => fault(
            format!("{subject} holds a backslash that begins no known escape"),
            "write \\\\ for a backslash, or use a raw text r#\"...\"#",
        ),
        Error::ExpectedDifferentLength { expected, found } => fault(
            format!("{subject} has {found} parts, not {}", parts(expected)),
            "write the parts in round brackets: (1, \"...\")",
        ),
        Error::ExceededRecursionLimit => fault(
            "brackets are nested too deep".into(),
            "a deck needs no more than ten levels",
        ),
        Error::TrailingCharacters => fault(
            "something stands behind the end".into(),
            "take it out, or put a comma before it",
        ),
        Error::Eof => fault("the text ends too early".into(), "close what is open"),
        Error::Message(message) => fault(plain(message), "write one of those"),
        Error::InvalidValueForType { expected, .. } => fault(
            format!("{subject} has the wrong type"),
            &format!("it must be {expected}"),
        ),
        other => fault(
            format!("{subject} cannot be read: {}", plain(&other.to_string())),
            "compare it with a card that can be read",
        ),
    }
}

fn parts(expected: &str) -> &str {
    expected
        .strip_prefix("a tuple of size ")
        .unwrap_or(expected)
}

/// `becuase: "..."` inside an option.
fn odd_label(text: &str, entry: Option<&Node>) -> Option<Fault> {
    let entry = entry?;
    let head = &text[entry.head.clone()?];
    if !matches!(head, "Right" | "Wrong") {
        return None;
    }
    let label = entry.entries.iter().find_map(|e| e.label.clone())?;
    let label = &text[label];
    Some(match (head, closest(label, ["because"].into_iter())) {
        ("Right", Some(_)) => Fault::new(
            "E00",
            "a right option has no `because`",
            "say why it is right in the card's `why: \"...\"`",
        ),
        (_, Some(meant)) if label != meant => Fault::new(
            "E00",
            format!("there is no `{label}` in an option"),
            format!("did you mean `{meant}`?"),
        ),
        _ => Fault::new(
            "E00",
            format!("the label `{label}` cannot stand here"),
            "write Right(\"...\") or Wrong(\"...\", because: \"...\")",
        ),
    })
}

fn identifier(text: &str, piece: &Node, entry: Option<&Node>, name: Option<&str>) -> Fault {
    let Some(entry) = entry else {
        return Fault::new(
            "E00",
            "a name is missing before the bracket",
            "begin a card with its kind: Basic( ... ), Cloze( ... ), MultipleChoice( ... )",
        );
    };
    let written = &text[entry.value.clone()];
    if entry.label.is_none() && piece.entries.iter().any(|e| std::ptr::eq(e, entry)) {
        let digits = written.starts_with(|c: char| c.is_ascii_digit());
        return if digits {
            Fault::new(
                "E00",
                format!("`{written}` stands without the name of a field"),
                "numbers are written without thousands separators: 1200",
            )
        } else {
            Fault::new(
                "E00",
                "a value stands without the name of its field",
                "write `front: \"...\"`, `back: \"...\"` and so on",
            )
        };
    }
    match name {
        Some("`tolerance`") => Fault::new(
            "E00",
            "`tolerance` must say of what kind it is",
            format!("write Percent({written}), Absolute({written}) or Exact"),
        ),
        Some("`draw`") => Fault::new(
            "E00",
            "a part of this draw has no name",
            "write Range(name: \"m\", from: 40, to: 600, step: 20) or Pick(\"n\", [2, 4])",
        ),
        Some("`options`") => Fault::new(
            "E00",
            "an option must say whether it is right",
            "write Right(\"...\") or Wrong(\"...\", because: \"...\")",
        ),
        Some(name) => Fault::new(
            "E00",
            format!("{name} has a value of the wrong type"),
            "write a name without quotes",
        ),
        None => Fault::new(
            "E00",
            "a name is missing here",
            "begin a card with its kind: Basic( ... )",
        ),
    }
}

/// The part of the entry to underline: its value, or the one part of it that is meant.
pub fn point(code: &Error, text: &str, entry: &Node, at: usize) -> Span {
    if let Some(label) = entry.entries.iter().find_map(|e| e.label.clone())
        && matches!(
            entry.head.clone().map(|h| &text[h]),
            Some("Right" | "Wrong")
        )
    {
        return label;
    }
    match code {
        Error::NoSuchEnumVariant { found, .. }
        | Error::ExpectedDifferentStructName { found, .. } => entry
            .head
            .clone()
            .filter(|h| &text[h.clone()] == found)
            .or_else(|| inner_head(text, entry, found))
            .unwrap_or(entry.value.clone()),
        Error::InvalidEscape(_) => {
            let backslash = text[..at.min(entry.value.end)]
                .rfind('\\')
                .filter(|i| *i >= entry.value.start);
            backslash.map_or(entry.value.clone(), |i| {
                i..i + 1 + text[i + 1..].chars().next().map_or(0, char::len_utf8)
            })
        }
        _ => entry.value.clone(),
    }
}

fn inner_head(text: &str, entry: &Node, name: &str) -> Option<Span> {
    entry.entries.iter().find_map(|e| {
        e.head
            .clone()
            .filter(|h| &text[h.clone()] == name)
            .or_else(|| inner_head(text, e, name))
    })
}

fn plain(message: &str) -> String {
    crate::study::text::clean(message).into_owned()
}

/// The known name that a misspelt one is nearest to, if it is near at all.
pub fn closest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > 64 {
        return None;
    }
    let lower = word.to_lowercase();
    let room = (word.chars().count() / 3).clamp(1, 3);
    known
        .map(|k| (strsim::osa_distance(&lower, &k.to_lowercase()), k))
        .filter(|(d, _)| *d <= room)
        .min_by_key(|(d, _)| *d)
        .map(|(_, k)| k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_finds_the_one_that_was_meant() {
        let known = ["front", "back", "question", "options"];
        for (word, meant) in [
            ("fornt", Some("front")),
            ("quesiton", Some("question")),
            ("Back", Some("back")),
            ("zebra", None),
        ] {
            assert_eq!(closest(word, known.into_iter()), meant, "{word}");
        }
    }
}
