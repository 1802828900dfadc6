// The windows that the dashboard draws: of the last hour as they come, of longer times as the server remembers them.

import { getJson } from '/assets/api.js';

const HOUR = 3600;
export const KEPT = 360; // an hour of ten seconds

const timed = (window) => ({ ...window, from: Date.parse(window.start), until: Date.parse(window.end) });

/** In order of time. Nearly all come in order; a window that is still open comes again and replaces itself. */
export function insert(list, entry) {
  let at = list.length;
  while (at > 0 && list[at - 1].from >= entry.from) at--;
  list.splice(at, list[at]?.from === entry.from ? 1 : 0, entry);
  if (list.length > KEPT) list.shift();
}

export class Windows {
  #live = new Map(); // metric -> windows, oldest first
  #past = new Map();
  #range = HOUR;

  keep(window) {
    if (!this.#live.has(window.metric)) this.#live.set(window.metric, []);
    insert(this.#live.get(window.metric), timed(window));
  }

  /** Of the chosen time. */
  of(metric) {
    return (this.isLong ? this.#past : this.#live).get(metric) ?? [];
  }

  /** Of the last hour. */
  recent(metric) {
    return this.#live.get(metric) ?? [];
  }

  /** Whether more is drawn than comes by itself. */
  get isLong() {
    return this.#range > HOUR;
  }

  /** From now on windows of so many seconds; long times are asked from the server. */
  async choose(range, metrics) {
    this.#range = range;
    if (!this.isLong) return;
    const from = new Date(Date.now() - 1000 * range).toISOString();
    await Promise.all(
      metrics.map(async (metric) => {
        const { windows } = await getJson(`/api/v1/metrics?metric=${metric}&from=${from}`);
        if (this.#range === range) this.#past.set(metric, fullest(windows));
      }),
    );
  }
}

/** Around a swap or a restart two windows cover the same time: the one that more was measured in. */
function fullest(windows) {
  const chosen = new Map();
  for (const window of windows) {
    if (!(chosen.get(window.start)?.count > window.count)) chosen.set(window.start, timed(window));
  }
  return [...chosen.values()];
}
