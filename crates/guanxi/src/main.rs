//! Guanxi (关系): one binary that serves the product and keeps its data.

mod cli;
mod clv;
mod offline;
mod pages;
mod progress;
mod serve;

use std::time::Duration;

use clap::Parser;

/// A night that looks at all accounts needs much memory for minutes. The allocator of glibc would keep it until the program ends
/// (docs/decisions/0020).
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> std::process::ExitCode {
    let cli = cli::Cli::parse();
    serve::init_logs(cli.json_logs);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!("the program cannot start: {error}");
            return std::process::ExitCode::FAILURE;
        }
    };
    let done = runtime.block_on(run(cli));
    // What was dropped at the deadline is not waited for after all.
    runtime.shutdown_background();
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{}", told(&error));
            std::process::ExitCode::FAILURE
        }
    }
}

/// What went wrong, in one line for the person at the terminal.
fn told(error: &anyhow::Error) -> String {
    use guanxi_kernel::error::Error;
    // What was being done stands before what was wrong.
    let cause = |part: &(dyn std::error::Error + 'static)| match part.downcast_ref::<Error>()? {
        Error::Invalid(errors) => {
            let said = errors.iter().map(|error| format!("{}: {}", error.pointer.trim_start_matches('/'), error.detail));
            Some(said.collect::<Vec<_>>().join(" "))
        }
        Error::Unexpected(inner) => Some(format!("{inner:#}")),
        other => Some(other.to_string()),
    };
    let mut parts = Vec::new();
    for part in error.chain() {
        if let Some(cause) = cause(part) {
            parts.push(cause);
            break;
        }
        parts.push(part.to_string());
    }
    parts.join(": ")
}

async fn run(cli: cli::Cli) -> anyhow::Result<()> {
    use cli::Command;
    let place = cli.place;
    match cli.command {
        Command::Serve { listen, trust_proxy, public_url, stop_within } => {
            serve::serve(&place, listen, trust_proxy, public_url, Duration::from_secs(stop_within)).await
        }
        Command::Migrate => offline::migrate(&place).await,
        Command::Demo { remove, workspace } => offline::demo(&place, remove, workspace).await,
        Command::Import(arguments) => offline::import(&place, arguments).await,
        Command::Token { action } => offline::token(&place, action).await,
        Command::User { action } => offline::user_action(&place, action).await,
        Command::Workspace { action } => offline::workspace(&place, action).await,
        Command::Backup { file } => offline::backup(&place, &file).await,
        Command::Restore { file } => offline::restore(&place, &file).await,
        Command::Health { json } => offline::health(&place, json).await,
        Command::Clv(arguments) => clv::run(&arguments),
        Command::Openapi => offline::openapi(),
    }
}
