//! Finds totals and subtotals of reports, which are not data rows.

use super::periods::goes_on;
use super::view::Read;
use crate::calculators::numbers::currency_named;
use crate::calculators::table::{Holds, RowOrder};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A row that is, or may be, a total.
pub struct Total {
    /// Index among the rows examined.
    pub row: usize,
    pub name: String,
    /// Whether its name is that of a total of all rows.
    pub is_grand: bool,
    pub why: Why,
}

impl Total {
    pub fn is_out(&self) -> bool {
        self.why.is_out()
    }
}

/// Why a row is left out, or why it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Left out: the sum of rows above, or of all others.
    Sum,
    /// Left out: a total or a statistic by its name and place.
    Named,
    /// Left out: the sum of rows below it, in an outline.
    SumBelow,
    /// Left out: it stands below the total, as a tax or a budget does.
    Below,
    /// Kept: its numbers are sums, but its name could be that of a customer.
    MayBeSum,
    /// Kept: its numbers are the sum of the rows below it, and no total tells whether the rows are an outline.
    MayBeSumBelow,
    /// Kept: its name is that of a total, but its numbers are not sums and other rows follow; or it is so in part, as in `Total
    /// Smith`, and the last row has more than all others.
    NoSum,
}

impl Why {
    fn is_out(self) -> bool {
        !matches!(self, Why::MayBeSum | Why::MayBeSumBelow | Why::NoSum)
    }
}

/// The rows in which totals are looked for.
struct Rows<'r> {
    read: &'r Read<'r>,
    /// How many there are: what is below them are notes.
    count: usize,
    /// The columns of numbers, NaN where a cell is empty or no number.
    columns: Vec<&'r [f64]>,
    /// The column of names, without which no row is left out for its sums alone: in a series one number is easily the sum of those
    /// before it.
    id: Option<usize>,
    /// Whether a person typed the rows one by one: they are left out by their names only.
    are_typed: bool,
    /// Whether each row needs a date, which no row below a total has.
    are_dated: bool,
    /// The row of the grid in which the header stands for the last time.
    last_header: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Total,
    Subtotal,
    /// A total if its numbers are sums, as in `North Total`.
    Partly,
    /// A count, an average, a maximum: such rows stand below a total.
    Statistic,
    /// One of a part of the rows, as in `North Average`.
    PartlyStatistic,
    /// A tax, a budget, a part of the total: such rows stand right below a total.
    Below,
    Not,
}

/// The names as [`folded`] writes them.
static NAMES: LazyLock<HashMap<String, Named>> = LazyLock::new(|| {
    let kinds = [
        ("total", Named::Total),
        ("subtotal", Named::Subtotal),
        ("partly", Named::Partly),
        ("statistic", Named::Statistic),
        ("below", Named::Below),
    ];
    let of = |(word, kind)| words(word).map(move |name| (folded(name), kind));
    kinds.into_iter().flat_map(of).collect()
});

static PARTS: LazyLock<Vec<&str>> = LazyLock::new(|| words("part").collect());
static BESIDE: LazyLock<Vec<&str>> = LazyLock::new(|| words("beside").collect());

/// The words of one kind.
fn words(kind: &str) -> impl Iterator<Item = &'static str> {
    let lines = include_str!("total_words.txt").lines();
    let lines = lines.filter_map(move |line| line.strip_prefix(kind)?.strip_prefix(": "));
    lines.flat_map(|line| line.split("; "))
}

/// Whether a header tells of a total.
pub fn tells_total(header: &str) -> bool {
    let mut words = header.split(|c: char| !c.is_alphanumeric());
    words.any(|word| named(word) == Named::Total)
}

/// In lower case, without numbers and brackets.
fn folded(name: &str) -> String {
    let mut depth = 0;
    let mut text = String::new();
    for c in name.chars() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth -= 1,
            _ if depth > 0 => {}
            _ if c.is_alphabetic() || c == '∑' => {
                // As in `合 計`.
                if is_cjk(c) && text.trim_end().ends_with(is_cjk) {
                    text.truncate(text.trim_end().len());
                }
                text.extend(c.to_lowercase());
            }
            // A vowel sign is part of its letter.
            '\u{900}'..='\u{e7f}' => text.push(c),
            '\'' | '’' | '"' | '״' => {}
            _ if text.is_empty() || text.ends_with(' ') => {}
            _ => text.push(' '),
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// Whether a letter is of Chinese, Japanese or Korean, which write words without blanks.
fn is_cjk(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// The kinds that the first and the last letters of a text tell where words are written without blanks, or as one: `売上合計`,
/// `Rechnungssumme`.
fn within(text: &str) -> Vec<Named> {
    let tells = text.starts_with("gesamt")
        || ["summe", "total", "totaal"]
            .iter()
            .any(|end| text.ends_with(end));
    let mut found: Vec<Named> = tells.then_some(Named::Total).into_iter().collect();
    if text.chars().all(is_cjk) {
        let ends = text.char_indices().map(|(at, _)| text.split_at(at));
        let parts = ends.flat_map(|(begin, end)| [begin, end]);
        let parts = parts.filter(|part| part.chars().count() > 1);
        found.extend(parts.filter_map(|part| NAMES.get(part).copied()));
        // No clocks, scales, plans, accounts and statistics.
        let others = ["時計", "度計", "重計", "設計", "会計", "統計"];
        let is_sum = text.ends_with('計') && !others.iter().any(|other| text.ends_with(other));
        found.extend(is_sum.then_some(Named::Total));
    }
    found
}

fn named(name: &str) -> Named {
    if name.is_empty() || name.len() > 80 {
        return Named::Not;
    }
    let text = folded(name);
    if let Some(kind) = NAMES.get(&text) {
        return *kind;
    }
    // In which money, and with what, is no part of a name: `Total EUR`, `Gesamtsumme netto`.
    let is_beside = |word: &str| BESIDE.contains(&word);
    let words = text.split(' ');
    // A code is written in capitals: `Total Pen` sells pens.
    let is_money = |word: &str| {
        let is_code = word.len() == 3 && word.is_ascii();
        currency_named(word).is_some() && (!is_code || name.contains(&word.to_uppercase()))
    };
    let of_all = words.filter(|word| !is_beside(word) && !is_money(word));
    let of_all = of_all.collect::<Vec<&str>>().join(" ");
    if let Some(kind @ (Named::Total | Named::Subtotal)) = NAMES.get(&of_all) {
        return *kind;
    }
    let begins = |part: &str| {
        text.strip_prefix(part)
            .is_some_and(|rest| rest.starts_with(' '))
    };
    if PARTS.iter().copied().any(begins) {
        return Named::Below;
    }
    // One or two words at either end may be the word for a total.
    let first_two = text.match_indices(' ').nth(1).map(|(at, _)| &text[..at]);
    let ends = [
        text.split_once(' ').map(|(word, _)| word),
        text.rsplit_once(' ').map(|(_, word)| word),
        first_two,
        text.rmatch_indices(' ')
            .nth(1)
            .map(|(at, _)| &text[at + 1..]),
    ];
    let kind_of = |words| NAMES.get(words).copied();
    // No name of a customer begins with `Grand total`.
    if first_two.and_then(kind_of) == Some(Named::Total) {
        return Named::Total;
    }
    let mut found: Vec<Named> = ends.into_iter().flatten().filter_map(kind_of).collect();
    found.extend(within(&text));
    [
        (Named::Subtotal, Named::Subtotal),
        (Named::Total, Named::Partly),
        (Named::Statistic, Named::PartlyStatistic),
    ]
    .into_iter()
    .find(|(word, _)| found.contains(word))
    .map_or(Named::Not, |(_, kind)| kind)
}

/// Sums of the rows so far.
#[derive(Clone)]
struct Sums {
    /// Of each column, with the number of its cells.
    of: Vec<(f64, f64)>,
    rows: usize,
}

impl Sums {
    fn none(columns: &[&[f64]]) -> Self {
        Sums {
            of: vec![(0.0, 0.0); columns.len()],
            rows: 0,
        }
    }

    fn add(&mut self, columns: &[&[f64]], row: usize) {
        self.rows += 1;
        for ((sum, count), column) in self.of.iter_mut().zip(columns) {
            if column[row].is_finite() {
                *sum += column[row];
                *count += 1.0;
            }
        }
    }

    /// Whether the row has numbers, and each is what it should be by the sum of its column.
    fn shows(&self, columns: &[&[f64]], row: usize, is: impl Fn(f64, (f64, f64)) -> bool) -> bool {
        let mut any = false;
        let all = columns.iter().zip(&self.of).all(|(column, sum)| {
            let value = column[row];
            any |= value.is_finite() && value != 0.0;
            value.is_nan() || is(value, *sum)
        });
        any && all && self.rows > 0
    }

    /// Whether each number of the row is the sum of its column. One with the name of a total may be rounded for show.
    fn are(&self, columns: &[&[f64]], row: usize, is_named: bool) -> bool {
        self.shows(columns, row, |value, (sum, count)| {
            let exact = 1e-6 * sum.abs().max(value.abs());
            let shown = if is_named {
                rounding(&[value], value, count)
            } else {
                0.0
            };
            (value - sum).abs() <= exact.max(shown)
        })
    }

    /// Whether each number of the row is the mean of its column, or each is the number of its cells.
    fn are_means_or_counts(&self, columns: &[&[f64]], row: usize) -> bool {
        let mean = |value: f64, (sum, count): (f64, f64)| {
            (value - sum / count).abs() <= rounding(&[value], value, 1.0)
        };
        self.rows > 1
            && (self.shows(columns, row, mean)
                || self.shows(columns, row, |value, (_, count)| value == count))
    }

    fn less(&self, columns: &[&[f64]], row: usize) -> Sums {
        let of = self.of.iter().zip(columns).map(|((sum, count), column)| {
            let value = column[row];
            if value.is_finite() {
                (sum - value, count - 1.0)
            } else {
                (*sum, *count)
            }
        });
        Sums {
            of: of.collect(),
            rows: self.rows.saturating_sub(1),
        }
    }
}

/// How far this many numbers that were rounded for show as these are may be from their total: at most half a per cent of it.
pub fn rounding(shown: &[f64], total: f64, count: f64) -> f64 {
    let is_whole = |number: f64| (number - number.round()).abs() <= 1e-9 * number.abs().max(1.0);
    let with = |decimals: i32| {
        shown
            .iter()
            .all(|number| is_whole(number * 10f64.powi(decimals)))
    };
    let decimals = (0..6).find(|decimals| with(*decimals)).unwrap_or(6);
    (count.sqrt() / 10f64.powi(decimals)).min(total.abs() / 200.0)
}

/// Whether the value is the mean, count, maximum, minimum, median or standard deviation of the rows above.
fn is_statistic(above: &[usize], column: &[f64], value: f64) -> bool {
    let mut numbers: Vec<f64> = above.iter().map(|&row| column[row]).collect();
    numbers.retain(|number| number.is_finite());
    numbers.sort_unstable_by(f64::total_cmp);
    let (Some(&least), Some(&most)) = (numbers.first(), numbers.last()) else {
        return false;
    };
    let count = numbers.len();
    let mean = numbers.iter().sum::<f64>() / count as f64;
    let middle = f64::midpoint(numbers[(count - 1) / 2], numbers[count / 2]);
    let squares: f64 = numbers.iter().map(|number| (number - mean).powi(2)).sum();
    let deviation = (squares / count as f64).sqrt();
    let of_sample = (squares / (count as f64 - 1.0)).sqrt();
    [
        mean,
        count as f64,
        least,
        most,
        middle,
        deviation,
        of_sample,
    ]
    .iter()
    .any(|shown| (value - shown).abs() <= 0.01 * shown.abs())
}

/// A head of an outline, or the total of all: its numbers, and what of them the rows below have not used up.
struct Open {
    of: Vec<f64>,
    left: Vec<f64>,
    rows: usize,
}

impl Open {
    fn new(of: Vec<f64>) -> Self {
        let left = of.clone();
        Open { of, left, rows: 0 }
    }

    fn is_used_up(&self) -> bool {
        let near = |(of, left): (&f64, &f64)| left.is_nan() || left.abs() <= 1e-6 * of.abs();
        self.of.iter().zip(&self.left).all(near)
    }
}

impl Rows<'_> {
    /// Whether the row has all the values that it needs.
    fn is_usable(&self, row: usize) -> bool {
        self.read.faults[row].is_none()
    }

    fn id_of(&self, row: usize) -> &str {
        self.id.map_or("", |at| self.read.cell(row, at))
    }

    fn is_nameless(&self, row: usize) -> bool {
        matches!(self.id_of(row), "" | "-" | "*")
    }

    /// What the row is called, and what that means. Without an id any of its cells may be the name.
    fn name_of(&self, row: usize) -> (&str, Named) {
        if !self.is_nameless(row) {
            return (self.id_of(row), named(self.id_of(row)));
        }
        let is_word = |cell: &&str| cell.chars().any(|c| c.is_alphabetic() || "Σ∑".contains(c));
        let mut words = self.read.grid.cells(self.read.rows[row]).filter(is_word);
        let first = words.next().unwrap_or_default();
        std::iter::once(first)
            .chain(words)
            .map(|cell| (cell, named(cell)))
            .find(|(_, kind)| *kind != Named::Not)
            .unwrap_or((first, Named::Not))
    }

    fn filled(&self, row: usize) -> usize {
        self.read.grid.filled(self.read.rows[row]).count()
    }

    /// Whether the row has fewer cells than others: a total has no date and no order number.
    fn is_bare(&self, row: usize) -> bool {
        row > 0 && self.filled(row) < self.filled(row - 1)
            || self.id.is_some() && self.filled(row) <= 1 + self.columns.len()
    }

    /// Whether stars stand before its name: SAP marks a subtotal with one, and the next level with two.
    fn is_starred(&self, row: usize) -> bool {
        let name = self.id_of(row);
        let behind = name.trim_start_matches('*');
        behind.len() < name.len() && (behind.is_empty() || behind.starts_with(' '))
    }

    /// Whether each number of the row is a statistic of the rows above.
    fn is_statistic(&self, row: usize, found: &[Total]) -> bool {
        let is_out = |above: &usize| found.iter().any(|one| one.row == *above && one.is_out());
        let above: Vec<usize> = (0..row)
            .filter(|above| self.is_usable(*above) && !is_out(above))
            .collect();
        let mut columns = self.columns.iter();
        columns.all(|column| column[row].is_nan() || is_statistic(&above, column, column[row]))
    }

    /// Whether a row below a total goes on with the periods above it, by its first cell.
    fn is_period(&self, row: usize, total: usize) -> bool {
        let cell = |row: usize| self.read.cell(row, 0);
        // A subtotal may stand in between.
        let mut above = (0..total).rev().take(3);
        self.read.header.layout.order != RowOrder::Free
            && above.any(|above| goes_on(cell(above), cell(row)))
    }

    /// Whether the table ends with this total of all rows above it, so that what follows is a tax, a budget, a part of it. The table
    /// goes on if a header, dates or a total of the rows in between say so, or if more rows follow than stand above.
    fn ends_at(&self, total: usize, above: usize, kinds: &[Named]) -> bool {
        let below = total + 1..kinds.len();
        let is_plain = |row: &usize| {
            self.is_usable(*row) && !matches!(kinds[*row], Named::Total | Named::Subtotal)
        };
        let plain = below.clone().filter(is_plain).count();
        // `Total revenue` may be the last of all, `North Total` seldom is.
        let is_told =
            kinds[total] == Named::Total || below.clone().all(|row| kinds[row] != Named::Not);
        if plain == 0
            || !is_told
            || plain > above.max(FEW_BELOW)
            || self.are_dated
            || below.clone().any(|row| self.is_period(row, total))
            || self.last_header > self.read.rows[total]
        {
            return false;
        }
        let mut between = Sums::none(&self.columns);
        !below.into_iter().any(|row| {
            let is_total = matches!(kinds[row], Named::Total | Named::Subtotal | Named::Partly)
                && between.are(&self.columns, row, true);
            if is_plain(&row) {
                between.add(&self.columns, row);
            }
            is_total
        })
    }

    /// The heads of an outline, in which each head is the sum of the rows after it, down to the next head: a compact pivot, or from
    /// its end a list with subtotals. All rows are at the same depth, and the uppermost heads sum up to the total, if there is one.
    /// Without it, one head stands before all other rows, or two at least have as many rows as are no sum by chance.
    fn heads(&self, rows: &[usize], total: Option<usize>, depth: usize) -> Option<Vec<usize>> {
        let many = if self.id.is_some() { 2 } else { 3 };
        let numbers = |row: usize| self.columns.iter().map(move |column| column[row]);
        let root = match total {
            Some(row) => numbers(row).collect(),
            None => vec![f64::NAN; self.columns.len()],
        };
        if total.is_some() && !root.iter().any(|number| number.abs() > 0.0) {
            return None;
        }
        let (mut open, mut heads, mut wide) = (vec![Open::new(root)], Vec::new(), 0);
        for &row in rows {
            if let Some(above) = open.last_mut() {
                above.rows += 1;
                for (left, number) in above.left.iter_mut().zip(numbers(row)) {
                    *left -= if number.is_nan() { 0.0 } else { number };
                }
            }
            let is_something = numbers(row).any(|number| number.abs() > 0.0);
            if open.len() < depth && is_something {
                open.push(Open::new(numbers(row).collect()));
                heads.push(row);
                continue;
            }
            while open.len() > 1 && open.last().is_some_and(Open::is_used_up) {
                wide += usize::from(open.pop().is_some_and(|head| head.rows >= many));
            }
        }
        let is_outline = open.len() == 1 && open[0].is_used_up() && !heads.is_empty();
        let is_head_of_all =
            heads.len() == 1 && rows.len() > 3 && rows[0] < rows[1] && self.id.is_some();
        (is_outline && (total.is_some() || wide > 1 || is_head_of_all)).then_some(heads)
    }
}

/// At most this many rows, or as many as stand above it, are taken as what follows a total.
const FEW_BELOW: usize = 5;
/// The most levels of an outline, the total counted in.
const DEEPEST: usize = 5;
/// The most levels where no total tells that there is an outline: most tables have none.
const DEEPEST_ALONE: usize = 3;

/// What the names of the rows tell before their numbers are looked at.
struct Names<'r> {
    names: Vec<&'r str>,
    kinds: Vec<Named>,
    /// The last row that can be used and is not called a total.
    last_plain: usize,
    /// Whether all rows but the last have a number in their name, as part numbers do.
    are_coded: bool,
    /// Whether several rows are called a total in part, as `North Total`, or an average so.
    partly: bool,
    averages: bool,
}

impl<'r> Names<'r> {
    /// Nothing where every row is called a total: then the word is no name of a row, as `all` in a column of regions.
    fn of(table: &'r Rows) -> Option<Self> {
        let rows = 0..table.count;
        let (names, kinds): (Vec<&str>, Vec<Named>) =
            rows.clone().map(|row| table.name_of(row)).unzip();
        let is_plain = |row: &usize| {
            let plain = [Named::Not, Named::Partly, Named::PartlyStatistic];
            table.is_usable(*row) && plain.contains(&kinds[*row])
        };
        let last_plain = rows.clone().rev().find(is_plain)?;
        let several = |kind| kinds.iter().filter(|one| **one == kind).count() > 1;
        Some(Names {
            last_plain,
            are_coded: rows
                .filter(|row| table.is_usable(*row) && *row != last_plain)
                .all(|row| table.is_coded(row)),
            partly: several(Named::Partly),
            averages: several(Named::PartlyStatistic),
            names,
            kinds,
        })
    }

    fn total(&self, row: usize, why: Why) -> Total {
        Total {
            row,
            name: self.names[row].to_owned(),
            is_grand: self.kinds[row] == Named::Total,
            why,
        }
    }
}

/// What the rows so far sum up to.
struct Above {
    all: Sums,
    /// Behind the last total.
    group: Sums,
    /// Behind the last row without numbers, which may be a heading.
    block: Sums,
}

impl Rows<'_> {
    fn is_coded(&self, row: usize) -> bool {
        self.id_of(row).bytes().any(|b| b.is_ascii_digit())
    }

    /// Of how many rows a row must be the sum to be taken for a total: the less its name tells of one, the more.
    fn enough(&self, row: usize, its: &Names, is_of_all: bool) -> usize {
        let by_sums = self.id.is_some() && !self.are_typed;
        let is_tail = row >= its.last_plain;
        match its.kinds[row] {
            Named::Total | Named::Subtotal => 1,
            Named::Partly if its.partly => 1,
            Named::Partly => 2,
            _ if self.is_starred(row) => 1,
            _ if by_sums && self.is_nameless(row) => 2,
            _ if by_sums && is_of_all && is_tail && its.are_coded && !self.is_coded(row) => 4,
            _ => usize::MAX,
        }
    }

    /// Whether its name and its place make the row a total or a statistic, whatever its numbers are the sum of, or stars do.
    fn is_by_name(
        &self,
        row: usize,
        its: &Names,
        above: &Above,
        found: &[Total],
        is_starred: bool,
    ) -> bool {
        let columns = &*self.columns;
        let is_behind = row > its.last_plain;
        let is_of = |sums: &Sums| sums.are_means_or_counts(columns, row);
        match its.kinds[row] {
            Named::Total => is_behind,
            Named::Subtotal => true,
            Named::Statistic if is_behind => !found.is_empty() || self.is_statistic(row, found),
            Named::Statistic => is_of(&above.group),
            Named::PartlyStatistic if its.averages => is_of(&above.group) || is_of(&above.all),
            _ => is_starred,
        }
    }

    /// A total that stands above its rows.
    fn above_its_rows(&self, its: &Names, all: &Sums, found: &[Total]) -> Option<usize> {
        let is_out = |row| found.iter().any(|one| one.row == row && one.is_out());
        let is_total = |row: &usize| {
            let enough = match its.kinds[*row] {
                Named::Total => 1,
                Named::Partly => 2,
                _ => return false,
            };
            let others = all.less(&self.columns, *row);
            let is_sum = others.rows >= enough && others.are(&self.columns, *row, true);
            self.is_usable(*row) && is_sum && !is_out(*row)
        };
        (0..self.count).find(is_total)
    }
}

/// Finds rows that are totals of the rows above them, or of all other rows, among so many of the first.
pub fn find(read: &Read, count: usize, are_typed: bool, last_header: usize) -> Vec<Total> {
    let table = &Rows {
        read,
        count,
        columns: read.of_numbers().map(|column| &*column.numbers).collect(),
        id: read.needed(Holds::Text).map(|column| column.at),
        are_typed,
        are_dated: read.needed(Holds::Date).is_some(),
        last_header,
    };
    let Some(its) = &Names::of(table) else {
        return Vec::new();
    };
    let columns = &*table.columns;
    let none = || Sums::none(columns);
    let [all, group, block] = [none(), none(), none()];
    let mut above = Above { all, group, block };
    let (mut found, mut stars): (Vec<Total>, bool) = (Vec::new(), false);
    for row in 0..count {
        let kind = its.kinds[row];
        let is_named = matches!(kind, Named::Total | Named::Subtotal | Named::Partly);
        let is_sum_of = |sums: &Sums| sums.are(columns, row, is_named);
        let is_of_all = is_sum_of(&above.all);
        let enough = table.enough(row, its, is_of_all);
        let is_sum = is_of_all && above.all.rows >= enough
            || [&above.group, &above.block]
                .iter()
                .any(|sums| sums.rows >= enough && is_sum_of(sums));
        let is_starred = table.is_starred(row);
        stars |= is_starred && is_sum;
        let is_below = kind == Named::Below
            && row > its.last_plain
            && above.group.rows == 0
            && found.iter().any(Total::is_out);
        let may_be_sum = is_of_all
            && row >= its.last_plain
            && table.is_bare(row)
            && above.all.rows >= 2
            && table.is_usable(row);
        let is_more = kind == Named::Partly
            && row >= its.last_plain
            && above.all.rows > 1
            && above.all.shows(columns, row, |value, (sum, _)| value > sum);
        let why = if is_sum {
            Some(Why::Sum)
        } else if table.is_by_name(row, its, &above, &found, is_starred && stars) {
            Some(Why::Named)
        } else if is_below {
            Some(Why::Below)
        } else if kind == Named::Total || is_more {
            Some(Why::NoSum)
        } else {
            (may_be_sum && !table.are_dated).then_some(Why::MayBeSum)
        };
        let is_end = is_sum && is_of_all && above.all.rows > 1 && !table.are_typed;
        found.extend(why.map(|why| its.total(row, why)));
        if why.is_some_and(Why::is_out) {
            (above.group, above.block) = (none(), none());
        } else if table.is_usable(row) {
            for sums in [&mut above.all, &mut above.group, &mut above.block] {
                sums.add(columns, row);
            }
        } else {
            above.block = none();
        }
        if is_end
            && matches!(kind, Named::Total | Named::Partly)
            && table.ends_at(row, above.all.rows, &its.kinds)
        {
            found.extend((row + 1..count).map(|row| match its.kinds[row] {
                Named::Total | Named::Subtotal | Named::Statistic => its.total(row, Why::Named),
                _ => its.total(row, Why::Below),
            }));
            break;
        }
    }
    if let Some(row) = table.above_its_rows(its, &above.all, &found) {
        found.retain(|one| one.row != row);
        found.push(its.total(row, Why::Sum));
    }
    if !table.are_typed {
        outline(table, &its.names, &mut found);
    }
    found.sort_by_key(|total| total.row);
    found
}

/// Adds the heads of an outline, and subtotals that stand below their rows without a name that tells. They are left out if a total
/// by its name shows that they count twice.
fn outline(table: &Rows, names: &[&str], found: &mut Vec<Total>) {
    let total = found
        .iter()
        .position(|total| total.is_grand && matches!(total.why, Why::Named | Why::NoSum));
    if total.is_none() && (table.are_dated || found.iter().any(Total::is_out)) {
        return;
    }
    let mut plain: Vec<bool> = (0..table.count).map(|row| table.is_usable(row)).collect();
    for (nth, other) in found.iter().enumerate() {
        plain[other.row] &= !other.is_out() && Some(nth) != total;
    }
    let mut plain: Vec<usize> = (0..plain.len()).filter(|row| plain[*row]).collect();
    let row = total.map(|total| found[total].row);
    let (whys, deepest) = match total {
        Some(_) => ([Why::SumBelow, Why::Sum], DEEPEST),
        None => ([Why::MayBeSumBelow, Why::MayBeSum], DEEPEST_ALONE),
    };
    for why in whys {
        if let Some(heads) = (2..=deepest).find_map(|depth| table.heads(&plain, row, depth)) {
            if let Some(total) = total {
                found[total].why = Why::Sum;
            }
            found.retain(|total| !heads.contains(&total.row));
            found.extend(heads.into_iter().map(|row| Total {
                row,
                name: names[row].to_owned(),
                is_grand: false,
                why,
            }));
            return;
        }
        plain.reverse();
    }
}
