//! What a calculator warns of, as a sentence.

use crate::calculators::Warning;

pub fn sentence(warning: &Warning) -> String {
    let what = &warning.detail;
    match warning.code {
        "non_positive" => format!("Zero or negative, and so in the last class: {what}."),
        "tie_across_boundary" => format!("Equal values on both sides of a cut: {what}."),
        "empty_class" => format!("Nothing falls into class {what}."),
        "never_breaks_even" => {
            "It never breaks even: the variable cost takes the whole margin.".to_owned()
        }
        "negative_margin" => {
            "The margin is negative: the customer costs more than it leaves.".to_owned()
        }
        "perpetuity" => {
            "Nobody ever leaves: the value of an endless series of payments.".to_owned()
        }
        "over_capacity" if what.is_empty() => "More was used than the capacity holds.".to_owned(),
        "over_capacity" => format!("More was used than the capacity holds: {what}."),
        "no_revenue" => format!("Without revenue, and so without shares of it: {what}."),
        "total_not_positive" => {
            "The profits sum to nothing or less: shown in money, not in shares.".to_owned()
        }
        "zero_actual" => format!("Left out of the MAPE, for the actual is zero: {what}."),
        "no_spread" => format!("All alike, and so of no use for telling them apart: {what}."),
        "fewer_customers_than_bins" => "There are fewer customers than bands.".to_owned(),
        code => {
            let words = code.replace('_', " ");
            if what.is_empty() {
                format!("{words}.")
            } else {
                format!("{words}: {what}.")
            }
        }
    }
}
