//! A file of rows in the shared folder: a line that says what is in it, then a row a line, as JSON. What is whole is told by
//! its length and its checksum; it is written beside and renamed, and never changed.

use crate::files::{self, Pending, ReadError};
use crate::hash::fnv1a;
use crate::store::{Held, Row};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Of the rows' lines. A program that knows less leaves the file alone.
const ENVELOPE: u32 = 1;

/// Most rows of one segment.
pub const MOST_ROWS: usize = 50_000;
/// Most bytes of one that is read.
const LARGEST: u64 = 256 << 20;
/// Most bytes of the first line.
const LARGEST_HEAD: u64 = 8 << 20;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Head {
    /// What the file is.
    swot: String,
    pub envelope: u32,
    /// Who wrote it.
    pub machine: String,
    pub rows: usize,
    /// Of the lines behind the first.
    bytes: u64,
    pub hash: String,
    pub held: Held,
}

/// What a file of the folder turned out to be.
#[derive(Debug)]
pub enum Found {
    Whole(Box<Head>),
    /// Half copied, or spoilt.
    Broken,
    /// Of a program that knows more.
    Newer,
    Gone,
}

/// `swot-MACHINE-HASH.rows`; a client of a cloud may have put more into the name.
pub fn is_one(name: &str) -> bool {
    name.starts_with("swot-") && name.contains(".rows")
}

pub fn name(head: &Head) -> String {
    format!("swot-{}-{}.rows", head.machine, head.hash)
}

/// What the first line says. The rows are not read: that the file is as long as they are has to do.
pub fn look(path: &Path) -> Found {
    let file = match files::open(path) {
        Ok(file) => file,
        Err(ReadError::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => {
            return Found::Gone;
        }
        Err(_) => return Found::Broken,
    };
    let length = file.metadata().map_or(0, |data| data.len());
    let mut line = Vec::new();
    let read = BufReader::new(file.take(LARGEST_HEAD)).read_until(b'\n', &mut line);
    if read.is_err() || line.pop() != Some(b'\n') {
        return Found::Broken;
    }
    #[derive(Deserialize)]
    struct Envelope {
        envelope: u32,
    }
    match serde_json::from_slice::<Head>(&line) {
        Ok(head) if head.envelope <= ENVELOPE => {
            match line.len() as u64 + 1 + head.bytes == length {
                true => Found::Whole(Box::new(head)),
                false => Found::Broken,
            }
        }
        _ => match serde_json::from_slice::<Envelope>(&line) {
            Ok(said) if said.envelope > ENVELOPE => Found::Newer,
            _ => Found::Broken,
        },
    }
}

/// The rows, where they are as they were written. Lines that are no row are left out.
pub fn read(path: &Path, head: &Head) -> Option<Vec<Row>> {
    let bytes = files::read(path, LARGEST).ok()?;
    let begin = bytes.iter().position(|byte| *byte == b'\n')? + 1;
    let body = &bytes[begin..];
    if format!("{:016x}", fnv1a(body)) != head.hash {
        return None;
    }
    let lines = body.split(|byte| *byte == b'\n');
    Some(
        lines
            .filter_map(|line| serde_json::from_slice(line).ok())
            .collect(),
    )
}

/// Writes rows to a new file of `machine`, and tells what stands in it.
pub fn write(
    folder: &Path,
    machine: &str,
    rows: &[Row],
    held: Held,
) -> std::io::Result<(PathBuf, Head)> {
    let mut body = Vec::new();
    for row in rows {
        body.extend(row.bytes());
        body.push(b'\n');
    }
    let head = Head {
        swot: "rows of a review log".into(),
        envelope: ENVELOPE,
        machine: machine.to_owned(),
        rows: rows.len(),
        bytes: body.len() as u64,
        hash: format!("{:016x}", fnv1a(&body)),
        held,
    };
    let mut bytes = serde_json::to_vec(&head)?;
    bytes.push(b'\n');
    bytes.extend(body);
    let path = folder.join(name(&head));
    Pending::write(&path, &bytes)?.replace()?;
    Ok((path, head))
}
