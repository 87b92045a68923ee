//! The plan towards the dates of examinations: from memories, choices and today's date, what to ask. It changes no memory and is
//! not stored; it is worked out again whenever one of its inputs changes.

use super::choices::Exam;
use super::memory::{Event, Learned, Meant};
use super::sm2::{self, Grade};
use super::{Day, Memory, words};
use std::iter::successors;

/// Planned repetitions after today are multiplied by this, because some will be failed and come again.
const MISSES: f64 = 1.15;
/// The share of a day's minutes that the plan fills.
const PLANNED: f64 = 0.9;
/// Up to this share of a day's minutes a plan is called tight; beyond it, it does not fit.
const TIGHT: f64 = 1.1;
/// Most minutes a day that are advised.
pub const MOST_MINUTES: u32 = 480;
/// The longest calendar, in days.
pub const LONGEST_DAYS: i32 = 3 * 366;

/// Time for one answer, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// A question met before, its drills included.
    pub met: f64,
    pub new: f64,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace {
            met: 10_000.0,
            new: 20_000.0,
        }
    }
}

/// An examination to come, with a date.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dated {
    pub id: String,
    /// The day of the examination, on which nothing is studied.
    pub day: Day,
    pub since: Day,
    pub minutes: u32,
    pub free: [bool; 7],
    /// Questions still to be met for it; a question that two examinations share counts for the nearer one.
    pub left: u32,
    /// Of how many cards these are the first question still to be met, the second, and so on, for no two of a card come on one day.
    /// Where one was asked today already, or is due, the next counts as the second. Empty where each question has its own card.
    pub cards: Vec<u32>,
    /// Cards of which one was asked today or is due, and those of which one was met today for the first time: it is due tomorrow.
    pub taken: u32,
    pub held: u32,
    /// Questions of it that were met for the first time today.
    pub met_today: u32,
}

impl Dated {
    /// `None` where the examination is not chosen, has no date, or is over.
    pub fn of(id: &str, exam: &Exam, today: Day) -> Option<Dated> {
        let date = exam.date.filter(|date| date.day >= today)?;
        exam.is_chosen().then(|| Dated {
            id: id.to_owned(),
            day: date.day,
            since: date.since.min(today),
            minutes: exam.minutes(),
            free: exam.free,
            ..Dated::default()
        })
    }

    /// How many cards can have a question met on a day, once `left` questions are still to be met. First come the first
    /// questions of all cards, then the second ones: so the cards met so far are taken to have as many more as all have.
    /// `before` was met on the study day before: it is due on this day, and keeps the other questions of its cards waiting. So do
    /// those that hold a card in reality, where that day was today.
    fn cards_apart(&self, left: u32, [before, held]: [u32; 2], is_today: bool) -> u32 {
        let all = |nth: usize| self.cards.get(nth).copied().unwrap_or(0);
        if is_today {
            return self.cards.first().copied().unwrap_or(left);
        }
        // Of `n` of the cards with a question at the place before this one, how many have one here.
        let share = |n: u32, nth: usize, round: fn(u64, u64) -> u64| {
            let have = all(nth).saturating_sub(if nth == 1 { self.taken } else { 0 });
            let share = round(u64::from(n) * u64::from(have), all(nth - 1).max(1).into());
            u32::try_from(share).unwrap_or(have)
        };
        // In doubt a question can come: one that is left over would be told as never met.
        let waits = |nth: usize, met: u32| share(before.saturating_sub(met), nth, |n, of| n / of);
        let mut met = self.left.saturating_sub(left);
        for (nth, cards) in self.cards.iter().enumerate() {
            if met < *cards {
                let again = share(met.saturating_sub(before), nth + 1, u64::div_ceil);
                let (come, wait) = match nth {
                    0 => (self.taken, held),
                    1 => (0, held + waits(1, met)),
                    _ => (0, waits(nth, met)),
                };
                let come = (cards - met + again + come).saturating_sub(wait);
                // Shares are of whole cards. Where one or two are short by them, nobody is told that the plan does not fit.
                return if left.saturating_sub(come) <= 2 {
                    left
                } else {
                    come
                };
            }
            met -= cards;
        }
        left
    }
}

/// A question that was met and is not suspended.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub learned: Learned,
    /// Hidden until this day.
    pub from: Day,
    /// Due, and left for another day because today asks another card of the same fact.
    pub waits: bool,
    /// The examinations for which it is asked: bit `n` is the examination at index `n`.
    pub exams: u32,
    /// The last planned answer.
    pub answered: Option<Answered>,
}

/// A planned answer, with the interval before and after it (a look leaves the interval as it is).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    pub day: Day,
    pub before: u32,
    pub after: u32,
}

impl Item {
    /// Absent where the question is new or suspended.
    pub fn of(memory: &Memory, exams: u32, today: Day) -> Option<Item> {
        let learned = memory.learned.filter(|_| !memory.suspended)?;
        let from = if memory.buried == Some(today) {
            today.plus(1)
        } else {
            today
        };
        Some(Item {
            learned,
            from,
            waits: false,
            exams,
            answered: None,
        })
    }

    fn is_of(&self, exam: usize) -> bool {
        self.exams >> exam & 1 == 1
    }

    /// How close the question is to being forgotten: days since the last answer as a share of the interval, 1 at its end.
    fn risk(&self, day: Day) -> f64 {
        let learned = &self.learned;
        f64::from(day.since(learned.seen)) / f64::from(learned.schedule.interval.max(1))
    }

    /// The first day on which it may be repeated.
    fn comes(&self) -> Day {
        self.learned.schedule.due.max(self.from)
    }
}

/// Orders places of items by their risk.
pub fn most_at_risk_first(places: &mut [usize], items: &[Item], day: Day) {
    let risk = |at: &usize| items[*at].risk(day);
    places.sort_unstable_by(|a, b| risk(b).total_cmp(&risk(a)).then_with(|| a.cmp(b)));
}

/// All inputs of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    pub today: Day,
    /// Nearest date first.
    pub exams: Vec<Dated>,
    /// All questions that take part, sorted by key.
    pub items: Vec<Item>,
    /// Questions met before today and answered today, whether repeated, lapsed or looked at.
    pub done_today: u32,
    pub pace: Pace,
}

/// What a day asks for in addition to its repetitions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Today {
    /// Nothing is asked on this day; what is due waits.
    pub is_free: bool,
    /// How many looks, and the candidates by index, most at risk first. There may be more candidates than looks.
    pub looks: u32,
    pub candidates: Vec<usize>,
    /// How many new questions for each examination.
    pub new: Vec<u32>,
    /// Questions a day (due, looks, and those already done) when there are looks: no day of the round exceeds it.
    pub level: u32,
    /// The last day of study before an examination: siblings are no longer kept for another day.
    pub is_last: bool,
}

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Planned {
    pub day: Day,
    pub due: u32,
    pub looks: u32,
    pub new: u32,
    /// Answered already, where the day is today; in `ms` too.
    pub done: u32,
    pub ms: f64,
    /// The learner's minutes for the day, in milliseconds.
    pub room: f64,
}

impl Planned {
    /// Questions still to be asked.
    pub fn asks(&self) -> u32 {
        self.due + self.looks + self.new
    }

    /// Rounded up.
    pub fn minutes(&self) -> u32 {
        (self.ms / 60_000.0).ceil() as u32
    }

    /// Whether it takes more than this share of the day's minutes. Once nothing is left to ask, what today took counts no longer.
    pub fn is_beyond(&self, share: f64) -> bool {
        self.asks() > 0 && self.ms > share * self.room
    }
}

words! {
    pub enum Fits {
        Yes = "yes",
        Tight = "tight",
        No = "no",
    }
}

/// The plan for one examination.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamPlan {
    pub window_from: Day,
    /// The first day to come with looks; `None` if there are none.
    pub looks_from: Option<Day>,
    /// Whether a look of the last round was taken already.
    pub has_begun: bool,
    /// The last day with new questions; `None` if there are none.
    pub new_until: Option<Day>,
    /// The highest number of new questions on one day.
    pub new_a_day: u32,
    /// Each day of study after today asks for that many until the last one, or for one less.
    pub is_even: bool,
    pub unmet: u32,
    /// Days by which it is judged that go beyond the minutes by more than a tenth.
    pub over: u32,
    pub fits: Fits,
    pub busiest: Planned,
    pub days: Vec<Planned>,
    /// For each item, the last planned answer before the examination.
    pub answered: Vec<Option<Answered>>,
}

impl Ground {
    fn exam_at(&self, day: Day) -> Option<&Dated> {
        self.exams.iter().find(|exam| exam.day >= day)
    }

    /// Whether anything is asked on this day: not on days that the nearest examination leaves free, nor on the day of one.
    pub fn is_study_day(&self, day: Day) -> bool {
        self.exam_at(day)
            .is_some_and(|exam| exam.day != day && !exam.free[super::choices::weekday(day)])
    }

    /// The time for study on a day, in milliseconds.
    fn room(&self, day: Day) -> f64 {
        let minutes = self.exam_at(day).map_or(0, |exam| exam.minutes);
        f64::from(minutes) * 60_000.0
    }

    fn study_days(&self, from: Day, to: Day) -> Vec<Day> {
        let all = from.0..to.0.min(from.0.saturating_add(LONGEST_DAYS));
        all.map(Day).filter(|day| self.is_study_day(*day)).collect()
    }

    /// The first day of the last round: the final eighth of the time to the examination, in which questions are looked at again.
    pub fn window_from(&self, exam: &Dated) -> Day {
        let whole = exam.day.since(exam.since).max(0);
        let mut from = Day(exam.day.0 - (whole / 8).max(2)).max(exam.since);
        while from > exam.since && self.study_days(from, exam.day).len() < 2 {
            from = Day(from.0 - 1);
        }
        from
    }

    /// The day after the last one with new questions; fixed when the date was set.
    fn new_end(exam: &Dated, window: Day) -> Day {
        let days = window.since(exam.since).max(0);
        Day(window.0 - (days + 9) / 10)
    }

    /// What today asks for.
    pub fn today(&self) -> Today {
        Walk::new(self).plan()
    }

    /// The plans of all examinations, each up to its day.
    pub fn plans(&self) -> Vec<ExamPlan> {
        let mut walk = Walk::new(self);
        let begun = walk.begun.clone();
        // Each day, for which examinations its looks are, and how many new questions it brings for each.
        let mut lived: Vec<(Planned, u32, Vec<u32>)> = Vec::new();
        let mut plans = Vec::with_capacity(self.exams.len());
        for (at, exam) in self.exams.iter().enumerate() {
            while walk.day < exam.day && lived.len() < LONGEST_DAYS as usize {
                let today = walk.plan();
                let (planned, looked) = walk.live(&today);
                lived.push((planned, looked, today.new));
            }
            let unmet = walk.left[at];
            let new = || lived.iter().map(|(of, _, new)| (of.day, new[at]));
            let new_until = new().rfind(|(_, n)| *n > 0).map(|(day, _)| day);
            let new_a_day = new().map(|(_, n)| n).max().unwrap_or(0);
            let is_even = new()
                .filter(|(day, _)| *day > self.today && Some(*day) <= new_until)
                .all(|(day, n)| !self.is_study_day(day) || n + 1 >= new_a_day);
            // Before its own round a question is looked at for another examination that it serves.
            let from = walk.windows[at];
            let is_looked =
                |(of, exams, _): &&(Planned, u32, _)| of.day >= from && exams >> at & 1 == 1;
            let from = self.judged_from(at);
            let days: Vec<Planned> = lived.iter().map(|(of, ..)| *of).collect();
            let judged = || days.iter().filter(|of| of.day >= from);
            let over = |share| judged().filter(|of| of.is_beyond(share)).count();
            let fits = match () {
                () if unmet > 0 || over(TIGHT) > 0 => Fits::No,
                () if over(PLANNED) > 0 => Fits::Tight,
                () => Fits::Yes,
            };
            let asking = judged().filter(|of| of.asks() > 0);
            let busiest = asking.max_by(|a, b| a.ms.total_cmp(&b.ms));
            plans.push(ExamPlan {
                window_from: walk.windows[at],
                looks_from: lived.iter().find(is_looked).map(|(of, ..)| of.day),
                has_begun: begun[at],
                new_until,
                new_a_day,
                is_even,
                unmet,
                over: over(TIGHT) as u32,
                fits,
                busiest: busiest.copied().unwrap_or(Planned {
                    day: self.today,
                    ..Planned::default()
                }),
                days,
                answered: walk.items[..self.items.len()]
                    .iter()
                    .map(|item| item.answered)
                    .collect(),
            });
        }
        plans
    }

    /// The first day by which the plan of that examination is judged: those before belong to the plan of the nearer one.
    fn judged_from(&self, at: usize) -> Day {
        let [.., before, exam] = &self.exams[..=at] else {
            return self.today;
        };
        let is_in_sight = before.day.since(self.today) < LONGEST_DAYS;
        if is_in_sight && !self.study_days(before.day, exam.day).is_empty() {
            before.day
        } else {
            self.today
        }
    }

    /// Whether everything fits up to the examination at that index. Stops at the first day that does not.
    fn fits_up_to(&self, at: usize) -> bool {
        let mut walk = Walk::new(self);
        let from = self.judged_from(at);
        while walk.day < self.exams[at].day && walk.day.since(self.today) < LONGEST_DAYS {
            let today = walk.plan();
            let (planned, _) = walk.live(&today);
            if planned.day >= from && planned.is_beyond(PLANNED) {
                return false;
            }
        }
        walk.left[at] == 0
    }

    /// The first minutes a day beyond those set with which everything fits, in steps of five or a tenth, and whether the examinations
    /// before this one need at least as many. Upward, for with more minutes the last round may begin later and fit less. Otherwise
    /// how many questions would not be met even with `MOST_MINUTES` for each.
    pub fn minutes_that_fit(&self, exam: usize) -> Result<(u32, bool), u32> {
        let mut unmet = 0;
        for first in [exam, 0].into_iter().take(exam + 1) {
            let with = |minutes| {
                let mut ground = self.clone();
                for of in &mut ground.exams[first..=exam] {
                    of.minutes = of.minutes.max(minutes);
                }
                ground
            };
            unmet = with(MOST_MINUTES).plans()[exam].unmet;
            let set = self.exams[first..=exam].iter().map(|of| of.minutes).min();
            let next = |m: &u32| Some(m + (m / 50).max(1) * 5);
            let above = successors(next(&(set.unwrap_or(0) / 5 * 5)), next);
            let mut above = above.take_while(|m| unmet == 0 && *m <= MOST_MINUTES);
            if let Some(minutes) = above.find(|minutes| with(*minutes).fits_up_to(exam)) {
                return Ok((minutes, first < exam));
            }
        }
        Err(unmet)
    }

    /// The inputs without some decks.
    fn without<'d>(&self, decks: impl Iterator<Item = &'d Share>) -> Ground {
        let mut ground = self.clone();
        let mut goes = vec![false; self.items.len()];
        for deck in decks {
            for at in &deck.items {
                goes[*at] = true;
            }
            for (exam, left) in ground.exams.iter_mut().zip(&deck.left) {
                exam.left = exam.left.saturating_sub(*left);
            }
        }
        let mut goes = goes.into_iter();
        ground.items.retain(|_| !goes.next().unwrap_or(false));
        ground
    }

    /// Indexes of the decks that would have to rest for the others to fit: the one with the fewest questions for the examination
    /// if one is enough, otherwise as many of the largest as it takes. `None` where less than half of the questions would be left:
    /// that is no longer the examination.
    pub fn decks_that_may_rest(&self, exam: usize, decks: &[Share]) -> Option<Vec<usize>> {
        let questions = |deck: &Share| {
            let of_exam = deck.items.iter().filter(|at| self.items[**at].is_of(exam));
            of_exam.count() as u32 + deck.left.get(exam).copied().unwrap_or(0)
        };
        let mut serving: Vec<usize> = (0..decks.len()).collect();
        serving.retain(|at| questions(&decks[*at]) > 0);
        serving.sort_by_key(|at| questions(&decks[*at]));
        let all: u32 = serving.iter().map(|at| questions(&decks[*at])).sum();
        let fits = |chosen: &[usize]| {
            let chosen = chosen.iter().map(|at| &decks[*at]);
            self.without(chosen).fits_up_to(exam)
        };
        let alone = serving.iter().map(|at| vec![*at]);
        let from_largest =
            (2..serving.len()).map(|n| serving.iter().rev().take(n).copied().collect());
        let leaves_half = |chosen: &Vec<usize>| {
            2 * chosen.iter().map(|at| questions(&decks[*at])).sum::<u32>() <= all
        };
        // Each holds more questions than the one before.
        let tried: Vec<_> = alone.chain(from_largest).take_while(leaves_half).collect();
        let most = tried.last().filter(|chosen| fits(chosen))?;
        let at = tried.partition_point(|chosen| !fits(chosen));
        let least = tried.get(at).filter(|chosen| fits(chosen));
        Some(least.unwrap_or(most).clone())
    }
}

/// A deck's share of a plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Share {
    /// Indexes of its items.
    pub items: Vec<usize>,
    /// Questions still to be met, for each examination.
    pub left: Vec<u32>,
}

/// Goes through a plan day by day, as if all were done and every answer were graded 4.
struct Walk<'g> {
    ground: &'g Ground,
    day: Day,
    items: Vec<Item>,
    left: Vec<u32>,
    /// For each examination the questions met on the study day before by this plan, and the cards held in reality.
    met_before: Vec<[u32; 2]>,
    windows: Vec<Day>,
    /// Whether a look was taken in the last round.
    begun: Vec<bool>,
}

impl<'g> Walk<'g> {
    fn new(ground: &'g Ground) -> Walk<'g> {
        let windows: Vec<Day> = ground.exams.iter().map(|e| ground.window_from(e)).collect();
        let begun = windows.iter().enumerate().map(|(k, window)| {
            ground
                .items
                .iter()
                .any(|i| i.is_of(k) && i.learned.seen >= *window && i.learned.seen > i.learned.last)
        });
        Walk {
            begun: begun.collect(),
            day: ground.today,
            items: ground.items.clone(),
            left: ground.exams.iter().map(|exam| exam.left).collect(),
            met_before: vec![[0; 2]; ground.exams.len()],
            windows,
            ground,
        }
    }

    /// What was done today already; of a later day nothing was.
    fn done(&self, today: u32) -> u32 {
        today * u32::from(self.day == self.ground.today)
    }

    fn plan(&self) -> Today {
        let ground = self.ground;
        let mut today = Today {
            new: vec![0; ground.exams.len()],
            is_free: !ground.is_study_day(self.day),
            ..Today::default()
        };
        if today.is_free {
            return today;
        }
        let due = self.items.iter().filter(|i| i.comes() <= self.day);
        let due = due.count() as u32;
        // The last rounds under way or to come, the nearest first: repetitions by day, and questions that need a look.
        let mut rounds = Vec::new();
        let mut needs_look = vec![false; self.items.len()];
        let (mut looks, mut beginning) = (0, 0);
        for (k, exam) in ground.exams.iter().enumerate() {
            if exam.day <= self.day || self.day < self.windows[k] {
                continue;
            }
            let days = ground.study_days(self.day, exam.day);
            today.is_last |= days.len() == 1;
            let (loads, candidates) = self.round(k, exam, &days, &needs_look);
            candidates.iter().for_each(|at| needs_look[*at] = true);
            looks += candidates.len() as u32;
            // Those of today count too: a round that begins in the morning does not end during the day.
            for (at, item) in self.items.iter().enumerate() {
                let is_looked_at = item.learned.seen == self.day && item.learned.last < self.day;
                if item.is_of(k) && is_looked_at && !std::mem::replace(&mut needs_look[at], true) {
                    looks += 1;
                }
            }
            let ahead: u32 = loads.iter().skip(1).sum();
            let work = (f64::from(ahead) * MISSES + f64::from(looks)) * ground.pace.met;
            let room = PLANNED * ground.room(self.day) * (days.len() as f64 - 1.0);
            rounds.push((loads, candidates));
            if self.begun[k] || days.len() <= 2 || work > room {
                // The looks of nearer examinations are to be taken in the same days: they begin with it.
                beginning = rounds.len();
            }
        }
        let mut taken = vec![false; self.items.len()];
        let mut filled: Vec<u32> = Vec::new();
        rounds.truncate(beginning);
        for (mut loads, candidates) in rounds {
            loads[0] = due + self.done(ground.done_today) + today.looks;
            // Nearer rounds fill the days to come up to their level.
            for (load, filled) in loads.iter_mut().zip(&filled).skip(1) {
                *load = (*load).max(*filled);
            }
            let candidates_n = candidates.len() as u32;
            if candidates_n == 0 {
                continue;
            }
            let level = level(&loads, candidates_n);
            let n = level.saturating_sub(loads[0]).min(candidates_n);
            filled = loads.iter().map(|load| level.max(*load)).collect();
            today.level = today.level.max(level);
            today.looks += n;
            let mut taking = n;
            for at in candidates {
                if taking > 0 && self.items[at].from <= self.day {
                    taken[at] = true;
                    taking -= 1;
                }
                today.candidates.push(at);
            }
        }
        // Chosen looks first, then those that replace one that has to wait for a sibling.
        today.candidates.sort_by_key(|at| !taken[*at]);
        today
            .candidates
            .retain(|at| self.items[*at].from <= self.day);
        today.looks = today.looks.min(today.candidates.len() as u32);
        self.plan_new(&mut today, due);
        today
    }

    /// The repetitions that fall on each of these study days, and the questions that need a look, most at risk first, but for those that
    /// a nearer examination needs too.
    fn round(
        &self,
        k: usize,
        exam: &Dated,
        days: &[Day],
        needs_look: &[bool],
    ) -> (Vec<u32>, Vec<usize>) {
        let mut loads = vec![0; days.len()];
        let mut candidates = Vec::new();
        for (at, item) in self.items.iter().enumerate() {
            // What falls on a free day moves to the next study day.
            let falls = days.partition_point(|day| *day < item.comes());
            if item.comes() < exam.day
                && let Some(load) = loads.get_mut(falls)
            {
                // Questions answered today that come back were not known this morning, so that today's level does not change
                // during the day.
                *load += u32::from(item.learned.last != self.day);
            } else if item.is_of(k) && item.learned.seen < self.windows[k] && !needs_look[at] {
                candidates.push(at);
            }
        }
        most_at_risk_first(&mut candidates, &self.items, self.day);
        (loads, candidates)
    }

    fn plan_new(&self, today: &mut Today, due: u32) {
        let ground = self.ground;
        let met = |k: usize| self.done(ground.exams[k].met_today);
        let met_in_all: u32 = (0..ground.exams.len()).map(met).sum();
        let answered = due + self.done(ground.done_today) + today.looks;
        let used = f64::from(answered) * ground.pace.met + f64::from(met_in_all) * ground.pace.new;
        let room = ground.room(self.day) - used;
        let mut room = (room / ground.pace.new.max(1.0)).max(0.0) as u32;
        for (k, exam) in ground.exams.iter().enumerate() {
            if exam.day <= self.day || self.left[k] == 0 {
                continue;
            }
            let window = self.windows[k];
            let end = Ground::new_end(exam, window);
            let left = self.left[k];
            let over = |days: usize| {
                let days = days.max(1) as u32;
                (left + met(k)).div_ceil(days).saturating_sub(met(k))
            };
            let days_to = |day| ground.study_days(self.day, day).len();
            let wanted = match self.day {
                _ if ground.study_days(exam.since, window).is_empty() => {
                    over(days_to(exam.day).saturating_sub(1))
                }
                day if day < end => over(days_to(end)),
                day if day < window => over(days_to(window)),
                // Met once is better than never: where minutes remain, up to the last day.
                _ => left,
            };
            let apart = exam.cards_apart(left, self.met_before[k], self.day == ground.today);
            today.new[k] = wanted.min(apart).min(room);
            room -= today.new[k];
        }
    }

    /// Completes the day as planned. Returns for which examinations the looks were, as bits.
    fn live(&mut self, today: &Today) -> (Planned, u32) {
        let (day, ground) = (self.day, self.ground);
        let mut planned = Planned {
            day,
            room: ground.room(day),
            ..Planned::default()
        };
        let mut looked = 0;
        if !today.is_free {
            for item in &mut self.items {
                if item.comes() <= day && !(item.waits && day == ground.today) {
                    let before = item.learned.schedule;
                    let after = sm2::repeat(Some(before), Grade::GOOD, day);
                    item.answered = Some(Answered {
                        day,
                        before: before.interval,
                        after: after.interval,
                    });
                    item.learned.schedule = after;
                    item.learned.last = day;
                    item.learned.seen = day;
                    planned.due += 1;
                }
            }
            for at in today.candidates.iter().take(today.looks as usize) {
                let item = &mut self.items[*at];
                let interval = item.learned.schedule.interval;
                item.answered = Some(Answered {
                    day,
                    before: interval,
                    after: interval,
                });
                item.learned.seen = day;
                looked |= item.exams;
                planned.looks += 1;
            }
            let met = Memory::default().after(&Event::graded(Meant::Review, Grade::GOOD), day);
            for (k, n) in today.new.iter().enumerate() {
                let new = Item::of(&met, 1 << k, day);
                let all = std::iter::repeat_n(new, *n as usize);
                self.items.extend(all.flatten());
                self.left[k] -= n;
                self.met_before[k] = [*n, self.done(ground.exams[k].held)];
                planned.new += n;
            }
        }
        for (k, begun) in self.begun.iter_mut().enumerate() {
            let is_in_window = day >= self.windows[k];
            *begun |= is_in_window && looked >> k & 1 == 1;
        }
        let met = self.done(ground.exams.iter().map(|exam| exam.met_today).sum());
        let done = self.done(ground.done_today);
        let misses = if day == ground.today { 1.0 } else { MISSES };
        planned.done = done + met;
        planned.ms = (f64::from(planned.due + done) * misses + f64::from(planned.looks))
            * ground.pace.met
            + f64::from(planned.new + met) * ground.pace.new;
        self.day = day.plus(1);
        (planned, looked)
    }
}

/// The smallest level to which the loads can be filled by `more` questions.
fn level(loads: &[u32], more: u32) -> u32 {
    let mut sorted = loads.to_vec();
    sorted.sort_unstable();
    let mut sum = u64::from(more);
    let mut level = 0;
    for (n, load) in (1u64..).zip(&sorted) {
        if level > 0 && u64::from(*load) >= level {
            break;
        }
        sum += u64::from(*load);
        level = sum.div_ceil(n);
    }
    u32::try_from(level).unwrap_or(u32::MAX)
}
