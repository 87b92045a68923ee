//! The rows below the header: numbers and dates are read, and rows that do not belong to the table are left out.

use super::cells::{is_made_day, is_nothing, lines, numbers_what};
use super::doubts;
use super::found::{Change, Finding, Options, Refused, Sheet, Way};
use super::grid::Grid;
use super::header::Header;
use super::periods;
use super::style;
use super::totals::{self, Total, Why};
use super::units;
use super::view::{Column, Fault, Read};
use crate::calculators::dates::{self, Months, Order, Shown};
use crate::calculators::headers::{self, Match, has_word, is_one_of};
use crate::calculators::messages::first_of;
use crate::calculators::numbers::{self, Style, is_number};
use crate::calculators::table::{self, Holds, RowOrder, Table, TableCells};
use std::sync::Arc;

/// This many rows without a usable number may always be left out; in a large table, a tenth of all rows.
const FEW: usize = 3;
/// Most names of totals in a sentence.
const TOTALS_NAMED: usize = 6;

/// How a status is given that its column tells by a mark, such as an X below `Cancelled`.
const CANCELLED: &str = "cancelled";

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
    let lines_of = |rows: &[usize]| lines(rows.iter().map(|row| grid.line(*row)));
    if !repeated.is_empty() {
        let sentence = format!("left out: the header again in {}", lines_of(&repeated));
        findings.push(Finding::new("repeated_header", sentence));
    }
    if let Some(first) = others.first() {
        let names: Vec<String> = grid
            .filled(*first)
            .map(|name| format!("`{name}`"))
            .collect();
        let sentence = format!(
            "{} seems to name the columns of another table ({}), and the rows below are read as rows of the first: give each table a \
             file or a sheet of its own",
            lines_of(&others),
            first_of(names.into_iter(), TOTALS_NAMED)
        );
        findings.push(Finding::new("other_table", sentence));
    }
    let mut read = Read {
        grid,
        header,
        faults: vec![None; rows.len()],
        out: vec![false; rows.len()],
        rows,
        columns: taken(header),
    };
    let rest: Vec<usize> = match header.layout.rest {
        Some(_) => read.others().collect(),
        None => Vec::new(),
    };
    let is_numeric = |at: &usize| read.are_mostly(*at, |place| is_number(read.cell(place, *at)));
    let asked = rest.iter().copied().filter(is_numeric);
    let asked: Vec<usize> = read
        .of_numbers()
        .map(|column| column.at)
        .chain(asked)
        .collect();
    let style = match options.decimal {
        Some(style) => style,
        None => style::decide(&read, &asked, &mut findings)?,
    };
    let named = read.needed(Holds::Text).map(|column| column.at);
    for at in rest {
        let key = called(&header.names[at], options);
        let is_new = !key.is_empty()
            && !named.is_some_and(|named| numbers_what(&header.names[at], &header.names[named]))
            && read.columns.iter().all(|column| column.key != key);
        let is_amount = |cell: &str| !is_nothing(cell) && !cell.contains('%');
        let is_driver =
            || !headers::drives_nothing(&header.names[at]) && !read.find(at, is_amount).is_empty();
        let may_be = header.layout.rest != Some("driver") || is_driver();
        if is_new && may_be && read.are_mostly(at, |place| number(&read, place, at, style).is_ok())
        {
            read.columns.push(Column::new(key, at, Holds::Number));
        }
    }
    for place in 0..read.rows.len() {
        let mut beyond = header.names.len()..grid.width(read.rows[place]);
        if beyond.any(|at| !read.cell(place, at).is_empty()) {
            read.faults[place] = Some(Fault::Wide);
        }
    }
    for nth in 0..read.columns.len() {
        read_column(&mut read, nth, style, options)?;
        let column = &mut read.columns[nth];
        findings.extend(units::convert(&header.names[column.at], column));
        findings.extend(open_month(&read, &read.columns[nth]));
    }

    let notes = notes(&read);
    let last_header = repeated.last().copied().unwrap_or(header.row);
    let found = if options.keep_totals {
        Vec::new()
    } else {
        totals::find(&read, notes, are_typed, last_header)
    };
    read.out[notes..].fill(true);
    for total in &found {
        read.out[total.row] |= total.is_out();
    }
    tell_totals(&read, &found, &mut findings);
    if notes < read.rows.len() {
        let first = grid.filled(read.rows[notes]).next().unwrap_or_default();
        let first: String = first.chars().take(40).collect();
        let line = read.line(notes);
        let sentence = format!("left out: the notes below the table, from line {line}, `{first}`");
        let places: Vec<usize> = (notes..read.rows.len()).collect();
        findings.push(Finding::new("notes", sentence).at(&places));
    }
    if !findings.iter().any(|told| told.kind == "unit") {
        findings.extend(units::of_titles(&read, notes));
    }
    units::check(&read)?;
    findings.extend(zeros(&mut read));
    no_holes(&read, are_typed)?;
    let further = further_lines(&read);
    if !further.is_empty() {
        let sentence = format!(
            "left out: {}, further lines of the purchase above without an amount",
            read.named(&further)
        );
        findings.push(Finding::new("left_out", sentence).at(&further));
    }
    read.leave_out(&further);
    let unusable = unusable(&read, &mut findings)?;
    read.leave_out(&unusable);
    findings.extend(total_differs(&read, &found));
    findings.extend(doubts::find(&read, options));
    let kept: Vec<usize> = read.kept().collect();
    let columns = read.columns.iter();
    let columns = columns.map(|column| (column.key.clone(), cells(&read, column, &kept)));
    let name = |at: usize| header.names[at].clone();
    let taken = read.columns.iter().map(|c| (c.key.clone(), name(c.at)));
    Ok(Sheet {
        table: Table {
            columns: columns.collect(),
        },
        rows: kept.len(),
        lines: kept.iter().map(|&place| read.line(place)).collect(),
        taken: taken.collect(),
        ignored: read
            .others()
            .map(name)
            .filter(|name| !name.is_empty())
            .collect(),
        decimal: style,
        findings,
        columns: grid.glimpses(header.row),
    })
}

/// A column as calculators take it.
fn cells(read: &Read, column: &Column, kept: &[usize]) -> TableCells {
    let kept = kept.iter();
    match column.holds {
        Holds::Number => {
            TableCells::Numbers(Arc::new(kept.map(|&row| column.numbers[row]).collect()))
        }
        Holds::Date => TableCells::Texts(Arc::new(
            kept.map(|&row| column.days[row].clone()).collect(),
        )),
        Holds::Text => {
            let marks = (column.key == "status")
                .then(|| read.marks(column.at))
                .flatten();
            let text = |row: &usize| match &marks {
                None => read.cell(*row, column.at).to_owned(),
                Some(marked) if marked.binary_search(row).is_ok() => CANCELLED.into(),
                Some(_) => String::new(),
            };
            TableCells::Texts(Arc::new(kept.map(text).collect()))
        }
    }
}

/// Whether a row of words repeats the name of a column in its place, or names one behind a gap and above numbers: below a table another one may stand.
fn names_again(grid: &Grid, header: &Header, row: usize) -> bool {
    let is_name = |at: usize| {
        let cell = grid.cell(row, at);
        !cell.is_empty() && cell.eq_ignore_ascii_case(&header.names[at])
    };
    let names_one = |cell: &str| {
        let mut columns = header.layout.columns.iter();
        columns.any(|column| headers::fit(column, cell).is_some_and(|(fit, _)| fit == Match::Whole))
    };
    let is_behind_a_gap = grid.line(row) > grid.line(row - 1) + 1;
    let has_numbers = |row: usize| grid.filled(row).any(is_number);
    let is_above_numbers = || row + 1 < grid.rows() && has_numbers(row + 1);
    // Asked of every row: what costs least comes first.
    !has_numbers(row)
        && grid.filled(row).count() > 1
        && ((0..header.names.len()).any(is_name)
            || is_behind_a_gap && is_above_numbers() && grid.filled(row).any(names_one))
}

/// The key of a further column: as given in the options, otherwise its own name.
fn called(name: &str, options: &Options) -> String {
    let said = options.columns.iter().find(|(_, header)| header == name);
    said.map_or(name, |(key, _)| key).to_owned()
}

fn taken(header: &Header) -> Vec<Column> {
    let columns = header.layout.columns.iter().zip(&header.places);
    let column = |(column, at): (&table::Column, &Option<usize>)| {
        Some(Column {
            needed: column.needed,
            empty_is_zero: column.empty_is_zero,
            unit: Some(column.unit),
            ..Column::new(column.key.to_owned(), (*at)?, column.holds)
        })
    };
    columns.filter_map(column).collect()
}

fn number(read: &Read, place: usize, at: usize, style: Style) -> Result<f64, numbers::NumberFault> {
    let style = if read.grid.is_typed(read.rows[place], at) {
        Style::Point
    } else {
        style
    };
    numbers::read_number(read.cell(place, at), style)
}

/// Reads the cells of a column, and marks rows in which it has not what is needed.
fn read_column(
    read: &mut Read,
    nth: usize,
    style: Style,
    options: &Options,
) -> Result<(), Refused> {
    let column = &read.columns[nth];
    let (at, holds, needed) = (column.at, column.holds, column.needed);
    let is_counted = column
        .unit
        .is_some_and(|unit| !matches!(unit, "" | table::SHARE));
    let order = match holds {
        Holds::Date => date_order(read, at, options)?,
        Holds::Number | Holds::Text => None,
    };
    let are_croatian = holds == Holds::Date && months_of(read, at) == Months::Croatian;
    let (mut numbers, mut days) = (Vec::new(), Vec::new());
    for place in 0..read.rows.len() {
        let cell = read.cell(place, at);
        let is_read = match holds {
            Holds::Text => false,
            // `2 m` in a column of minutes is no two million.
            Holds::Number if is_counted && cell.ends_with(['m', 'M']) => {
                numbers.push(f64::NAN);
                false
            }
            Holds::Number => {
                let mut number = number(read, place, at, style);
                if number.is_err()
                    && column.key == "from"
                    && let Some(least) = lower_end(cell)
                {
                    number = numbers::read_number(&least, style);
                }
                numbers.push(number.unwrap_or(f64::NAN));
                number.is_ok()
            }
            Holds::Date => {
                let day = if are_croatian {
                    dates::read(&dates::from_croatian(cell), order)
                } else {
                    dates::read(cell, order)
                };
                days.push(day.map_or_else(String::new, |day| day.to_string()));
                day.is_some()
            }
        };
        let fault = match is_read || is_nothing(cell) && !needed {
            true => None,
            false if is_nothing(cell) => Some(Fault::Missing(nth)),
            false => Some(Fault::Unread(nth)).filter(|_| holds != Holds::Text),
        };
        read.faults[place] = read.faults[place].or(fault);
    }
    read.columns[nth].numbers = numbers;
    read.columns[nth].days = days;
    Ok(())
}

fn months_of(read: &Read, at: usize) -> Months {
    dates::months_of(read.kept().map(|place| read.cell(place, at)))
}

/// A month that is another one in Croatian, where no other date of the column tells which it is.
fn open_month(read: &Read, column: &Column) -> Option<Finding> {
    let Months::Open(place) = months_of(read, column.at) else {
        return None;
    };
    let day = column.days.get(place).filter(|day| !day.is_empty())?;
    let says = format!(
        ": {} is taken as the day {day}, as in Polish and Czech; in Croatian it is a month before: write the months as numbers, if it is that",
        read.quoted(place, column.at)
    );
    Some(read.doubt("months", column.at, &says))
}

/// The lower end of a step of prices, as 100 of `100-499`, `100 to 499`, `ab 100` or `100 or more`, without marks between thousands:
/// `1.000-4.999` tells of them beside `100-999`.
fn lower_end(cell: &str) -> Option<String> {
    const OPEN: &str = "or; and; oder; und; ou; y; o; i";
    let mut opens = ["from ", "ab ", "≥", ">="].iter();
    let least = opens.find_map(|open| cell.strip_prefix(open));
    let step = least.unwrap_or(cell).trim_start();
    let end = step.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
    let (number, rest) = step.split_at(end.unwrap_or(step.len()));
    let rest = rest.trim_start();
    let mut closes = ["-", "–", "to ", "bis "].iter();
    let most = closes.find_map(|close| rest.strip_prefix(close));
    let ends_so = most
        .is_some_and(|most| most.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        || rest.starts_with('+')
        || rest.is_empty() && least.is_some()
        || is_one_of(rest.split(' ').next().unwrap_or_default(), OPEN);
    let mut groups = number.split(['.', ',']);
    let is_first = |group: &str| (1..4).contains(&group.len()) && !group.starts_with('0');
    let are_thousands = groups.next().is_some_and(is_first) && groups.all(|group| group.len() == 3);
    let number = if are_thousands {
        number.replace(['.', ','], "")
    } else {
        number.to_owned()
    };
    (ends_so && !number.is_empty()).then_some(number)
}

/// The order of day and month in a column. An error if a date can be read in two ways and no other date decides.
fn date_order(read: &Read, at: usize, options: &Options) -> Result<Option<Order>, Refused> {
    if options.date_order.is_some() {
        return Ok(options.date_order);
    }
    let quoted = |place: usize| read.quoted(place, at);
    let way = "say what comes first: --date-format dmy (the day) or --date-format mdy (the month)";
    let why = match dates::order_of(read.kept().map(|place| read.cell(place, at))) {
        Shown::Settled(order) => return Ok(order),
        Shown::Open(place) => format!(
            ": {} may be two days, and no date of the column tells which;",
            quoted(place)
        ),
        Shown::YearFirst(place) => format!(
            ": {} seems to begin with the year; write years with four digits, or",
            quoted(place)
        ),
        Shown::Both { day, month } => format!(
            " has the day first in {} and the month first in {};",
            quoted(day),
            quoted(month)
        ),
    };
    let why = format!("column `{}`{why} {way}", read.name(at));
    Err(Refused {
        ways: vec![
            Way::new("the day comes first", Change::Dates(Some(Order::Day))),
            Way::new("the month comes first", Change::Dates(Some(Order::Month))),
        ],
        ..Refused::from(why)
    })
}

/// The row where notes below the table begin: rows at the end without a number that have a single cell or follow a gap.
fn notes(read: &Read) -> usize {
    let rows = read.rows.len();
    let usable = read.faults.iter().rposition(Option::is_none);
    let end = usable.map_or(0, |last| last + 1);
    let has_number = |row: &usize| {
        read.of_numbers()
            .any(|column| is_number(read.cell(*row, column.at)))
    };
    let is_note = |row: &usize| {
        let cells: Vec<&str> = read.grid.filled(read.rows[*row]).collect();
        let first = cells.first().copied().unwrap_or_default();
        let gap = *row > 0 && read.line(*row) > read.line(*row - 1) + 1;
        let spoken = first.contains(':')
            || first.starts_with(['*', '(', '©', '†', '¹'])
            || first.matches(' ').count() > 2
            || cells.iter().any(|cell| cell.chars().count() > 30);
        spoken || read.faults[*row] == Some(Fault::Wide) || cells.len() == 1 && gap
    };
    let wordy = (end..rows).rev().take_while(|row| !has_number(row));
    wordy.filter(is_note).last().unwrap_or(rows)
}

fn tell_totals(read: &Read, found: &[Total], findings: &mut Vec<Finding>) {
    use Why::{Below, MayBeSum, MayBeSumBelow, Named, NoSum, Sum, SumBelow};
    for why in [Sum, SumBelow, Below, MayBeSumBelow, MayBeSum, NoSum] {
        let is_so = |total: &&Total| total.why == why || why == Sum && total.why == Named;
        let all: Vec<&Total> = found.iter().filter(is_so).collect();
        let Some(first) = all.first() else { continue };
        let (kind, what) = match first.why {
            Sum | Named if all.len() > 1 => ("totals", "which are made of other rows"),
            Sum => ("totals", "the sum of rows above"),
            Named => ("totals", "a totals row by its name"),
            SumBelow => ("totals", "with the sum of the rows below"),
            Below => ("below_total", "below the total"),
            MayBeSumBelow => (
                "maybe_total",
                "with the sum of the rows below, and kept: delete what is no row of its own",
            ),
            MayBeSum => (
                "maybe_total",
                "with the sum of the rows above, and kept: delete what is no row of its own",
            ),
            NoSum => (
                "maybe_total",
                "called a total, with the sum of no rows, and kept: delete what is a total",
            ),
        };
        let places: Vec<usize> = all.iter().map(|total| total.row).collect();
        let mut names: Vec<String> = all.iter().map(|total| called_so(&total.name)).collect();
        names.dedup();
        let names = first_of(names.into_iter(), TOTALS_NAMED);
        let sentence = format!("{}, {names}, {what}", read.named(&places));
        findings.push(if first.is_out() {
            Finding::new(kind, format!("left out: {sentence}"))
                .at(&places)
                .or("--keep-totals counts them as rows".into())
                .with_ways(vec![Way::new(
                    "count them as rows",
                    Change::KeepTotals(true),
                )])
        } else {
            Finding::new(kind, sentence).at(&places)
        });
    }
}

/// A finding if the total that was left out is not the sum of the rows that count. Where one column agrees no row is missing, and
/// others may be averages; what is the sum of a group of rows proves nothing of the others.
fn total_differs(read: &Read, found: &[Total]) -> Option<Finding> {
    let last = read.kept().last()?;
    let below = found
        .iter()
        .filter(|total| total.is_out() && total.row > last);
    // What a total says in a column, and what its rows come to.
    let shows = |total: &Total| -> Vec<(usize, f64, f64, bool)> {
        let filled = read
            .of_numbers()
            .filter(|column| column.numbers[total.row].is_finite());
        let says = filled.map(|column| {
            let says = column.numbers[total.row];
            let mut shown: Vec<f64> = read.kept().map(|row| column.numbers[row]).collect();
            shown.retain(|number| number.is_finite());
            let (sum, count) = (shown.iter().sum::<f64>(), shown.len() as f64);
            shown.push(says);
            let near = totals::rounding(&shown, says, count).max(1e-6 * sum.abs());
            (column.at, says, sum, (sum - says).abs() <= near)
        });
        says.collect()
    };
    let is_right = |total: &Total| {
        total.is_grand && total.why == Why::Sum || shows(total).iter().any(|(.., agrees)| *agrees)
    };
    if below.clone().any(is_right) {
        return None;
    }
    let total = below.clone().find(|total| total.is_grand)?;
    let differs = shows(total).first().copied();
    // `2026 YTD` below other years is no sum of them.
    let is_of_year =
        total.name.contains(|c: char| c.is_ascii_digit()) && has_word(&total.name, "ytd");
    let (at, says, sum, _) = differs.filter(|_| !is_of_year)?;
    let sentence = format!(
        "the total left out, `{}` in line {}, says {} in column `{}`, and the rows come to {}: look for rows that are missing or \
         counted twice",
        total.name,
        read.line(total.row),
        numbers::plain(says),
        read.name(at),
        numbers::plain(sum)
    );
    Some(Finding::new("total_differs", sentence).at(&[total.row]))
}

/// A row's name as it is told.
fn called_so(name: &str) -> String {
    match name {
        "" => "a row without a name".to_owned(),
        name => format!("`{name}`"),
    }
}

/// Puts 0 into empty cells of columns where that is meant, with a finding. A row at the end without any number is no period.
fn zeros(read: &mut Read) -> Vec<Finding> {
    let last = read.faults.iter().rposition(Option::is_none);
    let mut findings = Vec::new();
    for nth in 0..read.columns.len() {
        let mut filled: Vec<usize> = read.kept().collect();
        filled.retain(|&row| {
            let mut numbers = read.of_numbers().map(|column| column.numbers[row]);
            read.columns[nth].empty_is_zero
                && read.faults[row] == Some(Fault::Missing(nth))
                && (last.is_some_and(|last| row < last) || numbers.any(f64::is_finite))
        });
        if filled.is_empty() {
            continue;
        }
        for &row in &filled {
            let is_unread = |column: &Column| {
                column.holds == Holds::Number
                    && column.numbers[row].is_nan()
                    && !is_nothing(read.cell(row, column.at))
            };
            let unread = read.columns.iter().position(is_unread);
            read.columns[nth].numbers[row] = 0.0;
            read.faults[row] = unread.map(Fault::Unread);
        }
        let sentence = format!(
            "column `{}` is empty in {}, which counts as 0",
            read.name(read.columns[nth].at),
            read.named(&filled)
        );
        findings.push(Finding::new("empty_is_zero", sentence).at(&filled));
    }
    findings
}

/// An error if rows that are periods in order have one without a number in between, for those after it would move up.
fn no_holes(read: &Read, are_typed: bool) -> Result<(), String> {
    let (grid, order) = (read.grid, read.header.layout.order);
    let mut periods = read.kept().filter(|row| read.faults[*row].is_none());
    let Some(first) = periods.next().filter(|_| order != RowOrder::Free) else {
        return Ok(());
    };
    let last = periods.last().unwrap_or(first);
    let why = "and the rows are periods in order, so that leaving it out would move those after it";
    let from = if order == RowOrder::Plan { 0 } else { first };
    let mut holes = read.kept().filter(|row| (from..last).contains(row));
    if let Some((row, fault)) = holes.find_map(|row| Some((row, read.faults[row]?))) {
        return Err(format!(
            "{}, {why}; write 0 there if nothing was, or delete the row",
            said(read, row, fault)
        ));
    }
    // Where a row has a single cell, a line without content is an empty cell.
    if are_typed || read.header.names.len() == 1 {
        let next =
            |row: &&usize| grid.rows() > **row + 1 && grid.line(**row + 1) > grid.line(**row) + 1;
        if let Some(before) = read.rows[first..last].iter().find(next) {
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
fn further_lines(read: &Read) -> Vec<usize> {
    if read.needed(Holds::Date).is_none() {
        return Vec::new();
    }
    let is_same = |row: usize| {
        let columns = read.columns.iter();
        let mut texts = columns.filter(|column| column.needed && column.holds != Holds::Number);
        row > 0 && texts.all(|column| read.cell(row, column.at) == read.cell(row - 1, column.at))
    };
    let (mut further, mut has_amount) = (Vec::new(), false);
    for row in read.kept() {
        has_amount = match read.faults[row] {
            None => true,
            Some(Fault::Missing(nth)) => {
                has_amount && read.columns[nth].holds == Holds::Number && is_same(row)
            }
            Some(_) => false,
        };
        if has_amount && read.faults[row].is_some() {
            further.push(row);
        }
    }
    further
}

/// What is wrong with a row.
fn said(read: &Read, row: usize, fault: Fault) -> String {
    let place = read.named(&[row]);
    let (nth, is) = match fault {
        Fault::Wide => {
            return format!(
                "{place} has more cells than the header, which has {}; a cell that holds the separator needs quotes",
                read.header.names.len()
            );
        }
        Fault::Missing(nth) => (nth, "there is no".to_owned()),
        Fault::Unread(nth) => (
            nth,
            format!("`{}` is not a", read.cell(row, read.columns[nth].at)),
        ),
    };
    let column = &read.columns[nth];
    format!(
        "{place}, column `{}`: {is} {}{}",
        read.name(column.at),
        what(column.holds),
        why(read, row, fault)
    )
}

/// Why the cell with the fault may not be what is needed.
fn why(read: &Read, row: usize, fault: Fault) -> &'static str {
    let Fault::Unread(nth) = fault else {
        return "";
    };
    let column = &read.columns[nth];
    let cell = read.cell(row, column.at);
    match column.holds {
        Holds::Number if is_made_day(cell) => {
            ", and a spreadsheet may have made a day of it: write it back"
        }
        Holds::Date if periods::is_month(cell) => {
            ", for a month is no day: write the first of each, such as 2026-01-01, if all of a month may count for that day"
        }
        _ => "",
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
fn unusable(read: &Read, findings: &mut Vec<Finding>) -> Result<Vec<usize>, String> {
    let bad = read.kept().filter_map(|row| Some((row, read.faults[row]?)));
    let bad: Vec<(usize, Fault)> = bad.collect();
    let of_table = read.kept().count();
    if let Some((row, fault)) = bad.iter().find(|(_, fault)| *fault == Fault::Wide) {
        return Err(said(read, *row, *fault));
    }
    let lacks = |fault: Fault| match fault {
        Fault::Missing(nth) | Fault::Unread(nth) => what(read.columns[nth].holds),
        Fault::Wide => "",
    };
    if let Some((row, fault)) = bad.first()
        && (bad.len() > FEW && bad.len() * 10 > of_table || bad.len() == of_table)
    {
        let of_all = match bad.len() {
            1 => String::new(),
            many => format!("; {many} of {of_table} rows are so"),
        };
        let help = match lacks(*fault) {
            "name" => {
                "write the name into each row (a pivot table can repeat its labels), or delete the rows that have none"
            }
            _ => "write numbers like 1200 or 1,200.50 and days like 2026-11-21",
        };
        return Err(format!("{}{of_all}; {help}", said(read, *row, *fault)));
    }
    for kind in ["number", "date", "name"] {
        let of_kind = bad.iter().filter(|(_, fault)| lacks(*fault) == kind);
        let places: Vec<usize> = of_kind.clone().map(|(row, _)| *row).collect();
        if places.is_empty() {
            continue;
        }
        let unread = of_kind.clone().find_map(|(row, fault)| match fault {
            Fault::Unread(nth) => {
                let cell = read.quoted(*row, read.columns[*nth].at);
                Some(format!(": {cell}{}", why(read, *row, *fault)))
            }
            _ => None,
        });
        let sentence = format!(
            "left out: {} (no {kind}{})",
            read.named(&places),
            unread.unwrap_or_default()
        );
        findings.push(Finding::new("left_out", sentence).at(&places));
    }
    Ok(bad.into_iter().map(|(row, _)| row).collect())
}
