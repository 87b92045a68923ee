//! Pictures of a result as plain values: lines over two axes, or bars.

use super::unit::Unit;
use std::borrow::Cow;

/// A picture of the result: lines over two axes, or level bars one below the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    pub title: &'static str,
    pub x: Axis,
    pub y: Axis,
    pub series: Vec<Series>,
    pub cuts: Vec<Cut>,
    pub markers: Vec<Marker>,
    /// The names of the bars from the top; none where lines are drawn. Each series is then a piece of every bar: its
    /// points at y 0 are the ends of that piece in the first bar, those at y 1 in the second, and so on.
    pub bars: Vec<Cow<'static, str>>,
}

impl Plot {
    pub fn new(title: &'static str, x: Axis, y: Axis, series: Vec<Series>) -> Self {
        Plot {
            title,
            x,
            y,
            series,
            cuts: Vec::new(),
            markers: Vec::new(),
            bars: Vec::new(),
        }
    }

    /// One bar below the other, each with its name.
    pub fn of_bars<N: Into<Cow<'static, str>>>(
        title: &'static str,
        x: Axis,
        names: impl IntoIterator<Item = N>,
        pieces: Vec<Series>,
    ) -> Self {
        Plot {
            bars: names.into_iter().map(Into::into).collect(),
            ..Self::new(title, x, Axis::new("", Unit::Count), pieces)
        }
    }

    /// Quantities over the periods from 1 on.
    pub fn by_period(title: &'static str, series: Vec<Series>) -> Self {
        let (x, y) = ("period", "units");
        let axes = (Axis::new(x, Unit::Count), Axis::new(y, Unit::Quantity));
        Self::new(title, axes.0, axes.1, series)
    }

    pub fn marked(mut self, label: impl Into<String>, x: f64, y: f64) -> Self {
        self.markers.push(Marker::new(label, x, y));
        self
    }

    /// With an upright line across it.
    pub fn cut_at(mut self, label: impl Into<String>, x: f64) -> Self {
        let label = label.into();
        self.cuts.push(Cut::Upright { label, x });
        self
    }

    /// With a level line across it.
    pub fn level_at(mut self, label: impl Into<String>, y: f64) -> Self {
        let label = label.into();
        self.cuts.push(Cut::Level { label, y });
        self
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    pub label: Cow<'static, str>,
    pub unit: Unit,
}

impl Axis {
    pub fn new(label: impl Into<Cow<'static, str>>, unit: Unit) -> Self {
        let label = label.into();
        Axis { label, unit }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub name: Cow<'static, str>,
    pub points: Vec<(f64, f64)>,
    /// Single points, not a line through them.
    pub loose: bool,
}

impl Series {
    /// A line through the points; one that lies beyond the largest number is left out.
    pub fn new(name: impl Into<Cow<'static, str>>, mut points: Vec<(f64, f64)>) -> Self {
        points.retain(|(x, y)| x.is_finite() && y.is_finite());
        Series {
            name: name.into(),
            points,
            loose: false,
        }
    }

    /// One value a period, from 1 on; those that are undefined are left out.
    pub fn by_period(name: impl Into<Cow<'static, str>>, values: &[f64]) -> Self {
        let points = (1..).map(f64::from).zip(values.iter().copied());
        Self::new(name, points.collect())
    }

    /// A piece of each bar, from one end to the other.
    pub fn piece(
        name: impl Into<Cow<'static, str>>,
        ends: impl IntoIterator<Item = (f64, f64)>,
    ) -> Self {
        let ends = (0..).map(f64::from).zip(ends);
        let points = ends.flat_map(|(bar, (from, to))| [(from, bar), (to, bar)]);
        Self::new(name, points.collect())
    }

    /// A value a period, one of each row.
    pub fn each<T>(
        name: impl Into<Cow<'static, str>>,
        rows: &[T],
        value: impl Fn(&T) -> f64,
    ) -> Self {
        Self::by_period(name, &rows.iter().map(value).collect::<Vec<_>>())
    }

    /// Points without a line between them.
    pub fn scattered(name: impl Into<Cow<'static, str>>, points: Vec<(f64, f64)>) -> Self {
        Series {
            loose: true,
            ..Self::new(name, points)
        }
    }
}

/// A line across the plot: upright at an x, or level at a y.
#[derive(Debug, Clone, PartialEq)]
pub enum Cut {
    Upright { label: String, x: f64 },
    Level { label: String, y: f64 },
}

/// A point worth naming, such as where the learner stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Marker {
    pub label: String,
    pub x: f64,
    pub y: f64,
}

impl Marker {
    pub fn new(label: impl Into<String>, x: f64, y: f64) -> Self {
        let label = label.into();
        Marker { label, x, y }
    }
}

/// Points of a curve between two ends in so many steps, and as far as the point where the learner stands, which is one of them.
pub fn curve(
    (low, high): (f64, f64),
    steps: u32,
    here: (f64, f64),
    of: impl Fn(f64) -> f64,
) -> Vec<(f64, f64)> {
    let (low, high) = (low.min(here.0), high.max(here.0));
    let at = |step| low + (high - low) * f64::from(step) / f64::from(steps);
    let mut points: Vec<(f64, f64)> = (0..=steps).map(at).map(|x| (x, of(x))).collect();
    let place = points.partition_point(|(x, _)| *x < here.0);
    points.insert(place, here);
    points
}

/// At most about `most` of the points, first and last among them, for curves over many rows.
pub fn thinned(
    points: impl ExactSizeIterator<Item = (f64, f64)> + Clone,
    most: usize,
) -> Vec<(f64, f64)> {
    let count = points.len();
    let stride = count.div_ceil(most.max(1)).max(1);
    let last = count.checked_sub(1).filter(|last| last % stride != 0);
    let last = last.and_then(|last| points.clone().nth(last));
    points.step_by(stride).chain(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thinned_curve_keeps_its_ends() {
        let points = (0..1_000).map(|i| (f64::from(i), 0.0));
        let thin = thinned(points, 100);
        assert!(thin.len() <= 101, "{}", thin.len());
        assert_eq!(thin.first(), Some(&(0.0, 0.0)));
        assert_eq!(thin.last(), Some(&(999.0, 0.0)));
        assert!(thinned(Vec::new().into_iter(), 100).is_empty());
    }
}
