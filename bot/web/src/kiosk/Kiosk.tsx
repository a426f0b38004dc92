/** The kiosk: one visit after the other, each with nothing of the one before. */
import { useCallback, useEffect, useRef, useState } from "react";
import { Announcer } from "../announcer";
import type { Client } from "../client";
import { SpeechProvider } from "../speech";
import type { Offices } from "../types";
import { OfficesScreen } from "./OfficesScreen";
import { Visit } from "./Visit";
import { answers, loadAnew } from "./wipe";

const RETRY_MS = 10_000;

export function Kiosk({ client }: { client: Client }) {
  const [visit, setVisit] = useState(1);
  const [offline, setOffline] = useState(false);
  const offices = useOffices(client, visit);
  const gone = useCallback(async () => {
    if (await loadAnew()) return;
    // Without the edge a new page could not be loaded: this one begins anew, with nothing left of the visitor.
    setOffline(true);
    setVisit((n) => n + 1);
  }, []);
  const retry = useCallback(async () => {
    if (await answers()) await loadAnew();
  }, []);
  useEffect(() => {
    if (!offline) return;
    const timer = setInterval(() => void retry(), RETRY_MS);
    return () => clearInterval(timer);
  }, [offline, retry]);
  return (
    <SpeechProvider key={visit} slow>
      <Announcer>
        {offline ? (
          <>
            <Top county={offices?.county ?? ""} />
            <OfficesScreen offices={offices} offline onRetry={() => void retry()} />
          </>
        ) : (
          <Visit client={client} offices={offices} onGone={() => void gone()} onOffline={() => setOffline(true)} />
        )}
      </Announcer>
    </SpeechProvider>
  );
}

export function Top({ county }: { county: string }) {
  return (
    <header className="header">
      <h1 className="header-name">
        依法问{county && <span className="header-county">{county}</span>}
      </h1>
      <p className="header-what">电脑助手，不是真人，不能代替律师</p>
    </header>
  );
}

/** Learnt when the page is loaded, so that it is there when the network is not. */
function useOffices(client: Client, visit: number): Offices | null {
  const [offices, setOffices] = useState<Offices | null>(null);
  const asked = useRef(0);
  useEffect(() => {
    if (offices || asked.current === visit) return;
    asked.current = visit;
    client.offices().then(setOffices, () => undefined);
  }, [client, offices, visit]);
  return offices;
}
