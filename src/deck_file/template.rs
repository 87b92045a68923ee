//! Templates for authors: a deck with a card of every kind, and each of these cards separately.

use super::insert::{Added, insert_card};
use super::slug::slug;
use super::{ids, parse, splice, write};
use crate::study::kinds::KINDS;

const DECK: &str = include_str!("template.ron");

/// A commented deck with this id and title.
pub fn deck(id: &str, title: &str, file: &str) -> String {
    let lines = DECK.lines();
    let lines = lines.filter(|line| !line.trim_start().starts_with(NEW));
    let deck: String = lines.map(|line| format!("{line}\n")).collect();
    deck.replace("DECK-ID", id)
        .replace("\"DECK TITLE\"", &write::text(title))
        .replace("NAME.ron", file)
}

/// Marks the text that a new card has instead of the one on the next line. With the text of the template's own card, it would be
/// reported as a duplicate in a deck made from the template.
const NEW: &str = "// new: ";

/// The fields that such a mark may stand above.
const ASKING: [&str; 6] = [
    "front: \"",
    "question: \"",
    "text: \"",
    "term: \"",
    "meaning: \"",
    "maker: \"",
];

/// A commented card of this kind, starting in the first column, with a comma after it. `None` if there is no such kind. Its id
/// and its question begin with `new`, to differ from the template's own card.
pub fn card(kind: &str) -> Option<String> {
    let reading = parse::read(DECK);
    let (cards, spans) = (reading.deck?, reading.spans);
    let kinds = cards.cards().map(|(_, card)| card.name());
    let spans = spans.concepts.iter().flat_map(|c| &c.cards);
    let span = kinds.zip(spans).find(|(name, _)| *name == kind)?.1.clone();
    let indent = splice::line_indent(DECK, span.start);
    let mut card = String::new();
    let mut new = None;
    for line in DECK[span].replace(&format!("\n{indent}"), "\n").lines() {
        if let Some(text) = line.trim_start().strip_prefix(NEW) {
            new = Some(text.to_owned());
            continue;
        }
        card += &match new.take() {
            Some(text) => with_text(line, &ASKING, &text),
            None => line.to_owned(),
        };
        card.push('\n');
    }
    let id = slug(&format!("new {kind}"));
    Some(with_text(card.trim_end(), &["id: \""], &id) + ",\n")
}

/// The kind that was meant: case, dashes and underscores are ignored.
pub fn kind(written: &str) -> Option<&'static str> {
    let plain = |text: &str| text.replace(['-', '_'], "").to_lowercase();
    KINDS
        .iter()
        .find(|kind| plain(kind) == plain(written))
        .copied()
}

/// The text with a commented card of this kind after the concept's other cards. Errors are sentences.
pub fn add_card(text: &str, concept: &str, kind: &str) -> Result<Added, String> {
    let card = card(kind).ok_or_else(|| format!("there is no kind of card `{kind}`"))?;
    insert_card(text, concept, |deck| {
        let id = ids::taken(deck).take(None, &format!("new {kind}"), "card");
        let card = with_text(&card, &["id: \""], &id);
        let write = move |indent: &str, line_end: &str| write::indented(&card, indent, line_end);
        (id, write)
    })
}

/// With another text in the first of these fields.
fn with_text(card: &str, fields: &[&str], text: &str) -> String {
    let behind = |field: &&str| Some(card.find(field)? + field.len());
    let Some(start) = fields.iter().filter_map(behind).min() else {
        return card.to_owned();
    };
    let end = start + card[start..].find('"').unwrap_or(0);
    format!("{}{text}{}", &card[..start], &card[end..])
}

#[cfg(test)]
mod tests {
    use super::super::ParsedDeck;
    use super::*;
    use crate::lint::Settings;
    use crate::lint::check_all;
    use crate::study::kinds::{self, Ask};

    #[test]
    fn what_the_program_checks_is_known_of_every_kind_without_its_card() {
        for (_, card) in parse::read(DECK).deck.unwrap().cards() {
            for part in card.parts() {
                let is_checked = kinds::is_checked(card.name(), &part);
                let is_asked = card.face(&part, 1).ask != Ask::Recall;
                assert_eq!(is_checked, is_asked, "{} {part}", card.name());
            }
        }
    }

    fn faults(text: &str) -> Vec<String> {
        let volumes = check_all(
            vec![ParsedDeck::read("new.ron", text.to_owned())],
            &Settings::default(),
        );
        let found = volumes.iter().flat_map(ParsedDeck::diagnostics);
        found
            .map(|d| format!("{}:{} {} {}", d.line, d.column, d.code, d.message))
            .collect()
    }

    #[test]
    fn the_template_passes_the_check_without_a_warning_and_shows_every_kind() {
        let text = deck("my-deck", "A \"quoted\" title \\", "my-deck.ron");
        assert_eq!(faults(&text), Vec::<String>::new());
        let deck = parse::read(&text).deck.unwrap();
        assert_eq!(
            (&*deck.id, &*deck.title),
            ("my-deck", "A \"quoted\" title \\")
        );
        for kind in KINDS {
            assert!(
                card(kind).unwrap().starts_with(&format!("{kind}(\n    //")),
                "{kind}"
            );
        }
        for kind in KINDS {
            let with_one = add_card(&text, "reorder-point", kind).unwrap().text;
            assert_eq!(faults(&with_one), Vec::<String>::new(), "{kind}");
        }
        assert_eq!(kind("multiple-choice"), Some("MultipleChoice"));
    }

    #[test]
    fn a_card_is_put_behind_the_others_whatever_the_layout() {
        let head = "Deck(schema: 1, id: \"d\", title: \"T\", concepts: [";
        let basic = "Basic(id: \"new-basic\", front: \"F?\", back: \"B\")";
        for concept in [
            "Concept(id: \"c\", title: \"C\", cards: [])",
            "Concept(id: \"c\", title: \"C\", cards: [BASIC])",
            "Concept(id: \"c\", title: \"C\", cards: [BASIC,])",
            "Concept(id: \"c\", title: \"C\", cards: [\n  BASIC\n])",
            "Concept(\r\n\tid: \"c\",\r\n\ttitle: \"C\",\r\n\tcards: [\r\n\t\tBASIC, // one\r\n\t\t// two\r\n\t],\r\n)",
            "Concept(id: \"c\", title: \"C\")",
            "Concept(\n  id: \"c\",\n  title: \"C\",\n  cards: [\n  ],\n)",
        ] {
            let text = format!("{head}{}])", concept.replace("BASIC", basic));
            let before = parse::read(&text).deck.unwrap().cards().count();
            for kind in KINDS {
                let added = add_card(&text, "c", kind).unwrap_or_else(|e| panic!("{e}\n{text}"));
                let deck = parse::read(&added.text).deck.unwrap();
                let (_, card) = deck.cards().last().unwrap();
                assert_eq!(
                    (deck.cards().count(), card.name()),
                    (before + 1, *kind),
                    "{}",
                    added.text
                );
                assert_eq!(card.common().id, added.id);
                assert!(
                    added
                        .text
                        .lines()
                        .nth(added.line - 1)
                        .unwrap()
                        .contains(kind),
                    "{}",
                    added.text
                );
                assert!(
                    !text.contains('\r') || !added.text.replace("\r\n", "").contains('\n'),
                    "{:?}",
                    added.text
                );
            }
        }
        assert!(
            add_card("Deck(schema: 1, id: \"d\", title: \"T\")", "c", "Basic")
                .unwrap_err()
                .contains("no concept")
        );
    }
}
