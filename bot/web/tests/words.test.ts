import { expect, test } from "vitest";
import { lengthOf } from "../src/Counter";
import { countyIn } from "../src/county";
import { daysIn, inWords, isoDate, notAfterToday, weekday } from "../src/dates";
import { spoken } from "../src/spoken";
import { SAMPLES } from "../mock/samples";

const saying = (text: string) =>
  countyIn([{ id: 1, from: "bot", session: 1, used: [], message: { type: "text", text } }]);

test.each([
  ["您好，这里是石泉县的行政复议助手“依法问”。", "石泉县"],
  ["您好，我是石泉县“依法问”。", "石泉县"],
  ["欢迎，这里是景宁畲族自治县人民政府的助手。", "景宁畲族自治县"],
  ["您好，我可以讲行政复议、县长信箱和本区域的事。", ""],
  ["", ""],
])("the county of %s", (text, county) => {
  expect(saying(text)).toBe(county);
});

test.each([
  ["不能晚于今天。", true],
  ["今天或以前的日子", true],
  ["例如“10月8日”“昨天”。", false],
])("a date no later than today: %s", (hint, expected) => {
  expect(notAfterToday(hint)).toBe(expected);
});

test("dates", () => {
  expect(isoDate("2026", "3", "5")).toBe("2026-03-05");
  expect(isoDate("2026", "", "5")).toBe("");
  expect(inWords("2026-03-05")).toBe("2026年3月5日");
  expect(inWords("昨天")).toBe("昨天");
  expect(weekday("2026-12-11")).toBe("星期五");
  expect(weekday("昨天")).toBe("");
  expect(daysIn("2028", "2")).toBe(29);
  expect(daysIn("2026", "2")).toBe(28);
});

test("characters are counted as the edge counts them", () => {
  expect(lengthOf("𠮷野家")).toBe(3);
});

test("what is read out never holds the lookup code", () => {
  expect(spoken(SAMPLES.receipt)).not.toContain(SAMPLES.receipt.code);
  expect(spoken(SAMPLES.answer)).toContain("申请行政复议的期限");
  expect(spoken(SAMPLES.choices)).toContain("可以选：被罚款、没收、扣证");
});
