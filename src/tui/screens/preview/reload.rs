//! Reloading: the author's position and answers are kept where possible.

use super::{PreviewScreen, Row, Stage, file_name, is_card};
use crate::study::preview::{Matter, Preview, Sheet};
use crate::tui::widgets::markdown;

impl PreviewScreen {
    pub(super) fn remember(&mut self) {
        for sheet in &self.preview.sheets {
            if let Matter::Card(shown) = &sheet.what
                && !sheet.id.is_empty()
            {
                self.before.insert(sheet.id.clone(), shown.clone());
            }
        }
    }

    pub(super) fn list_rows(&mut self) {
        let mut rows = Vec::new();
        for (nth, sheet) in self.preview.sheets.iter().enumerate() {
            let row = |part: &str, text: &str, kind: &str| Row {
                sheet: nth,
                part: part.to_owned(),
                text: markdown::plain(text),
                kind: kind.to_owned(),
            };
            match (&sheet.what, self.card(sheet)) {
                (Matter::Deck(about), _) if about.title.is_blank() => {
                    rows.push(row("", file_name(&self.preview.file), "deck"));
                }
                (Matter::Deck(about), _) => rows.push(row("", &about.title, "deck")),
                (Matter::Page(page), _) => rows.push(row("", &page.title, "page")),
                (_, Some((shown, _))) => {
                    for part in shown.card.parts() {
                        // Without the exhibit, which would be the same for several cards.
                        let front = shown.card.own_face(&part, self.seed).prompt;
                        let kind = match (shown.card.name(), part.as_str()) {
                            (kind, "") => kind.to_owned(),
                            (kind, n) if n.parse::<u32>().is_ok() => format!("{kind}, gap {n}"),
                            (kind, name) => format!("{kind}, {name}"),
                        };
                        rows.push(row(&part, &front, &kind));
                    }
                }
                (_, None) if sheet.id.is_empty() => rows.push(row("", "a card", "not readable")),
                (_, None) => rows.push(row("", &sheet.id, "not readable")),
            }
        }
        self.rows = rows;
    }

    /// Takes in the new version of the file and stays at the same sheet, found by its id.
    pub(super) fn take(&mut self, new: Preview) {
        let was = self.row().zip(self.sheet());
        let was = was.map(|(row, sheet)| (is_card(sheet), sheet.id.clone(), row.clone()));
        let fault = self.fault.and_then(|nth| self.preview.faults.get(nth));
        let fault = fault.map(|found| (found.fault.code.clone(), found.fault.message.clone()));
        if new.readable || !self.preview.readable {
            self.stale = false;
            self.preview = new;
        } else {
            self.stale = true;
            self.preview.faults = new.faults;
            for found in &mut self.preview.faults {
                found.sheet = 0;
            }
        }
        self.remember();
        self.list_rows();
        self.fault = self.preview.faults.iter().position(|found| {
            Some((&found.fault.code, &found.fault.message)) == fault.as_ref().map(|(c, m)| (c, m))
        });
        let at = match &was {
            Some((card, id, row)) if self.cursor.at() > 0 => self.find(*card, id, row),
            _ => None,
        };
        let at = at.unwrap_or(self.cursor.at());
        self.cursor.set(at, self.rows.len());
        let old = std::mem::replace(&mut self.stage, Stage::Sheet);
        self.show();
        self.keep(old);
    }

    /// The row that shows the same as `row` did before: found by its id or, while the id is being edited, by its text.
    pub(super) fn find(&self, card: bool, id: &str, row: &Row) -> Option<usize> {
        let place = |is: &dyn Fn(&Row, &Sheet) -> bool| {
            self.rows.iter().position(|now| {
                let sheet = &self.preview.sheets[now.sheet];
                is_card(sheet) == card && is(now, sheet)
            })
        };
        let named = |sheet: &Sheet| !id.is_empty() && sheet.id == id;
        place(&|now, sheet| named(sheet) && now.part == row.part)
            .or_else(|| place(&|_, sheet| named(sheet)))
            .or_else(|| place(&|now, _| now.text == row.text))
    }

    /// Keeps the author's answer if the question is still the same.
    pub(super) fn keep(&mut self, old: Stage) {
        match (old, &mut self.stage) {
            (Stage::Asking(old), Stage::Asking(new)) if old.face.ask == new.face.ask => {
                (new.draft, new.hint) = (old.draft, old.hint);
            }
            (Stage::Answered(old), _) => {
                self.judge(true);
                let part = self.rows.get(self.cursor.at()).map_or("", |row| &row.part);
                if let (Stage::Answered(new), Some(answer)) = (&mut self.stage, old.answer)
                    && let Ok(verdict) = new.shown.card.judge(part, self.seed, &answer)
                {
                    (new.verdict, new.answer) = (verdict, Some(answer));
                }
            }
            _ => {}
        }
    }
}
