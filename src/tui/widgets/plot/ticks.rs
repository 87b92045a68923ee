//! Round numbers for an axis, and their short labels.

use crate::calculators::{Unit, numbers};

/// Larger numbers are drawn as this one, so that differences stay finite.
const LARGEST: f64 = 1e300;

/// The range of an axis that is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    pub low: f64,
    pub high: f64,
}

impl Span {
    /// From the smallest to the largest value; `None` without values. A single value gets some room on both sides.
    pub fn of(values: impl Iterator<Item = f64>) -> Option<Span> {
        let finite = values.filter(|value| value.is_finite());
        let ends = finite.map(|value| value.clamp(-LARGEST, LARGEST));
        let ends = ends.map(|value| (value, value));
        let (low, high) = ends.reduce(|(low, high), (n, _)| (low.min(n), high.max(n)))?;
        let size = low.abs().max(high.abs());
        if high - low > size * 1e-9 {
            return Some(Span { low, high });
        }
        let room = if size < 1e-290 { 1.0 } else { size * 0.1 };
        Some(Span {
            low: low - room,
            high: high + room,
        })
    }

    /// Extended to include zero, if that takes at most half of the picture.
    pub fn with_zero(self) -> Span {
        match (self.low, self.high) {
            (low, high) if low > 0.0 && low <= high / 2.0 => Span { low: 0.0, high },
            (low, high) if high < 0.0 && high >= low / 2.0 => Span { low, high: 0.0 },
            _ => self,
        }
    }

    /// Widened to the next ticks.
    pub fn to_ticks(self, step: f64) -> Span {
        Span {
            low: (self.low / step + 1e-9).floor() * step,
            high: (self.high / step - 1e-9).ceil() * step,
        }
    }

    /// 0 at the lower end, 1 at the upper end.
    pub fn place(self, value: f64) -> f64 {
        ((value.clamp(-LARGEST, LARGEST) - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The cell of `cells`, from 0.
    pub fn cell(self, value: f64, cells: usize) -> usize {
        (self.place(value) * cells.saturating_sub(1) as f64).round() as usize
    }
}

/// The distance between ticks: 1, 2, 2.5 or 5 times a power of ten, with about `most` ticks at most.
pub fn step(span: Span, most: usize, unit: Unit) -> f64 {
    let rough = (span.high - span.low) / most.max(1) as f64;
    let power = 10f64.powf(rough.log10().floor());
    let whole_only = matches!(unit, Unit::Count) && rough < 1.0;
    if whole_only || !power.is_normal() {
        return rough.max(1.0);
    }
    let steps: &[f64] = match unit {
        Unit::Count => &[1.0, 2.0, 5.0, 10.0],
        _ => &[1.0, 2.0, 2.5, 5.0, 10.0],
    };
    let round = steps.iter().find(|s| *s * power >= rough * 0.999_999);
    round.map_or(rough, |round| round * power)
}

/// The multiples of `step` within the span.
pub fn ticks(span: Span, step: f64) -> Vec<f64> {
    const MOST: usize = 50;
    let first = (span.low / step - 1e-9).ceil();
    (0..MOST)
        .map(|i| (first + i as f64) * step)
        .take_while(|tick| *tick <= span.high + step * 1e-9)
        .map(|tick| if tick.abs() < step * 1e-9 { 0.0 } else { tick })
        .collect()
}

/// Short: `1.5 M`, `250 k`, `25 %`. `step` decides how many decimals are needed.
pub fn label(value: f64, step: f64, unit: Unit) -> String {
    if unit == Unit::Share {
        return format!("{} %", number(value * 100.0, step * 100.0));
    }
    number(value, step)
}

fn number(value: f64, step: f64) -> String {
    let size = value.abs().max(step.abs());
    if size >= 1e15 || (size > 0.0 && size < 1e-5) {
        return if value == 0.0 {
            "0".into()
        } else {
            format!("{value:.1e}").replace(".0e", "e")
        };
    }
    for (from, by, name) in [
        (1e12, 1e12, " T"),
        (1e9, 1e9, " G"),
        (1e6, 1e6, " M"),
        (1e5, 1e3, " k"),
    ] {
        if size >= from && value != 0.0 {
            return format!(
                "{}{name}",
                numbers::trimmed(value / by, decimals(step / by))
            );
        }
    }
    numbers::trimmed(value, decimals(step))
}

fn decimals(step: f64) -> usize {
    (0..8)
        .find(|places| {
            let scaled = step * 10f64.powi(*places);
            (scaled - scaled.round()).abs() < 1e-6 * scaled.abs().max(1e-3)
        })
        .unwrap_or(8) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(low: f64, high: f64, unit: Unit) -> Vec<String> {
        let span = Span { low, high };
        let step = step(span, 5, unit);
        ticks(span, step)
            .into_iter()
            .map(|tick| label(tick, step, unit))
            .collect()
    }

    #[test]
    fn ticks_are_round_and_written_short() {
        assert_eq!(
            round(0.0, 1.0, Unit::Share),
            ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]
        );
        assert_eq!(round(0.0, 612.0, Unit::Money), ["0", "200", "400", "600"]);
        assert_eq!(round(-3.0, 7.0, Unit::Ratio), ["-2", "0", "2", "4", "6"]);
        assert_eq!(
            round(0.0, 2.4e6, Unit::Money),
            ["0", "500 k", "1 M", "1.5 M", "2 M"]
        );
        assert_eq!(round(1.0, 4.0, Unit::Count), ["1", "2", "3", "4"]);
        assert_eq!(
            round(0.0, 1e20, Unit::Money),
            ["0", "2e19", "4e19", "6e19", "8e19", "1e20"]
        );
    }

    #[test]
    fn any_values_give_a_span_with_room_in_it() {
        for values in [
            vec![0.0],
            vec![5.0, 5.0],
            vec![-7.0],
            vec![f64::MAX, f64::MIN],
            vec![f64::NAN, 1.0],
            vec![1e9, 1e9 + 1e-7],
            vec![f64::MIN_POSITIVE],
            vec![f64::MIN_POSITIVE, 0.0],
        ] {
            let span = Span::of(values.clone().into_iter()).unwrap();
            assert!(
                span.high > span.low && (span.high - span.low).is_finite(),
                "{values:?}"
            );
            let step = step(span, 5, Unit::Money);
            assert!(step > 0.0, "{values:?} {step}");
            for tick in ticks(span, step) {
                assert!((0.0..=1.0).contains(&span.place(tick)), "{values:?}");
                assert!(!label(tick, step, Unit::Money).is_empty());
            }
        }
        assert_eq!(Span::of([f64::NAN, f64::INFINITY].into_iter()), None);
    }
}
