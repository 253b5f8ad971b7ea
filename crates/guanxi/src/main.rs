//! Guanxi (关系): one binary that serves the product and keeps its data.

mod cli;
mod offline;
mod pages;
mod progress;
mod serve;

use clap::Parser;

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let cli = cli::Cli::parse();
    serve::init_logs(cli.json_logs);
    match run(cli).await {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{}", told(&error));
            std::process::ExitCode::FAILURE
        }
    }
}

/// What went wrong, in one line for the person at the terminal.
fn told(error: &anyhow::Error) -> String {
    match error.downcast_ref::<guanxi_kernel::error::Error>() {
        Some(guanxi_kernel::error::Error::Invalid(errors)) => {
            errors.iter().map(|error| format!("{}: {}", error.pointer.trim_start_matches('/'), error.detail)).collect::<Vec<_>>().join(" ")
        }
        Some(guanxi_kernel::error::Error::Unexpected(inner)) => format!("{inner:#}"),
        _ => format!("{error:#}"),
    }
}

async fn run(cli: cli::Cli) -> anyhow::Result<()> {
    use cli::Command;
    let place = cli.place;
    match cli.command {
        Command::Serve { listen } => serve::serve(&place, listen).await,
        Command::Migrate => offline::migrate(&place).await,
        Command::Demo { remove, workspace } => offline::demo(&place, remove, workspace).await,
        Command::Import(arguments) => offline::import(&place, arguments).await,
        Command::Token { action } => offline::token(&place, action).await,
        Command::User { action } => offline::user_action(&place, action).await,
        Command::Workspace { action } => offline::workspace(&place, action).await,
        Command::Backup { file } => offline::backup(&place, &file).await,
        Command::Restore { file } => offline::restore(&place, &file).await,
        Command::Openapi => offline::openapi(),
    }
}
