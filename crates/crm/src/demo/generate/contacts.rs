//! The people at the demo's customers, and a few consumers at none.

use super::accounts::Profile;
use super::rng::Rng;
use super::{AccountContact, Birthday, CONTACTS, ChannelKind, Contact, ContactRole, Dataset, Gender, numbers};
use crate::demo::names::{self, Person};

/// Contacts who only buy for themselves.
const CONSUMERS: usize = 60;
/// People who sit at a second customer too.
const SHARED: usize = 34;
/// More people than this nobody keeps up with.
const MOST_AT_ONE: usize = 7;

const REMARKS: &[&str] = &[
    "",
    "",
    "",
    "",
    "",
    "",
    "爱喝茶，不抽烟。",
    "孩子明年中考。",
    "老家庐江，喜欢聊钓鱼。",
    "微信回得快，电话常不接。",
    "午休别打电话。",
    "讲究，送货单要手写签字。",
    "原来在别的酒厂做过业务。",
    "腰不好，搬货时搭把手。",
];

/// Adds the contacts and their places at the accounts.
pub(super) fn add(data: &mut Dataset, profiles: &[Profile], seed: u64) {
    let mut rng = Rng::part(seed, 2);
    for (account, people) in head_counts(&mut rng, profiles).into_iter().enumerate() {
        for nth in 0..people {
            let roles = roles(&mut rng, data.accounts[account].channel, nth, people);
            let contact = push_contact(data, &mut rng, &roles);
            if nth == 0 && data.accounts[account].channel == ChannelKind::Direct {
                data.accounts[account].name = own_name(data, contact);
            }
            data.account_contacts.push(AccountContact { account, contact, roles, primary: nth == 0 });
        }
    }
    share(data, &mut rng);
    while data.contacts.len() < CONTACTS {
        push_contact(data, &mut rng, &[]);
    }
}

/// A private buyer is booked under its own name, namesakes with the end of their number.
fn own_name(data: &Dataset, contact: usize) -> String {
    let Contact { name, mobile, .. } = &data.contacts[contact];
    if data.accounts.iter().any(|account| account.name == *name) {
        return format!("{name}(尾号{})", &mobile[7..]);
    }
    name.clone()
}

/// One person for every account, the others where the sales are.
fn head_counts(rng: &mut Rng, profiles: &[Profile]) -> Vec<usize> {
    let mut counts = vec![1; profiles.len()];
    let capped = |profile: &Profile| (profile.weight() / 40).clamp(4, 40);
    let weights: Vec<(usize, i64)> = profiles.iter().enumerate().map(|(index, profile)| (index, capped(profile))).collect();
    let mut left = CONTACTS.saturating_sub(CONSUMERS + counts.len());
    while left > 0 {
        let account = rng.weighted(&weights);
        if counts[account] < MOST_AT_ONE {
            counts[account] += 1;
            left -= 1;
        }
    }
    counts
}

fn roles(rng: &mut Rng, channel: ChannelKind, nth: usize, people: usize) -> Vec<ContactRole> {
    use ContactRole as R;
    let owner_run =
        matches!(channel, ChannelKind::TobaccoLiquorShop | ChannelKind::Catering | ChannelKind::SubDealer | ChannelKind::Direct);
    match nth {
        0 if channel == ChannelKind::Direct => vec![R::User, R::Payer, R::DecisionMaker],
        0 if people == 1 && owner_run => vec![R::Boss, R::Buyer, R::Payer, R::DecisionMaker],
        0 if owner_run => vec![R::Boss, R::DecisionMaker],
        0 => vec![R::Buyer],
        1 if owner_run => vec![R::Buyer],
        1 => vec![R::DecisionMaker, R::Boss],
        2 => vec![R::Finance, R::Payer],
        _ => vec![rng.pick(&[R::Warehouse, R::Gatekeeper, R::Influencer, R::User])],
    }
}

fn push_contact(data: &mut Dataset, rng: &mut Rng, roles: &[ContactRole]) -> usize {
    let index = data.contacts.len();
    let person = names::person(rng);
    let mobile = numbers::mobile(index);
    let login = format!("{}{:04}", person.surname.1, index + 100);
    let wechat = rng.permille(820).then(|| if rng.permille(500) { mobile.clone() } else { format!("wx_{login}") });
    data.contacts.push(Contact {
        called: called(rng, &person, roles),
        gender: person.gender,
        mobile,
        wechat,
        email: rng.permille(220).then(|| format!("{login}@example.com")),
        birthday: rng.permille(640).then(|| birthday(rng)),
        remark: rng.pick(REMARKS),
        name: person.name,
    });
    index
}

fn called(rng: &mut Rng, person: &Person, roles: &[ContactRole]) -> String {
    let surname = person.surname.0;
    let man = person.gender == Gender::Male;
    match roles.first() {
        Some(ContactRole::Boss) if man => format!("{surname}{}", rng.pick(&["老板", "老板", "总"])),
        Some(ContactRole::Boss) => format!("{surname}{}", rng.pick(&["老板", "姐", "总"])),
        Some(ContactRole::Buyer | ContactRole::Influencer) => format!("{surname}经理"),
        Some(ContactRole::DecisionMaker) => format!("{surname}总"),
        Some(ContactRole::Finance) => format!("{surname}会计"),
        Some(ContactRole::Warehouse) => format!("{surname}师傅"),
        _ if man => format!("{surname}{}", rng.pick(&["哥", "先生"])),
        _ => format!("{surname}{}", rng.pick(&["姐", "女士"])),
    }
}

fn birthday(rng: &mut Rng) -> Birthday {
    let lunar = rng.permille(450);
    let small = |value: i64| u32::try_from(value).unwrap_or(1);
    Birthday {
        lunar,
        year: i32::try_from(rng.range(1958, 2000)).unwrap_or(1980),
        month: small(rng.range(1, 12)),
        // Every month of either calendar has 28 days; leap days would only trip the reader.
        day: small(rng.range(1, 28)),
    }
}

/// Some people sit at two customers: a boss with two shops, an accountant of several.
fn share(data: &mut Dataset, rng: &mut Rng) {
    let links = data.account_contacts.len();
    for _ in 0..SHARED {
        let known = data.account_contacts[rng.below(links)].clone();
        let account = rng.below(data.accounts.len());
        let there = data.account_contacts.iter().any(|link| link.contact == known.contact && link.account == account);
        if !there {
            data.account_contacts.push(AccountContact { account, primary: false, ..known });
        }
    }
}

/// The contacts of every account, the primary one first.
pub(super) fn by_account(data: &Dataset) -> Vec<Vec<usize>> {
    let mut people = vec![Vec::new(); data.accounts.len()];
    for link in &data.account_contacts {
        let place = if link.primary { 0 } else { people[link.account].len() };
        people[link.account].insert(place, link.contact);
    }
    people
}
