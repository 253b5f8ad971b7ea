//! What providers may be, and what their groups give.

use std::collections::BTreeSet;

use guanxi_kernel::check::Check;
use serde_json::Value;
use url::{Host, Url};
use uuid::Uuid;

use super::api::GroupMapping;

/// The most characters of an address.
const MAX_ADDRESS: usize = 300;
/// The most groups that are mapped.
pub const MAX_MAPPINGS: usize = 200;

/// Whether Guanxi may speak with this address: over TLS, but for one on this machine while Guanxi itself is tried out there.
#[must_use]
pub fn may_be_asked(address: &Url, tried_out: bool) -> bool {
    let on_this_machine = match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let plain = address.username().is_empty() && address.password().is_none() && address.fragment().is_none();
    plain && (address.scheme() == "https" || (address.scheme() == "http" && on_this_machine && tried_out))
}

/// Whether Guanxi is tried out on the machine where it runs, as its own address says.
#[must_use]
pub fn is_tried_out(address: Option<&str>) -> bool {
    address.and_then(|address| Url::parse(address).ok()).is_none_or(|address| address.scheme() == "http" && may_be_asked(&address, true))
}

/// Refuses an issuer that Guanxi may not speak with.
pub fn check_issuer(check: &mut Check, issuer: &str, tried_out: bool) -> String {
    let issuer = check.required("/issuer", issuer, MAX_ADDRESS);
    let fits = |address: Url| may_be_asked(&address, tried_out) && address.query().is_none();
    if !issuer.is_empty() && !Url::parse(&issuer).is_ok_and(fits) {
        check.wrong("/issuer", "provider_address", "This is an address like https://login.example.com, without anything after a ?.");
    }
    issuer
}

/// What somebody's groups give.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The roles.
    pub roles: BTreeSet<Uuid>,
    /// The unit of the first mapped group that names one.
    pub org_unit: Option<Uuid>,
}

/// What these groups give, by the mapping.
#[must_use]
pub fn given(mapping: &[GroupMapping], groups: &[String]) -> Given {
    let theirs: Vec<&GroupMapping> = mapping.iter().filter(|mapping| groups.contains(&mapping.group)).collect();
    Given { roles: theirs.iter().map(|mapping| mapping.role_id).collect(), org_unit: theirs.iter().find_map(|mapping| mapping.org_unit_id) }
}

/// The groups in a claim: a list of names, or one name.
#[must_use]
pub fn groups_in(claim: Option<&Value>) -> Vec<String> {
    match claim {
        Some(Value::Array(groups)) => groups.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(group)) => vec![group.clone()],
        _ => Vec::new(),
    }
}

/// A path of Guanxi itself: `//elsewhere` would lead away.
#[must_use]
pub fn own_path(path: Option<&str>) -> &str {
    let is_own = |path: &&str| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.contains(char::is_control);
    path.filter(is_own).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_addresses_over_tls_are_asked_but_on_this_machine() {
        for (address, outside, tried_out) in [
            ("https://login.example.com", true, true),
            ("http://login.example.com", false, false),
            ("http://127.0.0.1:4444/realm", false, true),
            ("http://localhost:4444", false, true),
            ("http://[::1]:4444", false, true),
            ("http://10.0.0.1", false, false),
            ("http://localhost.example.com", false, false),
            ("https://user:secret@login.example.com", false, false),
            ("ftp://127.0.0.1", false, false),
        ] {
            let address = Url::parse(address).unwrap();
            assert_eq!((may_be_asked(&address, false), may_be_asked(&address, true)), (outside, tried_out), "{address}");
        }
        assert!(is_tried_out(None) && is_tried_out(Some("http://127.0.0.1:8080")) && is_tried_out(Some("http://localhost:8080")));
        assert!(!is_tried_out(Some("https://crm.example.com")) && !is_tried_out(Some("http://crm.example.com")));
    }

    #[test]
    fn groups_give_roles_and_the_first_unit() {
        let [seller, manager, east, west] = [(); 4].map(|()| Uuid::now_v7());
        let map = |group: &str, role_id, org_unit_id| GroupMapping { group: group.to_owned(), role_id, org_unit_id };
        let mapping = [map("sales", seller, None), map("leads", manager, Some(east)), map("west", seller, Some(west))];
        let of = |groups: &[&str]| given(&mapping, &groups.iter().map(|group| (*group).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&["sales", "other"]), Given { roles: [seller].into(), org_unit: None });
        assert_eq!(of(&["west", "leads"]), Given { roles: [seller, manager].into(), org_unit: Some(east) });
        assert_eq!(of(&["Sales"]), Given::default(), "as the provider writes it");
    }

    #[test]
    fn groups_are_a_list_or_one_name() {
        assert_eq!(groups_in(Some(&json!(["a", 1, "b"]))), ["a", "b"]);
        assert_eq!(groups_in(Some(&json!("a"))), ["a"]);
        assert_eq!(groups_in(Some(&json!({"a": true}))), Vec::<String>::new());
        assert_eq!(groups_in(None), Vec::<String>::new());
    }

    #[test]
    fn one_comes_back_to_a_path_of_guanxi_only() {
        for (asked, path) in [
            (Some("/accounts?q=1"), "/accounts?q=1"),
            (Some("//evil.example"), "/"),
            (Some("/\\evil.example"), "/"),
            (Some("https://evil.example"), "/"),
            (Some("/a\r\nSet-Cookie: x"), "/"),
            (None, "/"),
        ] {
            assert_eq!(own_path(asked), path);
        }
    }
}
