//! `swot` and `swot study`: opens the screens.

use super::{Failure, World, due, out, plain};
use crate::desk::Desk;
use crate::driver;
use crate::tui::screens::Route;
use std::io::IsTerminal;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// An exam (`CPIM`), a deck id, `deck/concept`, `deck/card`, or `#topic`
    #[arg(value_name = "SELECTOR")]
    selectors: Vec<String>,
    /// At most N new questions, whatever today's limit
    #[arg(long, value_name = "N")]
    new: Option<u32>,
    /// At most N questions
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Line by line, without a screen: for screen readers, pipes and plain terminals
    #[arg(long)]
    plain: bool,
}

pub fn home(world: &World) -> Result<(), Failure> {
    if !std::io::stdout().is_terminal() {
        let mut desk = world.desk()?;
        due::print(&desk.try_home()?)?;
        return super::out::line(
            "\nstart with `swot` in a terminal, or `swot study --plain` anywhere",
        );
    }
    enter(world, Route::Home)
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    if args.plain || std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        let mut desk = world.desk()?;
        // Before the first question, which another machine may have answered.
        sync(&mut desk);
        let session = desk.session(&args.selectors, args.new, args.limit)?;
        let done = plain::run(&mut desk, session);
        sync(&mut desk);
        return done;
    }
    enter(
        world,
        Route::Study {
            selectors: args.selectors.clone(),
            new: args.new,
            limit: args.limit,
        },
    )
}

fn sync(desk: &mut Desk) {
    if let Some(news) = desk.sync_now() {
        out::warn(&news);
    }
}

pub fn enter(world: &World, start: Route) -> Result<(), Failure> {
    let desk = world.desk_for_screens()?;
    driver::run(desk, start).map_err(Failure::Failed)
}
