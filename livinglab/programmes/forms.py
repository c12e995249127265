"""Forms of the programmes room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import DateField, EmailField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from livinglab.foundation.forms import Form, is_address, is_only_a_name, normal_address, one_line
from livinglab.foundation.places import country_name
from livinglab.network.models import Organisation

SHORT = Length(max=120, message="Use at most 120 characters.")


class DayField(DateField):
    """A day, or nothing."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The day that was typed; nonsense is refused in words and stays in the field."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            self.data = date.fromisoformat(valuelist[0].strip())
        except ValueError as error:
            self.data = None
            raise ValueError("Enter a day such as 2026-11-24.") from error


class ProgrammeForm(Form):
    """What a coordinator says of a programme."""

    coordinator = RadioField("Coordinator", validate_choice=False, coerce=int)
    name = StringField("Name", [DataRequired("Give the programme a name."), SHORT, is_only_a_name], filters=[one_line])
    about = TextAreaField(
        "About",
        [Length(max=20_000, message="Use at most 20,000 characters.")],
        description="What is done together, and for whom. **bold**, *italic*, - for lists and # for headings work.",
    )
    funder = StringField(
        "Funder", [SHORT], filters=[one_line], description="Who pays for it, as it must stand in reports."
    )
    reference = StringField(
        "Reference",
        [Length(max=60, message="Use at most 60 characters.")],
        filters=[one_line],
        description="The funder’s number of the project.",
    )
    begins_on = DayField("First day")
    ends_on = DayField("Last day")

    def prepare(self, clusters: Sequence[Organisation]) -> ProgrammeForm:
        """Offer these clusters as coordinators. With one there is nothing to choose."""
        self.coordinator.choices = [SelectChoice(str(cluster.id), cluster.name) for cluster in clusters]
        self._clusters = clusters
        if len(clusters) == 1:
            self.coordinator.data = clusters[0].id
        return self

    def validate_coordinator(self, field: RadioField) -> None:
        """Exactly one of the clusters that were offered."""
        if field.data not in [cluster.id for cluster in self._clusters]:
            raise ValidationError("Choose the cluster that coordinates it.")

    def validate_ends_on(self, field: DayField) -> None:
        """The last day is not before the first."""
        if field.data and self.begins_on.data and field.data < self.begins_on.data:
            raise ValidationError("The last day is before the first day. Change one of them.")

    def chosen_cluster(self) -> Organisation:
        """The coordinator, after validation."""
        return next(cluster for cluster in self._clusters if cluster.id == self.coordinator.data)

    def facts(self) -> dict[str, Any]:
        """What was typed, for the actions."""
        words = {name: self[name].data or "" for name in ("name", "about", "funder", "reference")}
        return {**words, "begins_on": self.begins_on.data, "ends_on": self.ends_on.data}


class AskClustersForm(Form):
    """Which clusters are asked."""

    clusters = SelectMultipleField(
        "Clusters", coerce=int, validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput()
    )

    def prepare(self, clusters: Sequence[Organisation]) -> AskClustersForm:
        """Offer these clusters."""
        self.clusters.choices = [
            SelectChoice(str(cluster.id), f"{cluster.name}, {country_name(cluster.country)}") for cluster in clusters
        ]
        self._clusters = clusters
        return self

    def validate_clusters(self, field: SelectMultipleField) -> None:
        """One or more of those that were offered."""
        if not field.data:
            raise ValidationError("Choose one or more clusters.")
        if not set(field.data) <= {cluster.id for cluster in self._clusters}:
            raise ValidationError("One of these cannot be asked any more. Look at the list and choose again.")

    def chosen_clusters(self) -> list[Organisation]:
        """The clusters, after validation."""
        return [cluster for cluster in self._clusters if cluster.id in (self.clusters.data or [])]


class AskCompanyForm(Form):
    """At which address a company is asked."""

    address = EmailField(
        "E-mail of an owner of the company",
        [InputRequired("Enter the e-mail address."), is_address, Length(max=254, message="This address is too long.")],
        description="The address the owner signs in with. We do not say whether we know it: companies are not listed.",
    )

    def normal(self) -> str:
        """The address as it is compared, after validation."""
        return normal_address(self.address.data or "") or ""
