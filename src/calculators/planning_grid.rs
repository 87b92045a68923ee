//! Planning grids: a master schedule with available to promise, material requirements, and distribution requirements, where the
//! releases of all sites are added up as the need of their source.
//!
//! Sources: Jacobs, Berry, Whybark & Vollmann, Manufacturing Planning and Control; Chapman, Arnold, Gatewood & Clive,
//! Introduction to Materials Management. Other books differ: Stevenson takes the greater of forecast and orders from period 1 on
//! (fence 0 here), some subtract safety stock from what can be promised, some multiply by 1 + scrap.

use super::frame::*;

const LONGEST: usize = 52;
const SITES: usize = 20;

pub static PLANNING_GRID: Calculator = Calculator {
    name: "planning_grid",
    title: "Planning grid: MPS, MRP, DRP",
    purpose: "What is in stock, promised, released?",
    formula: "balance = last + receipts - needs; ATP = receipt - orders up to the next; net = gross - balance + safety",
    source: "Jacobs, Berry, Whybark & Vollmann, Manufacturing Planning and Control; Chapman et al., Introduction to Materials Management",
    fields: &[
        Field::choice("mode", "Grid", &["auto", "mps", "mrp", "drp"])
            .help("auto: by the columns. mps: forecast and orders. mrp: gross. drp: gross of each site."),
        Field::units("on_hand", "On hand")
            .help("Before period 1.")
            .or(0.0),
        Field::units("allocated", "Allocated")
            .help("Of it, spoken for.")
            .or(0.0),
        Field::units("safety", "Safety stock")
            .help("Planned, not promised.")
            .or(0.0),
        Field::whole("lead_time", "Lead time")
            .help("Whole periods.")
            .within(0.0, LONGEST as f64)
            .or(1.0),
        Field::whole("demand_fence", "Demand fence")
            .help("Periods in which orders alone count.")
            .within(0.0, LONGEST as f64)
            .or(0.0),
        Field::choice("rule", "Lot rule", &["lot", "fixed", "min", "period"])
            .help("lot: as much as needed. fixed: whole lots. min: at least. period: for so many periods."),
        Field::units("lot", "Lot")
            .help("Units, or periods.")
            .above(0.0)
            .or(1.0),
        Field::rate("scrap", "Scrap")
            .help("Releases are receipts / (1 - scrap), up.")
            .within(0.0, 0.95)
            .or(0.0),
    ],
    lists: &["rows"],
    layouts: &[
        Layout::of("master schedule", MASTER).in_order(RowOrder::Plan),
        Layout::of("requirements", REQUIREMENTS).in_order(RowOrder::Plan),
    ],
    example: r#"{"on_hand": 60, "demand_fence": 2, "rows": [{"forecast": 30, "orders": 32}, {"forecast": 30, "orders": 27},
        {"forecast": 30, "orders": 24, "mps": 80}, {"forecast": 35, "orders": 15},
        {"forecast": 35, "orders": 6, "mps": 80}, {"forecast": 40, "orders": 0}]}"#,
    result: "",
    work,
};

const MASTER: &[Column] = &[
    Column::units("forecast", "Forecast", "fcst").empty_is_zero(),
    Column::units("orders", "Orders", "customer orders; booked").optional(),
    Column::units("mps", "MPS", "mps receipt").optional(),
];
/// A site's first filled cell for stock and lot size overrides the field.
const REQUIREMENTS: &[Column] = &[
    Column::units("gross", "Gross", "gross requirements; requirements").empty_is_zero(),
    Column::units("scheduled", "Scheduled", "scheduled receipts").optional(),
    Column::text("site", "Site", "dc; warehouse; location; plant").optional(),
    Column::units("on_hand", "On hand", "stock").optional(),
    Column::units("safety", "Safety", "safety stock").optional(),
    Column::units("lot", "Lot", "lot size").optional(),
    Column::units("lead_time", "Lead time", "lead").optional(),
];

/// How an item is planned, at one site.
struct Item {
    opening: f64,
    safety: f64,
    lead_time: usize,
    rule: &'static str,
    lot: f64,
    scrap: f64,
}

#[derive(Default)]
struct Period {
    number: f64,
    gross: f64,
    scheduled: f64,
    net: f64,
    receipt: f64,
    release: f64,
    balance: f64,
}

impl Period {
    fn new(number: usize, gross: f64, scheduled: f64) -> Self {
        Period {
            number: number as f64,
            gross,
            scheduled,
            ..Period::default()
        }
    }
}

/// What had to be released before period 1, and the first period it is for.
#[derive(Default)]
struct Late {
    units: f64,
    first: Option<f64>,
}

impl Item {
    /// From the fields, or from the table if one is given.
    fn read(reader: &Reader, table: &Table, rows: &[usize]) -> Result<Self, Refusal> {
        let own = |key: &str| rows.iter().find_map(|row| table.number(key, *row));
        let number = |key: &str| own(key).map_or_else(|| reader.number(key), Ok);
        let item = Item {
            opening: number("on_hand")? - reader.number("allocated")?,
            safety: number("safety")?,
            lead_time: number("lead_time")? as usize,
            rule: reader.choice("rule")?,
            lot: number("lot")?,
            scrap: reader.number("scrap")?,
        };
        let (code, says) = match item.lot {
            lot if lot <= 0.0 => ("out_of_range", "must be above 0."),
            lot if item.rule == "period" && lot.fract() != 0.0 => {
                ("not_whole", "must be a whole number of periods.")
            }
            _ => return Ok(item),
        };
        Err(reader.object.refuse(code, "lot", says))
    }

    /// The receipt that covers the net requirement of the first of these periods.
    fn receipt(&self, net: f64, periods: &[Period]) -> f64 {
        let lot = self.lot;
        match self.rule {
            _ if net == 0.0 => 0.0,
            "fixed" => whole_up(net / lot) * lot,
            "min" => net.max(lot),
            "period" => {
                let later = periods.iter().take(lot as usize).skip(1);
                let later: f64 = later.map(|period| period.gross - period.scheduled).sum();
                net + later.max(0.0)
            }
            _ => net,
        }
    }

    fn plan(&self, periods: &mut [Period]) -> Late {
        let (mut late, mut balance) = (Late::default(), self.opening);
        for at in 0..periods.len() {
            let (gross, scheduled) = (periods[at].gross, periods[at].scheduled);
            // A hair left by earlier sums is no need.
            let net = Some(gross - balance - scheduled + self.safety);
            let net = net.filter(|net| *net > NEAR).unwrap_or(0.0);
            let receipt = self.receipt(net, &periods[at..]);
            balance += scheduled + receipt - gross;
            (periods[at].net, periods[at].receipt, periods[at].balance) = (net, receipt, balance);
            let release = if self.scrap > 0.0 {
                whole_up(receipt / (1.0 - self.scrap))
            } else {
                receipt
            };
            match at.checked_sub(self.lead_time) {
                Some(start) => periods[start].release += release,
                None if release > 0.0 => {
                    late.units += release;
                    late.first = late.first.or(Some(periods[at].number));
                }
                None => {}
            }
        }
        late
    }

    fn working(&self, site: &str, periods: &[Period]) -> Vec<Step> {
        let (mut before, mut steps) = (self.opening, Vec::new());
        for period in periods {
            if period.receipt > 0.0 && steps.len() < 8 {
                let (n, gross, scheduled) = (period.number, period.gross, period.scheduled);
                let net = "net = gross - balance before - scheduled + safety";
                let formula = format!("{site} period {n}: {net}");
                let filled = filled!("{} - {} - {} + {}", gross, before, scheduled, self.safety);
                steps.push(Step::of(formula.trim_start(), filled, period.net));
                let formula = match self.rule {
                    "lot" => "receipt, as needed".to_owned(),
                    rule => format!("receipt, rule {rule} {}", plain(self.lot)),
                };
                steps.push(Step::of(formula, "", period.receipt));
            }
            before = period.balance;
        }
        steps
    }
}

/// Whether the rows are a master schedule: as `mode` says, or by their columns.
fn is_master(reader: &Reader) -> Result<bool, Refusal> {
    let first = reader.object.list("rows")?.and_then(|rows| rows.first());
    let has = |key: &str| match reader.input.table {
        Some(table) => table.columns.iter().any(|(name, _)| name == key),
        None => first.is_some_and(|row| row.get(key).is_some()),
    };
    let is_given = first.is_some() || reader.input.table.is_some();
    let what = "`forecast` or `gross` in each row";
    match reader.choice("mode")? {
        "auto" if is_given && !has("gross") && !has("forecast") => {
            Err(reader.object.missing("rows", what))
        }
        "auto" => Ok(!has("gross")),
        mode => Ok(mode == "mps"),
    }
}

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let is_master = is_master(reader)?;
    let table = reader.rows_of("rows", if is_master { MASTER } else { REQUIREMENTS }, "")?;
    let needed = if is_master { "forecast" } else { "gross" };
    let rows = table.needed(needed)?.len();
    let ids = table.texts("site");
    let mut sites = Sites::new();
    for row in 0..rows {
        let site = ids.map_or("", |ids| ids[row].trim());
        match sites.iter_mut().find(|(known, _)| *known == site) {
            Some((_, of_site)) => of_site.push(row),
            None => sites.push((site, vec![row])),
        }
    }
    if sites.len() > SITES || sites.iter().any(|(_, of_site)| of_site.len() > LONGEST) {
        let says = format!("must hold at most {LONGEST} periods, of at most {SITES} sites.");
        return Err(reader.object.refuse("out_of_range", "rows", &says));
    }
    if is_master {
        schedule(reader, &table, rows)
    } else {
        require(reader, &table, &sites)
    }
}

fn drawn(series: Vec<Series>, safety: f64) -> Plot {
    let label = if safety > 0.0 { "safety" } else { "none left" };
    Plot::by_period("Balance at the end of each period", series).level_at(label, safety)
}

fn lowest(balances: impl IntoIterator<Item = f64>) -> Figure {
    let lowest = balances.into_iter().fold(f64::INFINITY, f64::min);
    Figure::quantity("lowest_balance", "lowest balance", lowest)
}

/// Available to promise of each receipt: the receipt less the orders up to the next one; a shortage is taken from the receipt
/// before. The opening stock belongs to the first.
fn promised(orders: &[f64], supply: &[f64]) -> Vec<f64> {
    let (mut atp, mut later) = (vec![f64::NAN; orders.len()], 0.0);
    for period in (0..orders.len()).rev() {
        later -= orders[period];
        if period == 0 || supply[period] > 0.0 {
            let own = supply[period] + later;
            atp[period] = if period == 0 { own } else { own.max(0.0) };
            later = own.min(0.0);
        }
    }
    atp
}

/// The master schedule; planned by the lot rule if none is given.
fn schedule(reader: &Reader, table: &Table, rows: usize) -> Result<Outcome, Refusal> {
    let [forecast, orders, mut mps] = ["forecast", "orders", "mps"].map(|key| table.or_zero(key));
    let fence = reader.number("demand_fence")? as usize;
    let item = Item::read(reader, table, &[])?;
    let needs = (0..rows).map(|at| {
        if at < fence {
            Period::new(at + 1, orders[at], 0.0)
        } else {
            Period::new(at + 1, orders[at].max(forecast[at]), 0.0)
        }
    });
    let mut periods: Vec<Period> = needs.collect();
    let is_planned = (0..rows).all(|row| table.number("mps", row).is_none());
    if is_planned {
        item.plan(&mut periods);
        mps = periods.iter().map(|period| period.receipt).collect();
    }
    let (mut balance, mut last, mut working) = (Vec::new(), item.opening, Vec::new());
    for (at, period) in periods.iter().enumerate() {
        let of = if at < fence {
            "orders"
        } else {
            "the greater of forecast and orders"
        };
        let formula = format!("period {}: balance = last + MPS - {of}", period.number);
        let filled = filled!("{} + {} - {}", last, mps[at], period.gross);
        last += mps[at] - period.gross;
        working.push(Step::of(formula, filled, last));
        balance.push(last);
    }
    working.truncate(8);
    let mut supply = mps.clone();
    supply[0] += item.opening;
    let atp = promised(&orders, &supply);
    working.extend(promises(&orders, &supply, &atp));
    let cumulative = running(&atp);
    let in_all = cumulative[rows - 1];
    let short = balance.iter().position(|balance| *balance < 0.0);
    let short = short.map(|at| (at + 1) as f64);
    let oversold = (atp[0] < 0.0).then(|| Warning::new("oversold", plain(-atp[0])));
    let figures = vec![
        Figure::quantity("promise", "to promise now", atp[0]),
        Figure::quantity("promise_in_all", "... by the last period", in_all),
        lowest(balance.iter().copied()),
        Figure::quantity("closing_balance", "closing balance", last),
        Figure::count("first_shortage", "first period short", short).or_missing("none is short"),
    ];
    let plot = drawn(vec![Series::by_period("balance", &balance)], item.safety);
    let columns = vec![
        GridColumn::periods(rows),
        GridColumn::quantities("forecast", "Forecast", forecast),
        GridColumn::quantities("orders", "Orders", orders),
        GridColumn::quantities("mps", "MPS", mps),
        GridColumn::quantities("balance", "Balance", balance),
        GridColumn::quantities("atp", "ATP", atp),
        GridColumn::quantities("cumulative_atp", "Cum. ATP", cumulative),
    ];
    let title = if is_planned {
        "Master schedule, planned"
    } else {
        "Master schedule"
    };
    Ok(Outcome::new(figures, working)
        .with_table(Grid::new("rows", title, columns))
        .with_plot(plot)
        .with_warnings(oversold))
}

/// How what can be promised of the first receipts comes about.
fn promises(orders: &[f64], supply: &[f64], atp: &[f64]) -> Vec<Step> {
    let mut steps = Vec::new();
    let receipts: Vec<usize> = (0..atp.len()).filter(|at| !atp[*at].is_nan()).collect();
    for (nth, &at) in receipts.iter().enumerate().take(6) {
        let next = receipts.get(nth + 1).copied().unwrap_or(orders.len());
        let booked = &orders[at..next];
        let own = supply[at] - booked.iter().sum::<f64>();
        let sum: Vec<String> = booked.iter().map(|order| plain(*order)).collect();
        let nth = at + 1;
        let formula = format!("ATP of period {nth} = supply - orders up to the next receipt");
        let filled = format!("{} - ({})", plain(supply[at]), sum.join(" + "));
        steps.push(Step::of(formula, filled, own));
        if (own - atp[at]).abs() > NEAR {
            steps.push(Step::of("... with what a later receipt lacks", "", atp[at]));
        }
    }
    steps
}

/// The rows of each site.
type Sites<'a> = Vec<(&'a str, Vec<usize>)>;

/// Requirements of one item, or of each site; the releases of sites are what their source needs.
fn require(reader: &Reader, table: &Table, sites: &Sites) -> Result<Outcome, Refusal> {
    let (mut all, mut working, mut series) = (Vec::new(), Vec::new(), Vec::new());
    let (mut names, mut source, mut late) = (Vec::new(), Vec::new(), Late::default());
    let mut safety = 0.0;
    let (gross, scheduled) = (table.or_zero("gross"), table.or_zero("scheduled"));
    for (site, rows) in sites {
        let item = Item::read(reader, table, rows)?;
        let of_row = |(nth, &row): (usize, &usize)| Period::new(nth, gross[row], scheduled[row]);
        let mut periods: Vec<Period> = (1..).zip(rows).map(of_row).collect();
        let own = item.plan(&mut periods);
        late.units += own.units;
        late.first = late.first.into_iter().chain(own.first).reduce(f64::min);
        working.extend(item.working(site, &periods));
        let name = if site.is_empty() { "balance" } else { site };
        let line = Series::each(name.to_owned(), &periods, |period| period.balance);
        series.push(line);
        source.resize(source.len().max(periods.len()), 0.0);
        for (sum, period) in source.iter_mut().zip(&periods) {
            *sum += period.release;
        }
        names.extend(periods.iter().map(|_| (*site).to_owned()));
        all.extend(periods);
        safety = item.safety;
    }
    working.truncate(24);
    series.truncate(6);
    let released: f64 = source.iter().sum();
    let figures = vec![
        Figure::quantity("released", "released in the periods", released),
        Figure::quantity("past_due", "past due before period 1", late.units),
        Figure::count("first_shortage", "first period in danger", late.first)
            .or_missing("none past due"),
        lowest(all.iter().map(|period| period.balance)),
    ];
    let past_due = (late.units > 0.0).then(|| Warning::new("past_due", plain(late.units)));
    let mut outcome = Outcome::new(figures, working).with_warnings(past_due);
    let mut table = Rows::of(&all);
    if sites.iter().any(|(site, _)| !site.is_empty()) {
        safety = 0.0;
        table = table.column(GridColumn::words("site", "Site", names));
        let needs = Rows::of(&source)
            .periods()
            .quantity("gross", "Gross", |units| *units);
        outcome = outcome.with_table(needs.grid("source", "Needs of the source"));
    }
    let table = table
        .count("period", "Period", |period| period.number)
        .quantity("gross", "Gross", |period| period.gross)
        .quantity("scheduled", "Scheduled", |period| period.scheduled)
        .quantity("balance", "Balance", |period| period.balance)
        .quantity("net", "Net", |period| period.net)
        .quantity("receipts", "Receipts", |period| period.receipt)
        .quantity("releases", "Releases", |period| period.release)
        .grid("rows", "Requirements");
    Ok(outcome.with_table(table).with_plot(drawn(series, safety)))
}

#[cfg(test)]
mod tests {
    use super::super::answer;
    use serde_json::{Value, json};

    fn result(request: &Value) -> Value {
        answer("planning_grid", request).unwrap().value()
    }

    /// The values of a column, without empty cells.
    fn column(result: &Value, key: &str) -> Vec<f64> {
        let rows = result["rows"].as_array().unwrap();
        rows.iter().filter_map(|row| row[key].as_f64()).collect()
    }

    fn rows(columns: &[(&str, &[f64])]) -> Value {
        let row = |nth: usize| {
            let cells = columns.iter().filter(|(_, cells)| nth < cells.len());
            cells
                .map(|(key, cells)| ((*key).to_owned(), json!(cells[nth])))
                .collect::<Value>()
        };
        (0..columns[0].1.len()).map(row).collect()
    }

    /// Stevenson, Operations Management: industrial pumps in lots of 70.
    #[test]
    fn the_pumps_of_stevenson_are_scheduled_as_printed() {
        let forecast: &[f64] = &[30.0, 30.0, 30.0, 30.0, 40.0, 40.0, 40.0, 40.0];
        let rows = rows(&[
            ("forecast", forecast),
            ("orders", &[33.0, 20.0, 10.0, 4.0, 2.0]),
        ]);
        let result = result(&json!({"on_hand": 64, "rule": "fixed", "lot": 70, "rows": rows}));
        assert_eq!(
            column(&result, "mps"),
            [0.0, 0.0, 70.0, 0.0, 70.0, 0.0, 70.0, 70.0]
        );
        assert_eq!(
            column(&result, "balance"),
            [31.0, 1.0, 41.0, 11.0, 41.0, 1.0, 31.0, 61.0]
        );
        assert_eq!(column(&result, "atp"), [11.0, 56.0, 68.0, 70.0, 70.0]);
        assert!(result["first_shortage"].is_null());
    }

    /// Krajewski, Operations Management: item C, by fixed lots of 230 and by periods of 3.
    #[test]
    fn item_c_of_krajewski_is_released_as_printed() {
        let gross: &[f64] = &[150.0, 0.0, 0.0, 120.0, 0.0, 150.0, 120.0, 0.0];
        let rows = rows(&[("gross", gross), ("scheduled", &[230.0])]);
        let of = |rule: &str, lot: f64| {
            result(&json!({"on_hand": 37, "lead_time": 2, "rule": rule, "lot": lot, "rows": rows}))
        };
        let fixed = of("fixed", 230.0);
        assert_eq!(
            column(&fixed, "releases"),
            [0.0, 230.0, 0.0, 0.0, 230.0, 0.0, 0.0, 0.0]
        );
        assert_eq!(
            column(&fixed, "balance"),
            [117.0, 117.0, 117.0, 227.0, 227.0, 77.0, 187.0, 187.0]
        );
        let receipts = column(&of("period", 3.0), "receipts");
        assert_eq!(receipts, [0.0, 0.0, 0.0, 153.0, 0.0, 0.0, 120.0, 0.0]);
    }

    #[test]
    fn vectors_worked_by_hand_are_met() {
        let example = super::super::request::read(super::PLANNING_GRID.example).unwrap();
        let master = result(&example);
        let balance = column(&master, "balance");
        assert_eq!((balance[1], balance[3]), (1.0, 16.0));
        assert_eq!(column(&master, "atp"), [1.0, 41.0, 74.0]);
        assert_eq!(column(&master, "cumulative_atp")[3], 42.0);
        let kit = rows(&[
            ("gross", &[20.0, 30.0, 0.0, 40.0, 35.0, 45.0]),
            ("scheduled", &[0.0, 40.0]),
        ]);
        let kit = result(
            &json!({"on_hand": 25, "safety": 5, "lead_time": 1, "rule": "fixed", "lot": 40, "rows": kit}),
        );
        assert_eq!(column(&kit, "balance"), [5.0, 15.0, 15.0, 15.0, 20.0, 15.0]);
        assert_eq!(column(&kit, "net")[3], 30.0);
        assert_eq!(column(&kit, "releases"), [0.0, 0.0, 40.0, 40.0, 40.0, 0.0]);
        let pouches = rows(&[("gross", &[0.0, 0.0, 80.0, 80.0, 80.0])]);
        let of = |scrap: f64| {
            let request = json!({"on_hand": 90, "lead_time": 2, "scrap": scrap, "rows": pouches});
            column(&result(&request), "releases")
        };
        assert_eq!(of(0.0), [0.0, 70.0, 80.0, 0.0, 0.0]);
        assert_eq!(of(0.05)[1], 74.0);
    }

    /// Raw it is 15 and -14.
    #[test]
    fn what_a_receipt_lacks_is_taken_from_the_one_before() {
        let of = |orders: &[f64]| {
            let rows = rows(&[
                ("forecast", &[0.0; 4]),
                ("orders", orders),
                ("mps", &[20.0, 0.0, 20.0, 0.0]),
            ]);
            answer("planning_grid", &json!({"on_hand": 10, "rows": rows})).unwrap()
        };
        assert_eq!(
            column(&of(&[10.0, 5.0, 30.0, 4.0]).value(), "atp"),
            [1.0, 0.0]
        );
        let short = of(&[10.0, 25.0, 30.0, 4.0]);
        assert_eq!(column(&short.value(), "atp"), [-19.0, 0.0]);
        assert_eq!(short.warnings[0].to_string(), "oversold:19");
        assert_eq!(short.value()["first_shortage"], json!(2));
    }

    #[test]
    fn sites_add_up_to_the_needs_of_their_source_and_what_is_late_is_told() {
        let row = |site: &str, gross: f64| json!({"site": site, "gross": gross});
        let mut rows = vec![
            row("A", 100.0),
            row("A", 100.0),
            row("B", 60.0),
            row("B", 60.0),
        ];
        rows[0]["on_hand"] = json!(150);
        rows[2]["on_hand"] = json!(30);
        rows[2]["lot"] = json!(25);
        let answer = answer(
            "planning_grid",
            &json!({"rule": "fixed", "lot": 40, "safety": 10, "rows": rows}),
        )
        .unwrap();
        let result = answer.value();
        assert_eq!(column(&result, "releases"), [80.0, 0.0, 50.0, 0.0]);
        assert_eq!(
            result["source"],
            json!([{"period": 1, "gross": 130.0}, {"period": 2, "gross": 0.0}])
        );
        assert_eq!(
            (&result["past_due"], &result["first_shortage"]),
            (&json!(50.0), &json!(1))
        );
        assert_eq!(answer.warnings[0].to_string(), "past_due:50");
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        let mrp = json!({"rows": [{"gross": 10}]});
        for (key, value, code) in [
            ("lot", json!(0), "out_of_range"),
            ("scrap", json!(0.96), "out_of_range"),
            ("lead_time", json!(0.5), "not_whole"),
            ("mode", json!("mps"), "unknown_key"),
            ("rows", json!([{"scheduled": 1}]), "missing"),
            ("rows", json!([]), "empty"),
            ("rows", json!(vec![json!({"gross": 1}); 53]), "out_of_range"),
        ] {
            let mut request = mrp.clone();
            request[key] = value.clone();
            assert_eq!(
                answer("planning_grid", &request).unwrap_err().code,
                code,
                "{key} {value}"
            );
        }
        let half = json!({"rule": "period", "lot": 1.5, "rows": [{"gross": 10}]});
        assert_eq!(
            answer("planning_grid", &half).unwrap_err().code,
            "not_whole"
        );
    }
}
