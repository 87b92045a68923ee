//! Updates a deck from a newer version of the package it was imported from. Cards are recognised by a line that the import wrote
//! into them. What the author changed stays, and so do ids, so that progress is kept. Where the package gives its cards no ids,
//! a card is known by its question alone, and nothing in the deck is written over.

use super::draft::Left;
use crate::deck_file::ParsedDeck;
use crate::deck_file::slug::Ids;
use crate::deck_file::splice::{Splice, spliced};
use crate::hash::fnv1a;
use std::collections::{HashMap, HashSet};

/// Begins the line that says where a card came from.
const MARK: &str = "// from:";

/// The line for a card that another program identifies by `guid`.
pub fn mark(guid: &str, card: &str) -> String {
    let guid: String = guid.chars().filter(|c| !c.is_control()).collect();
    format!("{MARK} {:08x} {guid}", print(card))
}

/// What a card says, line by line, without its id, layout and mark.
fn said(card: &str) -> impl Iterator<Item = &str> {
    let lines = card.lines().map(str::trim);
    lines.filter(|line| {
        let is_ours = line.starts_with(MARK) || line.starts_with("id:") || is_former(line);
        !line.is_empty() && !is_ours
    })
}

/// Written by a renaming, and where the other side of a card became a card of its own.
fn is_former(line: &str) -> bool {
    line.starts_with("formerly: [") && line.ends_with("],")
}

fn is_reversed(card: &str) -> bool {
    said(card).any(|line| line == "reversed: true,")
}

fn print(card: &str) -> u32 {
    let said: Vec<&str> = said(card).collect();
    fnv1a(said.join("\n").trim_end_matches(',').as_bytes()) as u32
}

/// The result of an update, by ids of cards.
#[derive(Debug, Default, PartialEq)]
pub struct Update {
    pub added: Vec<String>,
    pub changed: Vec<String>,
    /// Not in the package any more; they stay in the deck.
    pub gone: Vec<String>,
    pub kept: usize,
    /// Kept as they are in the deck, although the package differs.
    pub kept_apart: Vec<Left>,
    /// The package gives no card an id: its cards were known by their questions alone.
    pub without_ids: bool,
}

/// A card in the text of a deck.
struct Found<'t> {
    file: usize,
    span: std::ops::Range<usize>,
    text: &'t str,
    id: String,
    /// Ids that it had before in this deck.
    former: Vec<String>,
    concept: String,
    guid: Option<&'t str>,
    /// The hash of its content when it was imported.
    came: Option<u32>,
}

fn cards<'t>(file: usize, parsed: &'t ParsedDeck) -> Vec<Found<'t>> {
    let concepts = parsed.concepts().zip(&parsed.spans.concepts);
    let all = concepts.flat_map(|(concept, spans)| {
        let cards = spans.cards.iter().zip(&concept.cards);
        cards.map(move |(span, card)| (concept.title.to_string(), span, card))
    });
    all.filter_map(|(concept, span, card)| {
        let text = parsed.text.get(span.clone())?;
        let mark = text.lines().find_map(|line| line.trim().strip_prefix(MARK));
        let (came, guid) = match mark.and_then(|mark| mark.trim().split_once(' ')) {
            Some((came, guid)) => (u32::from_str_radix(came, 16).ok(), Some(guid.trim())),
            None => (None, None),
        };
        let deck = parsed.deck.as_ref()?;
        let former =
            card.common()
                .formerly
                .iter()
                .filter_map(|name| match name.split_once('/') {
                    None => Some(name.clone()),
                    Some((of, old)) => (of == deck.id || deck.formerly.iter().any(|d| d == of))
                        .then(|| old.to_owned()),
                });
        Some(Found {
            file,
            span: span.clone(),
            text,
            id: parsed.id_of(span)?,
            former: former.collect(),
            concept,
            guid,
            came,
        })
    })
    .collect()
}

fn all(decks: &[ParsedDeck]) -> Vec<Found<'_>> {
    let decks = decks.iter().enumerate();
    decks.flat_map(|(i, deck)| cards(i, deck)).collect()
}

/// The texts of the existing decks, updated from the `fresh` ones; `names` are the existing files.
pub fn update(
    texts: &[String],
    names: &[String],
    fresh: &[&str],
) -> Result<(Vec<String>, Update), String> {
    let old = texts.iter().zip(names);
    let old = old.map(|(text, name)| ParsedDeck::read(name, text.clone()));
    let old: Vec<ParsedDeck> = old.collect();
    if let Some((parsed, name)) = old.iter().zip(names).find(|(p, _)| p.deck.is_none()) {
        let why = parsed.findings.first();
        let why = why.map_or("", |f| f.fault.message.as_str());
        return Err(format!(
            "{name} cannot be read as a deck ({why}); see `swot check`"
        ));
    }
    let fresh = fresh.iter().map(|text| (*text).to_owned());
    let fresh: Vec<ParsedDeck> = fresh.map(|text| ParsedDeck::read("", text)).collect();
    let known: Vec<Found<'_>> = all(&old);
    let mut by_guid: HashMap<&str, Vec<&Found<'_>>> = HashMap::new();
    for card in &known {
        if let Some(guid) = card.guid {
            by_guid.entry(guid).or_default().push(card);
        }
    }
    let former = known
        .iter()
        .flat_map(|c| c.former.iter().map(move |id| (id.as_str(), c)));
    let named = former.chain(known.iter().map(|c| (c.id.as_str(), c)));
    let by_id: HashMap<&str, &Found<'_>> = named.collect();
    let mut ids: Ids = by_id.keys().map(|id| (*id).to_owned()).collect();
    let mut update = Update::default();
    let mut edits: Vec<Vec<Splice>> = vec![Vec::new(); old.len()];
    let mut new: Vec<(String, String)> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    let fresh: Vec<Found<'_>> = all(&fresh);
    update.without_ids = fresh.iter().all(|card| card.guid.is_none());
    let concepts: HashSet<&str> = fresh.iter().map(|card| card.concept.as_str()).collect();
    for card in &fresh {
        let says = print(card.text);
        // Several cards may come from one note: each is known by what it said, by its id, or by its order.
        let of_note = card.guid.and_then(|guid| by_guid.get(guid));
        let mut of_note: Vec<&Found<'_>> = of_note.into_iter().flatten().copied().collect();
        of_note.retain(|c| !seen.contains(c.id.as_str()));
        let same = of_note.iter().find(|c| c.came == Some(says));
        let same = same.or_else(|| of_note.iter().find(|c| c.id == card.id));
        let before = same.or(of_note.first()).copied().or_else(|| {
            // Of an import that left no mark.
            let of_id = by_id.get(card.id.as_str()).copied();
            of_id.filter(|c| c.guid.is_none() || card.guid.is_none())
        });
        let Some(before) = before else {
            let id = ids.take(Some(&card.id), "", "card");
            let mut text = with_id(card.text, &card.id, &id);
            // The other side of a card that was reversed, and will not be.
            let first = card.guid.and_then(|guid| guid.strip_suffix(":1"));
            let mut of_first = fresh.iter().filter(|c| first.is_some() && c.guid == first);
            let before = first.and_then(|guid| by_guid.get(guid)?.first());
            if let Some(before) =
                before.filter(|c| is_reversed(c.text) && c.came == Some(print(c.text)))
                && of_first.any(|c| !is_reversed(c.text))
                && let Some(deck) = &old[before.file].deck
            {
                let former = format!("formerly: [\"{}/{}:reverse\"],", deck.id, before.id);
                text = with_former(&text, &id, &former);
            }
            new.push((card.concept.clone(), text));
            update.added.push(id);
            continue;
        };
        seen.insert(&before.id);
        // A concept that the package does not know has another name here, or was made here.
        if card.concept != before.concept && concepts.contains(before.concept.as_str()) {
            let why =
                "it was moved to this sub-deck in the package, or here: it stays where it is here";
            let (id, sub_deck) = (before.id.clone(), card.concept.as_str());
            update.kept_apart.push(Left::new(id, sub_deck, why));
        }
        let said = print(before.text);
        if says == said || before.came == Some(says) {
            update.kept += 1;
        } else if before.came == Some(said) {
            let at = before.span.clone();
            let mut text = with_id(card.text, &card.id, &before.id);
            let mut lines = before.text.lines().map(str::trim);
            if let Some(former) = lines.find(|line| is_former(line)) {
                text = with_former(&text, &before.id, former);
            }
            let second =
                |c: &Found<'_>| c.guid.and_then(|guid| guid.strip_suffix(":1")) == card.guid;
            let loses_side = is_reversed(before.text) && !is_reversed(&text);
            let side = if loses_side && !fresh.iter().any(second) {
                " (not asked the other way any more)"
            } else {
                ""
            };
            update.changed.push(format!("{}{side}", before.id));
            edits[before.file].push(Splice { at, text });
        } else {
            update.kept += 1;
            let why = match before.came {
                Some(_) => {
                    "it was changed here and says something else in the package: it stays as it is here"
                }
                None => {
                    "it says something else in the package, and without an id nobody can tell which is newer: it stays as it is here"
                }
            };
            let differs = other_line(card.text, before.text);
            update
                .kept_apart
                .push(Left::new(before.id.clone(), differs, why));
        }
    }
    // A card without a mark was written by the author, unless no card of this package has one.
    let is_gone =
        |c: &&Found<'_>| (c.guid.is_some() || update.without_ids) && !seen.contains(c.id.as_str());
    update.gone = known.iter().filter(is_gone).map(|c| c.id.clone()).collect();
    place(&old, new, &mut edits)?;
    let mut out = Vec::new();
    for ((parsed, edits), name) in old.iter().zip(edits).zip(names) {
        let read = ParsedDeck::read(name, spliced(&parsed.text, &edits));
        let whole = cards(0, parsed).len() <= cards(0, &read).len();
        if read.deck.is_none() || !whole {
            return Err(format!(
                "{name} could not be brought up to date without harm"
            ));
        }
        out.push(read.text);
    }
    Ok((out, update))
}

/// The first line of the new card that the old one does not have, in whatever order and layout.
fn other_line<'t>(new: &'t str, old: &str) -> &'t str {
    let plain = |line: &'_ str| line.trim_end_matches(',').len();
    let has = |line: &str| said(old).any(|l| l[..plain(l)] == line[..plain(line)]);
    let mut lines = said(new).filter(|line| !has(line));
    let line = lines.next().unwrap_or_default();
    &line[..plain(line)]
}

/// The text of a card under another id.
fn with_id(card: &str, from: &str, to: &str) -> String {
    card.replacen(&format!("id: \"{from}\""), &format!("id: \"{to}\""), 1)
}

/// The text of a card with the field behind its id.
fn with_former(card: &str, id: &str, field: &str) -> String {
    let id = format!("id: \"{id}\",");
    let indent = card.lines().find(|line| line.trim() == id);
    let indent = indent.map_or("", |line| &line[..line.len() - line.trim_start().len()]);
    card.replacen(&id, &format!("{id}\n{indent}{field}"), 1)
}

/// Puts new cards after the others of their concept, and new concepts after the last.
fn place(
    old: &[ParsedDeck],
    new: Vec<(String, String)>,
    edits: &mut [Vec<Splice>],
) -> Result<(), String> {
    let mut by_concept: Vec<(String, Vec<String>)> = Vec::new();
    for (concept, card) in new {
        match by_concept.iter_mut().find(|(title, _)| *title == concept) {
            Some((_, cards)) => cards.push(card),
            None => by_concept.push((concept, vec![card])),
        }
    }
    let mut ids: Ids = old
        .iter()
        .flat_map(ParsedDeck::concepts)
        .map(|c| c.id.clone())
        .collect();
    let mut concepts = String::new();
    for (title, cards) in by_concept {
        let home = old.iter().enumerate().find_map(|(file, parsed)| {
            let mut all = parsed.concepts().zip(&parsed.spans.concepts);
            let (_, spans) =
                all.find(|(c, spans)| *c.title == *title && !spans.cards.is_empty())?;
            Some((file, parsed, spans.cards.last()?.end))
        });
        let list: String = cards
            .iter()
            .map(|card| format!("\n                {card},"))
            .collect();
        match home {
            Some((file, parsed, end)) => edits[file].push(behind(&parsed.text, end, &list)),
            None => {
                let id = ids.take(None, &title, "concept");
                concepts.push_str(&format!(
                    "\n        Concept(\n            id: \"{id}\",\n            title: {},\n            cards: [{list}\n            ],\n        ),",
                    crate::deck_file::write::text(&title)
                ));
            }
        }
    }
    if !concepts.is_empty() {
        let last = old.len().saturating_sub(1);
        let end = old
            .get(last)
            .and_then(|p| Some((p, p.spans.concepts.last()?.whole.end)));
        let (parsed, end) = end.ok_or("the deck has no concept to put the new cards behind")?;
        edits[last].push(behind(&parsed.text, end, &concepts));
    }
    Ok(())
}

/// Behind what ends at `end` and its comma, and a comma if there is none.
fn behind(text: &str, end: usize, list: &str) -> Splice {
    if text[end..].starts_with(',') {
        Splice::insertion(end + 1, list.to_owned())
    } else {
        Splice::insertion(end, format!(",{list}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deck(cards: &[(&str, &str)]) -> String {
        let cards = cards.iter().map(|(guid, fields)| {
            let card = format!("Basic(\n{fields}\n)");
            format!("Basic(\n{}\n{fields}\n),\n", mark(guid, &card))
        });
        let cards: String = cards.collect();
        format!(
            "Deck(id: \"w\", title: \"W\", concepts: [Concept(id: \"c\", title: \"C\", cards: [\n{cards}])])"
        )
    }

    #[test]
    fn a_card_that_was_renamed_is_known_again_and_brought_up_to_date() {
        let names = ["w.ron".to_owned()];
        let update = |old: &str, new: &str| update(&[old.to_owned()], &names, &[new]).unwrap();
        let card = "id: \"a\",\nfront: \"A\",\nback: \"B\",";
        let renamed = |deck: String| deck.replace("id: \"a\",", "id: \"b\",\nformerly: [\"w/a\"],");
        // By its mark, with a new text.
        let new = deck(&[("g", &card.replace("\"B\"", "\"C\""))]);
        let (texts, said) = update(&renamed(deck(&[("g", card)])), &new);
        assert_eq!(
            (said.changed, said.kept_apart.len()),
            (vec!["b".to_owned()], 0)
        );
        assert!(
            texts[0].contains("\"b\",\nformerly: [\"w/a\"],\nfront"),
            "{}",
            texts[0]
        );
        // By the id that its question gives.
        let bare = |text: String| {
            let lines = text.lines().filter(|line| !line.starts_with(MARK));
            lines.collect::<Vec<_>>().join("\n")
        };
        let old = renamed(bare(deck(&[("g", card)])));
        let (texts, said) = update(&old, &bare(deck(&[("g", card)])));
        assert_eq!(
            (texts, said.kept, said.added.len()),
            (vec![old.clone()], 1, 0)
        );
        // One that came from another deck is another card.
        let other = old.replace("w/a", "x/a");
        let (_, said) = update(&other, &bare(deck(&[("g", card)])));
        assert_eq!(said.added, ["a"]);
    }

    #[test]
    fn a_side_that_becomes_a_card_keeps_its_progress() {
        let both = "id: \"a\",\nfront: \"A\",\nback: \"B\",\nreversed: true,";
        let one = "id: \"x\",\nfront: \"A\",\nback: \"B, so\",";
        let other = "id: \"b\",\nfront: \"B\",\nback: \"A'\",";
        let names = ["w.ron".to_owned()];
        let update = |old: &str, new: &str| update(&[old.to_owned()], &names, &[new]).unwrap();
        let former = "id: \"b\",\nformerly: [\"w/a:reverse\"],\nfront";
        let (texts, _) = update(&deck(&[("g", both)]), &deck(&[("g", one), ("g:1", other)]));
        assert!(texts[0].contains(former), "{}", texts[0]);
        // It stays where the card says something else later, and is no change of the author's.
        let later = deck(&[("g", one), ("g:1", &other.replace("A'", "A''"))]);
        let (texts, said) = update(&texts[0], &later);
        assert_eq!((said.changed.len(), said.kept_apart.len()), (1, 0));
        assert!(texts[0].contains(former) && texts[0].contains("A''"));
        // Nothing is moved from a card that still asks both ways, in the package or after a change here.
        let still = deck(&[("g", both), ("g:1", other)]);
        let (texts, _) = update(&deck(&[("g", both)]), &still);
        assert!(!texts[0].contains("formerly"), "{}", texts[0]);
        let own = deck(&[("g", both)]).replace("back: \"B\"", "back: \"my B\"");
        let (texts, _) = update(&own, &deck(&[("g", one), ("g:1", other)]));
        assert!(!texts[0].contains("formerly"), "{}", texts[0]);
        // A side that goes without becoming a card is told.
        let (_, said) = update(&deck(&[("g", both)]), &deck(&[("g", one)]));
        assert_eq!(said.changed, ["a (not asked the other way any more)"]);
        // Nor to the second card of a note whose first never asked both ways.
        let (texts, _) = update(&deck(&[("g", one)]), &later);
        assert!(!texts[0].contains("formerly"), "{}", texts[0]);
    }
}
