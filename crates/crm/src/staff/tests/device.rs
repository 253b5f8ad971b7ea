//! A telephone that keeps passkeys, as a browser hands its answers on.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const PRESENT: u8 = 0x01;
const RECOGNISED: u8 = 0x04;
const MADE: u8 = 0x40;

/// A telephone with its passkeys. The fields may be changed to let it misbehave.
pub(super) struct Device {
    keys: Vec<Key>,
    /// The page that asks.
    pub origin: String,
    /// How often it was used.
    pub counter: u32,
    /// Whether it has recognised its owner.
    pub recognises: bool,
    /// Whether it keeps passkeys, or only answers for those that are named.
    pub keeps: bool,
}

struct Key {
    id: Vec<u8>,
    secret: SigningKey,
    owner: String,
}

impl Device {
    /// A new one, at this page.
    pub(super) fn at(origin: &str) -> Self {
        Self { keys: Vec::new(), origin: origin.to_owned(), counter: 0, recognises: true, keeps: true }
    }

    /// Makes a passkey; `None` when it has one of those that are known.
    pub(super) fn make(&mut self, options: &Value) -> Option<Value> {
        let known = named(&options["excludeCredentials"]);
        if self.keys.iter().any(|key| known.contains(&key.id)) {
            return None;
        }
        let secret = SigningKey::from_slice(&rand::random::<[u8; 32]>()).expect("a random number is a key");
        let id = rand::random::<[u8; 16]>().to_vec();
        let point = secret.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().expect("a point has two halves"), point.y().expect("a point has two halves"));
        let mut data = self.data(&options["rp"]["id"], MADE);
        data.extend([0; 16]);
        data.extend(u16::try_from(id.len()).expect("an id is short").to_be_bytes());
        data.extend(&id);
        // A COSE key, as CBOR: an elliptic curve, ES256, P-256, and the point.
        data.extend([0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(x);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(y);
        let mut object = b"\xA3\x63fmt\x64none\x67attStmt\xA0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).expect("the data are short"));
        object.extend(data);
        let owner = options["user"]["id"].as_str().expect("a passkey is somebody's").to_owned();
        let answer = json!({
            "id": URL_SAFE_NO_PAD.encode(&id), "rawId": URL_SAFE_NO_PAD.encode(&id), "type": "public-key",
            "authenticatorAttachment": "platform", "clientExtensionResults": {"credProps": {"rk": self.keeps}},
            "response": {
                "attestationObject": URL_SAFE_NO_PAD.encode(object), "transports": ["internal", "hybrid", "smart-card"],
                "clientDataJSON": self.client_data("webauthn.create", options),
            },
        });
        self.keys.push(Key { id, secret, owner });
        Some(answer)
    }

    /// Shows its latest passkey, or the one that is named.
    pub(super) fn show(&mut self, options: &Value) -> Value {
        self.counter += u32::from(self.counter > 0);
        let asked = named(&options["allowCredentials"]);
        let fits = |key: &&Key| asked.is_empty() || asked.contains(&key.id);
        let key = self.keys.iter().rev().find(fits).expect("the telephone has a passkey");
        let data = self.data(&options["rpId"], 0);
        let client_data = self.client_data("webauthn.get", options);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(URL_SAFE_NO_PAD.decode(&client_data).expect("it was encoded just now")));
        let signature: Signature = key.secret.sign(&signed);
        let id = URL_SAFE_NO_PAD.encode(&key.id);
        json!({
            "id": id, "rawId": id, "type": "public-key", "authenticatorAttachment": "platform", "clientExtensionResults": {},
            "response": {
                "authenticatorData": URL_SAFE_NO_PAD.encode(data), "clientDataJSON": client_data,
                "signature": URL_SAFE_NO_PAD.encode(signature.to_der().as_bytes()), "userHandle": key.owner,
            },
        })
    }

    fn data(&self, host: &Value, made: u8) -> Vec<u8> {
        let mut data = Sha256::digest(host.as_str().expect("a passkey is bound to a host")).to_vec();
        data.push(PRESENT | made | if self.recognises { RECOGNISED } else { 0 });
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client_data(&self, what: &str, options: &Value) -> String {
        let said = json!({"type": what, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false});
        URL_SAFE_NO_PAD.encode(said.to_string())
    }
}

fn named(list: &Value) -> Vec<Vec<u8>> {
    let ids = list.as_array().into_iter().flatten().filter_map(|one| one["id"].as_str());
    ids.map(|id| URL_SAFE_NO_PAD.decode(id).expect("ids are Base64")).collect()
}
