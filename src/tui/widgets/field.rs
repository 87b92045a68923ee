//! A line of text to type in. It takes only clean text up to a limit, and leaves keys that edit nothing to the screen.

use crate::study::text::clean;
use crate::tui::canvas::Canvas;
use crate::tui::key_press::{Key, KeyPress};
use crate::tui::theme::Theme;
use crate::tui::widgets::width::{pad, width};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use tui_input::{Input, InputRequest};
use unicode_segmentation::UnicodeSegmentation;

/// Longest text that can be typed or pasted, in characters.
pub const LONGEST: usize = 500;

#[derive(Debug, Clone, Default)]
pub struct Field {
    input: Input,
    /// Decides whether a character may follow the text before it; others are left to the screen.
    takes: Option<Takes>,
    given: Given,
    /// A cell of a table: cursor keys that leave its text are left to the screen.
    is_cell: bool,
}

/// Where the text came from, which decides what a typed character does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Given {
    /// Typed here: a character is inserted.
    #[default]
    Own,
    /// Inserted by the program: the first character replaces it.
    Proposed,
    /// The result of a step up or down: replaced as well, but a sign before a number is a further step.
    Stepped,
}

pub type Takes = fn(&str, char) -> bool;

impl Field {
    pub fn new(text: &str) -> Field {
        let mut field = Field::default();
        field.paste(text);
        field
    }

    /// A field for certain characters only, such as those of a number.
    pub fn taking(takes: Option<Takes>) -> Field {
        Field {
            takes,
            ..Field::default()
        }
    }

    /// For a cell of a table.
    pub fn cell() -> Field {
        Field {
            is_cell: true,
            ..Field::default()
        }
    }

    fn accepts(&self, c: char) -> bool {
        let replaces = self.given == Given::Proposed;
        let before = || {
            let left = if replaces { 0 } else { self.input.cursor() };
            self.input.value().chars().take(left)
        };
        self.takes
            .is_none_or(|takes| takes(&before().collect::<String>(), c))
    }

    pub fn set(&mut self, text: &str) {
        self.clear();
        self.paste(text);
    }

    /// Sets a text that the first typed character replaces: a sample, or the earlier value.
    pub fn propose(&mut self, text: &str) {
        self.set(text);
        self.given = if text.is_empty() {
            Given::Own
        } else {
            Given::Proposed
        };
    }

    /// Sets the value after a step up or down, which the first typed character replaces.
    pub fn step_to(&mut self, text: &str) {
        self.set(text);
        self.given = Given::Stepped;
    }

    /// Whether the first character typed replaces the text.
    pub fn is_proposed(&self) -> bool {
        self.given != Given::Own
    }

    /// The style of its text while it is typed in: like selected text if the first key replaces it.
    pub fn style(&self, theme: &Theme) -> Style {
        if self.is_proposed() {
            theme.selected.add_modifier(Modifier::REVERSED)
        } else {
            theme.accent
        }
    }

    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Whether a text contains every word typed, ignoring case.
    pub fn is_in(&self, text: &str) -> bool {
        let (text, typed) = (text.to_lowercase(), self.text().to_lowercase());
        typed.split_whitespace().all(|word| text.contains(word))
    }

    pub fn clear(&mut self) {
        self.input.reset();
        self.given = Given::Own;
    }

    /// Whether the key types a character here and does not reach the screen.
    pub fn types(&self, press: KeyPress) -> bool {
        press.text().is_some_and(|c| self.accepts(c))
    }

    /// False if the key has no meaning in a field.
    pub fn edit(&mut self, press: KeyPress) -> bool {
        if self.is_cell && self.leads_out(press) {
            return false;
        }
        let request = match (press.key, press.ctrl) {
            (Key::Char(c), false) if !self.accepts(c) => return false,
            (Key::Char(c), false) => {
                self.replace();
                self.insert(c);
                return true;
            }
            (Key::Backspace | Key::Delete, false) if self.is_proposed() => {
                self.clear();
                return true;
            }
            (Key::Backspace, false) => {
                self.delete_before_cursor();
                return true;
            }
            // With nothing to delete the key may mean something to the screen.
            (Key::Delete, false) if self.text().is_empty() => return false,
            (Key::Delete, false) => InputRequest::DeleteNextChar,
            (Key::Left, false) => InputRequest::GoToPrevChar,
            (Key::Right, false) => InputRequest::GoToNextChar,
            (Key::Left, true) => InputRequest::GoToPrevWord,
            (Key::Right, true) => InputRequest::GoToNextWord,
            (Key::Home, false) | (Key::Char('a'), true) => InputRequest::GoToStart,
            (Key::End, false) | (Key::Char('e'), true) => InputRequest::GoToEnd,
            (Key::Char('w'), true) | (Key::Backspace, true) => InputRequest::DeletePrevWord,
            (Key::Char('u'), true) => InputRequest::DeleteLine,
            (Key::Char('k'), true) => InputRequest::DeleteTillEnd,
            _ => return false,
        };
        self.given = Given::Own;
        let _ = self.input.handle(request);
        true
    }

    /// Deletes one character; in some scripts only the last sign of a syllable.
    fn delete_before_cursor(&mut self) {
        self.given = Given::Own;
        let cursor = self.input.cursor();
        let before: String = self.input.value().chars().take(cursor).collect();
        let _ = self.input.handle(InputRequest::DeletePrevChar);
        if let Some(last) = before.graphemes(true).next_back()
            && is_typed_sign_by_sign(last)
        {
            for c in last.chars().take(last.chars().count() - 1) {
                let _ = self.input.handle(InputRequest::InsertChar(c));
            }
        }
    }

    /// Whether the key moves on to another cell: if nothing was typed, and at both ends of the text.
    fn leads_out(&self, press: KeyPress) -> bool {
        let at = self.input.cursor();
        let length = self.input.value().chars().count();
        match press.key {
            Key::Left => self.is_proposed() || at == 0,
            Key::Right => self.is_proposed() || at == length,
            Key::Home | Key::End => self.is_proposed() || length == 0,
            _ => false,
        }
    }

    /// Removes the proposed text before typing.
    fn replace(&mut self) {
        if self.is_proposed() {
            self.clear();
        }
    }

    /// Inserts the first line of pasted text, cleaned. False where there was more than fits.
    pub fn paste(&mut self, text: &str) -> bool {
        self.replace();
        let text = text.trim();
        // Terminals send either one at the end of a line.
        let line = text.split(['\r', '\n']).next().unwrap_or("");
        let taken: String = line.chars().take(LONGEST).collect();
        for c in clean(taken.trim_end()).chars() {
            self.insert(c);
        }
        taken == text
    }

    fn insert(&mut self, c: char) {
        let unwanted = !self.accepts(c) || c.is_control() || crate::study::text::is_unwanted(c);
        if !unwanted && self.input.value().chars().count() < LONGEST {
            let _ = self.input.handle(InputRequest::InsertChar(c));
        }
    }

    /// Draws a sign and the field behind it in the first row of `area`, with a hint as long as nothing is typed.
    pub fn draw_line(
        &self,
        (sign, hint): (&str, &str),
        canvas: &mut Canvas<'_>,
        area: Rect,
        style: Style,
        focused: bool,
    ) {
        let theme = canvas.look.theme;
        let used = canvas.text(area.x, area.y, area.width, sign, theme.accent);
        let (x, room) = (area.x + used, area.width.saturating_sub(used));
        if self.text().is_empty() {
            canvas.text(x, area.y, room, hint, theme.dim);
        }
        self.draw(canvas, x, area.y, room, style, focused);
    }

    /// Draws the part of the text around the cursor, and places the terminal's cursor if `focused`.
    pub fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        x: u16,
        y: u16,
        room: u16,
        style: Style,
        focused: bool,
    ) {
        let room = usize::from(room);
        if room == 0 {
            return;
        }
        let before: String = self
            .input
            .value()
            .chars()
            .take(self.input.cursor())
            .collect();
        let mut skipped = 0;
        let mut start = 0;
        let at = width(&before);
        for grapheme in self.input.value().graphemes(true) {
            if at - skipped < room {
                break;
            }
            skipped += width(grapheme);
            start += grapheme.len();
        }
        let shown = self.input.value().get(start..).unwrap_or("");
        canvas.text(x, y, room as u16, shown, style);
        if start > 0 {
            // The text before is out of view.
            let first = shown.graphemes(true).next().map_or(1, width).max(1) as u16;
            let sign = canvas.look.glyphs.cut;
            let sign = pad(sign, first.into(), "");
            canvas.text(x, y, first, &sign, style);
        }
        if focused {
            canvas.cursor(x.saturating_add((at - skipped) as u16), y);
        }
    }
}

/// Whether a character belongs to a script in which vowels, tones and points have keys of their own: Hebrew, Arabic, scripts of
/// India and South East Asia. There Backspace removes one key press, as in other editors. Elsewhere a character with an accent,
/// or an emoji of several parts, is removed as a whole.
fn is_typed_sign_by_sign(character: &str) -> bool {
    let is_of_such_script = |c| matches!(c, '\u{590}'..='\u{10ff}' | '\u{1780}'..='\u{1cff}' | '\u{a800}'..='\u{a95f}' | '\u{a980}'..='\u{abff}' | '\u{11000}'..='\u{11fff}');
    character.chars().next().is_some_and(is_of_such_script)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::canvas::Look;
    use crate::tui::key_press::Keys;
    use crate::tui::theme::{Palette, Symbols};
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    #[test]
    fn the_first_key_replaces_what_was_proposed_and_only_that() {
        let press = |field: &mut Field, keys: &str| {
            for key in keys.split_whitespace() {
                field.edit(key.parse().unwrap());
            }
            field.text().to_owned()
        };
        let proposed = || {
            let mut field = Field::default();
            field.propose("120");
            field
        };
        for (keys, text) in [
            ("5 0", "50"),
            ("Backspace 7", "7"),
            ("Delete", ""),
            ("End 5", "1205"),
            ("Left 5", "1250"),
            ("Home 5", "5120"),
        ] {
            assert_eq!(press(&mut proposed(), keys), text, "{keys}");
        }
        let mut field = proposed();
        field.paste("9,5\n");
        assert_eq!(field.text(), "9,5");
        assert_eq!(press(&mut field, "1"), "9,51");
        field.set("own");
        assert_eq!(press(&mut field, "x"), "ownx");
    }

    #[test]
    fn backspace_takes_one_sign_of_a_syllable_and_elsewhere_a_whole_character() {
        for (text, left) in [
            ("\u{e17}\u{e35}\u{e48}", "\u{e17}\u{e35}"),
            ("x\u{e17}\u{e35}", "x\u{e17}"),
            ("\u{e17}", ""),
            ("\u{915}\u{94d}\u{937}\u{93f}", "\u{915}\u{94d}\u{937}"),
            ("\u{5e9}\u{5c1}", "\u{5e9}"),
            ("ae\u{301}", "a"),
            ("a\u{1f469}\u{200d}\u{1f680}", "a"),
            ("\u{1100}\u{1161}\u{11a8}", ""),
            ("ab", "a"),
            ("", ""),
        ] {
            let mut field = Field::new(text);
            assert!(field.edit("Backspace".parse().unwrap()));
            assert_eq!(field.text(), left, "{text}");
        }
        let mut field = Field::new("\u{e17}\u{e35}b");
        for key in ["Left", "Backspace", "c"] {
            field.edit(key.parse().unwrap());
        }
        assert_eq!(field.text(), "\u{e17}cb", "at the cursor");
    }

    #[test]
    fn a_cell_leaves_movement_out_of_it_to_the_table() {
        let mut cell = Field::cell();
        for key in ["Left", "Right", "Home", "End"] {
            assert!(!cell.edit(key.parse().unwrap()), "{key}");
        }
        cell.propose("12");
        assert!(!cell.edit("Left".parse().unwrap()));
        assert!(cell.edit("3".parse().unwrap()) && cell.edit("4".parse().unwrap()));
        assert!(!cell.edit("Right".parse().unwrap()));
        assert!(cell.edit("Left".parse().unwrap()) && cell.edit("5".parse().unwrap()));
        assert_eq!(cell.text(), "354");
    }

    #[test]
    fn a_paste_is_one_clean_line_of_bounded_length() {
        let mut field = Field::default();
        for end in ["\n", "\r", "\r\n"] {
            field.paste(&format!(
                "{end} consign\u{1b}[31mment\u{7f}{end}rm -rf{end}"
            ));
            assert_eq!(field.text(), "consign[31mment");
            field.clear();
        }
        field.paste(&"x".repeat(1_000_000));
        assert_eq!(field.text().len(), LONGEST);
    }

    #[test]
    fn a_long_text_shows_its_end_and_that_it_has_a_beginning() {
        let look = Look::new(Palette::Mono, Symbols::Ascii, Keys::default());
        let drawn = |text: &str| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
            let mut canvas = Canvas::new(&mut buffer, &look);
            Field::new(text).draw(&mut canvas, 0, 0, 12, Style::new(), true);
            (0..12).map(|x| buffer[(x, 0)].symbol()).collect::<String>()
        };
        assert_eq!(drawn("orders 40"), "orders 40   ");
        assert_eq!(drawn("lines 3, orders 40"), "~ orders 40 ");
        // Twice as wide, each followed by an empty cell.
        assert_eq!(drawn("lines 3, 注文 40").replace(' ', ""), "~3,注文40");
    }

    #[test]
    fn keys_that_edit_nothing_are_left_to_the_screen() {
        let mut field = Field::default();
        for key in ["Enter", "Esc", "Tab", "Up", "PageDown", "Ctrl-p", "F1"] {
            assert!(!field.edit(key.parse().unwrap()), "{key}");
        }
        for key in ["q", "?", ":", "Space", "3"] {
            assert!(field.edit(key.parse().unwrap()), "{key}");
        }
        assert_eq!(field.text(), "q?: 3");
    }
}
