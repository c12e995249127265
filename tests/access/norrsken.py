"""What belongs to Norrsken: products, questionnaires, rounds, and what testers said. Every text of it sings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from livinglab.domain.questionnaire.structure import Item, Section, Structure
from livinglab.feedback import actions as feedback_actions
from livinglab.feedback import imports
from livinglab.feedback.models import Draft, Import, Response, StagedResponse
from livinglab.foundation.db import db
from livinglab.foundation.surroundings import now
from livinglab.invitations import actions as invitation_actions
from livinglab.invitations.addresses import Person
from livinglab.invitations.models import Invitation
from livinglab.network.models import Organisation
from livinglab.products.models import Product
from livinglab.questionnaires import actions as questionnaire_actions
from livinglab.questionnaires import actions as written
from livinglab.questionnaires import asking
from livinglab.questionnaires.drafts import Draft as OpenDraft
from livinglab.questionnaires.models import QuestionnaireVersion
from livinglab.rounds import actions
from livinglab.rounds.models import RecruitingRequest, Round, RoundMarket
from tests.access.canaries import word
from tests.access.world import Ids, Scene
from tests.factories import feedback, invitations, products, questionnaires, rounds

ANSWERS = {"channel": "shop", "liking": "4", "recommend": "9"}  # complete, for every questionnaire of this world
TEXT = word("questionnaire key")  # the key of a question that is answered in one's own words


def structure_with(*more: Item) -> Structure:
    """One question of each kind on two pages, and more on the second."""
    first, second = questionnaires.STRUCTURE.sections
    return Structure((first, Section(second.key, (*second.items, *more))))


def texts_with(**more: str) -> dict[str, dict[str, str]]:
    """The words in English and German; those that are given are the same in both."""
    return {language: {**words, **more} for language, words in questionnaires.TEXTS.items()}


def add_products(scene: Scene) -> Product:
    """One with everything, a second one, one that is put away, and a picture that was removed."""
    company = scene.cast.norrsken
    first = products.product(
        company, word("product name"), "Aurora", pitch=word("product pitch"), markets=("SE", "DE", "PL"),
        description=f"A **bold** {word('product description')}", secrets=word("product secrets"),
    )  # fmt: skip
    picture = products.picture(first, "teal", word("picture alternative"))
    picture.name = f"{word('picture name')}.jpeg"
    paper = products.paper(first, f"{word('paper name')}.pdf", f"%PDF-1.7 {word('paper content')}".encode())
    removed = products.picture(first, "black")
    last = products.picture(first, "white")
    second = products.product(company, "Second", "Borealis")
    beside = products.picture(second, "red")
    archived = products.product(company, word("product archived"), "Corona", archived=True)
    kept = products.picture(archived, "blue")
    scene.own |= {"product_id": first.id, "file_id": picture.id}
    scene.second |= {"product_id": second.id, "file_id": beside.id}
    scene.other |= {
        "paper": {"file_id": paper.id},
        "archived product": {"product_id": archived.id, "file_id": kept.id},
        "removed file": {"file_id": removed.id},
    }
    assert last.id > removed.id  # so that no new file takes the place of the removed one
    db.session.delete(removed)
    return first


def add_questionnaires(scene: Scene) -> QuestionnaireVersion:
    """One with a published version and a draft of the next, a second one, one that is put away."""
    company, anna = scene.cast.norrsken, scene.cast.anna
    texts = texts_with(
        title=word("questionnaire title"), **{f"item.{TEXT}.label": f"Why {word('questionnaire label')}?"}
    )
    texts["de"]["intro"] = word("questionnaire german")
    structure = structure_with(Item(TEXT, "long_text", False, {"max_length": 2000}))
    first = questionnaires.questionnaire(company, word("questionnaire name"), structure, texts)
    published = first.versions[0]
    questionnaire_actions.publish(published, by=anna)
    draft = OpenDraft(questionnaire_actions.next_version(first, by=anna), to_change=True)
    for label in ("draft label", "draft removed"):
        question = asking.Asked({"label": word(label), "help": ""}, settings={"max_length": 80})
        key = asking.add_question(draft, "about-you", "short_text", question, draft.mark, by=anna)
    line = asking.remove_question(draft, key, by=anna)
    second = questionnaires.questionnaire(company, "Second form", structure_with(Item("only-here", "short_text")))
    written.note_what_was_left_out(first, "form.xlsx", ["Sheet “survey”, row 2: left out."], by=anna)
    archived = questionnaires.questionnaire(company, word("questionnaire archived"))
    archived.archived_at = now()
    keys = {"section": "about-you", "question": "liking", "language": "de", "item_key": TEXT, "page": 2}
    keys |= {"place": "question.liking"}
    scene.own |= {"questionnaire_id": first.id, "version_id": published.id, "line_id": line.id, **keys}
    scene.second |= {
        "questionnaire_id": second.id, "version_id": second.versions[0].id, **keys,
        "section": "nowhere", "question": "only-here", "item_key": "only-here", "language": "fi", "page": 9,
        "place": "question.only-here",
        "line_id": line.id + 1,
    }  # fmt: skip
    scene.other |= {
        "draft": {"version_id": draft.version.id},
        "archived questionnaire": {"questionnaire_id": archived.id, "version_id": archived.versions[0].id},
    }
    return published


def add_running_round(scene: Scene, product: Product, version: QuestionnaireVersion) -> Round:
    """Planned, changed, sent to Carla, who accepted, and to Wanda, who is silent; now it is open for answers."""
    cast = scene.cast
    anna = cast.anna
    beside = db.session.get_one(Product, scene.second["product_id"])
    round_ = actions.create_round(
        cast.norrsken, beside, version, word("round name"), anna, enter_when=word("round earlier"), adapt_when="A",
        leave_when="B", minutes=7,
    )  # fmt: skip
    actions.change_plan(round_, anna, product=product, minutes=5)
    actions.change_rule(
        round_, anna, enter_when=word("round enter"), adapt_when=word("round adapt"), leave_when=word("round leave")
    )
    germany = actions.add_market(round_, "DE", anna, language="de")
    actions.add_market(round_, "SE", anna, language="en")
    carla = actions.ask_cluster(germany, cast.cluster_nordwest, anna)
    wanda = actions.ask_cluster(germany, scene.mitte, anna)
    actions.move(round_, "recruiting", anna)
    actions.answer_request(carla, "accepted", cast.carla, expected=20)
    actions.move(round_, "running", anna)
    scene.own |= {"round_id": round_.id, "market_id": germany.id, "request_id": carla.id}
    scene.other["asked"] = {"request_id": wanda.id}
    return round_


def add_testers(scene: Scene, round_: Round) -> None:
    """Cleo, who has begun; others who answered, took it back, or whose invitation was withdrawn."""
    germany, carla = rounds.market_in(round_, "DE"), scene.cast.carla
    request = db.session.get_one(RecruitingRequest, scene.own["request_id"])
    singing = word("invitation address")
    people = [Person(f"{name}.{singing}@example.org", word("invitation name"), 1) for name in ("cleo", "b", "c", "d")]
    invitation_actions.invite(request, people, carla)
    asked = list(db.session.scalars(select(Invitation).order_by(Invitation.id)))
    cleo, answered, gone, taken_back = (invitations.participation(germany, one) for one in asked)
    feedback_actions.agree(cleo, "de")
    draft = db.session.get_one(Draft, cleo.id)
    feedback_actions.save(draft, {"one-word": [word("draft typed")], "channel": ["shop"]}, "de")
    said = feedback.response(round_, germany, {**ANSWERS, TEXT: word("response text")}, person=answered)
    lost = feedback.response(round_, germany, {**ANSWERS, TEXT: word("response withdrawn")}, person=taken_back)
    feedback_actions.withdraw(taken_back, "de")
    feedback.responses(round_, germany, [{**ANSWERS, TEXT: word("response text")}] * 11)
    invitation_actions.withdraw(request, carla, asked[2])
    scene.takes_part("Cleo", cleo, answered, gone, taken_back)
    scene.own |= {"invitation_id": asked[0].id, "participation_id": cleo.id, "response_id": said.id}
    scene.other |= {
        "answered": {"participation_id": answered.id, "invitation_id": asked[1].id},
        "withdrawn": {"participation_id": gone.id, "invitation_id": asked[2].id, "response_id": lost.id},
        "taken back answer": {"participation_id": taken_back.id},
    }
    scene.tokens |= {
        "invitation": invitations.link(asked[0]).rpartition("/")[2],
        "withdrawn invitation": invitations.link(asked[2]).rpartition("/")[2],
    }


def add_imports(scene: Scene, round_: Round) -> None:
    """A table that waits to be mapped, one that failed, one that came in, and rows that wait in between."""
    table = f"country,{word('import column')},liking\nGermany,{word('import cell')},99\n"
    first = imports.upload(round_, table.encode(), f"{word('import file')}.csv", by=scene.cast.anna)
    read = imports.mapping_in(first)
    imports.choose_mapping(first, replace(read, columns={**read.columns, "why": word("import column")}))
    db.session.flush()
    failed, done = (_like(first, **state) for state in (
        {"state": "failed", "problem": word("import problem")}, {"state": "done", "finished_at": now()}
    ))  # fmt: skip
    staged = StagedResponse(
        import_id=failed.id, number=2, market_id=rounds.market_in(round_, "DE").id, submission_key="k",
        payload_hash="h", receipt="r", answers={TEXT: word("import staged")},
    )  # fmt: skip
    db.session.add(staged)
    scene.own["import_id"] = first.id
    scene.other |= {"failed": {"import_id": failed.id}, "done": {"import_id": done.id}}


def _like(one: Import, **changed: Any) -> Import:
    kept = ("round_id", "stored_file_id", "file_name", "mapping", "total", "created_by_id", "created_at")
    row = Import(**{**{name: getattr(one, name) for name in kept}, **changed})
    db.session.add(row)
    db.session.flush()
    return row


def add_other_rounds(scene: Scene) -> None:
    """A closed one of which only totals are read, and a draft that Wanda does not know of yet."""
    cast = scene.cast
    version = questionnaires.published(cast.norrsken, name="Third form")
    second = db.session.get_one(Product, scene.second["product_id"])
    closed = rounds.round_(
        cast.norrsken, second, version, state="closed", mode="aggregate", name="Closed",
        markets=(("DE", "de"), ("PL", "en")),
    )  # fmt: skip
    germany, poland = rounds.market_in(closed, "DE"), rounds.market_in(closed, "PL")
    accepted = rounds.request(germany, cast.cluster_nordwest)
    declined = rounds.request(poland, cast.klaster_baltyk, "declined", reason=word("request reason"))
    withdrawn = rounds.request(poland, scene.mitte, "withdrawn")
    asked = invitations.invitation(accepted, f"{word('aggregate invitation')}@example.org")
    person = invitations.participation(germany, asked)
    said = feedback.response(closed, germany, {**ANSWERS, "why": word("aggregate text")}, person=person)
    scene.second |= _ids_of(closed, germany, accepted, said) | {"invitation_id": asked.id}
    scene.second["participation_id"] = person.id
    archived = db.session.get_one(Product, scene.other["archived product"]["product_id"])
    planned = rounds.round_(
        cast.norrsken, archived, version, name=word("round planned"), markets=(("DE", "de"), ("SE", "en"))
    )
    unsent = rounds.request(rounds.market_in(planned, "DE"), scene.mitte, "asked")
    scene.other |= {
        "closed": _ids_of(closed, germany, accepted, said),
        "declined": {"round_id": closed.id, "market_id": poland.id, "request_id": declined.id},
        "withdrawn request": {"round_id": closed.id, "market_id": poland.id, "request_id": withdrawn.id},
        "planned": {
            "round_id": planned.id, "market_id": rounds.market_in(planned, "DE").id, "request_id": unsent.id
        },
    }  # fmt: skip
    last = imports.upload(db.session.get_one(Round, scene.own["round_id"]), b"country\nGermany\n", "b.csv", "tests")
    last.round_id = closed.id
    db.session.flush()
    scene.second["import_id"] = last.id


def _ids_of(round_: Round, market: RoundMarket, request: RecruitingRequest, response: Response) -> Ids:
    return {
        "round_id": round_.id, "market_id": market.id, "request_id": request.id, "response_id": response.id
    }  # fmt: skip


def add_danvind(scene: Scene) -> None:
    """The same things in another company, for which Piotr recruits and Tom tests."""
    cast = scene.cast
    company: Organisation = cast.danvind
    product = products.product(
        company, word("danvind product"), "Zephyr", pitch=word("danvind pitch"), secrets=word("danvind secrets")
    )
    picture = products.picture(product, "yellow", word("danvind picture"))
    products.paper(product, f"{word('danvind paper')}.pdf", b"%PDF-1.7 other")
    texts = texts_with(title=word("danvind title"), **{"item.why.label": word("danvind label")})
    form = questionnaires.questionnaire(company, word("danvind questionnaire"), None, texts)
    version = form.versions[0]
    questionnaire_actions.publish(version, by=cast.dan)
    draft = OpenDraft(questionnaire_actions.next_version(form, by=cast.dan), to_change=True)
    line = asking.remove_question(draft, "age", by=cast.dan)
    round_ = rounds.round_(
        company, product, version, state="running", name=word("danvind round"), markets=(("PL", "en"),)
    )
    market = round_.markets[0]
    request = rounds.request(market, cast.klaster_baltyk)
    asked = invitations.invitation(request, f"{word('danvind invitation')}@example.org")
    tom = invitations.participation(market, asked)
    feedback_actions.agree(tom, "en")
    said = feedback.response(round_, market, {**ANSWERS, "why": word("danvind response")})
    table = imports.upload(round_, b"country,liking\nPoland,4\n", f"{word('danvind import')}.csv", by=cast.dan)
    db.session.flush()
    scene.takes_part("Tom", tom)
    scene.tokens["Tom's invitation"] = invitations.link(asked).rpartition("/")[2]
    keys = {name: scene.own[name] for name in ("section", "question", "language", "page", "place")}
    scene.foreign |= _ids_of(round_, market, request, said) | keys
    scene.foreign |= {
        "product_id": product.id, "file_id": picture.id, "questionnaire_id": form.id, "version_id": version.id,
        "line_id": line.id, "invitation_id": asked.id, "participation_id": tom.id, "import_id": table.id,
        "item_key": "why",
    }  # fmt: skip
