//! A deck file after reading: its text, the deck as far as readable, the positions of everything, and the faults.

use super::diagnostic::{Diagnostic, Lines, line_starts};
use super::locate::{self, Locator};
use super::parse::{self, Finding, Spans, Spot};
use super::syntax::Span;
use crate::hash::{fnv1a, quick};
use crate::study::fault::{Fault, Place};
use crate::study::key::is_id;
use crate::study::outline::{CardOutline, ConceptOutline, Extra, Heading, Outline, Slice};
use crate::study::{Card, Concept, Deck};
use std::collections::HashSet;
use std::sync::OnceLock;

/// Cards with one of these errors cannot be asked and are left out until corrected, unless the fault says otherwise. Cards with
/// other faults are asked.
pub const LEFT_OUT: &[&str] = &[
    "E01", "E02", "E05", "E06", "E07", "E08", "E09", "E10", "E11", "E12", "E19",
];

/// Most findings reported for one file.
const MOST: usize = 2_000;

#[derive(Debug, Default)]
pub struct ParsedDeck {
    /// Path as shown to people.
    pub path: String,
    pub text: String,
    /// `None` if the file could not be read as a deck at all.
    pub deck: Option<Deck>,
    pub spans: Spans,
    pub findings: Vec<Finding>,
    line_starts: OnceLock<Vec<usize>>,
}

impl ParsedDeck {
    pub fn read(path: impl Into<String>, text: String) -> ParsedDeck {
        let reading = parse::read(&text);
        ParsedDeck {
            path: path.into(),
            text,
            deck: reading.deck,
            spans: reading.spans,
            findings: reading.findings,
            ..ParsedDeck::default()
        }
    }

    /// A file that could not be opened, or is not text.
    pub fn unreadable(
        path: impl Into<String>,
        text: String,
        span: Span,
        fault: Fault,
    ) -> ParsedDeck {
        ParsedDeck {
            path: path.into(),
            text,
            findings: vec![Finding::in_text(span, fault)],
            ..ParsedDeck::default()
        }
    }

    /// The first fault if there is no deck.
    pub fn deck_or_fault(&self) -> Result<&Deck, String> {
        self.deck
            .as_ref()
            .ok_or_else(|| match self.diagnostics().first() {
                Some(fault) => format!(
                    "{}:{}: {}; {}",
                    fault.file, fault.line, fault.message, fault.help
                ),
                None => format!("{} holds no deck", self.path),
            })
    }

    pub fn concepts(&self) -> impl Iterator<Item = &Concept> {
        self.deck.iter().flat_map(|deck| &deck.concepts)
    }

    /// Each card with the index of its concept and its own in that.
    pub fn cards(&self) -> impl Iterator<Item = ((usize, usize), &Card)> {
        self.concepts().enumerate().flat_map(|(c, concept)| {
            let cards = concept.cards.iter().enumerate();
            cards.map(move |(i, card)| ((c, i), card))
        })
    }

    /// The line where a card begins.
    pub fn line_of(&self, (c, i): (usize, usize)) -> usize {
        self.line(self.spans.concepts[c].cards[i].start)
    }

    /// Whether a card of the concept cannot be read: it may be the one that a rule misses.
    pub fn lacks_a_card(&self, concept: usize) -> bool {
        let whole = &self.spans.concepts[concept].whole;
        let is_inside = |span: &Span| whole.start <= span.start && span.end <= whole.end;
        self.spans.lost.iter().any(is_inside)
    }

    /// Whether a fault that is told in the file keeps this field of the deck, concept or card from being read.
    pub fn is_told_of(&self, field: &str, within: &Span) -> bool {
        let spans = &self.spans;
        let whole = spans.concepts.iter().map(|concept| &concept.whole);
        let cards = spans.concepts.iter().flat_map(|concept| &concept.cards);
        let mut parts: Vec<&Span> = whole.chain(cards).chain(&spans.lost).collect();
        parts.retain(|part| within.start < part.start && part.end <= within.end);
        // What is wrong in a part of it says nothing about itself.
        let is_in_part = |at: &Span| {
            let mut parts = parts.iter();
            parts.any(|part| part.start <= at.start && at.end <= part.end)
        };
        let mut told = self.findings.iter();
        told.any(|finding| match &finding.spot {
            Spot::Text(at) => !is_in_part(at) && parse::hides(&self.text, within, at, field),
            _ => false,
        })
    }

    /// Line of a byte offset, from 1.
    pub fn line(&self, at: usize) -> usize {
        let starts = self.line_starts.get_or_init(|| line_starts(&self.text));
        starts.partition_point(|start| *start <= at)
    }

    /// The deck's heading; `None` if it has no id.
    pub fn heading(&self, outline: &Outline) -> Option<Heading> {
        let deck = self.deck.as_ref().filter(|deck| is_id(&deck.id))?;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Some(Heading {
            id: deck.id.clone(),
            title: deck.title.clone(),
            track: deck.track.clone(),
            version: deck.version.clone(),
            description: deck.description.clone(),
            new_per_day: deck.new_per_day,
            concepts: count(outline.concepts.len()),
            cards: count(outline.cards().count()),
            questions: count(outline.cards().map(|(_, card)| card.parts().count()).sum()),
        })
    }

    /// The outline without cards and concepts that cannot be used.
    pub fn outline_fit(&self) -> Outline {
        let unfit: HashSet<(usize, Option<usize>)> = self
            .findings
            .iter()
            .filter(|f| LEFT_OUT.contains(&f.fault.code) && !f.fault.askable)
            .filter_map(|f| match f.spot {
                Spot::Card(c, i) => Some((c, Some(i))),
                Spot::Concept(c) if f.fault.code == "E01" => Some((c, None)),
                _ => None,
            })
            .collect();
        self.outline(|c, i| !unfit.contains(&(c, i)))
    }

    /// The outline of everything that could be read.
    pub fn outline_all(&self) -> Outline {
        self.outline(|_, _| true)
    }

    fn outline(&self, fit: impl Fn(usize, Option<usize>) -> bool) -> Outline {
        let Some(deck) = &self.deck else {
            return Outline::default();
        };
        let lost = self.spans.lost.iter();
        let mut left_out: Vec<String> = lost.filter_map(|card| self.id_of(card)).collect();
        let mut concepts = Vec::with_capacity(deck.concepts.len());
        for (c, (concept, span)) in deck.concepts.iter().zip(&self.spans.concepts).enumerate() {
            let whole = fit(c, None);
            if !whole {
                left_out.push(concept.id.clone());
            }
            let mut cards = Vec::with_capacity(concept.cards.len());
            for (i, (card, span)) in concept.cards.iter().zip(&span.cards).enumerate() {
                let common = card.common();
                if !whole || !fit(c, Some(i)) {
                    left_out.push(common.id.clone());
                    continue;
                }
                let extra = Extra {
                    parts: card.parts(),
                    links: common.link.clone(),
                    tags: common.tags.clone(),
                    formerly: common.formerly.clone(),
                    former_parts: card.former_parts(),
                    parts_are_equal: !card.parts_wait(),
                };
                cards.push(CardOutline::new(
                    &common.id,
                    card.name(),
                    self.slice(span, fnv1a),
                    extra,
                ));
            }
            if whole {
                concepts.push(ConceptOutline {
                    id: concept.id.clone(),
                    title: concept.title.clone(),
                    code: concept.code.clone(),
                    topic: concept.topic.clone(),
                    formerly: concept.formerly.clone(),
                    after: concept.after.clone(),
                    related: concept.related.clone(),
                    modules: concept.modules.clone(),
                    calculator: concept.calculator.clone(),
                    has_page: !concept.summary.is_blank(),
                    source: if concept.source.is_blank() {
                        deck.source.clone()
                    } else {
                        concept.source.clone()
                    },
                    slice: self.slice(&span.whole, quick),
                    cards,
                });
            }
        }
        Outline {
            id: deck.id.clone(),
            title: deck.title.clone(),
            track: deck.track.clone(),
            formerly: deck.formerly.clone(),
            concepts: concepts.into(),
            left_out,
        }
    }

    fn slice(&self, span: &Span, hash: fn(&[u8]) -> u64) -> Slice {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Slice {
            start: number(span.start),
            end: number(span.end),
            hash: hash(self.text[span.clone()].as_bytes()),
        }
    }

    fn span(&self, finding: &Finding, places: &mut Locator<'_>) -> Span {
        let within = match &finding.spot {
            Spot::Text(span) => return span.clone(),
            Spot::Deck => Some(&self.spans.deck),
            Spot::Concept(c) => self.spans.concepts.get(*c).map(|c| &c.whole),
            Spot::Card(c, i) => self.spans.concepts.get(*c).and_then(|c| c.cards.get(*i)),
        };
        within.map_or(0..0, |within| places.find_fault(within, &finding.fault))
    }

    fn card_id(&self, spot: &Spot, span: &Span) -> Option<String> {
        let holds = |card: &&Span| card.start <= span.start && span.start < card.end;
        let card = match spot {
            Spot::Card(c, i) => {
                let card = self.concepts().nth(*c)?.cards.get(*i)?;
                return Some(card.common().id.clone()).filter(|id| is_id(id));
            }
            Spot::Text(_) => self
                .spans
                .concepts
                .iter()
                .find(|concept| concept.whole.start <= span.start && span.start < concept.whole.end)
                .and_then(|concept| concept.cards.iter().find(holds))
                .or_else(|| self.spans.lost.iter().find(holds))?,
            _ => return None,
        };
        self.id_of(card)
    }

    pub fn id_of(&self, card: &Span) -> Option<String> {
        let span = locate::find(&self.text, card, &Place::Field("id"));
        let id = self.text.get(span)?.trim_matches('"');
        is_id(id).then(|| id.to_owned())
    }

    /// All findings, in the order of the text.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        if self.findings.is_empty() {
            return Vec::new();
        }
        let mut places = Locator::new(&self.text);
        let mut placed: Vec<(Span, &Finding)> = self
            .findings
            .iter()
            .map(|f| (self.span(f, &mut places), f))
            .collect();
        placed.sort_by(|(a, f), (b, g)| {
            (a.start, a.end, f.fault.code).cmp(&(b.start, b.end, g.fault.code))
        });
        placed.dedup_by(|(a, f), (b, g)| {
            let same = f.fault.code == g.fault.code && f.fault.message == g.fault.message;
            // A value that cannot be read counts as missing, which is not reported too.
            let unread = g.fault.code == "E00" && matches!(f.fault.place, Place::Field(_));
            a == b && (same || unread)
        });
        let lines = Lines::new(&self.text);
        placed
            .into_iter()
            .take(MOST)
            .map(|(span, finding)| {
                let card = self.card_id(&finding.spot, &span);
                Diagnostic::new(&self.path, &lines, span, finding.fault.clone(), card)
            })
            .collect()
    }
}
