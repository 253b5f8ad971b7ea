//! The workspace and its parameters.

use guanxi_kernel::{
    actor::Action,
    check::Check,
    db::{Recorded, Tx},
    error::{Error, Result},
    event::{Event, FieldChange},
    job,
    parameter::{Accord, Parameter as Registered},
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::{
    admin::{
        api::{Parameter, WorkspacePatch},
        queries,
        rules::accords,
    },
    staff::{self, api::Workspace},
};

/// Changes the company's name or time zone.
pub async fn change_workspace(tx: &mut Tx, input: WorkspacePatch) -> Result<Recorded<Workspace>> {
    if !tx.actor().may("workspace", Action::Change) {
        return Err(Error::Forbidden("only administrators change the workspace".to_owned()));
    }
    let mut check = Check::new();
    let before = staff::queries::workspace(tx.reader()).await?;
    let name = input.name.map(|name| check.required("/name", &name, 100));
    let zone = input.time_zone;
    if zone.as_ref().is_some_and(|zone| zone.parse::<chrono_tz::Tz>().is_err()) {
        check.wrong("/time_zone", "unknown_choice", "This is an IANA time zone such as Asia/Shanghai.");
    }
    check.done()?;
    // Only what was sent: of two who change one field each, neither undoes the other.
    for (field, before_value, sent) in [("name", &before.name, name), ("time_zone", &before.time_zone, zone)] {
        let Some(after) = sent.filter(|sent| sent != before_value) else { continue };
        let reader = tx.reader();
        let sql = format!("UPDATE workspaces SET {field} = ?, version = version + 1 WHERE id = ?");
        reader.source().execute_raw(reader.dialect().statement(&sql, vec![after.clone().into(), before.id.into()])).await?;
        if field == "time_zone" {
            job::reckon_schedules_anew(tx).await?;
        }
        tx.note_change(FieldChange {
            kind: "workspace",
            record: before.id,
            field: field.to_owned(),
            before: json!(before_value),
            after: json!(after),
        });
    }
    let after = staff::queries::workspace(tx.reader()).await?;
    Ok(tx.record(Event::new("workspace.changed", "workspace", before.id), after))
}

/// Changes a parameter, or puts it back to its default. Refuses what contradicts another one.
pub async fn set_parameter(
    tx: &mut Tx,
    parameter: &'static Registered,
    accords: &[&Accord],
    sent: Option<&Value>,
) -> Result<Recorded<Parameter>> {
    if !tx.actor().may("parameter", Action::Change) {
        return Err(Error::Forbidden("only administrators change parameters".to_owned()));
    }
    let value = sent.map(|sent| parameter.parse(sent)).transpose()?;
    // Of two who change one of a pair each, neither may look past the other.
    tx.alone("parameters").await?;
    let before = parameter.set(tx, value).await?;
    let values = Registered::changed(tx.reader()).await?;
    if let Some(contradiction) = accords::contradiction(accords, parameter, before, &values) {
        return Err(contradiction.into());
    }
    let wire = queries::wire_parameter(tx.reader(), parameter).await?;
    let (before, record) = (parameter.kind.wire(before), tx.actor().workspace);
    if before != wire.value {
        let change = FieldChange { kind: "parameter", record, field: parameter.key.to_owned(), before, after: wire.value.clone() };
        tx.note_change(change);
    }
    Ok(tx.record(Event::new("parameter.changed", "parameter", record).with(json!({"key": parameter.key})), wire))
}
