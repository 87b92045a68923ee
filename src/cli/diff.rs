//! `swot diff`: what changed between two versions of a deck, and what happens to learners' progress.

use super::{Failure, out};
use crate::deck_file::{self, ParsedDeck};
use crate::lint;
use crate::study::deck::absolute;
use crate::study::diff::{DeckChange, Unfit, What, advice, diff, summary, with_faults};
use crate::study::fault::Severity;
use crate::study::markdown::line;
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit code 0 whether or not something changed; 1 where a file cannot be read as a deck.\n--json prints an array of {\"change\",\"name\",\"front\",\"what\",\"progress\",\"advice\"}."
)]
pub struct Args {
    /// The deck as learners have it: a file, a folder or a package (.swot)
    old: PathBuf,
    /// The deck as it is to be
    new: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let (old, new) = (decks(&args.old)?, decks(&args.new)?);
    // Of one deck each, the id may have changed; of several, those of one id belong together.
    let is_single = old.len() + new.len() == 2;
    let is_same = |a: &&ParsedDeck, b: &ParsedDeck| is_single || id(a) == id(b);
    let mut all = Vec::new();
    for deck in &new {
        all.extend(changes(
            old.iter().find(|old| is_same(old, deck)),
            Some(deck),
        )?);
    }
    for deck in &old {
        if !new.iter().any(|new| is_same(&new, deck)) {
            all.extend(changes(Some(deck), None)?);
        }
    }
    find_heirs(&mut all, &new);
    let mut advised: Vec<Advised> = Vec::new();
    for change in &all {
        let of = change.name.split('/').next();
        let deck = new.iter().chain(&old).find(|deck| id(deck) == of);
        let deck = deck.and_then(|deck| deck.deck.as_ref());
        advised.push((change, deck.and_then(|deck| advice(change, &all, deck))));
    }
    if args.json {
        return out::json(&advised.iter().map(as_json).collect::<Vec<_>>());
    }
    draw(&advised)?;
    out::line(summary(&all))
}

fn id(parsed: &ParsedDeck) -> Option<&str> {
    parsed.deck.as_ref().map(|deck| deck.id.as_str())
}

/// The decks of a file, a folder or a package.
fn decks(path: &PathBuf) -> Result<Vec<ParsedDeck>, Failure> {
    if path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("swot"))
    {
        let packed = super::pack::read(path)
            .map_err(|why| format!("{} cannot be compared: {why}", path.display()))?;
        return Ok(packed.into_iter().map(|deck| deck.parsed).collect());
    }
    let files = deck_file::deck_files(std::slice::from_ref(path));
    if files.is_empty() {
        return Err(Failure::Failed(format!("{} holds no deck", path.display())));
    }
    Ok(files
        .iter()
        .map(|file| {
            let mut parsed = deck_file::read(file);
            lint::check_read(&mut parsed);
            parsed
        })
        .collect())
}

/// From one version to the next; where there is none, a deck without cards stands for it.
fn changes(old: Option<&ParsedDeck>, new: Option<&ParsedDeck>) -> Result<Vec<DeckChange>, Failure> {
    let (Some(from), Some(to)) = (old.or(new), new.or(old)) else {
        return Ok(Vec::new());
    };
    let mut decks = [from.deck_or_fault()?.clone(), to.deck_or_fault()?.clone()];
    for (deck, version) in decks.iter_mut().zip([old, new]) {
        if version.is_none() {
            deck.concepts.clear();
        }
    }
    let [from, to] = decks;
    let mut changes = diff(&from, &to);
    let [old, new] = [old, new].map(|parsed| parsed.map(unfit).unwrap_or_default());
    with_faults(&mut changes, &old, &new);
    Ok(changes)
}

/// What is gone from one deck and was taken over by another, under the old name of the card or of the whole deck.
fn find_heirs(changes: &mut Vec<DeckChange>, new: &[ParsedDeck]) {
    let added = changes.iter().filter(|change| change.what == What::Added);
    let added: HashSet<String> = added.map(|change| change.name.clone()).collect();
    let mut heirs = HashMap::new();
    for deck in new.iter().filter_map(|parsed| parsed.deck.as_ref()) {
        for (_, card) in deck.cards() {
            let common = card.common();
            let name = absolute(&deck.id, &common.id);
            if added.contains(&name) {
                let by_deck = deck.formerly.iter().map(|from| absolute(from, &common.id));
                let own = common.formerly.iter().map(|from| absolute(&deck.id, from));
                heirs.extend(by_deck.chain(own).map(|from| (from, name.clone())));
            }
        }
    }
    let mut found = HashSet::new();
    for change in changes.iter_mut() {
        if change.what == What::Removed
            && let Some(heir) = heirs.remove(&change.name)
        {
            found.insert(heir.clone());
            let from = std::mem::replace(&mut change.name, heir);
            change.what = What::Renamed { from };
        }
    }
    changes.retain(|change| change.what != What::Added || !found.contains(&change.name));
}

/// Cards that are left out, each with its first fault.
fn unfit(parsed: &ParsedDeck) -> Vec<Unfit> {
    let faults = parsed.diagnostics();
    let of = |id: String| {
        let fault = faults
            .iter()
            .find(|f| f.severity == Severity::Error && f.card.as_ref() == Some(&id))?;
        let why = format!("line {}: {}", fault.line, fault.message);
        Some((id, why))
    };
    parsed
        .outline_fit()
        .left_out
        .into_iter()
        .filter_map(of)
        .collect()
}

/// A change, and advice for the author where there is some.
type Advised<'a> = (&'a DeckChange, Option<String>);

fn as_json((change, advice): &Advised) -> serde_json::Value {
    json!({
        "change": change.what.word(), "name": change.name, "front": change.front, "what": change.what.said(),
        "progress": change.what.progress(), "advice": advice,
    })
}

/// The readable form: the changes, then what they mean for progress.
fn draw(changes: &[Advised]) -> Result<(), Failure> {
    for (change, advice) in changes {
        out::line(format!("{}: {}", change.name, change.what.said()))?;
        if !change.front.is_empty() {
            out::line(format!("    {}", line(&change.front)))?;
        }
        out::line(format!("    progress {}", change.what.progress()))?;
        if let Some(advice) = advice {
            out::line(format!("    {advice}"))?;
        }
    }
    Ok(())
}
