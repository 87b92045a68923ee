//! A row of the log as it is kept and passed on, whatever it means: the envelope. Rows of kinds that this program does not
//! know go through it unchanged.

use super::names;
use super::row_id::RowId;
use crate::study::log::{About, Change, Confidence, Entry, EntryId, Moment, Sort};
use crate::study::memory::{Algorithm, Event, Meant};
use crate::study::mock_exam::Act;
use crate::study::{Day, Grade, Key, Memory};
use rusqlite::{CachedStatement, Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

/// Of the payloads that this program writes and reads.
const VERSION: i64 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub device: String,
    pub seq: u64,
    pub hybrid: i64,
    pub at: i64,
    pub east: i32,
    pub day: i32,
    pub kind: String,
    /// 0 question, 1 concept, 2 deck, 3 exam; absent with the subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<i64>,
    pub subject: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<u8>,
    pub took: i64,
    pub seed: i64,
    pub algorithm: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<u64>,
    /// The old key of a question's adoption. That of a concept stands in the payload: programs of version 0.1 take a subject in this
    /// place for a question, and would give its memory to the concept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    pub version: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
}

impl Row {
    /// It fits into a log, whatever it says.
    pub fn is_fit(&self) -> bool {
        self.seq > 0
            && RowId::new(1, self.seq, 0).is_some()
            && self.grade.is_none_or(|grade| grade <= 5)
            && self.took >= 0
            && !self.device.is_empty()
            && !self.kind.is_empty()
            && (self.sort.is_some() || self.subject.is_empty())
            && [self.at, self.hybrid]
                .iter()
                .all(|ms| (0..1 << 53).contains(ms))
            && self.group.is_none_or(|first| first < 1 << 53)
    }

    /// A line of a segment, and the bytes by which two contents of one device and number are told apart, the same on every machine.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    pub fn hash(&self) -> u64 {
        crate::hash::fnv1a(&self.bytes())
    }

    pub fn of(entry: &Entry) -> Row {
        let change = &entry.change;
        let sort = names::sort_number(change.sort);
        let from = match &change.event {
            Event::Adopt(from) if change.sort == Sort::Question => Some(from.as_str().to_owned()),
            _ => None,
        };
        let about = change
            .event
            .named()
            .map(|a| serde_json::json!([a.device, a.seq, a.count, a.hybrid]).to_string());
        let algorithm = match change.event {
            Event::Graded(_, _, algorithm) => algorithm.number(),
            _ => Algorithm::Sm2.number(),
        };
        Row {
            device: entry.id.device.clone(),
            seq: entry.id.seq,
            hybrid: entry.hybrid as i64,
            at: entry.at.utc_ms,
            east: entry.at.offset_s,
            day: change.day.0,
            kind: change.event.name().to_owned(),
            sort,
            subject: change.card.as_str().to_owned(),
            grade: change.event.grade().map(Grade::value),
            took: i64::from(change.took_ms),
            // All 64 bits; SQLite knows them as a signed number.
            seed: change.seed as i64,
            algorithm: i64::from(algorithm),
            confidence: change.confidence.map(|said| said as i64 + 1),
            answer: change.answer.clone(),
            group: entry.group,
            from,
            about,
            version: VERSION,
            payload: entry.payload.clone(),
        }
    }

    /// What it did.
    pub fn event(&self) -> Event {
        let told = Told {
            kind: &self.kind,
            grade: self.grade,
            algorithm: self.algorithm,
            from: self.from.as_deref(),
            about: self.about.as_deref(),
            version: self.version,
            payload: self.payload.as_deref(),
        };
        told.event()
    }

    /// The entry, without the memories before and after it, which only the fold knows.
    pub fn entry(self) -> Entry {
        let event = self.event();
        let deck_version = match (&event, self.payload.as_deref()) {
            (Event::Flag(_), Some(said)) => {
                payload::read::<payload::Flag>(said).and_then(|flag| flag.version)
            }
            _ => None,
        };
        let is_long = self.grade.is_some()
            && self
                .payload
                .as_deref()
                .and_then(payload::read::<payload::Graded>)
                .is_some_and(|said| said.long);
        let said = self.confidence.and_then(|n| usize::try_from(n - 1).ok());
        Entry {
            id: EntryId {
                device: self.device,
                seq: self.seq,
            },
            hybrid: self.hybrid.unsigned_abs(),
            at: Moment {
                utc_ms: self.at,
                offset_s: self.east,
            },
            group: self.group,
            payload: self.payload,
            change: Change {
                sort: names::sort_of(self.sort).unwrap_or_default(),
                card: Key::from_text(self.subject),
                event,
                day: Day(self.day),
                before: Memory::default(),
                after: Memory::default(),
                took_ms: u32::try_from(self.took).unwrap_or(u32::MAX),
                is_long,
                seed: self.seed as u64,
                confidence: said.and_then(|n| Confidence::ALL.get(n).copied()),
                answer: self.answer,
                deck_version,
            },
        }
    }

    /// A row of entries.sql.
    pub fn read(row: &rusqlite::Row) -> rusqlite::Result<Row> {
        let key = |deck: usize| -> rusqlite::Result<Option<String>> {
            let deck_name: Option<String> = row.get(deck)?;
            Ok(match deck_name {
                Some(deck_name) => {
                    let name: String = row.get(deck + 1)?;
                    Some(names::join(&deck_name, &name).as_str().to_owned())
                }
                None => None,
            })
        };
        Ok(Row {
            device: row.get(0)?,
            seq: row.get::<_, i64>(1)?.unsigned_abs(),
            hybrid: row.get(2)?,
            at: row.get(3)?,
            east: row.get(4)?,
            day: row.get(5)?,
            kind: row.get(6)?,
            sort: row.get(7)?,
            subject: key(8)?.unwrap_or_default(),
            grade: row.get(10)?,
            took: row.get(11)?,
            seed: row.get(12)?,
            algorithm: row.get(13)?,
            confidence: row.get(14)?,
            answer: row.get(15)?,
            group: row.get::<_, Option<i64>>(16)?.map(i64::unsigned_abs),
            from: key(17)?,
            about: row.get(19)?,
            version: row.get(20)?,
            payload: row.get(21)?,
        })
    }

    /// Writes the row as it is under `copy`; returns the numbers of its device, deck and subject.
    pub fn insert(&self, db: &Connection, copy: i64) -> rusqlite::Result<Numbers> {
        let device = names::number(db, "devices", &self.device)?;
        let of = |sort: Option<i64>, key: &str| {
            sort.map(|sort| names::subject(db, sort, &Key::from_text(key)))
                .transpose()
        };
        let numbers = Numbers {
            id: RowId::new(device, self.seq, copy).ok_or_else(|| beyond(self))?,
            kind: names::number(db, "kinds", &self.kind)?,
            subject: of(self.sort, &self.subject)?,
            source: match &self.from {
                Some(from) => of(Some(0), from)?,
                None => None,
            },
        };
        self.insert_as(db, &numbers)?;
        Ok(numbers)
    }

    /// Inserts the row where the numbers of what it names are known.
    pub fn insert_as(&self, db: &Connection, numbers: &Numbers) -> rusqlite::Result<()> {
        db.prepare_cached(
            "INSERT INTO log (id, at, ahead, east, day, kind, subject, grade, took, seed, algorithm, confidence, answer, party,
                              source, about, version, payload)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        )?
        .execute(params![
            numbers.id.0,
            self.at,
            self.hybrid.saturating_sub(self.at),
            self.east,
            self.day,
            numbers.kind,
            numbers.subject.map(|(_, subject)| subject),
            self.grade,
            self.took,
            self.seed,
            self.algorithm,
            self.confidence,
            self.answer,
            self.group.map(|first| first as i64),
            numbers.source.map(|(_, source)| source),
            self.about,
            self.version,
            self.payload,
        ])
        .map(drop)
    }
}

/// What a row's names are in this file.
pub struct Numbers {
    pub id: RowId,
    pub kind: i64,
    /// Deck and subject.
    pub subject: Option<(i64, i64)>,
    /// Deck and subject of the old key of an adoption.
    pub source: Option<(i64, i64)>,
}

/// A statement that gives rows for `Row::read`.
pub fn rows<'c>(db: &'c Connection, which: &str) -> rusqlite::Result<CachedStatement<'c>> {
    db.prepare_cached(&format!("{} {which}", include_str!("entries.sql")))
}

/// One row by its number.
pub fn row(db: &Connection, id: RowId) -> rusqlite::Result<Option<Row>> {
    rows(db, "WHERE log.id = ?1")?
        .query_row([id.0], Row::read)
        .optional()
}

fn beyond(row: &Row) -> rusqlite::Error {
    let reason = format!(
        "row {} of {} is beyond what a log can hold",
        row.seq, row.device
    );
    rusqlite::Error::ToSqlConversionFailure(reason.into())
}

/// The columns that say what a row did.
pub struct Told<'r> {
    pub kind: &'r str,
    pub grade: Option<u8>,
    pub algorithm: i64,
    pub from: Option<&'r str>,
    pub about: Option<&'r str>,
    pub version: i64,
    pub payload: Option<&'r str>,
}

impl Told<'_> {
    /// `Unknown` where the row says what this program does not know.
    pub fn event(&self) -> Event {
        self.known()
            .unwrap_or_else(|| Event::Unknown(self.kind.to_owned()))
    }

    fn known(&self) -> Option<Event> {
        if self.version != VERSION {
            return None;
        }
        let meant = Meant::ALL.into_iter().find(|m| m.word() == self.kind);
        // An answer in a mock exam has no grade, and names its exam.
        if let Some(meant) = meant.filter(|_| self.grade.is_some()) {
            let algorithm = self.by()?;
            return Some(Event::Graded(meant, Grade::new(self.grade?)?, algorithm));
        }
        let about = || -> Option<About> {
            let (device, seq, count, hybrid) = serde_json::from_str(self.about?).ok()?;
            Some(About {
                device,
                seq,
                count,
                hybrid,
            })
        };
        let exam = |act| Event::Exam(Box::new(act));
        Some(match self.kind {
            "suspend" => Event::Suspend,
            "unsuspend" => Event::Unsuspend,
            "bury" => Event::Bury,
            "unbury" => Event::Unbury,
            "flag" => payload::read::<payload::Flag>(self.payload?)?.event(),
            "unflag" => Event::Unflag,
            "adopt" => match self.from {
                Some(from) => Event::Adopt(Key::from_text(from)),
                None => payload::read::<payload::Brought>(self.payload?)?.event(),
            },
            "undo" => Event::Undo(about()?),
            "redo" => Event::Redo(about()?),
            "void" => Event::Void(about()?),
            "choice" => payload::read::<payload::Choice>(self.payload?)?.event(),
            "exam-begin" => exam(Act::Begin(payload::read(self.payload?)?)),
            "exam" => exam(Act::Answer(about()?)),
            "exam-mark" => {
                let said = payload::read::<payload::ExamMark>(self.payload?)?;
                exam(Act::Mark(about()?, said.marked))
            }
            "exam-pause" => exam(Act::Pause(about()?)),
            "exam-end" => {
                let said = payload::read::<payload::ExamEnd>(self.payload?)?;
                exam(Act::End(about()?, said.right))
            }
            _ => return None,
        })
    }

    fn by(&self) -> Option<Algorithm> {
        if self.algorithm == i64::from(Algorithm::Sm2.number()) {
            return Some(Algorithm::Sm2);
        }
        let given = payload::read::<payload::Graded>(self.payload?)?.given?;
        Some(Algorithm::Other {
            number: u16::try_from(self.algorithm).ok()?,
            interval: given.interval,
            due: given.due,
        })
    }
}

/// What is said in JSON beside the envelope. Field names are part of the file format: they never change.
pub mod payload {
    use crate::study::log::{Change, Sort};
    use crate::study::memory::{Algorithm, Event, Learned};
    use crate::study::mock_exam::Act;
    use crate::study::sm2::{self, Schedule};
    use crate::study::{Day, Key, Memory};
    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    pub struct Flag {
        reason: String,
        /// Of the deck, when it was flagged.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub version: Option<String>,
    }

    #[derive(Serialize, Deserialize)]
    pub struct Brought {
        from: String,
        /// Absent where a concept was called something else.
        #[serde(skip_serializing_if = "Option::is_none")]
        memory: Option<Remembered>,
    }

    #[derive(Serialize, Deserialize)]
    struct Remembered {
        learned: Option<Kept>,
        #[serde(default)]
        suspended: bool,
        buried: Option<Day>,
        flag: Option<String>,
    }

    #[derive(Serialize, Deserialize)]
    struct Kept(#[serde(with = "Flat")] Learned);

    /// Its schedule stands among the other fields.
    #[derive(Serialize, Deserialize)]
    #[serde(remote = "Learned")]
    struct Flat {
        #[serde(flatten)]
        schedule: Schedule,
        introduced: Day,
        last: Day,
        seen: Day,
        lapses: u32,
        drill: Option<Day>,
    }

    #[derive(Default, Serialize, Deserialize)]
    #[serde(default)]
    pub struct Graded {
        /// By an algorithm other than SM-2.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub given: Option<Next>,
        /// There was something to compute.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        pub long: bool,
    }

    #[derive(Serialize, Deserialize)]
    pub struct Next {
        pub interval: u32,
        pub due: Day,
    }

    #[derive(Serialize, Deserialize)]
    pub struct Choice {
        field: String,
        value: Option<String>,
        #[serde(default)]
        taken_over: bool,
    }

    #[derive(Serialize, Deserialize)]
    pub struct ExamMark {
        pub marked: bool,
    }

    #[derive(Serialize, Deserialize)]
    pub struct ExamEnd {
        /// In the order of the questions; null where one is void.
        pub right: Vec<Option<bool>>,
    }

    /// `None` where the text is not of this form.
    pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
        serde_json::from_str(text).ok()
    }

    fn write(told: &impl Serialize) -> String {
        serde_json::to_string(told).unwrap_or_default()
    }

    pub fn flag(reason: &str, version: Option<&str>) -> String {
        write(&Flag {
            reason: reason.to_owned(),
            version: version.map(str::to_owned),
        })
    }

    pub fn brought(from: &Key, memory: &Memory) -> String {
        write(&Brought {
            from: from.as_str().to_owned(),
            memory: Some(Remembered {
                learned: memory.learned.map(Kept),
                suspended: memory.suspended,
                buried: memory.buried,
                flag: memory.flag.clone(),
            }),
        })
    }

    /// Of a change that has words of its own.
    pub fn of(change: &Change) -> Option<String> {
        let long = change.is_long;
        match &change.event {
            Event::Flag(reason) => Some(flag(reason, change.deck_version.as_deref())),
            Event::Bring { from, memory } => Some(brought(from, memory)),
            Event::Adopt(from) if change.sort != Sort::Question => Some(write(&Brought {
                from: from.as_str().to_owned(),
                memory: None,
            })),
            Event::Graded(_, _, Algorithm::Other { interval, due, .. }) => Some(write(&Graded {
                given: Some(Next {
                    interval: *interval,
                    due: *due,
                }),
                long,
            })),
            Event::Graded(_, _, Algorithm::Sm2) if long => {
                Some(write(&Graded { given: None, long }))
            }
            Event::Choose {
                field,
                value,
                is_taken_over,
            } => Some(write(&Choice {
                field: field.clone(),
                value: value.clone(),
                taken_over: *is_taken_over,
            })),
            Event::Exam(act) => of_exam(act),
            Event::Graded(_, _, Algorithm::Sm2)
            | Event::Suspend
            | Event::Unsuspend
            | Event::Bury
            | Event::Unbury
            | Event::Unflag
            | Event::Adopt(_)
            | Event::Undo(_)
            | Event::Redo(_)
            | Event::Void(_)
            | Event::Unknown(_) => None,
        }
    }

    fn of_exam(act: &Act) -> Option<String> {
        match act {
            Act::Begin(paper) => Some(write(paper)),
            Act::Mark(_, marked) => Some(write(&ExamMark { marked: *marked })),
            Act::End(_, right) => Some(write(&ExamEnd {
                right: right.clone(),
            })),
            Act::Answer(_) | Act::Pause(_) => None,
        }
    }

    impl Flag {
        pub fn event(self) -> Event {
            Event::Flag(self.reason)
        }
    }

    impl Choice {
        pub fn event(self) -> Event {
            Event::Choose {
                field: self.field,
                value: self.value,
                is_taken_over: self.taken_over,
            }
        }
    }

    impl Brought {
        pub fn event(self) -> Event {
            let from = Key::from_text(self.from);
            let Some(kept) = self.memory else {
                return Event::Adopt(from);
            };
            let learned = kept.learned.map(|Kept(mut learned)| {
                let schedule = &mut learned.schedule;
                schedule.ease = schedule.ease.max(sm2::LEAST_EASE);
                schedule.interval = schedule.interval.min(sm2::LONGEST_INTERVAL);
                learned
            });
            let memory = Memory {
                learned,
                suspended: kept.suspended,
                buried: kept.buried,
                flag: kept.flag,
            };
            Event::Bring {
                from,
                memory: Box::new(memory),
            }
        }
    }
}
