/** The six main jobs of the home screen. */
export interface Job {
  id: string;
  title: string;
  about: string;
  /** The start at the edge (knowledge/starts.yml); without one the chat opens with its greeting. */
  start?: string;
  /** Shown by the page itself, without a conversation. */
  local?: "offices";
}

export const JOBS: Job[] = [
  { id: "apply", title: "申请复议", about: "对行政机关的决定不服", start: "apply" },
  { id: "ask", title: "问法律问题", about: "期限、费用、该找谁" },
  { id: "complaint", title: "写信投诉", about: "投诉举报、反映问题、建议", start: "complaint" },
  { id: "status", title: "查进度", about: "凭回执号和查询码", start: "case_status" },
  { id: "offices", title: "找窗口", about: "地址、上班时间、电话", local: "offices" },
  { id: "handoff", title: "找人工", about: "怎么找到工作人员", start: "handoff" },
];
