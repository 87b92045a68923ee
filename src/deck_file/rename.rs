//! Renames a card, a concept or a deck: changes the id, adds `formerly` so that progress and notes are kept, and changes every reference in
//! the given decks. No file is read or written here.

use super::parse::{self, Reading};
use super::splice::{self, Splice, spliced};
use super::syntax::{self, Node, Span, line};
use super::write;
use crate::files::in_shell;
use crate::study::deck::absolute;
use crate::study::fault::closest;
use crate::study::key::{ID_RULE, is_id};
use crate::study::words;

/// The text of a file, and its path as shown to people.
#[derive(Debug, Clone, Copy)]
pub struct DeckText<'a> {
    pub path: &'a str,
    pub text: &'a str,
}

words! {
    pub enum What {
        Card = "card",
        Concept = "concept",
        Deck = "deck",
    }
}

/// The changes of a renaming, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renaming {
    pub what: What,
    /// Full name: `deck/card`, or the deck's id.
    pub old: String,
    pub new: String,
    pub changes: Vec<FileChange>,
    /// Files with faults, in which references to the old name were not looked for.
    pub unread: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Index of the text.
    pub file: usize,
    pub text: String,
    /// Line in the old text, from 1, and what changes there.
    pub places: Vec<(usize, String)>,
}

/// A deck that could be read, and its file.
struct Found<'a> {
    file: usize,
    text: &'a str,
    deck: crate::study::Deck,
    spans: parse::Spans,
}

/// The id of something in a deck, its former ones, and where it stands.
type Named<'f> = (&'f str, &'f [String], &'f Span);

impl Found<'_> {
    /// All that is of this sort.
    fn all(&self, what: What) -> Vec<Named<'_>> {
        let deck = &self.deck;
        let concepts = deck.concepts.iter().zip(&self.spans.concepts);
        match what {
            What::Deck => vec![(&*deck.id, &*deck.formerly, &self.spans.deck)],
            What::Concept => concepts
                .map(|(concept, span)| (&*concept.id, &*concept.formerly, &span.whole))
                .collect(),
            What::Card => {
                let cards =
                    concepts.flat_map(|(concept, span)| concept.cards.iter().zip(&span.cards));
                let cards = cards.map(|(card, span)| (card.common(), span));
                cards
                    .map(|(common, span)| (&*common.id, &*common.formerly, span))
                    .collect()
            }
        }
    }

    fn has(&self, what: What, id: &str) -> bool {
        self.all(what).iter().any(|(known, ..)| *known == id)
    }

    /// Whether what has this id had the full name `old` before.
    fn was(&self, what: What, id: &str, old: &str) -> bool {
        let is_old = |former: &String| match what {
            What::Deck => former == old,
            What::Concept | What::Card => absolute(&self.deck.id, former) == old,
        };
        let mut all = self.all(what).into_iter();
        all.any(|(known, former, _)| known == id && former.iter().any(is_old))
    }
}

/// With the deck before it, unless it is one.
fn full(what: What, deck: &str, name: &str) -> String {
    match what {
        What::Deck => name.to_owned(),
        What::Card | What::Concept => format!("{deck}/{name}"),
    }
}

/// Changes in one file, each with a description.
#[derive(Default)]
struct Edits(Vec<(Splice, String)>);

/// `old` is `deck/card`, `deck/concept` or a deck's id; `new` may omit the deck. What was renamed before goes on with the references
/// that are left: the files of a renaming are written one after the other, and it may have been cut short. Errors are sentences.
pub fn rename(
    texts: &[DeckText],
    old: &str,
    new: &str,
    wants_concept: bool,
) -> Result<Renaming, String> {
    let (decks, unread) = read(texts);
    let (deck_id, part) = old
        .split_once('/')
        .map_or((old, None), |(deck, part)| (deck, Some(part)));
    let new = match (part, new.split_once('/')) {
        (Some(_), Some((deck, name))) if deck == deck_id => name,
        (Some(_), Some(_)) => {
            return Err(format!(
                "a renaming stays in its deck; to move a card, cut it out of `{deck_id}`, put it into the other deck, and give it formerly: [\"{old}\"]"
            ));
        }
        (None, Some(_)) => return Err("the new name of a deck has no `/`".into()),
        (_, None) => new,
    };
    if !is_id(new) {
        return Err(format!("`{new}` is no id: {ID_RULE}"));
    }
    let is_there = decks.iter().any(|found| found.deck.id == deck_id);
    let mut holders = decks.iter().filter(|found| match part {
        None if !is_there => found.was(What::Deck, new, old),
        _ => found.deck.id == deck_id,
    });
    let holder = match (holders.next(), holders.next()) {
        (Some(holder), None) => holder,
        (Some(first), Some(second)) => {
            return Err(format!(
                "{} and {} both hold the deck `{deck_id}`; name one with --in",
                texts[first.file].path, texts[second.file].path
            ));
        }
        (None, _) if unread.is_empty() => {
            return Err(format!(
                "there is no deck `{deck_id}` in the files given; name its file with --in"
            ));
        }
        (None, _) => {
            return Err(format!(
                "there is no deck `{deck_id}` in the files that can be read; {} has faults, `swot check {}` shows them; or name the deck's file with --in",
                unread[0],
                in_shell(&unread[0])
            ));
        }
    };
    let (what, old_name) = match part {
        None => (What::Deck, deck_id),
        Some(part) => {
            // A renaming that was cut short goes on: that of a card before a concept of the same id, whose turn `--concept` tells.
            let was = |what| holder.was(what, new, old) && !holder.has(what, part);
            let what = if !wants_concept && was(What::Card) {
                What::Card
            } else if was(What::Concept) && (wants_concept || !holder.has(What::Card, part)) {
                What::Concept
            } else {
                what_is(holder, part, wants_concept)?
            };
            (what, part)
        }
    };
    if old_name == new {
        return Err(format!("`{new}` is its name already"));
    }
    let is_renamed = !holder.has(what, old_name);
    if !is_renamed {
        refuse_taken(&decks, holder, what, (old_name, new))?;
    }
    let mut changes = Vec::new();
    for found in &decks {
        let mut edits = Edits::default();
        if found.file == holder.file && !is_renamed {
            edits
                .own(found, &decks, what, (old_name, new))
                .ok_or("the id cannot be changed here; change it by hand")?;
        }
        edits.references(found, what, deck_id, old_name, new);
        if let Some(change) = edits.carry_out(found)? {
            changes.push(change);
        }
    }
    if changes.is_empty() {
        let word = what.word();
        let unread = unread.iter().map(|path| {
            let path = in_shell(path);
            format!("; {path} has faults and was not looked at, `swot check {path}` shows them")
        });
        let also = match what {
            What::Card if holder.has(What::Concept, old_name) => "; --concept renames the concept",
            _ => "",
        };
        return Err(format!(
            "the {word} `{old}` is `{new}` already, and nothing else that can be read refers to `{old}`{also}{}",
            unread.collect::<String>()
        ));
    }
    Ok(Renaming {
        what,
        old: full(what, deck_id, old_name),
        new: full(what, deck_id, new),
        changes,
        unread,
    })
}

fn read<'a>(texts: &[DeckText<'a>]) -> (Vec<Found<'a>>, Vec<String>) {
    let (mut decks, mut unread) = (Vec::new(), Vec::new());
    for (file, DeckText { path, text }) in texts.iter().enumerate() {
        match parse::read(text) {
            Reading {
                deck: Some(deck),
                spans,
                findings,
            } if findings.is_empty() => {
                decks.push(Found {
                    file,
                    text,
                    deck,
                    spans,
                });
            }
            _ => unread.push((*path).to_owned()),
        }
    }
    (decks, unread)
}

fn what_is(holder: &Found, part: &str, wants_concept: bool) -> Result<What, String> {
    let near = || {
        let (card, case) = part.split_once(':').unwrap_or((part, ""));
        if !case.is_empty() && holder.has(What::Card, card) {
            return format!(
                "; a case of a set is renamed by hand: give it the new id, and formerly: [\"{part}\"]"
            );
        }
        let known = [What::Concept, What::Card]
            .map(|what| holder.all(what))
            .concat();
        let near = closest(part, known.iter().map(|(id, ..)| *id));
        near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
    };
    let sought = if wants_concept {
        "concept"
    } else {
        "card and no concept"
    };
    if !wants_concept && holder.has(What::Card, part) {
        Ok(What::Card)
    } else if holder.has(What::Concept, part) {
        Ok(What::Concept)
    } else {
        let (deck, near) = (&holder.deck.id, near());
        Err(format!("the deck `{deck}` has no {sought} `{part}`{near}"))
    }
}

fn refuse_taken(
    decks: &[Found],
    holder: &Found,
    what: What,
    (old, new): (&str, &str),
) -> Result<(), String> {
    let deck = &holder.deck;
    let taken = match what {
        What::Deck => decks.iter().any(|found| found.deck.id == new),
        What::Concept | What::Card => holder.has(what, new),
    };
    if taken {
        return Err(format!(
            "the {} id `{new}` is taken; choose another one",
            what.word()
        ));
    }
    let full = format!("{}/{new}", deck.id);
    let others = match what {
        What::Deck => decks.iter().flat_map(|found| found.all(what)).collect(),
        What::Concept | What::Card => holder.all(what),
    };
    let is_former = |f: &String| absolute(&deck.id, f) == full;
    let mut others = others.into_iter();
    match others.find(|(id, former, _)| *id != old && former.iter().any(is_former)) {
        Some((id, ..)) => Err(format!(
            "`{new}` was the id of the {} `{id}` once, and what learners did under it belongs there; choose another one",
            what.word()
        )),
        None => Ok(()),
    }
}

fn string(text: &str, node: &Node) -> Option<String> {
    ron::from_str(&text[node.value.clone()]).ok()
}

impl Edits {
    /// Replaces the text that the field or item consists of.
    fn replace(&mut self, text: &str, node: &Node, with: &str, why: String) -> Option<()> {
        let splice = Splice {
            at: splice::text_token(text, node)?,
            text: write::text(with),
        };
        self.0.push((splice, why));
        Some(())
    }

    /// Changes the id and adds `formerly`. `None` if the struct has no id of its own.
    fn own(
        &mut self,
        found: &Found,
        decks: &[Found],
        what: What,
        (old, new): (&str, &str),
    ) -> Option<()> {
        let (text, deck) = (found.text, &found.deck);
        let (_, own, span) = found.all(what).into_iter().find(|(id, ..)| *id == old)?;
        let holder = syntax::read_at(text, span, 2)?;
        let id = holder.field(text, "id")?;
        self.replace(text, id, new, format!("the {} is `{new}`", what.word()))?;
        let former = full(what, &deck.id, old);
        // What follows from the deck's former names today does no more once these are others: it is written down.
        let of = |name: &str| name.split('/').next().map(str::to_owned);
        let is_other = |name: &String| own.iter().all(|f| of(f) != of(name));
        // A deck that was divided left its cards to several: which of them had the name is not known.
        let others = || decks.iter().filter(|other| other.file != found.file);
        let is_shared = |deck: &&String| {
            others().any(|other| other.deck.id == **deck || other.deck.formerly.contains(deck))
        };
        let older = deck.formerly.iter().filter(|deck| !is_shared(deck));
        let mut names: Vec<String> = older.map(|deck| full(what, deck, old)).collect();
        names.retain(|name| what != What::Deck && is_other(name));
        for (_, written, _) in found.all(what) {
            names.retain(|name| !written.contains(name));
        }
        names.push(former.clone());
        let why = format!("formerly `{}`", names.join("`, `"));
        let items: Vec<String> = names.iter().map(|name| write::text(name)).collect();
        let items = items.join(", ");
        let is_it = |f: String| absolute(&deck.id, &f) == former || f == former;
        match holder.field(text, "formerly") {
            Some(list)
                if list
                    .entries
                    .iter()
                    .filter_map(|e| string(text, e))
                    .any(is_it) => {}
            // It takes an old name again, which is a former one no more.
            Some(list)
                if let Some(item) = list.entries.iter().find(|e| {
                    string(text, e)
                        .is_some_and(|f| absolute(&deck.id, &f) == absolute(&deck.id, new))
                }) =>
            {
                let at = splice::text_token(text, item)?;
                self.0.push((Splice { at, text: items }, why));
            }
            Some(list) => self.0.push((splice::last_item(text, list, &items)?, why)),
            None => {
                let field = format!("formerly: [{items}]");
                self.0.push((splice::field_behind(text, id, &field), why));
            }
        }
        Some(())
    }

    /// Changes every reference to the old name in the deck.
    fn references(&mut self, found: &Found, what: What, deck_id: &str, old: &str, new: &str) {
        let (text, here) = (found.text, found.deck.id.as_str());
        let full = format!("{deck_id}/{old}");
        let renamed = |reference: &str| -> Option<String> {
            match what {
                What::Deck => Some(format!(
                    "{new}/{}",
                    reference.strip_prefix(&format!("{old}/"))?
                )),
                _ if absolute(here, reference) != full => None,
                _ if reference.contains('/') => Some(format!("{deck_id}/{new}")),
                _ => Some(new.to_owned()),
            }
        };
        // Without the deck's old id, these would refer to the new one, and what learners did would not be found.
        let former = |f: &str| {
            let is_of_it = what == What::Deck && here == old && !f.contains('/');
            is_of_it.then(|| format!("{old}/{f}"))
        };
        for concept in &found.spans.concepts {
            self.list_items(text, &concept.whole, &["formerly"], &former);
            if what != What::Card {
                self.list_items(text, &concept.whole, &["after", "related"], &renamed);
            }
            for card in &concept.cards {
                if what != What::Concept {
                    self.list_items(text, card, &["link"], &renamed);
                }
                self.list_items(text, card, &["formerly"], &former);
            }
        }
    }

    fn list_items(
        &mut self,
        text: &str,
        span: &Span,
        fields: &[&str],
        new: &dyn Fn(&str) -> Option<String>,
    ) {
        // Most cards have no references and need not be parsed.
        if !fields.iter().any(|name| text[span.clone()].contains(name)) {
            return;
        }
        let Some(holder) = syntax::read_at(text, span, 2) else {
            return;
        };
        for (name, list) in fields
            .iter()
            .filter_map(|name| Some((name, holder.field(text, name)?)))
        {
            for item in &list.entries {
                if let Some(old) = string(text, item)
                    && let Some(new) = new(&old)
                {
                    self.replace(text, item, &new, format!("{name}: `{old}` is `{new}`"));
                }
            }
        }
    }

    fn carry_out(mut self, found: &Found) -> Result<Option<FileChange>, String> {
        if self.0.is_empty() {
            return Ok(None);
        }
        self.0.sort_by_key(|(splice, _)| splice.at.start);
        let (splices, whys): (Vec<Splice>, Vec<String>) = self.0.into_iter().unzip();
        let lines = splices
            .iter()
            .map(|splice| line(found.text, splice.at.start));
        let places = lines.zip(whys).collect();
        let text = spliced(found.text, &splices);
        let after = parse::read(&text);
        let cards = after.deck.map(|deck| deck.cards().count());
        if !after.findings.is_empty() || cards != Some(found.deck.cards().count()) {
            return Err(
                "the renaming would break the deck; nothing was written; change it by hand".into(),
            );
        }
        Ok(Some(FileChange {
            file: found.file,
            text,
            places,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = r#"Deck(schema: 1, id: "a", title: "A", concepts: [Concept(
  id: /* "x" */ "one", // first
  title: "One", related: ["b/uno", "two"], cards: [
    Basic(id: "x", front: "X?", back: "1", link: ["y", "b/z"]),
    Basic(
      id: "y", // y
      front: "Y?", back: "2", formerly: ["w"], link: [ "x" ]),
  ]), Concept(id: "two", formerly: ["zwei"], title: "Two", after: ["one"], cards: [Basic(id: "v", front: "V?", back: "3")])])"#;
    const B: &str = r#"Deck(schema: 1, id: "b", title: "B", concepts: [Concept(id: "uno", title: "Uno", related: ["a/one"], cards: [Basic(id: "z", front: "Z?", back: "1", link: ["a/x"])])])"#;

    fn run(old: &str, new: &str) -> Result<Renaming, String> {
        rename(
            &[
                DeckText {
                    path: "a.ron",
                    text: A,
                },
                DeckText {
                    path: "b.ron",
                    text: B,
                },
            ],
            old,
            new,
            false,
        )
    }

    fn texts(renaming: &Renaming) -> Vec<&str> {
        renaming.changes.iter().map(|c| c.text.as_str()).collect()
    }

    #[test]
    fn a_card_keeps_its_progress_and_its_links() {
        let renaming = run("a/x", "first").unwrap();
        let a = A
            .replace(r#"id: "x","#, r#"id: "first", formerly: ["a/x"],"#)
            .replace(r#"[ "x" ]"#, r#"[ "first" ]"#);
        assert_eq!(texts(&renaming), [a, B.replace("a/x", "a/first")]);
        let renaming = run("a/y", "a/why").unwrap();
        let a = A
            .replace(r#"id: "y""#, r#"id: "why""#)
            .replace(r#"["w"]"#, r#"["w", "a/y"]"#)
            .replace(r#"["y","#, r#"["why","#);
        assert_eq!(texts(&renaming), [a]);
        assert_eq!(
            renaming.changes[0].places[1],
            (6, "the card is `why`".into())
        );
    }

    #[test]
    fn a_concept_takes_its_references_along() {
        let renaming = run("a/one", "first").unwrap();
        let a = A
            .replace(
                "\"one\", // first",
                "\"first\", // first\n  formerly: [\"a/one\"],",
            )
            .replace(r#"after: ["one"]"#, r#"after: ["first"]"#);
        assert_eq!(texts(&renaming), [a, B.replace("a/one", "a/first")]);
    }

    #[test]
    fn a_deck_is_named_anew_in_every_file_and_old_names_of_cards_keep_their_deck() {
        let renaming = run("a", "c").unwrap();
        let a = A
            .replace(r#"id: "a","#, r#"id: "c", formerly: ["a"],"#)
            .replace(r#"["w"]"#, r#"["a/w"]"#)
            .replace(r#"["zwei"]"#, r#"["a/zwei"]"#);
        assert_eq!(texts(&renaming), [a, B.replace("\"a/", "\"c/")]);
    }

    #[test]
    fn what_takes_an_old_name_again_has_the_other_as_its_former_one() {
        let renaming = run("a/y", "w").unwrap();
        let a = A
            .replace(r#"id: "y""#, r#"id: "w""#)
            .replace(r#"["w"]"#, r#"["a/y"]"#);
        assert_eq!(texts(&renaming), [a.replace(r#"["y","#, r#"["w","#)]);
        let text = A.replace(r#"id: "a","#, r#"id: "a", formerly: ["c"],"#);
        let both = [&*text, B].map(|text| DeckText {
            path: "d.ron",
            text,
        });
        let renaming = rename(&both, "a", "c", false).unwrap();
        let own = &renaming.changes[0].text;
        assert!(own.contains(r#"id: "c", formerly: ["a"],"#), "{own}");
        // What follows from the former name of the deck is written down, unless it is another one's.
        for (old, new, wanted) in [
            ("a/x", "first", r#"id: "first", formerly: ["c/x", "a/x"],"#),
            ("a/y", "w", r#"formerly: ["c/y", "a/y"]"#),
            (
                "a/two",
                "zwei",
                r#"id: "zwei", formerly: ["c/two", "a/two"],"#,
            ),
        ] {
            let renaming = rename(&both, old, new, false).unwrap();
            let own = &renaming.changes[0].text;
            assert!(own.contains(wanted), "{own}");
        }
        let other = text.replace(r#"["w"]"#, r#"["c/x"]"#);
        let other = DeckText {
            path: "a.ron",
            text: &other,
        };
        let renaming = rename(&[other], "a/x", "first", false).unwrap();
        assert!(
            renaming.changes[0]
                .text
                .contains(r#""first", formerly: ["a/x"],"#)
        );
        let error = rename(&both, "b", "c", false).unwrap_err();
        assert!(error.contains("was the id of the deck `a` once"), "{error}");
    }

    #[test]
    fn a_renaming_that_was_cut_short_goes_on_with_what_is_left() {
        for (old, new) in [("a/x", "first"), ("a/one", "first"), ("a", "c")] {
            let whole = run(old, new).unwrap();
            let [a, b] = texts(&whole)[..] else {
                panic!("{old}: two files change");
            };
            let again = |texts: [&str; 2]| {
                let path = "d.ron";
                rename(&texts.map(|text| DeckText { path, text }), old, new, false)
            };
            for (left, done, wanted) in [([a, B], 1, b), ([A, b], 0, a)] {
                let rest = again(left).unwrap();
                assert_eq!(texts(&rest), [wanted]);
                assert_eq!(rest.changes[0].file, done);
            }
            let error = again([a, b]).unwrap_err();
            assert!(error.contains("already"), "{old}: {error}");
        }
    }

    #[test]
    fn what_cannot_be_renamed_is_refused_with_the_reason() {
        for (old, new, why) in [
            ("a/x", "y", "taken"),
            ("a/x", "w", "was the id of the card `y` once"),
            ("a/one", "zwei", "was the id of the concept `two` once"),
            ("a/x", "b/x", "stays in its deck"),
            ("a/x", "X!", "is no id"),
            ("a/x", "x", "already"),
            ("a/none", "some", "no card and no concept"),
            ("a/x:late", "later", "is renamed by hand"),
            ("a", "b", "taken"),
            ("n/x", "y", "no deck `n`"),
        ] {
            let error = run(old, new).unwrap_err();
            assert!(error.contains(why), "{old} {new}: {error}");
        }
    }
}
