"""The story of a letter that was told before anybody asked for it: “我要投诉，城管昨天……”."""

from __future__ import annotations

import re
from datetime import date

from actions.apply_story import heard
from actions.content.forms import words
from actions.content.region import Region

LONGEST = 2000  # characters, as the question itself takes them


def story_in(text: str, today: date, region: Region) -> str | None:
    """What a first message tells, without the words that only say what it is for; None where it tells nothing yet.

    It is read back and asked about, never taken unconfirmed.
    """
    known = words("complaint")["story"]
    story = re.sub(f"^{known['opening']}", "", text.strip())
    if not known["heard"] <= len(story) <= LONGEST:
        return None
    if len(story) < known["clear"] and not {"respondent", "event_day"} & set(heard(story, today, region)):
        return None
    return story
