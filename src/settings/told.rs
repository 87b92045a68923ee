//! A description of each setting for the settings screen: its value, where that comes from, and how it is changed.

use super::{Settings, line_of};
use crate::clock::ROLLOVER;
use crate::study::outlook::{SettingLine, Way};
use serde_json::Value;

/// Every setting in the order shown, how it is changed, and what it does.
const SETTINGS: [(&str, Way, &str); 12] = [
    (
        "new_per_day",
        Way::Number,
        "New questions a day over all decks. The plan to an exam goes over it, and so do `+` on home and `--new`.",
    ),
    (
        "new_per_deck",
        Way::File,
        "New questions a day of one deck, by its id: {\"glossary\": 5}. It caps everything else.",
    ),
    (
        "rollover",
        Way::Number,
        "The hour at which a study day ends, 0 to 12: what is answered before it belongs to the evening. Kept with your progress, for all your machines.",
    ),
    (
        "grades",
        Way::OneOf(&["4", "6"]),
        "Grades to choose from: 4 (again, hard, good, easy), or 6 (SM-2's own 0 to 5).",
    ),
    (
        "confidence",
        Way::OneOf(&["true", "false"]),
        "Asks before each answer is shown whether you are sure, unsure or guessing. The figures then show how far that holds.",
    ),
    (
        "theme",
        Way::OneOf(&["auto", "dark", "light", "mono"]),
        "Colours for a dark or a light background, or none. `t` tries them on any screen; Space keeps the one that is shown.",
    ),
    (
        "symbols",
        Way::OneOf(&["auto", "braille", "block", "ascii"]),
        "The signs of bars and curves: choose block or ascii where your font lacks some.",
    ),
    (
        "mouse",
        Way::OneOf(&["true", "false"]),
        "Clicks and the wheel go to the program; Shift and drag still selects text. `M` turns it for one evening.",
    ),
    (
        "sync",
        Way::Text,
        "A folder that your machines share: progress is brought to the same at each start and end. Empty: none.",
    ),
    (
        "keys",
        Way::File,
        "Your own keys by the action's name: {\"undo\": [\"z\"]}. `?` on a screen lists its actions.",
    ),
    (
        "colours",
        Way::File,
        "Your own colours for accent, right, wrong and warning: {\"accent\": \"#3a7d44\"}.",
    ),
    (
        "lint",
        Way::File,
        "For authors: thresholds of `swot check` by name: {\"basic_answer_words\": 25}.",
    ),
];

impl Settings {
    /// In the order shown. `text` is the content of the file; `is_mono` tells that the environment forbids colours.
    pub fn told(&self, text: &str, is_mono: bool) -> Vec<SettingLine> {
        let values = Settings {
            rollover: Some(self.rollover.unwrap_or(ROLLOVER)),
            ..self.clone()
        };
        let values = serde_json::to_value(values).unwrap_or_default();
        let told = |(name, way, about): (&'static str, Way, &'static str)| {
            let line = line_of(text, name);
            let (value, source) = match line {
                _ if name == "theme" && is_mono => ("mono".into(), "environment: NO_COLOR".into()),
                Some(line) => (shown(&values[name]), format!("config.ron, line {line}")),
                None => (shown(&values[name]), "default".to_owned()),
            };
            SettingLine {
                name,
                about,
                value,
                source,
                line: line.unwrap_or(1) as u32,
                way,
            }
        };
        SETTINGS.map(told).into()
    }
}

/// How that setting is changed.
pub fn way(name: &str) -> Way {
    let found = SETTINGS.iter().find(|(known, ..)| *known == name);
    found.map_or(Way::File, |(_, way, _)| *way)
}

/// As the file has it; of several values how many there are.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(values) if values.is_empty() => "none".to_owned(),
        Value::Object(values) => format!("{} set", values.len()),
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_that_is_offered_is_one_and_a_value_says_where_it_comes_from() {
        for line in Settings::default().told("", false) {
            assert_eq!(line.source, "default", "{}", line.name);
            if let Way::OneOf(choices) = line.way {
                assert!(choices.contains(&line.value.as_str()), "{}", line.name);
                for choice in choices {
                    Settings::parse(&format!("({}: {choice})", line.name)).unwrap();
                }
            }
        }
        let fields = serde_json::to_value(Settings::default()).unwrap();
        let told = SETTINGS.map(|(name, ..)| name);
        for name in fields.as_object().unwrap().keys() {
            assert!(told.contains(&name.as_str()), "{name} has no line");
        }
        let text = "(\n  grades: 6,\n  theme: light,\n)";
        let told = Settings::parse(text).unwrap().told(text, true);
        let of = |name| told.iter().find(|line| line.name == name).unwrap();
        let source = |name| (&*of(name).value, &*of(name).source);
        assert_eq!(source("grades"), ("6", "config.ron, line 2"));
        assert_eq!(source("theme"), ("mono", "environment: NO_COLOR"));
    }
}
