//! A table of results, sorted by any column. However long it is, only the visible rows are formatted.

use crate::calculators::{Cells, Grid, GridColumn, Unit};
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, below};
use crate::tui::widgets::list::Window;
use crate::tui::widgets::width::{fit, pad, pad_left, width};
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::cell::OnceCell;

/// This many rows, spread over the table, together with the smallest and the largest number decide a column's width.
const MEASURED: usize = 250;
/// The widest column, in cells, if not all columns fit completely; and if they do.
const WIDEST: usize = 28;
const WIDE: usize = 80;

/// How a table is shown; results that are expensive to compute are kept.
#[derive(Debug, Default)]
pub struct GridView {
    /// The column with the cursor.
    column: usize,
    /// The column sorted by, and whether the largest values come first.
    sort: Option<(usize, bool)>,
    window: Window,
    order: OnceCell<Vec<u32>>,
    widths: OnceCell<Vec<usize>>,
}

impl GridView {
    /// The table has other rows now.
    pub fn forget(&mut self) {
        self.order = OnceCell::new();
        self.widths = OnceCell::new();
    }

    /// True if the action belongs to a table.
    pub fn press(&mut self, action: Action, grid: &Grid) -> bool {
        match action {
            Action::Left => self.column = self.column.saturating_sub(1),
            Action::Right => {
                self.column = (self.column + 1).min(grid.columns.len().saturating_sub(1));
            }
            Action::Go | Action::Space => self.sort_by(self.column, grid),
            _ => return self.window.moved(action),
        }
        true
    }

    /// Numbers largest first, words from A. The second time reverses the order, the third time restores the original one.
    pub fn sort_by(&mut self, column: usize, grid: &Grid) {
        let about = grid.columns.get(column);
        let numbers = about.is_some_and(|c| matches!(c.cells, Cells::Numbers(_)));
        self.sort = match self.sort {
            Some((by, falling)) if by == column && falling == numbers => Some((column, !falling)),
            Some((by, _)) if by == column => None,
            _ => Some((column, numbers)),
        };
        self.column = column;
        self.order = OnceCell::new();
        self.window.reset();
    }

    fn row(&self, grid: &Grid, nth: usize) -> usize {
        match self.sort {
            None => nth,
            Some((column, falling)) => {
                let order = self.order.get_or_init(|| grid.sorted_by(column, falling));
                order.get(nth).map_or(nth, |row| *row as usize)
            }
        }
    }

    /// Full widths if all columns fit.
    fn widths(&self, grid: &Grid, available: usize) -> Vec<usize> {
        let widths = self
            .widths
            .get_or_init(|| grid.columns.iter().map(|c| room(c, grid.rows)).collect());
        let whole = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
        let most = if whole <= available { WIDE } else { WIDEST };
        widths.iter().map(|wide| (*wide).min(most)).collect()
    }

    /// The columns that fit, always with the first column of words and the one with the cursor.
    fn columns(&self, grid: &Grid, available: usize) -> Vec<usize> {
        let mut columns = grid.columns.iter();
        let named = columns.position(|c| !matches!(c.cells, Cells::Numbers(_)));
        let named = named.unwrap_or(0);
        in_view(&self.widths(grid, available), named, self.column, available)
    }

    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, grid: &Grid, focused: bool) {
        let theme = canvas.look.theme;
        let glyphs = canvas.look.glyphs;
        if area.height == 0 {
            return;
        }
        let body = usize::from(area.height.saturating_sub(2));
        let shown = self.window.lines(grid.rows, body);
        let count = |n: usize| crate::calculators::numbers::grouped(n as f64, 0);
        let mut title = grid.title.to_owned();
        if grid.rows > shown.len() {
            let [from, to, all] = [shown.start + 1, shown.end, grid.rows].map(count);
            title += &format!("   {from} to {to} of {all}");
        }
        let columns = self.columns(grid, area.width.into());
        let hidden = grid.columns.len() - columns.len();
        match hidden {
            0 => {}
            1 => title += "   1 more column",
            _ => title += &format!("   {hidden} more columns"),
        }
        let title = fit(&title, area.width.into(), glyphs.cut).into_owned();
        canvas.text(area.x, area.y, area.width, &title, theme.strong);
        let area = below(area, 1);
        let widths = self.widths(grid, area.width.into());
        let mut x = area.x;
        for nth in columns {
            let (Some(column), Some(wide)) = (grid.columns.get(nth), widths.get(nth)) else {
                continue;
            };
            let left = area.right().saturating_sub(x);
            let wide = (*wide).min(left.into());
            let sign = match self.sort {
                Some((by, true)) if by == nth => glyphs.down,
                Some((by, false)) if by == nth => glyphs.up,
                _ => "",
            };
            let style = if focused && nth == self.column {
                theme.selected
            } else {
                theme.dim
            };
            let label = format!("{}{sign}", column.label);
            let label = aligned(column, &label, wide, glyphs.cut);
            canvas.text(x, area.y, left, &label, style);
            let cells = shown.clone().map(|nth| column.show(self.row(grid, nth)));
            let mut cells: Vec<String> = cells.map(|cell| cell.to_string()).collect();
            if matches!(column.cells, Cells::Numbers(_)) {
                level(&mut cells, wide);
            }
            for (y, cell) in (area.y + 1..area.bottom()).zip(cells) {
                let text = aligned(column, &cell, wide, glyphs.cut);
                canvas.text(x, y, left, &text, Style::new());
            }
            x = x.saturating_add(wide as u16 + 2);
        }
    }
}

/// The columns that fit with two cells between them: the `first`, that of the cursor, then its neighbours, those to its left
/// before others.
pub fn in_view(wide: &[usize], first: usize, cursor: usize, room: usize) -> Vec<usize> {
    let takes = |columns: &[usize]| {
        let wide = columns.iter().filter_map(|at| wide.get(*at));
        wide.map(|wide| wide + 2).sum::<usize>()
    };
    let mut shown = vec![first];
    let near = (0..=cursor).rev().chain(cursor + 1..wide.len());
    for at in near.filter(|at| *at != first) {
        shown.push(at);
        if at != cursor && takes(&shown) > room + 2 {
            shown.pop();
            break;
        }
    }
    shown.sort_unstable();
    shown.retain(|at| *at < wide.len());
    shown
}

fn aligned(column: &GridColumn, text: &str, wide: usize, cut: &str) -> String {
    match column.cells {
        Cells::Numbers(_) => pad_left(text, wide, cut),
        _ => pad(text, wide, cut),
    }
}

/// Gives numbers as many decimals each as the one with most, so that their points stand under one another; none that would then
/// be wider than `most` cells.
fn level(cells: &mut [String], most: usize) {
    // Where its digits end, and how many of them stand behind the point; nothing where it is no number or has an exponent.
    let point = |cell: &String| {
        let end = cell.rfind(|c: char| c.is_ascii_digit())? + 1;
        let number = cell.get(..end).filter(|number| !number.contains('e'))?;
        Some((end, number.rfind('.').map_or(0, |at| end - at - 1)))
    };
    let decimals = cells.iter().filter_map(point).map(|(_, n)| n).max();
    for cell in cells.iter_mut() {
        let Some((end, n)) = point(&*cell) else {
            continue;
        };
        let zeros = "0".repeat(decimals.unwrap_or(0) - n);
        let dot = if n == 0 && !zeros.is_empty() { "." } else { "" };
        if width(cell) + dot.len() + zeros.len() <= most {
            cell.insert_str(end, &format!("{dot}{zeros}"));
        }
    }
}

/// The width of the column's label and values. The sort mark needs one more cell.
fn room(column: &GridColumn, rows: usize) -> usize {
    let label = width(&column.label) + 1;
    let spread = (0..rows).step_by(rows.div_ceil(MEASURED).max(1));
    let widest = match &column.cells {
        Cells::Numbers(values) if column.unit == Unit::Text => values.len().to_string().len(),
        Cells::Numbers(values) => {
            let ends = values.bounds().map(|(low, high)| [low, high]);
            let numbers = spread.filter_map(|row| column.number(row));
            let numbers = numbers.chain(ends.into_iter().flatten());
            let mut cells: Vec<String> = numbers.map(|value| column.unit.show(value)).collect();
            level(&mut cells, WIDE);
            cells.iter().map(|cell| width(cell)).max().unwrap_or(0)
        }
        _ => {
            let cells = spread.chain(rows.checked_sub(1));
            let widths = cells.map(|row| width(&column.show(row)));
            widths.max().unwrap_or(0)
        }
    };
    label.max(widest).min(WIDE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::canvas::Look;
    use crate::tui::key_press::Keys;
    use crate::tui::theme::{Palette, Symbols};
    use ratatui::buffer::Buffer;
    use std::sync::Arc;

    fn grid(rows: usize) -> Grid {
        let names = Arc::new((0..rows).map(|i| format!("Customer {i}")).collect());
        let value = |i: usize| (i * 7919 % 10_007) as f64;
        let ranks = (0..rows).map(|i| i as f64).collect();
        let columns = vec![
            GridColumn::numbers("rank", "Rank", Unit::Count, ranks),
            GridColumn::names(
                "id",
                "Customer",
                &names,
                (0..rows as u32).collect::<Vec<u32>>(),
            ),
            GridColumn::numbers(
                "value",
                "Value",
                Unit::Money,
                (0..rows).map(value).collect(),
            ),
        ];
        Grid::new("rows", "Rows", columns)
    }

    fn lines(view: &GridView, grid: &Grid, width: u16, height: u16) -> Vec<String> {
        let look = Look::new(Palette::Mono, Symbols::Ascii, Keys::default());
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let area = buffer.area;
        view.draw(&mut Canvas::new(&mut buffer, &look), area, grid, true);
        (0..height)
            .map(|y| {
                (0..width)
                    .map(|x| buffer[(x, y)].symbol().to_owned())
                    .collect::<String>()
            })
            .map(|line| line.trim_end().to_owned())
            .collect()
    }

    #[test]
    fn a_column_sorts_largest_first_then_smallest_then_not_at_all() {
        let grid = grid(5);
        let mut view = GridView::default();
        let first = |view: &GridView| lines(view, &grid, 40, 8)[2].clone();
        assert!(first(&view).contains("Customer 0"));
        view.press(Action::Right, &grid);
        view.press(Action::Right, &grid);
        view.press(Action::Go, &grid);
        assert!(first(&view).contains("Customer 1"), "{}", first(&view));
        assert!(lines(&view, &grid, 40, 8)[1].ends_with("Valuev"));
        view.press(Action::Go, &grid);
        assert!(first(&view).contains("Customer 0"));
        view.press(Action::Go, &grid);
        assert!(lines(&view, &grid, 40, 8)[1].ends_with("Value"));
    }

    #[test]
    fn the_column_under_the_cursor_and_the_names_are_always_in_view() {
        let grid = grid(50);
        for column in 0..3 {
            let mut view = GridView::default();
            for _ in 0..column {
                view.press(Action::Right, &grid);
            }
            let head = lines(&view, &grid, 24, 6)[1].clone();
            assert!(head.contains("Customer"), "{head}");
            assert!(head.contains(&*grid.columns[column].label), "{head}");
        }
    }

    #[test]
    fn the_last_row_of_a_long_table_is_reached() {
        let grid = grid(100_000);
        let mut view = GridView::default();
        lines(&view, &grid, 60, 20);
        view.press(Action::Bottom, &grid);
        let shown = lines(&view, &grid, 60, 20);
        assert!(shown[19].contains("Customer 99999"), "{shown:?}");
        assert!(
            shown[0].contains("99,983 to 100,000 of 100,000"),
            "{}",
            shown[0]
        );
    }
}
