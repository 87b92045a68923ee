//! Giving ids keeps every byte of the author's text: by examples, and over random decks.

use super::*;
use crate::study::key::is_id;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use std::collections::HashSet;

#[test]
fn decks_concepts_and_cards_without_ids_get_them_where_an_author_would_write_them() {
    let text = "// mine\r\nDeck(\r\n\tschema: 1, // one\r\n\ttitle: \"Supply basics\",\r\n\tconcepts: [\r\n\t\tConcept(\r\n\t\t\t// first\r\n\t\t\ttitle: \"Lead time\",\r\n\t\t\tcards: [\r\n\t\t\t\tBasic(front: \"What is lead time?\", back: \"Days.\"),\r\n\t\t\t\tCloze(id: \"\", text: \"A {{c2::buffer::hint}} waits.\"),\r\n\t\t\t\tBasic(id: \"kept\", front: \"F?\", back: \"B\", formerly: [\"d/what-is-lead-time\"]),\r\n\t\t\t],\r\n\t\t),\r\n\t],\r\n)\r\n";
    let wanted = "// mine\r\nDeck(\r\n\tid: \"supply-basics\",\r\n\tschema: 1, // one\r\n\ttitle: \"Supply basics\",\r\n\tconcepts: [\r\n\t\tConcept(\r\n\t\t\tid: \"lead-time\",\r\n\t\t\t// first\r\n\t\t\ttitle: \"Lead time\",\r\n\t\t\tcards: [\r\n\t\t\t\tBasic(id: \"what-is-lead-time-2\", front: \"What is lead time?\", back: \"Days.\"),\r\n\t\t\t\tCloze(id: \"a-buffer-waits\", text: \"A {{c2::buffer::hint}} waits.\"),\r\n\t\t\t\tBasic(id: \"kept\", front: \"F?\", back: \"B\", formerly: [\"d/what-is-lead-time\"]),\r\n\t\t\t],\r\n\t\t),\r\n\t],\r\n)\r\n";
    let with = give(text).unwrap();
    assert_eq!(with.text, wanted);
    assert_eq!(
        with.given[2],
        Given {
            what: "card",
            id: "what-is-lead-time-2".into(),
            line: 10
        }
    );
}

#[test]
fn cases_without_ids_get_them() {
    let text = "Deck(schema: 1, id: \"d\", title: \"T\", concepts: [Concept(id: \"c\", title: \"C\", cards: [Cases(question: \"Which?\", options: [Option(\"a\"), Option(\"b\"), Option(\"c\")], cases: [Case(id: \"ships-wait\", text: \"One waits.\", right: 1), Case(text: \"Ships wait.\", right: 2), Case(text: \"Ships go.\", right: 3)])])])";
    let with = give(text).unwrap();
    let given: Vec<&str> = with.given.iter().map(|given| &*given.id).collect();
    // The set after its question, and not after its first case.
    assert_eq!(given, ["which", "ships-wait-2", "ships-go"]);
}

#[test]
fn a_deck_with_a_fault_is_left_alone() {
    let refusal = give("Deck(schema: 1, id: \"d\", title: \"T\",\n concepts: [Concept(id: \"c\", title: \"C\", cards: [Basic(fornt: \"F\")])])").unwrap_err();
    assert!(
        matches!(refusal, Refusal::Faulty { line: 2, .. }),
        "{refusal}"
    );
}

/// Cases in a run; the full check is `SWOT_CASES=20000 cargo test ids`.
fn cases() -> u64 {
    std::env::var("SWOT_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_500)
}

#[test]
fn random_decks_get_ids_and_lose_nothing() {
    for seed in 0..cases() {
        let text = Author {
            rng: ChaCha8Rng::seed_from_u64(seed),
            crlf: seed % 3 == 0,
        }
        .deck();
        let with = give(&text).unwrap_or_else(|e| panic!("seed {seed}: {e}\n{text}"));
        let why = || format!("seed {seed}\n{text}\n----\n{}", with.text);
        // Without the insertions it is the author's text again.
        let mut back = with.text.clone();
        let mut splices = with.splices.clone();
        splices.sort_by_key(|s| std::cmp::Reverse(s.at.start));
        for splice in &splices {
            assert!(splice.at.is_empty(), "{}", why());
            let before: usize = splices
                .iter()
                .filter(|s| s.at.start < splice.at.start)
                .map(|s| s.text.len())
                .sum();
            let at = splice.at.start + before;
            assert_eq!(&back[at..at + splice.text.len()], splice.text, "{}", why());
            back.replace_range(at..at + splice.text.len(), "");
        }
        assert_eq!(back, text, "{}", why());
        // It is the same deck, with legal ids, each once.
        let (before, after) = (parse::read(&text), parse::read(&with.text));
        assert!(after.findings.is_empty(), "{:?} {}", after.findings, why());
        let (before, after) = (before.deck.unwrap(), after.deck.unwrap());
        let mut seen = HashSet::new();
        for ((_, old), (_, new)) in before.cards().zip(after.cards()) {
            assert!(
                is_id(&new.common().id) && seen.insert(new.common().id.clone()),
                "{}",
                why()
            );
            assert!(
                old.common().id.is_empty() || old.common().id == new.common().id,
                "{}",
                why()
            );
            let (mut old, mut new) = (old.clone(), new.clone());
            old.common_mut().id.clear();
            new.common_mut().id.clear();
            assert_eq!(old, new, "{}", why());
        }
        assert_eq!(before.cards().count(), after.cards().count(), "{}", why());
        assert!(
            is_id(&after.id) && after.concepts.iter().all(|c| is_id(&c.id)),
            "{}",
            why()
        );
        let line_ends = |text: &str| (text.matches("\r\n").count(), text.matches('\n').count());
        let (crlf, lf) = line_ends(&with.text);
        assert!(
            line_ends(&text).0 != line_ends(&text).1 || crlf == lf,
            "CRLF stays CRLF: {}",
            why()
        );
        // A second run changes nothing.
        let again = give(&with.text).unwrap();
        assert!(
            again.given.is_empty() && again.text == with.text,
            "{}",
            why()
        );
    }
}

/// Writes decks as untidily as people do.
struct Author {
    rng: ChaCha8Rng,
    crlf: bool,
}

impl Author {
    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.rng.random_range(0..of.len())]
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    /// Blanks and comments.
    fn gap(&mut self) -> String {
        let gap = self.one(&[
            "",
            "",
            "",
            " ",
            " ",
            "  ",
            "\t",
            "\n",
            "\n    ",
            "\n\t\t",
            " // id: \"no\", \"\n",
            "// (\n      ",
            "/* ) ] \" */",
            " /* a /* b */\n c */ ",
            "\n\n",
            "\n// x\n    // y\n    ",
            "\u{a0}",
        ]);
        // A no-break space is no blank to the format.
        let gap = gap.replace('\u{a0}', " ");
        if self.crlf {
            gap.replace('\n', "\r\n")
        } else {
            gap
        }
    }

    fn text(&mut self, plain: &str) -> String {
        let n = self.rng.random_range(0..40);
        match self.rng.random_range(0..7) {
            0 => format!("r#\"{plain} \"id: (\" {n}\"#"),
            1 => format!("r\"{plain} \\ {n}\""),
            2 => format!("\"{plain} \\\"quoted\\\" ) {n}\""),
            3 => format!("\"{plain},\n  two lines {n}\""),
            4 => format!("r##\"{plain} \"# // no {n}\"##"),
            5 => format!("\"Größe {plain} 顧客 \\u{{e9}} {n}\""),
            _ => format!("\"{plain} {n}\""),
        }
    }

    /// The fields in any order, with or without an id and a last comma.
    fn body(&mut self, open: &str, mut fields: Vec<String>, close: &str) -> String {
        for i in (1..fields.len()).rev() {
            fields.swap(i, self.rng.random_range(0..=i));
        }
        let mut out = open.to_owned();
        let last = fields.len().saturating_sub(1);
        for (i, field) in fields.iter().enumerate() {
            out += &self.gap();
            out += field;
            if i < last || self.chance(50) {
                out += &self.gap();
                out.push(',');
            }
        }
        out += &self.gap();
        out + close
    }

    fn field(&mut self, name: &str, value: String) -> String {
        let (a, b) = (self.gap(), self.gap());
        format!("{name}{a}:{b}{value}")
    }

    fn id(&mut self, fields: &mut Vec<String>, id: String) {
        match self.rng.random_range(0..10) {
            0..3 => fields.push(self.field("id", format!("\"{id}\""))),
            3 => {
                let empty = self.one(&["\"\"", "r\"\"", "r#\"\"#"]).to_owned();
                let field = self.field("id", empty);
                fields.push(field);
            }
            _ => {}
        }
    }

    fn card(&mut self, number: usize) -> String {
        let mut fields = Vec::new();
        self.id(&mut fields, format!("card-{number}"));
        if self.chance(30) {
            let why = self.text("Because");
            fields.push(self.field("why", why));
        }
        if self.chance(20) {
            fields.push("tags: [\"a\", /* [ */ \"b\",]".into());
        }
        if self.chance(10) {
            fields.push("formerly: [\"old/what-2\", \"d/basic-front\"]".into());
        }
        let mut add = |author: &mut Author, name: &str, plain: &str| {
            let value = author.text(plain);
            let field = author.field(name, value);
            fields.push(field);
        };
        let kind = match self.rng.random_range(0..6) {
            0 => {
                add(self, "front", "Basic front");
                add(self, "back", "Back");
                "Basic"
            }
            1 => {
                add(self, "text", "A {{c1::gap::hint}} and {{another}}");
                "Cloze"
            }
            2 => {
                add(self, "question", "Which one?");
                fields.push("options: [Right(\"(a\"), Wrong(\"b\", because: \"no\"), Wrong(\"c]\", \"no\")]".into());
                "MultipleChoice"
            }
            3 => {
                add(self, "question", "Word?");
                add(self, "answer", "it");
                "Typed"
            }
            4 => {
                add(self, "question", "How many?");
                fields.push("answer: 2.5, tolerance: Percent(0.5), unit: \"%\"".into());
                "Numeric"
            }
            _ => {
                add(self, "question", "In what order?");
                fields.push("items: [\"a\", \"b\", \"c\"]".into());
                "Ordering"
            }
        };
        let gap = self.gap();
        self.body(&format!("{kind}{gap}("), fields, ")")
    }

    fn list(&mut self, items: Vec<String>) -> String {
        let mut out = String::from("[");
        for item in items {
            out += &self.gap();
            out += &item;
            out += &self.gap();
            out.push(',');
        }
        out += &self.gap();
        out + "]"
    }

    fn concept(&mut self, number: usize) -> String {
        let mut fields = Vec::new();
        self.id(&mut fields, format!("concept-{number}"));
        let title = self.text("Concept");
        fields.push(self.field("title", title));
        let cards = (0..self.rng.random_range(0..4))
            .map(|i| self.card(number * 10 + i))
            .collect();
        let cards = self.list(cards);
        fields.push(self.field("cards", cards));
        let open = self.one(&["Concept(", "Concept (", "("]);
        self.body(open, fields, ")")
    }

    fn deck(&mut self) -> String {
        let mut fields = vec!["schema: 1".to_owned()];
        self.id(&mut fields, "d".into());
        let title = self.text("Deck");
        fields.push(self.field("title", title));
        let concepts = (0..self.rng.random_range(1..4))
            .map(|i| self.concept(i))
            .collect();
        let concepts = self.list(concepts);
        fields.push(self.field("concepts", concepts));
        let open = self.one(&[
            "Deck(",
            "Deck  (",
            "// Deck(\nDeck(",
            "#![enable(implicit_some)]\nDeck(",
        ]);
        let (before, after) = (self.gap(), self.gap());
        let text = before + &self.body(open, fields, ")") + &after;
        if self.crlf {
            text.replace("\r\n", "\n").replace('\n', "\r\n")
        } else {
            text
        }
    }
}
