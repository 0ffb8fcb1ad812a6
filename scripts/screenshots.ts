import { mkdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import { takeChatPictures } from "./pictures/chatPictures.ts";
import { takeCommitPictures } from "./pictures/commitPictures.ts";
import { takeExplainPictures } from "./pictures/explainPictures.ts";
import { takeSetUpPictures } from "./pictures/setUpPictures.ts";
import { takeStatisticsPictures } from "./pictures/statisticsPictures.ts";
import { takeStatusPictures } from "./pictures/statusPictures.ts";
import { takeGhostTextPictures } from "./pictures/ghostTextPictures.ts";
import { type Look, looks, Stage } from "./pictures/stage.ts";

/** All pictures of the documentation, each scene in an editor of its own. */
const scenes: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  ghostText: takeGhostTextPictures,
  chat: takeChatPictures,
  explain: takeExplainPictures,
  commitMessage: takeCommitPictures,
  status: takeStatusPictures,
  statistics: takeStatisticsPictures,
  setUp: takeSetUpPictures,
};

const { values } = parseArgs({
  options: {
    /** Only this scene; may be repeated. */
    only: { type: "string", multiple: true, default: Object.keys(scenes) },
    look: { type: "string", multiple: true, default: Object.keys(looks) },
  },
});

let failed = 0;
for (const name of values.only) {
  for (const look of values.look) {
    const scene = scenes[name];
    if (scene === undefined || !isLook(look)) throw new Error(`There is no ${name} in ${look}.`);
    const stage = await Stage.open(look);
    try {
      await scene(stage);
      console.log(`${name}, ${look}: taken`);
    } catch (error) {
      failed++;
      console.error(`${name}, ${look}:`, error);
      await mkdir("out", { recursive: true });
      await stage.page.screenshot({ path: `out/scene-${name}-${look}.png` });
    } finally {
      await stage.close();
    }
  }
}
process.exitCode = failed === 0 ? 0 : 1;

function isLook(look: string): look is Look {
  return look in looks;
}
