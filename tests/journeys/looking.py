"""What is looked at on every page that a person of the stories comes to."""

from __future__ import annotations

import json
import re
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from livinglab.foundation.places import ANSWER_LANGUAGES, direction

# All rules that axe has switched on, and the one of WCAG 2.2 that it has not.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
DIRECTIONS = {(language, direction(language)) for language in ANSWER_LANGUAGES}

SEEN = """() => {
  const root = document.documentElement;
  const said = (one) => [one.localName, one.className.baseVal ?? one.className, one.type, one.getAttribute("role"),
    one.getAttributeNames().sort()].join("|");
  const hides = (style) => ["hidden", "clip"].includes(style.overflowX) && style.textOverflow !== "ellipsis";
  const cut = [...document.body.querySelectorAll("*")].filter((one) => {
    if (one.scrollWidth <= one.clientWidth + 1 || one.clientWidth < 2 || !one.textContent.trim()) return false;
    return one.checkVisibility() && hides(getComputedStyle(one)) && !one.closest(".visually-hidden, svg");
  });
  return {
    lang: root.lang,
    dir: root.dir,
    title: document.title,
    headings: document.querySelectorAll("h1").length,
    over: root.scrollWidth - root.clientWidth,
    cut: cut.map((one) => one.outerHTML.slice(0, 120)),
    made: [...new Set([...document.querySelectorAll(":not(svg *)")].map(said))].sort().join("\\n"),
  };
}"""


def kind_of(url: str) -> str:
    """The address without what differs from row to row: numbers, tokens, questions."""
    path = re.sub(r"https?://[^/]+", "", url).split("?")[0].split("#")[0]
    return re.sub(r"/(\d[\w-]*|[\w-]{40,})(?=/|$)", "/-", path)


class Look:
    """Looks at pages. What is built the same at the same width has been looked at and is not given to axe again."""

    def __init__(self, pictures: Path | None = None) -> None:
        self.pictures = pictures
        self.known: set[tuple[str, ...]] = set()

    def at(self, page: Page, device: str, axe: bool = True) -> None:
        """Fail unless the page is whole, in one language, fits its width, and axe finds nothing."""
        seen = page.evaluate(SEEN)
        where = f"{page.url} at {device}"
        assert seen["title"].endswith("Living lab") or seen["lang"], where
        assert (seen["lang"], seen["dir"]) in DIRECTIONS, f"{where}: lang and dir"
        assert seen["headings"] == 1, f"{where}: {seen['headings']} main headings"
        assert seen["over"] <= 0, f"{where} is {seen['over']} px too wide"
        assert not seen["cut"], f"{where} cuts {seen['cut']}"
        mark = (kind_of(page.url), device, seen["made"])
        if mark in self.known or not axe:
            return
        self.known.add(mark)
        if self.pictures:
            self._picture(page, device)
        found = _axe(page)
        assert not found, f"{where}: {found}"

    def _picture(self, page: Page, device: str) -> None:
        assert self.pictures
        name = kind_of(page.url).strip("/").replace("/", "_") or "home"
        number = sum(1 for one in self.known if one[:2] == (kind_of(page.url), device))
        page.screenshot(path=self.pictures / f"{name}.{number}.{device}.png", full_page=True)


def _axe(page: Page) -> str:
    page.evaluate(AXE_SCRIPT)  # given by the debugger, not by the page: its Content-Security-Policy stays as it is
    result = page.evaluate(f"axe.run({json.dumps(AXE)})")
    lines = []
    for violation in result["violations"]:
        for node in violation["nodes"]:
            why = "; ".join(one["message"] for one in (*node["any"], *node["all"], *node["none"]))
            lines.append(f"\n{violation['id']}: {node['target']}\n  {node['html'][:300]}\n  {why}")
    return "".join(lines)
