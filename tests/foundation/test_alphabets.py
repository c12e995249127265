"""The alphabet of a file that does not tell it is found by the words in it."""

from __future__ import annotations

import pytest

from livinglab.foundation.alphabets import CENTRAL, WESTERN, decode

CENTRAL_SENTENCES = {
    "Polish": "Zażółć gęślą jaźń",
    "one Polish name": "Łódź",
    "Polish capitals": "ŻÓŁW ŹRÓDŁO ŚĆIEŻKA",
    "short Polish words": "był dał stał; cała",
    "Czech": "Příliš žluťoučký kůň úpěl ďábelské ódy",
    "one Czech name": "Jiří Dvořáček",
    "Slovak": "Kŕdeľ šťastných ďatľov",
    "Hungarian": "Árvíztűrő tükörfúrógép, Erdős",
    "Croatian": "Čovjek može u kuću, đak šeće",
    "Slovenian": "Češnja, žaba in šola",
    "Romanian": "Muşcă, ţară, fată bună",
    "Polish with a German name": "Müller, Łukasz Brzęczyszczykiewicz, Józef",
}
WESTERN_SENTENCES = {
    "Swedish": "Flygande bäckasiner söka hwila på mjuka tuvor",
    "one Swedish name": "Åsa",
    "Swedish with a measure": "på 5 m³",
    "Finnish": "Törkylempijävongahdus, Åbo, šakki",
    "Danish": "Høj bly gom vandt fræk sexquiz på wc",
    "one Danish name": "Jørgen Sørensen",
    "Danish with much æ": "være, læse, træ",
    "German": "Zwölf Boxkämpfer, größe, Übung",
    "French": "Voix ambiguë d’un cœur qui préfère les jattes de kiwis à Noël; très, où, même",
    "one French word": "très",
    "Spanish": "¿Cómo está el niño? ¡Él jugó!",
    "Portuguese": "À noite, vovô não põe ações",
    "Italian": "Perché è già così, più virtù",
    "Icelandic": "Kæmi ný öxi hér, ykist þjófum nú bæði víl og ádrepa",
    "Estonian": "Põdur Zagrebi tšellomängija, žürii, öö",
    "prices": "£5 §3 ½ 20°C 15 €",
    "a measure": "3 m³, 2 km²",
    "a number": "Nº 5 – 1º",
}


@pytest.mark.parametrize("text", CENTRAL_SENTENCES.values(), ids=CENTRAL_SENTENCES)
def test_a_central_european_text_is_read_rightly(text: str) -> None:
    found = decode(text.encode("cp1250"))
    assert (found.text, found.alphabet) == (text, CENTRAL)


@pytest.mark.parametrize("text", WESTERN_SENTENCES.values(), ids=WESTERN_SENTENCES)
def test_a_western_text_is_read_rightly(text: str) -> None:
    found = decode(text.encode("cp1252"))
    assert (found.text, found.alphabet) == (text, WESTERN)


def test_a_western_list_with_a_few_polish_looking_signs_stays_western() -> None:
    text = "\n".join(WESTERN_SENTENCES.values())
    assert decode(text.encode("cp1252")).text == text


def test_of_a_file_that_tells_its_alphabet_nothing_is_said() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "ascii"):
        found = decode("age;zażółć".encode(encoding) if encoding != "ascii" else b"age")
        assert found.notice == ""
    assert decode("Zażółć".encode("cp1250")).notice == (
        "Read as Windows-1250 (Central European). "
        "If letters look wrong, save the file as CSV UTF-8 and upload it again."
    )


def test_bytes_that_are_no_letters_at_all_are_read_somehow() -> None:
    assert decode(bytes(range(1, 256))).text
