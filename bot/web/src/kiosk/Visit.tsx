/** One visitor: from the tiles to the wiped screen. */
import { useCallback, useEffect, useRef, useState } from "react";
import { useAnnounce } from "../announcer";
import { Button } from "../chatui";
import { ApiError, type Client } from "../client";
import type { Offices } from "../types";
import { Bar } from "./Bar";
import { Countdown } from "./Countdown";
import { Home } from "./Home";
import type { Job } from "./jobs";
import { Top } from "./Kiosk";
import { type Handle, KioskChat } from "./KioskChat";
import { MoveToPhone } from "./MoveToPhone";
import { OfficesScreen } from "./OfficesScreen";
import { Rating } from "./Rating";
import { ScreenKeyboard } from "./ScreenKeyboard";
import { useIdle } from "./useIdle";
import { answers, wipe } from "./wipe";

type Screen = { at: "home" | "offices" | "clearing" } | { at: "chat"; start: string | undefined } | { at: "move"; link: string };

interface VisitProps {
  client: Client;
  offices: Offices | null;
  onGone(): void;
  onOffline(): void;
}

export function Visit({ client, offices, onGone, onOffline }: VisitProps) {
  const [screen, setScreen] = useState<Screen>({ at: "home" });
  const [rating, setRating] = useState(false);
  const [low, setLow] = useState(false);
  const [handle, keepHandle] = useHandle();
  const announce = useAnnounce();

  const clear = useCallback(async () => {
    handle.current?.end();
    setRating(false);
    setScreen({ at: "clearing" });
    announce("正在清除");
    await wipe();
    onGone();
  }, [handle, announce, onGone]);
  const { left, stay } = useIdle(screen.at !== "clearing" && (screen.at !== "home" || low), () => void clear());

  useLow(low);
  const choose = async ({ start, local }: Job) => {
    if (local) setScreen({ at: "offices" });
    else if (await answers()) setScreen({ at: "chat", start });
    else onOffline();
  };
  const rate = async (grade: number, words: string) => {
    await handle.current?.rate(grade, words).catch(() => undefined);
    await clear();
  };
  const move = async () => {
    try {
      const moved = await handle.current?.move();
      if (moved) setScreen({ at: "move", link: moved.link });
    } catch (error) {
      announce(error instanceof ApiError ? error.message : "没有转成，请再试一次。");
    }
  };
  const leave = () => (handle.current?.used ? setRating(true) : void clear());
  const covered = rating || left !== null;

  return (
    <>
      <div className="visit" inert={covered} data-testid={`screen-${screen.at}`}>
        <Top county={offices?.county ?? ""} />
        {screen.at === "home" && <Home offices={offices} onChoose={(job) => void choose(job)} />}
        {screen.at === "offices" && <OfficesScreen offices={offices} offline={false} onRetry={() => undefined} />}
        {screen.at === "clearing" && <Clearing />}
        {screen.at === "move" && (
          <MoveToPhone link={screen.link} onDone={() => void clear()} onBack={() => setScreen({ at: "chat", start: back(screen.link) })} />
        )}
        {screen.at === "chat" && (
          <KioskChat key={screen.start} client={client} start={screen.start} onHandle={keepHandle} onExpired={() => void clear()} />
        )}
        {screen.at !== "clearing" && (
          <Bar low={low} onLow={() => setLow(!low)} onEnd={leave}>
            {screen.at === "offices" && <Button onClick={() => setScreen({ at: "home" })}>返回</Button>}
            {screen.at === "chat" && (
              <Button onClick={() => void move()} data-testid="move-start">
                用手机继续
              </Button>
            )}
          </Bar>
        )}
      </div>
      {rating && <Rating onRate={(grade, words) => void rate(grade, words)} onSkip={() => void clear()} onBack={() => setRating(false)} />}
      {left !== null && <Countdown left={left} onStay={stay} onLeave={() => void clear()} />}
      <ScreenKeyboard />
    </>
  );
}

const Clearing = () => (
  <main className="main clearing" data-testid="clearing">
    <p>正在清除，请稍等…</p>
  </main>
);

/** The part of a link that takes the conversation back to this machine. */
const back = (link: string) => link.slice(link.indexOf("#"));

function useHandle() {
  const handle = useRef<Handle | null>(null);
  const keep = useCallback((made: Handle) => {
    handle.current = made;
  }, []);
  return [handle, keep] as const;
}

function useLow(low: boolean) {
  useEffect(() => {
    document.documentElement.toggleAttribute("data-low", low);
  }, [low]);
}
