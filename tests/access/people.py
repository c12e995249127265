"""Who asks: the columns of the table. Each is a browser with a cookie of its own."""

from __future__ import annotations

# In the order of the letters in a row of the table.
PERSONS = (
    "nobody",  # not signed in, no link
    "Cleo",  # tester of Norrsken's round, came by her link
    "Tom",  # tester too, but of Danvind's round
    "a forger",  # says he takes part as Cleo and does not know the code; his links are wrong
    "Fred",  # signed up, in no organisation; Norrsken has invited him
    "Ana-Maria",  # Norrsken: reader
    "Mikael",  # Norrsken: member
    "Anna",  # Norrsken: owner
    "Eva",  # was at Norrsken
    "Dan",  # owns Danvind, another company
    "Carla",  # cluster, asked for Germany, has accepted
    "Piotr",  # cluster, not asked in this round; recruits for Danvind
    "Wanda",  # cluster, asked for Germany, has not answered
    "Bo",  # cluster, coordinates a programme that Norrsken accepted
    "Ada",  # administrator
)
SIGNED_OUT = PERSONS[:4]
TESTERS = ("Cleo", "Tom")
COMPANY = ("Ana-Maria", "Mikael", "Anna")

# What happens to a person, one letter each.
ALLOWED, SIGN_IN, FORBIDDEN, NOT_FOUND, ENDED, TOO_LATE, WRONG_WAY = "+>3.x9m"
IN_WORDS = {
    ALLOWED: "let in",
    SIGN_IN: "sent to sign in",
    FORBIDDEN: "403: sees it, may not change it",
    NOT_FOUND: "404: there is nothing",
    ENDED: "410: the link has ended",
    TOO_LATE: "409: not possible in this state",
    WRONG_WAY: "405: not like this",
}
STATUS = {FORBIDDEN: 403, NOT_FOUND: 404, ENDED: 410, TOO_LATE: 409, WRONG_WAY: 405}


def is_let_in(method: str, status: int) -> bool:
    """Whether an answer shows or does what was asked for; an empty form may be sent back with its faults."""
    return status in (200, 302, 303) or (method == "POST" and status in (400, 409, 422))


def letter_of(method: str, status: int, location: str) -> str:
    """What an answer means, as a letter of the table; `?` followed by the status when it is none of them."""
    if status == 302 and location.startswith("/accounts/sign-in"):  # our own redirects after a change are 303
        return SIGN_IN
    for letter, code in STATUS.items():
        if status == code:
            return letter
    return ALLOWED if is_let_in(method, status) else f"?{status}"


def fits(expected: str, method: str, status: int, location: str) -> bool:
    """Whether an answer is what the table says."""
    found = letter_of(method, status, location)
    # 409 is how a form without content may be refused too.
    return found == expected or (expected == ALLOWED and found == TOO_LATE and method == "POST")
