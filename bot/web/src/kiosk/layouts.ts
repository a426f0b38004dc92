/** The keys on the screen; names in braces are the keyboard's own. */
export type Mode = "pinyin" | "letters" | "numbers";

export const LAYOUTS: Record<Mode, string[]> = {
  pinyin: ["1 2 3 4 5 6 7 8 9 0 {bksp}", "q w e r t y u i o p", "a s d f g h j k l", "z x c v b n m ， 。 ？", "{mode} {space} {enter}"],
  letters: ["1 2 3 4 5 6 7 8 9 0 {bksp}", "Q W E R T Y U I O P", "A S D F G H J K L", "Z X C V B N M - . @", "{mode} {space} {enter}"],
  numbers: ["1 2 3", "4 5 6", "7 8 9", "{bksp} 0 {enter}"],
};

const NEXT: Record<Mode, Mode> = { pinyin: "letters", letters: "pinyin", numbers: "numbers" };

export const nextMode = (mode: Mode): Mode => NEXT[mode];

export function names(mode: Mode, sends: boolean): Record<string, string> {
  return {
    "{bksp}": "删除",
    "{space}": "空格",
    "{enter}": sends ? "确定" : "换行",
    "{mode}": mode === "pinyin" ? "字母" : "拼音",
  };
}
