//! What is foreseen of products and of families.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("it is a day")
}

fn bought(product: &str, on: NaiveDate, quantity: i64) -> Bought {
    Bought { product: product.to_owned(), ordered_on: on, quantity, net_minor: quantity * 10_000 }
}

/// As somebody sees it who may not see products.
fn by_product(bought: &[Bought], today: NaiveDate, settings: &Settings) -> Result<Demand> {
    demand(bought, None, None, today, "CNY", settings)
}

fn families(of: &[(&str, &str)]) -> BTreeMap<String, String> {
    of.iter().map(|(product, family)| ((*product).to_owned(), (*family).to_owned())).collect()
}

/// Ten bottles in the middle of every lunar month, and sixty in the one before Spring Festival, for three years.
fn festive(today: NaiveDate) -> Vec<Bought> {
    let spring = [day("2024-02-10"), day("2025-01-29"), day("2026-02-17")];
    rules::lunar_months(today - Days::new(1100), today - Days::new(20))
        .iter()
        .map(|month| bought("金源特酿", month.from + Days::new(10), if spring.contains(&month.until) { 60 } else { 10 }))
        .collect()
}

#[test]
fn the_month_before_spring_festival_is_foreseen_wherever_the_festival_stands() {
    let today = day("2026-11-29");
    let told = by_product(&festive(today), today, &Settings::defaults()).expect("it is told");
    let product = &told.products[0].need;
    assert_eq!((product.method, told.others), ("smoothing", 0));
    // In 2027 it is on 6 February: January holds most of the month before it.
    let of = |month: &str| product.future.iter().find(|each| each.month == month).expect("the month is told").quantity;
    assert!(of("2027-01") > 35 && of("2027-01") < 65, "{:?}", product.future);
    assert!((of("2027-05") - 10).abs() <= 4, "{:?}", product.future);
    let sum: i64 = product.future.iter().map(|month| month.quantity).sum();
    assert!((sum - product.next).abs() <= 7, "months add up but for rounding: {sum} {}", product.next);
    assert_eq!(product.next_net.minor, product.next * 10_000);
    assert_eq!((product.past.len(), product.past[23].month.as_str()), (24, "2026-11"));
}

#[test]
fn products_stand_by_their_sales_and_the_rest_is_counted() {
    let today = day("2026-11-29");
    let few = Settings { demand_products: 1, ..Settings::defaults() };
    let both = [bought("小", day("2026-10-01"), 1), bought("大", day("2026-10-01"), 5)];
    let told = by_product(&both, today, &few).expect("it is told");
    assert_eq!((told.products[0].product.as_str(), told.others), ("大", 1));
    assert_eq!(by_product(&[], today, &few).expect("it is told").products.len(), 0);
}

#[test]
fn what_was_only_given_back_or_bought_today_expects_nothing_and_does_not_fail() {
    let today = day("2026-11-29");
    for (on, quantity) in [("2026-11-29", 5), ("2026-09-01", -5), ("2022-11-30", 5)] {
        let told = by_product(&[bought("金源", day(on), quantity)], today, &Settings::defaults()).expect("it is told");
        let product = &told.products[0].need;
        assert!(product.next >= 0 && product.next_net.minor >= 0, "{on}: {product:?}");
    }
}

#[test]
fn a_family_needs_what_its_products_need_together_and_the_rest_stands_without_a_family() {
    let today = day("2026-11-29");
    let mut all = festive(today);
    let others =
        all.iter()
            .map(|each| Bought { product: "金源陈酿".to_owned(), quantity: 5, net_minor: 100_000, ..bought("", each.ordered_on, 0) });
    all.extend(others.collect::<Vec<_>>());
    all.push(bought("散装", day("2026-10-01"), 3));
    let of = families(&[("金源特酿", "酱香型"), ("金源陈酿", "酱香型")]);
    let told = demand(&all, Some(&of), None, today, "CNY", &Settings::defaults()).expect("it is told");
    let told_families = told.families.expect("products may be seen");
    let names: Vec<(Option<&str>, usize)> = told_families.iter().map(|each| (each.family.as_deref(), each.products)).collect();
    assert_eq!(names, [(Some("酱香型"), 2), (None, 1)]);
    let [fragrant, loose] = [&told_families[0].need, &told_families[1].need];
    let of_products: i64 = told.products.iter().filter(|each| each.product != "散装").map(|each| each.need.quantity_12m).sum();
    assert_eq!((fragrant.quantity_12m, loose.quantity_12m), (of_products, 3));
    assert_eq!((fragrant.method, loose.method), ("smoothing", "too_short"));
    // In 2027 Spring Festival is on 6 February, as for its products.
    let january = fragrant.future.iter().find(|each| each.month == "2027-01").expect("the month is told").quantity;
    let may = fragrant.future.iter().find(|each| each.month == "2027-05").expect("the month is told").quantity;
    assert!(january > 40 && (may - 15).abs() <= 6, "{:?}", fragrant.future);
    let opened = |family: &str| {
        let told = demand(&all, Some(&of), Some(family), today, "CNY", &Settings::defaults()).expect("it is told");
        told.products.into_iter().map(|each| each.product).collect::<Vec<_>>()
    };
    assert_eq!(
        (opened("酱香型"), opened(""), opened("啤酒")),
        (vec!["金源特酿".to_owned(), "金源陈酿".to_owned()], vec!["散装".to_owned()], vec![])
    );
}

proptest! {
    #[test]
    fn what_families_have_bought_is_what_their_products_have_bought(
        lines in prop::collection::vec((0_usize..6, 0_u64..1400, -20_i64..60), 0..40),
        placed in prop::collection::vec(0_usize..4, 6),
    ) {
        let today = day("2026-11-29");
        let all: Vec<Bought> = lines.iter().map(|(product, ago, n)| bought(&format!("酒{product}"), today - Days::new(*ago), *n)).collect();
        // A fourth of the products has no family.
        let of = placed.iter().enumerate().filter(|(_, family)| **family > 0).map(|(n, family)| (format!("酒{n}"), format!("类{family}")));
        let settings = Settings { demand_products: usize::MAX, ..Settings::defaults() };
        let told = demand(&all, Some(&of.collect()), None, today, "CNY", &settings).expect("it is told");
        let families = told.families.expect("products may be seen");
        let past = |needs: Vec<&Need>| -> (Vec<i64>, i64, i64) {
            let months = (0..24).map(|month| needs.iter().map(|need| need.past[month].quantity).sum()).collect();
            (months, needs.iter().map(|need| need.quantity_12m).sum(), needs.iter().map(|need| need.net_12m.minor).sum())
        };
        let by_product = past(told.products.iter().map(|each| &each.need).collect());
        let by_family = past(families.iter().map(|each| &each.need).collect());
        prop_assert_eq!(by_product, by_family);
        prop_assert_eq!(families.iter().map(|each| each.products).sum::<usize>(), told.products.len());
    }
}
