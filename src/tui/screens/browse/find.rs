//! The search box's language: words, found as written or nearly so, and filters such as `deck:`, `is:due`, `-topic:risk`.

use crate::study::memory::LEECH;
use crate::study::outlook::{Row, State};
use crate::study::{Day, Memory};
use crate::tui::widgets::prose;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Remembers folded texts, so that each row is folded once, and the last search, so that a further letter looks only at
/// what was found so far.
#[derive(Debug, Default)]
pub struct Finder {
    folded: Vec<String>,
    last: Option<Last>,
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
    Is(Is),
    /// A folded word that must stand there as written: `-word`.
    Word(String),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Is {
    State(State),
    Due,
    Flagged,
    Leech,
    Buried,
}

/// Without accents and capitals.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
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
                let value = fold(value);
                if value.is_empty() && is_filter(name) {
                    continue;
                }
                match name {
                    "deck" => Some(Test::Deck(value)),
                    "concept" => Some(Test::Concept(value)),
                    "topic" => Some(Test::Topic(value)),
                    "tag" => Some(Test::Tag(value)),
                    "kind" => Some(Test::Kind(value)),
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
                test: Test::Word(fold(body)),
            }),
            None => words.push(fold(token)),
        }
    }
    (filters, words)
}

fn is_filter(name: &str) -> bool {
    matches!(name, "deck" | "concept" | "topic" | "tag" | "kind" | "is")
}

/// The first that begins so: `is:susp` will do.
fn is(value: &str) -> Option<Is> {
    [
        ("new", Is::State(State::New)),
        ("learning", Is::State(State::Learning)),
        ("mature", Is::State(State::Mature)),
        ("suspended", Is::State(State::Suspended)),
        ("flagged", Is::Flagged),
        ("due", Is::Due),
        ("leech", Is::Leech),
        ("buried", Is::Buried),
    ]
    .into_iter()
    .find(|(name, _)| name.starts_with(value))
    .map(|(_, is)| is)
}

impl Filter {
    fn fits(&self, row: &Row, memory: &dyn Fn(&Row) -> Memory, today: Day, folded: &str) -> bool {
        let fits = match &self.test {
            Test::Deck(deck) => row.key.deck().contains(deck.as_str()),
            Test::Concept(concept) => row.concept.contains(concept.as_str()),
            Test::Topic(topic) => row.topic.starts_with(topic.as_str()),
            Test::Tag(tag) => row.tags.iter().any(|t| fold(t) == *tag),
            Test::Kind(kind) => fold(row.kind).starts_with(kind.as_str()),
            Test::Word(word) => folded.contains(word.as_str()),
            Test::Is(is) => {
                let memory = memory(row);
                match is {
                    Is::State(state) => State::of(&memory) == *state,
                    Is::Due => memory.is_due(today),
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
            last: None,
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
            self.folded = rows.iter().map(text_of).collect();
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

    /// Words with a slip or a few letters left out, best first.
    fn nearly(&self, places: &[usize], words: &[String]) -> Vec<usize> {
        let texts: Vec<&str> = places.iter().map(|at| self.folded[*at].as_str()).collect();
        let mut best: Option<Vec<(usize, u32)>> = None;
        for word in words {
            let config = frizbee::Config::default();
            let typos = if word.len() >= 5 { 1 } else { 0 };
            let pattern = frizbee::Pattern::new(
                word,
                frizbee::PatternConfig::default().max_typos(Some(typos)),
            );
            let found = frizbee::Matcher::from_patterns(&[pattern], &config).match_list(&texts);
            let Some(top) = found.iter().map(|m| m.score).max() else {
                return Vec::new();
            };
            // Letters strewn over a long text also match; only what is near the best is meant.
            let enough = u32::from(top) * 4 / 5;
            let scores: Vec<(usize, u32)> = found
                .iter()
                .map(|m| (m.index as usize, u32::from(m.score)))
                .filter(|(_, score)| *score >= enough)
                .collect();
            best = Some(match best {
                None => scores,
                Some(before) => {
                    let scores: std::collections::HashMap<usize, u32> =
                        scores.into_iter().collect();
                    before
                        .into_iter()
                        .filter_map(|(at, sum)| scores.get(&at).map(|score| (at, sum + score)))
                        .collect()
                }
            });
        }
        let mut best = best.unwrap_or_default();
        best.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        best.into_iter()
            .filter_map(|(at, _)| places.get(at).copied())
            .collect()
    }
}

fn text_of(row: &Row) -> String {
    let mut text = fold(&prose::plain(&row.front));
    for more in [&row.back, &row.concept_title] {
        text.push('\n');
        text.push_str(&fold(&prose::plain(more)));
    }
    text
}
