"""What looks at every page finds what is wrong with one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error

from tests.journeys.conftest import People

BREAKS = {
    "label": "document.querySelector('label').remove()",
    "color-contrast": "document.querySelector('h1').style.color = '#eee'",
    "lang and dir": "document.documentElement.lang = 'xx'",
    "too wide": "document.querySelector('h1').style.width = '3000px'",
    "main headings": "document.querySelector('h1').remove()",
    "cuts": "document.querySelector('h1').style = 'width: 30px; overflow: hidden; white-space: nowrap'",
    "target-size": "document.querySelector('main a').outerHTML = '<a href=#a><i>a</i></a><a href=#b><i>b</i></a>'",
}


@pytest.mark.parametrize("what", BREAKS)
@pytest.mark.parametrize("device", ["desk"], indirect=True)
def test_a_broken_page_is_found(people: People, what: str) -> None:
    person = people()
    person.open("/accounts/sign-in")
    person.look_at.known.clear()
    person.page.evaluate(BREAKS[what])
    with pytest.raises(AssertionError, match=what):
        person.look()


@pytest.mark.parametrize("device", ["desk"], indirect=True)
def test_scripts_that_fail_other_hosts_and_missing_files_are_troubles(people: People) -> None:
    person = people()
    person.open("/accounts/sign-in")
    person.page.evaluate("setTimeout(() => { throw new Error('it broke') })")
    person.page.evaluate("console.error('it said so')")
    person.page.evaluate("fetch('http://127.0.0.1:9/elsewhere').catch(() => 0)")
    person.page.evaluate("fetch('/static/js/no-such-file.js')")
    person.page.wait_for_timeout(500)
    with pytest.raises(Error, match="ERR_"):
        person.page.goto("http://127.0.0.1:9999/elsewhere")
    found = "\n".join(person.troubles)
    for words in ("it broke", "it said so", "Content Security Policy", "404 for", "asks another host"):
        assert words in found
    person.troubles.clear()
