import { format } from "prettier";
import manifest from "../../package.json" with { type: "json" };
import words from "../../package.nls.json" with { type: "json" };

interface Setting {
  readonly default: unknown;
  readonly scope: string;
  readonly markdownDescription: string;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
}

/** Scopes in words. */
const scopes: Readonly<Record<string, string>> = {
  application: "everywhere",
  machine: "this machine",
  "machine-overridable": "this machine, or a workspace",
  "language-overridable": "anywhere, or per language",
  resource: "anywhere, or per folder",
};

/** The page of all settings and commands, out of the manifest and its English words. */
export async function referencePage(): Promise<string> {
  const parts = [
    "# Settings and commands",
    "Made from the manifest by `npm run reference`; a test keeps it true. The same words stand in VS Code's settings under _Facet_, in the languages that it speaks. Keys, and what can be switched off for a while: [keys.md](keys.md).",
    ...manifest.contributes.configuration.flatMap((group) => [
      `## ${word(group.title)}`,
      table(["setting", "what it does", "default", "set for"], Object.entries(group.properties).map(rowOfSetting)),
    ]),
    "## Commands",
    "All are in the command palette unless they need something that is clicked on.",
    table(
      ["command", "in the palette"],
      manifest.contributes.commands.map((one) => [
        `\`${one.command}\``,
        `${"category" in one ? `${one.category}: ` : ""}${word(one.title)}`,
      ]),
    ),
  ];
  return format(parts.join("\n\n"), { parser: "markdown", printWidth: 120 });
}

function rowOfSetting([id, value]: [string, object]): string[] {
  const setting = value as Setting;
  const choices = (setting.enum ?? []).map(
    (choice, index) => `\`${choice}\`: ${word(setting.markdownEnumDescriptions?.[index] ?? "")}`,
  );
  const text = [word(setting.markdownDescription), ...choices].join("<br>");
  return [`\`${id}\``, text, `\`${JSON.stringify(setting.default)}\``, scopes[setting.scope] ?? setting.scope];
}

/** The English wording of a placeholder such as `%command.setUp%`; links to settings become their names. */
function word(placeholder: string): string {
  const text = (words as Readonly<Record<string, string>>)[placeholder.replace(/%/g, "")] ?? placeholder;
  return text.replace(/`#(facet\.[\w.]+)#`/g, "`$1`").replace(/\n+/g, " ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.map((one) => one.replace(/\|/g, "\\|")).join(" | ")} |`;
  return [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
}
