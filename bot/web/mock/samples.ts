/** One message of every type, for trying the window without an edge and for the tests. */
import type { Choice, Message, MessageType } from "../src/types.ts";

type Samples = { [Type in MessageType]: Extract<Message, { type: Type }> };

/** A choice as the edge hands it out: payload and signature. */
export const choice = (label: string, payload: string): Choice => ({ label, choice: `${payload}~bW9jaw` });

const RECONSIDERATION = { law: "行政复议法", article: 20, since: "2024-01-01" };

export const SAMPLES: Samples = {
  text: { type: "text", text: "好的，我们一步一步来。\n不想说的可以不说。" },
  choices: {
    type: "choices",
    text: "您遇到的是哪一类事情？",
    choices: [
      choice("被罚款、没收、扣证", '/choose{"option": "kind=penalty"}'),
      choice("许可证不给办，或者一直不答复", '/choose{"option": "kind=licence"}'),
      choice("征地拆迁补偿", '/choose{"option": "kind=expropriation"}'),
    ],
  },
  answer: {
    type: "answer",
    id: "filing-deadline",
    title: "申请行政复议的期限",
    text: "一般要在知道或者应当知道行政行为之日起 60 天内申请。别的法律规定的期限比 60 天长的，按更长的算。",
    more: "因为不可抗力或者其他正当理由耽误的，障碍消除以后期限接着算。\n机关没有告诉您可以复议的，期限从您知道或者应当知道之日起算，最长一年。",
    basis: [RECONSIDERATION, { law: "行政复议法实施条例", article: 23, since: "2026-07-01" }],
    choices: [choice("过期了怎么办", '/ask{"topic": "late-filing"}'), choice("我要申请复议", "/apply")],
  },
  field: {
    type: "field",
    text: "您是哪天收到决定书的？",
    field: "apply_received",
    control: "date",
    hint: "看送达回证上您签字的日期，不能晚于今天。",
    why: "申请期限一般从您知道这个决定的那天算起，差一天结果可能就不一样。",
    step: { at: 3, of: 8 },
  },
  deadline: {
    type: "deadline",
    text: "您 2026年10月12日收到决定书，到今天还可以申请。",
    state: "in_time",
    last_day: "2026-12-11",
    days_left: 18,
    rows: [
      { from: "2026-10-12", to: "2026-10-12", days: 0, why: "收到决定书，当天不算", basis: "《行政复议法》第20条" },
      { from: "2026-10-13", to: "2026-12-11", days: 60, why: "申请期限，节假日也算在内", basis: [RECONSIDERATION] },
    ],
    next: "在最后一天之前把申请书交上去，越早越好。",
    basis: [RECONSIDERATION],
    unknown: ["决定书上有没有写可以复议"],
  },
  review: {
    type: "review",
    text: "请看看对不对。现在还没有递交。",
    lines: [
      { label: "申请人", value: "张三（演示）", choice: choice("", '/choose{"option": "edit=name"}').choice },
      { label: "被申请人", value: "某某镇人民政府（演示）", choice: choice("", '/choose{"option": "edit=agency"}').choice },
      {
        label: "事情经过",
        value: "10月12日收到罚款 500 元的决定书。\n罚款前没有人听我说过理由。",
        choice: choice("", '/choose{"option": "edit=facts"}').choice,
      },
    ],
    choices: [choice("保存为草稿", '/choose{"option": "save"}'), choice("取消", "/stop")],
  },
  receipt: {
    type: "receipt",
    text: "已经保存为草稿。保存不等于递交，申请期限还在走。",
    number: "演示-2026-0001",
    code: "K7QM-4XRD-92TB",
    rung: "草稿",
    lines: [
      { label: "办理事项", value: "行政复议申请（演示）" },
      { label: "保存时间", value: "2026年11月23日 10:24" },
      { label: "草稿保留到", value: "2026年12月23日" },
    ],
    practice: true,
  },
  file: {
    type: "file",
    text: "申请书已经写好，请打印后签名。",
    file: "mock-application",
    name: "行政复议申请书（演示）.docx",
    effect: "这是草稿，还没有递交。签名并送到行政复议机构以后才算申请。",
  },
  status: {
    type: "status",
    text: "您的申请已经受理，正在审理。",
    number: "演示-2026-0001",
    kind: "行政复议",
    state: "审理中",
    timeline: [
      { on: "2026-10-20", what: "收到申请" },
      { on: "2026-10-26", what: "决定受理" },
      { on: "2026-11-09", what: "听取申请人意见" },
    ],
    next: "2026年12月25日前作出决定；情况复杂的，可能延长。",
    as_of: "2026-11-23",
    practice: true,
  },
  handoff: {
    type: "handoff",
    text: "您可以到窗口当面说，也可以打电话。带上决定书和身份证会快一些。",
    open: false,
    offices: [{ name: "石泉县司法局行政复议窗口（演示）", address: "石泉县政务服务大厅", hours: "工作日 9:00–12:00，14:00–17:00", phone: null }],
    lines: [
      { label: "紧急情况", value: "有危险打 110，有人受伤生病打 120" },
      { label: "免费法律咨询", value: "12348" },
    ],
  },
  progress: { type: "progress", text: "申请书是草稿，还没有递交。", rung: "草稿" },
  notice: { type: "notice", level: "warning", text: "注意：这里保存不等于递交，期限不会停。" },
};

/** The other controls of a question. */
export const FIELDS: Extract<Message, { type: "field" }>[] = [
  { type: "field", text: "您怎么称呼？", field: "apply_name", control: "text", hint: "写身份证上的姓名。", why: "申请书上要写申请人是谁。", step: { at: 1, of: 8 } },
  { type: "field", text: "您的手机号是多少？", field: "apply_phone", control: "phone", hint: "11 位手机号。", max: 20, step: { at: 2, of: 8 } },
  { type: "field", text: "事情是怎么发生的？", field: "apply_facts", control: "longtext", hint: "什么时候、在哪里、谁做了什么，想到什么写什么。", max: 2000, step: { at: 5, of: 8 } },
  {
    type: "field",
    text: "您对哪种处理不服？",
    field: "apply_kind",
    control: "choice",
    choices: [choice("罚款", '/choose{"option": "apply_kind=fine"}'), choice("没收", '/choose{"option": "apply_kind=seizure"}'), choice("都不是", '/choose{"option": "apply_kind=other"}')],
    step: { at: 4, of: 8 },
  },
  {
    type: "field",
    text: "您手里有哪些材料？",
    field: "apply_materials",
    control: "multi",
    hint: "有几样勾几样。",
    choices: [
      { label: "处罚决定书", value: "decision" },
      { label: "送达回证", value: "delivery" },
      { label: "照片、录像", value: "photos" },
    ],
    step: { at: 6, of: 8 },
  },
  { type: "field", text: "请输入查询码", field: "status_code", control: "code", hint: "回执上最大的那一行字。", max: 40 },
];

/** What comes back after a photo: the file is gone, and what was read asks to be checked. */
export const PHOTO_GONE: Message = { type: "notice", level: "info", text: "照片已经读完、删掉了，没有保存。读出来的字和您打的字一样对待。" };
export const PHOTO_CARD: Extract<Message, { type: "review" }> = {
  type: "review",
  text: "这是从照片里读出来的，电脑可能认错，请拿着决定书一项一项核对。",
  lines: [
    { label: "作出决定的单位（请核对）", value: "某某县演示局", choice: null },
    { label: "文号（编号）（没有读清，请仔细核对）", value: "演示罚决〔2026〕1号", choice: null },
    { label: "没有读出来，请自己填", value: "作出决定的日期" },
  ],
  choices: [choice("都对，填进去", '/photo_use{"findings": "{}"}'), choice("不对，我自己填", "/continue")],
};
