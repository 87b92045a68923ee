//! The terminal: screens that draw plain values and answer keys with effects. No store, no clock, no files, no decks.
//!
//! ```text
//!  Home                                    screens/home/mod.rs    title: each screen's own
//!     12 due   8 new          about 9 min
//!   › CPIM  Customer segments   ███░ 68 %  widgets/list.rs
//!                                          canvas.rs, theme.rs
//!  Enter start  / search  ? help           frame.rs, from the table in action.rs
//! ```

pub mod action;
pub mod app;
pub mod canvas;
mod frame;
pub mod key_press;
pub mod keys;
mod prompt;
pub mod screen;
pub mod screens;
pub mod theme;
pub mod widgets;
