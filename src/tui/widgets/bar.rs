//! A bar of progress: known, then met, then the rest.

use crate::tui::canvas::Look;
use ratatui::text::Span;

/// `known` and `met` (which includes those known) of `all`. Each part that is not zero has at least one cell.
pub fn of_known(
    look: &Look,
    (known, met, all): (u32, u32, u32),
    cells: usize,
) -> Vec<Span<'static>> {
    let all = all.max(1) as usize;
    let cells_of = |n: u32| {
        (n as usize * cells / all)
            .max(usize::from(n > 0))
            .min(cells)
    };
    let known_cells = cells_of(known);
    let is_all_met = met as usize >= all;
    let met_cells = cells_of(met)
        .max(known_cells + usize::from(met > known))
        .min(if is_all_met {
            cells
        } else {
            cells.saturating_sub(1)
        });
    let known_cells = known_cells.min(met_cells);
    let part = |sign: &str, n: usize, style| Span::styled(sign.repeat(n), style);
    let (glyphs, theme) = (look.glyphs, look.theme);
    vec![
        part(glyphs.full, known_cells, theme.accent),
        part(glyphs.half, met_cells - known_cells, theme.accent),
        part(glyphs.empty, cells - met_cells, theme.dim),
    ]
}

/// Columns over `rows` lines, the uppermost line first, a sign for each value: a blank for nothing, and never flat for
/// something.
pub fn columns(look: &Look, values: &[u32], rows: usize) -> Vec<Vec<&'static str>> {
    let most = values.iter().copied().max().unwrap_or(0).max(1) as usize;
    let heights = look.glyphs.heights;
    let sign = |n: u32, below: usize| {
        let height = (n as usize * 8 * rows).div_ceil(most);
        let height = height.saturating_sub(8 * below).min(8);
        height.checked_sub(1).map_or(" ", |nth| heights[nth])
    };
    let row = |below| values.iter().map(|n| sign(*n, below)).collect();
    (0..rows).rev().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::key_press::Keys;
    use crate::tui::theme::{Palette, Symbols};

    #[test]
    fn columns_stand_on_each_other_and_something_is_never_flat() {
        let look = Look::new(Palette::Dark, Symbols::Block, Keys::default());
        let drawn = |values: &[u32], rows| -> Vec<String> {
            let rows = columns(&look, values, rows);
            rows.into_iter().map(|row| row.concat()).collect()
        };
        assert_eq!(drawn(&[0, 1, 50, 100], 1), [" ▁▄█"]);
        assert_eq!(drawn(&[0, 1, 50, 75, 100], 2), ["   ▄█", " ▁███"]);
        assert_eq!(drawn(&[0, 0], 2), ["  ", "  "]);
        assert_eq!(drawn(&[], 1), [""]);
    }

    #[test]
    fn a_bar_shows_the_first_card_and_the_last_one_left() {
        let look = Look::new(Palette::Dark, Symbols::Ascii, Keys::default());
        let bar = |parts| -> String {
            let spans = of_known(&look, parts, 10);
            spans.iter().map(|span| &*span.content).collect()
        };
        for (parts, drawn) in [
            ((0, 0, 100), ".........."),
            ((0, 1, 100), "=........."),
            ((1, 1, 100), "#........."),
            ((1, 2, 100), "#=........"),
            ((50, 80, 100), "#####===.."),
            ((99, 99, 100), "#########."),
            ((99, 100, 100), "#########="),
            ((100, 100, 100), "##########"),
            ((0, 0, 0), ".........."),
        ] {
            assert_eq!(bar(parts), drawn, "{parts:?}");
        }
    }
}
