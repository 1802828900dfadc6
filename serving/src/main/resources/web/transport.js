// The transport as it is now: strips of patches, and the colours of each kind as points in the RGB cube.

import { getJson } from '/assets/api.js';
import { ago } from '/assets/format.js';

const EVERY_MILLIS = 10000;
const KINDS = [
  ['lr', 'LR', 'patches that have just arrived'],
  ['bicubic', 'Bicubic', 'the same, interpolated'],
  ['sr', 'T(LR)', 'the same, through the served map'],
  ['hr', 'HR', 'patches of other scenes: what T(LR) should look like'],
];
const CLOUDS = KINDS.filter(([kind]) => kind !== 'bicubic');
const element = (id) => document.getElementById(id);
const SVG = 'http://www.w3.org/2000/svg';

/** Corner or colour (r, g, b in 0 to 1) of the RGB cube seen along its grey diagonal's side: grey runs upwards. */
function project([r, g, b]) {
  return [100 + (r - b) * 62, 168 - ((r + g + b) / 3) * 150 + (g - (r + b) / 2) * 22];
}

function draw(name, attributes, parent) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent.append(made);
  return made;
}

/** The twelve edges: pairs of corners that differ in one channel. */
const EDGES = [...Array(8).keys()].flatMap((corner) =>
  [1, 2, 4].filter((bit) => !(corner & bit)).map((bit) => [corner, corner | bit]),
);
const corner = (bits) => project([bits & 1, (bits >> 1) & 1, (bits >> 2) & 1]);

function cloud(svg, palette) {
  svg.replaceChildren();
  for (const [a, b] of EDGES) {
    const [x1, y1] = corner(a);
    const [x2, y2] = corner(b);
    draw('line', { class: 'edge', x1, y1, x2, y2 }, svg);
  }
  for (const colour of palette.colours) {
    const [cx, cy] = project([1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255));
    draw('circle', { cx: cx.toFixed(1), cy: cy.toFixed(1), r: 2, fill: colour }, svg);
  }
}

function build() {
  element('strips').append(
    ...KINDS.map(([kind, name, note]) => {
      const row = document.createElement('figure');
      const caption = document.createElement('figcaption');
      const label = Object.assign(document.createElement('strong'), { textContent: name });
      caption.append(label, ' ' + note);
      const image = Object.assign(document.createElement('img'), { id: 'strip-' + kind, alt: `${name}: ${note}` });
      row.append(image, caption);
      return row;
    }),
  );
  element('clouds').append(
    ...CLOUDS.map(([kind, name]) => {
      const figure = document.createElement('figure');
      const svg = document.createElementNS(SVG, 'svg');
      svg.setAttribute('viewBox', '28 8 144 176');
      svg.setAttribute('role', 'img');
      svg.id = 'cloud-' + kind;
      const caption = Object.assign(document.createElement('figcaption'), { id: 'contrast-' + kind });
      caption.append(name);
      figure.append(svg, caption);
      return figure;
    }),
  );
}

function show(view) {
  for (const [kind] of KINDS) element('strip-' + kind).src = `/api/v1/transport/${kind}.png?at=${view.at}`;
  for (const [kind, name] of CLOUDS) {
    const palette = view.palettes[kind];
    const contrast = `${palette.contrast.toFixed(3)} ± ${palette.stddev.toFixed(3)}`;
    cloud(element('cloud-' + kind), palette);
    element('cloud-' + kind).setAttribute('aria-label', `Colours of ${name} in the RGB cube, contrast ${contrast}`);
    element('contrast-' + kind).replaceChildren(
      Object.assign(document.createElement('strong'), { textContent: name }),
      ` contrast ${contrast}`,
    );
  }
  element('transport-when').textContent = `Map v${view.version}, ${ago(Date.parse(view.at))}`;
  element('transport').classList.remove('stale');
  element('transport').hidden = false;
}

async function refresh() {
  if (document.hidden) return;
  try {
    const view = await getJson('/api/v1/transport');
    if (view.missing === undefined) show(view);
  } catch (problem) {
    // What was shown before is no longer now.
    element('transport').classList.add('stale');
    element('transport-when').textContent = problem.detail ?? problem.title ?? String(problem.message);
  }
}

/** Fills the section with the ids transport, transport-when, strips and clouds, and keeps it new. */
export function followTransport() {
  build();
  refresh();
  setInterval(refresh, EVERY_MILLIS);
  document.addEventListener('visibilitychange', refresh);
}
