//! Quizlet's export: terms and definitions between separators chosen by the user. No quotes, no header.

use super::draft::{Body, Draft, Note};
use super::format::Options;
use super::markup;

pub fn read(text: &str, options: &Options<'_>) -> Draft {
    let mark = |given: Option<&str>, default: &str| {
        let given = given.filter(|mark| !mark.is_empty()).unwrap_or(default);
        given.replace("\\t", "\t").replace("\\n", "\n")
    };
    let (between, after) = (mark(options.between, "\t"), mark(options.after, "\n"));
    let mut draft = Draft::default();
    let mut line = 1;
    for card in text.split(&after) {
        let place = format!(
            "line {}",
            line + card.chars().take_while(|c| *c == '\n').count()
        );
        line += card.matches('\n').count() + after.matches('\n').count();
        if card.trim().is_empty() {
            continue;
        }
        let sides = card.split_once(&between);
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
        let text = "VMI\tvendor managed inventory\n\nno tab\nSKU\tstock keeping unit\n";
        let found = read(text, &Options::default());
        let fronts: Vec<&str> = found.notes.iter().map(|n| n.body.front()).collect();
        assert_eq!(fronts, ["VMI", "SKU"]);
        assert_eq!(
            (found.notes[1].place.as_str(), found.left[0].place.as_str()),
            ("line 4", "line 3")
        );
        let options = Options {
            between: Some(" - "),
            after: Some(";"),
            ..Options::default()
        };
        let found = read("a - one;b - two - three", &options);
        assert_eq!(found.notes[1].body.back(), "two - three");
    }
}
