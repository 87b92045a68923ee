//! E12 and W34: generated problems that do not show what their answer hangs on, and those with too few different answers, which
//! are soon known by heart.

use crate::calculators::numbers::trimmed;
use crate::lint::thresholds::Thresholds;
use crate::study::fault::Fault;
use crate::study::kinds::Card;
use crate::study::text::Text;
use std::collections::HashMap;

/// Most problems drawn of a card; fewer if the first ones already have enough different answers.
const DRAWS: u64 = 2_000;
const FIRST: u64 = 400;

/// E12 where one question has two answers, for a number is not in it. W34. Answers are the same if learners are shown the same.
pub fn few_answers(card: &Card, limits: &Thresholds, faults: &mut Vec<Fault>) {
    let Card::Generated(generated) = card else {
        return;
    };
    let mut faulty = Vec::new();
    card.faults(&mut faulty);
    if faulty.iter().any(|fault| fault.code == "E12") {
        return;
    }
    let mut counts: HashMap<String, u32> = HashMap::new();
    let mut answers: HashMap<Text, f64> = HashMap::new();
    let mut drawn = 0u32;
    let mut most = 0u32;
    for seeds in [0..FIRST, FIRST..DRAWS] {
        let Ok(instances) = generated.instances(seeds) else {
            return;
        };
        let Ok(as_shown) = generated.as_shown(&instances) else {
            return;
        };
        for (instance, as_shown) in instances.into_iter().zip(as_shown) {
            drawn += 1;
            let count = counts
                .entry(instance.expected.shown().to_string())
                .or_default();
            *count += 1;
            most = most.max(*count);
            // Options to choose from may show the numbers that the question does not.
            if generated.choice {
                continue;
            }
            let (value, tolerance) = (instance.expected.value, instance.expected.tolerance);
            let other = *answers.entry(instance.question).or_insert(value);
            let middle = (value + other) / 2.0;
            let [one, two, shown] = [other, value, as_shown].map(|value| trimmed(value, 4));
            // Six digits behind the first that counts are typed, and not more.
            let scale = 10f64.powf(6.0 - value.abs().log10().floor().clamp(-9.0, 0.0));
            let typed = (value * scale).round() / scale;
            let (place, message, help) = if !tolerance.accepts(middle, value) {
                let message = format!("the same question has now the answer {one}, now {two}");
                let help = "show each number that the answer hangs on, such as {n}";
                ("question", message, help)
            } else if !tolerance.accepts(value, as_shown) {
                let message =
                    format!("from the numbers as they are shown follows {shown}, not {two}");
                let help = "show each number with all its decimals, or draw it rounded";
                ("question", message, help)
            } else if !tolerance.accepts(value, typed) {
                let message = format!("the answer {two}... has no end: nobody can type it exactly");
                let help = "write a tolerance such as Absolute(0.01), or leave such draws out with `keep_if`";
                ("tolerance", message, help)
            } else {
                continue;
            };
            return faults.push(Fault::new("E12", message, help).at(place));
        }
        if counts.len() as f64 >= limits.different_answers
            && f64::from(most) <= 0.5 * limits.one_answer_share * f64::from(drawn)
        {
            return;
        }
    }
    let share = f64::from(most) / f64::from(drawn.max(1));
    let message = if (counts.len() as f64) < limits.different_answers {
        format!("only {} different answers in {drawn} draws", counts.len())
    } else if share > limits.one_answer_share {
        format!("one answer comes in {:.0} % of the draws", 100.0 * share)
    } else {
        return;
    };
    let help = "draw from more numbers: a wider Range, a longer Pick";
    faults.push(Fault::new("W34", message, help).at("draw"));
}
