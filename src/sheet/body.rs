//! The rows below the header: numbers and dates are read, and rows that do not belong to the table are left out.

use super::cells::{Column, NAMED, is_nothing, named};
use super::doubts;
use super::found::{Change, Finding, Options, Refused, Sheet, Way};
use super::grid::Grid;
use super::header::Header;
use super::style;
use super::totals::{self, Why};
use super::units;
use super::view::Read;
use crate::calculators::dates::{self, Order, Shown};
use crate::calculators::messages::first_of;
use crate::calculators::numbers::{self, Style, is_number};
use crate::calculators::table::{Holds, RowOrder, Table, TableCells};
use std::sync::Arc;

/// This many rows without a usable number may always be left out; in a large table, a tenth of all rows.
const FEW: usize = 3;
/// Most names of totals in a sentence.
const TOTALS_NAMED: usize = 6;

/// How a status is given that its column tells by a mark, such as an X below `Cancelled`.
const CANCELLED: &str = "cancelled";

/// Why a row is not in the table.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    /// The cell of this column is empty and needed.
    Missing(usize),
    /// The cell of this column is neither a number nor a date where one is needed.
    Unread(usize),
    /// It has more cells than the header.
    Wide,
}

/// `are_typed`: whether a person typed the rows one by one on the screen.
pub fn read(
    grid: &Grid,
    header: &Header,
    options: &Options,
    are_typed: bool,
    mut findings: Vec<Finding>,
) -> Result<Sheet, Refused> {
    let mut rows: Vec<usize> = Vec::with_capacity(grid.rows());
    let (mut repeated, mut others) = (Vec::new(), Vec::new());
    for row in header.row + 1..grid.rows() {
        let is_header = grid.cell(row, 0) == header.names[0]
            && grid.width(row) <= header.names.len()
            && (0..header.names.len()).all(|column| grid.cell(row, column) == header.names[column]);
        if is_header {
            repeated.push(row);
        } else if names_again(grid, header, row) {
            others.push(row);
        } else if !grid.is_ruler(row) {
            rows.push(row);
        }
    }
    if !repeated.is_empty() {
        findings.push(Finding::new(
            "repeated_header",
            format!("left out: the header again in {}", lines(grid, &repeated)),
        ));
    }
    if let Some(first) = others.first() {
        let names: Vec<String> = grid
            .filled(*first)
            .map(|name| format!("`{name}`"))
            .collect();
        findings.push(Finding::new(
            "other_table",
            format!(
                "{} seems to name the columns of another table ({}), and the rows below are read as rows of the first: give each table a \
                 file or a sheet of its own",
                lines(grid, &others),
                first_of(names.into_iter(), TOTALS_NAMED)
            ),
        ));
    }
    let mut columns = taken(header);
    let numeric: Vec<usize> = columns
        .iter()
        .filter(|column| column.holds == Holds::Number)
        .map(|column| column.at)
        .collect();
    let others: Vec<usize> = (0..header.names.len())
        .filter(|at| columns.iter().all(|column| column.at != *at))
        .collect();
    let rest: &[usize] = if header.layout.rest.is_some() {
        &others
    } else {
        &[]
    };
    let asked: Vec<usize> = numeric
        .iter()
        .copied()
        .chain(
            rest.iter()
                .copied()
                .filter(|&at| mostly_numbers(grid, &rows, at, None)),
        )
        .collect();
    let style = match options.decimal {
        Some(style) => style,
        None => style::decide(grid, header, &rows, &asked, &others, &mut findings)?,
    };
    for &at in rest {
        let key = called(&header.names[at], options);
        let is_new = !key.is_empty() && columns.iter().all(|column| column.key != key);
        // Per cents drive no cost.
        let is_share =
            |row: &usize| is_nothing(grid.cell(*row, at)) || grid.cell(*row, at).contains('%');
        let is_new = is_new && !(header.layout.rest == Some("driver") && rows.iter().all(is_share));
        if is_new && mostly_numbers(grid, &rows, at, Some(style)) {
            columns.push(Column {
                key,
                at,
                holds: Holds::Number,
                needed: false,
                empty_is_zero: false,
                unit: None,
            });
        }
    }
    let mut faults: Vec<Option<Fault>> = rows
        .iter()
        .map(|&row| {
            let beyond = header.names.len()..grid.width(row).max(header.names.len());
            let wide = beyond.into_iter().any(|at| !grid.cell(row, at).is_empty());
            wide.then_some(Fault::Wide)
        })
        .collect();
    let mut numbers: Vec<Vec<f64>> = Vec::new();
    let mut days: Vec<Vec<String>> = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        match column.holds {
            Holds::Number => {
                let mut read = read_numbers(grid, &rows, column, place, style, &mut faults);
                findings.extend(units::convert(header, column, &mut read));
                numbers.push(read);
                days.push(Vec::new());
            }
            Holds::Date => {
                let order = date_order(grid, header, &rows, column, options)?;
                days.push(read_days(grid, &rows, column, place, order, &mut faults));
                numbers.push(Vec::new());
            }
            Holds::Text => {
                for (&row, fault) in rows.iter().zip(&mut faults) {
                    if column.needed && fault.is_none() && is_nothing(grid.cell(row, column.at)) {
                        *fault = Some(Fault::Missing(place));
                    }
                }
                numbers.push(Vec::new());
                days.push(Vec::new());
            }
        }
    }

    let sums: Vec<&[f64]> = numbers
        .iter()
        .filter(|n| !n.is_empty())
        .map(Vec::as_slice)
        .collect();
    let id = columns
        .iter()
        .find(|c| c.holds == Holds::Text && c.needed)
        .map(|c| c.at);
    let usable: Vec<bool> = faults.iter().map(Option::is_none).collect();
    let notes = notes(grid, &rows, &faults, &columns);
    let found = match options.keep_totals {
        true => Vec::new(),
        false => totals::find(&totals::Rows {
            grid,
            rows: &rows[..notes],
            columns: &sums,
            id,
            usable: &usable[..notes],
            are_typed,
            are_dated: columns.iter().any(|c| c.holds == Holds::Date && c.needed),
            last_header: repeated.last().copied().unwrap_or(header.row),
        }),
    };
    let mut out: Vec<bool> = (0..rows.len()).map(|row| row >= notes).collect();
    for total in &found {
        out[total.row] |= total.is_out();
    }
    tell_totals(grid, &rows, &found, &mut findings);
    if notes < rows.len() {
        let first = grid.filled(rows[notes]).next().unwrap_or_default();
        let first: String = first.chars().take(40).collect();
        findings.push(Finding {
            rows: (notes + 1..=rows.len()).collect(),
            ..Finding::new(
                "notes",
                format!(
                    "left out: the notes below the table, from line {}, `{first}`",
                    grid.line(rows[notes])
                ),
            )
        });
    }
    units::check(grid, header, &rows, &columns, &out)?;
    let mut as_read = Read {
        grid,
        header,
        rows: &rows,
        out,
    };
    findings.extend(zeros(&as_read, &columns, &mut numbers, &mut faults));
    no_holes(&as_read, &columns, &faults, are_typed)?;
    let further = further_lines(&as_read, &columns, &faults);
    if !further.is_empty() {
        findings.push(Finding {
            rows: further.iter().map(|row| row + 1).collect(),
            ..Finding::new(
                "left_out",
                format!(
                    "left out: {}, further lines of the purchase above without an amount",
                    named(grid, &rows, &further)
                ),
            )
        });
    }
    as_read.leave_out(&further);
    let unusable = unusable(&as_read, &columns, &faults, &mut findings)?;
    as_read.leave_out(&unusable);
    findings.extend(total_differs(&as_read, &columns, &numbers, &found));
    findings.extend(doubts::find(&as_read, &columns, &numbers, &days, options));
    let kept: Vec<usize> = as_read.kept().collect();
    let cells =
        columns
            .iter()
            .zip(numbers.into_iter().zip(days))
            .map(|(column, (numbers, days))| {
                let cells = match column.holds {
                    Holds::Number => TableCells::Numbers(Arc::new(
                        kept.iter().map(|&row| numbers[row]).collect(),
                    )),
                    Holds::Date => TableCells::Texts(Arc::new(
                        kept.iter().map(|&row| days[row].clone()).collect(),
                    )),
                    Holds::Text => {
                        let marks = (column.key == "status").then(|| as_read.marks(column.at));
                        let marks = marks.flatten();
                        let text = |row: &usize| match &marks {
                            None => grid.cell(rows[*row], column.at).to_owned(),
                            Some(marked) if marked.binary_search(row).is_ok() => CANCELLED.into(),
                            Some(_) => String::new(),
                        };
                        TableCells::Texts(Arc::new(kept.iter().map(text).collect()))
                    }
                };
                (column.key.clone(), cells)
            });
    let table = Table {
        columns: cells.collect(),
    };
    let name = |at: usize| header.names[at].clone();
    Ok(Sheet {
        table,
        rows: kept.len(),
        lines: kept.iter().map(|&row| grid.line(rows[row])).collect(),
        taken: columns
            .iter()
            .map(|c| (c.key.clone(), name(c.at)))
            .collect(),
        ignored: (0..header.names.len())
            .filter(|at| columns.iter().all(|c| c.at != *at) && !header.names[*at].is_empty())
            .map(name)
            .collect(),
        decimal: style,
        findings,
        columns: grid.glimpses(header.row),
    })
}

/// Whether a row of words repeats the name of a column in its place: below a table another one may stand.
fn names_again(grid: &Grid, header: &Header, row: usize) -> bool {
    let is_name = |at: usize| {
        let cell = grid.cell(row, at);
        !cell.is_empty() && cell.eq_ignore_ascii_case(&header.names[at])
    };
    (0..header.names.len()).any(is_name)
        && grid.filled(row).count() > 1
        && !grid.filled(row).any(is_number)
}

/// The key of a further column: as given in the options, otherwise its own name.
fn called(name: &str, options: &Options) -> String {
    let said = options.columns.iter().find(|(_, header)| header == name);
    said.map_or(name, |(key, _)| key).to_owned()
}

fn taken(header: &Header) -> Vec<Column> {
    let columns = header.layout.columns.iter().zip(&header.places);
    columns
        .filter_map(|(column, at)| {
            Some(Column {
                key: column.key.to_owned(),
                at: (*at)?,
                holds: column.holds,
                needed: column.needed,
                empty_is_zero: column.empty_is_zero,
                unit: Some(column.unit),
            })
        })
        .collect()
}

fn number(grid: &Grid, row: usize, at: usize, style: Style) -> Result<f64, numbers::NumberFault> {
    let style = if grid.is_typed(row, at) {
        Style::Point
    } else {
        style
    };
    numbers::read_number(grid.cell(row, at), style)
}

/// Whether nine of ten filled cells are numbers; in any style, where none is given yet.
fn mostly_numbers(grid: &Grid, rows: &[usize], at: usize, style: Option<Style>) -> bool {
    let styles: &[Style] = match &style {
        Some(style) => std::slice::from_ref(style),
        None => &[Style::Point, Style::Comma],
    };
    let (mut filled, mut read) = (0, 0);
    for &row in rows.iter().filter(|&&row| !is_nothing(grid.cell(row, at))) {
        filled += 1;
        read += usize::from(
            styles
                .iter()
                .any(|&style| number(grid, row, at, style).is_ok()),
        );
    }
    filled > 0 && read * 10 >= filled * 9
}

fn read_numbers(
    grid: &Grid,
    rows: &[usize],
    column: &Column,
    place: usize,
    style: Style,
    faults: &mut [Option<Fault>],
) -> Vec<f64> {
    let cells = rows.iter().zip(faults);
    cells
        .map(|(&row, fault)| {
            let nothing = is_nothing(grid.cell(row, column.at));
            match number(grid, row, column.at, style) {
                Ok(value) => return value,
                Err(_) if nothing && !column.needed => {}
                Err(_) if nothing => *fault = fault.or(Some(Fault::Missing(place))),
                Err(_) => *fault = fault.or(Some(Fault::Unread(place))),
            }
            f64::NAN
        })
        .collect()
}

fn read_days(
    grid: &Grid,
    rows: &[usize],
    column: &Column,
    place: usize,
    order: Option<Order>,
    faults: &mut [Option<Fault>],
) -> Vec<String> {
    let cells = rows.iter().zip(faults);
    cells
        .map(|(&row, fault)| {
            let cell = grid.cell(row, column.at);
            match dates::read(cell, order) {
                Some(day) => return day.to_string(),
                None if is_nothing(cell) => *fault = fault.or(Some(Fault::Missing(place))),
                None => *fault = fault.or(Some(Fault::Unread(place))),
            }
            String::new()
        })
        .collect()
}

/// The order of day and month in a column. An error if a date can be read in two ways and no other date decides.
fn date_order(
    grid: &Grid,
    header: &Header,
    rows: &[usize],
    column: &Column,
    options: &Options,
) -> Result<Option<Order>, Refused> {
    if options.date_order.is_some() {
        return Ok(options.date_order);
    }
    let cell = |place: usize| grid.cell(rows[place], column.at);
    let line = |place: usize| grid.line(rows[place]);
    let name = &header.names[column.at];
    let way = "say what comes first: --date-format dmy (the day) or --date-format mdy (the month)";
    let why = match dates::order_of(rows.iter().map(|&row| grid.cell(row, column.at))) {
        Shown::Settled(order) => return Ok(order),
        Shown::Open(place) => format!(
            "column `{name}`: `{}` in line {} may be two days, and no date of the column tells which; {way}",
            cell(place),
            line(place)
        ),
        Shown::YearFirst(place) => format!(
            "column `{name}`: `{}` in line {} seems to begin with the year; write years with four digits, or {way}",
            cell(place),
            line(place)
        ),
        Shown::Both { day, month } => format!(
            "column `{name}` has the day first in `{}` (line {}) and the month first in `{}` (line {}); {way}",
            cell(day),
            line(day),
            cell(month),
            line(month)
        ),
    };
    Err(Refused {
        ways: vec![
            Way::new("the day comes first", Change::Dates(Some(Order::Day))),
            Way::new("the month comes first", Change::Dates(Some(Order::Month))),
        ],
        ..Refused::from(why)
    })
}

/// The row where notes below the table begin: rows at the end without a number that have a single cell or follow a gap.
fn notes(grid: &Grid, rows: &[usize], faults: &[Option<Fault>], columns: &[Column]) -> usize {
    let end = faults
        .iter()
        .rposition(Option::is_none)
        .map_or(0, |last| last + 1);
    let has_number = |row: usize| {
        columns.iter().any(|column| {
            column.holds == Holds::Number
                && [Style::Point, Style::Comma]
                    .iter()
                    .any(|&style| number(grid, rows[row], column.at, style).is_ok())
        })
    };
    let is_note = |row: usize| {
        let filled = grid.filled(rows[row]).count();
        let lengths = grid.filled(rows[row]).map(|cell| cell.chars().count());
        let longest = lengths.max().unwrap_or(0);
        let gap = row > 0 && grid.line(rows[row]) > grid.line(rows[row - 1]) + 1;
        let first = grid.filled(rows[row]).next().unwrap_or_default();
        let spoken = first.contains(':')
            || first.starts_with(['*', '(', '©', '†', '¹'])
            || longest > 30
            || first.matches(' ').count() > 2;
        !has_number(row) && (spoken || faults[row] == Some(Fault::Wide) || filled == 1 && gap)
    };
    let mut start = rows.len();
    for row in (end..rows.len()).rev() {
        if has_number(row) {
            break;
        }
        if is_note(row) {
            start = row;
        }
    }
    start
}

fn lines(grid: &Grid, rows: &[usize]) -> String {
    let plural = if rows.len() > 1 { "s" } else { "" };
    let lines = rows.iter().map(|&row| grid.line(row).to_string());
    format!("line{plural} {}", first_of(lines, NAMED))
}

fn tell_totals(grid: &Grid, rows: &[usize], found: &[totals::Total], findings: &mut Vec<Finding>) {
    let mut tell = |kind, all: Vec<&totals::Total>, one: &str, many: &str| {
        let Some(first) = all.first() else { return };
        let places: Vec<usize> = all.iter().map(|total| total.row).collect();
        let mut names: Vec<String> = all.iter().map(|total| called_so(&total.name)).collect();
        names.dedup();
        let what = match (all.len(), first.is_out()) {
            (1, _) => format!("{}, {one}", names[0]),
            _ => format!("{many}: {}", first_of(names.into_iter(), TOTALS_NAMED)),
        };
        let sentence = format!("{}, {what}", named(grid, rows, &places));
        let told = match first.is_out() {
            true => Finding {
                other: Some("--keep-totals counts them as rows".into()),
                ways: vec![Way::new("count them as rows", Change::KeepTotals(true))],
                ..Finding::new(kind, format!("left out: {sentence}"))
            },
            false => Finding::new(kind, sentence),
        };
        findings.push(Finding {
            rows: places.iter().map(|row| row + 1).collect(),
            ..told
        });
    };
    let of = |is: &[Why]| {
        found
            .iter()
            .filter(|total| is.contains(&total.why))
            .collect()
    };
    let totals: Vec<&totals::Total> = of(&[Why::Sum, Why::Named]);
    let one = match totals.first() {
        Some(total) if total.why == Why::Sum => "the sum of rows above",
        _ => "a totals row by its name",
    };
    tell("totals", totals, one, "totals");
    tell(
        "totals",
        of(&[Why::SumBelow]),
        "the sum of the rows below it",
        "each the sum of the rows below it",
    );
    tell(
        "below_total",
        of(&[Why::Below]),
        "which stands below the total",
        "which stand below the total",
    );
    for (why, one, many) in [
        (
            Why::MayBeSumBelow,
            "is the sum of the rows below it, and is kept: delete it if it is no row of its own",
            "each is the sum of the rows below it and is kept; delete them if they are no rows of their own",
        ),
        (
            Why::MayBeSum,
            "is the sum of the rows above, and is kept: delete it if it is no row of its own",
            "each is the sum of the rows above it and is kept; delete them if they are no rows of their own",
        ),
        (
            Why::NoSum,
            "is called a total and is the sum of no rows, and is kept: delete it if it is one",
            "each is called a total, is the sum of no rows and is kept; delete them if they are totals",
        ),
    ] {
        tell("maybe_total", of(&[why]), one, many);
    }
}

/// A finding if the total that was left out is not the sum of the rows that count. Where one column agrees no row is missing, and
/// others may be averages.
fn total_differs(
    read: &Read,
    columns: &[Column],
    numbers: &[Vec<f64>],
    found: &[totals::Total],
) -> Option<Finding> {
    let kept: Vec<usize> = read.kept().collect();
    let last = *kept.last()?;
    let mut below = found
        .iter()
        .filter(|total| total.is_out() && total.row > last);
    if below.clone().any(|total| total.why == Why::Sum) {
        return None;
    }
    let total = below.find(|total| total.is_grand)?;
    let mut differs = None;
    for (column, numbers) in columns.iter().zip(numbers) {
        let Some(says) = numbers.get(total.row).filter(|says| says.is_finite()) else {
            continue;
        };
        let counted: Vec<f64> = kept.iter().map(|&row| numbers[row]).collect();
        let counted: Vec<f64> = counted.into_iter().filter(|n| n.is_finite()).collect();
        let sum: f64 = counted.iter().sum();
        let shown: Vec<f64> = counted.iter().copied().chain([*says]).collect();
        let rounding = totals::rounding(&shown, *says, counted.len() as f64);
        if (sum - says).abs() <= rounding.max(1e-6 * sum.abs()) {
            return None;
        }
        differs = differs.or(Some((column.at, *says, sum)));
    }
    let (at, says, sum) = differs?;
    Some(Finding {
        rows: vec![total.row + 1],
        ..Finding::new(
            "total_differs",
            format!(
                "the total left out, `{}` in line {}, says {} in column `{}`, and the rows come to {}: look for rows that are \
                 missing or counted twice",
                total.name,
                read.grid.line(read.rows[total.row]),
                numbers::plain(says),
                read.header.names[at],
                numbers::plain(sum)
            ),
        )
    })
}

/// A row's name as it is told.
fn called_so(name: &str) -> String {
    match name {
        "" => "a row without a name".to_owned(),
        name => format!("`{name}`"),
    }
}

/// Puts 0 into empty cells of columns where that is meant, with a finding. A row at the end without any number is no period.
fn zeros(
    read: &Read,
    columns: &[Column],
    numbers: &mut [Vec<f64>],
    faults: &mut [Option<Fault>],
) -> Vec<Finding> {
    let last = faults.iter().rposition(Option::is_none);
    let cell = |row: usize, at: usize| read.grid.cell(read.rows[row], at);
    let of_numbers: Vec<usize> = (0..columns.len())
        .filter(|&place| columns[place].holds == Holds::Number)
        .collect();
    let mut findings = Vec::new();
    for &place in &of_numbers {
        let column = &columns[place];
        let mut filled = Vec::new();
        for row in read.kept() {
            let is_period = last.is_some_and(|last| row < last)
                || of_numbers
                    .iter()
                    .any(|&other| numbers[other][row].is_finite());
            if column.empty_is_zero && faults[row] == Some(Fault::Missing(place)) && is_period {
                let unread = of_numbers.iter().find(|&&other| {
                    numbers[other][row].is_nan() && !is_nothing(cell(row, columns[other].at))
                });
                numbers[place][row] = 0.0;
                faults[row] = unread.map(|&other| Fault::Unread(other));
                filled.push(row);
            }
        }
        if !filled.is_empty() {
            findings.push(Finding {
                rows: filled.iter().map(|row| row + 1).collect(),
                ..Finding::new(
                    "empty_is_zero",
                    format!(
                        "column `{}` is empty in {}, which counts as 0",
                        read.header.names[column.at],
                        named(read.grid, read.rows, &filled)
                    ),
                )
            });
        }
    }
    findings
}

/// An error if rows that are periods in order have one without a number in between, for those after it would move up.
fn no_holes(
    read: &Read,
    columns: &[Column],
    faults: &[Option<Fault>],
    are_typed: bool,
) -> Result<(), String> {
    let (grid, header, order) = (read.grid, read.header, read.header.layout.order);
    let is_period = |row: &usize| !read.out[*row] && faults[*row].is_none();
    let periods: Vec<usize> = (0..read.rows.len()).filter(is_period).collect();
    let (Some(&first), Some(&last), true) =
        (periods.first(), periods.last(), order != RowOrder::Free)
    else {
        return Ok(());
    };
    let why = "and the rows are periods in order, so that leaving it out would move those after it";
    let from = if order == RowOrder::Plan { 0 } else { first };
    let hole = (from..last).find(|row| !read.out[*row] && faults[*row].is_some());
    if let Some((row, fault)) = hole.and_then(|row| Some((row, faults[row]?))) {
        return Err(format!(
            "{}, {why}; write 0 there if nothing was, or delete the row",
            said(read, columns, row, fault)
        ));
    }
    // Where a row has a single cell, a line without content is an empty cell.
    if are_typed || header.names.len() == 1 {
        let next =
            |row: &&usize| grid.rows() > **row + 1 && grid.line(**row + 1) > grid.line(**row) + 1;
        let rows = read.rows[first..last].iter();
        if let Some(before) = rows.into_iter().find(next) {
            let what = if are_typed { "row" } else { "line" };
            let line = grid.line(*before) + 1;
            return Err(format!(
                "{what} {line} is empty, {why}; write 0 there if nothing was, or delete the {what}"
            ));
        }
    }
    Ok(())
}

/// Rows without an amount that repeat the customer and the day of the row above: shops give an order's total in its first line only.
fn further_lines(read: &Read, columns: &[Column], faults: &[Option<Fault>]) -> Vec<usize> {
    let needed = || columns.iter().filter(|column| column.needed);
    if needed().all(|column| column.holds != Holds::Date) {
        return Vec::new();
    }
    let cell = |row: usize, column: &Column| read.grid.cell(read.rows[row], column.at);
    let is_same = |row: usize| {
        let mut texts = needed().filter(|column| column.holds != Holds::Number);
        row > 0 && texts.all(|column| cell(row, column) == cell(row - 1, column))
    };
    let (mut further, mut has_amount) = (Vec::new(), false);
    for row in read.kept() {
        has_amount = match faults[row] {
            None => true,
            Some(Fault::Missing(at)) => {
                has_amount && columns[at].holds == Holds::Number && is_same(row)
            }
            Some(_) => false,
        };
        if has_amount && faults[row].is_some() {
            further.push(row);
        }
    }
    further
}

/// What is wrong with a row.
fn said(read: &Read, columns: &[Column], row: usize, fault: Fault) -> String {
    let place = named(read.grid, read.rows, &[row]);
    let name = |at: usize| &read.header.names[columns[at].at];
    match fault {
        Fault::Wide => format!(
            "{place} has more cells than the header, which has {}; a cell that holds the separator needs quotes",
            read.header.names.len()
        ),
        Fault::Missing(at) => format!(
            "{place}, column `{}`: there is no {}",
            name(at),
            what(columns[at].holds)
        ),
        Fault::Unread(at) => format!(
            "{place}, column `{}`: `{}` is not a {}",
            name(at),
            read.grid.cell(read.rows[row], columns[at].at),
            what(columns[at].holds)
        ),
    }
}

fn what(holds: Holds) -> &'static str {
    match holds {
        Holds::Number => "number",
        Holds::Date => "date",
        Holds::Text => "name",
    }
}

/// The rows that cannot be used, with findings; an error if there are many.
fn unusable(
    read: &Read,
    columns: &[Column],
    faults: &[Option<Fault>],
    findings: &mut Vec<Finding>,
) -> Result<Vec<usize>, String> {
    let bad: Vec<(usize, Fault)> = read
        .kept()
        .filter_map(|row| Some((row, faults[row]?)))
        .collect();
    let of_table = read.kept().count();
    if let Some((row, fault)) = bad.iter().find(|(_, fault)| *fault == Fault::Wide) {
        return Err(said(read, columns, *row, *fault));
    }
    let is_nameless =
        |fault: &Fault| matches!(fault, Fault::Missing(at) if columns[*at].holds == Holds::Text);
    if let Some((row, fault)) = bad.first()
        && (bad.len() > FEW && bad.len() * 10 > of_table || bad.len() == of_table)
    {
        let of_all = match bad.len() {
            1 => String::new(),
            many => format!("; {many} of {of_table} rows are so"),
        };
        let help = match is_nameless(fault) {
            true => {
                "write the name into each row (a pivot table can repeat its labels), or delete the rows that have none"
            }
            false => "write numbers like 1200 or 1,200.50 and days like 2026-11-21",
        };
        return Err(format!(
            "{}{of_all}; {help}",
            said(read, columns, *row, *fault)
        ));
    }
    for kind in ["number", "date", "name"] {
        let of_kind: Vec<usize> = bad
            .iter()
            .filter(|(_, fault)| match fault {
                Fault::Missing(at) | Fault::Unread(at) => what(columns[*at].holds) == kind,
                Fault::Wide => false,
            })
            .map(|(row, _)| *row)
            .collect();
        if of_kind.is_empty() {
            continue;
        }
        let unread = bad.iter().find_map(|(row, fault)| match fault {
            Fault::Unread(at) if of_kind.contains(row) => {
                Some(format!(": {}", read.quoted(*row, columns[*at].at)))
            }
            _ => None,
        });
        let sentence = format!(
            "left out: {} (no {kind}{})",
            named(read.grid, read.rows, &of_kind),
            unread.unwrap_or_default()
        );
        findings.push(read.told("left_out", &of_kind, sentence));
    }
    Ok(bad.into_iter().map(|(row, _)| row).collect())
}
