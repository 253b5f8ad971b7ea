//! The wire of the second step of signing in: authenticator apps, recovery codes, and whom it is demanded of.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Ref;

/// What is asked for after the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AskedFor {
    /// A code of the authenticator app, or a recovery code; a passkey where there is one.
    Code,
    /// A passkey: there is no authenticator app.
    Passkey,
    /// To set an authenticator app up or to make a passkey, because it is demanded and there is neither.
    Enrol,
}

/// The password was right; nobody is signed in yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedStep {
    /// What is asked for.
    pub step: AskedFor,
    /// To be sent with it.
    pub ticket: String,
    /// Until when the ticket works.
    pub expires_at: DateTime<Utc>,
    /// The authenticator app to be set up, with `enrol`.
    pub authenticator: Option<NewAuthenticator>,
    /// What the browser may be asked for instead: to show a passkey (`parseRequestOptionsFromJSON`), with `enrol` to make one
    /// (`parseCreationOptionsFromJSON`); `null` where that is not possible.
    #[schema(value_type = Option<Object>)]
    pub passkey: Option<Value>,
}

/// What an authenticator app is told. It is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewAuthenticator {
    /// The key in Base32, for typing in.
    pub key: String,
    /// The same as an `otpauth:` address, for a QR code.
    pub url: String,
}

/// The second step of signing in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondStep {
    /// The ticket that came with the first.
    pub ticket: String,
    /// Six digits of the authenticator app, or a recovery code; empty when there is a passkey.
    #[serde(default)]
    pub code: String,
    /// What the browser has answered when it was asked for a passkey, as JSON.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub credential: Option<Value>,
    /// What its owner calls a passkey that was made just now.
    #[serde(default)]
    pub name: String,
}

/// Who has taken the second step is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Admitted {
    /// The recovery codes of an authenticator app that was set up just now. They are shown this once.
    pub recovery_codes: Vec<String>,
}

/// A password that is asked for again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PresentPassword {
    /// The present password; empty for who has none.
    #[serde(default)]
    pub current: String,
}

/// An authenticator app that counts once a code of it was shown.
#[derive(Debug, Serialize, ToSchema)]
pub struct StartedAuthenticator {
    /// To be sent with the code.
    pub ticket: String,
    /// Until when the ticket works.
    pub expires_at: DateTime<Utc>,
    /// What the app is told.
    pub authenticator: NewAuthenticator,
}

/// A code of the authenticator app that is to count.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmedAuthenticator {
    /// The ticket that came with it.
    pub ticket: String,
    /// Six digits that it shows.
    pub code: String,
    /// Six digits of the authenticator app that it takes the place of, or a recovery code.
    pub old_code: Option<String>,
}

/// A code in place of the password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShownCode {
    /// Six digits of the authenticator app, or a recovery code.
    pub code: String,
}

/// The wish to sign in by the password alone again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthenticatorOff {
    /// The present password; empty for who has none.
    #[serde(default)]
    pub current: String,
    /// Six digits of the authenticator app, or a recovery code.
    pub code: String,
}

/// Codes for when the telephone is lost, each of which works once. They are shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// The codes.
    pub recovery_codes: Vec<String>,
}

/// How somebody signs in beside the password.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnSecondStep {
    /// Since when there is an authenticator app.
    pub authenticator_since: Option<DateTime<Utc>>,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
    /// How many passkeys there are. One is as good as an authenticator app.
    pub passkeys: i64,
    /// Whether a second step is demanded.
    pub demanded: bool,
    /// From when nobody gets in without it; `null` where none is demanded or there is one.
    pub due_at: Option<DateTime<Utc>>,
    /// Whether there is a password, which is asked for when something of this changes.
    pub has_password: bool,
}

/// Of whom a second step is demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Demanded {
    /// Of nobody; everybody may have one.
    Nobody,
    /// Of whoever has one of some roles.
    Roles,
    /// Of everybody.
    Everybody,
}

/// Of whom a second step is demanded, and how many of them have none yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondStepRule {
    /// Of whom.
    pub who: Demanded,
    /// The roles, with `roles`.
    pub roles: Vec<Ref>,
    /// Since when; the days of grace count from here, or from when somebody joined.
    pub since: Option<DateTime<Utc>>,
    /// The days of grace.
    pub grace_days: i64,
    /// How many active users it concerns.
    pub concerned: i64,
    /// How many of them have no second step yet.
    pub without: i64,
}

/// Of whom a second step is to be demanded.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSecondStepRule {
    /// Of whom.
    pub who: Demanded,
    /// The roles, with `roles`.
    #[serde(default)]
    pub roles: Vec<Uuid>,
}
