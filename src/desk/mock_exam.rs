//! Mock exams: drawing the paper, judging it at the end, and the report.

use super::Desk;
use crate::shelf::blueprints;
use crate::study::blueprint::{Blueprint, Module};
use crate::study::choices::{ExamChoice, shares};
use crate::study::figures::Passed;
use crate::study::kinds::{self, Answer, Ask};
use crate::study::log::{About, Change, Sort};
use crate::study::memory::{Event, Learned, Meant};
use crate::study::mock_exam::{
    Act, Attempt, Candidate, ExamAhead, ExamReport, Lobby, Lot, MockExam, Paper, Posed, ReportLine,
    Setup, Sheet, draw,
};
use crate::study::outline::Outline;
use crate::study::outlook::ShownCard;
use crate::study::{Grade, Key, Memory};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Readiness counts mock exams of this many days.
const RECENT_DAYS: i32 = 60;

impl Desk {
    /// What is shown before a mock exam begins.
    pub fn lobby(&mut self) -> Result<Lobby, String> {
        let choices = self.choices()?;
        let mut exams = Vec::new();
        for blueprint in blueprints() {
            let lots = self.lots(blueprint)?;
            let exam = choices.exams.get(&blueprint.id);
            exams.push(ExamAhead {
                blueprint,
                there: lots.iter().map(|lot| lot.questions.len() as u32).collect(),
                mark: exam.and_then(|exam| exam.mark),
                is_chosen: exam.is_some_and(|exam| exam.is_chosen()),
            });
        }
        // Chosen examinations come first.
        exams.sort_by_key(|exam| !exam.is_chosen);
        let all = self.store.mock_exams()?.into_iter();
        let (running, mut past): (Vec<_>, Vec<_>) = all.partition(|exam| exam.attempt.is_running());
        past.reverse();
        Ok(Lobby {
            today: self.today(),
            now: self.clock.moment(),
            exams,
            running,
            past,
        })
    }

    /// The questions that can be drawn for each module: from decks that take part, with answers that the program checks.
    fn lots(&mut self, blueprint: &Blueprint) -> Result<Vec<Lot>, String> {
        self.remember()?;
        let decks = self.outlines();
        let taking = self.taking(&decks)?;
        let choices = self.choices()?;
        let chosen = choices.exams.get(&blueprint.id).cloned();
        let chosen = chosen.unwrap_or_default();
        let modules = || blueprint.modules.iter();
        let weights: Vec<_> = modules().map(|module| chosen.weight(module)).collect();
        let lot = |(module, share): (&Module, f64)| Lot {
            module: module.id.clone(),
            share,
            questions: Vec::new(),
        };
        let mut lots: Vec<Lot> = modules().zip(shares(&weights)).map(lot).collect();
        for deck in decks.iter().filter(|deck| taking.takes_part(&deck.id)) {
            for concept in &deck.concepts {
                let modules: Vec<usize> = blueprint.modules_of(&deck.track, concept).collect();
                if modules.is_empty() {
                    continue;
                }
                for card in &concept.cards {
                    for key in card.keys(&deck.id) {
                        let memory = self.memory(&key);
                        if !kinds::is_checked(card.kind(), key.part())
                            || memory.is_some_and(|memory| memory.suspended)
                        {
                            continue;
                        }
                        let candidate = Candidate {
                            key,
                            concept: format!("{}/{}", deck.id, concept.id),
                            revision: card.slice.hash,
                        };
                        for module in &modules {
                            lots[*module].questions.push(candidate.clone());
                        }
                    }
                }
            }
        }
        Ok(lots)
    }

    /// Draws a paper and begins the exam.
    pub fn begin_exam(&mut self, setup: &Setup) -> Result<Attempt, String> {
        if self.own_running()?.is_some() {
            return Err("A mock exam is running already: go on with it, or end it first.".into());
        }
        let blueprint = blueprints().iter().find(|b| b.id == setup.exam);
        let blueprint =
            blueprint.ok_or_else(|| format!("There is no examination `{}`.", setup.exam))?;
        let lots = self.lots(blueprint)?;
        let fit = |candidate: &Candidate, seed: u64| {
            let card = self.shelf.card(&candidate.key).ok()?;
            let is_asked = card.face(candidate.key.part(), seed).ask != Ask::Recall;
            let exhibit = &card.common().exhibit.name;
            is_asked.then(|| {
                if exhibit.is_empty() {
                    String::new()
                } else {
                    format!("{}#{exhibit}", candidate.concept)
                }
            })
        };
        let questions = draw(&lots, setup.questions as usize, self.seed(), fit);
        if questions.is_empty() {
            return Err(format!(
                "No deck that takes part has a question for {}.",
                setup.exam
            ));
        }
        let drawn = questions.len() as u32;
        let paper = Paper {
            // If fewer questions were drawn than asked for, the time is shorter too.
            minutes: (setup.minutes * drawn)
                .div_ceil(setup.questions.max(1))
                .max(1),
            has_pauses: setup.has_pauses,
            is_diagnostic: setup.is_diagnostic,
            questions,
        };
        if setup.mark != self.aim(&setup.exam)? {
            self.choose_for_exam(&setup.exam, &ExamChoice::Mark(setup.mark))?;
        }
        let change = self.of_exam(&setup.exam, Act::Begin(paper));
        let entry = self.store.record(&change, self.clock.moment());
        let entry = entry.map_err(|error| error.to_string())?;
        Attempt::begun(&entry).ok_or_else(|| "The mock exam was not written down.".into())
    }

    /// The share of right answers that the learner aims at, in per cent.
    fn aim(&self, exam: &str) -> Result<Option<u32>, String> {
        let choices = self.choices()?;
        Ok(choices.exams.get(exam).and_then(|exam| exam.mark))
    }

    fn of_exam(&self, exam: &str, act: Act) -> Change {
        let event = Event::Exam(Box::new(act));
        Change {
            sort: Sort::Exam,
            ..Change::new(Key::from_text(exam), event, self.today(), Memory::default())
        }
    }

    /// The mock exam running on this machine, and which of its questions have become void.
    pub fn running_exam(&mut self) -> Result<Option<(Attempt, Vec<bool>)>, String> {
        Ok(self.own_running()?.map(|attempt| {
            let questions = attempt.paper.questions.iter();
            let void = questions.map(|posed| !self.is_unchanged(posed)).collect();
            (attempt, void)
        }))
    }

    fn own_running(&self) -> Result<Option<Attempt>, String> {
        let mut all = self.store.mock_exams()?.into_iter();
        let own = all.find(|exam| exam.is_ours && exam.attempt.is_running());
        Ok(own.map(|exam| exam.attempt))
    }

    fn attempt(&self, id: &About) -> Result<MockExam, String> {
        let found = self.store.mock_exam(id)?;
        found.ok_or_else(|| "This mock exam is not in the log.".into())
    }

    /// Whether the card is as it was when the exam began.
    fn is_unchanged(&self, posed: &Posed) -> bool {
        self.shelf.outline(posed.key.deck()).is_ok_and(|deck| {
            deck.card(posed.key.card())
                .is_some_and(|(_, card)| card.slice.hash == posed.revision)
        })
    }

    /// Judges all answers and ends the exam.
    pub fn end_exam(&mut self, id: &About) -> Result<(), String> {
        let exam = self.attempt(id)?;
        if !exam.attempt.is_running() {
            return Ok(());
        }
        if !exam.may_end(self.clock.moment()) {
            return Err(format!(
                "It runs on {}; here it can be ended a day after it began.",
                id.device
            ));
        }
        let attempt = exam.attempt;
        let sheets = attempt.sheets.iter().zip(&attempt.paper.questions);
        let right = sheets
            .map(|(sheet, posed)| {
                let card = self.shelf.card(&posed.key).ok();
                let card = card.filter(|_| self.is_unchanged(posed))?;
                let part = posed.key.part();
                let ask = card.face(part, posed.seed).ask;
                let answer = sheet
                    .answer
                    .as_deref()
                    .and_then(|text| Answer::given_to(&ask, text));
                let verdict = answer.and_then(|answer| card.judge(part, posed.seed, &answer).ok());
                Some(verdict.is_some_and(|verdict| verdict.right == Some(true)))
            })
            .collect();
        let change = self.of_exam(&attempt.exam, Act::End(id.clone(), right));
        let ended = self.store.record(&change, self.clock.moment());
        ended.map(drop).map_err(|error| error.to_string())
    }

    /// The report of a mock exam.
    pub fn exam_report(&mut self, id: &About) -> Result<ExamReport, String> {
        self.remember()?;
        let MockExam { attempt, .. } = self.attempt(id)?;
        if attempt.is_running() {
            return Err("This mock exam is still running.".into());
        }
        let attempt = self.under_present_names(attempt)?;
        let blueprint = blueprints().iter().find(|b| b.id == attempt.exam);
        let title_of = |id: &str| {
            let module = blueprint.and_then(|b| b.modules.iter().find(|m| m.id == id));
            module.map_or_else(String::new, |module| module.title.to_string())
        };
        let mut lines = Vec::new();
        let mut read_next: BTreeMap<String, (String, u32)> = BTreeMap::new();
        for (at, posed) in attempt.paper.questions.iter().enumerate() {
            let shown = self.card(&posed.key).ok();
            let is_right = attempt.is_right(at);
            let front = match &shown {
                Some(ShownCard { card, .. }) => {
                    card.face(posed.key.part(), posed.seed).prompt.to_string()
                }
                None => posed.key.to_string(),
            };
            let concept =
                shown.map(|shown| (shown.concept.id.clone(), shown.concept.title.to_string()));
            if let (Some(false), Some((id, title))) = (is_right, concept) {
                read_next.entry(id).or_insert((title, 0)).1 += 1;
            }
            lines.push(ReportLine { front, is_right });
        }
        let mut read_next: Vec<(String, String, u32)> = read_next
            .into_iter()
            .map(|(id, (title, n))| (id, title, n))
            .collect();
        // The sort is stable: equals stay in order of their names.
        read_next.sort_by_key(|(.., n)| std::cmp::Reverse(*n));
        let asked = attempt.by_module();
        let not_asked = blueprint.into_iter().flat_map(|b| &b.modules);
        let not_asked = not_asked.filter(|module| asked.iter().all(|(id, _)| *id != module.id));
        Ok(ExamReport {
            modules: asked
                .iter()
                .map(|(id, right)| (id.clone(), title_of(id), *right))
                .collect(),
            not_asked: not_asked
                .map(|m| (m.id.clone(), m.title.to_string()))
                .collect(),
            mark: self.aim(&attempt.exam)?,
            lines,
            read_next,
            to_fail: self
                .to_fail(&attempt)
                .map(|posed| posed.0.key.clone())
                .collect(),
            attempt,
        })
    }

    /// A card that was renamed since is shown, and can be practised, under its present name.
    fn under_present_names(&self, mut attempt: Attempt) -> Result<Attempt, String> {
        let is_there = |key: &Key| self.shelf.has(key);
        for posed in &mut attempt.paper.questions {
            if !is_there(&posed.key) {
                posed.key = self.store.present_key(&posed.key, is_there)?;
            }
        }
        Ok(attempt)
    }

    /// Wrong answers of today's exam to questions that were met before and have not failed today. What got no answer may never
    /// have been seen.
    fn to_fail<'a>(&self, attempt: &'a Attempt) -> impl Iterator<Item = (&'a Posed, &'a Sheet)> {
        let today = self.today();
        let sheets = attempt.paper.questions.iter().zip(&attempt.sheets);
        let missed = sheets.enumerate().filter(move |(at, (_, sheet))| {
            attempt.day == today && attempt.is_right(*at) == Some(false) && sheet.answer.is_some()
        });
        let has_failed = move |l: Learned| l.last == today && l.schedule.repetitions == 0;
        let can_fail = move |memory: &Memory| {
            !memory.suspended && memory.learned.is_some_and(|l| !has_failed(l))
        };
        let missed = missed.map(|(_, missed)| missed);
        missed.filter(move |(posed, _)| self.memory(&posed.key).is_some_and(can_fail))
    }

    /// Writes the wrong answers of an exam as failed looks that are undone together. Returns how many.
    pub fn fail_misses(&mut self, id: &About) -> Result<usize, String> {
        self.remember()?;
        let attempt = self.under_present_names(self.attempt(id)?.attempt)?;
        let look = |(posed, sheet): (&Posed, &Sheet)| {
            let event = Event::graded(Meant::Look, Grade::AGAIN);
            Change {
                seed: posed.seed,
                answer: sheet.answer.clone(),
                ..Change::new(posed.key.clone(), event, self.today(), Memory::default())
            }
        };
        let looks: Vec<Change> = self.to_fail(&attempt).map(look).collect();
        let moment = self.clock.moment();
        self.store.record_as_one(&looks, moment)?;
        self.as_of = None;
        Ok(looks.len())
    }

    /// Mock exams that have ended, oldest first, with all that happened in them.
    pub fn past_exams(&self) -> Result<Vec<Attempt>, String> {
        let all = self.store.mock_exams()?.into_iter();
        let ended = all.filter(|exam| !exam.attempt.is_running());
        ended
            .map(|exam| Ok(self.attempt(&exam.attempt.id)?.attempt))
            .collect()
    }

    /// Right answers in the mock exams of the last 60 days, by examination and module, without diagnostics.
    pub(super) fn mock_by_module(
        &self,
    ) -> Result<BTreeMap<String, BTreeMap<String, Passed>>, String> {
        let all = self.store.mock_exams()?;
        let mut by_exam: BTreeMap<String, BTreeMap<String, Passed>> = BTreeMap::new();
        for attempt in all.into_iter().map(|exam| exam.attempt) {
            let is_recent = self.today().since(attempt.day) < RECENT_DAYS;
            if !is_recent || attempt.paper.is_diagnostic {
                continue;
            }
            let of_exam = by_exam.entry(attempt.exam.clone()).or_default();
            for (id, of) in attempt.by_module() {
                *of_exam.entry(id).or_default() += of;
            }
        }
        Ok(by_exam)
    }

    /// From the newest diagnostic of each examination: for each concept of a module that was asked, the share of right answers,
    /// in per mille, of the weakest module it belongs to.
    pub(super) fn weakest_first(
        &self,
        decks: &[Arc<Outline>],
    ) -> Result<HashMap<String, u32>, String> {
        let mut first = HashMap::new();
        let all = self.store.mock_exams()?;
        for blueprint in blueprints() {
            let of = |exam: &&MockExam| {
                let attempt = &exam.attempt;
                attempt.exam == blueprint.id && attempt.paper.is_diagnostic && !attempt.is_running()
            };
            let Some(MockExam { attempt, .. }) = all.iter().rev().find(of) else {
                continue;
            };
            let per_mille = |of: Passed| of.share().map(|share| (share * 1000.0).round() as u32);
            let by_module: HashMap<String, u32> = attempt
                .by_module()
                .into_iter()
                .filter_map(|(id, of)| Some((id, per_mille(of)?)))
                .collect();
            for deck in decks {
                for concept in &deck.concepts {
                    let modules = blueprint.modules_of(&deck.track, concept);
                    let shares = modules
                        .filter_map(|at| by_module.get(&blueprint.modules.get(at)?.id).copied());
                    if let Some(least) = shares.min() {
                        let known = first
                            .entry(format!("{}/{}", deck.id, concept.id))
                            .or_insert(least);
                        *known = least.min(*known);
                    }
                }
            }
        }
        Ok(first)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{MONDAY, TUESDAY, open};
    use super::*;
    use crate::clock::Clock;
    use crate::settings::Settings;
    use std::path::Path;

    /// A deck with four typed cards of module 5 of CPIM and four of module 3; the first one asks `asked`.
    fn write_deck(root: &Path, asked: &str) {
        let cards = |concept: &str| {
            let card = |n| {
                let what = if (concept, n) == ("stock", 0) {
                    asked
                } else {
                    "What is it called"
                };
                format!(
                    r#"Typed(id: "{concept}-{n}", question: "{what}, {n} of {concept}?", answer: "thing", why: "So."),"#
                )
            };
            (0..4).map(card).collect::<String>()
        };
        let concept = |id: &str, topic: &str| {
            let cards = cards(id);
            format!(r#"Concept(id: "{id}", title: "{id}", topic: "{topic}", cards: [{cards}]),"#)
        };
        let deck = format!(
            r#"Deck(schema: 1, id: "d", title: "D", track: "CPIM", concepts: [{}{}])"#,
            concept("stock", "inventory"),
            concept("orders", "demand")
        );
        std::fs::create_dir_all(root.join("decks")).unwrap();
        std::fs::write(root.join("decks/d.ron"), deck).unwrap();
    }

    fn setup(questions: u32) -> Setup {
        Setup {
            exam: "CPIM".into(),
            questions,
            minutes: 10,
            has_pauses: true,
            is_diagnostic: false,
            mark: Some(70),
        }
    }

    fn answer(desk: &mut Desk, attempt: &Attempt, of: impl Fn(&Key) -> &'static str) {
        for posed in &attempt.paper.questions {
            let event = Event::Exam(Box::new(Act::Answer(attempt.id.clone())));
            let change = Change {
                took_ms: 1000,
                answer: Answer::Typed(of(&posed.key).into()).to_log(),
                ..Change::new(posed.key.clone(), event, desk.today(), Memory::default())
            };
            assert!(desk.record(&change).is_ok());
        }
    }

    #[test]
    fn modules_come_by_the_shares_that_the_plan_tells() {
        let root = tempfile::tempdir().unwrap();
        write_deck(root.path(), "What is it called");
        // Of four questions; the other six modules of CPIM have none.
        for (of_3, of_5, drawn) in [
            (None, None, (2, 2)),
            (Some(12.5), None, (2, 2)),
            (Some(30.0), None, (3, 1)),
            (Some(60.0), Some(60.0), (2, 2)),
            (Some(120.0), None, (4, 0)),
            (Some(0.0), None, (0, 4)),
        ] {
            let mut desk = open(root.path(), MONDAY, Settings::default());
            for (module, weight) in [("3", of_3), ("5", of_5)] {
                let weight = ExamChoice::Weight(module.into(), weight);
                desk.choose_for_exam("CPIM", &weight).unwrap();
            }
            let attempt = desk.begin_exam(&setup(4)).unwrap();
            let of = |module| {
                let questions = attempt.paper.questions.iter();
                questions.filter(|q| q.module == module).count()
            };
            assert_eq!((of("3"), of("5")), drawn, "{of_3:?} {of_5:?}");
            desk.end_exam(&attempt.id).unwrap();
        }
    }

    #[test]
    fn a_card_changed_meanwhile_is_void() {
        let root = tempfile::tempdir().unwrap();
        write_deck(root.path(), "What is it called");
        let mut desk = open(root.path(), MONDAY, Settings::default());
        let attempt = desk.begin_exam(&setup(8)).unwrap();
        assert_eq!((attempt.sheets.len(), attempt.paper.minutes), (8, 10));
        assert!(desk.begin_exam(&setup(8)).is_err(), "one at a time");
        answer(&mut desk, &attempt, |key| {
            if key.card() == "orders-1" {
                "other"
            } else {
                "thing"
            }
        });
        write_deck(root.path(), "What is this called");
        desk.refresh();
        let (_, void) = desk.running_exam().unwrap().unwrap();
        assert_eq!(void.iter().filter(|void| **void).count(), 1);
        desk.end_exam(&attempt.id).unwrap();
        let report = desk.exam_report(&attempt.id).unwrap();
        let changed = attempt
            .paper
            .questions
            .iter()
            .position(|q| q.key.card() == "stock-0")
            .unwrap();
        assert_eq!(report.lines[changed].is_right, None);
        let of = |n, passed| Passed { n, passed };
        assert_eq!(report.attempt.right(), of(7, 6));
        let modules: Vec<_> = report
            .modules
            .iter()
            .map(|(id, _, right)| (id.as_str(), *right))
            .collect();
        assert_eq!(modules, [("3", of(4, 3)), ("5", of(3, 3))]);
        assert_eq!((report.mark, report.read_next.len()), (Some(70), 1));
        assert_eq!(desk.mock_by_module().unwrap()["CPIM"]["3"], of(4, 3));
        assert_eq!(desk.past_exams().unwrap()[0].used_ms, 8000);
        assert!(report.to_fail.is_empty(), "none was met before");

        let file = root.path().join("decks/d.ron");
        let text = std::fs::read_to_string(&file).unwrap();
        let renamed = r#"id: "new", formerly: ["orders-1"]"#;
        std::fs::write(&file, text.replace(r#"id: "orders-1""#, renamed)).unwrap();
        desk.refresh();
        let report = desk.exam_report(&attempt.id).unwrap();
        assert_eq!(report.missed(), [Key::new("d", "new", "")]);
        assert_eq!(report.read_next.len(), 1);
        let mut fronts = report.lines.iter().map(|line| line.front.as_str());
        assert!(fronts.all(|front| front.starts_with("What is ")));
    }

    #[test]
    fn another_machine_s_exam_is_shown_and_may_be_ended_after_a_day() {
        let roots = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        for root in &roots {
            write_deck(root.path(), "What is it called");
        }
        let mut desk = open(roots[0].path(), MONDAY, Settings::default());
        let attempt = desk.begin_exam(&setup(4)).unwrap();
        answer(&mut desk, &attempt, |_| "thing");
        let mut other = open(roots[1].path(), MONDAY, Settings::default());
        let now = other.clock.moment();
        other
            .store_mut()
            .merge(desk.store().path().as_path(), now, false)
            .unwrap();
        let running = other.lobby().unwrap().running;
        let may_end = running[0].may_end(now);
        assert_eq!(
            (running.len(), running[0].is_ours, may_end),
            (1, false, false)
        );
        assert!(other.running_exam().unwrap().is_none());
        assert!(
            other.begin_exam(&setup(4)).is_ok(),
            "it holds nothing up here"
        );
        assert!(other.end_exam(&attempt.id).is_err());
        other.set_clock(Clock::new(Some(TUESDAY), crate::clock::ROLLOVER).unwrap());
        assert!(other.end_exam(&attempt.id).is_err(), "not more than a day");
        other.set_clock(
            Clock::new(
                Some("2026-11-25T09:00:00+00:00[UTC]"),
                crate::clock::ROLLOVER,
            )
            .unwrap(),
        );
        other.end_exam(&attempt.id).unwrap();
        assert_eq!(
            other
                .exam_report(&attempt.id)
                .unwrap()
                .attempt
                .right()
                .passed,
            4
        );
    }

    #[test]
    fn a_diagnostic_puts_the_modules_it_found_weakest_first() {
        let root = tempfile::tempdir().unwrap();
        write_deck(root.path(), "What is it called");
        let mut desk = open(root.path(), MONDAY, Settings::default());
        let first = |desk: &mut Desk| {
            let session = desk.session(&[], None, None).unwrap();
            session.asking().map(|asked| asked.question.concept.clone())
        };
        assert_eq!(first(&mut desk).as_deref(), Some("d/stock"));
        let diagnostic = Setup {
            is_diagnostic: true,
            ..setup(40)
        };
        let attempt = desk.begin_exam(&diagnostic).unwrap();
        answer(&mut desk, &attempt, |key| {
            if key.card().starts_with("stock") {
                "thing"
            } else {
                "other"
            }
        });
        desk.end_exam(&attempt.id).unwrap();
        assert_eq!(first(&mut desk).as_deref(), Some("d/orders"));
        assert!(desk.memories.is_empty(), "it changed no memory");
        assert!(
            desk.mock_by_module().unwrap().is_empty(),
            "and is no mock exam"
        );
    }
}
