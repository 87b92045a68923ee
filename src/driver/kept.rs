//! What was typed into calculators, in a folder of the data folder: one file for each calculator, and which columns were chosen
//! for which header. It belongs to the learner and to this machine: it is in no backup, log or export.

use crate::desk::Desk;
use crate::files;
use crate::tui::screen::News;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// More than a typed table can need.
const LARGEST: u64 = 64 << 20;
/// Number of headers remembered; the oldest are dropped.
const HEADERS: usize = 200;
const COLUMNS: &str = "columns";

pub fn folder(desk: &Desk) -> PathBuf {
    desk.store().folder().join("calculators")
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.json"))
}

/// What is kept under a name. A file that cannot be read is reported and left as it is.
fn read(folder: &Path, name: &str) -> Result<Option<Value>, String> {
    let path = file(folder, name);
    let told = |why: &dyn std::fmt::Display| {
        format!("What was kept in {} cannot be read: {why}.", path.display())
    };
    let bytes = match files::read(&path, LARGEST) {
        Ok(bytes) => bytes,
        Err(files::ReadError::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(None);
        }
        Err(error) => return Err(told(&error)),
    };
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|e| told(&e))
}

fn write(folder: &Path, name: &str, value: &Value) -> Result<(), String> {
    files::make_folder(folder)
        .map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    let mut bytes = serde_json::to_vec(value).map_err(|e| e.to_string())?;
    bytes.push(b'\n');
    files::save(&file(folder, name), &bytes, true).map(drop)
}

pub fn form(folder: &Path, calculator: &str) -> Result<Option<Value>, String> {
    read(folder, calculator)
}

pub fn keep(folder: &Path, calculator: &str, form: &Value) -> Vec<News> {
    match write(folder, calculator, form) {
        Ok(()) => Vec::new(),
        Err(why) => vec![News::Failed(format!(
            "What stands here is not kept: {why}."
        ))],
    }
}

/// The columns chosen for a file with this header.
pub fn columns(folder: &Path, calculator: &str, header: &[&str]) -> Option<Vec<(String, String)>> {
    let kept = read(folder, COLUMNS).ok()??;
    let found = kept
        .as_array()?
        .iter()
        .find(|one| one["calculator"] == calculator && one["header"] == json!(header))?;
    let columns = found["columns"].as_object()?.iter();
    Some(
        columns
            .filter_map(|(key, header)| Some((key.clone(), header.as_str()?.to_owned())))
            .collect(),
    )
}

/// Keeps the columns for files with the same header.
pub fn keep_columns(
    folder: &Path,
    calculator: &str,
    header: &[&str],
    columns: &[(String, String)],
) -> Result<(), String> {
    let mut kept = match read(folder, COLUMNS)? {
        Some(Value::Array(kept)) => kept,
        _ => Vec::new(),
    };
    let columns: Map<String, Value> = columns
        .iter()
        .map(|(key, header)| (key.clone(), header.as_str().into()))
        .collect();
    let one = json!({"calculator": calculator, "header": header, "columns": columns});
    if kept.first() == Some(&one) {
        return Ok(());
    }
    kept.retain(|one| one["calculator"] != calculator || one["header"] != json!(header));
    kept.insert(0, one);
    kept.truncate(HEADERS);
    write(folder, COLUMNS, &kept.into())
}
