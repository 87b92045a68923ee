//! Checks the order of the tokens, and writes them anew so that exmex reads them as a mathematician would.

use super::Fault;
use super::known::{FUNCTIONS, Function};
use super::tokens::{Token, tokens};

/// The deepest nesting of brackets.
const DEEPEST: usize = 64;

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

/// How far it has come.
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

/// A text that exmex reads as a mathematician would, or what is wrong and where.
pub fn rewrite(text: &str, condition: bool) -> Result<String, Fault> {
    let rewriter = Rewriter {
        text,
        condition,
        frames: vec![Frame::new(Bracket::Plain, 0)],
        out: String::new(),
        exponent: false,
        exponents_outside: Vec::new(),
        truth: false,
    };
    rewriter.rewrite(&tokens(text)?)
}

impl<'t> Rewriter<'t> {
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
                        Some((function, takes)) if bracket_follows => {
                            self.open_function(function, *takes, at)?;
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
                return Err(Fault::at(text, at, "join two comparisons with `&&`".into()));
            }
            if joins && !frame.compared {
                return Err(Fault::at(text, at, COMPARE.into()));
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
        takes: Function,
        at: usize,
    ) -> Result<(), Fault> {
        let bracket = match takes {
            Function::One(_) => {
                self.out.push_str(&format!(" {function}("));
                Bracket::One
            }
            Function::Two(_) => {
                self.out.push_str(" ((");
                Bracket::Two {
                    function,
                    comma: false,
                }
            }
        };
        self.open(bracket, at)
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
                return Err(Fault::at(
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
        Fault::at(self.text, byte, message)
    }
}

fn no_such_function(name: &str) -> String {
    let known = FUNCTIONS.map(|(function, _)| function).join(", ");
    format!("there is no function `{name}`; there are {known}")
}
