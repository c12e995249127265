"""`create_app`: the one file that knows every room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, Response, g, has_request_context, request, url_for
from flask_login import current_user
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from livinglab.accounts import sessions
from livinglab.accounts.sessions import me
from livinglab.accounts.views.pages import blueprint as accounts
from livinglab.accounts.views.signed_out import ask_to_sign_in
from livinglab.accounts.work import forget_unfinished_sign_ups
from livinglab.api.health import blueprint as health
from livinglab.comparison.views import blueprint as comparison
from livinglab.dashboard.views import blueprint as dashboard
from livinglab.feedback.actions import forget_entered
from livinglab.feedback.queries import answers_by_market
from livinglab.feedback.views.pages import blueprint as feedback
from livinglab.feedback.work import run_waiting_imports
from livinglab.foundation import (
    addresses,
    errors,
    files,
    jobs,
    languages,
    limits,
    logs,
    permissions,
    surroundings,
    texts,
)
from livinglab.foundation import db as database
from livinglab.foundation.mail import FolderTransport, SmtpTransport
from livinglab.invitations.actions import stop_mail
from livinglab.invitations.queries import invited_by_market, invited_through
from livinglab.invitations.signals import declined
from livinglab.invitations.views.pages import blueprint as invitations
from livinglab.invitations.work import deliver, release_held
from livinglab.network.queries import kinds_of
from livinglab.network.views.pages import blueprint as network
from livinglab.products.views.pages import blueprint as products
from livinglab.programmes.views.pages import blueprint as programmes
from livinglab.questionnaires.views.pages import blueprint as questionnaires
from livinglab.rounds import counting
from livinglab.rounds.actions import move_due_rounds
from livinglab.rounds.signals import round_closed
from livinglab.rounds.views.pages import blueprint as rounds

ROOT = Path(__file__).resolve().parent.parent
CONTENT_SECURITY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
BLUEPRINTS = (
    health,
    accounts,
    network,
    feedback,
    comparison,
    dashboard,
    programmes,
    products,
    questionnaires,
    rounds,
    invitations,
)
# What happens by itself: (name, every so many seconds, what runs). See foundation.jobs.
JOBS = (
    ("send mail", 1, deliver),
    ("run imports", 1, run_waiting_imports),
    ("open and close rounds", 15, move_due_rounds),
    ("let held invitations go", 5, release_held),
    ("forget old attempts", 3_600, limits.forget_old_attempts),
    ("forget unfinished sign-ups", 3_600, forget_unfinished_sign_ups),
    ("forget unused files", 3_600, files.forget_unused),
    ("sweep orphaned files", 3_600, files.sweep_orphans),
)
# The menu of signed-in people: (what it says, endpoint, for whom). Nobody is shown a room that is empty for them.
EVERYBODY, COMPANY, CLUSTER = {"company", "cluster", "nobody"}, {"company"}, {"cluster"}
MENU: tuple[tuple[str, str, set[str]], ...] = (
    ("Home", "dashboard.home", EVERYBODY),
    ("Products", "products.list_products", COMPANY),
    ("Questionnaires", "questionnaires.index", COMPANY),
    ("Requests", "rounds.requests", CLUSTER),
    ("Rounds", "rounds.index", COMPANY | CLUSTER),
    ("Comparison", "comparison.index", COMPANY | CLUSTER),
    ("Programmes", "programmes.list_programmes", COMPANY | CLUSTER),
    ("Organisations", "network.organisations", EVERYBODY),
)
# Rooms without a line of their own belong to another one's.
PARTS_OF = {"feedback": "/rounds/", "invitations": "/rounds/requests/"}
MAILBOX = ("Mailbox", "dashboard.mails", EVERYBODY)
# Below a person's name.
PERSON_MENU = (("Profile", "accounts.profile"), ("My sessions", "accounts.my_sessions"))


def create_app(config: Any, world: surroundings.Surroundings | None = None) -> Flask:
    """The application. `world` replaces clock, chance, post and disk in tests."""
    app = Flask(__name__, template_folder=str(ROOT / "templates"))
    app.config.from_object(config)
    if config.PROXIES:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.PROXIES, x_proto=config.PROXIES, x_host=0)  # type: ignore[method-assign]
    app.config["SQLALCHEMY_DATABASE_URI"] = database.normalised_url(config.DATABASE_URL)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"hide_parameters": True}  # an error's text may reach a log
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(Path(__file__).parent / "translations")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Path(config.DATA).mkdir(parents=True, exist_ok=True)
    logs.init_app(app)
    surroundings.init_app(app, world or _real_world(config))
    database.init_app(app)
    Migrate(app, database.db, directory=str(ROOT / "migrations"), render_as_batch=True)
    CSRFProtect(app)
    addresses.init_app(app)
    errors.init_app(app)
    sessions.init_app(app)
    permissions.init_app(app, ask_to_sign_in)
    languages.init_app(app)
    jobs.init_app(app)
    for name, every, run in JOBS:
        jobs.add(app, name, every, run)
    counting.init_app(app, counting.Counting(invited_by_market, answers_by_market, invited_through))
    round_closed.connect(stop_mail)
    declined.connect(forget_entered)
    app.jinja_env.filters["markdown"] = texts.markdown
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    _add_menu(app)
    _add_headers(app)
    permissions.refuse_silent_routes(app)
    return app


def _real_world(config: Any) -> surroundings.Surroundings:
    data = Path(config.DATA)
    if config.SMTP_HOST:
        post: surroundings.Transport = SmtpTransport(
            config.SMTP_HOST, config.SMTP_PORT, config.SMTP_USER or None, config.SMTP_PASSWORD, config.SMTP_SECURITY
        )
    else:
        post = FolderTransport(data / "mailbox")
    return surroundings.Surroundings(folder=data / "files", transport=post)


def _add_menu(app: Flask) -> None:
    @app.context_processor
    def menu() -> dict[str, Any]:
        # The worker writes mails without a request, and so without a person.
        if not has_request_context() or g.get("is_error") or not current_user.is_authenticated:
            return {"menu": [], "person": None}
        kinds = kinds_of(me()) or {"nobody"}
        rooms = (*MENU, MAILBOX) if app.config["SHOW_MAILBOX"] else MENU
        addresses = {label: url_for(endpoint) for label, endpoint, whom in rooms if kinds & whom}
        at = PARTS_OF.get(request.blueprint or "", request.path)
        here = max((url for url in addresses.values() if url != "/" and at.startswith(url)), key=len, default=at)
        entries = [{"label": label, "url": url, "current": url == here} for label, url in addresses.items()]
        person_links = [{"label": label, "url": url_for(endpoint)} for label, endpoint in PERSON_MENU]
        return {
            "menu": entries,
            "person": current_user,
            "person_links": person_links,
            "sign_out_url": url_for("accounts.sign_out"),
        }


def _add_headers(app: Flask) -> None:
    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "strict-origin" if g.get("language") else "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response
