//! Study line by line: prints a question, reads a line, prints the answer, asks for the grade. Nothing on the screen is redrawn.

use super::due::{faulty, notices, without_decks};
use super::{Failure, out};
use crate::desk::{Desk, RecordError};
use crate::study::Key;
use crate::study::diff::summary;
use crate::study::kinds::{Answer, Ask, Verdict, either};
use crate::study::log::{Change, Confidence};
use crate::study::markdown::{inline, text as plain};
use crate::study::memory::Event;
use crate::study::outlook::ShownCard;
use crate::study::session::{Asked, Session, Step};
use crate::study::text::{Text, count};
use crate::tui::screens::{describe, study::grades};
use std::collections::HashMap;
use std::io::{BufRead, ErrorKind};
use std::ops::ControlFlow::{self, Break, Continue};
use std::time::Instant;

const HELP: &str = "Commands, at any prompt: :h hint, :u undo, :r redo, :s suspend, :b bury until tomorrow, :f REASON flag, :l later, :q quit, :? this help. Enter alone, in place of an answer: don't know.";

/// The line that was read; or, where it was a command, whether the session goes on.
type Read = ControlFlow<bool, String>;

pub fn run(desk: &mut Desk, mut session: Session) -> Result<(), Failure> {
    desk.back_up_daily();
    updates(desk)?;
    let mut input = std::io::stdin().lock().lines();
    let (_, total) = session.progress();
    out::line(match total {
        0 => without_decks(&desk.home())
            .unwrap_or("Nothing is left for today here; --new N takes N new questions.")
            .to_owned(),
        _ => format!("{}. {HELP}", count(total, "question", "questions")),
    })?;
    let mut seeds: HashMap<Key, u64> = HashMap::new();
    while let Some(step) = session.step().cloned() {
        let go_on = match step {
            Step::Page(concept) => page(desk, &mut session, &concept, &mut input)?,
            Step::Ask(asked) => {
                seeds.insert(asked.question.key.clone(), asked.seed);
                ask(desk, &mut session, &asked, &mut input)?
            }
        };
        if !go_on {
            break;
        }
    }
    let summary = session.summary();
    out::line(format!(
        "\n{} answered, {} of them at once; {} new.",
        summary.asked, summary.right_first, summary.new
    ))?;
    for key in &summary.missed {
        let seed = seeds.get(key).copied().unwrap_or_default();
        let front = match desk.card(key) {
            Ok(shown) => plain(&shown.card.face(key.part(), seed).prompt),
            Err(_) => key.to_string(),
        };
        let words: Vec<&str> = front.split_whitespace().collect();
        out::line(format!("  not at once: {}", words.join(" ")))?;
    }
    let home = desk.try_home()?;
    let (due, new, ahead) = (home.due + home.looks, home.new, home.told_of_tomorrow());
    out::line(format!("Left today: {due} due, {new} new. {ahead}."))
}

/// Reports which decks have faults, what was found at the start, and once what changed in decks since the learner saw them.
fn updates(desk: &mut Desk) -> Result<(), Failure> {
    desk.look_for_updates();
    let home = desk.try_home()?;
    faulty(&home)?;
    notices(&home)?;
    for updated in home.updates {
        let versions = match updated.versions() {
            versions if versions.is_empty() => versions,
            versions => format!(" ({versions})"),
        };
        out::line(format!("{} changed{versions}:", updated.title))?;
        for changes in updated.by_kind() {
            if let Some(first) = changes.first() {
                let (all, first) = (summary(changes.iter().copied()), first.what.for_learners());
                out::line(format!("  {all}: {first}"))?;
            }
            for change in changes {
                let named = if change.front.is_empty() {
                    &change.name
                } else {
                    &change.front
                };
                let more = if change.what.says_more() {
                    format!(" ({})", change.what.said())
                } else {
                    String::new()
                };
                out::line(format!("    {}{more}", plain(named)))?;
            }
        }
        out::line("")?;
    }
    desk.saw_updates();
    Ok(())
}

type Lines<'a> = std::io::Lines<std::io::StdinLock<'a>>;

fn read(input: &mut Lines<'_>) -> Result<Option<String>, Failure> {
    loop {
        match input.next().transpose() {
            Err(error) if error.kind() == ErrorKind::InvalidData => out::line(
                "that line is not UTF-8 and was not taken: set the terminal to UTF-8, or type it in other letters",
            )?,
            read => {
                return read.map_err(|error| format!("cannot read the answer: {error}").into());
            }
        }
    }
}

fn page(
    desk: &mut Desk,
    session: &mut Session,
    concept: &str,
    input: &mut Lines<'_>,
) -> Result<bool, Failure> {
    let page = desk.concept(concept)?;
    out::line(format!("\n== {} ==\n{}", page.title, plain(&page.summary)))?;
    note("Your note", &page.note)?;
    out::line("\n[Enter to go on]")?;
    match command(desk, session, None, input)? {
        Continue(_) => session.turn_page(),
        Break(goes_on) => return Ok(goes_on),
    }
    Ok(true)
}

/// A note of the learner, the source or the reason, where there is one.
fn note(label: &str, text: &Text) -> Result<(), Failure> {
    if text.is_blank() {
        return Ok(());
    }
    out::line(format!("{label}: {}", plain(text)))
}

fn ask(
    desk: &mut Desk,
    session: &mut Session,
    asked: &Asked,
    input: &mut Lines<'_>,
) -> Result<bool, Failure> {
    let shown = match desk.card(&asked.question.key) {
        Ok(shown) => shown,
        Err(gone) => {
            out::line(format!("({gone}; left out)"))?;
            session.forget(&asked.question.key);
            return Ok(true);
        }
    };
    let started = Instant::now();
    let (done, total) = session.progress();
    let face = shown.card.face(asked.question.key.part(), asked.seed);
    out::line(format!(
        "\n[{} of {total}] {} / {}\n{}",
        done + 1,
        shown.track,
        shown.concept.title,
        plain(&face.prompt)
    ))?;
    let prompt = match &face.ask {
        Ask::Recall => "[Enter shows the answer]".to_owned(),
        Ask::Words => "answer:".to_owned(),
        Ask::Number { unit } if unit.is_empty() => "number:".to_owned(),
        Ask::Number { unit } => format!("number in {unit}:"),
        Ask::Choose { options, many } => {
            list(options)?;
            if *many {
                "all that apply, for instance 1 3:".into()
            } else {
                format!("1-{}:", options.len())
            }
        }
        Ask::Arrange { items, beside } => {
            lettered(beside)?;
            list(items)?;
            match beside.len() {
                0 => "in the right order, for instance 2 1 3:".into(),
                _ => "the number that belongs to a, to b and so on, for instance 2 1 4 3:".into(),
            }
        }
    };
    let (verdict, answer) = loop {
        out::line(&prompt)?;
        let line = match command(desk, session, Some(&shown), input)? {
            Continue(line) => line,
            Break(goes_on) => return Ok(goes_on),
        };
        let answer = match &face.ask {
            _ if line.trim().is_empty() => Ok(Answer::Recalled),
            Ask::Recall => Ok(Answer::Recalled),
            Ask::Words | Ask::Number { .. } => Ok(Answer::Typed(line)),
            Ask::Choose { .. } => places(&line).map(Answer::Chosen),
            Ask::Arrange { .. } => places(&line).map(Answer::Arranged),
        };
        let part = asked.question.key.part();
        match answer.and_then(|answer| Ok((shown.card.judge(part, asked.seed, &answer)?, answer))) {
            Ok(judged) => break judged,
            Err(why) => out::line(why)?,
        }
    };
    let gave_up = answer == Answer::Recalled && face.ask != Ask::Recall;
    let mut said = None;
    while desk.settings().confidence && !gave_up {
        let [sure, unsure, guess] = Confidence::ASKED.map(Confidence::word);
        out::line(format!(
            "how sure? 1 {sure}, 2 {unsure}, 3 {guess}; Enter says nothing:"
        ))?;
        let line = match command(desk, session, Some(&shown), input)? {
            Continue(line) => line,
            Break(goes_on) => return Ok(goes_on),
        };
        said = match places(&line).as_deref() {
            Ok([nth]) => Confidence::ASKED.get(*nth).copied(),
            _ => None,
        };
        if said.is_some() || line.trim().is_empty() {
            break;
        }
        out::line(format!("`{}` is not one of the numbers", line.trim()))?;
    }
    let proposed = Confidence::tempers(said, verdict.proposed(gave_up));
    let took = u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX);
    show(&verdict)?;
    note("Your note", &shown.note)?;
    note("Your note on the page", &shown.concept.note)?;
    note("Source", &shown.source)?;
    let choices = grades::choices(desk.settings().grades == 6);
    loop {
        let named = choices.iter().map(|choice| {
            let follows = grades::follows(session, choice.grade, usize::MAX);
            format!("{} {} ({follows})", choice.key, choice.word)
        });
        let named = named.collect::<Vec<String>>().join(", ");
        let proposed_word = grades::word(proposed);
        out::line(format!("grade: {named}  [Enter: {proposed_word}]"))?;
        let line = match command(desk, session, Some(&shown), input)? {
            Continue(line) => line,
            Break(goes_on) => return Ok(goes_on),
        };
        let typed = line.trim();
        let mut chosen = choices.iter();
        let grade = match chosen.find(|choice| choice.key.to_string() == typed) {
            Some(choice) => choice.grade,
            None if typed.is_empty() => proposed,
            None => {
                out::line("that is no grade")?;
                continue;
            }
        };
        let Some(change) = session.graded(grade, took, Some(&answer)) else {
            return Ok(true);
        };
        let change = Change {
            is_long: shown.card.is_long(),
            confidence: said,
            ..change
        };
        return record(desk, session, &change).map(|_| true);
    }
}

/// Reads lines until one is not answered by a text alone, and runs it if it is a command. `shown` is absent on a page, where there is no question yet.
fn command(
    desk: &mut Desk,
    session: &mut Session,
    shown: Option<&ShownCard>,
    input: &mut Lines<'_>,
) -> Result<Read, Failure> {
    let event = loop {
        let Some(line) = read(input)? else {
            return Ok(Break(false));
        };
        session.turn_to(desk.today());
        let Some(text) = line.trim().strip_prefix(':') else {
            return Ok(Continue(line));
        };
        let (name, rest) = text.split_once(' ').unwrap_or((text, ""));
        match name {
            "q" => return Ok(Break(false)),
            "u" | "r" => {
                turn_back(desk, session, name == "u")?;
                return Ok(Break(true));
            }
            "l" if shown.is_some() => {
                session.later();
                return Ok(Break(true));
            }
            "h" => {
                let hint = shown.map(|shown| &shown.card.common().hint);
                let hint = hint.filter(|hint| !hint.is_blank());
                out::line(hint.map_or_else(|| "no hint here".to_owned(), |hint| plain(hint)))?;
            }
            "s" => break Event::Suspend,
            "b" => break Event::Bury,
            "f" => break Event::Flag(rest.trim().to_owned()),
            _ => out::line(HELP)?,
        }
    };
    match session.changed(event) {
        Some(change) => record(desk, session, &change)?,
        None => out::line("this is a page, not a question")?,
    }
    Ok(Break(true))
}

fn record(desk: &mut Desk, session: &mut Session, change: &Change) -> Result<(), Failure> {
    match desk.record(change) {
        Ok(entry) => {
            let Change { before, after, .. } = &entry.change;
            if after.has_just_become_a_leech(before) {
                out::line(
                    "This card keeps slipping away: reword it, split it, or suspend it with :s.",
                )?;
            }
            session.recorded(entry);
            out::line("saved")
        }
        Err(RecordError::Changed { now }) => {
            session.found_changed(&change.card, *now);
            out::line("this card was changed in another window; nothing was saved twice")
        }
        Err(RecordError::Trouble(why)) => Err(Failure::Failed(format!("not saved: {why}"))),
    }
}

fn turn_back(desk: &mut Desk, session: &mut Session, undo: bool) -> Result<(), Failure> {
    let (turned, done, nothing) = if undo {
        (desk.undo()?, "undone", "nothing to undo today")
    } else {
        (desk.redo()?, "redone", "nothing to redo")
    };
    let Some(turned) = turned else {
        return out::line(nothing);
    };
    let change = &turned.entry.change;
    let (what, card) = (describe(change), &change.card);
    out::line(if turned.is_replaced {
        format!("{done}: {what}, {card}; what you answered on the other machine counts now")
    } else {
        format!("{done}: {what}, {card}")
    })?;
    if undo {
        session.undid(&turned.entry, turned.memory, turned.concept, turned.links)
    } else {
        session.redid(turned.entry)
    }
    Ok(())
}

pub fn list(items: &[Text]) -> Result<(), Failure> {
    items
        .iter()
        .enumerate()
        .try_for_each(|(i, item)| out::line(format!("  {}  {}", i + 1, plain(&inline(item)))))
}

/// The given sides of pairs.
pub fn lettered(given: &[Text]) -> Result<(), Failure> {
    ('a'..='z')
        .zip(given)
        .try_for_each(|(letter, text)| out::line(format!("  {letter}  {}", plain(&inline(text)))))
}

/// Indexes from 0, typed as numbers from 1.
fn places(line: &str) -> Result<Vec<usize>, String> {
    line.split([' ', ','])
        .filter(|word| !word.is_empty())
        .map(|word| {
            word.parse::<usize>()
                .ok()
                .and_then(|n| n.checked_sub(1))
                .ok_or_else(|| format!("`{word}` is not one of the numbers"))
        })
        .collect()
}

pub fn show(verdict: &Verdict) -> Result<(), Failure> {
    match verdict.right {
        Some(true) => out::line("Right.")?,
        Some(false) => out::line("Not right.")?,
        None => {}
    }
    for (i, mark) in verdict.marks.iter().enumerate() {
        let sign = match (mark.right, mark.chosen) {
            (true, true) => "right, yours",
            (true, false) => "right",
            (false, true) => "wrong, yours",
            (false, false) => "wrong",
        };
        let note = if mark.note.is_blank() {
            String::new()
        } else {
            format!(": {}", plain(&mark.note))
        };
        let (n, text) = (i + 1, plain(&inline(&mark.text)));
        out::line(format!("  {n}  {text} ({sign}){note}"))?;
    }
    if verdict.marks.is_empty() || verdict.right == Some(false) {
        let expected = plain(&verdict.expected);
        // A list begins on its own line.
        let gap = if expected.contains('\n') { '\n' } else { ' ' };
        out::line(format!("Answer:{gap}{expected}"))?;
    }
    if !verdict.also.is_empty() {
        out::line(format!("Also right: {}", plain(&either(&verdict.also))))?;
    }
    // As it was typed: a difference letter by letter cannot be listened to.
    if verdict.right == Some(false) && !verdict.given.is_blank() {
        out::line(format!("Yours: {}", verdict.given))?;
    }
    for note in &verdict.notes {
        out::line(plain(note))?;
    }
    for step in &verdict.working {
        out::line(format!("  {}", plain(step)))?;
    }
    note("Why", &verdict.why)
}
