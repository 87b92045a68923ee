//! Blueprints of examinations: modules, length and source, and which concepts prepare for each. No file is read here.

use super::outline::{ConceptOutline, Outline};
use super::text::Text;
use serde::Deserialize;

/// The modules of an examination, its length and where that is known from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blueprint {
    /// As learners know it, and as decks name it for their track: `CPIM`.
    pub id: String,
    pub title: Text,
    /// Number of questions in a whole examination.
    pub questions: u32,
    pub minutes: u32,
    pub source: Text,
    /// When the source was last checked: `2026-11`.
    pub verified: Text,
    pub modules: Vec<Module>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Module {
    /// Unique within its examination: `3`.
    pub id: String,
    pub title: Text,
    pub topics: Vec<String>,
    pub source: Text,
    /// Share of the examination in per cent, where a public source gives one.
    #[serde(default)]
    pub weight: Option<f64>,
}

impl Blueprint {
    /// Indexes of the modules that the concept belongs to: those that list its topic (if the deck's track is this examination or
    /// both), and those that the concept names itself, as `CPIM/3`.
    pub fn modules_of<'a>(
        &'a self,
        track: &'a str,
        concept: &'a ConceptOutline,
    ) -> impl Iterator<Item = usize> + 'a {
        self.modules
            .iter()
            .enumerate()
            .filter(move |(_, module)| {
                let is_named = concept
                    .modules
                    .iter()
                    .filter_map(|name| name.split_once('/'))
                    .any(|(exam, id)| exam == self.id && id == module.id);
                is_named || (self.is_of_track(track) && module.topics.contains(&concept.topic))
            })
            .map(|(at, _)| at)
    }

    /// The id of a module as decks write it: `CPIM/3`.
    pub fn name_of(&self, module: &Module) -> String {
        format!("{}/{}", self.id, module.id)
    }

    fn is_of_track(&self, track: &str) -> bool {
        track == self.id || track == "both"
    }

    /// Whether the concept is studied for this examination: it belongs to one of its modules, or to no module of any examination
    /// while its deck prepares for this one.
    pub fn is_served_by(&self, all: &[Blueprint], track: &str, concept: &ConceptOutline) -> bool {
        self.modules_of(track, concept).next().is_some()
            || (self.is_of_track(track) && !is_in_any_module(all, track, concept))
    }
}

pub fn is_in_any_module(all: &[Blueprint], track: &str, concept: &ConceptOutline) -> bool {
    all.iter()
        .any(|blueprint| blueprint.modules_of(track, concept).next().is_some())
}

/// Whether any concept of the deck belongs to a module of the examination.
pub fn serves(blueprint: &Blueprint, deck: &Outline) -> bool {
    deck.concepts
        .iter()
        .any(|concept| blueprint.modules_of(&deck.track, concept).next().is_some())
}
