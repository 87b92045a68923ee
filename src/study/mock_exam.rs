//! A mock exam: drawn by a blueprint, its questions fixed at the start, and its state computed from its rows in the log. It
//! changes no memory.

pub use super::exam_act::{Act, Paper, Posed};

use super::blueprint::Blueprint;
use super::figures::Passed;
use super::log::{About, Entry, Moment};
use super::memory::Event;
use super::session::mix;
use super::{Day, Key};
use crate::calculators::draw::Draw;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Number of questions in a short mock exam and in the diagnostic.
pub const SHORT: u32 = 30;
pub const DIAGNOSTIC: u32 = 40;

/// After this time another machine may end a mock exam that was begun elsewhere.
const ABANDONED_MS: i64 = 86_400_000;

/// A question that may be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub key: Key,
    /// `deck/concept`.
    pub concept: String,
    pub revision: u64,
}

/// The questions available for a module, and its share in the exam, from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Lot {
    pub module: String,
    pub share: f64,
    pub questions: Vec<Candidate>,
}

/// Draws up to `n` questions, fewer if there are not enough: modules by their shares as far as their questions last
/// (Sainte-Laguë's method), within a module each concept in turn, one question of a card. `exhibit` gives the exhibit of a
/// question, empty if it has none, and `None` if the question cannot be asked. Questions that share an exhibit stand together.
pub fn draw(
    lots: &[Lot],
    n: usize,
    seed: u64,
    mut exhibit: impl FnMut(&Candidate, u64) -> Option<String>,
) -> Vec<Posed> {
    let mut stream = Draw::new(seed);
    let mut open: Vec<(f64, &Lot, Vec<&Candidate>)> = lots
        .iter()
        .filter(|lot| lot.share > 0.0)
        .map(|lot| (0.0, lot, in_turn(&lot.questions, &mut stream)))
        .collect();
    let mut drawn: Vec<(Posed, String)> = Vec::new();
    let mut cards: HashSet<String> = HashSet::new();
    while drawn.len() < n {
        let next = open
            .iter_mut()
            .filter(|(.., questions)| !questions.is_empty())
            .min_by(|a, b| ((a.0 + 0.5) / a.1.share).total_cmp(&((b.0 + 0.5) / b.1.share)));
        let Some((taken, lot, questions)) = next else {
            break;
        };
        let Some(question) = questions.pop() else {
            break;
        };
        let seed = mix(seed, drawn.len() as u64 + 1);
        let card = format!("{}/{}", question.key.deck(), question.key.card());
        if cards.contains(&card) {
            continue;
        }
        let Some(exhibit) = exhibit(question, seed) else {
            continue;
        };
        cards.insert(card);
        *taken += 1.0;
        let posed = Posed {
            key: question.key.clone(),
            seed,
            revision: question.revision,
            module: lot.module.clone(),
        };
        drawn.push((posed, exhibit));
    }
    stream.shuffle(&mut drawn);
    together(drawn)
}

/// Moves questions that share an exhibit behind the first of them.
fn together(drawn: Vec<(Posed, String)>) -> Vec<Posed> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut placed: Vec<(usize, Posed)> = Vec::new();
    for (at, (posed, exhibit)) in drawn.into_iter().enumerate() {
        let place = if exhibit.is_empty() {
            at
        } else {
            *places.entry(exhibit).or_insert(at)
        };
        placed.push((place, posed));
    }
    // The sort is stable.
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, posed)| posed).collect()
}

/// In random order, but a second question of a concept only after one of each. The first to take is at the end.
fn in_turn<'a>(questions: &'a [Candidate], stream: &mut Draw) -> Vec<&'a Candidate> {
    let mut shuffled: Vec<&Candidate> = questions.iter().collect();
    stream.shuffle(&mut shuffled);
    let mut of_concept: HashMap<&str, usize> = HashMap::new();
    let mut rounds: Vec<(usize, &Candidate)> = Vec::new();
    for question in shuffled {
        let round = of_concept.entry(&question.concept).or_default();
        rounds.push((*round, question));
        *round += 1;
    }
    rounds.sort_by_key(|(round, _)| std::cmp::Reverse(*round));
    rounds.into_iter().map(|(_, question)| question).collect()
}

/// What the learner did about one question so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// As the log keeps it.
    pub answer: Option<String>,
    pub is_marked: bool,
    pub took_ms: u64,
}

/// The state of a mock exam, computed from its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The row that began it.
    pub id: About,
    /// The id of the blueprint.
    pub exam: String,
    pub began: Moment,
    pub day: Day,
    pub paper: Paper,
    /// The state of each question, in the order of the paper.
    pub sheets: Vec<Sheet>,
    /// Index of the question that was shown last.
    pub at: usize,
    pub used_ms: u64,
    /// Once it has ended: right or wrong for each question; absent where one is void.
    pub ended: Option<Vec<Option<bool>>>,
}

impl Attempt {
    /// `None` if the row does not begin a mock exam.
    pub fn begun(entry: &Entry) -> Option<Attempt> {
        let Event::Exam(act) = &entry.change.event else {
            return None;
        };
        let Act::Begin(paper) = &**act else {
            return None;
        };
        Some(Attempt {
            id: entry.about(),
            exam: entry.change.card.as_str().to_owned(),
            began: entry.at,
            day: entry.change.day,
            sheets: vec![Sheet::default(); paper.questions.len()],
            paper: paper.clone(),
            at: 0,
            used_ms: 0,
            ended: None,
        })
    }

    /// Applies a later row. Rows of other exams and rows after the end have no effect.
    pub fn take(&mut self, entry: &Entry) {
        let Event::Exam(act) = &entry.change.event else {
            return;
        };
        if act.begun_by() != Some(&self.id) || self.ended.is_some() {
            return;
        }
        let took = u64::from(entry.change.took_ms);
        self.used_ms += took;
        let key = &entry.change.card;
        let at = self.paper.questions.iter().position(|q| q.key == *key);
        if let Some(at) = at {
            self.at = at;
            self.sheets[at].took_ms += took;
        }
        match (&**act, at) {
            (Act::Answer(_), Some(at)) => self.sheets[at].answer.clone_from(&entry.change.answer),
            (Act::Mark(_, is_marked), Some(at)) => self.sheets[at].is_marked = *is_marked,
            (Act::End(_, right), _) => self.ended = Some(right.clone()),
            _ => {}
        }
    }

    pub fn is_running(&self) -> bool {
        self.ended.is_none()
    }

    /// For the whole exam.
    pub fn limit_ms(&self) -> u64 {
        u64::from(self.paper.minutes) * 60_000
    }

    pub fn answered(&self) -> usize {
        let is_answered = |sheet: &&Sheet| sheet.answer.is_some();
        self.sheets.iter().filter(is_answered).count()
    }

    /// Right or wrong of a question; absent where it is void, or the exam still runs.
    pub fn is_right(&self, at: usize) -> Option<bool> {
        self.ended.as_ref()?.get(at).copied().flatten()
    }

    /// Right answers among all questions that are not void.
    pub fn right(&self) -> Passed {
        let mut all = Passed::default();
        for is_right in (0..self.sheets.len()).filter_map(|at| self.is_right(at)) {
            all.count(is_right);
        }
        all
    }

    /// Right answers of each module with a question, in the order of their ids.
    pub fn by_module(&self) -> Vec<(String, Passed)> {
        // Most ids are numbers, so shorter ones come first: 10 after 9.
        let mut modules: BTreeMap<(usize, &String), Passed> = BTreeMap::new();
        for (at, Posed { module, .. }) in self.paper.questions.iter().enumerate() {
            if let Some(is_right) = self.is_right(at) {
                let of = modules.entry((module.len(), module)).or_default();
                of.count(is_right);
            }
        }
        let modules = modules.into_iter();
        modules.map(|((_, id), of)| (id.clone(), of)).collect()
    }
}

/// A mock exam of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MockExam {
    pub attempt: Attempt,
    /// This machine began it.
    pub is_ours: bool,
}

impl MockExam {
    /// Whether it may be ended on this machine.
    pub fn may_end(&self, now: Moment) -> bool {
        self.is_ours || now.utc_ms - self.attempt.began.utc_ms > ABANDONED_MS
    }
}

/// A mock exam about to begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setup {
    /// The id of the blueprint.
    pub exam: String,
    pub questions: u32,
    pub minutes: u32,
    pub has_pauses: bool,
    pub is_diagnostic: bool,
    /// The pass mark to aim at, in per cent.
    pub mark: Option<u32>,
}

/// What is shown before a mock exam begins.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lobby {
    pub today: Day,
    pub now: Moment,
    /// Chosen ones first.
    pub exams: Vec<ExamAhead>,
    pub running: Vec<MockExam>,
    /// Newest first.
    pub past: Vec<MockExam>,
}

/// An examination, and what the decks have for it.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamAhead {
    pub blueprint: &'static Blueprint,
    /// For each module, how many questions there are that a mock exam can ask.
    pub there: Vec<u32>,
    pub mark: Option<u32>,
    pub is_chosen: bool,
}

impl ExamAhead {
    /// Modules that have any question.
    pub fn covered(&self) -> usize {
        self.there.iter().filter(|n| **n > 0).count()
    }

    /// Minutes for so many questions, in proportion; at least one.
    pub fn minutes_for(&self, questions: u32) -> u32 {
        let whole = self.blueprint;
        (whole.minutes * questions)
            .div_ceil(whole.questions.max(1))
            .max(1)
    }
}

/// The result of a mock exam.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamReport {
    pub attempt: Attempt,
    /// Id, title, right answers.
    pub modules: Vec<(String, String, Passed)>,
    /// Modules of the blueprint without a question in this exam.
    pub not_asked: Vec<(String, String)>,
    pub mark: Option<u32>,
    /// One for each question of the paper.
    pub lines: Vec<ReportLine>,
    /// Concepts with wrong answers, as `deck/concept`, with title and number of wrong answers, most first.
    pub read_next: Vec<(String, String, u32)>,
    /// Wrong answers that can still be counted as failed looks.
    pub to_fail: Vec<Key>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLine {
    /// Markdown.
    pub front: String,
    /// Absent where the question is void.
    pub is_right: Option<bool>,
}

impl ExamReport {
    /// Questions with a wrong answer or none, but not void ones.
    pub fn missed(&self) -> Vec<Key> {
        let lines = self.lines.iter().zip(&self.attempt.paper.questions);
        let missed = lines.filter(|(line, _)| line.is_right == Some(false));
        missed.map(|(_, posed)| posed.key.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::log::{Change, EntryId, Sort};
    use crate::study::memory::Memory;

    fn lot(module: &str, share: f64, concepts: usize, of_each: usize) -> Lot {
        let questions = (0..concepts * of_each).map(|n| Candidate {
            key: Key::new(&format!("deck-{module}"), &format!("card-{n}"), ""),
            concept: format!("deck-{module}/{}", n / of_each),
            revision: n as u64,
        });
        Lot {
            module: module.into(),
            share,
            questions: questions.collect(),
        }
    }

    fn of_module(drawn: &[Posed], module: &str) -> usize {
        drawn.iter().filter(|q| q.module == module).count()
    }

    fn plain(_: &Candidate, _: u64) -> Option<String> {
        Some(String::new())
    }

    #[test]
    fn questions_of_one_exhibit_stand_together() {
        let exhibit = |candidate: &Candidate, _: u64| {
            let is_shown = candidate.revision.is_multiple_of(5);
            Some(if is_shown {
                "table".to_owned()
            } else {
                String::new()
            })
        };
        for seed in 0..20 {
            let drawn = draw(&[lot("1", 1.0, 20, 1)], 20, seed, exhibit);
            let shown = drawn.iter().map(|q| q.revision.is_multiple_of(5));
            let shown: Vec<usize> = shown
                .enumerate()
                .filter(|(_, is)| *is)
                .map(|(at, _)| at)
                .collect();
            assert_eq!((shown.len(), shown[3] - shown[0]), (4, 3), "{shown:?}");
        }
    }

    #[test]
    fn modules_are_drawn_by_share_as_far_as_they_reach() {
        let lots = [
            lot("1", 0.5, 20, 5),
            lot("2", 0.25, 20, 5),
            lot("3", 0.25, 1, 2),
        ];
        let drawn = draw(&lots, 30, 7, plain);
        assert_eq!(drawn.len(), 30);
        let n: Vec<usize> = ["1", "2", "3"]
            .iter()
            .map(|m| of_module(&drawn, m))
            .collect();
        assert_eq!(n, [19, 9, 2], "what module 3 lacks goes to the others");
        assert_eq!(draw(&lots, 30, 7, plain), drawn, "the same seed");
        assert_ne!(draw(&lots, 30, 8, plain), drawn);
        assert_eq!(draw(&lots, 1000, 7, plain).len(), 202);
    }

    #[test]
    fn concepts_take_turns_and_a_card_is_asked_once() {
        let drawn = draw(&[lot("1", 1.0, 20, 5)], 20, 3, plain);
        let concepts: HashSet<u64> = drawn.iter().map(|q| q.revision / 5).collect();
        assert_eq!(concepts.len(), 20);
        let mut two_sides = lot("1", 1.0, 1, 1);
        two_sides.questions.push(Candidate {
            key: Key::new("deck-1", "card-0", "reverse"),
            ..two_sides.questions[0].clone()
        });
        assert_eq!(draw(&[two_sides], 20, 3, plain).len(), 1);
        assert!(draw(&[lot("1", 1.0, 3, 3)], 5, 3, |_, _| None).is_empty());
    }

    fn row(seq: u64, act: Act, key: &Key, took_ms: u32, answer: Option<&str>) -> Entry {
        let event = Event::Exam(Box::new(act));
        Entry {
            id: EntryId {
                device: "t".into(),
                seq,
            },
            hybrid: seq,
            at: Moment {
                utc_ms: seq as i64,
                offset_s: 0,
            },
            group: None,
            payload: None,
            change: Change {
                took_ms,
                answer: answer.map(str::to_owned),
                sort: Sort::Question,
                ..Change::new(key.clone(), event, Day(1), Memory::default())
            },
        }
    }

    #[test]
    fn the_newest_answer_stands_and_the_clock_is_the_sum_of_the_rows() {
        let paper = Paper {
            minutes: 2,
            has_pauses: true,
            is_diagnostic: false,
            questions: ["10", "9", "9"]
                .iter()
                .enumerate()
                .map(|(n, module)| Posed {
                    key: Key::new("d", &format!("c{n}"), ""),
                    seed: n as u64,
                    revision: 1,
                    module: (*module).into(),
                })
                .collect(),
        };
        let key = |n: usize| paper.questions[n].key.clone();
        let exam = Key::from_text("X");
        let begin = row(5, Act::Begin(paper.clone()), &exam, 0, None);
        let mut attempt = Attempt::begun(&begin).unwrap();
        let id = attempt.id.clone();
        let other = About {
            seq: 9,
            ..id.clone()
        };
        for entry in [
            row(6, Act::Answer(id.clone()), &key(0), 1000, Some("[1]")),
            row(7, Act::Answer(id.clone()), &key(1), 2000, Some("[2]")),
            row(8, Act::Mark(id.clone(), true), &key(0), 500, None),
            row(9, Act::Answer(id.clone()), &key(0), 250, Some("[3]")),
            row(10, Act::Answer(other), &key(2), 9000, Some("[1]")),
            row(11, Act::Answer(id.clone()), &key(1), 250, None),
        ] {
            attempt.take(&entry);
        }
        assert_eq!(
            (attempt.used_ms, attempt.at, attempt.answered()),
            (4000, 1, 1)
        );
        assert_eq!(attempt.sheets[0].answer.as_deref(), Some("[3]"));
        assert_eq!(
            (attempt.sheets[0].is_marked, attempt.sheets[0].took_ms),
            (true, 1750)
        );
        assert_eq!(
            attempt.right(),
            Passed::default(),
            "nothing is told before the end"
        );

        let right = vec![Some(true), Some(false), None];
        attempt.take(&row(12, Act::End(id.clone(), right), &exam, 0, None));
        attempt.take(&row(13, Act::Answer(id), &key(2), 100, Some("[1]")));
        assert_eq!(attempt.right(), Passed { n: 2, passed: 1 });
        assert_eq!((attempt.used_ms, attempt.is_running()), (4000, false));
        let of = |n, passed| Passed { n, passed };
        assert_eq!(
            attempt.by_module(),
            [("9".into(), of(1, 0)), ("10".into(), of(1, 1))]
        );
    }
}
