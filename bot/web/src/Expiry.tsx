/** Says in good time that the session will end, so that nobody is cut off in the middle of a sentence. */
import { useEffect, useState } from "react";
import { useAnnounce } from "./announcer";
import { Notice } from "./messages/Notice";

const AHEAD_MS = 5 * 60_000;
const WORDS = "注意：这次对话大约再过 5 分钟会自动结束。正在填写的，请抓紧填完；还没有拿到编号的，结束以后要重新填。";

export function Expiry({ at }: { at: number | null }) {
  const [soon, setSoon] = useState(false);
  const announce = useAnnounce();
  useEffect(() => {
    setSoon(false);
    if (at === null) return;
    const timer = setTimeout(() => {
      setSoon(true);
      announce(WORDS);
    }, at - AHEAD_MS - Date.now());
    return () => clearTimeout(timer);
  }, [at, announce]);
  return soon ? <Notice message={{ type: "notice", level: "warning", text: WORDS }} /> : null;
}
