//! Explains the parser's errors in the terms of a deck instead of Rust's types.

mod fields;
mod lists;
mod numbers;
mod options;

use super::syntax::{Node, Span, char_at};
use crate::study::deck::Bloom;
use crate::study::fault::Fault;
pub use crate::study::fault::closest;
use crate::study::kinds::KINDS;
pub use fields::{missing_field, unknown_field};
use lists::{
    as_list, as_text, fits, joined, odd_pair, pair, scattered, texts, unquoted_pair, values,
};
pub use lists::{nameless_behind, right_by_name, single};
use numbers::{as_number, is_a_number_field, number_field, split_number, tolerance};
pub use options::told_with_list;
use options::{is_option, option, options, says_right};
use ron::error::Error;

const CASE: &str = "write Case(id: \"...\", text: \"...\", right: 1, why: \"...\")";

/// `entry` is the field or item at the parser's position, `path` the way to it.
pub fn explain(
    code: &Error,
    text: &str,
    piece: &Node,
    entry: Option<&Node>,
    path: &[&Node],
) -> Fault {
    let first = path.first().copied();
    let field = first.and_then(|field| field.name(text));
    let subject = match (field, path.len()) {
        (Some(field), 1) => format!("`{field}`"),
        (Some(field), _) => format!("this item of `{field}`"),
        _ => "this value".to_owned(),
    };
    let own_field = field.filter(|_| path.len() == 1);
    let write = |value: String| match own_field {
        Some(field) => format!("write `{field}: {value}`"),
        None => format!("write `{value}`"),
    };
    let field = field.unwrap_or("field");
    let fault = |message: String, help: &str| Fault::unreadable(message, help);
    let written = entry.map_or("", |e| &text[e.value.clone()]);
    let whole = || odd_label(text, entry).or_else(|| odd_pair(text, piece, path));
    if let Some(fault) = whole() {
        return fault;
    }
    if let Some((options, behind)) = options(text, piece) {
        let help = format!("write `options: {options}`{behind}");
        let message = if piece.kind(text) == "Cases" {
            "each option stands in brackets of its own"
        } else {
            "each option must say whether it is right"
        };
        return fault(message.into(), &help);
    }
    if let Some(fault) = shaped(code, text, piece, entry, path) {
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
                Some(_) if KINDS.contains(&found.as_str()) => within_another(found),
                Some("Choice") => {
                    let is_right = |o: &Node| o.kind(text) == "Right";
                    let others = first.map_or(&[][..], |list| &list.entries);
                    let meant = match says_right(found) {
                        Some(true) => "Right",
                        Some(false) => "Wrong",
                        // The word may be of another language: one option is right.
                        None => closest(found, ["Right", "Wrong"].into_iter()).unwrap_or(
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
        Error::ExpectedString | Error::ExpectedByteString => fault(
            format!("{subject} must be a text in double quotes"),
            &if matches!(written, "None" | "null" | "nil") {
                "take the field out where there is nothing to say".to_owned()
            } else if field == "bloom" {
                level(written)
            } else {
                // A formula may have brackets of its own.
                let is_formula = field == "keep_if" && !written.contains(['"', '\\']);
                let formula = (is_formula && fits(written)).then(|| format!("\"{}\"", written.trim()));
                let joined = || joined(written.strip_prefix('[')?, " ");
                as_text(written)
                    .or(formula)
                    .map(write)
                    .or_else(|| several_answers(text, piece, path))
                    .or_else(|| Some(format!("write `{field}: {}`", joined()?)))
                    .unwrap_or_else(|| "write \"...\" with straight quotes".to_owned())
            },
        ),
        Error::ExpectedArray => fault(
            format!("{subject} must be a list in square brackets"),
            &match scattered(text, piece, entry).or_else(|| as_list(text, piece, field, entry)) {
                Some(list) => write(list),
                None => format!("write `{field}: [ ... ]`"),
            },
        ),
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
            number_field(own_field, &subject, written)
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
        | Error::NoSuchStructField { .. }
        | Error::ExpectedIdentifier
        | Error::InvalidIdentifier(_) => identifier(text, piece, entry, path),
        Error::ExpectedComma | Error::Message(_) if is_a_number_field(field) && path.len() == 1 => {
            number_field(own_field, &subject, written)
        }
        Error::ExpectedComma => fault(
            format!(
                "{} goes on where a comma should be",
                entry.map_or("this".into(), |_| subject)
            ),
            &match joined(written, "") {
                Some(one) if fits(&one) => write(one),
                Some(_) => "one text stands in one pair of quotes, and may go over several lines: take out the quotes and signs between its parts".to_owned(),
                None => "put a `,` behind the value; a number stands alone, a text in quotes, a quote inside a text is written \\\"".to_owned(),
            },
        ),
        Error::ExpectedMapColon => {
            let name = entry.map_or("", |e| e.kind(text));
            let name = if name.is_empty() { "front" } else { name };
            let message = "a `:` is missing behind the name of a field";
            fault(message.into(), &format!("write `{name}:`"))
        }
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
            match field {
                "cases" => CASE,
                "options" if piece.kind(text) == "Cases" => {
                    "write Option(\"...\", when: \"...\")"
                }
                "options" => "write Right(\"...\") or Wrong(\"...\", because: \"...\")",
                "calculator" => "write (\"abc\", [(\"field\", \"formula\")])",
                _ => "compare it with a card that can be read",
            },
        ),
        Error::InvalidEscape(_) => fault(
            format!("{subject} holds a backslash that begins no known escape"),
            &bare_code_point(written).unwrap_or_else(|| {
                "write \\\\ for a backslash, or use a raw text r#\"...\"#".to_owned()
            }),
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
        Error::Message(message) if field == "bloom" => fault(plain(message), &level(written)),
        Error::Message(message) => fault(plain(message), "write one of those"),
        Error::InvalidValueForType { expected, .. } => fault(
            format!("{subject} has the wrong type"),
            &format!("it must be {expected}"),
        ),
        _ if is_a_number_field(field) && path.len() == 1 => number_field(own_field, &subject, written),
        _ if entry.is_some_and(|entry| entry.label.is_none() && piece.place_of(entry).is_some()) => identifier(text, piece, entry, path),
        other => fault(
            format!("{subject} cannot be read: {}", plain(&other.to_string())),
            "compare it with a card that can be read",
        ),
    }
}

/// The level that is meant by a value of `bloom`.
fn level(written: &str) -> String {
    let word = written.trim_matches('"').to_lowercase();
    let meant = match word.as_str() {
        "remember" | "know" | "understand" => Some("recall"),
        "analyze" | "evaluate" | "create" => Some("analyse"),
        word => closest(word, Bloom::ALL.map(Bloom::word).into_iter()),
    };
    meant.map_or(
        "write \"recall\", \"apply\" or \"analyse\"".to_owned(),
        |meant| format!("write `bloom: \"{meant}\"`"),
    )
}

/// `answer: ["a", "b"]` of a Typed card: one text, and the others that are right too.
fn several_answers(text: &str, piece: &Node, path: &[&Node]) -> Option<String> {
    let [field] = path else { return None };
    let items = values(text, field);
    let (first, others) = items.split_first()?;
    let is_answer = field.name(text) == Some("answer") && piece.kind(text) == "Typed";
    let are_texts = items.iter().all(|item| item.starts_with('"'));
    (is_answer && are_texts && !others.is_empty()).then(|| {
        let others = others.join(", ");
        format!("write `answer: {first}`, and `accept: [{others}]` for the others")
    })
}

/// `caf\u00e9`: a code point without its braces, as JSON and others write it.
fn bare_code_point(written: &str) -> Option<String> {
    let is_bare = |digits: &&str| digits.bytes().all(|b| b.is_ascii_hexdigit());
    let mut escapes = written.match_indices("\\u");
    let (digits, meant) = escapes.find_map(|(at, _)| {
        let digits = written.get(at + 2..at + 6).filter(is_bare)?;
        let meant = u32::from_str_radix(digits, 16).ok()?;
        Some((digits, char::from_u32(meant)?))
    })?;
    let meant = plain(&meant.to_string());
    Some(format!(
        "write `\\u{{{digits}}}` with braces, or the character itself: {meant}"
    ))
}

/// The number in what the parser says of a length.
fn parts(expected: &str) -> &str {
    let is_number = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
    expected.split(' ').find(is_number).unwrap_or(expected)
}

/// A misspelt label, `becuase: "..."`, inside an option.
fn odd_label(text: &str, entry: Option<&Node>) -> Option<Fault> {
    let entry = entry?;
    let head = entry.kind(text);
    if !matches!(head, "Right" | "Wrong") {
        return None;
    }
    let label = entry.entries.iter().find_map(|e| e.name(text))?;
    Some(match (head, closest(label, ["because"].into_iter())) {
        ("Right", Some(_)) => Fault::unreadable(
            "a right option has no `because`",
            "say why it is right in the card's `why: \"...\"`",
        ),
        (_, meant)
            if meant.is_some_and(|meant| label != meant)
                || matches!(label, "why" | "reason" | "explanation") =>
        {
            let message = format!("there is no `{label}` in an option");
            Fault::unreadable(message, "did you mean `because`?")
        }
        _ => Fault::unreadable(
            format!("the label `{label}` cannot stand here"),
            "write Right(\"...\") or Wrong(\"...\", because: \"...\")",
        ),
    })
}

fn within_another(kind: &str) -> Fault {
    let message = format!("a card, `{kind}`, stands within another");
    Fault::unreadable(message, "close before it what is open, or take it out")
}

fn identifier(text: &str, piece: &Node, entry: Option<&Node>, path: &[&Node]) -> Fault {
    let Some(entry) = entry else {
        return Fault::unreadable(
            "a name is missing before the bracket",
            "begin a card with its kind: Basic( ... ), Cloze( ... ), MultipleChoice( ... )",
        );
    };
    let written = &text[entry.value.clone()];
    if let Some(at) = piece.place_of(entry)
        && entry.label.is_none()
    {
        let before = at.checked_sub(1).and_then(|i| piece.entries.get(i));
        let digits = written.starts_with(|c: char| c.is_ascii_digit());
        let head = entry.kind(text);
        return match before
            .filter(|_| digits)
            .and_then(|before| split_number(text, before, written))
        {
            Some(fault) => fault,
            None if digits => Fault::unreadable(
                format!("`{written}` stands without the name of a field"),
                "numbers are written without thousands separators: 1200",
            ),
            None if is_option(text, entry) => Fault::unreadable(
                "an option stands outside of the list `options`",
                "put it between the brackets of `options`",
            ),
            None if KINDS.contains(&head) => within_another(head),
            None => Fault::unreadable(
                "a value stands without the name of its field",
                match piece.kind(text) {
                    "Deck" => {
                        "write `concepts: [ ... ]` or another name before it; a remark for yourself begins with `//`"
                    }
                    "Concept" => {
                        "write `cards: [ ... ]` or another name before it; a remark for yourself begins with `//`"
                    }
                    _ => {
                        "write `front: \"...\"`, `back: \"...\"` and so on; a remark for yourself begins with `//`"
                    }
                },
            ),
        };
    }
    let first = path.first().copied();
    match first.and_then(|field| field.name(text)) {
        Some(field @ ("case" | "accents" | "signs")) => {
            let keep = written.to_lowercase().contains("keep");
            let help = format!("write `{field}: {}`", if keep { "Keep" } else { "Fold" });
            Fault::unreadable(format!("`{field}` is Fold or Keep, without quotes"), help)
        }
        Some("cases") => Fault::unreadable("a case names its parts", CASE),
        Some("draw") => Fault::unreadable(
            "a part of this draw has no name",
            "write Range(name: \"m\", from: 40, to: 600, step: 20) or Pick(\"n\", [2, 4])",
        ),
        Some("options") => Fault::unreadable(
            "an option must say whether it is right",
            "write Right(\"...\") or Wrong(\"...\", because: \"...\")",
        ),
        Some(field) => Fault::unreadable(
            format!("`{field}` has a value of the wrong type"),
            "write a name without quotes",
        ),
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
    const SIGNS: &[char] = &['(', ')', '[', ']', '{', '}', '"', '\'', ' '];
    let entry = entry?;
    // `Pick(use: [20, 30])`
    let name = match entry.entries.as_slice() {
        [only] => only.name(text),
        _ => None,
    };
    let parts = entry.entries.iter().map(|e| text[e.value.clone()].trim());
    let parts: Vec<&str> = name.into_iter().chain(parts).collect();
    let quoted = |name: &str| format!("\"{}\"", name.trim_matches(SIGNS));
    let (message, example, meant) = match entry.kind(text) {
        "Range" => {
            let meant = |[name, from, to, step]: [&str; 4]| {
                let (name, from) = (quoted(name), as_number(from)?);
                let (to, step) = (as_number(to)?, as_number(step)?);
                Some(format!(
                    "Range(name: {name}, from: {from}, to: {to}, step: {step})"
                ))
            };
            (
                "`Range` names its parts",
                "Range(name: \"m\", from: 40, to: 600, step: 20)",
                parts.as_slice().try_into().ok().and_then(meant),
            )
        }
        "Pick" => {
            let meant = parts.split_first().and_then(|(name, numbers)| {
                let numbers = numbers.join(", ").replace(&SIGNS[..8], "");
                let is_list = |c: char| c.is_ascii_digit() || " ,.-".contains(c);
                let are_numbers = numbers.chars().all(is_list) && !numbers.contains("..");
                are_numbers.then(|| format!("Pick({}, [{numbers}])", quoted(name)))
            });
            (
                "`Pick` takes a name and a list of numbers, without names for them",
                "Pick(\"n\", [2, 4])",
                meant.filter(|_| parts.len() > 1),
            )
        }
        "Rows" => {
            let meant = |[names, rows]: [&str; 2]| {
                let names: Vec<String> = names.split(',').map(quoted).collect();
                let rows = rows.replace(['"', '\''], "").replace(['(', '{'], "[");
                let rows = match rows.replace([')', '}'], "]") {
                    rows if rows.replace(' ', "").starts_with("[[") => rows,
                    rows => format!("[{rows}]"),
                };
                format!("Rows([{}], {rows})", names.join(", "))
            };
            (
                "`Rows` takes a list of names and a list of rows, without names for them",
                "Rows([\"a\", \"b\"], [[1, 2], [3, 4]])",
                parts.as_slice().try_into().ok().map(meant),
            )
        }
        _ => return None,
    };
    let help = match meant.filter(|meant| !meant.contains('\n')) {
        Some(meant) => format!("write `{meant}`"),
        None => format!("write {example}"),
    };
    Some(Fault::unreadable(message, help))
}

/// What a value in a form of its own was meant as, whatever of it the parser could not read.
fn shaped(
    code: &Error,
    text: &str,
    piece: &Node,
    entry: Option<&Node>,
    path: &[&Node],
) -> Option<Fault> {
    let (list, item) = (path.first().copied()?, entry?);
    let field = list.name(text)?;
    let is_no_text = match code {
        Error::ExpectedString => path.len() == 2,
        Error::ExpectedComma => path.len() == 2 && item.label.is_some(),
        _ => false,
    };
    if is_no_text && let Some(texts) = texts(text, piece, list) {
        let message = format!("the items of `{field}` are texts, each in double quotes");
        let help = format!("write `{field}: {texts}`");
        return Some(Fault::unreadable(message, help));
    }
    match (field, code) {
        ("tolerance", Error::ExpectedComma) => Some(tolerance(&text[item.value.clone()])),
        (
            _,
            Error::NoSuchEnumVariant { .. }
            | Error::ExpectedComma
            | Error::ExpectedMapColon
            | Error::InvalidEscape(_)
            | Error::Message(_),
        ) => None,
        ("tolerance", _) => Some(tolerance(&text[item.value.clone()])),
        ("options", _) if piece.kind(text) == "Cases" => None,
        ("options", _) => option(text, item),
        ("draw", _) => drawn(text, entry),
        (_, Error::ExpectedArray) => None,
        (_, Error::ExpectedString | Error::ExpectedByteString) => unquoted_pair(text, piece, path),
        _ => pair(text, piece, list, item),
    }
}

/// The part of the entry to underline: its value, or the relevant part of it.
pub fn point(code: &Error, text: &str, entry: &Node, at: usize) -> Span {
    let name = entry.name(text).unwrap_or_default();
    if matches!(name, "Right" | "Wrong") || name.starts_with('"') {
        return entry.whole();
    }
    if let Some(label) = entry.entries.iter().find_map(|e| e.label.clone())
        && matches!(entry.kind(text), "Right" | "Wrong")
    {
        return label;
    }
    match code {
        Error::ExpectedMapColon => entry.head.clone().unwrap_or(entry.value.clone()),
        Error::NoSuchEnumVariant { found, .. }
        | Error::ExpectedDifferentStructName { found, .. } => {
            let own = entry
                .head
                .clone()
                .filter(|head| &text[head.clone()] == found);
            let head = own.or_else(|| inner_head(text, entry, found));
            head.unwrap_or(entry.value.clone())
        }
        Error::InvalidEscape(_) => {
            let backslash = text[..at.min(entry.value.end)].rfind('\\');
            let backslash = backslash.filter(|i| *i >= entry.value.start);
            backslash.map_or(entry.value.clone(), |i| i..char_at(text, i + 1).end)
        }
        _ => entry.value.clone(),
    }
}

fn inner_head(text: &str, entry: &Node, name: &str) -> Option<Span> {
    entry.entries.iter().find_map(|e| {
        let own = e.head.clone().filter(|head| &text[head.clone()] == name);
        own.or_else(|| inner_head(text, e, name))
    })
}

fn plain(message: &str) -> String {
    crate::study::text::clean(message).into_owned()
}
