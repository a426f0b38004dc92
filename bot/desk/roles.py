"""Which role may call which route: the one table, closed by default; a route that is not in it opens for nobody."""

from __future__ import annotations

from actions.casework.kinds import Role

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
    "GET /cases": CASEWORK,
    "GET /cases/{id:int}": CASEWORK,
    "GET /oral": CASEWORK,
    "GET /questions": CASEWORK,
    "GET /answers": CASEWORK,
    "GET /reissue": CASEWORK,
    "POST /reissue": CASEWORK,
    "GET /staff": ACCOUNTS,
    "POST /staff": ACCOUNTS,
    "POST /staff/{id}": ACCOUNTS,
}

# The first page of each role.
HOMES = {
    Role.CLERK: "/letters",
    Role.REVIEWER: "/letters",
    Role.ADMINISTRATOR: "/staff",
    Role.AUDITOR: "/account",
}


def may(role: Role, method: str, path: str) -> bool:
    """Whether a role may call a route; `path` with its parameters as written in the route."""
    return role in MAY.get(f"{'GET' if method == 'HEAD' else method} {path}", frozenset())
