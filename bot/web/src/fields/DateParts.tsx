/** Three lists for a date; a day that the month does not have is not offered. */
import { useState } from "react";
import { daysIn, isoDate, today } from "../dates";

const YEARS_BACK = 100;

interface Parts {
  year: string;
  month: string;
  day: string;
}

interface DatePartsProps {
  value: string;
  max: string | undefined;
  /** Gets YYYY-MM-DD, or "" while a part is missing. */
  onChange(iso: string): void;
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => String(i + 1));

export function DateParts({ value, max, onChange }: DatePartsProps) {
  const [parts, setParts] = useState(() => split(value));
  const { year, month, day } = parts;
  const newest = Number((max ?? today()).slice(0, 4)) + (max ? 0 : 1);
  const years = Array.from({ length: YEARS_BACK + 1 }, (_, i) => String(newest - i));
  const days = daysIn(year, month);
  const fits = Number(day) <= days;
  const change = (part: Partial<Parts>) => {
    const next = { ...parts, ...part };
    setParts(next);
    onChange(joined(next));
  };
  return (
    <div className="date-parts">
      <Part name="年" testid="field-year" value={year} options={years} onChange={(v) => change({ year: v })} first />
      <Part name="月" testid="field-month" value={month} options={upTo(12)} onChange={(v) => change({ month: v })} />
      <Part name="日" testid="field-day" value={fits ? day : ""} options={upTo(days)} onChange={(v) => change({ day: v })} />
    </div>
  );
}

function joined({ year, month, day }: Parts): string {
  return Number(day) <= daysIn(year, month) ? isoDate(year, month, day) : "";
}

function split(iso: string): Parts {
  const [year = "", month = "", day = ""] = iso.split("-");
  return { year, month: month && String(Number(month)), day: day && String(Number(day)) };
}

interface PartProps {
  name: string;
  testid: string;
  value: string;
  options: string[];
  first?: boolean;
  onChange(value: string): void;
}

function Part({ name, testid, value, options, first, onChange }: PartProps) {
  return (
    <label className="date-part">
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        data-autofocus={first ? "" : undefined}
        data-testid={testid}
      >
        <option value="">选</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
      <span>{name}</span>
    </label>
  );
}
