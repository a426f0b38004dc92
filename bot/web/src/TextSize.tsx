/** A / A+ / A++: the size of all letters, kept for this tab. */
import { useEffect, useState } from "react";
import { keep, recall } from "./storage";

const KEY = "yifawen-size";
const SIZES = [
  { size: "normal", label: "A", name: "标准字" },
  { size: "large", label: "A+", name: "大字" },
  { size: "huge", label: "A++", name: "特大字" },
] as const;

export function TextSize() {
  const [size, setSize] = useState(() => recall(KEY) ?? "normal");
  useEffect(() => {
    document.documentElement.dataset.size = size;
    keep(KEY, size);
  }, [size]);
  return (
    <div className="sizes" role="group" aria-label="字号">
      {SIZES.map((option) => (
        <button
          key={option.size}
          type="button"
          className="size"
          aria-pressed={size === option.size}
          aria-label={`${option.label} ${option.name}`}
          onClick={() => setSize(option.size)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
