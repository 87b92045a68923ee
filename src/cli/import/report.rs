//! The report of what an import left out: by kind, some lines of each on the screen and all of them in a file.

use crate::exchange::{Import, Left, Loss, Update};
use crate::study::text::count;
use serde_json::{Value, json};

/// Lines of each kind on the screen.
pub const MOST: usize = 10;
/// Cards that lack a picture, on its line on the screen.
const SHOWN: usize = 3;

/// A kind of loss, and the single losses.
pub struct Group {
    title: String,
    lines: Vec<String>,
    /// Short form, with one line for each column or field.
    short: Option<Vec<String>>,
}

impl Group {
    /// Adds at most `most` lines; returns whether some were left out.
    pub fn lines(&self, most: Option<usize>, out: &mut Vec<String>) -> bool {
        out.push(format!("{}:", self.title));
        let Some(most) = most else {
            out.extend(self.lines.iter().map(|line| format!("  {line}")));
            return false;
        };
        let lines = self.short.as_ref().unwrap_or(&self.lines);
        out.extend(lines.iter().take(most).map(|line| format!("  {line}")));
        if lines.len() > most {
            out.push(format!("  ... and {} more", lines.len() - most));
        }
        self.lines.len() > most.min(lines.len())
    }
}

pub fn of_update(update: &Update, files: &[String], dry_run: bool) -> String {
    format!(
        "{} {}: {} added, {} changed, {} gone, {} kept",
        files.join(", "),
        if dry_run {
            "would be brought up to date"
        } else {
            "brought up to date"
        },
        update.added.len(),
        update.changed.len(),
        update.gone.len(),
        update.kept
    )
}

/// The whole report as JSON.
pub fn json(import: &Import, files: &[String], cards: usize, update: Option<&Update>) -> Value {
    let lost =
        |l: &Loss| json!({"kind": l.thing.words().0, "of": l.of, "place": l.place, "what": l.what});
    // A first import only adds cards.
    let (added, changed, gone, kept) = update.map_or((cards, 0, 0, 0), |u| {
        (u.added.len(), u.changed.len(), u.gone.len(), u.kept)
    });
    json!({
        "files": files,
        "cards": cards,
        "remarks": import.remarks,
        "not_taken": import.left,
        "not_word_for_word": import.mended,
        "lost": import.lost.iter().map(lost).collect::<Vec<_>>(),
        "media": import.media.keys().collect::<Vec<_>>(),
        "added": added,
        "changed": changed,
        "gone": gone,
        "kept": kept,
    })
}

pub fn groups(import: &Import, update: Option<&Update>) -> Vec<Group> {
    let mut groups = Vec::new();
    if let Some(update) = update {
        for (title, ids) in [
            ("added", &update.added),
            ("changed", &update.changed),
            ("gone from the package, and still in the deck", &update.gone),
        ] {
            groups.push(Group {
                title: format!("{} {title}", count(ids.len(), "card", "cards")),
                lines: ids.clone(),
                short: None,
            });
        }
        groups.push(of_notes(
            "different here and in the package",
            &update.kept_apart,
        ));
    }
    groups.extend([
        of_notes("not taken", &import.left),
        of_notes("taken, but not word for word", &import.mended),
    ]);
    let mut things: Vec<_> = import.lost.iter().map(|loss| loss.thing).collect();
    things.sort_unstable();
    things.dedup();
    for thing in things {
        let losses: Vec<&Loss> = import.lost.iter().filter(|l| l.thing == thing).collect();
        let (one, many) = thing.words();
        groups.push(Group {
            title: format!("{} not taken", count(losses.len(), one, many)),
            lines: losses.iter().map(|loss| line(loss)).collect(),
            short: by_column(&losses),
        });
    }
    let media = |most| -> Vec<String> {
        let all = import.media.iter();
        all.map(|(name, places)| shown_in(name, places, most))
            .collect()
    };
    groups.push(Group {
        title: format!(
            "{} left out",
            count(import.media.len(), "picture or sound", "pictures or sounds")
        ),
        lines: media(usize::MAX),
        short: Some(media(SHOWN)),
    });
    groups.retain(|group| !group.lines.is_empty());
    groups
}

/// A picture, and at most so many of the cards that lack it now.
fn shown_in(name: &str, places: &[String], most: usize) -> String {
    let (shown, others) = places.split_at(places.len().min(most));
    match (shown, others.len()) {
        ([], _) => name.to_owned(),
        (shown, 0) => format!("{name}: {}", shown.join(", ")),
        (shown, more) => format!("{name}: {} and {more} more", shown.join(", ")),
    }
}

fn of_notes(what: &str, notes: &[Left]) -> Group {
    let line = |l: &Left| format!("{}: {} ({})", l.place, l.why, l.what);
    Group {
        title: format!("{} {what}", count(notes.len(), "note", "notes")),
        lines: notes.iter().map(line).collect(),
        short: None,
    }
}

fn line(loss: &Loss) -> String {
    let of = if loss.of.is_empty() {
        String::new()
    } else {
        format!(", {}", loss.of)
    };
    format!("{}{of}: {}", loss.place, loss.what)
}

/// For each column the number of cells and the first one; `None` if no column is named.
fn by_column(losses: &[&Loss]) -> Option<Vec<String>> {
    let mut columns: Vec<(&str, usize, &Loss)> = Vec::new();
    for loss in losses {
        match columns.iter_mut().find(|(of, ..)| *of == loss.of) {
            Some((_, n, _)) => *n += 1,
            None => columns.push((&loss.of, 1, loss)),
        }
    }
    let named = columns.iter().all(|(of, ..)| !of.is_empty());
    let told = |(_, n, first): &(&str, usize, &Loss)| match n {
        1 => line(first),
        n => format!(
            "{}: {n} of them, the first in {}: {}",
            first.of, first.place, first.what
        ),
    };
    named.then(|| columns.iter().map(told).collect())
}
