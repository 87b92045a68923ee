//! Places labels: on free cells if possible, on a curve if necessary, never on another label.

use ratatui::layout::Rect;

#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
enum Cell {
    Free,
    /// A curve passes here.
    Shaded,
    /// A label or mark stands here.
    Blocked,
}

#[derive(Debug)]
pub struct Labels {
    area: Rect,
    cells: Vec<Cell>,
}

impl Labels {
    pub fn new(area: Rect) -> Labels {
        Labels {
            area,
            cells: vec![Cell::Free; usize::from(area.width) * usize::from(area.height)],
        }
    }

    fn at(&mut self, x: u16, y: u16) -> Option<&mut Cell> {
        let inside = self.area.contains((x, y).into());
        let nth = usize::from(y.checked_sub(self.area.y)?) * usize::from(self.area.width)
            + usize::from(x.checked_sub(self.area.x)?);
        self.cells.get_mut(nth).filter(|_| inside)
    }

    pub fn shade(&mut self, x: u16, y: u16) {
        if let Some(cell) = self.at(x, y) {
            *cell = Cell::Shaded;
        }
    }

    pub fn block(&mut self, x: u16, y: u16, wide: u16) {
        for x in x..x.saturating_add(wide) {
            if let Some(cell) = self.at(x, y) {
                *cell = Cell::Blocked;
            }
        }
    }

    /// The first of these places that is free, or at least not blocked; it is blocked from then on.
    fn take(&mut self, places: &[(i32, i32)], wide: u16) -> Option<(u16, u16)> {
        for most in [Cell::Free, Cell::Shaded] {
            for &(x, y) in places {
                let (Ok(x), Ok(y)) = (u16::try_from(x), u16::try_from(y)) else {
                    continue;
                };
                let fits = (x..x.saturating_add(wide))
                    .all(|x| self.at(x, y).is_some_and(|cell| *cell <= most));
                if fits && wide > 0 {
                    // A free cell on both sides, so that labels never touch.
                    self.block(x.saturating_sub(1), y, wide + 2);
                    return Some((x, y));
                }
            }
        }
        None
    }

    /// To the right of a mark, to its left, above or below it.
    pub fn beside(&mut self, mark: (u16, u16), wide: u16) -> Option<(u16, u16)> {
        let (x, y, w) = (i32::from(mark.0), i32::from(mark.1), i32::from(wide));
        let places = [
            (x + 2, y),
            (x - w - 1, y),
            (x - w / 2, y - 1),
            (x - w - 1, y - 1),
            (x + 2, y - 1),
            (x - w / 2, y + 1),
            (x + 2, y + 1),
            (x - w - 1, y + 1),
        ];
        self.take(&places, wide)
    }

    /// Beside a vertical line, from the top down.
    pub fn along_upright(&mut self, column: u16, wide: u16) -> Option<(u16, u16)> {
        let (x, w) = (i32::from(column), i32::from(wide));
        let rows = i32::from(self.area.y)..i32::from(self.area.bottom());
        let places: Vec<(i32, i32)> = rows.flat_map(|y| [(x + 1, y), (x - w, y)]).collect();
        self.take(&places, wide)
    }

    /// On a horizontal line at its right end, otherwise above or below it, but in no row of `others`: there it would name another
    /// line.
    pub fn along_level(&mut self, row: u16, wide: u16, others: &[u16]) -> Option<(u16, u16)> {
        let (y, w) = (i32::from(row), i32::from(wide));
        let (left, right) = (i32::from(self.area.x), i32::from(self.area.right()));
        let places: Vec<(i32, i32)> = [y, y - 1, y + 1]
            .into_iter()
            .filter(|at| *at == y || others.iter().all(|other| i32::from(*other) != *at))
            .flat_map(|y| [(right - w, y), (left + 1, y)])
            .collect();
        self.take(&places, wide)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_never_stand_on_each_other() {
        let mut labels = Labels::new(Rect::new(5, 3, 20, 4));
        let mut taken = std::collections::HashSet::new();
        let mut placed = 0;
        for i in 0..30 {
            let wide = 3 + i % 4;
            if let Some((x, y)) = labels.beside((5 + i % 20, 3 + i % 4), wide) {
                placed += 1;
                for x in x..x + wide {
                    assert!(taken.insert((x, y)), "{x} {y}");
                    assert!((5..25).contains(&x) && (3..7).contains(&y));
                }
            }
        }
        assert!(placed > 4, "{placed}");
    }
}
