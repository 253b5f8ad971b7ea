//! The codes of the demo data, spelled as the rest of Guanxi stores them. They are the
//! generator's own enums, so that it stays free of every other module.

/// Defines an enum of codes: `code()` is what is stored, `ALL` lists every variant.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $(#[doc = concat!("Stored as `", $code, "`.")] $variant),+ }

        impl $name {
            /// Every variant.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The code as stored.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }
    };
}

codes! { /// Way of trade a customer belongs to.
ChannelKind {
    Dealer = "dealer", SubDealer = "sub_dealer", Catering = "catering", Nightlife = "nightlife",
    Supermarket = "supermarket", TobaccoLiquorShop = "tobacco_liquor_shop", Hotel = "hotel",
    GroupBuy = "group_buy", Direct = "direct",
} }
codes! { /// Who owns a customer's firm.
Ownership { State = "state", Private = "private", Foreign = "foreign", Individual = "individual" } }
codes! { /// Standing of a customer among its neighbours.
MarketPosition {
    Leader = "leader", Challenger = "challenger", Follower = "follower", Niche = "niche",
} }
codes! { /// Credit grade.
CreditGrade { A = "A", B = "B", C = "C", D = "D" } }
codes! { /// How a customer's buying develops; the truth behind the data, not a field to store.
Trend {
    Steady = "steady", Growing = "growing", Declining = "declining", Silent = "silent",
    New = "new", Closed = "closed",
} }
codes! { /// How one customer stands to another.
RelationKind {
    Supplies = "supplies", BranchOf = "branch_of", Refers = "refers", ParentOf = "parent_of",
} }
codes! { /// Gender of a contact.
Gender { Male = "male", Female = "female" } }
codes! { /// What a contact does at a customer.
ContactRole {
    Boss = "boss", Buyer = "buyer", Payer = "payer", DecisionMaker = "decision_maker",
    Influencer = "influencer", User = "user", Finance = "finance", Warehouse = "warehouse",
    Gatekeeper = "gatekeeper",
} }
codes! { /// What a user does at the dealer's.
UserRole { Manager = "manager", Salesperson = "salesperson", Clerk = "clerk" } }
codes! { /// What an order document is.
OrderKind { Sale = "sale", Return = "return", Credit = "credit" } }
codes! { /// Way of an interaction, or the way an order came in.
Channel {
    Visit = "visit", Phone = "phone", Wechat = "wechat", Email = "email", Mobile = "mobile",
    Fax = "fax",
} }
codes! { /// Who began an interaction: they or we.
Direction { In = "in", Out = "out" } }
codes! { /// What an interaction was for.
Purpose {
    Care = "care", Information = "information", Deal = "deal", Service = "service",
    Intelligence = "intelligence",
} }
codes! { /// How an interaction ended.
Outcome {
    Ordered = "ordered", Interested = "interested", Promised = "promised", Informed = "informed",
    Problem = "problem", NoAnswer = "no_answer",
} }
codes! { /// Work a salesperson did for a shop.
HelpKind {
    Unload = "unload", Display = "display", Shelve = "shelve", Clean = "clean",
    StockTake = "stock_take", Serve = "serve", Advice = "advice",
} }
