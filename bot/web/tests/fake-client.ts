import type { Client } from "../src/client";
import type { Message, Offices, Outgoing } from "../src/types";

export const OFFICES: Offices = {
  county: "石泉县",
  hours: "工作日上午9点到12点（演示）",
  offices: [{ name: "行政复议窗口（演示）", address: null, hours: null, phone: null, does: ["咨询"] }],
  phones: [{ label: "12345", value: "政务服务便民热线" }],
};

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

  ended: string[] = [];
  ratings: [number, string][] = [];
  failRate: Error | null = null;
  starts: (string | undefined)[] = [];
  arrivals: string[] = [];
  failMove: Error | null = null;

  async end(token: string) {
    this.ended.push(token);
  }

  async move() {
    if (this.failMove) throw this.failMove;
    return { link: "/#move=one-time", expires_in: 600 };
  }

  async arrive(move: string) {
    this.arrivals.push(move);
    return { session: "token-moved", messages: [{ type: "notice" as const, level: "info" as const, text: "已经转到这台设备。" }] };
  }

  async rate(_: string, grade: number, words: string) {
    if (this.failRate) throw this.failRate;
    this.ratings.push([grade, words]);
  }

  async offices() {
    return OFFICES;
  }

  async open(start?: string) {
    this.starts.push(start);
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
