"""When a question, an option or a section is shown, and the checks of a question: built without writing code."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.domain.questionnaire.conditions import Condition, Criterion, Together
from livinglab.domain.questionnaire.kinds.registry import kind_of
from livinglab.domain.questionnaire.numbers import PLAIN, read_decimal
from livinglab.domain.questionnaire.references import reference_problems
from livinglab.domain.questionnaire.structure import Item
from livinglab.domain.questionnaire.variables import all_variables, name_of
from livinglab.foundation.addresses import number_in
from livinglab.foundation.db import db
from livinglab.foundation.permissions import Policy, policy
from livinglab.questionnaires import deciding, saying
from livinglab.questionnaires.deciding import Place
from livinglab.questionnaires.drafts import Draft
from livinglab.questionnaires.forms.conditions import CheckForm, CriterionForm, criterion_form
from livinglab.questionnaires.forms.fields import choices_of
from livinglab.questionnaires.views.blueprint import blueprint
from livinglab.questionnaires.views.frames import CHANGED, draft_frame, gone, open_draft

Page = str | tuple[str, int] | Response
ADDRESS = "/<int:questionnaire_id>/build/conditions/<place>"


def _place(draft: Draft, text: str) -> Place:
    try:
        return Place.of(text, draft.structure)
    except KeyError:
        gone()


def _looked_at(draft: Draft, place: Place) -> Item | None:
    """The variable that was chosen to look at; None while none is. 404 for one that cannot be."""
    wanted = request.args.get("of", "")
    found = next((one for one in deciding.may_look_at(draft.structure, place) if one.key == wanted), None)
    if wanted and found is None:
        abort(404)
    return found


@blueprint.get(ADDRESS)
@policy(Policy.SIGNED_IN)
def conditions(questionnaire_id: int, place: str) -> Page:
    """What decides now; with `of` in the address also the form for one more criterion about that question."""
    draft = open_draft(questionnaire_id)
    here = _place(draft, place)
    variable = _looked_at(draft, here)
    return _conditions_page(draft, here, _form(draft, variable) if variable else None, _check_form(draft, here))


@blueprint.post(ADDRESS)
@policy(Policy.SIGNED_IN)
def change_conditions(questionnaire_id: int, place: str) -> Page:
    """Add a criterion, drop one, say whether all must be met, or write what a check says."""
    draft = open_draft(questionnaire_id)
    here = _place(draft, place)
    form, check = None, _check_form(draft, here)
    if request.form.get("stamp") != deciding.stamp_of(draft, here):
        flash(CHANGED, "warn")
        variable = _looked_at(draft, here)
        return _conditions_page(draft, here, _form(draft, variable) if variable else None, check), 409
    if "drop" in request.form:
        at = number_in(request.form["drop"])
        deciding.drop_criterion(draft, here, -1 if at is None else at, by=me())
    elif "join" in request.form:
        deciding.join_criteria(draft, here, request.form["join"], by=me())
    elif "words" in request.form and check is not None:
        if not check.validate():
            return _conditions_page(draft, here, None, check), 422
        deciding.write_check(draft, here, check.words.data or "", by=me())
    else:
        variable = _looked_at(draft, here)
        if variable is None:
            abort(400)
        form = _form(draft, variable)
        if not form.validate():
            return _conditions_page(draft, here, form, check), 422
        deciding.add_criterion(draft, here, _criterion(form, variable), by=me())
    db.session.commit()
    return redirect(url_for(".conditions", questionnaire_id=questionnaire_id, place=place), 303)


def _form(draft: Draft, variable: Item) -> CriterionForm:
    """The form for a criterion about one question: its answers where they are listed, else a number or a date."""
    return criterion_form(kind_of(variable).measure, saying.answers_to(variable, draft.source))


def _check_form(draft: Draft, place: Place) -> CheckForm | None:
    if place.what != "check":
        return None
    return CheckForm(data={"words": draft.source.get(f"check.{place.key}.{place.part}", "")})


def _criterion(form: CriterionForm, variable: Item) -> Condition:
    """What the form says."""
    how = form.how.data
    if how in ("answered", "not_answered"):
        made: Condition = Criterion(variable.key, "answered", value=True)
    elif how in ("is", "is_not"):
        chosen = form.chosen()
        made = Criterion(variable.key, "is", chosen[0]) if len(chosen) == 1 else Criterion(variable.key, "in", chosen)
    else:
        limit = (form.value.data or "").strip()
        number = limit if kind_of(variable).measure == "date" else read_decimal(limit, PLAIN) or "0"
        made = Criterion(variable.key, "less" if how in ("less", "at_most") else "more", number)
        if how in ("at_least", "at_most"):  # “not less” would also hold where there is no answer
            return Together("any", (made, Criterion(variable.key, "is", number)))
    return Together("not", (made,)) if how in ("is_not", "not_answered") else made


def _conditions_page(draft: Draft, place: Place, form: CriterionForm | None, check: CheckForm | None) -> str:
    known = {variable.key: variable for variable in all_variables(draft.structure)}
    how, parts = saying.parts_of(deciding.condition_at(draft.structure, place))
    where = f"section.{place.key}" if place.what == "section" else f"item.{place.key}"
    of = request.args.get("of", "")
    return render_template(
        "questionnaires/conditions.html",
        **draft_frame(draft),
        spot=place,
        name=deciding.name_of_place(draft, place),
        how=how,
        criteria=[saying.in_words(part, known, draft.source) for part in parts],
        problems=[one.sentence for one in reference_problems(draft.structure, draft.source) if one.where == where],
        stamp=deciding.stamp_of(draft, place),
        questions=choices_of(
            (one.key, name_of(one, draft.source)) for one in deciding.may_look_at(draft.structure, place)
        ),
        of=of,
        looked_at=name_of(known[of], draft.source) if of in known else "",
        source_language=draft.language,
        form=form,
        check=check,
        **_about(draft, place),
    )


def _about(draft: Draft, place: Place) -> dict[str, Any]:
    """What else can be decided at the same question: its options, its checks."""
    if place.what == "section":
        return {"options": [], "checks": [], "new_check": None}
    item, texts = draft.structure.item(place.key), draft.source
    options = [Place("option", item.key, key) for key in deciding.options_that_may_hide(item)]
    checks = [Place("check", item.key, key) for key in item.checks]
    known = {variable.key: variable for variable in all_variables(draft.structure)}
    can_check = kind_of(item).name not in ("statement", "hidden")
    return {
        "options": [
            (one, deciding.name_of_place(draft, one), one.part in item.option_if, one == place) for one in options
        ],
        "checks": [
            (one, saying.in_words(item.checks[one.part], known, texts), texts.get(f"check.{item.key}.{one.part}", ""))
            for one in checks
        ],
        "new_check": Place("check", item.key, str(max(map(int, item.checks), default=0) + 1)) if can_check else None,
    }
