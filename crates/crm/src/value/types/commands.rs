//! Every write of types.

use guanxi_kernel::{
    check::Check,
    db::{Recorded, Tx},
    error::{Error, Result},
    event::Event,
    id::Id,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::{
    api::{AccountTypes, Typing},
    queries::{self, Told, strategic_of},
};
use crate::{
    customers::{self, tables::Account},
    value::{
        delivered::rules::ORIENTATIONS,
        rules::Behaviour,
        tables::{STRATEGIC, account_value},
    },
};

/// Characters of a reason.
const MAX_REASON: usize = 500;

/// Says what kind of customer an account is. What is said anew is said by who says it now.
pub async fn set_types(tx: &mut Tx, id: Id<Account>, input: Typing) -> Result<Recorded<AccountTypes>> {
    let account = customers::commands::to_change(tx, id).await?;
    let mut check = Check::new();
    let behaviour = check.choice("/behaviour", input.behaviour, Behaviour::ALL);
    let strategic = check.choices("/strategic", input.strategic, STRATEGIC);
    let reason = check.optional("/strategic_reason", input.strategic_reason, MAX_REASON);
    if reason.is_none() && !strategic.is_empty() {
        check.wrong("/strategic_reason", "required", "This must be filled in.");
    }
    let orientation = check.choice("/orientation", input.orientation, ORIENTATIONS);
    check.done()?;
    customers::commands::hold(tx, &[id.uuid()]).await?;
    let orientation = orientation.unwrap_or_else(|| "none".to_owned());
    let said = Typed { behaviour, reason: reason.filter(|_| !strategic.is_empty()), strategic, orientation };
    said.write(tx, id.uuid()).await?;
    let Typed { behaviour, strategic, orientation, .. } = said;
    let types = queries::account_types(tx.reader(), id).await?;
    let event = Event::new("account.typed", "account", account.id).about(Some(account.id)).owned_by(account.owner_id);
    Ok(tx.record(event.with(json!({"behaviour": behaviour, "strategic": strategic, "orientation": orientation})), types))
}

/// What a person says, checked.
struct Typed {
    behaviour: Option<String>,
    strategic: Vec<String>,
    reason: Option<String>,
    orientation: String,
}

impl Typed {
    async fn write(&self, tx: &Tx, account: Uuid) -> Result<()> {
        let reader = tx.reader();
        let workspace = reader.actor().workspace;
        let row = account_value::Entity::find()
            .filter(account_value::Column::WorkspaceId.eq(workspace))
            .filter(account_value::Column::RecordId.eq(account))
            .one(reader.source())
            .await?
            .ok_or(Error::NotFound)?;
        let told = self.told_by(tx, queries::told(reader, account).await?, &row);
        let sql = format!(
            "UPDATE account_values SET behaviour_set = ?, behaviour = COALESCE(?, behaviour_derived), orientation = ?, {} \
             WHERE workspace_id = ? AND record_id = ?",
            STRATEGIC.iter().map(|name| format!("is_{name} = ?")).collect::<Vec<_>>().join(", ")
        );
        let words = [self.behaviour.clone().into(), self.behaviour.clone().into(), self.orientation.clone().into()];
        let flags = STRATEGIC.iter().map(|name| self.is_strategic(name).into());
        let values = words.into_iter().chain(flags).chain([workspace.into(), account.into()]).collect();
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
        self::write(tx, account, told).await
    }

    /// Whoever says something else than before is who has said it.
    fn told_by(&self, tx: &Tx, before: Told, row: &account_value::Model) -> Told {
        let said = |is_said: bool| (tx.actor().user().filter(|_| is_said), is_said.then(|| tx.now()));
        let mut told = before;
        if self.behaviour != row.behaviour_set {
            (told.behaviour_by, told.behaviour_at) = said(self.behaviour.is_some());
        }
        let types: Vec<&str> = STRATEGIC.iter().copied().filter(|name| self.is_strategic(name)).collect();
        if self.reason != told.strategic_reason || types != strategic_of(row) {
            (told.strategic_by, told.strategic_at) = said(!types.is_empty());
            told.strategic_reason.clone_from(&self.reason);
        }
        if self.orientation != row.orientation {
            (told.orientation_by, told.orientation_at) = said(self.orientation != "none");
        }
        told
    }

    fn is_strategic(&self, name: &str) -> bool {
        self.strategic.iter().any(|said| said == name)
    }
}

async fn write(tx: &Tx, account: Uuid, told: Told) -> Result<()> {
    let reader = tx.reader();
    let columns = ["behaviour_by", "behaviour_at", "strategic_by", "strategic_at", "strategic_reason", "orientation_by", "orientation_at"];
    let sql = format!(
        "INSERT INTO account_types (workspace_id, record_id, {}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT (workspace_id, record_id) DO UPDATE SET {}",
        columns.join(", "),
        columns.map(|column| format!("{column} = excluded.{column}")).join(", ")
    );
    let values = vec![
        reader.actor().workspace.into(),
        account.into(),
        told.behaviour_by.into(),
        told.behaviour_at.into(),
        told.strategic_by.into(),
        told.strategic_at.into(),
        told.strategic_reason.into(),
        told.orientation_by.into(),
        told.orientation_at.into(),
    ];
    reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    Ok(())
}
