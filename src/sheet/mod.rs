//! A CSV file as a calculator's table: real ones, with `;` and decimal commas, currency signs and a byte order mark.
//! It guesses columns from the header and says what it guessed; a bad cell is refused with its row and column.

mod rows;

use crate::calculators::numbers::{self, Style};
use crate::calculators::table::{Holds, Layout, Table, TableCells, guess, guess_layout};
use rows::{Row, Stop, Taker};
use std::path::Path;
use std::sync::Arc;

/// Rows looked at to tell a column's decimal mark and whether it holds numbers.
const SAMPLE: usize = 1_000;
/// Above this a file is no table that a person made.
const LARGEST: u64 = 2 << 30;

/// A table read, and what was understood.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub table: Table,
    pub rows: usize,
    /// Which header was taken for which column.
    pub taken: Vec<(String, String)>,
    pub ignored: Vec<String>,
}

impl Sheet {
    /// One line on what was understood.
    pub fn guess(&self) -> String {
        let taken: Vec<String> = self
            .taken
            .iter()
            .map(|(key, header)| format!("{key} = `{header}`"))
            .collect();
        let ignored = if self.ignored.is_empty() {
            String::new()
        } else {
            format!("; not used: {}", self.ignored.join(", "))
        };
        format!("{} rows; {}{ignored}", self.rows, taken.join(", "))
    }
}

/// `wanted` names headers for columns, by key; the other columns are guessed.
pub fn read(path: &Path, layouts: &[Layout], wanted: &[(String, String)]) -> Result<Sheet, String> {
    let named = |e: &dyn std::fmt::Display| format!("cannot read {}: {e}", path.display());
    let bytes = crate::files::read(path, LARGEST).map_err(|e| named(&e))?;
    parse(&bytes, layouts, wanted).map_err(|why| format!("{}: {why}", path.display()))
}

pub fn parse(
    bytes: &[u8],
    layouts: &[Layout],
    wanted: &[(String, String)],
) -> Result<Sheet, String> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("it is written in UTF-16; save it as CSV UTF-8".into());
    }
    let text =
        std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).map_err(|e| {
            let line = bytes[..e.valid_up_to()]
                .iter()
                .filter(|b| **b == b'\n')
                .count()
                + 1;
            format!("line {line} is not UTF-8; save it as CSV UTF-8")
        })?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(text))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers: Vec<String> = reader
        .headers()
        .map_err(|e| e.to_string())?
        .iter()
        .map(str::to_owned)
        .collect();
    if headers.iter().all(String::is_empty) {
        return Err("it is empty; the first line names the columns".into());
    }
    let start = reader.position().clone();
    let mut sample = Vec::new();
    for record in reader.records().take(SAMPLE) {
        sample.push(record.map_err(|e| e.to_string())?);
    }
    let (layout, places) = choose(&headers, layouts, wanted)?;
    let columns = columns(&headers, layout, &places, &sample);
    // From the start again, now that it is known what each column is.
    let sampled = (reader.position().byte() - start.byte()) as usize;
    let filler = Filler {
        text,
        body: start.byte() as usize,
        headers: &headers,
        filled: Vec::new(),
        columns: &columns,
        length: (sampled / sample.len().max(1)).max(1),
        rows: 0,
    };
    let Filler { filled, rows, .. } = filler.fill(separator(text))?;
    let taken = columns
        .iter()
        .map(|c| (c.key.clone(), headers[c.at].clone()))
        .collect();
    let ignored = (0..headers.len())
        .filter(|i| columns.iter().all(|c| c.at != *i))
        .map(|i| headers[i].clone())
        .collect();
    let table = Table {
        columns: columns
            .iter()
            .zip(filled)
            .map(|(c, f)| (c.key.clone(), f.done()))
            .collect(),
    };
    Ok(Sheet {
        table,
        rows,
        taken,
        ignored,
    })
}

/// Takes the rows of the table's body into its columns.
#[derive(Clone)]
struct Filler<'a> {
    text: &'a str,
    /// Where the body begins in the text.
    body: usize,
    headers: &'a [String],
    columns: &'a [Found],
    filled: Vec<Filling>,
    /// How long a row is, in bytes, as far as the sample tells.
    length: usize,
    rows: usize,
}

impl Taker for Filler<'_> {
    fn take(&mut self, row: &impl Row, at: usize) -> Result<(), String> {
        if row.is_blank() {
            return Ok(());
        }
        self.rows += 1;
        if row.len() != self.headers.len() {
            return Err(format!(
                "{} has {} cells, the header has {}; a cell that holds the separator needs quotes",
                self.place(at),
                row.len(),
                self.headers.len()
            ));
        }
        for (column, filling) in self.columns.iter().zip(&mut self.filled) {
            if let Err(why) = filling.push(row.cell(column.at), column.style) {
                let header = &self.headers[column.at];
                return Err(format!("{}, column `{header}`: {why}", self.place(at)));
            }
        }
        Ok(())
    }
}

impl Filler<'_> {
    /// Where a cell is quoted, again from the start by the csv crate.
    fn fill(&self, separator: u8) -> Result<Self, String> {
        let body = &self.text[self.body..];
        let mut filler = self.with_room(body.len());
        match rows::split(body, separator, &mut filler) {
            Ok(()) => Ok(filler),
            Err(Stop::Refused(why)) => Err(why),
            Err(Stop::Quote) => {
                filler = self.with_room(body.len());
                rows::read(body, separator, &mut filler).map(|()| filler)
            }
        }
    }

    /// With empty columns for the rows that so many bytes hold.
    fn with_room(&self, bytes: usize) -> Self {
        let rows = bytes / self.length;
        Filler {
            filled: self.columns.iter().map(|c| c.filling(rows)).collect(),
            ..self.clone()
        }
    }

    fn place(&self, at: usize) -> String {
        let line = line_of(self.text, self.body + at);
        format!("row {} (line {line})", self.rows)
    }
}

/// The line, from 1, on which the record at this byte begins; a record may stand behind blank lines.
fn line_of(text: &str, at: usize) -> usize {
    let blank = text[at..]
        .bytes()
        .take_while(|b| matches!(b, b'\n' | b'\r'))
        .count();
    text[..at + blank].matches('\n').count() + 1
}

/// The mark that parts the header's cells most often.
fn separator(text: &str) -> u8 {
    let header = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("");
    let mut quoted = false;
    let count = |mark: char, quoted: &mut bool| {
        header
            .chars()
            .filter(|c| {
                if *c == '"' {
                    *quoted = !*quoted;
                }
                *c == mark && !*quoted
            })
            .count()
    };
    let (mut best, mut most) = (b',', 0);
    for mark in [',', ';', '\t'] {
        let found = count(mark, &mut quoted);
        quoted = false;
        if found > most {
            (best, most) = (mark as u8, found);
        }
    }
    best
}

/// The layout, and for each of its columns the place in the header.
fn choose<'l>(
    headers: &[String],
    layouts: &'l [Layout],
    wanted: &[(String, String)],
) -> Result<(&'l Layout, Vec<Option<usize>>), String> {
    let mut given: Vec<(&str, usize)> = Vec::new();
    for (key, header) in wanted {
        let at = headers
            .iter()
            .position(|h| h == header)
            .or_else(|| headers.iter().position(|h| h.eq_ignore_ascii_case(header)));
        given.push((
            key,
            at.ok_or_else(|| {
                format!(
                    "there is no column `{header}`; there are {}",
                    headers.join(", ")
                )
            })?,
        ));
    }
    let mut free = headers.to_vec();
    for (_, at) in &given {
        free[*at].clear();
    }
    let fitted = |layout: &Layout| -> Vec<Option<usize>> {
        let guessed = guess(&free, layout);
        layout
            .columns
            .iter()
            .zip(guessed)
            .map(|(column, found)| {
                given
                    .iter()
                    .find(|(key, _)| *key == column.key)
                    .map(|(_, at)| *at)
                    .or(found)
            })
            .collect()
    };
    let complete = |layout: &Layout, places: &[Option<usize>]| {
        layout
            .columns
            .iter()
            .zip(places)
            .all(|(column, found)| found.is_some() || !column.needed)
    };
    let uses_all_given = |layout: &Layout| {
        given
            .iter()
            .all(|(key, _)| layout.columns.iter().any(|c| c.key == *key))
    };
    if given.is_empty() {
        if let Some(found) = guess_layout(headers, layouts) {
            return Ok(found);
        }
    } else if let Some(found) = layouts
        .iter()
        .filter(|l| uses_all_given(l))
        .map(|l| (l, fitted(l)))
        .find(|(l, places)| complete(l, places))
    {
        return Ok(found);
    }
    let needs: Vec<String> = layouts
        .iter()
        .map(|l| {
            l.columns
                .iter()
                .filter(|c| c.needed)
                .map(|c| c.key)
                .collect::<Vec<_>>()
                .join(" and ")
        })
        .collect();
    Err(format!(
        "its columns are {}; needed are {}; call them so in its first row, or tell `swot calc`: --{} `{}`",
        headers.join(", "),
        needs.join(", or "),
        layouts
            .first()
            .and_then(|l| l.columns.first())
            .map_or("id", |c| c.key),
        headers.first().map_or("", String::as_str)
    ))
}

struct Found {
    key: String,
    at: usize,
    holds: Holds,
    style: Style,
}

fn columns(
    headers: &[String],
    layout: &Layout,
    places: &[Option<usize>],
    sample: &[csv::StringRecord],
) -> Vec<Found> {
    let style = |at: usize| numbers::style_of(sample.iter().filter_map(|r| r.get(at)));
    let mut found: Vec<Found> = layout
        .columns
        .iter()
        .zip(places)
        .filter_map(|(column, at)| {
            at.map(|at| Found {
                key: column.key.to_owned(),
                at,
                holds: column.holds,
                style: style(at),
            })
        })
        .collect();
    if layout.rest.is_some() {
        for (at, header) in headers.iter().enumerate().filter(|(_, h)| !h.is_empty()) {
            let style = style(at);
            let mut cells = sample
                .iter()
                .filter_map(|r| r.get(at))
                .filter(|cell| !cell.is_empty())
                .peekable();
            let numeric = cells.peek().is_some()
                && cells.all(|cell| numbers::read_number(cell, style).is_ok());
            if numeric && found.iter().all(|f| f.at != at) {
                found.push(Found {
                    key: header.clone(),
                    at,
                    holds: Holds::Number,
                    style,
                });
            }
        }
    }
    found
}

#[derive(Clone)]
enum Filling {
    Texts(Vec<String>),
    Numbers(Vec<f64>),
}

impl Found {
    fn filling(&self, rows: usize) -> Filling {
        match self.holds {
            Holds::Number => Filling::Numbers(Vec::with_capacity(rows)),
            Holds::Text | Holds::Date => Filling::Texts(Vec::with_capacity(rows)),
        }
    }
}

impl Filling {
    fn push(&mut self, cell: &str, style: Style) -> Result<(), String> {
        match self {
            Filling::Texts(texts) => texts.push(cell.to_owned()),
            Filling::Numbers(values) if cell.is_empty() => values.push(f64::NAN),
            Filling::Numbers(values) => {
                let value = numbers::read_number(cell, style)
                    .map_err(|fault| format!("`{cell}` {fault}; write it like 1200 or 1,200.50"))?;
                values.push(value);
            }
        }
        Ok(())
    }

    fn done(self) -> TableCells {
        match self {
            Filling::Texts(texts) => TableCells::Texts(Arc::new(texts)),
            Filling::Numbers(values) => TableCells::Numbers(Arc::new(values)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::calculators::{ALL, find};
    use proptest::prelude::*;

    fn abc(text: &str, wanted: &[(&str, &str)]) -> Result<Sheet, String> {
        let wanted: Vec<(String, String)> = wanted
            .iter()
            .map(|(k, h)| ((*k).into(), (*h).into()))
            .collect();
        parse(text.as_bytes(), find("abc").unwrap().layouts, &wanted)
    }

    #[test]
    fn a_spreadsheet_s_file_with_decimal_commas_is_read() {
        let sheet = abc("\u{feff}Kunde;Customer;Revenue\r\n1;Aldous;€ 1.234,50\r\n2;\"Birch; Clinics\";99,5\r\n", &[]).unwrap();
        assert_eq!(**sheet.table.numbers("value").unwrap(), [1234.5, 99.5]);
        assert_eq!(&sheet.table.texts("id").unwrap()[1], "Birch; Clinics");
        assert_eq!(sheet.ignored, ["Kunde"]);
        assert!(sheet.guess().contains("value = `Revenue`"));
    }

    #[test]
    fn columns_may_be_named() {
        let sheet = abc("a,b,c\nx,1,2\n", &[("id", "a"), ("value", "C")]).unwrap();
        assert_eq!(**sheet.table.numbers("value").unwrap(), [2.0]);
        assert!(
            abc("a,b,c\nx,1,2\n", &[("id", "zz")])
                .unwrap_err()
                .contains("zz")
        );
        assert!(abc("a,b,c\nx,1,2\n", &[]).unwrap_err().contains("--id"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), header in any::<bool>()) {
            let mut text = if header { b"id,date,amount,value\n".to_vec() } else { Vec::new() };
            text.extend(bytes);
            for calculator in ALL {
                let _ = parse(&text, calculator.layouts, &[]);
            }
        }

        #[test]
        fn tables_made_of_odd_cells_are_answered_or_refused(
            cells in prop::collection::vec(prop::sample::select(vec!["a", "b", "", "1", "-2,5", "1.000", "12 %", "2026-01-31", "x\"", "\"q;\"", "1e9", "NaN", "\n"]), 0..30),
            mark in prop::sample::select(vec![",", ";", "\t"]),
        ) {
            for calculator in ALL {
                for layout in calculator.layouts {
                    let mut text: String = layout.columns.iter().map(|c| c.key).collect::<Vec<_>>().join(mark);
                    for (nth, cell) in cells.iter().enumerate() {
                        text.push_str(if nth % layout.columns.len() == 0 { "\n" } else { mark });
                        text.push_str(cell);
                    }
                    if let Ok(sheet) = parse(text.as_bytes(), calculator.layouts, &[]) {
                        let request = serde_json::json!({});
                        let input = crate::calculators::Input::with_table(&request, &sheet.table);
                        let answers = calculator.answer(&input).is_ok();
                        prop_assert_eq!(answers, calculator.outcome(&input).is_ok());
                    }
                }
            }
        }
    }

    #[test]
    fn a_long_text_is_read_and_a_quoted_cell_late_in_it_too() {
        let rows = |count: usize| {
            (0..count)
                .map(|i| format!("Customer {i},{}.5\n", i * 3))
                .collect::<String>()
        };
        let text = format!("customer,revenue\n{}", rows(80_000));
        let sheet = abc(&text, &[]).unwrap();
        assert_eq!(sheet.rows, 80_000);
        for i in [0, 1, 39_999, 40_000, 79_999] {
            assert_eq!(sheet.table.texts("id").unwrap()[i], format!("Customer {i}"));
            assert_eq!(
                sheet.table.numbers("value").unwrap()[i],
                (i * 3) as f64 + 0.5
            );
        }
        let why = abc(&format!("{text}x,much\n"), &[]).unwrap_err();
        assert!(why.contains("row 80001 (line 80002)"), "{why}");
        for row in [7, 79_990] {
            let (plain, name) = (format!("Customer {row},"), format!("Customer, {row}"));
            let quoted = abc(&text.replace(&plain, &format!("\"{name}\",")), &[]).unwrap();
            assert_eq!(quoted.table.texts("id").unwrap()[row], name);
            assert_eq!(quoted.rows, 80_000);
        }
    }

    #[test]
    fn a_bad_cell_is_named_with_row_and_column() {
        let why = abc("customer,revenue\nA,1\n\nB,much\n", &[]).unwrap_err();
        assert!(
            why.contains("row 2 (line 4), column `revenue`: `much` is not a number"),
            "{why}"
        );
        assert!(
            abc("customer,revenue\nA,1,2\n", &[])
                .unwrap_err()
                .contains("row 1 (line 2) has 3 cells")
        );
        assert!(abc("", &[]).unwrap_err().contains("empty"));
        assert!(
            parse(b"\xff\xfea", &[], &[])
                .unwrap_err()
                .contains("UTF-16")
        );
        assert!(
            parse(b"a,b\n\xe9,1\n", &[], &[])
                .unwrap_err()
                .contains("line 2")
        );
    }
}
