//! Swot, a terminal tutor: how its code is divided, and the words it uses.
//!
//! ```text
//!  CLTD  Service-level differentiation                     new · 3 of 20    tui/screens/study/
//!
//!    Which fill rate counts only orders shipped whole?                      content/*.ron, read by deck_file/parse.rs
//!
//!  ✓ 1  order fill rate        your answer                                  study/kinds/choice.rs judges
//!    2  line fill rate         counts lines, not orders                     its reason, from the deck
//!
//!    An order with one short line has failed as an order.                   tui/widgets/markdown.rs
//!    Service-level differentiation · c opens the page                       tui/screens/concept.rs
//!
//!    1 Again           2 Hard            3 Good <          4 Easy           study/sm2.rs knows what follows
//!    today, then 1 d   today, then 15 d  15 d              15 d             study/memory.rs
//!
//!  Enter take Good  u undo  s suspend  b bury  f flag  ? help               tui/action.rs: one table of keys
//! ```
//!
//! Rooms are the top-level modules, here from the ground up; each imports only from below (`tests/floors.rs` holds it):
//!
//! | room | what is there |
//! |---|---|
//! | [`hash`] | a number that tells whether bytes are as they were |
//! | [`parallel`] | work shared out among threads |
//! | [`files`] | files read within bounds, their bytes as text, and saved whole or not at all |
//! | [`calculators`] | business arithmetic, pure: one file a calculator, `groups!` lists them |
//! | [`study`] | decks, card kinds, SM-2, the day's plan, the session, the log; pure |
//! | [`dates`] | days and moments as dates |
//! | [`clock`] | the time of day |
//! | [`deck_file`] | RON text to decks, every fault with its place; ids, renames and other edits of a deck's text |
//! | [`lint`] | the rules of `swot check`, and the preview |
//! | [`shelf`] | all decks there are, with their index; packages of decks; the learner's own cards |
//! | [`store`] | SQLite: the review log and its union with others, memories, undo, doctor, backups |
//! | [`sync`] | the log and a shared folder brought to the same rows |
//! | [`exchange`] | cards from and for other programs: CSV, Quizlet, Markdown, Anki packages, GIFT |
//! | [`sheet`] | text files and workbooks as the calculators' tables, and what was decided in reading them |
//! | [`tui`] | screens and widgets: they get plain values and answer with effects; [`tui::screens::Route`] lists the screens |
//! | [`folders`] | where things lie, and why there |
//! | [`settings`] | `config.ron` |
//! | [`watch`] | tells when deck files were saved |
//! | [`desk`] | shelf, store and clock together, for screens and commands |
//! | [`driver`] | the loop: an event in, effects out, a frame |
//! | [`cli`] | one command a file, or a few with the same helpers |
//!
//! How a grade travels: a key becomes an action (`tui/keys.rs`), the study screen proposes a `Change`, the driver has the
//! store write the log row and the memory in one transaction, and only the written `Entry` moves the session. Then the frame.
//!
//! What it takes to add a calculator, a card kind, a screen, a command or a row of the log: `CONTRIBUTING.md`.
//!
//! One word per idea: a *deck* holds *concepts*, a concept has a *page* and *cards*, a card makes one *question* or several
//! (*parts*); a *grade* is 0 to 5; a grading is *meant* as a *review*, *drill*, *look*, *practice* or *exam*, and what it
//! *counts* as is known when the log is *folded*; a *session* is a run of study, an *attempt* one of a mock exam; a question's
//! *memory* is the fold of its rows; an *adoption* is an alias of an old key; a *choice* is what the learner decided, a *fact*
//! what the program has to remember; a *fault* is an error or a warning; a *place* is where a fault stands in a file; a
//! *position* is where a row stands in the order of all logs.

pub mod calculators;
pub mod cli;
pub mod clock;
pub mod dates;
pub mod deck_file;
pub mod desk;
pub mod driver;
pub mod exchange;
pub mod files;
pub mod folders;
pub mod hash;
pub mod lint;
pub mod parallel;
pub mod settings;
pub mod sheet;
pub mod shelf;
pub mod store;
pub mod study;
pub mod sync;
pub mod tui;
pub mod watch;
