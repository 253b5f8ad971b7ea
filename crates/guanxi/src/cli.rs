//! The command line: what can be said to the binary, and what each word means.

use std::{path::PathBuf, str::FromStr};

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use guanxi_kernel::{
    actor::{Access, Limits},
    db::OpenOptions,
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
}

impl Place {
    /// The database file, where it is one.
    pub(crate) fn file(&self) -> PathBuf {
        self.data.join("guanxi.db")
    }

    /// How to open the database.
    pub(crate) fn options(&self) -> OpenOptions {
        self.database_url.clone().map_or_else(|| OpenOptions::File(self.file()), OpenOptions::Url)
    }
}

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Serve the product until told to stop (Ctrl-C or SIGTERM). Brings the database up to date first.
    Serve {
        /// The address to answer at.
        #[arg(long, env = "GUANXI_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR")]
        listen: String,
        /// The proxies in front, as addresses or ranges with commas between: only these are believed about where a request
        /// comes from (X-Forwarded-For).
        #[arg(long, env = "GUANXI_TRUST_PROXY", value_delimiter = ',', value_name = "ADDRS")]
        trust_proxy: Vec<Network>,
    },
    /// Bring the database up to date and stop. A database file is copied beside itself first.
    Migrate,
    /// Load a believable year of a liquor dealer, or take it away again.
    Demo {
        /// Take the demo data away.
        #[arg(long, env = "GUANXI_DEMO_REMOVE")]
        remove: bool,
        /// The workspace, when there are several.
        #[arg(long, env = "GUANXI_WORKSPACE")]
        workspace: Option<Uuid>,
    },
    /// Take the rows of a CSV or XLSX file in.
    Import(Import),
    /// Make API tokens.
    Token {
        /// What to do.
        #[command(subcommand)]
        action: Token,
    },
    /// Help users who cannot sign in.
    User {
        /// What to do.
        #[command(subcommand)]
        action: User,
    },
    /// Make workspaces: each is a company of its own, and nobody sees into another.
    Workspace {
        /// What to do.
        #[command(subcommand)]
        action: Workspace,
    },
    /// Write a verified copy of the database file while the product goes on working.
    Backup {
        /// The copy; must not exist yet.
        file: PathBuf,
    },
    /// Put a verified backup in the place of the database file. Stop the server first.
    Restore {
        /// The backup.
        file: PathBuf,
    },
    /// Print the OpenAPI document.
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

/// The kinds of record that can be imported.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Kind {
    /// Customers.
    Accounts,
    /// People.
    Contacts,
    /// The history of orders.
    Orders,
}

impl Kind {
    /// The name the product knows it by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Contacts => "contacts",
            Self::Orders => "orders",
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
    /// Give a user who has forgotten it a new password, read from `GUANXI_PASSWORD`. Signs all their browsers out.
    Password {
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
