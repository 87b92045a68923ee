//! The drawn problems and the exhibits of the deck on logistics, worked out a second time in plain loops: not by the formulas
//! that stand in the deck.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod draws;

use draws::{Of, Solve, cells, drawn_problems, number, right_in, row, says, shipped};
use swotter::study::Deck;
use swotter::study::kinds::Card;

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

/// Where a quantity that grows passes 0, by halving.
fn crossing(most: f64, of: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, most);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if of(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// The time after which what was paid is back.
fn payback(of: Of) -> f64 {
    crossing(20.0, |years| {
        years * of("fte") * of("pay") - years * of("run") - of("inv")
    })
}

/// The lines from which on the fee is the cheaper tariff.
fn break_even_lines(of: Of) -> f64 {
    crossing(100_000.0, |lines| {
        lines * of("r1") - of("fee") - lines * of("r2")
    })
}

/// The provider's part is paid out of the saving, until the cap is reached.
fn gain_share(of: Of) -> f64 {
    let saved = of("target") * of("g");
    let mut bonus = 0.0;
    for _ in 0..1_000 {
        let more = saved * of("sh") / 1_000.0;
        bonus += more.min(of("target") * of("cap") - bonus);
    }
    of("target") - saved + bonus
}

/// A thousand orders and those of them that come back.
fn contribution(of: Of) -> f64 {
    let mut sum = 0.0;
    for order in 0..1_000 {
        sum += of("bask") * of("m") - of("pick") - of("ship");
        if f64::from(order) < of("rr") * 1_000.0 - 1e-6 {
            sum -= of("rc");
        }
    }
    sum / 1_000.0
}

fn free_delivery(of: Of) -> f64 {
    crossing(10_000.0, |basket| {
        basket * of("m") - basket * of("fee") - of("pick") - of("pack") - of("ship")
    })
}

fn pooled(of: Of) -> f64 {
    let apart = of("z") * of("s1") + of("z") * of("s2");
    apart - of("z") * of("s1").hypot(of("s2"))
}

/// All patterns of right and wrong records.
fn wrong_orders(of: Of) -> f64 {
    let lines = of("n") as u32;
    let chance = |pattern: u32| -> f64 {
        let lines = (0..lines).map(|line| match pattern >> line & 1 {
            1 => 1.0 - of("acc"),
            _ => of("acc"),
        });
        lines.product()
    };
    (1..1 << lines).map(chance).sum::<f64>() * 100.0
}

/// The lot waits for as many days as leave enough of its life on arrival.
fn last_day(of: Of) -> f64 {
    let left = |age: u32| of("life") - f64::from(age) - of("tr");
    let ages = (0..400).filter(|age| left(*age) >= of("share") * of("life") - 1e-6);
    f64::from(ages.max().unwrap())
}

/// What a year costs in losses and packs, with either pack.
fn better_pack(of: Of) -> f64 {
    let year = |rate: f64, pack: f64| of("n") * rate * of("v") + of("n") * pack;
    year(of("p1"), 0.0) - year(of("p2"), of("c"))
}

fn best_route(of: Of) -> f64 {
    let routes = ["1", "2", "3"].map(|nth| {
        let price = of("new") * of(&format!("s{nth}"));
        price - of(&format!("c{nth}"))
    });
    routes.into_iter().fold(0.0, f64::max)
}

/// Week by week.
fn value_lost(of: Of) -> f64 {
    let (mut left, mut lost) = (of("v"), 0.0);
    for _ in 0..of("w") as u32 {
        let fades = left * of("d");
        left -= fades;
        lost += fades;
    }
    lost
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
    ("lsp-break-even-drawn", break_even_lines),
    ("lsp-gain-share-drawn", gain_share),
    ("ecom-contribution-drawn", contribution),
    ("ecom-free-delivery-drawn", free_delivery),
    ("omni-pool-drawn", pooled),
    ("omni-wrong-record-drawn", wrong_orders),
    ("cold-last-day-drawn", last_day),
    ("cold-better-pack-drawn", better_pack),
    ("rev-best-route-drawn", best_route),
    ("rev-value-lost-drawn", value_lost),
];

drawn_problems!(deck(), SECOND_WAYS);

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

/// Of the places that keep the promise in one parcel, the cheapest.
#[test]
fn the_routes_of_the_exhibit_are_worked_out() {
    let deck = deck();
    let places = ["centre", "Mill Street shop", "Harbour shop", "Station shop"];
    let days = ["Wednesday", "Thursday", "Friday"];
    let day = |name: &str| days.iter().position(|day| *day == name).unwrap();
    let freight = |place: &str| -> f64 { cells(&deck, "sources", place)[4].parse().unwrap() };
    let cheapest = |promise: &str, lines: usize| {
        let able = places.iter().filter(|place| {
            let cells = cells(&deck, "sources", place);
            day(cells[0]) <= day(promise) && cells[1..=lines].iter().all(|cell| *cell == "yes")
        });
        let costs = able.min_by(|a, b| freight(a).total_cmp(&freight(b)));
        format!("The {}", costs.unwrap())
    };
    for (case, promise, lines) in [
        ("friday", "Friday", 3),
        ("thursday", "Thursday", 3),
        ("thursday-short", "Thursday", 2),
        ("wednesday", "Wednesday", 2),
    ] {
        assert_eq!(
            cheapest(promise, lines),
            right_in(&deck, "omni-route", case)
        );
    }
    let (answer, mistakes) = number(&deck, "omni-shop-labor");
    let [shop, centre] = [freight("Mill Street shop"), freight("centre")];
    let clerk = 30.0 / 60.0 * 6.0;
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} is not {b}");
    near(answer, shop + clerk - centre - 1.2);
    for (slip, wrong) in mistakes
        .iter()
        .zip([shop - centre, clerk - 1.2, shop + clerk - centre])
    {
        near(*slip, wrong);
    }
}

#[test]
fn the_returns_of_the_exhibit_are_worked_out() {
    let deck = deck();
    says(
        &deck,
        "heaters",
        "Of 1,000 heaters sold online, 80 came back",
    );
    let found = [
        "works, no fault",
        "wrong item sent",
        "damaged by poor packing",
        "change of mind, unopened",
    ];
    let figure = |first: &str, nth: usize| -> f64 {
        let cell = cells(&deck, "heaters", first)[nth];
        cell.trim_matches(['(', ')']).parse().unwrap()
    };
    let counts = found.map(|first| figure(first, 0));
    assert_eq!(counts.iter().sum::<f64>(), 80.0);
    let avoidable = counts[1] + counts[2];
    let (answer, mistakes) = number(&deck, "rev-avoidable-share");
    let percent = |of: f64, whole: f64| of / whole * 100.0;
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} is not {b}");
    close(answer, percent(avoidable, 80.0));
    for (slip, wrong) in mistakes.iter().zip([
        percent(avoidable, 1_000.0),
        percent(counts[1], 80.0),
        percent(avoidable + counts[0], 80.0),
    ]) {
        close(*slip, wrong);
    }
    let ways = ["damaged by poor packing", "the same heaters, another way"];
    let nets = ways.map(|way| {
        (0..counts[2] as u32)
            .map(|_| figure(way, 3) - figure(way, 2))
            .sum()
    });
    let [repair, parts]: [f64; 2] = nets;
    let (answer, mistakes) = number(&deck, "rev-damaged-lot");
    assert_eq!(answer, repair.max(parts));
    assert_eq!(
        mistakes,
        [counts[2] * figure(ways[0], 3), parts, repair + parts]
    );
}

/// Hours by degrees. Decay follows the inverse of the absolute temperature, by the usual 10,000 kelvin.
fn kinetic_mean(hours: &[(f64, f64)]) -> f64 {
    let all: f64 = hours.iter().map(|(hours, _)| hours).sum();
    let decay = |degrees: f64| (-10_000.0 / (degrees + 273.15)).exp();
    let mean = hours
        .iter()
        .map(|(hours, degrees)| hours / all * decay(*degrees));
    -10_000.0 / mean.sum::<f64>().ln() - 273.15
}

#[test]
fn the_kinetic_means_are_worked_out() {
    let deck = deck();
    let tenths = |value: f64| format!("{value:.1}");
    assert_eq!(tenths(kinetic_mean(&[(20.0, 5.0), (4.0, 15.0)])), "7.7");
    let page = |id: &str| &deck.concepts.iter().find(|c| c.id == id).unwrap().summary;
    assert!(page("cold-chain").contains("20 hours at 5 degrees and 4 at 15 it is 7.7"));
    let card = deck.cards().find_map(|(_, card)| match card {
        Card::MultipleChoice(card) if card.common.id == "cold-kinetic-mean" => Some(card),
        _ => None,
    });
    let card = card.unwrap();
    assert!(
        card.question
            .contains("21 hours at 4 degrees and 3 hours at 20 degrees")
    );
    let value = tenths(kinetic_mean(&[(21.0, 4.0), (3.0, 20.0)]));
    let right = card.options.iter().find(|option| option.is_right());
    assert_eq!(
        right.unwrap().text().to_string(),
        format!("{value} degrees")
    );
}
