//! Work on the project itself. `cargo xtask bench` fills a database with made-up rows and compares each question of
//! the product with the same question asked raw on the same database in the same run.

mod bench;
mod fill;
mod measure;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Fill a database (once) and measure. Prints a Markdown table.
    Bench {
        /// The folder of the SQLite database and of files; kept, so that a second run need not fill it again.
        #[arg(long, default_value = "target/bench")]
        data: PathBuf,
        /// A PostgreSQL database instead.
        #[arg(long)]
        database_url: Option<String>,
        /// Thousands of accounts; contacts are twice, interactions five times, orders three times as many.
        #[arg(long, default_value_t = 1000)]
        thousands: u64,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Task::Bench { data, database_url, thousands } = Arguments::parse().task;
    bench::run(&data, database_url, thousands * 1000).await
}
