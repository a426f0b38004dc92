"""The composition root of the edge: `uvicorn --factory bot.channels.app:create_app`, or `python -m bot.channels`."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from fastapi import FastAPI

from actions.casework.encryption import Keys, keys_from
from actions.casework.store import Records
from bot.channels import (
    health,
    kiosk,
    leaving,
    offices,
    pages,
    pages_calculator,
    pages_sitemap,
    procedure,
    uploads,
    web,
    wechat,
    wechat_page,
)
from bot.channels.brain import Brain
from bot.channels.devices import Devices
from bot.channels.edge import Edge, Files
from bot.channels.ended import Ended
from bot.channels.envelope import Envelope
from bot.channels.failures import Words, load_words
from bot.channels.headers import SecurityHeaders
from bot.channels.limits import Limits
from bot.channels.log import Log, build_log
from bot.channels.metrics import Metrics
from bot.channels.origins import Origins
from bot.channels.probe import Readiness
from bot.channels.problems import handle_problems
from bot.channels.reader import Reader
from bot.channels.sessions import Sessions
from bot.channels.settings import Settings, read_settings
from bot.channels.static import static_routes
from bot.channels.wechat_settings import TOKEN

DESCRIPTION = """行政复议助手的公开接口。网页和自助机都用它。

先打开一次对话，得到凭证；以后每说一句话、每点一个选项，都带着凭证发来，得到几条消息依次显示。
所有出错的回答都是 `application/problem+json`（RFC 9457），`detail` 是可以直接给人看的中文。"""


def create_app(
    settings: Settings | None = None,
    *,
    brain: Brain | None = None,
    files: Files | None = None,
    reader: Reader | None = None,
    words: Words | None = None,
    log: Log | None = None,
    keys: Keys | None = None,
) -> FastAPI:
    """The edge; what is not given is built from the environment.

    Raises:
        SettingsError, DataKeyProblem: a key of the environment is missing or malformed.
        ContentError: a file of knowledge/ has a fault.
    """
    settings = settings or read_settings()
    edge = _assembled(settings, brain, files, reader, words, log)
    if settings.wechat:
        edge = replace(edge, wechat=wechat.opened_door(edge, settings.wechat, keys or keys_from(os.environ)))
    app = FastAPI(
        title="依法问",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        # Its log records hold what was sent.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.edge = edge
    app.add_middleware(
        Envelope,
        words=edge.words,
        headers=SecurityHeaders(settings.embed_origins),
        log=edge.log,
        metrics=edge.metrics,
    )
    handle_problems(app)
    talking = (web.router, leaving.router, uploads.router, kiosk.router, offices.router)
    official = (wechat.router, wechat_page.router)
    readable = (pages.router, pages_calculator.router, pages_sitemap.router)
    for router in (*talking, *official, *readable, procedure.router, health.router, static_routes(settings.web_root)):
        app.include_router(router)
    return app


def _assembled(
    settings: Settings,
    brain: Brain | None,
    files: Files | None,
    reader: Reader | None,
    words: Words | None,
    log: Log | None,
) -> Edge:
    log, metrics = log or build_log(settings.log_level), Metrics()
    brain = brain or Brain(settings.rasa_urls, settings.inbox_secret)

    def uncounted(cause: str) -> None:
        metrics.limits_failed.inc()
        log.warning("limits_failed", cause=cause)

    files = files or Records(settings.database_url, keys_from(os.environ))
    return Edge(
        settings=settings,
        sessions=Sessions(settings.session_key),
        brain=brain,
        readiness=Readiness(brain),
        words=words or load_words(settings.region),
        limits=Limits(settings.limits_storage, uncounted),
        files=files,
        devices=Devices(settings.kiosk_keys),
        origins=Origins(settings.session_key, settings.shared_addresses),
        ended=Ended(files),
        reader=reader or Reader(),
        log=log,
        metrics=metrics,
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    edge: Edge = app.state.edge
    account = f"no official account: {TOKEN} is not set" if edge.wechat is None else "on"
    edge.log.info("started", servers=len(edge.settings.rasa_urls), region=edge.settings.region, wechat=account)
    try:
        yield
    finally:
        if edge.wechat:
            await edge.wechat.turns.close()
        await edge.brain.close()
        edge.files.close()
        edge.log.info("stopped")
