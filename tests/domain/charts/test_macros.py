"""What the macros of templates/components/charts.html write: real text, names, no styles."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from livinglab.domain.charts.points import mean_chart, median_chart
from livinglab.domain.charts.quota import quota_bar
from livinglab.domain.charts.scale import scale_chart
from livinglab.domain.charts.shares import share_chart
from livinglab.domain.figures.summary import Summary, summarise

TEMPLATES = Path(__file__).parents[3] / "templates"
FIVE = {"1": "Not at all", "2": "Rather not", "3": "Neither nor", "4": "Rather", "5": "Very <much>"}
OPTIONS = {"shop": "In a shop", "web": "On the <b>web</b>"}
VOID = {"line", "rect", "circle", "path"}


class Page(HTMLParser):
    """Every element with its attributes and text; refuses what is not closed."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[int] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[int, str] = {}
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.texts[len(self.elements) - 1] = ""
        self.open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag, attrs):
        assert tag in VOID
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.elements[self.open.pop()][0] == tag

    def handle_data(self, data):
        for place in self.open:
            self.texts[place] += data

    def named(self, identity: str) -> str:
        (place,) = [place for place, (_, attrs) in enumerate(self.elements) if attrs.get("id") == identity]
        return " ".join(self.texts[place].split())

    def pictures(self) -> list[str]:
        """What a screen reader says for each picture."""
        spoken = []
        for _, attrs in self.elements:
            if attrs.get("role") == "img":
                labelled = attrs.get("aria-labelledby")
                spoken.append(" | ".join(map(self.named, labelled.split())) if labelled else attrs["aria-label"])
        return spoken


@pytest.fixture(scope="module")
def charts():
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(
        number=lambda value, decimals=0: f"{value:,.{decimals}f}", percent=lambda value: f"{value:.0%}"
    )
    return environment.get_template("components/charts.html").module


def _scale(minimum_n: int = 1, **counts: int) -> Summary:
    by_value = {key.removeprefix("v"): count for key, count in counts.items()}
    return summarise("scale", list(FIVE), by_value, sum(by_value.values()), minimum_n)


def _choices(n: int, minimum_n: int = 1, **counts: int) -> Summary:
    return summarise("choices", list(OPTIONS), counts, n, minimum_n)


ROWS = [
    ("Åland & <i>Finland</i>", _scale(10, v1=3, v3=4, v5=13)),
    ("Poland", _scale(10, v2=4)),
    ("Spain", _scale(10)),
]
CHOICES = [
    ("Åland & <i>Finland</i>", _choices(10, 10, shop=5)),
    ("Poland", _choices(1, 10, web=1)),
    ("Spain", _choices(0, 10)),
]
AMOUNTS = [("Sweden", summarise("amount", None, {"10": 4, "20": 6}, 10, 10))]


@pytest.fixture(scope="module")
def everything(charts) -> str:
    return "".join([
        charts.scale_chart(scale_chart(ROWS, FIVE), "like", "How the answers spread"),
        charts.point_chart(mean_chart(ROWS, FIVE), "like", "Mean"),
        charts.share_chart(share_chart(CHOICES, OPTIONS), "where", "Where"),
        charts.point_chart(median_chart(AMOUNTS), "pay", "Median price", unit="EUR"),
        charts.quota_bar(quota_bar(12, 30, 10), "Sweden"),
    ])  # fmt: skip


def test_every_tag_is_closed_and_every_id_stands_once(everything):
    identities = [attrs["id"] for _, attrs in Page(everything).elements if "id" in attrs]
    assert len(identities) == len(set(identities)) > 0


def test_no_style_and_no_colour_is_written(everything):
    assert not re.search(r"style|#[0-9a-f]{3}|rgb", everything)
    assert {name for _, attrs in Page(everything).elements for name in attrs}.isdisjoint({"fill", "stroke", "onclick"})


def test_names_and_labels_are_escaped(everything):
    assert "<i>" not in everything
    assert "<b>" not in everything
    assert "Åland &amp; &lt;i&gt;Finland&lt;/i&gt;" in everything


def test_every_picture_says_its_market_and_its_figures(everything):
    assert Page(everything).pictures() == [
        "Åland & <i>Finland</i> | Not at all: 15%, Neither nor: 20%, Very <much>: 65%",
        "Åland & <i>Finland</i> | Mean 4.0, 95% interval 3.3 to 4.7, 20 answers",
        "Åland & <i>Finland</i>, In a shop | 50%, 95% interval 24% to 76%, 5 of 10",
        "Åland & <i>Finland</i>, On the <b>web</b> | 0%, 95% interval 0% to 28%, 0 of 10",
        "Sweden | Median 20 EUR, 95% interval 10 to 20, 10 answers",
        "Sweden: 12 of 30 answers, figures are shown from 10",
    ]


def test_a_market_under_its_minimum_is_a_sentence_and_no_picture(charts):
    for markup in (
        charts.scale_chart(scale_chart(ROWS[1:], FIVE), "like", "Spread"),
        charts.point_chart(mean_chart(ROWS[1:], FIVE), "like", "Mean"),
        charts.share_chart(share_chart([("Poland", _choices(4, 10, web=1)), *CHOICES[2:]], OPTIONS), "where", "Where"),
    ):
        page = Page(markup)
        words = " ".join(page.texts[0].split())
        assert page.pictures() == []
        assert "4 answers so far: too few to say. 6 more are needed." in words
        assert "No answers yet. 10 are needed." in words
        assert "%" not in words.replace("95% interval", "")


@pytest.mark.parametrize(
    ("n", "missing", "sentence"),
    [
        (0, 1, "No answers yet. 1 is needed."),
        (1, 9, "1 answer so far: too few to say. 9 more are needed."),
        (9, 1, "9 answers so far: too few to say. 1 more is needed."),
    ],
)
def test_the_sentence_counts_in_good_english(charts, n, missing, sentence):
    assert str(charts.too_few(n, missing)).strip() == sentence


def test_every_market_shows_its_n(charts):
    page = Page(charts.scale_chart(scale_chart(ROWS, FIVE), "like", "Spread"))
    texts = [page.texts[place] for place, (_, attrs) in enumerate(page.elements) if attrs.get("class") == "chart__n"]
    assert texts == ["n = 2020 answers", "n = 44 answers", "n = 00 answers"]


def test_without_a_caption_the_figure_still_has_a_name(charts):
    page = Page(charts.scale_chart(scale_chart(ROWS, FIVE), "like", label="How the answers spread"))
    assert page.elements[0] == ("figure", {"class": "chart chart--scale", "aria-label": "How the answers spread"})


def test_an_empty_chart_is_still_sound_markup(charts):
    for markup in (
        charts.scale_chart(scale_chart([], FIVE), "like", "Spread"),
        charts.share_chart(share_chart([], OPTIONS), "where", "Where"),
        charts.point_chart(median_chart([]), "pay", "Median"),
    ):
        assert Page(markup).pictures() == []


def test_equal_answers_and_single_answers_say_so_instead_of_an_interval(charts):
    alike, single = [("Sweden", _scale(v5=12))], [("Sweden", _scale(v5=1))]
    assert Page(charts.point_chart(mean_chart(alike, FIVE), "like", "Mean")).pictures() == [
        "Sweden | Mean 5.0, all the same, 12 answers"
    ]
    assert Page(charts.point_chart(mean_chart(single, FIVE), "like", "Mean")).pictures() == [
        "Sweden | Mean 5.0, no interval yet, 1 answer"
    ]
