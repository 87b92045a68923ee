//! How a file writes its numbers: decided once for the whole file, from every cell that shows it.

use super::found::{Change, Finding, Refused, Way};
use super::view::Read;
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
    fn of(read: &Read, columns: &[usize]) -> Self {
        let mut shown = Shown::default();
        for place in read.kept() {
            for &column in columns {
                if read.grid.is_typed(read.rows[place], column) {
                    continue;
                }
                let here = Some((place, column));
                let cell = read.cell(place, column);
                match numbers::evidence(cell) {
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
                    Some(_) if !is_number(cell) => {}
                    Some(Evidence::LonePoint) => shown.lone_point = shown.lone_point.or(here),
                    Some(Evidence::Apostrophe) => shown.apostrophe = true,
                    Some(Evidence::LoneComma) => shown.lone_comma = shown.lone_comma.or(here),
                }
            }
        }
        shown
    }
}

/// The style of the numbers in these columns. Where they leave it open, others are a hint.
pub fn decide(
    read: &Read,
    columns: &[usize],
    findings: &mut Vec<Finding>,
) -> Result<Style, Refused> {
    let shown = Shown::of(read, columns);
    let quoted = |(place, column)| read.quoted(place, column);
    let way = |says: &str, style| Way::new(says, Change::Decimal(Some(style)));
    // A few exceptions are treated as rows without a number; equal counts mean two styles.
    let few = shown.points.min(shown.commas);
    let many = shown.points.max(shown.commas);
    if let (Some(point), Some(comma)) = (shown.point, shown.comma)
        && few * 10 > many
    {
        let why = format!(
            "its numbers are written in two ways, {} and {}; say which mark stands before the decimals: --decimal point or --decimal \
             comma",
            quoted(point),
            quoted(comma)
        );
        return Err(Refused {
            ways: vec![
                way("a comma stands before decimals", Style::Comma),
                way("a point stands before decimals", Style::Point),
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
    let is_hint = |at: &usize| read.are_mostly(*at, |place| is_number(read.cell(place, *at)));
    let mut hints = read.others().filter(is_hint);
    let hint = hints.find_map(|at| Shown::of(read, &[at]).comma);
    // In files separated by semicolons, commas are usually decimal marks; beside apostrophes between thousands they are not.
    let hint = hint.filter(|_| !shown.apostrophe);
    let by_comma = hint.is_some() || read.grid.separator == Some(b';') && !shown.apostrophe;
    let (style, other, flag) = if by_comma {
        (Style::Comma, Style::Point, "--decimal point")
    } else {
        (Style::Point, Style::Comma, "--decimal comma")
    };
    let cell = read.cell(open.0, open.1);
    let as_read = |style| {
        numbers::read_number(cell, style).map_or_else(|_| "no number".into(), numbers::plain)
    };
    let why = hint.map_or_else(String::new, |(place, at)| {
        format!(
            ", as column `{}` has `{}`",
            read.name(at),
            read.cell(place, at)
        )
    });
    let sentence = format!("{} is read as {}{why}", quoted(open), as_read(style));
    let otherwise = as_read(other);
    let told = Finding::new("decimal", sentence).or(format!("{flag} reads it as {otherwise}"));
    findings.push(told.with_ways(vec![way(&format!("read `{cell}` as {otherwise}"), other)]));
    Ok(style)
}
