//! Explains the parser's errors in the terms of a deck instead of Rust's types.

mod fields;
mod lists;
mod numbers;

use super::names;
use super::syntax::{Node, Span};
use crate::study::fault::Fault;
pub use crate::study::fault::closest;
pub use fields::{missing_field, unknown_field};
use lists::{
    LONGEST, as_list, as_text, fits, is_of, label, odd_pair, pair, scattered, unquoted_pair, values,
};
pub use lists::{nameless_behind, right_by_name, single};
use numbers::{as_number, is_a_number_field, number_field, split_number, tolerance};
use ron::error::Error;

/// `entry` is the field or item at the parser's position, `path` the way to it.
pub fn explain(
    code: &Error,
    text: &str,
    piece: &Node,
    entry: Option<&Node>,
    path: &[&Node],
) -> Fault {
    let first = path.first().copied();
    let field = label(text, first);
    let subject = match (field, path.len()) {
        (Some(field), 1) => format!("`{field}`"),
        (Some(field), _) => format!("this item of `{field}`"),
        _ => "this value".to_owned(),
    };
    let field = field.unwrap_or("field");
    let fault = |message: String, help: &str| Fault::unreadable(message, help);
    let written = entry.map_or("", |e| &text[e.value.clone()]);
    let whole = || odd_label(text, entry).or_else(|| odd_pair(text, piece, path));
    if let Some(fault) = whole().or_else(|| options(text, piece)) {
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
                Some("Choice") => {
                    let is_right = |o: &Node| o.head.clone().is_some_and(|h| &text[h] == "Right");
                    let others = first.map_or(&[][..], |list| &list.entries);
                    let meant = match found.to_lowercase().as_str() {
                        "correct" | "true" | "yes" => "Right",
                        "incorrect" | "false" | "no" => "Wrong",
                        // The word may be of another language: one option is right.
                        word => closest(word, ["Right", "Wrong"].into_iter()).unwrap_or(
                            if others.iter().any(is_right) {
                                "Wrong"
                            } else {
                                "Right"
                            },
                        ),
                    };
                    let help = format!("did you mean `{meant}`?");
                    fault(format!("`{found}` is no option"), &help)
                }
                Some(_) => fault(format!("{subject} cannot be `{found}`"), &help),
            }
        }
        Error::ExpectedDifferentStructName { expected, found } => fault(
            format!("`{found}` stands where `{expected}` belongs"),
            &format!("write `{expected}(`"),
        ),
        Error::ExpectedString | Error::ExpectedByteString => {
            match drawn(text, entry).or_else(|| unquoted_pair(text, piece, path)) {
                Some(fault) => fault,
                None if matches!(written, "None" | "null" | "nil") => fault(
                    format!("{subject} must be a text in double quotes"),
                    "take the field out where there is nothing to say",
                ),
                None => fault(
                    format!("{subject} must be a text in double quotes"),
                    // A formula may have brackets of its own.
                    &match as_text(written).or_else(|| {
                        let is_formula = field == "keep_if" && !written.contains(['"', '\\']);
                        (is_formula && fits(written)).then(|| format!("\"{}\"", written.trim()))
                    }) {
                        Some(text) if path.len() == 1 => format!("write `{field}: {text}`"),
                        Some(text) => format!("write `{text}`"),
                        None => several_answers(text, piece, path)
                            .unwrap_or_else(|| "write \"...\" with straight quotes".to_owned()),
                    },
                ),
            }
        }
        Error::ExpectedArray => match drawn(text, entry) {
            Some(fault) => fault,
            None => fault(
                format!("{subject} must be a list in square brackets"),
                &match scattered(text, piece, entry).or_else(|| as_list(text, piece, field, entry))
                {
                    Some(list) if path.len() == 1 => format!("write `{field}: {list}`"),
                    Some(list) => format!("write `{list}`"),
                    None => format!("write `{field}: [ ... ]`"),
                },
            ),
        },
        Error::ExpectedArrayEnd => fault(
            format!("{subject} has too many parts"),
            "is a comma or a bracket in the wrong place?",
        ),
        Error::ExpectedBoolean => fault(
            format!("{subject} must be true or false, without quotes"),
            &format!("write `{field}: {}`", !is_no(written)),
        ),
        Error::ExpectedInteger
        | Error::ExpectedFloat
        | Error::InvalidIntegerDigit { .. }
        | Error::FloatUnderscore
        | Error::UnderscoreAtBeginning => {
            if field == "tolerance" {
                return tolerance(written);
            }
            let listed = || pair(text, piece, first?, entry?);
            if let Some(fault) = listed().or_else(|| drawn(text, entry)) {
                return fault;
            }
            if path.len() == 1 {
                return number_field(field, &subject, written);
            }
            fault(
                format!("{subject} must be a number, without quotes, unit or thousands separators"),
                &as_number(written).map_or_else(
                    || "write it in digits, like 25 or 0.5".to_owned(),
                    |number| format!("write `{number}`"),
                ),
            )
        }
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
        | Error::InvalidIdentifier(_) => identifier(text, piece, entry, path),
        Error::ExpectedComma | Error::Message(_) if is_a_number_field(field) && path.len() == 1 => {
            number_field(field, &subject, written)
        }
        Error::ExpectedComma => fault(
            format!(
                "{} goes on where a comma should be",
                entry.map_or("this".into(), |_| subject)
            ),
            "put a `,` behind the value; a number stands alone, a text in quotes, a quote inside a text is written \\\"",
        ),
        Error::ExpectedMapColon => {
            let name = entry.and_then(|e| e.head.clone());
            fault(
                "a `:` is missing behind the name of a field".into(),
                &format!("write `{}:`", name.map_or("front", |name| &text[name])),
            )
        }
        Error::ExpectedStructLikeEnd | Error::ExpectedOptionEnd if field == "tolerance" => {
            tolerance(written)
        }
        Error::ExpectedStructLikeEnd | Error::ExpectedOptionEnd => match drawn(text, entry) {
            Some(fault) => fault,
            None => fault(
                format!("{subject} has something too many in its brackets"),
                "write Right(\"...\") with one text, Wrong(\"...\", because: \"...\") with two",
            ),
        },
        Error::ExpectedStructLike
        | Error::ExpectedNamedStructLike(_)
        | Error::ExpectedMap
        | Error::ExpectedUnit => match shaped(text, piece, field, entry, first) {
            Some(fault) => fault,
            None => fault(
                format!(
                    "{} needs its parts in round brackets",
                    entry.map_or("this".into(), |_| subject)
                ),
                match field {
                    "cases" => "write Case(id: \"...\", text: \"...\", right: 1, why: \"...\")",
                    "options" if is_of(text, piece, "Cases") => {
                        "write Option(\"...\", when: \"...\")"
                    }
                    "calculator" => "write (\"abc\", [(\"field\", \"formula\")])",
                    _ => "compare it with a card that can be read",
                },
            ),
        },
        Error::InvalidEscape(_) => fault(
            format!("{subject} holds a backslash that begins no known escape"),
            &bare_code_point(written).unwrap_or_else(|| {
                "write \\\\ for a backslash, or use a raw text r#\"...\"#".to_owned()
            }),
        ),
        Error::ExpectedDifferentLength { expected, found } => {
            let listed = || pair(text, piece, first?, entry?);
            listed().unwrap_or_else(|| {
                fault(
                    format!("{subject} has {found} parts, not {}", parts(expected)),
                    "write the parts in round brackets: (1, \"...\")",
                )
            })
        }
        Error::ExceededRecursionLimit => fault(
            "brackets are nested too deep".into(),
            "a deck needs no more than ten levels",
        ),
        Error::TrailingCharacters => fault(
            "something stands behind the end".into(),
            "take it out, or put a comma before it",
        ),
        Error::Eof => fault("the text ends too early".into(), "close what is open"),
        Error::Message(message) if field == "bloom" => {
            let meant = closest(
                written.trim_matches('"'),
                ["recall", "apply", "analyse"].into_iter(),
            );
            let meant = match written.trim_matches('"').to_lowercase().as_str() {
                "remember" | "know" | "understand" => Some("recall"),
                "analyze" | "evaluate" | "create" => Some("analyse"),
                _ => meant,
            };
            let help = meant.map_or("write one of those".to_owned(), |meant| {
                format!("write `bloom: \"{meant}\"`")
            });
            fault(plain(message), &help)
        }
        Error::Message(message) => fault(plain(message), "write one of those"),
        Error::InvalidValueForType { expected, .. } => fault(
            format!("{subject} has the wrong type"),
            &format!("it must be {expected}"),
        ),
        _ if is_a_number_field(field) && path.len() == 1 => number_field(field, &subject, written),
        other => fault(
            format!("{subject} cannot be read: {}", plain(&other.to_string())),
            "compare it with a card that can be read",
        ),
    }
}

/// `answer: ["a", "b"]` of a Typed card: one text, and the others that are right too.
fn several_answers(text: &str, piece: &Node, path: &[&Node]) -> Option<String> {
    let [field] = path else { return None };
    let items = values(text, field);
    let (first, others) = items.split_first()?;
    let is_answer = label(text, Some(field)) == Some("answer") && is_of(text, piece, "Typed");
    let are_texts = items.iter().all(|item| item.starts_with('"'));
    (is_answer && are_texts && !others.is_empty()).then(|| {
        let others = others.join(", ");
        format!("write `answer: {first}`, and `accept: [{others}]` for the others")
    })
}

/// `caf\u00e9`: a code point without its braces, as JSON and others write it.
fn bare_code_point(written: &str) -> Option<String> {
    let digits = |at: usize| written.get(at + 2..at + 6);
    let is_bare = |digits: &str| digits.bytes().all(|b| b.is_ascii_hexdigit());
    let mut escapes = written.match_indices("\\u");
    let (digits, meant) = escapes.find_map(|(at, _)| {
        let digits = digits(at).filter(|digits| is_bare(digits))?;
        Some((
            digits,
            char::from_u32(u32::from_str_radix(digits, 16).ok()?)?,
        ))
    })?;
    let meant = plain(&meant.to_string());
    Some(format!(
        "write `\\u{{{digits}}}` with braces, or the character itself: {meant}"
    ))
}

fn parts(expected: &str) -> &str {
    expected
        .strip_prefix("a tuple of size ")
        .unwrap_or(expected)
}

/// A misspelt label, `becuase: "..."`, inside an option.
fn odd_label(text: &str, entry: Option<&Node>) -> Option<Fault> {
    let entry = entry?;
    let head = &text[entry.head.clone()?];
    if !matches!(head, "Right" | "Wrong") {
        return None;
    }
    let label = entry.entries.iter().find_map(|e| e.label.clone())?;
    let label = &text[label];
    Some(match (head, closest(label, ["because"].into_iter())) {
        ("Right", Some(_)) => Fault::unreadable(
            "a right option has no `because`",
            "say why it is right in the card's `why: \"...\"`",
        ),
        (_, Some(meant)) if label != meant => Fault::unreadable(
            format!("there is no `{label}` in an option"),
            format!("did you mean `{meant}`?"),
        ),
        (_, _) if matches!(label, "why" | "reason" | "explanation") => Fault::unreadable(
            format!("there is no `{label}` in an option"),
            "did you mean `because`?",
        ),
        _ => Fault::unreadable(
            format!("the label `{label}` cannot stand here"),
            "write Right(\"...\") or Wrong(\"...\", because: \"...\")",
        ),
    })
}

fn identifier(text: &str, piece: &Node, entry: Option<&Node>, path: &[&Node]) -> Fault {
    let Some(entry) = entry else {
        return Fault::unreadable(
            "a name is missing before the bracket",
            "begin a card with its kind: Basic( ... ), Cloze( ... ), MultipleChoice( ... )",
        );
    };
    let written = &text[entry.value.clone()];
    if let Some(at) = piece.entries.iter().position(|e| std::ptr::eq(e, entry))
        && entry.label.is_none()
    {
        let before = at.checked_sub(1).and_then(|i| piece.entries.get(i));
        let digits = written.starts_with(|c: char| c.is_ascii_digit());
        return match before
            .filter(|_| digits)
            .and_then(|before| split_number(text, before, written))
        {
            Some(fault) => fault,
            None if digits => Fault::unreadable(
                format!("`{written}` stands without the name of a field"),
                "numbers are written without thousands separators: 1200",
            ),
            None => Fault::unreadable(
                "a value stands without the name of its field",
                "write `front: \"...\"`, `back: \"...\"` and so on",
            ),
        };
    }
    let first = path.first().copied();
    match label(text, first) {
        Some("tolerance") => tolerance(written),
        Some(field @ ("case" | "accents" | "signs")) => {
            let keep = written.to_lowercase().contains("keep");
            let help = format!("write `{field}: {}`", if keep { "Keep" } else { "Fold" });
            Fault::unreadable(format!("`{field}` is Fold or Keep, without quotes"), help)
        }
        Some("draw") => drawn(text, Some(entry)).unwrap_or_else(|| {
            Fault::unreadable(
                "a part of this draw has no name",
                "write Range(name: \"m\", from: 40, to: 600, step: 20) or Pick(\"n\", [2, 4])",
            )
        }),
        Some("options") => option(text, entry).unwrap_or_else(|| {
            Fault::unreadable(
                "an option must say whether it is right",
                "write Right(\"...\") or Wrong(\"...\", because: \"...\")",
            )
        }),
        Some(field) => first
            .and_then(|first| pair(text, piece, first, entry))
            .unwrap_or_else(|| {
                Fault::unreadable(
                    format!("`{field}` has a value of the wrong type"),
                    "write a name without quotes",
                )
            }),
        None => Fault::unreadable(
            "a name is missing here",
            "begin a card with its kind: Basic( ... )",
        ),
    }
}

fn is_no(written: &str) -> bool {
    let word = written.trim_matches(['"', '\'']).to_lowercase();
    matches!(word.as_str(), "false" | "no" | "n" | "0" | "off")
}

/// A draw whose parts have names where they need none, or lack them.
fn drawn(text: &str, entry: Option<&Node>) -> Option<Fault> {
    let entry = entry?;
    let head = &text[entry.head.clone()?];
    let value = |i: usize| entry.entries.get(i).map(|e| text[e.value.clone()].trim());
    let quoted = |name: &str| format!("\"{}\"", name.trim_matches(['"', '\'']));
    let (message, help) = match head {
        "Range" => (
            "`Range` names its parts",
            match (value(0), value(1), value(2), value(3)) {
                (Some(name), Some(from), Some(to), Some(step)) => format!(
                    "write `Range(name: {}, from: {}, to: {}, step: {})`",
                    quoted(name),
                    as_number(from)?,
                    as_number(to)?,
                    as_number(step)?
                ),
                _ => "write Range(name: \"m\", from: 40, to: 600, step: 20)".to_owned(),
            },
        ),
        "Pick" | "Rows" => {
            let list = value(1)?.trim_matches('"');
            let bare = |list: &str| list.starts_with(|c: char| c.is_ascii_digit() || c == '-');
            let list = if bare(list) {
                let numbers = (1..entry.entries.len()).filter_map(value);
                let numbers = numbers.map(|number| number.trim_matches('"'));
                numbers.collect::<Vec<_>>().join(", ")
            } else {
                let list = list.strip_prefix(['(', '[', '{'])?;
                list.strip_suffix([')', ']', '}'])?.to_owned()
            };
            let list = list.replace(['"', '\''], "");
            let first = value(0)?;
            let first = if head == "Pick" {
                quoted(first)
            } else {
                first.to_owned()
            };
            let message = if head == "Pick" {
                "`Pick` takes a name and a list of numbers, without names for them"
            } else {
                "`Rows` takes a list of names and a list of rows, without names for them"
            };
            (message, format!("write `{head}({first}, [{list}])`"))
        }
        _ => return None,
    };
    Some(Fault::unreadable(message, help))
}

/// `Right: "..."`, `("...", true)`, `"..."`: an option written in another form.
fn option(text: &str, entry: &Node) -> Option<Fault> {
    let written = text[entry.value.clone()].trim();
    let message = "an option must say whether it is right";
    let label = entry.label.clone().map(|label| &text[label]);
    let help = match label {
        Some(kind @ ("Right" | "Wrong")) => format!("write `{kind}({written})`"),
        Some(_) => return None,
        None if entry.head.is_none() && entry.inner.is_some() => {
            let first = entry
                .entries
                .first()
                .map(|e| text[e.value.clone()].trim())?;
            let is_right = written.contains("true");
            format!(
                "write `{}({first})`",
                if is_right { "Right" } else { "Wrong" }
            )
        }
        None if written.starts_with("Right \"") || written.starts_with("Wrong \"") => {
            format!("write `{}({})`", &written[..5], written[5..].trim())
        }
        None if written.starts_with('"') && fits(written) => {
            format!(
                "write `Wrong({written}, because: \"...\")`, or Right({written}) if it is the right one"
            )
        }
        None => return None,
    };
    Some(Fault::unreadable(message, help))
}

/// Whether this field of a card says which of its options is right, and is told with them.
pub fn tells_right(text: &str, piece: &Node, field: &str) -> bool {
    says_right(field) && options(text, piece).is_some()
}

fn says_right(field: &str) -> bool {
    matches!(names::part(&names::folded(field)), Some("back")) || field == "right"
}

/// `options: ["a", "b", "c"], right: 2`, `options: [("a", true), ("b", false)]`: the list as it was meant, if all of it has another
/// form.
fn options(text: &str, piece: &Node) -> Option<Fault> {
    let list = piece.field(text, "options")?;
    let meant = |entry| plain_option(text, entry);
    let meant: Vec<(Option<bool>, &str)> = list.entries.iter().map(meant).collect::<Option<_>>()?;
    if meant.len() < 2 || is_of(text, piece, "Cases") {
        return None;
    }
    let said = piece.entries.iter().find_map(|field| {
        let name = label(text, Some(field)).filter(|name| says_right(name))?;
        Some((
            name,
            text[field.value.clone()].trim_matches(['"', '[', ']']),
        ))
    });
    let is_marked = meant.iter().any(|(is_right, _)| *is_right == Some(true));
    let right = said.filter(|_| !is_marked).and_then(|(_, said)| {
        let by_text = meant
            .iter()
            .position(|(_, text)| text.trim_matches('"') == said);
        by_text.or_else(|| said.parse::<usize>().ok().map(|n| n.saturating_sub(1)))
    });
    let is_right = |i: usize| match is_marked {
        true => meant[i].0 == Some(true),
        false => i == right.unwrap_or(0),
    };
    let written = meant
        .iter()
        .enumerate()
        .map(|(i, (_, text))| match is_right(i) {
            true => format!("Right({text})"),
            false => format!("Wrong({text})"),
        });
    let written = written.collect::<Vec<_>>().join(", ");
    let behind = match said {
        Some((name, _)) => format!(", and take `{name}` out"),
        None if is_marked => String::new(),
        None => ", with `Right` before the one that is right".to_owned(),
    };
    (written.len() <= 4 * LONGEST && !written.contains('\n')).then(|| {
        let message = "each option must say whether it is right";
        Fault::unreadable(message, format!("write `options: [{written}]`{behind}"))
    })
}

/// The text of an option in another form, and whether it says that it is right. None where it is as it should be.
fn plain_option<'t>(text: &'t str, entry: &Node) -> Option<(Option<bool>, &'t str)> {
    let written = text[entry.value.clone()].trim();
    let head = entry.head.clone().map(|head| text[head].to_lowercase());
    let is_right = match head.as_deref() {
        Some("correct" | "true" | "yes") => Some(true),
        Some("incorrect" | "false" | "no") => Some(false),
        Some(_) => return None,
        None if entry.inner.is_some() => Some(written.contains("true")),
        None => None,
    };
    let words = match entry.inner {
        Some(_) => values(text, entry).first().copied()?,
        None => written,
    };
    (entry.label.is_none() && words.starts_with('"')).then_some((is_right, words))
}

/// What was found where a value with parts in round brackets is needed.
fn shaped(
    text: &str,
    piece: &Node,
    field: &str,
    entry: Option<&Node>,
    list: Option<&Node>,
) -> Option<Fault> {
    let item = entry?;
    match field {
        "tolerance" => Some(tolerance(&text[item.value.clone()])),
        "options" if is_of(text, piece, "Cases") => None,
        "options" => option(text, item),
        "draw" => drawn(text, entry),
        _ => pair(text, piece, list?, item),
    }
}

/// The part of the entry to underline: its value, or the relevant part of it.
pub fn point(code: &Error, text: &str, entry: &Node, at: usize) -> Span {
    if let Some(label) = entry.label.clone()
        && matches!(&text[label], "Right" | "Wrong")
    {
        return entry.whole();
    }
    if let Some(label) = entry.entries.iter().find_map(|e| e.label.clone())
        && matches!(
            entry.head.clone().map(|h| &text[h]),
            Some("Right" | "Wrong")
        )
    {
        return label;
    }
    match code {
        Error::ExpectedMapColon => entry.head.clone().unwrap_or(entry.value.clone()),
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
