//! Holds the floors of the house: a room may use what lies below it, never what lies beside or above.
//!
//! Every production line is read as tokens, so that it makes no difference how a path is written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A room, the rooms of this crate that it may use beside itself, and what it may never name.
struct Floor {
    room: &'static str,
    may_use: &'static [&'static str],
    never: &'static [&'static str],
}

const fn floor(
    room: &'static str,
    may_use: &'static [&'static str],
    never: &'static [&'static str],
) -> Floor {
    Floor {
        room,
        may_use,
        never,
    }
}

const SCREEN: &[&str] = &["ratatui", "crossterm", "clap"];

/// From the ground up: a room may use only rooms that come before it.
const FLOORS: &[Floor] = &[
    floor("hash", &[], &["std::fs", "std::env", "std::time"]),
    floor("parallel", &[], &["std::fs", "std::env"]),
    floor("files", &["hash"], SCREEN),
    floor(
        "calculators",
        &[],
        &["ron", "ratatui", "clap", "std::fs", "std::env", "std::time"],
    ),
    floor(
        "study",
        &["calculators", "hash"],
        &[
            "ron",
            "ratatui",
            "clap",
            "jiff",
            "std::fs",
            "std::env",
            "std::time",
            "SystemTime",
            "Instant::now",
        ],
    ),
    floor(
        "dates",
        &["calculators", "study"],
        &["std::fs", "std::env", "std::time"],
    ),
    floor("clock", &["dates", "study"], SCREEN),
    floor("deck_file", &["files", "hash", "parallel", "study"], SCREEN),
    floor(
        "lint",
        &["deck_file", "hash", "parallel", "study", "calculators"],
        &["ratatui", "clap", "std::fs", "std::env"],
    ),
    floor(
        "shelf",
        &["lint", "deck_file", "files", "hash", "parallel", "study"],
        SCREEN,
    ),
    floor(
        "store",
        &["dates", "files", "hash", "parallel", "study"],
        &["ron", "ratatui", "clap"],
    ),
    floor(
        "sync",
        &["store", "files", "hash", "study"],
        &["ron", "ratatui", "clap"],
    ),
    floor(
        "exchange",
        &[
            "lint",
            "deck_file",
            "dates",
            "files",
            "hash",
            "parallel",
            "study",
        ],
        &["ron", "ratatui", "clap", "std::env"],
    ),
    floor("sheet", &["calculators", "files"], SCREEN),
    floor(
        "tui",
        &["dates", "parallel", "study", "calculators", "sheet"],
        &[
            "ron",
            "clap",
            "std::fs",
            "std::env",
            "std::process",
            "Instant::now",
        ],
    ),
    floor("folders", &[], SCREEN),
    // Keys and colours are the screens' to judge.
    floor(
        "settings",
        &["clock", "files", "lint", "deck_file", "study", "tui"],
        SCREEN,
    ),
    floor("watch", &["deck_file", "hash", "shelf"], SCREEN),
    floor(
        "desk",
        &[
            "shelf", "store", "sync", "clock", "settings", "folders", "dates", "files", "hash",
            "parallel", "study",
        ],
        SCREEN,
    ),
    floor(
        "driver",
        &[
            "desk",
            "tui",
            "watch",
            "settings",
            "clock",
            "sheet",
            "shelf",
            "lint",
            "files",
            "study",
            "calculators",
        ],
        &["clap"],
    ),
    floor(
        "cli",
        &[
            "driver",
            "desk",
            "tui",
            "watch",
            "settings",
            "folders",
            "clock",
            "dates",
            "sheet",
            "exchange",
            "sync",
            "store",
            "shelf",
            "lint",
            "deck_file",
            "files",
            "study",
            "calculators",
        ],
        &[],
    ),
];

/// Types whose methods fill several files: each such file uses the one above it that declares the type, and is called from
/// there. Among themselves these files draw no circle either.
const ONE_TYPE_IN_SEVERAL_FILES: &[&str] = &[
    "desk",
    "study::kinds::generated",
    "tui::screens::calculators",
    "tui::screens::preview",
    "tui::screens::study",
];

/// A path as it is written out in full: `use crate::{a, b::{c as d}}` is `crate::a` and `crate::b::c`.
struct Found {
    path: Vec<String>,
    line: usize,
    /// The module that it stands in.
    module: Vec<String>,
    /// The name that a `use` gives it.
    name: Option<String>,
    /// A `pub use`: it is there for others.
    is_public: bool,
}

/// Collects the paths of a file, but for those in items that are compiled for tests only.
#[derive(Default)]
struct Reader {
    module: Vec<String>,
    found: Vec<Found>,
}

fn text(token: Option<&TokenTree>) -> String {
    token.map(ToString::to_string).unwrap_or_default()
}

impl Reader {
    fn read(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Group(group) => self.read(group.stream()),
                TokenTree::Punct(p) if p.as_char() == '#' && is_for_tests(tokens.get(at)) => {
                    let ends = |token: &TokenTree| match token {
                        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                        token => token.to_string() == ";",
                    };
                    let item = tokens[at..].iter().position(ends);
                    at = item.map_or(tokens.len(), |n| at + n + 1);
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
                TokenTree::Ident(word) if *word == "use" => {
                    let is_public = match at.checked_sub(2).map(|i| &tokens[i]) {
                        Some(TokenTree::Group(_)) => at > 2 && text(tokens.get(at - 3)) == "pub",
                        token => text(token) == "pub",
                    };
                    let end = (at..tokens.len()).find(|i| text(tokens.get(*i)) == ";");
                    let end = end.unwrap_or(tokens.len());
                    self.tree(&tokens[at..end], &[], is_public);
                    at = end;
                }
                TokenTree::Ident(word) if *word == "mod" => {
                    if let Some(TokenTree::Group(group)) = tokens.get(at + 1) {
                        self.module.push(text(tokens.get(at)));
                        self.read(group.stream());
                        self.module.pop();
                        at += 2;
                    }
                }
                TokenTree::Ident(word) => {
                    let mut path = vec![word.to_string()];
                    while text(tokens.get(at)) == ":"
                        && text(tokens.get(at + 1)) == ":"
                        && let Some(TokenTree::Ident(word)) = tokens.get(at + 2)
                    {
                        path.push(word.to_string());
                        at += 3;
                    }
                    if path.len() > 1 {
                        self.add(path, token, None, false);
                    }
                }
            }
        }
    }

    /// What a `use` names, behind `before`.
    fn tree(&mut self, tokens: &[TokenTree], before: &[String], is_public: bool) {
        for branch in tokens.split(|token| token.to_string() == ",") {
            let Some(first) = branch.first() else {
                continue;
            };
            let mut path = before.to_vec();
            let mut name = None;
            let mut is_name = false;
            for token in branch {
                match token {
                    TokenTree::Group(group) => {
                        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                        self.tree(&inner, &path, is_public);
                        path.clear();
                    }
                    token if token.to_string() == "as" => is_name = true,
                    token if is_name => name = Some(token.to_string()),
                    token if token.to_string() == ":" => {}
                    token if token.to_string() == "self" && !path.is_empty() => {}
                    token => path.push(token.to_string()),
                }
            }
            if let Some(last) = path.last() {
                let name = name.unwrap_or_else(|| last.clone());
                self.add(path, first, Some(name), is_public);
            }
        }
    }

    /// With `crate` at its front, where it is known to lead through this crate.
    fn add(&mut self, path: Vec<String>, token: &TokenTree, name: Option<String>, is_public: bool) {
        let ups = path.iter().take_while(|p| *p == "super").count();
        let path = match path[0].as_str() {
            "self" | "super" => {
                let home = &self.module[..self.module.len().saturating_sub(ups)];
                let rest = &path[ups.max(1)..];
                [&["crate".to_owned()], home, rest].concat()
            }
            _ => path,
        };
        self.found.push(Found {
            path,
            line: token.span().start().line,
            module: self.module.clone(),
            name,
            is_public,
        });
    }
}

/// Whether the brackets of an attribute hold `cfg(test)` or the like.
fn is_for_tests(attribute: Option<&TokenTree>) -> bool {
    let attribute = text(attribute).replace(' ', "");
    attribute.starts_with("[cfg(") && attribute.contains("test") && !attribute.contains("not(test")
}

fn source_paths(module: &[String], source: &str) -> Vec<Found> {
    let tokens: TokenStream = source.parse().expect("a source of Rust");
    let mut reader = Reader {
        module: module.to_vec(),
        ..Reader::default()
    };
    reader.read(tokens);
    reader.found
}

/// What a file of the room does that its floor does not let it.
fn breaches(floor: &Floor, module: &[String], source: &str) -> Vec<String> {
    let mut broken = Vec::new();
    for found in source_paths(module, source) {
        let written = found.path.join("::");
        let mut tell = |why: String| broken.push(format!("line {}: {written}: {why}", found.line));
        if found.path[0] == "crate" {
            let room = found.path.get(1).map_or("the whole crate", String::as_str);
            if room != floor.room && !floor.may_use.contains(&room) {
                tell(format!("{} may not use {room}", floor.room));
            }
        }
        for name in floor.never {
            if format!("::{written}::").contains(&format!("::{name}::")) {
                tell(format!("{} never names {name}", floor.room));
            }
        }
    }
    broken
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The files of production, by the module that each is.
fn files() -> BTreeMap<Vec<String>, (String, String)> {
    fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root(), &mut found);
    let mut files = BTreeMap::new();
    for path in found {
        let name = path.strip_prefix(root()).unwrap().with_extension("");
        let mut module: Vec<String> = name
            .components()
            .map(|c| c.as_os_str().to_string_lossy().into_owned())
            .collect();
        if module.last().is_some_and(|last| last == "mod") {
            module.pop();
        }
        let is_test = |name: &String| name == "tests" || name.ends_with("_tests");
        if !module.iter().any(is_test) && module != ["main"] && module != ["lib"] {
            let name = format!("{}.rs", module.join("/"));
            files.insert(module, (name, fs::read_to_string(&path).unwrap()));
        }
    }
    files
}

fn lib() -> String {
    fs::read_to_string(root().join("lib.rs")).unwrap()
}

#[test]
fn every_room_uses_only_what_lies_below_it() {
    let mut broken = Vec::new();
    for (module, (name, source)) in files() {
        let floor = FLOORS.iter().find(|floor| floor.room == module[0]);
        let Some(floor) = floor else {
            broken.push(format!("{name}: its room has no floor"));
            continue;
        };
        let found = breaches(floor, &module, &source);
        broken.extend(found.iter().map(|breach| format!("{name}, {breach}")));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_floors_the_map_and_the_tree_name_the_same_rooms_in_the_same_order() {
    let map: Vec<String> = lib()
        .lines()
        .filter_map(|line| line.strip_prefix("//! | [`"))
        .map(|row| row.split('`').next().unwrap_or_default().to_owned())
        .collect();
    let floors: Vec<&str> = FLOORS.iter().map(|floor| floor.room).collect();
    assert_eq!(map, floors, "the map in lib.rs");
    let declared: BTreeSet<String> = lib()
        .lines()
        .filter_map(|line| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned()))
        .collect();
    let tree: BTreeSet<String> = files()
        .into_keys()
        .map(|module| module[0].clone())
        .collect();
    assert_eq!(declared, tree, "the modules of lib.rs");
    assert_eq!(tree, map.into_iter().collect());
    for (n, floor) in FLOORS.iter().enumerate() {
        for used in floor.may_use {
            let below = FLOORS[..n].iter().any(|lower| lower.room == *used);
            assert!(
                below,
                "{} may use {used}, which is not below it",
                floor.room
            );
        }
    }
}

/// Another name for a room would lead past the floors.
#[test]
fn the_crate_itself_hands_nothing_on() {
    let code = lib();
    let code: Vec<&str> = code
        .lines()
        .filter(|line| !line.starts_with("//"))
        .collect();
    for line in code.iter().filter(|line| !line.is_empty()) {
        assert!(line.starts_with("pub mod "), "{line}");
    }
}

#[test]
fn a_forbidden_path_is_found_in_every_room_and_however_it_is_written() {
    for floor in FLOORS {
        let others = FLOORS.iter().map(|other| other.room);
        let forbidden =
            others.filter(|other| *other != floor.room && !floor.may_use.contains(other));
        for above in forbidden {
            for form in [
                "use crate::ROOM;",
                "use crate::ROOM::Thing as Other;",
                "use crate::{hash, ROOM};",
                "use crate::{hash::{self}, ROOM::{self, one::{Two, Three}}};",
                "use super::super::ROOM::Thing;",
                "use super::{super::ROOM::{Thing}};",
                "pub use crate::ROOM::Thing;",
                "pub(crate) use crate::{ROOM as below};",
                "fn f() { crate::ROOM::act(); }",
                "fn f(thing: &super::super::ROOM::Thing) -> bool { true }",
                "impl From<crate::ROOM::Thing> for u8 {}",
                "macro_rules! m { () => { $crate::ROOM::act() } }",
                "fn f() { format!(\"{}\", crate::ROOM::act()) }",
                "mod inner { use super::super::super::ROOM; }",
                "mod inner { fn f() { super::super::super::ROOM::act() } }",
                "#[cfg(test)] mod tests { fn f() {} } use crate::ROOM::Thing;",
                "#[cfg(test)] use std::fs; fn f() { crate::ROOM::act() }",
                "#[cfg(not(test))] use crate::ROOM::Thing;",
                "// nothing\nfn f() { /* } */ let url = \"http://x\"; crate::ROOM::act() }",
                "use crate as house; use house::ROOM::Thing;",
                "use crate::{self as house};",
                "use super::super::*;",
                "use crate::*;",
            ] {
                let source = form.replace("ROOM", above);
                let module = [floor.room.to_owned(), "file".to_owned()];
                let found = breaches(floor, &module, &source);
                let wanted = format!("{} may not use", floor.room);
                assert!(
                    found.iter().any(|b| b.contains(&wanted)),
                    "{}: {source}",
                    floor.room
                );
            }
            let unread = format!(
                "//! crate::{above}::x\n/// crate::{above}::y\nfn f() {{ let s = \"crate::{above}::z\"; }}
                #[cfg(test)] mod tests {{ use crate::{above}::Thing; }}
                #[cfg(test)] use crate::{above}::Thing;"
            );
            let module = [floor.room.to_owned()];
            assert_eq!(breaches(floor, &module, &unread), Vec::<String>::new());
        }
        for name in floor.never {
            for form in [
                "use NAME::Thing;",
                "fn f() { NAME::act() }",
                "use {NAME::{a, b}};",
            ] {
                let source = form.replace("NAME", name);
                let found = breaches(floor, &[floor.room.to_owned()], &source);
                assert!(!found.is_empty(), "{}: {source}", floor.room);
            }
        }
    }
}

/// SQL is known in the store, and where Anki's packages are read and written: those are SQLite files. The clock has one
/// door, the key events have two.
#[test]
fn sql_time_and_keys_come_through_their_own_doors() {
    let doors: &[(&str, &[&str])] = &[
        ("rusqlite", &["store", "exchange/apkg"]),
        ("Zoned::now", &["clock"]),
        ("Timestamp::now", &["clock"]),
        ("SystemTime::now", &["clock"]),
        ("crossterm", &["driver", "tui/keys"]),
    ];
    let mut broken = Vec::new();
    for (module, (name, source)) in files() {
        for found in source_paths(&module, &source) {
            let written = format!("::{}::", found.path.join("::"));
            for (what, homes) in doors {
                let is_home = homes.iter().any(|home| name.starts_with(home));
                if written.contains(&format!("::{what}::")) && !is_home {
                    broken.push(format!("{name}, line {}: {what}", found.line));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The files that each file of a room uses. What a `use` hands on counts as used by those who ask for it there.
fn uses(room: &str) -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let files: BTreeMap<Vec<String>, Vec<Found>> = files()
        .into_iter()
        .filter(|(module, _)| module[0] == room)
        .map(|(module, (_, source))| (module.clone(), source_paths(&module, &source)))
        .collect();
    // A path that begins with a module below the one it stands in, or with a room of the crate.
    let full = |found: &Found| match found.path.split_first() {
        Some((first, rest)) if first == "crate" => rest.to_vec(),
        _ => [&found.module[..], &found.path].concat(),
    };
    let holder = |path: &[String]| -> Option<Vec<String>> {
        let lengths = (1..=path.len()).rev();
        let mut modules = lengths.map(|n| path[..n].to_vec());
        modules.find(|module| files.contains_key(module))
    };
    let target = |path: &[String]| -> Option<Vec<String>> {
        let mut path = path.to_vec();
        for _ in 0..8 {
            let module = holder(&path)?;
            let name = path.get(module.len());
            let handed_on = files[&module]
                .iter()
                .find(|f| f.name.is_some() && f.name.as_ref() == name);
            match handed_on {
                Some(found) if full(found) != path => path = full(found),
                _ => return Some(module),
            }
        }
        None
    };
    let mut uses = BTreeMap::new();
    for (module, found) in &files {
        let own: BTreeSet<Vec<String>> = found
            .iter()
            .filter(|f| !f.is_public && (f.path[0] == "crate" || f.path.len() > 1))
            .filter_map(|f| target(&full(f)))
            .filter(|other| other != module)
            .collect();
        uses.insert(module.clone(), own);
    }
    uses
}

/// The first circle found, as the files on it.
fn circle(uses: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>) -> Option<Vec<String>> {
    let mut left = uses.clone();
    // What uses nothing that is left is on no circle.
    while let Some(free) = left
        .iter()
        .find(|(_, used)| used.iter().all(|other| !left.contains_key(other)))
        .map(|(module, _)| module.clone())
    {
        left.remove(&free);
    }
    let mut at = left.keys().next()?.clone();
    let mut walked: Vec<Vec<String>> = Vec::new();
    while !walked.contains(&at) {
        walked.push(at.clone());
        at = left[&at]
            .iter()
            .find(|other| left.contains_key(*other))?
            .clone();
    }
    let start = walked.iter().position(|module| *module == at)?;
    Some(
        walked[start..]
            .iter()
            .map(|module| module.join("::"))
            .collect(),
    )
}

#[test]
fn no_two_files_of_a_room_use_each_other() {
    let mut needed = BTreeSet::new();
    for floor in FLOORS {
        let mut uses = uses(floor.room);
        for (module, used) in &mut uses {
            let above = module[..module.len() - 1].to_vec();
            let name = above.join("::");
            if ONE_TYPE_IN_SEVERAL_FILES.contains(&name.as_str()) && used.remove(&above) {
                needed.insert(name);
            }
        }
        assert_eq!(circle(&uses), None, "{}", floor.room);
    }
    assert_eq!(needed.len(), ONE_TYPE_IN_SEVERAL_FILES.len(), "{needed:?}");
}

#[test]
fn a_circle_is_found() {
    let module = |name: &str| vec![name.to_owned()];
    let mut uses = BTreeMap::from([
        (module("a"), BTreeSet::from([module("b")])),
        (module("b"), BTreeSet::from([module("c")])),
        (module("c"), BTreeSet::new()),
    ]);
    assert_eq!(circle(&uses), None);
    uses.insert(module("c"), BTreeSet::from([module("b")]));
    assert_eq!(circle(&uses), Some(vec!["b".to_owned(), "c".to_owned()]));
}
