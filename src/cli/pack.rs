//! `swot pack` and `swot add`: makes packages of decks, and adds decks from them.

use super::{Failure, World, out};
use crate::deck_file::disk::ends_in;
use crate::deck_file::{Diagnostic, edit};
use crate::files::in_shell;
use crate::lint::Settings;
use crate::shelf::pack::{self, PackError, Packed, Placement, Step};
use crate::study::diff::{DeckChange, What, summary};
use crate::study::fault::Severity;
use crate::study::text::count;
use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "The package is called after its deck and version, or after the folder, unless --out says how.\nA deck with errors is not packed; `swot check` shows them."
)]
pub struct Pack {
    /// A deck file, or a folder of them
    #[arg(value_name = "DIR|FILE", required = true)]
    paths: Vec<PathBuf>,
    /// Write to FILE
    #[arg(long, value_name = "FILE.swot")]
    out: Option<PathBuf>,
    /// Replace the package that is there
    #[arg(long)]
    replace: bool,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Says what is in the package and what would be replaced, and asks, before anything is written.\nA deck that is replaced is kept beside the new one as FILE.old. Progress is never touched."
)]
pub struct Add {
    /// A package (.swot), or a single deck (.ron)
    file: PathBuf,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

fn failed(error: PackError) -> Failure {
    Failure::Failed(error.to_string())
}

pub fn pack(args: &Pack) -> Result<(), Failure> {
    let decks = pack::decks(&args.paths, &Settings::default()).map_err(failed)?;
    for deck in &decks {
        if let Some(first) = errors(deck).first() {
            return Err(with_errors(first, "packed"));
        }
    }
    let bytes = pack::pack(&decks).map_err(failed)?;
    let out = args.out.clone();
    let path = out.unwrap_or_else(|| named(&args.paths, &decks));
    if args.replace && path.exists() {
        let old = edit::Original::open(&path, pack::LARGEST)?;
        old.prepare(&bytes).and_then(edit::Prepared::commit)?;
    } else {
        edit::create(&path, &bytes).map_err(|e| match e {
            edit::EditError::Exists { path } => {
                format!("{path} exists already; nothing was written; say --replace, or --out FILE")
            }
            other => other.to_string(),
        })?;
    }
    for deck in &decks {
        out::line(format!("  {}", line(deck)))?;
    }
    let (shown, decks) = (path.display(), count(decks.len(), "deck", "decks"));
    out::line(format!(
        "{shown} holds {decks}; others take it in with: swot add {}",
        in_shell(&path)
    ))
}

fn named(paths: &[PathBuf], decks: &[Packed]) -> PathBuf {
    if let [one] = decks {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let name = format!("{} {}", one.deck.id, one.deck.version);
        let name = name.trim_end().replace(|c| !is_plain(c), "-");
        return format!("{name}.swot").into();
    }
    let folder = paths.first().and_then(|path| path.canonicalize().ok());
    let name = folder.and_then(|path| Some(path.file_stem()?.to_string_lossy().into_owned()));
    format!("{}.swot", name.unwrap_or_else(|| "decks".into())).into()
}

/// Why nothing is done with a deck.
pub fn with_errors(first: &Diagnostic, done: &str) -> Failure {
    let Diagnostic {
        file,
        line,
        message,
        ..
    } = first;
    let command = format!("swot check {}", in_shell(file));
    format!("{file}:{line}: {message}; a deck with errors is not {done}; run: {command}").into()
}

fn errors(deck: &Packed) -> Vec<Diagnostic> {
    let mut found = deck.parsed.diagnostics();
    found.retain(|d| d.severity == Severity::Error);
    found
}

/// A deck in one line.
fn line(packed: &Packed) -> String {
    let deck = &packed.deck;
    let version = if deck.version.is_blank() {
        String::new()
    } else {
        format!(" {}", deck.version)
    };
    let cards = count(deck.cards().count(), "card", "cards");
    format!("{}{version}: {}, {cards}", deck.id, deck.title)
}

pub fn add(world: &World, args: &Add) -> Result<(), Failure> {
    let folder = world.folders()?.decks();
    let (placements, unread) = read(&args.file)
        .and_then(|decks| pack::place(decks, &folder))
        .map_err(|error| {
            let file = args.file.display();
            format!("{file} is not added: {error}; nothing was written")
        })?;
    summarise(&args.file, &placements)?;
    let is_new = |p: &Placement| matches!(p.step, Step::Add { .. });
    for path in unread.iter().filter(|_| placements.iter().any(is_new)) {
        out::line(format!(
            "  {} cannot be read as a deck; if it holds one of these, mend it or take it away first: else there will be two",
            path.display()
        ))?;
    }
    if placements.iter().all(|p| matches!(p.step, Step::Keep)) {
        return out::line("all of it is there already; nothing was written");
    }
    if !args.yes && !agreed()? {
        out::line("nothing was written")?;
        return Err(Failure::No);
    }
    let ids: Vec<String> = placements.iter().map(|p| p.deck.deck.id.clone()).collect();
    pack::install(placements, &folder).map_err(failed)?;
    let (folder, ids) = (folder.display(), ids.join(" "));
    out::line(format!("added to {folder}; begin with: swot study {ids}"))
}

/// The decks of a package, or of a single file.
pub fn read(path: &Path) -> Result<Vec<Packed>, PackError> {
    if ends_in(path, "ron") {
        return pack::decks(&[path.to_owned()], &Settings::default());
    }
    let file = edit::Original::open(path, pack::LARGEST)?;
    pack::unpack(file.bytes(), &Settings::default())
}

fn summarise(file: &Path, placements: &[Placement]) -> Result<(), Failure> {
    let decks = count(placements.len(), "deck", "decks");
    out::line(format!("{} holds {decks}:", file.display()))?;
    for Placement { deck, path, step } in placements {
        out::line(format!("  {}", line(deck)))?;
        match step {
            Step::Add { beside } => {
                out::line(format!("    new: {}", path.display()))?;
                for old in beside {
                    out::line(format!(
                        "    {}, as it was called before, stays: this deck has few of its cards; take it away if this one replaces it",
                        old.display()
                    ))?;
                }
            }
            Step::Keep => out::line("    is there already, the very same")?,
            Step::Replace {
                version,
                changes,
                kept,
            } => {
                let version = match version.as_str() {
                    "" => "the one".to_owned(),
                    version => format!("version {version}"),
                };
                let (path, told) = (path.display(), summary(changes));
                out::line(format!("    replaces {version} in {path}: {told}"))?;
                let is_renamed = |c: &&DeckChange| matches!(c.what, What::DeckRenamed { .. });
                for DeckChange { what, .. } in changes.iter().filter(is_renamed) {
                    let (said, progress) = (what.said(), what.progress());
                    out::line(format!("    {said}; progress {progress}"))?;
                }
                for (nth, (path, copy)) in kept.iter().enumerate() {
                    let (path, copy) = (path.display(), copy.display());
                    out::line(match nth {
                        0 => format!("    the old one is kept as {copy}; progress is not touched"),
                        _ => format!("    replaces {path} too, which is kept as {copy}"),
                    })?;
                }
            }
        }
        let errors = errors(deck);
        if let Some(first) = errors.first() {
            let n = count(errors.len(), "error", "errors");
            out::line(format!(
                "    {n}; what is faulty is left out; the first: line {}: {}",
                first.line, first.message
            ))?;
        }
    }
    Ok(())
}

fn agreed() -> Result<bool, Failure> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Err(Failure::Failed(
            "nobody is here to ask; nothing was written; say --yes to add them".into(),
        ));
    }
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(b"Add? [y/N] ").and_then(|()| out.flush());
    let mut answer = String::new();
    let read = stdin.lock().read_line(&mut answer);
    Ok(read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
