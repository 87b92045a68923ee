//! `swot calc`: a calculator without the screen. The request comes as flags, as a CSV file, or as JSON.

use super::{Failure, out};
use crate::calculators::{
    self, Calculator, Field, Input, Kind, Outcome, Refusal, Reply, Warning, form, request,
};
use crate::files;
use crate::sheet;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Map, Value, json};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    override_usage = "swot calc [NAME [FILE] [--FIELD VALUE]... [--json]]",
    after_help = "Without NAME, lists the calculators. `swot calc NAME --help` tells the fields of one, its formula and its source."
)]
pub struct Args {
    /// The calculator, then its file and flags
    #[arg(
        value_name = "NAME",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    words: Vec<String>,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let Some((name, rest)) = args
        .words
        .split_first()
        .filter(|(name, _)| *name != "--json")
    else {
        return list(!args.words.is_empty());
    };
    let calculator = calculators::find(name).ok_or_else(|| {
        let refusal = calculators::answer(name, &Value::Null).err();
        Failure::Usage(refusal.map_or_else(String::new, |r| r.message))
    })?;
    let matches =
        match super::arguments::matches(command(calculator), std::iter::once(name).chain(rest)) {
            Ok(matches) => matches,
            Err(error) if error.use_stderr() => {
                return Err(Failure::Usage(
                    error
                        .to_string()
                        .trim_start_matches("error: ")
                        .trim_end()
                        .to_owned(),
                ));
            }
            Err(help) => return out::line(help.to_string().trim_end()),
        };
    let table = table(calculator, &matches)?;
    if matches.get_flag("json") {
        return answer_json(calculator, &matches, table.as_ref());
    }
    if let Some(sheet) = &table {
        out::line(sheet.guess())?;
        for finding in &sheet.findings {
            out::line(format!("! {finding}"))?;
        }
    }
    let request = match fields(calculator, &matches)? {
        fields if fields.is_empty() && table.is_none() => serde_json::from_str(calculator.example)
            .map_err(|e| format!("the example is broken: {e}"))?,
        fields => Value::Object(fields),
    };
    if table.is_none() && !given(&matches) {
        out::line(format!(
            "An example; `swot calc {name} --help` names what you can give.\n"
        ))?;
    }
    for (key, doubt) in doubts(calculator, &matches) {
        let form::Doubt {
            taken, other, unit, ..
        } = doubt;
        out::line(format!(
            "! --{key} is taken as {taken}{unit}; for {other}{unit} write --{key} {other}"
        ))?;
    }
    let input = Input {
        request: &request,
        table: table.as_ref().map(|s| &s.table),
    };
    let outcome = calculator
        .outcome(&input)
        .map_err(|refusal| refused(calculator, &refusal, table.as_ref(), &request))?;
    print(calculator, &outcome)
}

/// With the line in the file, since rows before it may have been left out; the flag of a field that was not given; and a field told
/// apart from a column of the same name.
fn refused(
    about: &Calculator,
    refusal: &Refusal,
    sheet: Option<&sheet::Sheet>,
    request: &Value,
) -> Failure {
    let line = sheet.and_then(|sheet| sheet.lines.get(refusal.row?.checked_sub(1)?));
    let line = line.map(|line| format!(" It is line {line} of the file."));
    let field = || {
        let is_it = |field: &&Field| Some(field.key) == refusal.field.as_deref();
        let Field { key, label, .. } = about.fields.iter().find(is_it)?;
        let mut taken = sheet.iter().flat_map(|sheet| &sheet.taken);
        if let Some((_, header)) = taken.find(|(column, _)| column == key) {
            let told = format!(" It is the field `{label}` (--{key}), not the column `{header}`.");
            return Some(told);
        }
        let is_given = request.get(key).is_some();
        (!is_given).then(|| format!(" Its flag is --{key}."))
    };
    let more = [line, field()].into_iter().flatten();
    Failure::Failed(format!("{}{}", refusal.message, more.collect::<String>()))
}

fn list(as_json: bool) -> Result<(), Failure> {
    if as_json {
        let all: Vec<Value> = calculators::ALL.iter().map(|a| json!({"name": a.name, "title": a.title, "purpose": a.purpose, "formula": a.formula, "source": a.source})).collect();
        return out::json(&all);
    }
    let rows = calculators::GROUPS.iter().flat_map(|(group, of_it)| {
        let of_group = (0..).zip(*of_it).map(move |(nth, about)| {
            let group = if nth == 0 { group } else { "" };
            vec![
                group.to_owned(),
                about.name.to_owned(),
                about.purpose.to_owned(),
            ]
        });
        of_group.collect::<Vec<_>>()
    });
    out::table(&["", "name", "what it answers"], rows)
}

/// Limit for a request on standard input, in bytes.
const LARGEST_REQUEST: u64 = 256 << 20;

/// The flags of one calculator: its fields, and its columns where it reads a file.
fn command(about: &'static Calculator) -> Command {
    let is_rate = |field: &&Field| matches!(field.kind, Kind::Rate | Kind::Rates);
    let rates = about.fields.iter().filter(is_rate);
    let rates: Vec<String> = rates.map(|field| format!("--{}", field.key)).collect();
    let rates = if rates.is_empty() {
        String::new()
    } else {
        format!(
            "Typed in per cent, in JSON as fractions: {}.\n",
            rates.join(", ")
        )
    };
    let mut command = Command::new(about.name)
        .bin_name(format!("swot calc {}", about.name))
        .about(about.purpose)
        .after_help(format!("Formula: {}\nSource: {}\n{rates}With --json and nothing else, a request is read from standard input:\n  {}", about.formula, about.source, about.example))
        .max_term_width(100)
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print JSON; without a file and fields, read the request as JSON"));
    let flag = |name: &'static str| Arg::new(name).long(name);
    if !about.layouts.is_empty() {
        // What is not said of a file is decided from it.
        command = command.args([
            Arg::new("FILE")
                .value_parser(clap::value_parser!(PathBuf))
                .help("A CSV file or a workbook (.xlsx, .xlsb, .xls, .ods); columns are guessed from its header. In .xls and .xlsb hidden rows, and currencies that only formats show, are not seen"),
            flag("decimal")
                .value_name("MARK")
                .value_parser(["point", "comma"])
                .help("The mark before decimals in the file"),
            flag("date-format")
                .value_name("ORDER")
                .value_parser(["dmy", "mdy"])
                .help("What comes first in its dates: the day or the month"),
            flag("encoding")
                .value_name("NAME")
                .help("Its encoding, such as utf-8, windows-1252, utf-16le"),
            flag("sheet")
                .value_name("NAME")
                .help("The sheet of a workbook, by name or number"),
            flag("keep-totals")
                .action(ArgAction::SetTrue)
                .help("Take totals and subtotals for rows like others"),
        ]);
    }
    for field in about.fields {
        let (named, help) = (field.named(), field.help);
        let (value, help) = match field.kind {
            Kind::Pairs => (
                "NAME=NUMBER,...",
                format!(
                    "{}: names with numbers, as in orders=40,lines=3.5; may be given more than once",
                    field.label
                ),
            ),
            Kind::Rates | Kind::Numbers => {
                ("NUMBER,...", format!("{named}. {help} Written like 1,2,3"))
            }
            Kind::Choice(words) => {
                let words = words.join(", ");
                (
                    "VALUE",
                    format!("{named}. {help} [possible values: {words}]"),
                )
            }
            _ => ("VALUE", format!("{named}. {help}")),
        };
        let arg = flag(field.key).allow_hyphen_values(true);
        let arg = arg.value_name(value).help(help);
        command = command.arg(match field.kind {
            Kind::Pairs => arg.action(ArgAction::Append),
            _ => arg,
        });
    }
    let of_header = "The header of this column in the file";
    let columns = columns(about).into_iter();
    command.args(columns.map(|column| flag(column).value_name("HEADER").help(of_header)))
}

/// The columns of all layouts, each once, without those whose name a field has.
fn columns(about: &'static Calculator) -> Vec<&'static str> {
    let mut keys: Vec<&str> = Vec::new();
    for column in about.layouts.iter().flat_map(|l| l.columns) {
        if !keys.contains(&column.key) && about.fields.iter().all(|f| f.key != column.key) {
            keys.push(column.key);
        }
    }
    keys
}

fn file(matches: &ArgMatches) -> Option<&PathBuf> {
    matches.try_get_one::<PathBuf>("FILE").ok().flatten()
}

fn given(matches: &ArgMatches) -> bool {
    let typed = |id: &clap::Id| matches.value_source(id.as_str()) == Some(ValueSource::CommandLine);
    matches.ids().any(|id| id != "json" && typed(id))
}

fn table(
    about: &'static Calculator,
    matches: &ArgMatches,
) -> Result<Option<sheet::Sheet>, Failure> {
    let Some(path) = file(matches) else {
        return Ok(None);
    };
    let text = |name: &str| matches.get_one::<String>(name);
    // The words of these flags are those of the options in a file of settings.
    let word = |name: &str| text(name).map(|word| Value::from(word.as_str()));
    let columns = columns(about).into_iter();
    let options = sheet::Options {
        columns: columns
            .filter_map(|key| Some((key.to_owned(), text(key)?.clone())))
            .collect(),
        decimal: word("decimal").and_then(|mark| serde_json::from_value(mark).ok()),
        date_order: word("date-format").and_then(|order| serde_json::from_value(order).ok()),
        encoding: text("encoding").cloned(),
        sheet: text("sheet").cloned(),
        keep_totals: matches.get_flag("keep-totals"),
    };
    Ok(Some(sheet::read(path, about.layouts, &options)?))
}

fn fields(about: &'static Calculator, matches: &ArgMatches) -> Result<Map<String, Value>, Failure> {
    let mut request = Map::new();
    for field in about.fields {
        let Some(typed) = matches.get_many::<String>(field.key) else {
            continue;
        };
        // Names with numbers may be given one by one or together.
        let typed = typed.map(String::as_str).collect::<Vec<_>>().join("; ");
        if let Some(value) = form::value(field, &typed)
            .map_err(|why| Failure::Usage(format!("--{}: {why}", field.key)))?
        {
            request.insert(field.key.to_owned(), value);
        }
    }
    Ok(request)
}

fn answer_json(
    calculator: &'static Calculator,
    matches: &ArgMatches,
    sheet: Option<&sheet::Sheet>,
) -> Result<(), Failure> {
    let (replies, is_list) = if given(matches) {
        let request = Value::Object(fields(calculator, matches)?);
        let input = Input {
            request: &request,
            table: sheet.map(|s| &s.table),
        };
        let mut answer = calculator.answer(&input);
        if let Ok(answer) = &mut answer {
            answer
                .warnings
                .extend(sheet.into_iter().flat_map(sheet::Sheet::warnings));
            let doubts = doubts(calculator, matches).into_iter();
            let doubts = doubts.map(|(key, doubt)| Warning::new(doubt.code, key));
            answer.warnings.extend(doubts);
        }
        (vec![Reply(answer)], false)
    } else {
        let bytes = files::read_from(std::io::stdin().lock(), LARGEST_REQUEST)
            .map_err(|e| Failure::Failed(format!("cannot read standard input: {e}")))?;
        let asked = match String::from_utf8(bytes) {
            Ok(text) => request::read(&text),
            Err(error) => Err(Refusal::new(
                "bad_json",
                format!(
                    "The request is not UTF-8 from byte {} on; JSON is.",
                    error.utf8_error().valid_up_to() + 1
                ),
            )),
        };
        let answer = |request| Reply(calculator.answer(&Input::new(request)));
        match asked {
            Err(refusal) => (vec![Reply(Err(refusal))], false),
            Ok(Value::Array(requests)) => (requests.iter().map(answer).collect(), true),
            Ok(request) => (vec![answer(&request)], false),
        }
    };
    match (is_list, &replies[..]) {
        (false, [reply]) => out::json(reply)?,
        _ => out::json(&replies)?,
    }
    if replies.iter().any(|reply| reply.0.is_err()) {
        Err(Failure::No)
    } else {
        Ok(())
    }
}

/// Numbers that may be meant otherwise, each with its field.
fn doubts(about: &'static Calculator, matches: &ArgMatches) -> Vec<(&'static str, form::Doubt)> {
    let typed = about.fields.iter().filter_map(|field| {
        let typed = matches.get_one::<String>(field.key)?;
        Some((field, typed.as_str()))
    });
    let typed: Vec<(&Field, &str)> = typed.collect();
    let doubts = form::doubts(&typed).into_iter();
    doubts
        .map(|doubt| (typed[doubt.nth].0.key, doubt))
        .collect()
}

/// Table rows that are printed; `--json` has all.
const PRINTED: usize = 40;

fn print(about: &Calculator, outcome: &Outcome) -> Result<(), Failure> {
    out::line(about.title)?;
    let widest = outcome
        .figures
        .iter()
        .map(|f| f.label.chars().count())
        .max()
        .unwrap_or(0);
    for figure in &outcome.figures {
        out::line(format!(
            "  {:<widest$}  {}",
            figure.label,
            figure.explained()
        ))?;
    }
    for grid in &outcome.tables {
        out::line(format!("\n{}", grid.title))?;
        let head: Vec<&str> = grid.columns.iter().map(|c| &*c.label).collect();
        let row = |row| grid.columns.iter().map(move |c| c.show(row).into_owned());
        let rows = (0..grid.rows.min(PRINTED)).map(|nth| row(nth).collect());
        out::table(&head, rows)?;
        if grid.rows > PRINTED {
            out::line(format!(
                "... {} more rows; --json has all of them",
                grid.rows - PRINTED
            ))?;
        }
    }
    if !outcome.working.is_empty() {
        out::line("\nWorking")?;
    }
    for step in &outcome.working {
        out::line(format!("  {}", step.show()))?;
    }
    outcome
        .warnings
        .iter()
        .try_for_each(|warning| out::line(format!("! {}", warning.sentence())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_is_missing_is_told_apart_from_a_column_of_its_name() {
        let about = calculators::find("time_driven").unwrap();
        let file = b"Activity,Minutes,Volume\nOrder,10,40\n";
        let sheet = sheet::parse(file, about.layouts, &sheet::Options::default()).unwrap();
        let input = Input {
            request: &json!({"cost": 100}),
            table: Some(&sheet.table),
        };
        let refusal = about.answer(&input).unwrap_err();
        let Failure::Failed(why) = refused(about, &refusal, Some(&sheet), input.request) else {
            panic!("another failure");
        };
        let told = "It is the field `Practical minutes` (--minutes), not the column `Minutes`.";
        assert!(why.ends_with(told), "{why}");
    }
}
