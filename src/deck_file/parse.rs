//! Parses the text of a file into a deck: in one pass if it has no errors, otherwise each part separately, so that one run finds
//! all faults and one bad card does not make the deck unusable.

use super::element;
use super::locate;
use super::syntax::{self, Node, Span, Syntax, char_at};
use crate::parallel;
use crate::study::deck::{Deck, SCHEMA};
use crate::study::fault::{Fault, Place};
use crate::study::kinds::{MOST_OF_A_CARD, MOST_VALUES};
use crate::study::{Card, Concept};
use std::borrow::Cow;

/// Most cards in one deck.
pub const MOST_CARDS: usize = 20_000;
/// Depth of brackets down to the cards: the deck's, its list of concepts, a concept's, its list of cards.
const DEPTH: usize = 4;
/// Bytes of a deck that are worth two threads.
const LONG: usize = 64 * 1024;

/// What a finding is about, by the index of the concept and of the card in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Spot {
    Deck,
    Concept(usize),
    Card(usize, usize),
    /// A place in the text of the file.
    Text(Span),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub spot: Spot,
    pub fault: Fault,
}

impl Finding {
    pub fn in_text(place: Span, fault: Fault) -> Finding {
        let spot = Spot::Text(place);
        Finding { spot, fault }
    }
}

/// Positions of the parts of a deck in its file, in the order of the deck's concepts and cards.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spans {
    pub deck: Span,
    pub concepts: Vec<ConceptSpan>,
    /// Cards that could not be read.
    pub lost: Vec<Span>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ConceptSpan {
    pub whole: Span,
    pub cards: Vec<Span>,
}

/// The result of reading a file, as far as it could be read.
#[derive(Debug, Default)]
pub struct Reading {
    pub deck: Option<Deck>,
    pub spans: Spans,
    pub findings: Vec<Finding>,
}

impl Reading {
    fn refused(span: Span, fault: Fault) -> Reading {
        Reading {
            findings: vec![Finding::in_text(span, fault)],
            ..Reading::default()
        }
    }

    /// The file is not written as the format has it.
    fn refuse(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.tell(span, Fault::unreadable(message, help));
    }

    fn tell(&mut self, span: Span, fault: Fault) {
        self.findings.push(Finding::in_text(span, fault));
    }
}

/// The text of a file without its byte order mark, or the position where it is not UTF-8.
pub fn decode(bytes: Vec<u8>) -> Result<String, (Vec<u8>, usize)> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            Err((error.into_bytes(), at))
        }
    }
}

pub fn read(text: &str) -> Reading {
    let refused = merge_markers(text).or_else(|| old_line_ends(text));
    if let Some(reading) = refused.or_else(|| code_fence(text)) {
        return reading;
    }
    let (syntax, deck) = take_apart(text);
    let repaired = match syntax.patches.as_slice() {
        [] => Cow::Borrowed(text),
        patches => Cow::Owned(syntax::patched(text, patches)),
    };
    if syntax.faults.is_empty()
        && let Some(deck) = deck.or_else(|| element::parse(&repaired).ok())
        && let Some(spans) = spans_of(&deck, &syntax, text)
    {
        let mut reading = Reading {
            deck: Some(deck),
            spans,
            findings: Vec::new(),
        };
        finish(text, &mut reading);
        return reading;
    }
    diagnose(text, &repaired, syntax)
}

/// The places in the text, and beside them the deck where the text is long and needs no repair.
fn take_apart(text: &str) -> (Syntax, Option<Deck>) {
    if text.len() < LONG {
        return (syntax::read(text, DEPTH), None);
    }
    let deck = || element::parse(text).ok();
    let (deck, syntax) = parallel::beside(deck, || syntax::read(text, DEPTH));
    let is_as_written = syntax.patches.is_empty();
    (syntax, deck.filter(|_| is_as_written))
}

/// Reads a card from its part of the file; its exhibit is not filled in.
pub fn read_card(slice: &str) -> Option<Card> {
    read_part(slice)
}

pub fn read_concept(slice: &str) -> Option<Concept> {
    let mut concept: Concept = read_part(slice)?;
    concept.lay_out_exhibits();
    Some(concept)
}

fn read_part<T: serde::de::DeserializeOwned>(slice: &str) -> Option<T> {
    let syntax = syntax::read(slice, 0);
    element::parse(&syntax::patched(slice, &syntax.patches)).ok()
}

fn concepts_of<'n>(deck: &'n Node, text: &str) -> &'n [Node] {
    deck.field(text, "concepts").map_or(&[], |f| &f.entries)
}

fn cards_of<'n>(concept: &'n Node, text: &str) -> &'n [Node] {
    concept.field(text, "cards").map_or(&[], |f| &f.entries)
}

fn spans_of(deck: &Deck, syntax: &Syntax, text: &str) -> Option<Spans> {
    let [top] = syntax.top.as_slice() else {
        return None;
    };
    let span = |node: &Node| node.value.clone();
    let concepts = concepts_of(top, text).iter().map(|concept| ConceptSpan {
        whole: span(concept),
        cards: cards_of(concept, text).iter().map(span).collect(),
    });
    let concepts: Vec<ConceptSpan> = concepts.collect();
    let in_step = concepts.len() == deck.concepts.len()
        && (concepts.iter().zip(&deck.concepts)).all(|(s, c)| s.cards.len() == c.cards.len());
    in_step.then(|| Spans {
        deck: top.value.clone(),
        concepts,
        lost: Vec::new(),
    })
}

/// Old line ends: a comment would reach from its first line to the end of the file.
fn old_line_ends(text: &str) -> Option<Reading> {
    let at = text.find('\r').filter(|_| !text.contains('\n'))?;
    let message = "the lines of the file end in CR alone, as on the Macs of the last century";
    let help = "save it with the line ends of today: editors call them LF, Unix, or CRLF, Windows";
    Some(Reading::refused(
        at..at + 1,
        Fault::new("E14", message, help),
    ))
}

/// The deck as a chat or a page showed it, between the signs that mark code there.
fn code_fence(text: &str) -> Option<Reading> {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].lines().next()?;
    let message = "the file begins with a code fence of Markdown";
    let help = "take it out, and the one behind the deck too";
    line.starts_with("```").then(|| {
        Reading::refused(
            start..start + line.trim_end().len(),
            Fault::unreadable(message, help),
        )
    })
}

fn merge_markers(text: &str) -> Option<Reading> {
    if !text.contains("<<<<<<<") || !text.contains(">>>>>>>") {
        return None;
    }
    let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1));
    let begins = lines.filter(|at| text[*at..].starts_with("<<<<<<< "));
    let mut reading = Reading::default();
    for at in begins.take(50) {
        reading.refuse(
            at..at + 7,
            "a merge was left unsettled here",
            "keep one of the two sides and take the lines with <<<<<<<, ======= and >>>>>>> out",
        );
    }
    (!reading.findings.is_empty()).then_some(reading)
}

fn diagnose(text: &str, repaired: &str, syntax: Syntax) -> Reading {
    let mut reading = Reading::default();
    let gave_up = syntax.gave_up;
    let slips = Slips {
        text,
        told: syntax.faults.iter().map(|(span, _)| span.clone()).collect(),
        broken: syntax.broken,
    };
    // What is no deck at all has no slips of a deck.
    let mut foreign = Reading::default();
    let is_foreign = |top: &Node| {
        let is_named = top.kind(text).eq_ignore_ascii_case("deck");
        let may_be_read = is_named && top.inner.is_some() || !is_named && text.contains("Deck(");
        !may_be_read && !is_a_deck(text, top, &mut foreign)
    };
    if !gave_up && syntax.top.first().is_some_and(is_foreign) {
        return foreign;
    }
    for (span, fault) in syntax.faults {
        reading.tell(span, fault);
    }
    if gave_up {
        return reading;
    }
    let Some(top) = syntax.top.first() else {
        reading.refuse(
            char_at(text, 0),
            "the file is empty",
            "write Deck(schema: 1, id: \"...\", title: \"...\", concepts: [ ... ])",
        );
        return reading;
    };
    if !is_a_deck(text, top, &mut reading) {
        return reading;
    }
    if let Some(next) = syntax.top.get(1) {
        reading.refuse(
            next.head.clone().unwrap_or(next.value.clone()),
            "something stands behind the end of the deck",
            "one file holds one deck: take it out, or put it into a file of its own",
        );
    }
    let cards: usize = concepts_of(top, text)
        .iter()
        .map(|concept| 1 + cards_of(concept, text).len())
        .sum();
    if cards > 2 * MOST_CARDS {
        reading.tell(char_at(text, top.value.start), too_many(cards));
        return reading;
    }
    let concepts = top.field(text, "concepts");
    let around = concepts.and_then(|c| c.inner.clone());
    let Some(mut deck) = whole::<Deck>(repaired, top, around, &slips, &mut reading) else {
        return reading;
    };
    deck.concepts.clear();
    reading.spans.deck = top.value.clone();
    for node in concepts_of(top, text) {
        if !named(repaired, node, "Concept", &mut reading) {
            continue;
        }
        let cards = node.field(text, "cards");
        let read = whole::<Concept>(
            repaired,
            node,
            cards.and_then(|c| c.inner.clone()),
            &slips,
            &mut reading,
        );
        let mut span = ConceptSpan {
            whole: node.value.clone(),
            cards: Vec::new(),
        };
        let mut good = Vec::new();
        for card_node in cards_of(node, text) {
            if slips.breaks(&card_node.value) {
                reading.spans.lost.push(card_node.value.clone());
                continue;
            }
            // The fields of a card are parsed only now.
            let card_node = inside(repaired, card_node);
            let is_told = |field: &str| slips.hide(&card_node, &None, field);
            let piece = element::read::<Card>(repaired, &card_node, None, &is_told);
            let slipped = slips.in_it(&card_node.value);
            if let Some(card) = piece.value
                && piece.faults.is_empty()
                && !slipped
            {
                good.push(card);
                span.cards.push(card_node.value.clone());
            } else {
                reading.spans.lost.push(card_node.value.clone());
            }
            add(&mut reading, &slips, piece.faults);
        }
        if let Some(mut concept) = read {
            concept.cards = good;
            deck.concepts.push(concept);
            reading.spans.concepts.push(span);
        }
    }
    reading.deck = Some(deck);
    finish(text, &mut reading);
    if reading.findings.is_empty() {
        // The parser rejected the whole but found nothing wrong in the parts: report at least that.
        if let Err(error) = element::parse::<Deck>(repaired) {
            let at = element::offset(repaired, error.span.end).min(text.len());
            let fault = super::explain::explain(&error.code, text, top, None, &[]);
            return Reading::refused(char_at(text, at), fault);
        }
    }
    reading
}

/// Errors of syntax that were reported: nothing more is reported for the same part of the text.
struct Slips<'t> {
    text: &'t str,
    told: Vec<Span>,
    broken: Vec<Span>,
}

impl Slips<'_> {
    fn in_it(&self, span: &Span) -> bool {
        self.told
            .iter()
            .any(|at| span.start <= at.start && at.end <= span.end)
    }

    /// Whether one that was told within the node, but not in its list, keeps the field from being read.
    fn hide(&self, node: &Node, list: &Option<Span>, field: &str) -> bool {
        let is_in_list = |at: &Span| {
            list.as_ref()
                .is_some_and(|l| l.start <= at.start && at.end <= l.end)
        };
        let mut told = self.told.iter().filter(|at| !is_in_list(at));
        told.any(|at| hides(self.text, &node.value, at, field))
    }

    fn breaks(&self, span: &Span) -> bool {
        self.broken
            .iter()
            .any(|b| b.start < span.end && span.start < b.end)
    }
}

/// Whether the line of what was told, up to its end, names the field.
pub fn hides(text: &str, within: &Span, told: &Span, field: &str) -> bool {
    // What the parser tells may begin or end within a letter.
    let [told, end] = [told.start, told.end.min(within.end)].map(|at| char_at(text, at).start);
    let line = text[..told].rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(line.max(within.start)..end);
    let is_sign = |c: char| !c.is_alphanumeric() && c != '_';
    line.is_some_and(|line| line.split(is_sign).any(|word| word == field))
}

fn add(reading: &mut Reading, slips: &Slips, faults: Vec<(Span, Fault)>) {
    for (span, fault) in faults {
        if !slips.in_it(&span) {
            reading.tell(span, fault);
        }
    }
}

/// The deck, or a concept, without the content of its list.
fn whole<T: serde::de::DeserializeOwned>(
    text: &str,
    node: &Node,
    list: Option<Span>,
    slips: &Slips,
    reading: &mut Reading,
) -> Option<T> {
    let outside = |span: &Span| {
        list.as_ref()
            .is_none_or(|l| span.start < l.start || l.end < span.end)
    };
    // An unclosed bracket around the list makes the text between unreadable; the list itself can still be read.
    let head = node.value.start..list.as_ref().map_or(node.value.end, |l| l.start);
    if slips.breaks(&head) && slips.told.iter().any(outside) {
        let mut node = node.clone();
        node.entries.clear();
        let piece = element::read::<T>(text, &node, list, &|_| false);
        return piece.value;
    }
    let deep = inside_around(text, node, list.clone());
    let is_told = |field: &str| slips.hide(node, &list, field);
    let piece = element::read::<T>(text, &deep, list.clone(), &is_told);
    add(reading, slips, piece.faults);
    piece.value
}

/// The node with its fields parsed to full depth.
fn inside(text: &str, node: &Node) -> Node {
    match syntax::read_at(text, &node.value, 8) {
        Some(mut inner) => {
            inner.value.end = node.value.end;
            inner
        }
        None => node.clone(),
    }
}

/// The same, without parsing the content of the list.
fn inside_around(text: &str, node: &Node, list: Option<Span>) -> Node {
    let mut node = node.clone();
    for entry in &mut node.entries {
        let is_list = list
            .as_ref()
            .is_some_and(|l| entry.inner.as_ref() == Some(l));
        if is_list {
            entry.entries.clear();
        } else if entry.inner.is_some() {
            let deeper = inside(text, entry);
            entry.entries = deeper.entries;
        }
    }
    node
}

fn is_a_deck(text: &str, top: &Node, reading: &mut Reading) -> bool {
    let help =
        "a deck file holds one Deck(schema: 1, id: \"...\", title: \"...\", concepts: [ ... ])";
    match &top.head {
        Some(head) if &text[head.clone()] == "Deck" => {}
        Some(head) => {
            let found: String = text[head.clone()].chars().take(40).collect();
            let help = if found.eq_ignore_ascii_case("deck") {
                "write `Deck`"
            } else {
                help
            };
            reading.refuse(
                head.clone(),
                format!("the file begins with `{found}`, not with `Deck(`"),
                help,
            );
            return false;
        }
        None if text[top.value.clone()].starts_with('(') => {}
        None => {
            let start = top.whole().start;
            reading.refuse(
                char_at(text, start),
                "the file does not begin with `Deck(`",
                help,
            );
            return false;
        }
    }
    if top.inner.is_none() {
        reading.refuse(top.value.clone(), "`Deck` has no brackets", help);
        return false;
    }
    let newer = top
        .field(text, "schema")
        .and_then(|f| Some((f.value.clone(), text[f.value.clone()].parse::<u64>().ok()?)))
        .filter(|(_, schema)| *schema > u64::from(SCHEMA));
    if let Some((span, schema)) = newer {
        reading.tell(span, newer_schema(schema));
        return false;
    }
    true
}

fn newer_schema(schema: u64) -> Fault {
    Fault::unreadable(
        format!(
            "this deck is written in format {schema}, and this program knows formats up to {SCHEMA}"
        ),
        "use a newer version of the program, or an older version of the deck",
    )
}

fn named(text: &str, node: &Node, name: &str, reading: &mut Reading) -> bool {
    let head = node.head.clone().map(|h| (&text[h.clone()], h));
    let (message, span) = match head {
        Some((head, _)) if head == name && node.inner.is_some() => return true,
        None if text[node.value.clone()].starts_with('(') => return true,
        Some((head, span)) => (
            format!(
                "`{}` stands where `{name}` belongs",
                head.chars().take(40).collect::<String>()
            ),
            span,
        ),
        None => (format!("this is no `{name}`"), node.value.clone()),
    };
    reading.refuse(span, message, format!("write `{name}( ... )`"));
    false
}

fn finish(text: &str, reading: &mut Reading) {
    cap(text, reading);
    bound(text, reading);
    let concepts = reading.deck.iter_mut().flat_map(|deck| &mut deck.concepts);
    concepts.for_each(Concept::lay_out_exhibits);
}

/// Cuts the deck to the limits and reports that.
fn cap(text: &str, reading: &mut Reading) {
    let Some(deck) = &reading.deck else { return };
    if u64::from(deck.schema) > u64::from(SCHEMA) || deck.schema == 0 {
        let span = locate::find(text, &reading.spans.deck, &Place::Field("schema"));
        let fault = if deck.schema == 0 {
            Fault::unreadable("there is no format 0", "write `schema: 1`")
        } else {
            newer_schema(deck.schema.into())
        };
        *reading = Reading::refused(span, fault);
        return;
    }
    let count = deck.cards().count();
    if count > MOST_CARDS {
        *reading = Reading::refused(char_at(text, reading.spans.deck.start), too_many(count));
    }
}

/// Removes cards with more of something than anyone can study, so that rules and screens need not handle them.
fn bound(text: &str, reading: &mut Reading) {
    let Some(deck) = &mut reading.deck else {
        return;
    };
    let concepts = deck.concepts.iter_mut().zip(&mut reading.spans.concepts);
    for (concept, spans) in concepts {
        let mut all = concept.cards.iter().zip(&spans.cards);
        if all.all(|(card, span)| excess(text, card, span).is_none()) {
            continue;
        }
        let cards = std::mem::take(&mut concept.cards);
        for (card, span) in cards.into_iter().zip(std::mem::take(&mut spans.cards)) {
            let Some((place, fault)) = excess(text, &card, &span) else {
                concept.cards.push(card);
                spans.cards.push(span);
                continue;
            };
            reading.findings.push(Finding::in_text(place, fault));
            reading.spans.lost.push(span);
        }
    }
}

/// The list of a card, or in its draws, that is too long.
fn excess(text: &str, card: &Card, span: &Span) -> Option<(Span, Fault)> {
    let tell = |place: Span, code, what: String, most: usize| {
        let message = format!("{what}; a card holds at most {most}");
        (place, Fault::new(code, message, "make several cards of it"))
    };
    if let Card::Cloze(_) = card {
        let gaps = card.front().matches("{{").count();
        let place = || locate::find(text, span, &Place::Field("text"));
        let found = || tell(place(), "E09", format!("{gaps} gaps"), MOST_OF_A_CARD);
        if gaps > MOST_OF_A_CARD {
            return Some(found());
        }
    }
    // So long a list has as many commas.
    text[span.clone()].matches(',').nth(MOST_OF_A_CARD - 1)?;
    let node = syntax::read_at(text, span, 4)?;
    node.entries.iter().find_map(|field| {
        let name = field.name(text)?;
        let code = match name {
            "options" | "items" | "pairs" | "cases" => "E05",
            "draw" => "E12",
            _ => "E00",
        };
        let too_long = |list: &Node, most: usize| {
            let count = list.entries.len();
            let what = format!("{count} items in `{name}`");
            (count > most).then(|| tell(list.value.clone(), code, what, most))
        };
        // The last part of a draw holds its values.
        let of_draw = |draw: &Node| {
            let (values, names) = draw.entries.split_last()?;
            let mut names = names.iter();
            let names = names.find_map(|list| too_long(list, MOST_OF_A_CARD));
            names.or_else(|| too_long(values, MOST_VALUES))
        };
        too_long(field, MOST_OF_A_CARD).or_else(|| field.entries.iter().find_map(of_draw))
    })
}

fn too_many(cards: usize) -> Fault {
    let message = format!("{cards} cards; a deck holds at most {MOST_CARDS}");
    Fault::unreadable(message, "divide it into several decks")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_within_a_letter_hides_the_names_on_its_line() {
        let text = "Deck(\n    id “x”, title: \"X\",\n)";
        let quote = text.find('“').unwrap();
        let told = quote + 1..quote + 2;
        assert!(hides(text, &(0..text.len()), &told, "id"));
        assert!(!hides(text, &(0..text.len()), &told, "title"));
    }
}
