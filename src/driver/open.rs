//! Opens a screen by its route, with what it needs from the desk.

use super::{Ground, kept};
use crate::lint;
use crate::settings::Settings;
use crate::study::session::Session;
use crate::tui::screen::{News, Screen};
use crate::tui::screens::Route;
use crate::tui::screens::browse::Browse;
use crate::tui::screens::calculators::{CalculatorList, CalculatorScreen};
use crate::tui::screens::concept::ConceptScreen;
use crate::tui::screens::contents::Contents;
use crate::tui::screens::decks::Decks;
use crate::tui::screens::details::Details;
use crate::tui::screens::faults::Faults;
use crate::tui::screens::help::Help;
use crate::tui::screens::home::{HomeScreen, NOTHING_TO_DO};
use crate::tui::screens::mock_exam::MockExam;
use crate::tui::screens::mock_exam::attempt::ExamScreen;
use crate::tui::screens::mock_exam::report::ReportScreen;
use crate::tui::screens::palette::CommandPalette;
use crate::tui::screens::plan::PlanScreen;
use crate::tui::screens::preview::PreviewScreen;
use crate::tui::screens::settings::SettingsScreen;
use crate::tui::screens::statistics::Statistics;
use crate::tui::screens::study::Study;
use crate::tui::screens::updates::UpdatesScreen;
use crate::tui::screens::welcome::Welcome;

/// Rows of a log whose figures take longer than a frame.
const LONG_LOG: i64 = 20_000;

impl Ground {
    /// The screen, or a message in its place.
    pub(super) fn open(&mut self, route: Route) -> Result<Box<dyn Screen>, News> {
        Ok(match route {
            Route::Home => {
                let desk = self.desk()?;
                desk.look_for_updates();
                Box::new(HomeScreen::new(desk.home_at_once()))
            }
            Route::Welcome(exams) => Box::new(Welcome::new(exams)),
            Route::Study {
                selectors,
                new,
                limit,
            } => {
                let desk = self.desk()?;
                let session = desk.session(&selectors, new, limit)?;
                study(session, desk.settings())?
            }
            Route::Practice(keys) => {
                let desk = self.desk()?;
                let session = desk.practice(&keys)?;
                study(session, desk.settings())?
            }
            Route::Browse(query) => Box::new(Browse::new(self.desk()?.rows()?, &query)),
            Route::Card(key) => {
                let desk = self.desk()?;
                let (shown, history) = (desk.card(&key)?, desk.history(&key)?);
                let place = desk.editor_target(&key);
                Box::new(Details::new(key, shown, place, history))
            }
            Route::Concept(id) => Box::new(ConceptScreen::new(self.desk()?.concept(&id)?)),
            Route::Contents => Box::new(Contents::new(self.desk()?.contents()?)),
            Route::Decks => Box::new(Decks::new(self.desk()?.home())),
            Route::Settings => Box::new(SettingsScreen::new(self.desk()?.setting_lines()?)),
            Route::Statistics => {
                let desk = self.desk()?;
                let rows = desk.store().head().map_err(|t| t.to_string())?;
                Box::new(if rows > LONG_LOG {
                    Statistics::pending()
                } else {
                    Statistics::new(desk.figures(&[])?)
                })
            }
            Route::Plan => Box::new(PlanScreen::new(self.desk()?.planning()?)),
            Route::MockExam(asked) => Box::new(MockExam::new(self.desk()?.lobby()?, asked)),
            Route::SitExam(setup) => {
                let desk = self.desk()?;
                if let Some(setup) = setup {
                    desk.begin_exam(&setup)?;
                }
                let running = desk.running_exam()?;
                let (attempt, void) = running.ok_or(News::NoExam)?;
                Box::new(ExamScreen::new(attempt, void))
            }
            Route::ExamReport(id) => Box::new(ReportScreen::new(self.desk()?.exam_report(&id)?)),
            Route::Faults(nth) => Box::new(Faults::new(self.desk()?.broken(), nth)),
            Route::Updates => Box::new(UpdatesScreen::new(self.desk()?.updates())),
            Route::Calculators => Box::new(CalculatorList::default()),
            Route::Calculator(name, request) => {
                let screen = match (&request, &*self) {
                    (None, Ground::Desk(desk)) => {
                        let folder = kept::folder(desk);
                        CalculatorScreen::kept(&name, kept::form(&folder, &name))
                    }
                    _ => CalculatorScreen::new(&name, request.as_ref()),
                };
                Box::new(screen.ok_or_else(|| format!("There is no calculator `{name}`."))?)
            }
            Route::Help(of, offers, text) => Box::new(Help::new(of, offers, text)),
            Route::Palette(offers) => Box::new(CommandPalette::new(offers)),
            Route::Preview => {
                let Ground::Author(author) = self else {
                    return Err(News::Failed("No deck is being looked over.".into()));
                };
                let preview = lint::preview(&author.file, &author.rules);
                let card = author.card.as_deref();
                Box::new(PreviewScreen::new(preview, author.seed, card))
            }
        })
    }
}

fn study(session: Session, settings: &Settings) -> Result<Box<Study>, News> {
    match session.step() {
        Some(_) => Ok(Box::new(
            Study::new(session, settings.grades == 6).asking_confidence(settings.confidence),
        )),
        None => Err(News::Said(NOTHING_TO_DO.to_owned())),
    }
}
