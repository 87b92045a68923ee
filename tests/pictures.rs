//! The pictures of the README, drawn by the screens themselves. A screen that changed fails here until its picture is
//! drawn anew: `SWOT_DRAW=1 cargo test --test pictures`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod stage;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use stage::Stage;
use std::fmt::Write as _;
use std::path::Path;
use swotter::study::log::Change;
use swotter::study::memory::{Event, Meant};
use swotter::study::{Day, Grade, Key, Memory};
use swotter::tui::theme::{Palette, Symbols};

const DECKS: &[&str] = &[
    "cpim-customer-segments",
    "planning-inventory",
    "scheduling-operations",
    "logistics",
    "quality-improvement",
];

type Scene = (&'static str, u16, fn(&mut Stage));

/// Each goes on with the stage of the one before, unless it makes its own.
const PICTURES: &[Scene] = &[
    ("home", 24, |s| {
        *s = studied_for(90);
        s.plan_for("CPIM", 150).keys("Esc");
    }),
    ("plan", 30, |s| {
        s.keys("x");
    }),
    ("figures", 24, |s| {
        s.keys("Esc i");
    }),
    ("study-answered", 22, |s| {
        *s = Stage::new();
        s.ask(&["price-war", "share", "steps", "what-wins"])
            .keys("2");
    }),
    // In a browser Braille is as wide as its font makes it.
    ("curve", 22, |s| {
        *s = Stage::with(Palette::Dark, Symbols::Block);
        s.keys("c \"economic\" Enter F3");
    }),
];

/// A learner of the shipped decks that serve CPIM, who has met some cards of every concept: on most days what is due and two new questions,
/// of which one in nine is missed.
fn studied_for(days: i32) -> Stage {
    let mut stage = Stage::shipped((80, 24));
    let rows = stage.rows();
    let keys = rows.iter().map(|row| &row.key);
    let of_cpim = keys.filter(|key| DECKS.contains(&key.deck())).cloned();
    let of_cpim: Vec<Key> = of_cpim.collect();
    // Every seventh, so that all decks and their concepts have some.
    let turn = |nth| of_cpim.iter().skip(nth).step_by(7);
    let keys: Vec<Key> = (0..7).flat_map(turn).cloned().collect();
    let mut memories = vec![Memory::default(); keys.len()];
    for ago in (1..=days).rev() {
        if ago % 7 == 3 || ago % 19 == 0 {
            continue;
        }
        let day = Day(stage::TODAY.0 - ago);
        stage.turn_to(day);
        let mut new = 2;
        for (at, key) in keys.iter().enumerate() {
            let due = memories[at].learned.map(|learned| learned.schedule.due);
            match due {
                Some(due) if due <= day => {}
                None if new > 0 => new -= 1,
                None => break,
                _ => continue,
            }
            let grade = [4, 4, 5, 4, 4, 1, 5, 4, 3][(at * 5 + ago as usize) % 9];
            let event = Event::graded(Meant::Review, Grade::new(grade).unwrap());
            let mut change = Change::new(key.clone(), event, day, memories[at].clone());
            change.took_ms = 9_000 + 1_700 * u32::from(grade);
            memories[at] = stage.desk().record(&change).unwrap().change.after;
        }
    }
    stage.turn_to(stage::TODAY);
    stage
}

#[test]
fn the_pictures_show_the_screens_as_they_are() {
    let mut stage = Stage::new();
    for (name, high, scene) in PICTURES {
        scene(&mut stage);
        let (buffer, _) = stage.draw(80, *high);
        let drawn = picture(&buffer);
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/pictures/{name}.svg"));
        if std::env::var_os("SWOT_DRAW").is_some() {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, &drawn).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        let kept = kept.replace("\r\n", "\n");
        assert!(
            kept == drawn,
            "{name}.svg is not what the screen looks like; SWOT_DRAW=1 draws it anew"
        );
    }
}

/// A screen as a scalable picture.
fn picture(buffer: &Buffer) -> String {
    let drawn = anstyle_svg::Term::new().render_svg(&ansi(buffer));
    // Terminals dim less than this.
    drawn.replace("opacity: 0.4", "opacity: 0.65")
}

fn ansi(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut last = String::new();
        let mut wide = 0;
        for x in 0..buffer.area.width {
            if wide > 0 {
                wide -= 1;
                continue;
            }
            let cell = &buffer[(x, y)];
            wide = unicode_width::UnicodeWidthStr::width(cell.symbol()).saturating_sub(1);
            let codes = codes(cell);
            if codes != last {
                let _ = write!(out, "\u{1b}[0{codes}m");
                last = codes;
            }
            out.push_str(cell.symbol());
        }
        out.push_str("\u{1b}[0m\n");
    }
    out
}

fn codes(cell: &Cell) -> String {
    let mut codes = String::new();
    for (modifier, code) in [
        (Modifier::BOLD, 1),
        (Modifier::DIM, 2),
        (Modifier::ITALIC, 3),
        (Modifier::UNDERLINED, 4),
        (Modifier::REVERSED, 7),
    ] {
        if cell.modifier.contains(modifier) {
            let _ = write!(codes, ";{code}");
        }
    }
    let colour = match cell.fg {
        Color::Red => 31,
        Color::LightRed => 91,
        Color::Green => 32,
        Color::Yellow => 33,
        Color::Blue => 34,
        Color::Magenta => 35,
        Color::Cyan => 36,
        _ => return codes,
    };
    let _ = write!(codes, ";{colour}");
    codes
}
