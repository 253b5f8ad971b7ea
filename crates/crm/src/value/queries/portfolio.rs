//! F13: the portfolio, of everybody as of the last run, or counted now for a filter and for whoever sees only some accounts.

use std::collections::BTreeMap;

use guanxi_kernel::{
    check::Check,
    db::Reader,
    error::{Error, Result},
    list::{self, Band, Bands, Field, Filter, Kind, List, Search},
    money::Money,
    slice::Listed,
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{all_accounts, latest, named, report};
use crate::{
    customers::tables::Account,
    value::{
        api::{Portfolio, PortfolioAxis, PortfolioCell, PortfolioDot, PortfolioGroup, PortfolioParams},
        portfolio::{self, AXES, Cell, Group, Sample, VIEWS, View},
    },
};

/// What accounts in a place bring together.
const SUMMED: &str = "contribution_12m";
/// Up to so many accounts are named one by one.
const DOTS: i64 = 1000;

/// The portfolio along two axes.
pub async fn portfolio(reader: &Reader, params: &PortfolioParams) -> Result<Portfolio> {
    let asked = Asked::of(params)?;
    let list = Account::list();
    for key in [SUMMED, asked.x, asked.y].into_iter().chain(asked.size) {
        if !list.shows(key, reader.actor()) {
            return Err(Error::Forbidden(format!("you may not see the field “{key}” of accounts")));
        }
    }
    let query = list::Query::parse(reader.actor(), list, asked.search(params))?;
    let query = query.and(Filter::parse(&json!({"field": "is_active", "op": "eq", "value": true}))?);
    let Some((day, all)) = report::<portfolio::Portfolio>(reader, named::PORTFOLIO).await? else {
        return Ok(asked.answer(reader, list, &portfolio::Portfolio::default(), Counted::default()));
    };
    let is_everybody = all_accounts(reader).is_ok() && params.is_of_all();
    let quick = if is_everybody { asked.of_run(reader, &all).await? } else { asked.sampled(reader, list, &query, &all).await? };
    let counted = match quick {
        Some(counted) => counted,
        None => asked.now(reader, list, &query, &all).await?,
    };
    let dots = if counted.accounts() <= DOTS && counted.sample.is_none() { Some(asked.dots(reader, list, query).await?) } else { None };
    let portfolio = asked.answer(reader, list, &all, counted);
    Ok(Portfolio { day: Some(day), is_of_run: is_everybody, dots, ..portfolio })
}

/// What is asked for: fields of the account list.
struct Asked {
    x: &'static str,
    y: &'static str,
    size: Option<&'static str>,
    view: Option<&'static View>,
}

/// What was found: in each place and of each classes, how many accounts and what they bring.
#[derive(Default)]
struct Counted {
    cells: BTreeMap<(Option<u8>, Option<u8>), (i64, i64)>,
    groups: BTreeMap<Vec<String>, (i64, i64)>,
    /// In how many accounts, if not in all.
    sample: Option<i64>,
}

impl Counted {
    fn accounts(&self) -> i64 {
        self.cells.values().map(|(accounts, _)| accounts).sum()
    }

    fn contribution(&self) -> i64 {
        self.cells.values().fold(0, |all, (_, sum)| all.saturating_add(*sum))
    }

    /// All that is counted here, and what is counted there as often as it stands for others.
    fn plus(mut self, drawn: Self, sample: &Sample) -> Self {
        self.sample = Some(self.accounts() + drawn.accounts());
        let of_others = |(accounts, sum): (i64, i64)| [accounts, sum].map(|number| sample.of_others(number));
        for (place, found) in drawn.cells {
            add(self.cells.entry(place).or_default(), of_others(found));
        }
        for (classes, found) in drawn.groups {
            add(self.groups.entry(classes).or_default(), of_others(found));
        }
        self
    }
}

fn add((accounts, contribution): &mut (i64, i64), [more, sum]: [i64; 2]) {
    *accounts += more;
    *contribution = contribution.saturating_add(sum);
}

impl Asked {
    fn of(params: &PortfolioParams) -> Result<Self> {
        let mut check = Check::new();
        let views: Vec<&str> = VIEWS.iter().map(|view| view.key).collect();
        let axes: Vec<&str> = AXES.iter().map(|axis| axis.key).collect();
        let view = params.view.as_deref().and_then(|key| {
            check.one_of("/view", key, &views);
            VIEWS.iter().find(|view| view.key == key)
        });
        let mut axis = |pointer: &str, asked: Option<&String>, usual: Option<&'static str>| {
            let Some(key) = asked else { return usual };
            check.one_of(pointer, key, &axes);
            AXES.iter().map(|axis| axis.key).find(|known| known == key)
        };
        let x = axis("/x", params.x.as_ref(), view.map(|view| view.x));
        let y = axis("/y", params.y.as_ref(), view.map(|view| view.y));
        let size = axis("/size", params.size.as_ref(), view.map(|view| view.size));
        if params.view.is_none() {
            for (pointer, _) in [("/x", &params.x), ("/y", &params.y)].iter().filter(|(_, axis)| axis.is_none()) {
                check.wrong(pointer, "required", "Name a view, or both axes.");
            }
        }
        if x.is_some() && x == y {
            check.wrong("/y", "twice", "Choose another axis than the first.");
        }
        check.done()?;
        Ok(Self { x: x.unwrap_or_default(), y: y.unwrap_or_default(), size, view })
    }

    fn classes(&self) -> &'static [&'static str] {
        self.view.map_or(&[], |view| view.classes)
    }

    /// The accounts meant, with what is told of each.
    fn search(&self, params: &PortfolioParams) -> Search {
        let columns: Vec<&str> = ["name", self.x, self.y].into_iter().chain(self.size).chain(self.classes().iter().copied()).collect();
        Search {
            filter: params.filter.clone().map(Value::String),
            q: params.q.clone(),
            columns: Some(columns.join(",")),
            ..Search::default()
        }
    }

    /// As the run has counted everybody; none along an axis that came after it.
    async fn of_run(&self, reader: &Reader, all: &portfolio::Portfolio) -> Result<Option<Counted>> {
        let place = |key: &str| AXES.iter().position(|axis| axis.key == key);
        let is_turned = place(self.x) > place(self.y);
        let name = if is_turned { portfolio::pair_name(self.y, self.x) } else { portfolio::pair_name(self.x, self.y) };
        let Some(cells) = latest::<Vec<Cell>>(reader, &name).await? else { return Ok(None) };
        let cell = |(x, y, accounts, sum): Cell| (if is_turned { (y, x) } else { (x, y) }, (accounts, sum));
        let groups = self.view.and_then(|view| all.groups.get(view.key)).cloned().unwrap_or_default();
        let group = |(classes, accounts, sum): Group| (classes, (accounts, sum));
        let (cells, groups) = (cells.into_iter().map(cell).collect(), groups.into_iter().map(group).collect());
        Ok(Some(Counted { cells, groups, sample: None }))
    }

    /// Counts in the database, in the bins of everybody: so one sees where some are among all.
    async fn now(&self, reader: &Reader, list: &List, query: &list::Query, all: &portfolio::Portfolio) -> Result<Counted> {
        let contribution = list.field(SUMMED)?;
        let edges = |key: &str| all.axes.get(key).map_or(&[][..], |bins| bins.edges.as_slice());
        let bands =
            [Bands { field: list.field(self.x)?, edges: edges(self.x) }, Bands { field: list.field(self.y)?, edges: edges(self.y) }];
        let classes: Vec<&Field> = self.classes().iter().map(|class| list.field(class)).collect::<Result<_>>()?;
        let found = list::cross_bands::<Account>(reader, list, query, bands, &classes, contribution).await?;
        let at = |band: Option<i64>| band.and_then(|band| u8::try_from(band).ok());
        let mut counted = Counted::default();
        for Band { row, column, words, count, sum } in found {
            add(counted.cells.entry((at(row), at(column))).or_default(), [count, sum]);
            let classes: Vec<String> = words.into_iter().flatten().collect();
            if !classes.is_empty() {
                add(counted.groups.entry(classes).or_default(), [count, sum]);
            }
        }
        Ok(counted)
    }

    /// The same in a sample of everybody, if the filter takes enough of it. Whoever sees some accounts only has few of it.
    async fn sampled(&self, reader: &Reader, list: &List, query: &list::Query, all: &portfolio::Portfolio) -> Result<Option<Counted>> {
        if all_accounts(reader).is_err() {
            return Ok(None);
        }
        let Some(sample) = latest::<Sample>(reader, named::SAMPLE).await?.filter(|sample| !sample.drawn.is_empty()) else {
            return Ok(None);
        };
        let among = |ids: &[Uuid]| query.clone().among(Some(ids.to_vec()));
        let drawn = self.now(reader, list, &among(&sample.drawn), all).await?;
        if !sample.is_told_by(drawn.accounts()) {
            return Ok(None);
        }
        let largest = self.now(reader, list, &among(&sample.largest), all).await?;
        Ok(Some(largest.plus(drawn, &sample)))
    }

    async fn dots(&self, reader: &Reader, list: &List, query: list::Query) -> Result<Vec<PortfolioDot>> {
        let query = query.from_cursor(None, DOTS.unsigned_abs());
        let rows = list::page::<Account>(reader, list, &query).await?.items;
        Ok(rows.into_iter().filter_map(|row| self.dot(&row)).collect())
    }

    fn dot(&self, row: &Map<String, Value>) -> Option<PortfolioDot> {
        let number = |key: &str| row.get(key).and_then(|value| value.as_i64().or_else(|| value.get("minor")?.as_i64()));
        let text = |key: &str| row.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(PortfolioDot {
            id: text("id")?.parse().ok()?,
            name: text("name")?,
            x: number(self.x),
            y: number(self.y),
            size: self.size.and_then(number),
            classes: self.classes().iter().filter_map(|class| text(class)).collect(),
        })
    }

    fn answer(&self, reader: &Reader, list: &List, all: &portfolio::Portfolio, counted: Counted) -> Portfolio {
        let money = |minor: i64| Money::new(minor, &reader.actor().currency);
        let axis = |key: &'static str| {
            let bins = all.axes.get(key).cloned().unwrap_or_default();
            PortfolioAxis { field: key, kind: kind(list.field(key).ok()), edges: bins.edges, cut: bins.cut }
        };
        Portfolio {
            day: None,
            is_of_run: false,
            sample: counted.sample,
            accounts: counted.accounts(),
            contribution: money(counted.contribution()),
            x: axis(self.x),
            y: axis(self.y),
            size: self.size.map(axis),
            classes: self.classes().to_vec(),
            cells: counted
                .cells
                .into_iter()
                .map(|((x, y), (accounts, contribution))| PortfolioCell { x, y, accounts, contribution: money(contribution) })
                .collect(),
            groups: counted
                .groups
                .into_iter()
                .map(|(classes, (accounts, contribution))| PortfolioGroup { classes, accounts, contribution: money(contribution) })
                .collect(),
            dots: None,
        }
    }
}

fn kind(field: Option<&Field>) -> &'static str {
    match field.map(|field| field.kind) {
        Some(Kind::Money) => "money",
        Some(Kind::Ratio) => "ratio",
        _ => "integer",
    }
}
