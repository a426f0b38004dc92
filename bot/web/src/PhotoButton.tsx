/** 拍决定书, or 传材料 while a letter asks for files: takes a photo or picks a file and hands it on. */
import { type ChangeEvent, useRef } from "react";
import { Button } from "./chatui";
import { LARGEST_PHOTO } from "./client";
import { useSurface } from "./surface";

// Named one by one: for image/* an iPhone would send its own format, for these it converts. Without `capture`, which
// would leave no choice but the camera: many have the photo or the PDF already.
const ACCEPT = "image/jpeg,image/png,application/pdf";
const TOO_LARGE = "这个文件超过 10 MB，传不了。请用手机自带的相机重拍一张，或者照着纸自己填。";
const EMPTY = "这个文件是空的，请换一个。";

const WORDS = {
  decision: { label: "拍决定书", about: "拍照，或者选图片、PDF，最大 10 MB。读出来的内容要您核对，照片不保存。" },
  letter: { label: "传材料", about: "拍照，或者选图片、PDF，最大 10 MB，最多五个。拍摄时间、地点等信息会去掉，跟来信一起加密保存。" },
};
export type Purpose = keyof typeof WORDS;

interface PhotoButtonProps {
  disabled: boolean;
  purpose?: Purpose;
  onPhoto(photo: File): void;
  /** What is wrong with the file; empty when it is handed on. */
  onFault(fault: string): void;
}

export function PhotoButton({ disabled, purpose = "decision", onPhoto, onFault }: PhotoButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const { photos } = useSurface();
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const photo = target.files?.[0];
    target.value = ""; // the same file can be chosen again
    if (!photo || disabled) return;
    const fault = photo.size > LARGEST_PHOTO ? TOO_LARGE : photo.size === 0 ? EMPTY : "";
    onFault(fault);
    if (!fault) onPhoto(photo);
  };
  return (
    <>
      <Button
        className="photo-button"
        aria-disabled={disabled || undefined}
        aria-describedby="photo-about"
        onClick={() => disabled || input.current?.click()}
        data-testid="photo-button"
      >
        {purpose === "decision" && photos === "scanner" ? "扫描决定书" : WORDS[purpose].label}
      </Button>
      <span className="hidden-text" id="photo-about">
        {WORDS[purpose].about}
      </span>
      <input ref={input} type="file" accept={ACCEPT} hidden onChange={take} data-testid="photo-input" />
    </>
  );
}
