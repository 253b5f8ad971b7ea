//! What somebody may do, and why: for who answers for it that everybody sees what they should and no more.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    actor::{Action, Actor, Grants, People, Scope},
    db::Reader,
    error::{Error, Result},
    id::Id,
};
use uuid::Uuid;

use super::{
    api::{Because, Ref, Right, Rights, Why, WhyAction, WhyRole},
    field_rights, queries, tables,
};
use crate::MERGEABLE;

/// Whoever sees roles sees what they give; everybody what they themselves have, but for a credential that does not carry it.
fn may_ask(reader: &Reader, user: Uuid) -> Result<()> {
    if reader.actor().may("role", Action::Read) {
        return Ok(());
    }
    if reader.actor().user() == Some(user) {
        return reader.actor().in_full();
    }
    Err(Error::Forbidden("only who sees roles sees what others may do".to_owned()))
}

/// What somebody may do, with the roles that give it.
pub async fn rights(reader: &Reader, user: Id<tables::User>) -> Result<Rights> {
    reader.get(user).await?;
    may_ask(reader, user.uuid())?;
    let name = queries::name(reader, Some(user.uuid())).await?.ok_or(Error::NotFound)?;
    let roles = queries::roles_of(reader, user.uuid()).await?;
    let mut widest: BTreeMap<(String, Action), (Scope, Vec<Ref>)> = BTreeMap::new();
    for role in &roles {
        let by = || Ref { id: role.id, name: role.name.clone() };
        for grant in &role.grants {
            let known = widest.entry((grant.object.clone(), grant.action)).or_insert_with(|| (grant.scope, Vec::new()));
            match grant.scope.cmp(&known.0) {
                std::cmp::Ordering::Greater => *known = (grant.scope, vec![by()]),
                std::cmp::Ordering::Equal => known.1.push(by()),
                std::cmp::Ordering::Less => {}
            }
        }
    }
    Ok(Rights {
        user: name,
        everything: roles.iter().any(|role| role.everything),
        roles: roles.iter().map(|role| Ref { id: role.id, name: role.name.clone() }).collect(),
        rights: widest.into_iter().map(|((object, action), (scope, by))| Right { object, action, scope, by }).collect(),
    })
}

/// What somebody may do with one record that the asker sees, and why. `theirs` is that somebody as an actor.
pub async fn why(reader: &Reader, theirs: &Reader, user: Id<tables::User>, kind: &str, record: Uuid) -> Result<Why> {
    reader.get(user).await?;
    may_ask(reader, user.uuid())?;
    let kind = MERGEABLE.iter().find(|known| known.kind == kind).ok_or(Error::NotFound)?;
    if (kind.seen)(reader, vec![record]).await?.is_empty() {
        return Err(Error::NotFound);
    }
    let facts = (kind.facts)(reader, vec![record]).await?.pop().ok_or(Error::NotFound)?;
    let is_seen = !(kind.seen)(theirs, vec![record]).await?.is_empty();
    // What is seen through something that is only to be looked at is not to be changed.
    let mut reached = BTreeSet::new();
    for action in Action::ALL {
        if !(kind.seen)(&theirs.narrowed(kind.object, action), vec![record]).await?.is_empty() {
            reached.insert(action);
        }
    }
    let roles = queries::roles_of(reader, user.uuid()).await?;
    let everything = roles.iter().find(|role| role.everything);
    let action = |action: Action| {
        let mut by: Vec<WhyRole> = Vec::new();
        if let Some(role) = everything {
            let role = Ref { id: role.id, name: role.name.clone() };
            by.push(WhyRole { role, scope: Scope::All, because: Because::Everything });
        }
        for role in &roles {
            for grant in role.grants.iter().filter(|grant| grant.object == kind.object && grant.action == action) {
                let because = because(theirs.actor(), grant.scope, facts.owner)
                    .or_else(|| shared(theirs.actor(), kind.object, action, record))
                    .or_else(|| (facts.is_person && reached.contains(&action)).then_some(Because::ThroughAccount));
                let role = Ref { id: role.id, name: role.name.clone() };
                by.extend(because.map(|because| WhyRole { role, scope: grant.scope, because }));
            }
        }
        let granted = roles.iter().flat_map(|role| &role.grants).filter(|grant| grant.object == kind.object && grant.action == action);
        let reach = if everything.is_some() { Some(Scope::All) } else { granted.map(|grant| grant.scope).max() };
        WhyAction { action, allowed: is_seen && !by.is_empty(), reach, by }
    };
    Ok(Why {
        user: queries::name(reader, Some(user.uuid())).await?.ok_or(Error::NotFound)?,
        owner: queries::name(reader, facts.owner).await?,
        actions: Action::ALL.map(action).into(),
        fields: field_rights::own(theirs.actor()).into_iter().filter(|right| right.object == kind.object).collect(),
    })
}

/// Whether a record is shared with somebody so that this may be done with it: what is shared is not put in the trash.
fn shared(actor: &Actor, object: &str, action: Action, record: Uuid) -> Option<Because> {
    let through = actor.shares.seen.get(&record)?;
    let is_reached = !matches!(action, Action::Create | Action::Remove) && actor.is_shared(object, action, record);
    is_reached.then_some(if Some(*through) == actor.user() { Because::Shared } else { Because::SharedWithUnit })
}

/// Why a right of this scope alone reaches what an owner has; nothing when it does not.
fn because(actor: &Actor, scope: Scope, owner: Option<Uuid>) -> Option<Because> {
    let reached = |scope: Scope| {
        let scopes = [(("it".to_owned(), Action::Read), scope)].into();
        let grants = Grants { scopes, everything: false, ..(*actor.grants).clone() };
        let alone = Actor { grants: grants.into(), ..actor.clone() };
        match alone.people("it", Action::Read) {
            Some(People::Everyone) => true,
            Some(People::These(people)) => owner.is_some_and(|owner| people.contains(&owner)),
            None => false,
        }
    };
    let narrowest =
        [Scope::Own, Scope::Team, Scope::Unit, Scope::All].into_iter().filter(|each| *each <= scope).find(|each| reached(*each))?;
    Some(match narrowest {
        Scope::Own => Because::Own,
        Scope::Team => Because::SameUnit,
        Scope::Unit => Because::UnitBelow,
        Scope::All => Because::Everybodys,
    })
}
