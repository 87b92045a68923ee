//! GIFT, the question text of Moodle: choice, typed and numeric cards. Other kinds are left out and named.

mod read;

pub use read::read;

use super::draft::Left;
use super::markup;
use crate::study::kinds::{Kind, Role, Tolerance, Way};
use crate::study::{Card, Concept, Deck};
use std::fmt::Write as _;

/// The questions, and the cards that GIFT has no question for.
pub fn gift<'a>(
    cards: impl IntoIterator<Item = (&'a Deck, &'a Concept, &'a Card)>,
) -> (String, Vec<Left>) {
    let mut out = String::new();
    let mut left = Vec::new();
    let mut category = String::new();
    for (deck, concept, card) in cards {
        let key = format!("{}/{}", deck.id, card.common().id);
        let Some(answers) = answers(card) else {
            left.push(Left::new(
                key,
                card.front(),
                format!("GIFT has no question like a {} card", card.name()),
            ));
            continue;
        };
        let place = format!("{}/{}", name(&deck.title), name(&concept.title));
        if place != category {
            let _ = write!(
                out,
                "{}$CATEGORY: {place}\n\n",
                if out.is_empty() { "" } else { "\n" }
            );
            category = place;
        }
        let _ = writeln!(out, "::{}::{}{{", escape(&key), text(card.front()));
        out.push_str(&answers);
        let why = card.common().why.trim();
        if !why.is_empty() {
            let _ = writeln!(out, "####{}", text(why));
        }
        out.push_str("}\n\n");
    }
    (out, left)
}

/// A slash parts categories.
fn name(title: &str) -> String {
    title.replace('/', " and ").replace('\n', " ")
}

fn answers(card: &Card) -> Option<String> {
    let mut out = String::new();
    match card.way() {
        Way::Choose(options) => {
            let rights = options.iter().filter(|o| o.is_right()).count();
            let wrongs = options.len() - rights;
            for option in options {
                let mark = match (option.is_right(), rights) {
                    (true, 0 | 1) => "=".to_owned(),
                    (false, 0 | 1) => "~".to_owned(),
                    // Several are right: each a share, and wrong ones take the same away.
                    (true, n) => format!("~%{}%", share(n)),
                    (false, _) => format!("~%-{}%", share(wrongs)),
                };
                let _ = write!(out, "{mark}{}", text(option.text()));
                if let Some(because) = option.because().filter(|b| !b.is_blank()) {
                    let _ = write!(out, "#{}", text(because));
                }
                out.push('\n');
            }
        }
        Way::Type => {
            let is_answer = |role| matches!(role, Role::Answer | Role::Accepted);
            for text in card.texts().iter().filter(|text| is_answer(text.role)) {
                let _ = writeln!(out, "={}", escape(&markup::plain(&text.text)));
            }
        }
        Way::Compute(expected) => {
            let (answer, tolerance) = (expected.value, expected.tolerance);
            out.push_str("#\n");
            let _ = writeln!(out, "={answer}:{}", room(tolerance, answer));
            for (wrong, reason) in &expected.mistakes {
                let _ = writeln!(
                    out,
                    "=%0%{wrong}:{}#{}",
                    room(tolerance, *wrong),
                    text(reason)
                );
            }
        }
        Way::Recall | Way::Complete(_) | Way::Arrange | Way::Draw => return None,
    }
    Some(out)
}

/// How far from the answer Moodle counts as right.
fn room(tolerance: Tolerance, answer: f64) -> f64 {
    match tolerance {
        Tolerance::Exact => 0.0,
        Tolerance::Absolute(room) => room,
        // To twelve places: 0.1 % of 3 is 0.003, not 0.0030000000000000001.
        Tolerance::Percent(percent) => (percent * answer.abs() / 100.0 * 1e12).round() / 1e12,
    }
}

/// A share in per cent, among those that Moodle knows.
fn share(n: usize) -> &'static str {
    match n {
        0 | 1 => "100",
        2 => "50",
        3 => "33.33333",
        4 => "25",
        _ => "20",
    }
}

fn text(markdown: &str) -> String {
    format!("[html]{}", escape(&markup::to_html(markdown)))
}

/// Marks of GIFT get a backslash; a line end inside a text is written `\n`, so that no blank line ends the question.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '~' | '=' | '#' | '{' | '}' | ':' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn card(ron: &str) -> Card {
        crate::deck_file::parse::read_card(ron).unwrap()
    }

    #[test]
    fn choice_typed_and_numeric_cards_become_questions() {
        let choice = answers(&card(r#"MultipleChoice(id: "x", question: "?", options: [Right("a = b"), Wrong("c", because: "no: never"), Wrong("d")])"#)).unwrap();
        assert_eq!(
            choice,
            "=[html]a \\= b\n~[html]c#[html]no\\: never\n~[html]d\n"
        );
        let many = answers(&card(r#"MultipleChoice(id: "x", question: "?", options: [Right("a"), Right("b"), Wrong("c")])"#)).unwrap();
        assert_eq!(many, "~%50%[html]a\n~%50%[html]b\n~%-100%[html]c\n");
        let numeric = answers(&card(r#"Numeric(id: "x", question: "?", answer: 25, tolerance: Percent(0.5), mistakes: [(400, "upside down")])"#)).unwrap();
        assert_eq!(numeric, "#\n=25:0.125\n=%0%400:2#[html]upside down\n");
        let typed = answers(&card(
            r#"Typed(id: "x", question: "?", answer: "ship-to", accept: ["ship {to}"])"#,
        ))
        .unwrap();
        assert_eq!(typed, "=ship-to\n=ship \\{to\\}\n");
        assert!(answers(&card(r#"Basic(id: "x", front: "?", back: "b")"#)).is_none());
    }

    /// As Moodle reads it.
    fn unescape(text: &str) -> String {
        let mut out = String::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some('n') => out.push('\n'),
                    Some(c) => out.push(c),
                    None => {}
                },
                c => out.push(c),
            }
        }
        out
    }

    proptest! {
        #[test]
        fn an_escaped_text_comes_back_and_holds_no_open_mark(text in "[a-z~=#{}:\\\\\n %é]{0,30}") {
            let escaped = escape(&text);
            prop_assert_eq!(unescape(&escaped), text);
            let bare = escaped.replace("\\\\", "");
            prop_assert!(!bare.contains('\n'));
            for (at, _) in bare.match_indices(['~', '=', '#', '{', '}', ':']) {
                prop_assert!(bare[..at].ends_with('\\'));
            }
        }
    }
}
