//! Who acts. Every query and every write has an `Actor`; there is no other way to the database.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use chrono_tz::Tz;
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    custom::Customs,
    error::{Error, Result},
    guarded::FieldRules,
};

/// What a grant lets somebody do with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// See it.
    Read,
    /// Make a new one.
    Create,
    /// Change its fields.
    Change,
    /// Put it in the trash, or delete it where there is no trash.
    Remove,
    /// Take many of them out of the product as a file.
    Export,
}

impl Action {
    /// All actions, in the order a roles screen shows them.
    pub const ALL: [Self; 5] = [Self::Read, Self::Create, Self::Change, Self::Remove, Self::Export];
}

/// Whose records a grant reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One's own.
    Own,
    /// Those of one's team.
    Team,
    /// Those of one's org unit and everything below it.
    Unit,
    /// Everybody's.
    All,
}

/// What a limited credential may do with an object, within the rights of its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// See it and take it out.
    Read,
    /// Whatever its user may do with it.
    Write,
}

impl Access {
    fn allows(self, action: Action) -> bool {
        self == Self::Write || matches!(action, Action::Read | Action::Export)
    }
}

/// The objects that a credential is limited to.
pub type Limits = BTreeMap<String, Access>;

/// The person or machine behind an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A signed-in user.
    User(Uuid),
    /// A background job, perhaps on behalf of the user who asked for it.
    Job(Option<Uuid>),
}

/// What an actor may do: object × action → scope, and the people each scope stands for.
#[derive(Clone, Debug, Default)]
pub struct Grants {
    /// The widest scope granted by any of the actor's roles.
    pub scopes: BTreeMap<(String, Action), Scope>,
    /// The users of the actor's team, the actor among them.
    pub team: Vec<Uuid>,
    /// The users of the actor's org unit and of the units below it.
    pub unit: Vec<Uuid>,
    /// May do everything in the workspace; what administrators and system jobs have.
    pub everything: bool,
    /// Came with an API token, and not from a browser that somebody is signed in with.
    pub by_token: bool,
    /// Came with a credential that may only look.
    pub read_only: bool,
    /// Came with a credential that is limited to these objects: no right on any other counts.
    pub limits: Option<Limits>,
    /// The fields with which the actor may do less than with their records.
    pub fields: FieldRules,
    /// Who looks at everything as this user would see it, and changes nothing.
    pub viewed_by: Option<Uuid>,
}

/// Records that are shared with an actor, whoever owns them. They add to how far its rights reach, and never to its rights.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// With whom records may be shared of which the actor is one: itself, its org unit and those above it.
    pub circles: Vec<Uuid>,
    /// The records that it sees, each with one of the circles that it is shared with.
    pub seen: BTreeMap<Uuid, Uuid>,
    /// Those of them that it may change.
    pub changed: BTreeSet<Uuid>,
}

/// Who acts, in which workspace, with which rights, in which request.
#[derive(Clone)]
pub struct Actor {
    /// The workspace; nothing outside it exists for this actor.
    pub workspace: Uuid,
    /// The person or job.
    pub who: Who,
    /// The rights.
    pub grants: Arc<Grants>,
    /// The workspace's time zone: days begin and end in it.
    pub zone: Tz,
    /// The workspace's currency (ISO 4217).
    pub currency: Arc<str>,
    /// The fields that the workspace has added to its records.
    pub customs: Arc<Customs>,
    /// What others share with the actor.
    pub shares: Arc<Shares>,
    /// The request or job run that this belongs to; in every event and log line.
    pub request_id: Uuid,
    /// The session or token used, for "sign out this device".
    pub session: Option<Uuid>,
}

impl Actor {
    /// The user who acts or on whose behalf a job acts.
    #[must_use]
    pub fn user(&self) -> Option<Uuid> {
        match self.who {
            Who::User(user) => Some(user),
            Who::Job(on_behalf_of) => on_behalf_of,
        }
    }

    /// The scope of a right; `None` when there is no such right.
    #[must_use]
    pub fn scope(&self, object: &str, action: Action) -> Option<Scope> {
        if self.grants.read_only && !Access::Read.allows(action) {
            return None;
        }
        if let Some(limits) = &self.grants.limits
            && !limits.get(object).is_some_and(|access| access.allows(action))
        {
            return None;
        }
        if self.grants.everything {
            return Some(Scope::All);
        }
        self.grants.scopes.get(&(object.to_owned(), action)).copied()
    }

    /// Refuses a credential that does not carry all rights of its user. For what no right is named for: one's own settings,
    /// views, tokens and devices, and work on everything at once.
    pub fn in_full(&self) -> Result<()> {
        if self.grants.read_only {
            return Err(Error::Forbidden("this token may only look".to_owned()));
        }
        if self.grants.limits.is_some() {
            return Err(Error::Forbidden("this token is limited to some kinds of record".to_owned()));
        }
        Ok(())
    }

    /// Refuses an API token, whatever its rights: who gets hold of one must not make it outlive its end, or let others in.
    /// Refuses who only looks as somebody, too: what lets people in is that person's own.
    pub fn in_person(&self) -> Result<()> {
        if self.grants.viewed_by.is_some() {
            return Err(Error::ViewingAs);
        }
        if self.grants.by_token { Err(Error::ByToken) } else { Ok(()) }
    }

    /// The same actor with a credential's limits.
    #[must_use]
    pub fn limited_to(mut self, limits: Limits) -> Self {
        Arc::make_mut(&mut self.grants).limits = Some(limits);
        self
    }

    /// Whether this right exists at all, whatever its scope.
    #[must_use]
    pub fn may(&self, object: &str, action: Action) -> bool {
        self.scope(object, action).is_some()
    }

    /// Whether this right reaches a record owned by `owner`. Records without an owner belong to nobody's
    /// team: only the widest scope reaches them.
    #[must_use]
    pub fn reaches(&self, object: &str, action: Action, owner: Option<Uuid>) -> bool {
        let Some(people) = self.people(object, action) else { return false };
        match (people, owner) {
            (People::Everyone, _) => true,
            (People::These(users), Some(owner)) => users.contains(&owner),
            (People::These(_), None) => false,
        }
    }

    /// Whether this right reaches a record owned by `owner`, or one that is shared with the actor.
    #[must_use]
    pub fn reaches_record(&self, object: &str, action: Action, owner: Option<Uuid>, record: Uuid) -> bool {
        self.reaches(object, action, owner) || self.is_shared(object, action, record)
    }

    /// Whether a right reaches a record because it is shared with the actor: to be seen and taken out, or to be changed too.
    #[must_use]
    pub fn is_shared(&self, object: &str, action: Action, record: Uuid) -> bool {
        let reached =
            if Access::Read.allows(action) { self.shares.seen.contains_key(&record) } else { self.shares.changed.contains(&record) };
        reached && self.may(object, action)
    }

    /// The records that are shared with the actor and that its right to see them does not reach anyway.
    #[must_use]
    pub fn shared(&self, object: &str) -> Vec<Uuid> {
        match self.scope(object, Action::Read) {
            None | Some(Scope::All) => Vec::new(),
            Some(_) => self.shares.seen.keys().copied().collect(),
        }
    }

    /// The owners whose records a right reaches; `None` when there is no such right.
    #[must_use]
    pub fn people(&self, object: &str, action: Action) -> Option<People> {
        let me = || self.user().into_iter().collect::<Vec<_>>();
        Some(match self.scope(object, action)? {
            Scope::All => People::Everyone,
            Scope::Own => People::These(me()),
            Scope::Team => People::These(if self.grants.team.is_empty() { me() } else { self.grants.team.clone() }),
            Scope::Unit => People::These(if self.grants.unit.is_empty() { me() } else { self.grants.unit.clone() }),
        })
    }

    /// The same actor seeing no more than this right reaches: for what is narrower than looking, such as taking records
    /// out of the product or changing them.
    #[must_use]
    pub fn narrowed(&self, object: &str, action: Action) -> Self {
        let (mut grants, mut shares) = ((*self.grants).clone(), Arc::clone(&self.shares));
        match self.scope(object, action) {
            None => grants = Grants { fields: grants.fields, ..Grants::default() },
            Some(Scope::All) => return self.clone(),
            Some(scope) => {
                if grants.everything {
                    return self.clone();
                }
                for ((_, granted), reach) in &mut grants.scopes {
                    if *granted == Action::Read {
                        *reach = scope.min(*reach);
                    }
                }
            }
        }
        if !Access::Read.allows(action) {
            Arc::make_mut(&mut shares).seen.retain(|record, _| self.shares.changed.contains(record));
        }
        Self { grants: Arc::new(grants), shares, ..self.clone() }
    }

    /// The SQL form of [`Actor::reaches`] for reading: the rows of `owner` that this actor may see.
    #[must_use]
    pub fn owned_by_reach(&self, object: &str, owner: impl ColumnTrait) -> Condition {
        match self.people(object, Action::Read) {
            None => nothing(),
            Some(People::Everyone) => Condition::all(),
            Some(People::These(users)) => Condition::all().add(owner.is_in(users)),
        }
    }
}

/// A condition that no row meets.
#[must_use]
pub fn nothing() -> Condition {
    Condition::all().add(Expr::val(1).eq(0))
}

/// The owners a right reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum People {
    /// Every owner, and records without one.
    Everyone,
    /// These owners only.
    These(Vec<Uuid>),
}

impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Actor").field("workspace", &self.workspace).field("who", &self.who).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(scope: Option<Scope>) -> (Actor, Uuid) {
        let me = Uuid::now_v7();
        let mut grants = Grants { team: vec![me], ..Grants::default() };
        if let Some(scope) = scope {
            grants.scopes.insert(("thing".into(), Action::Read), scope);
        }
        let actor = Actor {
            workspace: Uuid::now_v7(),
            who: Who::User(me),
            grants: Arc::new(grants),
            zone: chrono_tz::Asia::Shanghai,
            currency: "CNY".into(),
            customs: Arc::default(),
            shares: Arc::default(),
            request_id: Uuid::now_v7(),
            session: None,
        };
        (actor, me)
    }

    #[test]
    fn no_grant_reaches_nothing() {
        let (actor, me) = actor(None);
        assert!(!actor.reaches("thing", Action::Read, Some(me)));
    }

    #[test]
    fn limits_take_away_and_never_give() {
        let (actor, me) = actor(Some(Scope::Own));
        let limited = |object: &str, access| actor.clone().limited_to([(object.to_owned(), access)].into());
        assert!(actor.in_full().is_ok() && limited("thing", Access::Write).in_full().is_err());
        assert_eq!(limited("thing", Access::Read).scope("thing", Action::Read), Some(Scope::Own));
        assert!(limited("thing", Access::Read).reaches("thing", Action::Read, Some(me)));
        assert_eq!(limited("thing", Access::Write).scope("thing", Action::Change), None, "the user may not");
        assert_eq!(limited("other", Access::Write).scope("thing", Action::Read), None);
        assert_eq!(limited("other", Access::Write).scope("other", Action::Read), None, "the user may not");
        let everything = Actor { grants: Arc::new(Grants { everything: true, ..Grants::default() }), ..actor.clone() };
        let looking = everything.clone().limited_to([("thing".to_owned(), Access::Read)].into());
        let allowed = Action::ALL.map(|action| looking.may("thing", action));
        assert_eq!(allowed, [true, false, false, false, true], "{:?}", Action::ALL);
        assert!(!looking.may("other", Action::Read) && looking.narrowed("thing", Action::Read).scope("other", Action::Read).is_none());
        let writing = everything.limited_to([("thing".to_owned(), Access::Write)].into());
        assert!(Action::ALL.iter().all(|action| writing.may("thing", *action) && !writing.may("other", *action)));
    }

    #[test]
    fn shares_add_to_how_far_rights_reach_and_give_none() {
        let (actor, me) = actor(Some(Scope::Own));
        let (seen, changed, other) = (Uuid::now_v7(), Uuid::now_v7(), Some(Uuid::now_v7()));
        let shares = Shares { circles: vec![me], seen: [(seen, me), (changed, me)].into(), changed: [changed].into() };
        let actor = Actor { shares: Arc::new(shares), ..actor };
        assert!(actor.reaches_record("thing", Action::Read, other, seen) && !actor.reaches("thing", Action::Read, other));
        assert!(!actor.reaches_record("thing", Action::Change, other, changed), "there is no right to change");
        let mut grants = (*actor.grants).clone();
        grants.scopes.insert(("thing".into(), Action::Change), Scope::Own);
        let actor = Actor { grants: Arc::new(grants), ..actor };
        assert!(actor.reaches_record("thing", Action::Change, other, changed));
        assert!(!actor.reaches_record("thing", Action::Change, other, seen));
        assert_eq!(actor.narrowed("thing", Action::Change).shared("thing"), [changed]);
        assert_eq!(actor.narrowed("thing", Action::Read).shared("thing").len(), 2);
        assert!(actor.limited_to([("other".to_owned(), Access::Write)].into()).shared("thing").is_empty());
    }

    #[test]
    fn only_the_widest_scope_reaches_records_without_an_owner() {
        for (scope, reaches) in [(Scope::Own, false), (Scope::Team, false), (Scope::Unit, false), (Scope::All, true)] {
            let (actor, me) = actor(Some(scope));
            assert!(actor.reaches("thing", Action::Read, Some(me)));
            assert_eq!(actor.reaches("thing", Action::Read, None), reaches, "{scope:?}");
            assert_eq!(actor.reaches("thing", Action::Read, Some(Uuid::now_v7())), reaches, "{scope:?}");
            assert!(!actor.reaches("thing", Action::Change, Some(me)));
        }
    }
}
