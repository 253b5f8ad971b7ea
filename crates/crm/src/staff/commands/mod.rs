//! Every write of staff.

mod columns;
mod invitation;
mod many;
mod org;
mod passkey;
mod password;
mod people;
mod refused;
mod role;
mod second_step;
mod setup;
mod sign_in;
mod throttle;
mod through;
pub(crate) mod ticket;
mod viewing;

pub(crate) use self::setup::TRADES;
pub use self::{
    columns::{choose_columns, forget_columns},
    invitation::{accept, invite, invited, renew_invitation, withdraw_invitation},
    many::{NewColleague, insert_people, insert_teams},
    org::{add_org_unit, change_org_unit, move_up_from, remove_org_unit},
    passkey::{add_passkey, ask_passkey, remove_passkey, rename_passkey, sign_in_by_passkey, start_passkey},
    password::{change_password, make_reset, reset, set_password, use_reset},
    people::{change_profile, change_user, deactivate, reactivate},
    role::{add_role, change_role, remove_role, restore_role},
    second_step::{
        confirm_authenticator, demand_second_step, renew_recovery_codes, reset_second_step, start_authenticator, take_away,
        take_second_step, turn_authenticator_off,
    },
    setup::{give_role, set_up, setup_is_open},
    sign_in::{Browser, Entry, MOST_TOKEN_DAYS, SignedIn, forget_expired, make_token, revoke, revoke_token_of, sign_in, start_session},
    throttle::forget_tries,
    viewing::{end_viewing, view_as},
};
pub(crate) use self::{
    sign_in::{Let, enter, in_person},
    through::{end_password, follow, join},
};
