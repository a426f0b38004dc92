"""WeChat's side of the protocol, written from its documents and not from our code: signing, safe mode, XML."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

SAMPLES = {
    "text": "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content><MsgId>{id}</MsgId>",
    "image": "<MsgType><![CDATA[image]]></MsgType><PicUrl><![CDATA[http://mmbiz.example/x]]></PicUrl>"
    "<MediaId><![CDATA[media_id]]></MediaId><MsgId>{id}</MsgId>",
    "voice": "<MsgType><![CDATA[voice]]></MsgType><MediaId><![CDATA[media_id]]></MediaId>"
    "<Format><![CDATA[amr]]></Format><Recognition><![CDATA[{text}]]></Recognition><MsgId>{id}</MsgId>",
    "voice_unheard": "<MsgType><![CDATA[voice]]></MsgType><MediaId><![CDATA[media_id]]></MediaId>"
    "<Format><![CDATA[Format]]></Format><MsgId>{id}</MsgId>",
    "video": "<MsgType><![CDATA[video]]></MsgType><MediaId><![CDATA[media_id]]></MediaId>"
    "<ThumbMediaId><![CDATA[thumb_media_id]]></ThumbMediaId><MsgId>{id}</MsgId>",
    "shortvideo": "<MsgType><![CDATA[shortvideo]]></MsgType><MediaId><![CDATA[media_id]]></MediaId>"
    "<ThumbMediaId><![CDATA[thumb_media_id]]></ThumbMediaId><MsgId>{id}</MsgId>",
    "location": "<MsgType><![CDATA[location]]></MsgType><Location_X>33.038</Location_X><Location_Y>108.248</Location_Y>"
    "<Scale>20</Scale><Label><![CDATA[{text}]]></Label><MsgId>{id}</MsgId>",
    "link": "<MsgType><![CDATA[link]]></MsgType><Title><![CDATA[标题]]></Title><Description><![CDATA[说明]]></Description>"
    "<Url><![CDATA[url]]></Url><MsgId>{id}</MsgId>",
    "subscribe": "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe]]></Event>",
    "subscribe_scene": "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe]]></Event>"
    "<EventKey><![CDATA[qrscene_{text}]]></EventKey><Ticket><![CDATA[TICKET]]></Ticket>",
    "unsubscribe": "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[unsubscribe]]></Event>",
    "scan": "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[SCAN]]></Event>"
    "<EventKey><![CDATA[{text}]]></EventKey><Ticket><![CDATA[TICKET]]></Ticket>",
    "position": "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[LOCATION]]></Event>"
    "<Latitude>23.137466</Latitude><Longitude>113.352425</Longitude><Precision>119.385040</Precision>",
    "click": "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[CLICK]]></Event><EventKey><![CDATA[{text}]]></EventKey>",
    "view": "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[VIEW]]></Event>"
    "<EventKey><![CDATA[https://ask.example/]]></EventKey><MenuId>MENUID</MenuId>",
}
_ids = count(23_000_000_000_000_001)
_nonces = count(1)


def message(openid: str, kind: str, text: str = "", at: int | None = None, id_: int | None = None) -> str:
    """The plain XML of one message."""
    inner = SAMPLES[kind].replace("{text}", text).replace("{id}", str(id_ or next(_ids)))
    when = int(time.time()) if at is None else at
    return (
        f"<xml><ToUserName><![CDATA[gh_county]]></ToUserName><FromUserName><![CDATA[{openid}]]></FromUserName>"
        f"<CreateTime>{when}</CreateTime>{inner}</xml>"
    )


@dataclass
class Account:
    """One account's secrets, as WeChat knows them."""

    token: str = "countytoken"
    app_id: str = "wx0123456789abcdef"
    aes: str | None = None
    secret: str = field(default="of-the-account", repr=False)

    def sha(self, *parts: str) -> str:
        joined = "".join(sorted([self.token, *parts]))
        return hashlib.new("sha1", joined.encode()).hexdigest()

    def query(self, at: int | None = None, nonce: str | None = None) -> dict[str, str]:
        """What stands in the address of every request."""
        timestamp, nonce = str(int(time.time()) if at is None else at), nonce or f"n{next(_nonces)}"
        return {"signature": self.sha(timestamp, nonce), "timestamp": timestamp, "nonce": nonce}

    def packed(self, xml: str, **when: Any) -> tuple[dict[str, str], bytes]:
        """Query and body of a delivery, in safe mode if the account has a key."""
        query = self.query(**when)
        if self.aes is None:
            return query, xml.encode()
        sealed = self.encrypted(xml.encode())
        signature = self.sha(query["timestamp"], query["nonce"], sealed)
        body = f"<xml><ToUserName><![CDATA[gh_county]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        return {**query, "encrypt_type": "aes", "msg_signature": signature}, body.encode()

    def encrypted(self, content: bytes, app_id: str | None = None) -> str:
        """Safe mode, outwards."""
        plain = os.urandom(16) + len(content).to_bytes(4, "big") + content + (app_id or self.app_id).encode()
        padder = PKCS7(256).padder()
        padded = padder.update(plain) + padder.finalize()
        working = self._aes().encryptor()
        return base64.b64encode(working.update(padded) + working.finalize()).decode()

    def decrypted(self, sealed: str) -> str:
        """Safe mode, inwards."""
        working, unpadder = self._aes().decryptor(), PKCS7(256).unpadder()
        padded = working.update(base64.b64decode(sealed)) + working.finalize()
        plain = unpadder.update(padded) + unpadder.finalize()
        size = int.from_bytes(plain[16:20], "big")
        assert plain[20 + size :].decode() == self.app_id
        return plain[20 : 20 + size].decode()

    def opened(self, body: bytes) -> dict[str, str]:
        """The elements of a passive answer, {} for "success" and for nothing; checks everything WeChat would."""
        if body in (b"success", b""):
            return {}
        root = {child.tag: child.text or "" for child in ET.fromstring(body)}
        if self.aes is None:
            return root
        assert set(root) == {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"}
        assert self.sha(root["TimeStamp"], root["Nonce"], root["Encrypt"]) == root["MsgSignature"]
        return {child.tag: child.text or "" for child in ET.fromstring(self.decrypted(root["Encrypt"]))}

    def _aes(self) -> Cipher[modes.CBC]:
        assert self.aes is not None
        key = base64.b64decode(self.aes + "=")
        return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def links(text: str) -> list[str]:
    """The addresses that WeChat makes clickable."""
    return re.findall(r"https?://[!-~]+", text)
