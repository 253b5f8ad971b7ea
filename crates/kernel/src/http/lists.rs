//! The doors that know every list and every kind of record without naming one: list metadata and search.

use std::collections::BTreeSet;

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    app::App,
    extract::{Path, Query},
    problem::Problem,
};
use crate::{
    actor::{Action, Actor},
    error::{Error, Result},
    list::{self, Field, List, Search, Words},
    search::{self, Hit, Indexed},
    slice::ListDoor,
};

/// The description of a list.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct ListInfo {
    name: &'static str,
    kind: &'static str,
    default_sort: &'static str,
    default_columns: Vec<&'static str>,
    searchable: bool,
    has_trash: bool,
    fields: Vec<Field>,
}

impl ListInfo {
    /// What an actor may see of a list.
    fn of(list: &List, actor: &Actor) -> Self {
        let list = &*list.of(actor);
        Self {
            name: list.name,
            kind: list.kind,
            default_sort: list.default_sort,
            default_columns: list.shown_by_default(actor).collect(),
            searchable: list.words != Words::Nowhere,
            has_trash: list.has_trash,
            fields: {
                let shown = list.fields.iter().filter(|field| field.is_shown_to(actor, list));
                shown.map(|field| field.for_actor(actor, list)).collect()
            },
        }
    }
}

/// All lists that the caller may read.
#[utoipa::path(get, path = "/api/v1/lists", tag = "lists", operation_id = "lists",
    responses((status = 200, body = Vec<ListInfo>), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn lists(State(app): State<App>, actor: Actor) -> Json<Vec<ListInfo>> {
    let doors = app.slices().iter().flat_map(|slice| (slice.lists)());
    Json(doors.map(|door| (door.list)()).filter(|list| actor.may(list.kind, Action::Read)).map(|list| ListInfo::of(list, &actor)).collect())
}

/// One list.
#[utoipa::path(get, path = "/api/v1/lists/{list}", tag = "lists", operation_id = "list_info", params(("list" = String, Path)),
    responses((status = 200, body = ListInfo), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list(State(app): State<App>, actor: Actor, Path(name): Path<String>) -> Result<Json<ListInfo>> {
    let door = app.list(&name).ok_or(Error::NotFound)?;
    let list = (door.list)();
    if actor.may(list.kind, Action::Read) { Ok(Json(ListInfo::of(list, &actor))) } else { Err(Error::NotFound) }
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Find {
    /// The words: Chinese, pinyin, initials, digits.
    q: String,
    /// Kinds of record, comma-separated; all when absent.
    kinds: Option<String>,
    /// At most this many, 1–50.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<usize>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Found {
    hits: Vec<Hit>,
}

/// Of so many hits, the best, it is asked first whether they may be seen; of the others when that was too few.
const BEST: usize = 100;

/// Finds records of all kinds by words.
#[utoipa::path(get, path = "/api/v1/search", tag = "search", operation_id = "search", params(Find),
    responses((status = 200, body = Found), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn find(State(app): State<App>, actor: Actor, Query(find): Query<Find>) -> Result<Json<Found>> {
    let is_wanted = |kind: &str| find.kinds.as_ref().is_none_or(|kinds| kinds.split(',').any(|wanted| wanted.trim() == kind));
    let doors = app.slices().iter().flat_map(|slice| (slice.lists)());
    let doors: Vec<(ListDoor, Indexed)> =
        doors.filter_map(|door| Some((door, (door.list)().indexed()?))).filter(|(_, indexed)| is_wanted(indexed.kind)).collect();
    let reader = app.db().read(&actor);
    let kinds: Vec<Indexed> = doors.iter().map(|(_, indexed)| *indexed).collect();
    let wanted = find.limit.unwrap_or(20).clamp(1, 50);
    let (found, mut hits) = (search::find(&reader, &kinds, &find.q).await?, Vec::new());
    // The index is quick and may be a moment behind; what is shown is what the list would show.
    let (best, others) = found.split_at(found.len().min(BEST));
    for some in [best, others] {
        let mut visible = BTreeSet::new();
        for (door, _) in &doors {
            let list = (door.list)();
            let ids: Vec<Uuid> = some.iter().filter(|hit| hit.kind == list.kind).map(|hit| hit.record_id).collect();
            if !ids.is_empty() {
                let most = ids.len() as u64;
                let query = list::Query::parse(&actor, list, Search::default())?.among(Some(ids));
                visible.extend((door.ids_after)(&reader, &query, None, most).await?.ids);
            }
        }
        hits.extend(some.iter().filter(|hit| visible.contains(&hit.record_id)).cloned());
        if hits.len() >= wanted {
            break;
        }
    }
    hits.truncate(wanted);
    for hit in hits.iter_mut().filter(|hit| actor.finds_by_title_only(&hit.kind)) {
        hit.subtitle.clear();
    }
    Ok(Json(Found { hits }))
}
