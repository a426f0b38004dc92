"""WeChat's XML: what comes in as a Letter, what goes out as a reply; document types and entities are refused.

Numbers stay texts: nothing is calculated with them here, and a number that is none must not be an error of ours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.channels.wechat_codec import Refused

LONGEST_VALUE = 8192  # characters of one element
MOST_ELEMENTS = 60


@dataclass(frozen=True)
class Letter:
    """One message or event of one person."""

    account: str  # ours: gh_…
    openid: str = field(repr=False)
    created: str
    kind: str  # text, image, voice, video, shortvideo, location, link, file, or event
    id: str = ""
    event: str = ""  # subscribe, unsubscribe, SCAN, LOCATION, CLICK, VIEW, …
    event_key: str = field(default="", repr=False)
    text: str = field(default="", repr=False)  # what was typed, or what WeChat heard in a voice message
    latitude: str = field(default="", repr=False)
    longitude: str = field(default="", repr=False)
    label: str = field(default="", repr=False)

    @property
    def key(self) -> str:
        """What a second delivery of the same has in common with the first; unhashed, so never to be stored."""
        named = f"id {self.id}" if self.id else f"event {self.created} {self.event} {self.event_key}"
        return f"{self.openid} {named}"


def parsed(body: bytes) -> dict[str, str]:
    """The elements below the root, by name; raises Refused."""
    try:
        root = fromstring(body, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as fault:
        raise Refused(type(fault).__name__) from fault
    return _elements(root)


def _elements(root: Element) -> dict[str, str]:
    if root.tag != "xml" or len(root) > MOST_ELEMENTS:
        raise Refused("not a message")
    found = {child.tag: child.text or "" for child in root if not len(child)}
    if any(len(value) > LONGEST_VALUE for value in found.values()):
        raise Refused("too long")
    return found


def letter_in(elements: dict[str, str]) -> Letter:
    """The letter that the elements of a message make; raises Refused."""
    value = elements.get
    openid, kind = value("FromUserName", "").strip(), value("MsgType", "").strip()
    if not openid or not kind or len(openid) > 64 or not value("ToUserName", "").strip():
        raise Refused("no sender or kind")
    return Letter(
        account=value("ToUserName", "").strip(),
        openid=openid,
        created=value("CreateTime", "").strip(),
        kind=kind,
        id=value("MsgId", "").strip(),
        event=value("Event", "").strip(),
        event_key=value("EventKey", "").strip(),
        text=value("Content", "") if kind == "text" else value("Recognition", ""),
        latitude=value("Location_X", ""),
        longitude=value("Location_Y", ""),
        label=value("Label", ""),
    )


def text_reply(letter: Letter, text: str, at: int) -> bytes:
    """A passive answer in words."""
    return _reply(letter, at, "text", f"<Content>{_cdata(text)}</Content>")


def transfer_reply(letter: Letter, at: int) -> bytes:
    """Hands the conversation to the account's own customer service."""
    return _reply(letter, at, "transfer_customer_service", "")


def sealed_reply(sealed: str, signature: str, timestamp: str, nonce: str) -> bytes:
    """The envelope of a reply in safe mode."""
    return (
        f"<xml><Encrypt>{_cdata(sealed)}</Encrypt><MsgSignature>{_cdata(signature)}</MsgSignature>"
        f"<TimeStamp>{escape(timestamp)}</TimeStamp><Nonce>{_cdata(nonce)}</Nonce></xml>"
    ).encode()


def _reply(letter: Letter, at: int, kind: str, rest: str) -> bytes:
    return (
        f"<xml><ToUserName>{_cdata(letter.openid)}</ToUserName><FromUserName>{_cdata(letter.account)}</FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType>{_cdata(kind)}</MsgType>{rest}</xml>"
    ).encode("utf-8", "replace")


def _cdata(text: str) -> str:
    """A section that its own end mark cannot leave, without the control characters that no XML may hold."""
    kept = "".join(sign for sign in text if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff"))
    return f"<![CDATA[{kept.replace(']]>', ']]]]><![CDATA[>')}]]>"
