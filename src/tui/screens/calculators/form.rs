//! The fields of a calculator. A number field accepts no letters, so that letters remain commands.

use crate::calculators::{Field, IfEmpty, Kind, Refusal, form, numbers};
use crate::study::text::capital;
use crate::tui::canvas::{Canvas, Hit};
use crate::tui::widgets::field::{Field as Input, Takes};
use crate::tui::widgets::list::Cursor;
use crate::tui::widgets::width::{fit, pad, width};
use ratatui::layout::Rect;
use ratatui::style::Style;
use serde_json::{Map, Value};

#[derive(Debug, Clone)]
pub struct Entry {
    pub def: &'static Field,
    pub input: Input,
    /// The text before the learner typed.
    filled: String,
}

#[derive(Debug, Clone, Default)]
pub struct Form {
    pub entries: Vec<Entry>,
    cursor: Cursor,
}

/// The smallest width of a value, in cells.
const VALUE: usize = 12;

/// The texts of all fields, for undo.
pub type Texts = Vec<String>;

impl Entry {
    fn new(def: &'static Field, value: Option<&Value>) -> Entry {
        let text = match (def.kind, value) {
            (_, Some(value)) => form::typed(def, &tidy(value)),
            (Kind::Choice(words), None) => match def.default {
                IfEmpty::Word(word) => word.to_owned(),
                _ => words.first().map_or_else(String::new, ToString::to_string),
            },
            _ => String::new(),
        };
        let mut input = Input::taking(takes(def));
        input.propose(&text);
        let filled = text;
        Entry { def, input, filled }
    }

    /// Whether the learner typed it.
    pub fn is_typed(&self) -> bool {
        self.input.text() != self.filled
    }

    /// Shown for a field without typed text.
    pub fn if_empty(&self) -> String {
        match self.def.default {
            IfEmpty::Needed => "needed".to_owned(),
            IfEmpty::Empty => "optional".to_owned(),
            IfEmpty::Number(number) => form::typed(self.def, &tidy(&number.into())),
            IfEmpty::Numbers(numbers) => form::typed(self.def, &tidy(&numbers.to_vec().into())),
            IfEmpty::Word(word) => word.to_owned(),
        }
    }

    pub fn unit(&self) -> &'static str {
        match self.def.kind {
            Kind::Rate | Kind::Rates => "%",
            Kind::Days => "days",
            Kind::Date => "yyyy-mm-dd",
            _ => "",
        }
    }

    /// Goes to the next or previous word of a choice.
    pub fn turn(&mut self, forward: bool) -> bool {
        let Kind::Choice(words) = self.def.kind else {
            return false;
        };
        let at = words.iter().position(|word| *word == self.input.text());
        let step = if forward { 1 } else { words.len() - 1 };
        let next = at.map_or(0, |at| (at + step) % words.len());
        if let Some(word) = words.get(next) {
            self.input.set(word);
        }
        true
    }
}

/// Whole numbers without decimals: 10, not 10.0.
fn tidy(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(tidy).collect(),
        Value::Object(entries) => entries.iter().map(|(k, v)| (k.clone(), tidy(v))).collect(),
        Value::Number(number) => number.as_f64().map_or_else(|| value.clone(), json_number),
        other => other.clone(),
    }
}

/// `must lie from 0 to 1, not 8 (8 per cent is 0.08).` becomes `must lie from 0 to 100 %, not 800 %.`
fn in_per_cent(message: &str) -> String {
    let (says, _) = message.split_once(" (").unwrap_or((message, ""));
    let words: Vec<&str> = says.trim_end_matches('.').split(' ').collect();
    let last = words.len() - 1;
    let words = words.into_iter().enumerate().map(|(nth, word)| {
        let number = word.trim_end_matches(',');
        let Ok(share) = number.parse::<f64>() else {
            return word.to_owned();
        };
        // Of two bounds only the second one has the unit.
        let bears = nth == last || word.ends_with(',');
        let unit = if bears { " %" } else { "" };
        numbers::trimmed(share * 100.0, 6) + unit + &word[number.len()..]
    });
    words.collect::<Vec<_>>().join(" ") + "."
}

/// Which characters a kind of field accepts; `None` for all.
fn takes(def: &Field) -> Option<Takes> {
    /// An exponent continues a number: `1e3`, `2.5e-3`.
    fn number(before: &str, c: char) -> bool {
        let after_digit = before.ends_with(|c: char| c.is_ascii_digit());
        c.is_ascii_digit()
            || matches!(c, '.' | ',' | '%')
            || after_digit && matches!(c, 'e' | 'E')
            || matches!(c, '-' | '+')
                && before.ends_with(['e', 'E'])
                && before.starts_with(|c: char| c.is_ascii_digit())
    }
    /// A currency may stand before or after the number: `EUR 5`, `5 €`.
    fn money(before: &str, c: char) -> bool {
        number(before, c)
            || c.is_ascii_uppercase()
            || "€$£¥".contains(c)
            || c == ' ' && !before.trim().is_empty()
    }
    fn signed_money(before: &str, c: char) -> bool {
        money(before, c) || signed(before, c)
    }
    fn signed(before: &str, c: char) -> bool {
        number(before, c) || c == '-' && before.trim().is_empty()
    }
    fn numbers(before: &str, c: char) -> bool {
        number(before, c)
            || c == ';'
            || c == ' '
            || c == '-' && (before.is_empty() || before.ends_with([' ', ';']))
    }
    fn date(_: &str, c: char) -> bool {
        c.is_ascii_digit() || c == '-'
    }
    match def.kind {
        Kind::Money if def.range.0 < 0.0 => Some(signed_money),
        Kind::Money => Some(money),
        Kind::Number | Kind::Rate if def.range.0 < 0.0 => Some(signed),
        Kind::Number | Kind::Rate | Kind::Whole | Kind::Days => Some(number),
        Kind::Rates | Kind::Numbers => Some(numbers),
        Kind::Date => Some(date),
        Kind::Choice(_) | Kind::Pairs => None,
    }
}

impl Form {
    pub fn new(fields: &'static [Field], request: &Value) -> Form {
        let entries = fields.iter();
        let entries = entries.map(|def| Entry::new(def, request.get(def.key)));
        Form {
            entries: entries.collect(),
            cursor: Cursor::default(),
        }
    }

    pub fn at(&self) -> usize {
        self.cursor.at()
    }

    pub fn go(&mut self, at: usize) {
        self.cursor.set(at, self.entries.len());
    }

    /// Goes to the next or previous field; after the last comes the first.
    pub fn turn(&mut self, forward: bool) {
        let all = self.entries.len().max(1);
        let step = if forward { 1 } else { all - 1 };
        self.go((self.at() + step) % all);
    }

    pub fn focused(&self) -> Option<&Entry> {
        self.entries.get(self.at())
    }

    pub fn focused_mut(&mut self) -> Option<&mut Entry> {
        let at = self.at();
        self.entries.get_mut(at)
    }

    pub fn texts(&self) -> Texts {
        let texts = self.entries.iter().map(|e| e.input.text().to_owned());
        texts.collect()
    }

    pub fn put(&mut self, texts: &[String]) {
        for (entry, text) in self.entries.iter_mut().zip(texts) {
            if entry.input.text() != text {
                entry.input.propose(text);
            }
        }
    }

    /// Empties optional numbers that nobody typed: those of an example say something about its data, such as its level at the
    /// start, and without them they come from the table. Returns their labels.
    pub fn empty_of_example(&mut self) -> Vec<&'static str> {
        let is_number =
            |kind| matches!(kind, Kind::Money | Kind::Number | Kind::Whole | Kind::Days);
        let mut emptied = Vec::new();
        for entry in &mut self.entries {
            let optional = entry.def.default == IfEmpty::Empty && is_number(entry.def.kind);
            if optional && !entry.is_typed() && !entry.input.text().is_empty() {
                entry.input.propose("");
                entry.filled.clear();
                emptied.push(entry.def.label);
            }
        }
        emptied
    }

    /// The names in fields of names with numbers, as typed: drivers, criteria.
    pub fn names(&self) -> Vec<String> {
        let pairs = self.entries.iter().filter(|e| e.def.kind == Kind::Pairs);
        pairs
            .filter_map(|entry| form::value(entry.def, entry.input.text()).ok().flatten())
            .filter_map(|value| value.as_object().cloned())
            .flat_map(|names| names.into_iter().map(|(name, _)| name))
            .collect()
    }

    /// The typed values as a request; an error names the first field that cannot be read.
    pub fn values(&self) -> Result<Map<String, Value>, Refusal> {
        let mut values = Map::new();
        for Entry { def, input, .. } in &self.entries {
            let value = form::value(def, input.text()).map_err(|why| {
                Refusal::new("misread", capital(&format!("{why}."))).at_field(def.key)
            })?;
            values.extend(value.map(|value| (def.key.to_owned(), value)));
        }
        Ok(values)
    }

    /// A refusal in the words of the form: fields by their labels, rates in per cent.
    pub fn in_its_words(&self, mut refusal: Refusal) -> Refusal {
        let of_rate = self.entries.iter().any(|entry| {
            entry.def.kind == Kind::Rate && refusal.field.as_deref() == Some(entry.def.key)
        });
        if of_rate && refusal.code == "out_of_range" {
            refusal.message = in_per_cent(&refusal.message);
        }
        for Entry { def, .. } in &self.entries {
            let key = format!("`{}`", def.key);
            refusal.message = refusal.message.replace(&key, def.label);
        }
        refusal
    }

    /// Rows that the fields need, and their ideal width.
    pub fn size(&self) -> (usize, usize) {
        let labels = self.label_room();
        let entries = self.entries.iter();
        let values = entries.map(|entry| width(entry.input.text()) + 3);
        let values = values.max().unwrap_or(0).max(22);
        (self.entries.len(), 2 + labels + 2 + values)
    }

    /// The smallest width, with whole labels and values of usual length.
    pub fn least(&self) -> usize {
        let value = |entry: &Entry| match (entry.def.kind, entry.input.text()) {
            (_, "") => width(&entry.if_empty()) + 1 + width(entry.unit()),
            (Kind::Choice(_), word) => width(word) + 4,
            (Kind::Date, date) => width(date) + 1,
            (_, text) => width(text) + 2 + width(entry.unit()),
        };
        let values = self.entries.iter().map(value).max().unwrap_or(0);
        2 + self.label_room() + 2 + values.min(VALUE)
    }

    fn label_room(&self) -> usize {
        let labels = self.entries.iter().map(|e| width(e.def.label));
        labels.max().map_or(0, |widest| self.letter_room() + widest)
    }

    /// Width of the formula's symbols before the labels, if it has any.
    fn letter_room(&self) -> usize {
        let letters = self.entries.iter().map(|e| width(e.def.letter));
        match letters.max() {
            None | Some(0) => 0,
            Some(widest) => widest + 1,
        }
    }

    /// Draws the fields in rows; `wrong` is the key of a refused one.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool, wrong: Option<&str>) {
        if area.is_empty() {
            return;
        }
        let theme = canvas.look.theme;
        let glyphs = canvas.look.glyphs;
        let room = usize::from(area.width);
        let labels = self.label_room();
        let most = room.saturating_sub(4 + VALUE).max(room / 2);
        let labels = labels.min(most.max(room.saturating_sub(self.least() - labels)));
        let shown = self.cursor.window(self.entries.len(), area.height.into());
        let first = shown.start;
        let last = self.entries.len() - shown.end;
        for (y, (nth, entry)) in (area.y..).zip(self.entries[shown].iter().enumerate()) {
            let here = focused && nth + first == self.at();
            let refused = wrong == Some(entry.def.key);
            let sign = match (refused, here) {
                (true, _) => "!",
                (false, true) => glyphs.cursor,
                _ => " ",
            };
            let sign_style = if refused { theme.wrong } else { theme.accent };
            canvas.text(area.x, y, 2, sign, sign_style);
            let style = if here { theme.selected } else { Style::new() };
            let letter = pad(entry.def.letter, self.letter_room(), "");
            let label = pad(&format!("{letter}{}", entry.def.label), labels, glyphs.cut);
            canvas.text(area.x + 2, y, labels as u16, &label, style);
            let x = area.x.saturating_add(labels as u16 + 4).min(area.right());
            let left = area.right() - x;
            self.draw_value(canvas, entry, Rect::new(x, y, left, 1), here);
            canvas.hit(Rect::new(area.x, y, area.width, 1), Hit::Item(nth + first));
        }
        let more = |canvas: &mut Canvas<'_>, y: u16, arrow: &str, n: usize| {
            if n > 0 && area.height > 1 {
                canvas.text(area.right().saturating_sub(1), y, 1, arrow, theme.dim);
            }
        };
        more(canvas, area.y, glyphs.up, first);
        more(canvas, area.bottom() - 1, glyphs.down, last);
    }

    fn draw_value(&self, canvas: &mut Canvas<'_>, entry: &Entry, place: Rect, here: bool) {
        let theme = canvas.look.theme;
        let cut = canvas.look.glyphs.cut;
        let text = entry.input.text();
        let unit = entry.unit();
        if let Kind::Choice(_) = entry.def.kind {
            let word = text.replace('_', " ");
            let shown = if here { format!("< {word} >") } else { word };
            let style = if here { theme.accent } else { Style::new() };
            let shown = fit(&shown, place.width.into(), cut);
            canvas.text(place.x, place.y, place.width, &shown, style);
            return;
        }
        if text.is_empty() {
            let mut shown = entry.if_empty();
            if matches!(entry.def.default, IfEmpty::Number(_) | IfEmpty::Numbers(_)) {
                shown = format!("{shown} {unit}").trim_end().to_owned();
            }
            let shown = fit(&shown, place.width.into(), cut);
            canvas.text(place.x, place.y, place.width, &shown, theme.dim);
            if here {
                canvas.cursor(place.x, place.y);
            }
            return;
        }
        let behind = match entry.def.kind {
            Kind::Date => 0,
            _ if unit.is_empty() => 0,
            _ => width(unit) as u16 + 1,
        };
        let room = place.width.saturating_sub(behind);
        if here {
            let (input, style) = (&entry.input, entry.input.style(&theme));
            input.draw(canvas, place.x, place.y, room, style, true);
        } else {
            let text = fit(text, room.into(), cut);
            canvas.text(place.x, place.y, room, &text, Style::new());
        }
        let used = (width(text) as u16).min(room) + u16::from(here);
        if behind > 0 {
            let x = place.x + used.max(1) + u16::from(!here);
            canvas.text(x, place.y, place.right().saturating_sub(x), unit, theme.dim);
        }
    }
}

/// A number as JSON, without decimals if it is whole.
pub fn json_number(value: f64) -> serde_json::Value {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        serde_json::Value::from(value as i64)
    } else {
        value.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calculators;
    use serde_json::json;

    #[test]
    fn number_fields_leave_letters_and_signs_to_the_screen() {
        let about = calculators::find("clv").unwrap();
        let mut form = Form::new(about.fields, &json!({"margin": 120, "retention": 0.8}));
        let entry = form.focused_mut().unwrap();
        for key in ["w", "z", "q", "e", "?", "+", "Space", "k"] {
            assert!(!entry.input.edit(key.parse().unwrap()), "{key}");
        }
        // Typed text replaces the sample.
        for key in ["5", ".", ","] {
            assert!(entry.input.edit(key.parse().unwrap()), "{key}");
        }
        assert!(!entry.input.edit("-".parse().unwrap()));
        // A minus is typed at the start of a field that may be negative.
        assert!(entry.input.edit("Home".parse().unwrap()));
        assert!(entry.input.edit("-".parse().unwrap()));
        assert_eq!(entry.input.text(), "-5.,");
    }

    #[test]
    fn an_exponent_and_a_currency_are_text_in_a_number() {
        let about = calculators::find("clv").unwrap();
        for (keys, value) in [
            ("1 e 3", 1_000.0),
            ("2 . 5 E - 1", 0.25),
            ("E U R Space 1 2 0", 120.0),
            ("1 2 0 Space U S D", 120.0),
            ("- 1 e 2", -100.0),
            ("€ 7", 7.0),
        ] {
            let mut form = Form::new(about.fields, &json!({"margin": 120}));
            let entry = form.focused_mut().unwrap();
            for key in keys.split_whitespace() {
                assert!(entry.input.edit(key.parse().unwrap()), "{keys}: {key}");
            }
            assert_eq!(form.values().unwrap()["margin"], json!(value), "{keys}");
        }
    }

    #[test]
    fn a_form_gives_back_the_request_it_was_filled_with() {
        for calculator in calculators::ALL {
            let about = calculator;
            let request: Value = serde_json::from_str(about.example).unwrap();
            let values = Form::new(about.fields, &request).values().unwrap();
            for field in about.fields {
                if let (Some(wanted), Some(found)) = (request.get(field.key), values.get(field.key))
                {
                    let same =
                        wanted == found || wanted.as_f64() == found.as_f64() && wanted.is_number();
                    let lists = wanted.is_array() || wanted.is_object();
                    assert!(
                        same || lists,
                        "{} {}: {wanted} {found}",
                        about.name,
                        field.key
                    );
                }
                assert!(request.get(field.key).is_none() || values.contains_key(field.key));
            }
        }
    }

    #[test]
    fn refusals_of_rates_are_in_per_cent() {
        for (says, shown) in [
            (
                "`r` must lie from 0 to 1, not 8 (8 per cent is 0.08).",
                "`r` must lie from 0 to 100 %, not 800 %.",
            ),
            (
                "`r` must lie from 0 to 1, not 10 (10 per cent is 0.1).",
                "`r` must lie from 0 to 100 %, not 1,000 %.",
            ),
            (
                "`r` must lie between 0 and 1, not 1.",
                "`r` must lie between 0 and 100 %, not 100 %.",
            ),
            (
                "`r` must be at least -1, not -1.5.",
                "`r` must be at least -100 %, not -150 %.",
            ),
            (
                "`r` must be above 0, not 0.",
                "`r` must be above 0 %, not 0 %.",
            ),
        ] {
            assert_eq!(in_per_cent(says), shown);
        }
    }

    #[test]
    fn a_choice_turns_round_in_both_directions() {
        let about = calculators::find("abc").unwrap();
        let mut form = Form::new(about.fields, &json!({}));
        let entry = form.focused_mut().unwrap();
        assert_eq!(entry.input.text(), "value");
        assert!(entry.turn(true));
        assert_eq!(entry.input.text(), "count");
        assert!(entry.turn(true) && entry.turn(false));
        assert_eq!(entry.input.text(), "count");
    }
}
