/** Where the citizen types: Enter sends, Shift+Enter starts a line, an input method's Enter does neither. */
import { type KeyboardEvent, useState } from "react";
import { Button, Input } from "./chatui";
import { Counter, lengthOf } from "./Counter";
import { MoreBelow } from "./MoreBelow";
import { PhotoButton, type Purpose } from "./PhotoButton";
import { useSurface } from "./surface";
import { VoiceButton } from "./VoiceButton";

const MAX = 500;
const NEAR = 450;

interface ComposerProps {
  value: string;
  /** A message is being answered: what is typed stays, sending waits. */
  pending: boolean;
  ready: boolean;
  /** What a photo would be for: a decision to be read, or a file for the letter being written. */
  purpose?: Purpose;
  onChange(text: string): void;
  onSend(text: string): void;
  onPhoto(photo: File): void;
}

export function Composer({ value, pending, ready, purpose, onChange, onSend, onPhoto }: ComposerProps) {
  const [complaint, setComplaint] = useState("");
  const { photos } = useSurface();
  const length = lengthOf(value);
  const send = () => {
    const text = value.trim();
    if (pending || !ready) return;
    const wrong = !text ? "请先写一句话，再按“发送”。" : lengthOf(text) > MAX ? `一次最多 ${MAX} 个字，请分几次发。` : "";
    setComplaint(wrong);
    if (!wrong) onSend(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
    event.preventDefault();
    send();
  };
  return (
    <footer className="footer">
      <MoreBelow />
      <form
        className="composer"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <div className="composer-row">
          {photos && <PhotoButton disabled={pending || !ready} purpose={purpose} onPhoto={onPhoto} onFault={setComplaint} />}
          {photos === "camera" && (
            <VoiceButton disabled={pending || !ready} onText={(text) => onChange(`${value}${text}`)} onNote={setComplaint} />
          )}
          <Input
            id="composer"
            className="composer-input"
            value={value}
            onChange={(text) => {
              setComplaint("");
              onChange(text);
            }}
            onKeyDown={onKeyDown}
            autoSize
            maxRows={5}
            readOnly={pending}
            aria-label="输入您的问题"
            aria-describedby="composer-note"
            placeholder={pending ? "正在回答…" : "请写问题"}
            autoComplete="off"
            enterKeyHint="send"
            data-testid="composer-input"
          />
          <Button color="primary" type="submit" aria-disabled={pending || !ready || undefined} data-testid="composer-send">
            发送
          </Button>
        </div>
        <p className="composer-note" id="composer-note" role={complaint ? "alert" : undefined}>
          {complaint || (length >= NEAR && <Counter length={length} max={MAX} />)}
        </p>
      </form>
    </footer>
  );
}

/** Whether this key belongs to an input method (229 is what Safari reports after the composition ended). */
const composing = ({ nativeEvent }: KeyboardEvent) => nativeEvent.isComposing || nativeEvent.keyCode === 229;
