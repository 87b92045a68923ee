//! `swot export`: cards for other programs.

use super::{Failure, World, out};
use crate::deck_file;
use crate::exchange;
use crate::shelf::Shelf;
use crate::study::kinds::Kind;
use crate::study::text::count as plural;
use crate::study::{Card, Concept, Deck};
use clap::ValueEnum;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "A SELECTOR is a deck id, deck/concept, deck/card, #topic, or the path of a deck file.
apkg, csv and tsv carry a guid for each card: imported into Anki again, they update the texts, double nothing
and leave its schedule alone. gift is for Moodle and takes choice, typed and numeric cards. Drawn problems are
drawn once. Cells of csv and tsv that a spreadsheet would take for a formula get a ' in front; --raw-csv leaves
them bare. A file that exists is never replaced."
)]
pub struct Args {
    /// The decks, concepts, cards or topics to export
    #[arg(value_name = "SELECTOR", required = true)]
    selectors: Vec<String>,
    /// The format to write
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Format,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Leave cells that look like formulas as they are
    #[arg(long)]
    raw_csv: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Tsv,
    Markdown,
    Gift,
    /// An Anki package
    Apkg,
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    let decks = decks(world, &args.selectors)?;
    let cards = chosen(&decks, &args.selectors)?;
    let count = cards.len();
    let mut left = Vec::new();
    let mut remarks: Vec<(String, &str)> = Vec::new();
    let mut written = count;
    let bytes = if args.format == Format::Gift {
        let (text, not_taken) = exchange::gift(cards.iter().copied());
        written -= not_taken.len();
        left = not_taken;
        text.into_bytes()
    } else {
        let items = exchange::items(cards.iter().copied());
        remarks = items
            .iter()
            .filter(|i| !i.remark.is_empty())
            .map(|i| (i.guid.clone(), i.remark))
            .collect();
        match args.format {
            Format::Csv => exchange::separated(&items, b',', args.raw_csv)?,
            Format::Tsv => exchange::separated(&items, b'\t', args.raw_csv)?,
            Format::Apkg => {
                exchange::apkg::write(&items, world.clock()?.now().timestamp().as_second())?
            }
            _ => {
                let title = cards.first().map_or("", |(deck, ..)| &*deck.title);
                exchange::markdown(title, &items).into_bytes()
            }
        }
    };
    if written == 0 {
        return Err(Failure::Failed(
            "none of these cards can be written in this format; nothing was written".into(),
        ));
    }
    exchange::save(&[(args.out.clone(), &bytes)])?;
    out::line(format!(
        "{written} of {} written to {}",
        plural(count, "card", "cards"),
        args.out.display()
    ))?;
    for note in left {
        out::line(format!(
            "  {} left out: {} ({})",
            note.place, note.why, note.what
        ))?;
    }
    for (key, remark) in remarks {
        out::line(format!("  {key} {remark}"))?;
    }
    Ok(())
}

/// The decks that the selectors name, parsed.
fn decks(world: &World, selectors: &[String]) -> Result<Vec<Arc<Deck>>, Failure> {
    let mut decks: Vec<Arc<Deck>> = Vec::new();
    for path in selectors.iter().filter(|s| is_path(s)) {
        decks.push(Arc::new(deck_file::read_deck(Path::new(path))?));
    }
    if selectors.iter().all(|s| is_path(s)) {
        return Ok(decks);
    }
    let shelf = Shelf::open(world.sources()?);
    let by_topic = selectors.iter().any(|s| s.starts_with('#'));
    let wanted: Vec<&str> = selectors
        .iter()
        .filter_map(|s| s.split('/').next())
        .collect();
    for heading in shelf.decks().iter().filter_map(|d| d.heading()) {
        if by_topic || wanted.contains(&heading.id.as_str()) {
            decks.push(shelf.deck(&heading.id).map_err(|e| e.to_string())?);
        }
    }
    for id in wanted.iter().filter(|w| !w.starts_with('#') && !is_path(w)) {
        if !decks.iter().any(|d| d.id == **id) {
            return Err(Failure::Failed(format!(
                "there is no deck `{id}`; `swot due` lists the decks, a deck file is named by its path"
            )));
        }
    }
    Ok(decks)
}

fn is_path(selector: &str) -> bool {
    selector.ends_with(".ron")
}

type Chosen<'a> = (&'a Deck, &'a Concept, &'a Card);

/// Each card once, in the order of its deck. A selector that finds nothing is refused.
fn chosen<'a>(decks: &'a [Arc<Deck>], selectors: &[String]) -> Result<Vec<Chosen<'a>>, Failure> {
    let named: Vec<&str> = selectors
        .iter()
        .map(String::as_str)
        .filter(|s| !is_path(s))
        .collect();
    let mut used = vec![false; named.len()];
    let files = selectors.iter().filter(|s| is_path(s)).count();
    let mut found = Vec::new();
    for (n, deck) in decks.iter().enumerate() {
        for (concept, card) in deck.cards() {
            let mut taken = n < files;
            for (selector, used) in named.iter().zip(&mut used) {
                let meant = match (selector.strip_prefix('#'), selector.split_once('/')) {
                    (Some(topic), _) => concept.topic == topic,
                    (None, Some((id, part))) => {
                        deck.id == id && (concept.id == part || card.common().id == part)
                    }
                    (None, None) => deck.id == **selector,
                };
                *used |= meant;
                taken |= meant;
            }
            if taken {
                found.push((&**deck, concept, card));
            }
        }
    }
    match named.iter().zip(used).find(|(_, used)| !used) {
        Some((selector, _)) => Err(Failure::Failed(format!(
            "`{selector}` names no card; `swot cards` lists them"
        ))),
        None => Ok(found),
    }
}
