//! The arguments of a command, read in one way.

use std::ffi::OsString;

/// What is given to a command. A number below zero is a value like another: what it is for refuses it, and says why.
pub fn matches(
    command: clap::Command,
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
) -> Result<clap::ArgMatches, clap::Error> {
    fn with_numbers(command: clap::Command) -> clap::Command {
        command
            .mut_args(|arg| {
                if arg.get_action().takes_values() {
                    arg.allow_negative_numbers(true)
                } else {
                    arg
                }
            })
            .mut_subcommands(with_numbers)
    }
    let found = with_numbers(command).try_get_matches_from(arguments);
    found.map_err(|mut error| {
        // For an option that was mistyped, that it could be passed as a value is no advice.
        error.remove(clap::error::ContextKind::Suggested);
        error
    })
}
