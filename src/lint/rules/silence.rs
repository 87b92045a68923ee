//! `lint_ignore`: an author silences one warning on one card, and says why. An error cannot be silenced.

use crate::deck_file::ParsedDeck;
use crate::deck_file::parse::{Finding, Spot};
use crate::lint::rule::Findings;
use crate::study::fault::Fault;

/// Entries without effect: without a reason (reported under the warning's own code), or of a code that is no `warning`.
pub fn entries(
    parsed: &ParsedDeck,
    warning: fn(&str) -> Option<&'static str>,
    findings: &mut Findings,
) {
    for (at, card) in parsed.cards() {
        for (n, (code, reason)) in card.common().lint_ignore.iter().enumerate() {
            let fault = match warning(code) {
                None => {
                    let code: String = code.chars().take(20).collect();
                    let message = format!("there is no warning `{code}` to silence");
                    let help = "name a warning (W01, W02 ...; `swot guide` lists them), or take the entry out";
                    Fault::new("E03", message, help)
                }
                Some(code) if reason.trim().is_empty() => {
                    let message =
                        format!("{code} is silenced without a reason, which silences nothing");
                    let help = format!("write (\"{code}\", \"why it does not hold here\")");
                    Fault::new(code, message, help)
                }
                Some(_) => continue,
            };
            findings.card(at, fault.at_item("lint_ignore", n));
        }
    }
}

/// Removes warnings that a card silences with a reason.
pub fn apply(parsed: &mut ParsedDeck) {
    let mut silent = Vec::new();
    for (at, card) in parsed.cards() {
        let given = card.common().lint_ignore.iter();
        let given = given.filter(|(code, why)| code.starts_with('W') && !why.trim().is_empty());
        silent.extend(given.map(|(code, _)| (code.clone(), at)));
    }
    if silent.is_empty() {
        return;
    }
    let spans = &parsed.spans.concepts;
    let is_silent = |finding: &Finding| {
        silent.iter().any(|(code, (c, i))| {
            code == finding.fault.code
                && match &finding.spot {
                    Spot::Card(fc, fi) => (fc, fi) == (c, i),
                    Spot::Text(span) => {
                        let card = &spans[*c].cards[*i];
                        card.start <= span.start && span.start < card.end
                    }
                    _ => false,
                }
        })
    };
    parsed.findings.retain(|finding| !is_silent(finding));
}
