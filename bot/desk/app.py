"""The composition root of the desk: `uvicorn --factory bot.desk.app:create_app`, on the intranet only."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from actions.casework.clock import utc_now
from actions.casework.encryption import Keys, keys_from
from bot.desk.accounts import add_account, change_account, show_accounts
from bot.desk.callbacks import called, show_callbacks, show_phone
from bot.desk.case_correction import correct_case, show_correction
from bot.desk.case_handling import show_case_step, take_case_step
from bot.desk.case_opening import open_case, show_new_case
from bot.desk.case_steps import CASE_STEPS, case_step_route
from bot.desk.contact import show_contact
from bot.desk.desk import Desk, desk_of
from bot.desk.evidence import open_file
from bot.desk.figures import export_full, export_masked, show_chart, show_figures, show_sheet
from bot.desk.filed import show_application, show_applications, show_person
from bot.desk.forwarding import send_again, show_forwarding
from bot.desk.gate import ACCOUNT, CODE, ENROL, NEW_PASSWORD, SIGN_IN, SIGN_OUT, Envelope, Gate
from bot.desk.handling import show_step, take_step
from bot.desk.imports import check_import, confirm_import, show_empty_sheet, show_import
from bot.desk.log import Log, build_log
from bot.desk.own_account import change_password, show_account
from bot.desk.passwords import Passwords
from bot.desk.problems import problem_of_status
from bot.desk.questions import make_draft, show_draft, show_questions
from bot.desk.ratings import show_ratings
from bot.desk.reading import Reader
from bot.desk.reissue import reissue, show_reissue
from bot.desk.rendering import ASSETS, Pages
from bot.desk.second_factor import enrol, give_code, show_code, show_enrol
from bot.desk.sessions import Sessions
from bot.desk.settings import Settings, read_settings
from bot.desk.sign_in import show_sign_in, sign_in, sign_out
from bot.desk.steps import STEPS, step_route
from bot.desk.trail import show_trail, verify
from bot.desk.upkeep import answers
from bot.desk.views import case, cases, home, letter, letters, oral
from bot.desk.writing import Writer


def create_app(
    settings: Settings | None = None,
    keys: Keys | None = None,
    *,
    passwords: Passwords | None = None,
    clock: Callable[[], datetime] = utc_now,
    log: Log | None = None,
) -> Starlette:
    """The desk; what is not given is built from the environment.

    Raises:
        SettingsError, DataKeyProblem: a key of the environment is missing or malformed (the message names it).
        RecordsUnavailable: DATABASE_URL is no database URL.
    """
    settings = settings or read_settings()
    keys = keys or keys_from(os.environ)
    records = Reader(settings.database_url, keys)
    writer = Writer(records.engine, keys, clock)
    desk = Desk(
        records=records,
        writer=writer,
        passwords=passwords or Passwords(),
        sessions=Sessions(settings.desk_key, records, writer, settings.idle),
        pages=Pages(),
        log=log or build_log(),
        clock=clock,
        secure_cookies=settings.secure_cookies,
        chat_url=settings.chat_url,
    )
    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(Envelope, desk=desk), Middleware(Gate, desk=desk)],
        exception_handlers={HTTPException: _refused},
        lifespan=_lifespan,
    )
    app.router.redirect_slashes = False
    app.state.desk = desk
    return app


def _routes() -> list[Route | Mount]:
    return [
        *_entrance(),
        *_records(),
        *_overviews(),
        Route("/healthz", _alive),
        Mount("/assets", StaticFiles(directory=ASSETS)),
    ]


def _entrance() -> list[Route]:
    return [
        Route(SIGN_IN, show_sign_in),
        Route(SIGN_IN, sign_in, methods=["POST"]),
        Route(CODE, show_code),
        Route(CODE, give_code, methods=["POST"]),
        Route(ENROL, show_enrol),
        Route(ENROL, enrol, methods=["POST"]),
        Route(SIGN_OUT, sign_out, methods=["POST"]),
        Route(ACCOUNT, show_account),
        Route(NEW_PASSWORD, change_password, methods=["POST"]),
        Route("/staff", show_accounts),
        Route("/staff", add_account, methods=["POST"]),
        Route("/staff/{id}", change_account, methods=["POST"]),
    ]


def _records() -> list[Route]:
    return [
        Route("/letters", letters),
        Route("/letters/{id:int}", letter),
        Route("/letters/{id:int}/contact", show_contact, methods=["POST"]),
        Route("/letters/{id:int}/files/{file}", open_file, methods=["POST"]),
        *(Route(step_route(step), show_step(step)) for step in STEPS),
        *(Route(step_route(step), take_step(step), methods=["POST"]) for step in STEPS),
        Route("/cases", cases),
        *_cases(),
        Route("/applications", show_applications),
        Route("/applications/{id:int}", show_application),
        Route("/applications/{id:int}/person", show_person, methods=["POST"]),
        Route("/callbacks", show_callbacks),
        Route("/callbacks/{id:int}", show_phone, methods=["POST"]),
        Route("/callbacks/{id:int}/called", called, methods=["POST"]),
        Route("/forwarding", show_forwarding),
        Route("/forwarding/{id:int}", send_again, methods=["POST"]),
        Route("/oral", oral),
        Route("/reissue", show_reissue),
        Route("/reissue", reissue, methods=["POST"]),
    ]


def _cases() -> list[Route]:
    return [
        Route("/cases/new", show_new_case),
        Route("/cases/new", open_case, methods=["POST"]),
        Route("/cases/{id:int}", case),
        Route("/cases/{id:int}/correction", show_correction),
        Route("/cases/{id:int}/correction", correct_case, methods=["POST"]),
        *(Route(case_step_route(step), show_case_step(step)) for step in CASE_STEPS),
        *(Route(case_step_route(step), take_case_step(step), methods=["POST"]) for step in CASE_STEPS),
    ]


def _overviews() -> list[Route]:
    return [
        Route("/", home),
        Route("/ratings", show_ratings),
        Route("/answers", answers),
        Route("/questions", show_questions),
        Route("/questions/draft", show_draft),
        Route("/questions/draft", make_draft, methods=["POST"]),
        Route("/audit", show_trail),
        Route("/audit/verification", verify),
        Route("/figures", show_figures),
        Route("/figures/chart.svg", show_chart),
        Route("/figures/report.xlsx", show_sheet),
        Route("/figures/export/{list}", export_masked, methods=["POST"]),
        Route("/figures/export-full/{list}", export_full, methods=["POST"]),
        Route("/import", show_import),
        Route("/import", check_import, methods=["POST"]),
        Route("/import/empty.xlsx", show_empty_sheet),
        Route("/import/confirm", confirm_import, methods=["POST"]),
    ]


async def _alive(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return desk_of(request).pages.problem(problem_of_status(status))


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    desk: Desk = app.state.desk
    desk.log.info("started")
    yield
    desk.records.close()
    desk.log.info("stopped")
