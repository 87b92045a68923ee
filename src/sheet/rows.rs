//! The rows of a CSV text, cell by cell. A text without a quotation mark is split here, several times faster than a
//! reader that must know what stands between two; the others go through the csv crate. Both take the same text for the
//! same rows.

/// One row: its cells, without the spaces around them.
pub trait Row {
    fn len(&self) -> usize;
    fn cell(&self, at: usize) -> &str;

    fn is_blank(&self) -> bool {
        (0..self.len()).all(|at| self.cell(at).is_empty())
    }
}

/// Whoever takes the rows, one after another, each with the byte at which it begins.
pub trait Taker {
    fn take(&mut self, row: &impl Row, at: usize) -> Result<(), String>;
}

/// Why a text was not split to its end.
#[derive(Debug, PartialEq)]
pub enum Stop {
    /// It holds a quotation mark, so a cell may hold separators and lines.
    Quote,
    /// The taker refused a row.
    Refused(String),
}

/// A row of a text without quotation marks: where each cell ends.
struct Plain<'t> {
    text: &'t str,
    start: usize,
    ends: Vec<usize>,
}

impl Row for Plain<'_> {
    fn len(&self) -> usize {
        self.ends.len()
    }

    fn cell(&self, at: usize) -> &str {
        let start = match at {
            0 => self.start,
            _ => self.ends[at - 1] + 1,
        };
        trimmed(&self.text[start..self.ends[at]])
    }
}

/// Hands every row of a text without quotation marks to the taker.
pub fn split(text: &str, separator: u8, taker: &mut impl Taker) -> Result<(), Stop> {
    let mut parts = [false; 256];
    for byte in [separator, b'\n', b'\r', b'"'] {
        parts[usize::from(byte)] = true;
    }
    let ends = Vec::with_capacity(16);
    let mut row = Plain {
        text,
        start: 0,
        ends,
    };
    for (at, byte) in text.bytes().enumerate() {
        if !parts[usize::from(byte)] {
            continue;
        }
        if byte == b'"' {
            return Err(Stop::Quote);
        }
        row.ends.push(at);
        if byte != separator {
            // An empty line, and what lies between the \r and the \n of one, is no row.
            if at > row.start {
                taker.take(&row, row.start).map_err(Stop::Refused)?;
            }
            row.start = at + 1;
            row.ends.clear();
        }
    }
    if text.len() > row.start {
        row.ends.push(text.len());
        taker.take(&row, row.start).map_err(Stop::Refused)?;
    }
    Ok(())
}

impl Row for csv::StringRecord {
    fn len(&self) -> usize {
        self.len()
    }

    fn cell(&self, at: usize) -> &str {
        trimmed(self.get(at).unwrap_or_default())
    }
}

/// Hands every row of any text to the taker, up to its first refusal.
pub fn read(text: &str, separator: u8, taker: &mut impl Taker) -> Result<(), String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|e| e.to_string())? {
        let at = record.position().map_or(0, csv::Position::byte) as usize;
        taker.take(&record, at)?;
    }
    Ok(())
}

/// Without spaces at either end; most cells have none, which their first and last byte tell.
#[inline]
fn trimmed(cell: &str) -> &str {
    let is_ink = |byte: Option<&u8>| byte.is_some_and(|b| (b'!'..=b'~').contains(b));
    let bytes = cell.as_bytes();
    match is_ink(bytes.first()) && is_ink(bytes.last()) {
        true => cell,
        false => cell.trim(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[derive(Default)]
    struct Seen(Vec<(usize, Vec<String>)>);

    impl Taker for Seen {
        fn take(&mut self, row: &impl Row, at: usize) -> Result<(), String> {
            let cells = (0..row.len()).map(|i| row.cell(i).to_owned()).collect();
            self.0.push((at, cells));
            Ok(())
        }
    }

    proptest! {
        #[test]
        fn a_text_without_quotes_is_split_as_the_csv_crate_splits_it(text in "[ab,;é \t\r\n.1]{0,40}") {
            let (mut ours, mut theirs) = (Seen::default(), Seen::default());
            split(&text, b',', &mut ours).unwrap();
            read(&text, b',', &mut theirs).unwrap();
            let cells = |seen: Seen| seen.0.into_iter().map(|(_, cells)| cells).collect::<Vec<_>>();
            prop_assert_eq!(cells(ours), cells(theirs));
        }
    }

    #[test]
    fn a_quotation_mark_stops_the_splitting_and_the_reader_knows_what_it_holds() {
        let text = "a,b\n\"c,\nd\",e\n";
        assert_eq!(split(text, b',', &mut Seen::default()), Err(Stop::Quote));
        let mut seen = Seen::default();
        read(text, b',', &mut seen).unwrap();
        assert_eq!(seen.0[1].1, ["c,\nd", "e"]);
    }

    #[test]
    fn each_row_is_told_where_it_begins() {
        let mut seen = Seen::default();
        split("a,b\r\n\r\nc,d\n", b',', &mut seen).unwrap();
        let starts: Vec<usize> = seen.0.iter().map(|(at, _)| *at).collect();
        assert_eq!(starts, [0, 7]);
    }
}
