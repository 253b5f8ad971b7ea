//! Single records: found by words, read whole.

use guanxi_kernel::error::Error;
use serde::Deserialize;
use serde_json::Value;

use crate::room::{Answer, Call, id, read, with_query};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    q: String,
    kinds: Option<Vec<String>>,
    limit: Option<u64>,
}

/// Records of all kinds by words, as the palette of the web app finds them.
pub(crate) async fn search(call: &Call<'_>, arguments: &Value) -> Answer {
    let asked: Words = read(arguments)?;
    let kinds = asked.kinds.filter(|kinds| !kinds.is_empty()).map(|kinds| ("kinds", kinds.join(",")));
    let limit = asked.limit.map(|limit| ("limit", limit.to_string()));
    let pairs: Vec<_> = [("q", asked.q)].into_iter().chain(kinds).chain(limit).collect();
    let mut found = call.get(&with_query("/api/v1/search", &pairs)).await?;
    for hit in found["hits"].as_array_mut().into_iter().flatten() {
        let link = hit["kind"].as_str().and_then(|kind| call.link(kind, &hit["id"]));
        if let Some(link) = link {
            hit["link"] = link.into();
        }
    }
    Ok(found)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Which {
    kind: String,
    id: String,
}

/// One record as the API gives it.
pub(crate) async fn get(call: &Call<'_>, arguments: &Value) -> Answer {
    let asked: Which = read(arguments)?;
    let list = call.list(&asked.kind, "/kind")?;
    let id = id(&asked.id, "/id")?;
    if !call.room.operations.has_records(list.name) {
        let detail = format!("Records of the list {} are not read one at a time; ask query_list for what it tells of them.", list.name);
        return Err(Error::field("/kind", "not_possible", detail).into());
    }
    let mut record = call.get(&format!("/api/v1/{}/{id}", list.name)).await?;
    if let Some(link) = call.link(list.kind, &id.to_string().into()) {
        record["link"] = link.into();
    }
    Ok(record)
}
