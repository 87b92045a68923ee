//! A deck file as its author reviews it: read and checked as by `swot check`, in the order of the file.

use super::Settings;
use super::check_all;
use crate::deck_file::ParsedDeck;
use crate::deck_file::diagnostic::{Diagnostic, Lines};
use crate::deck_file::disk;
use crate::deck_file::syntax::Span;
use crate::study::deck::absolute;
use crate::study::outlook::{ConceptPage, ShownCard};
use crate::study::preview::{About, Found, Matter, Preview, Sheet};
use crate::study::{Concept, Deck};
use std::path::Path;
use std::sync::Arc;

/// Reads the file as it is now. What cannot be read is shown as a fault.
pub fn preview(path: &Path, settings: &Settings) -> Preview {
    let read = check_all(vec![disk::read(path)], settings);
    let parsed = read.into_iter().next().unwrap_or_default();
    let lines = Lines::new(&parsed.text);
    let mut placed = vec![(parsed.spans.deck.clone(), about(&parsed, &lines))];
    if let Some(deck) = &parsed.deck {
        placed.extend(sheets(&parsed, deck, path, &lines));
    }
    // The deck stays first, since nothing else begins where it does.
    placed.sort_by_key(|(span, _)| span.start);
    let (spans, sheets): (Vec<Span>, Vec<Sheet>) = placed.into_iter().unzip();
    let found = parsed.diagnostics();
    let places = Spread::new(&spans, &lines);
    Preview {
        file: parsed.path.as_str().into(),
        readable: parsed.deck.is_some(),
        faults: found
            .iter()
            .map(|fault| Found {
                sheet: places.sheet_at(fault),
                fault: fault.broken(),
            })
            .collect(),
        sheets,
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn about(parsed: &ParsedDeck, lines: &Lines<'_>) -> Sheet {
    let about = parsed.deck.as_ref().map(|deck| About {
        title: deck.title.clone(),
        track: deck.track.clone(),
        version: deck.version.clone(),
        description: deck.description.clone(),
        author: deck.author.clone(),
        license: deck.license.clone(),
        concepts: number(deck.concepts.len()),
        cards: number(deck.cards().count()),
        questions: number(deck.cards().map(|(_, card)| card.parts().len()).sum()),
    });
    Sheet {
        id: parsed
            .deck
            .as_ref()
            .map_or_else(String::new, |d| d.id.clone()),
        line: number(lines.place(parsed.spans.deck.start).0),
        what: Matter::Deck(about.unwrap_or_default()),
    }
}

/// Concepts, their cards, and cards that cannot be read, each with its place.
fn sheets(parsed: &ParsedDeck, deck: &Deck, path: &Path, lines: &Lines<'_>) -> Vec<(Span, Sheet)> {
    let mut placed = Vec::new();
    let sheet = |id: &str, span: &Span, what| Sheet {
        id: id.to_owned(),
        line: number(lines.place(span.start).0),
        what,
    };
    for (concept, spans) in deck.concepts.iter().zip(&parsed.spans.concepts) {
        let page = Arc::new(page(deck, concept));
        placed.push((
            spans.whole.clone(),
            sheet(&concept.id, &spans.whole, Matter::Page((*page).clone())),
        ));
        for (card, span) in concept.cards.iter().zip(&spans.cards) {
            let shown = ShownCard {
                deck_title: deck.title.clone(),
                track: deck.track.clone(),
                concept: Arc::clone(&page),
                card: Arc::new(card.clone()),
                source: deck.source_of(concept, card).clone(),
                note: "".into(),
                file: Some(path.to_owned()),
            };
            let id = &card.common().id;
            placed.push((span.clone(), sheet(id, span, Matter::Card(shown))));
        }
    }
    for span in &parsed.spans.lost {
        let id = parsed.id_of(span).unwrap_or_default();
        placed.push((span.clone(), sheet(&id, span, Matter::Lost)));
    }
    placed
}

/// As learners see it, except that links into other decks show ids.
fn page(deck: &Deck, concept: &Concept) -> ConceptPage {
    let title = |id: &str| {
        let own = id.strip_prefix(&format!("{}/", deck.id))?;
        let concept = deck.concepts.iter().find(|c| c.id == own)?;
        Some(concept.title.clone())
    };
    let of = (&*deck.id, &deck.title, &*deck.track);
    ConceptPage::of(concept, of, |reference| {
        let id = absolute(&deck.id, reference);
        let title = title(&id).unwrap_or_else(|| reference.into());
        (id, title)
    })
}

/// First and last line and column of each sheet. A concept's range includes its cards.
struct Spread(Vec<((usize, usize), (usize, usize))>);

impl Spread {
    fn new(spans: &[Span], lines: &Lines<'_>) -> Spread {
        let place = |span: &Span| (lines.place(span.start), lines.place(span.end));
        Spread(spans.iter().map(place).collect())
    }

    /// The innermost sheet around the fault, or the deck.
    fn sheet_at(&self, fault: &Diagnostic) -> usize {
        let at = (fault.line, fault.column);
        let before = self.0.partition_point(|(start, _)| *start <= at);
        let around = self.0.iter().take(before).rposition(|(_, end)| at < *end);
        around.unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECK: &str = r#"Deck(schema: 1, id: "d", title: "T", concepts: [
    Concept(id: "c", title: "C", topic: "demand", cards: [
        Basic(id: "a", front: "What is A?", back: "1", why: "w"),
        Basic(id: "b", fornt: "What is B?", back: "2", why: "w"),
    ]),
    Concept(id: "e", title: "E", topic: "demand", after: ["nowhere"], related: ["c"], cards: [
        Basic(id: "f", front: "What is F?", back: "", why: "w"), Basic(id: "g", front: "What is G?", back: "3", why: "w"),
    ]),
])"#;

    fn of(text: &str) -> Preview {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deck.ron");
        std::fs::write(&path, text).unwrap();
        preview(&path, &Settings::default())
    }

    #[test]
    fn everything_comes_in_the_order_of_the_file_with_its_faults() {
        let preview = of(DECK);
        assert!(preview.readable);
        let ids: Vec<(&str, u32)> = preview.sheets.iter().map(|s| (&*s.id, s.line)).collect();
        let wanted = [
            ("d", 1),
            ("c", 2),
            ("a", 3),
            ("b", 4),
            ("e", 6),
            ("f", 7),
            ("g", 7),
        ];
        assert_eq!(ids, wanted);
        assert_eq!(preview.sheets[3].what, Matter::Lost);
        let on = |message: &str| {
            let found = preview
                .faults
                .iter()
                .find(|f| f.fault.message.contains(message));
            let found = found.unwrap_or_else(|| panic!("{message} in {:?}", preview.faults));
            &*preview.sheets[found.sheet].id
        };
        assert_eq!(on("fornt"), "b");
        assert_eq!(on("nowhere"), "e");
        assert_eq!(on("`back` is empty"), "f");
        let Matter::Page(page) = &preview.sheets[4].what else {
            panic!("{:?}", preview.sheets[4]);
        };
        assert_eq!(page.related, [("d/c".to_owned(), "C".into())]);
    }

    #[test]
    fn a_file_that_is_no_deck_has_its_faults_on_the_deck() {
        for text in ["", "Deck(", "<<<<<<< mine\n>>>>>>> theirs\n"] {
            let preview = of(text);
            assert!(!preview.readable || text == "Deck(", "{text}");
            assert_eq!(preview.sheets.len(), 1, "{text}");
            assert!(!preview.faults.is_empty(), "{text}");
            assert!(preview.faults.iter().all(|f| f.sheet == 0), "{text}");
        }
        let gone = preview(Path::new("/nowhere/deck.ron"), &Settings::default());
        assert!(!gone.readable && gone.faults[0].fault.message.contains("cannot be read"));
    }
}
