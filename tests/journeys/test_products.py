"""The second step: a product with its pictures and papers."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, expect

from tests.journeys.conftest import People
from tests.journeys.steps import Person

PAPER: FilePayload = {"name": "manual.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}


def picture(name: str, colour: str) -> FilePayload:
    """A small picture of one colour."""
    image = Image.new("RGB", (640, 400), colour)
    ImageDraw.Draw(image).ellipse((220, 100, 420, 300), fill="white")
    written = io.BytesIO()
    image.save(written, "PNG")
    return {"name": f"{name}.png", "mimeType": "image/png", "buffer": written.getvalue()}


def test_anna_registers_a_product_shows_it_puts_it_away_and_takes_it_back(people: People, own: str) -> None:
    anna, name = people("anna"), f"Frost Watch {own}"
    anna.menu("Products")
    anna.follow("Register a product")
    anna.field("Name").fill(name)
    anna.press("Register the product")
    expect(anna.page.get_by_role("alert")).to_contain_text("Say in one line what it is and for whom.")
    expect(anna.field("Name")).to_have_value(name)
    anna.write(
        {
            "In one line": "Warns you before the pipes freeze.",
            "Description": "Hangs in the **cellar**.\n\n- no app\n- no cable",
            "Sector": "Homes",
            "What is confidential": "The supplier of the sensor.",
        }
    )
    anna.choose("Prototype: something to try, it may break")
    anna.field("Find a country").fill("finl")
    anna.choose("Finland")
    anna.field("Find a country").fill("")
    anna.press("Register the product")
    anna.is_at(name)
    anna.reads("Warns you before the pipes freeze.", "Prototype", "Finland", "The supplier of the sensor.")
    expect(anna.main.locator("strong", has_text="cellar")).to_be_visible()
    _adds_pictures_and_puts_them_in_order(anna)
    _adds_a_paper(anna, name)
    _edits_archives_and_restores(anna, name)


def _adds_pictures_and_puts_them_in_order(anna: Person) -> None:
    anna.follow("Pictures")
    anna.field("Files").set_input_files([picture("front", "teal"), picture("back", "maroon")])
    anna.press("Upload")
    anna.field("What picture 1 shows").fill("A teal box with a white light.")
    anna.field("What picture 2 shows").fill("The back of the box is dark red.")
    anna.press("Save the texts")
    handle = anna.page.get_by_role("button", name="Move “The back of the box is dark red.”: drag", exact=False)
    handle.focus()
    with anna.page.expect_response(lambda answer: answer.request.method == "POST"):
        handle.press("ArrowUp")
    expect(handle).to_be_focused()
    anna.page.reload()
    anna.look()
    expect(anna.field("What picture 1 shows")).to_have_value("The back of the box is dark red.")


def _adds_a_paper(anna: Person, name: str) -> None:
    anna.follow(name)
    anna.follow("Papers")
    anna.field("Files").set_input_files([PAPER])
    anna.press("Upload")
    anna.field("Name of paper 1").fill("Manual of the cellar sensor")
    anna.press("Save the names")
    anna.follow(name)
    gallery = anna.page.get_by_role("list", name="Pictures").get_by_role("img")
    expect(gallery.nth(0)).to_have_attribute("alt", "The back of the box is dark red.")
    expect(gallery.nth(1)).to_have_attribute("alt", "A teal box with a white light.")
    with anna.page.expect_download() as paper:
        anna.page.get_by_role("link", name="Manual of the cellar sensor").click()
    assert paper.value.path().read_bytes() == PAPER["buffer"]


def _edits_archives_and_restores(anna: Person, name: str) -> None:
    anna.follow("Edit")
    anna.field("In one line").fill("Warns you well before the pipes freeze.")
    anna.press("Save")
    anna.reads("Warns you well before the pipes freeze.")
    anna.press("Archive")
    anna.menu("Products")
    anna.reads_not(name)
    anna.go(anna.main.get_by_role("link", name="Archived"))
    anna.follow(name)
    anna.press("Restore")
    anna.menu("Products")
    anna.reads(name)
