//! Customer lifetime value, retention model: the present value of the margins of a customer who stays with a
//! constant probability.
//!
//! Sources: Gupta & Lehmann, Managing Customers as Investments (2005); Farris et al., Marketing Metrics; the three
//! timings as in Fader & Hardie, "Reconciling and clarifying CLV formulas" (2012).

use super::frame::*;

pub(super) const MARGIN: Field = Field::money("margin", "Margin a period")
    .help("What the customer leaves in a period after product cost and cost to serve, not revenue.")
    .letter("m")
    .within(f64::NEG_INFINITY, f64::INFINITY);
pub(super) const RETENTION: Field = Field::rate("retention", "Retention")
    .help("The chance that a customer is still there a period later.")
    .letter("r");
pub(super) const DISCOUNT: Field = Field::rate("discount", "Discount rate")
    .help("What money costs for a period.")
    .letter("d")
    .within(0.0, f64::INFINITY);
pub(super) const TIMING: Field =
    Field::choice("timing", "First margin", &["end", "start", "end_certain"])
            .help("end: after a period, if the customer stays. start: now. end_certain: after a period, for certain.");
pub(super) const GROWTH: Field = Field::rate("growth", "Margin growth")
    .help("By how much the margin grows each period.")
    .letter("g")
    .within(-1.0, f64::INFINITY)
    .or(0.0);
pub(super) const RETENTION_COST: Field = Field::money("retention_cost", "Retention cost")
    .help("Spent each period on keeping the customer; taken off the margin.")
    .or(0.0);
pub(super) const ACQUISITION_COST: Field = Field::money("acquisition_cost", "Acquisition cost")
    .help("Spent once, to win the customer.")
    .or(0.0);
pub(super) const HORIZON: Field = Field::whole("horizon", "Horizon")
    .help("How many payments count; empty for all that may come.")
    .letter("n")
    .within(1.0, 1e9)
    .optional();
const SHOW: Field = Field::whole("show", "Schedule rows")
    .help("How many periods the schedule lists.")
    .within(0.0, 1e4)
    .or(10.0);

pub static CLV: Calculator = Calculator {
    name: "clv",
    title: "Customer lifetime value",
    purpose: "What is a customer worth today?",
    formula: "CLV = m r / (1 + d - r)",
    source: "Gupta & Lehmann, Managing Customers as Investments; Farris et al., Marketing Metrics",
    fields: &[
        MARGIN,
        RETENTION,
        DISCOUNT,
        TIMING,
        GROWTH,
        RETENTION_COST,
        ACQUISITION_COST,
        HORIZON,
        SHOW,
    ],
    lists: &[],
    layouts: &[],
    example: r#"{"margin": 120, "retention": 0.8, "discount": 0.2, "acquisition_cost": 50}"#,
    result: "",
    work: |reader| {
        let model = Model::read(reader)?;
        let value = model.value()?;
        model.outcome(&value)
    },
};

/// When the first margin comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// After a period, if the customer is still there.
    End,
    /// Now.
    Start,
    /// After a period, whether or not the customer stays.
    EndCertain,
}

/// The validated inputs of the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub margin: f64,
    pub retention: f64,
    pub discount: f64,
    pub growth: f64,
    pub retention_cost: f64,
    pub acquisition_cost: f64,
    /// Number of payments that count; all future ones if `None`.
    pub horizon: Option<u64>,
    pub timing: Timing,
    pub show: u64,
}

/// The sum of the payments.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// The value of the payments for a margin of 1, after retention cost.
    pub factor: f64,
    pub clv: f64,
}

impl Model {
    pub(super) fn read(reader: &Reader) -> Result<Self, Refusal> {
        Ok(Model {
            margin: reader.number("margin")?,
            retention: reader.number("retention")?,
            discount: reader.number("discount")?,
            timing: match reader.choice("timing")? {
                "start" => Timing::Start,
                "end_certain" => Timing::EndCertain,
                _ => Timing::End,
            },
            growth: reader.number("growth")?,
            retention_cost: reader.number("retention_cost")?,
            acquisition_cost: reader.number("acquisition_cost")?,
            horizon: reader.given("horizon")?.map(|payments| payments as u64),
            show: reader.number_of(&SHOW)? as u64,
        })
    }

    /// m: the margin after retention cost.
    fn net_margin(&self) -> f64 {
        self.margin - self.retention_cost
    }

    /// The first payment for a margin of 1, and its time.
    fn first(&self) -> (f64, u64) {
        match self.timing {
            Timing::End => (self.retention / (1.0 + self.discount), 1),
            Timing::Start => (1.0, 0),
            Timing::EndCertain => (1.0 / (1.0 + self.discount), 1),
        }
    }

    /// q: each payment as a multiple of the one before.
    fn ratio(&self) -> f64 {
        self.retention * (1.0 + self.growth) / (1.0 + self.discount)
    }

    /// 1 - q, computed without the loss of digits of the subtraction if q is close to 1.
    fn gap(&self) -> f64 {
        (self.discount + (1.0 - self.retention) - self.retention * self.growth)
            / (1.0 + self.discount)
    }

    /// 1 + q + q^2 + ... over the horizon.
    fn series(&self) -> Result<f64, Refusal> {
        let (q, gap) = (self.ratio(), self.gap());
        Ok(match self.horizon {
            None if gap <= 1e-12 => {
                let message = format!(
                    "Each payment is {} times the one before it, so without a horizon the value has no end: give a \
                     `horizon`, or a lower `retention` or `growth`, or a higher `discount`.",
                    plain(q)
                );
                return Err(Refusal::new("diverges", message).at_field("retention"));
            }
            None => 1.0 / gap,
            Some(n) if gap.abs() < 1e-14 => n as f64,
            Some(_) if q == 0.0 => 1.0,
            Some(n) if gap.abs() < 0.1 => -(n as f64 * (-gap).ln_1p()).exp_m1() / gap,
            Some(n) => (1.0 - q.powf(n as f64)) / gap,
        })
    }

    pub fn value(&self) -> Result<Worth, Refusal> {
        let factor = self.first().0 * self.series()?;
        let clv = self.net_margin() * factor;
        Ok(Worth { factor, clv })
    }

    pub fn net(&self) -> Result<f64, Refusal> {
        Ok(self.value()?.clv - self.acquisition_cost)
    }

    pub(super) fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if self.net_margin() < 0.0 {
            warnings.push(Warning::new("negative_margin", ""));
        }
        if self.retention == 1.0 && self.horizon.is_none() {
            warnings.push(Warning::new("perpetuity", ""));
        }
        warnings
    }

    /// The first time at which the payments so far cover the acquisition cost; `None` if they never do, or there is no cost.
    fn payback(&self, value: &Worth) -> Option<u64> {
        let cost = self.acquisition_cost;
        if cost == 0.0 {
            return None;
        }
        let (first, t0) = self.first();
        let first = self.net_margin() * first;
        let near = NEAR * cost.max(1.0);
        if first >= cost - near {
            return Some(t0);
        }
        let (q, gap) = (self.ratio(), self.gap());
        if first <= 0.0 || q == 0.0 || (self.horizon.is_none() && value.clv <= cost + near) {
            return None;
        }
        // first (1 - q^k) / (1 - q) >= cost, solved for k; then its neighbours are tried because of rounding.
        let covered = |k: f64| {
            if gap.abs() < 1e-14 {
                first * k
            } else {
                first * -(k * q.ln()).exp_m1() / gap
            }
        };
        let guess = if gap.abs() < 1e-14 {
            cost / first
        } else {
            (-cost * gap / first).ln_1p() / q.ln()
        };
        // If all payments together are less than the cost, the logarithm is undefined: the search starts at the whole horizon.
        let longest = self.horizon.map_or(f64::INFINITY, |n| n as f64);
        let guess = if guess.is_finite() {
            guess.ceil()
        } else {
            longest
        };
        let around = [guess - 1.0, guess, guess + 1.0];
        let k = around
            .into_iter()
            .find(|k| *k >= 1.0 && *k <= longest && covered(*k) >= cost - near)?;
        Some(k as u64 - 1 + t0)
    }

    /// The retention at which the value equals the acquisition cost; `None` if there is none between 0 and 1.
    fn break_even_retention(&self) -> Option<f64> {
        let at = |retention: f64| {
            let model = Model {
                retention,
                ..self.clone()
            };
            model.net_margin() * model.first().0 * model.series().unwrap_or(f64::INFINITY)
                - self.acquisition_cost
        };
        let (m, cost, d) = (self.net_margin(), self.acquisition_cost, self.discount);
        if m <= 0.0 {
            return None;
        }
        let near = NEAR * cost.max(1.0);
        if self.horizon.is_none() {
            let exact = match self.timing {
                Timing::End => cost * (1.0 + d) / (m + cost * (1.0 + self.growth)),
                Timing::Start => (1.0 + d) * (1.0 - m / cost) / (1.0 + self.growth),
                Timing::EndCertain => (1.0 + d - m / cost) / (1.0 + self.growth),
            };
            return Some(exact)
                .filter(|r| (-NEAR..=1.0 + NEAR).contains(r))
                .map(|r| r.clamp(0.0, 1.0));
        }
        if at(0.0).abs() <= near {
            return Some(0.0);
        }
        if at(0.0) > 0.0 || at(1.0) < -near {
            return None;
        }
        Some(halved((0.0, 1.0), 200, |retention| at(retention) < 0.0).1)
    }

    fn schedule(&self) -> Vec<Payment> {
        let rows = self.show.min(self.horizon.unwrap_or(u64::MAX));
        let (_, t0) = self.first();
        let mut cum_pv = 0.0;
        let payments = (0..rows).map(|k| {
            let t = k + t0;
            let stays = if self.timing == Timing::EndCertain {
                k
            } else {
                t
            };
            let survival = self.retention.powf(stays as f64);
            let margin = self.net_margin() * (1.0 + self.growth).powf(k as f64);
            let discount_factor = (1.0 + self.discount).powf(-(t as f64));
            let pv = survival * margin * discount_factor;
            cum_pv += pv;
            Payment {
                t,
                survival,
                margin,
                discount_factor,
                pv,
                cum_pv,
            }
        });
        payments
            .take_while(|payment| payment.cum_pv.is_finite())
            .collect()
    }

    fn outcome(&self, value: &Worth) -> Result<Outcome, Refusal> {
        let (clv, cost, m) = (value.clv, self.acquisition_cost, self.net_margin());
        let multiple = Some(clv / m).filter(|_| m != 0.0);
        let lifetime = Some(1.0 / (1.0 - self.retention)).filter(|_| self.retention < 1.0);
        let payback = self.payback(value).map(|t| t as f64);
        let margin = Some(cost / value.factor + self.retention_cost)
            .filter(|margin| value.factor > 0.0 && margin.is_finite());
        let figures = vec![
            Figure::money("clv", "CLV", clv),
            Figure::money("clv_net", "net of acquisition", clv - cost),
            Figure::ratio("margin_multiple", "margin multiple", multiple)
                .or_missing("the margin is 0"),
            Figure::new(
                "expected_lifetime",
                "expected lifetime",
                lifetime,
                Unit::Periods,
            )
            .or_missing("nobody leaves"),
            Figure::ratio("clv_to_cac", "CLV to CAC", ratio(clv, cost))
                .or_missing("no acquisition cost"),
            Figure::count("payback_period", "pays back in period", payback).or_missing(
                if cost > 0.0 {
                    "it never does"
                } else {
                    "no acquisition cost"
                },
            ),
            Figure::share(
                "break_even_retention",
                "break-even retention",
                self.break_even_retention(),
            )
            .or_missing("none breaks even"),
            Figure::money("break_even_margin", "break-even margin", margin)
                .or_missing("no payment"),
        ];
        Ok(Outcome::new(figures, self.working(value))
            .with_table(schedule_grid(&self.schedule()))
            .with_plot(self.plot(value))
            .with_warnings(self.warnings()))
    }

    /// CLV against retention, as far as it is defined.
    fn plot(&self, value: &Worth) -> Plot {
        let at = |retention: f64| {
            let model = Model {
                retention,
                ..self.clone()
            };
            model.value().ok().map(|value| (retention, value.clv))
        };
        let points: Vec<(f64, f64)> = (0..=100).filter_map(|i| at(f64::from(i) / 100.0)).collect();
        Plot::new(
            "CLV against retention",
            Axis::new("retention", Unit::Share),
            Axis::new("CLV", Unit::Money),
            vec![Series::new("CLV", points)],
        )
        .marked("here", self.retention, value.clv)
    }

    fn working(&self, value: &Worth) -> Vec<Step> {
        let used = [self.net_margin(), self.retention, self.discount];
        let [m, r, d] = used.map(plain);
        let [g, q, clv] = [self.growth, self.ratio(), value.clv].map(plain);
        let mut steps = Vec::new();
        let mut step = |formula: &str, filled: String, result: f64| {
            steps.push(Step::of(formula, filled, result));
        };
        if self.retention_cost > 0.0 {
            let filled = format!("{} - {}", plain(self.margin), plain(self.retention_cost));
            step("m = margin - retention cost", filled, self.net_margin());
        }
        let (formula, filled) = match self.timing {
            Timing::End => ("m r / (1 + d)", format!("{m} x {r} / (1 + {d})")),
            Timing::Start => ("m", m.clone()),
            Timing::EndCertain => ("m / (1 + d)", format!("{m} / (1 + {d})")),
        };
        let first = self.net_margin() * self.first().0;
        step(&format!("first payment = {formula}"), filled, first);
        let first = plain(first);
        let (formula, filled) = if self.growth == 0.0 {
            ("r / (1 + d)", format!("{r} / (1 + {d})"))
        } else {
            (
                "r (1 + g) / (1 + d)",
                format!("{r} x (1 + {g}) / (1 + {d})"),
            )
        };
        step(&format!("q = {formula}"), filled, self.ratio());
        let (formula, filled) = match self.horizon {
            None => ("first / (1 - q)", format!("{first} / (1 - {q})")),
            Some(n) if self.gap().abs() < 1e-14 => ("n x first", format!("{n} x {first}")),
            Some(n) => {
                let filled = format!("{first} x (1 - {q}^{n}) / (1 - {q})");
                ("first (1 - q^n) / (1 - q)", filled)
            }
        };
        step(&format!("CLV = {formula}"), filled, value.clv);
        if self.horizon.is_none() && self.growth == 0.0 && self.timing == Timing::End {
            let filled = format!("{m} x {r} / (1 + {d} - {r})");
            step("the same in one: m r / (1 + d - r)", filled, value.clv);
        }
        if self.acquisition_cost > 0.0 {
            let filled = format!("{clv} - {}", plain(self.acquisition_cost));
            let net = value.clv - self.acquisition_cost;
            step("net = CLV - acquisition cost", filled, net);
        }
        if self.retention < 1.0 {
            let lifetime = 1.0 / (1.0 - self.retention);
            let filled = format!("1 / (1 - {r})");
            step("expected lifetime = 1 / (1 - r)", filled, lifetime);
        }
        steps
    }
}

/// A line of the schedule; `t` is the time of the payment, 0 for now.
#[derive(Debug, Clone)]
struct Payment {
    t: u64,
    survival: f64,
    margin: f64,
    discount_factor: f64,
    pv: f64,
    cum_pv: f64,
}

fn schedule_grid(schedule: &[Payment]) -> Grid {
    Rows::of(schedule)
        .count("t", "Period", |p| p.t as f64)
        .each("survival", "Still there", Unit::Share, |p| p.survival)
        .money("margin", "Margin", |p| p.margin)
        .each("discount_factor", "Discount", Unit::Ratio, |p| {
            p.discount_factor
        })
        .money("pv", "Present value", |p| p.pv)
        .money("cum_pv", "Running sum", |p| p.cum_pv)
        .grid("schedule", "Schedule by period")
}

#[cfg(test)]
#[path = "clv_tests.rs"]
mod tests;
