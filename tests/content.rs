//! The decks that ship: what they cover, that their numbers are right, and that they give nothing away.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod draws;

use draws::decimals_asked;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use swotter::calculators::answer;
use swotter::calculators::expression::Expression;
use swotter::deck_file::ParsedDeck;
use swotter::study::deck::{Bloom, absolute};
use swotter::study::kinds::{Answer, Ask, Card, Generated, Kind, Tolerance};
use swotter::study::{Deck, Key, markdown};

fn decks() -> Vec<Deck> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "ron"))
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            ParsedDeck::read(
                path.to_string_lossy(),
                std::fs::read_to_string(path).unwrap(),
            )
            .deck
            .unwrap_or_else(|| panic!("{} loads", path.display()))
        })
        .collect()
}

fn concept_decks() -> Vec<Deck> {
    decks().into_iter().filter(|d| d.id != "glossary").collect()
}

#[test]
fn all_concepts_of_the_plans_carry_their_code_and_a_page() {
    let decks = concept_decks();
    let concepts: Vec<_> = decks.iter().flat_map(|d| &d.concepts).collect();
    let codes: BTreeSet<String> = concepts
        .iter()
        .filter_map(|c| c.code.as_ref().map(ToString::to_string))
        .collect();
    let wanted: BTreeSet<String> = (1..=20)
        .flat_map(|i| [format!("CP{i:02}"), format!("CL{i:02}")])
        .chain((1..=10).map(|i| format!("PB{i:02}")))
        .chain((1..=10).map(|i| format!("LC{i:02}")))
        .collect();
    assert_eq!(codes, wanted);
    for concept in concepts.into_iter().filter(|c| c.code.is_some()) {
        let words = concept.summary.split_whitespace().count();
        assert!(
            (100..=300).contains(&words),
            "{}: a page of {words} words is not read in a minute",
            concept.id
        );
        assert!(
            concept.summary.contains("Brightwater"),
            "{}: the example is of the invented company",
            concept.id
        );
        let has = |heading: &str| concept.summary.contains(heading);
        let why = has("**Why a planner cares.**") || has("**Why a logistician cares.**");
        let example = has("**Example.**") || has("**At Brightwater Supply**");
        assert!(
            why && example && has("**Do not confuse**"),
            "{}: why one cares, an example, what it is confused with",
            concept.id
        );
    }
    for deck in decks {
        let first = &deck.concepts[0];
        assert!(
            first.cards.is_empty() && first.summary.contains("percent of the whole examination"),
            "{}: the first page says what share of the examination it serves",
            deck.id
        );
    }
}

#[test]
fn each_concept_goes_from_recall_to_use() {
    for deck in concept_decks() {
        for concept in &deck.concepts {
            let levels: Vec<_> = concept
                .cards
                .iter()
                .filter_map(|c| c.common().bloom)
                .collect();
            let rank = |level: &Bloom| match level {
                Bloom::Recall => 0,
                Bloom::Apply => 1,
                Bloom::Analyse => 2,
            };
            assert!(levels.is_sorted_by_key(rank), "{}: {levels:?}", concept.id);
        }
    }
}

/// Questions of the first release that were taken out on purpose, each with the reason.
const RETIRED: &[(&str, &str)] = &[];

/// Progress hangs on keys: whoever learned with the first release finds each question again, under its key or its heir's.
#[test]
fn every_question_of_the_first_release_has_an_heir_or_is_retired() {
    let mut kept: BTreeSet<String> = RETIRED.iter().map(|(key, _)| (*key).to_owned()).collect();
    for deck in decks() {
        kept.extend(deck.keys().map(|key| key.to_string()));
        for (_, card) in deck.cards() {
            for old in &card.common().formerly {
                let old = absolute(&deck.id, old);
                let (old_deck, old_card) = old.split_once('/').unwrap();
                let parts = card.parts().into_iter();
                kept.extend(parts.map(|part| Key::new(old_deck, old_card, &part).to_string()));
            }
            let former = card.former_parts().into_iter();
            kept.extend(former.map(|(_, old)| absolute(&deck.id, &old)));
        }
    }
    let released = include_str!("fixtures/keys/first-release.txt").lines();
    let released: Vec<&str> = released.filter(|line| !line.starts_with('#')).collect();
    assert_eq!(released.len(), 722);
    let lost: Vec<&str> = released
        .into_iter()
        .filter(|key| !kept.contains(*key))
        .collect();
    assert_eq!(lost, [""; 0]);
}

#[test]
fn there_are_enough_cards_of_every_kind_and_each_is_explained() {
    let decks = concept_decks();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (concept, card) in decks.iter().flat_map(Deck::cards) {
        *kinds.entry(card.name()).or_default() += 1;
        assert!(
            !card.common().why.is_blank(),
            "{}/{} says why",
            concept.id,
            card.common().id
        );
        if let Card::MultipleChoice(card) = card {
            assert!(
                card.options
                    .iter()
                    .all(|o| o.because().is_none_or(|b| !b.is_blank())),
                "{}: every wrong option has its reason",
                card.common.id
            );
        }
    }
    let all: usize = kinds.values().sum();
    assert!(all >= 330, "{all} cards");
    let count = |kind: &str| kinds.get(kind).copied().unwrap_or(0);
    // A set of cases asks its choice several times.
    assert!(
        (count("MultipleChoice") + count("Cases")) * 4 >= all,
        "{kinds:?}"
    );
    assert!(
        count("Numeric") + count("Generated") + count("Problem") >= 40,
        "{kinds:?}"
    );
    let asked = decks.iter().flat_map(|d| &d.concepts);
    for concept in asked.filter(|c| c.code.is_some()) {
        assert!(
            (7..=12).contains(&concept.cards.len()),
            "{}: {} cards",
            concept.id,
            concept.cards.len()
        );
        assert!(
            concept
                .cards
                .iter()
                .any(|c| matches!(c, Card::MultipleChoice(_) | Card::Cases(_))),
            "{} asks about a situation",
            concept.id
        );
    }
}

/// The value of one side of a working line: `42 + 11 + 3`, `0.25`, `25 %`.
fn value(side: &str) -> f64 {
    let side = side.trim();
    let (side, share) = side.strip_suffix('%').map_or((side, 1.0), |s| (s, 0.01));
    Expression::number(side)
        .unwrap_or_else(|e| panic!("`{side}`: {e}"))
        .value(|_| None)
        .unwrap_or_else(|e| panic!("`{side}`: {e}"))
        * share
}

#[test]
fn every_working_line_is_true_and_ends_at_the_answer() {
    let mut lines = 0;
    for deck in decks() {
        for (_, card) in deck.cards() {
            let Card::Numeric(card) = card else { continue };
            let answer = card.answer.unwrap();
            let mut reached = f64::NAN;
            for line in &card.working {
                let sides: Vec<f64> = line.split('=').map(value).collect();
                assert!(
                    sides.len() >= 2,
                    "{}: `{line}` says what comes out",
                    card.common.id
                );
                for pair in sides.windows(2) {
                    assert!(
                        (pair[0] - pair[1]).abs() <= 1e-9 * pair[0].abs().max(1.0),
                        "{}: `{line}`",
                        card.common.id
                    );
                }
                reached = *sides.last().unwrap();
                lines += 1;
            }
            let tolerance = card.tolerance.unwrap();
            let scales: &[f64] = if card.unit.as_deref() == Some("%") {
                &[1.0, 100.0]
            } else {
                &[1.0]
            };
            assert!(
                scales
                    .iter()
                    .any(|scale| tolerance.accepts(answer, reached * scale)),
                "{}: working ends at {reached}, the answer is {answer}",
                card.common.id
            );
            for (wrong, _) in &card.mistakes {
                assert!(
                    !tolerance.accepts(answer, *wrong),
                    "{}: {wrong} is no mistake",
                    card.common.id
                );
            }
        }
    }
    assert!(lines >= 30, "{lines} lines of working");
}

#[test]
fn drawn_problems_stand_a_thousand_draws() {
    for deck in decks() {
        for (_, card) in deck.cards() {
            let mut faults = Vec::new();
            card.trials(&mut faults);
            assert!(faults.is_empty(), "{}: {faults:?}", card.common().id);
        }
    }
}

/// What is shown as right has no more decimals than were asked for, and whoever did not round is right too.
#[test]
fn an_answer_is_rounded_as_its_question_says() {
    let mut asked = 0;
    for (_, card) in decks().iter().flat_map(Deck::cards) {
        let drawn = match card {
            Card::Generated(card) => card.instances(0..200).unwrap(),
            _ => Vec::new(),
        };
        let drawn = drawn.into_iter().map(|drawn| drawn.expected);
        let Some(decimals) = card.question().and_then(|text| decimals_asked(&text.text)) else {
            continue;
        };
        for (seed, expected) in drawn.chain(card.expected(0)).enumerate() {
            asked += usize::from(seed == 0);
            let id = &card.common().id;
            let shown = expected.shown();
            let number = shown.split(' ').next().unwrap();
            let places = number.split_once('.').map_or(0, |(_, places)| places.len());
            assert!(places <= decimals, "{id}, seed {seed}: {shown}");
            let unrounded = expected.value + 0.499 * 0.1f64.powi(decimals as i32);
            let exact = matches!(expected.tolerance, Tolerance::Exact) || decimals == 2;
            assert!(
                exact || expected.tolerance.accepts(expected.value, unrounded),
                "{id}, seed {seed}: {unrounded} is refused, and {shown} is right"
            );
        }
    }
    assert!(asked >= 30, "{asked}");
}

/// The texts before the formulas of a template, and each formula with its format.
fn formulas(template: &str) -> Vec<(&str, &str, &str)> {
    let parts = template.split('}').filter_map(|part| part.split_once('{'));
    let formulas = parts.map(|(plain, inner)| {
        let (formula, format) = inner.rsplit_once(':').unwrap_or((inner, ""));
        (plain, formula, format)
    });
    formulas.collect()
}

/// A learner reckons with what the question shows; the answer comes from what was drawn. Thousands are parted, as in all texts.
#[test]
fn a_drawn_problem_shows_its_numbers_in_full() {
    let mut shown = 0;
    for deck in &decks() {
        for card in draws::drawn(deck) {
            for problem in card.instances(0..300).unwrap() {
                let mut rest = &*problem.question;
                for (plain, formula, format) in formulas(&card.question) {
                    rest = rest.strip_prefix(plain).unwrap();
                    let end = rest.find(|c: char| !c.is_ascii_digit() && !"-,.".contains(c));
                    let number = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',']);
                    rest = &rest[number.len()..];
                    let scale = if format == "%" { 100.0 } else { 1.0 };
                    // A table of G(z) has four decimals, which say more than the one that is asked for.
                    let of_a_table = card.common.id == "model-fill-rate-drawn" && formula == "g";
                    rest = rest
                        .strip_prefix(if format == "%" { " %" } else { "" })
                        .unwrap();
                    let read: f64 = number.replace(',', "").parse().unwrap();
                    let formula = Expression::number(formula).unwrap();
                    let value = formula.value(|name| problem.values.get(name).copied());
                    let drawn = value.unwrap() * scale;
                    assert!(
                        of_a_table || (read - drawn).abs() < 1e-9 * drawn.abs().max(1.0),
                        "{}: {drawn} is shown as {number}: {}",
                        card.common.id,
                        &*problem.question
                    );
                    assert!(
                        drawn.abs() < 1000.0 || number.contains(','),
                        "{}: {number}",
                        card.common.id
                    );
                    shown += 1;
                }
            }
        }
    }
    assert!(shown >= 50_000, "{shown}");
}

/// The cards of the decks that draw the numbers of templates T1 to T14; the others come from problem makers.
const TEMPLATES: [(&str, &str); 15] = [
    ("T1", "clv-later-drawn"),
    ("T2", "clv-churn-drawn"),
    ("T2", "lifecycle-simple-value"),
    ("T4", "custprofit-net-drawn"),
    ("T4", "cts-net-drawn"),
    ("T5", "cts-idle-drawn"),
    ("T6", "ob-break-even-drawn"),
    ("T8", "service-reorder-drawn"),
    ("T9", "kpi-turns"),
    ("T9", "kpi-days-of-supply"),
    ("T10", "kpi-mad"),
    ("T10", "kpi-tracking-signal"),
    ("T13", "trade-eoq"),
    ("T14", "chain-pooling"),
    ("T4", "cts-largest-drawn"),
];

fn template(id: &str) -> Generated {
    let cards = decks().into_iter().flat_map(|deck| {
        let cards: Vec<Card> = deck.cards().map(|(_, card)| card.clone()).collect();
        cards
    });
    let mut drawn = cards.filter_map(|card| match card {
        Card::Generated(card) if card.common.id == id => Some(card),
        _ => None,
    });
    drawn.next().unwrap_or_else(|| panic!("no template {id}"))
}

#[test]
fn four_thousand_draws_of_each_template_are_clean() {
    for (name, id) in TEMPLATES {
        let card = template(id);
        let drawn = card.instances(0..4_000).unwrap();
        assert_eq!(drawn.len(), 4_000);
        for (seed, problem) in drawn.iter().enumerate() {
            let context = || format!("{name} {id} {seed}: {}", &*problem.question);
            let expected = &problem.expected;
            assert!(expected.value.is_finite(), "{}", context());
            assert!(!expected.working.is_empty(), "{}", context());
            for text in expected.working.iter().chain([&problem.question]) {
                assert!(
                    !["NaN", "undefined", "{", "}"]
                        .iter()
                        .any(|odd| text.contains(odd)),
                    "{text} in {}",
                    context()
                );
            }
            let right = expected.judge(&expected.value.to_string()).unwrap();
            assert_eq!(right.right, Some(true), "{}", context());
            for (nth, (wrong, because)) in expected.mistakes.iter().enumerate() {
                let verdict = expected.judge(&wrong.to_string()).unwrap();
                assert_eq!(verdict.right, Some(false), "{wrong} in {}", context());
                assert_eq!(
                    verdict.notes.first(),
                    Some(because),
                    "{wrong} in {}",
                    context()
                );
                let twice = expected.mistakes[..nth]
                    .iter()
                    .any(|(other, _)| other == wrong);
                assert!(!twice, "{wrong} twice in {}", context());
            }
        }
    }
}

#[test]
fn every_template_opens_its_calculator_with_its_numbers() {
    for (name, id) in TEMPLATES {
        let card = template(id);
        for seed in 0..20 {
            let opened = card.prefill(seed).unwrap_or_else(|| panic!("{name} {id}"));
            let answer = answer(&opened.calculator, &opened.request).unwrap();
            let sought = card.instance(seed).unwrap().expected.value;
            // What is asked for is a figure of the calculator, plain or in per cent.
            let text = answer.result.get();
            let numbers = text.split(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c)));
            let found = numbers
                .filter_map(|number| number.parse::<f64>().ok())
                .any(|number| {
                    // A question for a whole number rounds what the calculator shows.
                    [number, number * 100.0, number.round()]
                        .iter()
                        .any(|shown| (shown - sought).abs() <= 1e-6 * sought.abs().max(1.0))
                });
            assert!(
                found || id == "cts-largest-drawn",
                "{name} {id} {seed}: {sought} is not in {text}"
            );
        }
    }
}

/// Numbers of some seeds, to nine digits. A row changes only with its card: seeds are kept in the log, and a session
/// that is replayed shows the problem of its seed, on every machine and after every update.
#[test]
fn the_problems_of_a_seed_are_the_stored_ones() {
    let drawn: Vec<String> = TEMPLATES
        .iter()
        .map(|(_, id)| {
            let problems = template(id).instances([0, 1, u64::MAX]).unwrap();
            let numbers = problems.iter().map(|problem| {
                let sum: f64 = problem.values.values().sum();
                format!("{:.8e} {:.8e}", sum, problem.expected.value)
            });
            format!("{id}: {}", numbers.collect::<Vec<_>>().join(", "))
        })
        .collect();
    insta::assert_snapshot!(drawn.join("\n"));
}

#[test]
fn the_right_option_is_not_given_away_by_its_length_or_place() {
    let (mut longest, mut expected, mut cards) = (0.0, 0.0, 0u64);
    let mut places = [0u32; 4];
    for deck in decks() {
        for (_, card) in deck.cards() {
            let Card::MultipleChoice(choice) = card else {
                continue;
            };
            if choice.options.iter().filter(|o| o.is_right()).count() != 1 {
                continue;
            }
            cards += 1;
            let length = |text: &str| text.chars().count();
            let most = choice
                .options
                .iter()
                .map(|o| length(o.text()))
                .max()
                .unwrap();
            let tied: Vec<bool> = choice
                .options
                .iter()
                .filter(|o| length(o.text()) == most)
                .map(|o| o.is_right())
                .collect();
            longest += tied.iter().filter(|r| **r).count() as f64 / tied.len() as f64;
            expected += 1.0 / choice.options.len() as f64;
            if choice.options.len() == 4 {
                for nth in 0..40 {
                    let seed = swotter::study::session::mix(cards, nth);
                    let face = card.face("", seed);
                    let swotter::study::kinds::Ask::Choose { options, .. } = face.ask else {
                        unreachable!()
                    };
                    let right = choice.options.iter().find(|o| o.is_right()).unwrap().text();
                    places[options.iter().position(|o| o == right).unwrap()] += 1;
                }
            }
        }
    }
    println!(
        "the right option is the longest in {longest:.0} of {cards}, by chance in {expected:.0}; places {places:?}"
    );
    // Two standard deviations of chance above it would be a hint worth learning.
    let deviation = (expected * 0.75f64).sqrt();
    assert!(
        longest <= expected + 2.0 * deviation,
        "longest in {longest:.0} of {cards}, chance is {expected:.0}"
    );
    let all: u32 = places.iter().sum();
    let chi: f64 = places
        .iter()
        .map(|n| (f64::from(*n) - f64::from(all) / 4.0).powi(2) / (f64::from(all) / 4.0))
        .sum();
    assert!(
        chi < 16.27,
        "places {places:?}: chi-square {chi:.1} with 3 degrees of freedom"
    );
}

#[test]
fn relations_and_links_are_mutual_and_lead_somewhere() {
    let decks = decks();
    let absolute = |deck: &Deck, id: &str| swotter::study::deck::absolute(&deck.id, id);
    let mut related = BTreeSet::new();
    let mut links = BTreeSet::new();
    let mut cards = BTreeSet::new();
    let mut concepts = BTreeSet::new();
    for deck in &decks {
        for concept in &deck.concepts {
            concepts.insert(absolute(deck, &concept.id));
            related.extend(
                concept
                    .related
                    .iter()
                    .map(|r| (absolute(deck, &concept.id), absolute(deck, r))),
            );
        }
        for (_, card) in deck.cards() {
            cards.insert(absolute(deck, &card.common().id));
            links.extend(
                card.common()
                    .link
                    .iter()
                    .map(|l| (absolute(deck, &card.common().id), absolute(deck, l))),
            );
        }
    }
    for (pairs, known) in [(&related, &concepts), (&links, &cards)] {
        for (a, b) in pairs {
            assert!(known.contains(b), "{a} names {b}, which is not there");
            assert!(
                pairs.contains(&(b.clone(), a.clone())),
                "{a} names {b}, but not the other way round"
            );
        }
    }
    let of_both_tracks = related
        .iter()
        .filter(|(a, b)| a.starts_with("cpim") && b.starts_with("cltd"))
        .count();
    assert!(
        of_both_tracks >= 11,
        "{of_both_tracks} relations between the tracks"
    );
}

/// What is easily confused, and the card that keeps it apart.
const CONTRASTS: &[(&str, &[&str])] = &[
    ("order winner and qualifier", &["winner-or-qualifier"]),
    (
        "cycle service level and fill rate",
        &["service-cycle-or-fill", "model-double-lot"],
    ),
    ("unit, line and order fill", &["menu-three-fills"]),
    (
        "vendor-managed inventory and consignment",
        &["relate-vmi-or-consign", "strat-vmi-or-consignment"],
    ),
    (
        "joint planning and vendor-managed inventory",
        &["relate-cpfr-or-vmi"],
    ),
    (
        "segmentation, targeting and positioning",
        &["seg-stp-next-step"],
    ),
    (
        "vision, mission, objective and tactic",
        &["obj-find-tactic", "obj-mission-or-vision"],
    ),
    ("indicator and metric", &["kpi-or-metric"]),
    ("leading and lagging indicator", &["obj-lead-or-lag"]),
    ("lean and agile", &["pos-lean-or-agile"]),
    (
        "lead, lag and match capacity",
        &["trade-lead-lag", "trade-match-capacity"],
    ),
    (
        "available and capable to promise",
        &["centric-which-promise"],
    ),
    (
        "ABC analysis and ABC costing",
        &["custprofit-abc-contrast", "abc-analysis-or-costing"],
    ),
    ("cost to serve and landed cost", &["net-landed-or-serve"]),
    (
        "gross margin and contribution",
        &["value-gross-or-contribution"],
    ),
    ("first margin now and later", &["clv-first-margin-timing"]),
    (
        "retention and repeat rate",
        &[
            "centric-retention-or-repeat",
            "lifecycle-retention-or-repeat",
        ],
    ),
    ("recency in days and recency score", &["rfm-recency-flip"]),
    (
        "make-to-order and assemble-to-order",
        &["needs-assemble-or-make"],
    ),
    (
        "postponement and late ordering",
        &["needs-postpone-or-late"],
    ),
    ("milk run and cross-dock", &["geo-cross-dock-or-milk-run"]),
    (
        "service-level agreement and service level",
        &["menu-sla-or-level"],
    ),
    (
        "causes and cures of the bullwhip",
        &["relate-bullwhip-cures"],
    ),
    (
        "cost of serving and price discount",
        &[
            "custprofit-discount-or-serving",
            "tiers-discount-or-service",
        ],
    ),
    ("bias and scatter of a forecast", &["fc-bias-or-scatter"]),
    ("planned, firm planned and released", &["plan-order-status"]),
    ("volume and mix", &["sop-volume-or-mix"]),
    ("balance and available to promise", &["mps-what-moves"]),
    (
        "rough-cut, requirements, input/output and finite loading",
        &["cap-which-check"],
    ),
    ("kinds of stock", &["inv-why-stock"]),
    ("position and stock on hand", &["inv-card-second-order"]),
    ("(s, Q), (s, S) and (R, S)", &["model-which-policy"]),
    ("discounts, rebate and price rise", &["buy-which-offer"]),
    ("who decides and who owns", &["vmi-which-arrangement"]),
    (
        "planning by net flow, execution by stock on hand",
        &["ddmrp-which-part"],
    ),
    (
        "push, pull and requirements planning",
        &["dist-push-or-pull"],
    ),
    ("cross-dock and transshipment", &["dist-which-site"]),
    ("gross, volume and charged weight", &["opt-card-which"]),
    ("demurrage and detention", &["tms-which-clock"]),
    (
        "transport system and routing software",
        &["tms-which-system"],
    ),
    ("batch, zone and wave", &["lay-which-pick"]),
    ("guided vehicle and mobile robot", &["auto-which-equipment"]),
    (
        "third-party and fourth-party provider",
        &["lsp-3pl-4pl", "lsp-keep-or-buy"],
    ),
    ("multichannel and omni-channel", &["omni-or-multi"]),
    ("calibration, validation, mapping", &["cold-which-proof"]),
    ("kinds of return", &["rev-which-return"]),
    // What common notes get wrong.
    (
        "urgent customers want stock, not making to order",
        &["needs-urgent-or-patient"],
    ),
    (
        "class A is most of the value, not a fifth of it",
        &["abc-typical-ranges", "abc-which-value"],
    ),
    (
        "shared data calm the bullwhip, not friendship",
        &["relate-bullwhip-cures"],
    ),
    (
        "sales are not value",
        &["value-seg-same-sales", "tiers-large-buyers"],
    ),
    ("on time is not complete", &["menu-otif-count"]),
    (
        "filled from stock is not on time",
        &["needs-ship-or-arrival"],
    ),
    (
        "safety stock grows with the root of the lead time",
        &["service-safety-stock"],
    ),
    (
        "a target without baseline and owner is a wish",
        &["obj-no-owner"],
    ),
];

/// The calculations that a candidate is to master, and the cards that draw new numbers for each.
const DRAWN: &[(&str, &[&str])] = &[
    ("lifetime value", &["clv-later-drawn"]),
    (
        "lifetime value from churn",
        &["clv-churn-drawn", "lifecycle-simple-value"],
    ),
    ("ABC class", &["abc-class-problem", "abc-count-problem"]),
    (
        "profit after cost to serve",
        &["custprofit-net-drawn", "cts-net-drawn", "cts-largest-drawn"],
    ),
    ("unused capacity", &["cts-idle-drawn"]),
    ("break-even order", &["ob-break-even-drawn"]),
    (
        "fill rates",
        &["menu-unit-fill", "menu-line-fill", "menu-order-fill"],
    ),
    ("reorder point", &["service-reorder-drawn"]),
    ("turns and days", &["kpi-turns", "kpi-days-of-supply"]),
    ("forecast error", &["kpi-mad", "kpi-tracking-signal"]),
    ("RFM code", &["behave-rfm-drawn", "rfm-code-problem"]),
    ("weighted priority", &["prio-score"]),
    ("order quantity", &["trade-eoq"]),
    ("pooling", &["chain-pooling"]),
    (
        "forecasting",
        &[
            "fc-weighted-drawn",
            "fc-smoothing-drawn",
            "fc-season-drawn",
            "fc-signal-drawn",
        ],
    ),
    (
        "dependent demand",
        &["fc-dependent-drawn", "mrp-lots-drawn"],
    ),
    (
        "level and chase plans",
        &[
            "sop-level-rate-drawn",
            "sop-stock-cost-drawn",
            "sop-chase-cost-drawn",
        ],
    ),
    ("mix at a bottleneck", &["plan-best-mix"]),
    (
        "balance and available to promise",
        &["mps-balance-drawn", "mps-atp-drawn"],
    ),
    (
        "capacity, takt, flow time, kanban",
        &[
            "cap-load-drawn",
            "cap-takt-drawn",
            "cap-flow-drawn",
            "cap-kanban-drawn",
        ],
    ),
    (
        "periodic review and counting",
        &[
            "inv-order-up-to-drawn",
            "inv-accuracy-drawn",
            "inv-counts-drawn",
        ],
    ),
    (
        "one order, and the fill rate of many",
        &["model-newsvendor-drawn", "model-fill-rate-drawn"],
    ),
    (
        "price break, buying ahead, two spreads",
        &[
            "buy-price-break-drawn",
            "buy-ahead-drawn",
            "buy-two-spreads-drawn",
        ],
    ),
    (
        "refill and consignment",
        &["vmi-refill-drawn", "vmi-capital-drawn"],
    ),
    (
        "demand-driven buffers",
        &["ddmrp-top-drawn", "ddmrp-order-drawn"],
    ),
    ("distribution requirements", &["dist-drp-drawn"]),
    (
        "charged weight, savings of routes, cost of a mode",
        &[
            "opt-chargeable-drawn",
            "opt-saving-drawn",
            "opt-mode-cost-drawn",
        ],
    ),
    (
        "freight bill and expected rate",
        &["tms-bill-drawn", "tms-expected-rate-drawn"],
    ),
    (
        "walks and hours of picking",
        &["lay-swap-drawn", "lay-batch-drawn"],
    ),
    (
        "robots and payback",
        &["auto-robots-drawn", "auto-payback-drawn"],
    ),
    (
        "two tariffs, gain share",
        &["lsp-break-even-drawn", "lsp-gain-share-drawn"],
    ),
    (
        "web order and free delivery",
        &["ecom-contribution-drawn", "ecom-free-delivery-drawn"],
    ),
    (
        "one pool for two channels, wrong records",
        &["omni-pool-drawn", "omni-wrong-record-drawn"],
    ),
    (
        "last day to leave, better pack",
        &["cold-last-day-drawn", "cold-better-pack-drawn"],
    ),
    (
        "best way for a return, value lost",
        &["rev-best-route-drawn", "rev-value-lost-drawn"],
    ),
];

#[test]
fn each_calculation_is_asked_with_new_numbers_every_time() {
    let decks = concept_decks();
    let drawn: BTreeSet<&str> = decks
        .iter()
        .flat_map(Deck::cards)
        .filter(|(_, card)| matches!(card, Card::Generated(_) | Card::Problem(_)))
        .map(|(_, card)| card.common().id.as_str())
        .collect();
    for (calculation, cards) in DRAWN {
        assert!(
            cards.iter().all(|card| drawn.contains(card)),
            "{calculation}: {cards:?}"
        );
    }
}

#[test]
fn what_is_easily_confused_is_kept_apart_by_a_card() {
    let decks = concept_decks();
    let ids: BTreeSet<&str> = decks
        .iter()
        .flat_map(Deck::cards)
        .map(|(_, card)| card.common().id.as_str())
        .collect();
    for (pair, cards) in CONTRASTS {
        assert!(
            cards.iter().all(|card| ids.contains(card)),
            "{pair}: {cards:?}"
        );
    }
}

#[test]
fn what_both_tracks_teach_is_tied() {
    let decks = concept_decks();
    let code = |deck: &Deck, id: &str| {
        let of = swotter::study::deck::absolute(&deck.id, id);
        decks
            .iter()
            .flat_map(|d| d.concepts.iter().map(move |c| (d, c)))
            .find(|(d, c)| swotter::study::deck::absolute(&d.id, &c.id) == of)
            .and_then(|(_, c)| c.code.as_ref().map(ToString::to_string))
    };
    let mut tied = BTreeSet::new();
    for deck in &decks {
        for concept in &deck.concepts {
            for related in &concept.related {
                if let (Some(a), Some(b)) = (code(deck, &concept.id), code(deck, related)) {
                    tied.insert((a, b));
                }
            }
        }
    }
    for pair in [
        "CP01 CL01",
        "CP01 CL03",
        "CP02 CL04",
        "CP02 CL09",
        "CP03 CL15",
        "CP05 CL12",
        "CP06 CL14",
        "CP07 CL08",
        "CP08 CL07",
        "CP09 CL10",
        "CP11 CL19",
        "CP16 CL19",
        "CP17 CL19",
        "CP12 CL13",
        "CP20 CL18",
        "CP20 CL20",
        "LC01 CP17",
        "LC01 CL19",
        "LC02 CL12",
        "LC05 CL11",
        "LC08 CL12",
        "LC09 CP17",
        "LC09 CL19",
    ] {
        let (a, b) = pair.split_once(' ').unwrap();
        for (a, b) in [(a, b), (b, a)] {
            assert!(
                tied.contains(&(a.to_owned(), b.to_owned())),
                "{a} names {b}"
            );
        }
    }
}

#[test]
fn every_deck_says_that_it_is_independent_and_where_its_blueprint_comes_from() {
    for deck in decks() {
        assert!(
            deck.description
                .contains("not affiliated with or endorsed by"),
            "{}",
            deck.id
        );
        for module in &deck.blueprint {
            assert!(
                !module.source.is_empty() && !module.verified.is_empty(),
                "{}",
                module.title
            );
        }
    }
}

#[test]
fn an_answer_that_is_shown_as_right_is_right_when_it_is_typed() {
    let mut typed = 0;
    for deck in decks() {
        for card in deck.concepts.iter().flat_map(|concept| &concept.cards) {
            for part in card.parts() {
                for seed in 0..25 {
                    if !matches!(card.face(&part, seed).ask, Ask::Words | Ask::Number { .. }) {
                        continue;
                    }
                    let revealed = card.judge(&part, seed, &Answer::Recalled).unwrap();
                    for shown in std::iter::once(&revealed.expected).chain(&revealed.also) {
                        let answer = Answer::Typed(markdown::line(shown));
                        let verdict = card.judge(&part, seed, &answer).unwrap();
                        let id = &card.common().id;
                        assert_eq!(verdict.right, Some(true), "{id} {seed}: {answer:?}");
                        typed += 1;
                    }
                }
            }
        }
    }
    assert!(typed > 5_000, "{typed}");
}
