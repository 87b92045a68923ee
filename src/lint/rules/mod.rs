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

use super::rule::Check::{self, Card, Deck, Holds, Library, Options};
use super::rule::{Rule, When};
pub use forbidden::address;
pub use ids::deck_taken;

#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    reading(&["E01"], "missing, illegal or duplicate id", Deck(ids::ids)),
    reading(&["E01"], "two decks of one id", Library(ids::decks)),
    reading(&["E02", "E05", "E06", "E07", "E08", "E09", "E10", "E11", "E12", "E15", "E16", "W18", "W29", "W33"],
        "what a card is wrong about by itself", Deck(cards::faults)),
    checking(&["E12"], "a drawn problem that fails for some draw", Deck(cards::trials)),
    reading(&["E03"], "unknown track, topic or calculator", Deck(names::names)),
    reading(&["E04"], "two cards with the same front", Deck(fronts::fronts)),
    reading(&["E13"], "link or prerequisite to what is not there, or in a circle", Library(links::links)),
    reading(&["E14"], "control characters, terminal escapes, hidden marks", Deck(hidden::hidden)),
    checking(&["E17"], "contact data, promotion, claims to be real examination questions", Deck(forbidden::forbidden)),
    checking(&["E18"], "seven words or more copied from a reference text", Deck(copies::copies)),
    reading(&["E19"], "an exhibit that is not there, without text, or there twice", Deck(exhibits::exhibits)),
    checking(&["W01"], "long answer or front", Card(length::long)),
    checking(&["W02"], "an answer that is a list", Card(length::list)),
    checking(&["W03"], "too many gaps, a long gap, or a long sentence around it", Card(length::cloze)),
    checking(&["W04"], "a front that asks nothing", Card(question::asks_nothing)),
    checking(&["W05"], "a stem without a question, too short or too long", Options(question::stem)),
    checking(&["W06"], "a negation in small letters, or two", Options(question::negative)),
    checking(&["W07"], "`none of the above`", Options(options::none_of_them)),
    checking(&["W08"], "the right option stands out by its length", Options(options::right_is_longest)),
    checking(&["W08"], "the right option is the longest all too often", Deck(options::right_is_mostly_longest)),
    checking(&["W09"], "right options at one place all too often", Holds(options::SHUFFLED)),
    checking(&["W10"], "options of very different lengths", Options(options::uneven)),
    checking(&["W11"], "absolutes in wrong options alone", Options(options::absolute)),
    checking(&["W12"], "a rare word of the stem in the right option alone", Deck(options::echo)),
    checking(&["W13"], "numbers in different units or decimals", Options(options::mixed_numbers)),
    checking(&["W13"], "numbers not in order", Holds(options::SHUFFLED)),
    checking(&["W14"], "an article that fits one option alone", Options(options::article)),
    checking(&["W15"], "vague counts", Options(question::vague)),
    checking(&["W16"], "a question of yes or no, or of anything at all", Card(question::closed)),
    checking(&["W17"], "a front that begins with a pronoun", Card(question::pointer)),
    checking(&["W18"], "two fronts that are nearly the same", Deck(duplicates::near)),
    checking(&["W18"], "two reverse sides, or two cases of a set, that ask the same", Deck(fronts::sides)),
    checking(&["W19"], "one answer on many cards", Deck(duplicates::same_answer)),
    checking(&["W20"], "an abbreviation that is spelled out nowhere", Deck(concept::abbreviations)),
    checking(&["W21"], "too few or too many cards, or no choice among them", Deck(concept::size)),
    checking(&["W21"], "cards shared among modules unlike the blueprint", Deck(concept::shares)),
    checking(&["W22"], "a wrong option that nothing explains", Options(options::unexplained)),
    checking(&["W23"], "no year or edition of what is revised", Deck(explanation::undated)),
    checking(&["W24"], "a tie on one side only, or twins without one", Library(concept::ties)),
    checking(&["W25"], "a number in the explanation from nowhere", Card(explanation::stray_number)),
    checking(&["W26"], "hard to read", Deck(explanation::hard_to_read)),
    checking(&["W27"], "a gap that hides a word without matter", Card(duplicates::function_word)),
    checking(&["W27"], "one sentence with two answers", Deck(duplicates::same_sentence)),
    checking(&["W28"], "slips of blanks and quotes", Deck(typography::slips)),
    checking(&["W29"], "steps to be put in order that carry their numbers", Card(question::numbered)),
    checking(&["W30"], "Markdown that cards do not show", Deck(markdown::unshown)),
    checking(&["W30"], "braces in a cloze that hide nothing, or not what was meant", Card(gaps::unread)),
    checking(&["W31"], "a reason in wrong options alone", Options(options::reason_in_wrong)),
    checking(&["E12", "W34"], "a drawn problem with few answers, or with two for one question", Card(variety::few_answers)),
    checking(&["W32"], "a working that does not work out, or ends at another number than the answer", Card(working::false_arithmetic)),
    checking(&["W35"], "an exhibit that no two questions share", Deck(exhibits::unused)),
    checking(&["E03"], "a warning silenced that is none, or without a reason", Deck(|parsed, _, found| silence::entries(parsed, warning, found))),
];

/// The code, where it is that of a warning.
fn warning(code: &str) -> Option<&'static str> {
    let mut codes = RULES.iter().flat_map(|rule| rule.codes);
    codes
        .find(|known| **known == code && code.starts_with('W'))
        .copied()
}

/// A rule that runs whenever a deck is read.
const fn reading(codes: &'static [&'static str], title: &'static str, check: Check) -> Rule {
    let when = When::Reading;
    Rule {
        codes,
        title,
        when,
        check,
    }
}

/// A rule of `swot check` alone.
const fn checking(codes: &'static [&'static str], title: &'static str, check: Check) -> Rule {
    let when = When::Checking;
    Rule {
        when,
        ..reading(codes, title, check)
    }
}
