//! Addresses of the Internet Protocol, as strictly as `std::net` reads them: no leading zeros, no zones.
//!
//! Spec: RFC 2673, §3.2; RFC 4291, §2.2.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::format::Format;

/// `192.0.2.1`
pub static IPV4: Format = Format::new("ipv4", |text| text.parse::<Ipv4Addr>().is_ok());
/// `2001:db8::1`
pub static IPV6: Format = Format::new("ipv6", |text| text.parse::<Ipv6Addr>().is_ok());

#[cfg(test)]
mod tests {
    use super::{IPV4, IPV6};

    #[test]
    fn addresses() {
        assert!(IPV4.accepts("192.0.2.1") && IPV6.accepts("2001:db8::1") && IPV6.accepts("::ffff:192.0.2.1"));
        for text in ["192.0.2.01", "192.0.2", "0x7f.1", "192.0.2.256", "192.0.2.1/24", "১.1.1.1"] {
            assert!(!IPV4.accepts(text), "{text}");
        }
        for text in ["fe80::1%eth0", "1::2::3", "12345::", "::192.0.2.01", "[::1]", "::1 "] {
            assert!(!IPV6.accepts(text), "{text}");
        }
    }
}
