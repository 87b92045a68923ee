//! Turns notes into a deck file as an author would have written it. The result was read back, and all its cards can be asked:
//! other notes are corrected, or written as comments with the reason.

mod mend;
mod write;

use super::draft::{Draft, Left, Loss, Note, short};
use crate::deck_file::parse::{MOST_CARDS, Spot};
use crate::deck_file::slug::Ids;
use crate::deck_file::{LEFT_OUT, ParsedDeck};
use crate::lint;
use crate::parallel;
use crate::study::fault::Severity;
use crate::study::kinds::whole;
use crate::study::{Key, Memory};
use mend::{Seen, asked, clean, fits, mend_gaps, reshape, tell_apart, without_addresses};
use std::collections::{BTreeMap, HashMap};
use write::{Concepts, Entry, deck, written};

/// A deck file may have 8 MiB; some room is left for later additions.
const LARGEST: usize = 7 << 20;
/// Most fields and items in one file, well below the reader's limit.
const MOST_FIELDS: usize = 300_000;

/// The files that an import would write, and its report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Import {
    pub files: Vec<DeckFile>,
    pub left: Vec<Left>,
    /// Taken over, but changed.
    pub mended: Vec<Left>,
    /// Parts of the file that are in no card.
    pub lost: Vec<Loss>,
    /// Pictures, sounds and films, which were left out, each with the notes that showed it.
    pub media: BTreeMap<String, Vec<String>>,
    pub remarks: Vec<String>,
    pub kept: Vec<Kept>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct DeckFile {
    pub id: String,
    pub text: String,
    pub cards: usize,
}

/// What another program remembers of a question that was imported.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    pub key: Key,
    /// Its name in the other program.
    pub guid: String,
    pub progress: Memory,
}

/// Each of them once, with the places that showed it and the questions there.
fn media(found: &[(String, String)], notes: &[Note]) -> BTreeMap<String, Vec<String>> {
    if found.is_empty() {
        return BTreeMap::new();
    }
    let fronts = notes.iter().map(|n| (n.place.as_str(), n.body.front()));
    let fronts: HashMap<&str, &str> = fronts.collect();
    let mut media: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, place) in found {
        let shown = media.entry(name.clone()).or_default();
        let front = fronts.get(place.as_str());
        let said = front.map_or(place.clone(), |f| format!("{place} ({})", short(f)));
        if !said.is_empty() && shown.last() != Some(&said) {
            shown.push(said);
        }
    }
    media
}

/// `id` and `title` are those of the deck, `origin` names the source. `tell` is called with the number of notes done.
pub fn assemble(
    draft: Draft,
    id: &str,
    title: &str,
    origin: &str,
    tell: &mut dyn FnMut(usize),
) -> Result<Import, String> {
    let top = usize::from(is_under_name(&draft));
    let mut import = Import {
        left: draft.left,
        mended: draft.mended,
        lost: draft.lost,
        media: media(&draft.media, &draft.notes),
        remarks: draft.remarks,
        ..Import::default()
    };
    let mut ids = Ids::default();
    let mut concepts = Concepts::default();
    let mut seen = Seen::default();
    let mut entries: Vec<Entry> = Vec::with_capacity(draft.notes.len());
    let total = draft.notes.len();
    let mut done = 0;
    let fit = |notes: Vec<Note>| -> Vec<Fitted> {
        let fit = notes.into_iter().map(|note| Fitted::from(note, origin));
        fit.collect()
    };
    parallel::each(parallel::portions(draft.notes), fit, |notes| {
        tell(done);
        done += notes.len();
        for mut fitted in notes {
            import.lost.append(&mut fitted.lost);
            let (mut note, mut mended) = (fitted.note, fitted.mended);
            let told = fitted
                .asked
                .and_then(|asked| tell_apart(&mut note, asked, &entries, &mut seen, &mut mended));
            if let Err(why) = told {
                import.left.push(note.told(why));
                continue;
            }
            let words = if mended.is_empty() {
                fitted.words
            } else {
                // A number may stand behind it now.
                without_marks(note.body.front())
            };
            import.mended.append(&mut mended);
            let concept = concepts.find(&note.deck[top.min(note.deck.len())..], title);
            let id = ids.take(note.id.as_deref(), &words, "card");
            entries.push(Entry {
                note,
                concept,
                id,
                text: String::new(),
                fault: None,
            });
        }
    });
    tell(total);
    // Concepts in the order of their first note, each with its cards together.
    entries.sort_by_key(|e| e.concept);
    let mut cards = Vec::with_capacity(entries.len());
    let write = |mut entries: Vec<Entry>| {
        for entry in &mut entries {
            entry.text = written(entry);
        }
        entries
    };
    parallel::each(parallel::portions(entries), write, |part| {
        cards.extend(part)
    });
    let parts = divide(cards);
    let count = parts.len();
    let prove = |(n, mut part): (usize, Vec<Entry>)| {
        let part_id = if n == 0 {
            id.to_owned()
        } else {
            format!("{}-{}", id.get(..60).unwrap_or(id), n + 1)
        };
        let part_title = if count > 1 {
            format!("{title} ({} of {count})", n + 1)
        } else {
            title.to_owned()
        };
        let mut made = Import::default();
        let concepts = concepts.list.clone();
        let file = proven(
            &mut part,
            concepts,
            &part_id,
            &part_title,
            origin,
            &mut made.mended,
        )?;
        made.take(file, part);
        Ok(made)
    };
    let mut proof: Result<(), String> = Ok(());
    parallel::each(
        parts.into_iter().enumerate().collect(),
        prove,
        |made| match made {
            Ok(made) => {
                import.mended.extend(made.mended);
                import.left.extend(made.left);
                import.kept.extend(made.kept);
                import.files.extend(made.files);
            }
            Err(why) => proof = proof.clone().and(Err(why)),
        },
    );
    proof?;
    import.files.retain(|f| f.cards > 0);
    import.left.sort_by_cached_key(|l| {
        l.place
            .rsplit(' ')
            .next()
            .and_then(|n| n.parse::<u64>().ok())
            .unwrap_or(0)
    });
    Ok(import)
}

impl Import {
    /// Adds a file, and says of its cards what became of them.
    fn take(&mut self, file: DeckFile, part: Vec<Entry>) {
        for entry in part {
            let note = entry.note;
            match entry.fault {
                Some(why) => {
                    let why = match file.cards {
                        0 => why,
                        _ => format!("{why}; it stands as a comment in the deck file"),
                    };
                    self.left.push(note.told(why));
                }
                None => self
                    .kept
                    .extend(note.progress.into_iter().map(|(part, progress)| Kept {
                        key: Key::new(&file.id, &entry.id, &part),
                        guid: note.guid.clone(),
                        progress,
                    })),
            }
        }
        self.files.push(file);
    }
}

/// A note in the form that a deck asks for, with what was done to it.
struct Fitted {
    note: Box<Note>,
    /// The words of its question, or why it cannot be a card.
    asked: Result<String, String>,
    /// Its question as it is read, of which an id is made.
    words: String,
    mended: Vec<Left>,
    lost: Vec<Loss>,
}

impl Fitted {
    fn from(note: Note, origin: &str) -> Fitted {
        let mut note = Box::new(note);
        let (mut mended, mut lost) = (Vec::new(), Vec::new());
        clean(&mut note, &mut mended);
        without_addresses(&mut note, &mut lost);
        let asked = fits(&note)
            .and_then(|()| reshape(&mut note, origin, &mut mended))
            .and_then(|()| mend_gaps(&mut note, &mut mended))
            .map(|()| asked(&note.body));
        Fitted {
            words: without_marks(note.body.front()),
            note,
            asked,
            mended,
            lost,
        }
    }
}

/// Whether all notes stand under the name of the file: then it is the deck's own, not a concept's.
fn is_under_name(draft: &Draft) -> bool {
    let name = draft.name().map(str::trim);
    let decks = || draft.notes.iter().map(|note| &note.deck);
    let is_shared = decks().all(|deck| deck.first().map(|top| top.trim()) == name);
    // The last name stays where it is all there is to call the concept.
    is_shared && name.is_some() && decks().any(|deck| deck.len() > 1)
}

/// The words without markup and gaps: for ids and comparisons.
fn without_marks(text: &str) -> String {
    whole(text).replace("{{", "").replace("}}", "")
}

/// As many decks as the limits of one deck require.
fn divide(entries: Vec<Entry>) -> Vec<Vec<Entry>> {
    let mut parts: Vec<Vec<Entry>> = Vec::new();
    let (mut size, mut fields) = (0, 0);
    for entry in entries {
        let length = entry.text.len();
        let more = 8 + entry.note.tags.len();
        match parts.last_mut() {
            Some(part)
                if part.len() < MOST_CARDS
                    && size + length <= LARGEST
                    && fields + more <= MOST_FIELDS =>
            {
                part.push(entry);
                size += length;
                fields += more;
            }
            _ => {
                parts.push(vec![entry]);
                (size, fields) = (length, more);
            }
        }
    }
    parts
}

/// Writes the deck, reads it back, and turns cards that cannot be asked into comments until none are left.
fn proven(
    part: &mut [Entry],
    mut concepts: Vec<(String, String)>,
    id: &str,
    title: &str,
    origin: &str,
    mended: &mut Vec<Left>,
) -> Result<DeckFile, String> {
    let mut title = title;
    for _ in 0..4 {
        let text = deck(part, &concepts, id, title, origin);
        let mut parsed = ParsedDeck::read(origin, text);
        lint::check_errors(&mut parsed, &lint::Settings::default());
        let found = std::mem::take(&mut parsed.findings).into_iter();
        let errors = found.filter(|f| f.fault.severity() == Severity::Error);
        let errors = errors.map(|f| (spot(&parsed, &f.spot), f.fault));
        // An error of form keeps no card from being asked: the author may correct it.
        let (of_form, errors): (Vec<_>, Vec<_>) = errors.partition(|(spot, fault)| {
            let leaves_out = LEFT_OUT.contains(&fault.code) && !fault.askable;
            matches!(spot, Spot::Card(..)) && !leaves_out
        });
        let places = places(part);
        let entry = |c: usize, i: usize| places.get(c)?.get(i).copied();
        if errors.is_empty() {
            for (spot, fault) in of_form {
                if let Spot::Card(c, i) = spot
                    && let Some(at) = entry(c, i)
                {
                    let why = format!("`swot check` says of it: {}", fault.message);
                    mended.push(part[at].note.told(why));
                }
            }
            return Ok(DeckFile {
                id: id.to_owned(),
                text: parsed.text,
                cards: part.iter().filter(|e| e.fault.is_none()).count(),
            });
        }
        for (spot, fault) in errors {
            let at = match spot {
                Spot::Card(c, i) => entry(c, i),
                Spot::Concept(c) => entry(c, 0),
                _ => None,
            };
            match (spot, at) {
                (Spot::Card(..), Some(at)) => {
                    part[at].fault.get_or_insert(fault.message);
                }
                // Only the concept's title came from the file.
                (Spot::Concept(_), Some(at)) => {
                    let (id, title) = &mut concepts[part[at].concept];
                    title.clone_from(id);
                }
                (Spot::Card(..) | Spot::Concept(_), None) => {}
                _ if title != id => title = id,
                _ => {
                    let (why, code) = (fault.message, fault.code);
                    return Err(format!(
                        "the deck made of it would not load: {why} ({code})"
                    ));
                }
            }
        }
    }
    Err("the deck made of it would not load".into())
}

/// The indexes of the entries that are cards, by concept, in the order in which `deck` writes them.
fn places(part: &[Entry]) -> Vec<Vec<usize>> {
    let mut places: Vec<Vec<usize>> = Vec::new();
    let mut last = None;
    for (at, entry) in part.iter().enumerate().filter(|(_, e)| e.fault.is_none()) {
        if last != Some(entry.concept) {
            places.push(Vec::new());
            last = Some(entry.concept);
        }
        if let Some(cards) = places.last_mut() {
            cards.push(at);
        }
    }
    places
}

/// The concept or card at a position of the text.
fn spot(parsed: &ParsedDeck, spot: &Spot) -> Spot {
    let Spot::Text(span) = spot else {
        return spot.clone();
    };
    let mut concepts = parsed.spans.concepts.iter().enumerate();
    let Some((c, concept)) = concepts.find(|(_, c)| c.whole.contains(&span.start)) else {
        return Spot::Deck;
    };
    let mut cards = concept.cards.iter();
    let card = cards.position(|card| card.contains(&span.start));
    card.map_or(Spot::Concept(c), |i| Spot::Card(c, i))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::draft::Body;
    use crate::exchange::draft::Note;
    use proptest::prelude::*;

    fn basic(place: &str, deck: &[&str], front: &str, back: &str) -> Note {
        Note {
            place: place.into(),
            deck: deck.iter().map(|d| (*d).to_owned()).collect(),
            body: Body::Basic {
                front: front.into(),
                back: back.into(),
                reversed: false,
            },
            ..Note::default()
        }
    }

    fn import(notes: Vec<Note>) -> Import {
        assemble(
            Draft {
                notes,
                ..Draft::default()
            },
            "words",
            "Words",
            "words.csv",
            &mut |_| {},
        )
        .unwrap()
    }

    #[test]
    fn nested_decks_become_concepts_and_the_file_reads_as_an_author_wrote_it() {
        let mut cloze = basic("line 3", &["Top", "B", "C"], "", "");
        cloze.body = Body::Cloze("A {{c1::qualifier::what}} keeps \"you\" in".into());
        cloze.tags = vec!["a".into(), "b".into(), "a".into()];
        cloze.why = "one\n\ntwo".into();
        let import = import(vec![
            basic("line 1", &["Top", "A"], "What wins?", "A winner"),
            cloze,
            basic("line 4", &["Top", "A"], "And then?", "More"),
        ]);
        insta::assert_snapshot!(import.files[0].text, @r###"
// Imported from words.csv. This file is yours: correct, divide and add to it as you like.
Deck(
    schema: 1,
    id: "words",
    title: "Words",
    version: "1.0.0",
    concepts: [
        Concept(
            id: "a",
            title: "A",
            cards: [
                Basic(
                    id: "what-wins",
                    front: "What wins?",
                    back: "A winner",
                ),
                Basic(
                    id: "and-then",
                    front: "And then?",
                    back: "More",
                ),
            ],
        ),
        Concept(
            id: "b-c",
            title: "B / C",
            cards: [
                Cloze(
                    id: "a-qualifier-keeps-you-in",
                    text: r#"A {{c1::qualifier::what}} keeps "you" in"#,
                    why: r#"one

two"#,
                    tags: ["a", "b"],
                ),
            ],
        ),
    ],
)
"###);
        assert!(
            import.left.is_empty() && import.mended.is_empty(),
            "{import:?}"
        );
    }

    #[test]
    fn what_would_be_an_error_is_mended_or_stands_as_a_comment() {
        let mut nested = basic("line 6", &[], "", "");
        nested.body = Body::Cloze("The {{c1::big {{c2::red::hint}} fox}} jumps".into());
        let mut empty = basic("line 8", &[], "", "");
        empty.body = Body::Cloze("An {{c1::}} gap".into());
        let import = import(vec![
            basic("line 1", &[], "bank", "Ufer"),
            basic("line 2", &[], "Bank?", "Geldhaus"),
            basic("line 3", &[], "bank", "Ufer."),
            basic("line 4", &[], "Is a clear sky blue?", "a clear sky"),
            basic("line 5", &[], "gone\u{1b}", "\u{9b}"),
            nested,
            basic("line 7", &[], "long", &"x".repeat(20_000)),
            empty,
        ]);
        let text = &import.files[0].text;
        assert!(text.contains("front: \"Bank? (2)\""), "{text}");
        assert!(text.contains("The {{c1::big red fox}} jumps"), "{text}");
        assert!(
            text.contains("// Left out: an empty gap.")
                && text.contains("//     text: \"An {{c1::}} gap\","),
            "{text}"
        );
        // An answer that appears in its question is for the author to correct; the card is asked.
        assert!(
            text.contains("\n                    back: \"a clear sky\","),
            "{text}"
        );
        assert_eq!(import.files[0].cards, 4);
        let left: Vec<&str> = import.left.iter().map(|l| l.place.as_str()).collect();
        assert_eq!(left, ["line 3", "line 5", "line 7", "line 8"]);
        let mended: Vec<&str> = import.mended.iter().map(|l| l.place.as_str()).collect();
        assert_eq!(mended, ["line 2", "line 6", "line 4"]);
    }

    /// Found by fuzzing: the hint of the inner gap was looked for in the whole outer gap.
    #[test]
    fn a_gap_in_a_gap_that_is_not_closed_is_left_out() {
        let mut torn = basic("line 1", &[], "", "");
        torn.body = Body::Cloze("A {{c1::gap}}. {{c1: A {{gap}}".into());
        let import = import(vec![torn, basic("line 2", &[], "front", "back")]);
        let left: Vec<&str> = import.left.iter().map(|l| l.place.as_str()).collect();
        assert_eq!((left, import.files[0].cards), (vec!["line 1"], 1));
    }

    #[test]
    fn more_cards_than_a_deck_holds_make_several_decks() {
        let notes = (0..MOST_CARDS + 5)
            .map(|i| basic(&format!("line {i}"), &[], &format!("Front {i}"), "back"))
            .collect();
        let import = import(notes);
        let cards: Vec<(&str, usize)> = import
            .files
            .iter()
            .map(|f| (f.id.as_str(), f.cards))
            .collect();
        assert_eq!(cards, [("words", MOST_CARDS), ("words-2", 5)]);
        assert!(import.files[1].text.contains("title: \"Words (2 of 2)\""));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// Whatever the texts, the file loads without an error and contains them.
        #[test]
        fn what_is_written_loads(texts in prop::collection::vec(("(\\PC|[\"#\\\\{}\n:r]){1,20}", "(\\PC|[\"#\\\\{}\n:r]){1,20}", any::<bool>()), 1..12)) {
            let notes: Vec<Note> = texts
                .iter()
                .enumerate()
                .map(|(i, (front, back, cloze))| {
                    let mut note = basic(&format!("line {i}"), &[], front, back);
                    if *cloze {
                        note.body = Body::Cloze(format!("{front} {{{{{back}}}}}"));
                    }
                    note.tags = vec![back.clone()];
                    note
                })
                .collect();
            let count = notes.len();
            let import = import(notes);
            let cards: usize = import.files.iter().map(|f| f.cards).sum();
            prop_assert_eq!(cards + import.left.len(), count);
            for file in &import.files {
                let mut parsed = ParsedDeck::read("x", file.text.clone());
                lint::check_deck(&mut parsed, &lint::Settings::default());
                let fit = parsed.outline_fit();
                prop_assert_eq!(fit.cards().count(), file.cards, "{}", file.text);
            }
        }
    }
}
