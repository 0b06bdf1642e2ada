//! Where a request came from, when reverse proxies stand before the door.
//!
//! Waiting times after wrong passwords count per network (trust.md T7), so a caller must not be able to choose the
//! address that we see: a header is believed only as far back as proxies that the operator named have written it.

use std::{net::IpAddr, str::FromStr};

use actix_web::HttpRequest;
use ipnet::IpNet;

/// The reverse proxies that the operator trusts; none by default.
#[derive(Clone, Debug, Default)]
pub struct Proxies(Vec<IpNet>);

impl FromStr for Proxies {
    type Err = String;

    /// Reads addresses and networks between commas, as in `127.0.0.1, 10.0.0.0/8`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let each = text.split(',').map(str::trim).filter(|each| !each.is_empty());
        let nets = each.map(|each| {
            let net = each.parse::<IpNet>().or_else(|_| each.parse::<IpAddr>().map(IpNet::from));
            net.map_err(|_| format!("{each} 不是地址或网段; not an address or a network, as in 10.0.0.0/8"))
        });
        Ok(Self(nets.collect::<Result<_, _>>()?))
    }
}

impl Proxies {
    /// The address of the caller: the connection's own, or behind trusted proxies the nearest one that is not a proxy.
    pub fn caller(&self, request: &HttpRequest) -> Option<IpAddr> {
        let peer = request.peer_addr()?.ip();
        let written = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = written.flat_map(|value| value.split(',')).map(str::trim).collect();
        Some(self.nearest(peer, &hops))
    }

    /// Goes from the connection backwards through the hops for as long as each was written by a trusted proxy.
    fn nearest(&self, peer: IpAddr, hops: &[&str]) -> IpAddr {
        let mut caller = peer;
        for hop in hops.iter().rev() {
            if !self.trusts(caller) {
                break;
            }
            let Ok(address) = hop.parse() else { break };
            caller = address;
        }
        caller
    }

    fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|net| net.contains(&address))
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::Proxies;

    fn nearest(trusted: &str, peer: &str, hops: &[&str]) -> String {
        let trusted: Proxies = trusted.parse().expect("a list of networks");
        trusted.nearest(peer.parse::<IpAddr>().expect("an address"), hops).to_string()
    }

    #[test]
    fn without_proxies_no_header_is_believed() {
        assert_eq!(nearest("", "192.0.2.9", &["198.51.100.1"]), "192.0.2.9");
    }

    #[test]
    fn a_trusted_proxy_tells_who_called_it() {
        assert_eq!(nearest("127.0.0.1", "127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(nearest("10.0.0.0/8, ::1", "10.1.2.3", &["198.51.100.1", "10.9.9.9"]), "198.51.100.1");
    }

    #[test]
    fn what_the_caller_wrote_before_the_proxy_counts_for_nothing() {
        assert_eq!(nearest("127.0.0.1", "127.0.0.1", &["203.0.113.7", "198.51.100.1"]), "198.51.100.1");
    }

    #[test]
    fn a_hop_that_is_no_address_ends_the_way_back() {
        assert_eq!(nearest("127.0.0.1", "127.0.0.1", &["198.51.100.1", "unknown"]), "127.0.0.1");
    }

    #[test]
    fn an_address_in_the_newer_clothes_of_the_older_is_the_same_proxy() {
        assert_eq!(nearest("127.0.0.1", "::ffff:127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
    }

    #[test]
    fn what_is_not_a_network_is_named() {
        assert!("10.0.0.0/8, proxy".parse::<Proxies>().expect_err("a name").contains("proxy"));
    }
}
