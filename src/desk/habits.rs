//! How the learner studied before today. Read once a day, and at a start on a thread beside what else a home screen needs.

use super::Desk;
use crate::store::{Habit, Trouble};
use crate::study::Day;
use crate::study::choices::Choices;
use std::cell::Cell;
use std::panic::resume_unwind;
use std::thread::{Builder, JoinHandle};

/// The day and the version of the database that they were read at: another window may write meanwhile.
type Mark = Option<(Day, i64)>;

/// The thread that reads it.
type Reading = JoinHandle<Result<Habit, Trouble>>;

/// Nothing done today changes them but a choice of free days.
#[derive(Default)]
pub(super) struct Habits {
    known: Cell<Option<(Mark, Habit)>>,
    coming: Cell<Option<(Mark, Reading)>>,
}

impl Desk {
    pub(super) fn habit(&self) -> Result<Habit, String> {
        if let Some(habit) = self.known_habit() {
            return Ok(habit);
        }
        // Taken before anything is read.
        let mark = self.mark();
        let coming = self.habits.coming.take().filter(|(then, _)| *then == mark);
        let read = coming.map(|(_, thread)| thread.join().unwrap_or_else(|e| resume_unwind(e)));
        let habit = match read {
            Some(Ok(habit)) => habit,
            // Perhaps only a further connection could not be had.
            _ => {
                let choices = self.choices()?;
                self.store
                    .habit_before(self.today(), |day| choices.was_free(day))?
            }
        };
        self.know_habit(mark, habit);
        Ok(habit)
    }

    /// Begins to read it, for which a computer with several processors needs no time of its own.
    pub(super) fn begin_habit(&self, choices: &Choices) {
        if self.known_habit().is_some() {
            return;
        }
        let (mark, again) = (self.mark(), self.store.again());
        let (today, choices) = (self.today(), choices.clone());
        let read = move || again()?.habit_before(today, |day| choices.was_free(day));
        let coming = Builder::new().spawn(read).ok();
        self.habits.coming.set(coming.map(|thread| (mark, thread)));
    }

    pub(super) fn know_habit(&self, mark: Mark, habit: Habit) {
        self.habits.known.set(Some((mark, habit)));
    }

    fn known_habit(&self) -> Option<Habit> {
        let (then, habit) = self.habits.known.get()?;
        (then.is_some() && then == self.mark()).then_some(habit)
    }
}
