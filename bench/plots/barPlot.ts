/** One bar. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** As it is written at the bar's end. */
  readonly text: string;
  readonly isOurs: boolean;
}

/** A group of bars with a scale of its own. */
export interface Panel {
  readonly title: string;
  /** Which way is better, in words. */
  readonly hint: string;
  readonly bars: readonly Bar[];
}

const width = 860;
const labelWidth = 300;
const barHeight = 20;
const rowHeight = 30;
const panelGap = 14;
const headHeight = 54;

/** Solid paper of its own, so that it can be read on light and on dark pages. */
const colours = {
  paper: "#f7f8fa",
  edge: "#d5d9e0",
  ink: "#20242c",
  faint: "#5b6472",
  ours: "#2f6fdb",
  others: "#9aa5b5",
};

/** Horizontal bars in panels one below another, as SVG. */
export function barPlot(title: string, note: string, panels: readonly Panel[]): string {
  const heights = panels.map(({ bars }) => 40 + bars.length * rowHeight);
  const height = headHeight + heights.reduce((sum, one) => sum + one + panelGap, 0) + 30;
  let top = headHeight;
  const drawn = panels.map((panel, index) => {
    const svg = panelAt(panel, top);
    top += (heights[index] ?? 0) + panelGap;
    return svg;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans">`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10" fill="${colours.paper}" stroke="${colours.edge}"/>`,
    text(24, 36, title, { size: 19, isBold: true }),
    ...drawn,
    text(24, height - 18, note, { size: 11, fill: colours.faint }),
    "</svg>",
  ].join("\n");
}

function panelAt({ title, hint, bars }: Panel, top: number): string {
  const most = Math.max(...bars.map((one) => one.value), 1e-9);
  const room = width - labelWidth - 150;
  const rows = bars.map(({ label, value, text: end, isOurs }, row) => {
    const y = top + 42 + row * rowHeight;
    const length = Math.max(2, (value / most) * room);
    const fill = isOurs ? colours.ours : colours.others;
    return [
      text(labelWidth - 12, y + 15, label, { size: 13, anchor: "end", isBold: isOurs }),
      `<rect x="${labelWidth}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="3" fill="${fill}"/>`,
      text(labelWidth + length + 8, y + 15, end, { size: 13, isBold: isOurs }),
    ].join("\n");
  });
  return [
    text(24, top + 20, title, { size: 14, isBold: true }),
    text(width - 24, top + 20, hint, { size: 12, anchor: "end", fill: colours.faint }),
    ...rows,
  ].join("\n");
}

interface TextStyle {
  readonly size: number;
  readonly isBold?: boolean;
  readonly anchor?: "start" | "end";
  readonly fill?: string;
}

function text(
  x: number,
  y: number,
  words: string,
  { size, isBold = false, anchor = "start", fill = colours.ink }: TextStyle,
): string {
  const escaped = words.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return `<text x="${x.toFixed(1)}" y="${y}" font-size="${size}" font-weight="${isBold ? "bold" : "normal"}" text-anchor="${anchor}" fill="${fill}">${escaped}</text>`;
}
