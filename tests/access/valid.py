"""A form that is filled in rightly, for every address that takes one."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from livinglab.foundation.workbooks_writing import write_workbook
from tests.access.norrsken import ANSWERS
from tests.access.world import Scene
from tests.factories.accounts import PASSWORD
from tests.factories.products import picture_bytes

Fields = dict[str, Any]
NEW = "four words in a row"
ADDRESS = "somebody.new@example.org"
FEEDBACK = {f"a.{key}": value for key, value in ANSWERS.items()}


@dataclass(frozen=True)
class Form:
    """Who sends it, and its fields. `asked` are names of hidden fields to be taken from the page `page` first."""

    person: str
    fields: Callable[[Scene], Fields] = lambda scene: {}
    state: str = ""
    page: str = ""
    asked: tuple[str, ...] = ()
    query: str = ""
    status: tuple[int, ...] = (302, 303)
    changes: bool = True


SMALL_FORM = write_workbook({
    "survey": [["type", "name", "label"], ["text", "why", "Why?"]],
    "choices": [["list_name", "name", "label"]],
})  # fmt: skip


def _product(scene: Scene) -> Fields:
    return {"name": "New product", "pitch": "For all", "stage": "idea", "codename": "Delta", "markets": "SE",
            "organisation": scene.organisations["Norrsken"]}  # fmt: skip


def _plan(scene: Scene) -> Fields:
    return {"product": scene.own["product_id"], "version": scene.own["version_id"], "name": "Next", "minutes": 5,
            "time_zone": "UTC", "mode": "individual"}  # fmt: skip


def _new_password(*_: object) -> Fields:
    return {"name": "New Person", "new": NEW, "again": NEW}


def _upload(name: str, content: bytes) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def _question(_scene: Scene) -> Fields:
    return {"label": "Why not?", "section": "about-you", "max_length": "80"}


ACCOUNTS = {
    "sign_in_now": Form("nobody", lambda s: {"email": s.addresses["Anna"], "password": PASSWORD}),
    "ask_to_sign_up": Form("nobody", lambda s: {"email": ADDRESS}),
    "finish_sign_up_now": Form("nobody", _new_password),
    "ask_for_password": Form("nobody", lambda s: {"email": s.addresses["Anna"]}),
    "set_new_password": Form("nobody", _new_password),
    "rename": Form("Anna", lambda s: {"name": "Anna L."}),
    "change_password": Form("Anna", lambda s: {"old": PASSWORD, "new": NEW, "again": NEW}),
    "end_session": Form("Anna"),
    "end_other_sessions": Form("Anna", changes=False),
    "sign_out": Form("Anna"),
}
NETWORK = {
    "create": Form("Fred", lambda s: {"kind": "company", "name": "Fred & Co", "country": "FI"}),
    "save": Form("Anna", lambda s: {"name": "Norrsken", "country": "SE", "about": "Sensors"}),
    "confirm": Form("Ada", state="waiting"),
    "leave": Form("Mikael"),
    "change_role": Form("Anna", lambda s: {"role": "reader"}),
    "remove": Form("Anna"),
    "add_again": Form("Anna", state="removed"),
    "send_invitation": Form("Anna", lambda s: {"email": ADDRESS, "role": "member"}),
    "send_again": Form("Anna"),
    "withdraw": Form("Anna"),
    "answer_now": Form("Fred", state="to Fred"),
    "join_now": Form("nobody", _new_password),
}
PROGRAMMES = {
    "begin_programme": Form("Bo", lambda s: {"name": "Next programme"}),
    "change_programme": Form("Bo", lambda s: {"name": "Another name"}),
    "ask_clusters": Form("Bo", lambda s: {"clusters": s.organisations["Baltyk"]}),
    "ask_company": Form("Bo", lambda s: {"address": s.addresses["Dan"]}),
    "take_back_address": Form("Bo"),
    "take_back_cluster": Form("Bo", state="asked cluster"),
    "accept": Form("Anna", state="asked programme"),
    "decline": Form("Anna", state="asked programme"),
    "leave": Form("Anna"),
}
PRODUCTS = {
    "register_product": Form("Mikael", _product),
    "change_product": Form("Mikael", _product),
    "archive_product": Form("Mikael"),
    "restore_product": Form("Mikael", state="archived product"),
    "add_pictures": Form("Mikael", lambda s: {"pictures": _upload("a.png", picture_bytes("navy"))}),
    "describe_pictures": Form("Mikael", lambda s: {f"text_{s.own['file_id']}": "A box"}),
    "order_pictures": Form("Mikael", lambda s: {"down": s.own["file_id"]}),
    "add_papers": Form("Mikael", lambda s: {"papers": _upload("b.pdf", b"%PDF-1.7 more\n%%EOF")}),
    "rename_papers": Form("Mikael", lambda s: {f"name_{s.other['paper']['file_id']}": "Manual"}),
    "remove_file": Form("Mikael"),
}
QUESTIONNAIRES = {
    "create": Form("Mikael", lambda s: {"start": "starter", "organisation": s.organisations["Norrsken"], "name": "N",
                                        "language": "en", "newest": "999"}),
    "bring_file": Form("Mikael", lambda s: {"file": _upload("f.xlsx", SMALL_FORM), "newest": "999",
                                            "organisation": s.organisations["Norrsken"]}),
    "rename": Form("Mikael", lambda s: {"name": "Another"}),
    "archive": Form("Mikael"),
    "restore": Form("Mikael", state="archived questionnaire"),
    "next_version": Form("Mikael", changes=False),  # the draft is there
    "write_words": Form("Mikael", lambda s: {"title": "Other title"}, page="words", asked=("stamp",)),
    "add_section": Form("Mikael", lambda s: {"title": "More", "seen": "about-you,the-product"}),
    "order_sections": Form("Mikael", lambda s: {"up": "the-product"}),
    "write_section": Form("Mikael", lambda s: {"title": "You"}, page="section", asked=("stamp",)),
    "order_questions": Form("Mikael", lambda s: {"up": "used"}),
    "remove_section": Form("Mikael"),
    "add_question": Form("Mikael", _question, query="?kind=short_text"),
    "write_question": Form("Mikael", lambda s: {"label": "Liked?", "section": "the-product",
                                                "row": ["a", "b", "c"]}, page="question", asked=("stamp",)),
    "set_required": Form("Mikael", lambda s: {"required": "no"}),
    "change_conditions": Form("Mikael", lambda s: {"how": "answered"}, page="conditions", asked=("stamp",),
                              query="?of=channel"),
    "duplicate_question": Form("Mikael"),
    "move_question": Form("Mikael", lambda s: {"to": "about-you"}),
    "remove_question": Form("Mikael"),
    "put_back": Form("Mikael"),
    "publish": Form("Mikael"),
    "translate": Form("Mikael", lambda s: {"t.title": "Anderer Titel"}, page="translation",
                      asked=("s.title",)),
    "remove_language": Form("Mikael", state="draft"),
    "bring_table": Form("Mikael", lambda s: {"file": _upload("t.csv", b"key,source,translation\ntitle,T,Titel\n")}),
    "set_language_state": Form("Mikael", lambda s: {"state": "reviewed"}),
    "try_page": Form("Mikael", lambda s: FEEDBACK, changes=False),
}  # fmt: skip
ROUNDS = {
    "create": Form("Mikael", _plan),
    "save": Form("Mikael", lambda s: {"name": "Renamed", "minutes": 6, "time_zone": "UTC"}),
    "save_rule": Form("Mikael", lambda s: dict.fromkeys(("enter_when", "adapt_when", "leave_when"), "If so")),
    "move": Form("Mikael", lambda s: {"to": "closed"}),
    "run_again": Form("Mikael"),
    "delete": Form("Mikael", state="planned"),
    "add_market": Form("Mikael", lambda s: {"country": "FI", "language": "en", "quota": 5, "minimum_n": 5,
                                            "currency": "EUR"}),
    "add_wished_markets": Form("Mikael", changes=False),  # its questionnaire has no Polish words
    "save_market": Form("Mikael", lambda s: {"quota": 40, "minimum_n": 10}),
    "remove_market": Form("Mikael", state="planned"),
    "ask": Form("Mikael", lambda s: {"clusters": s.organisations["Baltyk"]}),
    "withdraw_request": Form("Mikael"),
    "accept": Form("Wanda", lambda s: {"expected": 5}, state="asked"),
    "decline": Form("Wanda", lambda s: {"reason": "No time"}, state="asked"),
}  # fmt: skip
INVITATIONS = {
    "check": Form("Carla", lambda s: {"addresses": ADDRESS}, status=(200,), changes=False),
    "invite": Form("Carla", lambda s: {"addresses": ADDRESS, "checked": hashlib.sha256(ADDRESS.encode()).hexdigest()}),
    "remind": Form("Carla"),  # some days after her mail has left: see `sending`
    "withdraw": Form("Carla"),
    "withdraw_all": Form("Carla"),
    "take_back": Form("Carla", state="withdrawn"),
    "take_back_all": Form("Carla"),
    "begin": Form("nobody", changes=False),  # she has begun
    "decline": Form("nobody", status=(200,)),
    "decline_by_mail_program": Form("nobody", lambda s: {"List-Unsubscribe": "One-Click"}, status=(200,)),
}
FEEDBACK_FORMS = {
    "begin": Form("Cleo", lambda s: {"agree": "yes", "language": "en"}),
    "save": Form("Cleo", lambda s: FEEDBACK | {"go": "on"}, page="page", asked=("key", "text")),
    "decline": Form("Cleo"),
    "withdraw": Form("Cleo", state="answered"),
    "upload": Form("Mikael", lambda s: {"table": _upload("c.csv", b"country,liking\nGermany,4\n")}),
    "save_mapping": Form("Mikael", lambda s: {"go": "look", "market": "all", "all_from": "DE"}, page="edit_mapping",
                         asked=("seen",)),
    "cancel_import": Form("Mikael"),
    "take_back_import": Form("Mikael", state="done"),
}  # fmt: skip
# {endpoint: form}
VALID: dict[str, Form] = {
    f"{room}.{name}": form
    for room, forms in {
        "accounts": ACCOUNTS, "network": NETWORK, "programmes": PROGRAMMES, "products": PRODUCTS,
        "questionnaires": QUESTIONNAIRES, "rounds": ROUNDS, "invitations": INVITATIONS, "feedback": FEEDBACK_FORMS,
    }.items()
    for name, form in forms.items()
}  # fmt: skip
# Those for which a good form is a story of its own, told in the tests of their rooms.
ELSEWHERE = {"feedback.start_import"}
