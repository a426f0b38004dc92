/** The keyboard itself with its pinyin candidates; loaded when a box is first touched. */
import { useEffect, useRef, useState } from "react";
import Keyboard, { type KeyboardReactInterface } from "react-simple-keyboard";
import "react-simple-keyboard/build/css/index.css";
import chinese from "simple-keyboard-layouts/build/layouts/chinese";
import { LAYOUTS, type Mode, names, nextMode } from "./layouts";
import { type Box, sendsOnEnter, write } from "./typing";

/** From pinyin to the signs and words that are read so. */
const PINYIN = (chinese as unknown as { layoutCandidates: Record<string, string> }).layoutCandidates;

interface KeyboardPanelProps {
  box: Box;
  first: Mode;
}

export default function KeyboardPanel({ box, first }: KeyboardPanelProps) {
  const [mode, setMode] = useState(first);
  const keyboard = useRef<KeyboardReactInterface | null>(null);
  useEffect(() => {
    keyboard.current?.setInput(box.value);
    box.scrollIntoView?.({ block: "center" });
  }, [box]);
  const sends = sendsOnEnter(box);
  const press = (key: string) => {
    if (key === "{mode}") setMode(nextMode(mode));
    if (key === "{enter}" && sends) box.form?.requestSubmit();
  };
  return (
    <Keyboard
      keyboardRef={(made) => {
        keyboard.current = made;
      }}
      layout={{ default: LAYOUTS[mode] }}
      layoutName="default"
      display={names(mode, sends)}
      layoutCandidates={mode === "pinyin" ? PINYIN : {}}
      layoutCandidatesPageSize={8}
      theme={`hg-theme-default keys-${mode}`}
      newLineOnEnter={!sends}
      preventMouseDownDefault
      stopMouseDownPropagation={false}
      // What the page itself changed meanwhile (a sent text is gone) is what is typed on.
      beforeInputUpdate={(instance: KeyboardReactInterface) => instance.setInput(box.value)}
      onChange={(text: string) => write(box, text)}
      onKeyPress={press}
    />
  );
}
