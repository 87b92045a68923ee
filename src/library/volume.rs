//! A deck file that was read: its text, its deck as far as it goes, where everything stands, and what is wrong.

use super::diagnostic::{Diagnostic, Lines};
use super::parse::{self, Finding, Spans, Spot};
use super::place;
use super::rules::{Check, Findings, RULES, Settings};
use super::syntax::Span;
use crate::study::fault::{Fault, Place, Severity};
use crate::study::key::is_id;
use crate::study::{Concept, Deck};

/// Most findings told of one file.
const MOST: usize = 2_000;

#[derive(Debug, Default)]
pub struct Volume {
    /// As it is shown to people.
    pub path: String,
    pub text: String,
    /// Absent where the file could not be read as a deck at all.
    pub deck: Option<Deck>,
    pub spans: Spans,
    pub findings: Vec<Finding>,
}

impl Volume {
    pub fn read(path: impl Into<String>, text: String) -> Volume {
        let reading = parse::read(&text);
        Volume {
            path: path.into(),
            text,
            deck: reading.deck,
            spans: reading.spans,
            findings: reading.findings,
        }
    }

    /// A file that could not even be opened, or is no text.
    pub fn unreadable(path: impl Into<String>, text: String, span: Span, fault: Fault) -> Volume {
        Volume {
            path: path.into(),
            text,
            findings: vec![Finding {
                spot: Spot::Text(span),
                fault,
            }],
            ..Volume::default()
        }
    }

    pub fn concepts(&self) -> impl Iterator<Item = &Concept> {
        self.deck.iter().flat_map(|deck| &deck.concepts)
    }

    pub fn line(&self, at: usize) -> usize {
        1 + self.text.as_bytes()[..at.min(self.text.len())]
            .iter()
            .filter(|b| **b == b'\n')
            .count()
    }

    /// Every rule that looks at one deck alone.
    pub fn check(&mut self, settings: &Settings) {
        let mut findings = Findings::default();
        for rule in RULES {
            if let Check::Deck(check) = rule.check {
                check(self, settings, &mut findings);
            }
        }
        self.findings.append(&mut findings.0);
    }

    fn span(&self, finding: &Finding) -> Span {
        let within = match &finding.spot {
            Spot::Text(span) => return span.clone(),
            Spot::Deck => Some(&self.spans.deck),
            Spot::Concept(c) => self.spans.concepts.get(*c).map(|c| &c.whole),
            Spot::Card(c, i) => self.spans.concepts.get(*c).and_then(|c| c.cards.get(*i)),
        };
        within.map_or(0..0, |within| {
            place::find(&self.text, within, &finding.fault.place)
        })
    }

    fn card_id(&self, spot: &Spot, span: &Span) -> Option<String> {
        let holds = |card: &&Span| card.start <= span.start && span.start < card.end;
        let card = match spot {
            Spot::Card(c, i) => self.spans.concepts.get(*c)?.cards.get(*i)?,
            Spot::Text(_) => self
                .spans
                .concepts
                .iter()
                .find(|concept| concept.whole.start <= span.start && span.start < concept.whole.end)
                .and_then(|concept| concept.cards.iter().find(holds))
                .or_else(|| self.spans.lost.iter().find(holds))?,
            _ => return None,
        };
        let id = self.text[place::find(&self.text, card, &Place::Field("id"))].trim_matches('"');
        is_id(id).then(|| id.to_owned())
    }

    /// All findings, in the order of the text.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        if self.findings.is_empty() {
            return Vec::new();
        }
        let mut placed: Vec<(Span, &Finding)> =
            self.findings.iter().map(|f| (self.span(f), f)).collect();
        placed.sort_by(|(a, f), (b, g)| {
            (a.start, a.end, f.fault.code).cmp(&(b.start, b.end, g.fault.code))
        });
        placed.dedup_by(|(a, f), (b, g)| {
            a == b && f.fault.code == g.fault.code && f.fault.message == g.fault.message
        });
        let lines = Lines::new(&self.text);
        placed
            .into_iter()
            .take(MOST)
            .map(|(span, finding)| {
                let (line, column) = lines.place(span.start);
                let (end_line, end_column) = lines.place(span.end);
                Diagnostic {
                    file: self.path.clone(),
                    line,
                    column,
                    end_line,
                    end_column,
                    code: finding.fault.code.to_owned(),
                    severity: finding.fault.severity(),
                    message: finding.fault.message.clone(),
                    help: finding.fault.help.clone(),
                    card: self.card_id(&finding.spot, &span),
                }
            })
            .collect()
    }

    pub fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|f| f.fault.severity() == Severity::Error)
    }
}
