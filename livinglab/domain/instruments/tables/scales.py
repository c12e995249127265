"""Tables of instruments whose items all have the same points: SUS, UEQ, NPS, satisfaction, intent, acceptance."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from livinglab.domain.instruments import sus, tam, ueq
from livinglab.domain.instruments.registry import Instrument
from livinglab.domain.instruments.scored import Answer
from livinglab.domain.instruments.tables import labels
from livinglab.domain.instruments.tables.choosing import BY_NAME, NAMED, Chosen, choose, choose_one
from livinglab.domain.instruments.tables.coherence import fits_better_turned
from livinglab.domain.instruments.tables.naming import numbered
from livinglab.domain.instruments.tables.points import Scale, check_range, check_readable, mostly, parse, read_points
from livinglab.domain.instruments.tables.table import Options, Table, Taken, Unclear, groups_of, listed
from livinglab.domain.questionnaire.folding import fold

_FAMILIES = {
    "sus": labels.AGREEMENT_5,
    "tam": labels.AGREEMENT_7,
    "nps": labels.RECOMMENDING,
    "csat": labels.SATISFACTION,
    "purchase-intent": labels.INTENT,
}
# What the column of the one question may be called, folded, the surest first.
_PARTS = {
    "nps": ("nps", "recommend", "empfehl", "rekommend", "polec", "suosittel"),
    "csat": ("csat", "satisf", "zufrieden", "nojd", "zadowol"),
    "purchase-intent": ("purchaseintent", "intent", "purchase", "buy", "kauf", "kop"),
}
_TAM_NAMES = {
    "pu": ("pu", "u", "usefulness", "perceivedusefulness"),
    "peou": ("peou", "e", "eou", "peu", "ease", "easeofuse", "perceivedeaseofuse"),
    "bi": ("bi", "itu", "intention", "intentiontouse", "behaviouralintention", "behavioralintention"),
}
_UEQ_LONG_NUMBERS = [6, 7, 10, 11, 13, 15, 20, 21]
_ANY_UEQ = Scale(-3, 7)


def read_one(instrument: Instrument, table: Table, options: Options) -> Taken:
    """NPS, satisfaction, purchase intent."""
    scale = _scale(instrument)
    chosen = choose_one(table, options, _PARTS[instrument.name], partial(_plausible, table, options, scale))
    taken = _taken(instrument, table, options, chosen, scale)
    highest = max((row[0] for row in taken.rows if isinstance(row[0], int)), default=10)
    if instrument.name == "nps" and len(taken.rows) >= 10 and highest <= 5:
        return _with(taken, "No answer is above 5. The score holds for a question from 0 to 10 only: was it asked so?")
    return taken


def read_sus(instrument: Instrument, table: Table, options: Options) -> Taken:
    """SUS. Says so when the even items seem to have been turned already."""
    scale = _scale(instrument)
    plausible = partial(_plausible, table, options, scale)
    chosen = choose(table, options, len(instrument.items), ("sus", "usability"), plausible)
    taken = _taken(instrument, table, options, chosen, scale)
    even = range(1, len(sus.ITEMS), 2)
    if fits_better_turned(taken.rows, even, [range(len(sus.ITEMS))]) is False:
        return _with(
            taken,
            "Odd and even items rise together, though they should run against each other. Were the even ones turned "
            "already, or were all items worded positively? They were scored as answered.",
        )
    return taken


def read_ueq(instrument: Instrument, table: Table, options: Options) -> Taken:
    """UEQ, long or short, in whichever coding its numbers are, or `--coding` says."""
    count = len(instrument.items)
    is_short = instrument.name == "ueq-s"
    if is_short and options.columns is None:
        _refuse_numbers_of_the_long_form(table)
    chosen = choose(table, options, count, ("ueq",), partial(_plausible, table, options, _ANY_UEQ))
    _check_head(table, chosen, options, _ANY_UEQ)
    rows = read_points(table, chosen.places, _ANY_UEQ, options)
    check_readable(table, chosen.places, rows, "an answer from 1 to 7")
    coding = options.coding or _coding(rows)
    scale = Scale(*((1, 7) if coding == "1-7" else (-3, 3)))
    check_range(table, chosen.places, rows, scale)
    notices = [] if is_short else _how_turned(rows, coding, options)
    if coding == "turned":
        notices.insert(0, "The answers run from −3 to +3 and were taken as turned already: +3 is the good end.")
    return _with(_made(instrument, table, options, chosen, rows, {"coding": coding}), *notices)


def read_tam(instrument: Instrument, table: Table, options: Options) -> Taken:
    """Technology acceptance; what is named beyond the twelfth item is behavioural intention."""
    chosen, intention = _tam_columns(instrument, table, options)
    scale = _scale(instrument)
    _check_head(table, chosen, options, scale)
    rows = read_points(table, chosen.places, scale, options)
    _check_words_of_tam(table, chosen.places, options)
    check_readable(table, chosen.places, rows, "an answer from 1 to 7")
    check_range(table, chosen.places, rows, scale)
    taken = _made(instrument, table, options, chosen, rows, {"intention": intention})
    highest = max((value for row in rows for value in row if isinstance(value, int)), default=7)
    if len(rows) >= 10 and highest <= 5:
        return _with(
            taken, "No answer is above 5. If people answered on five points, do not compare with seven points."
        )
    return taken


def _scale(instrument: Instrument) -> Scale:
    low, high = instrument.points or (0, 0)
    return Scale(low, high, _FAMILIES.get(instrument.name, ()))


def _plausible(table: Table, options: Options, scale: Scale, place: int) -> bool:
    """Whether most of a column's answers are points of the scale."""
    words = {word for family in scale.families for word in family}

    def is_point(text: str) -> bool:
        cell = parse(text, options)
        if cell.number is None:
            return fold(cell.word) in words
        return scale.low <= cell.number <= scale.high and (not cell.word or cell.is_sure)

    cells = table.column(place)
    points = {text: is_point(text) for text in set(cells) if parse(text, options) != parse("", options)}
    return mostly((text if text in points else None for text in cells), lambda text: points[str(text)])


def _taken(instrument: Instrument, table: Table, options: Options, chosen: Chosen, scale: Scale) -> Taken:
    _check_head(table, chosen, options, scale)
    rows = read_points(table, chosen.places, scale, options)
    check_readable(table, chosen.places, rows, f"an answer {scale.words}")
    check_range(table, chosen.places, rows, scale)
    return _made(instrument, table, options, chosen, rows, {})


def _made(
    instrument: Instrument,
    table: Table,
    options: Options,
    chosen: Chosen,
    rows: Sequence[Sequence[Answer]],
    settings: Mapping[str, object],
) -> Taken:
    items = instrument.items
    if len(chosen.places) > len(items):
        items = (*items, *tam.intention_items(len(chosen.places) - len(items)))
    columns = {item: table.head[place] for item, place in zip(items, chosen.places, strict=True)}
    return Taken(columns, chosen.how, rows, table.numbers, groups_of(table, options), settings=settings)


def _with(taken: Taken, *notices: str) -> Taken:
    return Taken(
        taken.columns, taken.how, taken.rows, taken.numbers, taken.groups, (*taken.notices, *notices), taken.settings
    )


def _check_head(table: Table, chosen: Chosen, options: Options, scale: Scale) -> None:
    """`Unclear` when the first row holds answers instead of names. Names that count the items are names."""
    names = [re.sub(r" \(\d+\)$", "", table.head[place]) for place in chosen.places]
    numbers = [parse(name, options).number for name in names if not parse(name, options).word]
    counting = list(range(1, len(names) + 1))
    if len(numbers) == len(names) and None not in numbers and (numbers != counting or len(names) == 1):
        raise Unclear(
            f"The first row holds {listed(names)}: these are answers, not names of columns. Put a row of names above "
            "it."
        )


def _coding(rows: Sequence[Sequence[Answer]]) -> str:
    """How UEQ answers are coded, told by the numbers that occur. `Unclear` when they do not tell."""
    given = [value for row in rows for value in row if isinstance(value, int)]
    below, above = sum(-3 <= value <= 0 for value in given), sum(4 <= value <= 7 for value in given)
    say = "Say with --coding 1-7, turned (−3 to +3, +3 is the good end) or as-shown (−3 to +3 from left to right)."
    if given and not below and not above:
        raise Unclear(f"All answers lie from 1 to 3, which may be of 1 to 7 or of −3 to +3. {say}")
    if above and below and (min(given), max(given)) == (0, 6):
        raise Unclear("The answers run from 0 to 6. Add 1 to each, so that they run from 1 to 7.")
    if above >= 10 * below:
        return "1-7"
    if below >= 10 * above:
        return "turned"
    raise Unclear(f"{above} answers lie above 3 and {below} below 1: that is neither 1 to 7 nor −3 to +3. {say}")


def _how_turned(rows: Sequence[Sequence[Answer]], coding: str, options: Options) -> list[str]:
    """Notices where answers fit another turning than was taken. `Unclear` where nobody said which it is."""
    turned = {number - 1 for number in ueq.GOOD_ON_THE_LEFT}
    scales = [[number - 1 for number in numbers] for numbers in ueq.SCALES.values()]
    better = fits_better_turned(rows, turned, scales)
    if better is None or better == (coding != "turned"):
        return []
    if options.coding is None and coding == "turned":
        raise Unclear(
            "The answers run from −3 to +3, but within the scales they run against each other, as if the items whose "
            "good end is on the left had not been turned. Say with --coding as-shown that −3 is left and +3 right, or "
            "with --coding turned that +3 is the good end."
        )
    return [
        "Within the scales the items run against each other when taken so. Were they turned already, or not yet? "
        "They were scored as --coding says, or as on the form."
    ]


def _refuse_numbers_of_the_long_form(table: Table) -> None:
    for _, series in numbered(table.head):
        if list(series) == _UEQ_LONG_NUMBERS:
            names = listed([table.head[place] for place in series.values()])
            raise Unclear(
                f"The columns {names} carry numbers of the long form, where items 10 and 21 have their good end on the "
                "left. Turn these two if they come from there, then name all with --columns in the order of the short "
                "form: 11, 13, 20, 21, 6, 7, 10, 15."
            )


def _tam_columns(instrument: Instrument, table: Table, options: Options) -> tuple[Chosen, int]:
    """The columns of both scales and of intention, and how many belong to intention."""
    count = len(instrument.items)
    if options.columns is not None:
        places = table.find_all(options.columns)
        if len(places) < count:
            raise Unclear(
                f"--columns names {len(places)} columns, but {count} are needed: six of usefulness, six of ease of "
                "use, then those of intention, if any."
            )
        return Chosen(places, NAMED), len(places) - count
    found: dict[str, list[int]] = {}
    for before, series in numbered(table.head):
        key = next((key for key, names in _TAM_NAMES.items() if before.removeprefix("tam") in names), None)
        if key is not None and key not in found and list(series) == list(range(1, len(series) + 1)):
            found[key] = list(series.values())
    if "pu" in found and "peou" in found:
        for key in ("pu", "peou"):
            if len(found[key]) != tam.PER_SCALE:
                raise Unclear(
                    f"There are {len(found[key])} columns {listed([table.head[p] for p in found[key]])}, but Davis' "
                    "scale has six items. Name twelve columns with --columns."
                )
        intention = found.get("bi", [])
        return Chosen([*found["pu"], *found["peou"], *intention], BY_NAME), len(intention)
    plausible = partial(_plausible, table, options, _scale(instrument))
    return choose(table, options, count, ("tam",), plausible), 0


def _check_words_of_tam(table: Table, places: Sequence[int], options: Options) -> None:
    """`Unclear` when the words are those of five points."""
    cells = {text: parse(text, options) for place in places for text in set(table.column(place))}
    words = {fold(cell.word) for cell in cells.values() if cell.word and cell.number is None}
    five = {point for word, point in labels.AGREEMENT_5[0].items() if word in words}
    if len(five) >= 4 and not words & labels.ONLY_SEVEN:
        raise Unclear(
            "The words for answers are those of a scale of five points; technology acceptance has seven, and the two "
            "are never merged. Write numbers from 1 to 7 if it were seven."
        )
