//! `swot import`: cards of other programs as a deck file of the user's own.

mod report;

use super::progress::Progress;
use super::{Failure, World, out};
use crate::deck_file::edit::{self, DeckFile};
use crate::deck_file::slug::slug;
use crate::desk::Desk;
use crate::exchange::{
    self, Calendar, Cells, FORMATS, Format, Import, Options, Read, Takes, Update,
};
use crate::files::{self, in_shell};
use crate::shelf::Shelf;
use crate::shelf::pack::file_stem;
use crate::store::Brought;
use crate::study::Key;
use crate::study::key::{ID_RULE, is_id};
use crate::study::text;
use crate::study::text::count;
use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "CSV and TSV: a first row that names the columns (front, back, question, answer, tags, deck, why, hint, \
source, id, notetype, reversed) in any usual language, or Anki's lines like #separator:tab and #deck column:1; \
without either the first two columns are front and back. A question with columns A, B, C and answer is a choice. \
How the columns were taken is printed with the first card; --columns and --header say it otherwise, and where it \
cannot be told you are asked.
Markdown: `Q:` and `A:` lines, `C:` lines with [gaps], `front :: back`, \
and `front ::: back` for both ways; headings become concepts. Without any: tables of two columns, and headings, list items \
and words in bold that end in `?`.
GIFT (Moodle): choices, true or false, short answers, numbers, missing words; categories become concepts. Aiken, \
with `ANSWER: B` below the options, is known by that line; both may be .txt.
Anki: .apkg and .colpkg of every age; decks become concepts, pictures and sounds are left out and listed.
FILE may be - for standard input.

--with-schedule puts one row into the review log for each card that Anki has asked: its interval, ease, day, \
lapses, whether it is suspended. Single reviews are not copied; cards with progress here keep it.

With --update a package that comes again brings the deck it made up to date, by the ids that the other program gives \
its cards: what changed there changes here, what you changed stays, new cards come behind the others, cards gone \
from the package stay and are named, and nobody's progress moves.

What was not taken, or not word for word, is listed with its place and the reason: cells, links, comments and \
pictures too, ten lines of each kind, and all of them in a file with --report. A file that exists is never replaced. \
Put the new deck into the decks folder (`swot paths` names it), or see it with --deck-path."
)]
pub struct Args {
    /// The file to read
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What FILE is [default: told by its name]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// The id of the new deck [default: made from the file's name]
    #[arg(long, value_name = "ID")]
    deck: Option<String>,
    /// Its title [default: the one in FILE, or the file's name]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Where to write it [default: ID.ron in this folder]
    #[arg(long, value_name = "FILE.ron")]
    out: Option<PathBuf>,
    /// Print the deck instead of writing it
    #[arg(long)]
    dry_run: bool,
    /// Take along what Anki remembers of each card
    #[arg(long)]
    with_schedule: bool,
    /// What the cells of a CSV or TSV file hold [default: HTML where they have tags, else plain text]
    #[arg(long, value_name = "WHAT", value_parser = PossibleValuesParser::new(["plain", "html", "markdown"]).map(cells))]
    cells: Option<Cells>,
    /// What the columns of a CSV or TSV file are, in their order, such as front,back,skip,tags [default: told by
    /// their names]
    #[arg(long, value_name = "LIST")]
    columns: Option<String>,
    /// Whether the first row of a CSV or TSV file names the columns [default: told by the row]
    #[arg(long, value_name = "YES|NO", value_parser = PossibleValuesParser::new(["yes", "no"]).map(|said| said == "yes"))]
    header: Option<bool>,
    /// What parts the cells of a CSV or TSV file: tab, comma, semicolon, pipe, or one sign [default: told by the rows]
    #[arg(long, value_name = "MARK")]
    separator: Option<String>,
    /// How the letters of a text file are written, such as utf-8, windows-1252, utf-16le [default: told by the bytes]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Bring the deck that an earlier import of FILE made up to date: cards are known again, ids and progress stay, and
    /// what you changed stays as it is. Progress stays too, so that --with-schedule has nothing to take along
    #[arg(long, conflicts_with = "with_schedule")]
    update: bool,
    /// Print the report as one JSON object: files, cards, added, changed, gone, kept, remarks, not_taken, not_word_for_word,
    /// lost, media
    #[arg(long)]
    json: bool,
    /// Write all that was not taken, or not word for word, into this file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// What parts a term from its definition in a Quizlet list [default: a tab]
    #[arg(long, value_name = "MARK")]
    between: Option<String>,
    /// What parts one card of a Quizlet list from the next [default: a line end]
    #[arg(long, value_name = "MARK")]
    after: Option<String>,
}

/// Of the words that `--cells` accepts.
fn cells(word: String) -> Cells {
    match word.as_str() {
        "html" => Cells::Html,
        "markdown" => Cells::Markdown,
        _ => Cells::Plain,
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Format] {
        &FORMATS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (word, aliases) = self.words.split_first()?;
        Some(PossibleValue::new(*word).help(self.about).aliases(aliases))
    }
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    let told = || exchange::told_by_name(&args.file).map_err(Failure::Usage);
    let format = args.format.map_or_else(told, Ok)?;
    if let Some(id) = args.deck.as_deref().filter(|id| !is_id(id)) {
        return Err(Failure::Usage(format!(
            "`{id}` is no id for a deck; {ID_RULE}"
        )));
    }
    if args.with_schedule && format.takes != Takes::Schedule {
        return Err(Failure::Usage(
            "only an Anki package holds a schedule; leave --with-schedule away".into(),
        ));
    }
    let shown = args.file.display();
    let nothing = |why: String| format!("{shown}: {why}; nothing was written");
    // Checked before anything is written: whether the schedule can be stored.
    let mut desk = (args.with_schedule && !args.dry_run)
        .then(|| world.desk())
        .transpose()?;
    let mut progress = Progress::new();
    let clock = match &desk {
        Some(desk) => Some(desk.clock().clone()),
        None => args.with_schedule.then(|| world.clock()).transpose()?,
    };
    let offset = |at| clock.as_ref().map_or(0, |clock| clock.offset_at(at));
    let calendar = clock.as_ref().map(|clock| Calendar {
        offset: &offset,
        rollover: clock.rollover(),
    });
    let options = Options {
        command: &format!("swot import {}", in_shell(&args.file)),
        cells: args.cells,
        separator: args.separator.as_deref(),
        columns: args.columns.as_deref(),
        header: args.header,
        between: args.between.as_deref(),
        after: args.after.as_deref(),
        calendar: calendar.as_ref(),
    };
    let mut tell = |what: String| progress.tell(false, || format!("{what} read"));
    let read = match format.read {
        Read::File(read) => read(&args.file, &options, &mut tell),
        Read::Text(read) => exchange::read(&bytes(args)?, args.encoding.as_deref(), |text| {
            read(text, &options, &mut tell)
        }),
    };
    let mut draft = read.map_err(nothing)?;
    draft.remarks.extend(options.unused(&format));
    let (stem, origin) = names(args);
    let title = args
        .title
        .clone()
        .or_else(|| draft.name().map(str::to_owned))
        .filter(|t| !t.trim().is_empty())
        .unwrap_or_else(|| stem.clone());
    let made = Some(slug(&stem)).filter(|s| !s.is_empty());
    let id = args
        .deck
        .clone()
        .or(made)
        .unwrap_or_else(|| "imported".into());
    let import = exchange::assemble(draft, &id, &title, &origin, &mut |n| {
        progress.tell(false, || format!("{n} notes made into cards"))
    })
    .map_err(nothing)?;
    progress.done();
    finish(world, args, &id, &import, desk.as_mut())
}

fn is_stdin(args: &Args) -> bool {
    args.file == Path::new("-")
}

fn bytes(args: &Args) -> Result<Vec<u8>, Failure> {
    Ok(if is_stdin(args) {
        files::read_from(std::io::stdin().lock(), exchange::LARGEST)
            .map_err(|e| format!("cannot read standard input: {e}"))?
    } else {
        files::read(&args.file, exchange::LARGEST)
            .map_err(|e| format!("cannot read {}: {e}", args.file.display()))?
    })
}

/// Default title of the deck, and where it came from.
fn names(args: &Args) -> (String, String) {
    if is_stdin(args) {
        return ("pasted".into(), "standard input".into());
    }
    let text =
        |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    (text(args.file.file_stem()), text(args.file.file_name()))
}

fn finish(
    world: &World,
    args: &Args,
    id: &str,
    import: &Import,
    desk: Option<&mut Desk>,
) -> Result<(), Failure> {
    if let Some(report) = args.report.as_deref().filter(|path| path.exists()) {
        return Err(Failure::Failed(format!(
            "{} exists already and is not replaced; name another file with --report; nothing was written",
            report.display()
        )));
    }
    let cards: usize = import.files.iter().map(|f| f.cards).sum();
    let mut said = Vec::new();
    let mut update = None;
    let mut names = Vec::new();
    if cards == 0 {
        said.push("nothing could be taken; no file was written".to_owned());
    } else if args.update
        && let Some(base) = earlier(world, args, id)?
    {
        let (done, files) = renew(args, &base, import)?;
        said.push(report::of_update(&done, &files, args.dry_run));
        if done.without_ids {
            said.push(
                "the file gives its cards no ids (a column `guid`): they were known again by their questions alone, new ones were added, and no card of the deck was changed"
                    .to_owned(),
            );
        }
        names = files;
        update = Some(done);
    } else {
        let (files, refused) = write(args, id, import)?;
        let number = count(cards, "card", "cards");
        said.push(match refused {
            Some(why) => format!("{number} can be read, and none would be written: {why}"),
            None if args.dry_run => format!("{number} would be written to {}", files.join(", ")),
            None => format!("{number} written to {}", files.join(", ")),
        });
        if !args.dry_run && !is_among_the_decks(world, &target(args, id))? {
            said.push(format!(
                "it is asked as soon as it is among your decks: swot add {}; with a line track: \"CPIM\", in it, it counts in the plan to that exam",
                files
                    .iter()
                    .map(in_shell)
                    .collect::<Vec<_>>()
                    .join("; swot add ")
            ));
        }
        names = files;
    }
    if args.with_schedule && cards > 0 {
        said.push(schedule(import, desk)?);
    }
    said.extend(import.remarks.iter().cloned());
    let mut whole = said.clone();
    let mut cut = false;
    for group in report::groups(import, update.as_ref()) {
        cut |= group.lines(Some(report::MOST), &mut said);
        group.lines(None, &mut whole);
    }
    if let Some(path) = &args.report {
        let text = text::clean(&whole.join("\n")).into_owned() + "\n";
        exchange::save(&[(path.clone(), text.as_bytes())])?;
        said.push(format!("the whole list is in {}", path.display()));
    } else if cut {
        said.push("--report FILE writes the whole list into a file".into());
    }
    if args.json {
        out::json(&report::json(import, &names, cards, update.as_ref()))?;
        said.clear();
    }
    for line in said {
        // In a dry run the deck goes to stdout, so that it can be saved or piped.
        if args.dry_run {
            out::note(&line)
        } else {
            out::line(&line)?
        }
    }
    if cards == 0 { Err(Failure::No) } else { Ok(()) }
}

/// Whether a file lies where decks are taken from.
fn is_among_the_decks(world: &World, file: &Path) -> Result<bool, Failure> {
    let sources = world.sources()?;
    let mut places = sources.data_decks.iter().chain(&sources.deck_paths);
    let file = file.canonicalize();
    Ok(file.is_ok_and(|file| {
        places.any(|place| {
            place
                .canonicalize()
                .is_ok_and(|place| file.starts_with(place))
        })
    }))
}

/// Where the first of the new files goes.
fn target(args: &Args, id: &str) -> PathBuf {
    let named = || PathBuf::from(format!("{}.ron", file_stem(id)));
    args.out.clone().unwrap_or_else(named)
}

/// The names of the files, and in a dry run why they could not be written.
fn write(args: &Args, id: &str, import: &Import) -> Result<(Vec<String>, Option<String>), Failure> {
    let out = target(args, id);
    let files = import.files.iter().enumerate();
    let files: Vec<(PathBuf, &[u8])> = files
        .map(|(i, f)| (numbered(&out, i), f.text.as_bytes()))
        .collect();
    let refused = exchange::taken(&files).map(|path| {
        format!(
            "{} exists already and is not replaced; name another file with --out, or bring its deck up to date with --update",
            path.display()
        )
    });
    match refused.clone() {
        Some(why) if !args.dry_run => return Err(why.into()),
        _ if !args.dry_run => exchange::save(&files)?,
        _ if args.json => {}
        _ => {
            for file in &import.files {
                out::line(file.text.trim_end())?;
            }
        }
    }
    let shown = |(path, _): &(PathBuf, &[u8])| path.display().to_string();
    Ok((files.iter().map(shown).collect(), refused))
}

/// The deck made by an earlier import: in this place, or wherever a deck with this id is.
fn earlier(world: &World, args: &Args, id: &str) -> Result<Option<PathBuf>, Failure> {
    let here = target(args, id);
    if here.exists() || args.out.is_some() {
        return Ok(Some(here).filter(|path| path.exists()));
    }
    let shelf = Shelf::open(world.sources()?);
    let mut decks = shelf.decks().iter();
    let deck = decks.find(|deck| deck.heading().is_some_and(|h| h.id == id));
    Ok(deck.and_then(|deck| deck.file()).map(Path::to_owned))
}

/// Writes what is new into the existing decks.
fn renew(args: &Args, base: &Path, import: &Import) -> Result<(Update, Vec<String>), Failure> {
    let paths = (0..).map(|i| numbered(base, i));
    let files = paths.take_while(|path| path.exists());
    let files: Vec<DeckFile> = files
        .map(|path| DeckFile::open(&path))
        .collect::<Result<_, _>>()?;
    let texts: Vec<String> = files.iter().map(|f| f.text().to_owned()).collect();
    let names: Vec<String> = files.iter().map(|f| f.shown().to_owned()).collect();
    let fresh: Vec<&str> = import.files.iter().map(|f| f.text.as_str()).collect();
    let (new, update) = exchange::update(&texts, &names, &fresh)?;
    if args.dry_run && !args.json {
        for text in &new {
            out::line(text.trim_end())?;
        }
    }
    if !args.dry_run {
        let changed = files
            .into_iter()
            .zip(new)
            .filter(|(file, text)| file.text() != text);
        edit::save_all(changed.collect())?;
    }
    Ok((update, names))
}

/// Writes one row to the log for each question that was asked in Anki, in one transaction.
fn schedule(import: &Import, desk: Option<&mut Desk>) -> Result<String, Failure> {
    let all = import.kept.len();
    let Some(desk) = desk else {
        return Ok(format!(
            "the progress of {} would be taken along",
            count(all, "question", "questions")
        ));
    };
    let kept = import.kept.iter().cloned();
    let brought: Vec<Brought> = kept
        .map(|k| {
            (
                k.key,
                Key::from_text(format!("anki/{}", k.guid)),
                k.progress,
            )
        })
        .collect();
    let (day, at) = (desk.today(), desk.clock().moment());
    let taken = desk
        .store_mut()
        .bring(&brought, day, at)
        .map_err(|e| format!("the deck was written, but its schedule was not: {e}"))?;
    let kept = match all - taken {
        0 => String::new(),
        1 => "; 1 had progress here and keeps it".to_owned(),
        n => format!("; {n} had progress here and keep it"),
    };
    Ok(format!(
        "progress of {} taken along{kept}",
        count(taken, "question", "questions")
    ))
}

/// `words.ron`, `words-2.ron`, ...
fn numbered(out: &Path, i: usize) -> PathBuf {
    if i == 0 {
        return out.to_owned();
    }
    let stem = out.file_stem().unwrap_or_default().to_string_lossy();
    let end = out
        .extension()
        .map_or(String::new(), |e| format!(".{}", e.to_string_lossy()));
    out.with_file_name(format!("{stem}-{}{end}", i + 1))
}
