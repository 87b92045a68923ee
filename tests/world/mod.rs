//! A folder with decks and data of its own, and the program run in it.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

pub struct World {
    dir: tempfile::TempDir,
}

impl World {
    pub fn new() -> World {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("decks")).unwrap();
        World { dir }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn deck(&self, name: &str, text: &str) -> String {
        let path = self.path().join("decks");
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join(name), text).unwrap();
        path.join(name).to_string_lossy().into_owned()
    }

    /// Writes the settings.
    pub fn config(&self, text: &str) {
        let folder = self.path().join(".config/swot");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("config.ron"), text).unwrap();
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_swot"));
        command
            .env_clear()
            .current_dir(self.path())
            .envs(crate::home::home(self.path()))
            .env("SWOT_NOW", "2026-11-21T09:00:00+01:00[Europe/Paris]")
            .args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.feed(arguments, "")
    }

    pub fn feed(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut stdin, input) = (child.stdin.take().unwrap(), input.to_owned());
        // Beside the reading: a pipe holds little.
        let writer = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        output
    }

    pub fn out(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.out(arguments)).unwrap()
    }

    pub fn json_lines(&self, arguments: &[&str]) -> Vec<Value> {
        self.out(arguments)
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

pub const DECK: &str = r#"Deck(schema: 1, id: "d", title: "A deck", track: "CPIM", concepts: [
    Concept(id: "one", title: "One", code: "X1", topic: "strategy", summary: "Read me.", cards: [
        Basic(id: "a", front: "What is first?", back: "Alpha", reversed: true),
        Basic(id: "b", front: "What is second?", back: "Beta"),
    ]),
])"#;

pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// With this world's decks and no others.
pub fn own<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["--no-builtin", "--deck-path", "decks"], arguments].concat()
}
