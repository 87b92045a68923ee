//! Parses the tokens into steps in the order of evaluation: both operands, then their operator (Pratt, "Top down operator
//! precedence", 1973).

use super::known::{FUNCTIONS, Op, POWER, Sign, function};
use super::tokens::{Fault, Token, tokens};

/// Greatest depth of nested brackets.
const DEEPEST: usize = 64;

const COMPARE: &str = "a condition compares on each side of `&&` and `||`: `a < b && c != 0`";
const COMMA: &str = "a comma belongs in `min(a, b)` or `max(a, b)`; decimals have a point";
const NEVER_CLOSED: &str = "this bracket is never closed";

/// What was found in a bracket, or in the whole formula, since the last `&&` or `||`.
#[derive(Default)]
struct Seen {
    /// A comparison, here or in inner brackets.
    comparison: bool,
    /// An arithmetic or comparison operator, so that this is a number.
    calculation: bool,
    /// There was a `&&` or `||` before.
    joined: bool,
    /// The last operator was `^`: a second one would be ambiguous.
    power: bool,
    /// The operand just parsed is a comparison in brackets.
    truth: bool,
}

#[derive(Default)]
struct Parser<'t> {
    text: &'t str,
    condition: bool,
    tokens: Vec<(usize, Token<'t>)>,
    next: usize,
    names: Vec<String>,
    steps: Vec<Op>,
    /// Open brackets at this point, and how many of them belong to functions.
    depth: usize,
    functions: usize,
}

/// The names of a formula, each once and sorted, and its steps; or the error and its place.
pub fn parse(text: &str, condition: bool) -> Result<(Vec<String>, Vec<Op>), Fault> {
    let tokens = tokens(text)?;
    let names = tokens.iter().filter_map(|(_, token)| match token {
        Token::Name(name) if function(name).is_none() => Some((*name).to_owned()),
        _ => None,
    });
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    names.dedup();
    let mut parser = Parser {
        text,
        condition,
        tokens,
        names,
        ..Parser::default()
    };
    parser.whole()?;
    Ok((parser.names, parser.steps))
}

impl<'t> Parser<'t> {
    fn whole(&mut self) -> Result<(), Fault> {
        if self.tokens.is_empty() {
            return self.fault(0, "the formula is empty");
        }
        let mut seen = Seen::default();
        self.expression(&mut seen, 0)?;
        match self.take() {
            Some((at, Token::Comma)) => self.fault(at, COMMA),
            Some((at, _)) => self.fault(at, "this bracket was never opened"),
            None if self.condition && !seen.comparison => self.fault(0, COMPARE),
            None => Ok(()),
        }
    }

    fn peek(&self) -> Option<(usize, Token<'t>)> {
        self.tokens.get(self.next).copied()
    }

    fn take(&mut self) -> Option<(usize, Token<'t>)> {
        let token = self.peek();
        self.next += 1;
        token
    }

    /// Operands, and operators between them with at least this priority.
    fn expression(&mut self, seen: &mut Seen, binds: u8) -> Result<(), Fault> {
        self.operand(seen, binds)?;
        loop {
            match self.peek() {
                Some((at, Token::Sign(sign))) if sign.priority >= binds => {
                    self.next += 1;
                    self.check(seen, sign, at)?;
                    self.expression(seen, sign.priority + 1)?;
                    self.steps.push(Op::Two(sign.apply));
                }
                Some((at, Token::Number(_) | Token::Name(_) | Token::Open)) => {
                    return self.fault(at, "a sign such as `*` is missing here");
                }
                _ => return Ok(()),
            }
        }
    }

    fn operand(&mut self, seen: &mut Seen, binds: u8) -> Result<(), Fault> {
        let Some((at, token)) = self.take() else {
            let end = self.text.trim_end().len();
            return self.fault(
                end,
                "the formula stops where a number or name should follow",
            );
        };
        match token {
            Token::Number(value) => self.steps.push(Op::Number(value)),
            Token::Name(name) => return self.name(name, at),
            Token::Open => return self.bracket(seen, at),
            Token::Sign(sign) if sign.text == "-" => {
                seen.calculation = true;
                if let Some((at, Token::Sign(sign))) = self.peek() {
                    return self.misplaced(sign, at);
                }
                // A power is applied before a minus in front of it: -2^2 is -4.
                self.expression(seen, binds.max(POWER))?;
                self.steps.push(Op::One(|a| -a));
            }
            Token::Sign(sign) => return self.misplaced(sign, at),
            Token::Close => return self.fault(at, "a number or name is missing before `)`"),
            Token::Comma => return self.fault(at, "a number or name is missing before `,`"),
        }
        Ok(())
    }

    fn name(&mut self, name: &str, at: usize) -> Result<(), Fault> {
        let bracket_follows = matches!(self.peek(), Some((_, Token::Open)));
        match function(name) {
            Some(takes) if bracket_follows => self.call(name, takes, at),
            Some(_) => self.fault(at, format!("`{name}` is a function: write `{name}(...)`")),
            None if bracket_follows => self.fault(at, no_such_function(name)),
            None => {
                let place = self.names.partition_point(|other| other.as_str() < name);
                self.steps.push(Op::Name(place));
                Ok(())
            }
        }
    }

    fn bracket(&mut self, outside: &mut Seen, at: usize) -> Result<(), Fault> {
        self.deeper(at)?;
        let mut inside = Seen::default();
        self.expression(&mut inside, 0)?;
        self.depth -= 1;
        match self.take() {
            None => return self.fault(at, NEVER_CLOSED),
            Some((comma, Token::Comma)) => return self.fault(comma, COMMA),
            Some((close, _)) if inside.joined && !inside.comparison => {
                return self.fault(close, COMPARE);
            }
            Some(_) => {}
        }
        outside.truth = inside.comparison;
        if inside.comparison && outside.calculation {
            return self.fault(at, "a comparison is no number");
        }
        outside.comparison |= inside.comparison;
        Ok(())
    }

    /// The arguments of a function, from its opening bracket on.
    fn call(&mut self, name: &str, takes: Op, at: usize) -> Result<(), Fault> {
        self.next += 1;
        self.deeper(at)?;
        self.functions += 1;
        self.expression(&mut Seen::default(), 0)?;
        let mut end = self.take();
        if let Op::Two(_) = takes {
            match end {
                Some((_, Token::Comma)) => {
                    self.expression(&mut Seen::default(), 0)?;
                    end = self.take();
                }
                Some((close, _)) => {
                    let says = format!("`{name}` takes two values: `{name}(a, b)`");
                    return self.fault(close, says);
                }
                None => {}
            }
        }
        match (end, takes) {
            (None, _) => self.fault(at, NEVER_CLOSED),
            (Some((comma, Token::Comma)), Op::Two(_)) => {
                let says = format!("`{name}` takes two values: nest it for more");
                self.fault(comma, says)
            }
            (Some((comma, Token::Comma)), _) => self.fault(comma, "this function takes one value"),
            (Some(_), takes) => {
                self.depth -= 1;
                self.functions -= 1;
                self.steps.push(takes);
                Ok(())
            }
        }
    }

    fn deeper(&mut self, at: usize) -> Result<(), Fault> {
        if self.depth == DEEPEST {
            let says = format!("more than {DEEPEST} brackets within each other");
            return self.fault(at, says);
        }
        self.depth += 1;
        Ok(())
    }

    /// Checks that an operator is allowed here, between two operands.
    fn check(&self, seen: &mut Seen, sign: &Sign, at: usize) -> Result<(), Fault> {
        let (compares, joins, text) = (sign.compares(), sign.joins(), sign.text);
        if (compares || joins) && !self.condition {
            let says = format!("`{text}` belongs in a condition, not in a formula");
            return self.fault(at, says);
        }
        if (compares || joins) && self.functions > 0 {
            return self.fault(at, format!("`{text}` cannot stand inside a function"));
        }
        if seen.truth && !joins {
            let says = "a comparison is no number: join it with `&&` or `||`";
            return self.fault(at, says);
        }
        if text == "^" && seen.power {
            let says = "two powers in a row: write brackets to say which comes first";
            return self.fault(at, says);
        }
        if compares && seen.comparison {
            return self.fault(at, "join two comparisons with `&&`");
        }
        if joins && !seen.comparison {
            return self.fault(at, COMPARE);
        }
        *seen = Seen {
            comparison: compares || (seen.comparison && !joins),
            calculation: !joins,
            joined: seen.joined || joins,
            power: text == "^",
            truth: false,
        };
        Ok(())
    }

    fn misplaced(&self, sign: &Sign, at: usize) -> Result<(), Fault> {
        let says = format!("`{}` stands where a number or name should", sign.text);
        self.fault(at, says)
    }

    fn fault(&self, byte: usize, message: impl Into<String>) -> Result<(), Fault> {
        Err(Fault::at(self.text, byte, message.into()))
    }
}

fn no_such_function(name: &str) -> String {
    let known = FUNCTIONS.map(|(function, _)| function).join(", ");
    format!("there is no function `{name}`; there are {known}")
}
