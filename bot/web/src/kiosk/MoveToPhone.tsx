/** 用手机继续: the conversation has left this machine; the QR code is the only way to it, for ten minutes and once. */
import { QRCodeSVG } from "qrcode.react";
import { useEffect, useRef } from "react";
import { Button } from "../chatui";

interface MoveToPhoneProps {
  link: string;
  onDone(): void;
  /** Takes the conversation back to this machine. */
  onBack(): void;
}

export function MoveToPhone({ link, onDone, onBack }: MoveToPhoneProps) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => ref.current?.focus({ preventScroll: true }), []);
  return (
    <main className="main move" aria-label="用手机继续" data-testid="move">
      <h2 tabIndex={-1} ref={ref}>
        用手机扫一扫，接着办
      </h2>
      <ol className="plain-list">
        <li>打开手机的相机或者微信的“扫一扫”，对准下面的图案。</li>
        <li>手机上看到“已经转到这台设备”，再按“手机上看到了”。</li>
      </ol>
      <div className="qr">
        <QRCodeSVG value={absolute(link)} size={420} marginSize={4} level="M" title="用手机继续的二维码" data-testid="move-code" />
      </div>
      <p>这台自助机上的对话已经关了。图案只能扫一次，10 分钟内有效，请不要让别人扫。</p>
      <div className="over-row">
        <Button color="primary" onClick={onDone} data-testid="move-done">
          手机上看到了，清除
        </Button>
        <Button onClick={onBack} data-testid="move-back">
          扫不了，回到这里继续
        </Button>
      </div>
    </main>
  );
}

const absolute = (link: string) => new URL(link, window.location.origin).href;
