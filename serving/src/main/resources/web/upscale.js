// The start page: an image in, two enlargements of it side by side.

import { follow, getJson, Problem, upscale } from '/assets/api.js';
import { offer as offerFile } from '/assets/download.js';
import { integer, millis } from '/assets/format.js';
import { receiveImages } from '/assets/intake.js';
import { BICUBIC, nameOf, queryOf, SERVED, Versions, versionsOf } from '/assets/versions.js';
import { Viewer } from '/assets/viewer.js';

const element = (id) => document.getElementById(id);
const selects = [element('left'), element('right')];
const versions = new Versions();
const viewer = new Viewer({
  room: element('main'),
  frame: element('viewer'),
  scroller: element('scroller'),
  compare: element('compare'),
  before: element('before'),
  after: element('after'),
  tags: [element('tag-before'), element('tag-after')],
  handle: element('handle'),
});

const REFRESH_MILLIS = 15000;

let image; // the File or Blob being shown
let sides = [BICUBIC, SERVED]; // what is asked for: left, right
let shown; // what is on screen: { sides, answers }, or undefined
let answers = new Map(); // of this image by choice
let current; // the model being served, or undefined while there is none
let running = new AbortController();

// One image

async function show(file) {
  image = file;
  answers = new Map();
  shown = undefined;
  element('offer').hidden = true;
  element('download').removeAttribute('href'); // of the picture before
  const signal = restart();
  try {
    await preview(file, signal);
    await enlarge(signal);
    element('result-title').focus({ preventScroll: true });
  } catch (cause) {
    if (signal.aborted) return;
    reset();
    sides = [BICUBIC, SERVED]; // a version that is gone could not be unchosen: the selects are hidden
    showError(cause);
    offerVersions();
  }
}

/** The same image with other sides; what was shown stays when they cannot be had. */
async function choose(left, right) {
  sides = [left, right];
  if (!image) return;
  const signal = restart();
  try {
    await enlarge(signal);
  } catch (cause) {
    if (signal.aborted) return;
    busy(undefined);
    showError(cause);
    if (!shown) return reset();
    sides = shown.sides;
    await refreshVersions();
    offerVersions();
  }
}

function restart() {
  running.abort();
  running = new AbortController();
  clearError();
  busy('Upscaling');
  return running.signal;
}

async function enlarge(signal) {
  const asked = sides;
  const made = await Promise.all(asked.map((choice) => answered(choice, signal)));
  await present(asked, made, signal);
  busy(undefined);
  announceResult();
  offerNewer();
  offerDownload();
  await refreshVersions();
  if (!signal.aborted) offerVersions();
}

async function answered(choice, signal) {
  if (!answers.has(choice)) answers.set(choice, await patiently(choice, signal));
  return answers.get(choice);
}

/** While the first model is still being trained, or the queue is full for a moment, waits and asks again. */
async function patiently(choice, signal) {
  const work = typeof choice === 'number' ? `Upscaling with v${choice}` : 'Upscaling';
  for (let attempt = 0; ; attempt++) {
    try {
      if (choice !== BICUBIC) busy(work);
      return await upscale(image, queryOf(choice), signal);
    } catch (cause) {
      const waiting = cause.status === 503 || (cause.status === 429 && attempt < 3);
      if (!waiting || signal.aborted) throw cause;
      const absent = current ? 'Waiting for the server to come back' : 'Waiting for the first model';
      busy(cause.status === 503 ? absent : 'Waiting for a free place in the queue');
      await pause(Math.max(1, cause.retryAfterSeconds) * 1000, signal);
    }
  }
}

const pause = (time, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, time);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Shows the image itself, enlarged by the browser, until the real pictures are there. */
async function preview(file, signal) {
  const url = URL.createObjectURL(file);
  let size;
  try {
    size = await sizeOf(url);
  } catch {
    return URL.revokeObjectURL(url); // the server will say what is wrong with it
  }
  if (signal.aborted) return URL.revokeObjectURL(url);
  const scale = current?.scale ?? 4;
  const names = sides.map((choice) => ({ tag: nameOf(choice), alt: 'The image as it is' }));
  viewer.show([url, url], { width: size.width * scale, height: size.height * scale }, names);
  reveal();
}

async function sizeOf(url) {
  const probe = new Image();
  probe.src = url;
  await probe.decode();
  return { width: probe.naturalWidth, height: probe.naturalHeight };
}

async function present(asked, made, signal) {
  const urls = made.map((answer) => URL.createObjectURL(answer.blob));
  const free = () => urls.forEach((url) => URL.revokeObjectURL(url));
  let sizes;
  try {
    sizes = await Promise.all(urls.map(sizeOf));
  } catch (cause) {
    free();
    throw cause;
  }
  const alike = sizes[0].width === sizes[1].width && sizes[0].height === sizes[1].height;
  if (signal.aborted || !alike) {
    free();
    if (signal.aborted) throw signal.reason;
    throw new Problem('These two cannot be compared', different(asked, sizes), 409, 0);
  }
  viewer.show(urls, sizes[0], asked.map(described));
  reveal();
  shown = { sides: asked, answers: made, size: sizes[0] };
  answers = new Map(asked.map((choice, i) => [choice, made[i]])); // others would fill the memory
  showFacts();
}

const described = (choice) => ({
  tag: nameOf(choice),
  alt: 'The image enlarged by ' + (choice === BICUBIC ? 'bicubic interpolation' : nameOf(choice)),
});

function different(asked, sizes) {
  const [left, right] = asked.map((choice, i) => `${nameOf(choice)} makes ${sizes[i].width} × ${sizes[i].height} pixels`);
  return `${left}, ${right}. Choose two that enlarge by the same factor.`;
}

function showFacts() {
  const { size } = shown;
  const models = shown.answers.filter((answer) => answer.version !== undefined);
  const fact = (id, one) => {
    element(id).textContent = [...new Set(models.map(one))].join(' / ') || '–';
  };
  fact('fact-version', (answer) => 'v' + answer.version);
  fact('fact-iteration', (answer) => integer(versions.find(answer.version)?.iteration ?? answer.version));
  fact('fact-inference', (answer) => millis(answer.inferenceMillis));
  fact('fact-queue', (answer) => millis(answer.queueMillis));
  element('fact-size').textContent = `${size.width} × ${size.height}`;
}

function announceResult() {
  const { size, sides } = shown;
  element('announce').textContent =
    `Done: ${size.width} by ${size.height} pixels, ` + `${nameOf(sides[0])} on the left, ${nameOf(sides[1])} on the right.`;
}

async function offerDownload() {
  if (!shown) return; // the first picture is in work: when it is there, it is offered as chosen by then
  const { signal } = running;
  try {
    const said = await offerFile(image, shown, signal);
    if (said && !signal.aborted) element('announce').textContent = said;
  } catch (cause) {
    if (!signal.aborted) showError(cause);
  }
}

// What the page says of itself

function reveal() {
  element('result').hidden = false;
  document.body.classList.add('has-result');
}

function reset() {
  busy(undefined);
  element('result').hidden = true;
  document.body.classList.remove('has-result');
  shown = undefined;
  image = undefined;
}

function busy(text) {
  element('busy').hidden = !text;
  element('busy-text').textContent = text ?? '';
  element('viewer').setAttribute('aria-busy', String(Boolean(text)));
  element('repeat').disabled = Boolean(text);
  if (text) element('announce').textContent = text;
}

function showError(cause) {
  const known = cause instanceof Problem;
  element('error-title').textContent = known ? cause.title : 'The picture could not be shown';
  element('error-detail').textContent = known ? cause.detail : String(cause.message ?? cause);
  element('error').hidden = false;
  element('error').scrollIntoView({ block: 'nearest' });
}

function clearError() {
  element('error').hidden = true;
}

// The served model and the others

function serve(model) {
  current = model;
  element('status').dataset.state = 'good';
  element('status-text').textContent = `Model v${model.version}, ×${model.scale}`;
  offerNewer();
  keepVersionsNew();
}

/** A picture of the served model grows old; one of a chosen version does not. */
function offerNewer() {
  const side = shown?.sides.indexOf(SERVED) ?? -1;
  const version = side < 0 ? undefined : shown.answers[side].version;
  const newer = version !== undefined && current && current.version > version;
  if (newer)
    element('offer-text').textContent =
      `Model v${current.version} has arrived since this picture was made by v${version}.`;
  element('offer').hidden = !newer;
}

function unserved(text, state) {
  element('status').dataset.state = state;
  element('status-text').textContent = text;
}

async function refreshVersions() {
  const note = element('sides-note');
  try {
    await versions.refresh();
    note.hidden = true;
  } catch (cause) {
    note.textContent = `The list of snapshots cannot be read: ${cause.detail ?? cause.message}`;
    note.hidden = false;
  }
}

function offerVersions() {
  selects.forEach((select, i) => versions.offer(select, sides[i]));
  if (shown) showFacts();
  explainVersions();
}

async function explainVersions() {
  const columns = await versions.explain(element('lineage-head'), element('lineage-rows'), versionsOf(shown));
  element('lineage').hidden = columns === 0;
  element('lineage-title').textContent = columns > 1 ? 'Where the models come from' : 'Where the model comes from';
}

/** A list that is refilled while someone chooses from it would close under the hand. */
async function keepVersionsNew() {
  await refreshVersions();
  if (!selects.includes(document.activeElement)) offerVersions();
}

selects.forEach((select, i) =>
  select.addEventListener('change', () => {
    const choice = /^\d+$/.test(select.value) ? Number(select.value) : select.value;
    choose(...sides.with(i, choice));
  }),
);
element('swap').addEventListener('click', async () => {
  await choose(sides[1], sides[0]);
  offerVersions();
});
setInterval(() => document.hidden || element('result').hidden || keepVersionsNew(), REFRESH_MILLIS);

receiveImages(show, showError);
element('part').addEventListener('change', offerDownload);
element('format').addEventListener('change', offerDownload);
element('zoom').addEventListener('change', ({ target }) => viewer.zoom(target.value));
element('repeat').addEventListener('click', () => show(image));
element('error-close').addEventListener('click', clearError);
element('another').addEventListener('click', () => {
  running.abort();
  reset();
  clearError();
  element('file').focus();
});

element('origin').textContent = location.origin;
keepVersionsNew();
getJson('/api/v1/models/current').then(serve, (cause) =>
  unserved(
    cause.status === 503 ? 'Waiting for the first model' : 'Server not reachable',
    cause.status === 503 ? 'warn' : 'bad',
  ),
);
follow({ model: serve }, (connected) => {
  if (!connected) unserved('Connection lost, trying again', 'bad');
  else if (current) serve(current);
  else unserved('Waiting for the first model', 'warn');
});
