//! Saving results: asks for a file name, and whether to overwrite an existing file.

use super::panes::Pane;
use super::prompt::prompt;
use super::{CalculatorScreen, Mode, export};
use crate::calculators::Input;
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, reading};
use crate::tui::screen::Effect;
use crate::tui::screens::Doc;
use crate::tui::widgets::field::Field;
use ratatui::layout::Rect;
use ratatui::style::Style;

#[derive(Debug)]
pub struct Save {
    pub field: Field,
    /// The path of an existing file.
    pub exists: Option<String>,
    csv: Vec<u8>,
    json: Vec<u8>,
}

impl Save {
    pub fn offers(&self) -> Vec<Offer> {
        let label = match self.exists {
            Some(_) => "overwrite it",
            None => "save",
        };
        vec![
            offer(Action::Go).named(label),
            offer(Action::Focus).named("CSV or JSON"),
            offer(Action::Back).named("cancel"),
        ]
    }

    pub fn press(&mut self, action: Action) -> Vec<Effect> {
        let mut path = self.field.text().trim().to_owned();
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        if !name.is_empty() && !name.contains('.') {
            path += ".csv";
        }
        match action {
            Action::Focus => {
                self.exists = None;
                let (stem, to) = match path.strip_suffix(".json") {
                    Some(stem) => (stem, "csv"),
                    None => (path.strip_suffix(".csv").unwrap_or(&path), "json"),
                };
                self.field.set(&format!("{stem}.{to}"));
                Vec::new()
            }
            Action::Go if path.is_empty() => vec![Effect::Say("Type a file name.".into())],
            Action::Go => {
                let bytes = if path.to_ascii_lowercase().ends_with(".json") {
                    self.json.clone()
                } else {
                    self.csv.clone()
                };
                let overwrite = self.exists.as_ref() == Some(&path);
                vec![Effect::SaveFile {
                    path,
                    bytes,
                    overwrite,
                }]
            }
            _ => Vec::new(),
        }
    }

    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let area = reading(area);
        let look = canvas.look;
        let asks = |path| format!("There is a file {path} already. Enter overwrites it.");
        let asked = self.exists.as_ref().map(asks);
        let name = "Save the results as";
        let below = prompt(canvas, area, name, &self.field, asked.as_deref());
        let notes = [
            "A name ending in .csv holds the table that is shown, or the figures; one in .json all of it.",
            "Without a folder it is saved where the program was started.",
        ];
        let mut doc = Doc::default();
        for note in notes {
            doc.wrapped("  ", note, Style::new(), look, below.width);
        }
        doc.draw_start(canvas, below);
    }
}

impl CalculatorScreen {
    pub(super) fn save(&mut self) -> Vec<Effect> {
        let (Ok(outcome), Ok(request)) = (&self.result, self.request()) else {
            return vec![Effect::Say("There is no result to save yet.".into())];
        };
        let grid = match self.pane() {
            Pane::Table(nth) => outcome.tables.get(nth),
            _ => outcome.tables.first(),
        };
        let csv = match grid {
            Some(grid) => export::grid_csv(grid),
            None => export::figures_csv(&outcome.figures),
        };
        let (request, table) = (&request, self.sheet.as_ref().map(|sheet| &*sheet.table));
        let json = export::json(self.calculator, &Input { request, table });
        let mut field = Field::default();
        field.propose(&format!("{}.csv", self.calculator.name));
        self.mode = Mode::Save(Box::new(Save {
            field,
            exists: None,
            csv,
            json,
        }));
        Vec::new()
    }
}
