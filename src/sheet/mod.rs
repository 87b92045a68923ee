//! A file as a calculator's table, whatever program wrote it: a text with separators or a workbook.
//!
//! bytes -> rows of cells (`files::decode`, `grid`, `book`) -> the table among them (`header`) -> one style of numbers
//! and dates for the whole file (`style`) -> numbers, with rows that are none left out (`totals`, `body`). Whatever
//! was decided on the way and could be otherwise is a [`Finding`].

mod body;
mod book;
mod found;
mod grid;
mod header;
mod style;
#[cfg(test)]
mod tests;
mod totals;

pub use found::{Finding, Options, Sheet};

use crate::calculators::table::Layout;
use crate::files::decode;
use book::Book;
use grid::Grid;
use header::Header;
use std::fmt;
use std::path::Path;

/// Above this a file is no table that a person made.
const LARGEST: u64 = 2 << 30;

pub fn read(path: &Path, layouts: &[Layout], options: &Options) -> Result<Sheet, String> {
    let named = |e: &dyn fmt::Display| format!("cannot read {}: {e}", path.display());
    let about = std::fs::metadata(path).map_err(|e| named(&e))?;
    if !about.is_file() {
        return Err(named(&"it is not a file"));
    }
    if about.len() > LARGEST {
        return Err(named(&"it is larger than 2 GiB"));
    }
    let bytes = std::fs::read(path).map_err(|e| named(&e))?;
    parse(&bytes, layouts, options).map_err(|why| format!("{}: {why}", path.display()))
}

pub fn parse(bytes: &[u8], layouts: &[Layout], options: &Options) -> Result<Sheet, String> {
    let mut findings = Vec::new();
    let (grid, header) = if book::is_workbook(bytes) {
        of_book(bytes, layouts, options, &mut findings)?
    } else {
        let decoded = decode::text(bytes, options.encoding.as_deref())?;
        findings.extend(decoded.guess.map(|guess| Finding {
            other: Some(guess.other),
            ..Finding::new("encoding", guess.sentence)
        }));
        let text = decoded.text;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        if Grid::said_separator(text) {
            findings.push(Finding::new(
                "separator",
                "the first line names the separator, as Excel writes it".into(),
            ));
        }
        let grid = Grid::of_text(text)?;
        let header = header::find(&grid, layouts, &options.columns)?;
        (grid, header)
    };
    if header.row > 0 {
        let titles: Vec<String> = (0..header.row.min(3))
            .map(|row| {
                let cells = grid.cells(row).filter(|cell| !cell.is_empty());
                format!("`{}`", cells.take(3).collect::<Vec<_>>().join(" "))
            })
            .collect();
        findings.push(Finding::new(
            "title_lines",
            format!(
                "the header is line {}; passed over above it: {}",
                grid.line(header.row),
                titles.join(", ")
            ),
        ));
    }
    body::read(&grid, &header, options, findings)
}

/// The sheet asked for, or the first that holds a table for the calculator.
fn of_book<'l>(
    bytes: &[u8],
    layouts: &'l [Layout],
    options: &Options,
    findings: &mut Vec<Finding>,
) -> Result<(Grid, Header<'l>), String> {
    let mut book = Book::open(bytes)?;
    let names = book.names.clone();
    let listed = names.join(", ");
    if let Some(wanted) = &options.sheet {
        let numbered = wanted
            .parse::<usize>()
            .ok()
            .and_then(|n| names.get(n.checked_sub(1)?));
        let folded = wanted.to_lowercase();
        let name = names
            .iter()
            .find(|name| *name == wanted)
            .or_else(|| names.iter().find(|name| name.to_lowercase() == folded))
            .or(numbered)
            .ok_or_else(|| format!("there is no sheet `{wanted}`; there are {listed}"))?;
        let grid = book.grid(name)?;
        let header = header::find(&grid, layouts, &options.columns)?;
        return Ok((grid, header));
    }
    let mut refused = None;
    for name in &names {
        let grid = book.grid(name)?;
        match header::find(&grid, layouts, &options.columns) {
            Ok(header) => {
                if names.len() > 1 {
                    findings.push(Finding {
                        other: Some("--sheet NAME takes another".into()),
                        ..Finding::new("sheet", format!("read the sheet `{name}` of {listed}"))
                    });
                }
                return Ok((grid, header));
            }
            Err(why) => refused = refused.or(Some(format!("sheet `{name}`: {why}"))),
        }
    }
    Err(refused.unwrap_or_else(|| "it holds no sheet with cells".into()))
}
