//! A person is forgotten, with a proof.

use std::collections::BTreeMap;

use guanxi_kernel::{
    actor::Action,
    check::Check,
    db::{Recorded, Tx},
    error::{Error, Result},
    event::{self, Event},
    id::Id,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, Set};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{checked_reason, queries};
use crate::{
    admin, attachments,
    contacts::{self, tables::Contact},
    duplicates, interactions,
    personal::{
        WHOLE,
        api::{ErasePerson, Erasure},
        tables::{self, consent, erasure, fact, preference},
    },
    staff, undo,
    words::Words,
};

/// Erases a person for good: what is known, what was known, and what was written down while it changed. The contact stays as a
/// row without a name, so that conversations, orders and sums stand.
pub async fn erase(tx: &mut Tx, id: Id<Contact>, wish: &ErasePerson) -> Result<Recorded<Erasure>> {
    tx.hold::<Contact>(&[id.uuid()]).await?;
    let person = tx.reader().get(id).await?;
    if !tx.actor().may(WHOLE, Action::Remove) {
        return Err(Error::Forbidden("you may not erase people".to_owned()));
    }
    tx.actor().in_person()?;
    let cleared = tx.to_change(id).await?;
    let mut check = Check::new();
    let reason = checked_reason(&mut check, tx.reader(), &wish.reason).await?;
    if reason.contains(&person.name) {
        check.wrong("/reason", "reason_names", "The reason stays; say it without the name.");
    }
    if wish.name.trim() != person.name {
        check.wrong("/name", "name_differs", "Type the name exactly as it is; this cannot be undone.");
    }
    check.done()?;
    let called = Words::of(&staff::queries::locale(tx.reader()).await?).say("personal:erased_name", &[]);
    contacts::commands::erase(tx, &cleared, &called).await?;
    let all = duplicates::commands::erase(tx, "contact", person.id, &called).await?;
    let mut erased = Erased::default();
    erased.take("facts", take_facts(tx, person.id).await?);
    erased.take("consents", take_consents(tx, person.id).await?);
    erased.take("preferences", take_preferences(tx, person.id).await?);
    erased.take("files", attachments::commands::erase(tx, person.id).await?);
    for record in &all {
        erased.count("remembered_by_imports", undo::commands::erase(tx, "contact", *record).await?);
    }
    erased.count("notifications", interactions::commands::erase_notifications(tx, &all).await?);
    erased.count("audit_entries", event::forget(tx, &all).await?);
    let marks = [&person.mobile, &person.phone, &person.email, &person.wechat].into_iter().flatten().chain([&person.name]);
    erased.count("refused_rows", admin::commands::erase_rejects(tx, &marks.map(String::as_str).collect::<Vec<_>>()).await?);
    erased.take("contacts", all);
    let row = erasure::ActiveModel {
        person_id: Set(person.id),
        reason: Set(reason),
        counts: Set(json!(erased.counts)),
        digest: Set(erased.digest()),
        ..Default::default()
    };
    let leave = tx.leave_under::<tables::Erasure>(WHOLE, Action::Remove)?;
    let row = tx.insert::<tables::Erasure>(leave, row).await?;
    let event = Event::new("person.erased", "erasure", row.id)
        .owned_by(tx.actor().user())
        .with(json!({"counts": row.counts, "reason": row.reason}));
    let wire = queries::erasure_wires(tx.reader(), vec![row]).await?.pop().ok_or(Error::NotFound)?;
    Ok(tx.record(event, wire))
}

/// What was erased: how many of each, and which.
#[derive(Default)]
struct Erased {
    counts: BTreeMap<&'static str, u64>,
    ids: Vec<Uuid>,
}

impl Erased {
    fn take(&mut self, what: &'static str, ids: Vec<Uuid>) {
        self.count(what, ids.len() as u64);
        self.ids.extend(ids);
    }

    fn count(&mut self, what: &'static str, how_many: u64) {
        *self.counts.entry(what).or_default() += how_many;
    }

    /// The SHA-256 of the ids in their order, by which a list of ids can be compared with what was erased.
    fn digest(&self) -> String {
        let mut ids = self.ids.clone();
        ids.sort_unstable();
        let digest = ids.iter().fold(Sha256::new(), |digest, id| digest.chain_update(id.to_string()).chain_update("\n")).finalize();
        digest.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }
}

/// Deletes the rows of a person from a table and says which they were.
macro_rules! taking {
    ($name:ident, $table:ident) => {
        async fn $name(tx: &Tx, person: Uuid) -> Result<Vec<Uuid>> {
            let of_person =
                Condition::all().add($table::Column::WorkspaceId.eq(tx.actor().workspace)).add($table::Column::ContactId.eq(person));
            let source = tx.reader().source();
            let ids = $table::Entity::find().select_only().column($table::Column::Id).filter(of_person.clone());
            let ids = ids.into_tuple().all(source).await?;
            $table::Entity::delete_many().filter(of_person).exec(source).await?;
            Ok(ids)
        }
    };
}

taking!(take_facts, fact);
taking!(take_consents, consent);
taking!(take_preferences, preference);
