//! What the learner chose about decks and examinations, as plain values; the store keeps them.

use super::blueprint::{self, Blueprint, Module};
use super::log::Sort;
use super::outline::{ConceptOutline, Outline};
use super::{Day, Key};
use std::collections::BTreeMap;

/// Fields of choices, as the log keeps them.
pub const TAKES_PART: &str = "takes part";
pub const SAT: &str = "sat";
pub const DATE: &str = "date";
pub const MINUTES_A_DAY: &str = "minutes";
pub const FREE: &str = "free";
pub const MARK: &str = "mark";
/// The hour at which a study day ends.
pub const ROLLOVER: &str = "rollover";
/// Before the id of the module.
pub const WEIGHT: &str = "weight ";

/// What a choice of these decides, as part of a sentence.
pub fn describe(subject: &str, field: &str, value: Option<&str>) -> String {
    match (field, value) {
        (TAKES_PART, Some("no")) => format!("that the deck `{subject}` rests"),
        (TAKES_PART, _) => format!("that the deck `{subject}` takes part"),
        (SAT, Some("yes")) => format!("that you prepare for {subject}"),
        (SAT, _) => format!("that you do not prepare for {subject}"),
        (DATE, _) => "the date of the exam".to_owned(),
        (MINUTES_A_DAY, _) => "the minutes of study a day".to_owned(),
        (FREE, _) => "the days without study".to_owned(),
        (MARK, _) => "the share you aim at".to_owned(),
        (ROLLOVER, _) => "the hour at which your days end".to_owned(),
        _ => match field.strip_prefix(WEIGHT) {
            Some(module) => format!("the weight of module {module}"),
            None => format!("a choice of a newer swot (`{field}`)"),
        },
    }
}

/// Minutes of study a day if the learner chose none.
const MINUTES: u32 = 30;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choices {
    /// By id: whether the deck takes part. Absent where nothing was said about it.
    pub decks: BTreeMap<String, bool>,
    /// By the id of the blueprint.
    pub exams: BTreeMap<String, Exam>,
    /// The days on which something was chosen, and what stood from that day on.
    pub since: Vec<(Day, Choices)>,
}

/// What was chosen about an examination.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Exam {
    /// Whether the learner takes the examination; `None` if they did not say.
    pub is_sat: Option<bool>,
    pub date: Option<Date>,
    /// Minutes of study a day.
    pub minutes: Option<u32>,
    /// Weekdays without study, Monday first.
    pub free: [bool; 7],
    /// The share aimed at, in per cent.
    pub mark: Option<u32>,
    /// By the id of the module, in per cent.
    pub weights: BTreeMap<String, f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    pub day: Day,
    /// The day from which on the examination has had a date without interruption.
    pub since: Day,
}

impl Exam {
    /// Giving a date chooses the examination, unless the learner said that they do not take it.
    pub fn is_chosen(&self) -> bool {
        self.is_sat.unwrap_or(self.date.is_some())
    }

    /// Minutes of study a day.
    pub fn minutes(&self) -> u32 {
        self.minutes.unwrap_or(MINUTES)
    }

    /// The weight of a module in per cent: the learner's own, or else the examination's.
    pub fn weight(&self, module: &Module) -> Option<f64> {
        self.weights.get(&module.id).copied().or(module.weight)
    }
}

/// The share of each module in the examination, from 0 to 1, by their weights in per cent. Modules without a weight share the
/// rest of 100 % equally.
pub fn shares(weights: &[Option<f64>]) -> Vec<f64> {
    let given: f64 = weights.iter().flatten().sum();
    let without = weights.iter().filter(|weight| weight.is_none()).count();
    let rest = if without == weights.len() {
        1.0
    } else {
        (100.0 - given).max(0.0) / without.max(1) as f64
    };
    let weights: Vec<f64> = weights.iter().map(|w| w.unwrap_or(rest)).collect();
    let sum: f64 = weights.iter().sum();
    let share = |weight| if sum > 0.0 { weight / sum } else { 0.0 };
    weights.into_iter().map(share).collect()
}

/// Day of the week: 0 is Monday.
pub fn weekday(day: Day) -> usize {
    // 1970-01-01 was a Thursday.
    (i64::from(day.0) + 3).rem_euclid(7) as usize
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The day of a name that may be short: `sa`, `Tues`, `thursdays`. Two letters tell the days apart.
fn weekday_named(name: &str) -> Option<usize> {
    const NAMES: [&str; 7] = [
        "mondays",
        "tuesdays",
        "wednesdays",
        "thursdays",
        "fridays",
        "saturdays",
        "sundays",
    ];
    let short = name.trim_end_matches('.').to_ascii_lowercase();
    let is_it = |day: &&str| short.len() >= 2 && day.starts_with(&short);
    NAMES.iter().position(is_it)
}

/// A choice to be written down.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// Whether the deck with this id takes part (otherwise it rests).
    Deck(String, bool),
    /// A choice about the examination with this id.
    Exam(String, ExamChoice),
    /// The note on a question or a concept; `None` removes it.
    Note(Sort, Key, Option<String>),
}

/// A choice about an examination. `None` takes the choice back.
#[derive(Debug, Clone, PartialEq)]
pub enum ExamChoice {
    Sat(Option<bool>),
    Date(Option<Day>),
    Minutes(Option<u32>),
    Free([bool; 7]),
    Mark(Option<u32>),
    /// The weight of the module with this id.
    Weight(String, Option<f64>),
}

/// How much of a deck is studied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// No new questions and no repetitions, unless a selector names the deck.
    Rests,
    /// New questions only from concepts that serve a chosen examination or belong to no module; repetitions of all that was met.
    ForExams,
    Whole,
}

impl Part {
    /// Whether it is studied without being named by a selector.
    pub fn takes_part(self) -> bool {
        self != Part::Rests
    }
}

impl Choices {
    /// Whether the plan to the nearest examination leaves the day without study, or the day is its own.
    pub fn is_free(&self, day: Day) -> bool {
        let chosen = self.exams.values().filter(|exam| exam.is_chosen());
        let dated = chosen.filter_map(|exam| Some((exam.date?, exam)));
        let planned = dated.filter(|(date, _)| date.since <= day && day <= date.day);
        let nearest = planned.min_by_key(|(date, _)| date.day);
        nearest.is_some_and(|(date, exam)| date.day == day || exam.free[weekday(day)])
    }

    /// Whether a day that has passed was one without study, by what was chosen then or what is chosen now: no new choice makes days
    /// in a row fewer.
    pub fn was_free(&self, day: Day) -> bool {
        let then = self.since.iter().rfind(|(since, _)| *since <= day);
        self.is_free(day) || then.is_some_and(|(_, choices)| choices.is_free(day))
    }

    /// The examinations that are sat.
    pub fn chosen<'b>(&self, blueprints: &'b [Blueprint]) -> Vec<&'b Blueprint> {
        let is_chosen = |b: &&Blueprint| self.exams.get(&b.id).is_some_and(Exam::is_chosen);
        blueprints.iter().filter(is_chosen).collect()
    }

    /// Whether the learner said that the deck takes part, under its id or else under the only one that it had before.
    pub fn takes_part(&self, deck: &Outline) -> Option<bool> {
        let former = || match &deck.formerly[..] {
            [old] => self.decks.get(old),
            _ => None,
        };
        self.decks.get(&deck.id).or_else(former).copied()
    }

    /// Own and added decks take part until told to rest, and so do shipped ones where no examination was chosen.
    pub fn part(&self, blueprints: &[Blueprint], deck: &Outline, is_shipped: bool) -> Part {
        let chosen = self.chosen(blueprints);
        match self.takes_part(deck) {
            Some(false) => Part::Rests,
            Some(true) => Part::Whole,
            None if !is_shipped || chosen.is_empty() => Part::Whole,
            None if chosen.iter().any(|b| blueprint::serves(b, deck)) => Part::ForExams,
            None => Part::Rests,
        }
    }

    /// Whether a deck that is studied for the examinations brings new questions of this concept.
    pub fn introduces(
        &self,
        blueprints: &[Blueprint],
        track: &str,
        concept: &ConceptOutline,
    ) -> bool {
        let mut chosen = self.chosen(blueprints).into_iter();
        !blueprint::is_in_any_module(blueprints, track, concept)
            || chosen.any(|b| b.modules_of(track, concept).next().is_some())
    }
}

/// Minutes a day, as typed.
pub fn read_minutes(text: &str) -> Result<u32, String> {
    let minutes = text.trim().parse().ok();
    let minutes = minutes.filter(|minutes| (1..=24 * 60).contains(minutes));
    minutes.ok_or_else(|| format!("minutes are from 1 to 1440 a day, not {text}"))
}

/// The share aimed at, in per cent, as typed.
pub fn read_mark(text: &str) -> Result<u32, String> {
    let mark = text.trim().trim_end_matches('%').trim_end().parse().ok();
    let mark = mark.filter(|mark| *mark <= 100);
    mark.ok_or_else(|| format!("the mark is a share in per cent, from 0 to 100, not {text}"))
}

/// Days of the week without study, as typed: `sat,sun`, or `none`.
pub fn read_free(text: &str) -> Result<[bool; 7], String> {
    let mut free = [false; 7];
    if text.trim().is_empty() || text.trim().eq_ignore_ascii_case("none") {
        return Ok(free);
    }
    let names = text.split([',', ' ']).map(str::trim);
    for name in names.filter(|name| !name.is_empty()) {
        let at = weekday_named(name);
        let at = at.ok_or_else(|| {
            let all = WEEKDAYS.join(", ");
            format!("`{name}` is no weekday; write {all} with commas between, or none")
        })?;
        free[at] = true;
    }
    if free.iter().all(|is| *is) {
        return Err("at least one day of the week has to be left for studying".into());
    }
    Ok(free)
}

/// What `read_free` reads: the names of the free days.
pub fn free_names(free: &[bool; 7]) -> Vec<&'static str> {
    let days = WEEKDAYS.into_iter().zip(free);
    days.filter_map(|(name, is_free)| is_free.then_some(name))
        .collect()
}

/// The weight of a module, as typed: `3=12.5`; `3=` takes it back.
pub fn read_weight(
    text: &str,
    exam: &str,
    modules: &[&str],
) -> Result<(String, Option<f64>), String> {
    let refused = || {
        let all = modules.join(", ");
        format!(
            "`{text}` is no weight; write a module of {exam} and its share in per cent, like 3=12.5; the modules are {all}"
        )
    };
    let (module, share) = text.split_once('=').ok_or_else(refused)?;
    let module = module.trim();
    if !modules.contains(&module) {
        return Err(refused());
    }
    let share = share.trim().trim_end_matches('%').trim_end();
    if share.is_empty() {
        return Ok((module.to_owned(), None));
    }
    let share: Option<f64> = share.parse().ok();
    let share = share.filter(|share| (0.0..=100.0).contains(share));
    Ok((module.to_owned(), Some(share.ok_or_else(refused)?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::blueprint::Module;

    fn blueprints() -> Vec<Blueprint> {
        [("CPIM", "demand"), ("CLTD", "network")]
            .map(|(id, topic)| Blueprint {
                id: id.into(),
                title: id.into(),
                questions: 150,
                minutes: 210,
                source: "".into(),
                verified: "".into(),
                modules: vec![Module {
                    id: "1".into(),
                    title: topic.into(),
                    topics: vec![topic.into()],
                    source: "".into(),
                    weight: None,
                }],
            })
            .into()
    }

    #[test]
    fn modules_without_a_weight_share_what_the_others_leave() {
        let third = 1.0 / 3.0;
        assert_eq!(shares(&[None; 3]), [third; 3]);
        assert_eq!(shares(&[Some(50.0), None, None]), [0.5, 0.25, 0.25]);
        assert_eq!(shares(&[Some(150.0), Some(50.0), None]), [0.75, 0.25, 0.0]);
        let all = shares(&[Some(3.0), Some(1.0), Some(0.0)]);
        assert_eq!(all, [0.75, 0.25, 0.0]);
        assert_eq!(shares(&[Some(0.0); 3]), [0.0; 3]);
        assert_eq!(shares(&[Some(0.0), None, None]), [0.0, 0.5, 0.5]);
    }

    fn deck(track: &str, topics: &[&str]) -> Outline {
        let concept = |topic: &&str| ConceptOutline {
            id: (*topic).into(),
            topic: (*topic).into(),
            ..ConceptOutline::default()
        };
        Outline {
            id: format!("deck-{track}"),
            track: track.into(),
            concepts: topics.iter().map(concept).collect::<Vec<_>>().into(),
            ..Outline::default()
        }
    }

    #[test]
    fn shipped_decks_of_another_exam_rest_once_one_was_chosen() {
        let all = blueprints();
        let (cpim, cltd, both, other) = (
            deck("CPIM", &["demand"]),
            deck("CLTD", &["network"]),
            deck("both", &["demand", "network", "quality"]),
            deck("other", &["demand"]),
        );
        let mut choices = Choices::default();
        for deck in [&cpim, &cltd, &both, &other] {
            assert_eq!(choices.part(&all, deck, true), Part::Whole);
        }
        let sat = Exam {
            is_sat: Some(true),
            ..Exam::default()
        };
        choices.exams.insert("CPIM".into(), sat);
        assert_eq!(choices.part(&all, &cpim, true), Part::ForExams);
        assert_eq!(choices.part(&all, &cltd, true), Part::Rests);
        assert_eq!(choices.part(&all, &other, true), Part::Rests);
        assert_eq!(choices.part(&all, &other, false), Part::Whole);
        assert_eq!(choices.part(&all, &both, true), Part::ForExams);
        let introduced: Vec<bool> = both
            .concepts
            .iter()
            .map(|c| choices.introduces(&all, &both.track, c))
            .collect();
        assert_eq!(introduced, [true, false, true]);

        choices.decks.insert(cpim.id.clone(), false);
        choices.decks.insert(cltd.id.clone(), true);
        assert_eq!(choices.part(&all, &cpim, true), Part::Rests);
        assert_eq!(choices.part(&all, &cltd, true), Part::Whole);

        // What was said of a deck counts under its new name, unless that has its own or several decks became one.
        let mut renamed = deck("new", &["demand"]);
        renamed.formerly = vec![cpim.id.clone()];
        assert_eq!(choices.part(&all, &renamed, false), Part::Rests);
        renamed.formerly.push("another".into());
        assert_eq!(choices.part(&all, &renamed, false), Part::Whole);
        renamed.formerly.pop();
        choices.decks.insert(renamed.id.clone(), true);
        assert_eq!(choices.part(&all, &renamed, false), Part::Whole);
    }

    #[test]
    fn a_concept_belongs_to_the_modules_it_names_whatever_its_deck() {
        let all = blueprints();
        let mut deck = deck("other", &["demand"]);
        assert!(!blueprint::serves(&all[0], &deck));
        let mut concepts = deck.concepts.to_vec();
        concepts[0].modules.push("CLTD/1".into());
        deck.concepts = concepts.into();
        assert!(!blueprint::serves(&all[0], &deck));
        assert!(blueprint::serves(&all[1], &deck));
    }

    #[test]
    fn what_is_taken_back_is_named_by_what_it_decides() {
        for (choice, told) in [
            (("CLTD", SAT, Some("yes")), "that you prepare for CLTD"),
            (("CLTD", SAT, None), "that you do not prepare for CLTD"),
            (("CPIM", FREE, Some("sat")), "the days without study"),
            (("CPIM", DATE, None), "the date of the exam"),
            (("CPIM", "weight 3", None), "the weight of module 3"),
            (("d", TAKES_PART, Some("no")), "that the deck `d` rests"),
        ] {
            assert_eq!(describe(choice.0, choice.1, choice.2), told);
        }
    }

    #[test]
    fn days_are_read_by_their_names_short_or_whole_and_slips_are_refused() {
        let days = |text: &str| {
            let free = read_free(text)?;
            Ok((0..7).filter(|at| free[*at]).collect::<Vec<usize>>())
        };
        for (text, read) in [
            ("none", vec![]),
            ("sat,sun", vec![5, 6]),
            ("sa, Su", vec![5, 6]),
            ("Mondays tues WEDNESDAY", vec![0, 1, 2]),
            ("thurs. fri", vec![3, 4]),
        ] {
            assert_eq!(days(text), Ok(read), "{text}");
        }
        for text in ["sunn", "mondy", "s", "satt", "t", "sat;sun", "tomorrow"] {
            let refused: Result<Vec<usize>, String> = days(text);
            assert!(refused.is_err_and(|why| why.contains(text)), "{text}");
        }
    }

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!(weekday(Day(0)), 3);
        assert_eq!(weekday(Day(4)), 0);
        assert_eq!(weekday(Day(-4)), 6);
    }
}
