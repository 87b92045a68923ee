//! Finds the place in the file of the field that a fault names. Only the part of one card or concept is read.

use super::syntax::{self, Node, Span, char_at};
use crate::study::fault::{Fault, Part, Place};

/// The span of the place inside `within`, which is a card, a concept or a deck in `text`. A missing field is shown at the head of
/// its element.
pub fn find(text: &str, within: &Span, place: &Place) -> Span {
    Locator::new(text).find(within, place)
}

/// For many calls on one text: keeps the last element parsed.
pub struct Locator<'a> {
    text: &'a str,
    last: Option<(Span, Option<Node>)>,
}

impl<'a> Locator<'a> {
    pub fn new(text: &'a str) -> Locator<'a> {
        Locator { text, last: None }
    }

    pub fn find(&mut self, within: &Span, place: &Place) -> Span {
        let Some(slice) = self.text.get(within.clone()) else {
            return 0..0;
        };
        if self.last.as_ref().is_none_or(|(span, _)| span != within) {
            let node = syntax::read(slice, 3).top.into_iter().next();
            self.last = Some((within.clone(), node));
        }
        let Some((_, Some(node))) = &self.last else {
            return within.clone();
        };
        let whole = node.head.clone().unwrap_or_else(|| char_at(slice, 0));
        let field = |name: &str| {
            node.field(slice, name)
                .or_else(|| node.field(slice, &format!("r#{name}")))
        };
        let found = match place {
            Place::Whole => whole,
            Place::Field(name) => field(name).map_or(whole, |f| f.value.clone()),
            Place::Item(name, index) => match field(name) {
                Some(list) => list
                    .entries
                    .get(*index)
                    .map_or(list.value.clone(), |e| e.value.clone()),
                None => whole,
            },
        };
        within.start + found.start..within.start + found.end
    }

    /// The place of a fault, as narrow as it is known.
    pub fn find_fault(&mut self, within: &Span, fault: &Fault) -> Span {
        let place = self.find(within, &fault.place);
        let part = fault.part.as_ref();
        part.and_then(|part| find_part(self.text, &place, part))
            .unwrap_or(place)
    }
}

/// The words of a text at `place`, where the file has them. A text that is shown in another form may not hold them.
fn find_part(text: &str, place: &Span, part: &Part) -> Option<Span> {
    let mut first = None;
    for (_, span) in syntax::texts(text.get(place.clone())?) {
        let span = place.start + span.start..place.start + span.end;
        let mut shown = String::new();
        // For each byte of the shown text, the place of its character in the file.
        let mut places: Vec<Span> = Vec::new();
        for (at, c) in syntax::characters(text, &span) {
            match c {
                '\r' => continue,
                // As shown.
                '\t' => shown.push_str("    "),
                c => shown.push(c),
            }
            places.resize(shown.len(), at);
        }
        let spot = |start: usize| {
            let from = places.get(start)?.start;
            Some(from..places.get(start + part.words.len() - 1)?.end)
        };
        let here = shown.get(part.start..);
        if here.is_some_and(|here| here.starts_with(&part.words)) {
            return spot(part.start);
        }
        first = first.or_else(|| spot(shown.find(&part.words)?));
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_text_are_found_behind_escapes_and_line_ends() {
        let text = "Basic(id: \"a\", front: \"\\\"q\\\"\\nx <b>\", back: r#\"a\r\n <b> \"c\" <i>\"#, pairs: [(\"k\", \"\\u{e9}<b>\")], hint: \"a\r\n <b> <b>\")";
        let found = |place, start, words: &str| {
            let part = Some(Part {
                start,
                words: words.into(),
            });
            let fault = Fault::new("W30", "", "");
            let fault = Fault {
                place,
                part,
                ..fault
            };
            let span = Locator::new(text).find_fault(&(0..text.len()), &fault);
            (span.start, &text[span])
        };
        let at = |nth: usize, words: &str| text.match_indices(words).nth(nth).unwrap();
        assert_eq!(found(Place::Field("front"), 6, "<b>"), at(0, "<b>"));
        assert_eq!(found(Place::Field("back"), 3, "<b>"), at(1, "<b>"));
        assert_eq!(found(Place::Field("back"), 99, "<i>"), at(0, "<i>"));
        assert_eq!(found(Place::Item("pairs", 0), 2, "<b>"), at(2, "<b>"));
        assert_eq!(found(Place::Field("front"), 0, "\"q"), at(0, "\\\"q"));
        // A line end is one character of what is shown, though it is two of the file: the second of two is found.
        assert_eq!(found(Place::Field("hint"), 7, "<b>"), at(4, "<b>"));
        let whole = found(Place::Field("back"), 0, "nowhere").1;
        assert!(whole.starts_with("r#"), "{whole}");
    }

    #[test]
    fn a_field_and_an_item_are_found_where_they_stand() {
        let text = r#"x Basic(id: "a", /* front: "no" */ front: "a (b], front: c", tags: ["x", "y,", ], ) y"#;
        let card = 2..text.len() - 2;
        let found = |place| &text[find(text, &card, &place)];
        assert_eq!(found(Place::Field("front")), r#""a (b], front: c""#);
        assert_eq!(found(Place::Item("tags", 1)), r#""y,""#);
        assert_eq!(found(Place::Field("back")), "Basic");
        assert_eq!(found(Place::Whole), "Basic");
    }
}
