//! Where in the file a field is that a fault names. It reads the slice of one card or concept, never the whole file.

use super::syntax::{self, Span};
use crate::study::fault::Place;

/// The span of the place inside of `within`, which is a card, a concept or a deck in `text`.
/// A field that is not there is its holder's head.
pub fn find(text: &str, within: &Span, place: &Place) -> Span {
    let slice = &text[within.clone()];
    let syntax = syntax::read(slice, 3);
    let Some(node) = syntax.top.first() else {
        return within.clone();
    };
    let whole = node.head.clone().unwrap_or(0..slice.len().min(1));
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
