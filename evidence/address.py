"""Which resolved addresses are the public internet. Pure; asked at connect time by `evidence.net`.

A positive rule: what is not known to be public is not spoken to. Lists of forbidden ranges always lag behind.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_PUBLIC_SIX = ip_network("2000::/3")
# Inside 2000::/3, yet not plain public: protocol assignments (Teredo, ORCHID), documentation, 6to4.
_NOT_PUBLIC_SIX = tuple(ip_network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_NOT_PUBLIC_FOUR = tuple(ip_network(text) for text in ("192.0.0.0/24", "192.88.99.0/24"))


def is_public(text: str) -> bool:
    """Say whether an IP address in text form (a scope after "%" included) is a public unicast address."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        return _is_public_four(address.ipv4_mapped) if address.ipv4_mapped else _is_public_six(address)
    return _is_public_four(address)


def _is_public_four(address: IPv4Address) -> bool:
    if any(address in network for network in _NOT_PUBLIC_FOUR):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _is_public_six(address: IPv6Address) -> bool:
    # A scope ("%eth0") names an interface of this machine: never a public address.
    if address.scope_id is not None or address not in _PUBLIC_SIX:
        return False
    return not any(address in network for network in _NOT_PUBLIC_SIX)
