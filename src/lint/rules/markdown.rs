//! W30: Markdown that cards do not show.

use crate::deck_file::ParsedDeck;
use crate::lint::rule::{Findings, Settings};
use crate::study::fault::Fault;
use crate::study::kinds::{Role, Way};
use crate::study::markdown::pieces;
use pulldown_cmark::{Event, HeadingLevel, Tag};

/// Checks the texts of cards, and the pages. Typed answers are not Markdown.
pub fn unshown(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    for (c, concept) in parsed.concepts().enumerate() {
        if let Some(fault) = told(&concept.summary) {
            findings.concept(c, fault.at("summary"));
        }
        for (n, (_, exhibit)) in concept.exhibits.iter().enumerate() {
            if let Some(fault) = told(exhibit) {
                findings.concept(c, fault.at_item("exhibits", n));
            }
        }
        for (i, card) in concept.cards.iter().enumerate() {
            let is_typed = matches!(card.way(), Way::Type(_));
            for piece in card.texts() {
                if is_typed && matches!(piece.role, Role::Answer | Role::Accepted) {
                    continue;
                }
                if let Some(mut fault) = told(&piece.text) {
                    fault.place = piece.place;
                    findings.card(c, i, fault);
                }
            }
        }
    }
}

fn told(text: &str) -> Option<Fault> {
    if !text.contains(['<', '[', '#']) {
        return None;
    }
    let (message, help) = if let Some(at) = text.find("[[").filter(|at| text[*at..].contains("]]"))
    {
        let link: String = text[at..].chars().take(40).collect();
        (format!("`{link}` is a link, and cards show no links"), LINK)
    } else {
        pieces(text).iter().find_map(unshown_piece)?
    };
    Some(Fault::new("W30", message, help))
}

const LINK: &str = "write what the reader needs to know; a source belongs into `source`";

fn unshown_piece(piece: &Event<'_>) -> Option<(String, &'static str)> {
    let short = |text: &str| text.trim().chars().take(40).collect::<String>();
    match piece {
        Event::Html(html) | Event::InlineHtml(html) => Some((
            format!("`{}` is HTML, and would be shown as it stands", short(html)),
            "use Markdown: **bold**, *italic*, lists, tables; before a `<` that is meant as one put a backslash",
        )),
        Event::Start(Tag::Image { dest_url, .. }) => Some((
            format!(
                "`{}` is a picture, and cards show no pictures",
                short(dest_url)
            ),
            "say in words, or in a table, what it shows",
        )),
        Event::Start(Tag::Link { dest_url, .. }) => Some((
            format!("`{}` is a link, and cards show no links", short(dest_url)),
            LINK,
        )),
        Event::Start(Tag::Heading { level, .. }) if *level > HeadingLevel::H2 => Some((
            "a heading deeper than ##".to_owned(),
            "begin it with ## at most, or make it **bold**",
        )),
        _ => None,
    }
}
