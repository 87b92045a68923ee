//! The learner's own deck: a card made in the program is spliced into its file. What stands there already is never
//! touched, and nothing is written that would not read as a deck again.

use crate::deck_file::ParsedDeck;
use crate::deck_file::parse;
use crate::deck_file::syntax::{self, Node};
use crate::lint;
use crate::study::fault::Severity;
use crate::study::kinds::{Kind, Numeric, Tolerance};
use crate::study::{Card, Deck};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
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

const OWN_CONCEPT: &str = r#"
        Concept(
            id: "calculators",
            title: "From the calculators",
            topic: "metrics",
            summary: "Problems with your own numbers. Each was made with *make a card* in a calculator, which opens them again and shows the working.",
            cards: [
            ],
        ),
    "#;

/// A card that was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    pub id: String,
    pub file: PathBuf,
}

/// Adds the card to the deck in `folder`, which is made where it is missing. `name` begins the card's id.
pub fn add(folder: &Path, name: &str, card: &Numeric) -> Result<Added, String> {
    let path = folder.join(FILE);
    let named = |error: &dyn std::fmt::Display| format!("cannot write {}: {error}", path.display());
    let there = match fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(format!("cannot read {}: {error}", path.display())),
    };
    let text = match &there {
        None => EMPTY.to_owned(),
        Some(bytes) => parse::decode(bytes.clone())
            .map_err(|_| format!("{} is not UTF-8; mend it first", path.display()))?,
    };
    let shown = path.display().to_string();
    let (id, text) = with_card(&shown, text, name, card)?;
    fs::create_dir_all(folder).map_err(|e| named(&e))?;
    let mut file = tempfile::Builder::new()
        .prefix(".swot-")
        .tempfile_in(folder)
        .map_err(|e| named(&e))?;
    file.write_all(text.as_bytes()).map_err(|e| named(&e))?;
    file.as_file().sync_all().map_err(|e| named(&e))?;
    if fs::read(&path).ok() != there {
        return Err(format!(
            "{} was changed meanwhile; try again",
            path.display()
        ));
    }
    if let Ok(metadata) = fs::metadata(&path) {
        fs::set_permissions(file.path(), metadata.permissions()).map_err(|e| named(&e))?;
    }
    file.persist(&path).map_err(|e| named(&e.error))?;
    Ok(Added { id, file: path })
}

/// The file's text with the card in it, and the card's id.
fn with_card(
    path: &str,
    text: String,
    name: &str,
    card: &Numeric,
) -> Result<(String, String), String> {
    let before = read(path, &text)?;
    let same = |held: &Card| matches!(held, Card::Numeric(held) if held.question == card.question);
    if before
        .concepts
        .iter()
        .flat_map(|concept| &concept.cards)
        .any(same)
    {
        return Err("your deck has a card with these very numbers".to_owned());
    }
    let mut text = text;
    if before.concepts.iter().all(|concept| concept.id != CONCEPT) {
        let concepts = place(path, &text, None)?;
        text = spliced(&text, &concepts, OWN_CONCEPT);
    }
    let id = free_id(&before, name);
    let cards = place(path, &text, Some(CONCEPT))?;
    text = spliced(&text, &cards, &written(&id, card));
    let mut parsed = ParsedDeck::read(path, text.clone());
    lint::check_deck(&mut parsed, &lint::Settings::default());
    let faults = parsed.diagnostics();
    if let Some(fault) = faults.iter().find(|d| d.severity == Severity::Error) {
        return Err(format!(
            "{path}, line {}: {}; mend it first",
            fault.line, fault.message
        ));
    }
    let after = read(path, &text)?;
    let ids = |deck: &Deck| -> Vec<String> {
        let cards = deck.concepts.iter().flat_map(|concept| &concept.cards);
        cards.map(|card| card.common().id.clone()).collect()
    };
    let mut expected = ids(&before);
    let mut found = ids(&after);
    expected.push(id.clone());
    expected.sort();
    found.sort();
    if found != expected {
        return Err(format!(
            "{path} would not read as before with the card in it; mend the file first"
        ));
    }
    Ok((id, text))
}

fn read(path: &str, text: &str) -> Result<Deck, String> {
    let reading = parse::read(text);
    reading
        .deck
        .ok_or_else(|| format!("{path} does not read as a deck; mend it first"))
}

/// The list of concepts, or the cards of one.
fn place(path: &str, text: &str, concept: Option<&str>) -> Result<Node, String> {
    let lost = || format!("{path} has no place for the card; mend it first");
    let syntax = syntax::read(text, 4);
    let deck = syntax.top.first().ok_or_else(lost)?;
    let concepts = deck.field(text, "concepts").ok_or_else(lost)?;
    let Some(wanted) = concept else {
        return Ok(concepts.clone());
    };
    let quoted = format!("\"{wanted}\"");
    let is_wanted = |node: &&Node| {
        node.field(text, "id")
            .and_then(|id| text.get(id.value.clone()))
            == Some(quoted.as_str())
    };
    let concept = concepts.entries.iter().find(is_wanted).ok_or_else(lost)?;
    concept.field(text, "cards").cloned().ok_or_else(lost)
}

/// `item` behind the last entry of a list: a comma that stood behind that one then stands behind the item.
fn spliced(text: &str, list: &Node, item: &str) -> String {
    let (at, item) = match (list.entries.last(), &list.inner) {
        (Some(last), _) => (
            last.value.end,
            format!(",{}", item.trim_end().trim_end_matches(',')),
        ),
        (None, Some(inner)) => (
            inner.end.min(text.len()),
            item.trim_start_matches('\n').to_owned(),
        ),
        (None, None) => return text.to_owned(),
    };
    let (before, after) = text.split_at(at);
    // An empty list closes on a line of its own: the item starts at that line's beginning.
    let before = if list.entries.is_empty() {
        before.trim_end_matches(' ')
    } else {
        before
    };
    format!("{before}{item}{after}")
}

/// A number higher than any before: an id that was once used is not used again while the others are there.
fn free_id(deck: &Deck, name: &str) -> String {
    let name: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .take(40)
        .collect();
    let cards = deck.concepts.iter().flat_map(|concept| &concept.cards);
    let numbers = cards.filter_map(|card| {
        card.common()
            .id
            .strip_prefix(&format!("{name}-"))?
            .parse::<u32>()
            .ok()
    });
    format!("{name}-{}", numbers.max().unwrap_or(0) + 1)
}

fn written(id: &str, card: &Numeric) -> String {
    const INDENT: &str = "                ";
    let mut out = format!("\n{INDENT}Numeric(\n");
    let mut field = |name: &str, value: String| {
        let _ = writeln!(out, "{INDENT}    {name}: {value},");
    };
    field("id", string(id));
    field("question", string(&card.question));
    field("answer", card.answer.unwrap_or_default().to_string());
    field("unit", string(card.unit.as_deref().unwrap_or_default()));
    field(
        "tolerance",
        match card.tolerance.unwrap_or(Tolerance::Exact) {
            Tolerance::Exact => "Exact".to_owned(),
            Tolerance::Absolute(room) => format!("Absolute({room})"),
            Tolerance::Percent(room) => format!("Percent({room})"),
        },
    );
    let steps: Vec<String> = card.working.iter().map(|step| string(step)).collect();
    if !steps.is_empty() {
        field("working", format!("[{}]", steps.join(", ")));
    }
    field("why", string(&card.common.why));
    field("source", string(&card.common.source));
    let _ = write!(out, "{INDENT}),\n            ");
    out
}

/// A text in RON: plain where it can be, raw where it has lines, quotes or backslashes.
fn string(text: &str) -> String {
    if !text.contains(['"', '\\', '\n']) {
        return format!("\"{text}\"");
    }
    let mut marks = "#".to_owned();
    while text.contains(&format!("\"{marks}")) {
        marks.push('#');
    }
    format!("r{marks}\"{text}\"{marks}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
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
            working: vec!["120 x 0.8 / (1 + 0.2 - 0.8) = 240".into()],
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
        let deck = parse::read(&text).deck.unwrap();
        deck.concepts.into_iter().flat_map(|c| c.cards).collect()
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
                faults.iter().all(|d| d.severity != Severity::Error),
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
        // A comment behind the last card, no comma, and a concept of one's own before.
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
