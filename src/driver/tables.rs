//! What calculators ask of the world: tables, files, kept numbers, cards of one's own.

use crate::calculators;
use crate::desk::Desk;
use crate::files::{self, Saved};
use crate::sheet;
use crate::shelf::my_cards;
use crate::study::kinds::Numeric;
use crate::study::text::clean;
use crate::tui::screen::{Loaded, News, Source};
use serde_json::Value;
use std::sync::Arc;

pub fn load(calculator: &'static str, source: &Source) -> News {
    let read = match source {
        Source::File(path) => file(calculator, path),
        Source::Sample => sample(calculator),
    };
    News::Table(calculator, read.map(Box::new))
}

fn file(calculator: &str, path: &str) -> Result<Loaded, String> {
    let about = calculators::find(calculator).ok_or("there is no such calculator")?;
    let file = files::expand(path);
    let sheet = sheet::read(&file, about.layouts, &sheet::Options::default())?;
    let whole = std::path::absolute(&file).unwrap_or(file);
    let source = Source::File(whole.to_string_lossy().into_owned());
    Ok(loaded(path, source, sheet, Value::Null))
}

fn sample(calculator: &str) -> Result<Loaded, String> {
    let about = calculators::find(calculator).ok_or("there is no such calculator")?;
    let sample =
        calculators::samples::of(calculator).ok_or("there is no sample for this calculator")?;
    let sheet = sheet::parse(
        (sample.csv)().as_bytes(),
        about.layouts,
        &sheet::Options::default(),
    )?;
    Ok(loaded(
        sample.title,
        Source::Sample,
        sheet,
        (sample.request)(),
    ))
}

fn loaded(name: &str, source: Source, sheet: sheet::Sheet, request: Value) -> Loaded {
    // What was left out or guessed goes first: there is not always room for all.
    let findings = sheet.findings.iter().map(|finding| format!("{finding}. "));
    let understood = findings.collect::<String>() + &sheet.guess();
    let understood = clean(&understood).into_owned();
    Loaded {
        name: clean(name).into_owned(),
        source,
        rows: sheet.rows,
        table: Arc::new(sheet.table),
        understood,
        request,
    }
}

pub fn save(path: String, bytes: &[u8], overwrite: bool) -> News {
    match files::save(&files::expand(&path), bytes, overwrite) {
        Ok(Saved::Written) => News::Saved(path),
        Ok(Saved::Exists) => News::Exists(path),
        Err(why) => News::Failed(format!("Not saved: {why}.")),
    }
}

pub fn keep(desk: &mut Desk, calculator: &'static str, name: &str, request: &Value) -> Vec<News> {
    let note = format!("scenario/{calculator}/{name}");
    if let Err(why) = desk.store_mut().set_fact(&note, &request.to_string()) {
        return vec![News::Refused(format!("Not kept: {why}"))];
    }
    vec![
        kept(desk, calculator),
        News::Said(format!("Kept as {name}.")),
    ]
}

pub fn forget(desk: &mut Desk, calculator: &'static str, name: &str) -> Vec<News> {
    let note = format!("scenario/{calculator}/{name}");
    if let Err(why) = desk.store_mut().remove_fact(&note) {
        return vec![News::Refused(format!("Not deleted: {why}"))];
    }
    vec![
        kept(desk, calculator),
        News::Said(format!("Deleted {name}.")),
    ]
}

pub fn kept(desk: &Desk, calculator: &'static str) -> News {
    let prefix = format!("scenario/{calculator}/");
    match desk.store().facts(&prefix) {
        Ok(notes) => {
            let one = |(name, request): (String, String)| {
                let name = name.strip_prefix(&prefix)?.to_owned();
                Some((name, serde_json::from_str(&request).ok()?))
            };
            News::Scenarios(calculator, notes.into_iter().filter_map(one).collect())
        }
        Err(why) => News::Failed(format!("The kept numbers cannot be read: {why}")),
    }
}

pub fn make_card(desk: &Desk, calculator: &str, card: &Numeric) -> News {
    match my_cards::add(&desk.store().folder().join("decks"), calculator, card) {
        Ok(added) => News::Said(format!("Made {} in {}.", added.id, added.file.display())),
        Err(why) => News::Failed(format!("No card was made: {why}")),
    }
}
