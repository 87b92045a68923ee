//! Gives ids to decks, concepts, cards and cases without one, made from titles and fronts, and inserts them into the author's text. An
//! existing id is never changed.

use super::slug::Ids;
use super::splice::{self, Splice, spliced};
use super::syntax::{self, Node, Span, line};
use super::{locate, parse};
use crate::study::fault::Place;
use crate::study::key::is_id;
use crate::study::{Card, Deck};

/// An id that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// `card`, `case`, `concept` or `deck`.
    pub what: &'static str,
    pub id: String,
    /// Line of the text, from 1.
    pub line: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct WithIds {
    pub text: String,
    pub given: Vec<Given>,
    /// The insertions, in the order of `given`.
    pub splices: Vec<Splice>,
}

/// Why no ids can be given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("line {line}: {message}; mend this first, `swot check` shows it")]
    Faulty { line: usize, message: String },
    #[error("ids would change more than the ids here; nothing was written; add them by hand")]
    Unsafe,
}

/// Where an id is needed, and from what it is made.
struct Need {
    what: &'static str,
    span: Span,
    from: String,
}

/// The text with an id for everything that has none; unchanged if nothing is missing.
pub fn give(text: &str) -> Result<WithIds, Refusal> {
    let reading = parse::read(text);
    if let Some(finding) = reading.findings.first() {
        let at = match &finding.spot {
            parse::Spot::Text(span) => span.start,
            _ => 0,
        };
        return Err(Refusal::Faulty {
            line: line(text, at),
            message: finding.fault.message.clone(),
        });
    }
    let Some(deck) = reading.deck else {
        return Err(Refusal::Unsafe);
    };
    let mut splices = Vec::new();
    let mut given = Vec::new();
    let mut taken = taken(&deck);
    for need in needs(&deck, &reading.spans, text) {
        let (what, line) = (need.what, line(text, need.span.start));
        let id = taken.take(None, &need.from, what);
        splices.push(splice(text, &need.span, &id).ok_or(Refusal::Unsafe)?);
        given.push(Given { what, id, line });
    }
    let new = spliced(text, &splices);
    if !given.is_empty() && !differs_by_ids_only(&deck, &new) {
        return Err(Refusal::Unsafe);
    }
    Ok(WithIds {
        text: new,
        given,
        splices,
    })
}

/// All ids that a new one must differ from: those in use, and former ones.
pub(super) fn taken(deck: &Deck) -> Ids {
    let concepts = deck.concepts.iter().map(|c| (&c.id, &c.formerly));
    let cards = deck.cards().map(|(_, card)| card.common());
    let cases = deck.cards().flat_map(|(_, card)| card.parts());
    concepts
        .chain(cards.map(|common| (&common.id, &common.formerly)))
        .flat_map(|(id, formerly)| {
            let former = formerly.iter();
            let former = former.map(|f| f.rsplit('/').next().unwrap_or(f).to_owned());
            former.chain([id.clone()])
        })
        .chain(cases)
        .collect()
}

fn needs(deck: &Deck, spans: &parse::Spans, text: &str) -> Vec<Need> {
    let mut needs = Vec::new();
    let mut need = |what, span, from| needs.push(Need { what, span, from });
    if deck.id.is_empty() {
        need("deck", spans.deck.clone(), deck.title.to_string());
    }
    for (concept, span) in deck.concepts.iter().zip(&spans.concepts) {
        if concept.id.is_empty() {
            need("concept", span.whole.clone(), concept.title.to_string());
        }
        for (card, span) in concept.cards.iter().zip(&span.cards) {
            if card.common().id.is_empty() {
                need("card", span.clone(), card.named_by());
            }
            let cases = card.apart().into_iter().zip(card.parts()).enumerate();
            let is_set = matches!(card, Card::Cases(_));
            for (i, (case, _)) in cases.filter(|(_, (_, id))| is_set && id.is_empty()) {
                // The question that all cases share stands in a paragraph of its own.
                let from = case.named_by();
                let from = from.split("\n\n").next().unwrap_or_default().to_owned();
                need(
                    "case",
                    locate::find(text, span, &Place::Item("cases", i)),
                    from,
                );
            }
        }
    }
    needs
}

/// The insertion that gives an id to the struct at `span`.
fn splice(text: &str, span: &Span, id: &str) -> Option<Splice> {
    // The lines around decide the layout, so positions refer to the whole text.
    let node = syntax::read_at(text, span, 1)?;
    let is_id = |e: &&Node| matches!(e.name(text), Some("id" | "r#id"));
    match node.entries.iter().find(is_id) {
        // An empty `id: ""` is filled in.
        Some(field) => {
            let empty = splice::text_token(text, field)?;
            let quote = text[empty.clone()].find('"')?;
            let inside = empty.start + quote + 1;
            Some(Splice::insertion(inside, id.to_owned()))
        }
        None => splice::first_field(text, &node, &format!("id: \"{id}\"")),
    }
}

/// Whether `new` is the same deck, except that missing ids were added.
fn differs_by_ids_only(deck: &Deck, new: &str) -> bool {
    let reading = parse::read(new);
    let Some(mut after) = reading.deck.filter(|_| reading.findings.is_empty()) else {
        return false;
    };
    let mut all_given = true;
    let mut take = |old: &str, new: &mut String| {
        if old.is_empty() {
            all_given &= is_id(new);
            new.clear();
        }
    };
    take(&deck.id, &mut after.id);
    for (new, old) in after.concepts.iter_mut().zip(&deck.concepts) {
        take(&old.id, &mut new.id);
        for (new, old) in new.cards.iter_mut().zip(&old.cards) {
            take(&old.common().id, &mut new.common_mut().id);
            if let Card::Cases(new) = new {
                let ids = new.ids().zip(old.parts());
                ids.for_each(|(new, old)| take(&old, new));
            }
        }
    }
    after == *deck && all_given
}

#[cfg(test)]
#[path = "ids_tests.rs"]
mod tests;
