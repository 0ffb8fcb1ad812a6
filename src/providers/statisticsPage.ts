import { type Disposable, Uri, ViewColumn, type WebviewPanel, type WebviewPanelSerializer, window } from "vscode";
import { exportJson } from "../core/statistics/exportJson.ts";
import { figuresOver, type Period, periods } from "../core/statistics/figures.ts";
import { say } from "../core/words/words.ts";
import { askFirst } from "../host/notifications.ts";
import { saveAs } from "../host/saveAs.ts";
import type { StatisticsStore } from "../host/statisticsStore.ts";
import { fillWebview } from "../host/webviewHtml.ts";
import { deliver, type Handlers } from "../shared/frames/deliver.ts";
import { isStatisticsWish, type StatisticsFact, type StatisticsWish } from "../shared/frames/statisticsFrames.ts";

/** What the page needs of the rest. */
export interface StatisticsPageNeeds {
  readonly extensionUri: Uri;
  readonly store: StatisticsStore;
  readonly facetVersion: string;
}

/** What VS Code calls the page. */
const viewType = "facet.statistics";

/** Shows what ghost text has done on this machine, in one panel that follows the figures while it is open. */
export class StatisticsPage implements WebviewPanelSerializer, Disposable {
  readonly #needs: StatisticsPageNeeds;
  readonly #serializer: Disposable;
  readonly #wishes: Handlers<StatisticsWish>;
  #panel: WebviewPanel | undefined;
  #closing = new AbortController();
  #period: Period = "month";
  #drawing: Promise<void> | undefined;
  #isStale = false;

  constructor(needs: StatisticsPageNeeds) {
    this.#needs = needs;
    this.#serializer = window.registerWebviewPanelSerializer(viewType, this);
    this.#wishes = {
      ready: () => this.#draw(),
      show: ({ period }) => {
        this.#period = period;
        return this.#draw();
      },
      export: () => this.#export(),
      reset: () => this.#reset(),
    };
  }

  /** Opens the page, or shows the one that is open. */
  show(): void {
    if (this.#panel !== undefined) this.#panel.reveal();
    else this.#take(window.createWebviewPanel(viewType, say("statistics.title"), ViewColumn.Active));
  }

  /** Called by VS Code after a reload. */
  deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const { period } = (typeof state === "object" && state !== null ? state : {}) as { readonly period?: unknown };
    if (typeof period === "string" && Object.hasOwn(periods, period)) this.#period = period as Period;
    this.#take(panel);
    return Promise.resolve();
  }

  dispose(): void {
    this.#closing.abort();
    this.#serializer.dispose();
  }

  #take(panel: WebviewPanel): void {
    this.#panel = panel;
    this.#closing = new AbortController();
    const { extensionUri, store } = this.#needs;
    const icon = (name: string): Uri => Uri.joinPath(extensionUri, "media", name);
    panel.iconPath = { light: icon("facet-light.svg"), dark: icon("facet.svg") };
    panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    panel.onDidChangeViewState(() => this.#draw());
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#closing.abort();
    });
    void store.follow(() => void this.#draw(), this.#closing.signal);
    fillWebview(panel.webview, extensionUri, "statistics", say("statistics.title"));
  }

  async #receive(message: unknown): Promise<void> {
    if (isStatisticsWish(message)) await deliver(this.#wishes, message);
  }

  /** Draws what there is now; a change while it is being read is drawn right after. */
  #draw(): Promise<void> {
    this.#isStale = true;
    this.#drawing ??= this.#drawUntilFresh().finally(() => (this.#drawing = undefined));
    return this.#drawing;
  }

  async #drawUntilFresh(): Promise<void> {
    while (this.#isStale && this.#panel?.visible === true) {
      this.#isStale = false;
      const { store } = this.#needs;
      const rows = await store.rows();
      this.#tell({ type: "screen", period: this.#period, ...figuresOver(rows, this.#period, store.today) });
    }
  }

  async #export(): Promise<void> {
    const { store, facetVersion } = this.#needs;
    const text = exportJson(await store.rows(), facetVersion, new Date());
    const file = await saveAs(`facet-statistics-${store.today}.json`, text);
    if (file !== undefined) this.#tell({ type: "notice", words: say("statistics.exported", { file }) });
  }

  async #reset(): Promise<void> {
    const forget = say("action.statistics.forget");
    const chosen = await askFirst(say("statistics.reset.ask"), say("statistics.reset.detail"), forget);
    if (chosen !== forget) return;
    await this.#needs.store.reset();
    await this.#draw();
  }

  #tell(fact: StatisticsFact): void {
    void this.#panel?.webview.postMessage(fact);
  }
}
