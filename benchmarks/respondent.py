"""Somebody with a browser that has no JavaScript: opens a link, follows forms, fills in what a person would."""

from __future__ import annotations

import http.client
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

MOST_PAGES = 60


class WentWrong(Exception):
    """The pages did not lead to a receipt."""


class Form(HTMLParser):
    """The forms of a page: for each its address and fields; what a person would see in it is kept by name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[dict[str, object]] = []
        self.receipt = ""
        self._in_receipt = False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append({"action": given.get("action", ""), "method": given.get("method", "get"), "fields": []})
        elif tag in ("input", "textarea", "button") and self.forms and "name" in given:
            kind = given.get("type", "text") if tag == "input" else tag
            checked = any(name == "checked" for name, _ in attributes)
            self.forms[-1]["fields"].append((given["name"], kind, given.get("value", ""), checked))  # type: ignore[attr-defined]
        elif "receipt__code" in given.get("class", ""):
            self._in_receipt = True

    def handle_data(self, data: str) -> None:
        if self._in_receipt and data.strip():
            self.receipt, self._in_receipt = data.strip(), False


class Respondent:
    """One person and one connection. `requests` counts what was sent."""

    def __init__(self, host: str, port: int) -> None:
        self.connection = http.client.HTTPConnection(host, port, timeout=120)
        self.cookies: dict[str, str] = {}
        self.requests = 0

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    def get(self, path: str) -> str:
        """A page, through redirects."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: list[tuple[str, str]]) -> str:
        """The page after a form was sent."""
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None) -> str:
        for _ in range(5):
            headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {}
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            content = answer.read()
            self.requests += 1
            for header in answer.headers.get_all("Set-Cookie") or []:
                self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(header).items()})
            if answer.status not in (301, 302, 303):
                if answer.status >= 400:
                    raise WentWrong(f"{method} {path.split('/i/')[0]} was answered with {answer.status}")
                self.place = path
                return content.decode()
            target = urlsplit(answer.headers["Location"])
            method, body, path = "GET", None, target.path + (f"?{target.query}" if target.query else "")
        raise WentWrong("too many redirects")

    def answer(self, link: str, answers: dict[str, str | list[str]]) -> str:
        """Open a link, agree, fill in every page, send; returns the receipt."""
        page = self.get(urlsplit(link).path)
        for _ in range(MOST_PAGES):
            read = Form(page)
            if read.receipt:
                return read.receipt
            form = _main_form(read.forms)
            page = self.post(str(form["action"]) or self.place, _filled_in(form, answers))
        raise WentWrong(f"no receipt after {MOST_PAGES} pages")


def _main_form(forms: list[dict[str, object]]) -> dict[str, object]:
    """The first form that is sent by a button of its own, as a person finds it on the page."""
    for form in forms:
        if str(form["method"]).lower() == "post" and "language" not in str(form["action"]):
            return form
    raise WentWrong("a page without a form")


def _filled_in(form: dict[str, object], answers: dict[str, str | list[str]]) -> list[tuple[str, str]]:
    sent: list[tuple[str, str]] = []
    typed = set()
    for name, kind, value, _checked in form["fields"]:  # type: ignore[attr-defined]
        wanted = answers.get(name.removeprefix("a.")) if name.startswith("a.") else None
        choices = wanted if isinstance(wanted, list) else [wanted]
        if (
            kind == "hidden"
            or (name == "agree" and kind == "checkbox")
            or (kind in ("radio", "checkbox") and value in choices)
        ):
            sent.append((name, value))
        elif kind in ("text", "textarea") and isinstance(wanted, str) and name not in typed:
            sent.append((name, wanted))
            typed.add(name)
        elif kind == "button" and name not in typed:  # the first button is the one a person presses
            sent.append((name, value))
            typed.add(name)
    return sent
