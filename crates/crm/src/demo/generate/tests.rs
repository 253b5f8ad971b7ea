//! Tests that the year is believable and points nowhere it should not.

use std::collections::HashSet;

use chrono::Datelike as _;

use super::*;
use crate::demo::season;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Years that begin in every season, one outside the table of festivals.
fn years() -> Vec<(Dataset, NaiveDate)> {
    let days = [date(2026, 11, 22), date(2026, 2, 20), date(2025, 6, 30), date(2041, 9, 1)];
    days.into_iter().zip(1..).map(|(day, seed)| (generate(seed, day), day)).collect()
}

fn near(count: usize, target: usize, percent: usize) -> bool {
    count.abs_diff(target) * 100 <= target * percent
}

#[test]
fn counts_are_near_the_targets() {
    for (data, _) in years() {
        assert_eq!((data.teams.len(), data.users.len()), (2, 6));
        assert_eq!((data.accounts.len(), data.contacts.len()), (400, 900));
        assert!(near(data.orders.len(), 12_000, 3), "{} orders", data.orders.len());
        assert!(near(data.interactions.len(), 9_000, 3), "{}", data.interactions.len());
        assert!((500..1500).contains(&data.tasks.len()), "{} tasks", data.tasks.len());
        assert!((50..300).contains(&data.comments.len()), "{} comments", data.comments.len());
        assert_eq!(data.scorings.len(), 30);
        let corrections = data.orders.iter().filter(|o| o.kind != OrderKind::Sale).count();
        assert!((15..=35).contains(&(corrections * 1000 / data.orders.len())), "{corrections}");
        for kind in ChannelKind::ALL {
            assert!(data.accounts.iter().any(|account| account.channel == *kind));
        }
        for kind in RelationKind::ALL {
            assert!(data.relations.iter().any(|relation| relation.kind == *kind));
        }
        for role in ContactRole::ALL {
            assert!(data.account_contacts.iter().any(|link| link.roles.contains(role)));
        }
        let silent = |t| [Trend::Silent, Trend::Declining].contains(&t);
        let fading = data.accounts.iter().filter(|account| silent(account.trend)).count();
        assert_eq!(fading, 48);
    }
}

#[test]
fn the_same_seed_gives_the_same_data() {
    let today = date(2026, 11, 22);
    assert!(generate(9, today) == generate(9, today));
    assert!(generate(9, today) != generate(10, today));
}

#[test]
fn nothing_has_happened_yet_today() {
    for (data, today) in years() {
        let first = day(today, 0);
        let past = |at: NaiveDateTime| at.date() < today && at.date() >= first;
        assert!(data.orders.iter().all(|order| past(order.at)));
        assert!(data.interactions.iter().all(|interaction| past(interaction.at)));
        assert!(data.comments.iter().all(|comment| past(comment.at)));
        assert!(data.accounts.iter().all(|account| account.first_cooperation < today));
        assert!(data.accounts.iter().all(|account| account.closed_on.is_none_or(|day| day < today)));
        for task in &data.tasks {
            assert!(past(task.created_at) && task.due >= task.created_at.date());
            assert!(task.done_at.is_none_or(|done| past(done) && done >= task.created_at), "{task:?}");
        }
        for promise in data.interactions.iter().filter_map(|i| i.promise.as_ref()) {
            assert!(promise.kept.is_none() || promise.due < today);
        }
    }
}

#[test]
fn every_index_is_valid() {
    for (data, _) in years() {
        let (accounts, contacts) = (data.accounts.len(), data.contacts.len());
        let (users, products) = (data.users.len(), data.products.len());
        assert!(data.users.iter().all(|u| u.team.is_none_or(|team| team < data.teams.len())));
        assert!(data.accounts.iter().all(|a| SALESPEOPLE.contains(&a.owner)));
        assert!(data.relations.iter().all(|r| r.from < accounts && r.to < accounts && r.from != r.to));
        let links: HashSet<_> = data.account_contacts.iter().map(|l| (l.account, l.contact)).collect();
        assert_eq!(links.len(), data.account_contacts.len());
        assert!(links.iter().all(|(account, contact)| *account < accounts && *contact < contacts));
        for account in 0..accounts {
            let primary = data.account_contacts.iter().filter(|l| l.account == account && l.primary);
            assert_eq!(primary.count(), 1);
        }
        for order in &data.orders {
            assert!(order.user < users && links.contains(&(order.account, order.contact)));
            assert!(order.lines.iter().all(|line| line.product < products));
        }
        for interaction in &data.interactions {
            assert!(interaction.user < users);
            assert!(links.contains(&(interaction.account, interaction.contact)));
            if let Some(visit) = &interaction.visit {
                assert!(visit.stock.iter().all(|stock| stock.product < products));
                assert!(visit.rival_prices.iter().all(|seen| seen.rival < data.rivals.len()));
            }
        }
        for task in &data.tasks {
            assert!(task.account < accounts && task.assignee < users);
            assert!(task.contact.is_none_or(|contact| links.contains(&(task.account, contact))));
            assert!(task.interaction.is_none_or(|index| index < data.interactions.len()));
        }
        for comment in &data.comments {
            let (index, len) = match comment.about {
                Subject::Account(index) => (index, accounts),
                Subject::Order(index) => (index, data.orders.len()),
                Subject::Interaction(index) => (index, data.interactions.len()),
            };
            assert!(index < len && comment.author < users);
        }
        for said in &data.scorings {
            assert!(said.account < accounts && said.author < users && !said.rivals.is_empty());
            assert!(said.rivals.iter().all(|scored| scored.rival < data.rivals.len()));
        }
    }
}

#[test]
fn the_shop_of_the_guide_is_there_once() {
    for (data, _) in years() {
        let shops: Vec<_> = data.accounts.iter().filter(|account| account.name == "金源烟酒店").collect();
        assert_eq!(shops.len(), 1);
        assert_eq!(shops[0].channel, ChannelKind::TobaccoLiquorShop);
    }
}

#[test]
fn identifiers_are_valid_in_form_and_unique() {
    fn unique<'a>(values: impl Iterator<Item = &'a str>) -> bool {
        let mut seen = HashSet::new();
        values.into_iter().all(|value| seen.insert(value))
    }
    let email = |address: &str| {
        let login = address.strip_suffix("@example.com").unwrap_or("");
        !login.is_empty() && login.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
    };
    let mobile = |number: &str| number.len() == 11 && number.starts_with("154") && number.bytes().all(|b| b.is_ascii_digit());
    let land_line = |number: &str| number.split_once('-').is_some_and(|(area, local)| area.starts_with("05") && local.len() == 8);
    for (data, _) in years() {
        assert!(data.users.iter().all(|user| email(user.email)));
        assert!(data.contacts.iter().all(|c| mobile(&c.mobile) && c.email.as_deref().is_none_or(email)));
        assert!(data.accounts.iter().all(|a| mobile(&a.phone) || land_line(&a.phone)));
        for code in data.accounts.iter().filter_map(|account| account.credit_code.as_deref()) {
            assert_eq!(code.len(), 18);
            assert!(code.ends_with(numbers::credit_check(code)), "{code}");
        }
        assert!(unique(data.accounts.iter().map(|a| a.name.as_str())));
        assert!(unique(data.accounts.iter().filter_map(|a| a.credit_code.as_deref())));
        assert!(unique(data.contacts.iter().map(|c| c.mobile.as_str())));
        assert!(unique(data.orders.iter().map(|o| o.number.as_str())));
        let birthdays = data.contacts.iter().filter_map(|contact| contact.birthday);
        assert!(birthdays.into_iter().all(|b| (1..=12).contains(&b.month) && (1..=28).contains(&b.day)));
    }
}

#[test]
fn money_adds_up_and_has_a_heavy_tail() {
    for (data, _) in years() {
        let mut sales = vec![0; data.accounts.len()];
        for order in &data.orders {
            let sale = order.kind == OrderKind::Sale;
            assert!((1..=6).contains(&order.lines.len()));
            for line in &order.lines {
                assert_eq!(line.amount_fen, line.quantity * line.price_fen);
                assert!(line.price_fen > 0 && (line.quantity > 0) == sale);
            }
            assert_eq!(order.total_fen, order.lines.iter().map(|line| line.amount_fen).sum::<i64>());
            assert_eq!(order.against.is_none(), sale);
            if let Some(original) = order.against.map(|index| &data.orders[index]) {
                assert!(original.kind == OrderKind::Sale && original.account == order.account);
                assert!(original.at < order.at && order.total_fen.abs() <= original.total_fen);
            }
            sales[order.account] += order.total_fen;
        }
        assert!(sales.iter().filter(|sum| **sum > 0).count() > 390);
        let total: i64 = sales.iter().sum();
        sales.sort_unstable_by_key(|sum| -sum);
        let top = sales[..80].iter().sum::<i64>() * 100 / total;
        assert!((60..=85).contains(&top), "the top fifth has {top} %");
        assert!(sales[0] * 100 / total < 25, "one customer has a quarter");
    }
}

#[test]
fn festivals_are_seen_in_the_sales() {
    let mut seen = 0;
    for (data, today) in years() {
        let sold = |from: NaiveDate, days: i64| -> i64 {
            let span = from..from + TimeDelta::days(days);
            data.orders.iter().filter(|o| span.contains(&o.at.date())).map(|o| o.total_fen).sum()
        };
        let years = [today.year() - 1, today.year()];
        for festival in years.map(season::spring_festival) {
            let before = festival - TimeDelta::days(30);
            if before >= day(today, 0) && festival + TimeDelta::days(30) <= today {
                seen += 1;
                assert!(sold(before, 30) * 2 >= 3 * sold(festival, 30));
            }
        }
        for festival in years.map(season::mid_autumn) {
            let before = festival - TimeDelta::days(21);
            if before >= day(today, 0) && festival + TimeDelta::days(21) <= today {
                seen += 1;
                assert!(sold(before, 21) * 10 >= 13 * sold(festival, 21));
            }
        }
    }
    assert!(seen >= 5, "{seen}");
}

#[test]
fn trends_are_seen_in_the_orders() {
    for (data, today) in years() {
        for (index, account) in data.accounts.iter().enumerate() {
            let sales = data.orders.iter().filter(|o| o.account == index && o.kind == OrderKind::Sale);
            let days: Vec<NaiveDate> = sales.map(|order| order.at.date()).collect();
            match account.trend {
                Trend::New => assert!(days[0] >= day(today, DAYS - 90)),
                Trend::Silent => assert!(days.iter().all(|d| *d < day(today, DAYS - 58))),
                Trend::Closed => assert!(days.iter().all(|d| Some(*d) <= account.closed_on)),
                _ => {}
            }
        }
    }
}

#[test]
fn notes_are_varied_and_complete() {
    for (data, _) in years() {
        let bodies: HashSet<_> = data.interactions.iter().map(|i| i.body.as_str()).collect();
        assert!(bodies.len() * 10 > data.interactions.len() * 9, "{}", bodies.len());
        for interaction in &data.interactions {
            assert!(!interaction.body.is_empty() && !interaction.body.contains(['{', '}']));
            let purposes: HashSet<_> = interaction.purposes.iter().collect();
            assert!((1..=5).contains(&purposes.len()) && purposes.len() == interaction.purposes.len());
            assert_eq!(interaction.visit.is_some(), interaction.channel == Channel::Visit);
            assert!(interaction.minutes > 0);
        }
        let promises = data.interactions.iter().filter_map(|i| i.promise.as_ref());
        assert!(promises.into_iter().all(|promise| !promise.text.contains('{')));
        assert!(data.tasks.iter().all(|task| !task.title.contains('{')));
    }
}

#[test]
fn every_salesperson_has_work_now() {
    for (data, today) in years() {
        for user in SALESPEOPLE {
            let open = |from: i64, until: i64| {
                let span = today + TimeDelta::days(from)..=today + TimeDelta::days(until);
                let mine = data.tasks.iter().filter(|t| t.assignee == user && t.done_at.is_none());
                mine.filter(|task| span.contains(&task.due)).count()
            };
            assert!(open(-30, -1) >= 2 && open(0, 0) >= 2 && open(1, 6) >= 3);
            assert!(open(-400, -1) <= 45, "{} overdue", open(-400, -1));
        }
    }
}
