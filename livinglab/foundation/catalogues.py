"""What testers read, in every language: collect the messages from pages and code, and keep the catalogues complete."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import check_and_call_extract_file
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from livinglab.foundation.places import ANSWER_LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "livinglab" / "translations"
LANGUAGES = tuple(code for code in ANSWER_LANGUAGES if code != "en")  # the messages themselves are English
FUNCTIONS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
_MARKS = re.compile(rf"\b({'|'.join(FUNCTIONS)})\(|\btrans\b")
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def path_of(language: str) -> Path:
    """The catalogue that people edit; the compiled one stands beside it."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def messages() -> Catalog:
    """Every message that is marked in pages, mails and code, as `babel.cfg` says where to look."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = Catalog(charset="utf-8")
    for path in (*(ROOT / "livinglab").rglob("*.py"), *(ROOT / "templates").rglob("*.*")):
        if _MARKS.search(path.read_text()):  # to read a whole file as Babel does takes a hundred times as long
            marked = check_and_call_extract_file(
                path, methods, options, None, FUNCTIONS, (), strip_comment_tags=False, dirpath=ROOT
            )
            for _file, _line, message, _comments, context in marked:
                found.add(message, context=context)
    return found


def problems() -> list[str]:
    """What is wrong with the catalogues, each a sentence; empty when all is complete and compiled."""
    wanted = messages()
    found = []
    for language in LANGUAGES:
        catalogue = _read(language)
        found += [f"{language}: translate {_key(m)!r}" for m in wanted if m.id and not _is_translated(catalogue, m)]
        found += [f"{language}: remove {_key(m)!r}" for m in catalogue if m.id and wanted.get(_key(m)) is None]
        found += [f"{language}: look again at {_key(m)!r}" for m in catalogue if m.id and m.fuzzy]
        found += [f"{language}: use the same placeholders in {_key(m)!r}" for m in catalogue if not _fits(m)]
        if not _is_compiled(language, catalogue):
            found.append(f"{language}: compile it")
    return found


def update() -> list[str]:
    """Take new messages into the catalogues, drop what is used no more, compile; what is left for people to do."""
    wanted = messages()
    for language in LANGUAGES:
        before, now = _read(language), Catalog(language, project="Living lab", fuzzy=False)
        for message in sorted((m for m in wanted if m.id), key=_key):
            known = before.get(_key(message))
            now.add(message.id, known.string if known is not None else None, flags=message.flags)
        now.header_comment = "# What testers read."
        now.creation_date = now.revision_date = datetime(2026, 11, 24, tzinfo=UTC)  # no change without a change
        now.msgid_bugs_address = now.last_translator = now.language_team = "Living lab"
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, now, width=0)
        path.with_suffix(".mo").write_bytes(_compiled(_read(language)))
    return problems()


def _read(language: str) -> Catalog:
    path = path_of(language)
    if not path.exists():
        return Catalog(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _texts(string: str | Iterable[str] | None) -> list[str]:
    return [string or ""] if string is None or isinstance(string, str) else list(string)


def _is_translated(catalogue: Catalog, message: Message) -> bool:
    known = catalogue.get(_key(message))
    if known is None or isinstance(known.id, str) != isinstance(message.id, str):
        return False
    texts = _texts(known.string)
    return all(text.strip() for text in texts) and len(texts) == (catalogue.num_plurals if known.pluralizable else 1)


def _fits(message: Message) -> bool:
    """Whether a translation has the placeholders of its message, and no others."""
    if not message.id:
        return True
    if list(message.check()):  # such as a lone %
        return False
    wanted = set(_PLACEHOLDER.findall(" ".join(_texts(message.id))))
    # A form for one or for two may say the number in words: in Arabic it does.
    spare = {"num"} if message.pluralizable else set()
    return all(wanted - spare <= set(_PLACEHOLDER.findall(text)) <= wanted for text in _texts(message.string) if text)


def _compiled(catalogue: Catalog) -> bytes:
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def _is_compiled(language: str, catalogue: Catalog) -> bool:
    path = path_of(language).with_suffix(".mo")
    if not path.exists():
        return False
    with path.open("rb") as file:
        compiled = {_key(m): _texts(m.string) for m in read_mo(file) if m.id}
    return compiled == {_key(m): _texts(m.string) for m in catalogue if m.id and any(_texts(m.string))}
