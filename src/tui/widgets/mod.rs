//! Parts of screens. They draw and edit, and know nothing of sessions.

pub mod bar;
pub mod dates;
pub mod field;
pub mod list;
pub mod markdown;
pub mod plot;
pub mod width;
