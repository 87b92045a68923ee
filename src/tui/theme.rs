//! Named roles with their styles, and the table of glyphs. Text has the terminal's own colour, and colour is never the only sign.

use crate::study::words;
use ratatui::style::{Color, Modifier, Style};
use std::collections::BTreeMap;

words! {
    /// Which colours suit the terminal's background; `Mono` uses none.
    #[derive(Default)]
    pub enum Palette {
        #[default]
        Dark = "dark",
        Light = "light",
        Mono = "mono",
    }
}

impl Palette {
    /// `COLORFGBG` is `foreground;background` (rxvt, Konsole); 7 and 15 are light backgrounds.
    pub fn from_colorfgbg(value: &str) -> Option<Palette> {
        let background: u8 = value.rsplit(';').next()?.trim().parse().ok()?;
        Some(if matches!(background, 7 | 9..=15) {
            Palette::Light
        } else {
            Palette::Dark
        })
    }
}

/// Which characters draw marks, bars, rules and curves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Symbols {
    #[default]
    Braille,
    /// For fonts without braille: curves in half blocks.
    Block,
    Ascii,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    pub palette: Palette,
    /// For what can be acted on: keys, the start line.
    pub accent: Style,
    /// The line or grade that Enter takes.
    pub selected: Style,
    pub strong: Style,
    /// For secondary text: labels, counts, notes.
    pub dim: Style,
    pub right: Style,
    pub wrong: Style,
    pub warning: Style,
}

impl Theme {
    pub fn new(palette: Palette) -> Theme {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let dim = plain.add_modifier(Modifier::DIM);
        let coloured = |accent, right, wrong, warning| Theme {
            palette,
            accent: plain.fg(accent),
            selected: bold.fg(accent),
            strong: bold,
            dim,
            right: plain.fg(right),
            wrong: plain.fg(wrong),
            warning: plain.fg(warning),
        };
        match palette {
            Palette::Dark => coloured(Color::Cyan, Color::Green, Color::LightRed, Color::Yellow),
            Palette::Light => coloured(Color::Blue, Color::Green, Color::Red, Color::Magenta),
            Palette::Mono => Theme {
                palette,
                accent: bold,
                selected: bold.add_modifier(Modifier::REVERSED),
                strong: bold,
                dim,
                right: bold,
                wrong: bold.add_modifier(Modifier::UNDERLINED),
                warning: bold,
            },
        }
    }

    /// With the learner's own colours by role. Mono ignores them.
    pub fn with_colours(mut self, own: &BTreeMap<String, String>) -> Result<Theme, String> {
        for (role, name) in own {
            let colour: Color = name.parse().map_err(|_| {
                format!(
                    "`{name}` is no colour; write a name (cyan), a number (0 to 255) or #3a7d44"
                )
            })?;
            let styles: &mut [&mut Style] = match role.as_str() {
                "accent" => &mut [&mut self.accent, &mut self.selected],
                "right" => &mut [&mut self.right],
                "wrong" => &mut [&mut self.wrong],
                "warning" => &mut [&mut self.warning],
                _ => {
                    return Err(format!(
                        "`{role}` is no role; the roles are accent, right, wrong, warning"
                    ));
                }
            };
            if self.palette != Palette::Mono {
                for style in styles {
                    style.fg = Some(colour);
                }
            }
        }
        Ok(self)
    }

    /// The next theme, when the learner switches.
    pub fn next(self) -> Theme {
        Theme::new(match self.palette {
            Palette::Dark => Palette::Light,
            Palette::Light => Palette::Mono,
            Palette::Mono => Palette::Dark,
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyphs {
    pub cursor: &'static str,
    pub right: &'static str,
    pub wrong: &'static str,
    pub full: &'static str,
    /// A partly filled cell of a bar.
    pub half: &'static str,
    pub empty: &'static str,
    /// Eight heights, lowest first.
    pub heights: [&'static str; 8],
    /// A day in a calendar with little, some or much work done; then the same for planned days.
    pub much: [&'static str; 3],
    pub planned: [&'static str; 3],
    pub done: &'static str,
    pub left: &'static str,
    pub cut: &'static str,
    pub dot: &'static str,
    pub bullet: &'static str,
    pub rule: &'static str,
    pub up: &'static str,
    pub down: &'static str,
    pub marked: &'static str,
    pub unmarked: &'static str,
    /// The frame of a plot.
    pub upright: &'static str,
    pub tick: &'static str,
    pub corner: &'static str,
    pub level: &'static str,
    pub under: &'static str,
    pub cut_upright: &'static str,
    pub cut_level: &'static str,
    pub marker: &'static str,
    /// A point of each series, so that they are told apart without colour.
    points: [&'static str; 4],
    /// What each piece of a bar is filled with.
    pieces: [&'static str; 4],
}

impl Glyphs {
    pub const fn new(symbols: Symbols) -> Glyphs {
        let ascii = matches!(symbols, Symbols::Ascii);
        Glyphs {
            cursor: either(ascii, ">", "›"),
            right: either(ascii, "+", "✓"),
            wrong: either(ascii, "x", "✗"),
            full: either(ascii, "#", "█"),
            half: either(ascii, "=", "▓"),
            empty: either(ascii, ".", "░"),
            heights: either(
                ascii,
                [".", ".", ":", ":", "|", "|", "#", "#"],
                ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
            ),
            much: either(ascii, [":", "|", "#"], ["▂", "▅", "█"]),
            planned: either(ascii, ["-", "+", "*"], ["░", "▒", "▓"]),
            done: either(ascii, "#", "▪"),
            left: either(ascii, ".", "▫"),
            cut: either(ascii, "~", "…"),
            dot: either(ascii, "-", "·"),
            bullet: either(ascii, "*", "•"),
            rule: either(ascii, "-", "─"),
            up: either(ascii, "^", "↑"),
            down: either(ascii, "v", "↓"),
            marked: either(ascii, "#", "■"),
            unmarked: either(ascii, ".", "□"),
            upright: either(ascii, "|", "│"),
            tick: either(ascii, "+", "┤"),
            corner: either(ascii, "+", "└"),
            level: either(ascii, "-", "─"),
            under: either(ascii, "+", "┴"),
            cut_upright: either(ascii, ":", "┊"),
            cut_level: either(ascii, ".", "┄"),
            marker: either(ascii, "@", "●"),
            points: either(ascii, ["o", "x", "+", "#"], ["•", "○", "×", "+"]),
            pieces: either(ascii, ["#", "=", "-", "."], ["█", "▓", "▒", "░"]),
        }
    }

    pub fn point(&self, series: usize) -> &'static str {
        self.points[series % self.points.len()]
    }

    pub fn piece(&self, series: usize) -> &'static str {
        self.pieces[series % self.pieces.len()]
    }
}

const fn either<T: Copy>(ascii: bool, plain: T, drawn: T) -> T {
    if ascii { plain } else { drawn }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_background_is_read_from_colorfgbg() {
        assert_eq!(Palette::from_colorfgbg("0;15"), Some(Palette::Light));
        assert_eq!(Palette::from_colorfgbg("15;default;0"), Some(Palette::Dark));
        assert_eq!(Palette::from_colorfgbg("15;default"), None);
    }

    #[test]
    fn mono_has_no_colour_and_no_two_roles_of_judgement_look_alike() {
        let mono = Theme::new(Palette::Mono);
        for style in [
            mono.accent,
            mono.selected,
            mono.strong,
            mono.dim,
            mono.right,
            mono.wrong,
            mono.warning,
        ] {
            assert_eq!((style.fg, style.bg), (None, None));
        }
        assert_ne!(mono.right, mono.wrong);
        assert_ne!(mono.selected, mono.accent);
    }

    #[test]
    fn no_role_paints_text_in_a_colour_that_a_background_may_have() {
        for palette in Palette::ALL {
            let theme = Theme::new(palette);
            for style in [theme.accent, theme.selected, theme.strong, theme.dim] {
                assert!(style.bg.is_none());
                assert!(!matches!(
                    style.fg,
                    Some(Color::White | Color::Black | Color::Gray | Color::DarkGray)
                ));
            }
        }
    }

    #[test]
    fn own_colours_go_to_their_roles_and_mono_keeps_none() {
        let own = |role: &str, colour: &str| BTreeMap::from([(role.to_owned(), colour.to_owned())]);
        let dark = Theme::new(Palette::Dark).with_colours(&own("right", "#3a7d44"));
        assert_eq!(
            dark.map(|t| t.right.fg),
            Ok(Some(Color::Rgb(0x3a, 0x7d, 0x44)))
        );
        let mono = Theme::new(Palette::Mono).with_colours(&own("accent", "red"));
        assert_eq!(mono.map(|t| t.accent.fg), Ok(None));
        assert!(
            Theme::new(Palette::Dark)
                .with_colours(&own("accent", "reddish"))
                .is_err()
        );
        assert!(
            Theme::new(Palette::Dark)
                .with_colours(&own("good", "red"))
                .is_err()
        );
    }

    #[test]
    fn ascii_glyphs_are_ascii() {
        let ascii = Glyphs::new(Symbols::Ascii);
        assert!(format!("{ascii:?}").is_ascii());
    }
}
