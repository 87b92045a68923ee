//! `swot due`: what today asks for.

use super::{Failure, World, out};
use crate::dates::date_of;
use crate::study::outlook::{DeckLine, Home};
use crate::study::text::count;
use serde_json::json;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    let home = world.desk()?.try_home()?;
    if args.json {
        let deck = |d: &DeckLine| json!({"id": d.id, "title": d.title, "due": d.due, "looks": d.looks, "new": d.new, "cards": d.cards, "concepts": d.concepts});
        let decks: Vec<_> = home.decks.iter().map(deck).collect();
        return out::json(
            &json!({"day": date_of(home.today).to_string(), "free": home.free, "due": home.due, "looks": home.looks, "new": home.new, "waiting": home.waiting, "decks": decks}),
        );
    }
    print(&home)
}

/// The first fault of each deck that has any.
pub fn faulty(home: &Home) -> Result<(), Failure> {
    home.broken.iter().try_for_each(|broken| {
        out::line(format!(
            "! {}:{}: {} ({})",
            broken.file, broken.line, broken.message, broken.help
        ))
    })
}

/// What to do where no deck takes part.
pub fn without_decks(home: &Home) -> Option<&'static str> {
    if home.decks.is_empty() {
        let none = "No deck is here yet: `swot add` takes one in, `swot new deck` begins one, `swot paths` names their folder.";
        return home.broken.is_empty().then_some(none);
    }
    let resting =
        "All decks rest; `swot decks` lists them, and `swot decks join DECK` lets one take part.";
    home.is_all_at_rest().then_some(resting)
}

/// The due summary in readable form, also printed by `swot` without a terminal.
pub fn print(home: &Home) -> Result<(), Failure> {
    let mut parts = vec![format!("{} due", home.due)];
    if home.looks > 0 {
        parts.push(count(home.looks, "look", "looks"));
    }
    parts.push(format!("{} new", home.new));
    parts.push(format!("about {} min", home.minutes));
    if home.waiting > 0 {
        parts.push(format!("{} waiting for another day", home.waiting));
    }
    if home.free {
        parts.push(home.why_free().into());
    }
    out::line(format!("{}: {}", date_of(home.today), parts.join(", ")))?;
    let row = |d: &DeckLine| {
        vec![
            d.track.clone(),
            d.title.to_string(),
            d.due.to_string(),
            d.new.to_string(),
            d.questions.to_string(),
        ]
    };
    if !home.decks.is_empty() {
        out::line("")?;
        let head = ["track", "deck", "due", "new", "questions"];
        out::table(&head, home.decks.iter().map(row))?;
    }
    without_decks(home).map_or(Ok(()), out::line)?;
    faulty(home)?;
    notices(home)
}

/// What was found at the start, such as a clock that is behind, and that the learner should know before grading.
pub fn notices(home: &Home) -> Result<(), Failure> {
    let mut notices = home.notices.iter();
    notices.try_for_each(|notice| out::line(format!("! {notice}")))
}
