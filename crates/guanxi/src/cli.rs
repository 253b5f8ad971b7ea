//! The command line: what can be said to the binary, and what each word means.

use std::{path::PathBuf, str::FromStr};

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use guanxi_kernel::{
    actor::{Access, Limits},
    db::OpenOptions,
    files::{Bucket, FileError, Files},
    http::Network,
    import::Mode,
};
use uuid::Uuid;

/// Customer relationship management in one binary.
///
/// Without any option it keeps its data in ./data and answers at <http://127.0.0.1:8080>.
/// Every option can also be given as an environment variable.
#[derive(Parser)]
#[command(name = "guanxi", version)]
#[command(after_help = "\
Examples:
  guanxi serve                                # serves http://127.0.0.1:8080, with data in ./data
  GUANXI_DATA=/var/lib/guanxi guanxi serve    # the same option as an environment variable
  guanxi demo --data /var/lib/guanxi          # a year of a liquor dealer to look at
  guanxi help import                          # more about one of the commands")]
pub(crate) struct Cli {
    /// Where the data is.
    #[command(flatten)]
    pub(crate) place: Place,
    /// Write logs as JSON, one object a line.
    #[arg(long, global = true, env = "GUANXI_JSON_LOGS")]
    pub(crate) json_logs: bool,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where the data is.
#[derive(Args, Clone)]
pub(crate) struct Place {
    /// The folder of the database file and of uploaded files; made when it is not there.
    #[arg(long, global = true, env = "GUANXI_DATA", default_value = "data", value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// A PostgreSQL database instead of the file: <postgres://user:password@host/database>
    #[arg(long, global = true, env = "GUANXI_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub(crate) database_url: Option<String>,
    /// The folder of the nightly backups, better on another disk; `backups` in the data folder without it.
    #[arg(long, global = true, env = "GUANXI_BACKUP_DIR", value_name = "DIR")]
    pub(crate) backup_dir: Option<PathBuf>,
    /// A bucket of an S3-compatible service for the files of customers, instead of the folder `files` in the data folder.
    /// Who may use it stands in `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or is the machine's role.
    #[arg(long, global = true, env = "GUANXI_S3_BUCKET", value_name = "NAME")]
    pub(crate) s3_bucket: Option<String>,
    /// The address of the service, such as <https://oss-cn-shanghai.aliyuncs.com>; Amazon's without it.
    #[arg(long, global = true, env = "GUANXI_S3_ENDPOINT", value_name = "URL")]
    pub(crate) s3_endpoint: Option<String>,
    /// The region of the bucket, such as `cn-shanghai`.
    #[arg(long, global = true, env = "GUANXI_S3_REGION", value_name = "REGION")]
    pub(crate) s3_region: Option<String>,
    /// What the names of all files begin with, where the bucket holds other things too.
    #[arg(long, global = true, env = "GUANXI_S3_PREFIX", value_name = "PATH")]
    pub(crate) s3_prefix: Option<String>,
    /// The name of the bucket stands in front of the host of the address and not in the path, as Aliyun wants it.
    #[arg(long, global = true, env = "GUANXI_S3_NAME_IN_HOST")]
    pub(crate) s3_name_in_host: bool,
}

impl Place {
    /// The database file, where it is one.
    pub(crate) fn file(&self) -> PathBuf {
        self.data.join("guanxi.db")
    }

    /// The folder of the files of customers, where they are in one.
    pub(crate) fn files_folder(&self) -> PathBuf {
        self.data.join("files")
    }

    /// The folder of the nightly backups.
    pub(crate) fn backups(&self) -> PathBuf {
        self.backup_dir.clone().unwrap_or_else(|| self.data.join("backups"))
    }

    /// The bucket of the files of customers, where they are in one.
    pub(crate) fn bucket(&self) -> Option<Bucket> {
        Some(Bucket {
            name: self.s3_bucket.clone()?,
            endpoint: self.s3_endpoint.clone(),
            region: self.s3_region.clone(),
            prefix: self.s3_prefix.clone(),
            name_in_host: self.s3_name_in_host,
        })
    }

    /// The store of the files of customers.
    pub(crate) fn files(&self) -> Result<Files, FileError> {
        let said = self.s3_endpoint.is_some() || self.s3_region.is_some() || self.s3_prefix.is_some() || self.s3_name_in_host;
        match self.bucket() {
            Some(bucket) => Files::in_bucket(&bucket),
            None if said => Err(FileError::Place("there is a service for files, but no bucket: name it with --s3-bucket".to_owned())),
            None => Files::in_folder(self.files_folder()),
        }
    }

    /// How to open the database.
    pub(crate) fn options(&self) -> OpenOptions {
        self.database_url.clone().map_or_else(|| OpenOptions::File(self.file()), OpenOptions::Url)
    }
}

/// An address without a path.
fn public_url(text: &str) -> Result<String, String> {
    let plain = text.trim_end_matches('/');
    let host = plain.strip_prefix("https://").or_else(|| plain.strip_prefix("http://")).unwrap_or_default();
    if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
        return Err(format!("“{text}” is no address like https://crm.example.com"));
    }
    Ok(plain.to_owned())
}

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Serve the product until told to stop (Ctrl-C or SIGTERM). Brings the database up to date first.
    #[command(after_help = "\
Examples:
  guanxi serve
  guanxi serve --data /var/lib/guanxi --listen 0.0.0.0:8080
  guanxi serve --database-url postgres://guanxi@localhost/guanxi --json-logs
  guanxi serve --trust-proxy 127.0.0.1,10.0.0.0/8 --public-url https://crm.example.com    # behind a proxy with TLS")]
    Serve {
        /// The address to answer at.
        #[arg(long, env = "GUANXI_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
        listen: String,
        /// The proxies in front, as addresses or ranges with commas between: only these are believed about where a request
        /// comes from (X-Forwarded-For) and whether over TLS (X-Forwarded-Proto).
        #[arg(long, env = "GUANXI_TRUST_PROXY", value_delimiter = ',', value_name = "ADDRS")]
        trust_proxy: Vec<Network>,
        /// The address at which browsers reach Guanxi, such as <https://crm.example.com>. Needed for signing in through
        /// another house, which sends browsers back to it, and by passkeys, which are bound to it; without it both work on this
        /// machine only.
        #[arg(long, env = "GUANXI_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
        public_url: Option<String>,
        /// How long requests and jobs have to end when the server is told to stop; what is left then is dropped.
        #[arg(long, env = "GUANXI_STOP_WITHIN", default_value_t = 20, value_name = "SECONDS")]
        stop_within: u64,
    },
    /// Bring the database up to date and stop. A database file is copied beside itself first.
    #[command(after_help = "\
Examples:
  guanxi migrate
  guanxi migrate --data /var/lib/guanxi")]
    Migrate,
    /// Load a believable year of a liquor dealer, or take it away again.
    #[command(after_help = "\
Examples:
  guanxi demo
  guanxi demo --remove")]
    Demo {
        /// Take the demo data away.
        #[arg(long, env = "GUANXI_DEMO_REMOVE")]
        remove: bool,
        /// The workspace, when there are several.
        #[arg(long, env = "GUANXI_WORKSPACE")]
        workspace: Option<Uuid>,
    },
    /// Take the rows of a CSV or XLSX file in.
    #[command(after_help = "\
Examples:
  guanxi import accounts customers.xlsx --dry-run    # only tells what would happen
  guanxi import accounts customers.xlsx --mode upsert --key number --rejected refused.xlsx
  guanxi import contacts people.csv --user chen@example.com --make-missing
  guanxi import orders orders.csv --map columns.json    # such as {\"客户\": \"account\", \"日期\": \"ordered_on\"}")]
    Import(Import),
    /// Make API tokens, list them and end them.
    #[command(after_help = "\
Examples:
  guanxi token create --user chen@example.com --name report --read-only
  guanxi token list --user chen@example.com")]
    Token {
        /// What to do.
        #[command(subcommand)]
        action: Token,
    },
    /// Help users who cannot sign in.
    #[command(after_help = "\
Examples:
  GUANXI_PASSWORD=... guanxi user password chen@example.com
  guanxi user second-step chen@example.com")]
    User {
        /// What to do.
        #[command(subcommand)]
        action: User,
    },
    /// Make workspaces: each is a company of its own, and nobody sees into another.
    #[command(after_help = "\
Examples:
  GUANXI_PASSWORD=... guanxi workspace create --name \"Qianshan Spirits\" --admin Chen --email chen@example.com")]
    Workspace {
        /// What to do.
        #[command(subcommand)]
        action: Workspace,
    },
    /// Write a verified copy of the database file, and beside it of the files of customers, while the product goes on working.
    #[command(after_help = "\
Examples:
  guanxi backup /backups/guanxi-2027-01-31.db
  guanxi backup --data /var/lib/guanxi /backups/guanxi-2027-01-31.db")]
    Backup {
        /// The copy; must not exist yet. The files of customers go into a folder of this name that ends in `.files`.
        file: PathBuf,
    },
    /// Put a verified backup in the place of the database file, and what lies beside it in the place of the files of
    /// customers. Stop the server first.
    #[command(after_help = "\
Examples:
  guanxi restore /backups/guanxi-2027-01-31.db    # while the server is stopped
  guanxi restore data/backups/20270131-183000/guanxi.db    # what the server has backed up at night")]
    Restore {
        /// The backup.
        file: PathBuf,
    },
    /// Say how the installation is: jobs, storage, backups. Ends with a status other than 0 when something grave is wrong.
    #[command(after_help = "\
Examples:
  guanxi health
  guanxi health --data /var/lib/guanxi --json    # for a program that watches")]
    Health {
        /// Print one JSON object instead of words.
        #[arg(long, env = "GUANXI_HEALTH_JSON")]
        json: bool,
    },
    /// Say what customers are worth, from a file of purchases: who still buys, how often, for how much.
    ///
    /// Fits BG/NBD, MBG/NBD, Pareto/NBD, NBD, for regular buyers MBG/CNBD-k, and for spend Gamma-Gamma by maximum likelihood,
    /// chooses among them and says why. The file has one purchase a row; its columns are found by their headers. It needs no
    /// database.
    #[command(after_help = "\
Examples:
  guanxi clv purchases.csv
  guanxi clv purchases.csv --calibration-end 2026-06-30 --out customers.csv    # judged by what happened since
  guanxi clv orders.xlsx --customer 客户编号 --date 订单日期 --value 金额 --json
  guanxi clv purchases.csv --margin 0.3 --order 单号 --since 2024-01-01    # profit; credits take back their orders")]
    Clv(Clv),
    /// Print the OpenAPI document.
    #[command(after_help = "\
Examples:
  guanxi openapi > openapi.json")]
    Openapi,
}

/// What to take in, and how.
#[derive(Args)]
pub(crate) struct Import {
    /// What the rows are.
    #[arg(value_enum)]
    pub(crate) kind: Kind,
    /// The file.
    pub(crate) file: PathBuf,
    /// What to do with rows that find a record: `create` rejects them, `update` changes only them, `upsert` does both.
    #[arg(long, env = "GUANXI_IMPORT_MODE", value_enum, default_value = "create")]
    pub(crate) mode: ModeArgument,
    /// The field by which a row finds its record, such as `number`.
    #[arg(long, env = "GUANXI_IMPORT_KEY")]
    pub(crate) key: Option<String>,
    /// A JSON file that maps columns (numbers from 0, or headers) to fields, where the guess is wrong.
    #[arg(long, env = "GUANXI_IMPORT_MAP", value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
    /// Only tell what would happen.
    #[arg(long, env = "GUANXI_IMPORT_DRY_RUN")]
    pub(crate) dry_run: bool,
    /// Make the customers that rows name and that do not exist yet.
    #[arg(long, env = "GUANXI_IMPORT_MAKE_MISSING")]
    pub(crate) make_missing: bool,
    /// Leave rows out that would make what is there already, as far as can be told; they are named with the reason.
    #[arg(long, env = "GUANXI_IMPORT_REFUSE_DUPLICATES")]
    pub(crate) refuse_duplicates: bool,
    /// Act as this user, who will own what is new; without it, nobody does.
    #[arg(long, env = "GUANXI_USER", value_name = "EMAIL")]
    pub(crate) user: Option<String>,
    /// Where to write the rows that were not taken.
    #[arg(long, env = "GUANXI_IMPORT_REJECTED", value_name = "FILE")]
    pub(crate) rejected: Option<PathBuf>,
    /// The workspace, when there are several.
    #[arg(long, env = "GUANXI_WORKSPACE")]
    pub(crate) workspace: Option<Uuid>,
}

/// Which purchases, and what is asked of them.
#[derive(Args)]
pub(crate) struct Clv {
    /// A CSV or XLSX file with a row for each purchase. Amounts below zero are credits.
    pub(crate) file: PathBuf,
    /// The last day that the models are fitted to, such as 1997-09-30; what was bought after it judges them.
    #[arg(long, env = "GUANXI_CLV_CALIBRATION_END", value_name = "DATE", value_parser = day)]
    pub(crate) calibration_end: Option<NaiveDate>,
    /// Print one JSON object instead of words.
    #[arg(long, env = "GUANXI_CLV_JSON")]
    pub(crate) json: bool,
    /// Write what is expected of each customer to this CSV file; - is standard output, in place of the words.
    #[arg(long, env = "GUANXI_CLV_OUT", value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// How many weeks ahead are looked at.
    #[arg(long, env = "GUANXI_CLV_WEEKS", default_value_t = 52, value_parser = clap::value_parser!(u32).range(1..=5_200))]
    pub(crate) weeks: u32,
    /// What money a year away is worth less, as a share: 0.1 for 10 percent.
    #[arg(long, env = "GUANXI_CLV_DISCOUNT", default_value_t = 0.1, value_name = "SHARE")]
    pub(crate) discount: f64,
    /// How much of the sales is margin, as a share: 0.3 for 30 percent. Without it values are sales.
    #[arg(long, env = "GUANXI_CLV_MARGIN", value_name = "SHARE")]
    pub(crate) margin: Option<f64>,
    /// From how many simulated histories intervals are taken; 0 for none. Otherwise as many as take a second or so.
    #[arg(long, env = "GUANXI_CLV_REPLICATES", value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(..=10_000))]
    pub(crate) replicates: Option<u64>,
    /// The header of the column that says who bought.
    #[arg(long, env = "GUANXI_CLV_CUSTOMER", value_name = "HEADER")]
    pub(crate) customer: Option<String>,
    /// The header of the column that says when.
    #[arg(long, env = "GUANXI_CLV_DATE", value_name = "HEADER")]
    pub(crate) date: Option<String>,
    /// The header of the column that says for how much.
    #[arg(long, env = "GUANXI_CLV_VALUE", value_name = "HEADER")]
    pub(crate) value: Option<String>,
    /// The header of the column with the number of the order: a credit with a number takes back that order, and one taken back
    /// whole is no purchase. Without it credits count against the day they fall on.
    #[arg(long, env = "GUANXI_CLV_ORDER", value_name = "HEADER")]
    pub(crate) order: Option<String>,
    /// From when on customers are observed who bought before: a date from which the file is complete, or the header of a
    /// column with a date for each customer.
    #[arg(long, env = "GUANXI_CLV_SINCE", value_name = "DATE or HEADER")]
    pub(crate) since: Option<String>,
}

/// A day as files write it, too: 2026-01-31, 2026/1/31, 2026年1月31日.
fn day(text: &str) -> Result<NaiveDate, String> {
    guanxi_kernel::text::parse_date(text).ok_or_else(|| "this is no date; write it as 2026-01-31".to_owned())
}

/// The kinds of record that can be imported.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Kind {
    /// Customers.
    Accounts,
    /// People.
    Contacts,
    /// The history of orders.
    Orders,
    /// Products and their families.
    Products,
}

impl Kind {
    /// The name the product knows it by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Contacts => "contacts",
            Self::Orders => "orders",
            Self::Products => "products",
        }
    }
}

/// What to do with rows that find a record.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ModeArgument {
    /// Reject them.
    Create,
    /// Change only them.
    Update,
    /// Change them and make the others.
    Upsert,
}

impl From<ModeArgument> for Mode {
    fn from(mode: ModeArgument) -> Self {
        match mode {
            ModeArgument::Create => Self::Create,
            ModeArgument::Update => Self::Update,
            ModeArgument::Upsert => Self::Upsert,
        }
    }
}

/// One object that a token is limited to.
#[derive(Clone)]
pub(crate) struct Limit {
    pub(crate) object: String,
    pub(crate) access: Access,
}

impl FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (object, access) = text.split_once(':').ok_or("this is an object, a colon, and read or write, such as account:read")?;
        let access = match access {
            "read" => Access::Read,
            "write" => Access::Write,
            other => return Err(format!("“{other}” is neither read nor write")),
        };
        Ok(Self { object: object.to_owned(), access })
    }
}

/// Tokens.
#[derive(Subcommand)]
pub(crate) enum Token {
    /// Make a token with the rights of a user and print it. It is shown this once.
    #[command(after_help = "\
Examples:
  guanxi token create --user chen@example.com --name report --read-only
  guanxi token create --user chen@example.com --name sync --scope account:read --scope order:write --days 30
  guanxi token create --user chen@example.com --name fair --scope contact:write --expires 2027-01-31")]
    Create {
        /// Whose rights.
        #[arg(long, env = "GUANXI_USER", value_name = "EMAIL")]
        user: String,
        /// What it is for.
        #[arg(long, env = "GUANXI_TOKEN_NAME")]
        name: String,
        /// It may only look.
        #[arg(long, env = "GUANXI_TOKEN_READ_ONLY")]
        read_only: bool,
        /// What it is limited to, such as account:read or order:write; repeat it for several. Without it, whatever the user
        /// may do.
        #[arg(long, env = "GUANXI_TOKEN_SCOPE", value_name = "OBJECT:ACCESS", value_delimiter = ',')]
        scope: Vec<Limit>,
        /// How many days it works, 1–366.
        #[arg(long, env = "GUANXI_TOKEN_DAYS", default_value_t = 90)]
        days: i64,
        /// The day on which it ends, instead of --days.
        #[arg(long, env = "GUANXI_TOKEN_EXPIRES", value_name = "YYYY-MM-DD", conflicts_with = "days")]
        expires: Option<NaiveDate>,
    },
    /// List the tokens of a user: the id, until when it works, when it was last used, its name.
    #[command(after_help = "\
Examples:
  guanxi token list --user chen@example.com")]
    List {
        /// Whose.
        #[arg(long, env = "GUANXI_USER", value_name = "EMAIL")]
        user: String,
    },
    /// End a token of a user.
    #[command(after_help = "\
Examples:
  guanxi token revoke --user chen@example.com 019a9f3e-5d7a-7000-8000-000000000000")]
    Revoke {
        /// Whose.
        #[arg(long, env = "GUANXI_USER", value_name = "EMAIL")]
        user: String,
        /// Its id, as `guanxi token list` shows it.
        #[arg(value_name = "ID")]
        token: Uuid,
    },
}

/// The limits that were named; `None` when none was.
pub(crate) fn limits(named: Vec<Limit>) -> Option<Limits> {
    let mut limits = Limits::new();
    for Limit { object, access } in named {
        let widest = limits.entry(object).or_insert(access);
        *widest = access.max(*widest);
    }
    (!limits.is_empty()).then_some(limits)
}

/// Users.
#[derive(Subcommand)]
pub(crate) enum User {
    /// Give a user who has forgotten it a new password, read from `GUANXI_PASSWORD`. Signs all their browsers out and ends
    /// all their tokens.
    #[command(after_help = "\
Examples:
  GUANXI_PASSWORD=... guanxi user password chen@example.com")]
    Password {
        /// Whose.
        #[arg(value_name = "EMAIL", env = "GUANXI_USER")]
        email: String,
        /// The workspace, when the address works in several.
        #[arg(long, env = "GUANXI_WORKSPACE")]
        workspace: Option<Uuid>,
    },
    /// Take the second step of signing in away from a user who has lost it, the passkeys too. Signs all their browsers out.
    #[command(after_help = "\
Examples:
  guanxi user second-step chen@example.com")]
    SecondStep {
        /// Whose.
        #[arg(value_name = "EMAIL", env = "GUANXI_USER")]
        email: String,
        /// The workspace, when the address works in several.
        #[arg(long, env = "GUANXI_WORKSPACE")]
        workspace: Option<Uuid>,
    },
}

/// Workspaces.
#[derive(Subcommand)]
pub(crate) enum Workspace {
    /// Make one with its first administrator. The password is read from `GUANXI_PASSWORD`.
    #[command(after_help = "\
Examples:
  GUANXI_PASSWORD=... guanxi workspace create --name \"Qianshan Spirits\" --admin Chen --email chen@example.com
  GUANXI_PASSWORD=... guanxi workspace create --name 千山酒业 --admin 陈 --email chen@example.com --trade liquor_dealer")]
    Create {
        /// The company.
        #[arg(long, env = "GUANXI_WORKSPACE_NAME")]
        name: String,
        /// The administrator's name.
        #[arg(long, env = "GUANXI_WORKSPACE_ADMIN")]
        admin: String,
        /// The administrator's address.
        #[arg(long, env = "GUANXI_WORKSPACE_EMAIL")]
        email: String,
        /// `zh-CN`, `zh-TW` or `en`.
        #[arg(long, env = "GUANXI_WORKSPACE_LOCALE", default_value = "zh-CN")]
        locale: String,
        /// `liquor_maker`, `liquor_dealer`, `hotel`, `mall` or `generic_b2b`.
        #[arg(long, env = "GUANXI_WORKSPACE_TRADE", default_value = "generic_b2b")]
        trade: String,
        /// IANA name.
        #[arg(long, env = "GUANXI_WORKSPACE_TIME_ZONE", default_value = "Asia/Shanghai")]
        time_zone: String,
    },
}

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory};

    use super::*;

    /// The program's commands, each with the words that call it.
    fn commands(command: &Command, called: &str) -> Vec<(String, Command)> {
        let mut all = vec![(called.to_owned(), command.clone())];
        for below in command.get_subcommands() {
            all.extend(commands(below, &format!("{called} {}", below.get_name())));
        }
        all
    }

    /// The words of a line as a shell would take them: no variables in front, no comment, no redirection.
    fn words(line: &str) -> Vec<String> {
        let line = line.split(" #").next().unwrap_or_default().split(" >").next().unwrap_or_default();
        let quoted = line.split('"').enumerate();
        let words = quoted.flat_map(|(n, part)| if n % 2 == 1 { vec![part] } else { part.split_whitespace().collect() });
        words.skip_while(|word| word.contains('=')).map(str::to_owned).collect()
    }

    #[test]
    fn the_help_of_every_command_has_examples_that_work() {
        for (called, command) in commands(&Cli::command(), "guanxi") {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let examples: Vec<&str> = help.lines().skip_while(|line| *line != "Examples:").skip(1).collect();
            assert!(!examples.is_empty(), "{called} has no examples");
            for example in examples {
                assert!(example.contains(&called), "{called} shows {example}");
                let words = words(example);
                let parsed = Cli::try_parse_from(&words);
                let asks_for_help = words.get(1).is_some_and(|word| word == "help");
                assert!(parsed.is_ok() || asks_for_help, "{example}: {}", parsed.err().map(|error| error.to_string()).unwrap_or_default());
            }
        }
    }

    #[test]
    fn every_option_has_an_environment_variable() {
        let mut options = 0;
        for (called, command) in commands(&Cli::command(), "guanxi") {
            let named = command.get_arguments().filter(|argument| argument.get_long().is_some());
            for option in named.filter(|option| !["help", "version"].contains(&option.get_id().as_str())) {
                let variable = option.get_env().and_then(|name| name.to_str()).unwrap_or_default();
                assert!(variable.starts_with("GUANXI_"), "{called} --{} has none", option.get_id());
                options += 1;
            }
        }
        assert!(options > 20, "the options are found");
    }
}
