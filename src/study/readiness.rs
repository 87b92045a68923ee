//! How ready a learner is for an examination, module by module: what would be recalled on the day. Estimates with ranges, not
//! promises.

use super::Day;
use super::choices::shares;
use super::exam_plan::{Answered, Item};
use super::figures::{Passed, wilson};
use crate::calculators::numbers;
use std::collections::BTreeMap;

/// Questions assumed as passed and asked before the first answer is counted, so that a few failures do not dominate.
const PRIOR_PASSED: f64 = 27.0;
const PRIOR: f64 = 30.0;

/// Classes of intervals, by their shortest in days.
pub const CLASSES: [u32; 4] = [1, 2, 7, 21];

/// Repetitions that came on time, by the interval before them: how often they were passed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Recall(pub [Passed; CLASSES.len()]);

/// A share from 0 to 1, and the range in which it may lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub share: f64,
    pub low: f64,
    pub high: f64,
}

/// What the estimates mean, and what they do not.
pub const READINESS: &str = "Recall of what you have met, about; early on rather too low. It is no promise to pass. Neither \
    exam's weights are public, to our knowledge: modules count alike unless you give them weights. \
    A question that serves two modules counts in both.";

/// `61 % (55 to 68)`
impl std::fmt::Display for Estimate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [share, low, high] = [self.share, self.low, self.high].map(|s| (s * 100.0).round());
        write!(f, "{share} % ({low} to {high})")
    }
}

impl Estimate {
    /// From results computed alike for the lower end, the middle and the upper end of a range.
    fn of([low, share, high]: [f64; 3]) -> Estimate {
        Estimate {
            share,
            low: low.min(share),
            high: high.max(share),
        }
    }

    fn mean(all: impl Iterator<Item = [f64; 3]>) -> Option<Estimate> {
        let (mut sum, mut n) = ([0.0; 3], 0.0);
        for one in all {
            sum = [0, 1, 2].map(|at| sum[at] + one[at]);
            n += 1.0;
        }
        (n > 0.0).then(|| Estimate::of(sum.map(|sum| sum / n)))
    }
}

impl Recall {
    fn class(interval: u32) -> usize {
        CLASSES.partition_point(|from| *from <= interval.max(1)) - 1
    }

    /// The probability that a question is passed after `interval` days: lower end, middle, upper end.
    fn chance(&self, interval: u32) -> [f64; 3] {
        let Passed { n, passed } = self.0[Self::class(interval)];
        let (passed, n) = (f64::from(passed) + PRIOR_PASSED, f64::from(n) + PRIOR);
        let (low, high) = wilson(passed, n);
        [low, passed / n, high]
    }

    /// The probability of recall `days` after an answer that gave this interval.
    fn kept(&self, interval: u32, days: i32) -> [f64; 3] {
        let share = f64::from(days.max(0)) / f64::from(interval.max(1));
        self.chance(interval).map(|chance| chance.powf(share))
    }

    /// The probability of recall on the day if the question is not answered any more.
    fn if_you_stop(&self, item: &Item, day: Day) -> [f64; 3] {
        let learned = &item.learned;
        self.kept(learned.schedule.interval, day.since(learned.seen))
    }

    /// The probability of recall on the day if all planned work is done: passed on its last planned day, or failed
    /// then and asked again on the next day.
    fn with_plan(&self, item: &Item, answered: Option<Answered>, day: Day) -> [f64; 3] {
        let Some(last) = answered else {
            return self.if_you_stop(item, day);
        };
        let (passed, again) = (self.chance(last.before), self.chance(1));
        let kept = self.kept(last.after, day.since(last.day));
        [0, 1, 2].map(|at| passed[at] * kept[at] + (1.0 - passed[at]) * again[at])
    }
}

/// What the decks have for a module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Covered {
    /// Id in the blueprint.
    pub id: String,
    pub title: String,
    /// Share in the examination, in per cent; `None` if no source gives it.
    pub weight: Option<f64>,
    pub questions: u32,
    /// Decks that rest have questions of it.
    pub rests: bool,
    /// Suspended ones included.
    pub met: u32,
    /// Indexes, in the plan's items, of questions that were met and are not suspended.
    pub items: Vec<usize>,
    /// Concepts with questions that were never met, as `deck/concept`.
    pub new_concepts: Vec<String>,
}

/// Readiness for a module.
#[derive(Debug, Clone, PartialEq)]
pub struct Module {
    pub covered: Covered,
    /// Over questions that were met and are not suspended; `None` if there are none.
    pub if_you_stop: Option<Estimate>,
    pub with_plan: Option<Estimate>,
    /// From mock exams: right answers of all answers.
    pub mock: Option<Passed>,
}

impl Module {
    /// No deck that takes part has a question of it.
    pub fn is_unknown(&self) -> bool {
        self.covered.questions == 0
    }

    /// In words: how many of its questions were met, readiness if one stops today and with the plan, and mock exams.
    pub fn told(&self) -> [String; 4] {
        let Covered {
            questions,
            rests,
            met,
            ..
        } = self.covered;
        let share = |estimate: Option<Estimate>| match estimate {
            _ if self.is_unknown() => "not known".to_owned(),
            Some(estimate) => estimate.to_string(),
            None => "-".to_owned(),
        };
        let mock = self.mock.map_or("-".to_owned(), |mock| {
            let right = mock.share().unwrap_or(0.0);
            format!("{:.0} % (n {})", right * 100.0, mock.n)
        });
        let met = match (questions, rests) {
            (0, true) => "rests".to_owned(),
            (0, false) => "no deck".to_owned(),
            _ => format!("{met} of {questions}"),
        };
        [met, share(self.if_you_stop), share(self.with_plan), mock]
    }

    /// The share of all its questions that would be recalled if one stopped today; questions never met count as not recalled.
    fn strength(&self) -> f64 {
        let recalled = self.if_you_stop.map_or(0.0, |e| e.share);
        recalled * f64::from(self.covered.met) / f64::from(self.covered.questions.max(1))
    }
}

/// Readiness for an examination.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Readiness {
    /// Weakest first, by the share of the questions that would be recalled; modules without a deck last.
    pub modules: Vec<Module>,
    /// Over all modules by their weights: if one stops, and with the plan. `None` while a module is unknown.
    pub whole: Option<(Estimate, Estimate)>,
}

/// `answered` is the last planned answer of each item before the examination on `day`; `mocks` are results by module.
pub fn readiness(
    modules: Vec<Covered>,
    (items, answered): (&[Item], &[Option<Answered>]),
    day: Day,
    recall: &Recall,
    mocks: &BTreeMap<String, Passed>,
) -> Readiness {
    let told = |covered: Covered| {
        let of = || covered.items.iter().filter_map(|at| items.get(*at));
        let planned = covered.items.iter().filter_map(|at| {
            let last = answered.get(*at).copied().flatten();
            Some(recall.with_plan(items.get(*at)?, last, day))
        });
        Module {
            if_you_stop: Estimate::mean(of().map(|item| recall.if_you_stop(item, day))),
            with_plan: Estimate::mean(planned),
            mock: mocks.get(&covered.id).copied().filter(|mock| mock.n > 0),
            covered,
        }
    };
    let mut modules: Vec<Module> = modules.into_iter().map(told).collect();
    let whole = whole(&modules);
    // The sort is stable: equals stay in the order of the examination.
    modules.sort_by(|a, b| {
        let key = |m: &Module| (m.is_unknown(), m.strength());
        let ((a_unknown, a), (b_unknown, b)) = (key(a), key(b));
        a_unknown.cmp(&b_unknown).then(a.total_cmp(&b))
    });
    Readiness { modules, whole }
}

impl Readiness {
    /// The shares that modules with a weight count for; `None` if none has one.
    pub fn weighed(&self) -> Option<String> {
        let weights: Vec<Option<f64>> = self.modules.iter().map(|m| m.covered.weight).collect();
        let given: f64 = weights.iter().flatten().sum();
        let shares = || {
            self.modules
                .iter()
                .map(|m| &m.covered)
                .zip(shares(&weights))
        };
        let share = |share: f64| numbers::trimmed(share * 100.0, 1);
        let mut told: Vec<String> = shares()
            .filter(|(of, _)| of.weight.is_some())
            .map(|(of, weight)| format!("module {} counts for {} %", of.id, share(weight)))
            .collect();
        told.sort();
        let rest = shares().find(|(of, _)| of.weight.is_none());
        let rest = rest.map(|(_, weight)| format!(", each other for {} %", share(weight)));
        let over = (given > 100.0).then(|| {
            let given = numbers::trimmed(given, 1);
            format!(" (the weights add up to {given} %; 3= takes that of module 3 back)")
        });
        let (rest, over) = (rest.unwrap_or_default(), over.unwrap_or_default());
        (!told.is_empty()).then(|| format!("By weight, {}{rest}{over}.", told.join(", ")))
    }
}

fn whole(modules: &[Module]) -> Option<(Estimate, Estimate)> {
    let weights: Vec<Option<f64>> = modules.iter().map(|m| m.covered.weight).collect();
    let shares = shares(&weights);
    let mean = |of: fn(&Module) -> Option<Estimate>| {
        let mut sum = [0.0; 3];
        for (module, share) in modules.iter().zip(&shares) {
            let one = of(module)?;
            let one = [one.low, one.share, one.high];
            sum = [0, 1, 2].map(|at| sum[at] + share * one[at]);
        }
        shares
            .iter()
            .any(|share| *share > 0.0)
            .then(|| Estimate::of(sum))
    };
    Some((mean(|m| m.if_you_stop)?, mean(|m| m.with_plan)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::memory::Learned;
    use crate::study::sm2::Schedule;

    fn item(interval: u32, seen: i32) -> Item {
        let day = Day(seen);
        Item {
            learned: Learned {
                schedule: Schedule {
                    repetitions: 2,
                    ease: 250,
                    interval,
                    due: day.plus(interval),
                },
                introduced: day,
                last: day,
                seen: day,
                lapses: 0,
                drill: None,
            },
            from: day,
            waits: false,
            exams: 1,
            answered: None,
        }
    }

    fn module(id: &str, questions: u32, items: &[usize]) -> Covered {
        Covered {
            id: id.into(),
            questions,
            met: items.len() as u32,
            items: items.to_vec(),
            ..Covered::default()
        }
    }

    /// 27 of 30 before the first answer: 0.9, and Wilson's bounds of it.
    #[test]
    fn without_an_answer_nine_of_ten_are_taken_to_be_kept() {
        let of = Recall::default().if_you_stop(&item(10, 0), Day(10));
        assert!((of[1] - 0.9).abs() < 1e-12);
        assert!(
            (of[0] - 0.7438).abs() < 1e-4 && (of[2] - 0.9654).abs() < 1e-4,
            "{of:?}"
        );
        let twice = Recall::default().if_you_stop(&item(10, 0), Day(20));
        assert!((twice[1] - 0.81).abs() < 1e-12);
        // An examination today, of a question seen today.
        assert_eq!(
            Recall::default().if_you_stop(&item(10, 5), Day(5)),
            [1.0; 3]
        );
    }

    /// Worked by hand: the last planned answer comes at 6 days and gives 15, five days before the examination.
    #[test]
    fn what_is_missed_on_its_last_planned_day_comes_again_on_the_next() {
        let mut recall = Recall::default();
        recall.0[1] = Passed { n: 30, passed: 21 };
        recall.0[2] = Passed { n: 70, passed: 66 };
        let last = Answered {
            day: Day(95),
            before: 6,
            after: 15,
        };
        let of = recall.with_plan(&item(6, 89), Some(last), Day(100));
        let (before, after, again) = (48.0 / 60.0, 93.0 / 100.0_f64, 0.9);
        let by_hand = before * after.powf(5.0 / 15.0) + (1.0 - before) * again;
        assert!((of[1] - by_hand).abs() < 1e-12);
    }

    #[test]
    fn the_weakest_comes_first_and_no_figure_stands_over_modules_that_are_not_known() {
        let items = [item(30, 0), item(2, 0), item(30, 0)];
        let modules = vec![
            module("1", 2, &[0, 2]),
            module("2", 0, &[]),
            module("3", 4, &[1]),
            module("4", 3, &[]),
        ];
        let none = [None; 3];
        let ask = |modules: Vec<Covered>| {
            readiness(
                modules,
                (&items, &none),
                Day(10),
                &Recall::default(),
                &BTreeMap::new(),
            )
        };
        let told = ask(modules.clone());
        let order: Vec<&str> = told.modules.iter().map(|m| m.covered.id.as_str()).collect();
        assert_eq!(order, ["4", "3", "1", "2"]);
        assert!(told.whole.is_none());
        assert!(told.modules[0].if_you_stop.is_none() && !told.modules[0].is_unknown());
        let told = ask(vec![modules[0].clone(), modules[2].clone()]);
        let (stop, plan) = told.whole.unwrap();
        let by_hand = (0.9_f64.powf(10.0 / 30.0) + 0.9_f64.powf(5.0)) / 2.0;
        assert!((stop.share - by_hand).abs() < 1e-12 && stop == plan);
        assert!(stop.low < stop.share && stop.share < stop.high);
    }

    #[test]
    fn weights_are_told_as_they_count() {
        let told = |weights: [Option<f64>; 3]| {
            let modules = ["1", "2", "3"].into_iter().zip(weights);
            let modules = modules.map(|(id, weight)| Covered {
                weight,
                ..module(id, 10, &[])
            });
            let recall = Recall::default();
            readiness(
                modules.collect(),
                (&[], &[]),
                Day(0),
                &recall,
                &BTreeMap::new(),
            )
            .weighed()
        };
        assert_eq!(told([None; 3]), None);
        assert_eq!(
            told([Some(20.0), None, None]).unwrap(),
            "By weight, module 1 counts for 20 %, each other for 40 %."
        );
        assert_eq!(
            told([Some(80.0), None, Some(50.0)]).unwrap(),
            "By weight, module 1 counts for 61.5 %, module 3 counts for 38.5 %, each other for 0 % (the weights add up to 130 %; 3= takes that of module \
             3 back)."
        );
        assert_eq!(
            told([Some(50.0), Some(25.0), Some(25.0)]).unwrap(),
            "By weight, module 1 counts for 50 %, module 2 counts for 25 %, module 3 counts for 25 %."
        );
    }
}
