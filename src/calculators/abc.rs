//! ABC split (Pareto): ranks items or customers by value and cuts them into classes by running share or by count.
//!
//! Source: Dickie, "ABC inventory analysis shoots for dollars, not pennies" (1951); Silver, Pyke & Thomas,
//! Inventory and Production Management. Gini index as half the relative mean difference.

use std::sync::Arc;

use serde::Serialize;

use super::numbers::{percent, plain};
use super::order::by_value_and_id;
use super::outcome::thinned;
use super::request::{Object, Place, all_different};
use super::{
    About, Answer, Axis, Calculator, Column, Cut, Field, Figure, Grid, GridColumn, Holds, IfEmpty,
    Input, Kind, Layout, NEAR, Numbers, Outcome, Plot, Refusal, Series, Step, Texts, Unit, Warning,
};

pub struct Abc;

const MODES: &[&str] = &["value", "count"];
const BOUNDARIES: &[&str] = &["include", "exclude"];
const TIES: &[&str] = &["order", "together"];
const NON_POSITIVE: &[&str] = &["last", "error"];
/// The letters of the classes: one cut fewer than these.
const CLASSES: [&str; 26] = [
    "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S",
    "T", "U", "V", "W", "X", "Y", "Z",
];

static ABOUT: About = About {
    name: "abc",
    title: "ABC split",
    purpose: "Which few carry most of the value?",
    formula: "share = value / total; class by the running share against the cuts",
    source: "Dickie (1951); Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains",
    fields: &[
        Field {
            key: "mode",
            label: "Cut by",
            kind: Kind::Choice(MODES),
            range: (0.0, 0.0),
            default: IfEmpty::Word("value"),
            help: "By running share of the value, or by number of items.",
        },
        Field {
            key: "cuts",
            label: "Cuts",
            kind: Kind::Rates,
            range: (0.0, 1.0),
            default: IfEmpty::Numbers(&[0.8, 0.95]),
            help: "Where A ends, where B ends ... By count the usual cuts are 20 % and 50 %.",
        },
        Field {
            key: "boundary",
            label: "Item crossing a cut",
            kind: Kind::Choice(BOUNDARIES),
            range: (0.0, 0.0),
            default: IfEmpty::Word("include"),
            help: "include: it belongs to the higher class. exclude: to the lower.",
        },
        Field {
            key: "ties",
            label: "Equal values",
            kind: Kind::Choice(TIES),
            range: (0.0, 0.0),
            default: IfEmpty::Word("order"),
            help: "order: each by its own place. together: all in the class of the first of them.",
        },
        Field {
            key: "non_positive",
            label: "Non-positive values",
            kind: Kind::Choice(NON_POSITIVE),
            range: (0.0, 0.0),
            default: IfEmpty::Word("last"),
            help: "last: into the last class, adding nothing to the total. error: refuse them.",
        },
    ],
    layouts: &[
        Layout {
            name: "items",
            columns: &[ID, VALUE],
            rest: None,
        },
        Layout {
            name: "items by quantity and cost",
            columns: &[ID, QTY, UNIT_COST],
            rest: None,
        },
    ],
    example: r#"{"items": [{"id": "Aldous Foods", "value": 210}, {"id": "Birch Clinics", "value": 150},
        {"id": "Calder Motors", "value": 120}, {"id": "Denby Schools", "value": 42}, {"id": "Elmhurst Hotels", "value": 27},
        {"id": "Fenwick Print", "value": 21}, {"id": "Garth Bakery", "value": 18}, {"id": "Hollis Marine", "value": 12}]}"#,
};

const ID: Column = Column {
    key: "id",
    label: "Item",
    holds: Holds::Text,
    needed: true,
    synonyms: &[
        "customer",
        "customer id",
        "customer name",
        "name",
        "item id",
        "sku",
        "product",
        "material",
        "article",
        "part",
        "part number",
        "account",
        "client",
        "code",
    ],
};
const VALUE: Column = Column {
    key: "value",
    label: "Value",
    holds: Holds::Number,
    needed: true,
    synonyms: &[
        "annual value",
        "usage value",
        "annual usage value",
        "sales",
        "revenue",
        "turnover",
        "net sales",
        "amount",
        "total",
        "profit",
        "margin",
        "spend",
    ],
};
const QTY: Column = Column {
    key: "qty",
    label: "Quantity",
    holds: Holds::Number,
    needed: true,
    synonyms: &[
        "quantity",
        "annual demand",
        "demand",
        "annual usage",
        "usage",
        "units",
        "volume",
    ],
};
const UNIT_COST: Column = Column {
    key: "unit_cost",
    label: "Unit cost",
    holds: Holds::Number,
    needed: true,
    synonyms: &[
        "unit price",
        "price",
        "cost",
        "cost per unit",
        "price per unit",
    ],
};

impl Calculator for Abc {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, input: &Input) -> Result<Answer, Refusal> {
        let request = Request::read(input)?;
        let split = request.split()?;
        Answer::new(&split.result(&request), split.warnings(&request))
    }

    fn outcome(&self, input: &Input) -> Result<Outcome, Refusal> {
        let request = Request::read(input)?;
        let split = request.split()?;
        Ok(split.outcome(&request))
    }
}

/// A request that has been read and checked.
#[derive(Debug, Clone)]
pub struct Request {
    pub ids: Arc<Texts>,
    pub values: Arc<Vec<f64>>,
    /// By count of items instead of by share of value.
    pub by_count: bool,
    /// Where a class ends, rising, each between 0 and 1.
    pub cuts: Vec<f64>,
    /// The item that crosses a cut belongs to the lower class.
    pub exclude: bool,
    pub ties_together: bool,
}

impl Request {
    pub fn read(input: &Input) -> Result<Self, Refusal> {
        let object = Object::new(input.request, Place::Request)?;
        object.knows(&["items", "mode", "cuts", "boundary", "ties", "non_positive"])?;
        let by_count = object.choice("mode", MODES)? == "count";
        let exclude = object.choice("boundary", BOUNDARIES)? == "exclude";
        let ties_together = object.choice("ties", TIES)? == "together";
        let refuse_non_positive = object.choice("non_positive", NON_POSITIVE)? == "error";
        let cuts = cuts(&object, by_count)?;
        let (ids, values) = match input.table {
            Some(table) => {
                table.rows()?;
                let ids = table.ids("id")?;
                let values = match table.filled("value")? {
                    Some(values) => values,
                    None if table.numbers("qty").is_none() => {
                        let message = "The table has no column `value`, nor `qty` and `unit_cost`: give it one or the \
                                       other.";
                        return Err(Refusal::new("missing", message).at_field("value"));
                    }
                    None => products(&table.needed("qty")?, &table.needed("unit_cost")?)?,
                };
                (ids, values)
            }
            None => items(&object)?,
        };
        if refuse_non_positive && let Some(row) = values.iter().position(|value| *value <= 0.0) {
            let message = format!(
                "`value` in row {} (\"{}\") must be above 0, not {}.",
                row + 1,
                &ids[row],
                values[row]
            );
            return Err(Refusal::new("non_positive", message).at_row(row, "value"));
        }
        Ok(Request {
            ids,
            values,
            by_count,
            cuts,
            exclude,
            ties_together,
        })
    }

    /// Ranks and classes the items; refused where nothing is above zero.
    pub fn split(&self) -> Result<Split, Refusal> {
        let ranking = by_value_and_id(&self.values, &self.ids, true);
        let (order, sorted) = (ranking.rows, ranking.values);
        let positive = sorted.partition_point(|value| *value > 0.0);
        let total: f64 = sorted[..positive].iter().sum();
        if positive == 0 {
            let message = "No item of `items` has a value above zero, so there is nothing to share out: give at least one.";
            return Err(Refusal::new("zero_total", message).at_field("items"));
        }
        if !total.is_finite() {
            return Err(Refusal::new(
                "not_finite",
                "The total of `items` is too large to count: give smaller values.",
            )
            .at_field("items"));
        }
        let mut running = 0.0;
        let mut cumulative = Vec::with_capacity(order.len());
        cumulative.extend(sorted[..positive].iter().map(|value| {
            running += value;
            running / total
        }));
        cumulative[positive - 1] = 1.0;
        cumulative.resize(order.len(), 1.0);
        let mut split = Split {
            order: order.into(),
            sorted: sorted.into(),
            positive,
            total,
            cumulative: cumulative.into(),
            ends: Vec::new(),
            ties: Vec::new(),
            classes: Vec::new(),
            gini: 0.0,
            hhi: 0.0,
        };
        self.classify(&mut split);
        split.classes = split.class_table();
        (split.gini, split.hhi) = split.concentration();
        Ok(split)
    }

    /// Finds where each class ends; what is not above zero is in the last class.
    fn classify(&self, split: &mut Split) {
        let n = split.order.len();
        for cut in &self.cuts {
            let end = if self.by_count {
                ((cut * n as f64 + 0.5 + NEAR).floor() as usize).max(1)
            } else if self.exclude {
                split
                    .cumulative
                    .partition_point(|after| *after <= cut + NEAR)
            } else {
                1 + split
                    .cumulative
                    .partition_point(|after| *after < cut - NEAR)
            };
            let mut end = end.min(split.positive);
            let tied = |place: usize| {
                let (before, value) = (split.sorted[place - 1], split.sorted[place]);
                before - value <= NEAR * value
            };
            if self.ties_together {
                while end > 0 && end < split.positive && tied(end) {
                    end += 1;
                }
            } else if end > 0
                && end < split.positive
                && tied(end)
                && split.ends.last() != Some(&end)
            {
                split.ties.push(split.order[end]);
            }
            split.ends.push(end);
        }
    }
}

fn cuts(object: &Object, by_count: bool) -> Result<Vec<f64>, Refusal> {
    let default = if by_count {
        vec![0.2, 0.5]
    } else {
        vec![0.8, 0.95]
    };
    let cuts = object.numbers("cuts")?.unwrap_or(default);
    let rising = cuts.windows(2).all(|pair| pair[0] < pair[1]);
    let inside = cuts.iter().all(|cut| *cut > 0.0 && *cut < 1.0);
    if cuts.is_empty() || cuts.len() >= CLASSES.len() || !rising || !inside {
        let says = "must be one to 25 shares between 0 and 1, each larger than the one before, such as [0.8, 0.95].";
        return Err(object.refuse("bad_cuts", "cuts", says));
    }
    Ok(cuts)
}

type Items = (Arc<Texts>, Arc<Vec<f64>>);

fn items(object: &Object) -> Result<Items, Refusal> {
    let rows = object.rows("items")?;
    let mut ids = Texts::with_capacity(rows.len());
    let mut values = Vec::with_capacity(rows.len());
    for row in &rows {
        row.knows(&["id", "value", "qty", "unit_cost"])?;
        ids.push(row.needed_text("id")?);
        let product = row.get("qty").is_some() || row.get("unit_cost").is_some();
        let value = match (row.get("value").is_some(), product) {
            (true, true) => {
                return Err(row.refuse(
                    "ambiguous",
                    "value",
                    "stands beside `qty` and `unit_cost`: give one or the other.",
                ));
            }
            (false, true) => {
                let cost = row.within("unit_cost", row.needed("unit_cost")?, 0.0, f64::INFINITY)?;
                row.needed("qty")? * cost
            }
            _ => row
                .number("value")?
                .ok_or_else(|| row.missing("value", "a number, or `qty` and `unit_cost`"))?,
        };
        if !value.is_finite() {
            return Err(row.refuse(
                "not_finite",
                "qty",
                "times `unit_cost` is too large to count: give smaller numbers.",
            ));
        }
        values.push(value);
    }
    all_different("items", &ids)?;
    Ok((Arc::new(ids), Arc::new(values)))
}

fn products(quantities: &[f64], costs: &[f64]) -> Result<Arc<Vec<f64>>, Refusal> {
    let values: Vec<f64> = quantities
        .iter()
        .zip(costs)
        .map(|(quantity, cost)| quantity * cost)
        .collect();
    if let Some(row) = costs.iter().position(|cost| *cost < 0.0) {
        let message = format!(
            "`unit_cost` in row {} must be at least 0, not {}.",
            row + 1,
            costs[row]
        );
        return Err(Refusal::new("out_of_range", message).at_row(row, "unit_cost"));
    }
    match values.iter().position(|value| !value.is_finite()) {
        Some(row) => {
            let message = format!(
                "`qty` times `unit_cost` in row {} is too large to count: give smaller numbers.",
                row + 1
            );
            Err(Refusal::new("not_finite", message).at_row(row, "qty"))
        }
        None => Ok(Arc::new(values)),
    }
}

/// The ranked and classed items.
#[derive(Debug, Clone)]
pub struct Split {
    /// Rows of the request by rank.
    pub order: Arc<Vec<u32>>,
    /// Their values, largest first.
    pub sorted: Arc<Vec<f64>>,
    /// How many have a value above zero: the first so many of the order.
    pub positive: usize,
    pub total: f64,
    /// The running share after each rank.
    pub cumulative: Arc<Vec<f64>>,
    /// For each cut, how many items are in the classes above it.
    pub ends: Vec<usize>,
    /// Rows that fall into a lower class than an equal one before them.
    ties: Vec<u32>,
    classes: Vec<Class>,
    gini: f64,
    hhi: f64,
}

#[derive(Debug, Serialize)]
struct Results<'a> {
    n: usize,
    total: f64,
    rows: Vec<Row<'a>>,
    classes: &'a [Class],
    gini: f64,
    hhi: f64,
    items_for_80pct: usize,
    items_for_80pct_share: f64,
    top20pct_items: usize,
    top20pct_value_share: f64,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    rank: usize,
    id: &'a str,
    value: f64,
    share: f64,
    cum_share: f64,
    cum_items: f64,
    class: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct Class {
    class: &'static str,
    count: usize,
    count_share: f64,
    value: f64,
    value_share: f64,
}

impl Split {
    fn share(&self, place: usize) -> f64 {
        self.sorted[place].max(0.0) / self.total
    }

    /// The class of a rank from 0, as its letter.
    pub fn class(&self, place: usize) -> &'static str {
        CLASSES[self.ends.partition_point(|end| *end <= place)]
    }

    fn result<'a>(&'a self, request: &'a Request) -> Results<'a> {
        let n = self.order.len();
        let rows = (0..n).map(|place| {
            let i = self.order[place] as usize;
            Row {
                rank: place + 1,
                id: &request.ids[i],
                value: self.sorted[place],
                share: self.share(place),
                cum_share: self.cumulative[place],
                cum_items: (place + 1) as f64 / n as f64,
                class: self.class(place),
            }
        });
        let (eighty, top) = (self.items_for_80pct(), self.top20pct());
        Results {
            n,
            total: self.total,
            rows: rows.collect(),
            classes: &self.classes,
            gini: self.gini,
            hhi: self.hhi,
            items_for_80pct: eighty,
            items_for_80pct_share: eighty as f64 / n as f64,
            top20pct_items: top,
            top20pct_value_share: self.cumulative[top - 1],
        }
    }

    fn class_table(&self) -> Vec<Class> {
        let n = self.order.len();
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let ends = self.ends.iter().copied().chain([n]);
        let classes = starts.zip(ends).zip(CLASSES).map(|((start, end), class)| {
            let value: f64 = self.sorted[start..end]
                .iter()
                .map(|value| value.max(0.0))
                .sum();
            Class {
                class,
                count: end - start,
                count_share: (end - start) as f64 / n as f64,
                value,
                value_share: value / self.total,
            }
        });
        classes.collect()
    }

    /// The Gini index, sum((2i - n - 1) x_i) / (n sum x) over the values in rising order, 0 where all are equal; and the
    /// sum of the squared shares (Herfindahl-Hirschman).
    fn concentration(&self) -> (f64, f64) {
        let n = self.order.len() as f64;
        let (mut weighted, mut squares) = (0.0, 0.0);
        for (place, value) in self.sorted[..self.positive].iter().enumerate() {
            let share = value / self.total;
            weighted += (n - 1.0 - 2.0 * place as f64) * share;
            squares += share * share;
        }
        ((weighted / n).clamp(0.0, 1.0), squares)
    }

    fn items_for_80pct(&self) -> usize {
        self.cumulative.partition_point(|share| *share < 0.8 - NEAR) + 1
    }

    /// A fifth of the items, rounded, at least one.
    fn top20pct(&self) -> usize {
        ((self.order.len() as f64 * 0.2 + 0.5 + NEAR).floor() as usize).max(1)
    }

    fn warnings(&self, request: &Request) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let rest = self.order.len() - self.positive;
        if rest > 0 {
            warnings.push(Warning::new("non_positive", rest));
        }
        for &row in &self.ties {
            warnings.push(Warning::new(
                "tie_across_boundary",
                &request.ids[row as usize],
            ));
        }
        for class in self.classes.iter().filter(|class| class.count == 0) {
            warnings.push(Warning::new("empty_class", class.class));
        }
        warnings
    }

    fn outcome(&self, request: &Request) -> Outcome {
        let n = self.order.len();
        let (eighty, top) = (self.items_for_80pct(), self.top20pct());
        let figures = vec![
            Figure::new("n", "items", n as f64, Unit::Count),
            Figure::new("total", "total value", self.total, Unit::Money),
            Figure::new(
                "items_for_80pct",
                "items for 80 % of value",
                eighty as f64,
                Unit::Count,
            ),
            Figure::new(
                "items_for_80pct_share",
                "... of all items",
                eighty as f64 / n as f64,
                Unit::Share,
            ),
            Figure::new(
                "top20pct_value_share",
                "value of the top fifth",
                self.cumulative[top - 1],
                Unit::Share,
            ),
            Figure::new("gini", "Gini index", self.gini, Unit::Ratio),
            Figure::new("hhi", "concentration (HHI)", self.hhi, Unit::Ratio),
        ];
        Outcome {
            figures,
            tables: vec![self.grid(request), class_grid(&self.classes)],
            plots: vec![self.plot(request)],
            working: self.working(request),
            warnings: self.warnings(request),
        }
    }

    fn grid(&self, request: &Request) -> Grid {
        let n = self.order.len();
        let shares = Numbers::Shares {
            of: Arc::clone(&self.sorted),
            whole: self.total,
        };
        let mut letters = Vec::with_capacity(n);
        for (class, end) in self.ends.iter().chain([&n]).enumerate() {
            letters.resize(letters.len().max(*end), class as u16);
        }
        Grid {
            key: "rows",
            title: "Ranked items",
            rows: n,
            columns: vec![
                GridColumn::of("rank", "Rank", Unit::Count, Numbers::Ranks(n)),
                GridColumn::names("id", "Item", &request.ids, Arc::clone(&self.order)),
                GridColumn::shared("value", "Value", Unit::Money, &self.sorted),
                GridColumn::of("share", "Share", Unit::Share, shares),
                GridColumn::shared("cum_share", "Running share", Unit::Share, &self.cumulative),
                GridColumn::labels("class", "Class", CLASSES, letters),
            ],
        }
    }

    fn plot(&self, request: &Request) -> Plot {
        let n = self.order.len();
        let pareto = self
            .cumulative
            .iter()
            .enumerate()
            .map(|(place, share)| ((place + 1) as f64 / n as f64, *share));
        let mut points = thinned(pareto, 500);
        points.insert(0, (0.0, 0.0));
        let cuts = if request.by_count {
            let mut items = 0.0;
            let ends = self.classes.iter().take(request.cuts.len()).map(|class| {
                items += class.count_share;
                Cut::Upright {
                    label: format!("{} ends", class.class),
                    x: items,
                }
            });
            ends.collect()
        } else {
            let levels = request
                .cuts
                .iter()
                .zip(CLASSES)
                .map(|(cut, class)| Cut::Level {
                    label: format!("{class} to {}", percent(*cut)),
                    y: *cut,
                });
            levels.collect()
        };
        Plot {
            title: "Pareto curve",
            x: Axis::new("share of the items, largest first", Unit::Share),
            y: Axis::new("running share of the value", Unit::Share),
            series: vec![
                Series::new("running share", points),
                Series::new("all equal", vec![(0.0, 0.0), (1.0, 1.0)]),
            ],
            cuts,
            markers: Vec::new(),
        }
    }

    /// The steps for the first ranks; the rest goes the same way.
    fn working(&self, request: &Request) -> Vec<Step> {
        let shown = self.order.len().min(8);
        let value = |place: usize| plain(self.sorted[place]);
        let first: Vec<String> = (0..self.positive.min(shown)).map(value).collect();
        let more = if self.positive > shown { " + ..." } else { "" };
        let mut steps = vec![
            Step::new(
                "sort by value, largest first",
                first.join(", ") + &more.replace(" +", ","),
                format!("{} items", self.order.len()),
            ),
            Step::new(
                "total = sum of the values",
                first.join(" + ") + more,
                plain(self.total),
            ),
        ];
        for place in 0..shown {
            let name = &request.ids[self.order[place] as usize];
            let letter = self.class(place);
            let before = if place == 0 {
                0.0
            } else {
                self.cumulative[place - 1]
            };
            let share = self.share(place);
            let running = format!(
                "{} + {} = {}",
                plain(before),
                plain(share),
                plain(self.cumulative[place])
            );
            let compared = match (request.by_count, request.exclude) {
                (true, _) => format!("rank {} of {}", place + 1, self.order.len()),
                (false, false) => format!("share before it {}", percent(before)),
                (false, true) => format!("share after it {}", percent(self.cumulative[place])),
            };
            let filled = format!(
                "{} / {} = {}; {running}",
                value(place),
                plain(self.total),
                plain(share)
            );
            steps.push(Step::new(
                format!("{name}: share, running share"),
                filled,
                format!("{compared}: {letter}"),
            ));
        }
        let counted: Vec<String> = self
            .classes
            .iter()
            .map(|class| format!("{} {}", class.class, class.count))
            .collect();
        steps.push(Step::new(
            "count each class",
            counted.join(", "),
            format!("{} items", self.order.len()),
        ));
        steps
    }
}

fn class_grid(classes: &[Class]) -> Grid {
    let column = |of: fn(&Class) -> f64| classes.iter().map(of).collect::<Vec<f64>>();
    Grid {
        key: "classes",
        title: "Classes",
        rows: classes.len(),
        columns: vec![
            GridColumn::words("class", "Class", classes.iter().map(|class| class.class)),
            GridColumn::numbers(
                "count",
                "Items",
                Unit::Count,
                column(|class| class.count as f64),
            ),
            GridColumn::numbers(
                "count_share",
                "of items",
                Unit::Share,
                column(|class| class.count_share),
            ),
            GridColumn::numbers("value", "Value", Unit::Money, column(|class| class.value)),
            GridColumn::numbers(
                "value_share",
                "of value",
                Unit::Share,
                column(|class| class.value_share),
            ),
        ],
    }
}

#[cfg(test)]
#[path = "abc_tests.rs"]
mod tests;
