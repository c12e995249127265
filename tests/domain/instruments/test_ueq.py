"""User Experience Questionnaire, long and short, against its handbook's rules and both benchmarks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livinglab.domain.instruments.ueq import BENCHMARKS, SCALES, Ueq, is_suspicious, level_of, score, score_short

RIGHT_GOOD = (1, 2, 6, 7, 8, 11, 13, 14, 15, 16, 20, 22, 26)  # x − 4, instruments.md
LEFT_GOOD = (3, 4, 5, 9, 10, 12, 17, 18, 19, 21, 23, 24, 25)  # 4 − x, instruments.md
BEST = [7 if number in RIGHT_GOOD else 1 for number in range(1, 27)]
ROW = st.lists(st.integers(1, 7), min_size=26, max_size=26)


def means(scored: Ueq) -> dict[str, float | None]:
    return {scale.key: scale.spread.mean for scale in scored.scales}


def test_the_good_end_of_every_item_is_plus_three():
    scored = score([BEST])
    assert means(scored) == dict.fromkeys(SCALES, 3.0)
    assert [item.spread.mean for item in scored.items] == [3.0] * 26


@pytest.mark.parametrize("number", range(1, 27))
def test_each_item_is_turned_as_instruments_md_says(number):
    row = [4] * 26
    row[number - 1] = 7
    mean = score([row]).items[number - 1].spread.mean
    assert mean == (3 if number in RIGHT_GOOD else -3)
    assert (number in RIGHT_GOOD) != (number in LEFT_GOOD)


@pytest.mark.parametrize(
    ("scale", "numbers"),
    [
        ("attractiveness", (1, 12, 14, 16, 24, 25)),
        ("perspicuity", (2, 4, 13, 21)),
        ("efficiency", (9, 20, 22, 23)),
        ("dependability", (8, 11, 17, 19)),
        ("stimulation", (5, 6, 7, 18)),
        ("novelty", (3, 10, 15, 26)),
    ],
)
def test_each_scale_is_the_mean_of_its_items(scale, numbers):
    """instruments.md."""
    row = [good if number in numbers else 4 for number, good in enumerate(BEST, 1)]
    assert means(score([row])) == {key: 3.0 if key == scale else 0.0 for key in SCALES}


CUTS = {
    "2017": "1.75 1.52 1.17 .70 · 1.90 1.56 1.08 .64 · 1.78 1.47 .98 .54 · 1.65 1.48 1.14 .78 · 1.55 1.31 .99 .50 · "
    "1.40 1.05 .71 .30",
    "V14": "1.84 1.58 1.18 .69 · 2.00 1.73 1.20 .72 · 1.88 1.50 1.05 .60 · 1.70 1.48 1.14 .78 · 1.70 1.35 1.00 .50 · "
    "1.60 1.12 .70 .16",
}


@pytest.mark.parametrize("generation", CUTS)
def test_the_benchmark_of_each_generation_is_the_published_one(generation):
    """instruments.md: lower cuts excellent, good, above average, below average."""
    parts = [tuple(map(float, part.split())) for part in CUTS[generation].split("·")]
    assert dict(zip(SCALES, parts, strict=True)) == BENCHMARKS[generation]


def test_a_level_begins_at_its_cut():
    cuts = BENCHMARKS["2017"]["attractiveness"]
    reached = [level_of(mean, cuts) for mean in (1.75, 1.749, 1.52, 1.17, 0.70, 0.69, -3)]
    assert reached == ["excellent", "good", "good", "above average", "below average", "bad", "bad"]


def test_one_mean_may_have_different_levels_in_the_two_generations():
    """Novelty 1.50: excellent in 2017 (from 1.40), good in V14 (from 1.60 excellent)."""
    row = [2 if number in (3, 10) else 1 if number in (15, 26) else 0 for number in range(1, 27)]
    scale = score([row], "turned").scales[-1]
    assert (scale.key, scale.spread.mean) == ("novelty", 1.5)
    assert scale.benchmark == {"2017": "excellent", "V14": "good"}


@pytest.mark.parametrize(("answer", "verdict"), [(4, "neutral"), (5, "positive"), (3, "negative")])
def test_a_mean_nearer_to_zero_than_0_8_is_neutral(answer, verdict):
    row = [answer if number in RIGHT_GOOD else 8 - answer for number in range(1, 27)]
    assert {scale.verdict for scale in score([row]).scales} == {verdict}


def test_a_row_with_wide_answers_in_three_scales_is_suspicious():
    """instruments.md: max − min > 3 within one scale, on three or more scales."""
    careful = [2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    two = list(careful)
    for number in (1, 2):
        two[number - 1] = -2
    three = list(two)
    three[9 - 1] = -2
    assert [is_suspicious(row) for row in (careful, two, three)] == [False, False, True]


def test_exactly_three_apart_is_not_suspicious():
    row = [2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    for number in (1, 2, 9, 8):
        row[number - 1] = -1
    assert not is_suspicious(row)


@pytest.mark.parametrize(("times", "suspicious"), [(15, ()), (16, (0,)), (26, (0,))])
def test_the_same_raw_answer_more_than_15_times_of_26_is_suspicious(times, suspicious):
    """instruments.md. The other answers lie one beside it."""
    row = [4] * times + [5] * (26 - times) if times < 26 else [4] * 26
    if times == 15:
        row = [4] * 15 + [5] * 11
    assert score([row]).suspicious == suspicious


def test_suspicious_rows_count_unless_they_are_dropped_as_asked():
    rows = [BEST, [4] * 26]
    assert score(rows).valid_n == 2
    dropped = score(rows, drop_suspicious=True)
    assert (dropped.valid_n, dropped.excluded, dropped.suspicious) == (1, {"suspicious": (1,)}, (1,))
    assert means(dropped)["novelty"] == 3


def test_alpha_is_the_standardised_one():
    """n·r̄ / (1 + (n − 1)·r̄). Two rows that move together correlate by 1; see also the comparison with numpy."""
    rows = [BEST, [x - 1 if x == 7 else x + 1 for x in BEST]]
    assert [scale.alpha for scale in score(rows).scales] == [pytest.approx(1.0)] * 6


def test_an_item_that_everybody_answers_alike_leaves_no_alpha():
    assert [scale.alpha for scale in score([BEST, BEST]).scales] == [None] * 6
    assert [scale.alpha for scale in score([BEST]).scales] == [None] * 6


@given(ROW)
def test_the_three_codings_of_the_same_answers_have_the_same_scores(row):
    shown = [x - 4 for x in row]
    turned = [4 - x if number in LEFT_GOOD else x - 4 for number, x in enumerate(row, 1)]
    raw = score([row])
    assert means(score([shown], "as-shown")) == means(score([turned], "turned")) == means(raw)
    assert score([turned], "turned").suspicious == score([shown], "as-shown").suspicious == raw.suspicious
    assert all(-3 <= mean <= 3 for mean in means(raw).values())


def test_a_row_counts_in_the_scales_it_answers_completely():
    without_26 = [*BEST[:25], None]
    scored = score([BEST, without_26, [None] * 25 + [4], [None] * 26, [*BEST[:25], 8], [*BEST[:25], "?"]])
    assert (scored.n, scored.valid_n, scored.complete_n, scored.partly) == (6, 2, 1, (1,))
    assert scored.excluded == {"unreadable": (5,), "off_scale": (4,), "empty": (3,), "incomplete": (2,)}
    assert [scale.spread.n for scale in scored.scales] == [2, 2, 2, 2, 2, 1]


def test_the_short_form_has_two_scales_an_overall_mean_and_no_benchmark():
    """instruments.md: pragmatic 11, 13, 20, 21, hedonic 6, 7, 10, 15; negative pole left, x − 4."""
    scored = score_short([[7, 7, 7, 7, 1, 1, 1, 1]])
    assert means(scored) == {"pragmatic": 3, "hedonic": -3, "overall": 0}
    assert [scale.benchmark for scale in scored.scales] == [{}] * 3
    assert scored.suspicious == ()


def test_no_rows_have_no_figures():
    scored = score([])
    assert means(scored) == dict.fromkeys(SCALES)
    assert len(scored.items) == 26
    assert means(score_short([])) == {"pragmatic": None, "hedonic": None, "overall": None}


def test_an_unknown_coding_is_refused():
    with pytest.raises(ValueError, match="no such coding"):
        score([BEST], "0-6")


@given(st.lists(ROW, min_size=1, max_size=6), st.randoms())
def test_the_order_of_rows_makes_no_difference(rows, chance):
    one = score(rows)
    chance.shuffle(rows)
    assert score(rows).scales == one.scales
