//! Statistics of the learning so far, from the gradings that count and the memories. They make no prediction.

use super::log::Confidence;
use super::memory::{Counted, MATURE_DAYS};
use super::{Day, Key};
use std::collections::{BTreeMap, HashMap};
use std::ops::AddAssign;

/// One grading that was not undone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grading {
    /// Identifies the question.
    pub question: i64,
    pub day: Day,
    /// Hour of the local clock, 0 to 23.
    pub hour: usize,
    /// Meant as a look before an exam, whatever it counts as.
    pub is_look: bool,
    /// Graded 3 or better.
    pub passed: bool,
    pub counted: Counted,
    /// Interval before it, in days; `None` if the question was new.
    pub interval: Option<u32>,
    /// How sure the learner was: 1 guess, 2 unsure, 3 sure.
    pub confidence: Option<u8>,
    /// Milliseconds, with an upper limit, so that a break is not counted as study time.
    pub took_ms: u64,
}

impl Grading {
    /// The first grading on or after the due day of a question that had an interval. Retention is computed from these.
    fn tests_memory(&self) -> bool {
        self.counted == Counted::Repetition && self.interval.is_some()
    }
}

/// A wrong answer as the log keeps it, and how often it was given to this question with the same seed.
#[derive(Debug, Clone, PartialEq)]
pub struct MixUp {
    pub question: i64,
    pub seed: u64,
    /// JSON: places of options from 1, or words.
    pub answer: String,
    pub n: u32,
}

/// How many passed out of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Passed {
    pub n: u32,
    pub passed: u32,
}

/// With fewer, a share says next to nothing.
const ENOUGH: u32 = 30;

impl AddAssign for Passed {
    fn add_assign(&mut self, other: Passed) {
        self.n += other.n;
        self.passed += other.passed;
    }
}

impl Passed {
    pub fn count(&mut self, pass: bool) {
        self.n += 1;
        self.passed += u32::from(pass);
    }

    /// The share that was passed and its range, in whole per cent; `None` of nothing.
    pub fn per_cent(self) -> Option<[f64; 3]> {
        let (low, high) = self.range();
        Some([self.share()?, low, high].map(|share| (share * 100.0).round()))
    }

    /// Absent where nothing was counted.
    pub fn share(self) -> Option<f64> {
        (self.n > 0).then(|| f64::from(self.passed) / f64::from(self.n))
    }

    /// Whether it is enough to tell a share by.
    pub fn is_enough(self) -> bool {
        self.n >= ENOUGH
    }

    /// Wilson's score interval at 95 %: Wilson (1927), Probable inference, the law of succession, and statistical inference.
    /// Answers to one question are not independent, so the true range is somewhat wider.
    pub fn range(self) -> (f64, f64) {
        wilson(f64::from(self.passed), f64::from(self.n))
    }
}

/// Wilson's 95 % bounds for `passed` of `n`; 0 to 1 where `n` is 0.
pub fn wilson(passed: f64, n: f64) -> (f64, f64) {
    const Z: f64 = 1.959_963_984_540_054;
    if n <= 0.0 {
        return (0.0, 1.0);
    }
    let share = passed / n;
    let scale = 1.0 + Z * Z / n;
    let middle = (share + Z * Z / (2.0 * n)) / scale;
    let half = Z / scale * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

/// What one question belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Belongs {
    pub deck: String,
    /// `deck/concept`.
    pub concept: String,
    /// Of examinations: `CPIM/3`.
    pub modules: Vec<String>,
    pub kind: &'static str,
}

/// How sure the learner was before the answer was shown, and the kind of card.
pub type Said = (Confidence, &'static str);

/// Number of days that count as recent.
const RECENT_DAYS: i32 = 30;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    pub today: Day,
    pub gradings: u32,
    pub retention: Passed,
    /// Of the last 30 days, today among them.
    pub retention_30: Passed,
    /// Questions with an interval under three weeks, and those above.
    pub young: Passed,
    pub mature: Passed,
    /// Looks before an exam, counted separately.
    pub looks: Passed,
    /// Gradings and milliseconds of each day that has any.
    pub days: BTreeMap<Day, (u32, u64)>,
    /// Gradings by the hour of the day.
    pub hours: [u32; 24],
    pub by_deck: BTreeMap<String, Passed>,
    pub by_module: BTreeMap<String, Passed>,
    pub by_concept: BTreeMap<String, Passed>,
    pub by_kind: BTreeMap<&'static str, Passed>,
    /// Repetitions and lapses of each concept, new questions included: a weak concept shows here first.
    pub at_first: BTreeMap<String, Passed>,
    pub confidence: BTreeMap<Said, Passed>,
    pub took_ms: u64,
    /// Sums by question, until `share_out`: a log has far fewer questions than rows.
    questions: HashMap<i64, OfQuestion>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct OfQuestion {
    tested: Passed,
    /// Repetitions and lapses, the first one of a question included.
    first: Passed,
    /// Indexed by confidence.
    said: [Passed; Confidence::ALL.len()],
}

/// Counts days with answers in a row, up to `today`, or up to the day before if today has none yet. `days` are those with
/// answers, newest first. Free days without answers neither count nor end the row.
pub fn days_in_a_row(
    days: impl IntoIterator<Item = Day>,
    today: Day,
    is_free: impl Fn(Day) -> bool,
) -> u32 {
    let mut next = today;
    let goes_on = |day: &Day| {
        let next = std::mem::replace(&mut next, *day);
        (day.0 + 1..next.0).all(|between| is_free(Day(between)))
    };
    days.into_iter().take_while(goes_on).count() as u32
}

fn add<K: Ord>(to: &mut BTreeMap<K, Passed>, name: K, passed: Passed) {
    if passed.n > 0 {
        *to.entry(name).or_default() += passed;
    }
}

impl Figures {
    pub fn new(today: Day) -> Figures {
        Figures {
            today,
            ..Figures::default()
        }
    }

    pub fn add(&mut self, grading: &Grading) {
        self.gradings += 1;
        self.took_ms += grading.took_ms;
        let (n, ms) = self.days.entry(grading.day).or_default();
        *n += 1;
        *ms += grading.took_ms;
        self.hours[grading.hour.min(23)] += 1;
        if grading.is_look {
            self.looks.count(grading.passed);
        }
        if grading.tests_memory() {
            self.retention.count(grading.passed);
            if self.today.since(grading.day) < RECENT_DAYS {
                self.retention_30.count(grading.passed);
            }
            if grading.interval.is_some_and(|days| days >= MATURE_DAYS) {
                self.mature.count(grading.passed);
            } else {
                self.young.count(grading.passed);
            }
        }
        let tally = self.questions.entry(grading.question).or_default();
        if grading.tests_memory() {
            tally.tested.count(grading.passed);
        }
        if matches!(grading.counted, Counted::Repetition | Counted::Lapse) {
            tally.first.count(grading.passed);
        }
        let said = grading
            .confidence
            .map(|said| usize::from(said).wrapping_sub(1));
        if let Some(said) = said.and_then(|said| tally.said.get_mut(said)) {
            said.count(grading.passed);
        }
    }

    /// Adds the sums by question up to concepts and decks, after all gradings were read. Questions whose card is gone count only
    /// in the total.
    pub fn share_out<'a>(&mut self, of: impl Fn(i64) -> Option<&'a Belongs>) {
        for (question, tally) in std::mem::take(&mut self.questions) {
            let Some(of) = of(question) else { continue };
            add(&mut self.by_deck, of.deck.clone(), tally.tested);
            add(&mut self.by_concept, of.concept.clone(), tally.tested);
            add(&mut self.by_kind, of.kind, tally.tested);
            for module in &of.modules {
                add(&mut self.by_module, module.clone(), tally.tested);
            }
            add(&mut self.at_first, of.concept.clone(), tally.first);
            for (said, passed) in Confidence::ALL.into_iter().zip(tally.said) {
                add(&mut self.confidence, (said, of.kind), passed);
            }
        }
    }

    /// Right answers by kind of card and by confidence: sure, unsure, guess.
    pub fn by_confidence(&self) -> Vec<(&'static str, &'static str, Passed)> {
        let mut said: Vec<_> = self.confidence.iter().collect();
        said.sort_by_key(|((said, kind), _)| (*kind, std::cmp::Reverse(*said)));
        let told = said.into_iter();
        told.map(|((said, kind), of)| (said.word(), *kind, *of))
            .collect()
    }

    /// The concepts failed most often, at least twice, most failures first.
    pub fn weak(&self) -> Vec<(&str, Passed)> {
        let missed = |passed: &Passed| passed.n - passed.passed;
        let mut weak: Vec<_> = self
            .at_first
            .iter()
            .filter(|(_, passed)| missed(passed) >= 2)
            .map(|(concept, passed)| (concept.as_str(), *passed))
            .collect();
        // The sort is stable: equals stay in the order of their names.
        weak.sort_by_key(|(_, passed)| (std::cmp::Reverse(missed(passed)), passed.n));
        weak
    }

    /// The current run of days with answers, see [`days_in_a_row`], and the longest run.
    pub fn streaks(&self, is_free: impl Fn(Day) -> bool) -> (u32, u32) {
        let past = self.days.range(..=self.today);
        let days: Vec<Day> = past.rev().map(|(day, _)| *day).collect();
        let run = |days: &[Day], until| days_in_a_row(days.iter().copied(), until, &is_free);
        let (mut rest, mut longest) = (&days[..], 0);
        while let Some(last) = rest.first() {
            let of_it = run(rest, *last);
            longest = longest.max(of_it);
            rest = &rest[of_it as usize..];
        }
        (run(&days, self.today), longest)
    }
}

/// Everything that the statistics tell.
#[derive(Debug, Clone, Default)]
pub struct Told {
    pub figures: Figures,
    /// All questions, those met, and those with an interval of three weeks or more.
    pub questions: u32,
    pub met: u32,
    pub known: u32,
    /// Days in a row with answers: those up to now, and the longest run.
    pub streaks: (u32, u32),
    /// Questions that fall due on each of the next days, today first.
    pub load: Vec<(Day, u32)>,
    pub intervals: Vec<(u32, u32)>,
    pub eases: Vec<(u32, u32)>,
    /// Questions that lapsed often, with how often.
    pub leeches: Vec<(Key, u32)>,
    /// The share that guessing alone gets right, by kind of card, where there are options.
    pub chance: BTreeMap<&'static str, f64>,
    /// Question, what was taken for the answer, how often.
    pub mixed_up: Vec<(Key, String, u32)>,
    /// Titles of decks, of concepts as `deck/concept`, and of modules as `CPIM/3`.
    pub titles: BTreeMap<String, String>,
    /// The title of the concept of each question in `leeches` and `mixed_up`.
    pub about: HashMap<Key, String>,
}

impl Told {
    /// The title; the id where that is gone.
    pub fn title<'a>(&'a self, id: &'a str) -> &'a str {
        self.titles.get(id).map_or(id, String::as_str)
    }
}

/// How many values lie in each class. `bounds` rise; a class reaches to the next bound, and smaller values count in the first.
pub fn histogram(bounds: &[u32], values: impl Iterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut classes: Vec<(u32, u32)> = bounds.iter().map(|from| (*from, 0)).collect();
    for value in values {
        let class = bounds
            .partition_point(|from| *from <= value)
            .saturating_sub(1);
        if let Some((_, n)) = classes.get_mut(class) {
            *n += 1;
        }
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grading(day: i32, counted: Counted, interval: Option<u32>, passed: bool) -> Grading {
        Grading {
            question: 1,
            day: Day(day),
            hour: 20,
            is_look: counted == Counted::Look,
            passed,
            counted,
            interval,
            confidence: Some(3),
            took_ms: 1000,
        }
    }

    #[test]
    fn what_tests_memory_is_told_from_what_does_not() {
        let mut figures = Figures::new(Day(100));
        let of = Belongs {
            deck: "d".into(),
            concept: "d/c".into(),
            modules: vec!["X/1".into()],
            kind: "Basic",
        };
        for grading in [
            grading(1, Counted::Repetition, None, true),
            grading(2, Counted::Repetition, Some(1), false),
            grading(2, Counted::Drill, Some(1), true),
            grading(90, Counted::Repetition, Some(21), true),
            grading(91, Counted::Lapse, Some(30), false),
            grading(92, Counted::Look, Some(1), true),
            grading(99, Counted::Practice, Some(1), true),
        ] {
            figures.add(&grading);
        }
        figures.share_out(|question| (question == 1).then_some(&of));
        let of_n = |n, passed| Passed { n, passed };
        assert_eq!(figures.gradings, 7);
        assert_eq!(figures.retention, of_n(2, 1));
        assert_eq!(figures.retention_30, of_n(1, 1));
        assert_eq!((figures.young, figures.mature), (of_n(1, 0), of_n(1, 1)));
        assert_eq!(figures.looks, of_n(1, 1));
        assert_eq!(figures.by_module["X/1"], of_n(2, 1));
        assert_eq!(figures.weak(), [("d/c", of_n(4, 2))]);
        assert_eq!(figures.confidence[&(Confidence::Sure, "Basic")], of_n(7, 5));
        assert_eq!(figures.streaks(|_| false), (1, 3));
        let is_free = |day: Day| (93..=98).contains(&day.0);
        assert_eq!(figures.streaks(is_free), (4, 4));
        assert_eq!((figures.hours[20], figures.took_ms), (7, 7000));
        assert_eq!(figures.days[&Day(2)], (2, 2000));
    }

    /// Worked by hand from the formula: 8 of 10 lie between 49.0 and 94.3 %.
    #[test]
    fn a_range_is_wilsons() {
        let (low, high) = Passed { n: 10, passed: 8 }.range();
        assert!(
            (low - 0.4902).abs() < 5e-5 && (high - 0.9433).abs() < 5e-5,
            "{low} {high}"
        );
        assert_eq!(wilson(0.0, 0.0), (0.0, 1.0));
        let (low, high) = wilson(0.0, 5.0);
        assert!(low == 0.0 && high > 0.4 && high < 0.5, "{high}");
    }

    #[test]
    fn a_histogram_has_every_value_once() {
        let classes = histogram(&[1, 7, 21], [0, 1, 6, 7, 400].into_iter());
        assert_eq!(classes, [(1, 3), (7, 1), (21, 1)]);
    }
}
