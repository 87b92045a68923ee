//! The search box's language: words, found as written or nearly so, and filters such as `deck:`, `is:due`, `-topic:risk`.

use crate::parallel;
use crate::study::card_text::Texts;
use crate::study::memory::LEECH;
use crate::study::outlook::{Row, Standing, State};
use crate::study::text::plain_letters;
use crate::study::{Day, Memory};
use crate::tui::widgets::markdown;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// Remembers the folded words of the rows, so that each row is folded once.
#[derive(Debug, Default)]
pub struct Finder {
    words: Arc<Folded>,
}

/// Built in a thread of its own, so that the list appears before its texts are prepared. A search that comes earlier waits.
#[derive(Debug, Default)]
struct Folded {
    rows: Arc<Vec<Row>>,
    vocabulary: OnceLock<Vocabulary>,
    is_begun: AtomicBool,
}

impl Folded {
    fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| Vocabulary::of(&self.rows))
    }
}

/// Every word of the texts, as it stands between blanks, and the rows that hold it: words are far fewer than texts, and
/// no text is kept. The words stand one behind the other, because a search reads all of them.
#[derive(Debug, Default)]
struct Vocabulary {
    /// With a blank behind each word.
    words: String,
    /// For each word, where it ends, its blank included, and the rows.
    entries: Vec<(usize, Rows)>,
}

type Words = HashMap<Box<str>, Rows>;

/// Ascending numbers of rows, each as its distance from the one before, in groups of seven bits, low group first: a word that
/// most rows hold takes a byte for each.
#[derive(Debug, Default)]
struct Rows {
    bytes: Vec<u8>,
    last: u32,
}

impl Rows {
    fn push(&mut self, row: u32) {
        let mut step = row - self.last;
        self.last = row;
        while step > 0x7f {
            self.bytes.push(step as u8 | 0x80);
            step >>= 7;
        }
        self.bytes.push(step as u8);
    }

    fn each(&self, mut with: impl FnMut(u32)) {
        let (mut row, mut step, mut shift) = (0, 0, 0);
        for byte in &self.bytes {
            step |= u32::from(byte & 0x7f) << shift;
            shift += 7;
            if *byte < 0x80 {
                row += step;
                with(row);
                (step, shift) = (0, 0);
            }
        }
    }
}

/// Most similar words considered; more would match almost everything.
const MOST_NEAR: usize = 24;
/// Most wrong letters in a long word.
const MOST_SLIPS: usize = 2;

impl Vocabulary {
    fn of(rows: &[Row]) -> Vocabulary {
        let mut start = 0;
        let decks = rows.chunk_by(|a, b| Arc::ptr_eq(&a.deck, &b.deck));
        let decks = decks.map(|rows| {
            let from = start;
            start += rows.len() as u32;
            (from, rows)
        });
        let of_deck = |(from, rows): (u32, &[Row])| {
            let deck = rows.first().map(|row| &row.deck);
            deck.map(|deck| {
                deck.pass(|texts| words((from..).zip(rows.iter().map(|row| text_of(row, texts)))))
            })
        };
        let mut all = Words::new();
        parallel::each(decks.collect(), of_deck, |words| {
            for (word, rows) in words.into_iter().flatten() {
                let known = all.entry(word).or_default();
                rows.each(|row| known.push(row));
            }
        });
        Vocabulary::holding(all)
    }

    fn holding(words: Words) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for (word, mut rows) in words {
            vocabulary.words.extend([&*word, " "]);
            rows.bytes.shrink_to_fit();
            vocabulary.entries.push((vocabulary.words.len(), rows));
        }
        vocabulary
    }

    /// Whether each of so many rows holds `typed` as written: it has no blank, so that one word holds it whole.
    fn written(&self, typed: &str, rows: usize) -> Vec<bool> {
        let mut holds = vec![false; rows];
        let mut entries = self.entries.iter();
        let mut end = 0;
        for (at, _) in self.words.match_indices(typed) {
            // Found in this word before.
            if at < end {
                continue;
            }
            let Some((its_end, rows)) = entries.find(|(end, _)| at < *end) else {
                break;
            };
            end = *its_end;
            rows.each(|row| holds[row as usize] = true);
        }
        holds
    }

    /// Whether each of so many rows holds one of the words nearest to `typed`.
    fn near(&self, typed: &str, rows: usize) -> Vec<bool> {
        let typed: Vec<char> = typed.chars().collect();
        let mut letters = Vec::new();
        let mut fewest = usize::MAX;
        let mut near: BTreeMap<&str, Vec<&Rows>> = BTreeMap::new();
        let mut start = 0;
        for (end, rows) in &self.entries {
            let word = self.words.get(start..*end).unwrap_or("");
            start = *end;
            for part in parts(word) {
                letters.clear();
                letters.extend(part.chars().take(typed.len() + MOST_SLIPS));
                let Some(slips) = slips(&typed, &letters).filter(|slips| *slips <= fewest) else {
                    continue;
                };
                if slips < fewest {
                    near.clear();
                    fewest = slips;
                }
                near.entry(part).or_default().push(rows);
            }
        }
        let nearest = near.values().take(MOST_NEAR).flatten();
        let mut holds = vec![false; rows];
        nearest.for_each(|rows| rows.each(|row| holds[row as usize] = true));
        holds
    }
}

/// The words of texts, each with the rows that hold it.
fn words(texts: impl Iterator<Item = (u32, String)>) -> Words {
    let mut words = Words::new();
    for (at, text) in texts {
        for word in text.split_whitespace() {
            match words.get_mut(word) {
                Some(rows) if rows.last == at => {}
                Some(rows) => rows.push(at),
                None => words.entry(word.into()).or_default().push(at),
            }
        }
    }
    words
}

/// The parts between blanks, hyphens and similar characters.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
}

/// Edit distance between what was typed and a word or its beginning: letters added, left out, changed or swapped. `None` if it
/// exceeds what the length of the typed word allows.
///
/// The usual table, with a row for each typed letter and a column for each letter of the word; only the columns within the
/// allowed distance are computed, because each key press compares with every word of all cards. The last row has the distances
/// for all beginnings.
fn slips(typed: &[char], word: &[char]) -> Option<usize> {
    const FAR: usize = usize::MAX / 2;
    let allowed = match typed.len() {
        0..=3 => 0,
        4..=7 => 1,
        _ => MOST_SLIPS,
    };
    let (mut two_above, mut above) = ([FAR; 2 * MOST_SLIPS + 1], [FAR; 2 * MOST_SLIPS + 1]);
    for i in 0..=typed.len() {
        let mut row = [FAR; 2 * MOST_SLIPS + 1];
        for at in MOST_SLIPS - allowed..=MOST_SLIPS + allowed {
            let Some(j) = (i + at)
                .checked_sub(MOST_SLIPS)
                .filter(|j| *j <= word.len())
            else {
                continue;
            };
            if i == 0 {
                row[at] = j;
                continue;
            }
            let added = above.get(at + 1).map_or(FAR, |n| n + 1);
            let left_out = at.checked_sub(1).map_or(FAR, |before| row[before] + 1);
            row[at] = added.min(left_out);
            if j > 0 {
                row[at] = row[at].min(above[at] + usize::from(typed[i - 1] != word[j - 1]));
            }
            if i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1] {
                row[at] = row[at].min(two_above[at] + 1);
            }
        }
        if row.iter().all(|slips| *slips > allowed) {
            return None;
        }
        (two_above, above) = (above, row);
    }
    above.into_iter().min()
}

/// What a filter fits, and whether it leaves that out.
type Filter = (Box<dyn Fn(&Row, &Memory, Day) -> bool>, bool);

/// A search: its filters, the folded words to be found, and those that must not stand there.
#[derive(Default)]
struct Query {
    filters: Vec<Filter>,
    words: Vec<String>,
    barred: Vec<String>,
}

/// What is no filter is a word, a half-typed filter fits everything.
fn read(query: &str) -> Query {
    let mut read = Query::default();
    for token in query.split_whitespace() {
        let (not, body) = match token.strip_prefix('-') {
            Some(body) if !body.is_empty() => (true, body),
            _ => (false, token),
        };
        let filter = body
            .split_once(':')
            .filter(|(name, _)| filters().any(|known| known == *name));
        let Some((name, value)) = filter else {
            let words = if not {
                &mut read.barred
            } else {
                &mut read.words
            };
            words.push(plain_letters(body));
            continue;
        };
        let value = plain_letters(value);
        match (OF_TEXT.iter().find(|(known, _)| *known == name), is(&value)) {
            _ if value.is_empty() => {}
            (Some(&(_, fits)), _) => {
                let fits = move |row: &Row, _: &Memory, _| fits(row, &value);
                read.filters.push((Box::new(fits), not));
            }
            (None, Some(is)) => read.filters.push((Box::new(is), not)),
            (None, None) => {}
        }
    }
    read
}

/// Whether a row fits a text in plain letters.
type Fits = fn(&Row, &str) -> bool;

/// The filters by a text.
const OF_TEXT: [(&str, Fits); 6] = [
    ("deck", |row, id| row.key.deck().contains(id)),
    ("concept", |row, id| row.concept_id().contains(id)),
    ("topic", |row, topic| {
        plain_letters(&row.concept().topic).starts_with(topic)
    }),
    ("tag", |row, tag| {
        row.card().tags().iter().any(|of| plain_letters(of) == tag)
    }),
    ("kind", |row, kind| {
        plain_letters(row.card().kind()).starts_with(kind)
    }),
    ("note", |row, word| plain_letters(&row.note).contains(word)),
];

/// The names of all filters.
pub fn filters() -> impl Iterator<Item = &'static str> {
    OF_TEXT.iter().map(|(name, _)| *name).chain(["is"])
}

/// Whether a row with this memory is in a state today.
type Is = fn(&Row, &Memory, Day) -> bool;

/// The values of `is:`.
pub const STATES: [(&str, Is); 10] = [
    ("new", |_, memory, _| State::of(memory) == State::New),
    ("learning", |_, memory, _| {
        State::of(memory) == State::Learning
    }),
    ("known", |_, memory, _| State::of(memory) == State::Mature),
    ("suspended", |_, memory, _| {
        State::of(memory) == State::Suspended
    }),
    ("flagged", |_, memory, _| memory.flag.is_some()),
    ("noted", |row, _, _| !row.note.is_blank()),
    ("due", |row, memory, today| {
        row.today == Standing::Asked && (memory.is_due(today) || memory.is_drilled(today))
    }),
    ("leech", |_, memory, _| {
        memory.learned.is_some_and(|l| l.lapses >= LEECH)
    }),
    ("buried", |_, memory, today| memory.buried == Some(today)),
    ("waiting", |row, memory, today| {
        row.today == Standing::Waits && memory.is_due(today)
    }),
];

/// The first value that begins so: `is:susp` is enough.
fn is(value: &str) -> Option<Is> {
    // What is known was called mature before.
    let is_old = !value.is_empty() && "mature".starts_with(value);
    let value = if is_old { "known" } else { value };
    let mut states = STATES.into_iter();
    states
        .find(|(name, _)| name.starts_with(value))
        .map(|(_, is)| is)
}

/// A message about the first unknown filter of a search.
pub fn unknown_filter(query: &str) -> Option<String> {
    query.split_whitespace().find_map(|token| {
        let body = token.strip_prefix('-').unwrap_or(token);
        let (name, value) = body.split_once(':')?;
        if name == "is" && !value.is_empty() && is(&plain_letters(value)).is_none() {
            return Some(format!("`{body}` is no state, and was left out."));
        }
        let is_word = !name.is_empty() && name.chars().all(char::is_alphabetic);
        (is_word && !filters().any(|known| known == name))
            .then(|| format!("`{name}:` is no filter: searched as a word."))
    })
}

impl Finder {
    pub fn new(rows: &Arc<Vec<Row>>) -> Finder {
        let words = Arc::new(Folded {
            rows: Arc::clone(rows),
            ..Folded::default()
        });
        Finder { words }
    }

    /// Begins to prepare the texts. Asked for when the list is drawn, which needs the processors first.
    pub fn begin(&self) {
        if self.words.is_begun.swap(true, Ordering::Relaxed) {
            return;
        }
        let work = Arc::clone(&self.words);
        let thread = std::thread::Builder::new().name("search".into());
        // Without a thread, the first search is slower.
        let _ = thread.spawn(move || work.vocabulary().entries.len());
    }

    /// Indexes in `rows`. Literal matches come in the order of the rows; if there are none, rows with similar words.
    pub fn find<'a>(
        &mut self,
        rows: &'a Arc<Vec<Row>>,
        query: &str,
        today: Day,
        memory: impl Fn(&'a Row) -> &'a Memory,
    ) -> Vec<usize> {
        if !Arc::ptr_eq(rows, &self.words.rows) {
            *self = Finder::new(rows);
        }
        let query = read(query);
        let is_written = |words: &[String]| -> Vec<Vec<bool>> {
            let words = words.iter().flat_map(|word| word.split_whitespace());
            let written = |word| self.words.vocabulary().written(word, rows.len());
            words.map(written).collect()
        };
        let barred = is_written(&query.barred);
        let fits = |at: &usize| {
            let row = &rows[*at];
            let mut filters = query.filters.iter();
            filters.all(|(fits, not)| fits(row, memory(row), today) != *not)
                && !barred.iter().any(|holds| holds[*at])
        };
        let fitting: Vec<usize> = (0..rows.len()).filter(fits).collect();
        if query.words.is_empty() {
            return fitting;
        }
        let found = in_all(&fitting, &is_written(&query.words));
        if found.is_empty() {
            return self.nearly(&fitting, &query.words, rows.len());
        }
        found
    }

    /// Rows of the `places`, of so many, with a similar word for every word.
    fn nearly(&self, places: &[usize], words: &[String], rows: usize) -> Vec<usize> {
        let parts = words.iter().flat_map(|word| parts(word));
        let near = parts.map(|part| self.words.vocabulary().near(part, rows));
        in_all(places, &near.collect::<Vec<_>>())
    }
}

fn in_all(places: &[usize], holds: &[Vec<bool>]) -> Vec<usize> {
    let in_all = |at: &&usize| holds.iter().all(|holds| holds[**at]);
    places.iter().filter(in_all).copied().collect()
}

fn text_of(row: &Row, texts: &Texts) -> String {
    let (front, back) = texts.get(row.at as usize).unwrap_or_default();
    let parts =
        [front, back, &row.concept().title].map(|part| plain_letters(&markdown::plain(part)));
    format!("{}\n{}", parts.join("\n"), plain_letters(&row.note))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<const N: usize>(texts: [&str; N]) -> Vocabulary {
        Vocabulary::holding(words((0..).zip(texts.map(str::to_owned))))
    }

    #[test]
    fn a_slip_is_forgiven_in_longer_words_and_in_words_half_typed() {
        let near = |typed: &str, word: &str| {
            let letters = typed.chars().count();
            let vocabulary = of([word]);
            (vocabulary.near(typed, 1)[0], letters)
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
    fn slips_are_counted_as_in_a_table_without_bounds() {
        let word = |n: u32, letters: u32| -> Vec<char> {
            let letter = |at| if n >> at & 1 == 1 { 'a' } else { 'b' };
            (0..letters).map(letter).collect()
        };
        for (i, j) in (0..256).flat_map(|i| (0..512).map(move |j| (i, j))) {
            for (typed, word) in [(word(i, 8), word(j, 9)), (word(i, 5), word(j, 4))] {
                let allowed = if typed.len() < 8 { 1 } else { 2 };
                let text = |letters: &[char]| letters.iter().collect::<String>();
                let beginnings = (0..=word.len()).map(|n| text(&word[..n]));
                let fewest = beginnings
                    .map(|b| strsim::osa_distance(&text(&typed), &b))
                    .min();
                let fewest = fewest.filter(|slips| *slips <= allowed);
                assert_eq!(slips(&typed, &word), fewest, "{typed:?} {word:?}");
            }
        }
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
            "is:mature",
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
    fn the_nearest_words_are_meant_and_every_word_counts() {
        let finder = Finder::default();
        let texts = [
            "service levels by segment",
            "survive a segment",
            "a service desk",
        ];
        let vocabulary = of(texts);
        finder.words.vocabulary.set(vocabulary).unwrap();
        let words = ["servise".to_owned(), "segmant".to_owned()];
        let nearly = |words: &[String]| finder.nearly(&[0, 1, 2], words, texts.len());
        assert_eq!(nearly(&words), [0]);
        assert_eq!(nearly(&words[..1]), [0, 2]);
        assert_eq!(nearly(&["servise-desk".to_owned()]), [2]);
        assert!(nearly(&["xylophone".to_owned()]).is_empty());
    }
}
