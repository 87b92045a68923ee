//! Typing a table: a cell under the cursor, rows to insert, delete and move, sums at the foot, and messages of the reader.

use super::grid::in_view;
use super::result::{EXAMPLE, OWN};
use super::typed::{MOST, Typed};
use super::{CalculatorScreen, Mode, view};
use crate::calculators::numbers;
use crate::study::text::capital;
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::canvas::{Canvas, Hit, WIDE, above, below, inset, split};
use crate::tui::screen::Effect;
use crate::tui::screens::Doc;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::{Window, step};
use crate::tui::widgets::width::{fit, pad, pad_left, width};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

/// Limits of a column's width, in cells.
const WIDEST: usize = 24;
const NARROWEST: usize = 6;
/// Left for the figures beside it on a wide screen.
const FIGURES: u16 = 44;
/// Lines for messages of the reader.
const NOTES: usize = 3;

#[derive(Debug)]
pub struct Editor {
    table: Typed,
    row: usize,
    /// Index among the columns shown.
    column: usize,
    /// The column in which Enter begins the next row.
    start: usize,
    pub field: Field,
    window: Window,
}

impl CalculatorScreen {
    /// The table to edit: the typed one, that of a file or sample, or an empty one.
    fn draft(&self) -> Option<Typed> {
        if let Some(typed) = &self.typed {
            let mut typed = (**typed).clone();
            let layout = typed.layout;
            typed.take_layout(self.calculator, layout, &self.form.names());
            return Some(typed);
        }
        let further = self.form.names();
        match &self.sheet {
            Some(sheet) => Typed::of(self.calculator, sheet, &further),
            None => Some(Typed::new(self.calculator, &further)),
        }
    }

    pub(super) fn edit_rows(&mut self) -> Vec<Effect> {
        self.settle();
        let Some(table) = self.draft() else {
            let rows = self.sheet.as_ref().map_or(0, |sheet| sheet.rows);
            let rows = numbers::grouped(rows as f64, 0);
            return vec![Effect::Say(format!(
                "The file has {rows} rows, and {MOST} can be typed: change it where it was made."
            ))];
        };
        let of_example = self.typed.is_none() && self.sheet.is_none() && self.origin == EXAMPLE;
        let said = "What you type takes the place of the example; undo brings it back.";
        let said = of_example.then(|| Effect::Say(said.to_owned()));
        self.show(0);
        self.what_if = None;
        self.mode = Mode::Rows(Box::new(Editor {
            table,
            row: 0,
            column: 0,
            start: 0,
            field: Field::cell(),
            window: Window::default(),
        }));
        self.go(0, 0);
        Vec::from_iter(said)
    }

    /// Puts the cursor on a cell, whose text the first typed character replaces.
    fn go(&mut self, row: usize, column: usize) {
        let about = self.calculator;
        if let Mode::Rows(editor) = &mut self.mode {
            let columns = editor.table.columns(about);
            editor.row = row.min(editor.table.rows.len()).min(MOST - 1);
            editor.column = column.min(columns.len().saturating_sub(1));
            let at = columns.get(editor.column).copied().unwrap_or(0);
            let text = editor.table.cell(editor.row, at).to_owned();
            editor.field.propose(&text);
        }
    }

    /// Writes the text of the field into its cell.
    pub(super) fn cell_typed(&mut self) {
        let about = self.calculator;
        self.types();
        if let Mode::Rows(editor) = &mut self.mode
            && let Some(at) = editor.table.columns(about).get(editor.column)
        {
            editor.table.set(editor.row, *at, editor.field.text());
            let table = editor.table.clone();
            self.retype(table);
        }
    }

    /// Changes the whole table at once; the cursor goes to the row that `change` returns.
    fn change_rows(&mut self, change: impl FnOnce(&mut Typed, usize) -> usize) {
        let texts = self.form.texts();
        if self.typed.is_none() {
            self.remember_all(texts);
        } else {
            self.remember(texts);
        }
        if let Mode::Rows(editor) = &mut self.mode {
            let row = change(&mut editor.table, editor.row);
            let (table, column) = (editor.table.clone(), editor.column);
            self.retype(table);
            self.go(row, column);
        }
    }

    /// Shows the table again after something was undone.
    pub(super) fn rows_again(&mut self) {
        let draft = self.draft();
        if let (Mode::Rows(editor), Some(draft)) = (&mut self.mode, draft) {
            editor.table = draft;
            let (row, column) = (editor.row, editor.column);
            self.go(row, column);
        }
    }

    pub(super) fn paste_rows(&mut self, text: &str) -> Vec<Effect> {
        if !matches!(self.mode, Mode::Rows(_)) {
            let said = self.edit_rows();
            if !matches!(self.mode, Mode::Rows(_)) {
                return said;
            }
            self.go(usize::MAX, 0);
        }
        let about = self.calculator;
        let Mode::Rows(editor) = &mut self.mode else {
            return Vec::new();
        };
        let mut table = editor.table.clone();
        let (row, column) = (editor.row, editor.column);
        match table.paste(about, (row, column), text) {
            Err(why) => vec![Effect::Warn(format!("Not pasted: {why}."))],
            Ok(pasted) => {
                let down = row + pasted.rows;
                self.change_rows(|old, _| {
                    *old = table;
                    down
                });
                let rows = match pasted.rows {
                    1 => "1 row".to_owned(),
                    n => format!("{n} rows"),
                };
                let beyond = match pasted.beyond {
                    0 => String::new(),
                    n => format!(" Cells beside the columns were left out: {n}."),
                };
                vec![Effect::Say(format!("Pasted {rows}.{beyond}"))]
            }
        }
    }

    pub(super) fn rows_offers(&self) -> Vec<Offer> {
        let mut offers = vec![
            offer(Action::Focus).named("cell"),
            offer(Action::FocusBack).named("cell before").quiet(),
            offer(Action::Go).named("row"),
            offer(Action::Back).named("done"),
        ];
        let other = self.other_way();
        if other.in_bar {
            offers.push(other.clone());
        }
        offers.push(offer(Action::NewRow).named("new"));
        offers.push(offer(Action::DeleteRow).named("delete"));
        let undo = offer(Action::Undo).named("undo");
        offers.push(undo.only_if(!self.changes.done.is_empty(), "Nothing was changed here."));
        if self.calculator.layouts.len() > 1 {
            offers.push(offer(Action::OtherColumns));
        }
        let redo = offer(Action::Redo).named("redo").quiet();
        offers.push(redo.only_if(
            !self.changes.undone.is_empty(),
            "Nothing was taken back here.",
        ));
        if !other.in_bar {
            offers.push(other);
        }
        offers.push(offer(Action::MoveUp).named("row up"));
        offers.push(offer(Action::MoveDown).named("row down"));
        offers.push(offer(Action::Clear).named("clear the table").quiet());
        offers.push(offer(Action::Left).named("cell before").quiet());
        offers.push(offer(Action::Right).named("next cell").quiet());
        offers.extend(movement());
        offers
    }

    pub(super) fn press_rows(&mut self, action: Action) -> Vec<Effect> {
        let about = self.calculator;
        let Mode::Rows(editor) = &mut self.mode else {
            return Vec::new();
        };
        let (row, column) = (editor.row, editor.column);
        let last = editor.table.columns(about).len().saturating_sub(1);
        match action {
            Action::Back | Action::Leave => self.mode = Mode::Fill,
            Action::Focus if column < last => self.go(row, column + 1),
            Action::Focus => self.go(row + 1, 0),
            Action::FocusBack if column > 0 => self.go(row, column - 1),
            Action::FocusBack if row > 0 => self.go(row - 1, last),
            Action::Go => {
                let start = editor.start.min(column);
                self.go(row + 1, start);
            }
            Action::Undo | Action::Redo => {
                let effects = self.undo(action == Action::Undo);
                self.rows_again();
                return Vec::from_iter(effects);
            }
            Action::NewRow => self.change_rows(|table, row| {
                table.insert(row);
                row
            }),
            Action::DeleteRow => self.change_rows(|table, row| {
                table.remove(row);
                row
            }),
            Action::MoveUp | Action::MoveDown => {
                let to = match action {
                    Action::MoveUp => row.checked_sub(1),
                    _ => Some(row + 1),
                };
                let rows = editor.table.rows.len();
                if let Some(to) = to.filter(|to| *to < rows && row < rows) {
                    self.change_rows(|table, row| {
                        table.rows.swap(row, to);
                        to
                    });
                }
            }
            Action::OtherColumns => {
                let further = self.form.names();
                let layouts = about.layouts.len().max(1);
                self.change_rows(|table, row| {
                    let next = (table.layout + 1) % layouts;
                    table.take_layout(about, next, &further);
                    row
                });
                let typed = self.typed.as_ref();
                let layout = typed.and_then(|typed| about.layouts.get(typed.layout));
                let name = layout.map_or("", |layout| layout.name);
                return vec![Effect::Say(format!("The columns of: {name}."))];
            }
            Action::Clear => {
                self.clear(false);
                self.rows_again();
                return vec![Effect::Say("Cleared. Undo brings it back.".into())];
            }
            Action::OtherWay => return Vec::from_iter(self.show_ways()),
            _ => {
                let to = step(action, row, editor.window.page()).unwrap_or(row);
                let at = match action {
                    Action::Left => column.saturating_sub(1),
                    Action::Right => column + 1,
                    Action::Top | Action::Bottom => 0,
                    _ => column,
                };
                self.go(to, at);
                if let Mode::Rows(editor) = &mut self.mode {
                    editor.start = editor.column;
                }
            }
        }
        Vec::new()
    }

    pub(super) fn click_row(&mut self, item: usize) {
        if let Mode::Rows(editor) = &self.mode {
            let column = editor.column;
            self.go(item, column);
        }
    }

    /// Messages of the reader about the table, or why it gives no result.
    fn rows_notes(&self) -> (bool, String) {
        if let (Err(refusal), Some(_)) = (&self.result, &self.typed) {
            return (true, refusal.message.clone());
        }
        let told = match (&self.typed, &self.sheet) {
            (None, _) => "Type into the cells, or paste rows of a spreadsheet.".to_owned(),
            (Some(_), None) => String::new(),
            (Some(_), Some(sheet)) => {
                let told = sheet.findings.iter();
                let told = told.map(|finding| format!("{}.", capital(&finding.sentence)));
                told.collect::<Vec<_>>().join(" ")
            }
        };
        (false, told)
    }

    pub(super) fn draw_rows(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let Mode::Rows(editor) = &self.mode else {
            return;
        };
        let mut area = inset(area, u16::MAX);
        if area.height < 2 || area.width < 8 {
            return;
        }
        if area.width + 2 >= WIDE && self.typed.is_some() {
            let columns = editor.table.columns(self.calculator);
            let wide = self.widths(editor, &columns, &self.sums(&editor.table, &columns));
            let wanted = gutter(&editor.table) + wide.iter().sum::<usize>() + 2 * wide.len();
            let most = area.width.saturating_sub(FIGURES + 3);
            let left = (wanted.max(60) as u16).min(most);
            let (left, right) = split(area, left, 3);
            view::draw_results(self, canvas, right);
            area = left;
        }
        let look = canvas.look;
        let theme = look.theme;
        let (bad, text) = self.rows_notes();
        let mut notes = super::working::plain(&text, area.width.saturating_sub(2));
        notes.truncate(if area.height > 10 { NOTES } else { 1 });
        self.draw_cells(editor, canvas, above(area, notes.len() as u16 + 1));
        let mut doc = Doc::default();
        if bad {
            doc.lead(Span::styled("! ", theme.warning), &notes, Style::new())
        } else {
            doc.lead("  ", &notes, Style::new())
        }
        let rest = area.height.saturating_sub(notes.len() as u16);
        doc.draw_start(canvas, below(area, rest));
    }

    /// Sums of the columns as they were read, so that the numbers agree with the result.
    fn sums(&self, table: &Typed, columns: &[usize]) -> Vec<String> {
        let sum = |at: &usize| -> Option<f64> {
            let numbers = self.sheet.as_ref()?.table.numbers(table.keys.get(*at)?)?;
            Some(numbers.iter().filter(|n| n.is_finite()).sum())
        };
        let shown = |sum: Option<f64>| sum.map_or_else(String::new, |sum| numbers::trimmed(sum, 4));
        columns.iter().map(|at| shown(sum(at))).collect()
    }

    fn widths(&self, editor: &Editor, columns: &[usize], sums: &[String]) -> Vec<usize> {
        let table = &editor.table;
        let columns = columns.iter().zip(sums).enumerate();
        columns
            .map(|(nth, (at, sum))| {
                let cells = (0..table.rows.len()).map(|row| width(table.cell(row, *at)));
                let label = width(table.label(self.calculator, *at));
                let widest = cells.max().unwrap_or(0).max(label).max(width(sum));
                // The cursor is after the typed text.
                let typed = if nth == editor.column {
                    width(editor.field.text()) + 1
                } else {
                    0
                };
                widest.max(typed).clamp(NARROWEST, WIDEST)
            })
            .collect()
    }

    fn draw_cells(&self, editor: &Editor, canvas: &mut Canvas<'_>, area: Rect) {
        let look = canvas.look;
        let theme = look.theme;
        let cut = look.glyphs.cut;
        let about = self.calculator;
        let table = &editor.table;
        let columns = table.columns(about);
        let rows = table.rows.len() + 1;
        let gutter = gutter(table);
        let sums = self.sums(table, &columns);
        let wide = self.widths(editor, &columns, &sums);
        let room = usize::from(area.width).saturating_sub(gutter);
        let mut shown = in_view(&wide, 0, editor.column, room);
        if shown.len() < columns.len() {
            // Leaves room for the mark that there are more columns.
            shown = in_view(&wide, 0, editor.column, room.saturating_sub(4));
        }
        let high = usize::from(area.height.saturating_sub(2));
        let lines = editor.window.around(editor.row..editor.row + 1, rows, high);
        let hidden = columns.len() - shown.len();
        if hidden > 0 {
            let more = format!("+{hidden}");
            let room = more.len() as u16;
            let x = area.right().saturating_sub(room);
            canvas.text(x, area.y, room, &more, theme.dim);
        }
        let mut x = area.x + gutter as u16;
        for (y, row) in (area.y + 1..).zip(lines.clone()) {
            let number = pad_left(&(row + 1).to_string(), gutter - 2, "");
            let here = row == editor.row;
            let style = if here { theme.accent } else { theme.dim };
            canvas.text(area.x, y, gutter as u16, &number, style);
            canvas.hit(Rect::new(area.x, y, area.width, 1), Hit::Item(row));
        }
        let foot = area.y + 1 + lines.len() as u16;
        if foot < area.bottom() && sums.iter().any(|sum| !sum.is_empty()) {
            canvas.text(area.x, foot, gutter as u16, "sum", theme.strong);
        }
        for at in shown {
            let left = area.right().saturating_sub(x);
            let (column, wide) = (columns[at], wide[at].min(left.into()));
            let align = |text: &str| {
                if table.is_number(about, column) {
                    pad_left(&fit(text, wide, cut), wide, cut)
                } else {
                    pad(text, wide, cut)
                }
            };
            let label = align(table.label(about, column));
            let style = match (at == editor.column, table.is_needed(about, column)) {
                (true, _) => theme.selected,
                (false, true) => theme.strong,
                (false, false) => theme.dim,
            };
            canvas.text(x, area.y, left, &label, style);
            for (y, row) in (area.y + 1..).zip(lines.clone()) {
                if row == editor.row && at == editor.column {
                    let style = editor.field.style(&theme);
                    let used =
                        width(editor.field.text()) + usize::from(!editor.field.is_proposed());
                    let before = if table.is_number(about, column) {
                        wide.saturating_sub(used)
                    } else {
                        0
                    };
                    // One cell more for the cursor behind the text, where a column ends with its number.
                    let room = (wide - before + 1).min(left.into()).max(1) as u16;
                    let x = x + before as u16;
                    editor.field.draw(canvas, x, y, room, style, true);
                } else {
                    canvas.text(x, y, left, &align(table.cell(row, column)), Style::new());
                }
            }
            if foot < area.bottom() {
                canvas.text(x, foot, left, &align(&sums[at]), theme.strong);
            }
            x = x.saturating_add(wide as u16 + 2);
        }
    }

    /// From the first typed cell on, the numbers are the learner's own.
    pub(super) fn retype(&mut self, table: Typed) {
        self.origin = OWN.to_owned();
        self.rest.clear();
        self.away = None;
        self.typed = Some(table.into());
        self.read_typed();
    }
}

/// Cells before the first column, for row numbers.
fn gutter(table: &Typed) -> usize {
    (table.rows.len() + 1).to_string().len().max(3) + 2
}
