//! The operators and functions of formulas, with their computation.

#[derive(Debug)]
pub struct Sign {
    pub text: &'static str,
    /// Operators with a higher priority are applied first.
    pub priority: u8,
    pub apply: fn(f64, f64) -> f64,
}

/// The priority of `^`, the highest.
pub const POWER: u8 = 5;

/// Operators of two characters come before those that are their beginning.
pub static SIGNS: [Sign; 13] = [
    sign("||", 0, |a, b| truth(a, b, a != 0.0 || b != 0.0)),
    sign("&&", 1, |a, b| truth(a, b, a != 0.0 && b != 0.0)),
    sign("==", 2, |a, b| truth(a, b, a == b)),
    sign("!=", 2, |a, b| truth(a, b, a != b)),
    sign("<=", 2, |a, b| truth(a, b, a <= b)),
    sign(">=", 2, |a, b| truth(a, b, a >= b)),
    sign("<", 2, |a, b| truth(a, b, a < b)),
    sign(">", 2, |a, b| truth(a, b, a > b)),
    sign("+", 3, |a, b| a + b),
    sign("-", 3, |a, b| a - b),
    sign("*", 4, |a, b| a * b),
    sign("/", 4, |a, b| a / b),
    sign("^", POWER, f64::powf),
];

const fn sign(text: &'static str, priority: u8, apply: fn(f64, f64) -> f64) -> Sign {
    Sign {
        text,
        priority,
        apply,
    }
}

impl Sign {
    pub fn compares(&self) -> bool {
        self.priority == 2
    }

    pub fn joins(&self) -> bool {
        self.priority < 2
    }
}

/// A step of the evaluation, on a stack of values.
#[derive(Debug, Clone, Copy)]
pub enum Op {
    Number(f64),
    /// The number of the name with this index.
    Name(usize),
    /// Replaces the last value.
    One(fn(f64) -> f64),
    /// Replaces the last two values by one.
    Two(fn(f64, f64) -> f64),
}

/// Each with its step, which takes one value or two.
pub const FUNCTIONS: [(&str, Op); 9] = [
    ("sqrt", Op::One(f64::sqrt)),
    ("abs", Op::One(f64::abs)),
    ("floor", Op::One(f64::floor)),
    ("ceil", Op::One(f64::ceil)),
    ("round", Op::One(f64::round)),
    ("min", Op::Two(|a, b| of_numbers(a, b, a.min(b)))),
    ("max", Op::Two(|a, b| of_numbers(a, b, a.max(b)))),
    ("exp", Op::One(f64::exp)),
    ("ln", Op::One(f64::ln)),
];

pub fn function(name: &str) -> Option<Op> {
    let found = FUNCTIONS.iter().find(|(function, _)| *function == name);
    found.map(|(_, function)| *function)
}

/// A comparison as a number; comparing something not finite gives NaN, which makes the whole result undefined.
fn truth(a: f64, b: f64, holds: bool) -> f64 {
    if a.is_finite() && b.is_finite() {
        f64::from(u8::from(holds))
    } else {
        f64::NAN
    }
}

/// `f64::min` would ignore a NaN.
fn of_numbers(a: f64, b: f64, value: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else {
        value
    }
}
