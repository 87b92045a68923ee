//! Price breaks: the lot that costs least where a larger one is cheaper, and how much to buy ahead of a rise or at a
//! price that holds once.
//!
//! Sources: Heizer & Render, Operations Management, and Stevenson, Operations Management, for discounts on all units;
//! Chopra & Meindl, Supply Chain Management, for buying ahead.

use super::frame::*;

pub static PRICE_BREAK: Calculator = Calculator {
    name: "price_break",
    title: "Price breaks and buying ahead",
    purpose: "Is the larger lot worth its discount?",
    formula: "total = D P + D S / Q + Q H / 2, for each price P",
    source: "Heizer & Render; Stevenson, Operations Management; Chopra & Meindl, Supply Chain Management",
    fields: &[
        Field::units("demand", "Demand a year")
            .help("In units.")
            .above(0.0)
            .letter("D"),
        Field::money("order_cost", "Cost of an order")
            .help("Of placing and receiving one.")
            .above(0.0)
            .letter("S"),
        Field::rate("holding_rate", "Holding rate a year")
            .help("Of the price. This, or the cost a unit.")
            .above(0.0)
            .optional(),
        Field::money("holding_cost", "Holding cost a unit")
            .help("For a year, whatever the price.")
            .above(0.0)
            .optional()
            .letter("H"),
        Field::money("special_price", "Price this once")
            .help("A lower price for one order.")
            .above(0.0)
            .optional(),
        Field::money("new_price", "Price after a rise")
            .help("What a unit costs from then on.")
            .above(0.0)
            .optional(),
    ],
    lists: &["tiers"],
    layouts: &[Layout::of("tiers", COLUMNS)],
    example: r#"{"demand": 5000, "order_cost": 49, "holding_rate": 0.2, "tiers": [{"from": 0, "price": 5},
        {"from": 1000, "price": 4.8}, {"from": 2000, "price": 4.75}]}"#,
    result: "",
    work,
};

const COLUMNS: &[Column] = &[
    Column::units("from", "From", "quantity; qty; minimum; min qty; break"),
    Column::number("price", "Price", "unit price; cost").within(0.0, 1e12),
];

/// A price and the best lot size at it.
#[derive(Clone, Copy)]
struct Tier {
    from: f64,
    price: f64,
    eoq: f64,
    /// The economic quantity, raised to the break; `None` if it lies beyond the next break, which is then cheaper.
    lot: Option<f64>,
}

struct Model {
    demand: f64,
    order_cost: f64,
    /// A share of the price, or an amount for each unit.
    rate: Option<f64>,
    amount: f64,
    tiers: Vec<Tier>,
}

impl Model {
    fn read(reader: &Reader) -> Result<Self, Refusal> {
        reader.not_both("holding_rate", "holding_cost")?;
        let rate = reader.given("holding_rate")?;
        let amount = match rate {
            Some(_) => 0.0,
            None => reader.number("holding_cost")?,
        };
        let mut model = Model {
            demand: reader.number("demand")?,
            order_cost: reader.number("order_cost")?,
            rate,
            amount,
            tiers: Vec::new(),
        };
        let rows = reader.rows("tiers")?;
        let (breaks, prices) = (rows.needed("from")?, rows.needed("price")?);
        for (row, (&from, &price)) in breaks.iter().zip(prices.iter()).enumerate() {
            let (key, says) = if price <= 0.0 {
                ("price", format!("must be above 0, not {price}."))
            } else if breaks[..row].contains(&from) {
                let says = format!("must differ from those before it, not be {from} again.");
                ("from", says)
            } else if row >= 10 {
                ("from", "must be one of at most ten breaks.".to_owned())
            } else {
                let eoq = model.eoq(price);
                model.tiers.push(Tier {
                    from,
                    price,
                    eoq,
                    lot: None,
                });
                continue;
            };
            return Err(Refusal::in_row("out_of_range", row, key, &says));
        }
        model.tiers.sort_by(|a, b| a.from.total_cmp(&b.from));
        let ends = model.tiers.iter().skip(1).map(|next| next.from);
        let ends: Vec<f64> = ends.chain([f64::INFINITY]).collect();
        for (tier, end) in model.tiers.iter_mut().zip(ends) {
            tier.lot = Some(tier.eoq.max(tier.from)).filter(|lot| *lot < end);
        }
        Ok(model)
    }

    fn holding(&self, price: f64) -> f64 {
        self.rate.map_or(self.amount, |rate| rate * price)
    }

    fn eoq(&self, price: f64) -> f64 {
        (2.0 * self.demand * self.order_cost / self.holding(price)).sqrt()
    }

    /// Cost of a year with this lot size and price.
    fn total(&self, price: f64, lot: f64) -> f64 {
        self.demand * price + self.demand / lot * self.order_cost + lot / 2.0 * self.holding(price)
    }

    /// How a tier comes to its lot and its cost.
    fn working(&self, tier: &Tier, total: f64) -> Vec<Step> {
        let (d, s, p) = (self.demand, self.order_cost, tier.price);
        let h = self.holding(p);
        let eoq = Step::of(
            filled!("at {}: EOQ = sqrt(2 D S / H)", p),
            filled!("sqrt(2 x {} x {} / {})", d, s, h),
            tier.eoq,
        );
        let Some(q) = tier.lot else {
            let beyond = "beyond the next break, where it is cheaper";
            return vec![eoq, Step::new(beyond, "", "")];
        };
        let lifted = (q > tier.eoq).then(|| Step::of("Q, lifted to the break", "", q));
        let filled = filled!("{} x {} + {} x {} / {} + {} x {} / 2", d, p, d, s, q, q, h);
        let formula = "total = D P + D S / Q + Q H / 2";
        let total = Step::of(formula, filled, total);
        [eoq].into_iter().chain(lifted).chain([total]).collect()
    }

    /// The order before a rise, or at the price of this once, with its step; nothing where neither is given.
    fn order_once(&self, reader: &Reader, best: Tier) -> Result<Option<(f64, Step)>, Refusal> {
        reader.not_both("special_price", "new_price")?;
        let rise = reader.given("new_price")?;
        let usual = best.lot.unwrap_or(best.eoq);
        let (key, now, after, lot) = match (reader.given("special_price")?, rise) {
            (Some(now), _) => ("special_price", now, best.price, usual),
            (None, Some(after)) => ("new_price", best.price, after, self.eoq(after)),
            (None, None) => return Ok(None),
        };
        if now >= after {
            let side = if key == "new_price" { "above" } else { "below" };
            let says = format!("must be {side} the price of {}.", best.price);
            return Err(reader.object.refuse("out_of_range", key, &says));
        }
        let (demand, saving) = (self.demand, after - now);
        let rate = self.rate.unwrap_or(self.amount / after);
        let order = saving * demand / (now * rate) + after * lot / now;
        let [e, d, p, r, a, q] = [saving, demand, now, rate, after, lot].map(plain);
        let filled = format!("{e} x {d} / ({p} x {r}) + {a} x {q} / {p}");
        let formula = "one order = saving D / (price now x rate) + price after x Q / price now";
        Ok(Some((order, Step::of(formula, filled, order))))
    }
}

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let model = Model::read(reader)?;
    let total = |tier: &Tier| Some(model.total(tier.price, tier.lot?));
    let totals = model.tiers.iter().map(total);
    let totals: Vec<f64> = totals.map(|sum| sum.unwrap_or(f64::NAN)).collect();
    let least = totals.iter().copied().fold(f64::INFINITY, f64::min);
    let equal = |sum: &f64| *sum - least <= NEAR * least;
    // If two cost the same, the smaller lot.
    let place = totals
        .iter()
        .position(equal)
        .filter(|_| least.is_finite() && least > 0.0);
    let Some((place, lot)) = place.and_then(|place| Some((place, model.tiers[place].lot?))) else {
        let says = "and the costs are too large or too small to count: give less extreme ones.";
        return Err(reader.object.refuse("not_finite", "demand", says));
    };
    let best = model.tiers[place];
    let orders = model.demand / lot;
    let saving = Some(totals[0] - least).filter(|saving| !saving.is_nan());
    let mut figures = vec![
        Figure::quantity("quantity", "order quantity", lot),
        Figure::money("price", "price a unit", best.price),
        Figure::money("total", "together a year", least),
        Figure::quantity("orders", "orders a year", orders),
        Figure::money("saving", "saved by the break", saving).or_missing("no lot at that price"),
    ];
    let mut working = Vec::new();
    for (tier, sum) in model.tiers.iter().zip(&totals) {
        working.extend(model.working(tier, *sum));
    }
    if let Some((order, step)) = model.order_once(reader, best)? {
        figures.push(Figure::quantity("order_once", "order once", order));
        figures.push(Figure::quantity("ahead", "... bought ahead", order - lot));
        working.push(step);
    }
    let mut warnings = Vec::new();
    if totals.iter().filter(|sum| equal(sum)).count() > 1 {
        warnings.push(Warning::new("equal_totals", plain(lot)));
    }
    let table = Rows::of(&model.tiers)
        .quantity("from", "From", |tier| tier.from)
        .money("price", "Price", |tier| tier.price)
        .quantity("eoq", "EOQ", |tier| tier.eoq)
        .quantity("lot", "Lot", |tier| tier.lot.unwrap_or(f64::NAN))
        .column(GridColumn::numbers("total", "Total", Unit::Money, totals))
        .grid("tiers", "Prices");
    let lots = model.tiers.iter().filter_map(|tier| tier.lot);
    let farthest = lots.fold(lot, f64::max) * 1.3;
    let series = model.tiers.iter().enumerate().map(|(nth, tier)| {
        let end = model.tiers.get(nth + 1).map_or(farthest, |next| next.from);
        let from = tier.from.max(lot / 4.0);
        let lots = (0..=40).map(|i| from + (end - from) * f64::from(i) / 40.0);
        let points = lots
            .filter(|_| end > from)
            .map(|q| (q, model.total(tier.price, q)));
        Series::new(format!("at {}", plain(tier.price)), points.collect())
    });
    let plot = Plot::new(
        "Cost a year against the lot",
        Axis::new("order quantity", Unit::Quantity),
        Axis::new("cost a year", Unit::Money),
        series.collect(),
    );
    Ok(Outcome::new(figures, working)
        .with_table(table)
        .with_plot(plot.marked("lowest", lot, least))
        .with_warnings(warnings))
}

#[cfg(test)]
mod tests {
    use super::super::answer;
    use serde_json::{Value, json};

    fn result(request: &Value) -> Value {
        answer("price_break", request).unwrap().value()
    }

    fn tiers(pairs: &[(f64, f64)]) -> Value {
        let tiers = pairs
            .iter()
            .map(|(from, price)| json!({"from": from, "price": price}));
        tiers.collect()
    }

    fn close(value: &Value, expected: f64, within: f64) {
        let found = value.as_f64().unwrap();
        assert!(
            (found - expected).abs() <= within,
            "{found} is not {expected}"
        );
    }

    /// Heizer & Render, Operations Management: Wohl's discount store, race cars, 25,700, 24,725 and 24,822.50.
    #[test]
    fn the_race_cars_of_heizer_and_render_are_ordered_as_printed() {
        let prices = tiers(&[(0.0, 5.0), (1000.0, 4.8), (2000.0, 4.75)]);
        let result = result(
            &json!({"demand": 5000, "order_cost": 49, "holding_rate": 0.2, "tiers": prices}),
        );
        for (row, total) in [25_700.0, 24_725.0, 24_822.5].into_iter().enumerate() {
            close(&result["tiers"][row]["total"], total, 0.01);
        }
        assert_eq!(result["quantity"], json!(1000.0));
        close(&result["saving"], 975.0, 0.01);
    }

    /// Stevenson, Operations Management: 816 cases, 12 an order, 4 a case and year; 100 at a time for 13,354.
    #[test]
    fn a_fixed_holding_cost_gives_the_printed_lot_of_stevenson() {
        let prices = tiers(&[(0.0, 20.0), (50.0, 18.0), (80.0, 17.0), (100.0, 16.0)]);
        let result =
            result(&json!({"demand": 816, "order_cost": 12, "holding_cost": 4, "tiers": prices}));
        assert_eq!(result["quantity"], json!(100.0));
        close(&result["total"], 13_354.0, 0.5);
        assert!(
            result["tiers"][0]["lot"].is_null(),
            "70 is beyond the first break"
        );
    }

    /// Chopra & Meindl, Supply Chain Management: Vitaherb, 0.15 off 3 once: 38,236, of which 31,912 ahead.
    #[test]
    fn a_price_that_holds_once_is_bought_ahead_as_printed() {
        let request = json!({"demand": 120_000, "order_cost": 100, "holding_rate": 0.2, "special_price": 2.85,
            "tiers": tiers(&[(0.0, 3.0)])});
        let result = result(&request);
        close(&result["quantity"], 6325.0, 0.5);
        close(&result["order_once"], 38_236.0, 1.0);
        close(&result["ahead"], 31_912.0, 1.0);
    }

    #[test]
    fn vectors_worked_by_hand_are_met() {
        for (demand, cost, rate, prices, quantity, total) in [
            (
                3000,
                60,
                0.25,
                tiers(&[(0.0, 10.0), (1000.0, 9.7)]),
                1000.0,
                Some(30_492.5),
            ),
            (
                1200,
                40,
                0.25,
                tiers(&[(0.0, 20.0), (2000.0, 19.8)]),
                138.56,
                None,
            ),
            (
                6000,
                30,
                0.3,
                tiers(&[(0.0, 5.0), (200.0, 4.9), (2000.0, 4.8)]),
                494.87,
                Some(30_127.46),
            ),
        ] {
            let result = result(
                &json!({"demand": demand, "order_cost": cost, "holding_rate": rate, "tiers": prices}),
            );
            close(&result["quantity"], quantity, 0.005);
            if let Some(total) = total {
                close(&result["total"], total, 0.005);
            }
        }
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        let base = json!({"demand": 5000, "order_cost": 49, "holding_rate": 0.2, "tiers": tiers(&[(0.0, 5.0)])});
        for (key, value, code) in [
            ("demand", json!(0), "out_of_range"),
            ("holding_rate", json!(null), "missing"),
            ("holding_cost", json!(1), "ambiguous"),
            ("special_price", json!(5), "out_of_range"),
            ("new_price", json!(4), "out_of_range"),
            ("tiers", tiers(&[(0.0, 5.0), (0.0, 4.0)]), "out_of_range"),
            ("tiers", tiers(&[(0.0, 0.0)]), "out_of_range"),
            ("tiers", json!([]), "empty"),
        ] {
            let mut request = base.clone();
            request[key] = value.clone();
            assert_eq!(
                answer("price_break", &request).unwrap_err().code,
                code,
                "{key} {value}"
            );
        }
    }
}
