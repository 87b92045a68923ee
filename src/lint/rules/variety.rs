//! W34: generated problems with too few different answers, which are soon known by heart.

use crate::lint::thresholds::Thresholds;
use crate::study::fault::Fault;
use crate::study::kinds::Card;
use std::collections::HashMap;

/// Most problems drawn of a card; fewer if the first ones already have enough different answers.
const DRAWS: u64 = 2_000;
const FIRST: u64 = 400;

/// W34. Answers are the same if learners are shown the same.
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
    let mut drawn = 0u32;
    let mut most = 0u32;
    for seeds in [0..FIRST, FIRST..DRAWS] {
        let Ok(instances) = generated.instances(seeds) else {
            return;
        };
        for instance in instances {
            drawn += 1;
            let count = counts
                .entry(instance.expected.shown().to_string())
                .or_default();
            *count += 1;
            most = most.max(*count);
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
