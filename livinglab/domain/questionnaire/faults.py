"""What can be wrong: with something typed (`Invalid`), or with a questionnaire about to be published (`Problem`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

INVALID_SENTENCES: dict[str, str] = {
    "required": "Please answer this question.",
    "not_an_option": "Choose one of the answers that are offered.",
    "only_one": "Choose one answer only.",
    "not_a_number": "Write a number, such as 12.5, without other words.",
    "too_low": "Write {limit} or more.",
    "too_high": "Write {limit} or less.",
    "not_whole": "Write a whole number, such as 12.",
    "too_many_decimals": "Write at most {decimals} digits after the decimal mark.",
    "too_long": "Shorten this to {limit} characters.",
    "unknown_item": "Remove this answer: the questionnaire has no such question.",
    "unknown_kind": "Choose another kind of question: “{kind}” is not known here.",
    "not_canonical": "Enter this answer again: it is not in the form that is stored.",
    "malformed": "Use another file: “{where}” is not what a questionnaire has there.",
    "bad_key": "Use small letters, digits and hyphens, with a letter first: “{key}” is not such a name.",
    "duplicate_option": "Remove the second “{option}”.",
    "minimum_above_maximum": "Make the smallest number allowed smaller than the largest.",
    "same_place": "Give this another place: place {place} is taken.",
    "places_left": "Give one of them place {place}.",
    "best_is_worst": "Choose two different answers for the two ends.",
    "both_ends": "Choose one answer for each of the two ends.",
    "not_a_date": "Write a date, such as 2026-11-29.",
    "too_early": "Choose {limit} or a later day.",
    "too_late": "Choose {limit} or an earlier day.",
    "not_asked": "Remove this answer: with the other answers the question is not asked.",
    "check": "Look at this answer again: it does not fit.",
    "too_many_photos": "Send at most {limit} photos.",
}

PROBLEM_SENTENCES: dict[str, str] = {
    "condition_unknown": "Change when “{name}” is shown: there is no question “{other}” any more.",
    "condition_forward": "Change when “{name}” is shown: “{other}”, at which it looks, is asked later.",
    "condition_value": "Change when “{name}” is shown: the answer to “{other}” can never be so.",
    "condition_without_option": "Remove the condition of “{option}” in “{name}”: it decides about nothing.",
    "pipe_unknown": "Change the text of “{name}”: there is no question “{other}” whose answer it could take in.",
    "pipe_forward": "Change the text of “{name}”: “{other}” is not asked on an earlier page.",
    "too_many_variables": "Ask less: all statements, options to rank and sets together may be {most}.",
    "too_many_hidden": "Remove values from the link until there are at most {most}.",
    "same_parameter": "Give one of the two values from the link called “{parameter}” another name.",
    "no_items": "Add at least one question.",
    "empty_section": "Add a question to the section “{name}”, or remove the section.",
    "bad_key": "Give “{key}” another name, of small letters, digits and hyphens, with a letter first.",
    "duplicate_section": "Give one of the two sections called “{key}” another name.",
    "duplicate_item": "Give one of the two questions called “{key}” another name.",
    "duplicate_option": "Remove one of the two options “{option}” of “{name}”.",
    "unknown_kind": "Choose another kind for “{name}”: “{kind}” is not known here.",
    "unknown_setting": "Remove the setting “{setting}” of “{name}”: such a question has none.",
    "bad_setting": "Set “{setting}” of “{name}” again: {expected}.",
    "too_few_options": "Add options to “{name}” until there are at least two.",
    "minimum_above_maximum": "Lower the smallest number of “{name}”, {minimum}, or raise the largest, {maximum}.",
    "earliest_after_latest": "Choose an earliest date of “{name}”, {earliest}, that is before the latest, {latest}.",
    "no_rows": "Add at least one statement to “{name}”.",
    "duplicate_row": "Remove one of the two statements “{row}” of “{name}”.",
    "too_few_to_compare": "Add options to “{name}” until there are at least {fewest}.",
    "statement_required": "Do not make “{name}” required: a text has no answer.",
    "hidden_required": "Do not make “{name}” required: nobody is asked for it.",
    "photo_not_yet": "Remove “{name}”: photos cannot be asked for yet.",
    "empty_title": "Write a title for the questionnaire.",
    "empty_section_title": "Write a title for the section “{name}”.",
    "empty_label": "Write what the question “{name}” asks.",
    "empty_option": "Write the words of the option “{option}” of “{name}”.",
    "empty_point": "Write the words for point {point} of “{name}”.",
    "empty_end": "Write the words for the {end} end of “{name}”.",
    "empty_row": "Write the statement “{row}” of “{name}”.",
    "empty_low": "Write both words of the pair “{row}” of “{name}”.",
    "empty_high": "Write both words of the pair “{row}” of “{name}”.",
    "empty_best": "Write the words above the best answers of “{name}”.",
    "empty_worst": "Write the words above the worst answers of “{name}”.",
    "empty_check": "Write what people read when a check of “{name}” is not met.",
    "empty_unit": "Write the unit of “{name}”, or remove it from the question.",
    "same_words": "Change one of the two answers “{words}” of “{name}”, so that people can tell them apart.",
}


class Invalid(ValueError):
    """Something typed cannot be taken. `code` and `params` are for programs, `sentence` for people."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: dict[str, object] = params

    @property
    def sentence(self) -> str:
        """What to do about it, in English."""
        return INVALID_SENTENCES[self.code].format_map(self.params)

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class Problem:
    """Something that stops publishing.

    `where` is a text key for missing words, else `item.<key>`, `section.<key>`, or empty for the whole questionnaire.
    """

    code: str
    where: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def sentence(self) -> str:
        """What to do about it, in English."""
        return PROBLEM_SENTENCES[self.code].format_map(self.params)
