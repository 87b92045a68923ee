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

/// A function, by its number of arguments.
#[derive(Clone, Copy)]
pub enum Function {
    One(fn(f64) -> f64),
    Two(fn(f64, f64) -> f64),
}

pub const FUNCTIONS: [(&str, Function); 9] = [
    ("sqrt", Function::One(f64::sqrt)),
    ("abs", Function::One(f64::abs)),
    ("floor", Function::One(f64::floor)),
    ("ceil", Function::One(f64::ceil)),
    ("round", Function::One(f64::round)),
    ("min", Function::Two(|a, b| of_numbers(a, b, a.min(b)))),
    ("max", Function::Two(|a, b| of_numbers(a, b, a.max(b)))),
    ("exp", Function::One(f64::exp)),
    ("ln", Function::One(f64::ln)),
];

pub fn function(name: &str) -> Option<Function> {
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
