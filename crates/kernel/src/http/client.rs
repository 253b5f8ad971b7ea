//! Where a request comes from, and whether over TLS: the address of whoever is connected, or, when that is a proxy one
//! trusts, what it says.
//!
//! Anybody can write `X-Forwarded-For` and `X-Forwarded-Proto`; only the proxies that the operator has named are believed.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    str::FromStr,
    sync::atomic::{AtomicBool, Ordering},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{Extensions, HeaderMap, request::Parts},
};

use super::app::App;

/// An address, or a range of addresses such as `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("“{text}” is no address like 127.0.0.1 and no range like 10.0.0.0/8");
        let (address, bits) = match text.trim().split_once('/') {
            None => (text.trim(), None),
            Some((address, bits)) => (address, Some(bits.parse::<u8>().map_err(|_| wrong())?)),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        match bits.unwrap_or(most) {
            bits if bits <= most => Ok(Self { address, bits }),
            _ => Err(wrong()),
        }
    }
}

impl Network {
    /// Whether an address lies in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let differing = match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => u32::leading_zeros(own.to_bits() ^ other.to_bits()),
            (IpAddr::V6(own), IpAddr::V6(other)) => u128::leading_zeros(own.to_bits() ^ other.to_bits()),
            _ => return false,
        };
        differing >= u32::from(self.bits)
    }
}

/// The address that a request comes from; `None` when nobody knows, as in tests.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub Option<IpAddr>);

impl FromRequestParts<App> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() else { return Ok(Self(None)) };
        let said: Vec<&str> = parts.headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect();
        let peer = peer.ip().to_canonical();
        if !said.is_empty() && !trusted(app.proxies(), peer) {
            warn_once();
        }
        Ok(Self(Some(client(peer, &said, app.proxies()))))
    }
}

/// Whether the browser came over TLS, as a trusted proxy says; Guanxi itself speaks none.
#[derive(Clone, Copy, Debug)]
pub struct OverTls(pub bool);

impl OverTls {
    pub(super) fn of(headers: &HeaderMap, extensions: &Extensions, proxies: &[Network]) -> Self {
        let said: Vec<&str> = headers.get_all("x-forwarded-proto").iter().filter_map(|value| value.to_str().ok()).collect();
        let Some(ConnectInfo(peer)) = extensions.get::<ConnectInfo<SocketAddr>>() else { return Self(false) };
        let is_trusted = trusted(proxies, peer.ip().to_canonical());
        if !said.is_empty() && !is_trusted {
            warn_once();
        }
        // Of several proxies the outermost speaks with the browser, and stands first.
        let outermost = said.first().and_then(|schemes| schemes.split(',').next()).unwrap_or_default();
        Self(is_trusted && outermost.trim().eq_ignore_ascii_case("https"))
    }
}

impl FromRequestParts<App> for OverTls {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers, &parts.extensions, app.proxies()))
    }
}

/// Operators who have put a proxy in front learn that it is not believed; once, because anybody can send the header.
fn warn_once() {
    static WARNED: AtomicBool = AtomicBool::new(false);
    if !WARNED.swap(true, Ordering::Relaxed) {
        tracing::warn!("A request said that it was forwarded, but by no proxy that is trusted: see --trust-proxy");
    }
}

fn trusted(proxies: &[Network], address: IpAddr) -> bool {
    proxies.iter().any(|network| network.contains(address))
}

/// The nearest address that is no trusted proxy. Each proxy adds at the end whom it was asked by, so the list is read
/// backwards, and what stands before the first that is not trusted may be a lie.
fn client(peer: IpAddr, forwarded: &[&str], proxies: &[Network]) -> IpAddr {
    let mut nearest = peer;
    for entry in forwarded.iter().rev().flat_map(|header| header.rsplit(',')) {
        if !trusted(proxies, nearest) {
            break;
        }
        let Some(before) = address(entry.trim()) else { break };
        nearest = before;
    }
    nearest
}

/// An address as proxies write it: alone, or with a port.
fn address(text: &str) -> Option<IpAddr> {
    let alone = text.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    alone.or_else(|_| text.parse::<SocketAddr>().map(|socket| socket.ip())).ok().map(|ip| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn proxies(texts: &[&str]) -> Vec<Network> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn networks_are_addresses_or_ranges() {
        for (network, inside, outside) in [
            ("127.0.0.1", "127.0.0.1", "127.0.0.2"),
            ("10.0.0.0/8", "10.255.1.2", "11.0.0.1"),
            ("192.168.4.0/22", "192.168.7.9", "192.168.8.1"),
            ("0.0.0.0/0", "203.0.113.9", "::1"),
            ("::1", "::1", "::2"),
            ("fd00::/8", "fd12::1", "fe80::1"),
        ] {
            let network: Network = network.parse().unwrap();
            assert!(network.contains(ip(inside)), "{network:?} {inside}");
            assert!(!network.contains(ip(outside)), "{network:?} {outside}");
        }
        for wrong in ["", "localhost", "10.0.0.0/33", "10.0.0.0/x", "1.2.3"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let peer = ip("203.0.113.9");
        assert_eq!(client(peer, &["198.51.100.1"], &[]), peer, "nobody is trusted");
        assert_eq!(client(peer, &["198.51.100.1"], &proxies(&["127.0.0.1"])), peer, "somebody else is");
        assert_eq!(client(ip("127.0.0.1"), &["198.51.100.1"], &proxies(&["127.0.0.1"])), ip("198.51.100.1"));
        assert_eq!(client(ip("127.0.0.1"), &[], &proxies(&["127.0.0.1"])), ip("127.0.0.1"), "a proxy that says nothing");
    }

    #[test]
    fn what_the_client_wrote_itself_is_not_believed() {
        let chain = proxies(&["127.0.0.1", "10.0.0.0/8"]);
        // The client sent "1.1.1.1"; the outer proxy added the client, the inner one the outer.
        assert_eq!(client(ip("127.0.0.1"), &["1.1.1.1, 198.51.100.1, 10.0.0.7"], &chain), ip("198.51.100.1"));
        assert_eq!(client(ip("127.0.0.1"), &["1.1.1.1", "198.51.100.1"], &chain), ip("198.51.100.1"), "in two headers");
        assert_eq!(client(ip("127.0.0.1"), &["198.51.100.1, nonsense"], &chain), ip("127.0.0.1"));
        assert_eq!(client(ip("127.0.0.1"), &["198.51.100.1:5060"], &chain), ip("198.51.100.1"));
        assert_eq!(client(ip("127.0.0.1"), &["[2001:db8::7]:443"], &chain), ip("2001:db8::7"));
        assert_eq!(client(ip("127.0.0.1"), &["::ffff:198.51.100.1"], &chain), ip("198.51.100.1"));
    }
}
