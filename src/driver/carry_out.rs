//! Carries out what screens ask for, and returns the results as news.

use super::{Driver, Ground, Tty, kept, look, tables};
use crate::desk::RecordError;
use crate::study::text::{clean, count};
use crate::tui::screen::{Effect, News};
use crate::tui::screens::INSIDE;
use crate::tui::theme::Theme;
use std::path::PathBuf;

impl<T: Tty> Driver<T> {
    pub(super) fn carry_out(&mut self, effect: Effect) -> Vec<News> {
        self.try_to(effect).unwrap_or_else(|news| vec![news])
    }

    fn try_to(&mut self, effect: Effect) -> Result<Vec<News>, News> {
        if matches!(effect, Effect::FetchCard(_)) {
            // The question that was read ahead may have got a note in another window.
            self.look_for_others();
        }
        // Whatever comes between an answer and the next question may change that.
        let ahead = match effect {
            Effect::Record(_) => None,
            _ => self.ahead.take(),
        };
        Ok(match effect {
            Effect::FetchCard(key) if ahead.as_ref().is_some_and(|(known, _)| *known == key) => {
                Vec::from_iter(ahead.map(|(key, card)| News::Card(key, Ok(card))))
            }
            Effect::FetchCard(key) => {
                let (mut news, mut card) = (Vec::new(), self.ground.desk()?.card(&key));
                if card.is_err() {
                    // Its file may have been saved since it was looked at.
                    news = self.reloaded();
                    card = self.ground.desk()?.card(&key);
                }
                news.push(News::Card(key, card.map(Box::new)));
                news
            }
            Effect::FetchPage(id) => {
                let mut news = self.reloaded();
                let page = self.ground.desk()?.concept(&id).ok().map(Box::new);
                news.push(News::Page(id, page));
                news
            }
            Effect::FetchTexts => vec![News::Texts(self.ground.desk()?.concept_texts())],
            Effect::FetchHome => {
                let mut news = self.reloaded();
                news.push(News::Home(Box::new(self.ground.desk()?.home())));
                news
            }
            Effect::SawUpdates => {
                self.ground.desk()?.saw_updates();
                Vec::new()
            }
            Effect::Record(change) => match self.ground.desk()?.record(&change) {
                Ok(entry) => {
                    self.owes_look = true;
                    vec![News::Recorded(Box::new(entry))]
                }
                Err(RecordError::Changed { now }) => vec![News::Changed(change.card, *now)],
                Err(RecordError::Trouble(why)) => {
                    vec![News::Refused(format!("Not saved: {why}"))]
                }
            },
            Effect::EndExam(id) => {
                self.ground.desk()?.end_exam(&id)?;
                self.app.outdate();
                vec![News::ExamEnded(id)]
            }
            Effect::FailMisses(id) => {
                let n = self.ground.desk()?.fail_misses(&id)?;
                self.app.outdate();
                let counted = count(n as u64, "miss is", "misses are");
                vec![News::Said(format!(
                    "{counted} counted as failed looks, asked again today and tomorrow. u takes that back."
                ))]
            }
            Effect::Choose(choices) => vec![match self.ground.desk()?.choose(&choices) {
                Ok(()) => News::Chosen,
                Err(why) => News::Refused(format!("Not saved: {why}")),
            }],
            Effect::Set(name, value) => self.set(name, &value)?,
            Effect::KeepTheme => {
                let shown = self.app.look.theme.palette.word();
                self.set("theme", shown)?
            }
            Effect::EditSettings(line) => self.edit_settings(line)?,
            Effect::Undo => vec![match self.ground.desk()?.undo() {
                Ok(Some(back)) => News::Undone(Box::new(back)),
                Ok(None) => News::Said("Nothing to undo today.".into()),
                Err(why) => News::Refused(format!("Not undone: {why}")),
            }],
            Effect::Redo => vec![match self.ground.desk()?.redo() {
                Ok(Some(back)) => News::Redone(Box::new(back)),
                Ok(None) => News::Said("Nothing to redo.".into()),
                Err(why) => News::Refused(format!("Not redone: {why}")),
            }],
            Effect::Edit(key) => {
                // In a file that has just changed, the card may be on another line.
                let mut news = self.reloaded();
                let target = self.ground.desk()?.editor_target(&key);
                let (file, line) = target.ok_or_else(|| News::Failed(INSIDE.into()))?;
                news.extend(self.edit(file, line));
                news
            }
            Effect::EditFile(file, line) => {
                let file = match &self.ground {
                    Ground::Desk(_) => PathBuf::from(file),
                    Ground::Author(author) => author.file.clone(),
                };
                if file.is_file() {
                    self.edit(file, line)
                } else {
                    vec![News::Failed(
                        "This deck lies inside the program; there is no file to open.".into(),
                    )]
                }
            }
            Effect::SaveScenario(calculator, name, request) => {
                tables::keep(self.ground.desk()?, calculator, &name, Some(&request))
            }
            Effect::DeleteScenario(calculator, name) => {
                tables::keep(self.ground.desk()?, calculator, &name, None)
            }
            Effect::ListScenarios(calculator) => vec![match &self.ground {
                Ground::Desk(desk) => tables::kept(desk, calculator),
                Ground::Author(_) => News::Scenarios(calculator, Vec::new()),
            }],
            Effect::MakeCard(calculator, card) => {
                let made = tables::make_card(self.ground.desk()?, calculator, &card);
                // Comes last, so that this is the message shown.
                let mut news = self.reloaded();
                news.push(made);
                news
            }
            Effect::Stop => {
                let mut news = failed(self.tty.stop());
                news.extend(self.reloaded());
                news
            }
            Effect::Copy(text) => vec![match self.tty.copy(&clean(&text)) {
                Ok(()) => {
                    News::Said("Copied, if your terminal allows programs to (OSC 52).".into())
                }
                Err(error) => News::Failed(format!("Not copied: {error}")),
            }],
            Effect::LoadTable(calculator, source, options) => {
                let folder = self.ground.desk().ok().map(|desk| kept::folder(desk));
                let folder = folder.as_deref();
                vec![tables::load(calculator, source, *options, folder)]
            }
            Effect::KeepForm(calculator, form) => match &mut self.ground {
                Ground::Desk(desk) => kept::keep(&kept::folder(desk), calculator, &form),
                Ground::Author(_) => Vec::new(),
            },
            Effect::ListFiles(typed) => {
                let found = crate::files::complete(&typed);
                vec![News::Files(typed, found)]
            }
            Effect::SaveFile {
                path,
                bytes,
                overwrite,
            } => vec![tables::save(path, &bytes, overwrite)],
            Effect::Mouse(on) => failed(self.tty.set_mouse(on)),
            Effect::Repaint => failed(self.tty.repaint()),
            // Already done by the app and the loop.
            Effect::Back
            | Effect::Run(_)
            | Effect::Theme
            | Effect::Ask(_)
            | Effect::Say(_)
            | Effect::Warn(_)
            | Effect::Open(_)
            | Effect::Quit => Vec::new(),
        })
    }

    /// Changes a setting and applies it.
    fn set(&mut self, name: &str, value: &str) -> Result<Vec<News>, News> {
        let desk = self.ground.desk()?;
        desk.set(name, value)?;
        let mut news = self.go_by_settings(name == "theme")?;
        news.push(News::Said(match name {
            "rollover" => format!("Your days end at {}:00 now.", value.trim()),
            _ => format!("{name}: {}, kept in config.ron.", value.trim()),
        }));
        Ok(news)
    }

    fn edit_settings(&mut self, line: u32) -> Result<Vec<News>, News> {
        let file = self.ground.desk()?.config().to_owned();
        if !file.is_file() {
            return Err(News::Failed(
                "There is no config.ron yet; the first setting that is changed here makes it."
                    .into(),
            ));
        }
        let refused = self.tty.edit(&file, line).err();
        let slips = self.ground.desk()?.read_settings();
        let mut news = self.go_by_settings(true)?;
        news.extend(refused.into_iter().chain(slips).map(News::Failed));
        Ok(news)
    }

    /// Applies look, keys and mouse from the settings; a theme that was tried stays, unless `is_theme_too`.
    fn go_by_settings(&mut self, is_theme_too: bool) -> Result<Vec<News>, News> {
        let settings = self.ground.desk()?.settings();
        let (mut look, mouse) = (look::look(settings)?, settings.mouse);
        if !is_theme_too {
            look.set_theme(Theme::new(self.app.look.theme.palette))?;
        }
        self.app.look = look;
        let mut news = vec![News::Chosen];
        if self.app.takes_mouse(mouse) {
            news.extend(failed(self.tty.set_mouse(mouse)));
        }
        Ok(news)
    }

    /// Gives the terminal to an editor; returns an error message if that fails.
    fn edit(&mut self, file: PathBuf, line: u32) -> Vec<News> {
        let refused = self.tty.edit(&file, line).err();
        let mut news: Vec<News> = refused.map(News::Failed).into_iter().collect();
        let reloaded = self.reloaded();
        let learner = matches!(self.ground, Ground::Desk(_));
        if reloaded.is_empty() && news.is_empty() && learner {
            news.push(News::Said("The file is as it was.".into()));
        }
        news.extend(reloaded);
        news
    }
}

fn failed(result: std::io::Result<()>) -> Vec<News> {
    let failed = |error: std::io::Error| News::Failed(error.to_string());
    Vec::from_iter(result.err().map(failed))
}
