//! Tables of a result, kept by columns.

use super::arithmetic::ranked;
use super::unit::Unit;
use std::borrow::Cow;
use std::sync::Arc;

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

    /// The number in a row, NaN where it is undefined; `None` behind the last row.
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

    /// With a number of each next.
    pub fn each(
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

#[cfg(test)]
mod tests {
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
}
