"""How often somebody may try: per address that is typed, and per place the tries come from."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

from livinglab.foundation.db import db
from livinglab.foundation.limits import within_limit


@dataclass(frozen=True)
class Limit:
    """So many tries for one address, and so many from one place, in a stretch of minutes."""

    what: str
    per_address: int
    per_place: int
    minutes: int


WRONG_PASSWORDS = Limit("sign-in", 10, 50, 15)
MAILS = Limit("account mail", 3, 20, 60)


def place() -> str:
    """Where a request comes from: its IP address; of IPv6 the network, because one customer has all of it."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else str(address)


def address_within(limit: Limit, address: str) -> bool:
    """Count one try for an address and say whether it may go on. The caller commits."""
    return within_limit(f"{limit.what}: address", address, limit.per_address, limit.minutes)


def place_within(limit: Limit) -> bool:
    """Count one try from this request's place and say whether it may go on. The caller commits."""
    return within_limit(f"{limit.what}: place", place(), limit.per_place, limit.minutes)


def count(limit: Limit, address: str) -> None:
    """Count one try for both. The caller commits."""
    address_within(limit, address)
    place_within(limit)


def is_used_up(limit: Limit, address: str) -> bool:
    """Whether one more try would be too many, without counting it."""
    look = db.session.begin_nested()
    within = address_within(limit, address) and place_within(limit)
    look.rollback()
    return not within
