"""Lists of addresses as people paste and upload them."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from livinglab.foundation.errors import Refused
from livinglab.invitations.addresses import address_key, read_file, read_list
from tests.thorough import examples


def people(text: str) -> list[tuple[str, str]]:
    return [(person.name, person.address) for person in read_list(text).people]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("cleo@example.org", [("", "cleo@example.org")]),
        ("  Cleo@Example.ORG  ", [("", "cleo@example.org")]),
        ("Cleo Berg <cleo@example.org>", [("Cleo Berg", "cleo@example.org")]),
        ('"Berg, Cleo" <cleo@example.org>', [("Cleo Berg", "cleo@example.org")]),
        ("<cleo@example.org>", [("", "cleo@example.org")]),
        ("mailto:cleo@example.org.", [("", "cleo@example.org")]),
        ("Cleo Berg cleo@example.org", [("Cleo Berg", "cleo@example.org")]),
        ("Cleo Berg\tcleo@example.org", [("Cleo Berg", "cleo@example.org")]),
        ("cleo@example.org;Cleo;Berg", [("Cleo Berg", "cleo@example.org")]),
        ("Cleo,cleo@example.org,Hamburg", [("Cleo", "cleo@example.org")]),
        ("a@example.org, b@example.org; c@example.org", [("", f"{x}@example.org") for x in "abc"]),
        ("a@example.org b@example.org", [("", "a@example.org"), ("", "b@example.org")]),
        ("Anna <a@example.org>, Bo <b@example.org>", [("Anna", "a@example.org"), ("Bo", "b@example.org")]),
        ("Zoë Łącka <zoe@example.org>", [("Zoë Łącka", "zoe@example.org")]),
        ("info@exämple.de", [("", "info@exämple.de")]),
        ("\ufeffcleo@exam\u200bple.org\u2060", [("", "cleo@example.org")]),
        ("Cleo Berg <\u202acl\u00adeo@example.org\u202c>", [("Cleo Berg", "cleo@example.org")]),
    ],
)
def test_an_address_is_found_however_it_is_written(line: str, found: list[tuple[str, str]]) -> None:
    reading = read_list(line)
    assert [(person.name, person.address) for person in reading.people] == found
    assert reading.bad == []


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("Cleo Berg", "no e-mail address"),
        ("cleo@@example.org", "more than one @"),
        ("@example.org", "before the @"),
        ("cleo@localhost", "after the @"),
        ("cleo@", "after the @"),
        ("jörg@example.org", "before the @ reach few"),
        ("cleo@exa mple.org", "after the @"),
        ("cl..eo@example.org", "no address"),
        ("Cleo <>", "before the @"),
    ],
)
def test_what_is_no_address_is_told_with_its_line_and_what_to_do(line: str, word: str) -> None:
    reading = read_list(f"dora@example.org\n\n{line}\nemil@example.org")
    assert [person.address for person in reading.people] == ["dora@example.org", "emil@example.org"]
    assert reading.bad[0].line == 3
    assert word in reading.bad[0].reason


def test_an_address_that_stands_there_twice_is_found_once() -> None:
    reading = read_list("cleo@example.org\nCleo <CLEO@example.org>\ndora@example.org")
    assert [person.line for person in reading.people] == [1, 3]
    assert [(person.address, person.line) for person in reading.repeated] == [("cleo@example.org", 2)]


@pytest.mark.parametrize("head", ["E-mail", "Name;E-Mail", "Imię i nazwisko\tAdres e-mail", "Namn, E-post"])
def test_names_of_columns_in_the_first_line_are_no_mistake(head: str) -> None:
    assert read_list(f"{head}\ncleo@example.org").bad == []
    assert read_list(f"cleo@example.org\n{head}").bad != []


def test_a_list_that_is_written_out_again_reads_the_same() -> None:
    text = 'Cleo Berg <cleo@example.org>\n"Øst, GmbH, Nord" <ost@example.org>\ndora@example.org'
    again = "\n".join(person.written for person in read_list(text).people)
    assert people(again) == people(text)


def test_a_very_long_name_is_cut_and_a_name_holds_no_line_break() -> None:
    assert len(read_list(f"{'x' * 500} <cleo@example.org>").people[0].name) == 120
    assert people("Cleo\u2028Bcc: x <cleo@example.org>")[0][1] == "cleo@example.org"
    assert all("\n" not in name and "\r" not in name for name, _ in people("A\rB <cleo@example.org>"))


@settings(max_examples=examples(150), deadline=None)
@given(st.text(max_size=60))
def test_whatever_stands_around_an_address_the_list_is_read(text: str) -> None:
    read_list(text)
    reading = read_list(f"{text} <cleo@example.org>")
    assert "cleo@example.org" in [person.address for person in reading.people]


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("Name;E-Mail\nCleo Berg;cleo@example.org\n", "Cleo Berg <cleo@example.org>"),
        ("E-post,Förnamn,Efternamn\ncleo@example.org,Cleo,Berg\n", "Cleo Berg <cleo@example.org>"),
        ("Firma;Imię;Nazwisko;Adres\nAcme;Cleo;Berg;cleo@example.org\n", "Cleo Berg <cleo@example.org>"),
        ("cleo@example.org\ndora@example.org\n", "cleo@example.org\ndora@example.org"),
        ("Company name,Mail\nAcme,cleo@example.org\n", "cleo@example.org"),
        ("Name,Mail\nCleo,\nDora,dora@example.org\n", "Cleo\nDora <dora@example.org>"),
        ('Name,Mail\n"Berg, ""C""",cleo@example.org\n', "\"Berg, 'C'\" <cleo@example.org>"),
        ("Name,Mail\nA,a@example.org b@example.org\n", "A a@example.org b@example.org"),
    ],
)
def test_a_table_becomes_lines_whatever_its_columns_are_called(table: str, lines: str) -> None:
    assert read_file(table.encode()).lines == lines


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("Cleo,cleo@example.org,a note,", ("Cleo", "cleo@example.org")),
        ("Berg, Cleo,cleo@example.org", ("Berg Cleo", "cleo@example.org")),
    ],
)
def test_a_row_with_more_cells_than_the_head_loses_no_address(row: str, found: tuple[str, str]) -> None:
    assert people(read_file(f"Name,Mail\nDora,dora@example.org\n{row}\n".encode()).lines)[1] == found


def test_a_table_written_by_an_old_spreadsheet_program_is_read_too() -> None:
    assert people(read_file("Namn;E-post\nÅsa Öberg;asa@example.org".encode("cp1252")).lines) == [
        ("Åsa Öberg", "asa@example.org")
    ]


def test_a_table_that_excel_in_poland_wrote_keeps_its_letters() -> None:
    found = read_file("Imię i nazwisko;E-mail\nŁucja Żądło;lucja@example.org".encode("cp1250"))
    assert people(found.lines) == [("Łucja Żądło", "lucja@example.org")]
    assert found.notices[0].startswith("Read as Windows-1250 (Central European).")


@pytest.mark.parametrize(
    ("table", "sentences"),
    [
        (
            "Work;Private\na@example.org;b@example.org\nc@example.org;\n",
            [
                "The addresses were read from the column “Work”. "
                "The column “Private” holds addresses too, which were not read."
            ],
        ),
        (
            "A;B;C;Mail\n1@a.org;2@a.org;3@a.org;4@a.org\n;;;5@a.org\n",
            [
                "The addresses were read from the column “Mail”. "
                "The columns “A”, “B” and “C” hold addresses too, which were not read."
            ],
        ),
        (
            "a@example.org;b@example.org\n",
            [
                "The addresses were read from the column number 1. "
                "The column number 2 holds addresses too, which were not read."
            ],
        ),
        ("Mail;Note\na@example.org;met @ the fair\n", []),
    ],
)
def test_it_is_said_which_of_two_columns_of_addresses_was_read(table: str, sentences: list[str]) -> None:
    assert read_file(table.encode()).notices == sentences


@pytest.mark.parametrize("content", [b"", b"Name;Phone\nCleo;123\n", b"\x00\x01binary"])
def test_a_file_without_addresses_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_file(content)
    assert str(refused.value).endswith(".")


def test_the_key_of_an_address_needs_the_secret_key_and_the_round(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    key = address_key(1, "cleo@example.org")
    assert key == address_key(1, "cleo@example.org")
    assert key != address_key(2, "cleo@example.org")
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key, another key, another key")
    assert key != address_key(1, "cleo@example.org")
