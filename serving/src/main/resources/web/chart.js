// A small line chart in SVG: means as lines, smallest to largest value as a band, a cursor for pointer and keyboard.
// A point is {start, end, value, low?, high?}, times in epoch milliseconds; a series is {label, points}.
// A mark is {time, kind, text}: something that happened, drawn on the time axis.

import { clock } from '/assets/format.js';

const SVG = 'http://www.w3.org/2000/svg';
const HEIGHT = 176;
const APART = 9; // px between two marks of a kind
const SHAPES = {
  snapshot: (x, y) => `M${x} ${y - 5}V${y}`,
  promotion: (x, y) => `M${x} ${y - 7}l4 7h-8z`,
  rollback: (x, y) => `M${x} ${y}l-4 -7h8z`,
  reanchor: (x, y) => `M${x} ${y - 8}l4 4l-4 4l-4 -4z`,
};
const MARGIN = { top: 10, right: 8, bottom: 20, left: 46 };

function draw(name, attributes, parent) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  parent?.append(node);
  return node;
}

/** At most five round numbers that span the interval. */
export function ticks(low, high) {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough);
  const result = [];
  for (let value = Math.ceil(low / step) * step; value <= high + step * 1e-9; value += step) {
    result.push(Math.abs(value) < step * 1e-9 ? 0 : value);
  }
  return result;
}

/** What the vertical axis shows: every line whole, and of the bands what lies near the lines. */
export function extent(series, fromZero) {
  const points = series.flatMap((one) => one.points);
  let low = Math.min(...points.map((point) => point.value));
  let high = Math.max(...points.map((point) => point.value));
  const room = Math.max((high - low) * 1.5, Math.abs(high) * 0.02, 1e-12);
  low = Math.max(low - room, Math.min(low, ...points.map((point) => point.low ?? point.value)));
  high = Math.min(high + room, Math.max(high, ...points.map((point) => point.high ?? point.value)));
  if (fromZero) low = Math.min(0, low);
  if (high - low < 1e-12) {
    const half = Math.max(Math.abs(high) * 0.05, 1e-6);
    return fromZero && low >= 0 ? [0, high > 0 ? high * 1.1 : 1] : [low - half, high + half];
  }
  const air = (high - low) * 0.06;
  return [fromZero && low === 0 ? 0 : low - air, high + air];
}

export class Chart {
  /**
   * @param options {format, fromZero, tickUnit}: how a value is written; whether the axis starts at zero; the unit,
   *     given the highest value, that ticks are round numbers of
   */
  constructor(plot, options) {
    this.plot = plot;
    this.options = options;
    this.series = [];
    this.happened = [];
    this.svg = draw('svg', { 'aria-hidden': 'true' }, plot);
    this.empty = this.#overlay('empty');
    this.tip = this.#overlay('tip');
    this.tip.setAttribute('aria-live', 'polite');
    this.tip.hidden = true;
    plot.tabIndex = 0;
    plot.addEventListener('pointermove', (event) => this.#point(event.clientX));
    plot.addEventListener('pointerleave', () => this.#choose(undefined));
    plot.addEventListener('blur', () => this.#choose(undefined));
    plot.addEventListener('keydown', (event) => this.#key(event));
    new ResizeObserver(() => this.#draw()).observe(plot);
  }

  set(series, happened = []) {
    this.series = series;
    this.happened = happened;
    this.times = [...new Set(series.flatMap((one) => one.points.map((point) => point.end)))].sort((a, b) => a - b);
    this.#draw();
  }

  #overlay(name) {
    const box = document.createElement('div');
    box.className = name;
    this.plot.append(box);
    return box;
  }

  #draw() {
    const filled = this.series.some((one) => one.points.length > 0);
    this.empty.textContent = filled ? '' : 'No window yet';
    this.empty.hidden = filled;
    this.svg.replaceChildren();
    const width = this.plot.clientWidth;
    if (!filled || width === 0) return;
    this.svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    this.#scale(width);
    this.#axes(width);
    this.series.forEach((one, index) => this.#band(one, index));
    this.series.forEach((one, index) => this.#line(one, index));
    this.#happenings();
    this.marks = draw('g', {}, this.svg);
    this.#mark();
  }

  #scale(width) {
    const [low, high] = extent(
      this.series.filter((one) => one.points.length),
      this.options.fromZero,
    );
    const from = this.times[0];
    const to = Math.max(this.times.at(-1), from + 60000);
    const inner = width - MARGIN.left - MARGIN.right;
    const depth = HEIGHT - MARGIN.top - MARGIN.bottom;
    this.low = low;
    this.high = high;
    this.span = [from, to];
    this.x = (time) => MARGIN.left + ((time - from) / (to - from)) * inner;
    this.y = (value) => MARGIN.top + (1 - (Math.min(high, Math.max(low, value)) - low) / (high - low)) * depth;
  }

  #axes(width) {
    const unit = this.options.tickUnit?.(this.high) ?? 1;
    for (const value of ticks(this.low / unit, this.high / unit).map((tick) => tick * unit)) {
      const y = Math.round(this.y(value)) + 0.5;
      draw('line', { class: 'axis', x1: MARGIN.left, x2: width - MARGIN.right, y1: y, y2: y }, this.svg);
      draw('text', { x: MARGIN.left - 7, y: y + 3.5, 'text-anchor': 'end' }, this.svg).textContent =
        this.options.format(value);
    }
    const [from, to] = this.span;
    const label = (time, anchor) => {
      const text = draw('text', { x: this.x(time), y: HEIGHT - 4, 'text-anchor': anchor }, this.svg);
      text.textContent = clock(time).slice(0, to - from > 600000 ? 5 : 8);
    };
    label(from, 'start');
    if (width > 260) label((from + to) / 2, 'middle');
    label(to, 'end');
  }

  #happenings() {
    const last = {}; // where the last mark of each kind stands
    for (const { time, kind } of this.happened.filter(({ time }) => time >= this.span[0] && time <= this.span[1])) {
      const x = this.x(time);
      // As many as can be told apart; the cursor tells the others. What went wrong is never left out.
      if (kind !== 'rollback' && x - last[kind] < APART) continue;
      last[kind] = x;
      draw('path', { class: 'mark ' + kind, d: SHAPES[kind](x, HEIGHT - MARGIN.bottom) }, this.svg);
    }
  }

  #band(one, index) {
    for (const run of runs(one.points.filter((point) => point.low !== undefined))) {
      const upper = run.map((point) => `${this.x(point.end)},${this.y(point.high)}`);
      const lower = run.map((point) => `${this.x(point.end)},${this.y(point.low)}`).reverse();
      draw('polygon', { class: `band s${index + 1}`, points: [...upper, ...lower].join(' ') }, this.svg);
    }
  }

  #line(one, index) {
    for (const run of runs(one.points)) {
      const points = run.map((point) => `${this.x(point.end)},${this.y(point.value)}`).join(' ');
      if (run.length > 1) draw('polyline', { class: `line s${index + 1}`, points }, this.svg);
      else
        draw(
          'circle',
          { class: `point s${index + 1}`, cx: this.x(run[0].end), cy: this.y(run[0].value), r: 3 },
          this.svg,
        );
    }
  }

  #point(clientX) {
    if (!this.times?.length || !this.x) return;
    const at = clientX - this.plot.getBoundingClientRect().left;
    this.#choose(
      this.times.reduce((best, time) => (Math.abs(this.x(time) - at) < Math.abs(this.x(best) - at) ? time : best)),
    );
  }

  #key(event) {
    if (!this.times?.length) return;
    const last = this.times.length - 1;
    const index = this.chosen === undefined ? last : this.times.indexOf(this.chosen);
    const next = { ArrowLeft: this.chosen === undefined ? last : index - 1, ArrowRight: index + 1, Home: 0, End: last }[
      event.key
    ];
    if (event.key === 'Escape') this.#choose(undefined);
    if (next === undefined) return;
    event.preventDefault();
    this.#choose(this.times[Math.min(last, Math.max(0, next))]);
  }

  #choose(time) {
    this.chosen = time;
    this.#mark();
  }

  #mark() {
    this.marks?.replaceChildren();
    const gone = this.chosen === undefined || !this.times.includes(this.chosen);
    this.tip.hidden = gone;
    if (gone || !this.x) return;
    const x = this.x(this.chosen);
    draw('line', { class: 'cursor', x1: x, x2: x, y1: MARGIN.top, y2: HEIGHT - MARGIN.bottom }, this.marks);
    const lines = [clock(this.chosen)];
    this.series.forEach((one, index) => {
      const point = one.points.find((candidate) => candidate.end === this.chosen);
      if (!point) return;
      draw('circle', { class: `point s${index + 1}`, cx: x, cy: this.y(point.value), r: 3.5 }, this.marks);
      const band =
        point.low === undefined ? '' : ` (${this.options.format(point.low)} to ${this.options.format(point.high)})`;
      lines.push((this.series.length > 1 ? one.label + ' ' : '') + this.options.format(point.value) + band);
    });
    const near = 6 / ((this.plot.clientWidth - MARGIN.left - MARGIN.right) / (this.span[1] - this.span[0]));
    const told = this.happened.filter(({ time }) => Math.abs(time - this.chosen) <= near);
    lines.push(...told.slice(-3).map(({ text }) => text));
    this.tip.replaceChildren(
      ...lines.map((text) => Object.assign(document.createElement('div'), { textContent: text })),
    );
    const right = x > this.plot.clientWidth / 2;
    this.tip.style.left = right ? '' : x + 10 + 'px';
    this.tip.style.right = right ? this.plot.clientWidth - x + 10 + 'px' : '';
  }
}

/** Usual time between two points, milliseconds: some things are measured at every iteration, some at every snapshot. */
export function cadence(points) {
  const gaps = points
    .slice(-30)
    .map((point, index, all) => (index > 0 ? point.end - all[index - 1].end : Infinity))
    .slice(1);
  const length = points.length > 0 ? points.at(-1).end - points.at(-1).start : 0;
  return Math.max(5000, length, gaps.length > 0 ? gaps.sort((a, b) => a - b)[gaps.length >> 1] : 0);
}

/** Cuts the points where windows are missing: a line must not claim values that nobody measured. */
function runs(points) {
  const longest = 3.5 * cadence(points);
  const result = [];
  let previous;
  for (const point of points) {
    if (previous === undefined || point.end - previous.end > longest) result.push([]);
    result.at(-1).push(point);
    previous = point;
  }
  return result;
}
