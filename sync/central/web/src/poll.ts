// sync/central/web/src/poll.ts - asks again and again, less often while nobody answers, never while
// nobody looks.

const REFRESH_MS = 5_000;
const REFRESH_FAILED_MS_MAX = 30_000;
const DOUBLINGS_MAX = 3;

/** `chance` in [0, 1): pages that lost central at one moment do not all come back at one moment. */
export function pauseMs(failures: number, chance: number): number {
  const doubled = REFRESH_MS * 2 ** Math.min(failures, DOUBLINGS_MAX);
  const pause = Math.min(doubled, REFRESH_FAILED_MS_MAX);
  return failures === 0 ? pause : pause * (0.5 + chance / 2);
}

/** One question at a time. `ask` gives how often in a row it has failed. */
export class Poll {
  private readonly ask: () => Promise<number>;
  private timer = 0;
  private asking = false;

  constructor(ask: () => Promise<number>) {
    this.ask = ask;
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) void this.now();
    });
  }

  async now(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    window.clearTimeout(this.timer);
    let failures = 1; // should it throw
    try {
      failures = await this.ask();
    } finally {
      this.asking = false;
      if (!document.hidden) {
        this.timer = window.setTimeout(() => void this.now(), pauseMs(failures, Math.random()));
      }
    }
  }
}
