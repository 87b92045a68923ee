//! Customer priority matrix: weighted scores, ranks, a two-by-two matrix, and how sensitive the first place is to the weights.
//!
//! Source: weighted factor scoring as in Krajewski, Ritzman & Malhotra, Operations Management (preference matrix).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use super::frame::*;
use super::request::Object;

/// Most customers named in the matrix.
const NAMED: usize = 5;

pub static PRIORITISE: Calculator = Calculator {
    name: "prioritise",
    title: "Customer priority matrix",
    purpose: "Who comes first when not everybody can?",
    formula: "score = sum(weight x value) / sum(weight)",
    source: "Krajewski, Ritzman & Malhotra, Operations Management (preference matrix)",
    fields: &[
        Field::new("weights", "Weights", Kind::Pairs)
            .help("Such as: profit 40, growth 30, strategy 20, service 10."),
        Field::choice("normalise", "Bring to one scale", &["none", "minmax"]).help(
            "none: values as given. minmax: each criterion from 0 (its lowest) to 1 (its highest).",
        ),
        Field::new("scale", "Scale", Kind::Numbers)
            .help("Lowest and highest value allowed, such as 1, 5.")
            .within(f64::NEG_INFINITY, f64::INFINITY)
            .optional(),
    ],
    lists: &["customers", "matrix"],
    layouts: &[Layout::of("customers", &[CUSTOMER]).with_rest("criterion")],
    example: r#"{"weights": {"profit": 40, "growth": 30, "strategy": 20, "service": 10}, "scale": [1, 5],
        "matrix": {"x": "profit", "y": "strategy"}, "customers": [
        {"id": "Aldous Foods", "scores": {"profit": 5, "growth": 2, "strategy": 4, "service": 3}},
        {"id": "Birch Clinics", "scores": {"profit": 3, "growth": 5, "strategy": 3, "service": 4}},
        {"id": "Calder Motors", "scores": {"profit": 2, "growth": 3, "strategy": 5, "service": 2}}]}"#,
    result: "weights; rows: id scores score rank quadrant",
    work: |reader| Ok(Request::read(reader)?.outcome()),
};

#[derive(Debug, Clone)]
struct Request {
    ids: Arc<Vec<String>>,
    criteria: Vec<String>,
    /// One list for each criterion with a value for each customer; normalised if asked for.
    values: Vec<Arc<Vec<f64>>>,
    /// One for each criterion, with sum 1; 0 for a criterion used only by the matrix.
    weights: Vec<f64>,
    /// The weights by name.
    weighed: BTreeMap<String, f64>,
    matrix: Option<Matrix>,
    scores: Arc<Vec<f64>>,
    warnings: Vec<Warning>,
}

#[derive(Debug, Clone)]
struct Matrix {
    /// Indexes of the criteria.
    x: usize,
    y: usize,
    x_cut: f64,
    y_cut: f64,
}

/// The customers, highest score first.
struct Ranked {
    rows: Arc<Vec<u32>>,
    ranks: Arc<Vec<f64>>,
}

impl Ranked {
    /// Row and rank.
    fn iter(&self) -> impl Iterator<Item = (usize, usize)> {
        let rows = self.rows.iter().map(|row| *row as usize);
        rows.zip(self.ranks.iter().map(|rank| *rank as usize))
    }
}

impl Request {
    fn read(reader: &Reader) -> Result<Self, Refusal> {
        let object = &reader.object;
        let weights = weights(object)?;
        let scale = scale(object)?;
        let minmax = reader.choice("normalise")? == "minmax";
        let mut criteria: Vec<String> = weights.keys().map(ToString::to_string).collect();
        let matrix = object.object("matrix")?;
        if let Some(matrix) = &matrix {
            matrix.knows(&["x", "y", "x_cut", "y_cut"])?;
            for key in ["x", "y"] {
                let name = matrix.needed_text(key)?;
                if !criteria.contains(&name) {
                    criteria.push(name);
                }
            }
        }
        let (ids, values) = read_values(reader, &criteria)?;
        if let Some((lowest, highest)) = scale {
            refuse_off_scale(&criteria, &values, lowest, highest)?;
        }
        let mut request = Request {
            weights: criteria
                .iter()
                .map(|name| weights.get(name.as_str()).copied().unwrap_or(0.0))
                .collect(),
            weighed: weights
                .iter()
                .map(|(name, weight)| (name.to_string(), *weight))
                .collect(),
            ids,
            criteria,
            values,
            matrix: None,
            scores: Arc::default(),
            warnings: Vec::new(),
        };
        if minmax {
            request.normalise();
        }
        if let Some(matrix) = &matrix {
            request.matrix = Some(request.cut(matrix)?);
        }
        request.scores = Arc::new(request.score());
        Ok(request)
    }

    /// Normalises each criterion from 0 for its lowest value to 1 for its highest; 0 if all are equal.
    fn normalise(&mut self) {
        for (name, values) in self.criteria.iter().zip(&mut self.values) {
            let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
            let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            if highest == lowest {
                self.warnings.push(Warning::new("no_spread", name));
            }
            let normal = |value: &f64| {
                if highest > lowest {
                    (value - lowest) / (highest - lowest)
                } else {
                    0.0
                }
            };
            *values = Arc::new(values.iter().map(normal).collect());
        }
    }

    /// The cuts of the matrix: as given, or at the medians.
    fn cut(&self, matrix: &Object) -> Result<Matrix, Refusal> {
        let place = |key: &str| -> Result<usize, Refusal> {
            let name = matrix.needed_text(key)?;
            Ok(self
                .criteria
                .iter()
                .position(|criterion| *criterion == name)
                .unwrap_or(0))
        };
        let cut = |key: &str, place: usize| -> Result<f64, Refusal> {
            Ok(matrix
                .number(key)?
                .unwrap_or_else(|| median(self.values[place].to_vec()).unwrap_or(0.0)))
        };
        let (x, y) = (place("x")?, place("y")?);
        Ok(Matrix {
            x,
            y,
            x_cut: cut("x_cut", x)?,
            y_cut: cut("y_cut", y)?,
        })
    }

    fn score(&self) -> Vec<f64> {
        let total: f64 = self.weights.iter().sum();
        let mut scores = vec![0.0; self.ids.len()];
        for (values, weight) in self.values.iter().zip(&self.weights) {
            for (score, value) in scores.iter_mut().zip(&**values) {
                *score += weight * value;
            }
        }
        scores.iter_mut().for_each(|score| *score /= total);
        scores
    }

    /// The customers, highest score first, and their ranks: 1 2 2 4; scores within 1e-9 count as equal.
    fn ranking(&self) -> Ranked {
        let mut rows = ranked(&self.scores, true, None);
        let mut ranks: Vec<f64> = Vec::with_capacity(rows.len());
        while let Some(leader) = rows.get(ranks.len()) {
            let (start, leader) = (ranks.len(), self.scores[*leader as usize]);
            let near = NEAR * leader.abs().max(1.0);
            let equal = rows[start..]
                .iter()
                .take_while(|row| leader - self.scores[**row as usize] <= near);
            ranks.resize(start + equal.count(), (start + 1) as f64);
            rows[start..ranks.len()].sort_by_key(|row| &self.ids[*row as usize]);
        }
        Ranked {
            rows: Arc::new(rows),
            ranks: Arc::new(ranks),
        }
    }

    /// Whether a customer is high on x and on y.
    fn sides(&self, matrix: &Matrix, i: usize) -> (bool, bool) {
        let high =
            |place: usize, cut: f64| self.values[place][i] >= cut - NEAR * cut.abs().max(1.0);
        (high(matrix.x, matrix.x_cut), high(matrix.y, matrix.y_cut))
    }

    fn quadrant_name(&self, matrix: &Matrix, (x, y): (bool, bool)) -> String {
        let side = |high: bool, place: usize| {
            format!(
                "{}_{}",
                if high { "high" } else { "low" },
                self.criteria[place]
            )
        };
        format!("{}/{}", side(x, matrix.x), side(y, matrix.y))
    }

    fn weighted_criteria(&self) -> impl Iterator<Item = (usize, &String)> {
        self.criteria
            .iter()
            .enumerate()
            .filter(|(place, _)| self.weights[*place] > 0.0)
    }

    /// The row with the highest score, among equals the first by id, and how many have the same score.
    fn leader(&self, score: impl Fn(usize) -> f64) -> (usize, usize) {
        let rows = 0..self.ids.len();
        let best = rows.clone().map(&score).fold(f64::NEG_INFINITY, f64::max);
        let near = NEAR * best.abs().max(1.0);
        let first = rows.filter(|&i| best - score(i) <= near);
        let leader = first.clone().min_by_key(|&i| &self.ids[i]);
        (leader.unwrap_or(0), first.count())
    }

    /// Who leads if one weight is a fifth lower, and a fifth higher.
    fn firmness(&self) -> Vec<Firmness<'_>> {
        let now = self.leader(|i| self.scores[i]);
        let total: f64 = self.weights.iter().sum();
        let named = |(leader, equal): (usize, usize)| match equal {
            1 => self.ids[leader].clone(),
            _ => format!("{} and {} more alike", self.ids[leader], equal - 1),
        };
        let criteria = self.weighted_criteria().map(|(place, criterion)| {
            let values = self.values[place].as_slice();
            let leader = |factor: f64| {
                let more = self.weights[place] * (factor - 1.0);
                self.leader(|i| (self.scores[i] * total + more * values[i]) / (total + more))
            };
            let (lower, higher) = (leader(0.8), leader(1.2));
            Firmness {
                criterion,
                stays: lower == now && higher == now,
                lower: named(lower),
                higher: named(higher),
            }
        });
        criteria.collect()
    }

    fn outcome(&self) -> Outcome {
        let ranking = self.ranking();
        let firmness = self.firmness();
        let mut scores = ranking.iter().map(|(i, _)| self.scores[i]);
        let (best, second) = (scores.next(), scores.next());
        let lead = best.zip(second).map(|(best, second)| best - second);
        let stays = firmness.iter().filter(|row| row.stays).count();
        let figures = vec![
            Figure::ratio("best", "highest score", best),
            Figure::ratio("lead", "lead over the second", lead).or_missing("one customer alone"),
            Figure::count("firm", "weights robust to 20 %", stays as f64),
            Figure::count("criteria", "... out of", firmness.len() as f64),
        ];
        Outcome {
            figures,
            json_only: vec![JsonOnly::Value("weights", json!(self.weighed))],
            tables: vec![self.grid(&ranking), firm_grid(&firmness)],
            plots: self.plot(&ranking).into_iter().collect(),
            working: self.working(&ranking),
            warnings: self.warnings.clone(),
        }
    }

    fn grid(&self, ranking: &Ranked) -> Grid {
        let ordered = |key, label, of: &Arc<Vec<f64>>| {
            let (of, order) = (Arc::clone(of), Arc::clone(&ranking.rows));
            GridColumn::of(key, label, Unit::Ratio, Numbers::Ordered { of, order })
        };
        let mut columns = vec![
            GridColumn::shared("rank", "Rank", Unit::Count, &ranking.ranks),
            GridColumn::names("id", "Customer", &self.ids, Arc::clone(&ranking.rows)),
            ordered("score", "Score", &self.scores),
        ];
        for (criterion, values) in self.criteria.iter().zip(&self.values) {
            columns.push(ordered("", "", values).called(criterion, "scores"));
        }
        let mut json_only = Vec::new();
        match &self.matrix {
            Some(matrix) => {
                let sides = [(false, false), (false, true), (true, false), (true, true)];
                let names = sides.map(|sides| self.quadrant_name(matrix, sides));
                let of = ranking.iter().map(|(i, _)| {
                    let (x, y) = self.sides(matrix, i);
                    u16::from(x) * 2 + u16::from(y)
                });
                let of: Vec<u16> = of.collect();
                columns.push(GridColumn::labels("quadrant", "Quadrant", names, of));
            }
            None => {
                let none = vec![f64::NAN; ranking.rows.len()];
                json_only.push(GridColumn::numbers("quadrant", "", Unit::Text, none));
            }
        }
        Grid {
            json_only,
            ..Grid::new("rows", "Ranking", columns)
        }
    }

    /// The matrix, with the first customers named in it.
    fn plot(&self, ranking: &Ranked) -> Option<Plot> {
        let matrix = self.matrix.as_ref()?;
        let points =
            (0..self.ids.len()).map(|i| (self.values[matrix.x][i], self.values[matrix.y][i]));
        let cut = |at: f64| format!("cut {}", plain(at));
        let markers = ranking.iter().take(NAMED).map(|(i, _)| {
            let (x, y) = (self.values[matrix.x][i], self.values[matrix.y][i]);
            Marker::new(self.ids[i].as_str(), x, y)
        });
        let axis = |criterion: usize| Axis::new(self.criteria[criterion].clone(), Unit::Ratio);
        let points = super::plot::thinned(points, 2_000);
        let mut plot = Plot::new(
            "Priority matrix",
            axis(matrix.x),
            axis(matrix.y),
            vec![Series::scattered("customers", points)],
        )
        .cut_at(cut(matrix.x_cut), matrix.x_cut)
        .level_at(cut(matrix.y_cut), matrix.y_cut);
        plot.markers.extend(markers);
        Some(plot)
    }

    /// The score of the first three, criterion by criterion.
    fn working(&self, ranking: &Ranked) -> Vec<Step> {
        let steps = ranking.iter().take(3).map(|(i, rank)| {
            let parts = self
                .weighted_criteria()
                .map(|(place, _)| filled!("{} x {}", self.weights[place], self.values[place][i]));
            let parts: Vec<String> = parts.collect();
            let result = format!("{} (rank {rank})", trimmed(self.scores[i], 4));
            Step::new(
                format!("{} = sum(weight x value)", &self.ids[i]),
                parts.join(" + "),
                result,
            )
        });
        steps.collect()
    }
}

/// Whether the first place stays the same if one weight changes by a fifth.
#[derive(Debug, Clone)]
struct Firmness<'a> {
    criterion: &'a str,
    lower: String,
    higher: String,
    stays: bool,
}

fn firm_grid(firmness: &[Firmness]) -> Grid {
    let words = |key, label, of: &dyn Fn(&Firmness) -> String| {
        GridColumn::words(key, label, firmness.iter().map(of))
    };
    let answer = |row: &Firmness| if row.stays { "holds" } else { "changes" };
    let columns = vec![
        words("criterion", "Weight of", &|row| row.criterion.to_owned()),
        words("lower", "A fifth less", &|row| row.lower.clone()),
        words("higher", "A fifth more", &|row| row.higher.clone()),
        GridColumn::words("stays", "First place", firmness.iter().map(answer)),
    ];
    Grid::new(
        "firmness",
        "First place when one weight moves by a fifth",
        columns,
    )
}

/// The weights, with sum 1.
fn weights<'a>(object: &Object<'a>) -> Result<BTreeMap<&'a str, f64>, Refusal> {
    if object.get("weights").is_none() {
        return Err(object.missing(
            "weights",
            "criteria and their weights, as in --weights Profit=40,Growth=30",
        ));
    }
    let weights = object.named_numbers("weights")?;
    if let Some((name, weight)) = weights.iter().find(|(_, weight)| *weight < 0.0) {
        let says = format!("must not be below 0: `{name}` has {weight}.");
        return Err(object.refuse("bad_weights", "weights", &says));
    }
    let total: f64 = weights.iter().map(|(_, weight)| weight).sum();
    if total <= 0.0 || !total.is_finite() {
        let says = "must hold at least one criterion with a weight above 0, and none below 0.";
        return Err(object.refuse("bad_weights", "weights", says));
    }
    Ok(weights
        .into_iter()
        .map(|(name, weight)| (name, weight / total))
        .collect())
}

fn scale(object: &Object) -> Result<Option<(f64, f64)>, Refusal> {
    match object.numbers("scale")?.as_deref() {
        None => Ok(None),
        Some([lowest, highest]) if lowest < highest => Ok(Some((*lowest, *highest))),
        Some(_) => Err(object.refuse(
            "bad_option",
            "scale",
            "must hold the lowest and the highest value, such as [1, 5].",
        )),
    }
}

type Values = (Arc<Vec<String>>, Vec<Arc<Vec<f64>>>);

fn read_values(reader: &Reader, criteria: &[String]) -> Result<Values, Refusal> {
    let table = reader.rows_of("customers", &[CUSTOMER], "scores")?;
    let known: Vec<&str> = criteria.iter().map(String::as_str).collect();
    // A file may have other columns.
    let mut unknown = table.further(&[CUSTOMER], "scores");
    if reader.input.table.is_none()
        && let Some((key, name, values)) = unknown.find(|(_, name, _)| !known.contains(name))
    {
        let hint = super::request::hint(name, &known, "give it a weight.");
        let row = values.iter().position(|value| !value.is_nan()).unwrap_or(0);
        let says = format!("has no weight: {hint}");
        return Err(Refusal::in_row("unknown_criterion", row, key, &says));
    }
    let values = known.iter().map(|criterion| {
        let inner = format!("scores.{criterion}");
        let is_inner = table.numbers(&inner).is_some();
        table.needed(if is_inner { &inner } else { criterion })
    });
    Ok((table.ids("id")?, values.collect::<Result<_, Refusal>>()?))
}

fn refuse_off_scale(
    criteria: &[String],
    values: &[Arc<Vec<f64>>],
    lowest: f64,
    highest: f64,
) -> Result<(), Refusal> {
    for (criterion, values) in criteria.iter().zip(values) {
        if let Some(row) = values
            .iter()
            .position(|value| *value < lowest || *value > highest)
        {
            let scale = format!("the scale from {lowest} to {highest}");
            let says = format!("must lie on {scale}, not {}.", values[row]);
            return Err(Refusal::in_row("out_of_range", row, criterion, &says));
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "prioritise_tests.rs"]
mod tests;
