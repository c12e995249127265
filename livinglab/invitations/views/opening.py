"""What a tester meets behind a link: a neutral page that changes nothing, a button to go on, a button to say no.

The token in the address is the permission, and nothing else of the browser takes part in it, so a mail program or a
person without cookies can say no; only going on, which writes into the session, asks for the form's own token. The
token stands in no redirect, and pages that have it in their address send no Referer.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, current_app, redirect, render_template, request, session, url_for
from flask.blueprints import BlueprintSetupState
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from livinglab.accounts.sessions import visitor
from livinglab.domain.questionnaire.cleaning import clean
from livinglab.domain.questionnaire.variables import parameters_of
from livinglab.foundation.db import db
from livinglab.foundation.languages import remember, speak
from livinglab.foundation.limits import within_limit
from livinglab.foundation.links import Link, find, verify
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import ANSWER_LANGUAGES, country_name, language_name
from livinglab.invitations import actions, letters, queries
from livinglab.invitations.access import remember_here
from livinglab.invitations.models import PURPOSE, Invitation
from livinglab.invitations.views.blueprint import Page, blueprint
from livinglab.questionnaires.queries import languages_of, structure_of

WRONG_LINKS = 60  # that one address may send in a quarter of an hour
LONGEST_BROUGHT = 60
LEADS_ON = ("open", "begun", "declined", "answered")


@blueprint.get("/i/<token>")
@policy(Policy.LINK)
def link(token: str) -> Page:
    """Who asks, and nothing about what; or why the link leads nowhere. Mail scanners may look as often as they like."""
    found = _known(token)
    return _page(token, found, actions.invitation_behind(found))


@blueprint.post("/i/<token>")
@policy(Policy.LINK)
def decline_by_mail_program(token: str) -> Page:
    """One click on “unsubscribe” in a mail program (RFC 8058): no cookie, no form token, no question."""
    found = _known(token)
    if request.form.get("List-Unsubscribe") != "One-Click":
        abort(405, valid_methods=["GET", "HEAD", "OPTIONS"])
    return _decline(token, found)


@blueprint.post("/i/<token>/decline")
@policy(Policy.LINK)
def decline(token: str) -> Page:
    """Say no by the button."""
    return _decline(token, _known(token))


@blueprint.post("/i/<token>/begin")
@policy(Policy.LINK)
def begin(token: str) -> Page:
    """Exchange the link for a session that may take part, and go on without the token."""
    found = _known(token)
    invitation = actions.invitation_behind(found)
    standing = queries.standing_of(found, invitation, queries.participation_of(invitation.id))
    if standing not in LEADS_ON or verify(token, PURPOSE) is None:
        return _page(token, found, invitation)
    if not _is_from_our_page():
        return _page(token, found, invitation, again=True), 422
    chosen = _speak(invitation, _languages(invitation))
    participation = actions.begin_participation(found)
    remember_here(participation, _brought(invitation))
    remember(chosen)
    # A phone that is restarted forgets other sessions. Who is signed in here as well is not to stay so any longer.
    session.permanent = visitor() is None
    where = url_for(
        "feedback.start",
        participation_id=participation.id,
        language=chosen if chosen != invitation.market.language else None,
    )
    db.session.commit()
    return redirect(where, 303)


def _decline(token: str, found: Link) -> Page:
    actions.decline_by(found)
    db.session.commit()
    invitation = actions.invitation_behind(found)
    return _page(token, found, invitation, declined_now=True)


def _known(token: str) -> Link:
    """The link behind a token, whatever became of it. Unknown: 404 like everything that does not exist.

    Who sends many wrong ones is told to wait; a good one is never held up by others behind the same address. Looking
    is not counted: a GET writes nothing, and nobody finds one of 2^256 tokens by looking.
    """
    speak(request.accept_languages.best_match(ANSWER_LANGUAGES) or "en")
    found = find(token, PURPOSE)
    if found is None:
        abort(429 if request.method == "POST" and _tries_too_often() else 404)
    return found


def _tries_too_often() -> bool:
    within = within_limit("wrong link", request.remote_addr or "", WRONG_LINKS, 15)
    db.session.commit()
    return not within


def _is_from_our_page() -> bool:
    """Whether a form carries the token of this browser's session. No Referer is asked for: we forbid sending it."""
    if not current_app.config["WTF_CSRF_ENABLED"]:
        return True
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def _speak(invitation: Invitation, languages: list[str]) -> str:
    """The language that was asked for if the questionnaire is complete in it, else the market's. The page speaks it."""
    asked = request.values.get("language", "")
    language = asked if asked in languages else invitation.market.language
    speak(language)
    return language


def _languages(invitation: Invitation) -> list[str]:
    complete = languages_of(invitation.market.round.version_id)
    return [code for code in ANSWER_LANGUAGES if code in complete or code == invitation.market.language]


def _brought(invitation: Invitation) -> dict[str, str]:
    """What the address says besides, where the questionnaire asks the link for it: {name: value}."""
    names = parameters_of(structure_of(invitation.market.round.version))
    given = {name: clean(request.values.get(name, ""))[:LONGEST_BROUGHT] for name in names}
    return {name: value for name, value in given.items() if value}


def _page(token: str, found: Link, invitation: Invitation, **more: Any) -> str:
    languages = _languages(invitation)
    language = _speak(invitation, languages)
    brought = _brought(invitation)
    round_, asked = invitation.market.round, invitation.request
    standing = queries.standing_of(found, invitation, queries.participation_of(invitation.id))
    choices = [
        {
            "code": code,
            "name": language_name(code, code).capitalize(),
            "current": code == language,
            "url": f"{url_for('invitations.link', token=token)}?{urlencode({**brought, 'language': code})}",
        }
        for code in languages
    ]
    return render_template(
        "invitations/link.html" if standing in LEADS_ON else "invitations/ended.html",
        token=token,
        standing=standing,
        choices=choices,
        chosen=language,
        cluster=asked.organisation.name if asked else "",
        company=round_.organisation.name,
        origin=country_name(round_.organisation.country, language),
        minutes=round_.minutes,
        opens=letters.opening(round_, language),
        closes=letters.closing(round_, language),
        by_mail=invitation.address is not None,
        brought=brought,
        **{"again": False, "declined_now": False, **more},
    )


@blueprint.after_request
def send_no_referer(response: Response) -> Response:
    """An address with a token is told to nobody, this site included."""
    if request.endpoint in TOKEN_PAGES:
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


TOKEN_PAGES = frozenset(f"invitations.{view.__name__}" for view in (link, decline_by_mail_program, decline, begin))


@blueprint.record_once
def take_requests_without_form_token(state: BlueprintSetupState) -> None:
    """See the head of this file."""
    for view in (decline_by_mail_program, decline, begin):
        state.app.extensions["csrf"].exempt(view)
