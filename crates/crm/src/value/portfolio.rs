//! F13: the portfolio of active accounts, in bins along two axes: reckoned for everybody by the run, so that the page of a
//! million accounts reads two rows.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    api::{AccountView, ViewMeasure},
    classes::{Classes, Cuts, Seen},
    parameters::Settings,
    rules::{Bcg, Means, Pyramid, Scale, Views, bin, edges, with_cut},
    tables::account_value,
    thinned::Thinned,
};

/// At most so many bins along an axis, the cut not counted.
const BINS: usize = 24;

/// A measure along which accounts are laid out: a field of the account list.
pub(super) struct Axis {
    /// The field.
    pub(super) key: &'static str,
    scale: Scale,
    of: fn(&Seen) -> Option<i64>,
    /// Where high begins, where something says so.
    cut: fn(&Means, &Settings) -> Option<i64>,
}

/// All of them.
pub(super) const AXES: [Axis; 13] = [
    axis("customer_value", Scale::Money, |seen| Some(seen.value), |_, _| None),
    axis("net_sales_12m", Scale::Money, |seen| Some(seen.net_sales), |means, _| Some(means.sales)),
    axis("contribution_12m", Scale::Money, |seen| Some(seen.contribution), |means, _| Some(means.contribution)),
    axis("service_12m", Scale::Money, |seen| Some(seen.service), |means, _| Some(means.service)),
    axis("forecast", Scale::Money, |seen| Some(seen.forecast), |means, _| Some(means.forecast)),
    axis("lifetime_value", Scale::Money, |seen| Some(seen.lifetime), |means, _| Some(means.lifetime)),
    axis("service_ratio", Scale::Even, |seen| seen.service_bp, |means, _| means.service_bp),
    axis("price_index", Scale::Even, |seen| seen.price_bp.map(i64::from), |means, _| means.price_bp),
    axis("growth", Scale::Even, |seen| seen.growth, |_, settings| Some(settings.bounds.growth_bp)),
    axis("alive", Scale::Even, |seen| seen.alive_bp.map(i64::from), |_, settings| Some(settings.bounds.alive_bp)),
    axis("promotion_share", Scale::Even, |seen| seen.promotion_bp.map(i64::from), |_, _| None),
    axis("orders_12m", Scale::Even, |seen| Some(seen.orders), |_, _| None),
    axis("delivered_lead", Scale::Even, |seen| seen.lead.map(i64::from), |_, _| Some(0)),
];

const fn axis(key: &'static str, scale: Scale, of: fn(&Seen) -> Option<i64>, cut: fn(&Means, &Settings) -> Option<i64>) -> Axis {
    Axis { key, scale, of, cut }
}

/// A way to look at the portfolio: two axes, a third that sizes the dots, and the fields whose classes it shows.
pub(super) struct View {
    /// Its name.
    pub(super) key: &'static str,
    /// From left to right.
    pub(super) x: &'static str,
    /// From the bottom up.
    pub(super) y: &'static str,
    /// How large a dot is.
    pub(super) size: &'static str,
    /// One field of classes, or two that are crossed.
    pub(super) classes: &'static [&'static str],
}

/// All of them.
pub(super) const VIEWS: &[View] = &[
    View { key: "shapiro", x: "service_ratio", y: "price_index", size: "contribution_12m", classes: &["shapiro"] },
    View { key: "cube", x: "service_ratio", y: "price_index", size: "lifetime_value", classes: &["shapiro", "relation_value"] },
    View { key: "fiocca", x: "service_12m", y: "forecast", size: "contribution_12m", classes: &["fiocca"] },
    View { key: "fiocca_key", x: "growth", y: "alive", size: "forecast", classes: &["fiocca_key"] },
    View { key: "campbell", x: "growth", y: "net_sales_12m", size: "contribution_12m", classes: &["campbell"] },
    View { key: "reinartz", x: "alive", y: "contribution_12m", size: "lifetime_value", classes: &["reinartz"] },
    View { key: "angles", x: "service_12m", y: "lifetime_value", size: "contribution_12m", classes: &["angles"] },
    // A5, the other way to see it: now and later, in money and in what is not money.
    View { key: "potential", x: "contribution_12m", y: "lifetime_value", size: "delivered_lead", classes: &[] },
    View { key: "bcg", x: "growth", y: "contribution_12m", size: "net_sales_12m", classes: &["bcg"] },
    View { key: "pyramid", x: "contribution_12m", y: "customer_value", size: "net_sales_12m", classes: &["pyramid"] },
];

/// What everybody together looks like.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Portfolio {
    /// Active accounts.
    pub(super) accounts: i64,
    /// What they bring together, in minor units.
    pub(super) contribution: i64,
    /// By the key of the axis.
    pub(super) axes: BTreeMap<String, Bins>,
    /// The groups of each view, by its key.
    pub(super) groups: BTreeMap<String, Vec<Group>>,
}

/// The bins of an axis.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Bins {
    /// A number lies in bin n when n edges are not above it.
    pub(super) edges: Vec<i64>,
    /// Where high begins; it is one of the edges.
    pub(super) cut: Option<i64>,
}

/// The accounts of some classes: these classes, how many accounts, what they bring in minor units.
pub(super) type Group = (Vec<String>, i64, i64);
/// The accounts in a bin of either axis, or without a number there: how many, and what they bring in minor units.
pub(super) type Cell = (Option<u8>, Option<u8>, i64, i64);

/// The accounts in whom a filter is counted when all of them would take too long.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Sample {
    /// Those who bring or cost most: all of them are counted, for a few of them have much of the whole.
    pub(super) largest: Vec<Uuid>,
    /// Some of the others; none where there are so few accounts that all are counted.
    pub(super) drawn: Vec<Uuid>,
    /// How many others there are.
    pub(super) others: i64,
}

/// Of the accounts that are counted at most, one in so many is among the largest, and at most one in so many drawn from the
/// others.
const LARGEST: usize = 20;
const DRAWN: usize = 5;
/// Of those drawn, one in so many is enough to tell of all others how many they are: at the default some five hundred or more,
/// whose number is right to a twentieth.
const ENOUGH: usize = 20;

impl Sample {
    /// Of the active accounts, where they are more than are counted.
    pub(super) fn of(all: &[Seen], counted_most: usize) -> Self {
        let size = |seen: &Seen| (seen.contribution.unsigned_abs(), seen.id);
        let mut active: Vec<(u64, Uuid)> = all.iter().filter(|seen| seen.is_active).map(size).collect();
        if active.len() <= counted_most {
            return Self::default();
        }
        active.select_nth_unstable_by(counted_most / LARGEST, |one, other| other.cmp(one));
        let (largest, others) = active.split_at(counted_most / LARGEST);
        let mut drawn = Thinned::new(counted_most / DRAWN);
        for (_, id) in others {
            drawn.keep(*id, *id);
        }
        Self {
            largest: largest.iter().map(|(_, id)| *id).collect(),
            drawn: drawn.kept().copied().collect(),
            others: i64::try_from(others.len()).unwrap_or(i64::MAX),
        }
    }

    /// Whether so many of those drawn tell how many of all others they stand for.
    pub(super) fn is_told_by(&self, found: i64) -> bool {
        usize::try_from(found).is_ok_and(|found| found > 0 && found >= self.drawn.len() / ENOUGH)
    }

    /// How many of all others, or how much of theirs, so many of those drawn stand for.
    pub(super) fn of_others(&self, found: i64) -> i64 {
        let drawn = i128::try_from(self.drawn.len().max(1)).unwrap_or(1);
        let (whole, half) = (i128::from(found) * i128::from(self.others), drawn / 2 * i128::from(found.signum()));
        i64::try_from((whole + half) / drawn).unwrap_or(if found < 0 { i64::MIN } else { i64::MAX })
    }
}

/// Where the cells of two axes stand among the reports; the axes in the order of [`AXES`].
pub(super) fn pair_name(x: &str, y: &str) -> String {
    format!("portfolio:{x}:{y}")
}

/// Room for the bins of an axis, and for those without a number along it, who have the last place.
const PLACES: usize = BINS + 3;
const NOWHERE: usize = PLACES - 1;

/// Everybody's portfolio, with the cells of each two axes by the name of the pair.
pub(super) fn portfolio(all: &[Seen], cuts: &Cuts, settings: &Settings) -> (Portfolio, Vec<(String, Vec<Cell>)>) {
    let active = || all.iter().filter(|seen| seen.is_active);
    let axes: Vec<Bins> = AXES.iter().map(|axis| bins(axis, active(), &cuts.means, settings)).collect();
    let place = |seen: &Seen| {
        std::array::from_fn(|n| {
            let at = (AXES[n].of)(seen).map_or(NOWHERE, |number| bin(number, &axes[n].edges));
            u8::try_from(at).unwrap_or(u8::MAX)
        })
    };
    let placed: Vec<([u8; AXES.len()], i64)> = active().map(|seen| (place(seen), seen.contribution)).collect();
    let pairs = (0..AXES.len()).flat_map(|x| (x + 1..AXES.len()).map(move |y| (x, y)));
    let cells = pairs.map(|(x, y)| (pair_name(AXES[x].key, AXES[y].key), cells(&placed, x, y))).collect();
    let whole = Portfolio {
        accounts: i64::try_from(placed.len()).unwrap_or(i64::MAX),
        contribution: placed.iter().fold(0, |sum, (_, contribution)| sum.saturating_add(*contribution)),
        axes: AXES.iter().map(|axis| axis.key.to_owned()).zip(axes).collect(),
        groups: groups(active(), cuts),
    };
    (whole, cells)
}

fn bins<'a>(axis: &Axis, active: impl Iterator<Item = &'a Seen>, means: &Means, settings: &Settings) -> Bins {
    let mut numbers: Vec<i64> = active.filter_map(axis.of).collect();
    numbers.sort_unstable();
    let cut = (axis.cut)(means, settings);
    Bins { edges: with_cut(edges(&numbers, axis.scale, BINS), cut), cut }
}

fn cells(placed: &[([u8; AXES.len()], i64)], x: usize, y: usize) -> Vec<Cell> {
    let mut found = vec![(0_i64, 0_i64); PLACES * PLACES];
    for (place, contribution) in placed {
        let (accounts, sum) = &mut found[usize::from(place[x]) * PLACES + usize::from(place[y])];
        (*accounts, *sum) = (*accounts + 1, sum.saturating_add(*contribution));
    }
    let somewhere = |at: usize| (at != NOWHERE).then(|| u8::try_from(at).unwrap_or(u8::MAX));
    let filled = found.into_iter().enumerate().filter(|(_, (accounts, _))| *accounts > 0);
    filled.map(|(at, (accounts, sum))| (somewhere(at / PLACES), somewhere(at % PLACES), accounts, sum)).collect()
}

fn groups<'a>(active: impl Iterator<Item = &'a Seen>, cuts: &Cuts) -> BTreeMap<String, Vec<Group>> {
    // A million accounts are in a few hundred combinations of classes.
    let mut alike: HashMap<Combination, (i64, i64)> = HashMap::new();
    for seen in active {
        let Classes { views, bcg, pyramid, .. } = cuts.classes(seen);
        let (accounts, sum) = alike.entry((views, bcg, pyramid)).or_default();
        (*accounts, *sum) = (*accounts + 1, sum.saturating_add(seen.contribution));
    }
    let mut found: BTreeMap<&str, BTreeMap<Vec<&str>, (i64, i64)>> = BTreeMap::new();
    for (combination, (more, contribution)) in alike {
        for view in VIEWS.iter().filter(|view| !view.classes.is_empty()) {
            let of = view.classes.iter().map(|field| class(&combination, field)).collect();
            let (accounts, sum) = found.entry(view.key).or_default().entry(of).or_default();
            (*accounts, *sum) = (*accounts + more, sum.saturating_add(contribution));
        }
    }
    let owned = |classes: Vec<&str>| classes.into_iter().map(str::to_owned).collect();
    let list =
        |groups: BTreeMap<Vec<&str>, (i64, i64)>| groups.into_iter().map(|(of, (accounts, sum))| (owned(of), accounts, sum)).collect();
    found.into_iter().map(|(view, groups)| (view.to_owned(), list(groups))).collect()
}

/// The classes of an account in all views.
type Combination = (Views, Bcg, Pyramid);

/// The class in a field of classes.
fn class((views, bcg, pyramid): &Combination, field: &str) -> &'static str {
    match field {
        "bcg" => bcg.code(),
        "pyramid" => pyramid.code(),
        _ => views.codes().into_iter().find(|(column, _)| *column == field).map_or("none", |(_, class)| class),
    }
}

/// Where an account stands in each view, and what the view looks at.
pub(super) fn views(row: &account_value::Model, all: &Portfolio) -> Vec<AccountView> {
    let measure = |field: &'static str, kind: &'static str, value: Option<i64>| ViewMeasure {
        field,
        kind,
        value,
        bound: all.axes.get(field).and_then(|bins| bins.cut),
    };
    let money = |field: &'static str, minor: i64| measure(field, "money", Some(minor));
    let ratio = |field: &'static str, share: Option<i64>| measure(field, "ratio", share);
    let view = |field: &'static str, class: &str, measures: Vec<ViewMeasure>| AccountView {
        field,
        class: class.to_owned(),
        why_none: (class == "none").then(|| why_none(field, row)),
        measures,
    };
    let (growth, alive) = (|| ratio("growth", row.growth_bp), || ratio("alive", row.alive_bp));
    let service = || money("service_12m", row.service_12m_minor);
    vec![
        view("shapiro", &row.shapiro, vec![ratio("price_index", row.price_index_bp), ratio("service_ratio", row.service_ratio_bp)]),
        view("relation_value", &row.relation_value, vec![money("lifetime_value", row.lifetime_minor)]),
        view("fiocca", &row.fiocca, vec![money("forecast", row.forecast_minor), service()]),
        view("fiocca_key", &row.fiocca_key, vec![growth(), alive()]),
        view("campbell", &row.campbell, vec![money("net_sales_12m", row.sales_12m_minor), growth()]),
        view("reinartz", &row.reinartz, vec![money("contribution_12m", row.contribution_12m_minor), alive()]),
        view(
            "angles",
            &row.angles,
            vec![money("contribution_12m", row.contribution_12m_minor), money("lifetime_value", row.lifetime_minor), service()],
        ),
    ]
}

fn why_none(field: &str, row: &account_value::Model) -> &'static str {
    match field {
        _ if !row.is_active => "no_sales",
        "shapiro" if row.price_index_bp.is_none() => "no_price",
        "fiocca_key" if row.fiocca.starts_with("other") => "not_key",
        _ => "not_yet",
    }
}
