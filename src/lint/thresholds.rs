//! The limits that warnings use, with their names in the settings and their defaults.

use crate::deck_file::explain::closest;
use std::collections::BTreeMap;

macro_rules! thresholds {
    ($($(#[$meta:meta])* $name:ident: $default:expr,)*) => {
        /// See `lint` in the settings. Each is the last value without a warning, unless noted.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Thresholds { $($(#[$meta])* pub $name: f64,)* }

        impl Default for Thresholds {
            fn default() -> Thresholds {
                Thresholds { $($name: $default,)* }
            }
        }

        impl Thresholds {
            pub const NAMES: &[&str] = &[$(stringify!($name)),*];
            pub const DEFAULTS: &[(&str, f64)] = &[$((stringify!($name), $default)),*];

            fn slot(&mut self, name: &str) -> Option<&mut f64> {
                match name {
                    $(stringify!($name) => Some(&mut self.$name),)*
                    _ => None,
                }
            }
        }
    };
}

thresholds! {
    /// W01.
    basic_answer_words: 20.0,
    basic_answer_characters: 140.0,
    front_words: 40.0,
    /// W02: this many commas, semicolons and "and" are too many.
    list_separators: 3.0,
    /// W03.
    cloze_gaps: 2.0,
    gap_words: 5.0,
    cloze_sentence_words: 35.0,
    /// W05.
    stem_words_least: 6.0,
    stem_words_most: 90.0,
    /// W08: length of the right option divided by that of the longest wrong one, in characters.
    right_option_longer: 1.3,
    /// W08: share of a deck's items whose right option is the longest.
    right_option_longest_share: 0.4,
    /// W08: with fewer items than this the share is not checked.
    right_option_longest_items: 10.0,
    /// W10: length of the longest option divided by that of the shortest, in characters.
    option_length_factor: 2.5,
    /// W08, W10: if no option is longer than this, lengths are not compared.
    short_option_characters: 20.0,
    /// W12: a word is rare if it occurs on at most this many cards of the deck, or on a smaller share of them than the next
    /// limit.
    rare_word_cards: 3.0,
    rare_word_share: 0.02,
    /// W18: words in common divided by all words.
    similar_fronts: 0.8,
    similar_fronts_of_one_answer: 0.6,
    /// W19.
    cards_of_one_answer: 4.0,
    /// W21.
    concept_cards_least: 5.0,
    concept_cards_most: 15.0,
    /// W21: difference in percentage points between a module's share of the cards and its share of the examination.
    blueprint_points: 20.0,
    /// W26.
    sentence_words: 25.0,
    long_word_share: 0.18,
    /// W26: a text with this many words or sentences is long enough to have a reading level.
    reading_words: 30.0,
    reading_sentences: 3.0,
    /// W34: the smallest number without a warning.
    different_answers: 60.0,
    one_answer_share: 0.08,
}

impl Thresholds {
    /// The defaults with the given values. An error names the limit and the reason.
    pub fn set(given: &BTreeMap<String, f64>) -> Result<Thresholds, (String, String)> {
        let mut thresholds = Thresholds::default();
        for (name, value) in given {
            let Some(slot) = thresholds.slot(name) else {
                let meant = closest(name, Thresholds::NAMES.iter().copied())
                    .map_or(String::new(), |near| format!(", did you mean `{near}`?"));
                let known = Thresholds::NAMES.join(", ");
                let why = format!("`lint` has no threshold `{name}`{meant} (there are {known})");
                return Err((name.clone(), why));
            };
            if !value.is_finite() || *value < 0.0 {
                let why = format!("the threshold `{name}` is a number from 0 on, not {value}");
                return Err((name.clone(), why));
            }
            *slot = *value;
        }
        Ok(thresholds)
    }
}
