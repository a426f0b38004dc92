import type { Client } from "../src/client";
import type { Message, Outgoing } from "../src/types";

type Planned = Message[] | Error;

/** A client that answers what a test has planned, and remembers what it was sent. */
export class FakeClient implements Client {
  sent: Outgoing[] = [];
  tokens: string[] = [];
  opened = 0;
  welcome: Message[] = [{ type: "notice", level: "info", text: "您好，这里是石泉县的行政复议助手。" }];
  failOpen: Error | null = null;
  private replies: Planned[] = [];
  private held: (() => void)[] = [];
  holding = false;

  reply(...planned: Planned[]) {
    this.replies.push(...planned);
  }

  async open() {
    if (this.failOpen) throw this.failOpen;
    this.opened += 1;
    return { session: `token-${this.opened}`, messages: this.welcome, expires_in: 14400 };
  }

  async send(token: string, outgoing: Outgoing) {
    this.tokens.push(token);
    this.sent.push(outgoing);
    if (this.holding) await new Promise<void>((go) => this.held.push(go));
    const planned = this.replies.shift() ?? [{ type: "text" as const, text: "好的。" }];
    if (planned instanceof Error) throw planned;
    return planned;
  }

  async file() {
    return new Blob(["演示"]);
  }

  release() {
    this.holding = false;
    for (const go of this.held.splice(0)) go();
  }
}
