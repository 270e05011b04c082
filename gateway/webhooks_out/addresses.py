"""May we call this address? Nobody who may add an endpoint can make us ask our own network in their place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult

from gateway.domain.errors import DataError

MAX_URL = 2000
_LOCALHOST = "localhost"
_NAME = re.compile(r"[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?")  # what every reader of addresses reads alike
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last four bytes are an IPv4 address
# A cloud's own services at an address of the open internet: Azure's, read 2026-11-23 at
# learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
_METADATA = frozenset({IPv4Address("168.63.129.16")})
Address = IPv4Address | IPv6Address


class Reach(IntEnum):
    """How far an endpoint's address may lie."""

    PUBLIC = 1  # the open internet alone
    PRIVATE = 2  # the own network and this machine too; never a cloud's metadata
    LOOPBACK = 3  # this machine alone: for a clock that was set


class ForbiddenAddress(OSError):
    """A name leads to an address that we do not call."""


class GuardedResolver(AbstractResolver):
    """Looks a name up once; the connection then goes to what was looked at, whatever the name says later."""

    def __init__(self, resolver: AbstractResolver, reach: Reach) -> None:
        self._resolver, self._reach = resolver, reach

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        """Return a name's addresses. Raises ForbiddenAddress where one of them is."""
        found = await self._resolver.resolve(host, port, family)
        if not all(is_allowed(one["host"], self._reach) for one in found):
            raise ForbiddenAddress("the name leads to an address that is not called")
        return found

    async def close(self) -> None:
        """Close the resolver behind this one."""
        await self._resolver.close()


def is_allowed(host: str, reach: Reach) -> bool:
    """Whether a literal address may be called; one that cannot be read may not."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return all(_is_within(one, reach) for one in _embedded(address))


def is_literal(host: str) -> bool:
    """Whether a host is a number, written well or badly: nobody would look it up by the guarded way."""
    return ":" in host or host.replace(".", "").isdigit()


def checked_url(url: str, reach: Reach) -> str:
    """Return an endpoint's address. Raises DataError where we would never call it."""
    if len(url) > MAX_URL or not url.isascii() or not url.isprintable() or " " in url:
        raise _wrong("must be an address of printable ASCII characters, at most 2,000")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _wrong("is no address") from None
    if not host or parts.username is not None or parts.password is not None or parts.fragment or port == 0:
        raise _wrong("must be like https://example.com/hooks: no user, no password, no #")
    if not is_literal(host) and not _NAME.fullmatch(host):
        raise _wrong("has a host that is no name; write an international one as xn--…")
    is_near = host == _LOCALHOST or (is_literal(host) and is_allowed(host, Reach.LOOPBACK))
    if parts.scheme != "https" and not (parts.scheme == "http" and is_near and reach is not Reach.PUBLIC):
        raise _wrong(
            "must begin with https://; http is for this machine alone, with private addresses allowed"
        )
    if is_literal(host) and not is_allowed(host, reach):
        raise _wrong("leads into a private network or to a cloud's metadata")
    return url


def _embedded(address: Address) -> Sequence[Address]:
    """The address, and the IPv4 addresses that it stands for."""
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address, address.sixtofour)
    if address.teredo is not None:
        return (address, *address.teredo)
    if address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return (address,)


def _is_within(address: Address, reach: Reach) -> bool:
    if reach is Reach.LOOPBACK:
        return address.is_loopback
    never = address.is_link_local or address.is_multicast or address.is_unspecified or address in _METADATA
    if never or (address.is_reserved and not address.is_loopback):
        return False
    return address.is_global or reach is Reach.PRIVATE


def _wrong(what: str) -> DataError:
    return DataError(f"url: the address {what}", field="url")
