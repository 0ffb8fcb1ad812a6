/** Documents that are hard for whoever counts characters, lines and columns. */
export const soakDocuments: readonly { readonly name: string; readonly languageId: string; readonly text: string }[] = [
  { name: "empty.ts", languageId: "typescript", text: "" },
  {
    name: "windows.ts",
    languageId: "typescript",
    text: "export function sum(a: number, b: number) {\r\n  return a + b;\r\n}\r\n\r\nconst one = sum(0, 1);\r\n",
  },
  {
    name: "tabs.go",
    languageId: "go",
    text: "package main\n\nfunc main() {\n\tfor i := range 3 {\n\t\tprintln(i)\n\t}\n}\n",
  },
  {
    name: "emoji.py",
    languageId: "python",
    text: 'greeting = "👩‍👩‍👧 hello 🎉"\n\n\ndef shout(text):\n    return f"{text} 🔥" * 2  # 𝒻𝓊𝓃\n',
  },
  {
    name: "bidirectional.ts",
    languageId: "typescript",
    text: 'const שלום = "مرحبا \u202eabc\u202c";\nif (access !== "user\u2066 // admin\u2069") {\n  log(שלום);\n}\n',
  },
  {
    name: "mixed.txt",
    languageId: "plaintext",
    text: "one\r\ntwo\nthree\rfour\u2028five\u0085six\n\ttabs \t and nothing\0\n",
  },
  { name: "oneLine.json", languageId: "json", text: `[${'{"price": 12, "name": "stone 💎"},'.repeat(29_000)}{}]` },
  {
    name: "manyLines.ts",
    languageId: "typescript",
    text: Array.from({ length: 100_000 }, (_, at) => `  add(${at});`).join("\n"),
  },
];
