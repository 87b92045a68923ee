//! The card kinds, one file each: what each shows, what it asks for, and how it judges an answer. A new kind is a file here and a
//! line in `card_kinds!`. No kind draws on the screen: screens show its faces and verdicts.

mod basic;
mod cases;
mod choice;
mod cloze;
mod generated;
mod matching;
mod numeric;
mod ordering;
mod problem;
mod request;
mod shuffle;
mod term;
mod typed;

pub use basic::Basic;
pub use cases::{Case, CaseOption, Cases};
pub use choice::{Choice, MultipleChoice, asks_for_several, can_be_options};
pub use cloze::{Cloze, Span, for_gap, gaps, has_malformed_gap, spans, whole, with_gaps};
pub use generated::{Drawn, Generated};
pub use matching::Matching;
pub use numeric::{Expected, Numeric, Tolerance};
pub use ordering::Ordering;
pub use problem::Problem;
pub use term::Term;
pub use typed::{Folding, Typed};

use super::common::Common;
use super::fault::{Fault, Place};
pub use super::meaning::meaning;
use super::meaning::meaning_of_line;
use super::sm2::Grade;
use super::text::{QUESTION_MARKS, Text};
use serde::de::value::MapAccessDeserializer;
use serde::de::{EnumAccess, MapAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::ops::Deref;

/// What is shown before the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// Markdown.
    pub prompt: Text,
    pub ask: Ask,
}

impl Face {
    fn new(prompt: impl Into<Text>, ask: Ask) -> Face {
        let prompt = prompt.into();
        Face { prompt, ask }
    }
}

/// What a question wants from the learner.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Remember, look, and grade oneself.
    Recall,
    Words,
    /// A number; `unit` is shown behind the field and may be empty.
    Number {
        unit: Text,
    },
    /// One option, or several where `many`.
    Choose {
        options: Vec<Text>,
        many: bool,
    },
    /// Put these in order; or, where something is given for every place, each beside what it belongs to.
    Arrange {
        items: Vec<Text>,
        beside: Vec<Text>,
    },
}

impl Ask {
    fn one_of(options: Vec<Text>) -> Ask {
        let many = false;
        Ask::Choose { options, many }
    }
}

/// What the learner gave. Numbers of options and items count from 0 in the order shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Recalled,
    Typed(String),
    Chosen(Vec<usize>),
    Arranged(Vec<usize>),
}

impl Answer {
    /// Reads what `to_log` wrote. Items put in order are read as chosen options: the log does not tell them apart, the card does.
    pub fn from_log(text: &str) -> Option<Answer> {
        if let Ok(words) = serde_json::from_str(text) {
            return Some(Answer::Typed(words));
        }
        let places: Vec<usize> = serde_json::from_str(text).ok()?;
        let places = places.into_iter().map(|place| place.checked_sub(1));
        places.collect::<Option<_>>().map(Answer::Chosen)
    }

    /// The same, with items put in order where the question asked for that.
    pub fn given_to(ask: &Ask, text: &str) -> Option<Answer> {
        match (Answer::from_log(text)?, ask) {
            (Answer::Chosen(places), Ask::Arrange { .. }) => Some(Answer::Arranged(places)),
            (answer, _) => Some(answer),
        }
    }

    /// As the log keeps it, in JSON: text, or numbers of options or items from 1 in the order shown; `None` for recall.
    pub fn to_log(&self) -> Option<String> {
        match self {
            Answer::Recalled => None,
            Answer::Typed(words) => serde_json::to_string(words).ok(),
            Answer::Chosen(places) | Answer::Arranged(places) => {
                let places: Vec<usize> = places.iter().map(|place| place + 1).collect();
                serde_json::to_string(&places).ok()
            }
        }
    }
}

/// The result of an answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Verdict {
    /// `None` where the learner judges.
    pub right: Option<bool>,
    /// The right answer, in Markdown.
    pub expected: Text,
    /// Other answers that are right too, in Markdown.
    pub also: Vec<Text>,
    /// The learner's answer as it was understood. Empty where nothing was typed.
    pub given: Text,
    /// For typed answers: the expected text, piece by piece, beside what was typed.
    pub difference: Vec<DiffSegment>,
    /// For options and items, in the order shown.
    pub marks: Vec<Mark>,
    /// What the mistake was, if it is a known one.
    pub notes: Vec<Text>,
    pub working: Vec<Text>,
    /// Why the answer is right: the question's own reason, else its card's.
    pub why: Text,
}

#[derive(Debug, Clone, PartialEq)]
pub enum DiffSegment {
    Same(String),
    /// Expected but not typed.
    Missing(String),
    /// Typed but not expected.
    Extra(String),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    pub text: Text,
    pub right: bool,
    pub chosen: bool,
    /// Why it is wrong, or where it belongs.
    pub note: Text,
}

/// A calculator and what to put into it, as `swot calc` takes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Prefill {
    pub calculator: String,
    pub request: serde_json::Value,
}

impl Verdict {
    /// For one who only looks.
    fn showing(expected: impl Into<Text>) -> Verdict {
        Verdict {
            expected: expected.into(),
            ..Verdict::default()
        }
    }

    /// The grade to propose, which the learner may override: Good unless the answer is wrong or was not known.
    pub fn proposed(&self, gave_up: bool) -> Grade {
        if gave_up || self.right == Some(false) {
            Grade::AGAIN
        } else {
            Grade::GOOD
        }
    }
}

/// How a learner gets to the answer. Rules, formats and exports ask for this instead of the kind.
pub enum Way<'a> {
    /// From memory, and the learner judges.
    Recall,
    /// From memory, by typing it.
    Type(&'a Typed),
    /// From the sentence around a gap; holds the sentence with its gaps.
    Complete(&'a Text),
    Choose(&'a [Choice]),
    /// By choosing among options that are each right in some case.
    Cases,
    /// By putting together what belongs together.
    Match(&'a [(Text, Text)]),
    Compute(Expected),
    Arrange,
    /// From the numbers of a problem that is drawn anew each time.
    Draw,
}

impl Way<'_> {
    /// Whether the learner says the answer in words, with nothing to choose from or to work out.
    pub fn is_said(&self) -> bool {
        matches!(self, Way::Recall | Way::Type(_) | Way::Complete(_))
    }

    /// Whether right and wrong answers stand there to choose from.
    pub fn offers_options(&self) -> bool {
        matches!(self, Way::Choose(_) | Way::Cases)
    }
}

/// The part that asks for the question, given its answer.
const REVERSE: &str = "reverse";

/// What a text of a card is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Question,
    Answer,
    /// Another answer that is right too.
    Accepted,
    /// A wrong option.
    Wrong,
    /// Why an answer is wrong.
    Reason,
    Why,
    Hint,
    Working,
}

/// An open gap among words: a character that occurs in no word.
const OPEN: &str = " \u{2460} ";

/// A text of a card, with the field it stands in.
pub struct CardText<'a> {
    pub role: Role,
    pub place: Place,
    /// Gaps filled in, a number in place of each formula.
    pub text: Cow<'a, str>,
}

impl<'a> CardText<'a> {
    fn new(role: Role, field: &'static str, text: impl Into<Cow<'a, str>>) -> CardText<'a> {
        let (place, text) = (Place::Field(field), text.into());
        CardText { role, place, text }
    }

    /// Empty for the card as a whole.
    pub fn field(&self) -> &'static str {
        match self.place {
            Place::Field(field) | Place::Item(field, _) => field,
            Place::Whole => "",
        }
    }

    /// An item of a list.
    fn item(role: Role, field: &'static str, i: usize, text: impl Into<Cow<'a, str>>) -> Self {
        let (place, text) = (Place::Item(field, i), text.into());
        CardText { role, place, text }
    }

    fn items<T: Into<Cow<'a, str>>>(
        role: Role,
        field: &'static str,
        texts: impl IntoIterator<Item = T>,
    ) -> impl Iterator<Item = CardText<'a>> {
        let texts = texts.into_iter().enumerate();
        texts.map(move |(i, text)| CardText::item(role, field, i, text))
    }
}

/// Most gaps, options, items, draws, formulas and names of one card.
pub const MOST_OF_A_CARD: usize = 100;
/// Most values or rows that one of them is drawn from.
pub const MOST_VALUES: usize = 10_000;

/// One kind of card.
///
/// A card makes one question or several; each has a part name, the first one's is empty. `seed` decides shuffles and
/// drawn numbers: the same seed shows the same question for ever. What is `own_` lacks what every card has (exhibit, explanation,
/// hint): screens ask the [`Card`].
pub trait Kind {
    fn parts(&self) -> Vec<String> {
        vec![String::new()]
    }
    /// Whether further parts wait until the first is mature: whoever answered one has read the others.
    fn parts_wait(&self) -> bool {
        true
    }
    /// Parts that were cards of their own: the part, and `old-deck/old-id` or `old-id`.
    fn former_parts(&self) -> Vec<(String, String)> {
        Vec::new()
    }
    /// The card as several cards of one question each, for formats that allow only that.
    fn apart(&self) -> Vec<Card> {
        Vec::new()
    }
    fn own_face(&self, part: &str, seed: u64) -> Face;
    /// An error (a sentence) where the answer is not of the kind asked for; nothing is graded then.
    fn own_verdict(&self, part: &str, seed: u64, answer: &Answer) -> Result<Verdict, String>;
    /// The back as it is shown to one who only looks.
    fn own_reveal(&self, part: &str, seed: u64) -> Verdict {
        self.own_verdict(part, seed, &Answer::Recalled)
            .unwrap_or_default()
    }
    /// What the answer is judged by beyond what `own_reveal` shows: Markdown, one sentence each, for the card's author.
    fn judged_by(&self, seed: u64) -> Vec<String> {
        let expected = self.expected(seed);
        expected.map_or_else(Vec::new, |expected| expected.judged_by())
    }
    /// The number asked for by the problem of this seed.
    fn expected(&self, _seed: u64) -> Option<Expected> {
        None
    }
    /// The calculator that works this problem, with its numbers filled in.
    fn prefill(&self, _seed: u64) -> Option<Prefill> {
        None
    }
    /// The calculator that this kind's author names, and the fields of its request that the card fills in.
    fn calculator(&self) -> Option<(&str, Vec<&str>)> {
        None
    }
    /// The errors (E..) that this kind can have, as far as they are found without trials.
    fn faults(&self, faults: &mut Vec<Fault>);
    /// The errors found only by many trials: for `swot check`, when `faults` found none.
    fn trials(&self, _faults: &mut Vec<Fault>) {}
    fn way(&self) -> Way<'_>;
    /// What a learner reads of this kind's own fields, the question first; empty where the program writes the texts.
    fn own_texts(&self) -> Vec<CardText<'_>>;
    /// Other right answers, as one reads them beside the explanation.
    fn others(&self) -> Vec<String> {
        let texts = self.own_texts().into_iter();
        let others = texts.filter(|text| text.role == Role::Accepted);
        others.map(|text| text.text.to_string()).collect()
    }
    /// All that is asked, with gaps left open: two cards are duplicates where this is equal.
    fn asks(&self) -> String {
        self.front().to_string()
    }
    /// The front without the markup of its kind: an id is made from it.
    fn named_by(&self) -> String {
        self.front().to_string()
    }
    /// The right answer of a part, in short form: compared with that of a new version of the deck.
    fn answer_to(&self, part: &str) -> String {
        self.own_reveal(part, 0).expected.to_string()
    }
    /// The answers that could be learned by heart: none for a card that is worked out.
    fn own_answers(&self) -> Vec<CardText<'_>> {
        let texts = self.own_texts().into_iter();
        texts.filter(|text| text.role == Role::Answer).collect()
    }
    /// The question as its author wrote it: for lists, search, and finding duplicates.
    fn front(&self) -> &Text;
    /// The answer in a few words: for lists and search.
    fn back(&self) -> Text;
}

/// Defines the struct of a kind: its own fields and those that every card has, side by side as in the file.
macro_rules! kind_fields {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* $field:ident : $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name { $(pub $field: $type,)* pub common: $crate::study::common::Common }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[derive(serde::Deserialize)]
                #[serde(deny_unknown_fields)]
                struct Written {
                    $($(#[$field_meta])* $field: $type,)*
                    #[serde(default, deserialize_with = "crate::study::text::name")] id: String,
                    #[serde(default)] why: $crate::study::text::Text,
                    #[serde(default)] hint: $crate::study::text::Text,
                    #[serde(default)] source: $crate::study::text::Text,
                    #[serde(default)] exhibit: $crate::study::common::Exhibit,
                    #[serde(default, deserialize_with = "crate::study::text::names")] tags: Vec<String>,
                    #[serde(default)] bloom: Option<$crate::study::common::Bloom>,
                    #[serde(default)] rev: u32,
                    #[serde(default, deserialize_with = "crate::study::text::names")] formerly: Vec<String>,
                    #[serde(default, deserialize_with = "crate::study::text::names")] link: Vec<String>,
                    #[serde(default)] lint_ignore: Vec<(String, String)>,
                }
                let Written { $($field,)* id, why, hint, source, exhibit, tags, bloom, rev, formerly, link, lint_ignore } =
                    Written::deserialize(deserializer)?;
                let common = $crate::study::common::Common { id, why, hint, source, exhibit, tags, bloom, rev, formerly, link, lint_ignore };
                Ok($name { $($field,)* common })
            }
        }
    };
}
use kind_fields;

/// The list of kinds: each variant of `Card` is a file of this folder.
macro_rules! card_kinds {
    ($($kind:ident),* $(,)?) => {
        #[derive(Debug, Clone, PartialEq)]
        pub enum Card { $($kind($kind)),* }

        /// The kinds' names, as authors write them.
        pub const KINDS: &[&str] = &[$(stringify!($kind)),*];

        impl Card {
            /// The question as a learner reads it; absent where the program writes it.
            pub fn question(&self) -> Option<CardText<'_>> {
                self.texts().into_iter().find(|text| text.role == Role::Question)
            }

            /// The options to choose from.
            pub fn options(&self) -> Option<&[Choice]> {
                if let Way::Choose(options) = self.way() { Some(options) } else { None }
            }

            /// Whether there is something to compute, so that the answer may take longer.
            pub fn is_long(&self) -> bool {
                matches!(self.way(), Way::Compute(_) | Way::Draw)
            }

            /// Whether it also asks for the question by its answer.
            pub fn is_reversed(&self) -> bool {
                self.parts().iter().any(|part| part == REVERSE)
            }

            /// With the card's own explanation where the question has none.
            fn explained(&self, mut verdict: Verdict) -> Verdict {
                if verdict.why.is_blank() {
                    verdict.why = self.common().why.clone();
                }
                verdict
            }

            /// As authors write it: `MultipleChoice`.
            pub fn name(&self) -> &'static str {
                match self { $(Card::$kind(_) => stringify!($kind)),* }
            }

            pub fn common(&self) -> &Common {
                match self { $(Card::$kind(card) => &card.common),* }
            }

            pub fn common_mut(&mut self) -> &mut Common {
                match self { $(Card::$kind(card) => &mut card.common),* }
            }

            fn read<'de, A: VariantAccess<'de>>(kind: Name, variant: A) -> Result<Card, A::Error> {
                match kind {
                    $(Name::$kind => variant.struct_variant(&[], Fields(std::marker::PhantomData)).map(Card::$kind),)*
                }
            }
        }

        /// What a card does not do itself, its kind does. No name stands on both sides: `own_face` is the kind's, `face` the card's.
        impl Deref for Card {
            type Target = dyn Kind;

            fn deref(&self) -> &Self::Target {
                match self { $(Card::$kind(card) => card),* }
            }
        }

        #[derive(Deserialize)]
        #[serde(variant_identifier)]
        enum Name { $($kind),* }
    };
}

card_kinds! { Basic, Cloze, MultipleChoice, Typed, Numeric, Ordering, Generated, Problem, Cases, Term, Matching }

impl Card {
    /// As its kind shows it, with the card's exhibit above it.
    pub fn face(&self, part: &str, seed: u64) -> Face {
        let Face { prompt, ask } = self.own_face(part, seed);
        Face::new(self.common().exhibit.above(&prompt), ask)
    }

    /// As its kind judges it, with the card's own explanation where the question has none.
    pub fn judge(&self, part: &str, seed: u64, answer: &Answer) -> Result<Verdict, String> {
        let verdict = self.own_verdict(part, seed, answer)?;
        Ok(self.explained(verdict))
    }

    /// The back for one who only looks, with the card's own explanation where the question has none.
    pub fn reveal(&self, part: &str, seed: u64) -> Verdict {
        self.explained(self.own_reveal(part, seed))
    }

    /// The kind's texts, then explanation and hint; empty texts are left out.
    pub fn texts(&self) -> Vec<CardText<'_>> {
        let common = self.common();
        let mut texts = self.own_texts();
        texts.push(CardText::new(Role::Why, "why", &*common.why));
        texts.push(CardText::new(Role::Hint, "hint", &*common.hint));
        texts.retain(|text| !text.text.trim().is_empty());
        texts
    }

    /// The answers that could be learned by heart: none for a card that is worked out.
    pub fn answers(&self) -> Vec<CardText<'_>> {
        match self.way() {
            way if way.is_said() || way.offers_options() => self.own_answers(),
            _ => Vec::new(),
        }
    }
}

/// Hands the fields of `Kind(field: ..., ...)` to the kind's own struct, so that each kind reads itself.
struct Fields<K>(std::marker::PhantomData<K>);

impl<'de, K: Deserialize<'de>> Visitor<'de> for Fields<K> {
    type Value = K;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the fields of a card")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<K, A::Error> {
        K::deserialize(MapAccessDeserializer::new(map))
    }
}

impl<'de> Deserialize<'de> for Card {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Card, D::Error> {
        struct AnyKind;
        impl<'de> Visitor<'de> for AnyKind {
            type Value = Card;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "a card: {}", KINDS.join(", "))
            }
            fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Card, A::Error> {
                let (kind, variant) = data.variant()?;
                Card::read(kind, variant)
            }
        }
        deserializer.deserialize_enum("Card", KINDS, AnyKind)
    }
}

/// Shared by the kinds: E02 for a text that must not be empty.
fn must_not_be_empty(text: &Text, field: &'static str, faults: &mut Vec<Fault>) {
    if text.is_blank() {
        let message = format!("`{field}` is empty");
        faults.push(Fault::new("E02", message, format!("write the {field}")).at(field));
    }
}

/// Shared by the kinds: marks the options in the order shown, each with the reason why it is wrong, if it is.
fn judge_options(answer: &Answer, options: Vec<(Text, Option<Text>)>) -> Result<Verdict, String> {
    let chosen = match answer {
        Answer::Chosen(chosen) => Some(&chosen[..]),
        _ => None,
    };
    let (count, given) = (options.len(), chosen.unwrap_or_default());
    let rights = options.iter().filter(|(_, wrong)| wrong.is_none()).count();
    if chosen.is_some_and(|chosen| chosen.is_empty() || chosen.len() > 1 && rights == 1) {
        let how_many = if rights == 1 { "one" } else { "at least one" };
        return Err(format!("choose {how_many} option, 1 to {count}"));
    }
    if let Some(beyond) = given.iter().find(|i| **i >= count) {
        let n = beyond + 1;
        return Err(format!("there is no option {n}; choose 1 to {count}"));
    }
    let mark = |(i, (text, wrong)): (usize, (Text, Option<Text>))| Mark {
        text,
        right: wrong.is_none(),
        chosen: given.contains(&i),
        note: wrong.unwrap_or_default(),
    };
    let marks: Vec<Mark> = options.into_iter().enumerate().map(mark).collect();
    Ok(Verdict {
        right: chosen.map(|_| marks.iter().all(|mark| mark.right == mark.chosen)),
        marks,
        ..Verdict::default()
    })
}

/// Alternative right answers on one line.
pub fn either(texts: &[Text]) -> String {
    let texts: Vec<&str> = texts.iter().map(|text| text.trim()).collect();
    texts.join("; ")
}

/// Shared by the kinds: E02 for an empty text among the other right answers.
fn others_must_hold(also: &[Text], faults: &mut Vec<Fault>) {
    for (i, _) in also.iter().enumerate().filter(|(_, text)| text.is_blank()) {
        let help = "write the answer or take it out";
        let message = format!("right answer {} of `also` is empty", i + 1);
        faults.push(Fault::new("E02", message, help).at_item("also", i));
    }
}

/// Shared by the kinds: E16 where an answer of three words or more appears word for word in the question, W29 for a shorter one.
/// Exempt are the number of an item that the question lists, and the alternatives that the question names.
fn must_not_give_away(front: &str, answer: &str, field: &'static str, faults: &mut Vec<Fault>) {
    // Most answers are longer than their questions; of a link or a sign in code less may be seen than is written.
    let mut letters = answer.chars().filter(|c| c.is_alphanumeric());
    let asked = front.chars().filter(|c| c.is_alphanumeric()).count();
    if !answer.contains(['[', '<', '&', '\\']) && letters.nth(asked).is_some() {
        return;
    }
    let (whole, sought) = (meaning(front), meaning_of_line(answer));
    if sought.is_empty() || !holds(&whole, &sought) || is_offered(front, &sought) {
        return;
    }
    let message = format!("the answer `{}` stands in its own question", answer.trim());
    let help = "reword the question so that it does not hold its answer";
    let is_word = |word: &&str| word.contains(char::is_alphanumeric);
    let long = answer.split_whitespace().filter(is_word).count() > 2;
    let code = if long { "E16" } else { "W29" };
    faults.push(Fault::new(code, message, help).at(field));
}

fn holds(text: &[String], part: &[String]) -> bool {
    text.windows(part.len()).any(|run| run == part)
}

/// Whether the answer is the number of an item in a list of the question, or one side of an "A or B?".
fn is_offered(front: &str, answer: &[String]) -> bool {
    let mut marks = front.lines().filter_map(|line| {
        let line = line.trim_start();
        let mark = line.find(['.', ')', ':']).map(|end| &line[..end])?;
        let mark = mark.trim_start_matches('(').trim_matches('*');
        (mark.chars().count() <= 3 && mark.chars().all(char::is_alphanumeric)).then_some(mark)
    });
    if let [mark] = answer
        && marks.any(|listed| listed.eq_ignore_ascii_case(mark))
    {
        return true;
    }
    let alternatives = |sentence: &str| {
        let tokens = meaning(sentence);
        let or = tokens.iter().position(|token| token == "or");
        or.is_some_and(|or| holds(&tokens[..or], answer) || holds(&tokens[or + 1..], answer))
    };
    let ends = |c: char| matches!(c, '.' | '\n') || QUESTION_MARKS.contains(&c);
    front.split_inclusive(ends).any(|sentence| {
        (sentence.trim_end().ends_with(QUESTION_MARKS) || sentence.contains(':'))
            && alternatives(sentence)
    })
}

/// Shared by the kinds: E15 where nothing says why an answer is right.
fn must_be_explained(common: &Common, explained_otherwise: bool, faults: &mut Vec<Fault>) {
    if common.why.is_blank() && common.source.is_blank() && !explained_otherwise {
        let help = "add `why: \"...\"`: one sentence that says why the answer is right";
        let message = "no explanation, and no source of its own";
        faults.push(Fault::new("E15", message, help));
    }
}

/// Whether the program judges answers to this part of cards of the named kind; otherwise the learner does.
pub fn is_checked(kind: &str, part: &str) -> bool {
    match kind {
        "Basic" | "Cloze" => false,
        // Its meaning is recalled, its name is typed.
        "Term" => !part.is_empty(),
        _ => true,
    }
}

/// Lower-case words without punctuation: how texts are compared.
pub fn words(text: &str) -> Vec<String> {
    written(text).map(str::to_lowercase).collect()
}

/// The words of a text as they are written.
pub fn written(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '%' || c == '\''))
        .filter(|w| !w.is_empty())
}
