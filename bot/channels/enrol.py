"""`python -m bot.channels.enrol`: the address that makes the browser opening it a kiosk; once, within 15 minutes."""

from __future__ import annotations

import sys

from bot.channels.devices import Devices
from bot.channels.settings import SettingsError, read_settings


def main() -> int:
    """Write the address; returns the exit status."""
    try:
        settings = read_settings()
    except SettingsError as fault:
        sys.stderr.write(f"没有做成登记链接：{fault}\n")
        return 1
    if not settings.kiosk_keys:
        sys.stderr.write("没有做成登记链接：没有设置 YIFAWEN_KIOSK_KEYS。\n")
        return 1
    base = settings.chat_url or f"http://{settings.host}:{settings.port}"
    sys.stdout.write(f"{base}/kiosk/enrol?pass={Devices(settings.kiosk_keys).enrolment()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
