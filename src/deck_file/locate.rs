//! Finds the place in the file of the field that a fault names. Only the part of one card or concept is read.

use super::syntax::{self, Node, Span, char_at};
use crate::study::fault::Place;

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
}

#[cfg(test)]
mod tests {
    use super::*;

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
