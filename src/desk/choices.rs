//! Reads what the learner chose from rows of the log, and writes such rows.

use super::Desk;
use crate::dates::{date_of, day_of};
use crate::shelf::{Origin, Shelved, blueprints};
use crate::store::{Choosing, Chosen, NOTE, Trouble};
use crate::study::blueprint::{self, Blueprint};
use crate::study::choices::{
    Choice, Choices, DATE, Date, Exam, ExamChoice, FREE, MARK, MINUTES_A_DAY, Part, SAT,
    TAKES_PART, WEIGHT, free_names, read_free, read_mark, read_minutes,
};
use crate::study::log::{Change, Sort};
use crate::study::memory::Event;
use crate::study::outline::{ConceptOutline, Outline};
use crate::study::text::Text;
use crate::study::{Day, Key, Memory};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// The field and the value that the log keeps for a choice about an examination.
fn row(choice: &ExamChoice) -> (String, Option<String>) {
    match choice {
        ExamChoice::Sat(sat) => (SAT.into(), sat.map(|yes| word(yes).to_owned())),
        ExamChoice::Date(day) => (DATE.into(), day.map(|day| date_of(day).to_string())),
        ExamChoice::Minutes(minutes) => (MINUTES_A_DAY.into(), minutes.map(|m| m.to_string())),
        ExamChoice::Free(free) => {
            let names = free_names(free);
            (FREE.into(), (!names.is_empty()).then(|| names.join(",")))
        }
        ExamChoice::Mark(mark) => (MARK.into(), mark.map(|m| m.to_string())),
        ExamChoice::Weight(module, weight) => {
            (format!("{WEIGHT}{module}"), weight.map(|w| w.to_string()))
        }
    }
}

fn read(rows: &[Chosen]) -> Choices {
    let days: BTreeSet<Day> = rows
        .iter()
        .flat_map(|row| &row.values)
        .map(|of| of.0)
        .collect();
    let mut choices = standing(rows);
    choices.since.extend(days.into_iter().map(|day| {
        let mut rows = rows.to_vec();
        let all = rows.iter_mut().map(|row| &mut row.values);
        all.for_each(|values| values.retain(|(on, ..)| *on <= day));
        (day, standing(&rows))
    }));
    choices
}

/// What was chosen; a value that this program does not understand counts as not chosen.
fn standing(rows: &[Chosen]) -> Choices {
    let mut choices = Choices::default();
    for row in rows {
        let id = row.key.as_str().to_owned();
        match row.sort {
            Sort::Deck if row.field == TAKES_PART => {
                let takes_part = row.value().and_then(yes_or_no);
                choices.decks.extend(takes_part.map(|yes| (id, yes)));
            }
            Sort::Exam => read_exam(choices.exams.entry(id).or_default(), row),
            _ => {}
        }
    }
    choices
}

fn read_exam(exam: &mut Exam, row: &Chosen) {
    let value = row.value();
    match row.field.as_str() {
        SAT => exam.is_sat = value.and_then(yes_or_no),
        DATE => exam.date = date(&row.values),
        MINUTES_A_DAY => exam.minutes = value.and_then(|text| read_minutes(text).ok()),
        FREE => {
            let free = value.and_then(|text| read_free(text).ok());
            exam.free = free.unwrap_or_default();
        }
        MARK => exam.mark = value.and_then(|text| read_mark(text).ok()),
        field => {
            let module = field.strip_prefix(WEIGHT).map(str::to_owned);
            let weight = value.and_then(|text| text.parse::<f64>().ok());
            let weight = weight.filter(|weight| weight.is_finite() && *weight >= 0.0);
            exam.weights.extend(module.zip(weight));
        }
    }
}

/// The current date, and since when there has been one without interruption. It is an interruption too if a date had passed when
/// the next one was set.
fn date(values: &[Choosing]) -> Option<Date> {
    let mut standing: Option<Date> = None;
    for (on, value, _) in values {
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

fn word(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// How much of each deck is studied today.
#[derive(Debug, Default)]
pub(super) struct Taking {
    /// Nothing is: the plan of an examination leaves the day free.
    pub is_free: bool,
    /// Decks that the learner let rest.
    pub put_to_rest: HashSet<String>,
    pub parts: HashMap<String, Part>,
    /// Concepts, as `deck/concept`, that are not introduced although their deck takes part.
    held_back: HashSet<String>,
    /// Concepts, as `deck/concept`, whose new questions come first because of the newest diagnostic, lowest number first.
    pub first: HashMap<String, u32>,
}

impl Taking {
    pub fn takes_part(&self, deck: &str) -> bool {
        self.parts.get(deck).is_none_or(|part| part.takes_part())
    }

    /// Orders the concepts of a deck as a diagnostic requires; without one they keep their order.
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
        Ok(read(&self.choice_rows()?))
    }

    fn choice_rows(&self) -> Result<Vec<Chosen>, Trouble> {
        self.store.choices(&[Sort::Deck, Sort::Exam])
    }

    pub(super) fn origin(&self, deck: &Outline) -> Option<Origin> {
        self.shelf.get(&deck.id).map(Shelved::origin)
    }

    pub(super) fn taking(&self, decks: &[Arc<Outline>]) -> Result<Taking, String> {
        let choices = self.choices()?;
        let resting = decks
            .iter()
            .filter(|deck| choices.takes_part(deck) == Some(false));
        let mut taking = Taking {
            is_free: choices.is_free(self.today()),
            put_to_rest: resting.map(|deck| deck.id.clone()).collect(),
            first: self.weakest_first(decks)?,
            ..Taking::default()
        };
        for deck in decks {
            let is_shipped = self.origin(deck) == Some(Origin::Builtin);
            let part = choices.part(blueprints(), deck, is_shipped);
            taking.parts.insert(deck.id.clone(), part);
            if part == Part::ForExams {
                let held_back = deck
                    .concepts
                    .iter()
                    .filter(|c| !choices.introduces(blueprints(), &deck.track, c));
                taking
                    .held_back
                    .extend(held_back.map(|c| format!("{}/{}", deck.id, c.id)));
            }
        }
        Ok(taking)
    }

    /// Examinations to ask the learner about, if shipped decks prepare for several and nothing was chosen or answered yet;
    /// otherwise empty.
    pub(super) fn exams_to_ask_for(
        &self,
        decks: &[Arc<Outline>],
    ) -> Result<Vec<(String, Text)>, String> {
        if !self.choice_rows()?.is_empty() || !self.memories.is_empty() || self.store.is_read_only()
        {
            return Ok(Vec::new());
        }
        let is_shipped = |deck: &&Arc<Outline>| self.origin(deck) == Some(Origin::Builtin);
        let shipped: Vec<_> = decks.iter().filter(is_shipped).collect();
        let of_any = |b: &&Blueprint| shipped.iter().any(|deck| blueprint::serves(b, deck));
        let exams = blueprints().iter().filter(of_any);
        Ok(exams.map(|b| (b.id.clone(), b.title.clone())).collect())
    }

    /// Lets the deck take part, or rest.
    pub fn take_part(&mut self, deck: &str, takes_part: bool) -> Result<(), String> {
        self.choose(&[Choice::Deck(deck.to_owned(), takes_part)])
    }

    pub fn choose_for_exam(&mut self, exam: &str, choice: &ExamChoice) -> Result<(), String> {
        self.choose(&[Choice::Exam(exam.to_owned(), choice.clone())])
    }

    /// Writes the choices, all or none; they are undone together.
    pub fn choose(&mut self, choices: &[Choice]) -> Result<(), String> {
        let today = self.today();
        let changes = choices.iter().map(|choice| change(choice, today));
        let changes: Vec<Change> = changes.collect();
        Ok(self
            .store
            .record_as_one(&changes, self.clock.moment())
            .map(drop)?)
    }
}

fn change(choice: &Choice, today: Day) -> Change {
    let (sort, key, (field, value)) = match choice {
        Choice::Deck(id, yes) => (
            Sort::Deck,
            Key::from_text(id),
            (TAKES_PART.to_owned(), Some(word(*yes).to_owned())),
        ),
        Choice::Exam(id, choice) => (Sort::Exam, Key::from_text(id), row(choice)),
        Choice::Note(sort, key, text) => (*sort, key.clone(), (NOTE.to_owned(), text.clone())),
    };
    let event = Event::Choose {
        field,
        value,
        is_taken_over: false,
    };
    Change {
        sort,
        ..Change::new(key, event, today, Memory::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dated(values: &[(i32, Option<&str>)]) -> Option<(i32, i32)> {
        let values: Vec<_> = values
            .iter()
            .map(|(day, value)| (Day(*day), value.map(str::to_owned), false))
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
            let (field, value) = row(&choice);
            let chosen = Chosen {
                sort: Sort::Exam,
                key: Key::from_text("CPIM"),
                field,
                values: vec![(Day(19_000), value, false)],
            };
            read_exam(&mut exam, &chosen);
        }
        assert_eq!(
            (exam.is_sat, exam.minutes, exam.mark),
            (Some(true), Some(45), Some(70))
        );
        assert_eq!(exam.date.unwrap().day, Day(20_000));
        assert_eq!((exam.free, exam.weights["3"]), (free, 12.5));
    }
}
