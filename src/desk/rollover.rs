//! The hour at which a study day ends belongs to the learner, not to a machine, so it is kept in the log.

use crate::clock::{Clock, read_rollover};
use crate::settings::Settings;
use crate::store::{Store, Trouble};
pub use crate::study::choices::ROLLOVER as FIELD;
use crate::study::log::{Moment, Sort};
use crate::study::{Day, Key};

/// The fact that says which difference was already reported.
const TOLD: &str = "told of rollover";

/// The clock with the chosen hour. If none was chosen, the one from the settings is written to the log. A setting that differs
/// later is reported once and has no effect.
pub fn settle(
    store: &mut Store,
    settings: &Settings,
    clock: Clock,
    notices: &mut Vec<String>,
) -> Result<Clock, Trouble> {
    let Some(chosen) = chosen(store)? else {
        if let Some(hour) = settings.rollover.filter(|_| !store.is_read_only()) {
            let when = (clock.today(), clock.moment());
            choose(store, hour, true, when)?;
        }
        return Ok(clock);
    };
    if let Some(hour) = settings.rollover.filter(|hour| *hour != chosen) {
        let differ = format!("{hour} {chosen}");
        if store.fact(TOLD)?.as_deref() != Some(&differ) {
            notices.push(format!(
                "config.ron says rollover: {hour}, but your days end at {chosen}:00, as is kept with your progress; take the line out of config.ron"
            ));
            if !store.is_read_only() {
                store.set_fact(TOLD, &differ)?;
            }
        }
    }
    Ok(clock.with_rollover(chosen))
}

/// The hour in the log; `None` if none was chosen.
pub fn chosen(store: &Store) -> Result<Option<i8>, Trouble> {
    let choices = store.choices(&[Sort::Nothing])?;
    let chosen = choices.iter().find(|chosen| chosen.field == FIELD);
    Ok(chosen.and_then(|chosen| read_rollover(chosen.value()?).ok()))
}

/// Writes the hour to the log.
pub fn choose(
    store: &mut Store,
    hour: i8,
    is_taken_over: bool,
    when: (Day, Moment),
) -> Result<(), Trouble> {
    let everything = Key::from_text("");
    let field = (Sort::Nothing, &everything, FIELD);
    store.choose(field, Some(&hour.to_string()), is_taken_over, when)
}
