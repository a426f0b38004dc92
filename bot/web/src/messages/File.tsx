import { useState } from "react";
import { useAnnounce } from "../announcer";
import { useChat, usePlace } from "../chat-context";
import { Button, Card } from "../chatui";
import { ApiError } from "../client";
import { printPaper } from "../paper";
import { saveAs } from "../save-as";
import { useSurface } from "../surface";
import type { FileMessage } from "../types";

const SAVED = "已开始下载。如果没有反应，请点右上角，用手机自带的浏览器打开本页再试。";

export function File({ message }: { message: FileMessage }) {
  const { text, file, page, name, effect } = message;
  const { download } = useChat();
  const { live } = usePlace();
  const { shared } = useSurface();
  const announce = useAnnounce();
  const [note, setNote] = useState("");
  const tell = (words: string) => {
    setNote(words);
    announce(words);
  };
  const onClick = async () => {
    tell("正在下载，请稍等");
    try {
      saveAs(await download(file), name);
      tell(SAVED);
    } catch (error) {
      tell(error instanceof ApiError ? error.message : "下载没有成功，请再试一次。");
    }
  };
  const onPrint = async () => {
    tell("正在准备打印，请稍等");
    try {
      printPaper(await (await download(page ?? "")).text());
      tell("");
    } catch (error) {
      tell(error instanceof ApiError ? error.message : "打印没有成功，请下载文件再打印。");
    }
  };
  return (
    <Card>
      <h2 className="card-title">
        {name} {`${effect}${text}`.includes("草稿") && <strong className="tag">草稿</strong>}
      </h2>
      <p className="prose">{text}</p>
      <p className="prose">
        <strong>法律效力：</strong>
        {effect}
      </p>
      <div className="row">
        {!shared && (
          <Button color="primary" disabled={!live} onClick={() => void onClick()} data-testid="file-download">
            下载文件
          </Button>
        )}
        {page && (
          <Button color={shared ? "primary" : undefined} disabled={!live} onClick={() => void onPrint()} data-testid="file-print">
            打印
          </Button>
        )}
      </div>
      {note && <p className="fine">{note}</p>}
    </Card>
  );
}
