//! What the decks cover: the concepts of the plans, each kind of card, what is easily confused, and what both tracks teach.

use super::{concept_decks, decks};
use std::collections::{BTreeMap, BTreeSet};
use swotter::study::Deck;
use swotter::study::deck::{Bloom, absolute};
use swotter::study::kinds::Card;

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
        .chain((1..=7).map(|i| format!("GL{i:02}")))
        .chain((1..=8).map(|i| format!("QI{i:02}")))
        .chain((1..=8).map(|i| format!("SO{i:02}")))
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

/// What is easily confused, then what common notes get wrong, and the cards that keep it apart.
const CONTRASTS: &str = "\
order winner and qualifier: winner-or-qualifier
cycle service level and fill rate: service-cycle-or-fill model-double-lot
unit, line and order fill: menu-three-fills
vendor-managed inventory and consignment: relate-vmi-or-consign strat-vmi-or-consignment
joint planning and vendor-managed inventory: relate-cpfr-or-vmi
segmentation, targeting and positioning: seg-stp-next-step
vision, mission, objective and tactic: obj-find-tactic obj-mission-or-vision
indicator and metric: kpi-or-metric
leading and lagging indicator: obj-lead-or-lag
lean and agile: pos-lean-or-agile
lead, lag and match capacity: trade-lead-lag trade-match-capacity
available and capable to promise: centric-which-promise
ABC analysis and ABC costing: custprofit-abc-contrast abc-analysis-or-costing
cost to serve and landed cost: net-landed-or-serve
gross margin and contribution: value-gross-or-contribution
first margin now and later: clv-first-margin-timing
retention and repeat rate: centric-retention-or-repeat lifecycle-retention-or-repeat
recency in days and recency score: rfm-recency-flip
make-to-order and assemble-to-order: needs-assemble-or-make
postponement and late ordering: needs-postpone-or-late
milk run and cross-dock: geo-cross-dock-or-milk-run
service-level agreement and service level: menu-sla-or-level
causes and cures of the bullwhip: relate-bullwhip-cures
cost of serving and price discount: custprofit-discount-or-serving tiers-discount-or-service
bias and scatter of a forecast: fc-bias-or-scatter
planned, firm planned and released: plan-order-status
volume and mix: sop-volume-or-mix
balance and available to promise: mps-what-moves
rough-cut, requirements, input/output and finite loading: cap-which-check
kinds of stock: inv-why-stock
position and stock on hand: inv-card-second-order
(s, Q), (s, S) and (R, S): model-which-policy
discounts, rebate and price rise: buy-which-offer
who decides and who owns: vmi-which-arrangement
planning by net flow, execution by stock on hand: ddmrp-which-part
push, pull and requirements planning: dist-push-or-pull
cross-dock and transshipment: dist-which-site
gross, volume and charged weight: opt-card-which
demurrage and detention: tms-which-clock
transport system and routing software: tms-which-system
batch, zone and wave: lay-which-pick
guided vehicle and mobile robot: auto-which-equipment
third-party and fourth-party provider: lsp-3pl-4pl lsp-keep-or-buy
multichannel and omni-channel: omni-or-multi
calibration, validation, mapping: cold-which-proof
kinds of return: rev-which-return
risk and carriage under Incoterms: inc-whose-loss
classification, origin and value: cus-which-error
letter of credit and collection: doc-what-bank-does
house and master bill, waybill: doc-which-paper
intermodal and multimodal transport: sea-which-word
general and particular average: risk-which-loss
sanctions and export control: risk-what-stops-it
scopes of emission: green-which-scope green-outsourced-vans
centre of gravity and least tonne-kilometres: site-majority
takt and the work of a line: lean-balance-line
the five S: pull-which-s
spread and place of a process: six-what-first six-cpk-zero
in control and within specification: spc-what-to-do spc-wrong-chart
correction and corrective action: solve-which-action
prevention, appraisal and failure: coq-which-part
control and improvement: coq-trilogy
exploit, subordinate, elevate: toc-which-step
planning, execution and intelligence systems: tech-which-system
digital twin, simulation and dashboard: tech-twin-or-not
precision and recall: tech-which-error
execution, S&OP, integrated planning and budget: sow-which-process
resource planning and rough-cut planning: agg-which-check
sensing, shaping and allocating: dem-sensing-serves dem-which-shapes
V-, A- and T-plant: make-which-letter
functional, product and cellular layout: make-which-layout
overlapping and splitting: load-which-way
lateness and tardiness: prio-measures
one dispatching rule and another: prio-who-is-first prio-two-rules
throughput and flow time: line-more-releases
season and underlying demand: peak-underlying
urgent customers want stock, not making to order: needs-urgent-or-patient
class A is most of the value, not a fifth of it: abc-typical-ranges abc-which-value
shared data calm the bullwhip, not friendship: relate-bullwhip-cures
sales are not value: value-seg-same-sales tiers-large-buyers
on time is not complete: menu-otif-count
filled from stock is not on time: needs-ship-or-arrival
safety stock grows with the root of the lead time: service-safety-stock
a target without baseline and owner is a wish: obj-no-owner";

/// The calculations that a candidate is to master, and the cards that draw new numbers for each.
const DRAWN: &str = "\
lifetime value: clv-later-drawn
lifetime value from churn: clv-churn-drawn lifecycle-simple-value
ABC class: abc-class-problem abc-count-problem
profit after cost to serve: custprofit-net-drawn cts-net-drawn cts-largest-drawn
unused capacity: cts-idle-drawn
break-even order: ob-break-even-drawn
fill rates: menu-unit-fill menu-line-fill menu-order-fill
reorder point: service-reorder-drawn
turns and days: kpi-turns kpi-days-of-supply
forecast error: kpi-mad kpi-tracking-signal
RFM code: behave-rfm-drawn rfm-code-problem
weighted priority: prio-score
order quantity: trade-eoq
pooling: chain-pooling
forecasting: fc-weighted-drawn fc-smoothing-drawn fc-season-drawn fc-signal-drawn
dependent demand: fc-dependent-drawn mrp-lots-drawn
level and chase plans: sop-level-rate-drawn sop-stock-cost-drawn sop-chase-cost-drawn
mix at a bottleneck: plan-best-mix
balance and available to promise: mps-balance-drawn mps-atp-drawn
capacity, takt, flow time, kanban: cap-load-drawn cap-takt-drawn cap-flow-drawn cap-kanban-drawn
periodic review and counting: inv-order-up-to-drawn inv-accuracy-drawn inv-counts-drawn
one order, and the fill rate of many: model-newsvendor-drawn model-fill-rate-drawn
price break, buying ahead, two spreads: buy-price-break-drawn buy-ahead-drawn buy-two-spreads-drawn
refill and consignment: vmi-refill-drawn vmi-capital-drawn
demand-driven buffers: ddmrp-top-drawn ddmrp-order-drawn
distribution requirements: dist-drp-drawn
charged weight, savings of routes, cost of a mode: opt-chargeable-drawn opt-saving-drawn opt-mode-cost-drawn
freight bill and expected rate: tms-bill-drawn tms-expected-rate-drawn
walks and hours of picking: lay-swap-drawn lay-batch-drawn
robots and payback: auto-robots-drawn auto-payback-drawn
two tariffs, gain share: lsp-break-even-drawn lsp-gain-share-drawn
web order and free delivery: ecom-contribution-drawn ecom-free-delivery-drawn
one pool for two channels, wrong records: omni-pool-drawn omni-wrong-record-drawn
last day to leave, better pack: cold-last-day-drawn cold-better-pack-drawn
best way for a return, value lost: rev-best-route-drawn rev-value-lost-drawn
offers under two Incoterms rules, duty: inc-two-offers-drawn cus-duty-drawn
discount of a draft: doc-discount-drawn
full container or less, landed cost: sea-full-or-less-drawn sea-landed-drawn
general average, forward: risk-average-drawn risk-forward-drawn
fewer sites: site-merge-drawn
emission of a load: green-train-saves-drawn green-empty-return-drawn
process-cycle efficiency, every part every interval: lean-cycle-efficiency-drawn pull-interval-drawn
defects in a million, capability, control limit: six-dpmo-drawn six-cpk-drawn spc-mean-limit-drawn
risk priority number, worth of prevention: solve-rpn-drawn coq-prevention-pays-drawn
order at a full constraint: toc-extra-order-drawn
effectiveness of equipment, rolled yield: oee-drawn yield-start-drawn
recall of a model: tech-recall-drawn
a scenario in money, back-orders, overtime: sow-campaign-drawn agg-backorder-drawn agg-cheapest-month-drawn
consumed forecast, capable to promise: dem-left-of-forecast-drawn dem-capable-drawn
choice of a process: make-process-choice-drawn
lead time of an operation, overlapping: load-lead-time-drawn load-overlap-drawn
slack, Johnson's rule: prio-slack-drawn prio-johnson-drawn
Little's law, balance of a line, planned input: line-little-drawn line-efficiency-drawn line-planned-input-drawn
crew, fleet and peak day of logistics: peak-people-drawn peak-fleet-drawn peak-monday-drawn";

/// Each row of a table names what it is about, then cards of this kind.
fn are_there(table: &str, kind: fn(&Card) -> bool) {
    let decks = concept_decks();
    let cards = decks.iter().flat_map(Deck::cards);
    let of_kind = cards.filter(|(_, card)| kind(card));
    let ids: BTreeSet<&str> = of_kind.map(|(_, card)| &*card.common().id).collect();
    for row in table.lines() {
        let (_, cards) = row.split_once(": ").unwrap();
        assert!(cards.split(' ').all(|card| ids.contains(card)), "{row}");
    }
}

#[test]
fn each_calculation_is_asked_with_new_numbers_every_time() {
    are_there(DRAWN, |card| {
        matches!(card, Card::Generated(_) | Card::Problem(_))
    });
}

#[test]
fn what_is_easily_confused_is_kept_apart_by_a_card() {
    are_there(CONTRASTS, |_| true);
}

#[test]
fn relations_and_links_are_mutual_and_lead_somewhere() {
    let decks = decks();
    let absolute = |deck: &Deck, id: &str| absolute(&deck.id, id);
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

#[test]
fn what_both_tracks_teach_is_tied() {
    let decks = concept_decks();
    let code = |deck: &Deck, id: &str| {
        let of = absolute(&deck.id, id);
        decks
            .iter()
            .flat_map(|d| d.concepts.iter().map(move |c| (d, c)))
            .find(|(d, c)| absolute(&d.id, &c.id) == of)
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
        "GL04 LC05",
        "GL06 CL11",
        "GL06 CL19",
        "GL07 LC10",
        "SO01 PB03",
        "SO02 PB03",
        "SO03 PB02",
        "SO05 PB04",
        "SO06 PB04",
        "SO07 PB04",
        "SO08 LC02",
        "SO08 LC04",
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
