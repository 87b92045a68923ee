//! E13: references to something that does not exist, and circular prerequisites. References into decks that are not loaded are
//! not checked.

use crate::deck_file::explain::closest;
use crate::lint::rule::{Crossing, Titled};
use crate::study::deck::absolute;
use crate::study::fault::Fault;
use crate::study::outline::{ConceptOutline, Outline, Slice};
use std::collections::{HashMap, HashSet};

pub fn links(decks: &[Titled<'_>], found: &mut Vec<Crossing>) {
    let mut known = Known::default();
    for deck in decks {
        let outlines = known.decks.entry(&deck.outline.id).or_default();
        outlines.push(deck.outline);
    }
    for (d, deck) in decks.iter().enumerate() {
        let id = &deck.outline.id;
        for concept in &deck.outline.concepts {
            for (field, list) in [("after", &concept.after), ("related", &concept.related)] {
                for (i, reference) in list.iter().enumerate() {
                    let missing = known.missing(id, reference, "concept");
                    let own = (absolute(id, reference) == absolute(id, &concept.id))
                        .then(|| itself(field, "concept"));
                    if let Some(fault) = missing.or(own) {
                        found.push(Crossing {
                            deck: d,
                            slice: concept.slice,
                            card: None,
                            fault: fault.at_item(field, i),
                        });
                    }
                }
            }
            for card in &concept.cards {
                for (i, reference) in card.links().iter().enumerate() {
                    let missing = known.missing(id, reference, "card");
                    let own = (absolute(id, reference) == absolute(id, &card.id))
                        .then(|| itself("link", "card"));
                    if let Some(fault) = missing.or(own) {
                        found.push(Crossing {
                            deck: d,
                            slice: card.slice,
                            card: Some(card.id.to_string()),
                            fault: fault.at_item("link", i),
                        });
                    }
                }
            }
        }
    }
    circles(decks, found);
}

fn itself(field: &str, what: &str) -> Fault {
    Fault::new(
        "E13",
        format!("this {what} names itself in `{field}`"),
        "name another one, or take it out",
    )
}

/// The ids that there are. Those of a deck are gathered when one of them is named for the first time: in a large library
/// most decks are named by none.
#[derive(Default)]
struct Known<'a> {
    decks: HashMap<&'a str, Vec<&'a Outline>>,
    /// By deck, and by whether they are those of cards or of concepts.
    ids: HashMap<(&'a str, &'static str), HashSet<&'a str>>,
}

impl<'a> Known<'a> {
    /// Absent where the deck is not there.
    fn ids(&mut self, deck: &str, what: &'static str) -> Option<&HashSet<&'a str>> {
        let (deck, outlines) = self.decks.get_key_value(deck)?;
        Some(self.ids.entry((deck, what)).or_insert_with(|| {
            let mut ids = HashSet::new();
            for outline in outlines {
                if what == "card" {
                    ids.extend(outline.cards().map(|(_, card)| &*card.id));
                } else {
                    ids.extend(outline.concepts.iter().map(|concept| &*concept.id));
                }
                // What is left out because of a fault is there all the same: one fault is told once.
                ids.extend(outline.left_out.iter().map(String::as_str));
            }
            ids
        }))
    }

    fn missing(&mut self, deck: &str, reference: &str, what: &'static str) -> Option<Fault> {
        let whole = absolute(deck, reference);
        // A link may name one question of a card.
        let name = whole
            .split_once(':')
            .map_or(whole.as_str(), |(card, _)| card);
        let (of, id) = name.split_once('/').unwrap_or((deck, name));
        let known = self.ids(of, what)?;
        if known.contains(id) {
            return None;
        }
        let near = closest(id, known.iter().copied());
        let help = match near {
            Some(near) if of == deck => format!("did you mean \"{near}\"?"),
            Some(near) => format!("did you mean \"{of}/{near}\"?"),
            None => {
                format!("write the id of a {what}: \"{what}\", or \"deck/{what}\" for another deck")
            }
        };
        let place = if of == deck {
            "this deck".to_owned()
        } else {
            format!("the deck `{of}`")
        };
        Some(Fault::new(
            "E13",
            format!("there is no {what} `{id}` in {place}"),
            help,
        ))
    }
}

/// Follows `after` from every concept; the step that leads back is the fault.
fn circles(decks: &[Titled<'_>], found: &mut Vec<Crossing>) {
    let mut at: HashMap<String, (usize, &ConceptOutline)> = HashMap::new();
    let mut names = Vec::new();
    for (d, deck) in decks.iter().enumerate() {
        // One without prerequisites is no part of a circle, and a second one of the same id is told as that.
        let mut ids = HashSet::new();
        let steps = deck.outline.concepts.iter();
        for concept in steps.filter(|c| ids.insert(&*c.id) && !c.after.is_empty()) {
            let name = absolute(&deck.outline.id, &concept.id);
            names.push(name.clone());
            at.entry(name).or_insert((d, concept));
        }
    }
    let mut done: HashSet<String> = HashSet::new();
    for name in names {
        // The path so far: a concept, and which of its prerequisites comes next.
        let mut way: Vec<(String, usize)> = Vec::new();
        let mut steps: HashMap<String, usize> = HashMap::new();
        if !done.contains(&name) {
            steps.insert(name.clone(), 0);
            way.push((name, 0));
        }
        while let Some((here, next)) = way.last_mut() {
            let reference = at
                .get(here.as_str())
                .and_then(|(d, concept)| Some((d, concept, concept.after.get(*next)?)));
            let Some((d, concept, reference)) = reference else {
                done.insert(here.clone());
                steps.remove(here.as_str());
                way.pop();
                continue;
            };
            let i = *next;
            *next += 1;
            let to = absolute(&decks[*d].outline.id, reference);
            let itself = to == *here;
            if let Some(start) = steps.get(&to) {
                if !itself {
                    found.push(circle(&way[*start..], *d, concept.slice, i, &to));
                }
            } else if !done.contains(&to) && at.contains_key(&to) {
                steps.insert(to.clone(), way.len());
                way.push((to, 0));
            }
        }
    }
}

fn circle(way: &[(String, usize)], deck: usize, slice: Slice, i: usize, to: &str) -> Crossing {
    let mut steps: Vec<&str> = way.iter().map(|(name, _)| name.as_str()).take(6).collect();
    if way.len() > 6 {
        steps.push("...");
    }
    steps.push(to);
    let message = format!(
        "prerequisites go round in a circle: {}",
        steps.join(" after ")
    );
    Crossing {
        deck,
        slice,
        card: None,
        fault: Fault::new("E13", message, "take one step of the circle out").at_item("after", i),
    }
}
