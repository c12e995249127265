"""Forms of the products room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from wtforms import HiddenField, MultipleFileField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from livinglab.foundation.forms import Form, is_only_a_name, one_line
from livinglab.foundation.places import country_choices, country_name
from livinglab.network.models import Organisation
from livinglab.products.models import Product, ProductFile
from livinglab.products.papers import ACCEPTED
from livinglab.products.queries import codenames_in_use

STAGES = (
    SelectChoice("idea", "Idea: there is a concept, nothing to hold yet"),
    SelectChoice("prototype", "Prototype: something to try, it may break"),
    SelectChoice("pilot", "Pilot: the first customers use it"),
    SelectChoice("on sale", "On sale: it can be bought somewhere"),
)
STAGE_NAMES = {"idea": "Idea", "prototype": "Prototype", "pilot": "Pilot", "on sale": "On sale"}
# Countries much as CLDR groups them, so that a list of 250 is walked in steps. The last group takes what is left.
CONTINENTS = (
    (
        "Europe",
        "AD AL AT AX BA BE BG BY CH CQ CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU "
        "LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK",
    ),
    (
        "North America and the Caribbean",
        "AG AI AW BB BL BM BQ BS CA CU CW DM DO GD GL GP HT JM KN KY LC MF MQ MS PM PR SX TC TT US VC VG VI",
    ),
    (
        "Central and South America",
        "AR BO BR BV BZ CL CO CR EC FK GF GS GT GY HN MX NI PA PE PY SR SV UY VE",
    ),
    (
        "Asia and the Middle East",
        "AE AF AM AZ BD BH BN BT CN GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP "
        "OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE",
    ),
    (
        "Africa",
        "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EA EG EH ER ET GA GH GM GN GQ GW IC KE KM LR LS LY MA MG ML "
        "MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW",
    ),
    (
        "Oceania",
        "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS",
    ),
    ("Elsewhere", ""),
)


@cache
def continents() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(name, country codes by name) of each part of the world; every country is in exactly one."""
    placed = {code: name for name, codes in CONTINENTS for code in codes.split()}
    groups: dict[str, list[str]] = {name: [] for name, _ in CONTINENTS}
    for code, _ in country_choices():
        groups[placed.get(code, "Elsewhere")].append(code)
    return tuple((name, tuple(codes)) for name, codes in groups.items() if codes)


class ProductForm(Form):
    """What a company says of a product."""

    organisation = RadioField("Company", coerce=int, validate_choice=False)
    name = StringField(
        "Name",
        [
            DataRequired("Give the product a name."),
            Length(max=120, message="Use at most 120 characters."),
            is_only_a_name,
        ],
        filters=[one_line],
        description="As your customers will know it. Testers see it when they begin.",
    )
    pitch = StringField(
        "In one line",
        [
            DataRequired("Say in one line what it is and for whom."),
            Length(max=200, message="Use at most 200 characters."),
        ],
        filters=[one_line],
        description="What is it, and for whom? Testers read it. "
        "For example: Sees a leak in your basement before you do.",
    )
    description = TextAreaField(
        "Description",
        [Length(max=20_000, message="Use at most 20,000 characters.")],
        description="Testers can read it before they begin. "
        "Leave an empty line between paragraphs. **bold**, *italic*, - for lists and # for headings work.",
    )
    stage = RadioField("Stage", [DataRequired("Choose how far it is.")], choices=list(STAGES))
    sector = StringField(
        "Sector",
        [Length(max=120, message="Use at most 120 characters."), is_only_a_name],
        filters=[one_line],
        description="For example: water, health, mobility. Clusters you ask for testers see it.",
    )
    codename = StringField(
        "Codename",
        [
            DataRequired("Choose a codename. Clusters see it instead of the name."),
            Length(max=120, message="Use at most 120 characters."),
            is_only_a_name,
        ],
        filters=[one_line],
        description="Clusters you ask for testers see this instead of the name. We suggest a word that says nothing.",
    )
    secrets = TextAreaField(
        "What is confidential",
        [Length(max=5_000, message="Use at most 5,000 characters.")],
        description="What must not get out, and until when. A reminder for your colleagues; nobody else reads it.",
    )
    stamp = HiddenField()  # of what was known when the form was opened
    markets = SelectMultipleField("Target markets", widget=ListWidget(), option_widget=CheckboxInput())

    def prepare(self, companies: Sequence[Organisation], product_id: int | None = None) -> ProductForm:
        """Offer these companies and every country. With one company there is nothing to choose."""
        self.markets.choices = [SelectChoice(code, name) for code, name in country_choices()]
        self.organisation.choices = [SelectChoice(str(company.id), company.name) for company in companies]
        self._companies, self._product_id = companies, product_id
        if len(companies) == 1:
            self.organisation.data = companies[0].id
        return self

    def validate_organisation(self, field: RadioField) -> None:
        """Exactly one of the companies that were offered."""
        if field.data not in [company.id for company in self._companies]:
            raise ValidationError("Choose the company.")

    def validate_codename(self, field: StringField) -> None:
        """The codename hides the name and tells products of one company apart."""
        codename, name = (field.data or "").casefold(), (self.name.data or "").casefold()
        tells = codename == name or (len(name) > 3 and name in codename) or (len(codename) > 3 and codename in name)
        if name and tells:
            raise ValidationError("This gives the product's name away. Choose another word.")
        if self.organisation.data and codename in codenames_in_use([self.organisation.data], self._product_id):
            raise ValidationError("Another product of this company has this codename. Choose another word.")

    def chosen_company(self) -> Organisation:
        """The company the product is for, after validation."""
        return next(company for company in self._companies if company.id == self.organisation.data)

    def facts(self) -> dict[str, Any]:
        """What was typed, for the actions."""
        return {name: self[name].data or "" for name in
                ("name", "codename", "pitch", "description", "stage", "sector", "secrets")}  # fmt: skip

    def differences(self, product: Product) -> list[tuple[str, str]]:
        """(label, what is stored now) of everything that is not as it stands in the form."""
        typed, found = self.facts(), []
        for name, text in typed.items():
            stored = getattr(product, name)
            if stored != text:
                found.append((self[name].label.text, STAGE_NAMES[stored] if name == "stage" else stored))
        countries = {market.country for market in product.markets}
        if countries != set(self.markets.data or []):
            found.append((self.markets.label.text, ", ".join(sorted(map(country_name, countries)))))
        return found

    def markets_by_continent(self) -> list[tuple[str, int, list[Any]]]:
        """(continent, how many are chosen there, checkboxes) for the page."""
        boxes = {box.data: box for box in self.markets}
        groups = [(name, [boxes[code] for code in codes]) for name, codes in continents()]
        return [(name, sum(box.checked for box in group), group) for name, group in groups]


class PicturesForm(Form):
    """Several pictures at once."""

    pictures = MultipleFileField(
        "Files",
        description="JPEG, PNG, WebP or GIF. Up to 15 MB each, 25 MB together. "
        "We remove what a picture tells beside what it shows, such as where it was taken.",
        render_kw={"accept": "image/jpeg,image/png,image/webp,image/gif"},
    )


class PapersForm(Form):
    """Several papers at once."""

    papers = MultipleFileField(
        "Files",
        description="PDF, Word, Excel, PowerPoint, OpenDocument or text. Up to 25 MB together. "
        "Only people at your company can download them.",
        render_kw={"accept": ACCEPTED},
    )


def _form_with(fields: dict[str, StringField]) -> Form:
    return type("FilesForm", (Form,), fields)()


def pictures_texts_form(pictures: Iterable[ProductFile]) -> Form:
    """A form with one line for each picture: `text_<id>`."""
    fields = {
        f"text_{picture.id}": StringField(
            f"What picture {number} shows",
            [Length(max=300, message="Use at most 300 characters.")],
            default=picture.alternative,
            filters=[one_line],
            description="One sentence, for people who cannot see it.",
            render_kw={"form": "texts-form"},
        )
        for number, picture in enumerate(pictures, 1)
    }
    return _form_with(fields)


def papers_names_form(papers: Iterable[ProductFile]) -> Form:
    """A form with one line for each paper: `name_<id>`."""
    fields = {
        f"name_{paper.id}": StringField(
            f"Name of paper {number}",
            [DataRequired("Give the paper a name."), Length(max=100, message="Use at most 100 characters.")],
            default=paper.name,
            render_kw={"form": "names-form"},
        )
        for number, paper in enumerate(papers, 1)
    }
    return _form_with(fields)


def typed_by_id(form: Form, prefix: str, files: Iterable[ProductFile]) -> dict[int, str]:
    """{file id: what was typed for it} of such a form."""
    return {file.id: form[f"{prefix}_{file.id}"].data or "" for file in files}
