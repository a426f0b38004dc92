/** Calendar days as the citizen writes and reads them. */

const WEEKDAYS = ["日", "一", "二", "三", "四", "五", "六"];
const pad = (n: number) => String(n).padStart(2, "0");

/** The citizen's own today as YYYY-MM-DD. */
export function today(now: Date = new Date()): string {
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

/** YYYY-MM-DD, or "" while a part is missing. */
export const isoDate = (year: string, month: string, day: string) =>
  year && month && day ? `${year}-${pad(Number(month))}-${pad(Number(day))}` : "";

/** 2026-03-05 as 2026年3月5日; anything else unchanged. */
export function inWords(iso: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  return parts ? `${parts[1]}年${Number(parts[2])}月${Number(parts[3])}日` : iso;
}

/** 星期四 for 2026-03-05, "" for what is no date. */
export function weekday(iso: string): string {
  const day = new Date(`${iso}T12:00:00`).getDay();
  return Number.isNaN(day) ? "" : `星期${WEEKDAYS[day]}`;
}

/** Days of a month (1–12); 31 while year or month is open. */
export const daysIn = (year: string, month: string) =>
  year && month ? new Date(Number(year), Number(month), 0).getDate() : 31;

/** Whether a field's hint says that the date cannot lie in the future. */
export const notAfterToday = (hint: string) => /(晚于|超过|迟于)今天|今天(以前|之前|及以前|或以前|或者以前)/.test(hint);
