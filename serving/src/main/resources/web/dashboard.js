// The dashboard: history first, then every new window and status as it happens.

import { follow, getJson } from '/assets/api.js';
import { cadence, Chart } from '/assets/chart.js';
import { ago, bytes, clock, compact, integer, seconds } from '/assets/format.js';
import { GROUPS } from '/assets/panels.js';
import { followTransport } from '/assets/transport.js';
import { insert, KEPT, Windows } from '/assets/windows.js';

const STALE_MILLIS = 45000;
const PAST_MILLIS = 60000; // from one look at the past to the next
const HAPPENED = {
  snapshot: 'trainer.snapshots',
  promotion: 'trainer.promotions',
  rollback: 'trainer.served.rollbacks',
  reanchor: 'trainer.reanchors',
};
const METRICS = [
  ...new Set([
    ...GROUPS.flatMap(({ panels }) => panels.flatMap(({ series }) => series.map(({ metric }) => metric))),
    ...Object.values(HAPPENED),
  ]),
].filter((metric) => metric !== undefined);
const element = (id) => document.getElementById(id);

const windows = new Windows();
const statuses = [];
const alarms = new Map(); // alarm@source -> its newest state
let named = []; // snapshots, promotions and rollbacks that the server can name
let cards = [];
let pending = false;

function keep(window) {
  windows.keep(window);
  schedule();
}

function keepStatus(status) {
  const until = Date.parse(status.at);
  insert(statuses, { ...status, from: until - 5000, until });
  schedule();
}

function keepAlarm(alarm) {
  alarms.set(alarm.alarm + '@' + alarm.source, alarm);
  schedule();
}

/** Many windows arrive at once; two drawings a second are enough. */
function schedule() {
  if (pending) return;
  pending = true;
  setTimeout(() => {
    pending = false;
    render();
  }, 500);
}

function node(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

class Card {
  constructor(panel, id) {
    this.panel = panel;
    this.now = node('span', { className: 'now' });
    this.badge = node('span', { className: 'badge', hidden: true });
    this.plot = node('div', { className: 'plot', role: 'img' });
    this.legend = node('ul', { className: 'legend', hidden: panel.series.length < 2 });
    this.rows = node('div', { className: 'rows', tabIndex: 0, role: 'region', ariaLabel: panel.title + ', table' });
    this.details = node('details', {}, node('summary', {}, 'Table'), this.rows);
    this.details.addEventListener('toggle', schedule);
    this.root = node(
      'section',
      { className: 'card', 'aria-labelledby': id },
      node('div', { className: 'card-head' }, node('h3', { id }, panel.title), this.badge, this.now),
      node('p', { className: 'card-note' }, panel.note),
      this.legend,
      this.plot,
      this.details,
    );
    this.chart = new Chart(this.plot, panel);
  }

  render(marks) {
    const { panel } = this;
    const since = Date.now() - 1000 * Number(element('range').value);
    const series = panel.series.map(({ metric, point, label, now }) => ({
      label,
      points: (now && !windows.isLong ? statuses.map(now) : windows.of(metric).map(point))
        .filter((one) => Number.isFinite(one.value) && one.end >= since),
    }));
    const ends = series.flatMap((one) => one.points.map((point) => point.end));
    const last = Math.max(...ends);
    const usual = Math.min(...series.filter((one) => one.points.length).map((one) => cadence(one.points)));
    const stale = ends.length > 0 && Date.now() - last > Math.max(STALE_MILLIS, 3 * usual);
    this.root.classList.toggle('stale', stale);
    this.badge.hidden = !stale;
    // Without requests there is nothing to measure: that is no fault.
    this.badge.textContent = stale ? (panel.onRequest ? 'idle: ' : 'stale: ') + ago(last) : '';
    // Beside newer points of its neighbours an old one would pass for new.
    const newest = series
      .map((one) => one.points.at(-1))
      .map((point) => (point && last - point.end < STALE_MILLIS ? point : undefined));
    const values = newest.map((point) => (point ? panel.format(point.value) : '–'));
    this.now.textContent = series.length === 1 ? values[0] : '';
    this.#legend(series, values);
    this.plot.setAttribute('aria-label', this.#summary(series, values, stale, last));
    this.chart.set(series, marks);
    if (this.details.open) this.#table(series);
  }

  #legend(series, values) {
    this.legend.replaceChildren(
      ...series.map((one, index) => {
        const key = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
        key.setAttribute('viewBox', '0 0 22 8');
        key.setAttribute('aria-hidden', 'true');
        const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
        line.setAttribute('d', 'M1 4h20');
        line.setAttribute('class', `line s${index + 1}`);
        key.append(line);
        return node('li', {}, key, `${one.label} ${values[index]}`);
      }),
    );
  }

  #summary(series, values, stale, last) {
    const now = series.map((one, index) => `${one.label} ${values[index]}`.trim()).join(', ');
    if (!Number.isFinite(last)) return `${this.panel.title}: no window yet`;
    return `${this.panel.title}, line chart: ${now} at ${clock(last)}${stale ? ', stale' : ''}`;
  }

  #table(series) {
    const banded = series.length === 1 && series[0].points.some((point) => point.low !== undefined);
    const heads = series.length > 1 ? series.map((one) => one.label) : banded ? ['mean', 'min', 'max'] : ['value'];
    const times = [...new Set(series.flatMap((one) => one.points.map((point) => point.end)))]
      .sort((a, b) => b - a)
      .slice(0, 60);
    const cells = (time) => {
      const points = series.map((one) => one.points.find((point) => point.end === time));
      const numbers = banded ? [points[0].value, points[0].low, points[0].high] : points.map((point) => point?.value);
      return numbers.map((value) => node('td', {}, value === undefined ? '–' : this.panel.format(value)));
    };
    const head = node('tr', {}, ...['until', ...heads].map((text) => node('th', { scope: 'col' }, text)));
    const body = times.map((time) => node('tr', {}, node('th', { scope: 'row' }, clock(time)), ...cells(time)));
    this.rows.replaceChildren(
      node(
        'table',
        {},
        node('caption', {}, this.panel.title + ', newest first'),
        node('thead', {}, head),
        node('tbody', {}, ...body),
      ),
    );
  }
}

function build() {
  let count = 0;
  for (const group of GROUPS) {
    const made = group.panels.map((panel) => new Card(panel, 'panel-' + count++));
    cards.push(...made);
    const id = 'group-' + group.title.toLowerCase();
    element('groups').append(
      node(
        'section',
        { className: 'group', 'aria-labelledby': id },
        node('h2', { id }, group.title),
        node('div', { className: 'cards' }, ...made.map((card) => card.root)),
      ),
    );
  }
}

const latest = (metric) => windows.recent(metric).at(-1);

/** Per second over the last whole window, and nothing once that is old: a stopped trainer must not look busy. */
function rate(metric, total) {
  const now = Date.now();
  const window = windows.recent(metric).findLast((one) => one.until <= now);
  if (!window || now - window.until > STALE_MILLIS) return undefined;
  return total(window) / Math.max(1e-3, (window.until - window.from) / 1000);
}

const counted = (window) => window.samples;
const summed = (window) => window.total;
const written = (value) => (value === undefined ? '–' : compact(value));

function tiles() {
  const now = statuses.at(-1);
  const latency = latest('serving.upscale.seconds');
  const behind =
    now && now.latestVersion !== undefined && now.servedVersion !== undefined
      ? now.latestVersion - now.servedVersion
      : undefined;
  const list = [
    [
      'Model served',
      now?.servedVersion === undefined ? '–' : 'v' + now.servedVersion,
      now?.servedSince ? 'since ' + ago(Date.parse(now.servedSince)).replace(' ago', '') : 'none yet',
    ],
    ['Model lag', behind === undefined ? '–' : integer(behind), 'iterations'],
    ['Iterations', written(rate('trainer.step.seconds', counted)), 'per second'],
    ['LR patches', written(rate('ingest.patches.lr', summed)), 'per second'],
    ['HR patches', written(rate('ingest.patches.hr', summed)), 'per second'],
    ['Upscale, median', latency ? seconds(latency.p50) : '–', latency ? ago(latency.until) : 'no request yet'],
    ['In the queue', now ? integer(now.queue.requests) : '–', now ? integer(now.queue.pixels) + ' pixels' : ''],
    ['Memory', now ? bytes(now.memory.residentBytes) : '–', 'serving process'],
  ];
  element('tiles').replaceChildren(
    ...list.map(([title, value, note]) =>
      node('div', {}, node('dt', {}, title), node('dd', {}, value, node('small', {}, note))),
    ),
  );
}

/** What fires, and for a quarter of an hour what did. */
function showAlarms() {
  const since = ({ since }) => Date.parse(since);
  const shown = [...alarms.values()]
    .filter((alarm) => alarm.state === 'FIRING' || Date.now() - since(alarm) < 900000)
    .sort((a, b) => (a.state === b.state ? since(b) - since(a) : a.state === 'FIRING' ? -1 : 1));
  element('alarms').hidden = shown.length === 0;
  element('alarm-list').replaceChildren(
    ...shown.map((alarm) =>
      node(
        'li',
        { className: alarm.state.toLowerCase() },
        node('strong', {}, alarm.alarm),
        node('span', { className: 'badge' }, alarm.state === 'FIRING' ? 'since ' + clock(since(alarm)) : 'over'),
        node('p', {}, alarm.text),
      ),
    ),
  );
}

function render() {
  tiles();
  showAlarms();
  const marks = happened();
  cards.forEach((card) => card.render(marks));
}

/** What can be named, and of older times how many there were in each window. */
function happened() {
  const counted = Object.entries(HAPPENED).flatMap(([kind, metric]) => {
    const first = Math.min(...named.filter((one) => one.kind === kind).map(({ time }) => time));
    return windows
      .of(metric)
      .filter((window) => window.until < first && window.total > 0)
      .map((window) => ({ time: window.until, kind, text: `${integer(window.total)} × ${kind}` }));
  });
  return [...counted, ...named].sort((a, b) => a.time - b.time);
}

/** Snapshots, promotions and rollbacks that are remembered. */
async function happenings() {
  const { models, promotions } = await getJson('/api/v1/models');
  const snapshots = models.map(({ version, publishedAt }) => ({
    time: Date.parse(publishedAt),
    kind: 'snapshot',
    text: `snapshot ${version}`,
  }));
  const promoted = promotions.map(({ version, promotedAt, promotedBy, reason }) => ({
    time: Date.parse(promotedAt),
    kind: promotedBy === 'ROLLBACK' ? 'rollback' : 'promotion',
    text: `${promotedBy === 'ROLLBACK' ? 'back to' : 'promoted'} ${version}: ${reason}`,
  }));
  named = [...snapshots, ...promoted];
  schedule();
}

function connection(connected) {
  element('status').dataset.state = connected ? 'good' : 'bad';
  element('status-text').textContent = connected ? 'Live' : 'Connection lost, trying again';
  if (connected) history();
}

/** The chosen time; a long one is read from the server, now and then again. */
async function choose() {
  await reading(() => windows.choose(Number(element('range').value), METRICS));
}

/** Everything the server remembers: on the first connection, and again after a lost one to close the gap. */
async function history() {
  await reading(async () => {
    const [metrics, status, noted] = await Promise.all([
      getJson('/api/v1/metrics?recent=' + KEPT),
      getJson('/api/v1/status'),
      getJson('/api/v1/alarms'),
      happenings(),
    ]);
    metrics.windows.forEach(keep);
    status.recent.forEach(keepStatus);
    noted.alarms.forEach(keepAlarm);
  });
}

/** Says so on the page if the server cannot tell. */
async function reading(read) {
  try {
    await read();
    element('error').hidden = true;
  } catch (problem) {
    element('error-title').textContent = problem.title ?? 'The history could not be read';
    element('error-detail').textContent = problem.detail ?? String(problem.message);
    element('error').hidden = false;
  }
  schedule();
}

build();
render();
followTransport();
element('range').addEventListener('change', choose);
follow(
  {
    window: keep,
    status: keepStatus,
    alarm: keepAlarm,
    model: () => happenings().catch(() => connection(false)),
  },
  connection,
);
setInterval(() => windows.isLong && choose(), PAST_MILLIS);
setInterval(schedule, 5000); // ages and staleness move on without any event
