//! `swot diff`: what changed between two versions of a deck, and what happens to learners' progress.

use super::{Failure, out};
use crate::deck_file::disk::ends_in;
use crate::deck_file::{self, ParsedDeck};
use crate::lint;
use crate::study::deck::absolute;
use crate::study::diff::{DeckChange, Unfit, What, advice, diff, of_card, summary, with_faults};
use crate::study::fault::Severity;
use crate::study::former::served;
use crate::study::markdown::line;
use crate::study::{Card, Deck, Key};
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
        let before = old.iter().find(|old| is_same(old, deck));
        all.extend(changes(before, Some(deck))?);
    }
    for deck in &old {
        if !new.iter().any(|new| is_same(&new, deck)) {
            all.extend(changes(Some(deck), None)?);
        }
    }
    let all = find_heirs(all, &old, &new);
    warn_of_lost(&all, &new);
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
    if ends_in(path, "swot") {
        let packed = super::pack::read(path)
            .map_err(|why| format!("{} cannot be compared: {why}", path.display()))?;
        return Ok(packed.into_iter().map(|deck| deck.parsed).collect());
    }
    let files = super::check::decks_in(std::slice::from_ref(path))?;
    let mut decks: Vec<ParsedDeck> = Vec::new();
    for file in &files {
        let mut parsed = deck_file::read(file);
        lint::check_read(&mut parsed);
        if let Some(deck) = id(&parsed)
            && let Some(twin) = decks.iter().find(|other| id(other) == Some(deck))
        {
            return Err(Failure::Failed(format!(
                "{} and {} hold the same deck, `{deck}`; take one away",
                twin.path, parsed.path
            )));
        }
        decks.push(parsed);
    }
    Ok(decks)
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

/// Cards that went to another deck, under their own old name or that of their deck: not gone there and new here, but renamed.
fn find_heirs(all: Vec<DeckChange>, old: &[ParsedDeck], new: &[ParsedDeck]) -> Vec<DeckChange> {
    let [before, now] = [old, new].map(|decks| -> HashMap<String, (&Deck, &Card)> {
        let decks = decks.iter().filter_map(|parsed| parsed.deck.as_ref());
        let cards = decks.flat_map(|deck| deck.cards().map(move |(_, card)| (deck, card)));
        cards
            .map(|(deck, card)| (absolute(&deck.id, &card.common().id), (deck, card)))
            .collect()
    });
    let claims = new.iter().flat_map(|parsed| parsed.outline_all().claims());
    let card = |key: &Key| absolute(key.deck(), key.card());
    let renamed = served(claims.collect(), |was| now.contains_key(&card(was)));
    let former = |change: &DeckChange| {
        let (deck, heir) = now.get(&change.name)?;
        let is_it = |name: &Key| card(name) == change.name;
        let names = renamed.iter().filter(|(_, now)| is_it(now));
        let names = names.filter(|(was, now)| was.part() == now.part());
        let mut names = names.map(|(was, _)| card(was));
        let from = names.find(|name| before.contains_key(name))?;
        let (old, old_card) = before.get(&from)?;
        let mut changes = vec![What::Renamed { from: from.clone() }];
        changes.extend(of_card((&old.id, old_card), (&deck.id, heir)));
        Some((from, changes))
    };
    let (mut told, mut taken) = (Vec::new(), HashSet::new());
    for change in all {
        let heir = (change.what == What::Added).then(|| former(&change));
        let Some((from, whats)) = heir.flatten() else {
            told.push(change);
            continue;
        };
        taken.insert(from);
        told.extend(whats.into_iter().map(|what| DeckChange {
            what,
            ..change.clone()
        }));
    }
    told.retain(|change| change.what != What::Removed || !taken.contains(&change.name));
    told
}

/// Cards that are left out, each with its first fault.
fn unfit(parsed: &ParsedDeck) -> Vec<Unfit> {
    let faults = parsed.diagnostics();
    let of = |id: String| {
        let mut errors = faults.iter().filter(|f| f.severity == Severity::Error);
        let fault = errors.find(|f| f.card.as_ref() == Some(&id))?;
        let why = format!("line {}: {}", fault.line, fault.message);
        Some((id, why))
    };
    let left_out = parsed.outline_fit().left_out.into_iter();
    left_out.filter_map(of).collect()
}

/// A card that cannot be read, and whose id is not known, looks removed.
fn warn_of_lost(all: &[DeckChange], new: &[ParsedDeck]) {
    if !all.iter().any(|change| change.what == What::Removed) {
        return;
    }
    for deck in new {
        let is_told = |id: &String| {
            let mut faulty = all.iter().filter(|c| matches!(c.what, What::Faulty { .. }));
            faulty.any(|change| change.is_of(id))
        };
        let faults = deck.diagnostics();
        let mut errors = faults.iter().filter(|f| f.severity == Severity::Error);
        if let Some(fault) = errors.find(|f| !f.card.as_ref().is_some_and(is_told)) {
            let (line, message) = (fault.line, &fault.message);
            let place = format!("{}:{line}: {message}", deck.path);
            out::warn(&format!(
                "{place}; what cannot be read because of it may be told as removed"
            ));
        }
    }
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
