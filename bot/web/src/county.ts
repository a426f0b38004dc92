/** Which county speaks: named by the welcome, never by this program. */
import type { Item } from "./conversation";

const NAME = /(?:^|[，。：:\s“「（(是为由向在])([\u4e00-\u9fa5]{1,14}?(?:县|区|市|旗))(?=的|人民政府|政府|司法|行政|政务|[“「])/;
const FILLER = /^(?:您好|你好|欢迎来到|欢迎|这里是|我是)+/;

/** The first county, district, city or banner named in the first message of the conversation, or "". */
export function countyIn(items: Item[]): string {
  const welcome = items.find((item) => item.from === "bot");
  if (welcome?.from !== "bot") return "";
  const text = (welcome.message.text ?? "").replace(FILLER, "");
  return NAME.exec(text)?.[1]?.replace(FILLER, "") ?? "";
}
