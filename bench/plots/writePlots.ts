import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { repository } from "../benchFolders.ts";
import { machineLine } from "../machineNote.ts";
import type { BenchResults } from "../results.ts";
import { barPlot, type Panel } from "./barPlot.ts";

/** Draws what was measured into `docs/pictures/`; returns the files. */
export async function writePlots(results: BenchResults): Promise<readonly string[]> {
  const note = `${results.daemonVersion === "" ? "" : `Ollama ${results.daemonVersion}, `}${machineLine(results.machine)}`;
  const plots: (readonly [name: string, svg: string])[] = [];
  const typing = typingPanels(results);
  if (typing.length > 0) plots.push(["bench-typing", barPlot("Typing real code: ghost text in pauses", note, typing)]);
  const cost = costPanels(results);
  if (cost.length > 0) plots.push(["bench-own-cost", barPlot("What Facet itself costs at each key", note, cost)]);
  const answers = answerPanels(results);
  if (answers.length > 0)
    plots.push(["bench-answers", barPlot("Answers: the first word, beside the bare daemon", note, answers)]);
  const folder = path.join(repository, "docs", "pictures");
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (const [name, svg] of plots) {
    const file = path.join(folder, `${name}.png`);
    await writeFile(file, png(svg));
    files.push(file);
  }
  return files;
}

/** Fonts come along, so that it looks the same everywhere. */
function png(svg: string): Buffer {
  const fonts = path.join(path.dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json")), "ttf");
  const fontFiles = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) => path.join(fonts, name));
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: "DejaVu Sans" };
  return new Resvg(svg, { fitTo: { mode: "zoom", value: 2 }, font }).render().asPng();
}

function typingPanels({ typing }: BenchResults): Panel[] {
  if (typing === undefined) return [];
  const { figures } = typing;
  const bars = (valueOf: (one: (typeof figures)[number]) => number, textOf: (value: number) => string): Panel["bars"] =>
    figures.map((one) => {
      const value = valueOf(one);
      const label = one.system === "floor" ? "ideal client (floor)" : one.system.replace(/ms debounce/, "ms");
      return { label, value, text: textOf(value), isOurs: one.system === "Facet" };
    });
  const percent = (value: number): string => `${Math.round(value * 100)} %`;
  return [
    {
      title: "Pauses with ghost text before the next key",
      hint: "more is better",
      bars: bars((one) => one.servedShare, percent),
    },
    {
      title: "Prompt tokens evaluated per key",
      hint: "less is better",
      bars: bars(
        (one) => one.evaluatedTokensPerKey,
        (value) => value.toFixed(1),
      ),
    },
    {
      title: "Requests per 100 keys",
      hint: "less is better",
      bars: bars(
        (one) => one.requestsPer100Keys,
        (value) => value.toFixed(0),
      ),
    },
  ];
}

function costPanels({ ownCost }: BenchResults): Panel[] {
  if (ownCost === undefined) return [];
  const { sizes } = ownCost;
  const bars = (valueOf: (one: (typeof sizes)[number]) => number): Panel["bars"] =>
    sizes.map((one) => {
      const value = valueOf(one);
      return {
        label: `${one.lines.toLocaleString("en").replaceAll(",", " ")} lines`,
        value,
        text: `${value.toFixed(2)} ms`,
        isOurs: true,
      };
    });
  return [
    {
      title: "Processor time of the language server per key, p95",
      hint: "less is better",
      bars: bars((one) => one.cpuMsP95),
    },
    { title: "The same, in the middle (p50)", hint: "less is better", bars: bars((one) => one.cpuMsP50) },
  ];
}

function answerPanels({ answers }: BenchResults): Panel[] {
  if (answers === undefined || answers.length === 0) return [];
  const bars = answers.flatMap((one) => [
    { label: one.name, value: one.firstTokenMs, text: `${Math.round(one.firstTokenMs)} ms`, isOurs: true },
    {
      label: "bare daemon",
      value: one.bareFirstTokenMs,
      text: `${Math.round(one.bareFirstTokenMs)} ms`,
      isOurs: false,
    },
  ]);
  return [{ title: "From the question to the first word", hint: "less is better", bars }];
}
