//! The settings as screens show and change them: what belongs to a machine stands in `config.ron`, the hour at which a day
//! ends is a row of the log.

use super::{Desk, rollover};
use crate::clock::{ROLLOVER, read_rollover};
use crate::settings::{self, Settings};
use crate::store::Trouble;
use crate::study::outlook::{SettingLine, Way};
use std::path::{Path, PathBuf};

impl Desk {
    /// The file, and a line for each setting.
    pub fn setting_lines(&self) -> Result<(PathBuf, Vec<SettingLine>), String> {
        let text = settings::text_of(&self.config)?.unwrap_or_default();
        let mut lines = self.settings.told(&text, settings::forbids_colours());
        if let Some(line) = lines.iter_mut().find(|line| line.name == rollover::FIELD) {
            line.value = self.clock.rollover().to_string();
            if rollover::chosen(&self.store)?.is_some() {
                line.source = "your progress".to_owned();
            }
        }
        lines.push(SettingLine {
            name: "data folder",
            about: "Your progress, its backups and your decks: `--data-dir`, else SWOT_DATA_DIR, else where this system keeps such things. `swot paths` lists all.",
            value: self.data.0.display().to_string(),
            source: self.data.1.to_owned(),
            line: 1,
            way: Way::Fixed,
        });
        Ok((self.config.clone(), lines))
    }

    pub fn config(&self) -> &Path {
        &self.config
    }

    /// Changes a setting. `value` is as the screen shows it.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        if name == rollover::FIELD {
            return self.end_days_at(value);
        }
        let value = match (settings::way(name), value.trim()) {
            (Way::Text, "") => "None".to_owned(),
            (Way::Text, text) => ron::to_string(text).map_err(|error| error.to_string())?,
            (_, value) => value.to_owned(),
        };
        Settings::write(&self.config, name, &value)?;
        self.read_settings();
        Ok(())
    }

    /// Reads the file again; a sentence on each setting that cannot be read.
    pub fn read_settings(&mut self) -> Vec<String> {
        let (settings, slips) = Settings::read_on(&self.config);
        self.settings = settings;
        self.tell_slips(slips.clone());
        slips
    }

    /// Says on the home screen what cannot be read in the settings, and which decks they name that there are not, in place of
    /// what was said of them before.
    pub fn tell_slips(&mut self, mut slips: Vec<String>) {
        let named = self.settings.new_per_deck.keys();
        let absent = named.filter(|id| self.shelf.get(id).is_none());
        slips.extend(absent.map(|id| {
            format!("`new_per_deck` in the settings names `{id}`, and there is no such deck; `swot decks` lists them")
        }));
        let before = std::mem::replace(&mut self.slips, slips.clone());
        self.notices.retain(|notice| !before.contains(notice));
        self.notices.extend(slips);
    }

    fn end_days_at(&mut self, hour: &str) -> Result<(), String> {
        let hour = read_rollover(hour)?;
        let when = (self.today(), self.clock.moment());
        rollover::choose(&mut self.store, hour, false, when)?;
        self.clock = self.clock.clone().with_rollover(hour);
        Ok(())
    }

    /// The hour may have been taken back, or chosen on another machine.
    pub(super) fn end_days_as_chosen(&mut self) -> Result<(), Trouble> {
        let hour = rollover::chosen(&self.store)?.or(self.settings.rollover);
        self.clock = self.clock.clone().with_rollover(hour.unwrap_or(ROLLOVER));
        Ok(())
    }
}
