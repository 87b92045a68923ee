//! Quizlet's export: terms and definitions between separators chosen by the user. No quotes, no header.

use super::draft::{Body, Draft, Note};
use super::markup;

/// `between` separates a term from its definition, `after` one card from the next.
pub fn read(text: &str, between: &str, after: &str) -> Draft {
    let mut draft = Draft::default();
    let mut line = 1;
    for card in text.split(after) {
        let place = format!(
            "line {}",
            line + card.chars().take_while(|c| *c == '\n').count()
        );
        line += card.matches('\n').count() + after.matches('\n').count();
        if card.trim().is_empty() {
            continue;
        }
        let sides = card.split_once(between);
        let sides = sides.map(|(term, definition)| (term.trim(), definition.trim()));
        let why = match sides {
            None => "nothing parts a term from a definition here",
            Some(("", _)) => "it has no term",
            Some((_, "")) => "it has no definition",
            Some((front, back)) => {
                let body = Body::basic(markup::from_plain(front), markup::from_plain(back));
                draft.notes.push(Note {
                    place,
                    body,
                    ..Note::default()
                });
                continue;
            }
        };
        draft.leave(place, card, why);
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_part_terms_and_cards() {
        let found = read(
            "VMI\tvendor managed inventory\n\nno tab\nSKU\tstock keeping unit\n",
            "\t",
            "\n",
        );
        let fronts: Vec<&str> = found.notes.iter().map(|n| n.body.front()).collect();
        assert_eq!(fronts, ["VMI", "SKU"]);
        assert_eq!(
            (found.notes[1].place.as_str(), found.left[0].place.as_str()),
            ("line 4", "line 3")
        );
        let found = read("a - one;b - two - three", " - ", ";");
        assert_eq!(found.notes[1].body.back(), "two - three");
    }
}
