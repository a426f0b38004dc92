/** Year, month and day with large arrows, for a screen that is touched; nothing is chosen before the first touch. */
import { Button } from "../chatui";
import { daysIn, isoDate, today } from "../dates";

interface DateWheelProps {
  value: string;
  max: string | undefined;
  onChange(iso: string): void;
}

const OLDEST = 1900;

export function DateWheel({ value, max, onChange }: DateWheelProps) {
  const [year = 0, month = 0, day = 0] = (value || today()).split("-").map(Number);
  const newest = Number((max ?? today()).slice(0, 4)) + (max ? 0 : 1);
  const go = (y: number, m: number, d: number) => {
    const within = Math.min(Math.max(y, OLDEST), newest);
    const round = ((m + 11) % 12) + 1;
    const last = daysIn(String(within), String(round));
    const wrapped = d < 1 ? last : d > last ? (d === day + 1 ? 1 : last) : d;
    onChange(isoDate(String(within), String(round), String(wrapped)));
  };
  // The first touch of an arrow shows today; the next ones move from there.
  const step = (y: number, m: number, d: number) => () => (value ? go(year + y, month + m, day + d) : go(year, month, day));
  return (
    <div className="wheels">
      <div className="row">
        <Button onClick={() => onChange(today())} data-testid="wheel-today">
          今天
        </Button>
        <Button onClick={() => onChange(yesterday())} data-testid="wheel-yesterday">
          昨天
        </Button>
      </div>
      <div className="wheel-row">
        <Wheel name="年" shown={value && String(year)} up={step(1, 0, 0)} down={step(-1, 0, 0)} testid="year" />
        <Wheel name="月" shown={value && String(month)} up={step(0, 1, 0)} down={step(0, -1, 0)} testid="month" />
        <Wheel name="日" shown={value && String(day)} up={step(0, 0, 1)} down={step(0, 0, -1)} testid="day" />
      </div>
    </div>
  );
}

function yesterday(): string {
  const day = new Date();
  day.setDate(day.getDate() - 1);
  return today(day);
}

interface WheelProps {
  name: string;
  shown: string;
  testid: string;
  up(): void;
  down(): void;
}

const Wheel = ({ name, shown, testid, up, down }: WheelProps) => (
  <div className="wheel" role="group" aria-label={name}>
    <Button onClick={up} aria-label={`${name}，加一`} data-testid={`wheel-${testid}-up`}>
      ▲
    </Button>
    <output className="wheel-value" data-testid={`field-${testid}`}>
      {shown || "—"} {name}
    </output>
    <Button onClick={down} aria-label={`${name}，减一`} data-testid={`wheel-${testid}-down`}>
      ▼
    </Button>
  </div>
);
