//! A learner who follows the plan, day by day, and forgets as people do.

use std::collections::HashSet;
use swotter::study::exam_plan::{Dated, Ground, Item, Pace, Today};
use swotter::study::memory::{Counted, Event, Learned, Meant};
use swotter::study::plan::{Known, Question, Work, card_of, plan};
use swotter::study::readiness::{CLASSES, Recall};
use swotter::study::sm2::{self, Schedule};
use swotter::study::{Day, Grade, Key, Memory};

pub const START: i32 = 20_000;

/// Numbers that look random and are the same each time.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn next(&mut self) -> f64 {
        self.0 = swotter::study::session::mix(self.0, 1);
        self.0 as f64 / (1u64 << 53) as f64
    }
}

#[derive(Debug, Clone)]
pub struct Learner {
    pub memories: Vec<Memory>,
    /// How well each question is kept: the truth that no plan knows.
    pub strength: Vec<f64>,
    /// What SM-2 alone makes of the counted repetitions and lapses.
    pub alone: Vec<Option<Schedule>>,
    pub dice: Dice,
    pub answers: u32,
    pub busiest: u32,
    pub day: Day,
    /// Questions of one card; the cards of a pair ask the same fact.
    pub of_a_card: usize,
    pub has_links: bool,
    /// How often repetitions in time were passed.
    pub recall: Recall,
}

impl Learner {
    pub fn new(questions: usize, seed: u64) -> Learner {
        let mut dice = Dice(seed);
        Learner {
            memories: vec![Memory::default(); questions],
            strength: (0..questions).map(|_| 0.7 + 1.6 * dice.next()).collect(),
            alone: vec![None; questions],
            dice,
            answers: 0,
            busiest: 0,
            day: Day(START),
            of_a_card: 1,
            has_links: false,
            recall: Recall::default(),
        }
    }

    pub fn card(&self, at: usize) -> usize {
        at / self.of_a_card
    }

    pub fn key(&self, at: usize) -> Key {
        let part = (at % self.of_a_card).to_string();
        // In the order of the questions, so that ties fall alike.
        Key::new("d", &format!("c{:05}", self.card(at)), &part)
    }

    /// Never on one day, but for the last.
    pub fn are_kept_apart(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.card(a), self.card(b));
        a == b || self.has_links && a / 2 == b / 2
    }

    pub fn question(&self, at: usize) -> Question {
        let card = self.card(at);
        let linked = format!("d/c{:05}", card ^ 1);
        Question::from(Known {
            key: self.key(at),
            concept: format!("d/k{}", at % 7),
            links: if self.has_links && card % 2 == 1 {
                vec![linked]
            } else {
                Vec::new()
            },
            memory: self.memories[at].clone(),
        })
    }

    pub fn place(&self, key: &Key) -> usize {
        let (card, part): (usize, usize) = (
            key.card()[1..].parse().unwrap(),
            key.part().parse().unwrap(),
        );
        card * self.of_a_card + part
    }

    /// What a session would ask of what was met: due ones and looks, by place.
    pub fn asked(&self, today: &Today, places: &[usize]) -> (Vec<usize>, Vec<usize>) {
        let most = if today.looks > 0 {
            2 * today.looks as usize + 100
        } else {
            0
        };
        let looks = today
            .candidates
            .iter()
            .take(most)
            .map(|item| self.question(places[*item]));
        let work = Work {
            due: self.due().into_iter().map(|at| self.question(at)).collect(),
            looks: (looks.collect(), today.looks as usize),
            is_last: today.is_last,
            ..Work::default()
        };
        let done = |l: Learned| l.seen == self.day;
        let graded =
            (0..self.memories.len()).filter(|at| self.memories[*at].learned.is_some_and(done));
        let graded: HashSet<String> = graded
            .map(|at| card_of(&self.key(at)).into_owned())
            .collect();
        let asked = plan(self.day, work, &graded);
        let places =
            |questions: &[Question]| questions.iter().map(|q| self.place(&q.key)).collect();
        (places(&asked.due), places(&asked.looks))
    }

    /// The chance of knowing it today.
    pub fn recall(&self, at: usize, day: Day) -> f64 {
        self.memories[at].learned.map_or(0.0, |l| {
            let days = f64::from(day.since(l.seen).max(0));
            let kept = self.strength[at] * f64::from(l.schedule.interval.max(1)) * 1.3;
            0.9f64.powf(days / kept)
        })
    }

    pub fn grade_by_chance(&mut self, at: usize) -> Grade {
        let knows = self.memories[at].is_new() && self.dice.next() < 0.85
            || self.dice.next() < self.recall(at, self.day);
        if knows { Grade::GOOD } else { Grade::AGAIN }
    }

    pub fn answer(&mut self, at: usize, meant: Meant, always_right: bool) -> Counted {
        let by_chance = self.grade_by_chance(at);
        let grade = if always_right { Grade::GOOD } else { by_chance };
        self.grade(at, meant, grade)
    }

    pub fn grade(&mut self, at: usize, meant: Meant, grade: Grade) -> Counted {
        let before = self.memories[at].clone();
        let counted = self.memories[at]
            .take(&Event::graded(meant, grade), self.day)
            .unwrap();
        self.answers += 1;
        match counted {
            Counted::Repetition => {
                if let Some(before) = before.schedule()
                    && self.day.since(before.due) as f64
                        <= (f64::from(before.interval) / 4.0).max(1.0)
                {
                    let class = CLASSES
                        .iter()
                        .filter(|from| before.interval >= **from)
                        .count();
                    self.recall.0[class.max(1) - 1].count(grade.passes());
                }
                self.alone[at] = Some(sm2::repeat(self.alone[at], grade, self.day));
            }
            Counted::Lapse => {
                let before = self.alone[at].unwrap();
                self.alone[at] = Some(Schedule {
                    repetitions: 0,
                    interval: 1,
                    due: self.day.plus(1),
                    ..before
                });
            }
            _ => {}
        }
        if self.memories[at].is_drilled(self.day) {
            self.grade(at, Meant::Drill, Grade::GOOD);
        }
        counted
    }

    pub fn ground(&self, exam: &Dated) -> (Ground, Vec<usize>) {
        let mut exam = exam.clone();
        let mut items = Vec::new();
        let mut places = Vec::new();
        let mut done_today = 0;
        for (at, memory) in self.memories.iter().enumerate() {
            match memory.learned {
                None => exam.left += u32::from(!memory.suspended),
                Some(l) if l.introduced == self.day => exam.met_today += 1,
                Some(l) => done_today += u32::from(l.seen == self.day),
            }
            if let Some(item) = Item::of(memory, 1, self.day) {
                items.push(item);
                places.push(at);
            }
        }
        let ground = Ground {
            today: self.day,
            exams: vec![exam],
            items,
            done_today,
            pace: Pace::default(),
        };
        (ground, places)
    }

    pub fn due(&self) -> Vec<usize> {
        (0..self.memories.len())
            .filter(|at| self.memories[*at].is_due(self.day))
            .collect()
    }

    /// The first so many that were never met.
    pub fn fresh(&self, n: u32) -> Vec<usize> {
        (0..self.memories.len())
            .filter(|at| self.memories[*at].is_new() && !self.memories[*at].is_hidden(self.day))
            .take(n as usize)
            .collect()
    }

    pub fn introduce(&mut self, n: u32, always_right: bool) {
        for at in self.fresh(n) {
            self.answer(at, Meant::Review, always_right);
        }
    }

    /// Does all that the plan asks for today.
    pub fn follow(&mut self, exam: &Dated, always_right: bool) -> Today {
        let (ground, places) = self.ground(exam);
        let today = ground.today();
        if today.is_free {
            return today;
        }
        let before = self.answers;
        let (due, looks) = self.asked(&today, &places);
        for at in due {
            self.answer(at, Meant::Review, always_right);
        }
        for at in looks {
            self.answer(at, Meant::Look, always_right);
        }
        self.introduce(today.new[0], always_right);
        self.busiest = self.busiest.max(self.answers - before);
        today
    }

    pub fn met(&self) -> usize {
        self.memories.iter().filter(|m| !m.is_new()).count()
    }
}

pub fn exam(days: i32, minutes: u32, free: [bool; 7]) -> Dated {
    Dated {
        id: "CPIM".into(),
        day: Day(START + days),
        since: Day(START),
        minutes,
        free,
        ..Dated::default()
    }
}

pub fn weekend() -> [bool; 7] {
    [false, false, false, false, false, false, true]
}
