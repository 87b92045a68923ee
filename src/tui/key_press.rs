//! Keys as they are written and read ("Ctrl-p"), and which action each stands for.

use super::action::{Action, Row, TABLE};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// One key press. Shift is part of the character; it is kept separately only for named keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyPress {
    pub key: Key,
    pub ctrl: bool,
    pub shift: bool,
    /// The key is held down.
    pub again: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

const NAMES: [(&str, Key); 14] = [
    ("Enter", Key::Enter),
    ("Esc", Key::Esc),
    ("Tab", Key::Tab),
    ("Backspace", Key::Backspace),
    ("Delete", Key::Delete),
    ("Up", Key::Up),
    ("Down", Key::Down),
    ("Left", Key::Left),
    ("Right", Key::Right),
    ("Home", Key::Home),
    ("End", Key::End),
    ("PageUp", Key::PageUp),
    ("PageDown", Key::PageDown),
    ("Space", Key::Char(' ')),
];

impl KeyPress {
    pub fn new(key: Key) -> KeyPress {
        KeyPress {
            key,
            ctrl: false,
            shift: false,
            again: false,
        }
    }

    /// The character that a text field would insert.
    pub fn text(self) -> Option<char> {
        match self.key {
            Key::Char(c) if !self.ctrl => Some(c),
            _ => None,
        }
    }

    fn pressed(self) -> KeyPress {
        KeyPress {
            again: false,
            ..self
        }
    }
}

impl fmt::Display for KeyPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.shift {
            f.write_str("Shift-")?;
        }
        match (self.key, NAMES.iter().find(|(_, key)| *key == self.key)) {
            (_, Some((name, _))) => f.write_str(name),
            (Key::Char(c), None) => write!(f, "{c}"),
            (Key::F(n), None) => write!(f, "F{n}"),
            _ => Ok(()),
        }
    }
}

impl FromStr for KeyPress {
    type Err = String;

    fn from_str(text: &str) -> Result<KeyPress, String> {
        let mut rest = text;
        let (mut ctrl, mut shift) = (false, false);
        while let Some((head, tail)) = rest.split_once('-').filter(|(_, tail)| !tail.is_empty()) {
            match head.to_ascii_lowercase().as_str() {
                "ctrl" => ctrl = true,
                "shift" => shift = true,
                _ => break,
            }
            rest = tail;
        }
        let mut names = NAMES.iter();
        let named = names.find(|(name, _)| name.eq_ignore_ascii_case(rest));
        let named = named.map(|(_, key)| *key);
        let number = rest.strip_prefix(['F', 'f']).and_then(|n| n.parse().ok());
        let function = number.filter(|n| (1..=12).contains(n)).map(Key::F);
        let mut chars = rest.chars();
        let single = match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_control() => Some(Key::Char(c)),
            _ => None,
        };
        let key = named.or(function).or(single).ok_or_else(|| {
            format!("`{text}` is no key; write keys like \"u\", \"Ctrl-p\", \"Enter\", \"Shift-Tab\", \"F1\"")
        })?;
        let (key, shift) = match key {
            Key::Char(c) if shift => (Key::Char(c.to_uppercase().next().unwrap_or(c)), false),
            key => (key, shift),
        };
        let press = KeyPress::new(key);
        Ok(KeyPress {
            ctrl,
            shift,
            ..press
        })
    }
}

/// The keys of each action: from the table, or the learner's own instead.
#[derive(Debug, Clone, PartialEq)]
pub struct Keys(Vec<(Action, Vec<KeyPress>)>);

impl Default for Keys {
    fn default() -> Keys {
        let keys = |row: &Row| (row.action, presses(row.keys).unwrap_or_default());
        Keys(TABLE.iter().map(keys).collect())
    }
}

fn presses<S: AsRef<str>>(keys: &[S]) -> Result<Vec<KeyPress>, String> {
    keys.iter().map(|key| key.as_ref().parse()).collect()
}

impl Keys {
    /// `own` are the `keys` of `config.ron`: action names and their keys. All faults are returned, not only the first.
    pub fn with(own: &BTreeMap<String, Vec<String>>) -> Result<Keys, Vec<String>> {
        let mut keys = Keys::default();
        let mut faults = Vec::new();
        for (name, wanted) in own {
            let Some(action) = Action::named(name) else {
                let names: Vec<&str> = TABLE.iter().map(|row| row.name).collect();
                faults.push(format!(
                    "`{name}` is no action; the actions are {}",
                    names.join(", ")
                ));
                continue;
            };
            match presses(wanted) {
                Err(fault) => faults.push(format!("{name}: {fault}")),
                Ok(presses) if presses.is_empty() => {
                    faults.push(format!("{name}: give it one key at least"));
                }
                Ok(presses) => {
                    if let Some((_, old)) = keys.0.iter_mut().find(|(a, _)| *a == action) {
                        *old = presses;
                    }
                }
            }
        }
        faults.extend(keys.clashes(own));
        if faults.is_empty() {
            Ok(keys)
        } else {
            Err(faults)
        }
    }

    /// Keys with two actions on one screen, at least one of them set by the learner.
    fn clashes(&self, own: &BTreeMap<String, Vec<String>>) -> Vec<String> {
        let own: Vec<Action> = own.keys().filter_map(|name| Action::named(name)).collect();
        let is_own = |action: Action| own.contains(&action);
        let mut clashes = Vec::new();
        for (nth, (one, presses)) in self.0.iter().enumerate() {
            for (other, others) in &self.0[..nth] {
                if !(is_own(*one) || is_own(*other)) || !one.may_meet(*other) {
                    continue;
                }
                let both = presses.iter().find(|press| others.contains(press));
                clashes.extend(both.map(|press| {
                    format!(
                        "the key {press} is bound twice, to {} and to {}; give one of them another",
                        other.row().name,
                        one.row().name
                    )
                }));
            }
        }
        clashes
    }

    pub fn of(&self, action: Action) -> &[KeyPress] {
        let found = self.0.iter().find(|(a, _)| *a == action);
        found.map_or(&[], |(_, presses)| presses)
    }

    pub fn means(&self, action: Action, press: KeyPress) -> bool {
        self.of(action).contains(&press.pressed())
    }

    /// The first key, to be named in texts.
    pub fn first(&self, action: Action) -> String {
        self.first_of(action, |_| true).unwrap_or_default()
    }

    /// The first key for which `reaches` is true, for the key bar; `None` if a field takes them all as text.
    pub fn first_of(&self, action: Action, reaches: impl Fn(KeyPress) -> bool) -> Option<String> {
        let press = self.of(action).iter().find(|press| reaches(**press));
        press.map(ToString::to_string)
    }

    /// All keys, for help.
    pub fn all(&self, action: Action) -> String {
        self.all_but(action, &[])
    }

    /// All keys but those that are text in a field.
    pub fn all_but(&self, action: Action, text: &[KeyPress]) -> String {
        let keys = self.of(action).iter().filter(|key| !text.contains(key));
        keys.map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_as_it_is_written() {
        for row in TABLE {
            for key in row.keys {
                assert_eq!(key.parse::<KeyPress>().unwrap().to_string(), *key);
            }
        }
        assert_eq!("-".parse::<KeyPress>().unwrap().key, Key::Char('-'));
        assert_eq!("Ctrl--".parse::<KeyPress>().unwrap().key, Key::Char('-'));
        assert_eq!("shift-a".parse::<KeyPress>().unwrap().key, Key::Char('A'));
        assert!("Alt-x".parse::<KeyPress>().is_err());
    }

    #[test]
    fn own_keys_replace_only_what_they_name_and_all_faults_are_told() {
        let own = |pairs: &[(&str, &[&str])]| {
            pairs
                .iter()
                .map(|(k, v)| ((*k).to_owned(), v.iter().map(|s| (*s).to_owned()).collect()))
                .collect::<BTreeMap<String, Vec<String>>>()
        };
        let keys = Keys::with(&own(&[("undo", &["z"])])).unwrap();
        assert!(keys.means(Action::Undo, "z".parse().unwrap()));
        assert!(!keys.means(Action::Undo, "u".parse().unwrap()));
        assert!(keys.means(Action::Help, "?".parse().unwrap()));
        let twice = |pairs: &[(&str, &[&str])]| Keys::with(&own(pairs)).unwrap_err().join("; ");
        assert!(twice(&[("undo", &["x"])]).contains("x is bound twice, to dont-know and to undo"));
        assert!(twice(&[("hint", &["z"]), ("flag", &["z"])]).contains("hint and to flag"));
        assert!(twice(&[("load", &["?"])]).contains("? is bound twice"));
        // Actions that never occur on one screen may share a key, as in the table.
        for apart in ["load", "mock-exam", "statistics"] {
            Keys::with(&own(&[(apart, &["i"])])).unwrap();
        }
        Keys::with(&own(&[("undo", &["z"]), ("quiz-me", &["u"])])).unwrap();
        let faults = Keys::with(&own(&[
            ("undone", &["z"]),
            ("redo", &["Hyper-q"]),
            ("help", &[]),
        ]))
        .unwrap_err();
        assert_eq!(faults.len(), 3);
    }
}
