//! Sales and operations planning: a level, a chase or a mixed plan for a product family, with stocks, workers and costs.
//!
//! Sources: Heizer & Render and Stevenson, Operations Management. Holding cost is charged on the closing stock (as in Heizer &
//! Render); Stevenson uses the mean of opening and closing stock.

use super::frame::*;

pub static SALES_AND_OPERATIONS: Calculator = Calculator {
    name: "sales_and_operations",
    title: "Sales and operations plan",
    purpose: "Level or chase, and what does it cost?",
    formula: "level rate = (demand + closing - opening) / periods or days; stock = last + output - demand",
    source: "Heizer & Render, Operations Management; Stevenson, Operations Management",
    fields: &[
        Field::choice("plan", "Plan", &["level", "chase", "hybrid"])
            .help("hybrid: a steady rate, what lacks by overtime up to its cap, then subcontracted."),
        Field::units("opening", "Opening stock")
            .help("Before period 1.")
            .or(0.0),
        Field::units("closing", "Closing stock")
            .help("After the last.")
            .or(0.0),
        Field::units("rate", "Rate")
            .help("A period or day; level where empty.")
            .optional(),
        Field::units("per_worker", "Units a worker")
            .help("A period or day; for the crew.")
            .above(0.0)
            .optional(),
        Field::whole("crew", "Crew at the start")
            .help("As period 1 needs where empty.")
            .within(0.0, 1e9)
            .optional(),
        Field::units("overtime_cap", "Overtime cap")
            .help("Units a period; none where empty.")
            .optional(),
        Field::new("costs", "Costs", Kind::Pairs)
            .help("A unit of regular, overtime, subcontract, holding, backlog; a worker of hire, release.")
            .optional(),
    ],
    lists: &["periods"],
    layouts: &[Layout::of("periods", COLUMNS).in_order(RowOrder::Plan)],
    example: r#"{"plan": "level", "costs": {"holding": 5}, "periods": [{"demand": 900, "days": 22}, {"demand": 700, "days": 18},
        {"demand": 800, "days": 21}, {"demand": 1200, "days": 21}, {"demand": 1500, "days": 22},
        {"demand": 1100, "days": 20}]}"#,
    result: "",
    work,
};

const COLUMNS: &[Column] = &[
    Column::units("demand", "Demand", "forecast; sales; units"),
    Column::number("days", "Days", "working days")
        .within(0.0, 1e4)
        .optional(),
];

#[derive(Default)]
struct Period {
    demand: f64,
    days: f64,
    output: f64,
    overtime: f64,
    subcontract: f64,
    stock: f64,
    crew: f64,
    hired: f64,
    released: f64,
}

/// A quantity of a period.
type Measure = fn(&Period) -> f64;

fn read(reader: &Reader) -> Result<Vec<Period>, Refusal> {
    let rows = reader.rows("periods")?;
    let demand = rows.needed("demand")?;
    let most = "at most 36 periods";
    reader.object.at_most("periods", demand.len(), 36, most)?;
    let periods = demand.iter().enumerate().map(|(row, &demand)| Period {
        demand,
        days: rows.number("days", row).unwrap_or(1.0),
        ..Period::default()
    });
    let periods: Vec<Period> = periods.collect();
    match periods.iter().position(|period| period.days == 0.0) {
        Some(row) => {
            let says = "must be above 0.";
            Err(Refusal::in_row("out_of_range", row, "days", says))
        }
        None => Ok(periods),
    }
}

/// Production in each period, and the closing stock.
fn produce(reader: &Reader, periods: &mut [Period], rate: f64) -> Result<(), Refusal> {
    let plan = reader.choice("plan")?;
    let (opening, closing) = (reader.number("opening")?, reader.number("closing")?);
    let cap = reader.given("overtime_cap")?.unwrap_or(f64::INFINITY);
    let (mut stock, last) = (opening, periods.len() - 1);
    for (at, period) in periods.iter_mut().enumerate() {
        period.output = match plan {
            // The difference between opening and closing stock is made in period 1.
            "chase" if at == 0 => (period.demand + closing - opening).max(0.0),
            "chase" => period.demand,
            _ => rate * period.days,
        };
        stock += period.output - period.demand;
        if plan == "hybrid" {
            let wanted = if at == last { closing } else { 0.0 };
            let lacking = (wanted - stock).max(0.0);
            period.overtime = lacking.min(cap);
            period.subcontract = lacking - period.overtime;
            stock += lacking;
        }
        period.stock = stock;
    }
    Ok(())
}

/// Whole workers needed, with hiring and layoffs.
fn staff(reader: &Reader, periods: &mut [Period]) -> Result<(), Refusal> {
    let mut crew = reader.given("crew")?;
    let Some(each) = reader.given("per_worker")? else {
        return Ok(());
    };
    for period in periods {
        period.crew = whole_up(period.output / (each * period.days)).max(0.0);
        let before = crew.unwrap_or(period.crew);
        period.hired = (period.crew - before).max(0.0);
        period.released = (before - period.crew).max(0.0);
        crew = Some(period.crew);
    }
    Ok(())
}

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let mut periods = read(reader)?;
    let sum = |of: Measure, periods: &[Period]| periods.iter().map(of).sum::<f64>();
    let (opening, closing) = (reader.number("opening")?, reader.number("closing")?);
    let (demand, days) = (sum(|p| p.demand, &periods), sum(|p| p.days, &periods));
    let level = ((demand + closing - opening) / days).max(0.0);
    let rate = reader.given("rate")?.unwrap_or(level);
    produce(reader, &mut periods, rate)?;
    staff(reader, &mut periods)?;

    let by_days = periods.iter().any(|period| period.days != 1.0);
    let chases = reader.choice("plan")? == "chase";
    let mut working = Vec::new();
    if !chases && reader.given("rate")?.is_none() {
        let of = if by_days { "days" } else { "periods" };
        let formula = format!("rate = (demand + closing - opening) / {of}");
        let filled = filled!("({} + {} - {}) / {}", demand, closing, opening, days);
        working.push(Step::of(formula, filled, level));
    }
    let mut last = opening;
    for (nth, period) in (1..).zip(&periods).take(12) {
        if !chases && by_days {
            let formula = format!("period {nth}: output = rate x days");
            let filled = filled!("{} x {}", rate, period.days);
            working.push(Step::of(formula, filled, period.output));
        }
        let made = period.stock + period.demand - last;
        let formula = format!("period {nth}: stock = last + made - demand");
        let filled = filled!("{} + {} - {}", last, made, period.demand);
        working.push(Step::of(formula, filled, period.stock));
        last = period.stock;
    }
    // The cost parameter, the name of the cost, and its quantity.
    let parts: [(_, _, _, Measure); 7] = [
        ("regular_cost", "cost of regular output", "regular", |p| {
            p.output
        }),
        ("hiring_cost", "cost of hiring", "hire", |p| p.hired),
        ("release_cost", "cost of release", "release", |p| p.released),
        ("holding_cost", "cost of holding", "holding", |p| {
            p.stock.max(0.0)
        }),
        ("backlog_cost", "cost of backlog", "backlog", |p| {
            (-p.stock).max(0.0)
        }),
        ("overtime_cost", "cost of overtime", "overtime", |p| {
            p.overtime
        }),
        (
            "subcontract_cost",
            "cost of subcontract",
            "subcontract",
            |p| p.subcontract,
        ),
    ];
    let prices = reader.object.object("costs")?;
    if let Some(prices) = &prices {
        prices.knows(&parts.map(|(_, _, name, _)| name))?;
    }
    let (mut total, mut costs) = (0.0, Vec::new());
    for (key, label, name, of) in parts {
        let given = prices.as_ref().map(|prices| prices.number(name));
        let price = given.transpose()?.flatten().unwrap_or(0.0);
        if let Some(prices) = &prices {
            prices.within(name, price, 0.0, f64::INFINITY)?;
        }
        let many = sum(of, &periods);
        total += price * many;
        costs.push(Figure::money(key, label, price * many));
        if price * many > 0.0 {
            let filled = filled!("{} x {}", many, price);
            working.push(Step::of(label, filled, price * many));
        }
    }
    let mut figures = vec![
        Figure::money("total", "total cost", total),
        Figure::quantity("rate", "rate", Some(rate).filter(|_| !chases))
            .or_missing("it follows the demand"),
    ];
    figures.extend(costs);
    let mut table = Rows::of(&periods)
        .periods()
        .quantity("demand", "Demand", |p| p.demand);
    if by_days {
        table = table.quantity("days", "Days", |p| p.days);
    }
    let table = table
        .quantity("output", "Output", |p| p.output)
        .quantity("overtime", "Overtime", |p| p.overtime)
        .quantity("subcontract", "Bought", |p| p.subcontract)
        .quantity("stock", "Stock", |p| p.stock)
        .quantity("crew", "Crew", |p| p.crew)
        .quantity("hired", "Hired", |p| p.hired)
        .quantity("released", "Released", |p| p.released)
        .grid("periods", "Periods");
    let lines = vec![
        Series::each("demand", &periods, |p| p.demand),
        Series::each("output", &periods, |p| p.output),
        Series::each("stock", &periods, |p| p.stock),
    ];
    let count = |key, of| Figure::unseen(key, sum(of, &periods), Unit::Count);
    let unseen = [
        count("hired", |p| p.hired),
        count("released", |p| p.released),
    ];
    Ok(Outcome::new(figures, working)
        .with_json_only(unseen)
        .with_table(table)
        .with_plot(Plot::by_period("Demand, output and stock", lines)))
}

#[cfg(test)]
mod tests {
    use super::super::{Input, Step, answer, request};
    use serde_json::{Value, json};

    fn result(mut request: Value, demand: &[f64]) -> Value {
        let rows = demand.iter().map(|demand| json!({"demand": demand}));
        request["periods"] = rows.collect();
        answer("sales_and_operations", &request).unwrap().value()
    }

    fn column(result: &Value, key: &str) -> Vec<f64> {
        let rows = result["periods"].as_array().unwrap();
        rows.iter().map(|row| row[key].as_f64().unwrap()).collect()
    }

    /// Heizer & Render, Operations Management: the roofing supplier, 50 a day, 1,850 units in stock for 9,250.
    #[test]
    fn the_roofing_supplier_of_heizer_and_render_pays_as_printed() {
        let example = request::read(super::SALES_AND_OPERATIONS.example).unwrap();
        let result = answer("sales_and_operations", &example).unwrap().value();
        assert_eq!(
            column(&result, "stock"),
            [200.0, 400.0, 650.0, 500.0, 100.0, 0.0]
        );
        assert_eq!(
            (&result["rate"], &result["total"]),
            (&json!(50.0), &json!(9250.0))
        );
    }

    /// What is made in a period of so many days is worked out, and the days stand in the table.
    #[test]
    fn the_working_says_how_days_become_output() {
        let example = request::read(super::SALES_AND_OPERATIONS.example).unwrap();
        let outcome = super::SALES_AND_OPERATIONS
            .outcome(&Input::new(&example))
            .unwrap();
        let lines: Vec<String> = outcome.working.iter().map(Step::show).collect();
        assert_eq!(
            lines[..3],
            [
                "rate = (demand + closing - opening) / days = (6200 + 0 - 0) / 124 = 50",
                "period 1: output = rate x days = 50 x 22 = 1100",
                "period 1: stock = last + made - demand = 0 + 1100 - 900 = 200",
            ]
        );
        let periods = outcome.table("periods").unwrap();
        assert!(periods.columns.iter().any(|column| column.label == "Days"));
        let costs = outcome
            .figures
            .iter()
            .filter(|figure| figure.key.ends_with("_cost"));
        assert!(
            costs.clone().count() == 7 && costs.into_iter().all(|f| f.label.starts_with("cost of"))
        );
        let whole = json!({"periods": [{"demand": 5}, {"demand": 7}]});
        let outcome = super::SALES_AND_OPERATIONS
            .outcome(&Input::new(&whole))
            .unwrap();
        assert!(
            outcome
                .working
                .iter()
                .all(|step| !step.formula.contains("days"))
        );
    }

    /// Stevenson, Operations Management: 300 each period, 2 a unit, 1 for holding, 5 for backlog.
    #[test]
    fn the_level_plan_of_stevenson_costs_as_printed() {
        let costs = json!({"costs": {"regular": 2, "holding": 1, "backlog": 5}});
        let result = result(costs, &[200.0, 200.0, 300.0, 400.0, 500.0, 200.0]);
        assert_eq!(result["total"], json!(4700.0));
        assert_eq!(result["backlog_cost"], json!(500.0));
    }

    #[test]
    fn vectors_worked_by_hand_are_met() {
        let demand = [300.0, 500.0, 400.0];
        let level = result(
            json!({"opening": 50, "closing": 50, "costs": {"holding": 2}}),
            &demand,
        );
        assert_eq!(column(&level, "stock"), [150.0, 50.0, 50.0]);
        assert_eq!(level["total"], json!(500.0));
        let chase = json!({"plan": "chase", "opening": 50, "closing": 50, "per_worker": 10, "crew": 35, "costs": {"hire": 400, "release": 600}});
        let chase = result(chase, &demand);
        assert_eq!(column(&chase, "crew"), [30.0, 50.0, 40.0]);
        assert_eq!(
            (&chase["hired"], &chase["released"]),
            (&json!(20), &json!(15))
        );
        assert_eq!(chase["total"], json!(17_000.0));
        assert!(chase["rate"].is_null());
        let mixed = |cap: Value| {
            let request = json!({"plan": "hybrid", "opening": 50, "closing": 50, "rate": 380, "overtime_cap": cap});
            result(request, &demand)
        };
        let free = mixed(json!(null));
        assert_eq!(column(&free, "stock"), [130.0, 10.0, 50.0]);
        assert_eq!(column(&free, "overtime"), [0.0, 0.0, 60.0]);
        assert_eq!(column(&mixed(json!(40)), "subcontract"), [0.0, 0.0, 20.0]);
    }

    /// A stock gap that is not there is not made: less is made than asked for.
    #[test]
    fn a_chase_from_a_large_stock_makes_nothing_below_zero() {
        let request = json!({"plan": "chase", "opening": 500});
        let result = result(request, &[300.0, 100.0]);
        assert_eq!(column(&result, "output"), [0.0, 100.0]);
        assert_eq!(column(&result, "stock"), [200.0, 200.0]);
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        for (key, value, code) in [
            ("plan", json!("both"), "bad_option"),
            ("costs", json!({"hiring": 1}), "unknown_key"),
            ("costs", json!({"hire": -1}), "out_of_range"),
            ("per_worker", json!(0), "out_of_range"),
            ("crew", json!(1.5), "not_whole"),
            ("periods", json!([]), "empty"),
            ("periods", json!([{"demand": -1}]), "out_of_range"),
            ("periods", json!([{"demand": 1, "days": 0}]), "out_of_range"),
            (
                "periods",
                json!(vec![json!({"demand": 1}); 37]),
                "out_of_range",
            ),
        ] {
            let mut request = json!({"periods": [{"demand": 1}]});
            request[key] = value.clone();
            assert_eq!(
                answer("sales_and_operations", &request).unwrap_err().code,
                code,
                "{key} {value}"
            );
        }
    }
}
