//! `swot completions` and `swot man`: made from the same definition as `--help`.

use super::{Failure, out};
use clap::Command;
use std::io::Write;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell to complete for
    shell: clap_complete::Shell,
}

pub fn run(args: &Args, mut program: Command) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut program, "swot", &mut script);
    out::raw(&script)
}

/// The manual page of the program, followed by the sections of each command.
pub fn man(mut program: Command) -> Result<(), Failure> {
    let mut page = Vec::new();
    program.build();
    // In the list of subcommands each would be a page of its own.
    let main = clap_mangen::Man::new(program.clone().mut_subcommands(|within| within.hide(true)));
    main.render(&mut page)
        .and_then(|()| sections(&program, &mut page))
        .map_err(|e| Failure::Failed(format!("cannot make the manual page: {e}")))?;
    out::raw(&page)
}

/// Of each command and of those within it: how it is written, what it is for, its options, and what its help ends with.
fn sections(program: &Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    for command in program.get_subcommands() {
        let own = |arg: clap::Arg| {
            if arg.is_global_set() {
                arg.hide(true)
            } else {
                arg
            }
        };
        let section = clap_mangen::Man::new(command.clone().mut_args(own));
        let name = command.get_bin_name().unwrap_or_default();
        writeln!(page, ".SH {}", name.to_uppercase())?;
        section.render_synopsis_section(page)?;
        section.render_description_section(page)?;
        section.render_options_section(page)?;
        if command.get_after_help().is_some() {
            section.render_extra_section(page)?;
        }
        sections(command, page)?;
    }
    Ok(())
}
