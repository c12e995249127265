"""Lists of organisations: mine, the clusters of the network, those that wait for somebody to vouch for them."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from livinglab.accounts.models import User
from livinglab.accounts.sessions import me
from livinglab.foundation.languages import date
from livinglab.foundation.paging import wanted_page
from livinglab.foundation.permissions import Policy, policy
from livinglab.foundation.places import country_name
from livinglab.network import access, queries
from livinglab.network.forms import ClusterSearchForm
from livinglab.network.models import A_ROLE, Organisation
from livinglab.network.views.blueprint import KIND_WORDS, ROLE_WORDS, blueprint

Entry = dict[str, Any]


def _entry(organisation: Organisation, *meta: str) -> Entry:
    entry: Entry = {
        "title": organisation.name,
        "url": url_for("network.show", organisation_id=organisation.id),
        "meta": [country_name(organisation.country), *meta],
    }
    if not organisation.is_confirmed:
        entry.update(state="Waiting for confirmation", tone="warn")
    return entry


def _tabs(user: User, current: str) -> list[Entry]:
    entries: list[Entry] = [
        {"label": "Mine", "url": url_for("network.organisations"), "current": current == "mine"},
        {"label": "Clusters", "url": url_for("network.clusters"), "current": current == "clusters"},
    ]
    if access.confirms_clusters(user):
        waiting = len(queries.clusters_waiting_for(user))
        entries.append(
            {
                "label": "Waiting for confirmation",
                "url": url_for("network.waiting"),
                "current": current == "waiting",
                "count": waiting,
            }
        )
    return entries


@blueprint.get("/")
@policy(Policy.SIGNED_IN)
def organisations() -> str:
    """The organisations I work for, and who asks me to join."""
    entries = [
        _entry(mine.organisation, KIND_WORDS[mine.organisation.kind], f"You: {ROLE_WORDS[mine.role].lower()}")
        for mine in queries.my_roles(me())
    ]
    return render_template(
        "network/organisations.html",
        tabs=_tabs(me(), "mine"),
        entries=entries,
        invitations=queries.open_invitations_to(me().email),
        roles=A_ROLE,
    )


@blueprint.get("/clusters")
@policy(Policy.SIGNED_IN)
def clusters() -> str:
    """The clusters of the network, found by name and country."""
    countries = queries.cluster_countries()
    form = ClusterSearchForm(request.args, meta={"csrf": False})  # it only reads
    form.offer(countries)
    words = (form.q.data or "").strip()[:100]
    country = form.country.data if form.country.data in countries else ""
    page = queries.clusters_page(words, country, wanted_page())
    return render_template(
        "network/clusters.html",
        tabs=_tabs(me(), "clusters"),
        form=form,
        page=page,
        entries=[_entry(cluster) for cluster in page.rows],
        filtered=bool(words or country),
        url_for_page=lambda number: url_for("network.clusters", q=words or None, country=country or None, page=number),
    )


@blueprint.get("/waiting")
@policy(Policy.SIGNED_IN)
def waiting() -> str:
    """Clusters that wait for somebody to vouch for them."""
    access.require_confirmer(me())
    return render_template(
        "network/waiting.html",
        tabs=_tabs(me(), "waiting"),
        entries=[
            _entry(cluster, f"Since {date(cluster.created_at)}") for cluster in queries.clusters_waiting_for(me())
        ],
    )
