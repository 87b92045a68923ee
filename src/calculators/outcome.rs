//! What a calculator shows: figures, tables, curves and the working. Plain values, no layout.

use std::borrow::Cow;
use std::sync::Arc;

use super::arithmetic::ranked;
use super::messages::Warning;
use super::numbers;

/// What a number measures, and so how it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// An amount in the learner's own currency.
    Money,
    /// A fraction, shown in per cent.
    Share,
    /// How many there are, whole.
    Count,
    /// A quantity of goods or work, not always whole.
    Quantity,
    Days,
    Periods,
    Minutes,
    /// A bare ratio, score or factor.
    Ratio,
    Text,
}

impl Unit {
    /// A value as a person reads it: `1,234.50`, `12.5 %`, `4`.
    pub fn show(self, value: f64) -> String {
        match self {
            Unit::Money => numbers::money(value),
            Unit::Share => numbers::percent(value),
            Unit::Count => numbers::grouped(value, 0),
            Unit::Days => format!("{} days", numbers::trimmed(value, 1)),
            Unit::Periods => format!("{} periods", numbers::trimmed(value, 2)),
            Unit::Minutes => format!("{} min", numbers::trimmed(value, 1)),
            Unit::Quantity => numbers::trimmed(value, 2),
            Unit::Ratio | Unit::Text => numbers::trimmed(value, 4),
        }
    }
}

/// One named number of a result.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub key: &'static str,
    pub label: &'static str,
    /// Nothing where the figure is undefined, such as a share of zero.
    pub value: Option<f64>,
    pub unit: Unit,
    /// What is missing where it is undefined.
    pub missing: &'static str,
}

impl Figure {
    pub fn new(
        key: &'static str,
        label: &'static str,
        value: impl Into<Option<f64>>,
        unit: Unit,
    ) -> Self {
        Figure {
            key,
            label,
            value: value.into(),
            unit,
            missing: "",
        }
    }

    pub fn quantity(key: &'static str, label: &'static str, value: impl Into<Option<f64>>) -> Self {
        Self::new(key, label, value, Unit::Quantity)
    }

    pub fn money(key: &'static str, label: &'static str, value: impl Into<Option<f64>>) -> Self {
        Self::new(key, label, value, Unit::Money)
    }

    pub fn share(key: &'static str, label: &'static str, value: impl Into<Option<f64>>) -> Self {
        Self::new(key, label, value, Unit::Share)
    }

    pub fn count(key: &'static str, label: &'static str, value: impl Into<Option<f64>>) -> Self {
        Self::new(key, label, value, Unit::Count)
    }

    /// Says what is missing where the figure is undefined: "no order quantity".
    pub fn or_missing(mut self, missing: &'static str) -> Self {
        self.missing = missing;
        self
    }

    pub fn show(&self) -> String {
        self.value
            .map_or_else(|| "undefined".into(), |value| self.unit.show(value))
    }

    /// The same, and what is missing where it is undefined.
    pub fn explained(&self) -> String {
        match (self.value, self.missing) {
            (None, missing) if !missing.is_empty() => format!("undefined: {missing}"),
            _ => self.show(),
        }
    }
}

impl Figure {
    /// A figure for the JSON alone.
    pub fn unseen(key: &'static str, value: impl Into<Option<f64>>, unit: Unit) -> JsonOnly {
        JsonOnly::Figure(Figure::new(key, "", value, unit))
    }
}

/// A table, kept by columns so that a hundred thousand rows cost little.
#[derive(Debug, Clone)]
pub struct Grid {
    pub key: &'static str,
    pub title: &'static str,
    pub columns: Vec<GridColumn>,
    /// Columns that stand in the JSON and not on the screen.
    pub json_only: Vec<GridColumn>,
    pub rows: usize,
}

#[derive(Debug, Clone)]
pub struct GridColumn {
    pub key: Cow<'static, str>,
    /// Columns of one group stand together in the JSON, as an object of this key.
    pub group: Option<&'static str>,
    pub label: Cow<'static, str>,
    pub unit: Unit,
    pub cells: Cells,
}

#[derive(Debug, Clone)]
pub enum Cells {
    Numbers(Numbers),
    Words(Vec<Cow<'static, str>>),
    /// A few texts that stand again and again: which of the labels is in each row.
    Labels {
        labels: Vec<Cow<'static, str>>,
        of: Arc<Vec<u16>>,
    },
    /// Texts that the input already holds, and which of them stands in each row.
    Names {
        names: Arc<Vec<String>>,
        order: Arc<Vec<u32>>,
    },
}

/// The numbers of a column, held or worked out when looked at. NaN stands for an undefined value.
#[derive(Debug, Clone)]
pub enum Numbers {
    Held(Arc<Vec<f64>>),
    /// 1, 2, 3 and so on, so many of them.
    Ranks(usize),
    /// Each rank as a share of so many.
    RankShares(usize),
    /// Each amount above zero as a share of the whole.
    Shares {
        of: Arc<Vec<f64>>,
        whole: f64,
    },
    /// Numbers of the input in another order.
    Ordered {
        of: Arc<Vec<f64>>,
        order: Arc<Vec<u32>>,
    },
    /// A few numbers that stand again and again: which of them is in each row.
    Coded {
        numbers: Vec<f64>,
        of: Arc<Vec<u16>>,
    },
}

impl Numbers {
    pub(crate) fn len(&self) -> usize {
        match self {
            Numbers::Held(values) | Numbers::Shares { of: values, .. } => values.len(),
            Numbers::Ranks(count) | Numbers::RankShares(count) => *count,
            Numbers::Ordered { order, .. } => order.len(),
            Numbers::Coded { of, .. } => of.len(),
        }
    }

    pub fn get(&self, row: usize) -> Option<f64> {
        match self {
            Numbers::Held(values) => values.get(row).copied(),
            Numbers::Ranks(count) => (row < *count).then_some((row + 1) as f64),
            Numbers::RankShares(count) => {
                (row < *count).then_some((row + 1) as f64 / *count as f64)
            }
            Numbers::Shares { of, whole } => of.get(row).map(|amount| amount.max(0.0) / whole),
            Numbers::Ordered { of, order } => of.get(*order.get(row)? as usize).copied(),
            Numbers::Coded { numbers, of } => numbers.get(usize::from(*of.get(row)?)).copied(),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = f64> + Clone {
        (0..self.len()).filter_map(|row| self.get(row))
    }

    /// The smallest and the largest defined one, a code that stands in no row among them; nothing where there are none.
    pub fn bounds(&self) -> Option<(f64, f64)> {
        let ends = |numbers: &[f64]| {
            let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
            for &number in numbers {
                // An undefined one is neither.
                low = if number < low { number } else { low };
                high = if number > high { number } else { high };
            }
            (low <= high).then_some((low, high))
        };
        match self {
            Numbers::Held(numbers) | Numbers::Ordered { of: numbers, .. } => ends(numbers),
            Numbers::Coded { numbers, .. } => ends(numbers),
            Numbers::Ranks(count) => (*count > 0).then_some((1.0, *count as f64)),
            Numbers::RankShares(count) => (*count > 0).then_some((1.0 / *count as f64, 1.0)),
            Numbers::Shares { of, whole } => {
                let (low, high) = ends(of)?;
                Some((low.max(0.0) / whole, high.max(0.0) / whole))
            }
        }
    }
}

impl GridColumn {
    pub fn numbers(key: &'static str, label: &'static str, unit: Unit, values: Vec<f64>) -> Self {
        Self::of(key, label, unit, Numbers::Held(Arc::new(values)))
    }

    pub fn quantities(
        key: &'static str,
        label: &'static str,
        values: impl IntoIterator<Item = f64>,
    ) -> Self {
        Self::numbers(key, label, Unit::Quantity, values.into_iter().collect())
    }

    pub fn amounts(
        key: &'static str,
        label: &'static str,
        values: impl IntoIterator<Item = f64>,
    ) -> Self {
        Self::numbers(key, label, Unit::Money, values.into_iter().collect())
    }

    /// 1, 2, 3 and so on.
    pub fn periods(count: usize) -> Self {
        Self::of("period", "Period", Unit::Count, Numbers::Ranks(count))
    }

    /// Numbers that the calculator holds anyway.
    pub fn shared(
        key: &'static str,
        label: &'static str,
        unit: Unit,
        values: &Arc<Vec<f64>>,
    ) -> Self {
        Self::of(key, label, unit, Numbers::Held(Arc::clone(values)))
    }

    /// One number of each row.
    pub fn each<T>(
        key: &'static str,
        label: &'static str,
        unit: Unit,
        rows: &[T],
        number: impl Fn(&T) -> f64,
    ) -> Self {
        Self::numbers(key, label, unit, rows.iter().map(number).collect())
    }

    /// A column called by a name of the learner's own, which stands in a group in the JSON.
    pub fn called(mut self, name: &str, group: &'static str) -> Self {
        self.key = name.to_owned().into();
        self.label = self.key.clone();
        self.group = Some(group);
        self
    }

    pub fn of(key: &'static str, label: &'static str, unit: Unit, numbers: Numbers) -> Self {
        Self::new(key, label, unit, Cells::Numbers(numbers))
    }

    fn new(key: &'static str, label: &'static str, unit: Unit, cells: Cells) -> Self {
        GridColumn {
            key: key.into(),
            label: label.into(),
            group: None,
            unit,
            cells,
        }
    }

    pub fn words<W: Into<Cow<'static, str>>>(
        key: &'static str,
        label: &'static str,
        words: impl IntoIterator<Item = W>,
    ) -> Self {
        let words = words.into_iter().map(Into::into).collect();
        Self::new(key, label, Unit::Text, Cells::Words(words))
    }

    pub fn names(
        key: &'static str,
        label: &'static str,
        names: &Arc<Vec<String>>,
        order: impl Into<Arc<Vec<u32>>>,
    ) -> Self {
        let (names, order) = (Arc::clone(names), order.into());
        Self::new(key, label, Unit::Text, Cells::Names { names, order })
    }

    pub fn labels<W: Into<Cow<'static, str>>>(
        key: &'static str,
        label: &'static str,
        labels: impl IntoIterator<Item = W>,
        of: impl Into<Arc<Vec<u16>>>,
    ) -> Self {
        let (labels, of) = (labels.into_iter().map(Into::into).collect(), of.into());
        Self::new(key, label, Unit::Text, Cells::Labels { labels, of })
    }

    /// The cell as a person reads it; empty where it is undefined.
    pub fn show(&self, row: usize) -> Cow<'_, str> {
        match &self.cells {
            Cells::Numbers(values) => match values.get(row) {
                Some(value) if !value.is_nan() => self.unit.show(value).into(),
                _ => "".into(),
            },
            Cells::Labels { .. } if self.text(row).contains('_') => {
                self.text(row).replace('_', " ").into()
            }
            _ => self.text(row).into(),
        }
    }

    /// The text of a cell as the contract has it; empty for a number.
    pub fn text(&self, row: usize) -> &str {
        match &self.cells {
            Cells::Numbers(_) => "",
            Cells::Words(words) => words.get(row).map_or("", |word| word),
            Cells::Labels { labels, of } => {
                let label = of.get(row).and_then(|&i| labels.get(usize::from(i)));
                label.map_or("", |label| label)
            }
            Cells::Names { names, order } => {
                let name = order.get(row).and_then(|&i| names.get(i as usize));
                name.map_or("", |name| name)
            }
        }
    }

    /// The number of a cell, for files and further arithmetic.
    pub fn number(&self, row: usize) -> Option<f64> {
        match &self.cells {
            Cells::Numbers(values) => values.get(row).filter(|value| !value.is_nan()),
            _ => None,
        }
    }
}

impl Cells {
    fn len(&self) -> usize {
        match self {
            Cells::Numbers(numbers) => numbers.len(),
            Cells::Words(words) => words.len(),
            Cells::Labels { of, .. } => of.len(),
            Cells::Names { order, .. } => order.len(),
        }
    }
}

impl Grid {
    /// As many rows as its first column has.
    pub fn new(key: &'static str, title: &'static str, columns: Vec<GridColumn>) -> Self {
        Grid {
            key,
            title,
            rows: columns.first().map_or(0, |column| column.cells.len()),
            columns,
            json_only: Vec::new(),
        }
    }

    #[cfg(test)]
    pub fn column(&self, key: &str) -> Option<&GridColumn> {
        self.columns.iter().find(|column| column.key == key)
    }

    /// The rows in the order of one column; equal cells stay as they were, undefined ones come last.
    pub fn sorted_by(&self, column: usize, descending: bool) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.rows as u32).collect();
        let Some(column) = self.columns.get(column) else {
            return order;
        };
        match &column.cells {
            Cells::Numbers(values) => {
                let values: Vec<f64> = values.iter().collect();
                let (known, undefined): (Vec<u32>, Vec<u32>) = ranked(&values, descending, None)
                    .into_iter()
                    .partition(|&row| !values[row as usize].is_nan());
                order = [known, undefined].concat();
            }
            _ => order.sort_by(|&a, &b| {
                let (a, b) = (column.show(a as usize), column.show(b as usize));
                if descending { b.cmp(&a) } else { a.cmp(&b) }
            }),
        }
        order
    }
}

/// A table with one row for each of some things, made column by column.
#[derive(Debug)]
pub struct Rows<'a, T> {
    of: &'a [T],
    columns: Vec<GridColumn>,
}

impl<'a, T> Rows<'a, T> {
    pub fn of(of: &'a [T]) -> Self {
        let columns = Vec::new();
        Rows { of, columns }
    }

    /// With this column next.
    pub fn column(mut self, column: GridColumn) -> Self {
        self.columns.push(column);
        self
    }

    /// With 1, 2, 3 and so on next.
    pub fn periods(self) -> Self {
        let count = self.of.len();
        self.column(GridColumn::periods(count))
    }

    fn each(
        self,
        key: &'static str,
        label: &'static str,
        unit: Unit,
        number: impl Fn(&T) -> f64,
    ) -> Self {
        let column = GridColumn::each(key, label, unit, self.of, number);
        self.column(column)
    }

    /// With a quantity of each next.
    pub fn quantity(
        self,
        key: &'static str,
        label: &'static str,
        number: impl Fn(&T) -> f64,
    ) -> Self {
        self.each(key, label, Unit::Quantity, number)
    }

    /// With a count of each next.
    pub fn count(self, key: &'static str, label: &'static str, number: impl Fn(&T) -> f64) -> Self {
        self.each(key, label, Unit::Count, number)
    }

    /// With an amount of money of each next.
    pub fn money(self, key: &'static str, label: &'static str, number: impl Fn(&T) -> f64) -> Self {
        self.each(key, label, Unit::Money, number)
    }

    pub fn grid(self, key: &'static str, title: &'static str) -> Grid {
        Grid::new(key, title, self.columns)
    }
}

/// A picture of the result: lines over two axes, or level bars one below the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    pub title: &'static str,
    pub x: Axis,
    pub y: Axis,
    pub series: Vec<Series>,
    pub cuts: Vec<Cut>,
    pub markers: Vec<Marker>,
    /// The names of the bars from the top; none where lines are drawn. Each series is then a piece of every bar: its
    /// points at y 0 are the ends of that piece in the first bar, those at y 1 in the second, and so on.
    pub bars: Vec<Cow<'static, str>>,
}

impl Plot {
    pub fn new(title: &'static str, x: Axis, y: Axis, series: Vec<Series>) -> Self {
        Plot {
            title,
            x,
            y,
            series,
            cuts: Vec::new(),
            markers: Vec::new(),
            bars: Vec::new(),
        }
    }

    /// One bar below the other, each with its name.
    pub fn of_bars<N: Into<Cow<'static, str>>>(
        title: &'static str,
        x: Axis,
        names: impl IntoIterator<Item = N>,
        pieces: Vec<Series>,
    ) -> Self {
        Plot {
            bars: names.into_iter().map(Into::into).collect(),
            ..Self::new(title, x, Axis::new("", Unit::Count), pieces)
        }
    }

    /// Quantities over the periods from 1 on.
    pub fn by_period(title: &'static str, series: Vec<Series>) -> Self {
        let (x, y) = ("period", "units");
        let axes = (Axis::new(x, Unit::Count), Axis::new(y, Unit::Quantity));
        Self::new(title, axes.0, axes.1, series)
    }

    pub fn marked(mut self, label: impl Into<String>, x: f64, y: f64) -> Self {
        self.markers.push(Marker::new(label, x, y));
        self
    }

    /// With an upright line across it.
    pub fn cut_at(mut self, label: impl Into<String>, x: f64) -> Self {
        let label = label.into();
        self.cuts.push(Cut::Upright { label, x });
        self
    }

    /// With a level line across it.
    pub fn level_at(mut self, label: impl Into<String>, y: f64) -> Self {
        let label = label.into();
        self.cuts.push(Cut::Level { label, y });
        self
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    pub label: Cow<'static, str>,
    pub unit: Unit,
}

impl Axis {
    pub fn new(label: impl Into<Cow<'static, str>>, unit: Unit) -> Self {
        let label = label.into();
        Axis { label, unit }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub name: Cow<'static, str>,
    pub points: Vec<(f64, f64)>,
    /// Single points, not a line through them.
    pub loose: bool,
}

impl Series {
    /// A line through the points; one that lies beyond the largest number is left out.
    pub fn new(name: impl Into<Cow<'static, str>>, mut points: Vec<(f64, f64)>) -> Self {
        points.retain(|(x, y)| x.is_finite() && y.is_finite());
        Series {
            name: name.into(),
            points,
            loose: false,
        }
    }

    /// One value a period, from 1 on; those that are undefined are left out.
    pub fn by_period(name: impl Into<Cow<'static, str>>, values: &[f64]) -> Self {
        let points = (1..).map(f64::from).zip(values.iter().copied());
        Self::new(name, points.collect())
    }

    /// A piece of each bar, from one end to the other.
    pub fn piece(
        name: impl Into<Cow<'static, str>>,
        ends: impl IntoIterator<Item = (f64, f64)>,
    ) -> Self {
        let ends = (0..).map(f64::from).zip(ends);
        let points = ends.flat_map(|(bar, (from, to))| [(from, bar), (to, bar)]);
        Self::new(name, points.collect())
    }

    /// The same with one value of each row.
    pub fn each<T>(
        name: impl Into<Cow<'static, str>>,
        rows: &[T],
        value: impl Fn(&T) -> f64,
    ) -> Self {
        Self::by_period(name, &rows.iter().map(value).collect::<Vec<_>>())
    }

    pub fn scattered(name: impl Into<Cow<'static, str>>, points: Vec<(f64, f64)>) -> Self {
        Series {
            loose: true,
            ..Self::new(name, points)
        }
    }
}

/// A line across the plot: upright at an x, or level at a y.
#[derive(Debug, Clone, PartialEq)]
pub enum Cut {
    Upright { label: String, x: f64 },
    Level { label: String, y: f64 },
}

/// A point worth naming, such as where the learner stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Marker {
    pub label: String,
    pub x: f64,
    pub y: f64,
}

impl Marker {
    pub fn new(label: impl Into<String>, x: f64, y: f64) -> Self {
        let label = label.into();
        Marker { label, x, y }
    }
}

/// Points of a curve between two ends in so many steps, and as far as the point where the learner stands, which is one of them.
pub fn curve(
    (low, high): (f64, f64),
    steps: u32,
    here: (f64, f64),
    of: impl Fn(f64) -> f64,
) -> Vec<(f64, f64)> {
    let (low, high) = (low.min(here.0), high.max(here.0));
    let at = |step| low + (high - low) * f64::from(step) / f64::from(steps);
    let mut points: Vec<(f64, f64)> = (0..=steps).map(at).map(|x| (x, of(x))).collect();
    let place = points.partition_point(|(x, _)| *x < here.0);
    points.insert(place, here);
    points
}

/// At most about `most` of the points, first and last among them, for curves over many rows.
pub fn thinned(
    points: impl ExactSizeIterator<Item = (f64, f64)> + Clone,
    most: usize,
) -> Vec<(f64, f64)> {
    let count = points.len();
    let stride = count.div_ceil(most.max(1)).max(1);
    let last = count.checked_sub(1).filter(|last| last % stride != 0);
    let last = last.and_then(|last| points.clone().nth(last));
    points.step_by(stride).chain(last).collect()
}

/// One step of the working: the formula, the formula with the learner's numbers, what comes out.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub formula: String,
    pub filled: String,
    pub result: String,
}

impl Step {
    pub fn new(
        formula: impl Into<String>,
        filled: impl Into<String>,
        result: impl Into<String>,
    ) -> Self {
        Step {
            formula: formula.into(),
            filled: filled.into(),
            result: result.into(),
        }
    }

    /// With a number as its result.
    pub fn of(formula: impl Into<String>, filled: impl Into<String>, result: f64) -> Self {
        Self::new(formula, filled, numbers::plain(result))
    }

    /// On one line: `m r / (1 + d - r) = 120 x 0.8 / (1 + 0.2 - 0.8) = 240`.
    pub fn show(&self) -> String {
        let parts = [&self.formula, &self.filled, &self.result];
        let parts: Vec<&str> = parts
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(" = ")
    }
}

/// What stands in the JSON of a result and not on the screen.
#[derive(Debug, Clone)]
pub enum JsonOnly {
    Figure(Figure),
    Table(Grid),
    Value(&'static str, serde_json::Value),
}

/// All that a calculator makes of one input: what it shows, and so the JSON of its result.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    pub figures: Vec<Figure>,
    pub tables: Vec<Grid>,
    pub json_only: Vec<JsonOnly>,
    pub plots: Vec<Plot>,
    pub working: Vec<Step>,
    pub warnings: Vec<Warning>,
}

impl Outcome {
    pub fn new(figures: Vec<Figure>, working: Vec<Step>) -> Self {
        Outcome {
            figures,
            working,
            ..Outcome::default()
        }
    }

    pub fn with_table(mut self, table: Grid) -> Self {
        self.tables.push(table);
        self
    }

    pub fn with_plot(mut self, plot: Plot) -> Self {
        self.plots.push(plot);
        self
    }

    pub fn with_warnings(mut self, warnings: impl IntoIterator<Item = Warning>) -> Self {
        self.warnings.extend(warnings);
        self
    }

    pub fn figure(&self, key: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.key == key)
    }

    #[cfg(test)]
    pub fn table(&self, key: &str) -> Option<&Grid> {
        self.tables.iter().find(|grid| grid.key == key)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn grid() -> Grid {
        let names = Arc::new(["b", "a", "c"].map(String::from).to_vec());
        Grid::new(
            "rows",
            "Rows",
            vec![
                GridColumn::names("id", "Id", &names, vec![0, 1, 2]),
                GridColumn::numbers("value", "Value", Unit::Money, vec![2.0, f64::NAN, 1.0]),
            ],
        )
    }

    #[test]
    fn undefined_cells_come_last_either_way_and_show_nothing() {
        assert_eq!(grid().sorted_by(1, false), [2, 0, 1]);
        assert_eq!(grid().sorted_by(1, true), [0, 2, 1]);
        assert_eq!(grid().columns[1].show(1), "");
        assert_eq!(grid().columns[1].number(1), None);
    }

    #[test]
    fn bounds_are_those_of_the_defined_numbers_however_they_are_kept() {
        let of = Arc::new(vec![3.0, f64::NAN, -2.0, 8.0]);
        let order = Arc::new(vec![3, 2, 1, 0]);
        for (numbers, bounds) in [
            (Numbers::Held(Arc::clone(&of)), Some((-2.0, 8.0))),
            (
                Numbers::Ordered {
                    of: Arc::clone(&of),
                    order,
                },
                Some((-2.0, 8.0)),
            ),
            (Numbers::Shares { of, whole: 16.0 }, Some((0.0, 0.5))),
            (Numbers::Ranks(3), Some((1.0, 3.0))),
            (Numbers::Ranks(0), None),
            (Numbers::Held(Arc::new(vec![f64::NAN])), None),
        ] {
            assert_eq!(numbers.bounds(), bounds, "{numbers:?}");
            let known: Vec<f64> = numbers.iter().filter(|number| !number.is_nan()).collect();
            let low = known.iter().copied().reduce(f64::min);
            let high = known.iter().copied().reduce(f64::max);
            assert_eq!(bounds, low.zip(high), "{numbers:?}");
        }
        let of = Arc::new(vec![1, 0, 1]);
        let coded = Numbers::Coded {
            numbers: vec![5.0, 7.0, 9.0],
            of,
        };
        assert_eq!(coded.iter().collect::<Vec<f64>>(), [7.0, 5.0, 7.0]);
        assert_eq!(coded.bounds(), Some((5.0, 9.0)));
    }

    #[test]
    fn names_sort_as_words_and_an_unknown_column_leaves_the_order() {
        assert_eq!(grid().sorted_by(0, false), [1, 0, 2]);
        assert_eq!(grid().sorted_by(9, false), [0, 1, 2]);
    }

    #[test]
    fn a_thinned_curve_keeps_its_ends() {
        let points = (0..1_000).map(|i| (f64::from(i), 0.0));
        let thin = thinned(points, 100);
        assert!(thin.len() <= 101, "{}", thin.len());
        assert_eq!(thin.first(), Some(&(0.0, 0.0)));
        assert_eq!(thin.last(), Some(&(999.0, 0.0)));
        assert!(thinned(Vec::new().into_iter(), 100).is_empty());
    }
}
