//! What there is to ask: who asks, which lists there are, and what their fields are.

use guanxi_kernel::{
    actor::Action,
    clock::day_in,
    list::{Field, Kind, List},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::room::{Answer, Call, Labels, read};

/// How a filter is written.
pub(crate) const FILTER: &str = r#"A filter is a tree of groups {"all":[…]}, {"any":[…]}, {"not":{…}} and conditions {"field":…,"op":…,"value":…}, at most 5 levels and 60 conditions.
Operators by kind of field:
- text: eq ne contains not_contains starts_with (a text), in not_in (an array), empty not_empty
- integer decimal money ratio days: eq ne lt lte gt gte (a number), between ([low, high]), empty not_empty. Money is in minor units (fen): 10,000 yuan is 1000000. A ratio is in basis points: 25 % is 2500.
- date datetime: on before after ("YYYY-MM-DD"), between ([from, to]), within ({"last":30,"unit":"day"}, {"next":7,"unit":"day"}, {"this":"month"} or {"previous":"quarter"}), older_than ({"n":30,"unit":"day"}), empty not_empty; units day week month quarter year
- boolean: eq (true or false)
- choice own_choice: in not_in (an array of its choices), empty not_empty
- reference: in not_in (an array of ids; "me" is the person you work for), empty not_empty
- tags own_choices: any_of all_of none_of (an array), empty not_empty
Example: {"all":[{"field":"owner","op":"in","value":["me"]},{"any":[{"field":"net_sales","op":"gte","value":10000000},{"field":"last_contact_on","op":"older_than","value":{"n":30,"unit":"day"}}]}]}"#;

/// Who asks, and what they may.
pub(crate) async fn whoami(call: &Call<'_>) -> Answer {
    let me = call.get("/api/v1/me").await?;
    let mut rights: Map<String, Value> = Map::new();
    for grant in me["grants"].as_array().into_iter().flatten() {
        let (Some(object), Some(action)) = (grant["object"].as_str(), grant["action"].as_str()) else { continue };
        // A token may be limited to less than its user's rights.
        let reach = action_of(action).and_then(|action| call.actor.scope(object, action));
        if let Some(reach) = reach {
            let of_object = rights.entry(object).or_insert_with(|| json!({}));
            of_object[action] = json!(reach);
        }
    }
    let lists: Vec<&str> = call.readable_lists().map(|list| list.name).collect();
    let (user, workspace) = (&me["user"], &me["workspace"]);
    Ok(json!({
        "user": {"id": user["id"], "name": user["name"], "email": user["email"], "language": user["locale"]},
        "company": {"name": workspace["name"], "trade": workspace["trade"], "currency": workspace["currency"], "time_zone": workspace["time_zone"]},
        "today": day_in(call.actor.zone, call.room.app.db().clock().now()),
        "rights": rights,
        "may_write": !call.actor.grants.read_only,
        "lists": lists,
        "address": call.room.app.address(),
    }))
}

fn action_of(word: &str) -> Option<Action> {
    serde_json::from_value(word.into()).ok()
}

/// The lists that one may read.
pub(crate) async fn lists(call: &Call<'_>) -> Answer {
    let labels = labels(call, None).await?;
    let lists = call.readable_lists().map(|list| {
        let own = list.of(&call.actor);
        json!({
            "list": list.name,
            "label": labels(&format!("{}.name", list.name)),
            "kind_of_record": list.kind,
            "fields": own.fields.iter().filter(|field| field.is_shown_to(&call.actor, &own)).count(),
            "default_sort": list.default_sort,
        })
    });
    Ok(json!({"lists": lists.collect::<Vec<_>>()}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Which {
    list: String,
    language: Option<String>,
}

/// One list with its fields, as the caller sees them.
pub(crate) async fn list(call: &Call<'_>, arguments: &Value) -> Answer {
    let asked: Which = read(arguments)?;
    let list = call.list(&asked.list, "/list")?;
    let labels = labels(call, asked.language).await?;
    let info = call.get(&format!("/api/v1/lists/{}", list.name)).await?;
    let own = list.of(&call.actor);
    let told = info["fields"].as_array().into_iter().flatten();
    let fields = told.filter_map(|told| {
        let field = own.fields.iter().find(|field| told["key"] == *field.key)?;
        Some(describe(list, field, told, &labels))
    });
    Ok(json!({
        "list": list.name,
        "label": labels(&format!("{}.name", list.name)),
        "kind_of_record": list.kind,
        "default_columns": info["default_columns"],
        "default_sort": info["default_sort"],
        "searchable_by_words": info["searchable"],
        "has_trash": info["has_trash"],
        "fields": fields.collect::<Vec<_>>(),
        "filter_grammar": FILTER,
    }))
}

/// The labels of a language, or of the one that the person reads.
async fn labels(call: &Call<'_>, language: Option<String>) -> Answer<Labels> {
    let language = match language {
        Some(language) => language,
        None => call.get("/api/v1/me").await?["user"]["locale"].as_str().unwrap_or_default().to_owned(),
    };
    Ok((call.room.words)(&language))
}

/// A field in few words: its kind says which operators it takes, `can` what else.
fn describe(list: &List, field: &Field, told: &Value, labels: &Labels) -> Value {
    let key = &*field.key;
    let custom = field.custom.as_deref();
    let label = custom.map(|custom| custom.label.clone()).or_else(|| labels(&format!("{}.fields.{key}", list.name)));
    let can = [("filterable", "filter"), ("sortable", "sort"), ("summable", "sum")];
    let can: Vec<&str> = can.into_iter().filter(|(flag, _)| told[*flag] == true).map(|(_, word)| word).collect();
    let mut described = json!({"key": key, "kind": told["kind"], "can": can});
    let mut say = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            described[name] = value;
        }
    };
    say("label", label.map(Value::from));
    say("help", custom.and_then(|custom| custom.help.clone()).map(Value::from));
    say("unit", unit(field.kind).map(Value::from));
    say("choices", choices(list, field, labels));
    if let Kind::Reference { reference } = field.kind {
        say("ids_of_list", Some(reference.into()));
    }
    described
}

/// What the numbers of a kind are numbers of.
fn unit(kind: Kind) -> Option<String> {
    Some(match kind {
        Kind::Money => "minor units of the currency: divide by 100".to_owned(),
        Kind::Ratio => "basis points: divide by 100 for percent".to_owned(),
        Kind::Days => "days".to_owned(),
        Kind::Decimal { decimals } => format!("a number with {decimals} decimals"),
        Kind::Text
        | Kind::Integer
        | Kind::Date
        | Kind::Datetime
        | Kind::Boolean
        | Kind::Choice { .. }
        | Kind::OwnChoice
        | Kind::OwnChoices
        | Kind::Reference { .. }
        | Kind::Tags { .. } => return None,
    })
}

fn choices(list: &List, field: &Field, labels: &Labels) -> Option<Value> {
    let label = |word: &str| labels(&format!("{}.choices.{}.{word}", list.name, field.key)).unwrap_or_else(|| word.to_owned());
    let named: Map<String, Value> = match (field.kind, &field.custom) {
        (Kind::Choice { choices }, _) => choices.iter().map(|word| ((*word).to_owned(), label(word).into())).collect(),
        (Kind::OwnChoice | Kind::OwnChoices, Some(custom)) => {
            custom.kind.choices().iter().map(|choice| (choice.key.clone(), choice.label.clone().into())).collect()
        }
        _ => return None,
    };
    Some(Value::Object(named))
}

#[cfg(test)]
mod tests {
    use guanxi_kernel::list::ops;

    use super::*;

    /// The line of the grammar that begins with the name of a kind says its operators, and no others.
    #[test]
    fn the_grammar_says_the_operators_of_every_kind() {
        let tags = Kind::Tags { table: "", record: "" };
        let kinds = [
            Kind::Text,
            Kind::Integer,
            Kind::Decimal { decimals: 2 },
            Kind::Money,
            Kind::Ratio,
            Kind::Days,
            Kind::Date,
            Kind::Datetime,
            Kind::Boolean,
            Kind::Choice { choices: &[] },
            Kind::OwnChoice,
            Kind::OwnChoices,
            Kind::Reference { reference: "" },
            tags,
        ];
        for kind in kinds {
            let name = json!(kind)["kind"].as_str().unwrap().to_owned();
            let lines = FILTER.lines().filter_map(|line| line.strip_prefix("- ")?.split_once(": "));
            let (_, line) = lines.clone().find(|(kinds, _)| kinds.split(' ').any(|known| known == name)).expect(&name);
            let known = ["eq", "ne", "lt", "lte", "gt", "gte", "between", "contains", "not_contains", "starts_with", "in", "not_in"];
            let more = ["on", "before", "after", "within", "older_than", "any_of", "all_of", "none_of", "empty", "not_empty"];
            for word in known.iter().chain(&more) {
                let said = line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|part| part == *word);
                // “in” is a word of the sentence about money, too.
                let takes = ops(kind).iter().any(|op| json!(op) == *word);
                assert!(said == takes || (*word == "in" && !takes), "{name}: {word}");
            }
        }
    }
}
