//! `swot completions` and `swot man`: made from the same definition as `--help`.

use super::{Failure, out};
use clap::Command;

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

/// The manual page of the program, followed by one section for each command.
pub fn man(mut program: Command) -> Result<(), Failure> {
    let mut page = Vec::new();
    let failed = |e: std::io::Error| Failure::Failed(format!("cannot make the manual page: {e}"));
    program.build();
    let main = clap_mangen::Man::new(program.clone());
    main.render(&mut page).map_err(failed)?;
    for command in program.get_subcommands() {
        let named = command
            .clone()
            .bin_name(format!("swot {}", command.get_name()));
        let section = clap_mangen::Man::new(named);
        section.render_synopsis_section(&mut page).map_err(failed)?;
        section
            .render_description_section(&mut page)
            .map_err(failed)?;
        section.render_options_section(&mut page).map_err(failed)?;
    }
    out::raw(&page)
}
