"""A round's times in the zone its company chose."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from babel.dates import format_datetime

from livinglab.foundation.places import country_name

UNIVERSAL = "UTC"


@lru_cache
def zone_names() -> tuple[str, ...]:
    """The zones somebody can choose: UTC and those that belong to a country."""
    known = available_timezones()
    places = sorted(
        zone for zone, country in _countries().items() if zone in known and "/" in zone and country != "001"
    )
    return (UNIVERSAL, *places)


def zones_in(country: str) -> list[str]:
    """The zones of a country, those with the shorter names first."""
    return sorted((zone for zone in zone_names() if _countries().get(zone) == country), key=lambda z: (len(z), z))


def usual_zone(country: str) -> str:
    """The zone of a country that has only one; UTC where somebody must choose."""
    found = zones_in(country)
    return found[0] if len(found) == 1 else UNIVERSAL


def zone_choices(country: str) -> dict[str, dict[str, str]]:
    """Choices for a list, in groups: the country's own zones, UTC, then by part of the world."""
    own = zones_in(country)
    groups: dict[str, dict[str, str]] = {}
    if own:
        groups[country_name(country)] = {zone: place_of(zone) for zone in own}
    groups["Everywhere"] = {UNIVERSAL: "UTC"}
    for zone in zone_names():
        if zone not in own and zone != UNIVERSAL:
            groups.setdefault(zone.partition("/")[0], {})[zone] = place_of(zone)
    return groups


def place_of(zone: str) -> str:
    """The place a zone is named after."""
    return zone.partition("/")[2].replace("_", " ").replace("/", ", ") or zone


def name_of(zone: str) -> str:
    """A zone as a sentence names it: "UTC", "Stockholm time"."""
    return zone if zone == UNIVERSAL else f"{place_of(zone)} time"


def written(value: datetime | None, zone: str) -> str:
    """A time with its zone, "1 Dec 2026, 09:00 Stockholm time"; empty for None."""
    if value is None:
        return ""
    return format_datetime(to_local(value, zone), "d MMM y, HH:mm", locale="en_GB") + f" {name_of(zone)}"


def to_local(value: datetime, zone: str) -> datetime:
    """A stored time on the clocks of a zone, without saying which."""
    return value.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def from_local(value: datetime, zone: str) -> datetime | None:
    """The moment that clocks of a zone show so; None when they never do, because they were put forward.

    When they show it twice, it is the first of the two.
    """
    moment = value.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return moment if to_local(moment, zone) == value else None


@lru_cache
def _countries() -> dict[str, str]:
    return dict(get_global("zone_territories"))
