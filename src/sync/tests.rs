//! Machines and a shared folder.

use super::*;
use crate::store::tests::machine::Machine;
use crate::store::tests::{TODAY, at, cases};
use crate::study::log::{About, Change, Entry, Past, Sort};
use crate::study::memory::{Event, Meant};
use crate::study::mock_exam::{Act as ExamAct, Attempt, Paper, Posed};
use crate::study::{Grade, Key, Memory};
use proptest::prelude::*;

impl Machine {
    fn grades(&mut self, card: &str, grade: u8) {
        let grade = Grade::new(grade).unwrap();
        self.does(&Key::from_text(card), Event::graded(Meant::Review, grade));
    }

    fn notes(&mut self, card: &str, note: &str) {
        self.notes_on(Sort::Question, card, note);
    }

    fn notes_on(&mut self, sort: Sort, subject: &str, note: &str) {
        let (day, now) = (self.day, self.now());
        let key = Key::from_text(subject);
        let field = (sort, &key, "note");
        self.store
            .choose(field, Some(note), false, (day, now))
            .unwrap();
    }

    fn begins_an_exam(&mut self, cards: &[&str]) -> About {
        let posed = cards.iter().map(|card| Posed {
            key: Key::from_text(*card),
            seed: 0,
            revision: 1,
            module: "1".into(),
        });
        let paper = Paper {
            minutes: 10,
            questions: posed.collect(),
            ..Paper::default()
        };
        let entry = self.does_in_exam("CPIM", ExamAct::Begin(paper), "");
        Attempt::begun(&entry).unwrap().id
    }

    fn does_in_exam(&mut self, subject: &str, act: ExamAct, answer: &str) -> Entry {
        let sort = match act {
            ExamAct::Answer(_) => Sort::Question,
            _ => Sort::Exam,
        };
        let event = Event::Exam(Box::new(act));
        let change = Change {
            sort,
            answer: (!answer.is_empty()).then(|| answer.to_owned()),
            ..Change::new(Key::from_text(subject), event, self.day, Memory::default())
        };
        let now = self.now();
        self.store.record(&change, now).unwrap()
    }

    fn syncs(&mut self, shared: &Path) -> Report {
        sync(&mut self.store, shared, false).unwrap()
    }

    /// Another machine with a copy of everything, including the name.
    fn copied(&self) -> Machine {
        let folder = tempfile::tempdir().unwrap();
        for entry in fs::read_dir(self.folder.path()).unwrap().flatten() {
            if entry.path().is_file() {
                fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
            }
        }
        // As on a file system without file numbers: the copy is not recognised as one.
        let device = folder.path().join(crate::store::DEVICE);
        let inode = inode(&folder.path().join(crate::store::FILE));
        let text = fs::read_to_string(&device).unwrap();
        let lines = text.lines().map(|line| match line.strip_prefix("file ") {
            Some(_) => format!("file {inode}\n"),
            None => format!("{line}\n"),
        });
        let text: String = lines.collect();
        fs::write(&device, text).unwrap();
        let mut copy = Machine::in_folder(folder);
        (copy.day, copy.ms) = (self.day, self.ms + 500);
        copy
    }
}

#[cfg(unix)]
fn inode(path: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).unwrap().ino()
}

#[cfg(not(unix))]
fn inode(_: &Path) -> u64 {
    0
}

fn files(shared: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = list(shared, segment::is_one)
        .unwrap()
        .into_iter()
        .map(|f| f.0)
        .collect();
    files.sort();
    files
}

#[test]
fn an_evening_at_the_desk_a_train_and_both_at_home_again() {
    let shared = tempfile::tempdir().unwrap();
    let (mut a, mut b) = (Machine::new(), Machine::new());
    a.grades("d/one", 4);
    a.grades("d/two", 1);
    let first = a.syncs(shared.path());
    assert_eq!(
        first.given,
        BTreeMap::from([(a.store.device().to_owned(), 2)])
    );
    b.ms = 60_000;
    let came = b.syncs(shared.path());
    assert_eq!(came.taken, first.given);
    assert_eq!(came.questions, 2);
    b.grades("d/two", 4);
    b.grades("d/three", 5);
    assert_eq!(b.syncs(shared.path()).given.values().sum::<u64>(), 2);
    let rehearsal = sync(&mut a.store, shared.path(), true).unwrap();
    assert_eq!(a.log().len(), 2, "nothing came by looking");
    assert_eq!(a.syncs(shared.path()), rehearsal);
    assert_eq!(a.log(), b.log());
    assert_eq!(a.memories(), b.memories());
    assert_eq!(a.log().len(), 4);
    let there = files(shared.path());
    assert_eq!(a.syncs(shared.path()), Report::default());
    for one in [&mut a, &mut b] {
        assert!(is_unchanged(one.folder.path(), shared.path()));
        one.grades("d/one", 4);
        assert!(!is_unchanged(one.folder.path(), shared.path()));
    }
    assert_eq!(
        files(shared.path()),
        there,
        "an unchanged folder stays as it is"
    );
}

#[test]
fn what_is_half_copied_doubled_newer_or_gone_is_told_and_mended_by_the_next_sync() {
    let shared = tempfile::tempdir().unwrap();
    let (mut a, mut b) = (Machine::new(), Machine::new());
    a.grades("d/one", 4);
    a.syncs(shared.path());
    let [segment] = &files(shared.path())[..] else {
        panic!("one segment")
    };
    let whole = fs::read(segment).unwrap();
    // A checkout of git on Windows, for another machine and for the one that wrote it.
    let text = String::from_utf8(whole.clone()).unwrap();
    fs::write(segment, text.replace('\n', "\r\n")).unwrap();
    let mut elsewhere = Machine::new();
    for (machine, taken) in [(&mut elsewhere, 1), (&mut a, 0)] {
        let report = machine.syncs(shared.path());
        assert_eq!(report.taken.values().sum::<u64>(), taken);
        assert_eq!(report.notes, [""; 0]);
    }
    // Copied in part, cut at various lengths.
    for length in [0, 1, whole.len() / 2, whole.len() - 1] {
        fs::write(segment, &whole[..length]).unwrap();
        let report = b.syncs(shared.path());
        assert!(
            report.notes[0].contains("left out: it is not whole"),
            "{:?}",
            report.notes
        );
        assert!(report.taken.is_empty());
    }
    // Of the right length, but with other content.
    let mut spoilt = whole.clone();
    *spoilt.last_mut().unwrap() = b'x';
    fs::write(segment, &spoilt).unwrap();
    assert!(b.syncs(shared.path()).notes[0].contains("not whole"));
    fs::write(segment, &whole).unwrap();
    let copy = segment.with_file_name("swot-x (Ann's conflicted copy).rows");
    fs::copy(segment, &copy).unwrap();
    let newer = shared.path().join("swot-new-1.rows");
    fs::write(&newer, "{\"swot\":\"rows\",\"envelope\":2,\"else\":1}\n").unwrap();
    fs::write(shared.path().join("holiday.jpg"), "x").unwrap();
    let report = b.syncs(shared.path());
    assert_eq!(report.taken.values().sum::<u64>(), 1);
    assert!(
        report.notes.len() == 1 && report.notes[0].contains("newer swot"),
        "{:?}",
        report.notes
    );
    let again = b.syncs(shared.path()).notes;
    assert_eq!(again, report.notes, "as long as it is not read");
    assert_eq!(b.log(), a.log());
    // The file is gone: a machine that has the rows writes them again.
    fs::remove_file(segment).unwrap();
    fs::remove_file(copy).unwrap();
    assert_eq!(b.syncs(shared.path()).given.values().sum::<u64>(), 1);
    let mut c = Machine::new();
    c.syncs(shared.path());
    assert_eq!(c.log(), a.log());
    let gone = shared.path().join("nowhere");
    let error = sync(&mut a.store, &gone, false).unwrap_err().to_string();
    assert!(error.contains("nowhere is no folder"), "{error}");
    let within = a.folder.path().to_owned();
    let error = sync(&mut a.store, &within, false).unwrap_err().to_string();
    assert!(error.contains("the database lies in"), "{error}");
}

/// The checksum is of the rows alone. A header that claims more would keep rows back for ever, which nobody would miss.
#[test]
fn a_header_that_claims_more_than_its_rows_is_damage() {
    let (right, wrong) = ("[1,6]", "[1,9]");
    for is_noticed_at_once in [true, false] {
        let shared = tempfile::tempdir().unwrap();
        let (mut a, mut b) = (Machine::new(), Machine::new());
        (0..6).for_each(|n| a.grades(&format!("d/{n}"), 4));
        a.syncs(shared.path());
        b.syncs(shared.path());
        let [segment] = &files(shared.path())[..] else {
            panic!("one segment")
        };
        let text = fs::read_to_string(segment).unwrap();
        assert!(text.contains(right));
        fs::write(segment, text.replacen(right, wrong, 1)).unwrap();
        if is_noticed_at_once {
            let report = b.syncs(shared.path());
            assert!(report.notes[0].contains("not whole"), "{:?}", report.notes);
        }
        for n in 6..9 {
            a.grades(&format!("d/{n}"), 4);
            let report = a.syncs(shared.path());
            let is_told = !report.notes.is_empty();
            // Otherwise the other machine has written the rows by now.
            assert!(is_noticed_at_once || n > 6 || is_told, "{wrong}");
        }
        let mut c = Machine::new();
        for machine in [&mut b, &mut c, &mut a] {
            machine.syncs(shared.path());
            assert_eq!(machine.syncs(shared.path()).notes, [""; 0], "{wrong}");
        }
        assert_eq!((a.log().len(), b.log(), c.log()), (9, a.log(), a.log()));
    }
}

#[test]
fn a_copied_machine_takes_a_new_name_and_both_contents_are_kept() {
    let shared = tempfile::tempdir().unwrap();
    let mut a = Machine::new();
    a.grades("d/one", 4);
    a.syncs(shared.path());
    let mut b = a.copied();
    assert_eq!(a.store.device(), b.store.device());
    a.grades("d/two", 4);
    b.grades("d/three", 1);
    a.syncs(shared.path());
    let name = a.store.device().to_owned();
    let report = b.syncs(shared.path());
    assert!(
        report.notes[0].contains("bore this one's name"),
        "{:?}",
        report.notes
    );
    assert_ne!(b.store.device(), name);
    b.grades("d/four", 4);
    let undone = b.store.undo(b.day, at(b.day, 900_000)).unwrap().unwrap();
    assert_eq!(undone.entry.change.card.as_str(), "d/four");
    let undone = b.store.undo(b.day, at(b.day, 901_000)).unwrap().unwrap();
    assert_eq!(
        undone.entry.change.card.as_str(),
        "d/three",
        "its own under the old name"
    );
    b.syncs(shared.path());
    a.syncs(shared.path());
    b.syncs(shared.path());
    a.syncs(shared.path());
    assert_eq!(a.log(), b.log());
    assert_eq!(a.memories(), b.memories());
    let shown: BTreeSet<String> = a.log().iter().map(|p| p.entry.id.device.clone()).collect();
    let forks = shown.iter().filter(|name| name.contains('~')).count();
    assert_eq!(forks, 2, "{shown:?}");
    let doctor = a.store.doctor(at(TODAY, 999_000)).unwrap();
    assert!(doctor.is_sound(), "{:?}", doctor.findings);
}

#[test]
fn what_an_older_backup_lacks_comes_back_and_rows_lost_here_are_read_again() {
    let shared = tempfile::tempdir().unwrap();
    let mut a = Machine::new();
    a.grades("d/one", 4);
    let now = a.now();
    let backup = a.store.backup(None, now).unwrap();
    a.grades("d/two", 4);
    a.syncs(shared.path());
    let (log, folder) = (a.log(), a.folder);
    drop(a.store);
    crate::store::restore(folder.path(), &backup, now).unwrap();
    let mut a = Machine::in_folder(folder);
    assert_eq!(a.log().len(), 1);
    a.grades("d/three", 4);
    assert_eq!(a.syncs(shared.path()).taken.values().sum::<u64>(), 1);
    let after = a.log();
    assert_eq!(after.len(), 3);
    for row in &log {
        let same = |past: &&Past| past.entry.id == row.entry.id;
        assert_eq!(
            after.iter().find(same).map(|p| &p.entry.hybrid),
            Some(&row.entry.hybrid)
        );
    }
}

#[test]
fn what_was_chosen_on_both_sides_is_told_once_on_each() {
    let shared = tempfile::tempdir().unwrap();
    let (mut a, mut b) = (Machine::new(), Machine::new());
    a.notes("d/one", "at the desk");
    a.syncs(shared.path());
    b.ms = 60_000;
    b.notes("d/one", "on the train");
    b.notes("d/two", "alone");
    let clash = Clash {
        subject: "d/one".into(),
        kept: "note: on the train".into(),
        lost: "note: at the desk".into(),
    };
    assert_eq!(
        sync(&mut b.store, shared.path(), true).unwrap().clashes,
        std::slice::from_ref(&clash)
    );
    assert_eq!(b.syncs(shared.path()).clashes, std::slice::from_ref(&clash));
    assert_eq!(a.syncs(shared.path()).clashes, [clash], "it changes here");
    assert_eq!(a.syncs(shared.path()).clashes, []);
    assert_eq!(b.syncs(shared.path()).clashes, []);
    assert_eq!(a.log(), b.log());
    // Also where a copy wrote under the same name and number.
    let mut c = a.copied();
    a.notes("d/one", "at the desk again");
    c.ms += 60_000;
    c.notes("d/one", "in the copy");
    a.syncs(shared.path());
    let clashes = c.syncs(shared.path()).clashes;
    assert_eq!(clashes.len(), 1, "{clashes:?}");
    assert_eq!(clashes[0].lost, "note: at the desk again");
    assert_eq!(a.syncs(shared.path()).clashes, clashes);
    assert_eq!(c.syncs(shared.path()).clashes, []);
    assert_eq!(a.log(), c.log());
}

#[test]
fn mock_exams_of_a_machine_and_its_copy_stand_side_by_side() {
    let shared = tempfile::tempdir().unwrap();
    let mut a = Machine::new();
    a.grades("d/one", 4);
    let mut b = a.copied();
    for (machine, answer) in [(&mut a, "[1]"), (&mut b, "[2]")] {
        let id = machine.begins_an_exam(&["d/one", "d/two"]);
        machine.does_in_exam("d/one", ExamAct::Answer(id), answer);
    }
    for _ in 0..2 {
        a.syncs(shared.path());
        b.syncs(shared.path());
    }
    for (machine, answer) in [(&mut a, "[1]"), (&mut b, "[2]")] {
        let exams = machine.store.mock_exams().unwrap();
        assert_eq!(exams.len(), 2);
        assert!(exams.iter().all(|exam| exam.attempt.answered() == 1));
        let ours: Vec<_> = exams.iter().filter(|exam| exam.is_ours).collect();
        assert_eq!(ours.len(), 1);
        let attempt = &ours[0].attempt;
        assert_eq!(attempt.sheets[0].answer.as_deref(), Some(answer));
        let id = attempt.id.clone();
        assert_eq!(
            machine.store.mock_exam(&id).unwrap().as_ref(),
            Some(ours[0])
        );
        machine.does_in_exam("CPIM", ExamAct::End(id, vec![None, None]), "");
    }
    for _ in 0..2 {
        a.syncs(shared.path());
        b.syncs(shared.path());
    }
    for machine in [&a, &b] {
        let exams = machine.store.mock_exams().unwrap();
        assert!(exams.iter().all(|exam| !exam.attempt.is_running()));
    }
}

#[test]
fn the_last_note_on_a_concept_stands_whichever_of_its_names_a_machine_knew() {
    let shared = tempfile::tempdir().unwrap();
    let (mut a, mut b) = (Machine::new(), Machine::new());
    let names = ["d/pull", "e/pull", "e/kanban"].map(Key::from_text);
    let pairs = [
        (names[0].clone(), names[2].clone()),
        (names[1].clone(), names[2].clone()),
    ];
    let starts = |b: &mut Machine| {
        let when = (b.day, b.now());
        b.store.adopt(Sort::Concept, &pairs, when).unwrap()
    };
    let told = |b: &Machine| -> Vec<(String, String, bool)> {
        let notes = b.store.notes().unwrap().into_iter();
        notes.map(|n| (n.subject, n.text, n.is_lost)).collect()
    };
    let note = |m: &Machine, name: &Key| m.store.note(Sort::Concept, name).unwrap();
    // A question of the same name keeps its memory to itself.
    a.grades("d/pull", 4);
    let memories = a.store.memories().unwrap();
    a.notes_on(Sort::Concept, "d/pull", "of the old deck");
    a.syncs(shared.path());
    b.syncs(shared.path());
    assert_eq!((starts(&mut b), starts(&mut b)), (1, 0));
    assert_eq!(note(&b, &names[2]).as_deref(), Some("of the old deck"));
    let standing = b.store.standing_notes().unwrap();
    assert_eq!(
        standing[&(Sort::Concept, names[2].clone())],
        "of the old deck"
    );
    // The other machine has the old deck still.
    a.ms = 60_000;
    a.notes_on(Sort::Concept, "d/pull", "on the train");
    a.syncs(shared.path());
    b.syncs(shared.path());
    assert_eq!(starts(&mut b), 1);
    assert_eq!(note(&b, &names[2]).as_deref(), Some("on the train"));
    b.ms = 120_000;
    b.notes_on(Sort::Concept, "e/kanban", "at the desk");
    b.syncs(shared.path());
    a.syncs(shared.path());
    assert_eq!(starts(&mut a), 0);
    for m in [&a, &b] {
        let row = |text: &str, is_lost| ("e/kanban".to_owned(), text.to_owned(), is_lost);
        let all = [
            row("of the old deck", true),
            row("on the train", true),
            row("at the desk", false),
        ];
        assert_eq!(told(m), all);
        assert_eq!(m.store.memories().unwrap(), memories);
        assert!(m.store.doctor(at(TODAY, 200_000)).unwrap().is_sound());
    }
    let (day, now) = (b.day, b.now());
    b.store.undo(day, now).unwrap().unwrap();
    assert_eq!(note(&b, &names[2]).as_deref(), Some("on the train"));
    b.store.rebuild().unwrap();
    assert_eq!(b.store.memories().unwrap(), memories);
}

#[test]
fn a_file_that_comes_during_a_sync_is_looked_at_by_the_next() {
    let file = |name: &str, length| (PathBuf::from(name), length, 0);
    let before = [file("f/swot-a-1.rows", 5), file("f/swot-b-2.rows", 5)];
    let written = ["3".to_owned()];
    let with = |other: File| [&before[..], &[other]].concat();
    for (now, has_nothing_else) in [
        (before.to_vec(), true),
        (before[..1].to_vec(), true),
        (with(file("f/swot-a-3.rows", 7)), true),
        (with(file("f/swot-b-4.rows", 7)), false),
        (vec![file("f/swot-b-2.rows", 6)], false),
    ] {
        let said = super::has_nothing_else(&now, &before, &written);
        assert_eq!(said, has_nothing_else, "{now:?}");
    }
}

#[test]
fn small_files_of_one_machine_are_put_together_and_nothing_is_lost() {
    let shared = tempfile::tempdir().unwrap();
    let (mut a, mut b) = (Machine::new(), Machine::new());
    for n in 0..3 * MANY {
        a.grades(&format!("d/{n}"), 4);
        a.syncs(shared.path());
        assert!(files(shared.path()).len() <= MANY + 1);
    }
    b.syncs(shared.path());
    assert_eq!(a.log(), b.log());
}

#[test]
fn a_machine_writes_its_own_damaged_file_anew_and_nobody_elses() {
    let shared = tempfile::tempdir().unwrap();
    let (mut a, mut b) = (Machine::new(), Machine::new());
    a.grades("d/one", 4);
    a.syncs(shared.path());
    let spoilt = files(shared.path()).remove(0);
    let whole = fs::read(&spoilt).unwrap();
    // Alone its rows give the same file; with a newer one they go into another.
    for newer in [false, true] {
        let mut bytes = whole.clone();
        *bytes.last_mut().unwrap() = b'x';
        fs::write(&spoilt, &bytes).unwrap();
        b.grades("d/two", 4);
        let notes = b.syncs(shared.path()).notes;
        assert!(newer || notes[0].contains("left out"), "{notes:?}");
        assert_eq!(fs::read(&spoilt).unwrap(), bytes, "it is not theirs");
        if newer {
            a.grades("d/three", 4);
        }
        let notes = a.syncs(shared.path()).notes;
        assert!(
            notes.len() == 1 && notes[0].contains("was damaged"),
            "{notes:?}"
        );
        assert_eq!(fs::read(&spoilt).ok(), (!newer).then(|| whole.clone()));
        assert_eq!(b.syncs(shared.path()).notes, [""; 0]);
        assert_eq!(a.log(), b.log());
    }
}

#[test]
fn what_a_killed_sync_left_in_the_folder_goes_after_a_day() {
    let shared = tempfile::tempdir().unwrap();
    let mut a = Machine::new();
    let left = ["old", "new"].map(|name| shared.path().join(format!(".swot-{name}.tmp")));
    for path in &left {
        fs::write(path, "x").unwrap();
    }
    let old = fs::File::options().write(true).open(&left[0]).unwrap();
    let days = std::time::Duration::from_secs(2 * 86_400);
    old.set_modified(std::time::SystemTime::now() - days)
        .unwrap();
    a.grades("d/one", 4);
    a.syncs(shared.path());
    assert_eq!(left.map(|path| path.exists()), [false, true]);
}

/// Every write into the folder fails in turn, or everything written is lost: the next sync repairs it.
#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_costs_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let shared = tempfile::tempdir().unwrap();
    let (mut a, mut b) = (Machine::new(), Machine::new());
    b.grades("d/two", 4);
    b.syncs(shared.path());
    a.grades("d/one", 4);
    let closed = |mode| fs::set_permissions(shared.path(), fs::Permissions::from_mode(mode));
    closed(0o500).unwrap();
    let is_root = fs::write(shared.path().join("x"), "").is_ok();
    if !is_root {
        let error = sync(&mut a.store, shared.path(), false)
            .unwrap_err()
            .to_string();
        assert!(error.contains("could not be written"), "{error}");
        assert_eq!(a.log().len(), 2, "what came in is here");
    }
    closed(0o700).unwrap();
    a.syncs(shared.path());
    b.syncs(shared.path());
    assert_eq!(a.log(), b.log());
}

#[derive(Debug, Clone)]
enum Act {
    Grade(u8, u8),
    Note(u8, u8),
    Flag(u8),
    Adopt(u8, u8),
    Undo,
    Redo,
    Sync,
    Clock(i64),
    Day,
    /// A file of the folder disappears, or is truncated.
    Lose(usize, bool),
    /// The machine becomes a copy of another.
    Copy(usize),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => (0u8..4, 0u8..=5).prop_map(|(c, g)| Act::Grade(c, g)),
        2 => (0u8..4, 0u8..4).prop_map(|(c, n)| Act::Note(c, n)),
        1 => (0u8..4).prop_map(Act::Flag),
        1 => (0u8..4, 0u8..4).prop_map(|(a, b)| Act::Adopt(a, b)),
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
        5 => Just(Act::Sync),
        1 => (-50i64..50).prop_map(Act::Clock),
        1 => Just(Act::Day),
        1 => (0usize..8, any::<bool>()).prop_map(|(n, cut)| Act::Lose(n, cut)),
        1 => (0usize..5).prop_map(Act::Copy),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(6), ..ProptestConfig::default() })]

    #[test]
    fn machines_that_share_a_folder_end_with_one_log(count in 3usize..=5, acts in prop::collection::vec((0usize..5, act()), 1..50)) {
        let shared = tempfile::tempdir().unwrap();
        let mut machines: Vec<Machine> = (0..count).map(|_| Machine::new()).collect();
        for (nth, act) in acts {
            let nth = nth % count;
            if let Act::Copy(other) = act {
                if other % count != nth {
                    machines[nth].syncs(shared.path());
                    machines[nth] = machines[other % count].copied();
                }
                continue;
            }
            let machine = &mut machines[nth];
            let (day, now) = (machine.day, machine.now());
            match act {
                Act::Grade(card, grade) => machine.grades(&format!("d/{card}"), grade),
                Act::Note(card, note) => machine.notes(&format!("d/{card}"), &note.to_string()),
                Act::Flag(card) => machine.does(&Key::from_text(format!("d/{card}")), Event::Flag("odd".into())),
                Act::Adopt(old, new) => {
                    let key = |n: u8| Key::from_text(format!("d/{n}"));
                    machine.store.adopt(Sort::Question, &[(key(old), key(new))], (day, now)).unwrap();
                }
                Act::Undo => drop(machine.store.undo(day, now).unwrap()),
                Act::Redo => drop(machine.store.redo(day, now).unwrap()),
                Act::Sync => drop(machine.syncs(shared.path())),
                Act::Clock(hours) => machine.ms += hours * 3_600_000,
                Act::Day => machine.day = machine.day.plus(1),
                Act::Lose(nth, is_cut) => {
                    let there = files(shared.path());
                    if let Some(file) = there.get(nth) {
                        if is_cut {
                            let whole = fs::read(file).unwrap();
                            fs::write(file, &whole[..whole.len() / 2]).unwrap();
                        } else {
                            fs::remove_file(file).unwrap();
                        }
                    }
                }
                Act::Copy(_) => {}
            }
        }
        for _ in 0..3 {
            for machine in &mut machines {
                machine.syncs(shared.path());
            }
        }
        let log = machines[0].log();
        for machine in &mut machines {
            prop_assert_eq!(&machine.log(), &log);
            prop_assert_eq!(machine.store.rebuild(), Ok(0));
        }
        for machine in &machines {
            prop_assert_eq!(machine.memories(), machines[0].memories());
        }
        let there = files(shared.path());
        for machine in &mut machines {
            let report = machine.syncs(shared.path());
            prop_assert!(report.taken.is_empty() && report.given.is_empty());
        }
        prop_assert_eq!(files(shared.path()), there);
    }
}
