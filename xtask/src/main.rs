//! Work on the project itself. `cargo xtask bench` fills a database with made-up rows and compares each question of
//! the product with the same question asked raw on the same database in the same run. `cargo xtask crash` kills the
//! server in the middle of its work, again and again, and counts what is there afterwards.

mod bench;
mod clean;
mod crash;
mod fill;
mod measure;
mod own;
mod questions;
mod values;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// The allocator of the product.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

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
        /// Thousands of accounts; contacts are twice, interactions five times as many.
        #[arg(long, default_value_t = 1000)]
        thousands: u64,
        /// Orders for each account, when the database is filled.
        #[arg(long, default_value_t = 3)]
        orders: u64,
        /// Only what accounts are worth: the run over all of them, and the questions about it.
        #[arg(long)]
        values: bool,
        /// Everything but what accounts are worth, once each of them has 20 fields of the workspace's own.
        #[arg(long, conflicts_with = "values")]
        fields: bool,
        /// Only the searches by words.
        #[arg(long, conflicts_with_all = ["values", "fields"])]
        searches: bool,
    },
    /// Import a messy customer list, look for duplicates, merge and undo; and tell how much is found and how much of it is right.
    Clean {
        /// A folder for the database.
        #[arg(long, default_value = "target/bench")]
        data: PathBuf,
        /// An empty PostgreSQL database instead of a file.
        #[arg(long)]
        database_url: Option<String>,
        /// Thousands of rows, of which one in six is there for the second time.
        #[arg(long, default_value_t = 100)]
        thousands: u64,
    },
    /// Kill the server in the middle of imports and writes, and check that nothing acknowledged is lost and nothing is
    /// done twice.
    Crash {
        /// The product, built before: `cargo build --release -p guanxi`.
        #[arg(long, default_value = "target/release/guanxi")]
        binary: PathBuf,
        /// A folder that is not there yet.
        #[arg(long, default_value = "target/crash")]
        data: PathBuf,
        /// An empty PostgreSQL database instead of a file.
        #[arg(long)]
        database_url: Option<String>,
        /// How many times to kill it.
        #[arg(long, default_value_t = 50)]
        rounds: usize,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Arguments::parse().task {
        Task::Bench { data, database_url, thousands, orders, values, fields, searches } => {
            let part = match (values, fields, searches) {
                (true, _, _) => bench::Part::Values,
                (_, true, _) => bench::Part::Fields,
                (_, _, true) => bench::Part::Searches,
                _ => bench::Part::All,
            };
            bench::run(&data, database_url, bench::Size { accounts: thousands * 1000, orders }, part).await
        }
        Task::Clean { data, database_url, thousands } => clean::run(&data, database_url, thousands).await,
        Task::Crash { binary, data, database_url, rounds } => {
            let plan = crash::Plan { binary, data, database_url, rounds };
            tokio::task::spawn_blocking(move || crash::run(&plan)).await?
        }
    }
}
