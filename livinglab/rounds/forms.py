"""What people fill in for a round."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wtforms import (
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    StopValidation,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from livinglab.foundation.forms import Form
from livinglab.foundation.places import (
    country_choices,
    country_name,
    currency_choices,
    language_choices,
    usual_languages,
)
from livinglab.rounds import times

MODES = {
    "individual": "Single answers: we read each answer under a pseudonym, and the figures",
    "aggregate": "Totals only: nobody reads a single answer, and figures begin at 10 answers per country",
}
NO_NUMBER: dict[str, Any] = {"invalid_value_message": "Write a whole number, such as 12."}
NO_MOMENT: dict[str, Any] = {"invalid_value_message": "Write day and time like 2027-03-01 09:00."}
PEOPLE = NumberRange(1, 1_000_000, "Between 1 and 1,000,000.")
RULE_LENGTH = Length(max=2000, message="Keep it under 2,000 characters.")


class WholeNumber(IntegerField):
    """What is no whole number is told once: how large it may be is said of numbers only."""

    def pre_validate(self, form: Any) -> None:
        """Ends the validation when what was typed could not be read."""
        if self.process_errors and self.raw_data and self.raw_data[0]:
            raise StopValidation


def _chosen(value: Any) -> int:
    """The id that was chosen; 0 for none."""
    return int(value or 0)


class RuleForm(Form):
    """What would make the company enter, adapt or leave. `stamp`: of what was stored when the form was opened."""

    stamp = HiddenField()

    enter_when = TextAreaField(
        "We enter a market when …",
        validators=[RULE_LENGTH],
        description="For example: at least half would buy it at our price, and the mean is 4 or more.",
    )
    adapt_when = TextAreaField(
        "We adapt the product when …",
        validators=[RULE_LENGTH],
        description="For example: a third would buy it, and most of the others name the same thing to change.",
    )
    leave_when = TextAreaField(
        "We leave a market when …",
        validators=[RULE_LENGTH],
        description="For example: fewer than a third would buy it, whatever we change.",
    )


def _moment(label: str, description: str) -> DateTimeLocalField:
    """A day and a time, as a browser's picker or a person without one writes them."""
    return DateTimeLocalField(
        label,
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"],
        validators=[Optional()],
        description=description,
        **NO_MOMENT,
    )


class PlanForm(RuleForm):
    """A whole round before its markets."""

    newest = HiddenField()  # the newest round there was when the form was opened: sent twice, it makes one
    product = SelectField("Product", coerce=_chosen, validators=[InputRequired("Choose a product.")])
    version = SelectField(
        "Questionnaire",
        coerce=_chosen,
        validators=[InputRequired("Choose a questionnaire.")],
        description="Published versions, with the languages in which they are complete.",
    )
    name = StringField(
        "Name of the round",
        validators=[DataRequired("Give the round a name, such as “Autumn 2027”."), Length(max=120)],
        description="For you and your colleagues. Clusters and testers do not see it.",
    )
    opens_at = _moment("Opens", "From then on testers can answer. Empty: you open it by hand.")
    closes_at = _moment("Closes", "Then nobody can answer any more. Empty: you close it by hand.")
    time_zone = SelectField("These times are the time in", description="All times of this round are shown so.")
    minutes = WholeNumber(
        "Minutes it takes to answer",
        **NO_NUMBER,
        default=5,
        validators=[
            InputRequired("Say how many minutes it takes."),
            NumberRange(1, 180, "Between 1 and 180 minutes."),
        ],
        description="Testers and clusters are told this.",
    )
    mode = RadioField("What may your company read?", choices=MODES, default="individual")

    def moments(self) -> dict[str, datetime | None]:
        """`opens_at` and `closes_at` as moments; call it after `validate`."""
        zone = self.time_zone.data
        fields = [field for field in (self.opens_at, self.closes_at) if field is not None]
        return {field.name: times.from_local(field.data, zone) if field.data else None for field in fields}

    def validate_opens_at(self, field: DateTimeLocalField) -> None:
        """The clocks must once show this time."""
        self._exists(field)

    def validate_closes_at(self, field: DateTimeLocalField) -> None:
        """The clocks must once show this time."""
        self._exists(field)

    def validate_product(self, field: SelectField) -> None:
        """Something must be chosen."""
        if not field.data:
            raise ValidationError("Choose a product.")

    def validate_version(self, field: SelectField) -> None:
        """Something must be chosen."""
        if not field.data:
            raise ValidationError("Choose a questionnaire.")

    def _exists(self, field: DateTimeLocalField) -> None:
        typed, zone = field.data, self.time_zone.data
        if typed is None:
            return
        if not 2000 <= typed.year <= 2200:
            raise ValidationError("Check the year.")
        if zone in times.zone_names() and times.from_local(typed, zone) is None:
            raise ValidationError("This time does not exist there: that night the clocks go forward. Choose another.")


class MarketForm(Form):
    """One country of a round."""

    country = SelectField("Country", validators=[DataRequired("Choose a country.")])
    language = SelectField(
        "Language of the questionnaire there", description="The usual one is an official language of the country."
    )
    currency = SelectField("Currency of prices there")
    quota = WholeNumber(
        "How many answers do you want?",
        **NO_NUMBER,
        default=30,
        validators=[InputRequired("Say how many answers you want."), PEOPLE],
        description="Clusters are told this number.",
    )
    minimum_n = WholeNumber(
        "Show figures from how many answers?",
        **NO_NUMBER,
        default=10,
        validators=[
            InputRequired("Say from how many answers figures are shown."),
            PEOPLE,
        ],
        description="With fewer, the page says how many are missing instead of showing a mean. 10 is usual.",
    )

    def validate_language(self, field: SelectField) -> None:
        """Where there is no usual language, one must be chosen."""
        country = self.country.data
        if country and not field.data and not usual_languages(country):
            name = country_name(country)
            raise ValidationError(f"We have no answer pages in a usual language of {name}. Choose a language.")

    def offer_everything(self, *, with_usual: bool) -> None:
        """Fill the lists; `with_usual` adds “the usual one there” in front, for a country not chosen yet."""
        unchosen = {"": "Choose a country"} if with_usual else {}
        usual = {"": "The usual one there"} if with_usual else {}
        self.country.choices = unchosen | dict(country_choices())
        self.language.choices = usual | dict(language_choices())
        self.currency.choices = usual | dict(currency_choices())


class ClustersForm(Form):
    """Which clusters are asked for a market."""

    clusters = SelectMultipleField(
        "Choose clusters",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
        validators=[DataRequired("Choose at least one cluster.")],
    )

    def validate_clusters(self, field: SelectMultipleField) -> None:
        """Only those on the list can be asked, which may have become shorter since the page was opened."""
        if not {str(cluster) for cluster in field.data or []} <= set(field.choices or {}):
            raise ValidationError("Choose among the clusters on this list: others cannot be asked here now.")


class AcceptForm(Form):
    """A cluster says yes."""

    expected = WholeNumber(
        "How many testers do you expect to bring?",
        **NO_NUMBER,
        validators=[
            InputRequired("Say how many testers you expect. An honest guess is enough."),
            NumberRange(1, 100_000, "Between 1 and 100,000."),
        ],
        description="A guess is enough; you can change it later.",
    )


class DeclineForm(Form):
    """A cluster says no."""

    reason = TextAreaField(
        "Why not?",
        validators=[DataRequired("Say why, in a few words: the company plans with it."), Length(max=500)],
        description="The company reads this.",
    )
