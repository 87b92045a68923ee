//! W01 to W03: answers to be remembered are short and a single fact.

use super::english::{bare, count, sentences, tokens};
use super::fronts::field;
use crate::lint::thresholds::Thresholds;
use crate::study::fault::Fault;
use crate::study::kinds::{Card, Way, gaps, whole};
use std::collections::HashSet;

/// W01, for `Basic` cards and the front of `Typed` ones: kinds that are answered from memory.
pub fn long(card: &Card, limits: &Thresholds, faults: &mut Vec<Fault>) {
    if !matches!(card.way(), Way::Recall | Way::Type(_)) {
        return;
    }
    let words = count(card.front());
    if words as f64 > limits.front_words {
        let message = format!("the front has {words} words");
        let help = "ask in fewer words, or split the card";
        faults.push(Fault::new("W01", message, help).at(field(card)));
    }
    if let Way::Recall = card.way() {
        let field = card.answers().first().map_or("back", |text| text.field());
        let back = card.back();
        let back = bare(&*back);
        let (words, characters) = (count(&back), back.trim().chars().count());
        let message = if words as f64 > limits.basic_answer_words {
            format!("the answer has {words} words")
        } else if characters as f64 > limits.basic_answer_characters {
            format!("the answer has {characters} characters")
        } else {
            return;
        };
        let help = "keep the one thing to remember; move the rest into `why`";
        faults.push(Fault::new("W01", message, help).at(field));
    }
}

/// W02, for answers that are recalled: `Basic`, `Typed`, and gaps. A comma between digits is not a separator.
pub fn list(card: &Card, limits: &Thresholds, faults: &mut Vec<Fault>) {
    let mut look = |answer: &str, field| {
        let found = separators(answer);
        if found as f64 >= limits.list_separators {
            let message = format!("the answer is a list: {found} commas, semicolons or \"and\"");
            let help = "ask for one item a card, or make it an Ordering or a MultipleChoice";
            faults.push(Fault::new("W02", message, help).at(field));
        }
    };
    if card.way().is_said() {
        let answers = card.answers().into_iter();
        answers.for_each(|text| look(&text.text, text.field()));
    }
}

fn separators(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let is_mark = |at: &usize| {
        matches!(bytes[*at], b',' | b';') && !(*at > 0 && digit(*at - 1) && digit(*at + 1))
    };
    let marks = (0..bytes.len()).filter(is_mark).count();
    let ands = tokens(text).filter(|word| word.eq_ignore_ascii_case("and"));
    marks + ands.count()
}

/// W03. Gaps with the same number that hide the same words count once.
pub fn cloze(card: &Card, limits: &Thresholds, faults: &mut Vec<Fault>) {
    let Way::Complete(text) = card.way() else {
        return;
    };
    let mut tell = |message, help| faults.push(Fault::new("W03", message, help).at("text"));
    let gaps = gaps(text);
    let different = gaps
        .iter()
        .map(|gap| (gap.number, gap.answer.to_lowercase()));
    let different = different.collect::<HashSet<_>>().len();
    if different as f64 > limits.cloze_gaps {
        let help = "keep one or two gaps, and make another card of the rest";
        tell(format!("{different} gaps in one cloze"), help);
    }
    let mut words = gaps.iter().map(|gap| count(gap.answer));
    if let Some(words) = words.find(|words| *words as f64 > limits.gap_words) {
        tell(format!("a gap of {words} words"), "hide the key word only");
    }
    let whole = whole(text);
    let longest = sentences(&whole).into_iter().map(count).max().unwrap_or(0);
    if longest as f64 > limits.cloze_sentence_words {
        let help = "shorten the sentence around the gap";
        tell(format!("a sentence of {longest} words"), help);
    }
}
