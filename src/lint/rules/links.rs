//! E13: references to something that does not exist, and circular prerequisites. References into decks that are not loaded are
//! not checked.

use crate::deck_file::explain::closest;
use crate::lint::rule::{Crossing, Reference, Titled, references};
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
    for reference in references(decks) {
        let (what, field) = (reference.what, reference.field);
        let names_itself = absolute(reference.deck_id, reference.to) == reference.from();
        let itself = names_itself.then(|| {
            let message = format!("this {what} names itself in `{field}`");
            Fault::new("E13", message, "name another one, or take it out")
        });
        if let Some(fault) = known.missing(&reference).or(itself) {
            found.push(reference.crossing(fault));
        }
    }
    circles(decks, found);
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

    fn missing(&mut self, reference: &Reference<'_>) -> Option<Fault> {
        let (deck, what, name) = (reference.deck_id, reference.what, reference.meant());
        let (of, id) = name.split_once('/').unwrap_or((deck, &name));
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
        let message = format!("there is no {what} `{id}` in {place}");
        Some(Fault::new("E13", message, help))
    }
}

/// Follows `after` from every concept; the step that leads back is the fault.
fn circles(decks: &[Titled<'_>], found: &mut Vec<Crossing>) {
    let mut at: HashMap<String, (usize, &ConceptOutline)> = HashMap::new();
    let mut names = Vec::new();
    for (d, deck) in decks.iter().enumerate() {
        // One without prerequisites is no part of a circle, and a second one of the same id is told as that.
        let mut ids = HashSet::new();
        let steps = deck.outline.concepts.naming().iter();
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
    let fault = Fault::new("E13", message, "take one step of the circle out").at_item("after", i);
    Crossing::of(deck, slice, fault)
}
