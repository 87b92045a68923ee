//! Anki packages, `.apkg` and `.colpkg`, in all three layouts: SQLite with JSON in it (`collection.anki2`, later
//! `collection.anki21`), or SQLite with protobuf, compressed with Zstandard (`collection.anki21b`). Contains no code of Anki.

mod archive;
mod collection;
mod progress;
mod template;
mod wire;
mod write;

#[cfg(test)]
mod tests;

use super::columns::{self, Column};
use super::draft::{Body, Choice, Draft, Note, Thing, own_id};
use super::extras::{self, Extras};
use super::format::{Calendar, Tell};
use super::separated::which;
use super::{html, markup};
use crate::parallel;
use crate::study::Memory;
use crate::study::kinds::can_be_options;
use crate::study::text::count;
use archive::Archive;
use collection::{Collection, NoteRow, Notetype, PARTING};
use progress::{CardRow, Epoch, Reviews};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use template::{READINGS, Template, bare, reading};
pub use write::write;

/// Longest answer that is worth typing.
const LONGEST_TYPED: usize = 80;

/// With a calendar, what Anki remembers of each card is read too.
pub fn read(path: &Path, calendar: Option<&Calendar<'_>>, tell: Tell<'_>) -> Result<Draft, String> {
    let mut archive = Archive::open(path)?;
    let (bytes, packed) = database(&mut archive)?;
    let listed = media_list(&mut archive, packed);
    drop(archive);
    let collection = Collection::open(bytes)?;
    let mut types = collection.notetypes()?;
    for kind in types.values_mut() {
        // The add-on Multiple Choice calls its options so.
        let names = kind.fields.iter().map(|n| n.replace("Q_", "option "));
        kind.columns = columns::by_names(&names.collect::<Vec<_>>());
    }
    let decks = collection.decks()?;
    let mut cards = collection.cards()?;
    let reviews = if calendar.is_some() {
        collection.reviews()?
    } else {
        HashMap::new()
    };
    let mut draft = Draft {
        media: listed
            .into_iter()
            .filter(|name| !html::is_cached(name))
            .map(|name| (name, String::new()))
            .collect(),
        ..Draft::default()
    };
    let scheduled = cards
        .values()
        .flatten()
        .filter(|card| card.kind > 0)
        .count();
    let marked = cards.values().flatten().filter(|card| card.is_marked());
    let marked = marked.count();
    if marked > 0 && calendar.is_none() {
        let whose = count(marked, "card has", "cards have");
        draft.remarks.push(format!(
            "{whose} progress in Anki (a schedule, a flag, a suspension) that is not taken along now; --with-schedule takes it with the first import"
        ));
    }
    let mut rows = Vec::new();
    collection.notes(|row| {
        let of_note = cards.remove(&row.id).unwrap_or_default();
        rows.push((row, of_note));
        Ok(())
    })?;
    if scheduled == 0 {
        // New cards are due in the order chosen by their author, whatever the numbers of their notes.
        rows.sort_by_key(|(_, of_note)| of_note.first().map_or(0, |card| card.due));
    }
    let epoch = &collection.epoch;
    let convert = |rows: Vec<(NoteRow, Vec<CardRow>)>| {
        let mut reader = Reader {
            types: &types,
            decks: &decks,
            reviews: &reviews,
            epoch,
            calendar,
            draft: Draft::default(),
        };
        let read = rows.len();
        for (row, of_note) in rows {
            reader.note(row, &of_note);
        }
        (read, reader.draft)
    };
    let mut done = 0;
    parallel::each(parallel::portions(rows), convert, |(read, part)| {
        done += read;
        tell(format!("{done} notes"));
        draft.add(part);
    });
    let mut tops = draft.notes.iter().map(|n| n.deck.first());
    if let Some(Some(first)) = tops.next()
        && tops.all(|t| t == Some(first))
    {
        draft.title = Some(first.clone());
    }
    Ok(draft)
}

/// The collection to read, and whether the package has the layout with Zstandard.
fn database(archive: &mut Archive) -> Result<(Vec<u8>, bool), String> {
    let version = match archive.read("meta")? {
        Some(meta) => wire::number(&meta, 1),
        None if archive.has("collection.anki21") => 2,
        None => 1,
    };
    let (name, packed) = match version {
        1 => ("collection.anki2", false),
        2 => ("collection.anki21", false),
        3 => ("collection.anki21b", true),
        other => {
            return Err(format!(
                "it is a package of layout {other}, and only 1 to 3 are known; export it with \"Support older Anki versions\" ticked"
            ));
        }
    };
    let bytes = if packed {
        archive.read_zstd(name)?
    } else {
        archive.read(name)?
    };
    let missing = || format!("it is no Anki package: it holds no {name}");
    Ok((bytes.ok_or_else(missing)?, packed))
}

/// The names of the media files. If the list cannot be read, only the list is missing.
fn media_list(archive: &mut Archive, packed: bool) -> Vec<String> {
    if packed {
        let list = archive
            .read_zstd("media")
            .ok()
            .flatten()
            .unwrap_or_default();
        return wire::messages(&list, 1)
            .map(|entry| wire::text(entry, 1).to_owned())
            .filter(|n| !n.is_empty())
            .collect();
    }
    let list = archive.read("media").ok().flatten().unwrap_or_default();
    let named: BTreeMap<String, String> = serde_json::from_slice(&list).unwrap_or_default();
    named.into_values().collect()
}

/// One card of a note: what is asked, and what is shown then.
struct Side<'c> {
    front: String,
    back: String,
    is_typed: bool,
    /// Further content of the answer.
    why: String,
    card: &'c CardRow,
}

struct Reader<'a> {
    types: &'a HashMap<i64, Notetype>,
    decks: &'a HashMap<i64, Vec<String>>,
    reviews: &'a HashMap<i64, Reviews>,
    epoch: &'a Epoch,
    calendar: Option<&'a Calendar<'a>>,
    draft: Draft,
}

/// The field of a note for a field with this meaning, if it is neither question nor answer.
fn beside(column: Column) -> Option<fn(&mut Note) -> &mut String> {
    Some(match column {
        Column::Why => |note| &mut note.why,
        Column::Hint => |note| &mut note.hint,
        Column::Source => |note| &mut note.source,
        _ => return None,
    })
}

impl Reader<'_> {
    fn note(&mut self, row: NoteRow, cards: &[CardRow]) {
        let place = format!("note {}", row.id);
        let Some(fields) = row.fields else {
            return self.leave(place, "", "its fields are no text");
        };
        let mut fields: Vec<String> = fields.split(PARTING).map(str::to_owned).collect();
        let shown = fields.first().cloned().unwrap_or_default();
        let shown = shown.as_str();
        let mut extras = Extras::default();
        fields
            .iter_mut()
            .for_each(|field| extras::take(field, &mut extras));
        let fields = &fields;
        let Some(kind) = self.types.get(&row.notetype) else {
            return self.leave(place, shown, "its note type is not in the package");
        };
        let Some(first) = cards.first() else {
            return self.leave(place, shown, "it has no card");
        };
        if kind.is_cloze && fields.iter().any(|f| f.contains("{{c1::image-occlusion:")) {
            return self.leave(place, shown, "it asks for the hidden parts of a picture");
        }
        let home = if first.home_deck != 0 {
            first.home_deck
        } else {
            first.deck
        };
        let mut note = Note {
            id: own_id(&row.guid),
            guid: row.guid,
            deck: self.decks.get(&home).cloned().unwrap_or_default(),
            tags: row.tags.split_whitespace().map(str::to_owned).collect(),
            place,
            ..Note::default()
        };
        let media_before = self.draft.media.len();
        let aside = self.set_aside(kind, fields, &mut note);
        let read: HashMap<String, String> = kind
            .fields
            .iter()
            .zip(fields)
            .filter(|(_, value)| value.contains('['))
            .flat_map(|(name, value)| {
                READINGS.map(|filter| (format!("{filter}:{name}"), reading(filter, value)))
            })
            .collect();
        let value = |name: &str| {
            let own = bare(name);
            let at = kind.fields.iter().position(|f| f == own)?;
            let is_aside = aside.iter().any(|a| a == own);
            let value = read.get(name).or(fields.get(at));
            value.filter(|_| !is_aside).map(String::as_str)
        };
        extras.give(&mut note, &mut self.draft);
        let made = if kind.is_cloze {
            self.cloze(kind, &value, cards, &mut note)
        } else {
            self.basic(kind, &value, cards, &mut note)
        };
        let notes = match made {
            Ok(notes) => notes,
            Err(why) => {
                let pictures = self.draft.media.len() > media_before
                    || fields
                        .iter()
                        .any(|f| f.contains("<img") || f.contains("[sound:"));
                let why = if pictures {
                    format!("{why}, only a picture or a sound")
                } else {
                    why.to_owned()
                };
                return self.leave(note.place, shown, why);
            }
        };
        let place = notes.first().map_or(String::new(), |n| n.place.clone());
        self.draft.notes.extend(notes);
        for (name, value) in kind.fields.iter().zip(fields) {
            let mut used = cards.iter().filter_map(|card| {
                kind.templates
                    .get(if kind.is_cloze { &0 } else { &card.ord })
            });
            let is_used = used.any(|(question, answer)| question.uses(name) || answer.uses(name));
            if !is_used && !aside.contains(name) && !value.trim().is_empty() {
                let shown = html::to_plain(value);
                let shown = if shown.is_empty() { value } else { &shown };
                self.draft.lose(
                    Thing::Field,
                    &format!("field `{name}`"),
                    place.clone(),
                    shown,
                );
            }
        }
    }

    fn leave(&mut self, place: String, shown: &str, why: impl Into<String>) {
        let shown = markup::plain(&html::to_markdown(shown).text);
        self.draft.leave(place, &shown, why);
    }

    fn markdown(&mut self, place: &str, html: &str) -> String {
        self.draft.markdown(place, html)
    }

    fn progress(&self, card: &CardRow, part: &str) -> Option<(String, Memory)> {
        let reviews = self.reviews.get(&card.id).copied();
        let memory = progress::progress(card, reviews, self.epoch, self.calendar?);
        (memory != Memory::default()).then(|| (part.to_owned(), memory))
    }

    /// Moves the note's other fields to their own places, unless a question shows them, or an answer does so behind words of its
    /// own or as all that it says.
    fn set_aside(&mut self, kind: &Notetype, fields: &[String], note: &mut Note) -> Vec<String> {
        let mut aside = Vec::new();
        let named = || kind.fields.iter().zip(&kind.columns);
        for ((name, column), value) in named().zip(fields) {
            let Some(place) = beside(*column) else {
                continue;
            };
            let stays = |(question, answer): &(Template, Template)| {
                let says = |((other, column), html): ((&String, &Column), &String)| {
                    let is_asked = || question.shows(other) && question.typed() != Some(other);
                    // Most texts begin with a word.
                    let is_filled = || {
                        html.starts_with(char::is_alphanumeric) || !html::to_plain(html).is_empty()
                    };
                    beside(*column).is_none() && answer.shows(other) && !is_asked() && is_filled()
                };
                let is_alone = || !kind.is_cloze && !named().zip(fields).any(says);
                question.shows(name) && *column != Column::Hint
                    || answer.labels(name)
                    || answer.shows(name) && is_alone()
            };
            if kind.templates.values().any(stays) || kind.fields.len() <= 2 && !kind.is_cloze {
                continue;
            }
            let text = self.markdown(&note.place, value);
            extras::add(place(note), &text);
            aside.push(name.clone());
        }
        aside
    }

    fn basic<'f>(
        &mut self,
        kind: &Notetype,
        value: &dyn Fn(&str) -> Option<&'f str>,
        cards: &[CardRow],
        note: &mut Note,
    ) -> Result<Vec<Note>, &'static str> {
        if let [card] = cards
            && let Some((question, answer)) = kind.templates.get(&card.ord)
            && let Some(body) = self.choice(kind, question, answer, value, note)
        {
            note.body = body;
            note.progress = self.progress(card, "").into_iter().collect();
            return Ok(vec![std::mem::take(note)]);
        }
        let mut sides: Vec<Side<'_>> = Vec::new();
        for card in cards {
            let Some((question, answer)) = kind.templates.get(&card.ord) else {
                continue;
            };
            self.hints(question, value, note);
            let front = self.markdown(&note.place, &question.fill(value));
            let field = question.typed();
            let typed = field
                .and_then(value)
                .map(|html| self.draft.plain(&note.place, html));
            let typed =
                typed.filter(|t| !t.is_empty() && t.len() <= LONGEST_TYPED && !t.contains('\n'));
            // A word without a reading is the same under each filter.
            let is_asked = |name: &str| {
                let mut shown = question.fields(false).into_iter();
                shown.any(|asked| bare(asked) == bare(name) && value(asked) == value(name))
            };
            // What the answer shows beyond the question: one field is the answer, the others explain it.
            let mut beyond: Vec<&str> = answer
                .fields(false)
                .into_iter()
                .filter(|name| !is_asked(name) || field == Some(*name))
                .filter(|name| value(name).is_some_and(|v| !v.trim().is_empty()))
                .collect();
            let is_answer = |name: &&str| Column::named(bare(name)) == Column::Back;
            let of_typed = beyond.iter().position(|name| Some(*name) == field);
            let apart = typed.is_some() || beyond.len() > 1 && !answer.has_words();
            let (mut back, mut why) = (String::new(), String::new());
            if apart {
                let named = || beyond.iter().position(is_answer);
                let says = |name: &&str| value(name).is_some_and(|v| !html::to_plain(v).is_empty());
                let first = || beyond.iter().position(says);
                let told = of_typed.or_else(named).or_else(first).unwrap_or(0);
                if told < beyond.len() && (typed.is_none() || of_typed.is_some()) {
                    let name = beyond.remove(told);
                    back = self.markdown(&note.place, value(name).unwrap_or(""));
                }
                let texts: Vec<String> = beyond
                    .iter()
                    .map(|name| self.markdown(&note.place, value(name).unwrap_or("")))
                    .filter(|text| !text.is_empty())
                    .collect();
                why = texts.join("\n\n");
            } else {
                back = self.markdown(&note.place, &answer.fill(value));
                // In older templates the answer begins with the fields of the question.
                let repeats = answer.fields(false);
                let repeats = repeats.iter().any(|name| question.shows(name));
                if repeats
                    && let Some(rest) = back
                        .strip_prefix(&front)
                        .filter(|rest| !rest.trim().is_empty() && rest.starts_with(['\n', '\\']))
                {
                    back = rest.trim_start_matches(['\\', '\n', ' ']).to_owned();
                }
            }
            sides.push(Side {
                front,
                is_typed: typed.is_some(),
                back: typed.unwrap_or(back),
                why,
                card,
            });
        }
        sides.retain(|side| !side.front.is_empty() && !side.back.is_empty());
        match sides.as_slice() {
            [] => Err("nothing is left of its question or its answer"),
            [one, two]
                if !one.is_typed
                    && !two.is_typed
                    && one.front == two.back
                    && one.back == two.front =>
            {
                let progress = [
                    self.progress(one.card, ""),
                    self.progress(two.card, "reverse"),
                ];
                note.progress = progress.into_iter().flatten().collect();
                extras::add(&mut note.why, &one.why);
                if one.why != two.why {
                    extras::add(&mut note.why, &two.why);
                }
                note.body = Body::Basic {
                    front: one.front.clone(),
                    back: one.back.clone(),
                    reversed: true,
                };
                Ok(vec![std::mem::take(note)])
            }
            _ => Ok(sides
                .iter()
                .map(|side| {
                    let mut one = note.clone();
                    if side.card.ord > 0 {
                        one.id = None;
                        one.guid = format!("{}:{}", note.guid, side.card.ord);
                    }
                    one.progress = self.progress(side.card, "").into_iter().collect();
                    extras::add(&mut one.why, &side.why);
                    let (front, back) = (side.front.clone(), side.back.clone());
                    one.body = if side.is_typed {
                        Body::Typed {
                            question: front,
                            answer: back,
                            accept: Vec::new(),
                        }
                    } else {
                        Body::basic(front, back)
                    };
                    one
                })
                .collect()),
        }
    }

    /// A choice, where the question shows fields such as `A`, `B` or `Option 1` and another says which of them is right: by
    /// letter or number, by its words, or as `0 1 0`.
    fn choice<'f>(
        &mut self,
        kind: &Notetype,
        question: &Template,
        answer: &Template,
        value: &dyn Fn(&str) -> Option<&'f str>,
        note: &mut Note,
    ) -> Option<Body> {
        let shown = question.fields(false);
        let (mut front, mut right, mut behind) = (None, None, Vec::new());
        let (mut options, mut texts, mut beside) = (Vec::new(), Vec::new(), Vec::new());
        for (name, column) in kind.fields.iter().zip(&kind.columns) {
            let html = value(name).filter(|html| !html.trim().is_empty());
            let Some(html) = html else { continue };
            match column {
                Column::Front if front.is_none() => front = Some((name, html)),
                Column::Back if right.is_none() => right = Some(html),
                Column::Choice(mark) if shown.contains(&name.as_str()) => {
                    options.push((*mark, html::to_plain(html), Choice::default()));
                    texts.push(html);
                }
                _ if shown.contains(&name.as_str()) => beside.push((name, html)),
                _ if answer.shows(name) => behind.push((*column, html)),
                _ => {}
            }
        }
        let (front, right) = (front?, right?);
        if options.len() < 2 {
            return None;
        }
        let right = html::to_plain(right);
        let bits: Vec<&str> = right.split_whitespace().collect();
        let rights = if bits.len() > 1 && bits.iter().all(|bit| matches!(*bit, "0" | "1")) {
            (0..options.len())
                .filter(|at| bits.get(*at) == Some(&"1"))
                .collect()
        } else {
            which(&options, &right, false).ok()?
        };
        if rights.is_empty() || rights.len() >= options.len() {
            return None;
        }
        // Pictures, equal ones and "all of the above" stay as the template shows them.
        let written = texts.iter().map(|html| html::to_markdown(html).text);
        if !can_be_options(&written.collect::<Vec<_>>()) {
            return None;
        }
        let options = texts.iter().enumerate().map(|(at, html)| Choice {
            text: self.markdown(&note.place, html),
            is_right: rights.contains(&at),
            ..Choice::default()
        });
        let options = options.collect();
        for (column, html) in behind {
            let text = self.markdown(&note.place, html);
            let place = self::beside(column).unwrap_or(|note| &mut note.why);
            extras::add(place(note), &text);
        }
        self.hints(question, value, note);
        // As the template shows them; a number is a mark of the template's own, such as the kind of choice.
        let mut asked = beside;
        asked.push(front);
        asked.sort_by_key(|(name, _)| shown.iter().position(|s| s == name));
        let mut question = String::new();
        for (name, html) in asked {
            let text = self.markdown(&note.place, html);
            if name == front.0 || text.contains(char::is_alphabetic) {
                extras::add(&mut question, &text);
            }
        }
        Some(Body::Choice { question, options })
    }

    /// The hints shown on a click.
    fn hints<'f>(
        &mut self,
        question: &Template,
        value: &dyn Fn(&str) -> Option<&'f str>,
        note: &mut Note,
    ) {
        for name in question.fields(true) {
            let text = self.markdown(&note.place, value(name).unwrap_or(""));
            if !note.hint.contains(&text) {
                extras::add(&mut note.hint, &text);
            }
        }
    }

    fn cloze<'f>(
        &mut self,
        kind: &Notetype,
        value: &dyn Fn(&str) -> Option<&'f str>,
        cards: &[CardRow],
        note: &mut Note,
    ) -> Result<Vec<Note>, &'static str> {
        let Some((question, answer)) = kind.templates.get(&0) else {
            return Err("its note type has no template");
        };
        self.hints(question, value, note);
        let text = self.markdown(&note.place, &question.fill(value));
        if !text.contains("{{c") {
            return Err("it has no gap");
        }
        // What the answer shows beyond the sentence is its explanation.
        let hidden = question.cloze();
        let beyond = answer.fill(&|name: &str| {
            if Some(name) == hidden || question.shows(name) {
                None
            } else {
                value(name)
            }
        });
        let beyond = self.markdown(&note.place, &beyond);
        extras::add(&mut note.why, &beyond);
        note.body = Body::Cloze(text);
        let progress = cards.iter().filter_map(|card| match card.ord {
            0 => self.progress(card, ""),
            ord => self.progress(card, &ord.saturating_add(1).to_string()),
        });
        note.progress = progress.collect();
        Ok(vec![std::mem::take(note)])
    }
}
