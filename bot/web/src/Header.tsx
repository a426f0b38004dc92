/** Product, county, what it is not; the size of the letters; the way out. */
import { type RefObject, useEffect, useRef, useState } from "react";
import { Button } from "./chatui";
import { Opinion } from "./Opinion";
import { LookButton } from "./look";
import { ReadAloud } from "./speech";
import { TextSize } from "./TextSize";

interface HeaderProps {
  county: string;
  ended: boolean;
  /** Something was said in a session that still lives: there is something to rate. */
  used: boolean;
  onEnd(): void;
}

export function Header({ county, ended, used, onEnd }: HeaderProps) {
  const [asking, setAsking] = useState(false);
  const endButton = useRef<HTMLButtonElement>(null);
  useFocusBack(endButton, asking);
  useEffect(() => {
    document.title = county ? `依法问 · ${county}` : "依法问";
  }, [county]);
  return (
    <header className="header">
      {!ended && (
        <a className="skip" href="#composer">
          跳到输入框
        </a>
      )}
      <div className="header-row">
        <h1 className="header-name">
          依法问{county && <span className="header-county">{county}</span>}
        </h1>
        <TextSize />
      </div>
      <div className="header-row">
        <p className="header-what">不是真人，不能代替律师</p>
        <div className="header-buttons">
          <LookButton />
          <ReadAloud className="Btn header-button" />
        {!ended && !asking && (
          <Button className="header-button header-end" ref={endButton} onClick={() => setAsking(true)} data-testid="end-session">
            结束并清除
          </Button>
        )}
        </div>
      </div>
      {asking && (
        <ConfirmEnd
          used={used}
          onCancel={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            onEnd();
          }}
        />
      )}
    </header>
  );
}

/** The question has been answered with no: back to the button that asked it. */
function useFocusBack(button: RefObject<HTMLButtonElement | null>, asking: boolean) {
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current && !asking) button.current?.focus();
    asked.current = asking;
  }, [asking, button]);
}

function ConfirmEnd({ used, onCancel, onConfirm }: { used: boolean; onCancel(): void; onConfirm(): void }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => ref.current?.querySelector("button")?.focus(), []);
  return (
    <div
      className="confirm"
      role="alertdialog"
      aria-labelledby="confirm-end"
      ref={ref}
      onKeyDown={(event) => event.key === "Escape" && onCancel()}
    >
      <p id="confirm-end">要清除这次对话吗？清除以后找不回来。有回执的，请先抄下回执号和查询码。</p>
      <div className="row">
        <Button onClick={onCancel} data-testid="end-cancel">
          先不清除
        </Button>
        <Button color="primary" onClick={onConfirm} data-testid="end-confirm">
          清除
        </Button>
      </div>
      {used && <Opinion />}
    </div>
  );
}
