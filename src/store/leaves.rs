//! The records that lie in the pages of a database file, read without SQLite: what is left where the pages that lead to them, the
//! first one or the file's end are gone. The format: <https://www.sqlite.org/fileformat.html>.

use rusqlite::types::Value;

/// A record, and where it was found.
#[derive(Debug, PartialEq)]
pub struct Record {
    /// The number of its page, from 1.
    pub page: usize,
    /// Absent in an index.
    pub id: Option<i64>,
    pub values: Vec<Value>,
}

/// The bytes of a page for which the first one gives no size that makes sense.
const USUAL_PAGE: usize = 4096;
/// The first page begins with the header of the file.
const FILE_HEADER: usize = 100;

/// What kind of page it is, by its first byte.
const TABLE_LEAF: u8 = 13;
const INDEX_LEAF: u8 = 10;
const INDEX_INSIDE: u8 = 2;

/// Calls `found` with every record of every table and index that can be made sense of.
pub fn each(file: &[u8], mut found: impl FnMut(Record)) {
    let file = File {
        bytes: file,
        page: page_size(file),
    };
    for number in 1..=file.bytes.len().div_ceil(file.page) {
        let kind = file.at(number, file.header(number), 1).map(|b| b[0]);
        let Some(kind @ (TABLE_LEAF | INDEX_LEAF | INDEX_INSIDE)) = kind else {
            continue;
        };
        let cells = file.number(number, file.header(number) + 3).unwrap_or(0);
        for cell in 0..cells {
            if let Some(record) = file.record(number, kind, cell) {
                found(record);
            }
        }
    }
}

/// Bytes of a page.
pub fn page_size(file: &[u8]) -> usize {
    let said = file.get(16..18).map(|b| u16::from_be_bytes([b[0], b[1]]));
    match said {
        Some(1) => 65_536,
        Some(size) if size.is_power_of_two() && size >= 512 => usize::from(size),
        _ => USUAL_PAGE,
    }
}

struct File<'a> {
    bytes: &'a [u8],
    /// Bytes of a page.
    page: usize,
}

impl<'a> File<'a> {
    fn header(&self, page: usize) -> usize {
        if page == 1 { FILE_HEADER } else { 0 }
    }

    /// Bytes of one page; absent beyond its end, and beyond that of the file.
    fn at(&self, page: usize, from: usize, length: usize) -> Option<&'a [u8]> {
        let to = from.checked_add(length).filter(|to| *to <= self.page)?;
        let start = page.checked_sub(1)?.checked_mul(self.page)?;
        self.bytes.get(start + from..start + to)
    }

    fn number(&self, page: usize, from: usize) -> Option<usize> {
        let bytes = self.at(page, from, 2)?;
        Some(usize::from(u16::from_be_bytes([bytes[0], bytes[1]])))
    }

    fn record(&self, page: usize, kind: u8, cell: usize) -> Option<Record> {
        // An inner page names the one to its left before each record, and the last one to its right in its header.
        let inside = if kind == INDEX_INSIDE { 4 } else { 0 };
        let cells = self.header(page) + 8 + inside;
        let start = self.number(page, cells + 2 * cell)? + inside;
        let mut head = self.at(page, start, self.page.checked_sub(start)?.min(20))?;
        let before = head.len();
        let length = usize::try_from(varint(&mut head)?).ok()?;
        let id = match kind {
            TABLE_LEAF => Some(varint(&mut head)?),
            _ => None,
        };
        let content = self.content(page, start + before - head.len(), length, kind)?;
        Some(Record {
            page,
            id,
            values: values(&content)?,
        })
    }

    /// The bytes of a record, with what overflows into other pages.
    fn content(&self, page: usize, from: usize, length: usize, kind: u8) -> Option<Vec<u8>> {
        if length > self.bytes.len() {
            return None;
        }
        let share = (self.page - 12) * 64 / 255 - 23;
        let most = if kind == TABLE_LEAF {
            self.page - 35
        } else {
            share
        };
        if length <= most {
            return self.at(page, from, length).map(<[u8]>::to_vec);
        }
        let least = (self.page - 12) * 32 / 255 - 23;
        let fit = least + (length - least) % (self.page - 4);
        let here = if fit <= most { fit } else { least };
        let mut content = self.at(page, from, here)?.to_vec();
        let mut next = self.at(page, from + here, 4)?;
        while content.len() < length {
            let number = u32::from_be_bytes(next.try_into().ok()?) as usize;
            let more = (length - content.len()).min(self.page - 4);
            content.extend(self.at(number, 4, more)?);
            next = self.at(number, 0, 4)?;
        }
        Some(content)
    }
}

/// A number of one to nine bytes, taken off the front.
fn varint(bytes: &mut &[u8]) -> Option<i64> {
    let mut value = 0u64;
    for place in 0..9 {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        if place == 8 {
            value = value << 8 | u64::from(*first);
        } else {
            value = value << 7 | u64::from(first & 127);
            if first & 128 == 0 {
                break;
            }
        }
    }
    Some(value as i64)
}

fn values(record: &[u8]) -> Option<Vec<Value>> {
    let mut types = record;
    let length = usize::try_from(varint(&mut types)?).ok()?;
    let header = record.len() - types.len();
    let mut types = record.get(header..length)?;
    let mut content = record.get(length..)?;
    let mut values = Vec::new();
    while !types.is_empty() {
        let kind = varint(&mut types)?;
        let size = match kind {
            0 | 8 | 9 => 0,
            1..=4 => kind as usize,
            5 => 6,
            6 | 7 => 8,
            12.. => usize::try_from((kind - 12) / 2).ok()?,
            _ => return None,
        };
        let (bytes, rest) = content.split_at_checked(size)?;
        content = rest;
        // The sign is that of the first byte.
        let whole = || {
            let first = bytes.first().map_or(0, |byte| i64::from(*byte as i8));
            let rest = bytes.iter().skip(1);
            rest.fold(first, |sum, byte| sum << 8 | i64::from(*byte))
        };
        values.push(match kind {
            0 => Value::Null,
            8 | 9 => Value::Integer(kind - 8),
            7 => Value::Real(f64::from_bits(whole() as u64)),
            1..=6 => Value::Integer(whole()),
            _ if kind % 2 == 0 => Value::Blob(bytes.to_vec()),
            _ => Value::Text(String::from_utf8(bytes.to_vec()).ok()?),
        });
    }
    content.is_empty().then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::{Connection, params};
    use std::collections::BTreeSet;

    /// Everything that SQLite wrote is found, of every type and size, in tables and in indexes of both sorts.
    #[test]
    fn what_sqlite_wrote_is_read_back() {
        for size in [512, 1024, 4096, 65_536] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.db");
            let db = Connection::open(&path).unwrap();
            db.execute_batch(&format!(
                "PRAGMA page_size = {size};
                 CREATE TABLE a (id INTEGER PRIMARY KEY, n, t, x);
                 CREATE TABLE b (name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
            ))
            .unwrap();
            let numbers = [
                0,
                1,
                -1,
                127,
                -129,
                40_000,
                -9_000_000,
                i64::MAX,
                i64::MIN,
                1 << 33,
                1 << 45,
            ];
            let mut wanted = BTreeSet::new();
            for n in 0..300i64 {
                let number = numbers[n as usize % numbers.len()];
                let text = "wört".repeat((n * n % 997) as usize);
                let id = n * 1_000_003;
                db.execute(
                    "INSERT INTO a VALUES (?1, ?2, ?3, ?4)",
                    params![id, number, text, n as f64 / 8.0],
                )
                .unwrap();
                db.execute(
                    "INSERT INTO b VALUES (?1, ?2)",
                    params![format!("{n} {text}"), vec![7u8; n as usize]],
                )
                .unwrap();
                wanted.insert(format!("{:?}", (Some(id), number, &text, n as f64 / 8.0)));
                wanted.insert(format!("{:?}", (format!("{n} {text}"), n)));
            }
            db.close().unwrap();
            let mut read = BTreeSet::new();
            each(&std::fs::read(&path).unwrap(), |record| {
                match record.values.as_slice() {
                    [
                        Value::Null,
                        Value::Integer(n),
                        Value::Text(t),
                        Value::Real(x),
                    ] => {
                        read.insert(format!("{:?}", (record.id, n, t, x)));
                    }
                    [Value::Text(name), Value::Blob(bytes)] => {
                        assert!(bytes.iter().all(|byte| *byte == 7));
                        read.insert(format!("{:?}", (name, bytes.len())));
                    }
                    _ => {}
                }
            });
            assert_eq!(read, wanted, "pages of {size}");
        }
    }

    #[test]
    fn noise_is_passed_over() {
        let mut noise = 1u64;
        for size in [0, 1, 99, 100, 512, 5000, 70_000] {
            for first in [13, 10, 2] {
                let mut bytes: Vec<u8> = (0..size)
                    .map(|_| {
                        noise = noise
                            .wrapping_mul(6_364_136_223_846_793_005)
                            .wrapping_add(1);
                        (noise >> 56) as u8
                    })
                    .collect();
                for page in 0..bytes.len() / 512 {
                    bytes[page * 512] = first;
                }
                each(&bytes, |_| ());
            }
        }
    }
}
