/** 好差评: five grades in words, and words of one's own if one wants to. */
import { Button, Input } from "./chatui";

const GRADES = [
  { grade: 5, label: "非常满意" },
  { grade: 4, label: "满意" },
  { grade: 3, label: "基本满意" },
  { grade: 2, label: "不满意" },
  { grade: 1, label: "非常不满意" },
] as const;
const LONGEST = 200;

interface GradesProps {
  grade: number | null;
  words: string;
  onGrade(grade: number): void;
  onWords(words: string): void;
}

export function Grades({ grade, words, onGrade, onWords }: GradesProps) {
  return (
    <>
      <div className="grades" role="group" aria-label="满意不满意">
        {GRADES.map((one) => (
          <Button
            key={one.grade}
            className="grade"
            color={grade === one.grade ? "primary" : undefined}
            aria-pressed={grade === one.grade}
            onClick={() => onGrade(one.grade)}
            data-testid={`grade-${one.grade}`}
          >
            {one.label}
          </Button>
        ))}
      </div>
      {grade !== null && (
        <label className="rating-words">
          还想说点什么（可以不写，请不要写姓名和电话）
          <Input value={words} onChange={(text) => onWords([...text].slice(0, LONGEST).join(""))} autoComplete="off" data-testid="rating-words" />
        </label>
      )}
    </>
  );
}
