// The windows that the dashboard draws: of the last hour as they come, of longer times as the server remembers them.

import { getJson } from '/assets/api.js';

const HOUR = 3600;
export const KEPT = 360; // an hour of ten seconds

const timed = (window) => ({ ...window, from: Date.parse(window.start), until: Date.parse(window.end) });
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

/** Several servers, or two versions around a swap: rates are of all windows of one time, the rest of the fullest. */
function together(parts) {
  const fullest = parts.reduce((one, other) => (one.count > other.count ? one : other));
  const samples = sum(parts.map(({ count }) => count));
  return { ...fullest, parts, samples, total: sum(parts.map(({ mean, count }) => mean * count)) };
}

/** In order of time. Nearly all come in order; one of the same time takes the place of the one before. */
export function insert(list, entry) {
  let at = list.length;
  while (at > 0 && list[at - 1].from >= entry.from) at--;
  list.splice(at, list[at]?.from === entry.from ? 1 : 0, entry);
  if (list.length > KEPT) list.shift();
}

export class Windows {
  #live = new Map(); // metric -> windows of one time together, oldest first
  #past = new Map();
  #range = HOUR;

  keep(window) {
    if (!this.#live.has(window.metric)) this.#live.set(window.metric, []);
    const list = this.#live.get(window.metric);
    const entry = timed(window);
    // One that is still open comes again and replaces itself.
    const others = list
      .findLast(({ from }) => from === entry.from)
      ?.parts.filter(({ source, modelVersion }) => source !== entry.source || modelVersion !== entry.modelVersion);
    insert(list, together([...(others ?? []), entry]));
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
        if (this.#range === range) this.#past.set(metric, byTime(windows));
      }),
    );
  }
}

function byTime(windows) {
  const times = new Map();
  for (const window of windows) times.set(window.start, [...(times.get(window.start) ?? []), timed(window)]);
  return [...times.values()].map(together);
}
