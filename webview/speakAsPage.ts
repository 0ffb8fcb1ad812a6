import { chinese } from "../src/core/words/chinese.ts";
import { french } from "../src/core/words/french.ts";
import { german } from "../src/core/words/german.ts";
import { japanese } from "../src/core/words/japanese.ts";
import { spanish } from "../src/core/words/spanish.ts";
import { speakFrom } from "../src/core/words/words.ts";

// Each frame imports this before all else: the host names the language in the page.
speakFrom({ de: german, es: spanish, fr: french, ja: japanese, "zh-cn": chinese }, document.documentElement.lang);
