"""What somebody sends who means no good: nothing breaks, nothing is repeated, nothing opens."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask, Request

from tests.access.browsers import Answer, Browsers, path_to, what_changed
from tests.access.sending import FORGED, filled_in, rows_with_forms
from tests.access.sweep import FIXED, Sweep
from tests.access.table import Row
from tests.access.world import Scene
from tests.factories.accounts import PASSWORD
from tests.fixtures import BASE
from tests.structure.sources import python_files
from tests.thorough import spread

MANY_DIGITS = "9" * 5_000  # more than Python turns into a number without being asked twice
NASTY = (
    "' OR '1'='1' --",
    "1; DROP TABLE users",
    "1) UNION SELECT password_hash FROM users --",
    "-1",
    str(10**30),
    MANY_DIGITS,
    "\x00",
    "\ud800",  # half a character
    "²",  # a digit for some
    "../../../../etc/passwd",
    "<script>alert(1)</script>",
    "https://evil.example/",
    "{{ config.SECRET_KEY }}",
)
# What Flask's `url_for` takes for itself: a query that is handed on to it whole gives a stranger the address.
FOR_URL_FOR = ("endpoint", "_method", "_scheme", "_external", "_anchor")
# Fields whose names are made while running: numbers of columns and rows.
NUMBERED = ("market", "all_from", "mark", "c.liking", "v.liking.0", "k.0", "row_up", "row_down", "row_drop", "row_key")
OVERRIDE = {"X-HTTP-Method-Override": "POST", "X-HTTP-Method": "POST", "X-Method-Override": "POST"}
ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "http:evil.example", "javascript:alert(1)", "/\t/evil.example", "\n//evil.example", "%2F%2Fevil.example",
    "https:evil.example", "@evil.example", ".evil.example", "/%09/evil.example", "/../\\evil.example",
)  # fmt: skip
TRAVERSALS = (
    "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/css/..%5c..%5capp.py",
    "/static//etc/passwd", "/static/%2fetc%2fpasswd", "/static/css/../../app.py", "/static/....//app.py",
    "/static/css%00.css", "/static/.", "/static/", "/mailbox/..%2f..%2fconfig.py", "/mailbox/%2e%2e",
    "/mailbox/..%5c..%5cconfig.py", "/mailbox/20261124T090000000000-0a1b2c%00",
)  # fmt: skip


@cache
def names_in_queries() -> tuple[str, ...]:
    """Every name that a view looks for in a query or a form."""
    found = {"q", "country", "csrf_token", *FOR_URL_FOR, *NUMBERED}
    for path in python_files():
        text = path.read_text()
        found |= set(re.findall(r'request\.(?:args|values|form)(?:\.get(?:list)?\(|\[)"([\w.]+)"', text))
        found |= set(re.findall(r'"([\w.]+)" (?:not )?in request\.(?:args|values|form)', text))
    return tuple(sorted(found))


def query_of(value: str) -> str:
    """All those names with one value."""
    written = quote(value.encode("utf-8", "surrogatepass"), safe="")
    return "?" + "&".join(f"{name}={written}" for name in names_in_queries())


def trouble_in(answer: Answer) -> str:
    """What is wrong with an answer to nonsense, in words; empty when nothing is."""
    if answer.status >= 500:
        return f"it breaks: {answer.status} {answer.trouble}"
    text = answer.text
    if "Traceback" in text or "root:x:" in text:
        return "it shows what is inside"
    if "<script>alert(1)" in text:
        return "it repeats a script"
    if "forged.example" in text:
        return "it repeats the host that a header claimed"
    if not leads_here(answer.headers.get("Location", "/")):
        return f"it leads to {answer.headers['Location']}"
    addresses = re.findall(r'(?:href|action|formaction|src)="([^"]*)"', text)
    away = next((address for address in addresses if not leads_here(address)), None)
    return "" if away is None else f"it links to {away}"


def leads_here(address: str) -> bool:
    """Whether an address is one of this site, wherever a browser would go with it."""
    whole = address.strip().removeprefix(BASE)
    return whole.startswith(("#", "?", "mailto:", "http://localhost")) or bool(re.match(r"/(?![/\\])|[\w.-]*$", whole))


def pages(sweep: Sweep) -> list[tuple[Row, str]]:
    """(row, somebody who is let in) for each page."""
    found = [(row, sweep.somebody_let_in(row)) for row in sweep.rows() if sweep.method(row) == "GET" and not row.state]
    return [(row, person) for row, person in found if person is not None]


def test_no_page_stumbles_over_a_nonsense_query_or_header(sweep: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    """`?page=`, `?language=` and the rest, all at once; with headers that ask for another method and another host.

    A page that does not look at its query is asked once.
    """
    looked: set[str | None] = set()

    class Noting(Request):
        @cached_property
        def args(self) -> Any:
            looked.add(self.endpoint)
            return Request.args.__get__(self)

    monkeypatch.setattr(sweep.browsers.app, "request_class", Noting)
    wrong = []
    before = sweep.browsers.database()
    for number, (row, person) in enumerate(spread(pages(sweep), 8)):
        for value in ("\x00", str(10**30), NASTY[number % len(NASTY)]):
            path = sweep.path(row, person) + query_of(value)
            if found := trouble_in(sweep.browsers.ask(person, "GET", path, None, {**FORGED, **OVERRIDE})):
                wrong.append(f"{row.name} with {value[:40]!r} everywhere in its query: {found[:300]}")
            if row.endpoint not in looked or found:
                break
    sweep.browsers.write_again()
    assert not wrong, "\n".join(["", *wrong])
    assert what_changed(before, sweep.browsers.database()) == ""
    assert len(looked) > 1


def test_a_query_says_nothing_about_the_addresses_on_the_page(sweep: Sweep) -> None:
    """On pages that lead to themselves in another language."""
    wrong = []
    for row, person in pages(sweep):
        if row.endpoint in ("feedback.start", "feedback.page", "invitations.link", "questionnaires.preview"):
            for name in FOR_URL_FOR:
                path = f"{sweep.path(row, person)}?{name}=javascript"
                if found := trouble_in(sweep.browsers.ask(person, "GET", path)):
                    wrong.append(f"{row.name}?{name}=javascript: {found[:300]}")
    assert not wrong, "\n".join(["", *wrong])


def test_no_form_stumbles_over_nonsense(sweep: Sweep) -> None:
    """In every field at once; and numbers of very many digits in all that a view may look for beside its form."""
    wrong = []
    for number, (row, form) in enumerate(spread(rows_with_forms(sweep), 8)):
        good = filled_in(sweep, row, form)
        value = _sendable(NASTY[number % len(NASTY)])
        fields: dict[str, Any] = {**dict.fromkeys(names_in_queries(), MANY_DIGITS)}
        fields |= {name: value for name, kept in good.items() if not isinstance(kept, tuple)}
        fields |= {name: good[name] for name in form.asked}  # what the page had hidden, so that the rest is looked at
        answer = sweep.browsers.ask(form.person, "POST", sweep.path(row, form.person) + form.query, fields, FORGED)
        if found := trouble_in(answer):
            wrong.append(f"{row.name} with {value[:40]!r} in its fields: {found[:300]}")
    assert not wrong, "\n".join(["", *wrong])


def _sendable(value: str) -> str:
    return value.encode("utf-8", "replace").decode()


def test_a_sql_fragment_is_no_id(sweep: Sweep) -> None:
    wrong = []
    fragments = ("1 OR 1=1", "1;--", "1'", "1)", "0x1", "1e0", "1,2", "1.0", "+1", "1 ", "NULL", "%")
    for number, row in enumerate(spread(sweep.rows(), 6)):
        for name in sweep.arguments(row) if not row.state else []:
            if name.endswith("_id"):
                value = fragments[number % len(fragments)]
                answer = sweep.browsers.ask("nobody", sweep.method(row), sweep.path(row, "nobody", {name: value}))
                if answer.status not in (404, 405):
                    wrong.append(f"{row.name}: {name} = {value} is {answer.status} {answer.trouble}")
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("person", ["nobody", "Anna"])
def test_a_forged_host_is_refused_everywhere_and_not_repeated(person: str, sweep: Sweep) -> None:
    wrong = []
    for row in spread(sweep.rows(), 6):
        if row.state or (person == "Anna" and not row.lists):
            continue
        for host in ("evil.example",) if person == "Anna" else ("evil.example", "livinglab.test.evil.example"):
            answer = sweep.browsers.ask(person, sweep.method(row), sweep.path(row, person), None, {"Host": host})
            if answer.status != 400 or "evil" in answer.text:
                wrong.append(f"{row.name}: {answer.status} {answer.trouble} for Host: {host}")
    assert not wrong, "\n".join(["", *wrong])


def test_a_wrong_method_is_refused_without_a_word_about_the_inside(sweep: Sweep) -> None:
    wrong = []
    before = sweep.browsers.database()
    rules: dict[str, set[str]] = {}
    for rule in sweep.browsers.app.url_map.iter_rules():
        rules.setdefault(rule.rule, set()).update(rule.methods or ())
    values = {**FIXED, **sweep.scene.own, "key": "about-you", "token": sweep.scene.tokens["invitation"]}
    adapter = sweep.browsers.app.url_map.bind("")
    for rule, methods in spread(list(rules.items()), 6):
        path = path_to(rule, values)
        methods |= set(adapter.allowed_methods(path))  # a word may stand where another rule has a token
        for method in sorted({"GET", "POST", "PUT", "DELETE"} - methods):
            answer = sweep.browsers.ask("nobody", method, path + "?_method=POST", None, OVERRIDE, keep=True)
            if answer.status != 405 or trouble_in(answer) or b"That does not work this way" not in answer.body:
                wrong.append(f"{method} {rule}: {answer.status} {answer.trouble}")
    sweep.browsers.write_again()
    assert not wrong, "\n".join(["", *wrong])
    assert what_changed(before, sweep.browsers.database()) == ""


def test_a_form_stays_what_it_is_whatever_method_a_header_asks_for(sweep: Sweep) -> None:
    """An override that is obeyed would let a form be a deletion, or skip the check of its token."""
    headers = dict.fromkeys(OVERRIDE, "DELETE")
    for path, status in (("/products/new", 422), ("/accounts/profile", 422), ("/network/new", 422)):
        assert sweep.browsers.ask("Mikael", "POST", path + "?_method=GET", {"_method": "GET"}, headers).status == status


def test_no_path_leaves_its_folder(browsers: Browsers, whole_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(whole_app.config, "SHOW_MAILBOX", True)
    wrong = []
    for path in TRAVERSALS:
        answer = browsers.ask("nobody", "GET", path)
        # Slashes in a row are put together by a redirect.
        if answer.status not in (404, 308) or trouble_in(answer) or b"import " in answer.body:
            wrong.append(f"{path}: {answer.status} {answer.trouble}")
    assert not wrong, "\n".join(["", *wrong])


def test_a_word_in_an_address_leads_out_of_no_folder(sweep: Sweep) -> None:
    wrong = []
    for row in spread(sweep.rows(), 6):
        person = sweep.somebody_let_in(row)
        for name in sweep.arguments(row) if person and not row.state else []:
            if name in ("key", "item_key", "language", "name", "token"):
                for value in ("../../../../etc/passwd", "..", "%00", "<script>alert(1)</script>"):
                    changed = {name: value}
                    answer = sweep.browsers.ask(person or "", sweep.method(row), sweep.path(row, person or "", changed))
                    if answer.status not in (404, 405, 409, 410) or trouble_in(answer):
                        wrong.append(f"{row.name}: {name} = {value} is {answer.status} {trouble_in(answer)}")
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_nowhere_else(target: str, browsers: Browsers, scene: Scene) -> None:
    path = f"/accounts/sign-in?next={quote(target)}"
    fields = {"email": scene.addresses["Anna"], "password": PASSWORD}
    for person, method, form in (("nobody", "POST", fields), ("Anna", "GET", None)):
        answer = browsers.ask(person, method, path, form)
        assert answer.status == 303
        assert leads_here(answer.headers["Location"]), answer.headers["Location"]


def test_who_is_sent_to_sign_in_comes_back_to_this_site_only(browsers: Browsers) -> None:
    answer = browsers.ask("nobody", "GET", "/products/?next=https://evil.example/")
    assert answer.location == "/accounts/sign-in?next=/products/?next%3Dhttps://evil.example/"


@pytest.mark.parametrize(
    "cookie",
    [
        "livinglab=eyJfdXNlcl9pZCI6IjEifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "livinglab=eyJfdXNlcl9pZCI6IjEifQ",
        "livinglab=.eJyrVkpKLFKyUkrMS0mtBQAlVgTO",
        "livinglab=\x00\xff",
        "remember_token=1|deadbeef; livinglab=",
    ],
)
def test_a_cookie_that_we_did_not_sign_signs_nobody_in(cookie: str, browsers: Browsers) -> None:
    answer = browsers.ask("nobody", "GET", "/products/", None, {"Cookie": cookie})
    assert answer.location == "/accounts/sign-in?next=/products/"
