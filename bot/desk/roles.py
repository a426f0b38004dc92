"""Which role may call which route: the one table, closed by default; a route that is not in it opens for nobody."""

from __future__ import annotations

from actions.casework.kinds import CaseEventKind, LetterStep, Role

CASEWORK = frozenset({Role.CLERK, Role.REVIEWER})
REVIEW = frozenset({Role.REVIEWER})
ACCOUNTS = frozenset({Role.ADMINISTRATOR})
AUDIT = frozenset({Role.AUDITOR})
EVERYONE = frozenset(Role)

# Method and path as the routes are written, to the roles that may call it. The administrator of the accounts reads no
# letters, whoever handles letters cannot read or clean the log, and the auditor changes nothing.
MAY: dict[str, frozenset[Role]] = {
    "GET /": EVERYONE,
    "POST /sign-out": EVERYONE,
    "GET /account": EVERYONE,
    "POST /account/password": EVERYONE,
    "GET /letters": CASEWORK,
    "GET /letters/{id:int}": CASEWORK,
    "POST /letters/{id:int}/contact": CASEWORK,
    "POST /letters/{id:int}/files/{file}": CASEWORK,
    "GET /cases": CASEWORK,
    "GET /cases/{id:int}": CASEWORK,
    "GET /cases/new": CASEWORK,
    "POST /cases/new": CASEWORK,
    "GET /cases/{id:int}/correction": REVIEW,
    "POST /cases/{id:int}/correction": REVIEW,
    "GET /applications": CASEWORK,
    "GET /applications/{id:int}": CASEWORK,
    "POST /applications/{id:int}/person": CASEWORK,
    "GET /callbacks": CASEWORK,
    "POST /callbacks/{id:int}": CASEWORK,
    "POST /callbacks/{id:int}/called": CASEWORK,
    "GET /forwarding": CASEWORK,
    "POST /forwarding/{id:int}": CASEWORK,
    "GET /ratings": CASEWORK,
    "GET /questions/draft": CASEWORK,
    "POST /questions/draft": CASEWORK,
    "GET /audit": AUDIT,
    "GET /audit/verification": AUDIT,
    "GET /oral": CASEWORK,
    "GET /questions": CASEWORK,
    "GET /answers": CASEWORK,
    "GET /reissue": CASEWORK,
    "POST /reissue": CASEWORK,
    "GET /figures": CASEWORK,
    "GET /figures/chart.svg": CASEWORK,
    "GET /figures/report.xlsx": CASEWORK,
    "POST /figures/export/{list}": CASEWORK,
    "POST /figures/export-full/{list}": REVIEW,
    "GET /import": REVIEW,
    "POST /import": REVIEW,
    "GET /import/empty.xlsx": REVIEW,
    "POST /import/confirm": REVIEW,
    "GET /staff": ACCOUNTS,
    "POST /staff": ACCOUNTS,
    "POST /staff/{id}": ACCOUNTS,
}

# The steps with a letter; refusing one, joining two and correcting what was done take a second pair of eyes.
_STEPS = {
    LetterStep.SCREENED: CASEWORK,
    LetterStep.ASSIGNED: CASEWORK,
    LetterStep.REPLIED: CASEWORK,
    LetterStep.TRANSFERRED: CASEWORK,
    LetterStep.EXTENDED: CASEWORK,
    LetterStep.CLOSED: CASEWORK,
    LetterStep.NOT_ACCEPTED: REVIEW,
    LetterStep.MERGED: REVIEW,
    LetterStep.REOPENED: REVIEW,
    LetterStep.CORRECTION: REVIEW,
}
MAY |= {f"{method} /letters/{{id:int}}/{step}": roles for step, roles in _STEPS.items() for method in ("GET", "POST")}

# The steps with a case. What binds the parties is the reviewer's: refusing, pausing, ending, and giving more time, for
# the law lets only the head of the office approve that.
_CASE_REVIEW = {
    CaseEventKind.NOT_ACCEPTED,
    CaseEventKind.ABANDONED,
    CaseEventKind.SUSPENDED,
    CaseEventKind.EXTENDED,
    CaseEventKind.DECIDED,
    CaseEventKind.MEDIATED,
    CaseEventKind.TERMINATED,
}
MAY |= {
    f"{method} /cases/{{id:int}}/{step}": REVIEW if step in _CASE_REVIEW else CASEWORK
    for step in CaseEventKind
    if step is not CaseEventKind.RECEIVED
    for method in ("GET", "POST")
}

# The first page of each role.
HOMES = {
    Role.CLERK: "/letters",
    Role.REVIEWER: "/letters",
    Role.ADMINISTRATOR: "/staff",
    Role.AUDITOR: "/audit",
}


def may(role: Role, method: str, path: str) -> bool:
    """Whether a role may call a route; `path` with its parameters as written in the route."""
    return role in MAY.get(f"{'GET' if method == 'HEAD' else method} {path}", frozenset())
