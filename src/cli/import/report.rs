//! What an import says was not taken: by kind, some lines of each here and all of them in a file.

use crate::exchange::{Import, Left, Loss};
use crate::tui::widgets::width::count;

/// Lines of a kind on the screen.
pub const MOST: usize = 10;

/// A kind of thing, and its pieces.
pub struct Group {
    title: String,
    lines: Vec<String>,
    /// Lines of one column or field, told as one where room is short.
    short: Option<Vec<String>>,
}

impl Group {
    /// Adds the lines, at most so many; whether some were left out.
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

pub fn groups(import: &Import) -> Vec<Group> {
    let mut groups = vec![
        of_notes("not taken", &import.left),
        of_notes("taken, but not word for word", &import.mended),
    ];
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
    groups.push(Group {
        title: format!(
            "{} left out",
            count(import.media.len(), "picture or sound", "pictures or sounds")
        ),
        lines: import.media.clone(),
        short: None,
    });
    groups.retain(|group| !group.lines.is_empty());
    groups
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

/// For each column how many of its cells there are, and the first; absent where no column is named.
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
