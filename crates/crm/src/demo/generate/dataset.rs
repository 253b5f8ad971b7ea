//! The plain data the generator hands over. Records point to one another by index into the lists
//! of [`Dataset`]; money is whole fen, quantities are whole units. It holds no ids and no logic.

use chrono::{NaiveDate, NaiveDateTime};

use super::codes::{
    Channel, ChannelKind, ContactRole, CreditGrade, Direction, Gender, HelpKind, MarketPosition, OrderKind, Outcome, Ownership, Purpose,
    RelationKind, Trend, UserRole,
};

/// A year of a liquor dealer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Dataset {
    /// Teams of the dealer.
    pub teams: Vec<Team>,
    /// People of the dealer.
    pub users: Vec<User>,
    /// Products the dealer sells.
    pub products: Vec<Product>,
    /// Brands it competes with.
    pub rivals: Vec<Rival>,
    /// Customers, by first cooperation within each kind of trade.
    pub accounts: Vec<Account>,
    /// How customers stand to one another.
    pub relations: Vec<Relation>,
    /// People at customers, and consumers at none.
    pub contacts: Vec<Contact>,
    /// Who is what at which customer.
    pub account_contacts: Vec<AccountContact>,
    /// Orders, returns and credits by time.
    pub orders: Vec<Order>,
    /// Contacts with customers by time.
    pub interactions: Vec<Interaction>,
    /// Tasks by time of creation.
    pub tasks: Vec<Task>,
    /// Comments by time.
    pub comments: Vec<Comment>,
    /// What customers get from the dealer and from rivals.
    pub scorings: Vec<Scoring>,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Team {
    /// Its name.
    pub name: &'static str,
}

/// A person working for the dealer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct User {
    /// Full name.
    pub name: &'static str,
    /// Login address at example.com.
    pub email: &'static str,
    /// What the person does.
    pub role: UserRole,
    /// Index of the team; the manager and the clerk have none.
    pub team: Option<usize>,
}

/// A product.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Product {
    /// Stock-keeping code.
    pub sku: &'static str,
    /// Full name with strength and size.
    pub name: &'static str,
    /// Product family, such as 浓香型.
    pub family: &'static str,
    /// Unit of sale, such as 箱.
    pub unit: &'static str,
    /// List price of one unit in fen.
    pub price_fen: i64,
    /// Purchase cost of one unit in fen.
    pub cost_fen: i64,
}

/// A competing brand.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rival {
    /// Its name.
    pub name: &'static str,
    /// Usual shop price of a bottle in fen.
    pub price_fen: i64,
}

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Account {
    /// Name, unique in the data.
    pub name: String,
    /// Way of trade.
    pub channel: ChannelKind,
    /// Unified social credit code; private buyers have none.
    pub credit_code: Option<String>,
    /// Province.
    pub province: &'static str,
    /// City.
    pub city: &'static str,
    /// District or county.
    pub district: &'static str,
    /// Street and number.
    pub address: String,
    /// Form of ownership.
    pub ownership: Ownership,
    /// Standing among its neighbours.
    pub market_position: MarketPosition,
    /// Credit grade.
    pub credit_grade: CreditGrade,
    /// Free labels.
    pub tags: Vec<&'static str>,
    /// Land line or mobile number.
    pub phone: String,
    /// A remark, often empty.
    pub remark: String,
    /// Index of the owning user.
    pub owner: usize,
    /// Day of the first cooperation.
    pub first_cooperation: NaiveDate,
    /// Day the customer closed down.
    pub closed_on: Option<NaiveDate>,
    /// How its buying develops.
    pub trend: Trend,
}

/// How one customer stands to another, read from left to right: `from` supplies `to`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Relation {
    /// Index of the one account.
    pub from: usize,
    /// Index of the other account.
    pub to: usize,
    /// Kind of the relation.
    pub kind: RelationKind,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Contact {
    /// Full name.
    pub name: String,
    /// How the salespeople call the person, such as 王老板.
    pub called: String,
    /// Gender.
    pub gender: Gender,
    /// Mobile number, from a range issued to nobody.
    pub mobile: String,
    /// Wechat name.
    pub wechat: Option<String>,
    /// E-mail address at example.com.
    pub email: Option<String>,
    /// Birthday.
    pub birthday: Option<Birthday>,
    /// A remark, often empty.
    pub remark: &'static str,
}

/// A birthday as people give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Birthday {
    /// Whether month and day are of the lunar calendar.
    pub lunar: bool,
    /// Year of birth.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day, 1 to 31, in the lunar calendar 1 to 30.
    pub day: u32,
}

/// A person's place at a customer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AccountContact {
    /// Index of the account.
    pub account: usize,
    /// Index of the contact.
    pub contact: usize,
    /// What the person does there.
    pub roles: Vec<ContactRole>,
    /// Whether to call this person first; exactly one per account.
    pub primary: bool,
}

/// An order, a return or a credit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Order {
    /// Number, unique in the data.
    pub number: String,
    /// What the document is.
    pub kind: OrderKind,
    /// Index of the account.
    pub account: usize,
    /// Index of the contact who ordered.
    pub contact: usize,
    /// Index of the user who took it.
    pub user: usize,
    /// When, in local time.
    pub at: NaiveDateTime,
    /// The way it came in.
    pub placed_via: Channel,
    /// Lines, at least one.
    pub lines: Vec<OrderLine>,
    /// Sum of the lines in fen; negative for returns and credits.
    pub total_fen: i64,
    /// For returns and credits, the index of the sale, always an earlier one.
    pub against: Option<usize>,
    /// A remark, often empty.
    pub remark: &'static str,
}

/// A line of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OrderLine {
    /// Index of the product.
    pub product: usize,
    /// Whole units; negative in returns, and in credits the units whose price is corrected.
    pub quantity: i64,
    /// Price of one unit in fen; in credits the correction per unit.
    pub price_fen: i64,
    /// Quantity times price, in fen.
    pub amount_fen: i64,
    /// Whether sold under a promotion.
    pub promotion: bool,
}

/// One contact with a customer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Interaction {
    /// Index of the account.
    pub account: usize,
    /// Index of the contact.
    pub contact: usize,
    /// Index of the user.
    pub user: usize,
    /// When it began, in local time.
    pub at: NaiveDateTime,
    /// How long, in minutes.
    pub minutes: i64,
    /// The way.
    pub channel: Channel,
    /// Who began it.
    pub direction: Direction,
    /// Whether both sides spoke.
    pub two_way: bool,
    /// What for, one to five, none twice.
    pub purposes: Vec<Purpose>,
    /// What was said and seen.
    pub body: String,
    /// How it ended.
    pub outcome: Outcome,
    /// What we promised.
    pub promise: Option<Promise>,
    /// What is to be done next.
    pub next_step: Option<NextStep>,
    /// What was done and seen on the spot; visits only.
    pub visit: Option<Visit>,
}

/// Something promised to a customer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Promise {
    /// What.
    pub text: String,
    /// By when.
    pub due: NaiveDate,
    /// Whether it was kept; nothing while still open.
    pub kept: Option<bool>,
}

/// The next step after an interaction.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NextStep {
    /// What.
    pub text: String,
    /// By when.
    pub due: NaiveDate,
    /// Whether it is done.
    pub done: bool,
}

/// What a visit adds to an interaction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Visit {
    /// Help given, before anything was offered.
    pub help: Vec<Help>,
    /// What was offered, if anything.
    pub pitch: Option<String>,
    /// Stock counted.
    pub stock: Vec<StockCount>,
    /// Prices of rivals seen.
    pub rival_prices: Vec<RivalPrice>,
}

/// Help given at a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Help {
    /// What was done.
    pub kind: HelpKind,
    /// How long, in minutes.
    pub minutes: i64,
}

/// Stock of one product seen at a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StockCount {
    /// Index of the product.
    pub product: usize,
    /// Whole units of sale left.
    pub cases: i64,
}

/// A rival's price seen at a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RivalPrice {
    /// Index of the rival.
    pub rival: usize,
    /// Shop price of a bottle in fen.
    pub price_fen: i64,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Task {
    /// What.
    pub title: String,
    /// Index of the account.
    pub account: usize,
    /// Index of the contact.
    pub contact: Option<usize>,
    /// Index of the user who is to do it.
    pub assignee: usize,
    /// Index of the interaction it came from.
    pub interaction: Option<usize>,
    /// When it was written down, in local time.
    pub created_at: NaiveDateTime,
    /// By when.
    pub due: NaiveDate,
    /// When it was done, in local time.
    pub done_at: Option<NaiveDateTime>,
}

/// A remark of a colleague.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Comment {
    /// What it is about.
    pub about: Subject,
    /// Index of the user.
    pub author: usize,
    /// When, in local time.
    pub at: NaiveDateTime,
    /// What it says.
    pub body: String,
}

/// What a comment is about, with the index of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A customer.
    Account(usize),
    /// An order.
    Order(usize),
    /// An interaction.
    Interaction(usize),
}

/// What a salesperson thinks a customer gets. Scores are product, service, personnel, image, and what money, time, mind and
/// body it costs; each from 0 to 10.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scoring {
    /// Index of the customer.
    pub account: usize,
    /// Index of the user.
    pub author: usize,
    /// The day.
    pub on: NaiveDate,
    /// From the dealer.
    pub ours: [i64; 8],
    /// From rivals.
    pub rivals: Vec<Scored>,
    /// A note, often empty.
    pub note: &'static str,
}

/// What a customer gets from a rival.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scored {
    /// Index of the rival.
    pub rival: usize,
    /// The scores.
    pub scores: [i64; 8],
}
