//! The drawn problems and the exhibits of the deck on scheduling and operations, worked out a second time in plain steps: not by
//! the formulas that stand in the deck.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod draws;

use draws::{Of, Solve, drawn_problems, number, right_in, row, shipped};
use swotter::study::Deck;

fn deck() -> Deck {
    shipped("scheduling-operations")
}

/// Both months in full, revenue and cost apart.
fn campaign(of: Of) -> f64 {
    let cost = of("p") - of("m");
    let month = |price: f64, cases: f64| price * cases - cost * cases;
    let cases = of("q") + of("q") * of("r");
    month(of("p") - of("p") * of("d"), cases) - of("f") - month(of("p"), of("q"))
}

/// Month by month, with the sign of the stock.
fn stock_and_back_orders(of: Of) -> f64 {
    let mut stock = of("o");
    let mut cost = 0.0;
    for more in ["x1", "x2", "x3"] {
        stock -= of(more);
        let rate = if stock > 0.0 { of("h") } else { of("b") };
        cost += stock.abs() * rate;
    }
    cost
}

/// Case by case, each from the cheapest source that has room.
fn cheapest_month(of: Of) -> f64 {
    let regular = of("reg") as u32;
    let overtime = regular + of("ot") as u32;
    let cases = 0..overtime + of("more") as u32;
    let cost = |case: u32| {
        let beyond_regular = if case < regular { 0.0 } else { of("u") };
        let beyond_overtime = if case < overtime { 0.0 } else { of("v") };
        of("w") + beyond_regular + beyond_overtime
    };
    cases.map(cost).sum()
}

/// What was foreseen, and what was not.
fn to_plan(of: Of) -> f64 {
    of("f") + of("a")
}

/// Kit by kit, as long as a part and the minutes are there.
fn capable(of: Of) -> f64 {
    let (mut kits, mut minutes) = (0.0, of("h") * 60.0);
    while kits < of("parts") && minutes >= of("m") {
        kits += 1.0;
        minutes -= of("m");
    }
    of("atp") + kits
}

/// The line was made dearer by this.
fn equal_cost(of: Of) -> f64 {
    of("q")
}

/// Plate by plate, in minutes.
fn lead_time(of: Of) -> f64 {
    let plates = (0..of("q") as u32).map(|_| of("r"));
    let hours = ["k", "w", "m"].map(of);
    (of("s") + plates.sum::<f64>()) / 60.0 + hours.iter().sum::<f64>()
}

/// Batch by batch: the drill takes up what is sawn once it is free.
fn overlapped(of: Of) -> f64 {
    let (mut sawn, mut drilled) = (0.0_f64, 0.0_f64);
    for _ in 0..(of("q") / of("t")).round() as u32 {
        sawn += of("t") * of("a");
        drilled = drilled.max(sawn) + of("t") * (of("a") + of("d"));
    }
    drilled
}

fn slack(of: Of) -> f64 {
    of("left") / of("n") - of("w") / of("n")
}

/// The best of all orders.
fn least_makespan(of: Of) -> f64 {
    let jobs = [("a1", "b1"), ("a2", "b2"), ("a3", "b3")];
    let orders = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ];
    let makespan = |order: [usize; 3]| {
        let (mut cut, mut packed) = (0.0_f64, 0.0_f64);
        for (cutting, packing) in order.map(|nth| jobs[nth]) {
            cut += of(cutting);
            packed = packed.max(cut) + of(packing);
        }
        packed
    };
    orders.map(makespan).into_iter().fold(f64::MAX, f64::min)
}

/// Each day that is to be saved takes a day's jobs.
fn jobs_too_many(of: Of) -> f64 {
    (of("w") / of("n") - of("t")) * of("n")
}

/// What the stations stand idle is missing to 100 percent.
fn balance(of: Of) -> f64 {
    let stations = ["a", "b", "c", "d"].map(of);
    let slowest = stations.into_iter().fold(0.0, f64::max);
    let idle: f64 = stations.iter().map(|seconds| slowest - seconds).sum();
    100.0 - 100.0 * idle / (4.0 * slowest)
}

/// The input by which the backlog arrives where it is wanted.
fn planned_input(of: Of) -> f64 {
    let now = of("want") + of("cut") * of("n");
    let arrives = |input: &f64| (now + of("n") * (input - of("out")) - of("want")).abs() < 1e-9;
    (0..200).map(f64::from).find(arrives).unwrap()
}

/// One more, until the work is done.
fn enough(work: f64, each: f64) -> f64 {
    (0..1_000)
        .map(f64::from)
        .find(|n| n * each > work - 1e-6)
        .unwrap()
}

fn people(of: Of) -> f64 {
    enough(
        of("l") * of("a") + of("p") * of("b"),
        of("h") * 60.0 * of("u"),
    )
}

fn trucks(of: Of) -> f64 {
    enough(of("n") * of("d"), of("w") * of("v"))
}

/// Four mean days and what Monday has beyond a fifth one.
fn monday(of: Of) -> f64 {
    let day = of("w") * of("m") / 300.0;
    day + day * (of("i") - 1.0)
}

/// Card and a second way to its answer.
const SECOND_WAYS: &[(&str, Solve)] = &[
    ("sow-campaign-drawn", campaign),
    ("agg-backorder-drawn", stock_and_back_orders),
    ("agg-cheapest-month-drawn", cheapest_month),
    ("dem-left-of-forecast-drawn", to_plan),
    ("dem-capable-drawn", capable),
    ("make-process-choice-drawn", equal_cost),
    ("load-lead-time-drawn", lead_time),
    ("load-overlap-drawn", overlapped),
    ("prio-slack-drawn", slack),
    ("prio-johnson-drawn", least_makespan),
    ("line-little-drawn", jobs_too_many),
    ("line-efficiency-drawn", balance),
    ("line-planned-input-drawn", planned_input),
    ("peak-people-drawn", people),
    ("peak-fleet-drawn", trucks),
    ("peak-monday-drawn", monday),
];

drawn_problems!(deck(), SECOND_WAYS);

#[test]
fn the_cheapest_of_three_plans_is_found_by_adding_up() {
    let deck = deck();
    let [wages, overtime, crew, stock] =
        ["regular wages", "overtime", "hiring and release", "stock"]
            .map(|name| row(&deck, "plans", name));
    let total = |nth: usize, crews: f64, stocks: f64| {
        wages[nth] + overtime[nth] + crew[nth] * crews + stock[nth] * stocks
    };
    let names = ["Level", "Chase", "Hybrid"];
    for (case, crews, stocks) in [
        ("stock-halved", 1.0, 0.5),
        ("stock-doubled", 1.0, 2.0),
        ("hiring-doubled", 2.0, 1.0),
    ] {
        let sum = |nth: &usize| total(*nth, crews, stocks);
        let least = (0..3).min_by(|a, b| sum(a).total_cmp(&sum(b))).unwrap();
        assert_eq!(
            names[least],
            right_in(&deck, "agg-which-plan", case),
            "{case}"
        );
    }
    let (fall, _) = number(&deck, "agg-when-chase-wins");
    let left = 1.0 - fall / 100.0;
    assert!((total(1, left, 1.0) - total(2, left, 1.0)).abs() < 1e-9);
}

#[test]
fn the_load_profile_is_worked_out_by_quarter() {
    let deck = deck();
    let (wipes, cleaner) = (
        row(&deck, "profile", "wipes"),
        row(&deck, "profile", "cleaner"),
    );
    let filling = |nth: usize| wipes[nth] * 12.0 + cleaner[nth] * 25.0;
    let packing = |nth: usize| wipes[nth] * 20.0 + cleaner[nth] * 15.0;
    let near = |share: f64| (0.9..=0.95).contains(&share);
    let quarters = [
        "The first quarter",
        "The second quarter",
        "The third quarter",
        "The fourth quarter",
    ];
    let only = |case: &str, holds: &dyn Fn(usize) -> bool| {
        let found: Vec<&str> = (0..4)
            .filter(|nth| holds(*nth))
            .map(|nth| quarters[nth])
            .collect();
        assert_eq!(
            found,
            [right_in(&deck, "agg-which-quarter", case)],
            "{case}"
        );
    };
    only("filling-over", &|nth| filling(nth) > 1050.0);
    only("packing-over", &|nth| packing(nth) > 1200.0);
    only("both-near", &|nth| {
        near(filling(nth) / 1050.0) && near(packing(nth) / 1200.0)
    });
    let both = |nth: usize| filling(nth) + packing(nth);
    only("build-ahead", &|nth| {
        (0..4).all(|other| both(nth) <= both(other))
    });
}

#[test]
fn the_rules_of_the_press_are_tried_job_by_job() {
    let deck = deck();
    let jobs = ["A", "B", "C", "D"].map(|name| (name, row(&deck, "press", name)));
    let first = |measure: fn(&[f64]) -> f64| {
        let least = jobs
            .iter()
            .min_by(|a, b| measure(&a.1).total_cmp(&measure(&b.1)));
        format!("Job {}", least.unwrap().0)
    };
    assert_eq!(
        first(|job| job[0]),
        right_in(&deck, "prio-who-is-first", "by-work")
    );
    assert_eq!(
        first(|job| job[1]),
        right_in(&deck, "prio-who-is-first", "by-date")
    );
    assert_eq!(
        first(|job| job[1] / job[0]),
        right_in(&deck, "prio-who-is-first", "by-ratio")
    );
    assert_eq!("Job A", right_in(&deck, "prio-who-is-first", "by-arrival"));
    // How late each job is, the jobs taken by their work or by their date.
    let late = |column: usize| {
        let mut jobs: Vec<&Vec<f64>> = jobs.iter().map(|(_, job)| job).collect();
        jobs.sort_by(|a, b| a[column].total_cmp(&b[column]));
        let mut hour = 0.0;
        let mut late = Vec::new();
        for job in jobs {
            hour += job[0];
            late.push(f64::max(hour - job[1], 0.0));
        }
        late
    };
    let worst = |late: &[f64]| late.iter().copied().fold(0.0, f64::max);
    let many = |late: &[f64]| late.iter().filter(|hours| **hours > 0.0).count();
    let (by_work, by_date) = (late(0), late(1));
    assert_eq!(number(&deck, "prio-worst-lateness").0, worst(&by_date));
    assert!(many(&by_date) > many(&by_work) && worst(&by_date) < worst(&by_work));
}

#[test]
fn the_trucks_that_wait_are_carried_from_hour_to_hour() {
    let deck = deck();
    let trucks = row(&deck, "arrivals", "trucks");
    let longest = |trucks: &[f64], doors: f64| {
        let (mut wait, mut most) = (0.0_f64, 0.0_f64);
        for come in trucks {
            wait = (wait + come - doors).max(0.0);
            most = most.max(wait);
        }
        most
    };
    let mut moved = trucks.clone();
    moved[3] -= 2.0;
    moved[5] += 2.0;
    let even = vec![trucks.iter().sum::<f64>() / 6.0; 6];
    assert_eq!(number(&deck, "peak-longest-queue").0, longest(&trucks, 4.0));
    for (case, trucks, doors) in [
        ("appointments", &even, 4.0),
        ("six-an-hour", &trucks, 6.0),
        ("five-an-hour", &trucks, 5.0),
        ("nine-to-eleven", &moved, 4.0),
    ] {
        let words = ["None", "One", "Two", "Three", "Four", "Five"];
        let told = words[longest(trucks, doors) as usize];
        assert_eq!(told, right_in(&deck, "peak-which-queue", case), "{case}");
    }
}
