"""The coordinator asks clusters and companies to take part, and takes an ask back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from livinglab.accounts.sessions import me
from livinglab.foundation.db import db
from livinglab.foundation.permissions import Policy, policy
from livinglab.programmes import access, actions, queries
from livinglab.programmes.forms import AskClustersForm, AskCompanyForm
from livinglab.programmes.models import Programme
from livinglab.programmes.views.blueprint import blueprint


def _clusters_form(programme: Programme) -> AskClustersForm:
    return AskClustersForm().prepare(queries.clusters_to_ask(programme))


def _page(programme: Programme, clusters: AskClustersForm | None = None, company: AskCompanyForm | None = None) -> str:
    return render_template(
        "programmes/ask.html",
        programme=programme,
        clusters_form=clusters or _clusters_form(programme),
        company_form=company or AskCompanyForm(formdata=None),
    )


def _back(programme_id: int) -> Response:
    return redirect(url_for("programmes.show_programme", programme_id=programme_id), 303)


@blueprint.get("/<int:programme_id>/ask")
@policy(Policy.SIGNED_IN)
def ask(programme_id: int) -> str:
    """Both forms."""
    return _page(access.programme_to_manage(me(), programme_id))


@blueprint.post("/<int:programme_id>/ask-clusters")
@policy(Policy.SIGNED_IN)
def ask_clusters(programme_id: int) -> Response | tuple[str, int]:
    """Ask the chosen clusters."""
    programme = access.programme_to_manage(me(), programme_id)
    form = _clusters_form(programme)
    if not form.validate():
        return _page(programme, clusters=form), 422
    chosen = form.chosen_clusters()
    for cluster in chosen:
        actions.ask_cluster(programme, cluster, by=me())
    db.session.commit()
    flash("1 cluster is asked." if len(chosen) == 1 else f"{len(chosen)} clusters are asked.", "good")
    return _back(programme.id)


@blueprint.post("/<int:programme_id>/ask-company")
@policy(Policy.SIGNED_IN)
def ask_company(programme_id: int) -> Response | tuple[str, int]:
    """Ask the company of an address; known and unknown addresses are answered alike."""
    programme = access.programme_to_manage(me(), programme_id)
    form = AskCompanyForm()
    if not form.validate():
        return _page(programme, company=form), 422
    address = form.normal()
    actions.ask_company(programme, address, by=me())
    db.session.commit()
    flash(f"If {address} belongs to an owner of a company here, its owners now find your question.", "good")
    return _back(programme.id)


@blueprint.post("/<int:programme_id>/clusters/<int:organisation_id>/take-back")
@policy(Policy.SIGNED_IN)
def take_back_cluster(programme_id: int, organisation_id: int) -> Response:
    """The cluster need not answer."""
    member = access.cluster_ask_to_take_back(me(), programme_id, organisation_id)
    name = member.organisation.name
    actions.take_back_cluster_ask(member, by=me())
    db.session.commit()
    flash(f"{name} is not asked any more. You can ask again.", "good")
    return _back(programme_id)


@blueprint.post("/<int:programme_id>/addresses/<int:ask_id>/take-back")
@policy(Policy.SIGNED_IN)
def take_back_address(programme_id: int, ask_id: int) -> Response:
    """Forget the address; what was asked there need not be answered."""
    ask = access.address_ask_to_take_back(me(), programme_id, ask_id)
    address = ask.address
    actions.take_back_address_ask(ask, by=me())
    db.session.commit()
    flash(f"{address} is not asked any more. You can ask again.", "good")
    return _back(programme_id)
