//! How a file writes its numbers: decided once for the whole file, from every cell that shows it.

use super::found::{Change, Finding, Refused, Way};
use super::grid::Grid;
use super::header::Header;
use crate::calculators::numbers::{self, Evidence, Style, is_number};

/// What the cells of some columns show about the style.
#[derive(Default)]
struct Shown {
    points: usize,
    commas: usize,
    /// Row and column of the first cell that proves each style, or that allows both.
    point: Option<(usize, usize)>,
    comma: Option<(usize, usize)>,
    lone_point: Option<(usize, usize)>,
    lone_comma: Option<(usize, usize)>,
    apostrophe: bool,
}

impl Shown {
    fn of(grid: &Grid, rows: &[usize], columns: &[usize]) -> Self {
        let mut shown = Shown::default();
        for &row in rows {
            for &column in columns {
                if grid.is_typed(row, column) {
                    continue;
                }
                let here = Some((row, column));
                match numbers::evidence(grid.cell(row, column)) {
                    None => {}
                    Some(Evidence::Proof(Style::Comma)) => {
                        shown.commas += 1;
                        shown.comma = shown.comma.or(here);
                    }
                    Some(Evidence::Proof(_)) => {
                        shown.points += 1;
                        shown.point = shown.point.or(here);
                    }
                    // In `1.200 CR` nothing is read.
                    Some(_) if !is_number(grid.cell(row, column)) => {}
                    Some(Evidence::LonePoint) => shown.lone_point = shown.lone_point.or(here),
                    Some(Evidence::Apostrophe) => shown.apostrophe = true,
                    Some(Evidence::LoneComma) => shown.lone_comma = shown.lone_comma.or(here),
                }
            }
        }
        shown
    }
}

/// The style of the numbers in these columns. Where they leave it open, `others` are a hint.
pub fn decide(
    grid: &Grid,
    header: &Header,
    rows: &[usize],
    columns: &[usize],
    others: &[usize],
    findings: &mut Vec<Finding>,
) -> Result<Style, Refused> {
    let shown = Shown::of(grid, rows, columns);
    let cell = |(row, column): (usize, usize)| grid.cell(row, column);
    // A few exceptions are treated as rows without a number; equal counts mean two styles.
    let (few, many) = (
        shown.points.min(shown.commas),
        shown.points.max(shown.commas),
    );
    if let (Some(point), Some(comma)) = (shown.point, shown.comma)
        && few * 10 > many
    {
        let why = format!(
            "its numbers are written in two ways, `{}` in line {} and `{}` in line {}; say which mark stands before the \
             decimals: --decimal point or --decimal comma",
            cell(point),
            grid.line(point.0),
            cell(comma),
            grid.line(comma.0)
        );
        return Err(Refused {
            ways: vec![
                Way::new(
                    "a comma stands before decimals",
                    Change::Decimal(Some(Style::Comma)),
                ),
                Way::new(
                    "a point stands before decimals",
                    Change::Decimal(Some(Style::Point)),
                ),
            ],
            ..Refused::from(why)
        });
    }
    if many > 0 {
        return Ok(if shown.points > shown.commas {
            Style::Point
        } else {
            Style::Comma
        });
    }
    let Some(open) = shown.lone_point.or(shown.lone_comma) else {
        return Ok(Style::Point);
    };
    // No cell decides. In a column that is not read, a comma can hardly be anything but a decimal mark; points also stand in
    // times, versions, periods and telephone numbers.
    let hint = others.iter().filter(|&&at| is_numeric(grid, rows, at));
    let hint = hint
        .filter_map(|&at| Shown::of(grid, rows, &[at]).comma)
        .next();
    // In files separated by semicolons, commas are usually decimal marks; beside apostrophes between thousands they are not.
    let style = match (grid.separator, hint) {
        _ if shown.apostrophe => Style::Point,
        (_, Some(_)) | (Some(b';'), _) => Style::Comma,
        _ => Style::Point,
    };
    let why = hint.filter(|_| !shown.apostrophe);
    let why = why.map_or_else(String::new, |at| {
        format!(", as column `{}` has `{}`", header.names[at.1], cell(at))
    });
    let other = match style {
        Style::Comma => ("--decimal point", Style::Point),
        _ => ("--decimal comma", Style::Comma),
    };
    let read = |style| {
        numbers::read_number(cell(open), style).map_or_else(|_| "no number".into(), numbers::plain)
    };
    findings.push(Finding {
        other: Some(format!("{} reads it as {}", other.0, read(other.1))),
        ways: vec![Way::new(
            format!("read `{}` as {}", cell(open), read(other.1)),
            Change::Decimal(Some(other.1)),
        )],
        ..Finding::new(
            "decimal",
            format!(
                "`{}` in line {} is read as {}{why}",
                cell(open),
                grid.line(open.0),
                read(style)
            ),
        )
    });
    Ok(style)
}

/// Whether a column outside the layout has numbers, in either style.
fn is_numeric(grid: &Grid, rows: &[usize], column: usize) -> bool {
    let mut filled = rows
        .iter()
        .map(|&row| grid.cell(row, column))
        .filter(|cell| !cell.is_empty())
        .peekable();
    filled.peek().is_some() && filled.all(is_number)
}
