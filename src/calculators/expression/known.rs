//! The signs and functions a formula may use, and what each of them works out.

#[derive(Debug)]
pub struct Sign {
    pub text: &'static str,
    /// Which binds first: the higher.
    pub priority: u8,
    pub apply: fn(f64, f64) -> f64,
}

/// The priority of `^`, the highest.
pub const POWER: u8 = 5;

/// Those of two characters before those that begin them.
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

/// A function by the number of values it takes.
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

/// Truth as a number; a comparison with something that is not finite has no truth and spoils the whole.
fn truth(a: f64, b: f64, holds: bool) -> f64 {
    if a.is_finite() && b.is_finite() {
        f64::from(u8::from(holds))
    } else {
        f64::NAN
    }
}

/// `f64::min` would pass over a NaN and hide it.
fn of_numbers(a: f64, b: f64, value: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else {
        value
    }
}
