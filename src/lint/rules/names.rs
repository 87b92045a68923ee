//! E03: unknown tracks, topics and calculators. Unknown kinds of cards are found while reading.

use crate::calculators;
use crate::deck_file::ParsedDeck;
use crate::deck_file::blueprints::blueprints;
use crate::deck_file::explain::closest;
use crate::deck_file::locate;
use crate::deck_file::parse::Spot;
use crate::lint::rule::{Findings, Settings};
use crate::study::deck::{TOPICS, TRACKS};
use crate::study::fault::{Fault, Place};
use crate::study::kinds::Card;

pub fn names(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    let Some(deck) = &parsed.deck else { return };
    if !TRACKS.contains(&deck.track.as_str()) {
        findings.deck(unknown("track", &deck.track, &TRACKS, "").at("track"));
    }
    let own = deck.topics.iter().map(String::as_str);
    let topics: Vec<&str> = TOPICS.iter().copied().chain(own).collect();
    let beyond = "; or add it to the deck's `topics: [...]`";
    for (i, module) in deck.blueprint.iter().enumerate() {
        if let Some(topic) = module.topics.iter().find(|t| !topics.contains(&t.as_str())) {
            findings.deck(unknown("topic", topic, &topics, beyond).at_item("blueprint", i));
        }
    }
    let calculators: Vec<&str> = calculators::ALL.iter().map(|c| c.name).collect();
    let modules: Vec<String> = blueprints()
        .iter()
        .flat_map(|b| b.modules.iter().map(move |m| format!("{}/{}", b.id, m.id)))
        .collect();
    for (c, concept) in deck.concepts.iter().enumerate() {
        let is_known = topics.contains(&concept.topic.as_str());
        if !concept.topic.is_empty() && !is_known && !is_unread(parsed, "topics") {
            let fault = unknown("topic", &concept.topic, &topics, beyond);
            findings.concept(c, fault.at("topic"));
        }
        let is_unknown = |name: &&String| !modules.contains(name);
        if let Some(name) = concept.modules.iter().find(is_unknown) {
            let known: Vec<&str> = modules.iter().map(String::as_str).collect();
            findings.concept(c, unknown("module", name, &known, "").at("modules"));
        }
        if let Some(name) = &concept.calculator
            && !calculators.contains(&name.as_str())
        {
            let fault = unknown("calculator", name, &calculators, "");
            findings.concept(c, fault.at("calculator"));
        }
        for (i, card) in concept.cards.iter().enumerate() {
            if let Some(fault) = of_card(card, &calculators) {
                findings.card((c, i), fault.at("calculator"));
            }
        }
    }
}

/// Whether reading already reported a fault in this field, so that its value is not known.
fn is_unread(parsed: &ParsedDeck, field: &'static str) -> bool {
    let span = locate::find(&parsed.text, &parsed.spans.deck, &Place::Field(field));
    parsed.findings.iter().any(|finding| match &finding.spot {
        Spot::Text(told) => told.start >= span.start && told.end <= span.end,
        _ => false,
    })
}

/// Checks the calculator that a generated problem opens, and the fields that it fills in.
fn of_card(card: &Card, calculators: &[&str]) -> Option<Fault> {
    let (name, fields) = card.calculator()?;
    let Some(about) = calculators::find(name) else {
        return Some(unknown("calculator", name, calculators, ""));
    };
    // Lists of rows are not form fields; the example has them.
    let example = calculators::request::read(about.example).unwrap_or_default();
    let lists = example.as_object().into_iter().flat_map(|e| e.keys());
    let mut known: Vec<&str> = about.fields.iter().map(|f| f.key).collect();
    for list in lists {
        if !known.contains(&list.as_str()) {
            known.push(list);
        }
    }
    let places = fields.iter();
    let mut fields = places.map(|place| place.split('.').next().unwrap_or(place));
    let field = fields.find(|field| !known.contains(field))?;
    Some(unknown("field of this calculator", field, &known, ""))
}

fn unknown(what: &str, name: &str, known: &[&str], beyond: &str) -> Fault {
    let help = match closest(name, known.iter().copied()) {
        Some(meant) => format!("did you mean \"{meant}\"?"),
        None => format!("write one of {}{beyond}", known.join(", ")),
    };
    let name: String = name.chars().take(80).collect();
    Fault::new("E03", format!("there is no {what} `{name}`"), help)
}
