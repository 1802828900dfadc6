// The snapshots that can be had: choosing among them, and where each comes from.

import { getJson } from '/assets/api.js';
import { ago, bytes, compact, integer } from '/assets/format.js';

export const BICUBIC = 'bicubic';
export const SERVED = 'served';

const KEPT_ANCESTORS = 4;

/** What a choice is called on the picture. */
export const nameOf = (choice) => ({ [BICUBIC]: 'Bicubic', [SERVED]: 'Monge' })[choice] ?? 'v' + choice;

/** What the server is asked for a choice, or for two versions in one picture. */
export const queryOf = (choice) => ({ [BICUBIC]: 'method=bicubic', [SERVED]: 'method=monge' })[choice] ?? 'versions=' + choice;

/** Versions on screen from left to right, each once. */
export const versionsOf = (shown) => [
  ...new Set((shown?.answers ?? []).map((answer) => answer.version).filter((version) => version !== undefined)),
];

const option = (value, text) => Object.assign(document.createElement('option'), { value, textContent: text });

/** The server's list as options of selects and as a table of lineage. */
export class Versions {
  #models = [];
  #promotions = [];
  #served;
  #catalogue; // unit of each score, asked once

  /** Asks for the list again. */
  async refresh() {
    this.#catalogue ??= getJson('/api/v1/metrics/catalogue').then(({ metrics }) =>
      Object.fromEntries(metrics.map((metric) => [metric.metric, metric])),
    );
    this.#catalogue.catch(() => (this.#catalogue = undefined));
    const { models, promotions, served } = await getJson('/api/v1/models');
    this.#models = models;
    this.#promotions = promotions ?? [];
    this.#served = served;
  }

  find(version) {
    return this.#models.find((model) => model.version === version);
  }

  /** Fills a select with all choices; one that can no longer be had stays until another is chosen. */
  offer(select, choice) {
    const snapshots = Object.assign(document.createElement('optgroup'), { label: 'Snapshots, newest first' });
    const listed = this.#models.map((model) => option(model.version, this.#described(model)));
    const gone = typeof choice === 'number' && !this.find(choice);
    if (gone) listed.unshift(option(choice, `v${choice}, no longer kept`));
    snapshots.append(...listed);
    const served = this.#served === undefined ? 'Served model' : `Served: v${this.#served}`;
    select.replaceChildren(option(BICUBIC, 'Bicubic'), option(SERVED, served));
    if (listed.length > 0) select.append(snapshots);
    select.value = choice;
  }

  #described({ version, publishedAt }) {
    const when = ago(Date.parse(publishedAt));
    return version === this.#served ? `v${version}, served` : `v${version}, ${when}`;
  }

  /** Fills head and body of a table, one column for each of the versions that the list still has. */
  async explain(head, body, versions) {
    const models = versions.map((version) => this.find(version)).filter(Boolean);
    const metrics = await (this.#catalogue ?? {});
    const cell = (tag, text, scope) => {
      const made = Object.assign(document.createElement(tag), { textContent: text });
      if (scope) made.scope = scope;
      return made;
    };
    const row = (name, values) => {
      const made = document.createElement('tr');
      made.append(cell('th', name, 'row'), ...values.map((value) => cell('td', value)));
      return made;
    };
    const titles = document.createElement('tr');
    titles.append(cell('td', ''), ...models.map((model) => cell('th', 'v' + model.version, 'col')));
    head.replaceChildren(titles);
    const rows = Object.entries(FACTS).map(([name, fact]) => row(name, models.map((model) => fact(model, this))));
    const scores = [...new Set(models.flatMap((model) => Object.keys(model.scores)))];
    for (const score of scores) {
      const metric = metrics['trainer.' + score];
      const unit = metric && metric.unit !== '1' ? ' ' + metric.unit : '';
      const made = row(score.replaceAll('.', '.\u200b'), models.map((model) => shown(model.scores[score], unit)));
      if (metric) made.title = metric.description;
      rows.push(made);
    }
    body.replaceChildren(...rows);
    return models.length;
  }

  /** Parent, its parent, and so on as far as the list knows them. */
  ancestors(model) {
    const line = [];
    for (let parent = model.parent; parent !== undefined && line.length < KEPT_ANCESTORS; ) {
      line.push('v' + parent);
      parent = this.find(parent)?.parent;
      if (parent !== undefined && line.length === KEPT_ANCESTORS) line.push('…');
    }
    return line;
  }

  promotion(version) {
    return this.#promotions.findLast((promotion) => promotion.version === version);
  }
}

const shown = (value, unit) => (Number.isFinite(value) ? compact(value) + unit : '–');

/** Of a model, what the table says of it whatever its scores. */
const FACTS = {
  Iterations: (model) => integer(model.iteration),
  'Trained on from': (model, versions) => versions.ancestors(model).join(' ← ') || 'nothing: the first',
  Training: (model) => model.training ?? 'unknown',
  'Trained on': (model) => `${compact(records(model.lrOffsets))} LR, ${compact(records(model.hrOffsets))} HR patches`,
  'Re-anchored': (model) => reanchored(model.reanchors),
  Published: (model) => ago(Date.parse(model.publishedAt)),
  Promoted: (model, versions) => {
    const promotion = versions.promotion(model.version);
    if (!promotion) return 'not since the server started';
    return `${ago(Date.parse(promotion.promotedAt))}: ${promotion.reason}`;
  },
  Map: (model) => `${architecture(model.map)}, ×${model.scale}, ${bytes(model.bytes)}`,
  Solver: (model) => model.solver,
  'SHA-256': (model) => model.sha256.slice(0, 12),
};

/** As many as the topic had up to there; retention may have taken some of them unread. */
const records = (offsets) => offsets.reduce((sum, { offset }) => sum + offset, 0);

const reanchored = (iterations) =>
  iterations.length === 0 ? 'never' : `last at iteration ${integer(iterations.at(-1))}`;

function architecture(map) {
  const size = map.blocks && map.features ? ` ${map.blocks} × ${map.features}` : '';
  return (map.type ?? 'unknown').toUpperCase() + size;
}
