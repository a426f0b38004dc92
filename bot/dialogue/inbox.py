"""The one input channel: messages from the edge, on loopback, with a shared secret.

A message is free text, the answer to a form's field, or a payload that the edge offered before. Free text can never
act as a command (`/restart`): its slash is widened before Rasa sees it. An answer to a field skips language
understanding, so a story of any length is never mistaken for a question.
"""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, Request, response
from sanic.response import HTTPResponse

from bot.dialogue.action_endpoint import Turn, WatchedEndpoint, current
from bot.dialogue.script import Scripts
from bot.dialogue.tracker_store import ORIGIN, cut_off, unsaved

scripts = Scripts()
logger = logging.getLogger(__name__)

Handler = Callable[[UserMessage], Awaitable[Any]]
EXPIRED = "utter_session_expired"
LONGEST_TEXT = 2000  # characters; the edge is stricter for free text
LONGEST_MARK = 64  # characters


def payload(intent: str, **entities: str) -> str:
    """The slash form that Rasa reads as an intent with entities."""
    return f"/{intent}" + (json.dumps(entities, ensure_ascii=False) if entities else "")


def with_payloads(message: dict[str, Any]) -> dict[str, Any]:
    """A copy of a message whose choices carry payloads.

    The domain writes choices as `value` (of the message's field), `topic` or `intent`, because braces in a domain
    text are placeholders to Rasa.
    """
    choices = []
    for choice in message.get("choices") or []:
        choice = dict(choice)
        if "topic" in choice:
            choice["choice"] = payload("ask", topic=choice.pop("topic"))
        elif "intent" in choice:
            choice["choice"] = payload(choice.pop("intent"))
        elif "value" in choice and message.get("control") == "choice":
            choice["choice"] = payload("choose", option=f"{message['field']}={choice.pop('value')}")
        choices.append(choice)
    return {**message, "choices": choices} if choices else dict(message)


class Outbox(CollectingOutputChannel):
    """Collects replies in the channel-neutral form, paragraphs kept together."""

    @classmethod
    def name(cls) -> str:
        return "inbox"

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        self.messages.append({"type": "text", "text": text})

    async def send_text_with_buttons(
        self, recipient_id: str, text: str, buttons: list[dict[str, Any]], **kwargs: Any
    ) -> None:
        choices = [{"label": b["title"], "choice": b["payload"]} for b in buttons]
        self.messages.append({"type": "choices", "text": text, "choices": choices})

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **kwargs: Any) -> None:
        self.messages.append(with_payloads(json_message))


def user_message(body: Any, outbox: Outbox) -> UserMessage | None:
    """The message that a request's body describes; None when it describes none."""
    if not isinstance(body, dict) or not isinstance(body.get("conversation"), str) or not body["conversation"]:
        return None
    text, choice, field = body.get("text"), body.get("choice"), body.get("field")
    conversation = body["conversation"]
    # Read by the action server in this turn; the tracker store does not keep it.
    known: dict[str, Any] = {"input_channel": Outbox.name(), "metadata": {ORIGIN: _origin(body)}}
    if isinstance(choice, str) and choice.startswith("/") and text is None:
        return UserMessage(choice, outbox, conversation, **known)
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_TEXT:
        return None
    parsed = answer_to(field, text) if isinstance(field, str) else None
    if text.lstrip().startswith("/"):
        text = text.replace("/", "／", 1)
    return UserMessage(text, outbox, conversation, parse_data=parsed, **known)


def _origin(body: dict[str, Any]) -> dict[str, str]:
    """The marks of where a message comes from; what is none is left out."""
    given = body.get(ORIGIN)
    marks = given.items() if isinstance(given, dict) else ()
    return {kind: mark for kind, mark in marks if isinstance(mark, str) and len(mark) <= LONGEST_MARK}


def answer_to(field: str, text: str) -> dict[str, Any]:
    """Parse data of a text that a form control sent for `field`."""
    entity = {"entity": "field", "value": field, "start": 0, "end": len(text), "extractor": "inbox"}
    return {"text": text, "intent": {"name": "inform", "confidence": 1.0}, "entities": [entity], "intent_ranking": []}


class Inbox(InputChannel):
    """POST messages, GET health."""

    @classmethod
    def name(cls) -> str:
        return "inbox"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> Inbox:
        if not credentials or not credentials.get("secret"):
            cls.raise_missing_credentials_exception()
        return cls(str(credentials["secret"]))  # type: ignore[index]

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def _trusted(self, request: Request) -> bool:
        return hmac.compare_digest(request.headers.get("X-Inbox-Secret", "").encode(), self._secret)

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        inbox = Blueprint("inbox", __name__)

        @inbox.route("/health", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            if not self._trusted(request):
                return response.json({"ready": False}, status=401)
            ready = _agent(request) is not None
            return response.json({"ready": ready}, status=200 if ready else 503)

        @inbox.route("/messages", methods=["POST"])
        async def messages(request: Request) -> HTTPResponse:
            if not self._trusted(request):
                return response.json({"problem": "secret"}, status=401)
            agent, outbox = _agent(request), Outbox()
            if agent is None:
                return response.json({"problem": "not_ready"}, status=503)
            body = _json(request)
            message = user_message(body, outbox)
            if message is None:
                return response.json({"problem": "message"}, status=422)
            if "text" in body:
                scripts.heard(message.sender_id, body["text"])
            return await _handled(on_new_message, message, outbox, agent.domain.responses)

        @inbox.route("/forget", methods=["POST"])
        async def forget(request: Request) -> HTTPResponse:
            return await self._forget(request)

        return inbox

    async def _forget(self, request: Request) -> HTTPResponse:
        if not self._trusted(request):
            return response.json({"problem": "secret"}, status=401)
        agent, body = _agent(request), _json(request)
        conversation = body.get("conversation") if isinstance(body, dict) else None
        if not isinstance(conversation, str) or not conversation:
            return response.json({"problem": "message"}, status=422)
        scripts.forget(conversation)
        if agent is None or not await forgotten(agent, conversation):
            return response.json({"problem": "store"}, status=503)
        return response.empty()


async def forgotten(agent: Agent, conversation: str) -> bool:
    """Deletes a conversation once the message under way, if any, is answered; False when that cannot be done."""
    store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)  # within Rasa's fail-safe store
    try:
        async with agent.lock_store.lock(conversation, wait_time_in_seconds=0.1):
            store.forget(conversation)
    except Exception as error:  # of the database or the lock; an answer must come in any case
        logger.error("not forgotten: %s", type(error).__name__)
        return False
    return True


def _agent(request: Request) -> Agent | None:
    """The agent once its model is loaded."""
    agent = getattr(request.app.ctx, "agent", None)
    if not agent or not agent.is_ready():
        return None
    if not isinstance(agent.processor.action_endpoint, WatchedEndpoint):
        agent.processor.action_endpoint = WatchedEndpoint.around(agent.processor.action_endpoint)
    return agent


def _json(request: Request) -> Any:
    try:
        return json.loads(request.body)
    except ValueError:
        return None


async def _handled(
    on_new_message: Handler, message: UserMessage, outbox: Outbox, responses: dict[str, list[dict[str, Any]]]
) -> HTTPResponse:
    turn = Turn()
    current.set(turn)
    try:
        await on_new_message(message)
    except Exception as error:  # Rasa would answer 200 with nothing; the edge must know (docs/rasa.md)
        logger.error("message failed: %s", type(error).__name__)
        unsaved.take(message.sender_id)  # told with this answer, not with the next
        return response.json({"problem": "error"}, status=503)
    if unsaved.take(message.sender_id):
        return response.json({"problem": "store"}, status=503)
    if turn.failed:  # what the rules still said would be half an answer
        return response.json({"problem": "error"}, status=503)
    notices = [variation["custom"] for variation in responses[EXPIRED]] if cut_off.take(message.sender_id) else []
    return response.json({"messages": scripts.written(message.sender_id, [*notices, *outbox.messages])})
