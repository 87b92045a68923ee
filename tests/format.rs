//! The deck format as DESIGN.md and the guide show it is read as written.
#![allow(clippy::unwrap_used)]

use ron::extensions::Extensions;
use swotter::study::Deck;

fn read(text: &str) -> Result<Deck, ron::error::SpannedError> {
    ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .from_str(text)
}

#[test]
fn every_kind_is_read_with_its_own_and_the_common_fields() {
    let deck = read(
        r#"Deck(schema: 1, id: "d", title: "T", concepts: [Concept(id: "c", title: "C", code: "CP10", cards: [
            Basic(id: "a", front: "F?", back: "B", reversed: true, why: "because", bloom: "recall", lint_ignore: [("W01", "long")]),
            Cloze(id: "b", text: "A {{gap::hint}}."),
            MultipleChoice(id: "m", question: "Q?", options: [Right("x"), Wrong("y", "no"), Wrong("z", "no")]),
            Typed(id: "t", question: "Q?", answer: "A", accept: ["B"], case: Keep),
            Numeric(id: "n", question: "Q?", answer: 25, unit: "%", tolerance: Percent(0.5), mistakes: [(400, "turned over")]),
            Ordering(id: "o", question: "Q?", items: ["1", "2", "3"]),
        ])])"#,
    )
    .unwrap();
    let kinds: Vec<&str> = deck.cards().map(|(_, card)| card.name()).collect();
    assert_eq!(
        kinds,
        [
            "Basic",
            "Cloze",
            "MultipleChoice",
            "Typed",
            "Numeric",
            "Ordering"
        ]
    );
    assert_eq!(
        deck.keys().map(|k| k.to_string()).collect::<Vec<_>>()[..2],
        ["d/a", "d/a:reverse"]
    );
}

#[test]
fn an_unknown_field_or_kind_is_refused_by_name() {
    let card = |card: &str| {
        read(&format!(r#"Deck(schema: 1, id: "d", title: "T", concepts: [Concept(id: "c", title: "C", cards: [{card}])])"#)).unwrap_err()
    };
    assert!(
        card(r#"Basic(id: "a", fornt: "F", back: "B")"#)
            .to_string()
            .contains("fornt")
    );
    assert!(card(r#"Bassic(id: "a")"#).to_string().contains("Bassic"));
}
