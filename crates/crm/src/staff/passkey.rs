//! What a passkey proves (`WebAuthn`): the place that it is bound to, what a browser is asked, and what its answer is worth.
//! Knows no database.
//!
//! A passkey is kept by a telephone, a computer or a key on a ring, which shows that its owner was there and was recognised
//! by a finger, a face or a PIN. It is bound to the host at which it was made, so it cannot be shown to a false page.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use guanxi_kernel::error::{Error, Result};
use serde_json::{Value, json};
use url::{Host, Url};
use uuid::Uuid;
use webauthn_rs::prelude::{
    AuthenticationResult, CredentialID, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Webauthn, WebauthnBuilder, WebauthnError,
};

/// What browsers call us when they ask for a passkey.
const OUR_NAME: &str = "Guanxi";

/// Where passkeys are made and shown.
pub(super) struct Place {
    /// The host that they are bound to.
    pub host: String,
    /// The address of the pages that may ask for them.
    pub origin: String,
    webauthn: Webauthn,
}

impl Place {
    /// The place of an address at which browsers reach Guanxi. There is none where browsers have no passkeys: at a bare number,
    /// and without TLS, but for this machine itself, which browsers trust by its name.
    pub(super) fn of(address: Option<&str>) -> Option<Self> {
        let mut address = Url::parse(address?).ok()?;
        let on_this_machine = match address.host()? {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(number) => number.is_loopback(),
            Host::Ipv6(number) => number.is_loopback(),
        };
        if address.scheme() == "http" && on_this_machine {
            address.set_host(Some("localhost")).ok()?;
        } else if address.scheme() != "https" {
            return None;
        }
        let host = address.domain()?.to_owned();
        let webauthn = WebauthnBuilder::new(&host, &address).ok()?.rp_name(OUR_NAME).build().ok()?;
        Some(Self { host, origin: address.origin().ascii_serialization(), webauthn })
    }

    /// The same, or why there is none.
    pub(super) fn required(address: Option<&str>) -> Result<Self> {
        Self::of(address).ok_or_else(|| {
            Error::conflict("passkeys_not_here", "Browsers offer passkeys only where Guanxi is reached by a name and over https.")
        })
    }

    /// What a browser is asked to make a passkey of a user, which is none of those `known`.
    pub(super) fn begin(&self, user: Uuid, email: &str, name: &str, known: Vec<CredentialID>) -> Result<(Value, PasskeyRegistration)> {
        let (asked, state) =
            self.webauthn.start_passkey_registration(user, email, name, Some(known)).map_err(|error| unexpected(&error))?;
        let mut options = public_key(serde_json::to_value(asked)?);
        // The library would leave it to the device; without this nobody could sign in without typing an address.
        options["authenticatorSelection"]["residentKey"] = json!("required");
        options["authenticatorSelection"]["requireResidentKey"] = json!(true);
        Ok((options, state))
    }

    /// The passkey that a browser has made.
    pub(super) fn made(&self, answer: &Value, state: &PasskeyRegistration) -> Result<Passkey> {
        if answer.pointer("/clientExtensionResults/credProps/rk") == Some(&Value::Bool(false)) {
            return Err(Error::field("/credential", "passkey_not_kept", "This device cannot keep a passkey; use another one."));
        }
        let answer: RegisterPublicKeyCredential = serde_json::from_value(answer.clone()).map_err(|_| not_made())?;
        self.webauthn.finish_passkey_registration(&answer, state).map_err(|error| {
            tracing::info!("A passkey was not made: {error}");
            not_made()
        })
    }

    /// What a browser is asked to show a passkey: one of these, or whichever its owner picks when there is none named.
    pub(super) fn ask(&self, of_these: &[CredentialID]) -> Result<(Value, DiscoverableAuthentication)> {
        let (asked, state) = self.webauthn.start_discoverable_authentication().map_err(|error| unexpected(&error))?;
        let mut options = public_key(serde_json::to_value(asked)?);
        let one = |id: &CredentialID| json!({"type": "public-key", "id": URL_SAFE_NO_PAD.encode(id)});
        options["allowCredentials"] = of_these.iter().map(one).collect();
        Ok((options, state))
    }

    /// Whether the passkey was shown, by its owner, here and now.
    pub(super) fn check(&self, shown: &Answer, state: DiscoverableAuthentication, passkey: &Passkey) -> Result<AuthenticationResult> {
        self.webauthn.finish_discoverable_authentication_v2(&shown.0, state, passkey).map_err(|error| {
            if matches!(error, WebauthnError::CredentialPossibleCompromise) {
                tracing::warn!("A passkey counts backwards; there may be a copy of it");
            } else {
                tracing::info!("A passkey was refused: {error}");
            }
            refused()
        })
    }
}

/// A passkey that a browser has shown, before anybody has looked whether it is right.
pub(super) struct Answer(PublicKeyCredential);

impl Answer {
    /// Reads one.
    pub(super) fn parse(answer: &Value) -> Result<Self> {
        serde_json::from_value(answer.clone()).map(Self).map_err(|_| refused())
    }

    /// By what the passkey is known.
    pub(super) fn credential(&self) -> &[u8] {
        self.0.get_credential_id()
    }

    /// Whether it says to be somebody else's; a device that was told whose it is may leave that out.
    pub(super) fn is_of_another(&self, user: Uuid) -> bool {
        self.0.get_user_unique_id().is_some_and(|said| said != user.as_bytes())
    }

    /// Whether it says whose it is.
    pub(super) fn says_whose(&self) -> bool {
        self.0.get_user_unique_id().is_some()
    }
}

/// The options themselves, without their wrapping.
fn public_key(mut asked: Value) -> Value {
    asked["publicKey"].take()
}

/// The one sentence for whatever is wrong with a passkey that is shown, so that nobody learns whether it is known.
pub(super) fn refused() -> Error {
    Error::field("/credential", "passkey_refused", "This passkey does not let anybody in here. Sign in with the password.")
}

fn not_made() -> Error {
    Error::field("/credential", "passkey_not_made", "The passkey was not made; try again.")
}

fn unexpected(error: &WebauthnError) -> Error {
    anyhow::anyhow!("passkeys: {error}").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_a_name_and_tls_but_on_this_machine() {
        for (address, place) in [
            ("https://crm.example.com", Some(("crm.example.com", "https://crm.example.com"))),
            ("https://crm.example.com:8443", Some(("crm.example.com", "https://crm.example.com:8443"))),
            ("http://localhost:8080", Some(("localhost", "http://localhost:8080"))),
            ("http://127.0.0.1:8080", Some(("localhost", "http://localhost:8080"))),
            ("http://[::1]:8080", Some(("localhost", "http://localhost:8080"))),
            ("http://crm.example.com", None),
            ("http://192.168.1.5:8080", None),
            ("https://192.168.1.5", None),
            ("https://127.0.0.1", None),
            ("crm.example.com", None),
        ] {
            let found = Place::of(Some(address));
            assert_eq!(found.as_ref().map(|place| (&*place.host, &*place.origin)), place, "{address}");
        }
        assert!(Place::of(None).is_none());
        assert!(Place::required(Some("http://192.168.1.5")).is_err());
    }

    #[test]
    fn a_passkey_is_found_without_a_name_and_its_owner_is_recognised() {
        let place = Place::of(Some("https://crm.example.com")).unwrap();
        let user = Uuid::now_v7();
        let known = vec![1, 2, 3];
        let (made, _) = place.begin(user, "wang@example.com", "王老板", vec![known.clone()]).unwrap();
        assert_eq!(made["rp"], json!({"id": "crm.example.com", "name": "Guanxi"}));
        assert_eq!(made["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(made["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(made["excludeCredentials"], json!([{"type": "public-key", "id": "AQID"}]));
        assert_eq!(made["user"]["id"].as_str().unwrap().len(), 22, "sixteen bytes and nothing personal: {made}");
        let (anybody, _) = place.ask(&[]).unwrap();
        assert_eq!((&anybody["userVerification"], &anybody["allowCredentials"]), (&json!("required"), &json!([])));
        let (one, _) = place.ask(&[known]).unwrap();
        assert_eq!(one["allowCredentials"], json!([{"type": "public-key", "id": "AQID"}]));
        assert_ne!(anybody["challenge"], one["challenge"]);
    }
}
