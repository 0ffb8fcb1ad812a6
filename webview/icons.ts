/** Paths on a field of 16 by 16, drawn as lines in the colour of the text around them. */
const paths = {
  send: "M2.5 2.5l11 5.5-11 5.5 2-5.5zM4.5 8h9",
  stop: "M4 4h8v8h-8z",
  retry: "M13 8a5 5 0 1 1-1.5-3.5M13 2v3h-3",
  edit: "M3 13l1-3 7-7 2 2-7 7zM9.5 4.5l2 2",
  copy: "M5.5 5.5h7v8h-7zM3.5 10.5v-8h7",
  check: "M3 8.5l3.5 3.5 6.5-8",
  insert: "M8 2v8M5 7l3 3 3-3M3 13h10",
  replace: "M3 6h8l-2-2M13 10h-8l2 2",
  newFile: "M4 2h5l3 3v9h-8zM9 2v3h3M8 7.5v4M6 9.5h4",
  attach: "M8 3v10M3 8h10",
  close: "M4 4l8 8M12 4l-8 8",
  trash: "M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.5 9h6l.5-9",
  back: "M10 4l-4 4 4 4",
  forward: "M6 4l4 4-4 4",
  pin: "M6 2h4M6.500 2v4.500l-2 2.500h7l-2-2.500v-4.500M8 9v5",
  up: "M4 10l4-4 4 4",
  down: "M4 6l4 4 4-4",
  gem: "M4.5 3h7l2.5 3.5-6 7-6-7zM2 6.5h12M6 6.5l2 7 2-7M6 6.5l2-3.5 2 3.5",
  selection: "M3 4h10M3 8h6M3 12h8",
  file: "M4 2h5l3 3v9h-8zM9 2v3h3",
  folder: "M2 4h4l1.500 1.500h6.500v7.500h-12z",
  problems: "M8 2.500l6 11h-12zM8 7v3M8 11.500v.500",
  terminal: "M2 3h12v10h-12zM4.500 6l2 2-2 2M8 10.500h3",
  changes: "M5 3v10M2.500 5.500l2.500-2.500 2.500 2.500M11 13v-10M8.500 10.500l2.500 2.500 2.500-2.500",
  image: "M2 3h12v10h-12zM2 11l3.500-4 3 3 2-2 3.500 3.500M10.500 5.500h.500",
} as const;

export type IconName = keyof typeof paths;

/** An icon for the eye; the words for it belong to the element around it. */
export function icon(name: IconName): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("width", "16");
  svg.setAttribute("height", "16");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}
