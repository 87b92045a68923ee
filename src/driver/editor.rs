//! Opens the learner's own editor, at a line if it supports that. No shell is involved.

use crate::files::expand;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

/// How editors take a line number, by program name. Any other editor gets the file alone, since it might take the line for
/// another file.
const FORMS: &[(&[&str], &str)] = &[
    (
        &["+{line}", "{file}"],
        "vi vim nvim gvim mvim vimx view rvim nvi vile elvis ex nano rnano pico emacs emacsclient xemacs zile mg jmacs joe jstar \
         jpico rjoe jed ne kak mcedit micro dte gedit pluma featherpad bbedit",
    ),
    (
        &["{file}:{line}"],
        "hx helix subl sublime zed zeditor msedit",
    ),
    (
        &["--goto", "{file}:{line}:1"],
        "code codium vscodium cursor windsurf positron",
    ),
    (
        &["--line", "{line}", "{file}"],
        "kate kwrite mousepad geany idea pycharm clion webstorm phpstorm goland rubymine rider rustrover",
    ),
    (&["-l", "{line}", "{file}"], "mate notepadqq"),
    (&["-n{line}", "{file}"], "notepad++"),
    (&["--jump={line}", "{file}"], "leafpad"),
];

/// Additions to a program's name that do not change how it is called: `vim.tiny`, `code-insiders`, `nvim-linux-x86_64`.
const BUILDS: &str = "basic tiny nox gtk gtk2 gtk3 athena lucid pgtk x x11 wayland tty text linux linux64 macos x86 64 arm64 \
                      aarch64 amd64 insiders insider oss exploration stable snapshot nightly preview beta dev edge git bin portable";

/// Waits until the editor is closed. `input` is its standard input.
pub fn edit(file: &Path, line: u32, input: fn() -> Stdio) -> Result<ExitStatus, String> {
    // An absolute path cannot be taken for an option.
    let file = std::path::absolute(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let set = |name| std::env::var(name).unwrap_or_default();
    let commands = commands(&set("VISUAL"), &set("EDITOR"), cfg!(windows), &|path| {
        expand(path).is_file()
    })?;
    let mut missing = String::new();
    for command in &commands {
        let arguments = arguments(command, &file, line);
        for program in programs(&command[0], cfg!(windows)) {
            let mut editor = Command::new(expand(&program));
            match editor.args(&arguments).stdin(input()).status() {
                Ok(status) => return Ok(status),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(refused(&program, &error.to_string())),
            }
        }
        if missing.is_empty() {
            missing.clone_from(&command[0]);
        }
    }
    Err(refused(&missing, "there is no such program"))
}

fn refused(program: &str, why: &str) -> String {
    format!(
        "cannot start the editor `{program}`: {why}; set VISUAL or EDITOR to yours, for instance EDITOR=nano"
    )
}

/// The commands to try, as program and arguments: the learner's choice, otherwise what the system has.
fn commands(
    visual: &str,
    editor: &str,
    windows: bool,
    is_file: &dyn Fn(&str) -> bool,
) -> Result<Vec<Vec<String>>, String> {
    let mut set = [("VISUAL", visual), ("EDITOR", editor)].into_iter();
    if let Some((name, command)) = set.find(|(_, command)| !command.trim().is_empty()) {
        let words = words(command.trim(), windows, is_file)
            .ok_or_else(|| format!("{name} has a quote that is not closed: {command}"))?;
        if words.first().is_some_and(|program| !program.is_empty()) {
            return Ok(vec![words]);
        }
        return Err(format!(
            "{name} names no program; set it to your editor, for instance {name}=nano"
        ));
    }
    let system: &[&str] = if windows {
        &["notepad"]
    } else {
        &["vi", "nano"]
    };
    Ok(system.iter().map(|name| vec![(*name).to_owned()]).collect())
}

/// Splits a command line into words. A path with blanks need not be quoted if the file exists. `None` if a quote is not closed.
fn words(command: &str, windows: bool, is_file: &dyn Fn(&str) -> bool) -> Option<Vec<String>> {
    let is_path = |text: &str| text.contains('/') || windows && text.contains('\\');
    let ends = command
        .match_indices(char::is_whitespace)
        .map(|(at, _)| at)
        .chain([command.len()]);
    let program = ends
        .map(|end| command[..end].trim_end())
        .filter(|path| path.contains(char::is_whitespace) && is_path(path) && is_file(path))
        .last();
    let (mut words, rest) = match program {
        Some(path) => (vec![path.to_owned()], &command[path.len()..]),
        None => (Vec::new(), command),
    };
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            // An escape as in a shell, except on Windows, where it separates folders.
            (None | Some('"'), '\\') if !windows => {
                let word = word.get_or_insert_default();
                let escapes =
                    quote.is_none() || matches!(chars.peek(), Some('"' | '\\' | '$' | '`'));
                word.push(chars.next_if(|_| escapes).unwrap_or('\\'));
            }
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '"') => (quote, word) = (Some('"'), Some(word.unwrap_or_default())),
            (None, '\'') if !windows => {
                (quote, word) = (Some('\''), Some(word.unwrap_or_default()))
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

/// The program's name without folders, extension and build: `C:\Tools\Code.exe`, `vim.basic` and `com.vscodium.codium` are in
/// [`FORMS`] as `code`, `vim` and `codium`.
fn name(program: &str) -> String {
    let name = program.rsplit(['/', '\\']).next().unwrap_or(program);
    let name = name.trim().to_lowercase();
    let name = [".exe", ".cmd", ".bat", ".com", ".appimage", ".app", ".sh"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(&name);
    let is_build = |word: &str| word.bytes().all(|b| b.is_ascii_digit()) || has(BUILDS, word);
    let mut words: Vec<&str> = name.split(['.', '-', '_', ' ']).collect();
    // A name in reverse order, as in app stores.
    let from = if matches!(words[0], "com" | "org" | "dev" | "io" | "net") && words.len() > 2 {
        2
    } else {
        0
    };
    words.drain(..from);
    while words.len() > 1 && words.last().is_some_and(|word| is_build(word)) {
        words.pop();
    }
    let digits: &[char] = &['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
    match words.as_slice() {
        [one] => one.trim_end_matches(digits).to_owned(),
        // `sublime_text` is a single name.
        ["sublime", "text"] => "sublime".to_owned(),
        words => words.join("-"),
    }
}

fn has(names: &str, name: &str) -> bool {
    names.split_whitespace().any(|known| known == name)
}

/// The arguments: those of the command itself, then the file at the line.
fn arguments(command: &[String], file: &Path, line: u32) -> Vec<OsString> {
    let own = command.get(1..).unwrap_or_default();
    let name = command
        .first()
        .map_or_else(String::new, |program| name(program));
    let form = FORMS
        .iter()
        .find(|(_, names)| has(names, &name))
        .map_or(&["{file}"][..], |(form, _)| *form);
    let has_goto = own
        .last()
        .is_some_and(|last| last == "-g" || last == "--goto");
    let form = form.iter().filter(|part| !(has_goto && **part == "--goto"));
    let filled = form.map(|part| {
        let part = part.replace("{line}", &line.to_string());
        let Some((before, behind)) = part.split_once("{file}") else {
            return OsString::from(part);
        };
        let mut filled = OsString::from(before);
        filled.push(file);
        filled.push(behind);
        filled
    });
    own.iter().map(OsString::from).chain(filled).collect()
}

/// The names to try: Windows finds `code` only as `code.exe`, but it is `code.cmd`.
fn programs(program: &str, windows: bool) -> Vec<String> {
    let file = program.rsplit(['/', '\\']).next().unwrap_or(program);
    let ends: &[&str] = if windows && !file.contains('.') {
        &["", ".cmd", ".bat"]
    } else {
        &[""]
    };
    ends.iter().map(|end| format!("{program}{end}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: &dyn Fn(&str) -> bool = &|_| false;

    fn called(command: &str) -> String {
        let words = words(command, false, NONE).unwrap();
        let arguments = arguments(&words, Path::new("/d/my deck.ron"), 12);
        let shown: Vec<String> = arguments
            .iter()
            .map(|a| a.to_string_lossy().into_owned())
            .collect();
        shown.join("|")
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        for (command, told) in [
            ("vim", "+12|/d/my deck.ron"),
            ("/usr/bin/vim.basic -R", "-R|+12|/d/my deck.ron"),
            ("vim.tiny", "+12|/d/my deck.ron"),
            ("nvim.appimage", "+12|/d/my deck.ron"),
            ("./nvim-linux-x86_64.appimage", "+12|/d/my deck.ron"),
            ("NVIM.EXE", "+12|/d/my deck.ron"),
            ("emacs-29.4", "+12|/d/my deck.ron"),
            ("emacs30", "+12|/d/my deck.ron"),
            ("emacsclient -t -a ''", "-t|-a||+12|/d/my deck.ron"),
            ("micro", "+12|/d/my deck.ron"),
            ("hx", "/d/my deck.ron:12"),
            ("subl -w", "-w|/d/my deck.ron:12"),
            ("sublime_text", "/d/my deck.ron:12"),
            ("dev.zed.Zed", "/d/my deck.ron:12"),
            ("code --wait", "--wait|--goto|/d/my deck.ron:12:1"),
            ("code --wait -g", "--wait|-g|/d/my deck.ron:12:1"),
            ("com.vscodium.codium", "--goto|/d/my deck.ron:12:1"),
            ("code-insiders.cmd", "--goto|/d/my deck.ron:12:1"),
            ("kate -b", "-b|--line|12|/d/my deck.ron"),
            ("idea64.exe", "--line|12|/d/my deck.ron"),
            ("mate -w", "-w|-l|12|/d/my deck.ron"),
            ("'notepad++'", "-n12|/d/my deck.ron"),
            // An unknown editor gets the file alone.
            ("ed", "/d/my deck.ron"),
            ("notepad", "/d/my deck.ron"),
            ("vim-anywhere", "/d/my deck.ron"),
            ("flatpak run org.vim.Vim", "run|org.vim.Vim|/d/my deck.ron"),
        ] {
            assert_eq!(called(command), told, "{command}");
        }
    }

    #[test]
    fn every_name_of_the_table_stands_there_as_it_is_looked_up() {
        let mut once = std::collections::HashSet::new();
        for known in FORMS.iter().flat_map(|(_, names)| names.split_whitespace()) {
            assert_eq!(name(known), known);
            assert_eq!(name(&format!("C:\\Apps\\{known}.exe")), known);
            assert!(once.insert(known), "{known} stands there twice");
        }
    }

    #[test]
    fn an_empty_variable_is_passed_over() {
        let chosen = |visual: &str, editor: &str, windows| {
            commands(visual, editor, windows, NONE).map(|c| c.concat())
        };
        assert_eq!(chosen("", "nano -w", false).unwrap(), ["nano", "-w"]);
        assert_eq!(chosen(" ", "nano", false).unwrap(), ["nano"]);
        assert_eq!(chosen("vim", "nano", false).unwrap(), ["vim"]);
        assert_eq!(chosen("", "", false).unwrap(), ["vi", "nano"]);
        assert_eq!(chosen("", " ", true).unwrap(), ["notepad"]);
        assert!(
            chosen("''", "nano", false)
                .unwrap_err()
                .contains("VISUAL names no program")
        );
        assert!(
            chosen("", "'nano", false)
                .unwrap_err()
                .contains("EDITOR has a quote")
        );
    }

    #[test]
    fn paths_with_blanks_and_the_backslashes_of_windows_stay_whole() {
        let program = "C:\\Program Files\\Vim\\gvim.exe";
        let there = |path: &str| path == program || path == "/opt/My Editor/ed";
        let split = |command: &str, windows| words(command, windows, &there).unwrap();
        assert_eq!(split(program, true), [program]);
        assert_eq!(split(&format!("{program} -f"), true), [program, "-f"]);
        assert_eq!(split(&format!("\"{program}\" -f"), true), [program, "-f"]);
        assert_eq!(
            split("C:\\Windows\\notepad.exe", true),
            ["C:\\Windows\\notepad.exe"]
        );
        assert_eq!(split("/opt/My Editor/ed", false), ["/opt/My Editor/ed"]);
        assert_eq!(
            split("/opt/My Editor/ed  -w x", false),
            ["/opt/My Editor/ed", "-w", "x"]
        );
        assert_eq!(
            split("'/opt/My Editor/no' \"a b\" c\\ d \"\\x\\\"\"", false),
            ["/opt/My Editor/no", "a b", "c d", "\\x\""]
        );
        assert_eq!(programs("code", true), ["code", "code.cmd", "code.bat"]);
        assert_eq!(programs("C:\\a\\code.cmd", true), ["C:\\a\\code.cmd"]);
        assert_eq!(programs("code", false), ["code"]);
    }
}
