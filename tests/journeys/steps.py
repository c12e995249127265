"""What people of the stories do at a browser, in their words."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Locator, Page, Request, Response, expect

from tests.journeys.looking import Look

DEVICES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    "desk": {"viewport": {"width": 1280, "height": 900}},
}
# Other ways to look: how the browser is set up for them.
WAYS = {
    **DEVICES,
    "desk, dark": DEVICES["desk"],
    "paper": {"viewport": {"width": 673, "height": 950}},  # A4 less its margins
    "desk at 200 %": {"viewport": {"width": 640, "height": 450}},  # nothing for axe here: is all of it there?
    "desk at 400 %": {"viewport": {"width": 320, "height": 256}},
}
PATIENCE = 30_000  # milliseconds; a busy machine is slow, and nothing here is about speed
expect.set_options(timeout=PATIENCE)


class Person:
    """Somebody at a browser. Every page that they come to is looked at; what goes wrong in it is a trouble."""

    def __init__(self, context: BrowserContext, home: str, device: str, look: Look, scripts: bool = True) -> None:
        self.home, self.device, self.look_at, self.scripts = home, device, look, scripts
        self.troubles: list[str] = []
        context.set_default_timeout(PATIENCE)
        self.page: Page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"{self.page.url}: {error}"))
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)
        self.page.on("response", self._response)

    def in_another_tab(self) -> Person:
        """The same person, at another page of the same browser; troubles are told together."""
        other = Person(self.page.context, self.home, self.device, self.look_at, self.scripts)
        other.troubles = self.troubles
        return other

    def _console(self, message: ConsoleMessage) -> None:
        # That a page itself was answered with 404 or 422 is no error: _response looks at what was answered.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.troubles.append(f"{self.page.url}: asked {dialog.message or dialog.type!r}")
        dialog.accept()

    def _request(self, request: Request) -> None:
        if request.url.startswith(("http:", "https:", "ws:", "wss:")) and not request.url.startswith(self.home):
            self.troubles.append(f"{self.page.url} asks another host: {request.url}")

    def _response(self, response: Response) -> None:
        of_a_page = response.request.is_navigation_request()
        if response.status >= (500 if of_a_page else 400):
            self.troubles.append(f"{self.page.url}: {response.status} for {response.url}")

    # Going about

    def look(self) -> None:
        """Look at the page as it is now."""
        self.look_at.at(self.page, self.device, axe=self.scripts and "%" not in self.device)

    def open(self, address: str) -> None:
        """Go to an address."""
        self.page.goto(address)
        self.look()

    def go(self, place: Locator) -> None:
        """Press something that leads to a page."""
        with self.page.expect_navigation():
            place.click()
        self.look()

    def press(self, name: str, inside: Locator | None = None, nth: int = 0) -> None:
        """Press a button that leads to a page."""
        self.go((inside or self.page).get_by_role("button", name=name, exact=True).nth(nth))

    def follow(self, name: str | re.Pattern[str], inside: Locator | None = None, nth: int = 0) -> None:
        """Follow a link."""
        exact = isinstance(name, str)
        self.go((inside or self.main).get_by_role("link", name=name, exact=exact).nth(nth))

    def agree(self, name: str, inside: Locator | None = None) -> None:
        """Press a button that begins with these words and first says what will happen; read it, and press it again."""
        summaries = (inside or self.page).locator("details.confirm > summary")
        summary = summaries.filter(has_text=re.compile(rf"^\s*{re.escape(name)}")).first
        summary.click()
        self.look()
        self.press(summary.inner_text().strip().removesuffix("…"), summary.locator(".."))

    def menu(self, label: str) -> None:
        """Go to a place of the main menu."""
        folded = self.page.locator("summary", has_text="Menu").last
        if folded.is_visible():
            folded.click()
        menu = self.page.get_by_role("navigation", name="Main menu")
        self.go(menu.get_by_role("link", name=label, exact=True))

    # Reading and writing

    @property
    def main(self) -> Locator:
        """What the page is about."""
        return self.page.get_by_role("main")

    def reads(self, *words: str | re.Pattern[str]) -> None:
        """See words on the page."""
        for one in words:
            expect(self.main).to_contain_text(one)

    def reads_not(self, *words: str) -> None:
        """Do not see words on the page."""
        for one in words:
            expect(self.main).not_to_contain_text(one)

    def is_at(self, heading: str | re.Pattern[str]) -> None:
        """See the main heading."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)

    def field(self, label: str) -> Locator:
        """A control by its label; “(optional)” may follow."""
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))

    def write(self, typed: dict[str, str]) -> None:
        """Fill in fields: words by label."""
        for label, words in typed.items():
            self.field(label).fill(words)

    def choose(self, *labels: str) -> None:
        """Tick boxes or choose answers by what stands beside them."""
        for label in labels:
            self.page.get_by_label(label, exact=True).check()

    # What everybody does

    def sign_in(self, address: str, password: str) -> None:
        """Sign in on the page for it."""
        self.open("/accounts/sign-in")
        self.field("E-mail").fill(address)
        self.field("Password").fill(password)
        self.press("Sign in")
        self.is_at("Good to see you")

    def sign_out(self, name: str) -> None:
        """Sign out by the menu below one's name."""
        self.page.locator("summary", has_text=name).click()
        self.look()
        self.press("Sign out")

    def my(self, label: str, name: str) -> None:
        """Go to a place of the menu below one's name."""
        self.page.locator("summary", has_text=name).click()
        self.follow(label, self.page.locator("details.menu--person"))

    def mail_to(self, address: str, subject: str | re.Pattern[str]) -> str:
        """Wait for a mail in the demo's mailbox, open it, and tell the link in it."""
        row = self.page.get_by_role("row").filter(has_text=address).filter(has_text=subject)
        for _ in range(60):
            self.page.goto("/mailbox/")
            if row.count():
                break
            self.page.wait_for_timeout(500)
        self.look()
        self.go(row.first.get_by_role("link"))
        return self.main.locator(".letter a").first.get_attribute("href") or ""

    @property
    def path(self) -> str:
        """The address of the page, without its host."""
        return urlsplit(self.page.url).path
