//! The binary `luoshi`: everything is in the library, where tests reach it.

use std::process::ExitCode;

fn main() -> ExitCode {
    luoshi_server::cli::main()
}
