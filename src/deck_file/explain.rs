//! Explains the parser's errors in the terms of a deck instead of Rust's types.

use super::names;
use super::syntax::{Node, Span};
use crate::study::fault::Fault;
pub use crate::study::fault::closest;
use ron::error::Error;

/// Reports an unknown field, with the field that was probably meant.
pub fn unknown_field<'a>(
    found: &str,
    expected: &[&'a str],
    given: &[String],
) -> (Fault, Option<&'a str>) {
    let free = expected.iter().copied();
    let free: Vec<&str> = free.filter(|e| !given.iter().any(|g| g == e)).collect();
    let meant = closest(found, free.iter().copied()).or_else(|| synonym(found, &free));
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!(
            "the fields here are {}; a newer version of the program may know others",
            expected.join(", ")
        ),
    };
    let message = format!("there is no field `{found}` here");
    (Fault::unreadable(message, help), meant)
}

/// The field that other programs, or other languages, call by this name, or that it is an abbreviation of.
fn synonym<'a>(found: &str, expected: &[&'a str]) -> Option<&'a str> {
    let name = names::folded(found);
    let meant: &[&str] = match name.as_str() {
        "because" => &["why"],
        "choices" | "answers" => &["options"],
        "body" | "page" | "content" => &["summary"],
        "name" => &["title"],
        "accept" | "alternatives" | "synonyms" => &["also", "accept"],
        "table" | "data" => &["exhibit", "exhibits"],
        "requires" | "prerequisites" => &["after"],
        "links" => &["link"],
        "see" => &["related"],
        "min" | "start" | "low" => &["from"],
        "max" | "end" | "high" => &["to"],
        "by" | "increment" => &["step"],
        "sprache" | "locale" => &["language"],
        "precision" | "margin" => &["tolerance"],
        "steps" | "calculation" => &["working"],
        "einheit" => &["unit"],
        _ => &[],
    };
    let of_part: &[&str] = match names::part(&name) {
        Some("front") => &["front", "term", "text", "question"],
        Some("back") => &["back", "answer", "meaning"],
        Some(part) => &[part],
        None => &[],
    };
    let named = meant.iter().chain(of_part);
    let mut named = named.filter_map(|m| expected.iter().find(|e| *e == m));
    let is_short_for = |e: &&&str| {
        let (short, long) = if e.len() < found.len() {
            (**e, found)
        } else {
            (found, **e)
        };
        short.len() >= 3 && long.starts_with(short)
    };
    named
        .next()
        .or_else(|| expected.iter().find(is_short_for))
        .copied()
}

pub fn missing_field(field: &str, text: &str, holder: &Node) -> Fault {
    let kind = holder.head.clone().map_or("this", |h| &text[h]);
    let code = match field {
        "front" | "back" | "question" | "text" | "term" | "meaning" | "answer" => "E02",
        "options" | "items" | "pairs" => "E05",
        "id" => "E01",
        _ => "E00",
    };
    let example = match field {
        "options" => "[Right(\"...\"), Wrong(\"...\", because: \"...\"), ...]",
        "items" => "[\"first\", \"second\", \"third\"]",
        "pairs" => "[(\"left\", \"right\"), ...]",
        "schema" | "step" | "from" => "1",
        "to" => "100",
        "draw" => "[Range(name: \"n\", from: 1, to: 100, step: 1)]",
        _ => "\"...\"",
    };
    let message = format!("{kind} has no `{field}`");
    Fault::new(code, message, format!("add `{field}: {example}`"))
}

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
    if let Some(fault) = odd_label(text, entry).or_else(|| odd_pair(text, piece, path)) {
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
                        None => "write \"...\" with straight quotes".to_owned(),
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

/// The name of the field.
fn label<'t>(text: &'t str, entry: Option<&Node>) -> Option<&'t str> {
    entry?.label.clone().map(|label| &text[label])
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

/// Longest value repeated in a proposal, in characters.
const LONGEST: usize = 160;

fn fits(written: &str) -> bool {
    !written.is_empty() && written.len() <= LONGEST && !written.contains('\n')
}

/// The value as a text: `'x'` and `x` become `"x"`.
fn as_text(written: &str) -> Option<String> {
    let plain = written.trim();
    let plain = [("[\"", "\"]"), ("Some(\"", "\")")]
        .iter()
        .find_map(|(open, close)| plain.strip_prefix(open)?.strip_suffix(close))
        .unwrap_or(plain);
    let inner = ['\'', '`']
        .iter()
        .find_map(|quote| plain.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(plain);
    (fits(inner) && !inner.contains(['"', '(', '[', '\\'])).then(|| format!("\"{inner}\""))
}

/// The value as a list: `("a", "b")`, `"a"` and `a` can become lists.
fn as_list(text: &str, piece: &Node, field: &str, entry: Option<&Node>) -> Option<String> {
    let entry = entry?;
    let written = text[entry.value.clone()].trim();
    if pair_of(text, piece, field).is_some() {
        let inner = entry.inner.clone().map(|inner| text[inner].trim());
        return pairs(text, piece, entry).or_else(|| {
            let single = inner.filter(|inner| !inner.starts_with('('));
            single.map(|inner| format!("[({inner})]"))
        });
    }
    if let Some(inner) = entry.inner.clone().filter(|_| entry.head.is_none()) {
        let inner = text[inner].trim();
        return fits(inner).then(|| format!("[{inner}]"));
    }
    let inside = written.trim_matches('"');
    let is_plain = |part: &str| !part.is_empty() && !part.contains(['"', '\\', '(', '.', '?']);
    for mark in [", ", "; "] {
        let parts: Vec<&str> = inside.split(mark).map(str::trim).collect();
        if written.starts_with('"') && parts.len() > 1 && parts.iter().all(|part| is_plain(part)) {
            let list = format!("[\"{}\"]", parts.join("\", \""));
            return fits(&list).then_some(list);
        }
    }
    let item = match written.starts_with('"') || entry.inner.is_some() {
        true => written.to_owned(),
        false if written.starts_with(|c: char| c.is_ascii_digit()) => written.to_owned(),
        false => as_text(written)?,
    };
    fits(&item).then(|| format!("[{item}]"))
}

/// `tags: "a", "b"`: the entry and those after it without names.
fn scattered(text: &str, piece: &Node, entry: Option<&Node>) -> Option<String> {
    let entry = entry?;
    let rest = nameless_behind(piece, entry);
    if rest.is_empty() || entry.inner.is_some() {
        return None;
    }
    let items = std::iter::once(entry).chain(rest);
    let items: Vec<String> = items
        .map(|item| text[item.value.clone()].trim())
        .map(|item| {
            if item.starts_with('"') {
                Some(item.to_owned())
            } else {
                as_text(item)
            }
        })
        .collect::<Option<_>>()?;
    Some(format!("[{}]", items.join(", ")))
}

/// The entries directly after `entry` without names.
pub fn nameless_behind<'n>(piece: &'n Node, entry: &Node) -> Vec<&'n Node> {
    let at = piece.entries.iter().position(|e| std::ptr::eq(e, entry));
    let behind = piece
        .entries
        .iter()
        .skip(at.map_or(usize::MAX, |at| at + 1));
    behind
        .take_while(|e| e.label.is_none() && e.head.is_none())
        .collect()
}

fn is_no(written: &str) -> bool {
    let word = written.trim_matches(['"', '\'']).to_lowercase();
    matches!(word.as_str(), "false" | "no" | "n" | "0" | "off")
}

/// The number in a value not written as one: `"2%"`, `1.200,50`, `25 EUR`. Three digits after a single comma or point are
/// thousands.
fn as_number(written: &str) -> Option<String> {
    let narrow = |c: char| match u32::from(c) {
        // Full-width digits.
        wide @ 0xff10..=0xff19 => char::from_u32(wide - 0xff10 + 0x30).unwrap_or(c),
        _ => c,
    };
    let written: String = written.chars().map(narrow).collect();
    let digits = |c: char| c.is_ascii_digit();
    let start = written.find(digits)?;
    let end = written.rfind(digits)? + 1;
    let minus = written[..start].trim_end().ends_with(['-', '\u{2212}']);
    let number: String = written[start..end]
        .chars()
        .filter(|c| !matches!(c, ' ' | '_' | '\'' | '\u{a0}' | '\u{202f}'))
        .collect();
    if !number
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
    {
        return None;
    }
    if !is_one_number(&number) {
        return None;
    }
    let plain = match (number.rfind('.'), number.rfind(',')) {
        (Some(point), Some(comma)) if point > comma => number.replace(',', ""),
        (Some(_), Some(_)) => number.replace('.', "").replace(',', "."),
        (None, Some(at)) if number.matches(',').count() == 1 && number.len() - at != 4 => {
            number.replace(',', ".")
        }
        (None, Some(_)) => number.replace(',', ""),
        (Some(_), None) if number.matches('.').count() > 1 => number.replace('.', ""),
        _ => number,
    };
    plain.parse::<f64>().ok()?;
    Some(if minus { format!("-{plain}") } else { plain })
}

fn is_a_number_field(field: &str) -> bool {
    matches!(
        field,
        "schema" | "rev" | "new_per_day" | "answer" | "weight" | "from" | "to" | "step"
    )
}

/// Whether points and commas part it as one number: groups of three between thousands, and one sign for the fraction. What
/// `3.6.5` or `1,2,3` was meant for nobody can say.
fn is_one_number(number: &str) -> bool {
    let mut signs = number.chars().filter(|c| matches!(c, '.' | ','));
    let Some(first) = signs.next() else {
        return true;
    };
    let others: Vec<char> = signs.collect();
    let groups: Vec<&str> = number.split(['.', ',']).collect();
    let (whole, fraction) = match others.last() {
        None => return true,
        Some(last) if *last != first => groups.split_at(groups.len() - 1),
        Some(_) => (groups.as_slice(), &[][..]),
    };
    let of_three = |group: &&str| group.len() == 3;
    // Indian numbers have groups of two before the last of three.
    let of_two = |group: &&str| group.len() == 2;
    let (head, tail) = (whole.first(), whole.get(1..).unwrap_or_default());
    let indian = tail
        .split_last()
        .is_some_and(|(last, more)| of_three(last) && more.iter().all(of_two));
    head.is_some_and(|head| (1..=3).contains(&head.len()))
        && (tail.iter().all(of_three) || indian)
        && others
            .iter()
            .rev()
            .skip(fraction.len())
            .all(|sign| *sign == first)
}

fn number_field(field: &str, subject: &str, written: &str) -> Fault {
    let fraction = written.split_once('/').and_then(|(a, b)| {
        let (a, b): (f64, f64) = (a.trim().parse().ok()?, b.trim().parse().ok()?);
        (b != 0.0).then(|| format!("{}", a / b))
    });
    let number = fraction.or_else(|| as_number(written));
    let whole = |number: String| number.split('.').next().unwrap_or("1").to_owned();
    let number = match field {
        "schema" => Some("1".to_owned()),
        "rev" | "new_per_day" => number.map(whole),
        _ => number,
    };
    let message =
        format!("{subject} must be a number, without quotes, unit or thousands separators");
    let help = number.map_or_else(
        || "write it in digits, like 25 or 0.5".to_owned(),
        |number| format!("write `{field}: {number}`"),
    );
    Fault::unreadable(message, help)
}

fn tolerance(written: &str) -> Fault {
    let number = as_number(written);
    let message = "`tolerance` must say of what kind it is, with a plain number";
    let help = match number {
        _ if written.to_lowercase().contains("exact") => "write `tolerance: Exact`".to_owned(),
        Some(number) if written.to_lowercase().contains("absolute") => {
            format!("write `tolerance: Absolute({number})`")
        }
        Some(number) => format!(
            "write `tolerance: Percent({number})` for a share of the answer in per cent; there are Absolute({number}), in the answer's unit, and Exact too"
        ),
        None => "write `tolerance: Percent(0.5)`, or Absolute(0.5), or Exact".to_owned(),
    };
    Fault::unreadable(message, help)
}

/// `answer: 36,5`: a number split by its decimal comma.
fn split_number(text: &str, before: &Node, second: &str) -> Option<Fault> {
    let field = &text[before.label.clone()?];
    let first = &text[before.value.clone()];
    let is_number = |text: &str| {
        text.trim_start_matches('-')
            .bytes()
            .all(|b| b.is_ascii_digit())
    };
    // `3.600,50`: points separate thousands if the comma is the decimal mark.
    let mut groups = first.split('.');
    let (lead, is_grouped) = (groups.next()?, groups.all(|group| group.len() == 3));
    let joined = first.replace('.', "");
    let is_whole = is_number(&joined) && is_number(lead) && is_grouped;
    if !is_whole || !second.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (group, decimals) = second.split_once('.').unwrap_or((second, ""));
    let is_group = group.len() == 3 && is_number(group) && joined == first;
    let whole = is_group && decimals.is_empty();
    let (what, meant) = if is_group {
        ("thousands separators", format!("{first}{second}"))
    } else {
        ("a decimal comma", format!("{joined}.{second}"))
    };
    let message = format!("`{first},{second}` is written with {what}");
    let or = if whole {
        format!(", or `{first}.{second}` if the comma was a decimal one")
    } else {
        String::new()
    };
    let help = format!("write `{field}: {meant}`{or}");
    Some(Fault::unreadable(message, help))
}

/// Whether the element is of this kind: `Cloze( ... )`.
fn is_of(text: &str, piece: &Node, kind: &str) -> bool {
    piece.head.clone().is_some_and(|head| &text[head] == kind)
}

/// An example of a pair for the field, if its list is one of pairs.
fn pair_of(text: &str, piece: &Node, field: &str) -> Option<(&'static str, &'static str)> {
    Some(match field {
        "lint_ignore" => ("\"W04\"", "\"why it does not hold here\""),
        "mistakes" if is_of(text, piece, "Generated") => {
            ("\"a * b\"", "\"which mistake leads there\"")
        }
        "mistakes" => ("25", "\"which mistake leads there\""),
        "named" => ("\"name\"", "\"a * b\""),
        "pairs" => ("\"left\"", "\"right\""),
        "exhibits" => ("\"name\"", "\"its table\""),
        "also" if is_of(text, piece, "Cloze") => {
            ("\"what the gap hides\"", "\"what is right there too\"")
        }
        _ => return None,
    })
}

/// What stands in the brackets of an item, without names.
fn values<'t>(text: &'t str, item: &Node) -> Vec<&'t str> {
    let written = item.entries.iter().map(|e| text[e.value.clone()].trim());
    written.filter(|value| !value.is_empty()).collect()
}

/// The pair meant by an item in whatever brackets, with or without names for its parts; only its first two parts are taken.
fn one_pair(text: &str, piece: &Node, field: &str, item: &Node) -> Option<String> {
    let (_, example) = pair_of(text, piece, field)?;
    let parts = values(text, item);
    let (head, behind) = (*parts.first()?, parts.get(1).copied());
    let is_numeric = field == "mistakes" && !is_of(text, piece, "Generated");
    if let Some(number) = behind.filter(|_| is_numeric && as_number(head).is_none())
        && let Some(number) = as_number(number)
    {
        return Some(format!("({number}, {head})"));
    }
    let second = match behind {
        Some(text) if text.starts_with(['"', 'r']) => text.to_owned(),
        Some(other) => as_text(other)?,
        None => example.to_owned(),
    };
    Some(format!(
        "({}, {second})",
        first_of(text, piece, field, head)
    ))
}

/// The list of pairs meant by a flat list, or by a single pair without a list.
fn pairs(text: &str, piece: &Node, list: &Node) -> Option<String> {
    let field = label(text, Some(list))?;
    let (_, second) = pair_of(text, piece, field)?;
    let first_of = |written: &str| first_of(text, piece, field, written);
    let written = |node: &Node| text[node.value.clone()].trim().to_owned();
    let mut items = Vec::new();
    let mut entries = list.entries.iter().peekable();
    if list.inner.is_none() {
        return Some(format!("[({}, {second})]", first_of(&written(list))));
    }
    if list.entries.is_empty() {
        let inner = text[list.inner.clone()?].trim();
        return fits(inner).then(|| format!("[({inner})]"));
    }
    while let Some(entry) = entries.next() {
        if entry.inner.is_some() {
            items.push(one_pair(text, piece, field, entry)?);
            continue;
        }
        let first = entry
            .label
            .clone()
            .map_or_else(|| written(entry), |l| text[l].to_owned());
        if field == "named"
            && let Some((name, formula)) = first.trim_matches('"').split_once('=')
        {
            items.push(format!("(\"{}\", \"{}\")", name.trim(), formula.trim()));
            continue;
        }
        let own = entry.label.is_some().then(|| {
            let own = written(entry);
            if own.starts_with('"') {
                own
            } else {
                format!("\"{own}\"")
            }
        });
        let next = entries.peek().filter(|next| {
            let next = written(next);
            next.starts_with('"')
                && !is_code(&next)
                && next.trim_matches('"').parse::<f64>().is_err()
        });
        let reason = own.or_else(|| next.map(|next| written(next)));
        if next.is_some() && entry.label.is_none() {
            entries.next();
        }
        let reason = reason.unwrap_or_else(|| second.to_owned());
        items.push(format!("({}, {reason})", first_of(&first)));
    }
    let list = format!("[{}]", items.join(", "));
    (list.len() <= 3 * LONGEST && !list.contains('\n')).then_some(list)
}

fn is_code(written: &str) -> bool {
    let code = written.trim_matches('"');
    code.len() == 3 && code.starts_with(['W', 'E']) && code[1..].bytes().all(|b| b.is_ascii_digit())
}

fn first_of(text: &str, piece: &Node, field: &str, written: &str) -> String {
    let bare = written.trim_matches(['"', '\'', '`']);
    let number = || as_number(bare).unwrap_or_else(|| "25".to_owned());
    match field {
        "mistakes" if !is_of(text, piece, "Generated") => number(),
        _ if written.starts_with(['"', 'r']) && written.ends_with(['"', '#']) => written.to_owned(),
        _ => format!("\"{bare}\""),
    }
}

/// `lint_ignore: ["W04"]`, `mistakes: ["6", "..."]`: pairs without their brackets, or in others. A long list is told item by item.
fn pair(text: &str, piece: &Node, list: &Node, item: &Node) -> Option<Fault> {
    let field = label(text, Some(list))?;
    let (first, second) = pair_of(text, piece, field)?;
    let message = format!("each item of `{field}` is a pair in round brackets");
    let parts = values(text, item);
    let in_brackets = item.inner.is_some() && !std::ptr::eq(list, item);
    let single = || one_pair(text, piece, field, item).filter(|pair| fits(pair));
    let help = match pairs(text, piece, list) {
        // Nothing is dropped without saying so.
        _ if in_brackets && parts.len() > 2 => format!(
            "write `{}`, with two parts, and put the others into one of the two",
            single().unwrap_or_else(|| format!("({first}, {second})"))
        ),
        Some(pairs) => format!("write `{field}: {pairs}`"),
        None if in_brackets => single().map_or_else(
            || {
                let brackets = "put `(` before its first part and `)` behind the second";
                format!("{brackets}, with no other bracket and no name: ({first}, {second})")
            },
            |pair| format!("write `{pair}`"),
        ),
        None => format!("write `{field}: [({first}, {second})]`"),
    };
    Some(Fault::unreadable(message, help))
}

/// `mistakes: [(during, "...")]`: a pair as it should be, but for the quotes of a text in it.
fn unquoted_pair(text: &str, piece: &Node, path: &[&Node]) -> Option<Fault> {
    let [list, item] = path else { return None };
    item.inner.as_ref()?;
    let fault = pair(text, piece, list, item)?;
    let message = "a text in this pair has no double quotes";
    Some(Fault::unreadable(message, fault.help))
}

/// `right: "The safety stock"` in a case of `cases`: the option by its text and not by its number.
pub fn right_by_name(text: &str, cases: &Node, part: &Node) -> Option<Fault> {
    let written = text[part.value.clone()].trim();
    if label(text, Some(part)) != Some("right") {
        return None;
    }
    let options = cases
        .field(text, "options")
        .map_or(&[][..], |list| &list.entries);
    let is_meant = |option: &Node| {
        let first = values(text, option).first().copied();
        first
            .unwrap_or(&text[option.value.clone()])
            .trim_matches('"')
            == written.trim_matches('"')
    };
    let number = options.iter().position(is_meant).map(|i| i + 1);
    let number = number.or_else(|| as_number(written)?.split('.').next()?.parse().ok());
    let help = match number {
        Some(number) => format!("write `right: {number}`"),
        None => "write `right: 1` for the first of `options`, `right: 2` for the second".to_owned(),
    };
    let message = "`right` is the number of the option that is right in this case";
    Some(Fault::unreadable(message, help))
}

/// An item of a list of pairs that is none by its brackets, the names in it, or the number of its parts.
fn odd_pair(text: &str, piece: &Node, path: &[&Node]) -> Option<Fault> {
    let [list, item] = path else { return None };
    let opening = item.inner.clone()?.start - 1;
    let is_pair = item.head.is_none()
        && text[opening..].starts_with('(')
        && item.entries.iter().all(|part| part.label.is_none())
        && values(text, item).len() == 2;
    if is_pair {
        return None;
    }
    pair(text, piece, list, item)
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

    #[test]
    fn a_number_is_proposed_only_where_its_signs_part_it_in_one_way() {
        for (written, number) in [
            ("3.6.5", None),
            ("3,6,5", None),
            ("1.2.3.4", None),
            ("1.200,50,7", None),
            ("36.000.000", Some("36000000")),
            ("12,34,567", Some("1234567")),
            ("1.234,5", Some("1234.5")),
            ("3,600.5", Some("3600.5")),
            ("36,5", Some("36.5")),
            ("36 trucks", Some("36")),
        ] {
            assert_eq!(as_number(written).as_deref(), number, "{written}");
        }
    }
}
