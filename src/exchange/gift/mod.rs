//! GIFT, the question text of Moodle: choice, matching, typed and numeric cards. Other kinds are left out and named.

mod read;

use super::aiken;
use super::draft::{Draft, Left};
use super::extras;
use super::html::looks_like_html;
use super::item::{Item, changed, one_question_each};
use super::markup::{plain, to_html};
use crate::study::kinds::{Folding, Tolerance, Way};
use crate::study::markdown::inline;
use crate::study::text::on_one_line;
use crate::study::{Card, Concept, Deck};
use read::{is_gift, read};
use std::fmt::Write as _;

/// Reads Moodle's questions: GIFT, or Aiken.
pub fn questions(text: &str) -> Draft {
    aiken::told(text).unwrap_or_else(|| read(text))
}

/// Reads a text that has the marks of Moodle's questions, whatever the name of its file says.
pub fn told(text: &str) -> Option<Draft> {
    let as_gift = || {
        let mut draft = read(text);
        let remark = "it is like Moodle's questions, and was read as with --format gift; --separator tab takes it as a table";
        draft.remarks.push(remark.into());
        draft
    };
    aiken::told(text).or_else(|| is_gift(text).then(as_gift))
}

/// A card with a part that a GIFT question cannot have: its key, and which part.
pub type Remark = (String, &'static str);

/// The questions, the cards for which GIFT has no question, and parts that were left out.
pub fn gift<'a>(
    cards: impl IntoIterator<Item = (&'a Deck, &'a Concept, &'a Card)>,
) -> (String, Vec<Left>, Vec<Remark>) {
    let mut out = String::new();
    let (mut left, mut remarks) = (Vec::new(), Vec::new());
    let mut category = String::new();
    for (deck, concept, card) in one_question_each(cards) {
        let card = &*card;
        let common = card.common();
        let key = format!("{}/{}", deck.id, common.id);
        let mut lost = Vec::new();
        let answers = match answers(card, &mut lost) {
            Ok(answers) => answers,
            Err(why) => {
                left.push(Left::new(key, card.front(), why));
                continue;
            }
        };
        let place = format!("{}/{}", name(&deck.title), name(&concept.title));
        if place != category {
            let gap = if out.is_empty() { "" } else { "\n" };
            let _ = write!(out, "{gap}$CATEGORY: {place}\n\n");
            category = place;
        }
        let mut question = to_html(&common.exhibit.above(card.front()));
        let mut behind = Item {
            why: common.why.to_string(),
            hint: common.hint.to_string(),
            source: deck.source_of(concept, card).to_string(),
            ..Item::default()
        };
        if let Way::Compute(expected) = card.way() {
            if !expected.unit.is_blank() {
                question += &extras::unit(&expected.unit);
            }
            let steps = expected
                .working
                .iter()
                .map(|step| format!("- {}", inline(step)));
            behind.working = steps.collect::<Vec<_>>().join("\n");
        }
        if !behind.hint.trim().is_empty() {
            lost.push("the hint is shown only behind the answer");
        }
        lost.extend(changed(common));
        // As Moodle writes them, in a comment.
        let is_whole = |tag: &&String| !tag.contains([']', '\n']);
        let tags = common.tags.iter().filter(is_whole);
        let tags: Vec<String> = tags.map(|tag| format!("[tag:{tag}]")).collect();
        if tags.len() < common.tags.len() {
            lost.push("a tag with `]` stays behind");
        }
        if !tags.is_empty() {
            let _ = writeln!(out, "// {}", tags.join(" "));
        }
        let _ = writeln!(out, "::{}::[html]{}{{", escape(&key), escape(&question));
        out.push_str(&answers);
        let behind = behind.all_behind();
        if !behind.is_empty() {
            let _ = writeln!(out, "####[html]{}", escape(&behind));
        }
        out.push_str("}\n\n");
        remarks.extend(lost.into_iter().map(|lost| (key.clone(), lost)));
    }
    (out, left, remarks)
}

/// A slash separates categories; it is doubled in a name.
fn name(title: &str) -> String {
    on_one_line(&title.replace('/', "//"))
}

/// The answers, or why the card is left out.
fn answers(card: &Card, lost: &mut Vec<&'static str>) -> Result<String, String> {
    let mut out = String::new();
    match card.way() {
        Way::Choose(options) => {
            let rights = options.iter().filter(|o| o.is_right()).count();
            let wrongs = options.len() - rights;
            for option in options {
                let mark = match (option.is_right(), rights) {
                    (true, 0 | 1) => "=".to_owned(),
                    (false, 0 | 1) => "~".to_owned(),
                    // Several are right: each counts a share, and each wrong one takes a share away.
                    (true, n) => format!("~%{}%", share(n)),
                    (false, _) => format!("~%-{}%", share(wrongs)),
                };
                let _ = write!(out, "{mark}{}", text(&inline(option.text())));
                if let Some(because) = option.because().filter(|b| !b.is_blank()) {
                    let _ = write!(out, "#{}", text(because));
                }
                out.push('\n');
            }
        }
        Way::Type(typed) => {
            let answers = std::iter::once(&typed.answer).chain(&typed.accept);
            let mut written: Vec<String> =
                answers.filter_map(|answer| short_answer(answer)).collect();
            if short_answer(&typed.answer).is_none() {
                return Err(
                    "its answer has a sign that GIFT takes for a mark and cannot escape: `->`"
                        .into(),
                );
            }
            if written.len() <= typed.accept.len() {
                lost.push("an accepted answer with `->` is left out");
            }
            if typed.accents == Folding::Keep {
                lost.push("whether accents count is not said there");
            }
            if typed.signs == Folding::Keep {
                lost.push("whether signs count is not said there");
            }
            if typed.case == Folding::Keep {
                lost.push("capitals do not count there: set the question to \"case sensitive\"");
            }
            written.dedup();
            for answer in written {
                let _ = writeln!(out, "={answer}");
            }
        }
        Way::Compute(expected) => {
            let (answer, tolerance) = (expected.value, expected.tolerance);
            if let Tolerance::Percent(_) = tolerance {
                lost.push("the tolerance in per cent is written as a number beside the answer");
            }
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
        Way::Match(pairs) => {
            for (left, right) in pairs {
                let right = plain(&inline(right));
                if short_answer(&right).is_none() {
                    return Err(
                        "a partner has a sign that GIFT takes for a mark and cannot escape".into(),
                    );
                }
                let _ = writeln!(out, "={} -> {}", text(&inline(left)), escape(&right));
            }
        }
        Way::Recall | Way::Cases | Way::Complete(_) | Way::Arrange | Way::Draw => {
            return Err(format!("GIFT has no question of the kind {}", card.name()));
        }
    }
    Ok(out)
}

/// Plain text; an unescaped `*` matches anything, a leading `%` gives a share. `None` if GIFT cannot have it.
fn short_answer(answer: &str) -> Option<String> {
    if answer.contains("->") {
        return None;
    }
    let whole = if answer.starts_with('%') { "%100%" } else { "" };
    // Otherwise a word in brackets could be read as a format, and one in angle brackets as a tag.
    let plain = if answer.starts_with('[') || looks_like_html(answer) {
        "[plain]"
    } else {
        ""
    };
    Some(format!(
        "{whole}{plain}{}",
        escape(answer).replace('*', "\\*")
    ))
}

/// The tolerance as Moodle counts it, in the answer's unit.
fn room(tolerance: Tolerance, answer: f64) -> f64 {
    match tolerance {
        Tolerance::Exact => 0.0,
        Tolerance::Absolute(room) => room,
        // To twelve places: 0.1 % of 3 is 0.003, not 0.0030000000000000001.
        Tolerance::Percent(percent) => (percent * answer.abs() / 100.0 * 1e12).round() / 1e12,
    }
}

/// A share in per cent, from those that Moodle accepts: at least a tenth, to five places.
fn share(n: usize) -> String {
    let share = format!("{:.5}", 100.0 / n.clamp(1, 10) as f64);
    share.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn text(markdown: &str) -> String {
    format!("[html]{}", escape(&to_html(markdown)))
}

/// Special characters of GIFT get a backslash; a line end inside a text is written `\n`, so that no blank line ends the question.
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
    use super::*;
    use proptest::prelude::*;

    fn card(ron: &str) -> Card {
        crate::deck_file::parse::read_card(ron).unwrap()
    }

    fn written(card: &Card) -> Option<String> {
        answers(card, &mut Vec::new()).ok()
    }

    #[test]
    fn choice_typed_and_numeric_cards_become_questions() {
        let choice = written(&card(r#"MultipleChoice(id: "x", question: "?", options: [Right("a = b"), Wrong("c", because: "no: never"), Wrong("d")])"#)).unwrap();
        assert_eq!(
            choice,
            "=[html]a \\= b\n~[html]c#[html]no\\: never\n~[html]d\n"
        );
        let many = written(&card(r#"MultipleChoice(id: "x", question: "?", options: [Right("a"), Right("b"), Wrong("c")])"#)).unwrap();
        assert_eq!(many, "~%50%[html]a\n~%50%[html]b\n~%-100%[html]c\n");
        let numeric = written(&card(r#"Numeric(id: "x", question: "?", answer: 25, tolerance: Percent(0.5), mistakes: [(400, "upside down")])"#)).unwrap();
        assert_eq!(numeric, "#\n=25:0.125\n=%0%400:2#[html]upside down\n");
        let typed = written(&card(
            r#"Typed(id: "x", question: "?", answer: "ship-to", accept: ["ship {to}"])"#,
        ))
        .unwrap();
        assert_eq!(typed, "=ship-to\n=ship \\{to\\}\n");
        assert!(written(&card(r#"Basic(id: "x", front: "?", back: "b")"#)).is_none());
    }

    #[test]
    fn pairs_are_a_matching_question() {
        let pairs = |right: &str| {
            card(&format!(
                r#"Matching(id: "x", question: "?", pairs: [("a = b", "one"), ("c", "{right}")])"#
            ))
        };
        assert_eq!(
            written(&pairs("two: **big**")).unwrap(),
            "=[html]a \\= b -> one\n=[html]c -> two\\: big\n"
        );
        assert!(written(&pairs("x -> y")).is_none());
    }

    /// As Moodle reads it.
    #[test]
    fn a_typed_answer_is_plain_text() {
        let typed = |answer: &str| {
            format!(
                r#"Typed(id: "x", question: "?", answer: "{answer}", accept: ["a -> b"], case: Keep)"#
            )
        };
        let mut lost = Vec::new();
        assert_eq!(
            answers(&card(&typed("*.*")), &mut lost).unwrap(),
            "=\\*.\\*\n"
        );
        assert_eq!(lost.len(), 2, "{lost:?}");
        assert_eq!(written(&card(&typed("%50%"))).unwrap(), "=%100%%50%\n");
        assert_eq!(
            written(&card(&typed("<b> & `c`"))).unwrap(),
            "=[plain]<b> & `c`\n"
        );
        assert!(written(&card(&typed("a -> b"))).is_none());
    }

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
