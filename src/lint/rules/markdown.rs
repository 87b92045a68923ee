//! W30: Markdown that cards do not show.

use super::forbidden::address;
use crate::deck_file::ParsedDeck;
use crate::lint::rule::{Findings, Settings, pieces};
use crate::study::fault::{Fault, Place};
use crate::study::kinds::{Role, Way};
use crate::study::markdown::pieces_at;
use crate::study::text::count;
use pulldown_cmark::{Event, HeadingLevel, Tag};
use std::ops::Range;

/// Checks the texts of cards, and the pages. Typed answers are not Markdown.
pub fn unshown(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    for (c, concept) in parsed.concepts().enumerate() {
        for piece in pieces(concept) {
            let is_typed = |i: usize| {
                let is_answer = matches!(piece.role, Some(Role::Answer | Role::Accepted));
                is_answer && matches!(concept.cards[i].way(), Way::Type(_))
            };
            let is_plain = matches!(piece.place, Place::Field("title" | "source"));
            if let Some(fault) = told(&piece.text)
                && !is_plain
                && !piece.card.is_some_and(is_typed)
            {
                findings.piece(c, piece, fault);
            }
        }
    }
}

fn told(text: &str) -> Option<Fault> {
    if !text.contains(['<', '[', '#', '|']) {
        return None;
    }
    let fault = |(message, help): (String, &str), part: &str| {
        Fault::new("W30", message, help).on(text, part)
    };
    if let Some(at) = text.find("[[").filter(|at| text[*at..].contains("]]")) {
        let link: String = text[at..].chars().take(40).collect();
        let message = format!("`{link}` is a link, and cards show no links");
        return Some(fault((message, LINK), &text[at..at + 2]));
    }
    let pieces = pieces_at(text);
    let unshown = |(piece, at): &(Event<'_>, Range<usize>)| {
        let part = text.get(at.clone()).unwrap_or_default().trim();
        Some(fault(unshown_piece(piece)?, part))
    };
    let found = pieces.iter().find_map(unshown);
    found.or_else(|| {
        let (slip, part) = slip_of_table(text, &pieces)?;
        Some(fault(slip, part))
    })
}

/// What is lost of a table, or keeps it from being one.
fn slip_of_table<'t>(
    text: &'t str,
    pieces: &[(Event<'_>, Range<usize>)],
) -> Option<((String, &'static str), &'t str)> {
    let mut columns = 0;
    pieces.iter().find_map(|(piece, at)| {
        let here = text.get(at.clone())?.trim();
        match piece {
            Event::Start(Tag::Table(row)) => columns = row.len(),
            Event::Start(Tag::TableRow) => {
                let all = cells(here);
                let mut lost = all.get(columns..).unwrap_or_default().iter();
                let lost = lost.find(|cell| !cell.is_empty())?;
                let message = format!(
                    "this row has {}, and the header of its table {columns}: `{lost}` is not shown",
                    count(all.len(), "cell", "cells")
                );
                let help = "give the header and the line of dashes below it as many cells; a bar that is meant as one takes a backslash before it";
                return Some(((message, help), *lost));
            }
            Event::Start(Tag::Paragraph) => return bars(here),
            _ => {}
        }
        None
    })
}

/// Lines of a paragraph that were meant as a table, and are shown with their bars.
fn bars(paragraph: &str) -> Option<((String, &'static str), &str)> {
    let lines: Vec<&str> = paragraph.lines().map(str::trim).collect();
    let is_row = |line: &&str| {
        let bars = line.matches('|').count();
        let framed = line.starts_with("| ") || line.starts_with('|') && bars > 2;
        framed && bars > 1 || line.matches(" | ").count() > 1
    };
    let first = lines.windows(2).position(|two| two.iter().all(is_row))?;
    let header = *lines.get(first)?;
    let is_dashes = |line: &&&str| {
        line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
    };
    let dashes = lines.iter().find(is_dashes).map(|line| cells(line).len());
    let width = cells(header).len();
    let told = match dashes {
        None => (
            "a table without a line of dashes is shown as bars".to_owned(),
            "put a line such as |---|---| below its header, with as many cells as the header has",
        ),
        Some(dashes) if dashes != width => (
            format!(
                "the header of this table has {}, and the line of dashes {dashes}: it is shown as bars",
                count(width, "cell", "cells")
            ),
            "give both as many cells",
        ),
        Some(_) => (
            "this table is shown as bars".to_owned(),
            "put an empty line before its header, and the line of dashes right below that",
        ),
    };
    Some((told, header))
}

/// The cells of a line of a table.
fn cells(line: &str) -> Vec<&str> {
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner
        .strip_suffix('|')
        .filter(|inner| !inner.ends_with('\\'))
        .unwrap_or(inner);
    let mut found = Vec::new();
    let mut from = 0;
    for (at, _) in inner.match_indices('|') {
        if !inner[..at].ends_with('\\') {
            found.push(inner[from..at].trim());
            from = at + 1;
        }
    }
    found.push(inner[from..].trim());
    found
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
        // A web address is told by E17.
        Event::Start(Tag::Link { dest_url, .. }) if address(&dest_url.to_lowercase()).is_none() => {
            Some((
                format!("`{}` is a link, and cards show no links", short(dest_url)),
                LINK,
            ))
        }
        Event::Start(Tag::Heading { level, .. }) if *level > HeadingLevel::H2 => Some((
            "a heading deeper than ##".to_owned(),
            "begin it with ## at most, or make it **bold**",
        )),
        _ => None,
    }
}
