"""`python -m bot.channels.wechat_menu`: uploads knowledge/wechat-menu.yml; `--show` only prints what would be sent."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing

from actions.casework.encryption import keys_from
from actions.casework.errors import CaseworkError
from actions.casework.wechat import WechatRecords
from actions.content.source import ContentError
from bot.channels.settings import SettingsError, read_settings
from bot.channels.wechat_api import Api, ApiRefused
from bot.channels.wechat_settings import TOKEN, WechatSettings
from bot.channels.wechat_words import load_menu, uploaded

PATH = "/cgi-bin/menu/create"


def main(arguments: Sequence[str] = (), environment: Mapping[str, str] = os.environ) -> int:
    """Uploads once; returns the exit status."""
    try:
        settings = read_settings(environment)
        if settings.wechat is None:
            sys.stderr.write(f"没有上传：没有设置 {TOKEN}，这里没有公众号。\n")
            return 1
        body = uploaded(load_menu(), settings.wechat.chat_url)
        if "--show" in arguments:
            sys.stdout.write(body.decode() + "\n")
            return 0
        with closing(WechatRecords(settings.database_url, keys_from(environment))) as records:
            asyncio.run(_upload(settings.wechat, records, body))
    except (SettingsError, ContentError, CaseworkError) as fault:
        sys.stderr.write(f"没有上传：{fault}\n")
        return 1
    except ApiRefused as refused:
        sys.stderr.write(f"没有上传：微信没有接受，错误代码 {refused.code}（0 是没有连上）。\n")
        return 1
    sys.stdout.write("菜单已上传。手机上最迟 24 小时以后看到；取消关注再关注，马上看到。\n")
    return 0


async def _upload(settings: WechatSettings, records: WechatRecords, body: bytes) -> None:
    api = Api(settings, records)
    try:
        await api.call(PATH, body)
    finally:
        await api.close()
        records.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
