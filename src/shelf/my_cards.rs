//! The learner's own deck: a card made in the program is inserted into its file. The present text is not changed, and nothing is
//! written that could not be read as a deck again.

use crate::deck_file::ParsedDeck;
use crate::deck_file::edit::{self, DeckFile, EditError, Prepared};
use crate::deck_file::insert::insert_card;
use crate::deck_file::slug::slug;
use crate::deck_file::splice::{self, spliced};
use crate::deck_file::{syntax, write};
use crate::files;
use crate::lint;
use crate::study::fault::Severity;
use crate::study::kinds::{Kind, Numeric, Tolerance, Way};
use crate::study::{Card, Deck};
use std::fs;
use std::path::{Path, PathBuf};

/// Under the decks folder.
pub const FILE: &str = "my-cards.ron";
const CONCEPT: &str = "calculators";

const EMPTY: &str = r#"// Cards you made in the calculators. This file is yours: correct, divide and add to it as you like.
Deck(
    schema: 1,
    id: "my-cards",
    title: "My own cards",
    track: "other",
    version: "1.0.0",
    concepts: [
    ],
)
"#;

const OWN_CONCEPT: &str = r#"Concept(
    id: "calculators",
    title: "From the calculators",
    topic: "metrics",
    summary: "Problems with your own numbers. Each was made with *make a card* in a calculator, which opens them again and shows the working.",
    cards: [
    ],
),"#;

/// A card that was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    pub id: String,
    pub file: PathBuf,
}

/// Adds the card to the deck in `folder`, which is made where it is missing. `name` begins the card's id.
pub fn add(folder: &Path, name: &str, card: &Numeric) -> Result<Added, String> {
    let file = folder.join(FILE);
    let shown = file.display().to_string();
    files::make_folder(folder).map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
    if fs::symlink_metadata(&file).is_err() {
        let (id, text) = with_card(&shown, EMPTY.to_owned(), name, card)?;
        edit::create(&file, text.as_bytes()).map_err(|e| e.to_string())?;
        return Ok(Added { id, file });
    }
    let there = DeckFile::open(&file).map_err(|e| e.to_string())?;
    let (id, text) = with_card(&shown, there.text().to_owned(), name, card)?;
    let saved = there.prepare(&text).and_then(Prepared::commit);
    saved.map_err(|error| match error {
        EditError::Changed { path } => format!("{path} was changed meanwhile; try again"),
        error => error.to_string(),
    })?;
    Ok(Added { id, file })
}

/// The card's id, and the file's text with the card in it.
fn with_card(
    path: &str,
    mut text: String,
    name: &str,
    card: &Numeric,
) -> Result<(String, String), String> {
    let answer = card.answer.ok_or("a card without an answer asks nothing")?;
    let before = sound(path, &text)?;
    let same = |held: &Card| held.front() == card.front() && matches!(held.way(), Way::Compute(_));
    if before.cards().any(|(_, held)| same(held)) {
        return Err("your deck has a card with these very numbers".to_owned());
    }
    let lost = || format!("{path} has no place for the card; mend it first");
    if before.concepts.iter().all(|concept| concept.id != CONCEPT) {
        let syntax = syntax::read(&text, 3);
        let deck = syntax.top.first().ok_or_else(lost)?;
        let concepts = deck.field(&text, "concepts").ok_or_else(lost)?;
        let own = splice::last_struct(&text, concepts, |indent, line_end| {
            write::indented(OWN_CONCEPT, indent, line_end)
        });
        text = spliced(&text, &[own.ok_or_else(lost)?]);
    }
    let added = insert_card(&text, CONCEPT, |deck| {
        let write = |id: String| move |indent: &str, _: &str| written(indent, &id, card, answer);
        let id = free_id(deck, name);
        (id.clone(), write(id))
    })
    .map_err(|why| format!("{path}: {why}"))?;
    let after = sound(path, &added.text)?;
    if after.cards().count() != before.cards().count() + 1 {
        return Err(lost());
    }
    Ok((added.id, added.text))
}

/// The deck in the text, which has no errors.
fn sound(path: &str, text: &str) -> Result<Deck, String> {
    let mut parsed = ParsedDeck::read(path, text.to_owned());
    lint::check_errors(&mut parsed, &lint::Settings::default());
    let faults = parsed.diagnostics();
    match faults.iter().find(|d| d.severity == Severity::Error) {
        Some(fault) => Err(format!(
            "{path}, line {}: {}; mend it first",
            fault.line, fault.message
        )),
        None => parsed
            .deck
            .ok_or_else(|| format!("{path} holds no deck; mend it first")),
    }
}

/// A number higher than those in use, so that ids of deleted cards are not used again.
fn free_id(deck: &Deck, name: &str) -> String {
    let name = slug(name);
    let numbers = deck.cards().filter_map(|(_, card)| {
        let number = card.common().id.strip_prefix(&format!("{name}-"))?;
        number.parse::<u32>().ok()
    });
    format!("{name}-{}", numbers.max().unwrap_or(0).saturating_add(1))
}

fn written(indent: &str, id: &str, card: &Numeric, answer: f64) -> String {
    let tolerance = write::tolerance(card.tolerance.unwrap_or(Tolerance::Exact));
    let mut fields = vec![
        ("id", write::text(id)),
        ("question", write::text(&card.question)),
        ("answer", answer.to_string()),
        (
            "unit",
            write::text(card.unit.as_deref().unwrap_or_default()),
        ),
        ("tolerance", tolerance),
        ("why", write::text(&card.common.why)),
        ("source", write::text(&card.common.source)),
    ];
    if !card.working.is_empty() {
        fields.insert(5, ("working", write::texts(&card.working)));
        // A calculator works out more than is asked, and says some of it in letters and words.
        let known = r#"[("W32", "the whole working of the calculator")]"#;
        fields.push(("lint_ignore", known.to_owned()));
    }
    write::structure(indent, "Numeric", &fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::deck::Common;

    fn card(answer: f64) -> Numeric {
        Numeric {
            question: format!(
                "**Lifetime value**\n\n- Margin: {answer}\n- Retention: 80 %\n\nWork out: \"CLV\"."
            )
            .into(),
            answer: Some(answer),
            unit: Some("%".into()),
            tolerance: Some(Tolerance::Percent(0.5)),
            working: vec![
                "2 m r = 2 x 120 x 0.8 = 192".into(),
                "120 x 0.8 / (1 + 0.2 - 0.8) = 240".into(),
                "lifetime = 1 / (1 - 0.8) = 5".into(),
            ],
            mistakes: Vec::new(),
            common: Common {
                why: "CLV = m r / (1 + d - r).".into(),
                source: "Gupta & Lehmann".into(),
                ..Common::default()
            },
        }
    }

    fn cards(file: &Path) -> Vec<Card> {
        let text = fs::read_to_string(file).unwrap();
        let deck = ParsedDeck::read("x", text).deck.unwrap();
        deck.concepts.into_iter().flat_map(|c| c.cards).collect()
    }

    #[test]
    fn no_card_is_made_without_an_answer_or_with_an_id_that_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let without = Numeric {
            answer: None,
            ..card(1.0)
        };
        assert!(add(folder.path(), "x", &without).is_err());
        let file = add(folder.path(), "x", &card(1.0)).unwrap().file;
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.replace("x-1", "x-4294967295")).unwrap();
        assert!(add(folder.path(), "x", &card(2.0)).is_err());
    }

    #[test]
    fn cards_are_added_one_behind_the_other_and_pass_the_check() {
        let folder = tempfile::tempdir().unwrap();
        let decks = folder.path().join("decks");
        for (nth, answer) in [240.0, -0.125, 1e12].into_iter().enumerate() {
            let added = add(&decks, "clv_simple", &card(answer)).unwrap();
            assert_eq!(added.id, format!("clv-simple-{}", nth + 1));
            let found = cards(&added.file);
            assert_eq!(found.len(), nth + 1);
            let Some(Card::Numeric(found)) = found.last() else {
                unreachable!("a numeric card");
            };
            assert_eq!(
                (found.answer, &found.question),
                (Some(answer), &card(answer).question)
            );
            assert_eq!(
                (&found.working, found.tolerance),
                (&card(answer).working, card(answer).tolerance)
            );
            let again = add(&decks, "clv_simple", &card(answer)).unwrap_err();
            assert!(again.contains("these very numbers"), "{again}");
            let faults = lint::check(&[added.file], &lint::Settings::default());
            assert!(
                faults
                    .iter()
                    .all(|d| d.severity != Severity::Error && d.code != "W32"),
                "{faults:?}"
            );
        }
        assert_eq!(fs::read_dir(decks).unwrap().count(), 1);
    }

    #[test]
    fn what_the_learner_wrote_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        add(folder.path(), "clv", &card(240.0)).unwrap();
        let own = fs::read_to_string(&path).unwrap();
        // A comment after the last card, no comma, and a concept of the learner's own before it.
        let own = own.replace(
            "                ),\n            ],",
            "                ) // mine ]\n            ],",
        );
        assert!(own.contains("// mine ]"));
        fs::write(&path, &own).unwrap();
        let added = add(folder.path(), "clv", &card(1.0)).unwrap();
        assert_eq!((added.id.as_str(), cards(&path).len()), ("clv-2", 2));
        assert!(fs::read_to_string(&path).unwrap().contains("// mine ]"));
    }

    #[test]
    fn a_deck_that_does_not_load_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        for text in [
            "",
            "Deck(schema: 1",
            "Deck(schema: 1, id: \"x\", title: \"X\", concepts: 5)",
        ] {
            fs::write(&path, text).unwrap();
            let why = add(folder.path(), "clv", &card(1.0)).unwrap_err();
            assert!(why.contains("mend"), "{why}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
}
