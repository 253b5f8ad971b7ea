//! Every write of staff.

mod org;
mod people;
mod setup;
mod sign_in;

pub use self::{
    org::{add_org_unit, move_up_from, remove_org_unit, rename_org_unit},
    people::{accept, change_profile, change_user, deactivate, invitation, invite, reactivate},
    setup::{give_role, set_up, setup_is_open},
    sign_in::{change_password, forget_expired, forget_tries, make_token, revoke, set_password, sign_in, start_session},
};
