//! A year of contacts with the customers: who, how, what for and what was written down. Orders
//! come first; the notes follow them. It invents no second truth about sales.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::accounts::Profile;
use super::rng::Rng;
use super::talk::{self, Scene, Topic};
use super::{
    Channel, ChannelKind, DAYS, Dataset, Direction, Help, INTERACTIONS, Interaction, MANAGER, NextStep, OrderKind, Outcome, Promise,
    Purpose, RivalPrice, StockCount, Trend, Visit, at, contacts, day,
};
use crate::demo::season;

/// What is known about a customer while its notes are written.
struct Customer<'a> {
    account: usize,
    channel: ChannelKind,
    owner: usize,
    profile: &'a Profile,
    people: &'a [usize],
    /// Days of sales, in order.
    orders: &'a [NaiveDate],
    today: NaiveDate,
}

/// Adds the interactions, sorted by time.
pub(super) fn add(data: &mut Dataset, profiles: &[Profile], seed: u64, today: NaiveDate) {
    let mut rng = Rng::part(seed, 4);
    let people = contacts::by_account(data);
    let orders = order_days(data);
    let workdays: Vec<i64> = (0..DAYS).filter(|i| season::is_workday(day(today, *i))).collect();
    let attention = |profile: &Profile| 260 + (profile.weight() * 200).isqrt().min(900);
    let all = profiles.iter().flat_map(|p| workdays.iter().map(|i| attention(p) * cared(p, *i)));
    let scale = INTERACTIONS * 1_000_000_000 / all.sum::<i64>().max(1);
    let mut interactions = Vec::new();
    for (account, profile) in profiles.iter().enumerate() {
        let customer = Customer {
            account,
            channel: data.accounts[account].channel,
            owner: data.accounts[account].owner,
            profile,
            people: &people[account],
            orders: &orders[account],
            today,
        };
        let mut due = rng.range(0, 999_999);
        let mut full = 1_000_000;
        for &index in &workdays {
            due += attention(profile) * cared(profile, index) * scale / 1000;
            if due >= full {
                due -= full;
                full = rng.around(1_000_000, 45);
                interactions.push(customer.interaction(&mut rng, data, index));
            }
        }
    }
    interactions.sort_by_key(|interaction| (interaction.at, interaction.account));
    data.interactions = interactions;
}

/// Nobody calls on a shop long before it is known or long after it closed.
fn cared(profile: &Profile, index: i64) -> i64 {
    let past = index - profile.turn;
    match profile.trend {
        Trend::New if past < -20 => 0,
        Trend::New | Trend::Silent if past < 60 => 1300,
        Trend::Closed if past > 20 => 0,
        _ => 1000,
    }
}

fn order_days(data: &Dataset) -> Vec<Vec<NaiveDate>> {
    let mut days = vec![Vec::new(); data.accounts.len()];
    for order in data.orders.iter().filter(|order| order.kind == OrderKind::Sale) {
        days[order.account].push(order.at.date());
    }
    days
}

/// The parts of an interaction as they come together.
struct Draft {
    body: String,
    purposes: Vec<Purpose>,
    outcome: Outcome,
    visit: Visit,
    sentences: usize,
}

impl Draft {
    fn say(&mut self, rng: &mut Rng, scene: &Scene, topic: &Topic) -> String {
        let sentence = scene.fill(rng.pick(topic.sentences));
        self.body.push_str(&sentence);
        self.sentences += 1;
        for purpose in topic.purposes {
            if !self.purposes.contains(purpose) {
                self.purposes.push(*purpose);
            }
        }
        sentence
    }
}

impl Customer<'_> {
    fn interaction(&self, rng: &mut Rng, data: &Dataset, index: i64) -> Interaction {
        let day = day(self.today, index);
        let contact = self.people[if rng.permille(600) { 0 } else { rng.below(self.people.len()) }];
        let (channel, direction) = self.way(rng);
        let at = at(day, rng.range(8 * 12 + 6, 17 * 12 + 8) * 5);
        let (scene, rival, product) = self.scene(rng, data, contact, day);
        let silent = matches!(self.profile.trend, Trend::Silent | Trend::Closed) && index > self.profile.turn;
        let missed = channel == Channel::Phone && direction == Direction::Out && rng.permille(if silent { 380 } else { 110 });
        let mut draft =
            if missed { unanswered(rng, &scene) } else { self.answered(rng, &scene, (channel, direction), (index, day), (rival, product)) };
        let next_step = (rng.permille(if missed { 600 } else { 350 })).then(|| self.next_step(rng, &scene, at));
        if let Some(step) = next_step.as_ref().filter(|_| !missed) {
            draft.body.push_str(&rng.pick(talk::CLOSE).replace("{s}", &step.text));
        }
        let promise = (!missed && rng.permille(120)).then(|| self.promise(rng, &scene, at));
        Interaction {
            account: self.account,
            contact,
            user: if rng.permille(45) { MANAGER } else { self.owner },
            at,
            minutes: minutes(rng, channel, missed),
            channel,
            direction,
            two_way: !missed,
            purposes: draft.purposes,
            body: draft.body,
            outcome: match draft.outcome {
                Outcome::Informed if promise.is_some() => Outcome::Promised,
                outcome => outcome,
            },
            promise,
            next_step,
            visit: (channel == Channel::Visit).then_some(draft.visit),
        }
    }

    fn way(&self, rng: &mut Rng) -> (Channel, Direction) {
        let by_mail = matches!(self.channel, ChannelKind::GroupBuy | ChannelKind::Hotel);
        let channel = rng.weighted(&[
            (Channel::Visit, if self.channel == ChannelKind::Direct { 8 } else { 42 }),
            (Channel::Phone, 27),
            (Channel::Wechat, 25),
            (Channel::Email, if by_mail { 14 } else { 1 }),
            (Channel::Mobile, 2),
            (Channel::Fax, i64::from(by_mail)),
        ]);
        let inbound = channel != Channel::Visit && rng.permille(260);
        (channel, if inbound { Direction::In } else { Direction::Out })
    }

    /// The facts of a day, with the indices of the rival and the product they are about.
    fn scene(&self, rng: &mut Rng, data: &Dataset, contact: usize, day: NaiveDate) -> (Scene, usize, usize) {
        let rival = rng.below(data.rivals.len());
        let product = rng.pick(&self.profile.assortment[..3]);
        let other = rng.pick(&self.profile.assortment[3..]);
        let (festival, festival_days) = season::next_festival(day).unwrap_or(("", 0));
        let last = self.orders.iter().rev().find(|ordered| **ordered <= day);
        let scene = Scene {
            contact: data.contacts[contact].called.clone(),
            product: short(data.products[product].name),
            other_product: short(data.products[other].name),
            rival: data.rivals[rival].name,
            rival_yuan: rng.around(data.rivals[rival].price_fen, 12) / 100,
            unit: data.products[product].unit,
            stock: rng.range(0, (self.profile.basket_fen / 60_000).clamp(4, 90)),
            number: rng.range(2, 12),
            festival,
            festival_days,
            silent_days: last.map_or(0, |last| (day - *last).num_days()),
        };
        (scene, rival, product)
    }

    fn answered(
        &self,
        rng: &mut Rng,
        scene: &Scene,
        (channel, direction): (Channel, Direction),
        (index, day): (i64, NaiveDate),
        (rival, product): (usize, usize),
    ) -> Draft {
        let mut draft = Draft {
            body: scene.fill(rng.pick(opening(channel, direction))),
            purposes: Vec::new(),
            outcome: Outcome::Informed,
            visit: Visit::default(),
            sentences: 0,
        };
        if channel == Channel::Visit {
            on_the_spot(rng, &mut draft, scene, (rival, product));
        }
        if rng.permille(620) {
            draft.say(rng, scene, self.state(index, scene));
        }
        let ordered = self.orders.iter().any(|ordered| (0..=1).contains(&(*ordered - day).num_days()));
        self.business(rng, &mut draft, scene, ordered);
        if draft.sentences == 0 || (draft.sentences < 4 && rng.permille(170)) {
            draft.say(rng, scene, &talk::CARE);
        }
        draft
    }

    /// Orders, offers, trouble and money, the likeliest cause first.
    fn business(&self, rng: &mut Rng, draft: &mut Draft, scene: &Scene, ordered: bool) {
        if ordered {
            draft.say(rng, scene, &talk::ORDER);
            draft.outcome = Outcome::Ordered;
        } else if !scene.festival.is_empty() && rng.permille(330) {
            draft.say(rng, scene, &talk::FESTIVAL);
            draft.outcome = Outcome::Interested;
        } else if rng.permille(280) {
            draft.visit.pitch = Some(draft.say(rng, scene, &talk::PITCH));
            draft.outcome = rng.pick(&[Outcome::Interested, Outcome::Informed]);
        }
        if rng.permille(70) {
            draft.say(rng, scene, &talk::SERVICE);
            draft.outcome = Outcome::Problem;
        }
        if rng.permille(60) && self.channel != ChannelKind::Direct {
            draft.say(rng, scene, &talk::PAYMENT);
        }
    }

    /// What the customer's trend makes the note say.
    fn state(&self, index: i64, scene: &Scene) -> &'static Topic<'static> {
        let past = index - self.profile.turn;
        match self.profile.trend {
            Trend::Growing if index > DAYS / 3 => &talk::GROWING,
            Trend::Declining if past > 10 => &talk::DECLINING,
            Trend::Silent if past > 25 && scene.silent_days > 25 => &talk::SILENT,
            Trend::Closed if past > -50 => &talk::CLOSING,
            Trend::New => &talk::NEW,
            _ => &talk::STEADY,
        }
    }

    fn next_step(&self, rng: &mut Rng, scene: &Scene, at: NaiveDateTime) -> NextStep {
        let mut due = season::workday_from(at.date() + TimeDelta::days(rng.range(2, 14)));
        // Enough of the last two weeks falls due today to fill the morning.
        if (self.today - at.date()).num_days() <= 14 && rng.permille(120) {
            due = self.today;
        }
        let late = (self.today - due).num_days();
        let done = late > 0 && rng.permille(if late > 30 { 994 } else { 830 });
        NextStep { text: scene.fill(rng.pick(talk::NEXT)), due, done }
    }

    fn promise(&self, rng: &mut Rng, scene: &Scene, at: NaiveDateTime) -> Promise {
        let due = season::workday_from(at.date() + TimeDelta::days(rng.range(1, 10)));
        let late = (self.today - due).num_days();
        let forgotten = late <= 0 || (late < 15 && rng.permille(250));
        let kept = (!forgotten).then(|| rng.permille(880));
        Promise { text: scene.fill(rng.pick(talk::PROMISES)), due, kept }
    }
}

fn unanswered(rng: &mut Rng, scene: &Scene) -> Draft {
    Draft {
        body: scene.fill(rng.pick(talk::NO_ANSWER)),
        purposes: vec![rng.pick(&[Purpose::Care, Purpose::Information, Purpose::Deal])],
        outcome: Outcome::NoAnswer,
        visit: Visit::default(),
        sentences: 1,
    }
}

/// Help comes before any offer; then what is on the shelf, ours and the rivals'.
fn on_the_spot(rng: &mut Rng, draft: &mut Draft, scene: &Scene, (rival, product): (usize, usize)) {
    if rng.permille(450) {
        let (kind, sentence) = rng.pick(talk::HELP);
        let topic = Topic { purposes: &[Purpose::Service], sentences: &[sentence] };
        draft.say(rng, scene, &topic);
        draft.visit.help.push(Help { kind, minutes: rng.range(1, 6) * 5 });
    }
    if rng.permille(560) {
        draft.say(rng, scene, &talk::STOCK);
        draft.visit.stock.push(StockCount { product, cases: scene.stock });
    }
    if rng.permille(270) {
        draft.say(rng, scene, &talk::RIVAL);
        draft.visit.rival_prices.push(RivalPrice { rival, price_fen: scene.rival_yuan * 100 });
    }
}

fn opening(channel: Channel, direction: Direction) -> &'static [&'static str] {
    match (channel, direction) {
        (Channel::Visit, _) => talk::OPEN_VISIT,
        (Channel::Phone, Direction::Out) => talk::OPEN_PHONE,
        (Channel::Phone, Direction::In) => talk::OPEN_PHONE_IN,
        (Channel::Mobile, _) => talk::OPEN_SMS,
        (Channel::Wechat, Direction::Out) => talk::OPEN_WECHAT,
        (Channel::Wechat, Direction::In) => talk::OPEN_WECHAT_IN,
        (Channel::Email | Channel::Fax, _) => talk::OPEN_MAIL,
    }
}

fn minutes(rng: &mut Rng, channel: Channel, missed: bool) -> i64 {
    match channel {
        _ if missed => 1,
        Channel::Visit => rng.range(3, 16) * 5,
        Channel::Phone => rng.range(2, 14),
        Channel::Wechat | Channel::Mobile => rng.range(1, 8),
        Channel::Email | Channel::Fax => rng.range(4, 15),
    }
}

/// The product as spoken: without strength and size.
fn short(name: &'static str) -> &'static str {
    name.split(' ').next().unwrap_or(name)
}
