"""Words that people and survey tools write for the points of a scale, folded as in `questionnaire.folding`.

A family belongs to one scale: words of two families in one file say that the scale is another one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from livinglab.domain.questionnaire.folding import fold

Family = Mapping[str, int]


def _family(*points: str, first: int = 1) -> Family:
    """From words per point, lowest first, alternatives apart by “/”."""
    return {fold(word): point for point, words in enumerate(points, first) for word in words.split("/")}


_UNDECIDED = (
    "neutral/neither agree nor disagree/neither disagree nor agree/neither/undecided/neither nor/"
    "weder noch/teils teils/teils, teils/unentschieden/varken eller/neutralt"
)
AGREEMENT_5: tuple[Family, ...] = (
    _family("strongly disagree/totally disagree/completely disagree", "disagree", _UNDECIDED, "agree",
            "strongly agree/totally agree/completely agree"),
    _family("strongly disagree", "somewhat disagree", _UNDECIDED, "somewhat agree", "strongly agree"),
    _family("stimme überhaupt nicht zu/stimme gar nicht zu", "stimme eher nicht zu/stimme nicht zu", _UNDECIDED,
            "stimme eher zu/stimme zu", "stimme voll zu/stimme voll und ganz zu/stimme völlig zu"),
    _family("instämmer inte alls/håller inte alls med", "instämmer inte/håller inte med/instämmer knappast", _UNDECIDED,
            "instämmer/håller med/instämmer delvis", "instämmer helt/håller helt med/instämmer helt och hållet"),
)  # fmt: skip
AGREEMENT_7: tuple[Family, ...] = (
    _family("strongly disagree", "disagree", "somewhat disagree", _UNDECIDED, "somewhat agree", "agree",
            "strongly agree"),
    _family("strongly disagree", "disagree", "slightly disagree", _UNDECIDED, "slightly agree", "agree",
            "strongly agree"),
    _family("extremely unlikely", "quite unlikely", "slightly unlikely", "neither/neutral", "slightly likely",
            "quite likely", "extremely likely"),
)  # fmt: skip
# Words that only a scale of seven points has.
ONLY_SEVEN = frozenset(
    fold(word) for word in ("somewhat disagree", "somewhat agree", "slightly disagree", "slightly agree")
) | frozenset(word for word, point in AGREEMENT_7[2].items() if point != 4)
SATISFACTION: tuple[Family, ...] = (
    _family("very dissatisfied/very unsatisfied", "dissatisfied/unsatisfied",
            "neutral/neither satisfied nor dissatisfied/neither", "satisfied", "very satisfied"),
    _family("very dissatisfied/very unsatisfied", "somewhat dissatisfied/somewhat unsatisfied",
            "neutral/neither satisfied nor dissatisfied/neither", "somewhat satisfied", "very satisfied"),
    _family("sehr unzufrieden", "unzufrieden/eher unzufrieden", "neutral/teils teils/weder noch",
            "zufrieden/eher zufrieden", "sehr zufrieden"),
    _family("mycket missnöjd", "missnöjd/ganska missnöjd", "neutral/varken eller/varken nöjd eller missnöjd",
            "nöjd/ganska nöjd", "mycket nöjd"),
    _family("very poor/very bad", "poor/bad", "average/fair/ok/okay", "good", "very good/excellent"),
)  # fmt: skip
INTENT: tuple[Family, ...] = (
    _family("definitely would not buy/definitely not/definitely will not buy/i would definitely not buy it/"
            "would definitely not buy/definitely wouldn't buy",
            "probably would not buy/probably not/probably will not buy/i would probably not buy it/"
            "would probably not buy/probably wouldn't buy",
            "might or might not buy/might or might not/maybe/not sure/undecided/i might or might not buy it",
            "probably would buy/probably/probably yes/probably will buy/i would probably buy it/would probably buy",
            "definitely would buy/definitely/definitely yes/definitely will buy/i would definitely buy it/"
            "would definitely buy"),
    _family("very unlikely", "unlikely", "neutral/neither/neither likely nor unlikely", "likely", "very likely"),
    _family("sicher nicht/bestimmt nicht/auf keinen fall", "wahrscheinlich nicht/eher nicht",
            "vielleicht/unentschieden", "wahrscheinlich/eher ja", "sicher/bestimmt/auf jeden fall"),
    _family("absolut inte/definitivt inte", "troligen inte/förmodligen inte", "kanske", "troligen/förmodligen",
            "absolut/definitivt"),
)  # fmt: skip
RECOMMENDING: tuple[Family, ...] = (
    {fold("not at all likely"): 0, fold("extremely likely"): 10},
    {fold("extremely unlikely"): 0, fold("extremely likely"): 10},
)
KANO: tuple[Family, ...] = (
    _family("like/i like it/like it/i like it that way/i like it very much/i would like it/i like",
            "must-be/must be/must have/expect/expect it/i expect it/it must be that way/i expect it that way/"
            "it must be/must/basic",
            "neutral/i am neutral/i'm neutral/indifferent/i don't care/don't care/no feeling",
            "live-with/live with/live with it/i can live with it/can live with it/i can tolerate it/tolerate/"
            "tolerate it/i can live with it that way/can tolerate",
            "dislike/i dislike it/dislike it/i dislike it that way/i don't like it/i would dislike it/i dislike/hate"),
    _family("l", "m/e", "n", "w/lw/t", "d"),
    _family("das würde mich sehr freuen/würde mich sehr freuen/gefällt mir", "das setze ich voraus/setze ich voraus",
            "das ist mir egal/ist mir egal/neutral", "das könnte ich in kauf nehmen/nehme ich in kauf",
            "das würde mich sehr stören/würde mich sehr stören/gefällt mir nicht"),
    _family("gillar/jag gillar det", "förväntar mig/jag förväntar mig det/måste finnas", "neutral/jag är neutral",
            "kan leva med/jag kan leva med det", "ogillar/jag ogillar det"),
)  # fmt: skip


def fitting(families: Sequence[Family], words: frozenset[str]) -> list[Family]:
    """The families that hold all of the words that any of them holds."""
    known = {word for word in words if any(word in family for family in families)}
    return [family for family in families if known <= set(family)]
