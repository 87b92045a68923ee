//! What every card may say about itself, whatever its kind.

use super::text::{Text, name};
use super::words;
use serde::Deserialize;

/// Data shown above a card's question, which several cards of a concept may share. The card gives its name, the concept its text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exhibit {
    /// Empty where the card shows none.
    pub name: String,
    /// Markdown. Empty until `Deck::lay_out_exhibits` has filled it in.
    pub text: Text,
}

impl<'de> Deserialize<'de> for Exhibit {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Exhibit, D::Error> {
        let text = Text::default();
        name(deserializer).map(|name| Exhibit { name, text })
    }
}

impl Exhibit {
    /// The question with the exhibit above it.
    pub fn above(&self, question: &str) -> String {
        match self.text.trim_end() {
            "" => question.to_owned(),
            exhibit => format!("{exhibit}\n\n{question}"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Common {
    pub id: String,
    /// Why the answer is right.
    pub why: Text,
    pub hint: Text,
    pub source: Text,
    /// Shown above the question.
    pub exhibit: Exhibit,
    pub tags: Vec<String>,
    pub bloom: Option<Bloom>,
    /// Raised when the meaning of the card changes.
    pub rev: u32,
    /// `old-deck/old-id`, where the card was called something else.
    pub formerly: Vec<String>,
    /// Cards that ask the same fact: never on one day.
    pub link: Vec<String>,
    /// Warnings silenced on this card, each with its reason.
    pub lint_ignore: Vec<(String, String)>,
}

words! {
    /// The level of a card in Bloom's taxonomy.
    #[derive(Deserialize)]
    #[serde(try_from = "String")]
    pub enum Bloom {
        Recall = "recall",
        Apply = "apply",
        Analyse = "analyse",
    }
}

impl TryFrom<String> for Bloom {
    type Error = String;

    fn try_from(text: String) -> Result<Bloom, String> {
        let level = Bloom::ALL.into_iter().find(|level| level.word() == text);
        level.ok_or_else(|| {
            format!("`bloom` is \"recall\", \"apply\" or \"analyse\", not \"{text}\"")
        })
    }
}
