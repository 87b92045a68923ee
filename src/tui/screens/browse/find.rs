//! The search box's language: words, found as written or nearly so, and filters such as `deck:`, `is:due`, `-topic:risk`.

use crate::study::memory::LEECH;
use crate::study::outlook::{Row, Standing, State};
use crate::study::text::plain_letters;
use crate::study::{Day, Memory};
use crate::tui::widgets::markdown;
use std::collections::HashMap;

/// Remembers folded texts, so that each row is folded once, and the last search, so that a further letter looks only at
/// what was found so far.
#[derive(Debug, Default)]
pub struct Finder {
    folded: Vec<String>,
    /// Of the folded texts, made when a word is first not found as written.
    vocabulary: Option<Vocabulary>,
    last: Option<Last>,
}

/// Every word of the texts, and the rows that hold it: slips are looked for in words, which are far fewer than texts.
#[derive(Debug, Default)]
struct Vocabulary {
    words: HashMap<String, Vec<u32>>,
}

/// Words near to one that was typed; more would be strewn over everything.
const MOST_NEAR: usize = 24;

impl Vocabulary {
    fn of(texts: &[String]) -> Vocabulary {
        let mut words: HashMap<String, Vec<u32>> = HashMap::new();
        for (at, text) in texts.iter().enumerate() {
            let at = at as u32;
            for word in parts(text) {
                match words.get_mut(word) {
                    Some(rows) if rows.last() == Some(&at) => {}
                    Some(rows) => rows.push(at),
                    None => drop(words.insert(word.to_owned(), vec![at])),
                }
            }
        }
        Vocabulary { words }
    }

    /// The rows with a word near to `typed`, and how many slips lie between, the fewest that any of their words needs.
    fn near(&self, typed: &str) -> HashMap<u32, usize> {
        let letters = typed.chars().count();
        let allowed = match letters {
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        let mut near: Vec<(usize, &str)> = self
            .words
            .keys()
            .filter_map(|word| Some((slips(typed, letters, word, allowed)?, word.as_str())))
            .collect();
        near.sort();
        let fewest = near.first().map_or(0, |(slips, _)| *slips);
        let mut rows = HashMap::new();
        for (slips, word) in near
            .into_iter()
            .take_while(|(slips, _)| *slips == fewest)
            .take(MOST_NEAR)
        {
            for row in &self.words[word] {
                rows.entry(*row).or_insert(slips);
            }
        }
        rows
    }
}

/// What stands between blanks, hyphens and the like.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
}

/// Letters added, left out, changed or swapped between what was typed and a word, or a word's beginning, where they are no
/// more than `allowed`.
fn slips(typed: &str, letters: usize, word: &str, allowed: usize) -> Option<usize> {
    if word.len() + allowed < typed.len() {
        return None;
    }
    // The word is typed to its end, or only as far as letters were typed.
    let beginnings = (letters.saturating_sub(allowed)..=letters + allowed)
        .filter_map(|n| word.char_indices().nth(n).map(|(end, _)| &word[..end]));
    beginnings
        .chain([word])
        .map(|beginning| strsim::osa_distance(typed, beginning))
        .min()
        .filter(|slips| *slips <= allowed)
}

/// A search whose words were found as written.
#[derive(Debug)]
struct Last {
    filters: Vec<Filter>,
    words: Vec<String>,
    found: Vec<usize>,
}

impl Last {
    /// Nothing outside of `found` can hold the new words: each is an old one, or begins with it.
    fn holds(&self, filters: &[Filter], words: &[String]) -> bool {
        self.filters == filters
            && self.words.len() <= words.len()
            && self
                .words
                .iter()
                .zip(words)
                .all(|(old, new)| new.starts_with(old.as_str()))
    }
}

/// A filter, and whether it leaves out what it fits.
#[derive(Debug, Clone, PartialEq)]
struct Filter {
    not: bool,
    test: Test,
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    Deck(String),
    Concept(String),
    Topic(String),
    Tag(String),
    Kind(String),
    Note(String),
    Is(Is),
    /// A folded word that must stand there as written: `-word`.
    Word(String),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Is {
    State(State),
    Due,
    Waiting,
    Flagged,
    Noted,
    Leech,
    Buried,
}

/// The filters and the folded words of a search. What is no filter is a word, a half-typed filter fits everything.
fn read(query: &str) -> (Vec<Filter>, Vec<String>) {
    let (mut filters, mut words) = (Vec::new(), Vec::new());
    for token in query.split_whitespace() {
        let (not, body) = match token.strip_prefix('-') {
            Some(body) if !body.is_empty() => (true, body),
            _ => (false, token),
        };
        let test = match body.split_once(':') {
            Some((name, value)) => {
                let value = plain_letters(value);
                if value.is_empty() && is_filter(name) {
                    continue;
                }
                match name {
                    "deck" => Some(Test::Deck(value)),
                    "concept" => Some(Test::Concept(value)),
                    "topic" => Some(Test::Topic(value)),
                    "tag" => Some(Test::Tag(value)),
                    "kind" => Some(Test::Kind(value)),
                    "note" => Some(Test::Note(value)),
                    "is" => match is(&value) {
                        Some(is) => Some(Test::Is(is)),
                        None => continue,
                    },
                    _ => None,
                }
            }
            None => None,
        };
        match test {
            Some(test) => filters.push(Filter { not, test }),
            None if not => filters.push(Filter {
                not,
                test: Test::Word(plain_letters(body)),
            }),
            None => words.push(plain_letters(token)),
        }
    }
    (filters, words)
}

/// The filters, each with its colon.
pub const FILTERS: [&str; 7] = ["deck", "concept", "topic", "tag", "kind", "note", "is"];

fn is_filter(name: &str) -> bool {
    FILTERS.contains(&name)
}

/// What stands behind `is:`.
pub const STATES: [(&str, Is); 10] = [
    ("new", Is::State(State::New)),
    ("learning", Is::State(State::Learning)),
    ("mature", Is::State(State::Mature)),
    ("suspended", Is::State(State::Suspended)),
    ("flagged", Is::Flagged),
    ("noted", Is::Noted),
    ("due", Is::Due),
    ("leech", Is::Leech),
    ("buried", Is::Buried),
    ("waiting", Is::Waiting),
];

/// The first that begins so: `is:susp` will do.
fn is(value: &str) -> Option<Is> {
    let mut states = STATES.into_iter();
    states
        .find(|(name, _)| name.starts_with(value))
        .map(|(_, is)| is)
}

/// A sentence on the first filter of a search that is none.
pub fn unknown_filter(query: &str) -> Option<String> {
    query.split_whitespace().find_map(|token| {
        let body = token.strip_prefix('-').unwrap_or(token);
        let (name, value) = body.split_once(':')?;
        if name == "is" && !value.is_empty() && is(&plain_letters(value)).is_none() {
            return Some(format!("`{body}` is no state, and was left out."));
        }
        let is_word = !name.is_empty() && name.chars().all(char::is_alphabetic);
        (is_word && !is_filter(name))
            .then(|| format!("`{name}:` is no filter: searched as a word."))
    })
}

impl Filter {
    fn fits(&self, row: &Row, memory: &dyn Fn(&Row) -> Memory, today: Day, folded: &str) -> bool {
        let fits = match &self.test {
            Test::Deck(deck) => row.key.deck().contains(deck.as_str()),
            Test::Concept(concept) => row.concept.contains(concept.as_str()),
            Test::Topic(topic) => row.topic.starts_with(topic.as_str()),
            Test::Tag(tag) => row.tags.iter().any(|t| plain_letters(t) == *tag),
            Test::Kind(kind) => plain_letters(row.kind).starts_with(kind.as_str()),
            Test::Note(word) => plain_letters(&row.note).contains(word.as_str()),
            Test::Word(word) => folded.contains(word.as_str()),
            Test::Is(is) => {
                let memory = memory(row);
                match is {
                    Is::State(state) => State::of(&memory) == *state,
                    Is::Due => {
                        row.today == Standing::Asked
                            && (memory.is_due(today) || memory.is_drilled(today))
                    }
                    Is::Waiting => row.today == Standing::Waits && memory.is_due(today),
                    Is::Noted => !row.note.is_blank(),
                    Is::Flagged => memory.flag.is_some(),
                    Is::Leech => memory.learned.is_some_and(|l| l.lapses >= LEECH),
                    Is::Buried => memory.buried == Some(today),
                }
            }
        };
        fits != self.not
    }
}

impl Finder {
    /// Folds the texts now rather than at the first letter.
    pub fn new(rows: &[Row]) -> Finder {
        Finder {
            folded: rows.iter().map(text_of).collect(),
            ..Finder::default()
        }
    }

    /// A memory changed: what a filter let through may be another.
    pub fn forget(&mut self) {
        self.last = None;
    }

    /// Places in `rows`. Words found as written come in the rows' order; if none is, the nearest come first.
    pub fn find(
        &mut self,
        rows: &[Row],
        query: &str,
        today: Day,
        memory: impl Fn(&Row) -> Memory,
    ) -> Vec<usize> {
        let (filters, words) = read(query);
        let needs_text =
            !words.is_empty() || filters.iter().any(|f| matches!(f.test, Test::Word(_)));
        if needs_text && self.folded.len() != rows.len() {
            *self = Finder::new(rows);
        }
        if let Some(last) = self.last.take()
            && last.holds(&filters, &words)
        {
            let found = self.written(&last.found, &words);
            if !found.is_empty() {
                self.last = Some(Last {
                    filters,
                    words,
                    found: found.clone(),
                });
                return found;
            }
        }
        let fitting: Vec<usize> = rows
            .iter()
            .enumerate()
            .filter(|(at, row)| {
                let folded = self.folded.get(*at).map_or("", String::as_str);
                filters.iter().all(|f| f.fits(row, &memory, today, folded))
            })
            .map(|(at, _)| at)
            .collect();
        if words.is_empty() {
            return fitting;
        }
        let found = self.written(&fitting, &words);
        if found.is_empty() {
            return self.nearly(&fitting, &words);
        }
        self.last = Some(Last {
            filters,
            words,
            found: found.clone(),
        });
        found
    }

    fn written(&self, places: &[usize], words: &[String]) -> Vec<usize> {
        let holds = |at: &&usize| {
            let text = self.folded.get(**at).map_or("", String::as_str);
            words.iter().all(|word| text.contains(word.as_str()))
        };
        places.iter().filter(holds).copied().collect()
    }

    /// Where every word is nearly there, those with the fewest slips first.
    fn nearly(&mut self, places: &[usize], words: &[String]) -> Vec<usize> {
        let vocabulary = self
            .vocabulary
            .get_or_insert_with(|| Vocabulary::of(&self.folded));
        let near: Vec<HashMap<u32, usize>> = words
            .iter()
            .flat_map(|word| parts(word))
            .map(|part| vocabulary.near(part))
            .collect();
        let slips = |at: &usize| -> Option<(usize, usize)> {
            let row = *at as u32;
            let all: Option<usize> = near.iter().map(|rows| rows.get(&row)).sum();
            Some((all?, *at))
        };
        let mut found: Vec<(usize, usize)> = places.iter().filter_map(slips).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, at)| at).collect()
    }
}

fn text_of(row: &Row) -> String {
    let mut text = plain_letters(&markdown::plain(&row.front));
    for more in [&row.back, &row.concept_title] {
        text.push('\n');
        text.push_str(&plain_letters(&markdown::plain(more)));
    }
    text.push('\n');
    text.push_str(&plain_letters(&row.note));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_forgiven_in_longer_words_and_in_words_half_typed() {
        let near = |typed: &str, word: &str| {
            let letters = typed.chars().count();
            let vocabulary = Vocabulary::of(&[word.to_owned()]);
            (vocabulary.near(typed).contains_key(&0), letters)
        };
        for (typed, word) in [
            ("stck", "stock"),
            ("consigment", "consignment"),
            ("recieve", "receive"),
            ("invetnroy", "inventory"),
            ("custmer", "customers"),
            ("größe", "große"),
            ("consgnm", "consignment"),
        ] {
            assert!(near(typed, word).0, "{typed} for {word}");
        }
        for (typed, word) in [("abc", "abd"), ("stock", "stack-up"), ("cost", "most")] {
            let found = near(typed, word).0;
            assert_eq!(found, typed.len() > 3, "{typed} for {word}");
        }
        assert!(!near("planner", "plunder").0, "two slips in seven letters");
    }

    #[test]
    fn a_letter_is_found_as_one_types_it_without_its_mark() {
        for (typed, written) in [
            ("strasse", "Straße"),
            ("loss", "Løss"),
            ("angstrom", "Ångström"),
            ("dorde", "Đorđe"),
        ] {
            assert_eq!(plain_letters(typed), plain_letters(written));
        }
    }

    #[test]
    fn a_filter_that_is_none_is_told() {
        for known in [
            "deck:cpim is:due stock",
            "-is:new",
            "is:",
            "is:susp",
            "12:30",
        ] {
            assert_eq!(unknown_filter(known), None, "{known}");
        }
        for (unknown, what) in [
            ("is:overdue", "`is:overdue`"),
            ("stock -colour:red", "`colour:`"),
        ] {
            assert!(unknown_filter(unknown).is_some_and(|told| told.contains(what)));
        }
    }

    #[test]
    fn fewer_slips_come_first_and_every_word_counts() {
        let mut finder = Finder {
            folded: [
                "service levels by segment",
                "survive a segment",
                "a service desk",
            ]
            .map(str::to_owned)
            .to_vec(),
            ..Finder::default()
        };
        let words = ["servise".to_owned(), "segmant".to_owned()];
        assert_eq!(finder.nearly(&[0, 1, 2], &words), [0]);
        assert_eq!(finder.nearly(&[0, 1, 2], &words[..1]), [0, 2]);
        assert_eq!(finder.nearly(&[0, 1, 2], &["servise-desk".to_owned()]), [2]);
        assert!(
            finder
                .nearly(&[0, 1, 2], &["xylophone".to_owned()])
                .is_empty()
        );
    }
}
