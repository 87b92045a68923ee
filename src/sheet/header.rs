//! Which row names the columns, and which column is which.

use super::cells::{is_nothing, is_word};
use super::grid::Grid;
use super::periods::names_period;
use crate::calculators::dates::{self, Order};
use crate::calculators::headers::{Match, fit, guess, is_one_of, names_no_row};
use crate::calculators::numbers::{self, Style, currency_named, is_number};
use crate::calculators::table::{Column, Holds, Layout};
use std::collections::HashSet;
use std::ops::Range;

/// Rows in which the header is looked for, since reports have titles, dates and filters above it.
const LOOKED_AT: usize = 40;

/// With more empty columns than this many tables need, they are for looks.
const MOST_TABLES: usize = 20;

/// Headers that begin a table of what is sold, whatever the other beside it is of.
const ITEMS: &str =
    "item; product; sku; material; article; artikel; produkt; produit; producto; товар; 商品";

/// Words of headers of amounts on one side of an account, and on the other.
const SIDES: [&str; 2] = [
    "debit; soll; débit; debe; дебет; 借方",
    "credit; haben; crédit; haber; кредит; 貸方",
];
/// Words that may stand beside those.
const AMOUNTS: &str = "amount; total; betrag; montant; importe; сумма; 金額";

pub struct Header<'l> {
    /// Row in the grid.
    pub row: usize,
    pub names: Vec<String>,
    pub layout: &'l Layout,
    /// For each column of the layout, its index in the header.
    pub places: Vec<Option<usize>>,
    /// Whether all that is needed was found by its name and holds what it should.
    pub is_sure: bool,
}

/// The first row that names most columns of a layout; an error if there is none.
pub fn find<'l>(
    grid: &Grid,
    layouts: &'l [Layout],
    wanted: &[(String, String)],
) -> Result<Header<'l>, String> {
    if grid.rows() == 0 {
        return Err("it is empty; the first line names the columns".into());
    }
    let mut columns = layouts.iter().flat_map(|layout| layout.columns);
    let of_names = columns.find(|column| column.needed && column.holds == Holds::Text);
    let mut best: Option<(usize, Header<'l>)> = None;
    for row in 0..grid.rows().min(LOOKED_AT) {
        let mut names: Vec<String> = grid.cells(row).map(str::to_owned).collect();
        if names.iter().any(|name| is_amount(name)) {
            continue;
        }
        let filled = names.iter().filter(|name| !name.is_empty()).count();
        let mut fits = fitting(grid, row, &names, layouts, wanted);
        if let (None, Some(column), true) = (&fits, of_names, names[0].is_empty()) {
            // A pivot leaves out the name of its first column.
            names[0] = column.label.to_owned();
            fits = fitting(grid, row, &names, layouts, wanted);
        }
        let Some((layout, places)) = fits else {
            continue;
        };
        if best.as_ref().is_none_or(|(most, _)| filled > *most) {
            let header = Header {
                row,
                names,
                layout,
                places,
                is_sure: true,
            };
            best = Some((filled, header));
        }
    }
    match best {
        Some((_, header)) => Ok(header),
        None => {
            let row = likely(grid);
            let names: Vec<String> = grid.cells(row).map(str::to_owned).collect();
            let (layout, places) = chosen(grid, row, &names, layouts, wanted)?;
            Ok(Header {
                row,
                names,
                layout,
                places,
                is_sure: false,
            })
        }
    }
}

/// The layout and the column indexes for a header row of which not all may be told by names: what tells the rows apart is then the
/// first column in which each row has another word, of those that name a row if one can, but for orders and where rows have days.
fn chosen<'l>(
    grid: &Grid,
    row: usize,
    names: &[String],
    layouts: &'l [Layout],
    wanted: &[(String, String)],
) -> Result<(&'l Layout, Vec<Option<usize>>), String> {
    let why = match choose(names, layouts, wanted) {
        Err(why) => why,
        Ok((layout, places)) => {
            let count = guessed(layout, &places, wanted)
                .find(|(column, at)| is_count(grid, row, names, column, *at));
            let Some((column, at)) = count else {
                return Ok((layout, places));
            };
            format!(
                "column `{}` seems to be a count: it has numbers only, where others have words; say which column holds the names: \
                 --{} HEADER",
                names[at], column.key
            )
        }
    };
    let columns = layouts.first().map_or(&[][..], |layout| layout.columns);
    let mut texts = columns.iter().filter(|column| column.needed);
    let text = texts.find(|column| column.holds == Holds::Text && column.key != "order");
    let is_dated = columns.iter().any(|column| column.holds == Holds::Date);
    let places = (0..names.len()).filter(|at| !is_dated && !names[*at].is_empty());
    let places = places.filter(|at| has_names(grid, row, *at));
    let at = places.min_by_key(|at| names_no_row(&names[*at]));
    let (Some(column), Some(at)) = (text, at) else {
        return Err(why);
    };
    let said = [(column.key.to_owned(), names[at].clone())];
    choose(names, layouts, &[wanted, &said].concat()).map_err(|_| why)
}

/// The row of a header that goes on in the next one, with units or years: that has no name in its first column, and numbers below all
/// of its cells.
pub fn of_two_lines(grid: &Grid) -> Option<usize> {
    let goes_on = |row: &usize| {
        let (row, next, below) = (*row, *row + 1, *row + 2);
        let filled = |row: usize| {
            let filled = (0..grid.width(row)).filter(move |at| !grid.cell(row, *at).is_empty());
            filled.collect::<Vec<usize>>()
        };
        let (names, seconds) = (filled(row), filled(next));
        let is_year = |cell: &str| is_number(cell) && !is_amount(cell);
        let is_name = |at: &usize| {
            let cell = grid.cell(next, *at);
            !is_amount(cell) && !is_nothing(cell) && is_number(grid.cell(below, *at))
        };
        let years = seconds
            .iter()
            .filter(|at| is_year(grid.cell(next, **at)))
            .count();
        names.len() > 1
            && !grid.cells(row).any(is_amount)
            && !seconds.is_empty()
            && !seconds.contains(&names[0])
            && seconds.iter().all(is_name)
            && (years == 0 || years > 1)
    };
    (0..grid.rows().saturating_sub(2).min(LOOKED_AT)).find(goes_on)
}

/// The layout and the column indexes for a header row, provided that columns taken by guess for numbers or dates really have
/// some: `sales-channel` is not an amount.
fn fitting<'l>(
    grid: &Grid,
    row: usize,
    names: &[String],
    layouts: &'l [Layout],
    wanted: &[(String, String)],
) -> Option<(&'l Layout, Vec<Option<usize>>)> {
    let mut names = names.to_vec();
    loop {
        let (layout, places) = choose(&names, layouts, wanted).ok()?;
        let hollow = guessed(layout, &places, wanted).find(|(column, at)| {
            holds_none(grid, row, *at, column) || is_count(grid, row, &names, column, *at)
        });
        match hollow {
            Some((_, at)) => names[at].clear(),
            None => return Some((layout, places)),
        }
    }
}

/// The columns of the table to read where another stands beside it, parted by empty columns; `None` where all is one table, in which
/// empty columns are for looks. It is the table that has what is needed; if that is taken from several, the first that has all of it.
pub fn beside(
    grid: &Grid,
    header: &Header,
    layouts: &[Layout],
    wanted: &[(String, String)],
) -> Option<Range<usize>> {
    let below = || header.row + 1..grid.rows();
    let is_gap = |at: &usize| {
        header.names[*at].is_empty() && below().all(|row| grid.cell(row, *at).is_empty())
    };
    let width = header.names.len();
    let mut start = 0;
    let ends = (0..width).filter(is_gap).chain([width]);
    let tables = ends.map(|end| std::mem::replace(&mut start, end + 1)..end);
    let tables: Vec<Range<usize>> = tables.filter(|table| !table.is_empty()).collect();
    if !(2..=MOST_TABLES).contains(&tables.len()) {
        return None;
    }
    // One of its own begins with what tells its rows apart, and has numbers.
    let is_table = |table: &Range<usize>| {
        let cells = |at: usize| filled(grid, header.row, at);
        let mut seen = HashSet::new();
        let are_keys = cells(table.start).all(|cell| !is_number(cell) && seen.insert(cell));
        let mut others = table.clone().skip(1);
        are_keys
            && seen.len() > 1
            && others.any(|at| cells(at).next().is_some() && cells(at).all(is_number))
    };
    let columns = || header.layout.columns.iter().zip(&header.places);
    let takes = |table: &Range<usize>, needed: bool| {
        let mut places = columns().filter(|(column, _)| column.needed || !needed);
        places.any(|(_, at)| at.is_some_and(|at| table.contains(&at)))
    };
    let from: Vec<&Range<usize>> = tables.iter().filter(|table| takes(table, true)).collect();
    if let [table] = from[..] {
        let is_blank =
            |row: usize, at: &Range<usize>| at.clone().all(|at| grid.cell(row, at).is_empty());
        let goes_on =
            |other: &Range<usize>| below().any(|row| is_blank(row, table) && !is_blank(row, other));
        // `Contact` and `Order no` begin no table of the kind.
        let names_rows = |other: &Range<usize>| {
            let first = &header.names[other.start];
            let columns = header.layout.columns.iter();
            let mut of_rows = columns.filter(|of| of.needed && of.holds == Holds::Text);
            is_one_of(first, ITEMS)
                || of_rows.any(|of| matches!(fit(of, first), Some((Match::Whole, _))))
        };
        let mut others = tables.iter().filter(|other| *other != table);
        let is_beside = others.any(|other| {
            (goes_on(other)
                || names_rows(other) && (takes(other, false) || header.layout.rest.is_some()))
                && is_table(other)
        });
        return is_beside.then(|| table.clone());
    }
    if from.is_empty() {
        return None;
    }
    let (table, (layout, places)) = tables.iter().find_map(|table| {
        let mut names = vec![String::new(); width];
        names[table.clone()].clone_from_slice(&header.names[table.clone()]);
        Some((table, fitting(grid, header.row, &names, layouts, wanted)?))
    })?;
    let is_whole = |(column, at): (&Column, &Option<usize>)| {
        let fit = at.and_then(|at| fit(column, &header.names[at]));
        !column.needed || matches!(fit, Some((Match::Whole, _)))
    };
    let is_beside = from.iter().any(|other| *other != table && is_table(other))
        || layout.name == header.layout.name && layout.columns.iter().zip(&places).all(is_whole);
    is_beside.then(|| table.clone())
}

/// The columns that were not given, each with its place.
fn guessed<'l>(
    layout: &'l Layout,
    places: &[Option<usize>],
    wanted: &[(String, String)],
) -> impl Iterator<Item = (&'l Column, usize)> {
    let columns = layout.columns.iter().zip(places);
    let guessed = columns.filter(|(column, _)| wanted.iter().all(|(key, _)| key != column.key));
    guessed.filter_map(|(column, at)| Some((column, (*at)?)))
}

/// Whether a column has no cell of the kind that is needed though it is filled, or is empty where something must stand.
fn holds_none(grid: &Grid, header: usize, at: usize, column: &Column) -> bool {
    let cells = (header + 1..grid.rows()).map(|row| grid.cell(row, at));
    let filled = cells.clone().filter(|cell| !is_nothing(cell));
    let mut filled = filled.take(LOOKED_AT).peekable();
    let is_one = |cell: &str| match column.holds {
        Holds::Text => true,
        Holds::Number => is_number(cell),
        Holds::Date => dates::read(cell, Some(Order::Day))
            .or_else(|| dates::read(cell, Some(Order::Month)))
            .is_some(),
    };
    match filled.peek() {
        None => (column.needed || column.holds == Holds::Text) && cells.len() > 0,
        Some(_) => !filled.any(is_one),
    }
}

/// Whether a column counts what it seems to name: it is called `Customers` and has numbers only, where another one has words that
/// may be names: one in each row, and none twice.
fn is_count(grid: &Grid, header: usize, names: &[String], column: &Column, at: usize) -> bool {
    let cells = |at: usize| filled(grid, header, at);
    // Codes are equally long, and longer than most counts.
    let width = cells(at).next().map_or(0, str::len);
    let is_code = |cell: &str| {
        cell.len() == width
            && (width > 3 || cell.starts_with('0'))
            && cell.bytes().all(|b| b.is_ascii_digit())
    };
    let name = names[at].to_lowercase();
    let mut others = (0..names.len()).filter(|other| *other != at);
    column.holds == Holds::Text
        && name.ends_with('s')
        && !name.ends_with("ss")
        && cells(at).all(is_number)
        && !cells(at).all(is_code)
        && others.any(|other| {
            has_names(grid, header, other) && cells(other).count() >= cells(at).count()
        })
}

/// The first filled cells of a column.
fn filled(grid: &Grid, header: usize, at: usize) -> impl Iterator<Item = &str> {
    let cells = (header + 1..grid.rows()).map(move |row| grid.cell(row, at));
    cells.filter(|cell| !is_nothing(cell)).take(LOOKED_AT)
}

/// Whether a column has words that may be names: another one in each row.
fn has_names(grid: &Grid, header: usize, at: usize) -> bool {
    let mut seen = HashSet::new();
    let rows = (grid.rows() - header - 1).min(LOOKED_AT);
    filled(grid, header, at).all(|cell| is_word(cell) && seen.insert(cell)) && seen.len() * 2 > rows
}

/// Whether a header cell is an amount: it may be 2025, but not 1,250.50.
fn is_amount(cell: &str) -> bool {
    cell.contains(|c: char| c.is_ascii_digit())
        && numbers::read_number(cell, Style::Guess).is_ok()
        && !(cell.len() == 4 && cell.bytes().all(|b| b.is_ascii_digit()))
}

/// The most likely header of a table that is not understood: the first row with the usual number of cells.
pub fn likely(grid: &Grid) -> usize {
    let filled = |row: usize| grid.filled(row).count();
    let looked_at = 0..grid.rows().min(LOOKED_AT);
    let widest = looked_at.clone().map(filled).max().unwrap_or(0);
    looked_at
        .into_iter()
        .find(|row| filled(*row) == widest)
        .unwrap_or(0)
}

/// The layout that fits, and for each of its columns the index in the header.
fn choose<'l>(
    headers: &[String],
    layouts: &'l [Layout],
    wanted: &[(String, String)],
) -> Result<(&'l Layout, Vec<Option<usize>>), String> {
    let mut given: Vec<(&str, usize)> = Vec::new();
    for (key, header) in wanted {
        let mut names = headers.iter();
        let at = names.position(|name| name == header);
        let at = at.or_else(|| {
            headers
                .iter()
                .position(|name| name.eq_ignore_ascii_case(header))
        });
        let listed = || headers.join(", ");
        let none = || format!("there is no column `{header}`; there are {}", listed());
        given.push((key, at.ok_or_else(none)?));
    }
    let mut free = headers.to_vec();
    // Neither a debit nor a credit column is the whole amount.
    let sides = sides(headers);
    for at in &sides {
        free[*at].clear();
    }
    for (_, at) in &given {
        free[*at].clear();
    }
    let fitted = |layout: &'l Layout| {
        let places = guess(&free, layout, &given);
        // A further column with a key of its own counts if the layout takes further columns.
        let takes =
            |key: &str| layout.rest.is_some() || layout.columns.iter().any(|c| c.key == key);
        let is_it = layout.is_complete(&places) && given.iter().all(|(key, _)| takes(key));
        is_it.then_some((layout, places))
    };
    if let Some(found) = layouts.iter().find_map(fitted) {
        return Ok(found);
    }
    let needed = |layout: &Layout| -> Vec<&str> {
        let columns = layout.columns.iter().filter(|column| column.needed);
        columns.map(|column| column.key).collect()
    };
    let mut needs: Vec<String> = Vec::new();
    for layout in layouts {
        let of_it = needed(layout).join(" and ");
        if !needs.contains(&of_it) {
            needs.push(of_it);
        }
    }
    let named = headers.iter().filter(|name| !name.is_empty());
    let named: Vec<String> = named.map(|name| format!("`{name}`")).collect();
    // For the first way to lay out the columns.
    let flags = layouts.iter().take(1).flat_map(needed);
    let flags = flags.map(|key| format!("--{key} HEADER"));
    if let [name] = &named[..]
        && name.contains("  ")
    {
        return Err(format!(
            "its columns seem to be parted by blanks, which are no separators, as in {name}: open it in a spreadsheet, which can split it \
             at fixed widths, and save it as .xlsx or .csv"
        ));
    }
    let mut periods = headers.iter().filter(|name| names_period(name));
    let more = match (sides.is_empty(), periods.next(), periods.next()) {
        (false, ..) => {
            "; a debit and a credit column are two sides of one amount: write them into one, with a minus before one side"
                .to_owned()
        }
        (_, Some(first), Some(second)) => format!(
            "; `{first}` and `{second}` are periods: write the sum of each row into one column, or those of one item one below the \
             other (a spreadsheet can paste them transposed)"
        ),
        _ => String::new(),
    };
    Err(format!(
        "its columns are {}; needed are {}; call them so in its first row, or tell `swot calc` which are meant, as in {}{}",
        named.join(", "),
        needs.join(", or "),
        flags.collect::<Vec<_>>().join(" "),
        more,
    ))
}

/// The headers of amounts on one side of an account; none unless there are some on the other side too.
fn sides(headers: &[String]) -> Vec<usize> {
    // Tables may have thousands of columns, and few have any of these words.
    let text = headers.join(" ").to_lowercase();
    let has_any = |side: &str| side.split("; ").any(|word| text.contains(word));
    if !SIDES.into_iter().all(has_any) {
        return Vec::new();
    }
    // Those that say nothing else: no credit cards or accounts.
    let on_side = |side: &str| -> Vec<usize> {
        let is_of = |word: &str| is_one_of(word, side);
        let is_side = |header: &String| {
            let words = header.split(|c: char| !c.is_alphanumeric());
            let mut words = words.filter(|word| !word.is_empty());
            let is_beside = |word: &str| is_one_of(word, AMOUNTS) || currency_named(word).is_some();
            words.clone().any(is_of) && words.all(|word| is_of(word) || is_beside(word))
        };
        (0..headers.len())
            .filter(|at| is_side(&headers[*at]))
            .collect()
    };
    match SIDES.map(on_side) {
        [ones, others] if !ones.is_empty() && !others.is_empty() => [ones, others].concat(),
        _ => Vec::new(),
    }
}
