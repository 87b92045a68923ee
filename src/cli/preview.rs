//! `swot preview`: a deck as learners see it, beside its faults, while its author writes it.

use super::plain::{lettered, list, show};
use super::{Failure, World, check, out};
use crate::driver;
use crate::study::fault::{Severity, closest};
use crate::study::kinds::Ask;
use crate::study::markdown::text as plain;
use crate::study::outlook::ShownCard;
use crate::study::preview::{About, Matter};
use crate::study::text::count;
use crate::{deck_file, lint};
use std::io::IsTerminal;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "The screen follows the file: every save shows at once, with its faults. r draws a problem's numbers anew, n goes to the next fault, e opens your editor there, ? lists all keys. Nothing is recorded: your own progress is not touched.\n--plain, and a pipe, print the deck line by line with every answer.\nExit code of --plain 1 where there is an error."
)]
pub struct Args {
    /// The deck
    file: PathBuf,
    /// Begin at this card or concept
    #[arg(long, value_name = "ID")]
    card: Option<String>,
    /// Draw numbers and orders from this seed, as `swot flags` tells it
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Print the whole deck line by line, without a screen
    #[arg(long)]
    plain: bool,
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    let rules = check::settings(world)?;
    if let Some(id) = &args.card {
        let sheets = lint::preview(&args.file, &rules).sheets;
        if !sheets.iter().any(|sheet| sheet.id == *id) {
            let known = sheets.iter().map(|sheet| &*sheet.id);
            let near = closest(id, known).map(|near| format!("; did you mean `{near}`?"));
            return Err(Failure::Failed(format!(
                "{} holds no card and no concept `{id}`{}",
                args.file.display(),
                near.unwrap_or_default()
            )));
        }
    }
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let screen = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    if args.plain || dumb || !screen {
        return print(args, &rules);
    }
    deck_file::deck_bytes(&args.file)
        .map_err(|error| Failure::Failed(format!("{}: {error}", args.file.display())))?;
    let (settings, clock) = (world.settings()?, world.clock()?);
    let card = args.card.as_deref();
    driver::preview(&args.file, &settings, rules, clock, args.seed, card).map_err(Failure::Failed)
}

/// Every page, question and answer, then the faults.
fn print(args: &Args, rules: &lint::Settings) -> Result<(), Failure> {
    let preview = lint::preview(&args.file, rules);
    let wanted = |id: &str| args.card.as_deref().is_none_or(|card| card == id);
    for sheet in preview.sheets.iter().filter(|sheet| wanted(&sheet.id)) {
        match &sheet.what {
            Matter::Deck(deck) if preview.readable => about(deck, &sheet.id)?,
            Matter::Deck(_) => {}
            Matter::Page(page) => {
                out::line(format!("\n== {} ==", page.title))?;
                if !page.summary.is_blank() {
                    out::line(plain(&page.summary))?;
                }
            }
            Matter::Card(shown) => card(shown, sheet.line, args.seed)?,
            Matter::Lost => out::line(format!(
                "\n-- line {}: this card cannot be read, see below",
                sheet.line
            ))?,
        }
    }
    out::line("")?;
    let found = lint::check(std::slice::from_ref(&args.file), rules);
    check::draw(&found)?;
    out::line(check::counts(&found))?;
    let failed = found.iter().any(|d| d.severity == Severity::Error);
    if failed { Err(Failure::No) } else { Ok(()) }
}

fn about(deck: &About, id: &str) -> Result<(), Failure> {
    let version = format!("{id} {}", deck.version);
    out::line(format!("{} ({})", deck.title, version.trim_end()))?;
    if !deck.description.is_blank() {
        out::line(plain(&deck.description))?;
    }
    out::line(format!(
        "{}, {}, {}",
        count(deck.concepts, "concept", "concepts"),
        count(deck.cards, "card", "cards"),
        count(deck.questions, "question", "questions")
    ))
}

/// Each question of the card, then what is shown after it.
fn card(shown: &ShownCard, line: u32, seed: u64) -> Result<(), Failure> {
    let card = &shown.card;
    let common = card.common();
    for part in card.parts() {
        let face = card.face(&part, seed);
        let part_name = if part.is_empty() {
            String::new()
        } else {
            format!(" {part}")
        };
        out::line(format!(
            "\n-- {}{part_name}, {}, line {line}\n{}",
            common.id,
            card.name(),
            plain(&face.prompt)
        ))?;
        match &face.ask {
            Ask::Recall | Ask::Words => {}
            Ask::Number { unit } if unit.is_blank() => out::line("(a number)")?,
            Ask::Number { unit } => out::line(format!("(a number, in {unit})"))?,
            Ask::Choose { options, many } => {
                list(options)?;
                if *many {
                    out::line("(several are right: all of them, and no other)")?;
                }
            }
            Ask::Arrange { items, beside } => {
                lettered(beside)?;
                list(items)?;
            }
        }
        if !common.hint.is_blank() {
            out::line(format!("Hint: {}", plain(&common.hint)))?;
        }
        show(&card.reveal(&part, seed))?;
        for sentence in card.judged_by(seed) {
            out::line(plain(&sentence))?;
        }
        if !shown.source.is_blank() {
            out::line(format!("Source: {}", plain(&shown.source)))?;
        }
    }
    Ok(())
}
