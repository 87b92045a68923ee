//! What the learner chose: rows of the log as values, and the writing of them.

use super::Desk;
use crate::dates::{date_of, day_of};
use crate::shelf::{Origin, blueprints};
use crate::store::Chosen;
use crate::study::blueprint::Blueprint;
use crate::study::choices::{Choices, Date, Exam, Part, WEEKDAYS};
use crate::study::log::Sort;
use crate::study::outline::{ConceptOutline, Outline};
use crate::study::{Day, Key};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

const TAKES_PART: &str = "takes part";
const SAT: &str = "sat";
const DATE: &str = "date";
const MINUTES: &str = "minutes";
const FREE: &str = "free";
const MARK: &str = "mark";
/// Before the id of a module.
const WEIGHT: &str = "weight ";

/// A choice about an examination. Absent values take the choice back.
#[derive(Debug, Clone, PartialEq)]
pub enum ExamChoice {
    Sat(Option<bool>),
    Date(Option<Day>),
    Minutes(Option<u32>),
    Free([bool; 7]),
    Mark(Option<u32>),
    /// Of the module with this id.
    Weight(String, Option<f64>),
}

impl ExamChoice {
    fn row(&self) -> (String, Option<String>) {
        let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        match self {
            ExamChoice::Sat(sat) => (SAT.into(), sat.map(yes)),
            ExamChoice::Date(day) => (DATE.into(), day.map(|day| date_of(day).to_string())),
            ExamChoice::Minutes(minutes) => (MINUTES.into(), minutes.map(|m| m.to_string())),
            ExamChoice::Free(free) => {
                let names = WEEKDAYS.iter().zip(free);
                let names: Vec<&str> = names.filter(|(_, is)| **is).map(|(n, _)| *n).collect();
                (FREE.into(), (!names.is_empty()).then(|| names.join(",")))
            }
            ExamChoice::Mark(mark) => (MARK.into(), mark.map(|m| m.to_string())),
            ExamChoice::Weight(module, weight) => {
                (format!("{WEIGHT}{module}"), weight.map(|w| w.to_string()))
            }
        }
    }
}

/// What was chosen; a value that this program does not understand counts as not chosen.
fn read(rows: &[Chosen]) -> Choices {
    let mut choices = Choices::default();
    for row in rows {
        let value = row.values.last().and_then(|(_, value)| value.as_deref());
        let id = row.key.as_str().to_owned();
        match row.sort {
            Sort::Deck if row.field == TAKES_PART => {
                choices
                    .decks
                    .extend(value.and_then(yes_or_no).map(|yes| (id, yes)));
            }
            Sort::Exam => {
                let exam = choices.exams.entry(id).or_default();
                read_exam(exam, &row.field, value, &row.values);
            }
            _ => {}
        }
    }
    choices
}

fn read_exam(exam: &mut Exam, field: &str, value: Option<&str>, all: &[(Day, Option<String>)]) {
    let number = || value.and_then(|v| v.parse::<u32>().ok());
    match field {
        SAT => exam.is_sat = value.and_then(yes_or_no),
        DATE => exam.date = date(all),
        MINUTES => exam.minutes = number().filter(|m| (1..=24 * 60).contains(m)),
        FREE => {
            let names: Vec<&str> = value.unwrap_or("").split(',').map(str::trim).collect();
            exam.free = WEEKDAYS.map(|name| names.contains(&name));
        }
        MARK => exam.mark = number().filter(|m| *m <= 100),
        _ => {
            let weight = value.and_then(|v| v.parse::<f64>().ok());
            if let (Some(module), Some(weight)) = (field.strip_prefix(WEIGHT), weight)
                && weight.is_finite()
                && weight >= 0.0
            {
                exam.weights.insert(module.to_owned(), weight);
            }
        }
    }
}

/// The date that stands, and since when there has been one without a gap. A date that had passed when the next was set
/// is a gap too.
fn date(values: &[(Day, Option<String>)]) -> Option<Date> {
    let mut standing: Option<Date> = None;
    for (on, value) in values {
        let day = value.as_deref().and_then(|text| day_of(text.parse().ok()?));
        standing = day.map(|day| Date {
            day,
            since: standing
                .filter(|before| before.day >= *on)
                .map_or(*on, |before| before.since),
        });
    }
    standing
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Which part each deck takes today.
#[derive(Debug, Default)]
pub(super) struct Taking {
    pub parts: HashMap<String, Part>,
    /// Concepts, as `deck/concept`, that are not introduced although their deck takes part.
    held_back: HashSet<String>,
    /// Concepts, as `deck/concept`, whose new questions come first by the newest diagnostic, the lowest number first.
    pub first: HashMap<String, u32>,
}

impl Taking {
    pub fn takes_part(&self, deck: &str) -> bool {
        self.parts.get(deck).is_none_or(|part| part.takes_part())
    }

    /// Concepts of a deck in the order in which a diagnostic wants them; else as they stood.
    pub fn put_first(&self, deck: &str, concepts: &mut [&ConceptOutline]) {
        if !self.first.is_empty() {
            let rank = |c: &&ConceptOutline| self.first.get(&format!("{deck}/{}", c.id)).copied();
            concepts.sort_by_key(|c| rank(c).unwrap_or(u32::MAX));
        }
    }

    pub fn introduces(&self, deck: &str, concept: &ConceptOutline) -> bool {
        self.takes_part(deck)
            && (self.held_back.is_empty()
                || !self.held_back.contains(&format!("{deck}/{}", concept.id)))
    }
}

impl Desk {
    pub fn choices(&self) -> Result<Choices, String> {
        let rows = self.store.choices().map_err(|t| t.to_string())?;
        Ok(read(&rows))
    }

    /// The examinations that are known here.
    pub fn blueprints(&self) -> &'static [Blueprint] {
        blueprints()
    }

    pub(super) fn taking(&self, decks: &[Arc<Outline>]) -> Result<Taking, String> {
        let choices = self.choices()?;
        let mut taking = Taking {
            first: self.weakest_first(decks)?,
            ..Taking::default()
        };
        for deck in decks {
            let shelved = self.shelf.get(&deck.id);
            let is_shipped = shelved.is_some_and(|s| s.origin() == Origin::Builtin);
            let part = choices.part(blueprints(), deck, is_shipped);
            taking.parts.insert(deck.id.clone(), part);
            if part == Part::ForExams {
                let held_back = deck
                    .concepts
                    .iter()
                    .filter(|c| !choices.introduces(part, blueprints(), &deck.track, c));
                taking
                    .held_back
                    .extend(held_back.map(|c| format!("{}/{}", deck.id, c.id)));
            }
        }
        Ok(taking)
    }

    /// Nothing was chosen about decks and examinations, and nothing was answered: the learner is to be asked.
    pub fn is_fresh(&mut self) -> Result<bool, String> {
        self.remember()?;
        let rows = self.store.choices().map_err(|t| t.to_string())?;
        Ok(rows.is_empty() && self.memories.is_empty())
    }

    /// The deck takes part, or rests.
    pub fn take_part(&mut self, deck: &str, takes_part: bool) -> Result<(), String> {
        let value = if takes_part { "yes" } else { "no" };
        self.choose(Sort::Deck, deck, TAKES_PART, Some(value))
    }

    pub fn choose_for_exam(&mut self, exam: &str, choice: &ExamChoice) -> Result<(), String> {
        let (field, value) = choice.row();
        self.choose(Sort::Exam, exam, &field, value.as_deref())
    }

    fn choose(
        &mut self,
        sort: Sort,
        subject: &str,
        field: &str,
        value: Option<&str>,
    ) -> Result<(), String> {
        let (today, now) = (self.today(), self.clock.moment());
        let key = Key::from_text(subject);
        self.store
            .choose((sort, &key, field), value, false, (today, now))
            .map_err(|t| t.to_string())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn dated(values: &[(i32, Option<&str>)]) -> Option<(i32, i32)> {
        let values: Vec<_> = values
            .iter()
            .map(|(day, value)| (Day(*day), value.map(str::to_owned)))
            .collect();
        date(&values).map(|date| (date.day.0, date.since.0))
    }

    #[test]
    fn moving_a_date_is_no_setting_and_a_gap_is() {
        let (ten, forty) = (Some("1970-01-11"), Some("1970-02-10"));
        assert_eq!(dated(&[(1, ten)]), Some((10, 1)));
        assert_eq!(dated(&[(1, ten), (5, forty)]), Some((40, 1)));
        assert_eq!(dated(&[(1, ten), (4, None), (5, forty)]), Some((40, 5)));
        assert_eq!(dated(&[(1, ten), (11, forty)]), Some((40, 11)));
        assert_eq!(dated(&[(1, ten), (4, None)]), None);
        assert_eq!(dated(&[(1, Some("soon"))]), None);
    }

    #[test]
    fn what_is_chosen_is_read_as_it_was_written() {
        let free = [false, false, false, false, false, true, true];
        let mut exam = Exam::default();
        for choice in [
            ExamChoice::Sat(Some(true)),
            ExamChoice::Date(Some(Day(20_000))),
            ExamChoice::Minutes(Some(45)),
            ExamChoice::Free(free),
            ExamChoice::Mark(Some(70)),
            ExamChoice::Weight("3".into(), Some(12.5)),
        ] {
            let (field, value) = choice.row();
            let all = [(Day(19_000), value.clone())];
            read_exam(&mut exam, &field, value.as_deref(), &all);
        }
        assert_eq!(
            (exam.is_sat, exam.minutes, exam.mark),
            (Some(true), Some(45), Some(70))
        );
        assert_eq!(exam.date.unwrap().day, Day(20_000));
        assert_eq!((exam.free, exam.weights["3"]), (free, 12.5));
    }
}
