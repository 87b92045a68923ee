//! A sentence with gaps: `A {{qualifier::minimum standard}} keeps you in the race.` Each gap is a question.
//! `{{answer}}`, `{{answer::hint}}`, or `{{c2::answer::hint}}` to number a gap; gaps of one number are hidden together.

use super::{
    Answer, Ask, CardText, Face, Kind, OPEN, Role, Verdict, Way, kind_fields, meaning,
    meaning_of_line, must_not_be_empty, words,
};
use crate::study::fault::Fault;
use crate::study::markdown::strong;
use crate::study::text::{QUESTION_MARKS, Text};

kind_fields! {
    pub struct Cloze {
        text: Text,
        /// Other words that are right in a gap, each given together with the gap that it is for.
        #[serde(default)]
        also: Vec<(Text, Text)>,
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Span<'a> {
    Plain(&'a str),
    Gap(Gap<'a>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap<'a> {
    pub number: u32,
    pub answer: &'a str,
    pub hint: &'a str,
}

/// Why a text cannot be taken apart, and the braces that it is about.
pub type Unpaired<'a> = (&'static str, &'a str);

/// The text in plain and hidden spans; refused where the braces do not pair up.
pub fn spans(text: &str) -> Result<Vec<Span<'_>>, Unpaired<'_>> {
    let mut spans = Vec::new();
    let mut rest = text;
    let mut taken: Vec<u32> = numbers_given(text);
    while let Some(open) = rest.find("{{") {
        let inner = &rest[open + 2..];
        let braces = &rest[open..open + 2];
        let close = inner
            .find("}}")
            .ok_or(("`{{` has no closing `}}`", braces))?;
        let gap = &inner[..close];
        if gap.contains("{{") {
            return Err(("a gap begins here, and another one before it ends", braces));
        }
        if let Some(lone) = rest[..open].find("}}") {
            return Err(("`}}` has no opening `{{`", &rest[lone..lone + 2]));
        }
        if open > 0 {
            spans.push(Span::Plain(&rest[..open]));
        }
        let (given, body) = numbered(gap);
        let number = given.unwrap_or_else(|| {
            let free = (1..).find(|n| !taken.contains(n)).unwrap_or(u32::MAX);
            taken.push(free);
            free
        });
        let (answer, hint) = body.split_once("::").unwrap_or((body, ""));
        spans.push(Span::Gap(Gap {
            number,
            answer: answer.trim(),
            hint: hint.trim(),
        }));
        rest = &inner[close + 2..];
    }
    if let Some(lone) = rest.find("}}") {
        return Err(("`}}` has no opening `{{`", &rest[lone..lone + 2]));
    }
    if !rest.is_empty() {
        spans.push(Span::Plain(rest));
    }
    Ok(spans)
}

/// Splits the number off a gap, `c1::`. `C2 ::` is read as well.
fn numbered(gap: &str) -> (Option<u32>, &str) {
    let number = |mark: &str| {
        let digits = mark.trim().strip_prefix(['c', 'C'])?.trim_start();
        let number = digits.parse::<u32>().ok().filter(|n| *n > 0)?;
        (!digits.starts_with('+')).then_some(number)
    };
    gap.split_once("::")
        .and_then(|(mark, body)| Some((Some(number(mark)?), body)))
        .unwrap_or((None, gap))
}

/// Whether this looks like the number of a gap but is none: `c1,2::`, `c0::`, `c::`, `c1:`. Read as it is, the answer would be
/// shown as the hint.
fn is_malformed(gap: &str) -> bool {
    if numbered(gap).0.is_some() {
        return false;
    }
    if has_another_sign(gap) {
        return true;
    }
    let mark = gap.split([':', '\u{ff1a}']).next().unwrap_or_default();
    if mark.len() == gap.len() {
        return false;
    }
    let is_c = |c: char| {
        matches!(
            c,
            'c' | 'C' | '\u{441}' | '\u{421}' | '\u{ff43}' | '\u{ff23}'
        )
    };
    let rest = mark.trim().trim_start_matches(['{', ' ']);
    let behind = gap[mark.len()..].strip_prefix("::");
    let is_number = !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit());
    if is_number && behind.is_some_and(|behind| behind.contains("::")) {
        // A number, an answer and a hint, but no `c`.
        return true;
    }
    let Some(number) = rest.strip_prefix(is_c) else {
        return false;
    };
    if matches!(number, "l" | "I") {
        // A letter `l` or `I` in place of the digit 1.
        return behind.is_some();
    }
    let doubled = gap[mark.len()..].starts_with("::");
    let is_part = |c: char| c.is_numeric() || is_c(c) || " ,;./&+-_".contains(c);
    number.chars().all(is_part) && (doubled || number.contains(char::is_numeric))
}

/// `c1|dock`, `c1;;dock`, `c1.dock`: a number, and another sign than `::` behind it. Where a capital letter begins it, as in
/// `C1-C4`, only signs tell that stand in no name; whoever means the letters writes the number too: `c1::c1 plant`.
fn has_another_sign(gap: &str) -> bool {
    let gap = gap.trim_start();
    let Some(rest) = gap.strip_prefix(['c', 'C']) else {
        return false;
    };
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    if behind.len() == rest.len() {
        return false;
    }
    let is_sign = |c: char| !c.is_alphanumeric() && c != ':';
    let text = behind.trim_start_matches(is_sign);
    let signs = behind[..behind.len() - text.len()].trim();
    let is_capital = gap.starts_with('C');
    let tells = match signs {
        // A list, a range or a number of several parts: `c1, c2`, `c1-c4`, `c1.5`.
        "" | "," | "." | "-" | "\u{2013}" | "/" | "+" | "&" => {
            let another = text.strip_prefix(['c', 'C']).unwrap_or(text);
            let is_word = !another.starts_with(|c: char| c.is_ascii_digit());
            is_word && (!is_capital || signs == ".")
        }
        "=" | "(" | "'" => !is_capital,
        _ => true,
    };
    !behind.is_empty() && !text.is_empty() && tells
}

/// Whether a gap in it is numbered in a way that cannot be read.
pub fn has_malformed_gap(text: &str) -> bool {
    let gaps = text.split("{{").skip(1);
    let mut gaps = gaps.filter_map(|gap| Some(gap.split_once("}}")?.0));
    gaps.any(is_malformed)
}

/// Gaps such as `{{1::dock}}`, `{{2::gate}}`, numbered without the `c`: the numbers would be asked for and the answers shown as
/// hints. A hint that is a question, `{{1::how many?}}`, is not meant.
fn counts_up(gaps: &[Gap<'_>]) -> bool {
    let is_next = |(i, gap): (usize, &Gap<'_>)| {
        let hint = gap.hint;
        gap.answer == (i + 1).to_string() && !hint.is_empty() && !hint.ends_with(QUESTION_MARKS)
    };
    !gaps.is_empty() && gaps.iter().enumerate().all(is_next)
}

/// The beginning of a gap in the wrong brackets: `{c1::dock}`, `[[c1::dock]]`.
fn single_brackets(text: &str) -> Option<&str> {
    let mut brackets = text.match_indices(['{', '[', '(', '<', '\u{ff5b}']);
    brackets.find_map(|(i, bracket)| {
        let inner = &text[i + bracket.len()..];
        let mark = inner.split("::").next().unwrap_or_default();
        let is_gap = mark.len() < inner.len() && numbered(&format!("{mark}::")).0.is_some();
        is_gap.then(|| &text[i..i + bracket.len() + mark.len() + 2])
    })
}

fn numbers_given(text: &str) -> Vec<u32> {
    text.split("{{")
        .skip(1)
        .filter_map(|gap| numbered(gap).0)
        .collect()
}

/// The gaps that the question of this part hides.
fn asked<'a>(text: &'a str, part: &str) -> impl Iterator<Item = Gap<'a>> {
    let asked = part.parse().unwrap_or(1);
    gaps(text)
        .into_iter()
        .filter(move |gap| gap.number == asked)
}

/// A sentence with its gaps filled in.
pub fn whole(text: &str) -> String {
    with_gaps(text, |_, answer, _| answer.to_owned())
}

/// The sentence with each gap replaced by what `gap` makes of its number, answer and hint.
pub fn with_gaps(text: &str, gap: impl Fn(u32, &str, &str) -> String) -> String {
    let Ok(found) = spans(text) else {
        return text.to_owned();
    };
    let write = |span| match span {
        Span::Plain(text) => text.to_owned(),
        Span::Gap(found) => gap(found.number, found.answer, found.hint),
    };
    found.into_iter().map(write).collect()
}

/// Another right answer, with the gap that it belongs to, as shown where a sentence has several.
pub fn for_gap(other: &str, gap: &str) -> String {
    format!("{other} (for {gap})")
}

pub fn gaps(text: &str) -> Vec<Gap<'_>> {
    let of = |span| match span {
        Span::Gap(gap) => Some(gap),
        Span::Plain(_) => None,
    };
    let spans = spans(text).unwrap_or_default().into_iter();
    spans.filter_map(of).collect()
}

/// The help for faults in a gap's number.
const NUMBERING: &str =
    "write each gap as {{answer}}, {{answer::hint}} or {{c1::answer::hint}}, with one number";

impl Cloze {
    /// Other words that are right in the gaps of this part.
    fn also_in(&self, part: &str) -> Vec<Text> {
        let asked: Vec<Gap<'_>> = asked(&self.text, part).collect();
        let is_asked = |hidden: &str| asked.iter().any(|gap| gap.answer == hidden.trim());
        let others = self.also.iter().filter(|(hidden, _)| is_asked(hidden));
        others.map(|(_, other)| other.clone()).collect()
    }

    /// The sentence with the gaps of `part` replaced by what `gap` makes of them, and all others filled in.
    fn with(&self, part: &str, gap: impl Fn(&str, &str) -> String) -> Text {
        let asked = part.parse().unwrap_or(1);
        let open = |number, answer: &str, hint: &str| {
            if number == asked {
                gap(answer, hint)
            } else {
                answer.to_owned()
            }
        };
        with_gaps(&self.text, open).into()
    }
}

impl Kind for Cloze {
    /// The first gap has the card's own key, so that a card keeps its progress when it gains a second gap.
    fn parts(&self) -> Vec<String> {
        let mut numbers: Vec<u32> = gaps(&self.text).iter().map(|gap| gap.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        if numbers.is_empty() {
            return vec![String::new()];
        }
        let part = |n: u32| if n == 1 { String::new() } else { n.to_string() };
        numbers.into_iter().map(part).collect()
    }

    fn own_face(&self, part: &str, _: u64) -> Face {
        let prompt = self.with(part, |_, hint| match hint {
            "" => strong("[ ... ]"),
            hint => strong(&format!("[ {hint} ]")),
        });
        Face::new(prompt, Ask::Recall)
    }

    fn own_verdict(&self, part: &str, _: u64, _: &Answer) -> Result<Verdict, String> {
        Ok(Verdict {
            also: self.also_in(part),
            ..Verdict::showing(self.with(part, |answer, _| strong(answer)))
        })
    }

    fn faults(&self, faults: &mut Vec<Fault>) {
        must_not_be_empty(&self.text, "text", faults);
        if self.text.is_blank() {
            return;
        }
        let spans = match spans(&self.text) {
            Ok(spans) => spans,
            Err((why, braces)) => {
                let help = "write each gap as {{answer}} or {{answer::hint}}";
                let fault = Fault::new("E09", why, help).at("text");
                return faults.push(fault.on(&self.text, braces));
            }
        };
        let gaps = gaps(&self.text);
        let gap_marks = || {
            let marks = self.text.split("{{").skip(1);
            marks.map(|gap| gap.split("}}").next().unwrap_or_default())
        };
        let malformed = gap_marks().find(|gap| is_malformed(gap));
        if let Some(gap) = malformed.or_else(|| gap_marks().next().filter(|_| counts_up(&gaps))) {
            let message = format!("`{{{{{gap}}}}}` is numbered in a way that cannot be read");
            let fault = Fault::new("E09", message, NUMBERING).at("text");
            return faults.push(fault.on(&self.text, gap));
        }
        let mut plain = spans.iter().filter_map(|span| match span {
            Span::Plain(text) => single_brackets(text),
            Span::Gap(_) => None,
        });
        if let Some(gap) = plain.next() {
            let message = "a gap stands in brackets that are no double braces";
            let fault = Fault::new("E09", message, NUMBERING).at("text");
            return faults.push(fault.on(&self.text, gap));
        }
        if gaps.is_empty() {
            let help = "put {{ and }} around the words to be remembered";
            faults.push(Fault::new("E09", "a cloze card without a gap", help).at("text"));
        }
        for (i, (hidden, other)) in self.also.iter().enumerate() {
            let is_gap = gaps.iter().any(|gap| gap.answer == hidden.trim());
            if !is_gap || other.is_blank() {
                let message = format!(
                    "`also` for `{hidden}`: there is no such gap, or nothing that is right in it"
                );
                let help = "write (\"what the gap hides\", \"what is right there too\")";
                faults.push(Fault::new("E09", message, help).at_item("also", i));
            }
        }
        let is_empty = |mark: &&str| {
            let (_, body) = numbered(mark);
            let answer = body.split("::").next().unwrap_or_default();
            answer.trim().is_empty()
        };
        if let Some(mark) = gap_marks().find(is_empty) {
            let help = "write the hidden words between {{ and }}";
            let braces = format!("{{{{{mark}}}}}");
            let fault = Fault::new("E09", "an empty gap", help).at("text");
            faults.push(fault.on(&self.text, &braces));
        }
        let is_open = |span: &Span| matches!(span, Span::Plain(text) if !words(text).is_empty());
        // Where gaps have several numbers, the others are shown.
        let is_one = gaps.iter().all(|gap| gap.number == gaps[0].number);
        if !spans.iter().any(is_open) && is_one && gaps.iter().any(|gap| gap.hint.is_empty()) {
            let help = "leave enough of the sentence to ask for the gap";
            faults.push(Fault::new("E10", "the gap covers the whole sentence", help).at("text"));
        }
        for gap in &gaps {
            let shown = gap.answer;
            let answer = meaning_of_line(shown);
            let runs = |text: &[String]| {
                !answer.is_empty() && text.windows(answer.len()).any(|run| run == answer)
            };
            let shows = |span: &Span| matches!(span, Span::Plain(text) if runs(&meaning(text)));
            if spans.iter().any(shows) || runs(&meaning(gap.hint)) {
                let message = format!("the gap `{shown}` stands in the open in the same sentence");
                let help = "hide every place of the answer, or reword the sentence";
                faults.push(Fault::new("E16", message, help).at("text"));
            }
        }
    }

    fn way(&self) -> Way<'_> {
        Way::Complete(&self.text)
    }

    fn own_texts(&self) -> Vec<CardText<'_>> {
        let mut texts = vec![CardText::new(Role::Question, "text", whole(&self.text))];
        let others = self.also.iter().map(|(_, other)| other);
        texts.extend(CardText::items(Role::Accepted, "also", others));
        texts
    }

    fn others(&self) -> Vec<String> {
        let is_one = gaps(&self.text).len() < 2;
        let other = |(gap, other): &(Text, Text)| {
            if is_one {
                other.to_string()
            } else {
                for_gap(other.trim(), gap.trim())
            }
        };
        self.also.iter().map(other).collect()
    }

    fn asks(&self) -> String {
        with_gaps(&self.text, |_, _, _| OPEN.into())
    }

    fn named_by(&self) -> String {
        with_gaps(&self.text, |_, answer, _| format!("{answer} "))
    }

    /// Only the hidden words, not the whole sentence.
    fn answer_to(&self, part: &str) -> String {
        let hidden: Vec<&str> = asked(&self.text, part).map(|gap| gap.answer).collect();
        hidden.join(" ")
    }

    fn own_answers(&self) -> Vec<CardText<'_>> {
        let gaps = gaps(&self.text).into_iter();
        gaps.map(|gap| CardText::new(Role::Answer, "text", gap.answer))
            .collect()
    }

    fn front(&self) -> &Text {
        &self.text
    }

    fn back(&self) -> Text {
        let answers: Vec<&str> = gaps(&self.text).iter().map(|gap| gap.answer).collect();
        answers.join(" · ").into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::common::Common;

    fn cloze(text: &str) -> Cloze {
        Cloze {
            text: text.into(),
            also: Vec::new(),
            common: Common::default(),
        }
    }

    #[test]
    fn each_gap_is_a_question_and_the_first_keeps_the_card_s_key() {
        let card = cloze("A {{qualifier::minimum standard}} and a {{winner}}.");
        assert_eq!(card.parts(), ["", "2"]);
        let standard = strong("[ minimum standard ]");
        assert_eq!(
            &*card.own_face("", 0).prompt,
            format!("A {standard} and a winner.")
        );
        let gap = strong("[ ... ]");
        assert_eq!(
            &*card.own_face("2", 0).prompt,
            format!("A qualifier and a {gap}.")
        );
    }

    #[test]
    fn what_is_right_in_a_gap_too_stands_with_its_answer_alone() {
        let mut card = cloze("In {{batch picking}} one walk serves {{many orders}}.");
        card.also = vec![("many orders".into(), "several orders".into())];
        let also = |part: &str| card.own_reveal(part, 0).also;
        assert_eq!(
            (also(""), also("2")),
            (vec![], vec!["several orders".into()])
        );
        let mut faults = Vec::new();
        card.faults(&mut faults);
        assert_eq!(faults, []);
        card.also.push(("one walk".into(), "a walk".into()));
        card.faults(&mut faults);
        assert_eq!(faults.iter().map(|f| f.code).collect::<Vec<_>>(), ["E09"]);
    }

    #[test]
    fn gaps_of_one_number_are_hidden_together() {
        let card = cloze("{{c1::Lead}} is bought {{c2::ahead}}, {{c1::lag}} behind.");
        assert_eq!(card.parts(), ["", "2"]);
        let gap = strong("[ ... ]");
        assert_eq!(
            &*card.own_face("", 0).prompt,
            format!("{gap} is bought ahead, {gap} behind.")
        );
    }

    #[test]
    fn a_number_is_read_however_it_is_written_and_an_answer_that_looks_like_one_stays() {
        let card = cloze("A {{C2::gate}} is {{ c1 :: open :: or shut }}; {{12::dozen}} {{cats}}.");
        assert!(!counts_up(&gaps("{{1::how many?}} {{2::which?}}")));
        let numbers: Vec<(u32, &str)> = gaps(&card.text)
            .iter()
            .map(|gap| (gap.number, gap.answer))
            .collect();
        assert_eq!(numbers, [(2, "gate"), (1, "open"), (3, "12"), (4, "cats")]);
        assert!(
            card.own_face("2", 0)
                .prompt
                .contains(&format!("A {} is open", strong("[ ... ]")))
        );
        let mut faults = Vec::new();
        card.faults(&mut faults);
        assert_eq!(faults, []);
    }

    #[test]
    fn a_sentence_that_is_all_gap_can_be_asked_for_by_its_hint() {
        let mut faults = Vec::new();
        cloze("{{Goods arrive here::what happens?}}").faults(&mut faults);
        assert_eq!(faults, []);
    }

    #[test]
    fn a_name_that_begins_like_a_number_of_a_gap_is_a_name() {
        for text in [
            "the plant {{C4-C5}} grows",
            "fill {{c1, c2 and c3}} first",
            "a {{C2 container}} and {{C-TPAT}}",
            "add {{c1.5}} of it",
            "room {{c12}} is open",
            "hence {{c1::c1 = 3}} holds",
            "- {{c1::go}}\n- {{c2::come}}",
        ] {
            let mut faults = Vec::new();
            cloze(text).faults(&mut faults);
            assert_eq!(faults, [], "{text}");
        }
    }

    #[test]
    fn unbalanced_empty_and_total_gaps_are_errors() {
        for (text, code) in [
            ("no gap", "E09"),
            ("an {{}} empty one", "E09"),
            ("open {{gap", "E09"),
            ("shut }} gap", "E09"),
            ("{{all of it}}.", "E10"),
            ("{{c1::all}} {{c1::of it}}.", "E10"),
            ("a gap in a {{gap}}", "E16"),
            ("goods {{c1,2::arrive}} here", "E09"),
            ("goods {{c1, c2::arrive}} here", "E09"),
            ("goods {{c0::arrive}} here", "E09"),
            ("goods {{c::arrive}} here", "E09"),
            ("goods {{1::arrive::what?}} here", "E09"),
            ("goods {{1::arrive}} and {{2::go}} here", "E09"),
            ("goods {{cl::arrive}} here", "E09"),
            ("goods {{c1:arrive}} here", "E09"),
            ("goods {{c1\u{ff1a}arrive}} here", "E09"),
            ("goods {{\u{441}1::arrive}} here", "E09"),
            ("goods {{c1::go}} and {c2::arrive} here", "E09"),
            ("goods [[c1::arrive]] here, {{there}}", "E09"),
            ("goods {c1::arrive} here", "E09"),
            ("goods {{c1|arrive}} here", "E09"),
            ("goods {{C2|arrive}} here", "E09"),
            ("goods {{c1;;arrive}} here", "E09"),
            ("goods {{c1.arrive}} here", "E09"),
            ("goods {{c1, arrive}} here", "E09"),
            ("goods {{c1 arrive}} here", "E09"),
            ("goods {{c1)arrive::what?}} here", "E09"),
            ("goods {{ c12 = arrive}} here", "E09"),
        ] {
            let mut faults = Vec::new();
            cloze(text).faults(&mut faults);
            assert_eq!(
                faults.iter().map(|f| f.code).collect::<Vec<_>>(),
                [code],
                "{text}"
            );
        }
    }

    #[test]
    fn a_gap_that_does_not_end_is_marked_and_not_the_next() {
        let mut faults = Vec::new();
        cloze("x {{a} y {{b}} z").faults(&mut faults);
        let starts: Vec<usize> = faults
            .iter()
            .filter_map(|f| Some(f.part.as_ref()?.start))
            .collect();
        assert_eq!(starts, [2]);
    }
}
