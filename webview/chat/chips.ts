import { say } from "../../src/core/words/words.ts";
import type { Chip } from "../../src/shared/frames/chatFrames.ts";
import { element } from "../element.ts";
import { icon } from "../icons.ts";
import { iconButton } from "../toolkit.ts";

/** Attachments in a row, with their sizes; with `detach` they can be taken away. */
export function chipRow(chips: readonly Chip[], detach?: (id: string) => void): HTMLElement {
  const row = element("ul", "chips");
  row.setAttribute("aria-label", say("chat.attachments"));
  row.append(
    ...chips.map((chip) => {
      const size = say("chat.tokens", { count: chip.tokens });
      const note = chip.isCut ? `${size}, ${say("chat.isCut")}` : size;
      const label = element("span", "chip-label", chip.label);
      const item = element("li", "chip", icon(chip.kind), label, element("span", "chip-size", shortCount(chip)));
      item.title = `${chip.label}\n${note}`;
      label.setAttribute("aria-label", `${chip.label}, ${note}`);
      if (detach !== undefined) {
        item.append(iconButton("close", say("chat.detach", { label: chip.label }), () => detach(chip.id)));
      }
      return item;
    }),
  );
  return row;
}

function shortCount({ tokens, isCut }: Chip): string {
  const count = tokens < 1_000 ? String(tokens) : `${(tokens / 1_000).toFixed(1)}k`;
  return isCut ? `${count}+` : count;
}
