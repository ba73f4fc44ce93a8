"""The positive address rule: 47 special-purpose addresses are refused, public ones are let through."""

import pytest

from evidence.address import is_public

# One of each block of IANA's special-purpose registries, and of multicast and reserved space.
SPECIAL_FOUR = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.255.254",
    "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.8", "192.0.0.170",
    "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.254", "198.18.0.1", "198.19.255.254", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
)  # fmt: skip
SPECIAL_SIX = (
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::1",
    "3fff::1", "5f00::1", "fc00::1", "fe80::1", "ff02::1",
)  # fmt: skip
PUBLIC = ("8.8.8.8", "1.1.1.1", "202.28.18.1", "164.115.5.1", "2606:4700:4700::1111", "2405:9800::1", "::ffff:8.8.8.8")


def test_rule_refuses_every_special_address_and_no_public_one():
    special = SPECIAL_FOUR + SPECIAL_SIX

    assert len(special) == 47
    assert [one for one in special if is_public(one)] == []
    assert [one for one in PUBLIC if not is_public(one)] == []


@pytest.mark.parametrize(
    "text", ["", "localhost", "127.1", "fe80::1%eth0", "2606:4700::1%eth0", "8.8.8.8:80", "٨.٨.٨.٨"]
)
def test_what_is_no_plain_address_is_not_public(text):
    assert not is_public(text)


def test_ipaddress_alone_would_let_special_addresses_through():
    """The control: why the standard library's "is_global" is not enough."""
    from ipaddress import ip_address

    assert [one for one in SPECIAL_FOUR + SPECIAL_SIX if ip_address(one).is_global] != []
