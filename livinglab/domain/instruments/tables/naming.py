"""What the names of columns tell: numbers of items, and columns that are no items."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from livinglab.domain.questionnaire.folding import fold

_LAST = re.compile(r"(.*?)(\d{1,4})[\])\s.:]*", re.DOTALL)
_FIRST = re.compile(r"([^\W\d]{0,14}[\s_.-]?)(\d{1,4})(?:\s*[.:)\]–—|_-]\s*|\s+)\S.*", re.DOTALL)
_IDENTITY = re.compile(r"(?:^|[\s_.-])(?:id|nr|uuid|guid|code)$|[a-z]I[dD]$", re.IGNORECASE)
_CAMEL_IDENTITY = re.compile(r"[a-z]I[dD]$")
_OTHERS = {
    fold(name)
    for name in (
        "id", "nr", "no", "no.", "number", "nummer", "index", "row", "participant", "participant no", "respondent",
        "respondents", "user", "username", "person", "subject", "case", "record", "response", "timestamp", "time",
        "date", "datetime", "start date", "end date", "start time", "end time", "submit date", "submitted at",
        "recorded date", "duration", "duration (in seconds)", "completion time", "seconds", "ip address", "e-mail",
        "email address", "name", "first name", "last name", "age", "ålder", "alter", "wiek", "gender", "sex", "kön",
        "geschlecht", "country", "market", "land", "region", "city", "language", "locale", "lang", "språk", "sprache",
        "device", "browser", "os", "group", "grupp", "gruppe", "cohort", "segment", "condition", "version", "product",
        "task", "session", "round", "wave", "comment", "comments", "kommentar", "kommentare", "feedback", "remarks",
        "notes", "free text", "fritext", "anmerkungen", "source", "channel", "status", "progress", "finished", "weight",
        "consent", "zeitstempel", "tidsstämpel", "tidstämpel", "datum", "uhrzeit", "role", "occupation", "company",
        "organisation", "organization", "experience", "years", "user agent", "currency", "valuta", "währung",
    )
}  # fmt: skip
_TOTALS = {
    fold(name)
    for name in (
        "total",
        "sum",
        "score",
        "mean",
        "average",
        "summe",
        "summa",
        "sus",
        "sus score",
        "sus total",
        "result",
    )
}
RESPONDENT = {
    fold(name)
    for name in (
        "respondent", "respondent id", "respondents", "id", "participant", "participant id", "person", "person id",
        "user", "user id", "subject", "subject id", "rid", "pid", "uid", "response id", "case", "case id", "resp",
        "resp id", "deltagare", "teilnehmer", "befragter", "sys respnum",
    )
}  # fmt: skip


def is_other(name: str, *, also_totals: bool) -> bool:
    """Whether a column is called like something that is no answer: who, when, from where, a comment, a sum."""
    folded = fold(name)
    if (
        folded in _OTHERS
        or re.fullmatch(r"unnamed\d*", folded)
        or _CAMEL_IDENTITY.search(name)
        or _IDENTITY.search(name)
    ):
        return True
    return also_totals and folded in _TOTALS


def numbered(head: Sequence[str]) -> list[tuple[str, dict[int, int]]]:
    """(what stands before the number, number → place of the column), of columns that are told apart by numbers.

    The number may end a name (“SUS_01”, “Q3[7]”) or begin it (“1. I think …”). A number that stands twice makes the
    columns no series.
    """
    found = []
    for pattern in (_LAST, _FIRST):
        series: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, name in enumerate(head):
            if match := pattern.fullmatch(name):
                series[fold(match[1])].append((int(match[2]), place))
        found += [(before, dict(sorted(pairs))) for before, pairs in series.items() if len(dict(pairs)) == len(pairs)]
    return found
