//! One file for each group of rules, and the list of all rules.

pub(super) mod cards;
mod concept;
mod copies;
mod duplicates;
mod english;
mod exhibits;
mod explanation;
mod forbidden;
mod formulas;
mod fronts;
mod gaps;
mod hidden;
mod ids;
mod length;
mod links;
mod markdown;
mod names;
mod options;
mod question;
pub(super) mod silence;
mod typography;
mod variety;
mod working;

use super::rule::{Check, Rule, When};
pub use forbidden::address;
pub use ids::deck_taken;

pub const RULES: &[Rule] = &[
    Rule {
        codes: &["E01"],
        title: "missing, illegal or duplicate id",
        when: When::Reading,
        check: Check::Deck(ids::ids),
    },
    Rule {
        codes: &["E01"],
        title: "two decks of one id",
        when: When::Reading,
        check: Check::Library(ids::decks),
    },
    Rule {
        codes: &[
            "E02", "E05", "E06", "E07", "E08", "E09", "E10", "E11", "E12", "E15", "E16", "W29",
            "W33",
        ],
        title: "what a card is wrong about by itself",
        when: When::Reading,
        check: Check::Deck(cards::faults),
    },
    Rule {
        codes: &["E12"],
        title: "a drawn problem that fails for some draw",
        when: When::Checking,
        check: Check::Deck(cards::trials),
    },
    Rule {
        codes: &["E03"],
        title: "unknown track, topic or calculator",
        when: When::Reading,
        check: Check::Deck(names::names),
    },
    Rule {
        codes: &["E04"],
        title: "two cards with the same front",
        when: When::Reading,
        check: Check::Deck(fronts::fronts),
    },
    Rule {
        codes: &["E13"],
        title: "link or prerequisite to what is not there, or in a circle",
        when: When::Reading,
        check: Check::Library(links::links),
    },
    Rule {
        codes: &["E14"],
        title: "control characters, terminal escapes, hidden marks",
        when: When::Reading,
        check: Check::Deck(hidden::hidden),
    },
    Rule {
        codes: &["E17"],
        title: "contact data, promotion, claims to be real examination questions",
        when: When::Checking,
        check: Check::Deck(forbidden::forbidden),
    },
    Rule {
        codes: &["E18"],
        title: "seven words or more copied from a reference text",
        when: When::Checking,
        check: Check::Deck(copies::copies),
    },
    Rule {
        codes: &["E19"],
        title: "an exhibit that is not there, without text, or there twice",
        when: When::Reading,
        check: Check::Deck(exhibits::exhibits),
    },
    Rule {
        codes: &["W01"],
        title: "long answer or front",
        when: When::Checking,
        check: Check::Card(length::long),
    },
    Rule {
        codes: &["W02"],
        title: "an answer that is a list",
        when: When::Checking,
        check: Check::Card(length::list),
    },
    Rule {
        codes: &["W03"],
        title: "too many gaps, a long gap, or a long sentence around it",
        when: When::Checking,
        check: Check::Card(length::cloze),
    },
    Rule {
        codes: &["W04"],
        title: "a front that asks nothing",
        when: When::Checking,
        check: Check::Card(question::asks_nothing),
    },
    Rule {
        codes: &["W05"],
        title: "a stem without a question, too short or too long",
        when: When::Checking,
        check: Check::Card(question::stem),
    },
    Rule {
        codes: &["W06"],
        title: "a negation in small letters, or two",
        when: When::Checking,
        check: Check::Card(question::negative),
    },
    Rule {
        codes: &["W07"],
        title: "`none of the above`",
        when: When::Checking,
        check: Check::Card(options::none_of_them),
    },
    Rule {
        codes: &["W08"],
        title: "the right option stands out by its length",
        when: When::Checking,
        check: Check::Card(options::right_is_longest),
    },
    Rule {
        codes: &["W08"],
        title: "the right option is the longest all too often",
        when: When::Checking,
        check: Check::Deck(options::right_is_mostly_longest),
    },
    Rule {
        codes: &["W09"],
        title: "right options at one place all too often",
        when: When::Checking,
        check: Check::Holds(options::SHUFFLED),
    },
    Rule {
        codes: &["W10"],
        title: "options of very different lengths",
        when: When::Checking,
        check: Check::Card(options::uneven),
    },
    Rule {
        codes: &["W11"],
        title: "absolutes in wrong options alone",
        when: When::Checking,
        check: Check::Card(options::absolute),
    },
    Rule {
        codes: &["W12"],
        title: "a rare word of the stem in the right option alone",
        when: When::Checking,
        check: Check::Deck(options::echo),
    },
    Rule {
        codes: &["W13"],
        title: "numbers in different units or decimals",
        when: When::Checking,
        check: Check::Card(options::mixed_numbers),
    },
    Rule {
        codes: &["W13"],
        title: "numbers not in order",
        when: When::Checking,
        check: Check::Holds(options::SHUFFLED),
    },
    Rule {
        codes: &["W14"],
        title: "an article that fits one option alone",
        when: When::Checking,
        check: Check::Card(options::article),
    },
    Rule {
        codes: &["W15"],
        title: "vague counts",
        when: When::Checking,
        check: Check::Card(question::vague),
    },
    Rule {
        codes: &["W16"],
        title: "a question of yes or no, or of anything at all",
        when: When::Checking,
        check: Check::Card(question::closed),
    },
    Rule {
        codes: &["W17"],
        title: "a front that begins with a pronoun",
        when: When::Checking,
        check: Check::Card(question::pointer),
    },
    Rule {
        codes: &["W18"],
        title: "two fronts that are nearly the same",
        when: When::Checking,
        check: Check::Deck(duplicates::near),
    },
    Rule {
        codes: &["W19"],
        title: "one answer on many cards",
        when: When::Checking,
        check: Check::Deck(duplicates::same_answer),
    },
    Rule {
        codes: &["W20"],
        title: "an abbreviation that is spelled out nowhere",
        when: When::Checking,
        check: Check::Deck(concept::abbreviations),
    },
    Rule {
        codes: &["W21"],
        title: "too few or too many cards, or no choice among them",
        when: When::Checking,
        check: Check::Deck(concept::size),
    },
    Rule {
        codes: &["W21"],
        title: "cards shared among modules unlike the blueprint",
        when: When::Checking,
        check: Check::Deck(concept::shares),
    },
    Rule {
        codes: &["W22"],
        title: "a wrong option that nothing explains",
        when: When::Checking,
        check: Check::Card(options::unexplained),
    },
    Rule {
        codes: &["W23"],
        title: "no year or edition of what is revised",
        when: When::Checking,
        check: Check::Deck(explanation::undated),
    },
    Rule {
        codes: &["W24"],
        title: "a tie on one side only, or twins without one",
        when: When::Checking,
        check: Check::Library(concept::ties),
    },
    Rule {
        codes: &["W25"],
        title: "a number in the explanation from nowhere",
        when: When::Checking,
        check: Check::Card(explanation::stray_number),
    },
    Rule {
        codes: &["W26"],
        title: "hard to read",
        when: When::Checking,
        check: Check::Deck(explanation::hard_to_read),
    },
    Rule {
        codes: &["W27"],
        title: "a gap that hides a word without matter",
        when: When::Checking,
        check: Check::Card(duplicates::function_word),
    },
    Rule {
        codes: &["W27"],
        title: "one sentence with two answers",
        when: When::Checking,
        check: Check::Deck(duplicates::same_sentence),
    },
    Rule {
        codes: &["W28"],
        title: "slips of blanks and quotes",
        when: When::Checking,
        check: Check::Deck(typography::slips),
    },
    Rule {
        codes: &["W30"],
        title: "Markdown that cards do not show",
        when: When::Checking,
        check: Check::Deck(markdown::unshown),
    },
    Rule {
        codes: &["W30"],
        title: "braces in a cloze that hide nothing, or not what was meant",
        when: When::Checking,
        check: Check::Card(gaps::unread),
    },
    Rule {
        codes: &["W31"],
        title: "a reason in wrong options alone",
        when: When::Checking,
        check: Check::Card(options::reason_in_wrong),
    },
    Rule {
        codes: &["W34"],
        title: "a drawn problem with few answers",
        when: When::Checking,
        check: Check::Card(variety::few_answers),
    },
    Rule {
        codes: &["W32"],
        title: "a working that does not work out, or ends at another number than the answer",
        when: When::Checking,
        check: Check::Card(working::false_arithmetic),
    },
    Rule {
        codes: &["W35"],
        title: "an exhibit that no two questions share",
        when: When::Checking,
        check: Check::Deck(exhibits::unused),
    },
    Rule {
        codes: &["E03"],
        title: "a warning silenced that is none, or without a reason",
        when: When::Checking,
        check: Check::Deck(silence::entries),
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::rule::WARNINGS;
    use std::collections::BTreeSet;

    #[test]
    fn every_warning_has_a_rule() {
        let codes = RULES.iter().flat_map(|rule| rule.codes).copied();
        let warnings: BTreeSet<&str> = codes.filter(|code| code.starts_with('W')).collect();
        assert_eq!(warnings, WARNINGS.iter().copied().collect());
    }
}
