"""Two people change the same plan: who saves second sees both, and decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from livinglab.foundation.stamps import stamp
from livinglab.products.models import Product
from livinglab.questionnaires.models import QuestionnaireVersion
from livinglab.rounds.forms import RuleForm
from livinglab.rounds.models import Round
from livinglab.rounds.times import name_of, written
from livinglab.rounds.views import words

Rows = Sequence[tuple[str, str]]
PLAN = ("product", "version", "name", "opens_at", "closes_at", "time_zone", "minutes", "mode")


def stamp_of(round_: Round, names: Iterable[str]) -> str:
    """The mark of some columns of a round, as they are now."""
    return stamp([str(_bare(getattr(round_, name))) for name in names])


def overtaken(round_: Round, names: Iterable[str], form: RuleForm, new: Mapping[str, Any]) -> Rows:
    """(label, what is stored now) of what somebody else changed since the form was opened; empty when all is well.

    Only what is not as it is `new`. The form gets the mark of what is stored: sent once more, it is saved.
    """
    now = stamp_of(round_, names)
    if not form.stamp.data or form.stamp.data == now:
        return ()
    form.stamp.data = now
    return [
        (form[name].label.text, _said(name, getattr(round_, name), round_))
        for name, value in new.items()
        if _bare(getattr(round_, name)) != _bare(value)
    ]


def _bare(value: Any) -> Any:
    return value.id if isinstance(value, Product | QuestionnaireVersion) else value


def _said(name: str, value: Any, round_: Round) -> str:
    if isinstance(value, datetime):
        return written(value, round_.time_zone)
    if isinstance(value, Product):
        return value.name
    if isinstance(value, QuestionnaireVersion):
        return f"{value.questionnaire.name}, version {value.number}"
    if value is None:
        return ""
    return {"mode": words.MODES.get, "time_zone": name_of}.get(name, str)(value) or ""
