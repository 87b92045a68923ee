//! The backup on the first start of a day, in a thread of its own so that no key press waits for it.

use super::Desk;
use crate::store::BackupError;
use std::thread::JoinHandle;

/// A backup that is being made.
pub type BackingUp = JoinHandle<Result<(), BackupError>>;

impl Desk {
    /// Begins what a start does on threads of their own.
    pub fn begin_beside(&mut self) {
        self.begin_backup();
        self.begin_sync();
    }

    fn begin_backup(&mut self) {
        let work = self.store.daily_backup(self.clock.moment());
        let work = move || work().map(drop);
        match std::thread::Builder::new()
            .name("backup".into())
            .spawn(work)
        {
            Ok(thread) => self.backup = Some(thread),
            // Without a thread, the first key press waits for it.
            Err(_) => self.back_up_daily(),
        }
    }

    pub fn is_backing_up(&self) -> bool {
        self.backup.is_some()
    }

    /// A message about it, once it has ended.
    pub fn backup_news(&mut self) -> Option<String> {
        let ended = self.backup.take_if(|thread| thread.is_finished())?;
        self.backed_up(ended)
    }

    /// Waits for it: otherwise a learner who quits soon would never have a backup.
    pub fn end_backup(&mut self) -> Option<String> {
        let thread = self.backup.take()?;
        self.backed_up(thread)
    }

    fn backed_up(&mut self, thread: BackingUp) -> Option<String> {
        let why = match thread.join() {
            Ok(Ok(())) => return None,
            Ok(Err(error)) => error.to_string(),
            Err(_) => "its thread broke off; please report it".to_owned(),
        };
        self.not_backed_up(&why);
        self.notices.last().cloned()
    }
}
