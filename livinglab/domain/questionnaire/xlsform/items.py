"""A row, or a group that is a table, as a question of ours."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from livinglab.domain.questionnaire.conditions import Condition
from livinglab.domain.questionnaire.findings import Findings, quoted
from livinglab.domain.questionnaire.kinds.long_text import LongText
from livinglab.domain.questionnaire.kinds.short_text import ShortText
from livinglab.domain.questionnaire.languages import DOES_NOT_FIT, OTHER, in_language
from livinglab.domain.questionnaire.numbers import DECIMALS, decimals_of, is_canonical
from livinglab.domain.questionnaire.structure import MOST_CONDITIONS, Item
from livinglab.domain.questionnaire.texts import limit_of
from livinglab.domain.questionnaire.xlsform.choices import MOST_OPTIONS, OptionList, check_list
from livinglab.domain.questionnaire.xlsform.expressions import Node, Unreadable, has_curly_quotes, parse
from livinglab.domain.questionnaire.xlsform.limits import limits_in
from livinglab.domain.questionnaire.xlsform.meaning import Around, Known, all_of, canonical, condition_of
from livinglab.domain.questionnaire.xlsform.outline import Group, Question
from livinglab.domain.questionnaire.xlsform.sheets import Line
from livinglab.domain.questionnaire.xlsform.slots import Slot, link_name, other_key, parameters_of
from livinglab.domain.questionnaire.xlsform.types import is_yes
from livinglab.domain.questionnaire.xlsform.words import Words

_KINDS = {
    "one": "single_choice", "several": "several_choices", "rank": "ranking", "whole": "number", "decimal": "number",
    "range": "number", "date": "date", "note": "statement", "acknowledge": "statement", "photo": "photo",
    "hidden": "hidden",
}  # fmt: skip
_LOOKS = {"multiline", "table-list", "field-list", "label", "list-nolabel"}  # those that make a difference here
_NOT_HERE = {
    "default": "no question is answered beforehand here",
    "calculation": "no answer is calculated here",
    "read_only": "every question can be answered here",
    "trigger": "no question changes the answer to another one here",
    "repeat_count": "nothing is repeated here",
    "save_to": "answers are kept in one place here",
}
MOST_OFFERED = 15_000  # options of all questions together
_MEDIA = ("image", "audio", "video", "big_image")


class Items:
    """Makes questions. What of a row has no place in ours is said with its reason."""

    def __init__(
        self, words: Words, known: Mapping[str, Known], lists: Mapping[str, OptionList], findings: Findings
    ) -> None:
        self._words, self._known, self._lists, self._findings = words, known, lists, findings
        self._around = Around(known, 0)
        self._groups: dict[int, Condition | bool] = {}
        self._options_left = MOST_OFFERED

    @property
    def full(self) -> bool:
        """Whether there were more options than are read, which is refused."""
        return self._options_left < 0

    def item(self, slot: Slot) -> Item | None:
        """The question of a slot, and its words; None where what is wrong was refused."""
        found = self._show_if(slot)
        if found is False:
            line = slot.at.line
            if line:
                self._findings.say(line.place, f"{quoted(slot.at.name)} is shown to nobody; it was left out.")
            return None
        show_if = None if isinstance(found, bool) else found
        if slot.rows:
            return self._matrix(slot, show_if)
        if isinstance(slot.at, Group):
            self._statement(slot.key, slot.at.line)
            return Item(slot.key, "statement", show_if=show_if)
        question = slot.at
        self._say_left_out(question.line, question.type.what)
        kind = self._kind(question)
        settings, option_if = self._settings(slot, question, kind)
        if settings is None:
            return None
        checks = self._checks(slot, question, kind, settings)
        if kind == "statement":
            self._statement(slot.key, question.line)
        else:
            label = self._words.languages.by_tag(question.line, "label")
            if kind == "hidden":
                label = {tag: label.get(tag, question.name) for tag in self._words.languages.tags}
            self._words.put(f"item.{slot.key}.label", label, question.line.place)
            help_ = self._words.languages.by_tag(question.line, "hint")
            self._words.put(f"item.{slot.key}.help", help_, question.line.place)
        required = self._required(question, kind)
        return Item(slot.key, kind, required, settings, show_if=show_if, option_if=option_if, checks=checks)

    def condition(self, line: Line, position: int, column: str = "relevant") -> Condition | bool:
        """What a column of a row says as a condition; True where it is empty or cannot be said, which is refused."""
        node = self._read(line, column, refused=True)
        if node is None:
            return True
        self._around.position, self._around.own, self._around.columns = position, None, None
        try:
            return condition_of(node, self._around)
        except Unreadable as why:
            self._refuse_expression(line, column, why)
            return True

    def _read(self, line: Line, column: str, *, refused: bool) -> Node | None:
        text = line[column]
        if not text:
            return None
        self._around.steps[0] -= len(text) // 2
        if text.casefold() in _SPOKEN:  # as a cell that holds a truth value is read
            text = _SPOKEN[text.casefold()]
        try:
            if self._around.steps[0] < 0:
                raise Unreadable("all expressions of the form together are too long")
            node = parse(text)
        except Unreadable as why:
            if refused:
                self._refuse_expression(line, column, why)
            else:
                self._findings.say(line.place, f"{_cell(line, column)} was left out: {why}.")
            return None
        if has_curly_quotes(node):
            self._findings.say(
                line.place, f"{_cell(line, column)} has curly quotation marks, which were read as straight ones, '…'."
            )
        return node

    def _refuse_expression(self, line: Line, column: str, why: Unreadable) -> None:
        self._findings.refuse(
            line.place,
            f"{_cell(line, column)} cannot be taken over: {why}. Write it in another way, or empty the cell.",
        )

    def _show_if(self, slot: Slot) -> Condition | bool:
        parts: list[Condition | bool] = []
        for group in slot.outer:
            if id(group) not in self._groups:
                line = group.line
                self._groups[id(group)] = self.condition(line, slot.position) if line else True
            parts.append(self._groups[id(group)])
        if isinstance(slot.at, Question):
            parts.append(self.condition(slot.at.line, slot.position))
        return all_of(parts)

    def _kind(self, question: Question) -> str:
        if question.type.what == "text":
            return "long_text" if "multiline" in question.line["appearance"].casefold().split() else "short_text"
        return _KINDS[question.type.what]

    def _settings(
        self, slot: Slot, question: Question, kind: str
    ) -> tuple[dict[str, Any] | None, dict[str, Condition]]:
        if question.type.what in ("one", "several", "rank"):
            return self._options(slot, question)
        if kind == "number":
            return self._number(question), {}
        if kind == "hidden":
            name = link_name(question.name, slot.key)
            self._findings.say(
                question.line.place, f"{quoted(question.name)} takes its value from the link, “?{name}=…”."
            )
            return {"parameter": name}, {}
        if question.type.what == "acknowledge":
            self._findings.say(question.line.place, f"{quoted(question.name)} became a text: nobody has to tick it.")
        fresh = {"short_text": {"max_length": ShortText.usual}, "long_text": {"max_length": LongText.usual}}
        return {**fresh.get(kind, {"most": 1} if kind == "photo" else {})}, {}

    def _number(self, question: Question) -> dict[str, Any]:
        if question.type.what == "decimal":
            return {"decimals": DECIMALS}
        if question.type.what == "whole":
            return {"decimals": 0} | ({"minimum": "0", "maximum": "100"} if _is_percentage(question) else {})
        given = parameters_of(question)
        start, end, step = (canonical(given.get(name, usual)) for name, usual in _RANGE.items())
        if start is None or end is None or step is None or not all(map(is_canonical, (start, end, step))):
            self._findings.refuse(question.line.place, "“parameters” are not such as “start=0 end=10 step=1”.")
            return {"decimals": 0}
        if Decimal(step) != 1:
            self._findings.say(question.line.place, f"numbers between the steps of {step} can be answered, too.")
        least, most = sorted((start, end), key=Decimal)
        decimals = min(max(decimals_of(start), decimals_of(step)), DECIMALS)
        return {"decimals": decimals, "minimum": least, "maximum": most}

    def _options(self, slot: Slot, question: Question) -> tuple[dict[str, Any] | None, dict[str, Condition]]:
        found, place = self._lists.get(question.type.of), question.line.place
        if found is None:
            self._findings.refuse(
                place, f"the list {quoted(question.type.of)} is not on the sheet “choices”. Write its options there."
            )
            return None, {}
        check_list(found, self._findings)
        if self.full:
            return None, {}
        self._options_left -= len(found.options)
        if self.full:
            self._findings.refuse(place, f"the questions have more than {MOST_OFFERED:,} options together. Ask less.")
            return None, {}
        node = self._read(question.line, "choice_filter", refused=True)
        self._around.position, self._around.own = slot.position, None
        options, conditions = [], {}
        for option in found.options[:MOST_OPTIONS]:
            self._around.columns = option.line.other
            try:
                shown = condition_of(node, self._around) if node else True
            except Unreadable as why:
                self._refuse_expression(question.line, "choice_filter", why)
                node, shown = None, True
            if shown is False:
                said = f"{quoted(option.name)} is never offered in {quoted(question.name)} and was left out there."
                self._findings.say(option.line.place, said)
            elif option.key:
                options.append(option.key)
                conditions |= {} if isinstance(shown, bool) else {option.key: shown}
                label = self._words.languages.by_tag(option.line, "label")
                self._words.put(f"option.{slot.key}.{option.key}", label, option.line.place)
        if len(conditions) > MOST_CONDITIONS:
            said = f"“choice_filter” decides about {len(conditions):,} options; at most {MOST_CONDITIONS} can be."
            self._findings.refuse(place, f"{said} Ask in two steps, or for a text.")
            conditions = {}
        settings: dict[str, Any] = {"options": options}
        if question.type.other:
            settings["other"] = self._other(slot, options, {option.name: option.key for option in found.options})
        return settings, conditions

    def _other(self, slot: Slot, options: list[str], values: dict[str, str]) -> str:
        """The option that “or_other” adds, unless the list has one of that name."""
        if "other" not in values:
            key = other_key(values)
            words = {tag: in_language(OTHER, tag) for tag in self._words.languages.tags}
            self._words.put(f"option.{slot.key}.{key}", words, slot.at.line.place)  # type: ignore[union-attr]
            options.append(key)
            return key
        return values["other"]

    def _matrix(self, slot: Slot, show_if: Condition | None) -> Item | None:
        found = self._lists[slot.rows[0].type.of]
        check_list(found, self._findings)
        group, key, by_tag = slot.at.line, slot.key, self._words.languages.by_tag
        assert group is not None
        rows, row_if = [], {}
        for row in slot.rows:
            self._say_left_out(row.line, "row")
            for hint in by_tag(row.line, "hint").values():
                self._findings.say(row.line.place, f"the hint {quoted(hint)} was left out: rows of a table have none.")
            condition = self.condition(row.line, slot.position)
            if condition is False:
                self._findings.say(row.line.place, f"{quoted(row.name)} is shown to nobody; it was left out.")
                continue
            rows.append(row.key)
            self._words.put(f"row.{key}.{row.key}", by_tag(row.line, "label"), row.line.place)
            row_if |= {} if isinstance(condition, bool) else {row.key: condition}
        for point, option in enumerate(found.options, 1):
            self._words.put(f"point.{key}.{point}", by_tag(option.line, "label"), option.line.place)
        if [option.name for option in found.options] != [str(n) for n in range(1, len(found.options) + 1)]:
            names = ", ".join(quoted(option.name) for option in found.options)
            self._findings.say(
                group.place, f"the answers {names} are kept as 1 to {len(found.options)}, in this order."
            )
        title = by_tag(group, "label")
        if not title:
            title = dict.fromkeys(self._words.languages.tags, spoken(slot.at.name))
        self._words.put(f"item.{key}.label", title, group.place)
        self._words.put(f"item.{key}.help", by_tag(group, "hint"), group.place)
        required = bool(is_yes(slot.rows[0].line["required"]))
        settings = {"rows": rows, "points": len(found.options)}
        return Item(key, "matrix", required, settings, show_if=show_if, option_if=row_if)

    def _statement(self, key: str, line: Line | None) -> None:
        """A long text is divided: its first line is the heading, the rest stands below."""
        assert line is not None
        label, hint = (self._words.languages.by_tag(line, column) for column in ("label", "hint"))
        heads, bodies = {}, {}
        for tag in dict.fromkeys([*label, *hint]):
            text = "\n\n".join(part for part in (label.get(tag), hint.get(tag)) if part)
            head, _, body = text.partition("\n")
            most = limit_of(f"item.{key}.label")
            if len(head) > most:
                cut = max(head.rfind(end, 0, most) for end in (". ", "! ", "? ", "。")) + 1 or head.rfind(" ", 0, most)
                head, body = head[:cut], f"{head[cut:]}\n{body}"
            heads[tag], bodies[tag] = head, body.strip()
        self._words.put(f"item.{key}.label", heads, line.place)
        self._words.put(f"item.{key}.help", {tag: body for tag, body in bodies.items() if body}, line.place)

    def _checks(self, slot: Slot, question: Question, kind: str, settings: dict[str, Any]) -> dict[str, Condition]:
        line = question.line
        message = self._words.languages.by_tag(line, "constraint_message")
        node = self._read(line, "constraint", refused=False)
        if node is None:
            if message and not line["constraint"]:
                said = next(iter(message.values()))
                self._findings.say(line.place, f"the message {quoted(said)} was left out: there is no “constraint”.")
            return {}
        own = self._known.get(question.name)
        if own is None or own.why_not or own.key != slot.key:
            self._findings.say(line.place, f"{_cell(line, 'constraint')} was left out: nothing here can be checked.")
            return {}
        found, rest = limits_in(node, own.how, kind)
        settings |= found
        if found and rest is None:
            for words in list(message.values())[:1]:
                self._findings.say(line.place, f"the message {quoted(words)} was left out: ours names the limit.")
        self._around.position, self._around.own, self._around.columns = slot.position, own, None
        try:
            condition = condition_of(rest, self._around) if rest else True
        except Unreadable as why:
            self._findings.say(line.place, f"{_cell(line, 'constraint')} is not checked: {why}.")
            return {}
        if isinstance(condition, bool):
            if not condition:
                self._findings.say(line.place, f"{_cell(line, 'constraint')} is not checked: it never holds.")
            return {}
        words = {tag: message.get(tag) or in_language(DOES_NOT_FIT, tag) for tag in self._words.languages.tags}
        self._words.put(f"check.{slot.key}.1", words, line.place)
        return {"1": condition}

    def _required(self, question: Question, kind: str) -> bool:
        required = is_yes(question.line["required"])
        if required is None:
            said = f"{_cell(question.line, 'required')} was left out: a question is required of all or of nobody."
            self._findings.say(question.line.place, said)
        return bool(required) and kind not in ("statement", "hidden")

    def _say_left_out(self, line: Line, what: str) -> None:
        for column, why in _NOT_HERE.items():
            silent = column == "read_only" and (is_yes(line[column]) is False or what == "note")
            if line[column] and not silent:
                self._findings.say(line.place, f"{_cell(line, column)} was left out: {why}.")
        for column in (*_MEDIA, "guidance_hint", "required_message"):
            for words in list(line.words.get(column, {}).values())[:1]:
                self._findings.say(line.place, f"“{column}” {quoted(words)} was left out: there is no place for it.")
        looks = [look for look in line["appearance"].split() if look.casefold() not in _LOOKS]
        if looks:
            said = f"the appearance {quoted(' '.join(looks))} was left out: each kind of question has one look here."
            self._findings.say(line.place, said)
        if line["parameters"] and what != "range":
            self._findings.say(line.place, f"{_cell(line, 'parameters')} was left out: it means nothing here.")


_SPOKEN = {"yes": "true()", "true": "true()", "no": "false()", "false": "false()"}
_RANGE = {"start": "1", "end": "10", "step": "1"}


def spoken(name: str) -> str:
    """A name as words: “about_you” is “About you”."""
    words = " ".join(name[:150].replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:]


def _is_percentage(question: Question) -> bool:
    return "percentage" in question.line["type"].casefold()


def _cell(line: Line, column: str) -> str:
    return f"“{column}” {quoted(line[column])}"
