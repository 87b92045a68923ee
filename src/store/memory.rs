//! The memories: what the log folds to, kept ready. A cache, never the truth.

use super::names::{find_card, join};
use super::{Store, Trouble};
use crate::parallel;
use crate::study::log::Sort;
use crate::study::memory::Learned;
use crate::study::sm2::Schedule;
use crate::study::{Day, Key, Memory};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashMap;

/// Everything but the key, in the order in which `read` takes it.
const COLUMNS: &str = "repetitions, ease, interval, due, introduced, last, seen, lapses, drill, suspended, buried, flag";

/// So few decks are not worth a further connection.
const FEW: usize = 5;

/// How many columns of the key come before `COLUMNS`.
fn read(row: &Row, skip: usize) -> rusqlite::Result<Memory> {
    let day = |column: usize| -> rusqlite::Result<Option<Day>> {
        Ok(row.get::<_, Option<i32>>(skip + column)?.map(Day))
    };
    let learned = match row.get::<_, Option<u32>>(skip)? {
        None => None,
        Some(repetitions) => Some(Learned {
            schedule: Schedule {
                repetitions,
                ease: row.get(skip + 1)?,
                interval: row.get(skip + 2)?,
                due: Day(row.get(skip + 3)?),
            },
            introduced: Day(row.get(skip + 4)?),
            last: Day(row.get(skip + 5)?),
            seen: Day(row.get(skip + 6)?),
            lapses: row.get(skip + 7)?,
            drill: day(8)?,
        }),
    };
    Ok(Memory {
        learned,
        suspended: row.get(skip + 9)?,
        buried: day(10)?,
        flag: row.get(skip + 11)?,
    })
}

pub(super) fn get(db: &Connection, key: &Key) -> rusqlite::Result<Memory> {
    let Some((deck, card)) = find_card(db, key)? else {
        return Ok(Memory::default());
    };
    let sql = format!("SELECT {COLUMNS} FROM memory WHERE deck = ?1 AND card = ?2");
    let memory = db
        .prepare_cached(&sql)?
        .query_row([deck, card], |row| read(row, 0))
        .optional()?;
    Ok(memory.unwrap_or_default())
}

/// What is remembered of a subject: of all sorts, only questions are remembered.
pub(super) fn of(db: &Connection, sort: Sort, key: &Key) -> rusqlite::Result<Memory> {
    match sort {
        Sort::Question => get(db, key),
        _ => Ok(Memory::default()),
    }
}

/// `of` are the numbers of deck and card.
pub(super) fn set(db: &Connection, of: (i64, i64), memory: &Memory) -> rusqlite::Result<()> {
    if *memory == Memory::default() {
        db.prepare_cached("DELETE FROM memory WHERE deck = ?1 AND card = ?2")?
            .execute(of)?;
        return Ok(());
    }
    put(db, of.0, of.1, memory)
}

/// Writes a memory that is not empty.
pub(super) fn put(db: &Connection, deck: i64, card: i64, memory: &Memory) -> rusqlite::Result<()> {
    let learned = memory.learned.as_ref();
    let schedule = memory.schedule();
    let sql = format!(
        "INSERT OR REPLACE INTO memory (deck, card, {COLUMNS})
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
    );
    db.prepare_cached(&sql)?.execute(params![
        deck,
        card,
        schedule.map(|s| s.repetitions),
        schedule.map(|s| s.ease),
        schedule.map(|s| s.interval),
        schedule.map(|s| s.due.0),
        learned.map(|l| l.introduced.0),
        learned.map(|l| l.last.0),
        learned.map(|l| l.seen.0),
        learned.map(|l| l.lapses),
        learned.and_then(|l| l.drill).map(|day| day.0),
        memory.suspended,
        memory.buried.map(|day| day.0),
        memory.flag,
    ])?;
    Ok(())
}

/// Every memory with the numbers of its deck and card.
pub(super) fn each(
    db: &Connection,
    mut with: impl FnMut(i64, i64, Memory),
) -> rusqlite::Result<()> {
    let sql = format!("SELECT deck, card, {COLUMNS} FROM memory ORDER BY deck, card");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        with(row.get(0)?, row.get(1)?, read(row, 2)?);
    }
    Ok(())
}

impl Store {
    /// The empty memory where there is none.
    pub fn memory(&self, key: &Key) -> Result<Memory, Trouble> {
        self.read(|db| get(db, key))
    }

    /// The decks of which anything is remembered.
    pub fn met_decks(&self) -> Result<Vec<String>, Trouble> {
        const SQL: &str =
            "SELECT name FROM decks WHERE EXISTS (SELECT 1 FROM memory WHERE deck = decks.id)";
        self.read(|db| {
            let mut statement = db.prepare_cached(SQL)?;
            statement.query_map([], |row| row.get(0))?.collect()
        })
    }

    /// What is remembered of a deck's questions, in no order that is promised.
    pub fn memories_of<M: From<Memory>, T: FromIterator<(Key, M)>>(
        &self,
        deck: &str,
    ) -> Result<T, Trouble> {
        // A join would look for the name of each by itself, which takes twice as long as reading all of them in one go.
        const NAMES: &str = "SELECT id, name FROM subjects
             WHERE sort = 0 AND deck = (SELECT id FROM decks WHERE name = ?1)";
        let memories = format!(
            "SELECT card, {COLUMNS} FROM memory
             WHERE deck = (SELECT id FROM decks WHERE name = ?1) ORDER BY card"
        );
        self.read(|db| {
            // Memories first: each has a name by then, also if another window writes in between.
            let mut statement = db.prepare_cached(&memories)?;
            let memory = |row: &Row| Ok((row.get::<_, i64>(0)?, read(row, 1)?));
            let memories = statement.query_map([deck], memory)?;
            let memories = memories.collect::<rusqlite::Result<Vec<_>>>()?;
            let mut statement = db.prepare_cached(NAMES)?;
            let name = |row: &Row| Ok((row.get(0)?, join(deck, row.get_ref(1)?.as_str()?)));
            let names = statement.query_map([deck], name)?;
            let mut names: Vec<(i64, Key)> = names.collect::<rusqlite::Result<_>>()?;
            names.sort_unstable_by_key(|(card, _)| *card);
            let mut names = names.into_iter().peekable();
            let named = memories.into_iter().filter_map(|(card, memory)| {
                while names.next_if(|(of, _)| *of < card).is_some() {}
                let (_, key) = names.next_if(|(of, _)| *of == card)?;
                Some((key, memory.into()))
            });
            Ok(named.collect())
        })
    }

    /// What is remembered of each of several decks. Many are read on several threads, each with a connection of its own.
    pub fn memories_of_each<M: From<Memory>, T: FromIterator<(Key, M)> + Send>(
        &self,
        decks: &[&str],
    ) -> Result<Vec<T>, Trouble> {
        if decks.len() <= FEW {
            return decks.iter().map(|deck| self.memories_of(deck)).collect();
        }
        // The names of a deck lie on pages all over the file, which each connection reads once.
        let share = decks.len().div_ceil(parallel::threads());
        let shares = decks.chunks(share).map(|share| (self.again(), share));
        let read = parallel::all(shares.collect(), |(again, share)| {
            let store = again()?;
            let read = share.iter().map(|deck| store.memories_of(deck));
            read.collect::<Result<Vec<T>, Trouble>>()
        });
        let read = read.into_iter().collect::<Result<Vec<_>, Trouble>>()?;
        Ok(read.into_iter().flatten().collect())
    }

    /// All of them, in no order that is promised.
    pub fn memories(&self) -> Result<Vec<(Key, Memory)>, Trouble> {
        let decks = self.met_decks()?;
        let decks: Vec<&str> = decks.iter().map(String::as_str).collect();
        Ok(self.memories_of_each::<_, Vec<_>>(&decks)?.concat())
    }

    /// How many cards of each deck were introduced on `day`: each has a row of that day, or adopted one that has. A card that was
    /// renamed counts once, under its newest name.
    pub fn introduced_on(&self, day: Day) -> Result<HashMap<String, u32>, Trouble> {
        self.read(|db| {
            db.prepare_cached(
                "WITH RECURSIVE done (id) AS (
                     SELECT subject FROM log INDEXED BY log_day WHERE day = ?1
                     UNION SELECT log.subject FROM done CROSS JOIN log ON log.source = done.id
                 )
                 SELECT decks.name, count(*) FROM done
                 CROSS JOIN subjects ON subjects.id = done.id
                 CROSS JOIN memory ON memory.deck = subjects.deck AND memory.card = subjects.id
                 CROSS JOIN decks ON decks.id = memory.deck
                 WHERE memory.introduced = ?1 AND NOT EXISTS (
                     SELECT 1 FROM log AS heir CROSS JOIN subjects AS named ON named.id = heir.subject
                     CROSS JOIN memory AS taken ON taken.deck = named.deck AND taken.card = named.id
                     WHERE heir.source = done.id AND taken.introduced = ?1 AND heir.at + heir.ahead > (
                         SELECT coalesce(max(own.at + own.ahead), 0) FROM log AS own
                         WHERE own.subject = done.id AND own.source IS NOT NULL))
                 GROUP BY memory.deck",
            )?
            .query_map([day.0], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
        })
    }
}
