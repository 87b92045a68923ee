//! Reads a file of any origin as a calculator's table: a text with separators or a workbook.
//!
//! Steps: bytes -> rows of cells (`files::decode`, `grid`, `workbook`) -> the table among them (`header`) -> one style of numbers and
//! dates for the whole file (`style`) -> numbers, with rows that do not belong left out (`totals`, `body`) -> doubts about what was
//! read (`doubts`, `neighbours`, `between_rows`). From the header on, the table is one value (`view`). Every decision that could be
//! wrong is reported as a [`Finding`].

mod between_rows;
mod body;
mod cells;
mod doubts;
mod found;
mod grid;
mod header;
mod neighbours;
mod package;
mod periods;
mod style;
#[cfg(test)]
mod tests;
mod totals;
mod units;
mod view;
mod workbook;
#[cfg(test)]
mod workbook_tests;

pub use found::{Change, Finding, Glimpse, Options, Refused, Sheet, Way};

use crate::calculators::headers::guess_layout;
use crate::calculators::messages::first_of;
use crate::calculators::numbers::{self, Style};
use crate::calculators::table::{Holds, Layout};
use crate::calculators::translated::meant;
use crate::files::{self, decode, rows};
use cells::{NAMED, lines};
use encoding_rs::Encoding;
use grid::Grid;
use header::Header;
use std::ops::Range;
use std::path::Path;
use workbook::Workbook;

/// Bytes in which the names of columns are looked for.
const LOOKED_AT: usize = 4_096;
/// Larger files are refused.
const LARGEST: u64 = 2 << 30;

pub fn read(path: &Path, layouts: &[Layout], options: &Options) -> Result<Sheet, String> {
    load(path, layouts, options).map_err(|refused| refused.why)
}

pub fn parse(bytes: &[u8], layouts: &[Layout], options: &Options) -> Result<Sheet, String> {
    load_bytes(bytes, layouts, options).map_err(|refused| refused.why)
}

/// Reads a file. A refusal names ways to read it all the same, or the columns to choose from.
pub fn load(path: &Path, layouts: &[Layout], options: &Options) -> Result<Sheet, Refused> {
    let bytes = files::read(path, LARGEST)
        .map_err(|why| format!("cannot read {}: {why}", path.display()))?;
    load_bytes(&bytes, layouts, options).map_err(|refused| Refused {
        why: format!("{}: {}", path.display(), refused.why),
        ..refused
    })
}

/// Reads cells typed under the keys of a layout's columns. A row's line is its number, counted from 1.
pub fn typed(
    keys: &[&str],
    rows: &[Vec<&str>],
    layout: &Layout,
    options: &Options,
) -> Result<Sheet, Refused> {
    let mut grid = Grid::default();
    grid.add(0, keys.iter().copied());
    for (line, row) in (1..).zip(rows) {
        grid.add(line, row.iter().copied());
    }
    let place = |key: &str| keys.iter().position(|k| *k == key);
    let header = Header {
        row: 0,
        names: keys.iter().map(ToString::to_string).collect(),
        layout,
        places: layout.columns.iter().map(|c| place(c.key)).collect(),
        is_sure: true,
    };
    if let Some(missing) = layout
        .columns
        .iter()
        .find(|c| c.needed && place(c.key).is_none())
    {
        return Err(format!("the column {} is empty", missing.label).into());
    }
    body::read(&grid, &header, options, true, Vec::new())
}

/// The cells of a text from the clipboard or from a file with separators. Lines that are numbers by themselves are a single
/// column: a comma does not separate there.
pub fn cells(text: &str) -> Result<Vec<Vec<String>>, String> {
    let is_column = !text.contains('\t')
        && text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .all(|line| {
                !line.contains(';') && numbers::read_number(line.trim(), Style::Guess).is_ok()
            });
    if is_column {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        return Ok(lines.map(|line| vec![line.to_owned()]).collect());
    }
    let grid = Grid::of_text(text);
    let row = |row| grid.cells(row).map(str::to_owned).collect();
    Ok((0..grid.rows()).map(row).collect())
}

/// Which columns of a layout a row of cells names; `None` if a needed one is missing.
pub fn names(row: &[String], layout: &Layout) -> Option<Vec<Option<usize>>> {
    guess_layout(row, std::slice::from_ref(layout)).map(|(_, places)| places)
}

/// Finds the header; an error lists the columns if none is understood. A second line of it is joined to the first.
fn header<'l>(
    grid: &mut Grid,
    layouts: &'l [Layout],
    options: &Options,
    findings: &mut Vec<Finding>,
) -> Result<Header<'l>, Refused> {
    let joined = header::of_two_lines(grid);
    if let Some(row) = joined {
        let line = grid.line(row + 1);
        *grid = grid.with_joined(row);
        let name = grid.cells(row).last().unwrap_or_default();
        findings.push(Finding::new(
            "two_lines",
            format!("line {line} was taken as the second line of the header, as in `{name}`"),
        ));
    }
    let mut header = header::find(grid, layouts, &options.columns).map_err(|why| Refused {
        columns: match grid.rows() {
            0 => Vec::new(),
            _ => grid.glimpses(header::likely(grid)),
        },
        ..Refused::from(why)
    })?;
    if let Some(table) = header::beside(grid, &header, layouts, &options.columns) {
        findings.push(tables_beside(&header, &table));
        *grid = grid.with_only(&table);
        header = header::find(grid, layouts, &options.columns)?;
    }
    let names = header.names.iter();
    if let Some(name) = names.take(1).find(|name| *name != grid.cell(header.row, 0)) {
        let line = grid.line(header.row);
        let sentence = format!(
            "column 1 has no name, and is read as `{name}`; name it in line {line} if it is another"
        );
        findings.push(Finding::new("no_name", sentence));
    }
    Ok(header)
}

/// The finding on tables that stand beside the one that is read.
fn tables_beside(header: &Header, table: &Range<usize>) -> Finding {
    let others = (0..header.names.len()).filter(|at| !table.contains(at));
    let names = others.map(|at| &header.names[at]);
    let names: Vec<&String> = names.filter(|name| !name.is_empty()).collect();
    let told = names.iter().map(|name| format!("`{name}`"));
    let sentence = format!(
        "an empty column parts the table that is read from what stands beside it, which is not read: {}",
        first_of(told, NAMED)
    );
    let told = Finding::new("other_table", sentence);
    let mut columns = header.layout.columns.iter();
    match (
        columns.find(|column| column.needed && column.holds == Holds::Text),
        names.first(),
    ) {
        (Some(column), Some(name)) if names.len() > 1 => {
            told.or(format!("--{} `{name}` takes that", column.key))
        }
        _ => told,
    }
}

fn load_bytes(bytes: &[u8], layouts: &[Layout], options: &Options) -> Result<Sheet, Refused> {
    let mut findings = Vec::new();
    let (grid, header) = if workbook::is_workbook(bytes) {
        of_book(bytes, layouts, options, &mut findings)?
    } else {
        let mut grid = of_text(bytes, options, &mut findings)?;
        let read = header(&mut grid, layouts, options, &mut findings);
        let is_sure = read.as_ref().is_ok_and(|header| header.is_sure);
        let guess = findings.iter().find(|told| told.kind == "encoding");
        match guess.filter(|_| !is_sure).cloned() {
            None => (grid, read?),
            // What stands there may be nothing but a wrong encoding.
            Some(guess) => match of_known_names(bytes, layouts, options, &guess) {
                Some((grid, header, found)) => {
                    findings = found;
                    (grid, header)
                }
                None => {
                    let refused = |refused: Refused| Refused {
                        why: format!("{}; {guess}", refused.why),
                        ways: guess.ways,
                        ..refused
                    };
                    (grid, read.map_err(refused)?)
                }
            },
        }
    };
    let titles = (0..header.row).filter(|row| !grid.is_ruler(*row));
    let titles = titles.take(3).map(|row| {
        let cells: Vec<&str> = grid.filled(row).take(3).collect();
        format!("`{}`", cells.join(" "))
    });
    let titles: Vec<String> = titles.collect();
    if !titles.is_empty() {
        let sentence = format!(
            "the header is line {}; passed over above it: {}",
            grid.line(header.row),
            titles.join(", ")
        );
        findings.push(Finding::new("title_lines", sentence));
    }
    body::read(&grid, &header, options, false, findings)
}

/// The rows of a text of any encoding.
fn of_text(bytes: &[u8], options: &Options, findings: &mut Vec<Finding>) -> Result<Grid, String> {
    let decoded = decode::text(bytes, options.encoding.as_deref())?;
    findings.extend(decoded.guess.map(|guess| {
        let ways = ENCODINGS.iter().map(|(name, of)| {
            let says = format!("read it as {name}, {of}");
            Way::new(says, Change::Encoding(Some((*name).to_owned())))
        });
        let names = ENCODINGS.map(|(name, _)| name).join(", ");
        let told = Finding::new("encoding", guess.sentence);
        let told = told.or(format!(
            "--encoding NAME where it is another, such as {names}"
        ));
        told.with_ways(ways.collect())
    }));
    let text = decoded.text;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if let Some(kind) = marked_up(text) {
        return Err(format!(
            "it is {kind}, whatever its name ends in; open it in a spreadsheet and save it as .xlsx or .csv"
        ));
    }
    let mut tell = |kind, sentence: String| findings.push(Finding::new(kind, sentence));
    if rows::said_separator(text).is_some() {
        let sentence = "the first line names the separator, as Excel writes it";
        tell("separator", sentence.into());
    }
    let mut grid = Grid::of_text(text);
    if let Some(inside) = grid.rows_in_quotes() {
        grid = Grid::of_text(&inside);
    }
    if !grid.open_quotes.is_empty() {
        let sentence = format!(
            "{}: a quotation mark is never closed: it was taken as it stands",
            lines(grid.open_quotes.iter().copied())
        );
        tell("open_quote", sentence);
    }
    if let Some((first, last)) = grid.like_rows.first() {
        let sentence = format!(
            "lines {first} to {last} are one row, by the quotation marks in them, though each of them looks like one: if they are rows, \
             delete these marks or write them twice"
        );
        tell("quoted_rows", sentence);
    }
    Ok(grid)
}

/// The table in the first encoding in which all of its header is understood, after a guess in which it is not.
fn of_known_names<'l>(
    bytes: &[u8],
    layouts: &'l [Layout],
    options: &Options,
    guess: &Finding,
) -> Option<(Grid, Header<'l>, Vec<Finding>)> {
    let begin = &bytes[..bytes.len().min(LOOKED_AT)];
    let knows = |name: &&(&str, &str)| {
        let text = Encoding::for_label(name.0.as_bytes()).map(|encoding| encoding.decode(begin).0);
        let text = text.unwrap_or_default();
        let mut cells = text.split([';', ',', '\t', '|', '"', '\n', '\r']);
        cells.any(|cell| !cell.is_ascii() && !meant(cell.trim()).is_empty())
    };
    ENCODINGS.iter().filter(knows).find_map(|(name, _)| {
        let options = options.with(&Change::Encoding(Some((*name).to_owned())));
        let mut findings = Vec::new();
        let mut grid = of_text(bytes, &options, &mut findings).ok()?;
        let header = header(&mut grid, layouts, &options, &mut findings);
        let header = header.ok().filter(|header| header.is_sure)?;
        let sentence = format!(
            "not UTF-8: read as {name}, in which the names of its columns are known, as in `{}`",
            header.names[..header.names.len().min(4)].join(" ")
        );
        findings.push(Finding {
            sentence,
            ..guess.clone()
        });
        Some((grid, header, findings))
    })
}

/// Whether the text is a web page: some programs save one as .xls, and spreadsheets open it.
fn marked_up(text: &str) -> Option<&'static str> {
    let start = text.trim_start().get(..5)?.to_ascii_lowercase();
    match &*start {
        "<?xml" => Some("a file of XML"),
        "<html" | "<!doc" | "<tabl" | "<head" | "<meta" | "<styl" => Some("a web page"),
        _ => None,
    }
}

/// Encodings offered for a text that is not UTF-8.
const ENCODINGS: [(&str, &str); 9] = [
    ("windows-1250", "of Central Europe"),
    ("windows-1251", "Cyrillic"),
    ("windows-1253", "Greek"),
    ("macintosh", "of old Macs"),
    ("shift_jis", "Japanese"),
    ("euc-jp", "Japanese of Unix"),
    ("gb18030", "Chinese"),
    ("big5", "Chinese of Taiwan"),
    ("euc-kr", "Korean"),
];

/// The sheet asked for, or the first one with a table for the calculator.
fn of_book<'l>(
    bytes: &[u8],
    layouts: &'l [Layout],
    options: &Options,
    findings: &mut Vec<Finding>,
) -> Result<(Grid, Header<'l>), Refused> {
    let mut workbook = Workbook::open(bytes)?;
    let names = match &options.sheet {
        Some(wanted) => vec![workbook.named(wanted)?],
        None => workbook.names.clone(),
    };
    let mut refused = None;
    // A sheet in which all is known by its name goes before one in which something is not.
    let sure = names.iter().map(|name| (name, true));
    for (name, is_sure) in sure.chain(names.iter().map(|name| (name, false))) {
        let others = workbook.names.iter().filter(|other| *other != name);
        let way = |name: &String| {
            let says = format!("take the sheet `{name}`");
            Way::new(says, Change::Sheet(Some(name.clone())))
        };
        let others: Vec<Way> = others.map(way).collect();
        let mut grid = workbook.grid(name)?;
        let mut found = Vec::new();
        match header(&mut grid, layouts, options, &mut found) {
            Ok(header) if is_sure && !header.is_sure => {}
            Ok(header) => {
                findings.append(&mut found);
                if names.len() > 1 {
                    let sentence = format!("read the sheet `{name}` of {}", names.join(", "));
                    let told = Finding::new("sheet", sentence).with_ways(others);
                    findings.push(told.or("--sheet NAME takes another".into()));
                }
                finish(&mut workbook, name, &mut grid, &header, findings)?;
                return Ok((grid, header));
            }
            Err(why) => {
                refused = refused.or(Some(Refused {
                    why: format!("sheet `{name}`: {}", why.why),
                    ways: others,
                    ..why
                }));
            }
        }
    }
    Err(refused.unwrap_or_else(|| "it holds no sheet with cells".into()))
}

/// Takes up what a workbook tells of the sheet, and gives each row of merged cells the name or the date that stands in the first: the
/// others are empty in the file.
fn finish(
    workbook: &mut Workbook,
    sheet: &str,
    grid: &mut Grid,
    header: &Header,
    findings: &mut Vec<Finding>,
) -> Result<(), String> {
    grid.package = workbook.package(sheet);
    let columns = header.layout.columns.iter().zip(&header.places);
    let has_gap =
        |at: &usize| (header.row + 1..grid.rows()).any(|row| grid.cell(row, *at).is_empty());
    let columns: Vec<usize> = columns
        .filter(|(column, _)| column.holds != Holds::Number)
        .filter_map(|(_, at)| at.filter(has_gap))
        .collect();
    if columns.is_empty() {
        return Ok(());
    }
    grid.package.merged.extend(workbook.merged(sheet)?);
    for at in columns {
        let filled = grid.fill_merged(header.row, at);
        if let Some(first) = filled.first() {
            let sentence = format!(
                "column `{}` has cells merged over several rows, and each row takes what stands in the first: `{}` in line {}",
                header.names[at],
                grid.cell(*first, at),
                grid.line(*first)
            );
            let places: Vec<usize> = filled.iter().map(|row| row - header.row - 1).collect();
            findings.push(Finding::new("merged", sentence).at(&places));
        }
    }
    Ok(())
}
