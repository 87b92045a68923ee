//! RFM: scores customers by how recently, how often and for how much they bought, and names their segments.
//!
//! Sources: Hughes, Strategic Database Marketing; Fader, Hardie & Lee (2005) for the direction of recency. The named
//! segments over R and F are a convention of the trade.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use super::ledger::{People, day, not_a_day, sum_up};
use super::numbers::{plain, trimmed};
use super::order::{Ranking, by_value, by_value_and_id};
use super::outcome::thinned;
use super::request::{Object, Place, all_different};
use super::texts::Repeats;
use super::{
    About, Answer, Axis, Calculator, Column, Field, Figure, Grid, GridColumn, Holds, IfEmpty,
    Input, Kind, Layout, NEAR, Numbers, Outcome, Plot, Refusal, Series, Step, Table, Texts, Unit,
    Warning,
};

pub struct Rfm;

const METHODS: &[&str] = &["rank", "ntile", "cuts"];
const UNBOUNDED: f64 = f64::INFINITY;
const NAMES: [&str; 3] = ["recency_days", "frequency", "monetary"];
const CUTS: [&str; 3] = ["recency_cuts", "frequency_cuts", "monetary_cuts"];

static ABOUT: About = About {
    name: "rfm",
    title: "RFM scores",
    purpose: "Who buys well, and who drifts away?",
    formula: "score = 1 + floor(bins x number strictly worse / n)",
    source: "Hughes, Strategic Database Marketing",
    fields: &[
        Field {
            key: "method",
            label: "Scores",
            kind: Kind::Choice(METHODS),
            range: (0.0, 0.0),
            default: IfEmpty::Word("rank"),
            help: "rank: by the share of customers that do worse, ties alike. ntile: equal numbers. cuts: your own bands.",
        },
        Field {
            key: "bins",
            label: "Bands",
            kind: Kind::Whole,
            range: (2.0, 9.0),
            default: IfEmpty::Number(5.0),
            help: "How many scores there are.",
        },
        Field {
            key: "as_of",
            label: "As of",
            kind: Kind::Date,
            range: (0.0, 0.0),
            default: IfEmpty::Empty,
            help: "The day the recency counts from; the day after the last transaction where it is empty.",
        },
        Field {
            key: "recency_cuts",
            label: "Recency cuts",
            kind: Kind::Numbers,
            range: (0.0, UNBOUNDED),
            default: IfEmpty::Empty,
            help: "For cuts: days, rising; a value on a cut is in the band above, such as 31, 61, 121, 241.",
        },
        Field {
            key: "frequency_cuts",
            label: "Frequency cuts",
            kind: Kind::Numbers,
            range: (0.0, UNBOUNDED),
            default: IfEmpty::Empty,
            help: "For cuts: orders, rising, such as 2, 4, 7, 12.",
        },
        Field {
            key: "monetary_cuts",
            label: "Monetary cuts",
            kind: Kind::Numbers,
            range: (f64::NEG_INFINITY, UNBOUNDED),
            default: IfEmpty::Empty,
            help: "For cuts: spend, rising, such as 250, 500, 1000, 2500.",
        },
        Field {
            key: "weights",
            label: "Weights of R, F and M",
            kind: Kind::Numbers,
            range: (0.0, UNBOUNDED),
            default: IfEmpty::Numbers(&[1.0, 1.0, 1.0]),
            help: "For the weighted score.",
        },
    ],
    layouts: &[
        Layout {
            name: "transactions",
            columns: &[BUYER, DATE, AMOUNT],
            rest: None,
        },
        Layout {
            name: "customers",
            columns: &[ID, RECENCY, FREQUENCY, MONETARY],
            rest: None,
        },
    ],
    example: r#"{"customers": [{"id": "Aldous Foods", "recency_days": 4, "frequency": 22, "monetary": 18400},
        {"id": "Birch Clinics", "recency_days": 12, "frequency": 9, "monetary": 5200},
        {"id": "Calder Motors", "recency_days": 200, "frequency": 15, "monetary": 9100},
        {"id": "Denby Schools", "recency_days": 45, "frequency": 3, "monetary": 1250},
        {"id": "Elmhurst Hotels", "recency_days": 320, "frequency": 1, "monetary": 300}]}"#,
};

const ID: Column = Column {
    key: "id",
    label: "Customer",
    holds: Holds::Text,
    needed: true,
    synonyms: &[
        "customer",
        "customer id",
        "customer name",
        "name",
        "account",
        "client",
        "user id",
        "email",
    ],
};
const BUYER: Column = Column {
    holds: Holds::Repeated,
    ..ID
};
const DATE: Column = Column {
    key: "date",
    label: "Date",
    holds: Holds::Date,
    needed: true,
    synonyms: &[
        "order date",
        "invoice date",
        "transaction date",
        "purchase date",
        "day",
    ],
};
const AMOUNT: Column = Column {
    key: "amount",
    label: "Amount",
    holds: Holds::Number,
    needed: true,
    synonyms: &[
        "value",
        "sales",
        "total",
        "order value",
        "revenue",
        "price",
        "net amount",
    ],
};
const RECENCY: Column = Column {
    key: "recency_days",
    label: "Days since",
    holds: Holds::Number,
    needed: true,
    synonyms: &[
        "recency",
        "days since last order",
        "days since last purchase",
    ],
};
const FREQUENCY: Column = Column {
    key: "frequency",
    label: "Orders",
    holds: Holds::Number,
    needed: true,
    synonyms: &["orders", "purchases", "transactions", "number of orders"],
};
const MONETARY: Column = Column {
    key: "monetary",
    label: "Spend",
    holds: Holds::Number,
    needed: true,
    synonyms: &["spend", "total spend", "monetary value", "sales", "revenue"],
};

impl Calculator for Rfm {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, input: &Input) -> Result<Answer, Refusal> {
        let request = Request::read(input)?;
        let scored = request.score();
        Answer::new(&scored.result(&request), request.warnings())
    }

    fn outcome(&self, input: &Input) -> Result<Outcome, Refusal> {
        let request = Request::read(input)?;
        let scored = request.score();
        Ok(scored.outcome(&request))
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Method {
    Rank,
    Ntile,
    /// Rising values that part the bands of recency, frequency and money.
    Cuts([Vec<f64>; 3]),
}

#[derive(Debug, Clone)]
struct Request {
    ids: Arc<Texts>,
    /// Days since the last purchase, number of purchases, money: one list each.
    values: [Arc<Vec<f64>>; 3],
    as_of: Option<Date>,
    method: Method,
    bins: usize,
    weights: [f64; 3],
}

impl Request {
    fn read(input: &Input) -> Result<Self, Refusal> {
        let object = Object::new(input.request, Place::Request)?;
        let mut keys = vec![
            "customers",
            "transactions",
            "as_of",
            "method",
            "bins",
            "weights",
        ];
        keys.extend(CUTS);
        object.knows(&keys)?;
        let as_of = match object.text("as_of")? {
            Some(text) => Some(
                day(&text).ok_or_else(|| object.refuse("bad_date", "as_of", &not_a_day(&text)))?,
            ),
            None => None,
        };
        let bins = object.whole("bins", 2, 9)?.map(|bins| bins as usize);
        let (method, bins) = method(&object, bins)?;
        let weights = weights(&object)?;
        let people = match input.table {
            Some(table) => People::from_table(table, as_of)?,
            None => People::from_object(&object, as_of)?,
        };
        Ok(Request {
            ids: people.ids,
            values: people.values,
            as_of: people.as_of,
            method,
            bins,
            weights,
        })
    }

    /// Whether a value is worse the larger it is: so it is for the days since the last purchase.
    fn falls(field: usize) -> bool {
        field == 0
    }

    fn score(&self) -> Scored {
        let scores: [Vec<u8>; 3] = std::array::from_fn(|field| match &self.method {
            Method::Rank => self.by_rank(field),
            Method::Ntile => self.by_ntile(field),
            Method::Cuts(cuts) => self.by_cuts(field, &cuts[field]),
        });
        let thresholds = std::array::from_fn(|field| match &self.method {
            Method::Cuts(cuts) => cuts[field].iter().copied().map(Some).collect(),
            _ => self.thresholds(field, &scores[field]),
        });
        let bins = self.bins;
        let code = |i: usize| {
            let place = |code: usize, scores: &Vec<u8>| code * bins + usize::from(scores[i]) - 1;
            scores.iter().fold(0, place) as u16
        };
        Scored {
            codes: Arc::new((0..self.ids.len()).map(code).collect()),
            classes: (0..bins.pow(3)).map(|code| self.class(code)).collect(),
            scores,
            thresholds,
        }
    }

    fn by_rank(&self, field: usize) -> Vec<u8> {
        let Ranking { rows, values } = by_value(&self.values[field], Self::falls(field));
        let mut scores = vec![0; rows.len()];
        let mut worse = 0;
        for equal in values.chunk_by(|a, b| a == b) {
            let score = (1 + self.bins * worse / rows.len()).min(self.bins) as u8;
            for row in &rows[worse..worse + equal.len()] {
                scores[*row as usize] = score;
            }
            worse += equal.len();
        }
        scores
    }

    fn by_ntile(&self, field: usize) -> Vec<u8> {
        let order = by_value_and_id(&self.values[field], &self.ids, Self::falls(field)).rows;
        let (small, larger) = (order.len() / self.bins, order.len() % self.bins);
        let mut scores = vec![0; order.len()];
        let (mut score, mut room) = (0u8, 0);
        for &row in &order {
            if room == 0 {
                score += 1;
                room = small + usize::from(usize::from(score) <= larger);
            }
            room -= 1;
            scores[row as usize] = score;
        }
        scores
    }

    fn by_cuts(&self, field: usize, cuts: &[f64]) -> Vec<u8> {
        let band =
            |value: &f64| cuts.partition_point(|cut| *cut <= value + NEAR * value.abs().max(1.0));
        let scores = self.values[field]
            .iter()
            .map(|value| match Self::falls(field) {
                true => self.bins - band(value),
                false => 1 + band(value),
            });
        scores.map(|score| score as u8).collect()
    }

    /// What a code stands for: 0 for the worst score in all three, counted up from M.
    fn class(&self, code: usize) -> Class {
        let bins = self.bins;
        let scores = [code / bins / bins, code / bins % bins, code % bins].map(|digit| digit + 1);
        // With other than five bands the scores are first put on a scale of five.
        let fifth = |score: usize| (score * 5).div_ceil(bins).clamp(1, 5) - 1;
        let parts = self.weights.iter().zip(scores);
        let sum: f64 = parts.map(|(weight, score)| weight * score as f64).sum();
        Class {
            scores: scores.map(|score| score as u8),
            digits: scores.map(|score| score.to_string()).concat(),
            weighted: sum / self.weights.iter().sum::<f64>(),
            segment: SEGMENTS[fifth(scores[0])][fifth(scores[1])],
        }
    }

    /// For each score from 2 up, the worst value that reached it; nothing where none did.
    fn thresholds(&self, field: usize, scores: &[u8]) -> Vec<Option<f64>> {
        let mut worst: Vec<Option<f64>> = vec![None; self.bins - 1];
        for (value, score) in self.values[field].iter().zip(scores) {
            if let Some(found) = usize::from(*score)
                .checked_sub(2)
                .and_then(|place| worst.get_mut(place))
            {
                let worse = |old: f64| {
                    if Self::falls(field) {
                        *value > old
                    } else {
                        *value < old
                    }
                };
                if found.is_none_or(worse) {
                    *found = Some(*value);
                }
            }
        }
        worst
    }

    fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        for (name, values) in NAMES.into_iter().zip(&self.values) {
            if values.iter().all(|value| *value == values[0]) {
                warnings.push(Warning::new("no_spread", name));
            }
        }
        if self.ids.len() < self.bins {
            warnings.push(Warning::new("fewer_customers_than_bins", ""));
        }
        warnings
    }
}

fn method(object: &Object, bins: Option<usize>) -> Result<(Method, usize), Refusal> {
    match object.choice("method", METHODS)? {
        "ntile" => Ok((Method::Ntile, bins.unwrap_or(5))),
        "cuts" => {
            let mut lists: [Vec<f64>; 3] = std::array::from_fn(|_| Vec::new());
            for (list, key) in lists.iter_mut().zip(CUTS) {
                *list = object
                    .numbers(key)?
                    .ok_or_else(|| object.missing(key, "a list of rising numbers"))?;
            }
            let bins = bins.unwrap_or(lists[0].len() + 1);
            for (list, key) in lists.iter().zip(CUTS) {
                let rising = list.windows(2).all(|pair| pair[0] < pair[1]);
                if !rising || list.len() + 1 != bins || !(2..=9).contains(&bins) {
                    let wanted = bins.saturating_sub(1);
                    let says = format!(
                        "must hold {wanted} rising numbers for {bins} bands, not {}.",
                        list.len()
                    );
                    return Err(object.refuse("bad_cuts", key, &says));
                }
            }
            Ok((Method::Cuts(lists), bins))
        }
        _ => Ok((Method::Rank, bins.unwrap_or(5))),
    }
}

fn weights(object: &Object) -> Result<[f64; 3], Refusal> {
    let given = object.numbers("weights")?.unwrap_or_else(|| vec![1.0; 3]);
    let sum: f64 = given.iter().sum();
    match <[f64; 3]>::try_from(given) {
        Ok(weights)
            if weights.iter().all(|weight| *weight >= 0.0) && sum > 0.0 && sum.is_finite() =>
        {
            Ok(weights)
        }
        _ => {
            let says = "must hold three numbers for R, F and M, none below 0 and not all 0.";
            Err(object.refuse("bad_weights", "weights", says))
        }
    }
}

impl People {
    fn from_object(object: &Object, as_of: Option<Date>) -> Result<Self, Refusal> {
        match (
            object.get("customers").is_some(),
            object.get("transactions").is_some(),
        ) {
            (true, true) => Err(object.refuse(
                "ambiguous",
                "customers",
                "stands beside `transactions`: give one of the two.",
            )),
            (_, false) => Self::from_customers(object, as_of),
            (false, true) => {
                let rows = object.rows("transactions")?;
                let ids = rows
                    .iter()
                    .map(|row| row.needed_text("id"))
                    .collect::<Result<Repeats, Refusal>>()?;
                let mut purchases = Vec::with_capacity(rows.len());
                for row in &rows {
                    row.knows(&["id", "date", "amount"])?;
                    let text = row.needed_text("date")?;
                    let date = day(&text)
                        .ok_or_else(|| row.refuse("bad_date", "date", &not_a_day(&text)))?;
                    purchases.push((date, row.needed("amount")?));
                }
                sum_up(&ids, purchases.into_iter(), as_of, "transactions")
            }
        }
    }

    fn from_customers(object: &Object, as_of: Option<Date>) -> Result<Self, Refusal> {
        let rows = match object.get("customers") {
            Some(_) => object.rows("customers")?,
            None => {
                return Err(object.missing("customers", "a list of customers, or `transactions`"));
            }
        };
        let mut ids = Texts::with_capacity(rows.len());
        let mut values: [Vec<f64>; 3] = Default::default();
        for row in &rows {
            row.knows(&["id", "recency_days", "frequency", "monetary"])?;
            ids.push(row.needed_text("id")?);
            values[0].push(row.needed_within(NAMES[0], 0.0, UNBOUNDED)?);
            values[1].push(row.needed_within(NAMES[1], 0.0, UNBOUNDED)?);
            values[2].push(row.needed(NAMES[2])?);
        }
        all_different("customers", &ids)?;
        Ok(People {
            ids: Arc::new(ids),
            values: values.map(Arc::new),
            as_of,
        })
    }

    fn from_table(table: &Table, as_of: Option<Date>) -> Result<Self, Refusal> {
        table.rows()?;
        if let Some(dates) = table.repeats("date") {
            let (ids, amounts) = (table.repeated_names("id")?, table.needed("amount")?);
            let days = dates.distinct.iter().enumerate().map(|(place, text)| {
                day(text).ok_or_else(|| {
                    let row = dates.first_row(place);
                    let message = format!("`date` in row {} {}", row + 1, not_a_day(text));
                    Refusal::new("bad_date", message).at_row(row, "date")
                })
            });
            let days = days.collect::<Result<Vec<Date>, Refusal>>()?;
            let days = dates.of.iter().map(|&place| days[place as usize]);
            let purchases = days.zip(amounts.iter().copied());
            return sum_up(&ids, purchases, as_of, "the table");
        }
        if table.numbers(NAMES[0]).is_none() {
            let message = "The table has no column `date` with an `amount`, nor `recency_days`, `frequency` and \
                           `monetary`: give it one or the other.";
            return Err(Refusal::new("missing", message).at_field("date"));
        }
        let ids = table.ids("id")?;
        let mut values: [Arc<Vec<f64>>; 3] = Default::default();
        for (list, key) in values.iter_mut().zip(NAMES) {
            *list = table.needed(key)?;
            let low = list
                .iter()
                .position(|value| *value < 0.0 && key != "monetary");
            if let Some(row) = low {
                let message = format!(
                    "`{key}` in row {} must be at least 0, not {}.",
                    row + 1,
                    list[row]
                );
                return Err(Refusal::new("out_of_range", message).at_row(row, key));
            }
        }
        Ok(People { ids, values, as_of })
    }
}

/// The segment of each R and F score, R from 1 to 5 down the rows and F across.
const SEGMENTS: [[&str; 5]; 5] = [
    [
        "hibernating",
        "hibernating",
        "at_risk",
        "at_risk",
        "cannot_lose",
    ],
    [
        "hibernating",
        "hibernating",
        "at_risk",
        "at_risk",
        "cannot_lose",
    ],
    [
        "about_to_sleep",
        "about_to_sleep",
        "needs_attention",
        "loyal",
        "loyal",
    ],
    [
        "promising",
        "potential_loyalist",
        "potential_loyalist",
        "loyal",
        "loyal",
    ],
    [
        "new",
        "potential_loyalist",
        "potential_loyalist",
        "champions",
        "champions",
    ],
];

#[derive(Debug, Clone)]
struct Scored {
    scores: [Vec<u8>; 3],
    /// The three scores of each customer in one number.
    codes: Arc<Vec<u16>>,
    /// What each code stands for.
    classes: Vec<Class>,
    thresholds: [Vec<Option<f64>>; 3],
}

/// What customers with the same three scores have in common.
#[derive(Debug, Clone)]
struct Class {
    scores: [u8; 3],
    /// R, F and M side by side.
    digits: String,
    /// The mean of the three scores under the weights.
    weighted: f64,
    segment: &'static str,
}

#[derive(Debug, Serialize)]
struct Results<'a> {
    n: usize,
    as_of: Option<String>,
    rows: Vec<Row<'a>>,
    thresholds: Thresholds<'a>,
    segments: BTreeMap<&'static str, usize>,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    id: &'a str,
    recency_days: f64,
    frequency: f64,
    monetary: f64,
    r: u8,
    f: u8,
    m: u8,
    rfm: &'a str,
    sum: u8,
    weighted: f64,
    segment: &'static str,
}

#[derive(Debug, Serialize)]
struct Thresholds<'a> {
    recency: &'a [Option<f64>],
    frequency: &'a [Option<f64>],
    monetary: &'a [Option<f64>],
}

impl Scored {
    fn class(&self, i: usize) -> &Class {
        &self.classes[usize::from(self.codes[i])]
    }

    fn segments(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = vec![0; self.classes.len()];
        for code in self.codes.iter() {
            counts[usize::from(*code)] += 1;
        }
        let mut segments = BTreeMap::new();
        for (class, count) in self.classes.iter().zip(counts).filter(|(_, n)| *n > 0) {
            *segments.entry(class.segment).or_insert(0) += count;
        }
        segments
    }

    fn result<'a>(&'a self, request: &'a Request) -> Results<'a> {
        let rows = (0..request.ids.len()).map(|i| {
            let class = self.class(i);
            let [r, f, m] = class.scores;
            Row {
                id: &request.ids[i],
                recency_days: request.values[0][i],
                frequency: request.values[1][i],
                monetary: request.values[2][i],
                r,
                f,
                m,
                rfm: &class.digits,
                sum: r + f + m,
                weighted: class.weighted,
                segment: class.segment,
            }
        });
        let [recency, frequency, monetary] = &self.thresholds;
        Results {
            n: request.ids.len(),
            as_of: request.as_of.map(|day| day.to_string()),
            rows: rows.collect(),
            thresholds: Thresholds {
                recency,
                frequency,
                monetary,
            },
            segments: self.segments(),
        }
    }

    fn outcome(&self, request: &Request) -> Outcome {
        let n = request.ids.len();
        let segments = self.segments();
        let mean = |field: usize| request.values[field].iter().sum::<f64>() / n as f64;
        let figures = vec![
            Figure::new("n", "customers", n as f64, Unit::Count),
            Figure::new("recency", "mean days since", mean(0), Unit::Days),
            Figure::new("frequency", "mean orders", mean(1), Unit::Quantity),
            Figure::new("monetary", "mean spend", mean(2), Unit::Money),
        ];
        let counts = segments.values().map(|count| *count as f64).collect();
        let shares = segments
            .values()
            .map(|count| *count as f64 / n as f64)
            .collect();
        let segment_grid = Grid {
            key: "segments",
            title: "Segments",
            rows: segments.len(),
            columns: vec![
                GridColumn::words(
                    "segment",
                    "Segment",
                    segments.keys().map(|name| name.replace('_', " ")),
                ),
                GridColumn::numbers("count", "Customers", Unit::Count, counts),
                GridColumn::numbers("share", "of all", Unit::Share, shares),
            ],
        };
        Outcome {
            figures,
            tables: vec![self.grid(request), segment_grid, self.cross(request)],
            plots: vec![self.plot(request)],
            working: self.working(request),
            warnings: request.warnings(),
        }
    }

    fn grid(&self, request: &Request) -> Grid {
        let n = request.ids.len();
        let labelled = |key, title, label: &dyn Fn(&Class) -> String| {
            let labels: Vec<String> = self.classes.iter().map(label).collect();
            GridColumn::labels(key, title, labels, Arc::clone(&self.codes))
        };
        let coded = |key, label, unit, number: &dyn Fn(&Class) -> f64| {
            let numbers = self.classes.iter().map(number).collect();
            let of = Arc::clone(&self.codes);
            GridColumn::of(key, label, unit, Numbers::Coded { numbers, of })
        };
        let score = |key, label, field: usize| {
            let number = move |class: &Class| f64::from(class.scores[field]);
            coded(key, label, Unit::Count, &number)
        };
        Grid {
            key: "rows",
            title: "Customers",
            rows: n,
            columns: vec![
                GridColumn::names(
                    "id",
                    "Customer",
                    &request.ids,
                    (0..n as u32).collect::<Vec<u32>>(),
                ),
                GridColumn::shared(NAMES[0], "Days since", Unit::Count, &request.values[0]),
                GridColumn::shared(NAMES[1], "Orders", Unit::Count, &request.values[1]),
                GridColumn::shared(NAMES[2], "Spend", Unit::Money, &request.values[2]),
                score("r", "R", 0),
                score("f", "F", 1),
                score("m", "M", 2),
                labelled("rfm", "Code", &|class| class.digits.clone()),
                coded("weighted", "Weighted", Unit::Ratio, &|class| class.weighted),
                labelled("segment", "Segment", &|class| {
                    class.segment.replace('_', " ")
                }),
            ],
        }
    }

    /// How many customers have each pair of R and F: R from the best down, F across.
    fn cross(&self, request: &Request) -> Grid {
        let bins = request.bins;
        let mut counts = vec![vec![0.0; bins]; bins];
        for (r, f) in self.scores[0].iter().zip(&self.scores[1]) {
            counts[bins - usize::from(*r)][usize::from(*f) - 1] += 1.0;
        }
        let mut columns = vec![GridColumn::words(
            "r",
            "R",
            (1..=bins).rev().map(|r| format!("R {r}")),
        )];
        for f in 1..=bins {
            let mut column = GridColumn::numbers(
                "f",
                "F",
                Unit::Count,
                counts.iter().map(|row| row[f - 1]).collect(),
            );
            column.key = format!("f{f}").into();
            column.label = format!("F {f}").into();
            columns.push(column);
        }
        Grid {
            key: "grid",
            title: "R x F",
            columns,
            rows: bins,
        }
    }

    fn plot(&self, request: &Request) -> Plot {
        let [days, orders, _] = &request.values;
        let points = days.iter().copied().zip(orders.iter().copied());
        Plot {
            title: "Orders against days since the last",
            x: Axis::new("days since the last order", Unit::Days),
            y: Axis::new("orders", Unit::Count),
            series: vec![Series::scattered("customers", thinned(points, 2_000))],
            cuts: Vec::new(),
            markers: Vec::new(),
        }
    }

    /// The first customer worked through.
    fn working(&self, request: &Request) -> Vec<Step> {
        let n = request.ids.len();
        let Some(name) = request.ids.first() else {
            return Vec::new();
        };
        let first = self.class(0);
        let mut steps = Vec::new();
        for (field, letter) in ["R", "F", "M"].into_iter().enumerate() {
            let value = request.values[field][0];
            let score = self.scores[field][0].to_string();
            let step = match &request.method {
                Method::Rank => {
                    let worse = |other: &&f64| {
                        if Request::falls(field) {
                            **other > value
                        } else {
                            **other < value
                        }
                    };
                    let worse = request.values[field].iter().filter(worse).count();
                    let filled = format!("1 + floor({} x {worse} / {n})", request.bins);
                    Step::new(
                        format!("{letter} of {name} = 1 + floor(bins x worse / n)"),
                        filled,
                        score,
                    )
                }
                Method::Ntile => {
                    let filled = format!("{} in {} equal groups", plain(value), request.bins);
                    Step::new(
                        format!("{letter} of {name}: its group from the worst up"),
                        filled,
                        score,
                    )
                }
                Method::Cuts(cuts) => {
                    let cuts: Vec<String> = cuts[field].iter().map(|cut| plain(*cut)).collect();
                    let filled = format!("{} against {}", plain(value), cuts.join(", "));
                    Step::new(format!("{letter} of {name}: its band"), filled, score)
                }
            };
            steps.push(step);
        }
        steps.push(Step::new(
            "code = R, F, M side by side",
            first.digits.as_str(),
            first.segment.replace('_', " "),
        ));
        let weights: Vec<String> = request
            .weights
            .iter()
            .map(|weight| plain(*weight))
            .collect();
        let scores = self.scores.iter().map(|scores| scores[0].to_string());
        let parts: Vec<String> = weights
            .iter()
            .zip(scores)
            .map(|(weight, score)| format!("{weight} x {score}"))
            .collect();
        let filled = format!("({}) / ({})", parts.join(" + "), weights.join(" + "));
        steps.push(Step::new(
            "weighted = sum(weight x score) / sum(weight)",
            filled,
            trimmed(first.weighted, 4),
        ));
        steps
    }
}

#[cfg(test)]
#[path = "rfm_tests.rs"]
mod tests;
