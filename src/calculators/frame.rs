//! What nearly every calculator is made of, taken with `use super::frame::*`.

pub use super::arithmetic::{NEAR, halved, median, ranked, ratio, running, whole_up};
pub use super::calculator::{Calculator, Field, Kind, Reader};
pub use super::grid::{Grid, GridColumn, Numbers, Rows};
pub use super::messages::{Refusal, Warning};
pub(crate) use super::numbers::filled;
pub use super::numbers::{listed, percent, plain, trimmed};
pub use super::outcome::{Figure, JsonOnly, Outcome, Step};
pub use super::plot::{Axis, Marker, Plot, Series, curve, thinned};
pub use super::table::{CUSTOMER, Column, Holds, Layout, RowOrder, SHARE, Table};
pub use super::unit::Unit;
