//! A segment: a file of rows in the shared folder, with a header line and then one row a line, as JSON. Length and checksum tell
//! whether it is complete. It is written under another name, renamed, and never changed.

use crate::files::{self, Pending, ReadError};
use crate::hash::fnv1a;
use crate::store::{Held, Row};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Version of the rows' format. A program that knows only earlier ones ignores the file.
const ENVELOPE: u32 = 1;

/// Most rows of one segment.
pub const MOST_ROWS: usize = 50_000;
/// Largest segment that is read, in bytes.
const LARGEST: u64 = 256 << 20;
/// Largest header line, in bytes.
const LARGEST_HEAD: u64 = 8 << 20;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Head {
    /// Identifies the kind of file.
    swot: String,
    pub envelope: u32,
    /// The machine that wrote it.
    pub machine: String,
    pub rows: usize,
    /// Length of all lines after the first.
    bytes: u64,
    pub hash: String,
    pub held: Held,
}

/// What a file in the folder is.
#[derive(Debug)]
pub enum Found {
    Whole(Box<Head>),
    /// Incomplete, damaged or no file, in words.
    Broken(String),
    /// Written by a newer program.
    Newer,
    Gone,
}

/// Incomplete or damaged, in words.
const NOT_WHOLE: &str = "it is not whole (yet)";

/// `swot-MACHINE-HASH.rows`; cloud clients may add to the name.
pub fn is_one(name: &str) -> bool {
    name.starts_with("swot-") && name.contains(".rows")
}

fn name(head: &Head) -> String {
    format!("swot-{}-{}.rows", head.machine, head.hash)
}

/// Whether that machine wrote the file, and it has its name still.
pub fn is_of(machine: &str, path: &Path, head: &Head) -> bool {
    head.machine == machine && path.file_name().is_some_and(|own| *own == *name(head))
}

/// Reads the header line only, and checks that the file has the length it states.
pub fn look(path: &Path) -> Found {
    let file = match files::open(path) {
        Ok(file) => file,
        Err(ReadError::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => {
            return Found::Gone;
        }
        Err(error) => return Found::Broken(error.to_string()),
    };
    let broken = || Found::Broken(NOT_WHOLE.into());
    let length = file.metadata().map_or(0, |data| data.len());
    let mut line = Vec::new();
    let read = BufReader::new(file.take(LARGEST_HEAD)).read_until(b'\n', &mut line);
    if read.is_err() || line.pop() != Some(b'\n') {
        return broken();
    }
    // On Windows git checks it out with a carriage return before each line feed. Rows have none: JSON escapes it.
    let has_returns = line.last() == Some(&b'\r');
    #[derive(Deserialize)]
    struct Envelope {
        envelope: u32,
    }
    match serde_json::from_slice::<Head>(&line) {
        Ok(head) if head.envelope <= ENVELOPE => {
            let returns = if has_returns { head.rows } else { 0 };
            let lines = head.bytes.saturating_add(returns as u64);
            if lines.saturating_add(line.len() as u64 + 1) == length {
                Found::Whole(Box::new(head))
            } else {
                broken()
            }
        }
        _ => match serde_json::from_slice::<Envelope>(&line) {
            Ok(said) if said.envelope > ENVELOPE => Found::Newer,
            _ => broken(),
        },
    }
}

/// The rows, if they are as they were written; otherwise why not. Lines that are not rows are skipped.
pub fn read(path: &Path, head: &Head) -> Result<Vec<Row>, String> {
    let body = body(path, head)?;
    let lines = body.split(|byte| *byte == b'\n');
    Ok(lines
        .filter_map(|line| serde_json::from_slice(line).ok())
        .collect())
}

/// All lines after the first, if they are as they were written, and all that the header claims; otherwise why not.
pub fn body(path: &Path, head: &Head) -> Result<Vec<u8>, String> {
    let mut bytes = files::read(path, LARGEST).map_err(|error| error.to_string())?;
    let begin = bytes.iter().position(|byte| *byte == b'\n');
    let mut body = bytes.split_off(begin.map_or(bytes.len(), |begin| begin + 1));
    body.retain(|byte| *byte != b'\r');
    // The checksum is of the rows alone. What the header claims beyond them, no machine would send any more.
    if format!("{:016x}", fnv1a(&body)) == head.hash && has_all(&body, &head.held) {
        Ok(body)
    } else {
        Err(NOT_WHOLE.into())
    }
}

/// Whether the lines are rows with all these numbers. A line that is no row may have any.
fn has_all(body: &[u8], held: &Held) -> bool {
    #[derive(Deserialize)]
    struct Place<'a> {
        #[serde(borrow)]
        device: Cow<'a, str>,
        seq: u64,
    }
    let mut there = Held::default();
    for line in body.split(|byte| *byte == b'\n') {
        match serde_json::from_slice::<Place>(line) {
            Ok(place) => there.add(&place.device, (place.seq, place.seq)),
            Err(_) if line.is_empty() => {}
            Err(_) => return true,
        }
    }
    there.covers(held)
}

/// Writes rows to a new file of `machine` and returns their hash.
pub fn write(folder: &Path, machine: &str, rows: &[Row], held: Held) -> std::io::Result<String> {
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
    Pending::write(&folder.join(name(&head)), &bytes)?.replace()?;
    Ok(head.hash)
}
