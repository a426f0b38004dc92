/** Characters as people count them: 𠮷 is one, as it is for the edge. */
export const lengthOf = (text: string) => [...text].length;

/** How much is written of how much may be, in words. */
export function Counter({ length, max }: { length: number; max: number }) {
  const over = length - max;
  return (
    <span className={over > 0 ? "counter counter-over" : "counter"}>
      {over > 0 ? `太长了：已写 ${length} 字，最多 ${max} 字，请删去 ${over} 字` : `已写 ${length} 字，最多 ${max} 字`}
    </span>
  );
}
