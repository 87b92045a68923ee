//! Which mode of transport costs least, stock included: in transit, cycle and safety stock.
//!
//! Sources: Coyle et al., Supply Chain Management; Chopra & Meindl, Supply Chain Management (who take half the demand of
//! the lead time for safety stock).

use super::frame::*;

/// Most modes compared.
const MOST: usize = 6;

pub static MODE_CHOICE: Calculator = Calculator {
    name: "mode_choice",
    title: "Mode of transport",
    purpose: "Which mode costs least, stock included?",
    formula: "total = D freight + (D transit / days + lot / 2 + safety) V i; safety = z sd sqrt(lead)",
    source: "Coyle et al., Supply Chain Management; Chopra & Meindl, Supply Chain Management",
    fields: &[
        Field::units("demand", "Demand a year")
            .help("In units.")
            .above(0.0)
            .letter("D"),
        Field::money("value", "Value of a unit")
            .help("What is tied up in stock.")
            .letter("V"),
        Field::rate("holding_rate", "Holding rate a year")
            .help("Of the value.")
            .letter("i"),
        Field::units("sd", "Demand deviation a day")
            .help("Its standard deviation.")
            .or(0.0)
            .letter("sd"),
        Field::number("z", "Safety factor")
            .help("1.65 for 95 % of cycles.")
            .within(0.0, 6.0)
            .or(0.0)
            .letter("z"),
        Field::days("days", "Days a year")
            .help("Those that the demand falls on.")
            .within(0.0, 366.0)
            .above(0.0)
            .or(365.0),
    ],
    lists: &["modes"],
    layouts: &[Layout::of("modes", COLUMNS)],
    example: r#"{"demand": 7300, "value": 60, "holding_rate": 0.2, "sd": 12, "z": 1.65, "modes": [
        {"mode": "sea", "freight": 0.9, "lot": 1200, "transit": 30, "lead": 40},
        {"mode": "rail", "freight": 1.6, "lot": 600, "transit": 16, "lead": 20},
        {"mode": "air", "freight": 6, "lot": 150, "transit": 3, "lead": 5}]}"#,
    result: "",
    work,
};

const COLUMNS: &[Column] = &[
    Column::text("mode", "Mode", "name; carrier; transport"),
    Column::number("freight", "Freight a unit", "rate; freight cost").within(0.0, 1e12),
    Column::units("lot", "Lot", "shipment; lot size; quantity"),
    Column::number("transit", "Transit days", "transit time; days")
        .within(0.0, 3650.0)
        .counted_in("days"),
    Column::number("lead", "Lead time days", "lead time; lead_time")
        .within(0.0, 3650.0)
        .counted_in("days")
        .optional(),
    Column::units("safety", "Safety stock", "safety_stock").optional(),
];

/// A mode and what it costs a year.
struct Mode {
    freight: f64,
    transit_stock: f64,
    cycle_stock: f64,
    safety: f64,
    stock_cost: f64,
    total: f64,
}

/// How much of something a mode costs or holds.
type Measure = fn(&Mode) -> f64;

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let (demand, value) = (reader.number("demand")?, reader.number("value")?);
    let (rate, days) = (reader.number("holding_rate")?, reader.number("days")?);
    let (sd, z) = (reader.number("sd")?, reader.number("z")?);
    let rows = reader.rows("modes")?;
    let names = rows.ids("mode")?;
    let most = format!("1 to {MOST} rows");
    reader.object.at_most("modes", names.len(), MOST, &most)?;
    let (freights, lots, transits) = (
        rows.needed("freight")?,
        rows.needed("lot")?,
        rows.needed("transit")?,
    );
    let modes: Vec<Mode> = (0..names.len())
        .map(|row| {
            let freight = demand * freights[row];
            let transit_stock = demand * transits[row] / days;
            let lead = rows.number("lead", row).unwrap_or(transits[row]);
            let safety = rows
                .number("safety", row)
                .unwrap_or_else(|| z * sd * lead.sqrt());
            let stock = transit_stock + lots[row] / 2.0 + safety;
            Mode {
                freight,
                transit_stock,
                cycle_stock: lots[row] / 2.0,
                safety,
                stock_cost: stock * value * rate,
                total: freight + stock * value * rate,
            }
        })
        .collect();
    let totals: Vec<f64> = modes.iter().map(|mode| mode.total).collect();
    let order = ranked(&totals, false, Some(&names));
    let first = order[0] as usize;
    let saving = order
        .get(1)
        .map(|&second| totals[second as usize] - totals[first]);
    let best = &modes[first];

    let mut working = vec![Step::of("cheapest", names[first].clone(), best.total)];
    for (name, (mode, row)) in names.iter().zip(modes.iter().zip(0..)) {
        if rows.number("safety", row).is_none() && mode.safety > 0.0 {
            let lead = rows.number("lead", row).unwrap_or(transits[row]);
            let filled = filled!("{} x {} x sqrt({})", z, sd, lead);
            let formula = format!("{name}: safety = z sd sqrt(lead)");
            working.push(Step::of(formula, filled, mode.safety));
        }
        let [d, f, t, y, v, i] =
            [demand, freights[row], transits[row], days, value, rate].map(plain);
        let filled = filled!(
            "{d} x {f} + ({d} x {t} / {y} + {} + {}) x {v} x {i}",
            mode.cycle_stock,
            mode.safety
        );
        working.push(Step::of(format!("{name}: total"), filled, mode.total));
    }
    let all: Vec<u32> = (0..names.len() as u32).collect();
    let table = Rows::of(&modes)
        .column(GridColumn::names("mode", "Mode", &names, all))
        .money("total", "Total cost", |mode| mode.total)
        .money("freight", "Freight cost", |mode| mode.freight)
        .money("stock_cost", "Stock cost", |mode| mode.stock_cost)
        .quantity("transit_stock", "Units in transit", |mode| {
            mode.transit_stock
        })
        .quantity("cycle_stock", "Units of the lot", |mode| mode.cycle_stock)
        .quantity("safety", "Safety units", |mode| mode.safety)
        .grid("modes", "Modes");
    // Cost on cost: freight first, then what each stock costs to hold.
    let mut ends = vec![0.0; modes.len()];
    let parts: [(_, Measure); 4] = [
        ("freight", |mode| mode.freight),
        ("stock in transit", |mode| mode.transit_stock),
        ("stock of the lot", |mode| mode.cycle_stock),
        ("safety stock", |mode| mode.safety),
    ];
    let pieces = (0..).zip(parts).map(|(nth, (name, of))| {
        let price = if nth == 0 { 1.0 } else { value * rate };
        let piece = ends.iter_mut().zip(&modes).map(|(end, mode)| {
            let from = *end;
            *end += of(mode) * price;
            (from, *end)
        });
        Series::piece(name, piece)
    });
    let plot = Plot::of_bars(
        "Cost a year of each mode",
        Axis::new("cost a year", Unit::Money),
        names.iter().cloned(),
        pieces.collect(),
    );
    let figures = vec![
        Figure::money("total", "lowest cost", best.total),
        Figure::money("freight", "... freight", best.freight),
        Figure::money("stock_cost", "... stock", best.stock_cost),
        Figure::money("saving", "below the next", saving).or_missing("there is one mode only"),
    ];
    Ok(Outcome::new(figures, working)
        .with_table(table)
        .with_plot(plot.cut_at("lowest", best.total)))
}

#[cfg(test)]
mod tests {
    use super::super::answer;
    use serde_json::json;

    #[test]
    fn rail_costs_least_though_sea_has_the_lower_freight() {
        let request = serde_json::from_str(super::MODE_CHOICE.example).unwrap();
        let result = answer("mode_choice", &request).unwrap().value();
        let total = |row: usize| result["modes"][row]["total"].as_f64().unwrap().round();
        assert_eq!(
            [total(0), total(1), total(2)],
            [22_473.0, 20_183.0, 45_951.0]
        );
        assert_eq!(result["total"].as_f64().unwrap().round(), 20_183.0);
    }

    /// Chopra & Meindl: rail with a safety stock of three days, 986.3, costs 186,904 a year (186,900 there).
    #[test]
    fn a_published_case_costs_this() {
        let rail =
            json!({"mode": "rail", "freight": 0.65, "lot": 2000, "transit": 5, "safety": 986.3});
        let road = json!({"mode": "road", "freight": 0.9, "lot": 500, "transit": 3});
        let request =
            json!({"demand": 120_000, "value": 120, "holding_rate": 0.25, "modes": [rail, road]});
        let result = answer("mode_choice", &request).unwrap().value();
        let total = result["modes"][0]["total"].as_f64().unwrap();
        assert!((total - 186_904.0).abs() < 1.0, "{total}");
    }

    #[test]
    fn of_one_mode_nothing_is_saved_and_seven_are_too_many() {
        let mode =
            |name: usize| json!({"mode": name.to_string(), "freight": 1, "lot": 1, "transit": 1});
        let of = |modes: usize| {
            let modes: Vec<_> = (0..modes).map(mode).collect();
            answer(
                "mode_choice",
                &json!({"demand": 1, "value": 1, "holding_rate": 0.1, "modes": modes}),
            )
        };
        assert!(of(1).unwrap().value()["saving"].is_null());
        assert_eq!(of(7).unwrap_err().code, "out_of_range");
    }
}
