//! The drawn problems and the exhibits of the deck on logistics, worked out a second time in plain loops: not by the formulas
//! that stand in the deck.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod draws;

use draws::{
    Of, Solve, are_solved_a_second_way, are_widely_spread, number, numbers_of_seeds, right_in, row,
    says, shipped,
};
use swotter::study::Deck;

fn deck() -> Deck {
    shipped("logistics")
}

/// Layers are sent until the depot ends week 2 with its safety stock.
fn depot_needs(of: Of) -> f64 {
    let sent = |stock: &str, use_: &str, layer: &str| {
        let mut sent = 0.0;
        while of(stock) - of(use_) + sent - of(use_) < of("ss") {
            sent += of(layer);
        }
        sent
    };
    sent("oa", "fa", "la") + sent("ob", "fb", "lb")
}

/// Half kilograms are counted until neither the scale nor the room of the cartons asks for more.
fn chargeable(of: Of) -> f64 {
    let (mut gross, mut room) = (0.0, 0.0);
    for _ in 0..of("n") as u32 {
        gross += of("g");
        room += of("l") * of("w") * of("h");
    }
    let mut halves = 0.0;
    while halves / 2.0 < gross - 1e-6 || halves / 2.0 * 6_000.0 < room - 1e-6 {
        halves += 1.0;
    }
    halves / 2.0
}

/// Leg by leg, with two vans and with one.
fn saved_by_joining(of: Of) -> f64 {
    let two = ["a", "a", "b", "b"].map(of);
    let one = ["a", "c", "b"].map(of);
    two.iter().sum::<f64>() - one.iter().sum::<f64>()
}

/// Stock is added up day by day: what left on each of the last days, and a lot that is used up evenly.
fn mode_cost(of: Of) -> f64 {
    let a_day = of("d") / 365.0;
    let on_the_way: f64 = (0..of("tt") as u32).map(|_| a_day).sum();
    let steps = 1_000;
    let lot: f64 = (0..steps)
        .map(|i| of("q") * (f64::from(i) + 0.5) / f64::from(steps))
        .sum();
    let pumps = on_the_way + lot / f64::from(steps) + of("ss");
    pumps * of("v") * of("i") + of("fr") * a_day * 365.0
}

fn freight_bill(of: Of) -> f64 {
    let (mut weight, mut base) = (of("kg"), 0.0);
    while weight > 0.0 {
        base += of("rate") * weight.min(100.0) / 100.0;
        weight -= 100.0;
    }
    base + base * of("fuel") + of("acc")
}

/// Ten thousand loads go down the guide.
fn expected_rate(of: Of) -> f64 {
    let loads = 10_000.0;
    let mut left = loads;
    let mut paid = 0.0;
    let rates = [
        of("r1"),
        of("r1") + of("s2"),
        of("r1") + of("s2") + of("s3"),
    ];
    for (rate, accepts) in rates.iter().zip([of("p1"), of("p2"), 1.0]) {
        paid += left * accepts * rate;
        left -= left * accepts;
    }
    paid / loads
}

/// Each walk of the day, before and after.
fn walk_saved(of: Of) -> f64 {
    let day = |wipes: f64, aprons: f64| {
        let walks = (0..of("pa") as u32).map(|_| wipes + wipes);
        let others = (0..of("pb") as u32).map(|_| aprons + aprons);
        walks.chain(others).sum::<f64>()
    };
    day(of("da"), of("db")) - day(of("db"), of("da"))
}

/// Tours and lines are timed one after the other.
fn picking_hours(of: Of) -> f64 {
    let tours = of("lines") / of("b");
    let seconds = tours * of("walk") + (0..of("lines") as u32).map(|_| of("hand")).sum::<f64>();
    seconds / 60.0 / 60.0
}

/// The fewest robots that bring what the hour asks for.
fn robots(of: Of) -> f64 {
    let brings = 3_600.0 * of("u") / of("cyc");
    let suffice = |robots: &u32| f64::from(*robots) * brings >= of("lines") - 1e-6;
    f64::from((0..1_000).find(suffice).unwrap())
}

/// The time after which what was paid is back, by halving.
fn payback(of: Of) -> f64 {
    let back = |years: f64| years * of("fte") * of("pay") - years * of("run");
    let (mut low, mut high) = (0.0, 20.0);
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if back(middle) < of("inv") {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// Card and a second way to its answer.
const SECOND_WAYS: &[(&str, Solve)] = &[
    ("dist-drp-drawn", depot_needs),
    ("opt-chargeable-drawn", chargeable),
    ("opt-saving-drawn", saved_by_joining),
    ("opt-mode-cost-drawn", mode_cost),
    ("tms-bill-drawn", freight_bill),
    ("tms-expected-rate-drawn", expected_rate),
    ("lay-swap-drawn", walk_saved),
    ("lay-batch-drawn", picking_hours),
    ("auto-robots-drawn", robots),
    ("auto-payback-drawn", payback),
];

#[test]
fn every_drawn_problem_is_solved_a_second_way() {
    are_solved_a_second_way(&deck(), SECOND_WAYS);
}

#[test]
fn no_drawn_problem_is_soon_known_by_heart() {
    are_widely_spread(&deck());
}

#[test]
fn the_problems_of_a_seed_are_the_stored_ones() {
    insta::assert_snapshot!(numbers_of_seeds(&deck()));
}

/// Days are handed out until the stock to share is gone.
#[test]
fn the_fair_share_is_worked_out() {
    let (on_hand, use_) = ([80.0, 270.0], [25.0, 50.0]);
    let mut days: f64 = 0.0;
    let needs = |days: f64| [0, 1].map(|i| f64::max(days * use_[i] - on_hand[i], 0.0));
    while needs(days + 0.5).iter().sum::<f64>() <= 400.0 {
        days += 0.5;
    }
    let [north, south] = needs(days);
    assert_eq!(north + south, 400.0);
    let (answer, mistakes) = number(&deck(), "dist-fair-share");
    assert_eq!(answer, north);
    let by_use = (400.0 * use_[0] / (use_[0] + use_[1])).floor();
    assert_eq!(mistakes, [200.0, by_use, north + on_hand[0], south]);
}

/// Carton by carton, on the scale and in liters.
#[test]
fn the_rate_card_of_the_exhibit_is_worked_out() {
    let deck = deck();
    says(&deck, "rate-card", "2.80 EUR for each kg charged");
    says(&deck, "rate-card", "cm3 / 6,000");
    says(&deck, "rate-card", "95 EUR for each m3 or ton (1,000 kg)");
    says(&deck, "rate-card", "at least one");
    let goods = ["Gloves", "Pumps", "Film"];
    let costs = goods.map(|name| {
        let row = row(&deck, "rate-card", &name.to_lowercase());
        let [cartons, length, width, height, each] = row[..] else {
            panic!("{name} has other columns");
        };
        let (mut scale, mut liters) = (0.0, 0.0);
        for _ in 0..cartons as u32 {
            scale += each;
            liters += length * width * height / 1_000.0;
        }
        let air = f64::max(scale, liters / 6.0) * 2.80;
        let measure = liters / 1_000.0;
        let sea = measure.max(scale / 1_000.0).max(1.0) * 95.0;
        (scale, liters / 6.0, measure, air, sea)
    });
    let [gloves, ..] = costs;
    let (answer, mistakes) = number(&deck, "opt-card-gloves");
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} is not {b}");
    near(answer, gloves.3 - gloves.4);
    for (slip, wrong) in
        mistakes
            .iter()
            .zip([gloves.0 * 2.80 - gloves.4, gloves.3 - 95.0, gloves.3])
    {
        near(*slip, wrong);
    }
    let right = |case: &str| right_in(&deck, "opt-card-which", case);
    let by_room: Vec<usize> = (0..3).filter(|i| costs[*i].1 > costs[*i].0).collect();
    assert_eq!(by_room.len(), 1);
    assert_eq!(goods[by_room[0]], right("by-room"));
    let extra = |i: &usize| costs[*i].3 - costs[*i].4;
    let least = (0..3).min_by(|a, b| extra(a).total_cmp(&extra(b)));
    assert_eq!(goods[least.unwrap()], right("least-extra"));
    let mut minimum: Vec<usize> = (0..3).filter(|i| costs[*i].4 == 95.0).collect();
    assert_eq!(minimum.len(), 2);
    minimum.sort_by(|a, b| costs[*a].2.total_cmp(&costs[*b].2));
    assert_eq!(goods[minimum[1]], right("fuller-minimum"));
}

/// Every way of filling the near zone is walked; the index finds the shortest here.
#[test]
fn the_zones_of_the_exhibit_are_worked_out() {
    let deck = deck();
    says(
        &deck,
        "zones",
        "The near zone holds 9 m3, 10 m from the dock",
    );
    says(&deck, "zones", "30 m from it");
    let items = ["Pads", "Vials", "Caps", "Rolls"];
    let rows = items.map(|item| row(&deck, "zones", &item.to_lowercase()));
    let (room, trips) = (|i: usize| rows[i][0], |i: usize| rows[i][1]);
    let walk = |near: &[usize]| {
        let distance = |i: usize| if near.contains(&i) { 10.0 } else { 30.0 };
        (0..4).map(|i| trips(i) * distance(i) * 2.0).sum::<f64>()
    };
    let fits = |near: &[usize]| near.iter().map(|i| room(*i)).sum::<f64>() <= 9.0;
    let ranked = |rank: &dyn Fn(usize) -> f64| {
        let mut order = [0, 1, 2, 3];
        order.sort_by(|a, b| rank(*a).total_cmp(&rank(*b)));
        let mut near = Vec::new();
        for i in order {
            near.push(i);
            if !fits(&near) {
                near.pop();
            }
        }
        (order, near)
    };
    let (by_index, near) = ranked(&|i| room(i) / trips(i));
    let (by_trips, near_by_trips) = ranked(&|i| -trips(i));
    let sets = (0..16_usize).map(|set| (0..4).filter(|i| set >> i & 1 == 1).collect());
    let shortest = sets.filter(|near: &Vec<usize>| fits(near));
    let shortest = shortest.map(|near| walk(&near)).fold(f64::MAX, f64::min);
    assert_eq!(walk(&near), shortest);
    let (answer, mistakes) = number(&deck, "lay-zone-walk");
    assert_eq!(answer, walk(&near));
    assert_eq!(mistakes, [answer / 2.0, walk(&near_by_trips), walk(&[])]);
    let right = |case: &str| right_in(&deck, "lay-which-item", case);
    assert_eq!([items[near_by_trips[0]]], [right("trips-alone")]);
    assert_eq!(near_by_trips.len(), 1);
    assert_eq!(near.iter().map(|i| room(*i)).sum::<f64>(), 9.0);
    assert_eq!(
        [items[near[0]], items[near[1]]],
        [right("first-in"), right("fills-up")]
    );
    assert_eq!(by_index[3], by_trips[3]);
    assert_eq!(items[by_index[3]], right("last"));
}
