//! Reads and works out the formulas of generated cards: names, numbers, `+ - * / ^`, parentheses, a few
//! functions, and for conditions comparisons with `&&` and `||`.
//! Never gives a number that is not finite, and never guesses: what could be read in two ways is refused.
//!
//! The arithmetic is done by the `exmex` crate (MIT OR Apache-2.0, released since 2021).
//! What it leaves open is closed here, by rewriting the text before it goes in: errors get a position;
//! `-2^2` is -4 as in a textbook (exmex alone: 4); `min(a, max(b, c))` may nest (exmex alone: refused); a name
//! may start like a function (`minutes`; exmex alone: `min` and `utes`). `evalexpr` is now AGPL and `fasteval`
//! has had no release since 2020.

use std::fmt;

use exmex::{BinOp, Express, FlatEx, MakeOperators, Operator};

/// The longest formula that is read, in bytes, and the deepest nesting.
const LONGEST: usize = 2_000;
const DEEPEST: usize = 64;

/// The functions a formula may use, with how many arguments each takes.
pub const FUNCTIONS: [(&str, usize); 9] = [
    ("sqrt", 1),
    ("abs", 1),
    ("floor", 1),
    ("ceil", 1),
    ("round", 1),
    ("min", 2),
    ("max", 2),
    ("exp", 1),
    ("ln", 1),
];

/// What is wrong with a formula, and where: `column` counts characters from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub column: usize,
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}", self.column, self.message)
    }
}

impl std::error::Error for Fault {}

/// Why a sound formula has no value for the numbers given.
#[derive(Debug, Clone, PartialEq)]
pub enum NoValue {
    /// The formula uses a name that was given no number.
    Unknown(String),
    /// A division by zero, a root or logarithm of a negative number, an overflow.
    NotFinite,
}

impl fmt::Display for NoValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoValue::Unknown(name) => write!(f, "`{name}` has no value"),
            NoValue::NotFinite => f.write_str("the result is not a finite number"),
        }
    }
}

impl std::error::Error for NoValue {}

/// A formula that has been read and checked.
#[derive(Debug, Clone)]
pub struct Expression {
    text: String,
    names: Vec<String>,
    formula: FlatEx<f64, Operators>,
}

impl Expression {
    /// Reads a formula whose value is a number.
    pub fn number(text: &str) -> Result<Self, Fault> {
        Self::read(text, false)
    }

    /// Reads a condition: comparisons joined by `&&` and `||`.
    pub fn condition(text: &str) -> Result<Self, Fault> {
        Self::read(text, true)
    }

    fn read(text: &str, condition: bool) -> Result<Self, Fault> {
        let tokens = tokens(text)?;
        let rewritten = Rewriter::new(text, condition).rewrite(&tokens)?;
        let formula = FlatEx::<f64, Operators>::parse(&rewritten).map_err(|fault| Fault {
            column: 1,
            message: fault.to_string(),
        })?;
        Ok(Expression {
            text: text.trim().to_string(),
            names: formula.var_names().to_vec(),
            formula,
        })
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The names it uses, each once, sorted.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The value, where `value_of` knows the number behind each name.
    pub fn value(&self, value_of: impl Fn(&str) -> Option<f64>) -> Result<f64, NoValue> {
        let mut numbers = Vec::with_capacity(self.names.len());
        for name in &self.names {
            numbers.push(value_of(name).ok_or_else(|| NoValue::Unknown(name.clone()))?);
        }
        match self.formula.eval(&numbers) {
            // -0 would print with its sign
            Ok(value) if value.is_finite() => Ok(value + 0.0),
            _ => Err(NoValue::NotFinite),
        }
    }

    /// Whether a condition holds.
    pub fn holds(&self, value_of: impl Fn(&str) -> Option<f64>) -> Result<bool, NoValue> {
        Ok(self.value(value_of)? != 0.0)
    }
}

/// Truth as a number; a comparison with something that is not finite has no truth and spoils the whole.
fn truth(a: f64, b: f64, holds: bool) -> f64 {
    if a.is_finite() && b.is_finite() {
        f64::from(u8::from(holds))
    } else {
        f64::NAN
    }
}

#[derive(Debug, Clone)]
struct Operators;

impl MakeOperators<f64> for Operators {
    fn make<'a>() -> Vec<Operator<'a, f64>> {
        // Nothing is declared commutative: exmex would then reorder sums, and the last digit with them.
        let two = |sign: &'a str, prio: i64, apply: fn(f64, f64) -> f64| {
            let is_commutative = false;
            Operator::make_bin(
                sign,
                BinOp {
                    apply,
                    prio,
                    is_commutative,
                },
            )
        };
        vec![
            two("||", 0, |a, b| truth(a, b, a != 0.0 || b != 0.0)),
            two("&&", 1, |a, b| truth(a, b, a != 0.0 && b != 0.0)),
            two("==", 2, |a, b| truth(a, b, a == b)),
            two("!=", 2, |a, b| truth(a, b, a != b)),
            two("<=", 2, |a, b| truth(a, b, a <= b)),
            two(">=", 2, |a, b| truth(a, b, a >= b)),
            two("<", 2, |a, b| truth(a, b, a < b)),
            two(">", 2, |a, b| truth(a, b, a > b)),
            two("+", 3, |a, b| a + b),
            Operator::make_bin_unary(
                "-",
                BinOp {
                    apply: |a, b| a - b,
                    prio: 3,
                    is_commutative: false,
                },
                |a| -a,
            ),
            two("*", 4, |a, b| a * b),
            two("/", 4, |a, b| a / b),
            two("^", 5, f64::powf),
            // f64::min would pass over a NaN and hide it
            two("min", 6, |a, b| {
                if a.is_nan() || b.is_nan() {
                    f64::NAN
                } else {
                    a.min(b)
                }
            }),
            two("max", 6, |a, b| {
                if a.is_nan() || b.is_nan() {
                    f64::NAN
                } else {
                    a.max(b)
                }
            }),
            Operator::make_unary("sqrt", f64::sqrt),
            Operator::make_unary("abs", f64::abs),
            Operator::make_unary("floor", f64::floor),
            Operator::make_unary("ceil", f64::ceil),
            Operator::make_unary("round", f64::round),
            Operator::make_unary("exp", f64::exp),
            Operator::make_unary("ln", f64::ln),
        ]
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Token<'a> {
    Number(f64),
    Name(&'a str),
    /// An operator, comparison or joiner, as written.
    Sign(&'a str),
    Open,
    Close,
    Comma,
}

const SIGNS: [&str; 13] = [
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "^",
];

/// The tokens of a formula with the byte at which each starts.
fn tokens(text: &str) -> Result<Vec<(usize, Token<'_>)>, Fault> {
    if text.len() > LONGEST {
        return Err(Fault {
            column: 1,
            message: format!("the formula is longer than {LONGEST} characters"),
        });
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        let (token, length) = if next.is_whitespace() {
            at += next.len_utf8();
            continue;
        } else if next.is_ascii_digit() || next == '.' {
            let length = number_length(rest);
            let value: f64 = rest[..length]
                .parse()
                .map_err(|_| fault(text, at, format!("`{}` is not a number", &rest[..length])))?;
            if !value.is_finite() {
                return Err(fault(text, at, "the number is too large".into()));
            }
            (Token::Number(value), length)
        } else if next.is_ascii_alphabetic() || next == '_' {
            let length = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .unwrap_or(rest.len());
            (Token::Name(&rest[..length]), length)
        } else if next == '(' {
            (Token::Open, 1)
        } else if next == ')' {
            (Token::Close, 1)
        } else if next == ',' {
            (Token::Comma, 1)
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            (Token::Sign(sign), sign.len())
        } else {
            return Err(fault(text, at, unknown_character(next)));
        };
        found.push((at, token));
        at += length;
    }
    Ok(found)
}

/// Digits, a point, and an exponent where digits follow it (`2e3`; but `2e` is 2 and a name).
fn number_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let digits_from = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let mut end = digits_from(0);
    if bytes.get(end) == Some(&b'.') {
        end = digits_from(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let after = digits_from(end + 1 + sign);
        if after > end + 1 + sign {
            end = after;
        }
    }
    end
}

fn unknown_character(found: char) -> String {
    match found {
        '=' => "one `=` means nothing here: write `==` to compare".into(),
        '&' => "write `&&` for and".into(),
        '|' => "write `||` for or".into(),
        '!' => "`!` alone means nothing here: write `!=` for unlike".into(),
        '%' => "`%` means nothing here: write ten per cent as 0.1".into(),
        '×' | '·' => "write `*` to multiply".into(),
        '÷' | ':' => "write `/` to divide".into(),
        '−' | '–' => "write the plain minus `-`".into(),
        '[' | '{' => "write round brackets".into(),
        _ => format!("`{}` means nothing in a formula", found.escape_debug()),
    }
}

fn fault(text: &str, byte: usize, message: String) -> Fault {
    Fault {
        column: text[..byte].chars().count() + 1,
        message,
    }
}

/// What an opened bracket belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Bracket<'a> {
    Plain,
    One,
    Two { function: &'a str, comma: bool },
}

/// An open bracket (or the whole formula) and what has been seen in it since the last `&&` or `||`.
#[derive(Debug, Clone, Copy)]
struct Frame<'a> {
    bracket: Bracket<'a>,
    opened_at: usize,
    /// A comparison, here or in a bracket of its own.
    compared: bool,
    /// A sign that calculates or compares, so that what stands here is a number.
    calculates: bool,
    joined: bool,
}

impl<'a> Frame<'a> {
    fn new(bracket: Bracket<'a>, opened_at: usize) -> Self {
        Frame {
            bracket,
            opened_at,
            compared: false,
            calculates: false,
            joined: false,
        }
    }
}

const COMPARE: &str = "a condition compares on each side of `&&` and `||`: `a < b && c != 0`";

/// Turns the tokens into a text that exmex reads as a mathematician would, or says what is wrong and where.
struct Rewriter<'t> {
    text: &'t str,
    condition: bool,
    /// The whole formula, then the brackets open at this point.
    frames: Vec<Frame<'t>>,
    out: String,
    /// What stands here is an exponent: a second `^` would be read in two ways.
    exponent: bool,
    /// The same for the brackets around this point.
    exponents_outside: Vec<bool>,
    /// The operand just read is a comparison in brackets.
    truth: bool,
}

impl<'t> Rewriter<'t> {
    fn new(text: &'t str, condition: bool) -> Self {
        Rewriter {
            text,
            condition,
            frames: vec![Frame::new(Bracket::Plain, 0)],
            out: String::new(),
            exponent: false,
            exponents_outside: Vec::new(),
            truth: false,
        }
    }

    fn rewrite(mut self, tokens: &[(usize, Token<'t>)]) -> Result<String, Fault> {
        let mut operand_next = true;
        let mut sign_before = None;
        let mut i = 0;
        while let Some(&(at, token)) = tokens.get(i) {
            i += 1;
            let bracket_follows = matches!(tokens.get(i), Some((_, Token::Open)));
            match (operand_next, token) {
                (true, Token::Number(value)) => {
                    self.out.push_str(&format!(" {value}"));
                    operand_next = false;
                }
                (true, Token::Name(name)) => {
                    match FUNCTIONS.iter().find(|(function, _)| *function == name) {
                        Some((function, arguments)) if bracket_follows => {
                            self.open_function(function, *arguments, at)?;
                            i += 1;
                        }
                        Some(_) => {
                            return Err(self.fault(
                                at,
                                format!("`{name}` is a function: write `{name}(...)`"),
                            ));
                        }
                        None if bracket_follows => {
                            return Err(self.fault(at, no_such_function(name)));
                        }
                        None => {
                            self.out.push_str(&format!(" {{{name}}}"));
                            operand_next = false;
                        }
                    }
                }
                (true, Token::Open) => {
                    self.out.push_str(" (");
                    self.open(Bracket::Plain, at)?;
                }
                (true, Token::Sign("-")) if sign_before != Some("negative") => {
                    self.minus(sign_before);
                    sign_before = Some("negative");
                    continue;
                }
                (true, Token::Sign(sign)) => {
                    return Err(
                        self.fault(at, format!("`{sign}` stands where a number or name should"))
                    );
                }
                (true, Token::Close) => {
                    return Err(self.fault(at, "a number or name is missing before `)`".into()));
                }
                (true, Token::Comma) => {
                    return Err(self.fault(at, "a number or name is missing before `,`".into()));
                }
                (false, Token::Sign(sign)) => {
                    self.sign(sign, at)?;
                    operand_next = true;
                    sign_before = Some(sign);
                    continue;
                }
                (false, Token::Close) => self.close(at)?,
                (false, Token::Comma) => {
                    self.comma(at)?;
                    operand_next = true;
                }
                (false, Token::Number(_) | Token::Name(_) | Token::Open) => {
                    return Err(self.fault(at, "a sign such as `*` is missing here".into()));
                }
            }
            sign_before = None;
        }
        self.end(operand_next, tokens.is_empty())
    }

    fn end(self, operand_next: bool, empty: bool) -> Result<String, Fault> {
        let end = self.text.trim_end().len();
        if empty {
            return Err(self.fault(0, "the formula is empty".into()));
        }
        if operand_next {
            return Err(self.fault(
                end,
                "the formula stops where a number or name should follow".into(),
            ));
        }
        match self.frames.as_slice() {
            [whole] if self.condition && !whole.compared => Err(self.fault(0, COMPARE.into())),
            [.., open] if self.frames.len() > 1 => {
                Err(self.fault(open.opened_at, "this bracket is never closed".into()))
            }
            _ => Ok(self.out),
        }
    }

    /// A minus before an operand becomes a factor of -1, so that a power still binds first.
    fn minus(&mut self, sign_before: Option<&str>) {
        self.out.push_str(match sign_before {
            Some("^") => " -",
            Some("/") => " (-1) /",
            _ => " (-1) *",
        });
        if let Some(frame) = self.frames.last_mut() {
            frame.calculates = true;
        }
    }

    fn sign(&mut self, sign: &str, at: usize) -> Result<(), Fault> {
        let compares = matches!(sign, "==" | "!=" | "<=" | ">=" | "<" | ">");
        let joins = matches!(sign, "&&" | "||");
        if (compares || joins) && !self.condition {
            return Err(self.fault(
                at,
                format!("`{sign}` belongs in a condition, not in a formula"),
            ));
        }
        if (compares || joins)
            && self
                .frames
                .iter()
                .any(|frame| frame.bracket != Bracket::Plain)
        {
            return Err(self.fault(at, format!("`{sign}` cannot stand inside a function")));
        }
        if self.truth && !joins {
            return Err(self.fault(
                at,
                "a comparison is no number: join it with `&&` or `||`".into(),
            ));
        }
        if sign == "^" && self.exponent {
            return Err(self.fault(
                at,
                "two powers in a row: write brackets to say which comes first".into(),
            ));
        }
        self.exponent = sign == "^";
        self.truth = false;
        let text = self.text;
        if let Some(frame) = self.frames.last_mut() {
            if compares && frame.compared {
                return Err(fault(text, at, "join two comparisons with `&&`".into()));
            }
            if joins && !frame.compared {
                return Err(fault(text, at, COMPARE.into()));
            }
            frame.joined |= joins;
            frame.compared = compares || (frame.compared && !joins);
            frame.calculates = !joins;
        }
        self.out.push(' ');
        self.out.push_str(sign);
        Ok(())
    }

    fn open_function(
        &mut self,
        function: &'static str,
        arguments: usize,
        at: usize,
    ) -> Result<(), Fault> {
        if arguments == 2 {
            self.out.push_str(" ((");
            self.open(
                Bracket::Two {
                    function,
                    comma: false,
                },
                at,
            )
        } else {
            self.out.push_str(&format!(" {function}("));
            self.open(Bracket::One, at)
        }
    }

    fn open(&mut self, bracket: Bracket<'t>, at: usize) -> Result<(), Fault> {
        if self.frames.len() > DEEPEST {
            return Err(self.fault(
                at,
                format!("more than {DEEPEST} brackets within each other"),
            ));
        }
        self.exponents_outside.push(self.exponent);
        self.exponent = false;
        self.frames.push(Frame::new(bracket, at));
        Ok(())
    }

    fn comma(&mut self, at: usize) -> Result<(), Fault> {
        let message = match self.frames.last_mut().map(|frame| &mut frame.bracket) {
            Some(Bracket::Two { function, comma }) if !*comma => {
                *comma = true;
                self.out.push_str(&format!(") {function} ("));
                self.exponent = false;
                return Ok(());
            }
            Some(Bracket::Two { function, .. }) => {
                format!("`{function}` takes two values: nest it for more")
            }
            Some(Bracket::One) => "this function takes one value".into(),
            _ => "a comma belongs in `min(a, b)` or `max(a, b)`; decimals have a point".into(),
        };
        Err(self.fault(at, message))
    }

    fn close(&mut self, at: usize) -> Result<(), Fault> {
        let inside = match self.frames.pop() {
            Some(inside) if !self.frames.is_empty() => inside,
            _ => return Err(self.fault(at, "this bracket was never opened".into())),
        };
        match inside.bracket {
            Bracket::Two {
                function,
                comma: false,
            } => {
                return Err(self.fault(
                    at,
                    format!("`{function}` takes two values: `{function}(a, b)`"),
                ));
            }
            Bracket::Two { .. } => self.out.push_str("))"),
            Bracket::One | Bracket::Plain => self.out.push(')'),
        }
        if inside.joined && !inside.compared {
            return Err(self.fault(at, COMPARE.into()));
        }
        self.exponent = self.exponents_outside.pop().unwrap_or(false);
        self.truth = inside.compared;
        let text = self.text;
        if let Some(outside) = self.frames.last_mut()
            && inside.compared
        {
            if outside.calculates {
                return Err(fault(
                    text,
                    inside.opened_at,
                    "a comparison is no number".into(),
                ));
            }
            outside.compared = true;
        }
        Ok(())
    }

    fn fault(&self, byte: usize, message: String) -> Fault {
        fault(self.text, byte, message)
    }
}

fn no_such_function(name: &str) -> String {
    let known = FUNCTIONS.map(|(function, _)| function).join(", ");
    format!("there is no function `{name}`; there are {known}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;

    fn names(name: &str) -> Option<f64> {
        match name {
            "m" => Some(200.0),
            "r" => Some(0.8),
            "d" => Some(0.2),
            "minutes" => Some(7.0),
            "max_x" => Some(3.0),
            "e" => Some(10.0),
            "zero" => Some(0.0),
            _ => None,
        }
    }

    fn value(text: &str) -> f64 {
        Expression::number(text).unwrap().value(names).unwrap()
    }

    fn holds(text: &str) -> bool {
        Expression::condition(text).unwrap().holds(names).unwrap()
    }

    #[test]
    fn formulas_read_as_in_a_textbook() {
        assert_eq!(
            value("m * r / (1 + d - r)"),
            200.0 * 0.8 / (1.0 + 0.2 - 0.8)
        );
        for (text, expected) in [
            ("-2^2", -4.0),
            ("2 - -2^2", 6.0),
            ("2*-3^2", -18.0),
            ("36/-3^2", -4.0),
            ("36/-3*2", -24.0),
            ("2^-2", 0.25),
            ("2^-2*3", 0.75),
            ("-(-2)^2", -4.0),
            ("(2^3)^2", 64.0),
            ("2^(3^2)", 512.0),
            ("10 - 3 + 2", 9.0),
            ("100/10*10", 100.0),
            ("100/10/10", 1.0),
            ("2+3*4^2", 50.0),
            ("1e3 + 2.5e-1 + .5 + 4.", 1004.75),
            ("2*e", 20.0),
            ("0.1+0.2", 0.1 + 0.2),
            ("max_x + 0.1 + 0.2", 3.0 + 0.1 + 0.2),
            ("0.1 * max_x * 3", 0.1 * 3.0 * 3.0),
        ] {
            assert_eq!(value(text), expected, "{text}");
        }
    }

    #[test]
    fn functions_nest_and_names_may_begin_like_them() {
        for (text, expected) in [
            ("min(5, max(2, 3)) + 4", 7.0),
            ("max(min(1, 2), min(3, 4))*2", 6.0),
            ("min((1+2)*3, minutes)", 7.0),
            ("min(minutes, max_x)^2", 9.0),
            (
                "sqrt(16) + abs(-3) + floor(2.9) + ceil(2.1) + round(2.5)",
                15.0,
            ),
            ("ln(exp(2))", 2.0),
            ("-min(-1, 2)", 1.0),
            ("2*max(1,-min(3,4)^2)", 2.0),
        ] {
            assert_eq!(value(text), expected, "{text}");
        }
    }

    #[test]
    fn conditions_compare_and_join() {
        assert!(holds("m > 0"));
        assert!(holds("m >= 200 && r < 1 || zero > 1"));
        assert!(holds("zero > 1 && zero > 2 || m == 200"));
        assert!(!holds("zero > 1 && (zero > 2 || m == 200)"));
        assert!(holds("(m - 1) * 2 != 5 && -r < 0"));
        assert!(holds("abs(m - 200) <= 0.001"));
    }

    #[test]
    fn what_has_no_finite_value_is_an_error() {
        for text in [
            "1 / zero",
            "zero/zero",
            "sqrt(-1)",
            "ln(zero)",
            "exp(1000)",
            "min(zero/zero, 1)",
            "m/zero*zero",
        ] {
            let formula = Expression::number(text).unwrap();
            assert_eq!(formula.value(names), Err(NoValue::NotFinite), "{text}");
        }
        for text in [
            "1 / zero > 3",
            "zero/zero != 1 || m > 1",
            "m > 1 || 1/zero < 0",
        ] {
            let condition = Expression::condition(text).unwrap();
            assert_eq!(condition.holds(names), Err(NoValue::NotFinite), "{text}");
        }
        let unknown = Expression::number("m * quantity").unwrap();
        assert_eq!(unknown.names(), ["m", "quantity"]);
        assert_eq!(
            unknown.value(names),
            Err(NoValue::Unknown("quantity".into()))
        );
    }

    #[test]
    fn faults_point_at_the_character() {
        for (text, column, part) in [
            ("", 1, "empty"),
            ("m +", 4, "stops"),
            ("m * (r + 1", 5, "never closed"),
            ("m + r)", 6, "never opened"),
            ("2 m", 3, "missing"),
            ("(m)(r)", 4, "missing"),
            ("m ** 2", 4, "stands where"),
            ("m--2 + --3", 9, "stands where"),
            ("+m", 1, "stands where"),
            ("2^3^2", 4, "two powers"),
            ("2^-3^2", 5, "two powers"),
            ("sqr(2)", 1, "no function `sqr`"),
            ("m(2)", 1, "no function `m`"),
            ("sqrt 2", 1, "write `sqrt(...)`"),
            ("min(1)", 6, "two values"),
            ("min(1, 2, 3)", 9, "two values"),
            ("sqrt(1, 2)", 7, "one value"),
            ("1,5 + 2", 2, "point"),
            ("m ÷ 2", 3, "write `/`"),
            ("größe + €", 3, "nothing"),
            ("1.2.3", 4, "missing"),
            (". + 1", 1, "not a number"),
            ("m < 3", 3, "condition"),
            ("m = 3", 3, "=="),
            ("()", 2, "missing"),
            ("{m}", 1, "round brackets"),
            ("1e999", 1, "too large"),
        ] {
            let fault = Expression::number(text).unwrap_err();
            assert!(fault.message.contains(part), "{text}: {fault}");
            assert_eq!(fault.column, column, "{text}: {fault}");
        }
        for (text, column) in [
            ("m", 1),
            ("m > 1 && r", 1),
            ("r && m > 1", 3),
            ("0 < r < 1", 7),
            ("(m > 1) * 2", 9),
            ("2 * (m > 1)", 5),
            ("-(m > 1)", 2),
            ("min(m > 1, 2) > 0", 7),
            ("(m > 1 && r) || m > 2", 12),
            ("(m > 1) > 0", 9),
        ] {
            let fault = Expression::condition(text).unwrap_err();
            assert_eq!(fault.column, column, "{text}: {fault}");
        }
    }

    #[test]
    fn long_and_deep_formulas_are_refused_without_harm() {
        assert!(Expression::number(&"(".repeat(1_500)).is_err());
        assert!(Expression::number(&format!("{}1{}", "(".repeat(200), ")".repeat(200))).is_err());
        assert!(Expression::number(&"1+".repeat(5_000)).is_err());
        let long = format!("1{}", "+1".repeat(900));
        assert_eq!(
            Expression::number(&long).unwrap().value(names).unwrap(),
            901.0
        );
        let deep = format!("{}1{}", "(".repeat(60), ")".repeat(60));
        assert_eq!(
            Expression::number(&deep).unwrap().value(names).unwrap(),
            1.0
        );
    }

    /// A formula, what this file should make of it, and its value worked out by plain Rust.
    fn formula() -> impl Strategy<Value = (String, f64)> {
        let leaf = prop_oneof![
            (0u32..100).prop_map(|n| (format!("{n}"), f64::from(n))),
            Just(("m".to_string(), 200.0)),
            Just(("minutes".to_string(), 7.0)),
        ];
        leaf.prop_recursive(5, 40, 2, |inner| {
            (inner.clone(), inner, 0..8u8).prop_map(|((a, x), (b, y), kind)| match kind {
                0 => (format!("({a})+({b})"), x + y),
                1 => (format!("({a})-({b})"), x - y),
                2 => (format!("({a})*({b})"), x * y),
                3 => (format!("({a})/({b})"), x / y),
                4 => (
                    format!("min({a}, {b})"),
                    if x.is_nan() || y.is_nan() {
                        f64::NAN
                    } else {
                        x.min(y)
                    },
                ),
                5 => (
                    format!("max({a}, {b})"),
                    if x.is_nan() || y.is_nan() {
                        f64::NAN
                    } else {
                        x.max(y)
                    },
                ),
                6 => (format!("-({a})^2"), -x.powf(2.0)),
                _ => (format!("sqrt(abs({a}))"), x.abs().sqrt()),
            })
        })
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in "[-+*/^()<>=&|!,. a-zé0-9]{0,40}") {
            for formula in [Expression::number(&text), Expression::condition(&text)].into_iter().flatten() {
                let _ = formula.value(|_| Some(2.0));
            }
        }

        #[test]
        fn nested_formulas_have_the_value_rust_gives_them((text, expected) in formula()) {
            match Expression::number(&text) {
                Ok(formula) if expected.is_finite() => prop_assert_eq!(formula.value(names), Ok(expected + 0.0)),
                Ok(formula) => prop_assert_eq!(formula.value(names), Err(NoValue::NotFinite)),
                Err(fault) => prop_assert!(fault.message.contains("longer") || fault.message.contains("more than"), "{}", fault),
            }
        }
    }
}
