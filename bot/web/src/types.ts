/** The messages of the edge API (one interface per type) and what the window sends back. */

export interface Choice {
  label: string;
  choice: string;
}

export interface Option {
  label: string;
  choice?: string;
  value?: string;
}

export interface Basis {
  law: string;
  article: number;
  since: string;
}

export interface Line {
  label: string;
  value: string;
}

export type Rung = "咨询" | "草稿" | "已递交" | "已受理";

export interface TextMessage {
  type: "text";
  text: string;
}

export interface ChoicesMessage {
  type: "choices";
  text: string;
  choices: Choice[];
}

export interface AnswerMessage {
  type: "answer";
  id: string;
  title: string;
  text: string;
  more?: string | null;
  basis: Basis[];
  choices?: Choice[];
}

export type Control = "text" | "longtext" | "date" | "choice" | "multi" | "phone" | "code";

export interface FieldMessage {
  type: "field";
  text: string;
  field: string;
  control: Control;
  hint?: string | null;
  why?: string | null;
  max?: number | null;
  choices?: Option[] | null;
  step?: { at: number; of: number } | null;
  /** Beside the answer itself: skip, back, go on another day. */
  tools?: Choice[] | null;
  /** Files may be sent for this field. */
  upload?: "letter" | null;
}

export type DeadlineState = "in_time" | "near" | "late_reasons" | "late" | "not_yet" | "unknown";

export interface DeadlineRow {
  from: string;
  to: string;
  days: number | string | null;
  why: string;
  basis?: string | Basis | Basis[] | null;
}

export interface DeadlineMessage {
  type: "deadline";
  text: string;
  state: DeadlineState;
  last_day: string | null;
  days_left: number | null;
  rows: DeadlineRow[];
  next?: string | null;
  basis?: Basis[];
  unknown?: string[];
}

export interface ReviewMessage {
  type: "review";
  text: string;
  lines: (Line & { choice?: string | null })[];
  choices: Choice[];
}

export interface ReceiptMessage {
  type: "receipt";
  text: string;
  number: string;
  /** Absent after a reload: the code is never stored by the browser. */
  code?: string;
  rung: string;
  lines?: Line[];
  practice?: boolean | null;
}

export interface FileMessage {
  type: "file";
  text: string;
  file: string;
  name: string;
  effect: string;
  /** The same document as a page to print. */
  page?: string | null;
}

export interface StatusMessage {
  type: "status";
  text: string;
  number: string;
  kind: string;
  state: string;
  timeline: { on: string; what: string }[];
  next?: string | null;
  as_of: string;
  practice?: boolean | null;
}

export interface HandoffMessage {
  type: "handoff";
  text: string;
  open: boolean;
  offices: { name: string; address?: string | null; hours?: string | null; phone?: string | null }[];
  lines?: Line[];
}

export interface ProgressMessage {
  type: "progress";
  text: string;
  rung: string;
}

export interface NoticeMessage {
  type: "notice";
  text: string;
  level: "info" | "warning" | "error";
}

export type Message =
  | TextMessage
  | ChoicesMessage
  | AnswerMessage
  | FieldMessage
  | DeadlineMessage
  | ReviewMessage
  | ReceiptMessage
  | FileMessage
  | StatusMessage
  | HandoffMessage
  | ProgressMessage
  | NoticeMessage;

export type MessageType = Message["type"];

/** What one turn of the citizen sends to the edge. */
export type Outgoing = { text: string } | { choice: string } | { text: string; field: string } | { photo: Blob | null; purpose?: "letter" };

/** Where to go and whom to call, for the time when nothing else can be reached. */
export interface Offices {
  county: string;
  hours: string;
  offices: { name: string; address?: string | null; hours?: string | null; phone?: string | null; does?: string[] }[];
  phones: Line[];
}

export interface Session {
  session: string;
  messages: Message[];
  /** Seconds without activity after which the edge ends the conversation. */
  expires_in?: number;
}
