//! What screens ask of the world, and what came of it.

use super::terminal::Screen;
use super::{Driver, editor, tables};
use crate::desk::{RecordFailure, Undone};
use crate::study::Key;
use crate::study::text::clean;
use crate::tui::screen::{Errand, News, TakenBack};
use std::path::{Path, PathBuf};

impl Driver {
    pub(super) fn carry_out(&mut self, errand: Errand) -> Vec<News> {
        let desk = &mut self.desk;
        match errand {
            Errand::Quit => Vec::new(),
            Errand::Study(selectors) => {
                let mut news = self.reloaded();
                news.push(or_failed(self.desk.session(&selectors, None, None), |s| {
                    News::Session(Box::new(s))
                }));
                news
            }
            Errand::Practise(keys) => {
                vec![or_failed(desk.practice(&keys), |s| {
                    News::Session(Box::new(s))
                })]
            }
            Errand::Browse(query) => {
                let mut news = self.reloaded();
                news.push(or_failed(self.desk.rows(), |rows| {
                    News::Browse(rows, query)
                }));
                news
            }
            Errand::FetchRows => vec![or_failed(desk.rows(), News::Rows)],
            Errand::Details(key) => vec![or_failed(desk.card(&key), |card| {
                News::Details(key, Box::new(card))
            })],
            Errand::FetchCard(key) => match desk.card(&key) {
                Ok(card) => vec![News::Card(key, Box::new(card))],
                Err(why) => vec![News::Gone(key, why)],
            },
            Errand::Concept(id) => vec![or_failed(desk.concept(&id), News::Concept)],
            Errand::FetchPage(id) => match desk.concept(&id) {
                Ok(page) => vec![News::Page(page)],
                Err(_) => vec![News::NoPage(id)],
            },
            Errand::FetchHome => {
                let mut news = self.reloaded();
                self.desk.look_for_updates();
                news.push(News::Home(self.desk.home()));
                news
            }
            Errand::SawUpdates => {
                desk.saw_updates();
                Vec::new()
            }
            Errand::FetchHistory(key) => {
                vec![or_failed(desk.history(&key), |rows| {
                    News::History(key, rows)
                })]
            }
            Errand::Record(change) => match desk.record(&change) {
                Ok(entry) => {
                    let mut news = vec![News::Recorded(Box::new(entry))];
                    news.extend(self.reloaded());
                    news
                }
                Err(RecordFailure::Changed { now }) => vec![News::Changed(change.card, now)],
                Err(RecordFailure::Refused(why)) => {
                    vec![News::Refused(format!("Not saved: {why}"))]
                }
            },
            Errand::Undo => vec![match desk.undo() {
                Ok(Some(undone)) => News::Undone(taken_back(undone)),
                Ok(None) => News::NothingToUndo,
                Err(why) => News::Refused(format!("Not undone: {why}")),
            }],
            Errand::Redo => vec![match desk.redo() {
                Ok(Some(redone)) => News::Redone(taken_back(redone)),
                Ok(None) => News::NothingToRedo,
                Err(why) => News::Refused(format!("Not redone: {why}")),
            }],
            Errand::Edit(key) => {
                // A file that has just changed has its card on another line.
                let mut news = self.reloaded();
                news.extend(self.edit_card(&key));
                news
            }
            Errand::EditFile(file, line) => {
                let file = PathBuf::from(file);
                if file.is_file() {
                    self.edit(&file, line)
                } else {
                    vec![News::Failed(
                        "This deck lies inside the program; there is no file to open.".into(),
                    )]
                }
            }
            Errand::SaveScenario {
                calculator,
                name,
                request,
            } => tables::keep(desk, calculator, &name, &request),
            Errand::DeleteScenario { calculator, name } => tables::forget(desk, calculator, &name),
            Errand::ListScenarios(calculator) => vec![tables::kept(desk, calculator)],
            Errand::MakeCard(calculator, card) => {
                let made = tables::make_card(desk, calculator, &card);
                // Last, so that it is what the learner reads.
                let mut news = self.reloaded();
                news.push(made);
                news
            }
            Errand::Stop => {
                let mut news = failed(self.screen.stop());
                news.extend(self.reloaded());
                news
            }
            errand @ (Errand::Copy(_)
            | Errand::LoadTable(..)
            | Errand::ListFiles(_)
            | Errand::SaveFile { .. }
            | Errand::Mouse(_)
            | Errand::Repaint) => of_the_terminal(&mut self.screen, errand),
        }
    }

    /// What changed on the disk since the last look.
    fn reloaded(&mut self) -> Vec<News> {
        self.desk
            .refresh()
            .map(News::Reloaded)
            .into_iter()
            .collect()
    }

    fn edit_card(&mut self, key: &Key) -> Vec<News> {
        match self.desk.editor_target(key) {
            Some((file, line)) => self.edit(&file, line),
            None => vec![News::Failed(crate::tui::screens::INSIDE.into())],
        }
    }

    fn edit(&mut self, file: &Path, line: u32) -> Vec<News> {
        let mut news = edit(&mut self.screen, file, line);
        let reloaded = self.reloaded();
        if reloaded.is_empty() && news.is_empty() {
            news.push(News::Said("The file is as it was.".into()));
        }
        news.extend(reloaded);
        news
    }
}

fn or_failed<T>(result: Result<T, String>, news: impl FnOnce(T) -> News) -> News {
    match result {
        Ok(value) => news(value),
        Err(why) => News::Failed(why),
    }
}

/// What needs the terminal and files that somebody names, and no desk: the same for learners and authors.
pub(super) fn of_the_terminal(screen: &mut Screen, errand: Errand) -> Vec<News> {
    match errand {
        Errand::Copy(text) => {
            let said = "Copied, if your terminal allows programs to (OSC 52).";
            vec![screen.copy(&clean(&text)).map_or_else(
                |error| News::Failed(format!("Not copied: {error}")),
                |()| News::Said(said.into()),
            )]
        }
        Errand::LoadTable(calculator, source) => vec![tables::load(calculator, &source)],
        Errand::ListFiles(typed) => {
            let found = crate::files::complete(&typed);
            vec![News::Files(typed, found)]
        }
        Errand::SaveFile {
            path,
            bytes,
            overwrite,
        } => vec![tables::save(path, &bytes, overwrite)],
        Errand::Mouse(on) => failed(screen.set_mouse(on)),
        Errand::Repaint => failed(screen.repaint()),
        _ => Vec::new(),
    }
}

/// Lends the terminal to an editor; says what went wrong.
pub(super) fn edit(screen: &mut Screen, file: &Path, line: u32) -> Vec<News> {
    match screen.lend(|| editor::edit(file, line)) {
        Ok(Ok(status)) if status.success() => Vec::new(),
        Ok(Ok(status)) => vec![News::Failed(format!("The editor ended with {status}."))],
        Ok(Err(why)) => vec![News::Failed(clean(&why).into_owned())],
        Err(error) => vec![News::Failed(format!(
            "the terminal did not come back: {error}"
        ))],
    }
}

pub(super) fn failed(result: std::io::Result<()>) -> Vec<News> {
    result
        .err()
        .map(|error| News::Failed(error.to_string()))
        .into_iter()
        .collect()
}

fn taken_back(undone: Undone) -> Box<TakenBack> {
    let Undone {
        entry,
        memory,
        concept,
        links,
    } = undone;
    Box::new(TakenBack {
        entry,
        memory,
        concept,
        links,
    })
}
