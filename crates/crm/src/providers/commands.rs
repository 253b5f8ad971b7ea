//! Every write of providers.

mod visit;

use guanxi_kernel::{
    check::Check,
    db::{Recorded, Tx},
    error::{Error, Result, unchanged},
    event::Event,
    id::Id,
};
use sea_orm::Set;
use serde_json::json;

pub use self::visit::{Arrival, Refusal, arrive, depart};
use super::{
    api::{GroupMapping, IdentityProvider, IdentityProviderPatch, NewIdentityProvider},
    queries,
    rules::{MAX_MAPPINGS, check_issuer},
    tables::{self, identity_provider},
};
use crate::staff;

/// What is asked of a provider when nobody says anything else.
const SCOPES: &str = "openid email profile";
/// The claim that holds the groups when nobody says anything else.
const GROUPS_CLAIM: &str = "groups";

/// Only who may do everything says who else lets people in: a provider lets in as anybody whom it names.
fn only_administrators(tx: &Tx) -> Result<()> {
    tx.actor().in_person()?;
    if tx.actor().grants.everything {
        return Ok(());
    }
    Err(Error::Forbidden("only administrators look after identity providers".to_owned()))
}

/// Adds a provider.
pub async fn add(tx: &mut Tx, input: NewIdentityProvider, tried_out: bool) -> Result<Recorded<IdentityProvider>> {
    only_administrators(tx)?;
    let leave = tx.to_create()?;
    let mut check = Check::new();
    let row = identity_provider::ActiveModel {
        name: Set(check.required("/name", &input.name, 60)),
        issuer: Set(check_issuer(&mut check, &input.issuer, tried_out)),
        client_id: Set(check.required("/client_id", &input.client_id, 200)),
        client_secret: Set(check.optional("/client_secret", input.client_secret, 500)),
        scopes: Set(check.optional("/scopes", input.scopes, 300).unwrap_or_else(|| SCOPES.to_owned())),
        groups_claim: Set(check.optional("/groups_claim", input.groups_claim, 100).unwrap_or_else(|| GROUPS_CLAIM.to_owned())),
        mapping: Set(check_mapping(&mut check, tx, input.mapping).await?),
        makes_users: Set(input.makes_users),
        links_by_email: Set(input.links_by_email),
        ends_passwords: Set(input.ends_passwords),
        active: Set(input.active),
        ..Default::default()
    };
    check.done()?;
    let row = tx.insert::<tables::IdentityProvider>(leave, row).await?;
    let event = Event::new("identity_provider.added", "identity_provider", row.id).with(json!({"name": row.name}));
    Ok(tx.record(event, IdentityProvider::try_from(row)?))
}

/// Changes a provider.
pub async fn change(
    tx: &mut Tx,
    id: Id<tables::IdentityProvider>,
    expected: i64,
    input: IdentityProviderPatch,
    tried_out: bool,
) -> Result<Recorded<IdentityProvider>> {
    let row = tx.to_change(id).await?;
    only_administrators(tx)?;
    unchanged(expected, row.version, queries::provider(tx.reader(), id)).await?;
    let mut check = Check::new();
    let mut change = identity_provider::ActiveModel::default();
    if let Some(name) = input.name {
        change.name = Set(check.required("/name", &name, 60));
    }
    if let Some(issuer) = input.issuer {
        change.issuer = Set(check_issuer(&mut check, &issuer, tried_out));
    }
    if let Some(client_id) = input.client_id {
        change.client_id = Set(check.required("/client_id", &client_id, 200));
    }
    if let Some(secret) = input.client_secret {
        change.client_secret = Set(check.optional("/client_secret", secret, 500));
    }
    if let Some(scopes) = input.scopes {
        change.scopes = Set(check.optional("/scopes", Some(scopes), 300).unwrap_or_else(|| SCOPES.to_owned()));
    }
    if let Some(claim) = input.groups_claim {
        change.groups_claim = Set(check.optional("/groups_claim", Some(claim), 100).unwrap_or_else(|| GROUPS_CLAIM.to_owned()));
    }
    if let Some(mapping) = input.mapping {
        change.mapping = Set(check_mapping(&mut check, tx, mapping).await?);
    }
    for (said, column) in [
        (input.makes_users, &mut change.makes_users),
        (input.links_by_email, &mut change.links_by_email),
        (input.ends_passwords, &mut change.ends_passwords),
        (input.active, &mut change.active),
    ] {
        if let Some(said) = said {
            *column = Set(said);
        }
    }
    check.done()?;
    visit::forget_documents(tx, id.uuid()).await?;
    let row = tx.update::<tables::IdentityProvider>(row, change).await?;
    let event = Event::new("identity_provider.changed", "identity_provider", row.id).with(json!({"name": row.name}));
    Ok(tx.record(event, IdentityProvider::try_from(row)?))
}

/// Removes a provider. Those whom it has let in stay users; who has no password needs a link to one.
pub async fn remove(tx: &mut Tx, id: Id<tables::IdentityProvider>) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    only_administrators(tx)?;
    let event = Event::new("identity_provider.removed", "identity_provider", row.id).with(json!({"name": row.name}));
    tx.remove::<tables::IdentityProvider>(row).await?;
    Ok(tx.record(event, ()))
}

async fn check_mapping(check: &mut Check, tx: &Tx, mapping: Vec<GroupMapping>) -> Result<serde_json::Value> {
    if mapping.len() > MAX_MAPPINGS {
        check.add(guanxi_kernel::check::too_many("/mapping", MAX_MAPPINGS));
        return Ok(json!([]));
    }
    let asked: Vec<_> = mapping.iter().map(|mapping| mapping.role_id).collect();
    let roles = staff::queries::roles_with(tx.reader(), &asked).await?;
    let units = tx
        .reader()
        .in_workspace::<staff::tables::OrgUnit>()
        .with_ids(mapping.iter().filter_map(|mapping| mapping.org_unit_id))
        .all()
        .await?;
    let mut kept = Vec::with_capacity(mapping.len());
    for (at, mapping) in mapping.into_iter().enumerate() {
        let group = check.required(&format!("/mapping/{at}/group"), &mapping.group, 200);
        if !roles.iter().any(|role| role.id == mapping.role_id) {
            check.wrong(&format!("/mapping/{at}/role_id"), "not_found", "There is no such role.");
        }
        if mapping.org_unit_id.is_some_and(|unit| !units.iter().any(|known| known.id == unit)) {
            check.wrong(&format!("/mapping/{at}/org_unit_id"), "not_found", "There is no such org unit.");
        }
        kept.push(GroupMapping { group, ..mapping });
    }
    Ok(json!(kept))
}
