//! The rows of a CSV text, cell by cell. A text without a quotation mark is split here, several times faster than a
//! reader that must watch for one; the others go through the csv crate. Both take the same text for the same rows.

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

/// Hands every row of the text to the taker, up to its first refusal.
pub fn each(text: &str, separator: u8, taker: &mut impl Taker) -> Result<(), String> {
    match text.contains('"') {
        false => split(text, separator, taker),
        true => read(text, separator, taker),
    }
}

/// A long text parted behind a line near its middle; nothing for a short one, or where a quoted cell may hold lines.
pub fn halves(text: &str) -> Option<(&str, &str)> {
    const LONG: usize = 1 << 20;
    let middle = text.len() / 2;
    let end = text.as_bytes()[middle..].iter().position(|b| *b == b'\n')?;
    let parted = text.len() > LONG && !text.contains('"');
    parted.then(|| text.split_at(middle + end + 1))
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

fn split(text: &str, separator: u8, taker: &mut impl Taker) -> Result<(), String> {
    let mut parts = [false; 256];
    for byte in [separator, b'\n', b'\r'] {
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
        row.ends.push(at);
        if byte != separator {
            // An empty line, and what lies between the \r and the \n of one, is no row.
            if at > row.start {
                taker.take(&row, row.start)?;
            }
            row.start = at + 1;
            row.ends.clear();
        }
    }
    if text.len() > row.start {
        row.ends.push(text.len());
        taker.take(&row, row.start)?;
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

fn read(text: &str, separator: u8, taker: &mut impl Taker) -> Result<(), String> {
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
    fn each_row_is_told_where_it_begins() {
        let mut seen = Seen::default();
        each("a,b\r\n\r\nc,d\n", b',', &mut seen).unwrap();
        let starts: Vec<usize> = seen.0.iter().map(|(at, _)| *at).collect();
        assert_eq!(starts, [0, 7]);
    }
}
