/** 好差评 before the screen is wiped: five grades, words if one wants to, and always the way past it. */
import { useEffect, useRef, useState } from "react";
import { Button } from "../chatui";
import { Grades } from "../Grades";

interface RatingProps {
  onRate(grade: number, words: string): void;
  onSkip(): void;
  onBack(): void;
}

export function Rating({ onRate, onSkip, onBack }: RatingProps) {
  const [grade, setGrade] = useState<number | null>(null);
  const [words, setWords] = useState("");
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => ref.current?.querySelector("button")?.focus(), []);
  return (
    <div className="over" data-testid="rating">
      <div className="over-box" role="dialog" aria-modal="true" aria-labelledby="rating-title" ref={ref}>
        <h2 id="rating-title">清除以前，请您评一评</h2>
        <p>评价不记名，和您刚才的内容分开存，看不出是谁评的。不评也可以。</p>
        <Grades grade={grade} words={words} onGrade={setGrade} onWords={setWords} />
        <div className="over-row">
          {grade !== null && (
            <Button color="primary" onClick={() => onRate(grade, words.trim())} data-testid="rating-send">
              提交评价并清除
            </Button>
          )}
          <Button color={grade === null ? "primary" : undefined} onClick={onSkip} data-testid="end-confirm">
            不评，直接清除
          </Button>
          <Button onClick={onBack} data-testid="end-cancel">
            先不清除
          </Button>
        </div>
      </div>
    </div>
  );
}
