//! What calculators need from outside: tables, files, kept numbers, own cards.

use super::kept;
use crate::calculators;
use crate::desk::{Desk, KEPT_NUMBERS};
use crate::files::{self, Saved};
use crate::sheet;
use crate::shelf::my_cards;
use crate::study::kinds::Numeric;
use crate::study::text::clean;
use crate::tui::screen::{Loaded, News, Source, Unread};
use serde_json::Value;
use std::path::Path;

/// `folder` is where column choices are kept; `None` in a preview.
pub fn load(
    calculator: &'static str,
    source: Source,
    options: sheet::Options,
    folder: Option<&Path>,
) -> News {
    let read = match &source {
        Source::File(path) => file(calculator, path, options.clone(), folder),
        Source::Sample => sample(calculator, options.clone()),
        Source::Typed => Err("a typed table is on the screen".into()),
    };
    let unread = |refused| {
        Box::new(Unread {
            source,
            options,
            refused,
        })
    };
    News::Table(calculator, read.map(Box::new).map_err(unread))
}

fn file(
    calculator: &str,
    path: &str,
    mut options: sheet::Options,
    folder: Option<&Path>,
) -> Result<Loaded, sheet::Refused> {
    let about = calculators::find(calculator).ok_or("there is no such calculator")?;
    let file = files::expand(path);
    let mut read = sheet::load(&file, about.layouts, &options);
    let columns = match &read {
        Ok(sheet) => sheet.columns.clone(),
        Err(refused) => refused.columns.clone(),
    };
    let header: Vec<&str> = columns.iter().map(|column| &*column.name).collect();
    if let Some(folder) = folder {
        if options.columns.is_empty()
            && let Some(columns) = kept::columns(folder, calculator, &header)
        {
            options.columns = columns;
            read = sheet::load(&file, about.layouts, &options);
        } else if !options.columns.is_empty()
            && let Ok(sheet) = &mut read
        {
            let kept = kept::keep_columns(folder, calculator, &header, &options.columns);
            let told = |why| format!("the columns are not kept for the next time: {why}");
            let fault = kept.map_err(|why| sheet::Finding::new("columns", told(why)));
            sheet.findings.extend(fault.err());
        }
    }
    let whole = std::path::absolute(&file).unwrap_or(file);
    let source = Source::File(whole.to_string_lossy().into_owned());
    let name = clean(path).into_owned();
    Ok(Loaded::new(name, source, read?, options, Value::Null))
}

fn sample(calculator: &str, options: sheet::Options) -> Result<Loaded, sheet::Refused> {
    let about = calculators::find(calculator).ok_or("there is no such calculator")?;
    let sample =
        calculators::samples::of(calculator).ok_or("there is no sample for this calculator")?;
    let sheet = sheet::parse(sample.csv.as_bytes(), about.layouts, &options)?;
    let (name, request) = (sample.title.to_owned(), (sample.request)());
    Ok(Loaded::new(name, Source::Sample, sheet, options, request))
}

pub fn save(path: String, bytes: &[u8], overwrite: bool) -> News {
    match files::save(&files::expand(&path), bytes, overwrite) {
        Ok(Saved::Written) => {
            let whole = std::path::absolute(files::expand(&path));
            News::Saved(whole.map_or(path, |whole| whole.to_string_lossy().into_owned()))
        }
        Ok(Saved::Exists) => News::Exists(path),
        Err(why) => News::Failed(format!("Not saved: {why}.")),
    }
}

/// Keeps numbers under a name; without any, what was kept is deleted.
pub fn keep(
    desk: &mut Desk,
    calculator: &'static str,
    name: &str,
    request: Option<&Value>,
) -> Vec<News> {
    let note = format!("{KEPT_NUMBERS}{calculator}/{name}");
    let store = desk.store_mut();
    let (done, said, refused) = match request {
        Some(request) => {
            let done = store.set_fact(&note, &request.to_string());
            (done, format!("Kept as {name}."), "Not kept")
        }
        None => (
            store.remove_fact(&note),
            format!("Deleted {name}."),
            "Not deleted",
        ),
    };
    match done {
        Ok(()) => vec![kept(desk, calculator), News::Said(said)],
        Err(why) => vec![News::Refused(format!("{refused}: {why}"))],
    }
}

pub fn kept(desk: &Desk, calculator: &'static str) -> News {
    let prefix = format!("{KEPT_NUMBERS}{calculator}/");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_though_its_columns_cannot_be_kept() {
        let folder = tempfile::tempdir().unwrap();
        let table = folder.path().join("t.csv");
        std::fs::write(&table, "item,value\na,10\nb,20\n").unwrap();
        std::fs::write(folder.path().join("columns.json"), "{").unwrap();
        let chosen = [("id", "item"), ("value", "value")];
        let chosen = chosen.map(|(key, header)| (key.to_owned(), header.to_owned()));
        let options = sheet::Options {
            columns: chosen.to_vec(),
            ..sheet::Options::default()
        };
        let loaded = file("abc", table.to_str().unwrap(), options, Some(folder.path()));
        let loaded = loaded.unwrap();
        assert_eq!(loaded.rows, 2);
        let told = loaded.findings.last().unwrap().to_string();
        assert!(told.starts_with("the columns are not kept"), "{told}");
    }
}
