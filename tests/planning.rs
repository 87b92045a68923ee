//! The drawn problems and the exhibits of the deck on planning and inventory, worked out a second time in plain loops: not by
//! the formulas that stand in the deck.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod draws;

use draws::{Of, Solve, drawn_problems, number, right_in, row, says, shipped};
use swotter::study::Deck;

fn deck() -> Deck {
    shipped("planning-inventory")
}

/// The most that a line of so many hours earns: the best of the corners that its hours and the demand leave.
fn best_mix(of: Of) -> f64 {
    let kits_of_p = [
        0.0,
        of("dp"),
        of("hours") / of("tp"),
        (of("hours") - of("dq") * of("tq")) / of("tp"),
    ];
    let margins = kits_of_p.iter().map(|p| {
        let p = p.clamp(0.0, of("dp"));
        let left = of("hours") - p * of("tp");
        if left < 0.0 {
            return 0.0;
        }
        p * of("mp") + (left / of("tq")).min(of("dq")) * of("mq")
    });
    margins.fold(0.0, f64::max)
}

/// The plain mean of a hundred figures, among which each month stands as often as its weight says.
fn weighted(of: Of) -> f64 {
    let figures = (1..=3).flat_map(|i| {
        let weight = (of(&format!("w{i}")) * 100.0).round() as usize;
        vec![of(&format!("m{i}")); weight]
    });
    let figures: Vec<f64> = figures.collect();
    figures.iter().sum::<f64>() / figures.len() as f64
}

/// Smoothing as a weighted mean of all that was seen, oldest first.
fn smoothing(of: Of) -> f64 {
    let keep = 1.0 - of("al");
    keep * keep * of("f1") + of("al") * keep * of("a1") + of("al") * of("a2")
}

fn season(of: Of) -> f64 {
    of("year") * of("qmean") / (4.0 * of("allmean"))
}

fn signal(of: Of) -> f64 {
    let errors: Vec<f64> = (1..=8).map(|i| of(&format!("e{i}"))).collect();
    let mad = errors.iter().map(|e| e.abs()).sum::<f64>() / errors.len() as f64;
    errors.iter().sum::<f64>() / mad
}

/// The fewest pieces to start of which enough come out good.
fn dependent(of: Of) -> f64 {
    let need = of("parents") * of("use") - of("stock");
    let good = |start: &u32| f64::from(*start) * (1.0 - of("scrap")) >= need - 1e-6;
    f64::from((0..10_000).find(good).unwrap())
}

fn level_rate(of: Of) -> f64 {
    let demand: f64 = (1..=4).map(|i| of(&format!("d{i}"))).sum();
    // The rate at which what comes in and goes out leaves the stock that is wanted.
    let end = |rate: f64| of("open") + 4.0 * rate - demand;
    let (low, high) = (end(0.0), end(1_000.0));
    1_000.0 * (of("close") - low) / (high - low)
}

fn stock_cost(of: Of) -> f64 {
    let mut stock = of("open");
    let months = (1..=4).map(|i| {
        stock += of("rate") - of(&format!("d{i}"));
        assert!(stock >= 0.0, "a backlog costs otherwise");
        stock * of("c")
    });
    months.sum()
}

fn chase_cost(of: Of) -> f64 {
    let crews: Vec<f64> = (0..=3).map(|i| of(&format!("w{i}"))).collect();
    let steps = crews.windows(2).map(|pair| {
        let step = pair[1] - pair[0];
        if step > 0.0 {
            step * of("h")
        } else {
            -step * of("l")
        }
    });
    steps.sum()
}

/// Balances and what is available to promise of a master schedule, week by week.
struct Grid {
    balance: Vec<f64>,
    promise: Vec<f64>,
}

impl Grid {
    /// Up to the fence orders alone count, after it the greater of forecast and orders.
    fn of(on_hand: f64, fence: usize, forecast: &[f64], orders: &[f64], mps: &[f64]) -> Grid {
        let mut stock = on_hand;
        let balance = (0..orders.len()).map(|week| {
            let demand = if week < fence {
                orders[week]
            } else {
                forecast[week].max(orders[week])
            };
            stock += mps[week] - demand;
            stock
        });
        let balance = balance.collect();
        let mut promise = vec![0.0; orders.len()];
        let mut receipt = 0;
        promise[0] = on_hand;
        for week in 0..orders.len() {
            if mps[week] > 0.0 {
                receipt = week;
            }
            promise[receipt] += mps[week] - orders[week];
        }
        Grid { balance, promise }
    }
}

fn balance(of: Of) -> f64 {
    let row = |letter: &str| -> Vec<f64> { (1..=4).map(|i| of(&format!("{letter}{i}"))).collect() };
    let mps = [0.0, 0.0, of("mps"), 0.0];
    Grid::of(of("oh"), 2, &row("f"), &row("o"), &mps).balance[3]
}

fn available(of: Of) -> f64 {
    let row = |letter: &str| -> Vec<f64> { (1..=3).map(|i| of(&format!("{letter}{i}"))).collect() };
    let mps = [of("mps"), 0.0, 0.0];
    Grid::of(of("oh"), 0, &row("f"), &row("o"), &mps).promise[0]
}

/// Lots are added until the week closes with the safety stock at least.
fn whole_lots(of: Of) -> f64 {
    let mut receipt = 0.0;
    while of("oh") + of("sr") + receipt - of("gross") < of("ss") {
        receipt += of("lot");
    }
    receipt
}

fn load_percent(of: Of) -> f64 {
    let minutes = of("machines") * of("hours") * of("days") * 60.0;
    let standard_minutes = minutes * of("u") * of("e");
    of("load") * 60.0 / standard_minutes * 100.0
}

fn takt(of: Of) -> f64 {
    let seconds = (of("len") - of("brk")) * 60.0;
    seconds / (of("demand") / of("shifts"))
}

/// The jobs are run, the shortest first.
fn flow_time(of: Of) -> f64 {
    let mut jobs: Vec<f64> = ["a", "b", "c", "d"].map(of).to_vec();
    jobs.sort_by(f64::total_cmp);
    let mut clock = 0.0;
    let ends = jobs.iter().map(|job| {
        clock += job;
        clock
    });
    ends.sum::<f64>() / 4.0
}

/// The fewest boxes that hold what is drawn until a card is back, and the safety share.
fn kanbans(of: Of) -> f64 {
    let wanted = of("dd") * of("lt") * (1.0 + of("al"));
    let covers = |cards: &u32| f64::from(*cards) * of("box") >= wanted - 1e-6;
    f64::from((0..1_000).find(covers).unwrap())
}

/// Variances of single weeks are added up.
fn order_up_to(of: Of) -> f64 {
    let weeks = (of("r") + of("l")) as u32;
    let variance: f64 = (0..weeks).map(|_| of("s").powi(2)).sum();
    let demand: f64 = (0..weeks).map(|_| of("d")).sum();
    demand + of("z") * variance.sqrt()
}

fn accuracy(of: Of) -> f64 {
    let (mut good, mut counted) = (0.0, 0.0);
    for class in ["a", "b", "c"] {
        counted += of(&format!("n{class}"));
        good += of(&format!("n{class}")) - of(&format!("m{class}"));
    }
    good / counted * 100.0
}

fn counts_a_day(of: Of) -> f64 {
    let classes = ["a", "b", "c"].map(|class| of(class) * of(&format!("f{class}")) / of("days"));
    classes.iter().sum()
}

/// The normal distribution by adding up its density in small steps; and the mean of what lies above a point.
fn normal(to: f64) -> (f64, f64) {
    let step = 0.008;
    let density = |z: f64| (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let (mut below, mut above) = (0.0, 0.0);
    for i in 0..2_000 {
        let left = -8.0 + f64::from(i) * step;
        let z = left + step / 2.0;
        below += density(z) * (to - left).clamp(0.0, step);
        above += (z - to).max(0.0) * density(z) * step;
    }
    (below, above)
}

/// The quantity at which the chance of having enough is the ratio of the costs, by halving.
fn newsvendor(of: Of) -> f64 {
    let ratio = of("cu") / (of("cu") + of("co"));
    let (mut low, mut high) = (-4.0, 4.0);
    for _ in 0..20 {
        let middle = (low + high) / 2.0;
        if normal(middle).0 < ratio {
            low = middle;
        } else {
            high = middle;
        }
    }
    of("mean") + (low + high) / 2.0 * of("sd")
}

fn fill_rate(of: Of) -> f64 {
    let short = normal(of("z")).1 * of("sd");
    (of("q") - short) / of("q") * 100.0
}

/// The lot with the least total at the old price is searched for by thirds; the break is one lot at the new one.
fn price_break(of: Of) -> f64 {
    let total = |price: f64, lot: f64| {
        of("d") * price + of("d") / lot * of("s") + lot / 2.0 * price * of("i")
    };
    let (mut low, mut high) = (1.0, 6_000.0);
    for _ in 0..100 {
        let third = (high - low) / 3.0;
        let (a, b) = (low + third, high - third);
        if total(of("p"), a) < total(of("p"), b) {
            high = b;
        } else {
            low = a;
        }
    }
    total(of("p"), low) - total(of("p") * (1.0 - of("disc")), of("brk"))
}

/// Month by month: what is saved on the pieces of the month, and the months that they have waited.
fn buying_ahead(of: Of) -> f64 {
    let months = of("m") as u32;
    let worth = of("d") / 12.0 * of("p");
    let gains = (0..months).map(|month| {
        let waited = f64::from(month) + 0.5;
        worth * of("r") - worth * of("i") / 12.0 * waited
    });
    gains.sum()
}

fn two_spreads(of: Of) -> f64 {
    of("z") * (of("sd") * of("l").sqrt()).hypot(of("d") * of("sl"))
}

/// Cartons are added as long as the maximum is not passed.
fn refill(of: Of) -> f64 {
    let mut sent = 0.0;
    while of("oh") + of("it") + sent + of("pack") <= of("use") * of("days") {
        sent += of("pack");
    }
    sent
}

/// The mean of a full rack and one down to its safety stock.
fn capital(of: Of) -> f64 {
    let mean = (of("q") + of("ss") + of("ss")) / 2.0;
    mean * of("cost") * of("i")
}

/// Red, yellow and green.
fn zones(usage: f64, days: f64, factors: [f64; 2], minimum: f64, cycle: f64) -> [f64; 3] {
    let yellow = usage * days;
    let base = yellow * factors[0];
    let green = [base, minimum, usage * cycle];
    [
        base + base * factors[1],
        yellow,
        green.into_iter().fold(0.0, f64::max),
    ]
}

fn top_of_green(of: Of) -> f64 {
    let factors = [of("ltf"), of("vf")];
    let zones = zones(of("adu"), of("dlt"), factors, of("moq"), of("cyc"));
    zones.iter().sum()
}

/// What is ordered brings the net flow to the top of green.
fn net_flow_order(of: Of) -> f64 {
    let top = of("tor") + of("yel") + of("grn");
    let mut missing = top;
    missing -= of("oh");
    missing -= of("oo");
    missing + of("qd")
}

/// Card and a second way to its answer.
const SECOND_WAYS: &[(&str, Solve)] = &[
    ("fc-weighted-drawn", weighted),
    ("fc-smoothing-drawn", smoothing),
    ("fc-season-drawn", season),
    ("fc-signal-drawn", signal),
    ("fc-dependent-drawn", dependent),
    ("sop-level-rate-drawn", level_rate),
    ("sop-stock-cost-drawn", stock_cost),
    ("sop-chase-cost-drawn", chase_cost),
    ("plan-best-mix", best_mix),
    ("mps-balance-drawn", balance),
    ("mps-atp-drawn", available),
    ("mrp-lots-drawn", whole_lots),
    ("cap-load-drawn", load_percent),
    ("cap-takt-drawn", takt),
    ("cap-flow-drawn", flow_time),
    ("cap-kanban-drawn", kanbans),
    ("inv-order-up-to-drawn", order_up_to),
    ("inv-accuracy-drawn", accuracy),
    ("inv-counts-drawn", counts_a_day),
    ("model-newsvendor-drawn", newsvendor),
    ("model-fill-rate-drawn", fill_rate),
    ("buy-price-break-drawn", price_break),
    ("buy-ahead-drawn", buying_ahead),
    ("buy-two-spreads-drawn", two_spreads),
    ("vmi-refill-drawn", refill),
    ("vmi-capital-drawn", capital),
    ("ddmrp-top-drawn", top_of_green),
    ("ddmrp-order-drawn", net_flow_order),
];

drawn_problems!(deck(), SECOND_WAYS);

#[test]
fn the_master_schedule_of_the_exhibit_is_worked_out() {
    let deck = deck();
    says(
        &deck,
        "schedule",
        "On hand 60; the demand time fence stands after week 2.",
    );
    let forecast = row(&deck, "schedule", "forecast");
    let orders = row(&deck, "schedule", "orders");
    let mps = row(&deck, "schedule", "receipts of the schedule");
    let grid = |forecast: &[f64], orders: &[f64]| Grid::of(60.0, 2, forecast, orders, &mps);
    let plain = grid(&forecast, &orders);
    assert_eq!(plain.balance, [28.0, 1.0, 51.0, 16.0, 61.0, 21.0]);
    assert_eq!(plain.promise, [1.0, 0.0, 41.0, 0.0, 74.0, 0.0]);
    let (answer, mistakes) = number(&deck, "mps-promise-week-5");
    assert_eq!(answer, plain.promise[..5].iter().sum::<f64>());
    let to_week_4 = plain.promise[..4].iter().sum::<f64>();
    assert_eq!(mistakes, [74.0, plain.balance[4], to_week_4, mps[4]]);
    // Which row moves: the week, the new forecast or order, and whether balance and promise move.
    let moves = [
        (5, Some(60.0), None, (true, false)),
        (4, None, Some(25.0), (false, true)),
        (2, None, Some(28.0), (true, true)),
        (1, Some(50.0), None, (false, false)),
    ];
    for (week, new_forecast, new_orders, moved) in moves {
        let (mut forecast, mut orders) = (forecast.clone(), orders.clone());
        forecast[week - 1] = new_forecast.unwrap_or(forecast[week - 1]);
        orders[week - 1] = new_orders.unwrap_or(orders[week - 1]);
        let changed = grid(&forecast, &orders);
        let found = (
            changed.balance[5] != plain.balance[5],
            changed.promise != plain.promise,
        );
        assert_eq!(found, moved, "week {week}");
        assert!(changed.promise.iter().all(|free| *free >= 0.0));
    }
}

/// Receipts of an item by week; lots of 0 mean lot for lot.
fn receipts(stock: f64, safety: f64, lot: f64, gross: &[f64], open: &[f64]) -> Vec<f64> {
    let mut stock = stock;
    let weeks = gross.iter().zip(open).map(|(gross, open)| {
        stock += open - gross;
        let net = (safety - stock).max(0.0);
        let receipt = if lot > 0.0 {
            (net / lot).ceil() * lot
        } else {
            net
        };
        stock += receipt;
        receipt
    });
    weeks.collect()
}

#[test]
fn the_requirements_of_the_exhibit_are_worked_out() {
    let deck = deck();
    says(
        &deck,
        "kits",
        "on hand 25, safety stock 5, lots of 40, lead time 1 week",
    );
    let gross = row(&deck, "kits", "gross requirement");
    let open = row(&deck, "kits", "scheduled receipt");
    let kits = receipts(25.0, 5.0, 40.0, &gross, &open);
    assert_eq!(kits, [0.0, 0.0, 0.0, 40.0, 40.0, 40.0]);
    let net_alone = receipts(25.0, 5.0, 0.0, &gross, &open);
    assert_eq!(number(&deck, "mrp-net-week-4").0, net_alone[3]);
    // Kits are released a week before, pouches two weeks before that.
    let pouches: Vec<f64> = kits[1..].iter().map(|kits| 2.0 * kits).collect();
    let pouches = receipts(90.0, 0.0, 0.0, &pouches, &[0.0; 5]);
    assert_eq!(pouches, [0.0, 0.0, 0.0, 70.0, 80.0]);
    assert_eq!(number(&deck, "mrp-pouches-week-2").0, pouches[3]);
}

#[test]
fn the_input_and_output_of_the_exhibit_are_worked_out() {
    let deck = deck();
    says(&deck, "input-output", "the backlog is 60 at the start");
    let of = |first: &str| row(&deck, "input-output", first);
    let (input, output) = (of("actual input"), of("actual output"));
    let mut backlog = 60.0;
    for week in 0..4 {
        backlog += input[week] - output[week];
    }
    let (answer, mistakes) = number(&deck, "cap-backlog-week-4");
    assert_eq!(answer, backlog);
    let sum = |first: &str| of(first).iter().sum::<f64>();
    let planned = 60.0 + sum("planned input") - sum("planned output");
    assert_eq!(mistakes, [planned, 60.0 - (backlog - 60.0), backlog - 60.0]);
    assert_eq!(sum("actual input"), sum("planned input"));
    assert_eq!(sum("planned output") - sum("actual output"), 10.0);
}

#[test]
fn the_stock_card_of_the_exhibit_is_worked_out() {
    let deck = deck();
    let (mut on_hand, mut positions, mut ordered) = (120.0, Vec::new(), Vec::new());
    says(
        &deck,
        "stock-card",
        "100 are ordered if the position is at 90 or less",
    );
    says(&deck, "stock-card", "at the start of the week after next");
    says(&deck, "stock-card", "120 on hand and nothing on order");
    for (week, issued) in row(&deck, "stock-card", "issued").iter().enumerate() {
        // What was ordered at the end of a week is there at the start of the week after next.
        on_hand += ordered.iter().filter(|w| **w + 2 == week).count() as f64 * 100.0;
        on_hand -= issued;
        let open = |ordered: &[usize]| ordered.iter().filter(|w| **w + 2 > week).count() as f64;
        if on_hand + 100.0 * open(&ordered) <= 90.0 {
            ordered.push(week);
        }
        positions.push(on_hand + 100.0 * open(&ordered));
    }
    assert_eq!(ordered, [0, 3]);
    let (answer, mistakes) = number(&deck, "inv-card-position");
    assert_eq!(answer, positions[1]);
    assert_eq!(mistakes, [57.0, positions[1] + 100.0, positions[0]]);
}

#[test]
fn the_buffers_of_the_exhibit_are_worked_out() {
    let deck = deck();
    let parts = ["gloves", "drums", "filters"].map(|part| {
        let [
            usage,
            days,
            lt,
            variability,
            minimum,
            cycle,
            on_hand,
            on_order,
            qualified,
        ] = row(&deck, "buffers", part)[..]
        else {
            panic!("{part} has other columns");
        };
        let zones = zones(usage, days, [lt, variability], minimum, cycle);
        (zones, on_hand, on_order, qualified)
    });
    let ratios = parts.map(|([red, yellow, green], on_hand, on_order, qualified)| {
        let (net_flow, top) = (on_hand + on_order - qualified, red + yellow + green);
        let order = if net_flow <= red + yellow {
            top - net_flow
        } else {
            0.0
        };
        [order, on_hand / red, net_flow / top]
    });
    let order = |i: usize| ratios.map(|r| r[i]);
    assert_eq!(order(0), [172.0, 0.0, 135.0]);
    let least = |figures: [f64; 3]| (0..3).min_by(|a, b| figures[*a].total_cmp(&figures[*b]));
    let right = |case: &str| right_in(&deck, "ddmrp-which-part", case);
    let part = |figures: [f64; 3]| ["Gloves", "Drums", "Filters"][least(figures).unwrap()];
    assert_eq!(part(order(0).map(|order| -order)), right("largest-order"));
    assert_eq!(part(order(1)), right("expedite"));
    assert_eq!(part(order(2)), right("plan-first"));
    let [red, _, green] = parts[1].0;
    assert_eq!(number(&deck, "ddmrp-average-drums").0, red + green / 2.0);
}
