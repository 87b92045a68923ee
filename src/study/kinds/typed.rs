//! A word or phrase to be typed. The author says whether case and accents matter; a near miss is shown with its differences.

use super::{
    Answer, Ask, CardText, DiffSegment, Face, Kind, Role, Verdict, Way, kind_fields,
    must_not_be_empty, must_not_give_away,
};
use crate::study::fault::Fault;
use crate::study::markdown::literal;
use crate::study::text::Text;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

kind_fields! {
    pub struct Typed {
        question: Text,
        answer: Text,
        #[serde(default)]
        accept: Vec<Text>,
        #[serde(default)]
        case: Folding,
        #[serde(default)]
        accents: Folding,
        /// A full stop at the end, quotes around words, hyphens, and the blank of `25 %`.
        #[serde(default)]
        signs: Folding,
    }
}

/// Whether a difference counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Folding {
    /// `é` is as good as `e`, `VMI` as `vmi`.
    #[default]
    Fold,
    Keep,
}

impl Typed {
    /// What is typed is not Markdown: its characters are shown as they are.
    fn shown(&self) -> Text {
        literal(&self.answer).into()
    }

    fn normal(&self, text: &str) -> String {
        let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let cased = match self.case {
            Folding::Fold => spaced.to_lowercase(),
            Folding::Keep => spaced,
        };
        let is_mark = unicode_normalization::char::is_combining_mark;
        match self.accents {
            Folding::Fold => cased.nfd().filter(|c| !is_mark(*c)).map(plain).collect(),
            Folding::Keep => cased.nfc().map(plain).collect(),
        }
    }

    /// Whether two texts are the same answer. With folded signs `e-mail` is `email`, and `"lead-time."` is `lead time`.
    fn is_same(&self, accepted: &str, typed: &str) -> bool {
        let (accepted, typed) = (self.normal(accepted), self.normal(typed));
        let is_alike =
            |hyphen: &&str| without_signs(&accepted, hyphen) == without_signs(&typed, hyphen);
        accepted == typed || self.signs == Folding::Fold && [" ", ""].iter().any(is_alike)
    }

    /// What is missing and what is too much; signs that do not matter are no difference.
    fn difference(&self, typed: &str) -> Vec<DiffSegment> {
        difference(&self.answer, typed, |grapheme| {
            match self.normal(grapheme).as_str() {
                "-" if self.signs == Folding::Fold => " ".to_owned(),
                normal => normal.to_owned(),
            }
        })
    }
}

/// Without the full stop at the end, quotes around words and the blank of `25 %`, and with `hyphen` in place of each hyphen between letters. A text of
/// signs only stays as it is.
fn without_signs(text: &str, hyphen: &str) -> String {
    let letters: Vec<char> = text.trim_end_matches(['.', ' ']).chars().collect();
    let is = |at: Option<usize>, is: fn(&char) -> bool| {
        at.and_then(|at| letters.get(at)).is_some_and(is)
    };
    let is_letter = |at| is(at, |c| c.is_alphabetic());
    let is_digit = |at| is(at, char::is_ascii_digit);
    let is_unit = |at: usize| letters.get(at).is_some_and(|c| "%‰°€$£¥".contains(*c));
    let mut bare = String::new();
    for (at, c) in letters.iter().enumerate() {
        let inside = is_letter(at.checked_sub(1)) && is_letter(Some(at + 1));
        match c {
            '"' | '\u{ab}' | '\u{bb}' | '\u{201e}' => {}
            '\'' | '\u{201a}' | '`' if !inside => {}
            '-' if inside => bare.push_str(hyphen),
            ' ' if is_unit(at + 1) && is_digit(at.checked_sub(1)) => {}
            c => bare.push(*c),
        }
    }
    let bare = bare.trim_end_matches(['.', ' ']);
    let has_letters = bare.contains(char::is_alphanumeric);
    if has_letters { bare } else { text }.to_owned()
}

/// One character for all kinds of hyphens, and one for all kinds of quotes.
fn plain(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        c => c,
    }
}

impl Kind for Typed {
    fn own_face(&self, _: &str, _: u64) -> Face {
        Face::new(self.question.clone(), Ask::Words)
    }

    fn own_verdict(&self, _: &str, _: u64, answer: &Answer) -> Result<Verdict, String> {
        let Answer::Typed(typed) = answer else {
            return Ok(Verdict::showing(self.shown()));
        };
        let given = Text::new(typed.trim());
        let right = std::iter::once(&self.answer)
            .chain(&self.accept)
            .any(|accepted| self.is_same(accepted, &given));
        let difference = if right {
            Vec::new()
        } else {
            self.difference(&given)
        };
        Ok(Verdict {
            right: Some(right),
            given,
            difference,
            ..Verdict::showing(self.shown())
        })
    }

    fn judged_by(&self, _: u64) -> Vec<String> {
        let others = self.accept.iter();
        let others = others.map(|other| format!("Also right: {}", literal(other)));
        let mut told: Vec<String> = others.collect();
        let counts = |folding| match folding {
            Folding::Keep => "count",
            Folding::Fold => "do not count",
        };
        told.push(format!(
            "Capital letters {}, accents {}, a full stop, quotes and hyphens {}.",
            counts(self.case),
            counts(self.accents),
            counts(self.signs)
        ));
        told
    }

    fn faults(&self, faults: &mut Vec<Fault>) {
        must_not_be_empty(&self.question, "question", faults);
        must_not_be_empty(&self.answer, "answer", faults);
        must_not_give_away(&self.question, &self.answer, "question", faults);
    }

    fn way(&self) -> Way<'_> {
        Way::Type(self)
    }

    fn own_texts(&self) -> Vec<CardText<'_>> {
        let mut texts = vec![
            CardText::new(Role::Question, "question", &self.question),
            CardText::new(Role::Answer, "answer", &self.answer),
        ];
        texts.extend(CardText::items(Role::Accepted, "accept", &self.accept));
        texts
    }

    fn front(&self) -> &Text {
        &self.question
    }

    fn back(&self) -> Text {
        self.shown()
    }
}

/// Longer texts are not compared character by character: nobody reads that, and the time grows with the square of the length.
const LONGEST_COMPARED: usize = 400;

/// The longest common subsequence of two texts, by grapheme, as pieces.
pub fn difference(
    expected: &str,
    given: &str,
    normal: impl Fn(&str) -> String,
) -> Vec<DiffSegment> {
    let a: Vec<&str> = expected.graphemes(true).collect();
    let b: Vec<&str> = given.graphemes(true).collect();
    if a.len() > LONGEST_COMPARED || b.len() > LONGEST_COMPARED {
        return vec![
            DiffSegment::Missing(expected.to_owned()),
            DiffSegment::Extra(given.to_owned()),
        ];
    }
    let fold = |g: &&str| match g.trim() {
        "" => " ".to_owned(),
        _ => normal(g),
    };
    let (na, nb): (Vec<String>, Vec<String>) =
        (a.iter().map(fold).collect(), b.iter().map(fold).collect());
    let mut longest = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i][j] = if na[i] == nb[j] {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    // Each grapheme, and whether it was expected and given.
    let mut steps: Vec<((bool, bool), &str)> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && na[i] == nb[j] {
            steps.push(((true, true), b[j]));
            (i, j) = (i + 1, j + 1);
        } else if j >= b.len() || i < a.len() && longest[i + 1][j] >= longest[i][j + 1] {
            steps.push(((true, false), a[i]));
            i += 1;
        } else {
            steps.push(((false, true), b[j]));
            j += 1;
        }
    }
    let pieces = steps.chunk_by(|one, next| one.0 == next.0).map(|run| {
        let text = run.iter().map(|(_, grapheme)| *grapheme).collect();
        match run[0].0 {
            (true, true) => DiffSegment::Same(text),
            (true, false) => DiffSegment::Missing(text),
            _ => DiffSegment::Extra(text),
        }
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::common::Common;
    use proptest::prelude::*;

    fn card(case: Folding, accents: Folding) -> Typed {
        Typed {
            question: "Who?".into(),
            answer: "Café VMI".into(),
            accept: vec!["the café".into()],
            case,
            accents,
            signs: Folding::Fold,
            common: Common::default(),
        }
    }

    fn right(card: &Typed, text: &str) -> bool {
        card.own_verdict("", 0, &Answer::Typed(text.into()))
            .unwrap()
            .right
            .unwrap()
    }

    #[test]
    fn the_author_decides_whether_case_and_accents_count() {
        let lax = card(Folding::Fold, Folding::Fold);
        assert!(
            right(&lax, " cafe  vmi ") && right(&lax, "THE CAFÉ") && right(&lax, "Cafe\u{301} VMI")
        );
        let strict = card(Folding::Keep, Folding::Keep);
        assert!(
            right(&strict, "Café VMI")
                && !right(&strict, "Cafe VMI")
                && !right(&strict, "café vmi")
        );
    }

    #[test]
    fn a_full_stop_quotes_and_hyphens_do_not_count_unless_the_author_keeps_them() {
        let with = |answer: &str, signs| Typed {
            answer: answer.into(),
            signs,
            ..card(Folding::Fold, Folding::Fold)
        };
        let lax = with("order-winner's e-mail", Folding::Fold);
        for typed in [
            "order winner's e-mail",
            "Order-winner's email.",
            "\u{201c}order-winner\u{2019}s e\u{2010}mail.\u{201d}",
            "'order-winner's e-mail'",
        ] {
            assert!(right(&lax, typed), "{typed}");
        }
        assert!(!right(&lax, "order winners e-mail") && !right(&lax, "order e-mail"));
        assert!(right(&with("lead time", Folding::Fold), "lead-time."));
        let share = with("25 % of 1.5 m", Folding::Fold);
        assert!(right(&share, "25% of 1.5 m") && !right(&share, "25 of 1.5 m"));
        assert!(!right(&share, "2 5 % of 1.5 m") && !right(&share, "25 % of1.5 m"));
        assert!(right(&with("12€", Folding::Fold), "12 €"));
        assert!(!right(&with("25 %", Folding::Keep), "25%"));
        let strict = with("order-winner", Folding::Keep);
        assert!(right(&strict, "Order-Winner"));
        assert!(!right(&strict, "order winner") && !right(&strict, "order-winner."));
        // An answer of signs only keeps them, and so does a hyphen between digits.
        let star = with("*.*", Folding::Fold);
        assert!(right(&star, "*.*") && !right(&star, "**") && !right(&star, "."));
        assert!(!right(&with("1-2", Folding::Fold), "12"));
    }

    #[test]
    fn a_sign_that_does_not_count_is_no_difference() {
        let card = Typed {
            answer: "consignment stock".into(),
            ..card(Folding::Fold, Folding::Fold)
        };
        assert_eq!(
            card.difference("consinment-stock"),
            [
                DiffSegment::Same("consi".into()),
                DiffSegment::Missing("g".into()),
                DiffSegment::Same("nment-stock".into())
            ]
        );
    }

    #[test]
    fn a_near_miss_is_taken_apart() {
        assert_eq!(
            difference("consignment", "consinment", str::to_lowercase),
            [
                DiffSegment::Same("consi".into()),
                DiffSegment::Missing("g".into()),
                DiffSegment::Same("nment".into())
            ]
        );
    }

    proptest! {
        #[test]
        fn the_pieces_spell_both_texts(expected in "[a-c ]{0,12}", given in "[a-c ]{0,12}") {
            let pieces = difference(&expected, &given, str::to_owned);
            let spell = |keep: fn(&DiffSegment) -> Option<&str>| pieces.iter().filter_map(keep).collect::<String>();
            prop_assert_eq!(spell(|p| match p { DiffSegment::Same(t) | DiffSegment::Missing(t) => Some(t), DiffSegment::Extra(_) => None }), expected);
            prop_assert_eq!(spell(|p| match p { DiffSegment::Same(t) | DiffSegment::Extra(t) => Some(t), DiffSegment::Missing(_) => None }), given);
        }
    }
}
