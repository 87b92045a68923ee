use std::process::ExitCode;

fn main() -> ExitCode {
    swotter::cli::main(std::env::args_os())
}
