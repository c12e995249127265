"""Times of a round in the zone its company chose. No app, no database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livinglab.rounds import times

ZONES = st.sampled_from(times.zone_names())


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("UTC", "1 Jul 2027, 10:00 UTC"),
        ("Europe/Stockholm", "1 Jul 2027, 12:00 Stockholm time"),
        ("America/New_York", "1 Jul 2027, 06:00 New York time"),
        ("America/Argentina/Salta", "1 Jul 2027, 07:00 Argentina, Salta time"),
    ],
)
def test_a_time_says_its_zone(zone: str, said: str) -> None:
    assert times.written(datetime(2027, 7, 1, 10, tzinfo=UTC), zone) == said


def test_no_time_is_no_text() -> None:
    assert times.written(None, "UTC") == ""


def test_an_hour_that_the_clocks_leave_out_does_not_exist() -> None:
    assert times.from_local(datetime.fromisoformat("2027-03-28T02:30"), "Europe/Stockholm") is None


def test_an_hour_that_comes_twice_is_the_first_of_the_two() -> None:
    first = times.from_local(datetime.fromisoformat("2027-10-31T02:30"), "Europe/Stockholm")
    assert first == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("country", "zone"), [("SE", "Europe/Stockholm"), ("PL", "Europe/Warsaw"), ("US", "UTC"), ("XX", "UTC")]
)
def test_a_country_with_one_zone_has_a_usual_one(country: str, zone: str) -> None:
    assert times.usual_zone(country) == zone


def test_every_zone_is_offered_once_with_the_companys_own_first() -> None:
    groups = times.zone_choices("DE")
    assert next(iter(groups)) == "Germany"
    offered = [zone for zones in groups.values() for zone in zones]
    assert sorted(offered) == sorted(times.zone_names())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ZONES, st.integers(0, 36_500 * 24 * 12))
def test_what_a_clock_shows_is_read_as_the_moment_at_which_it_shows_it(zone: str, steps: int) -> None:
    typed = datetime.fromisoformat("2000-01-01T00:00") + timedelta(minutes=5 * steps)
    moment = times.from_local(typed, zone)
    if moment is None:
        assert times.from_local(typed - timedelta(days=7), zone) is not None
    else:
        assert moment.tzinfo is UTC
        assert times.to_local(moment, zone) == typed
