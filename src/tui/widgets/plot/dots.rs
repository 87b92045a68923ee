//! A grid of dots finer than the cells they are shown in: braille, quarter blocks or plain characters.

use crate::tui::theme::Symbols;

/// Dots in a cell, horizontally and vertically.
fn fineness(dots: Symbols) -> (usize, usize) {
    match dots {
        Symbols::Braille => (2, 4),
        Symbols::Block => (2, 2),
        Symbols::Ascii => (1, 1),
    }
}

/// Dash patterns that distinguish lines without colour: dots on, dots off.
const DASHES: [(usize, usize); 4] = [(1, 0), (4, 4), (1, 2), (7, 2)];
const ASCII: [char; 4] = ['*', 'o', '+', 'x'];

#[derive(Debug)]
pub struct Raster {
    kind: Symbols,
    /// In cells.
    pub width: usize,
    pub height: usize,
    /// The dots in each cell, and the last series that set one.
    cells: Vec<(u8, usize)>,
}

impl Raster {
    pub fn new(kind: Symbols, width: usize, height: usize) -> Raster {
        Raster {
            kind,
            width,
            height,
            cells: vec![(0, 0); width * height],
        }
    }

    /// How many dots there are, across and down.
    pub fn size(&self) -> (usize, usize) {
        let (across, down) = fineness(self.kind);
        (self.width * across, self.height * down)
    }

    /// Sets a dot; coordinates count from the left and from the top.
    pub fn dot(&mut self, x: usize, y: usize, series: usize) {
        let (across, down) = fineness(self.kind);
        let bit = match self.kind {
            Symbols::Braille => match (x % across, y % down) {
                (0, 3) => 6,
                (1, 3) => 7,
                (column, row) => column * 3 + row,
            },
            _ => (y % down) * across + x % across,
        };
        if x / across < self.width
            && let Some(cell) = self.cells.get_mut(y / down * self.width + x / across)
        {
            *cell = (cell.0 | 1 << bit, series);
        }
    }

    /// A line between two dots; `walked` counts the dots of the series so far, so that dashes continue.
    pub fn line(
        &mut self,
        from: (usize, usize),
        to: (usize, usize),
        series: usize,
        walked: &mut usize,
    ) {
        let (dx, dy) = (to.0 as f64 - from.0 as f64, to.1 as f64 - from.1 as f64);
        let steps = dx.abs().max(dy.abs()) as usize;
        let (on, off) = match self.kind {
            Symbols::Ascii => (1, 0),
            _ => DASHES[series % DASHES.len()],
        };
        for i in 0..=steps {
            let part = i as f64 / steps.max(1) as f64;
            if *walked % (on + off) < on {
                let x = (from.0 as f64 + dx * part).round() as usize;
                let y = (from.1 as f64 + dy * part).round() as usize;
                self.dot(x, y, series);
            }
            *walked += usize::from(i < steps);
        }
    }

    /// The character of a cell and its series; `None` if no dot is set.
    pub fn cell(&self, x: usize, y: usize) -> Option<(char, usize)> {
        let (bits, series) = *self.cells.get(y * self.width + x)?;
        (bits != 0).then(|| (glyph(self.kind, bits, series), series))
    }
}

fn glyph(kind: Symbols, bits: u8, series: usize) -> char {
    const QUARTERS: [char; 16] = [
        ' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█',
    ];
    match kind {
        Symbols::Braille => char::from_u32(0x2800 + u32::from(bits)).unwrap_or(' '),
        Symbols::Block => QUARTERS[usize::from(bits & 15)],
        Symbols::Ascii => ASCII[series % ASCII.len()],
    }
}

/// A short piece of the series' line, for the legend.
pub fn sample(kind: Symbols, series: usize) -> String {
    let mut raster = Raster::new(kind, 3, 1);
    let (wide, high) = raster.size();
    let mut walked = 0;
    raster.line((0, high / 2), (wide - 1, high / 2), series, &mut walked);
    (0..3)
        .map(|x| raster.cell(x, 0).map_or(' ', |(glyph, _)| glyph))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dot_has_its_own_bit_and_nothing_is_set_outside() {
        for kind in [Symbols::Braille, Symbols::Block, Symbols::Ascii] {
            let mut raster = Raster::new(kind, 2, 2);
            let (wide, high) = raster.size();
            let mut seen = 0;
            for y in 0..high + 3 {
                for x in 0..wide + 3 {
                    raster.dot(x, y, 0);
                    let set: u32 = raster.cells.iter().map(|(bits, _)| bits.count_ones()).sum();
                    seen += u32::from(x < wide && y < high);
                    assert_eq!(set, seen, "{kind:?} {x} {y}");
                }
            }
        }
    }

    #[test]
    fn lines_of_different_series_are_told_apart_without_colour() {
        for kind in [Symbols::Braille, Symbols::Block, Symbols::Ascii] {
            let samples: Vec<String> = (0..3).map(|series| sample(kind, series)).collect();
            assert!(
                samples[0] != samples[1] && samples[1] != samples[2],
                "{samples:?}"
            );
        }
        assert_eq!(sample(Symbols::Ascii, 0), "***");
    }
}
