import { expect, type Page, type Request } from '@playwright/test';

/** The questions of a page to our datasource. */
export class Traffic {
  #open = 0;
  #lastMs = 0;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    const count = (by: number) => (request: Request) => {
      if (!/\/api\/(ds\/query|datasources\/uid)/.test(request.url())) return;
      this.#open += by;
      this.#lastMs = Date.now();
    };
    page.on('request', count(1)).on('requestfinished', count(-1)).on('requestfailed', count(-1));
  }

  /** Opens a page; resolves with the milliseconds until the last answer that it asked for: nothing more was asked for a while. */
  async open(url: string): Promise<number> {
    const startedMs = Date.now();
    await this.#page.goto(url);
    await expect(this.#page.getByText('Loading plugin panel')).toHaveCount(0);
    const isOver = (): boolean =>
      this.#lastMs > startedMs && this.#open <= 0 && Date.now() - this.#lastMs > 1000;
    await expect.poll(isOver, { intervals: [50], timeout: 30_000 }).toBe(true);
    return this.#lastMs - startedMs;
  }
}
