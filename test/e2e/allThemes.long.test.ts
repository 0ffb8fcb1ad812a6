import assert from "node:assert/strict";
import { test } from "node:test";
import { lookInAllThemes } from "./access.ts";

const themes = await lookInAllThemes();

test("the editor's own themes are found", () => {
  for (const one of ["Abyss", "Dark Modern", "Default High Contrast", "Solarized Light"])
    assert.ok(themes.includes(one));
});

// What looks at the views in four themes looks at them in each.
await import("./answerAccess.test.ts");
await import("./chatAccess.test.ts");
await import("./statisticsPage.test.ts");
