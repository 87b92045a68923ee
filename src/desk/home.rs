//! The home screen: worked out from the plan of the day, or taken from the cache where nothing has changed since.

use super::Desk;
use super::choices::Taking;
use super::selection::Selection;
use super::summary::Summary;
use crate::study::Day;
use crate::study::outlook::{Broken, DeckLine, Home, MATURE_DAYS};
use crate::study::plan::Question;
use std::collections::BTreeMap;

/// What an answer takes before there is a pace of the learner's own.
const PACE_MS: u32 = 12_000;
/// Answers that the learner's pace is taken from.
const PACE_OF: u32 = 200;

impl Desk {
    pub fn home(&mut self) -> Home {
        match self.try_home() {
            Ok(home) => home,
            Err(sentence) => {
                let mut notices = self.notices.clone();
                notices.push(sentence);
                Home {
                    today: self.today(),
                    broken: self.broken(),
                    notices,
                    ..Home::default()
                }
            }
        }
    }

    /// The same, where a refusal of the database ends the work.
    pub fn try_home(&mut self) -> Result<Home, String> {
        // Asked before anything is read: what another window writes meanwhile makes the summary old, never wrong.
        let grounds = self.grounds();
        let current = self.summarised(grounds.as_deref());
        let is_written =
            current.is_some() && self.summary.as_ref().is_some_and(|s| s.seal == self.seal);
        let home = match current {
            Some(home) => home,
            None => self.work_out_home()?,
        };
        if !is_written && let Some(grounds) = grounds {
            let summary = Summary {
                seal: self.seal.clone(),
                grounds,
                home: home.clone(),
            };
            // A cache that cannot be written costs time and nothing else.
            let _ = self.shelf.summary_path().map(|path| summary.write(&path));
            self.summary = Some(summary);
        }
        Ok(home)
    }

    /// All that a home screen follows from.
    pub(super) fn grounds(&self) -> Option<String> {
        let deck_limits: BTreeMap<_, _> = self.settings.new_per_deck.iter().collect();
        Some(format!(
            "{:?} {:?} {:016x} {} {} {deck_limits:?}",
            self.store.folder(),
            self.today(),
            self.shelf.mark(),
            self.store.mark().ok()?,
            self.settings.new_per_day,
        ))
    }

    /// The last home screen, where nothing that it follows from has changed.
    pub(super) fn summarised(&self, grounds: Option<&str>) -> Option<Home> {
        let summary = self.summary.as_ref()?;
        (Some(summary.grounds.as_str()) == grounds).then(|| Home {
            broken: self.broken(),
            notices: self.notices.clone(),
            updates: self.updates.told(),
            ..summary.home.clone()
        })
    }

    fn work_out_home(&mut self) -> Result<Home, String> {
        self.remember()?;
        let today = self.today();
        let decks = self.outlines();
        let everything = Selection::everything(self.taking(&decks)?);
        let whole = Selection::everything(Taking::default());
        let planned = self.plan(&decks, &everything, None)?;
        let (plan, free) = (planned.plan, planned.is_free);
        let so_far = self.store.so_far(today).map_err(|t| t.to_string())?;
        let pace = self
            .store
            .pace(PACE_OF)
            .map_err(|t| t.to_string())?
            .unwrap_or(PACE_MS);
        let mut week: Vec<(Day, u32)> = (0..7).map(|i| (today.plus(i), 0)).collect();
        week[0].1 = plan.len() as u32;
        let mut lines = Vec::with_capacity(decks.len());
        for deck in &decks {
            let mut line = DeckLine {
                id: deck.id.clone(),
                track: deck.track.clone(),
                title: deck.title.clone(),
                takes_part: everything.takes_part(&deck.id),
                concepts: deck.concepts.len() as u32,
                cards: deck.concepts.iter().map(|c| c.cards.len() as u32).sum(),
                faults: self
                    .shelf
                    .get(&deck.id)
                    .map_or(0, |shelved| shelved.fault_count() as u32),
                ..DeckLine::default()
            };
            for asked in self.asked(deck, &whole) {
                line.questions += 1;
                let Some(schedule) = asked.memory.schedule() else {
                    continue;
                };
                line.introduced += 1;
                line.mature += u32::from(schedule.interval >= MATURE_DAYS);
                let ahead = schedule.due.since(today);
                if (1..7).contains(&ahead) && line.takes_part && !asked.memory.suspended {
                    week[ahead as usize].1 += 1;
                }
            }
            let of_deck = |questions: &[Question]| {
                questions.iter().filter(|q| q.key.deck() == deck.id).count() as u32
            };
            line.due = of_deck(&plan.due) + of_deck(&plan.drill);
            line.looks = of_deck(&plan.looks);
            line.new = of_deck(&plan.new);
            lines.push(line);
        }
        let (due, new) = (
            (plan.due.len() + plan.drill.len()) as u32,
            plan.new.len() as u32,
        );
        // A new question comes with a page to read, and often a second time.
        let work_ms =
            u64::from(pace) * (u64::from(due) + plan.looks.len() as u64 + 2 * u64::from(new));
        Ok(Home {
            today,
            due,
            looks: plan.looks.len() as u32,
            waiting: plan.waiting,
            free,
            new,
            done_today: so_far.gradings,
            minutes: work_ms.div_ceil(60_000) as u32,
            decks: lines,
            week,
            broken: self.broken(),
            first_time: self.memories.is_empty(),
            asks_for: self.exams_to_ask_for(&decks)?,
            notices: self.notices.clone(),
            updates: self.updates.told(),
        })
    }

    /// The first fault of each file that has any.
    pub fn broken(&self) -> Vec<Broken> {
        let faulty = self
            .shelf
            .decks()
            .iter()
            .filter_map(|shelved| Some((shelved, shelved.faults().first()?)));
        faulty
            .map(|(shelved, fault)| Broken {
                file: shelved.path().into(),
                line: fault.line as u32,
                code: fault.code.clone(),
                severity: fault.severity,
                message: fault.message.as_str().into(),
                help: fault.help.as_str().into(),
            })
            .collect()
    }
}
