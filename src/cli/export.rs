//! `swot export`: cards for other programs.

use super::{Failure, World, out};
use crate::exchange::{self, Look};
use crate::shelf::Shelf;
use crate::study::fault::Severity;
use crate::study::key::is_id;
use crate::study::text::count;
use crate::study::{Card, Concept, Deck};
use crate::{deck_file, lint};
use clap::ValueEnum;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "A SELECTOR is a deck id, deck/concept, deck/card, #topic, or the path of a deck file. \
Drawn problems are drawn once.
apkg, csv and tsv carry a guid for each card: imported into Anki again, they update the texts, double nothing \
and leave its schedule alone. Explanation, hint and source stand on the card there. Cells of csv and tsv that a \
spreadsheet would take for a formula begin with an entity, names of decks and tags with a '; --raw-csv leaves them bare.
gift is for Moodle and takes choice, typed and numeric cards.
html is a page to print: a study sheet with the pages of the concepts, or with --quiz a question paper whose key \
stands on a page of its own; the same --seed gives the same paper.
What a format cannot take is listed, ten keys a kind. A deck with errors is not exported, and a file that exists is \
never replaced."
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
    /// A question paper of N questions with its key, instead of a study sheet (html)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=500))]
    quiz: Option<u32>,
    /// Choose questions, orders and numbers by this seed (html)
    #[arg(long, value_name = "N", default_value_t = exchange::SEED)]
    seed: u64,
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
    /// A page to print
    Html,
}

/// Keys listed for each kind of loss.
const MOST: usize = 10;

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    if args.format != Format::Html && (args.quiz.is_some() || args.seed != exchange::SEED) {
        return Err(Failure::Usage(
            "--quiz and --seed are for --format html".into(),
        ));
    }
    let selectors = args.selectors.iter().map(String::as_str);
    let (paths, named): (Vec<&str>, Vec<&str>) = selectors.partition(|s| s.ends_with(".ron"));
    let decks = decks(world, &paths, &named)?;
    let cards = chosen(&decks, paths.len(), &named)?;
    // An id may contain anything until it is checked, and other programs read these files.
    let ids = cards
        .iter()
        .map(|(deck, _, card)| [&deck.id, &card.common().id]);
    if let Some(id) = ids.flatten().find(|id| !is_id(id)) {
        return Err(Failure::Failed(format!(
            "`{id}` is no id; nothing was written; `swot check` shows where it stands"
        )));
    }
    let items = exchange::items(cards.iter().copied());
    let mut losses = Losses::default();
    let mut written = cards.len();
    let of_items = |losses: &mut Losses| {
        for item in &items {
            item.remarks
                .iter()
                .for_each(|remark| losses.add(remark, &item.guid));
        }
    };
    let title = cards.first().map_or("", |(deck, ..)| &*deck.title);
    let bytes = match args.format {
        Format::Gift => {
            let (text, left, remarks) = exchange::gift(cards.iter().copied());
            written -= left.len();
            for note in left {
                losses.add(&format!("left out: {}", note.why), &note.place);
            }
            remarks
                .iter()
                .for_each(|(key, remark)| losses.add(remark, key));
            text.into_bytes()
        }
        Format::Html => match args.quiz {
            Some(wanted) => {
                let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
                written = written.min(wanted);
                exchange::quiz(&cards, wanted, args.seed).into_bytes()
            }
            None => exchange::sheet(&cards, args.seed).into_bytes(),
        },
        Format::Markdown => {
            of_items(&mut losses);
            let typed = items.iter().filter(|item| item.look == Look::Typed);
            typed.for_each(|item| losses.add("judged by the learner there", &item.guid));
            losses
                .notes
                .push("keys of cards stay behind: what is taken in again gets new ids");
            exchange::markdown(title, &items).into_bytes()
        }
        Format::Csv | Format::Tsv | Format::Apkg => {
            of_items(&mut losses);
            let renamed = items
                .iter()
                .filter(|item| item.deck.iter().any(|name| name.contains("::")));
            renamed.for_each(|item| losses.add("`::` in a title became `:`", &item.guid));
            match args.format {
                Format::Csv => exchange::separated(&items, b',', args.raw_csv)?,
                Format::Tsv => exchange::separated(&items, b'\t', args.raw_csv)?,
                _ => exchange::apkg::write(&items, world.clock()?.now().timestamp().as_second())?,
            }
        }
    };
    if written == 0 {
        return Err(Failure::Failed(
            "none of these cards can be written in this format; nothing was written".into(),
        ));
    }
    exchange::save(&[(args.out.clone(), &bytes)])?;
    // The cases of a set are cards of their own there, and what follows counts those.
    let is_apart = args.format != Format::Html && items.len() > cards.len();
    let questions = match items.len() - (cards.len() - written) {
        n if is_apart => format!(", as {n} questions"),
        _ => String::new(),
    };
    out::line(format!(
        "{written} of {} written to {}{questions}",
        count(cards.len(), "card", "cards"),
        args.out.display()
    ))?;
    let has_pages = args.format == Format::Html && args.quiz.is_none();
    if !has_pages
        && cards
            .iter()
            .any(|(_, concept, _)| !concept.summary.is_blank())
    {
        losses.notes.push("the pages of concepts stay behind");
    }
    losses.tell(if is_apart {
        ["question", "questions"]
    } else {
        ["card", "cards"]
    })
}

/// What the format cannot hold: each kind of loss with the keys of its cards, in order of appearance.
#[derive(Default)]
struct Losses {
    kinds: Vec<(String, Vec<String>)>,
    /// Losses that concern the whole file.
    notes: Vec<&'static str>,
}

impl Losses {
    fn add(&mut self, what: &str, key: &str) {
        let at = self.kinds.iter().position(|(kind, _)| kind == what);
        let at = at.unwrap_or_else(|| {
            self.kinds.push((what.to_owned(), Vec::new()));
            self.kinds.len() - 1
        });
        self.kinds[at].1.push(key.to_owned());
    }

    fn tell(&self, [one, many]: [&str; 2]) -> Result<(), Failure> {
        for (what, keys) in &self.kinds {
            out::line(format!("  {what} ({}):", count(keys.len(), one, many)))?;
            let (shown, others) = keys.split_at(keys.len().min(MOST));
            let more = match others.len() {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            out::line(format!("      {}{more}", shown.join(", ")))?;
        }
        self.notes
            .iter()
            .try_for_each(|note| out::line(format!("  {note}")))
    }
}

/// The decks of these files, and behind them those that the other selectors name, parsed.
fn decks(world: &World, paths: &[&str], named: &[&str]) -> Result<Vec<Arc<Deck>>, Failure> {
    let files = paths
        .iter()
        .map(|path| sound(Path::new(path)).map(Arc::new));
    let mut decks = files.collect::<Result<Vec<_>, _>>()?;
    if named.is_empty() {
        return Ok(decks);
    }
    let shelf = Shelf::open(world.sources()?);
    let by_topic = named.iter().any(|s| s.starts_with('#'));
    let wanted: Vec<&str> = named.iter().filter_map(|s| s.split('/').next()).collect();
    for heading in shelf.decks().iter().filter_map(|d| d.heading()) {
        if by_topic || wanted.contains(&heading.id.as_str()) {
            decks.push(shelf.deck(&heading.id).map_err(|e| e.to_string())?);
        }
    }
    let is_missing = |id: &&&str| !id.starts_with('#') && !decks.iter().any(|d| d.id == ***id);
    match wanted.iter().find(is_missing) {
        Some(id) => Err(Failure::Failed(format!(
            "there is no deck `{id}`; `swot decks` lists the decks, a deck file is named by its path"
        ))),
        None => Ok(decks),
    }
}

/// A deck without errors.
fn sound(path: &Path) -> Result<Deck, Failure> {
    let deck = deck_file::read_deck(path)?;
    let found = lint::check(&[path.to_owned()], &lint::Settings::default());
    match found.iter().find(|fault| fault.severity == Severity::Error) {
        Some(first) => Err(super::pack::with_errors(first, "exported")),
        None => Ok(deck),
    }
}

type Chosen<'a> = (&'a Deck, &'a Concept, &'a Card);

/// Each card once, in deck order: all of the first decks, which are `files`, and what is named. A selector without a match is an
/// error.
fn chosen<'a>(
    decks: &'a [Arc<Deck>],
    files: usize,
    named: &[&str],
) -> Result<Vec<Chosen<'a>>, Failure> {
    let mut used = vec![false; named.len()];
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
