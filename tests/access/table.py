"""What everybody gets at every address: one row per endpoint, and one more for each state in which it differs.

The columns, in the order of `people.PERSONS`, are grouped so:

    nobody Cleo Tom forger · Fred · Ana-Maria Mikael Anna Eva · Dan · Carla Piotr Wanda · Bo · Ada

and a letter says what happens:

    +  let in: shown, or done; an empty form may come back with its faults, or be refused in words
    >  sent to sign in            3  403: sees it, may not change it      .  404: there is nothing here
    9  409: not in this state     x  410: the link has ended              m  405: not by this door

The ids in an address are Norrsken's (`Scene.own`), unless a row names a state (`Scene.other`). What `+` and `.` are is
taken from the rules (docs of each room's `access.py`), not from what the code happens to do.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.access.people import PERSONS

Shown = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """`state` names what is taken from `Scene.other`; `token` which link; `key` what `<key>` is: section, question.

    `shows` are canaries and names that everybody may read who has the link, whoever is signed in.
    """

    endpoint: str
    letters: str
    state: str = ""
    token: str = ""
    key: str = ""
    shows: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How it is called in a failure."""
        return f"{self.endpoint} ({self.state})" if self.state else self.endpoint

    @property
    def lists(self) -> bool:
        """Whether everybody is shown a page of their own there."""
        return self.endpoint in LISTS

    def expected(self, person: str) -> str:
        """The letter of a person."""
        return self.letters.replace(" ", "")[PERSONS.index(person)]

    def persons(self, letter: str) -> list[str]:
        """Everybody with a letter."""
        return [person for person in PERSONS if self.expected(person) == letter]


LISTS = (
    "dashboard.home", "network.organisations", "network.clusters", "network.waiting", "programmes.list_programmes",
    "products.list_products", "products.list_archived", "questionnaires.index", "rounds.index", "rounds.requests",
    "comparison.index",
)  # fmt: skip


def row(endpoint: str, letters: str, state: str = "", token: str = "", key: str = "", shows: Shown = ()) -> Row:
    """A row; wrong lengths and letters are found when the table is read."""
    bare = letters.replace(" ", "")
    if len(bare) != len(PERSONS) or set(bare) - set("+>3.9xm"):
        raise ValueError(f"{endpoint}: {letters!r} is not {len(PERSONS)} of the letters")
    return Row(endpoint, letters, state, token, key, shows)


ASKED = ("colleague asked", "Anna Lindqvist")  # the page behind a colleague's link: who asks whom

ACCOUNTS = (
    row("accounts.sign_in",             "++++ + ++++ + +++ + +"),
    row("accounts.sign_in_now",         "++++ + ++++ + +++ + +"),
    row("accounts.sign_up",             "++++ + ++++ + +++ + +"),
    row("accounts.ask_to_sign_up",      "++++ + ++++ + +++ + +"),
    row("accounts.sign_up_mailed",      "++++ + ++++ + +++ + +"),
    row("accounts.finish_sign_up",      "+++x + ++++ + +++ + +", token="sign up"),
    row("accounts.finish_sign_up_now",  "+++x + ++++ + +++ + +", token="sign up"),
    row("accounts.forgotten_password",  "++++ + ++++ + +++ + +"),
    row("accounts.ask_for_password",    "++++ + ++++ + +++ + +"),
    row("accounts.new_password_mailed", "++++ + ++++ + +++ + +"),
    row("accounts.new_password",        "+++x + ++++ + +++ + +", token="new password"),
    row("accounts.set_new_password",    "+++x + ++++ + +++ + +", token="new password"),
    row("accounts.new_password",        "xxxx x xxxx x xxx x x", "too late", token="expired"),
    row("accounts.set_new_password",    "xxxx x xxxx x xxx x x", "too late", token="expired"),
    row("accounts.profile",             ">>>> + ++++ + +++ + +"),
    row("accounts.rename",              ">>>> + ++++ + +++ + +"),
    row("accounts.password",            ">>>> + ++++ + +++ + +"),
    row("accounts.change_password",     ">>>> + ++++ + +++ + +"),
    row("accounts.my_sessions",         ">>>> + ++++ + +++ + +"),
    row("accounts.end_session",         ">>>> . ..+. . ... . ."),  # Anna's
    row("accounts.end_session",         ">>>> . .... . ... . .", "ended"),
    row("accounts.end_other_sessions",  ">>>> + ++++ + +++ + +"),
    row("accounts.sign_out",            ">>>> + ++++ + +++ + +"),
)  # fmt: skip

NETWORK = (
    row("network.organisations",        ">>>> + ++++ + +++ + +"),
    row("network.clusters",             ">>>> + ++++ + +++ + +"),
    row("network.waiting",              ">>>> . .... . +++ + +"),  # for who may vouch for a cluster
    row("network.new",                  ">>>> + ++++ + +++ + +"),
    row("network.create",               ">>>> + ++++ + +++ + +"),
    row("network.show",                 ">>>> . +++. . ... . ."),
    row("network.show",                 ">>>> + ++++ + +++ + +", "cluster"),  # a confirmed cluster is seen by all
    row("network.show",                 ">>>> . .... . +++ + +", "waiting"),  # one that waits, by who may confirm
    row("network.edit",                 ">>>> . 33+. . ... . ."),
    row("network.edit",                 ">>>> 3 3333 3 +33 3 3", "cluster"),
    row("network.edit",                 ">>>> . .... . 333 3 3", "waiting"),
    row("network.save",                 ">>>> . 33+. . ... . ."),
    row("network.save",                 ">>>> 3 3333 3 +33 3 3", "cluster"),
    row("network.confirm",              ">>>> . 333. . ... . ."),  # a company needs nobody's word
    row("network.confirm",              ">>>> 3 3333 3 399 9 9", "cluster"),  # done already
    row("network.confirm",              ">>>> . .... . +++ + +", "waiting"),
    row("network.leave",                ">>>> . +++. . ... . ."),
    row("network.people",               ">>>> . +++. . ... . ."),
    row("network.people",               ">>>> . .... . +.. . .", "cluster"),  # who is in it is for those inside
    row("network.person",               ">>>> . 33+. . ... . ."),
    row("network.person",               ">>>> . 33+. . ... . .", "removed"),
    row("network.change_role",          ">>>> . 33+. . ... . ."),
    row("network.remove",               ">>>> . 33+. . ... . ."),
    row("network.add_again",            ">>>> . 33+. . ... . .", "removed"),
    row("network.invite",               ">>>> . 33+. . ... . ."),
    row("network.send_invitation",      ">>>> . 33+. . ... . ."),
    row("network.send_again",           ">>>> . 33+. . ... . ."),
    row("network.withdraw",             ">>>> . 33+. . ... . ."),
    row("network.answer",               ">>>> . .... . ... . ."),  # to somebody who has no account yet
    row("network.answer",               ">>>> + .... . ... . .", "to Fred"),
    row("network.answer_now",           ">>>> + .... . ... . .", "to Fred"),
    row("network.answer",               ">>>> . .... . ... . .", "taken back"),
    row("network.join",                 "xxxx x xxxx x xxx x x", "taken back", token="ended"),
    row("network.join_now",             "xxxx x xxxx x xxx x x", "taken back", token="ended"),
    row("network.join",                 "+++x + ++++ + +++ + +", token="join", shows=ASKED),
    row("network.join_now",             "+++x 3 3333 3 333 3 3", token="join", shows=ASKED),  # only who was asked
)  # fmt: skip

PROGRAMMES = (
    row("programmes.list_programmes",   ">>>> + ++++ + +++ + +"),
    row("programmes.new_programme",     ">>>> 3 3333 3 +++ + 3"),  # confirmed clusters coordinate
    row("programmes.begin_programme",   ">>>> 3 3333 3 +++ + 3"),
    row("programmes.show_programme",    ">>>> . +++. . +.+ + ."),
    row("programmes.show_programme",    ">>>> . +++. . .+. . .", "asked programme"),
    row("programmes.edit_programme",    ">>>> . 333. . 3.3 + ."),
    row("programmes.change_programme",  ">>>> . 333. . 3.3 + ."),
    row("programmes.ask",               ">>>> . 333. . 3.3 + ."),
    row("programmes.ask_clusters",      ">>>> . 333. . 3.3 + ."),
    row("programmes.ask_company",       ">>>> . 333. . 3.3 + ."),
    row("programmes.take_back_address", ">>>> . 333. . 3.3 + ."),
    row("programmes.take_back_cluster", ">>>> . 333. . 3.3 + .", "asked cluster"),
    row("programmes.accept",            ">>>> . 33+. . ... . ."),
    row("programmes.accept",            ">>>> . 33+. . ... . .", "asked programme"),
    row("programmes.decline",           ">>>> . 33+. . ... . ."),
    row("programmes.decline",           ">>>> . 33+. . ... . .", "asked programme"),
    row("programmes.leave",             ">>>> . 33+. . ... . ."),
)  # fmt: skip

PRODUCTS = (
    row("products.list_products",       ">>>> + ++++ + +++ + +"),
    row("products.list_archived",       ">>>> + ++++ + +++ + +"),
    row("products.new_product",         ">>>> 3 3++3 + 333 3 3"),  # for who changes things at a company
    row("products.register_product",    ">>>> 3 3++3 + 333 3 3"),
    row("products.show_product",        ">>>> . +++. . ... . ."),
    row("products.show_product",        ">>>> . +++. . ... . .", "archived product"),
    row("products.serve_file",          ">>>> . +++. . ... . ."),
    row("products.serve_file",          ">>>> . +++. . ... . .", "paper"),
    row("products.serve_file",          ">>>> . .... . ... . .", "removed file"),
    row("products.serve_small",         ">>>> . +++. . ... . ."),
    row("products.edit_product",        ">>>> . 3++. . ... . ."),
    row("products.edit_product",        ">>>> . 399. . ... . .", "archived product"),
    row("products.change_product",      ">>>> . 3++. . ... . ."),
    row("products.change_product",      ">>>> . 399. . ... . .", "archived product"),
    row("products.archive_product",     ">>>> . 3++. . ... . ."),
    row("products.restore_product",     ">>>> . 3++. . ... . .", "archived product"),
    row("products.list_pictures",       ">>>> . 3++. . ... . ."),
    row("products.add_pictures",        ">>>> . 3++. . ... . ."),
    row("products.describe_pictures",   ">>>> . 3++. . ... . ."),
    row("products.order_pictures",      ">>>> . 3++. . ... . ."),
    row("products.list_papers",         ">>>> . 3++. . ... . ."),
    row("products.add_papers",          ">>>> . 3++. . ... . ."),
    row("products.rename_papers",       ">>>> . 3++. . ... . ."),
    row("products.remove_file",         ">>>> . 3++. . ... . ."),
    row("products.remove_file",         ">>>> . 399. . ... . .", "archived product"),
    row("products.remove_file",         ">>>> . 3... . ... . .", "removed file"),
)  # fmt: skip

QUESTIONNAIRES = (
    row("questionnaires.index",               ">>>> + ++++ + +++ + +"),
    row("questionnaires.new",                 ">>>> + ++++ + +++ + +"),
    row("questionnaires.create",              ">>>> + ++++ + +++ + +"),
    row("questionnaires.from_file",           ">>>> + ++++ + +++ + +"),
    row("questionnaires.bring_file",          ">>>> + ++++ + +++ + +"),
    row("questionnaires.changes",             ">>>> . +++. . ... . ."),
    row("questionnaires.as_xlsform",          ">>>> . +++. . ... . ."),
    row("questionnaires.as_json",             ">>>> . +++. . ... . ."),
    row("questionnaires.left_out",            ">>>> . +++. . ... . ."),
    row("questionnaires.show",                ">>>> . +++. . ... . ."),
    row("questionnaires.show",                ">>>> . +++. . ... . .", "archived questionnaire"),
    row("questionnaires.name",                ">>>> . 3++. . ... . ."),
    row("questionnaires.rename",              ">>>> . 3++. . ... . ."),
    row("questionnaires.archive",             ">>>> . 3++. . ... . ."),
    row("questionnaires.restore",             ">>>> . 3++. . ... . .", "archived questionnaire"),
    row("questionnaires.next_version",        ">>>> . 3++. . ... . ."),
    row("questionnaires.build",               ">>>> . 3++. . ... . ."),
    row("questionnaires.build",               ">>>> . 399. . ... . .", "archived questionnaire"),
    row("questionnaires.words",               ">>>> . 3++. . ... . ."),
    row("questionnaires.write_words",         ">>>> . 3++. . ... . ."),
    row("questionnaires.add_section",         ">>>> . 3++. . ... . ."),
    row("questionnaires.order_sections",      ">>>> . 3++. . ... . ."),
    row("questionnaires.section",             ">>>> . 3++. . ... . .", key="section"),
    row("questionnaires.write_section",       ">>>> . 3++. . ... . .", key="section"),
    row("questionnaires.order_questions",     ">>>> . 3++. . ... . .", key="section"),
    row("questionnaires.ask_remove_section",  ">>>> . 3++. . ... . .", key="section"),
    row("questionnaires.remove_section",      ">>>> . 3++. . ... . .", key="section"),
    row("questionnaires.new_question",        ">>>> . 3++. . ... . .", key="section"),
    row("questionnaires.add_question",        ">>>> . 3++. . ... . .", key="section"),
    row("questionnaires.question",            ">>>> . 3++. . ... . .", key="question"),
    row("questionnaires.write_question",      ">>>> . 3++. . ... . .", key="question"),
    row("questionnaires.write_question",      ">>>> . 399. . ... . .", "archived questionnaire", key="question"),
    row("questionnaires.set_required",        ">>>> . 3++. . ... . .", key="question"),
    row("questionnaires.conditions",          ">>>> . 3++. . ... . ."),
    row("questionnaires.change_conditions",   ">>>> . 3++. . ... . ."),
    row("questionnaires.duplicate_question",  ">>>> . 3++. . ... . .", key="question"),
    row("questionnaires.move_question",       ">>>> . 3++. . ... . .", key="question"),
    row("questionnaires.ask_remove_question", ">>>> . 3++. . ... . .", key="question"),
    row("questionnaires.remove_question",     ">>>> . 3++. . ... . .", key="question"),
    row("questionnaires.put_back",            ">>>> . 3++. . ... . ."),
    row("questionnaires.publishing",          ">>>> . 3++. . ... . ."),
    row("questionnaires.publish",             ">>>> . 3++. . ... . ."),
    row("questionnaires.languages",           ">>>> . +++. . ... . ."),
    row("questionnaires.languages",           ">>>> . +++. . ... . .", "draft"),
    row("questionnaires.choose_language",     ">>>> . 3++. . ... . ."),
    row("questionnaires.translation",         ">>>> . 3++. . ... . ."),
    row("questionnaires.translation",         ">>>> . 3++. . ... . .", "draft"),
    row("questionnaires.translate",           ">>>> . 3++. . ... . ."),
    row("questionnaires.remove_language",     ">>>> . 3++. . ... . .", "draft"),
    row("questionnaires.table",               ">>>> . 3++. . ... . ."),
    row("questionnaires.bring_table",         ">>>> . 3++. . ... . ."),
    row("questionnaires.set_language_state",  ">>>> . 3++. . ... . ."),
    row("questionnaires.preview",             ">>>> . +++. . ... . ."),
    row("questionnaires.preview_page",        ">>>> . +++. . ... . ."),
    row("questionnaires.preview_page",        ">>>> . +++. . ... . .", "draft"),
    row("questionnaires.try_page",            ">>>> . +++. . ... . ."),
    row("questionnaires.preview_end",         ">>>> . +++. . ... . ."),
)  # fmt: skip

ROUNDS = (
    row("rounds.index",             ">>>> + ++++ + +++ + +"),
    row("rounds.new",               ">>>> 3 3++3 + 333 3 3"),
    row("rounds.create",            ">>>> 3 3++3 + 333 3 3"),
    row("rounds.show",              ">>>> . +++. . ... + ."),  # the coordinator of an accepted programme reads along
    row("rounds.show",              ">>>> . +++. . ... + .", "planned"),
    row("rounds.show",              ">>>> . +++. . ... + .", "closed"),
    row("rounds.history",           ">>>> . +++. . ... + ."),
    row("rounds.edit",              ">>>> . 3++. . ... 3 ."),
    row("rounds.save",              ">>>> . 3++. . ... 3 ."),
    row("rounds.save",              ">>>> . 3++. . ... 3 .", "planned"),
    row("rounds.edit_rule",         ">>>> . 3++. . ... 3 ."),
    row("rounds.save_rule",         ">>>> . 3++. . ... 3 ."),
    row("rounds.move",              ">>>> . 3++. . ... 3 ."),
    row("rounds.delete",            ">>>> . 3++. . ... 3 ."),
    row("rounds.delete",            ">>>> . 3++. . ... 3 .", "planned"),
    row("rounds.run_again",         ">>>> . 3++. . ... 3 ."),
    row("rounds.new_market",        ">>>> . 3++. . ... 3 ."),
    row("rounds.add_market",        ">>>> . 3++. . ... 3 ."),
    row("rounds.add_wished_markets", ">>>> . 3++. . ... 3 ."),
    row("rounds.show_market",       ">>>> . +++. . ... + ."),
    row("rounds.show_market",       ">>>> . +++. . ... + .", "declined"),
    row("rounds.edit_market",       ">>>> . 3++. . ... 3 ."),
    row("rounds.save_market",       ">>>> . 3++. . ... 3 ."),
    row("rounds.remove_market",     ">>>> . 3++. . ... 3 .", "planned"),
    row("rounds.ask",               ">>>> . 3++. . ... 3 ."),
    row("rounds.withdraw_request",  ">>>> . 3++. . ... 3 ."),
    row("rounds.requests",          ">>>> + ++++ + +++ + +"),
    row("rounds.show_request",      ">>>> . .... . +.. . ."),  # only the cluster it was sent to
    row("rounds.show_request",      ">>>> . .... . ..+ . .", "asked"),
    row("rounds.show_request",      ">>>> . .... . .+. . .", "declined"),
    row("rounds.show_request",      ">>>> . .... . ..+ . .", "withdrawn request"),
    row("rounds.show_request",      ">>>> . .... . ... . .", "planned"),  # not sent to anybody yet
    row("rounds.accept",            ">>>> . .... . +.. . ."),
    row("rounds.accept",            ">>>> . .... . ..+ . .", "asked"),
    row("rounds.accept",            ">>>> . .... . ... . .", "planned"),
    row("rounds.decline",           ">>>> . .... . +.. . ."),
    row("rounds.decline",           ">>>> . .... . ..+ . .", "asked"),
)  # fmt: skip

INVITATIONS = (
    row("invitations.request",       ">>>> . .... . +.. . ."),
    row("invitations.request",       ">>>> . .... . ... . .", "asked"),  # only once it is accepted
    row("invitations.request",       ">>>> . .... . ... . .", "declined"),
    row("invitations.request",       ">>>> . .... . +.. . .", "closed"),
    row("invitations.add",           ">>>> . .... . +.. . ."),
    row("invitations.add",           ">>>> . .... . ..9 . .", "asked"),
    row("invitations.add",           ">>>> . .... . 9.. . .", "closed"),
    row("invitations.check",         ">>>> . .... . +.. . ."),
    row("invitations.check",         ">>>> . .... . ..9 . .", "asked"),
    row("invitations.invite",        ">>>> . .... . +.. . ."),
    row("invitations.invite",        ">>>> . .... . ..9 . .", "asked"),
    row("invitations.invite",        ">>>> . .... . ..9 . .", "withdrawn request"),
    row("invitations.invite",        ">>>> . .... . ... . .", "planned"),
    row("invitations.remind",        ">>>> . .... . +.. . ."),
    row("invitations.withdraw",      ">>>> . .... . +.. . ."),
    row("invitations.withdraw_all",  ">>>> . .... . +.. . ."),
    row("invitations.withdraw_all",  ">>>> . .... . ..9 . .", "asked"),
    row("invitations.take_back",     ">>>> . .... . +.. . .", "withdrawn"),
    row("invitations.take_back_all", ">>>> . .... . +.. . ."),
    row("invitations.link",                    "+++. + ++++ + +++ + +", token="invitation"),
    row("invitations.link",                    "+++. + ++++ + +++ + +", "ended", token="withdrawn invitation"),
    row("invitations.begin",                   "+++. + ++++ + +++ + +", token="invitation"),
    row("invitations.decline",                 "+++. + ++++ + +++ + +", token="invitation"),
    row("invitations.decline_by_mail_program", "mmm. m mmmm m mmm m m", token="invitation"),  # an empty form
)  # fmt: skip

FEEDBACK = (
    row("feedback.start",    ".+.. . .... . ... . ."),
    row("feedback.start",    ".+.. . .... . ... . .", "answered"),
    row("feedback.start",    ".x.. . .... . ... . .", "withdrawn"),
    row("feedback.picture",  ".+.. . .... . ... . ."),
    row("feedback.picture",  ".... . .... . ... . .", "answered"),  # the first page does not come again
    row("feedback.picture",  ".x.. . .... . ... . .", "withdrawn"),
    row("feedback.picture",  ".... . .... . ... . .", "paper"),
    row("feedback.picture",  ".... . .... . ... . .", "archived product"),  # another product's
    row("feedback.begin",    ".+.. . .... . ... . ."),
    row("feedback.page",     ".+.. . .... . ... . ."),
    row("feedback.page",     ".x.. . .... . ... . .", "withdrawn"),
    row("feedback.save",     ".+.. . .... . ... . ."),
    row("feedback.save",     ".x.. . .... . ... . .", "withdrawn"),
    row("feedback.decline",  ".+.. . .... . ... . ."),
    row("feedback.thanks",   ".+.. . .... . ... . .", "answered"),
    row("feedback.thanks",   ".+.. . .... . ... . .", "taken back answer"),
    row("feedback.withdraw", ".+.. . .... . ... . .", "answered"),
    row("feedback.list_responses",   ">>>> . +++. . ... . ."),  # single answers are not the coordinator's
    row("feedback.list_responses",   ">>>> . 333. . ... . .", "closed"),  # of that round only totals are read
    row("feedback.show_response",    ">>>> . +++. . ... . ."),
    row("feedback.show_response",    ">>>> . .... . ... . .", "closed"),
    row("feedback.show_response",    ">>>> . .... . ... . .", "withdrawn"),
    row("feedback.list_imports",     ">>>> . 3++. . ... . ."),
    row("feedback.upload",           ">>>> . 3++. . ... . ."),
    row("feedback.edit_mapping",     ">>>> . 3++. . ... . ."),
    row("feedback.save_mapping",     ">>>> . 3++. . ... . ."),
    row("feedback.preview_import",   ">>>> . 3++. . ... . ."),
    row("feedback.refused_rows",     ">>>> . 3++. . ... . ."),
    row("feedback.start_import",     ">>>> . 3++. . ... . ."),
    row("feedback.show_import",      ">>>> . 3++. . ... . ."),
    row("feedback.show_import",      ">>>> . 3++. . ... . .", "failed"),
    row("feedback.cancel_import",    ">>>> . 3++. . ... . ."),
    row("feedback.take_back_import", ">>>> . 3++. . ... . .", "done"),
)  # fmt: skip

COMPARISON = (
    row("comparison.index",     ">>>> + ++++ + +++ + +"),
    row("comparison.show",      ">>>> . +++. . ... + ."),
    row("comparison.show",      ">>>> . +++. . ... + .", "closed"),
    row("comparison.figures",   ">>>> . +++. . ... + ."),
    row("comparison.figures",   ">>>> . +++. . ... + .", "closed"),
    row("comparison.texts",     ">>>> . +++. . ... 3 ."),  # sees the round, not what people wrote
    row("comparison.texts",     ">>>> . 333. . ... 3 .", "closed"),
    row("comparison.responses", ">>>> . +++. . ... 3 ."),
    row("comparison.responses", ">>>> . 333. . ... 3 .", "closed"),
)  # fmt: skip

AROUND = (
    row("dashboard.home",    ">>>> + ++++ + +++ + +"),
    row("dashboard.mails",   ".... . .... . ... . ."),  # in the demo only
    row("dashboard.mail",    ".... . .... . ... . ."),
    row("health.alive",      "++++ + ++++ + +++ + +"),
    row("health.ready",      "++++ + ++++ + +++ + +"),
    row("static",            "++++ + ++++ + +++ + +"),
)  # fmt: skip

ROWS: tuple[Row, ...] = (
    *ACCOUNTS, *NETWORK, *PROGRAMMES, *PRODUCTS, *QUESTIONNAIRES, *ROUNDS, *INVITATIONS, *FEEDBACK, *COMPARISON,
    *AROUND,
)  # fmt: skip
