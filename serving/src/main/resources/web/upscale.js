// The start page: an image in, bicubic and Monge side by side.

import { follow, getJson, Problem, upscale } from '/assets/api.js';
import { integer, millis } from '/assets/format.js';
import { Slider } from '/assets/slider.js';

const element = (id) => document.getElementById(id);
const slider = new Slider(element('compare'), element('handle'));

let image; // the File or Blob being shown
let shownVersion; // the model that made the picture on screen
let current; // the model being served, or undefined while there is none
let running = new AbortController();
let png; // the answer on screen
let download = ''; // object URL behind the link
let pictures = []; // object URLs on screen, freed when replaced

// One image

async function show(file) {
  image = file;
  running.abort();
  running = new AbortController();
  const { signal } = running;
  clearError();
  element('offer').hidden = true;
  busy('Upscaling');
  try {
    await preview(file, signal);
    const [before, after] = await Promise.all([upscale(file, 'bicubic', signal), patiently(file, signal)]);
    await present(before, after, signal);
    if (signal.aborted) return;
    offerNewer();
    element('result-title').focus({ preventScroll: true });
  } catch (cause) {
    if (cause.name === 'AbortError' || signal.aborted) return;
    reset();
    showError(cause);
  } finally {
    if (!signal.aborted) busy(undefined);
  }
}

/** While the first model is still being trained, or the queue is full for a moment, waits and asks again. */
async function patiently(file, signal) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await upscale(file, 'monge', signal);
    } catch (cause) {
      const waiting = cause.status === 503 || (cause.status === 429 && attempt < 3);
      if (!waiting || signal.aborted) throw cause;
      busy(cause.status === 503 ? 'Waiting for the first model' : 'Waiting for a free place in the queue');
      await pause(Math.max(1, cause.retryAfterSeconds) * 1000, signal);
      busy('Upscaling');
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
  const probe = new Image();
  probe.src = url;
  try {
    await probe.decode();
  } catch {
    return URL.revokeObjectURL(url); // the server will say what is wrong with it
  }
  if (signal.aborted) return;
  const scale = current?.scale ?? 4;
  layOut(probe.naturalWidth * scale, probe.naturalHeight * scale);
  replacePictures(url, url);
  reveal();
}

async function present(before, after, signal) {
  const urls = [URL.createObjectURL(before.blob), URL.createObjectURL(after.blob)];
  const probe = new Image();
  probe.src = urls[1];
  await probe.decode();
  if (signal.aborted) return urls.forEach((url) => URL.revokeObjectURL(url));
  layOut(probe.naturalWidth, probe.naturalHeight);
  replacePictures(...urls);
  reveal();
  shownVersion = after.version;
  element('fact-version').textContent = 'v' + after.version;
  element('fact-iteration').textContent = integer(after.version);
  element('fact-inference').textContent = millis(after.inferenceMillis);
  element('fact-queue').textContent = millis(after.queueMillis);
  element('fact-size').textContent = `${probe.naturalWidth} × ${probe.naturalHeight}`;
  png = after.blob;
  await offerDownload(signal);
  element('announce').textContent =
    `Done: ${probe.naturalWidth} by ${probe.naturalHeight} pixels by model ${after.version}.`;
}

/** The link gives the chosen format; what is not on screen already is asked of the server. */
async function offerDownload(signal) {
  const link = element('download');
  const { value: type, selectedOptions } = element('format');
  link.removeAttribute('href');
  const ready = type === 'image/png';
  const blob = ready ? png : (await upscale(image, 'monge', signal, type)).blob;
  if (signal.aborted || type !== element('format').value) return;
  URL.revokeObjectURL(download);
  download = URL.createObjectURL(blob);
  link.href = download;
  link.download = (image.name ?? 'image').replace(/\.\w+$/, '') + '-monge.' + selectedOptions[0].dataset.ending;
  if (!ready) element('announce').textContent = `The ${selectedOptions[0].text} is ready to download.`;
}

function replacePictures(before, after) {
  const old = pictures;
  pictures = [before, after];
  element('before').src = before;
  element('after').src = after;
  old.forEach((url) => URL.revokeObjectURL(url));
}

/** Small pictures are enlarged to a whole multiple, so that every pixel is shown as it is. */
function layOut(width, height) {
  const viewer = element('viewer');
  const padding = parseFloat(getComputedStyle(element('main')).paddingLeft);
  const room = element('main').clientWidth - 2 * padding - 2; // the frame's border
  const limit = Math.max(280, window.innerHeight * 0.66);
  const fit = Math.min(room / width, limit / height);
  const actual = viewer.classList.contains('actual');
  const factor = actual ? 1 / window.devicePixelRatio : fit >= 2 ? Math.floor(fit) : fit;
  viewer.classList.toggle('pixelated', !actual && fit >= 2);
  const compare = element('compare');
  compare.style.setProperty('--shown-width', Math.round(width * factor) + 'px');
  compare.style.setProperty('--ratio', `${width} / ${height}`);
  compare.dataset.width = width;
  compare.dataset.height = height;
}

function relayOut() {
  const { width, height } = element('compare').dataset;
  if (width) layOut(Number(width), Number(height));
}

function reveal() {
  element('result').hidden = false;
  document.body.classList.add('has-result');
}

function reset() {
  element('result').hidden = true;
  document.body.classList.remove('has-result');
  shownVersion = undefined;
}

function busy(text) {
  element('busy').hidden = !text;
  element('busy-text').textContent = text ?? '';
  element('viewer').setAttribute('aria-busy', String(Boolean(text)));
  element('another').disabled = false;
  element('repeat').disabled = Boolean(text);
  if (text) element('announce').textContent = text;
}

function showError(cause) {
  const known = cause instanceof Problem;
  element('error-title').textContent = known ? cause.title : 'The picture could not be shown';
  element('error-detail').textContent = known ? cause.detail : String(cause.message ?? cause);
  element('error').hidden = false;
}

function clearError() {
  element('error').hidden = true;
}

// The served model

function serve(model) {
  current = model;
  element('status').dataset.state = 'good';
  element('status-text').textContent = `Model v${model.version}, ×${model.scale}`;
  offerNewer();
}

function offerNewer() {
  const newer = shownVersion !== undefined && current && current.version > shownVersion;
  if (newer)
    element('offer-text').textContent =
      `Model v${current.version} has arrived since this picture was made by v${shownVersion}.`;
  element('offer').hidden = !newer;
}

function unserved(text, state) {
  element('status').dataset.state = state;
  element('status-text').textContent = text;
}

// Ways in: choose, drop, paste, sample

function take(files) {
  const file = [...files].find((candidate) => candidate.type.startsWith('image/')) ?? files[0];
  if (file) show(file);
}

element('file').addEventListener('change', (event) => {
  take(event.target.files);
  event.target.value = '';
});

addEventListener('dragover', (event) => {
  if (![...event.dataTransfer.types].includes('Files')) return;
  event.preventDefault();
  document.body.classList.add('dragging');
});
addEventListener('dragleave', (event) => {
  if (!event.relatedTarget) document.body.classList.remove('dragging');
});
addEventListener('drop', (event) => {
  event.preventDefault();
  document.body.classList.remove('dragging');
  take(event.dataTransfer.files);
});
addEventListener('paste', (event) => take(event.clipboardData.files));

element('format').addEventListener('change', () => {
  offerDownload(running.signal).catch((cause) => cause.name === 'AbortError' || showError(cause));
});
element('repeat').addEventListener('click', () => show(image));
element('error-close').addEventListener('click', clearError);
element('another').addEventListener('click', () => {
  running.abort();
  busy(undefined);
  reset();
  clearError();
  element('file').focus();
});
element('zoom').addEventListener('click', (event) => {
  const actual = element('viewer').classList.toggle('actual');
  event.currentTarget.setAttribute('aria-pressed', String(actual));
  relayOut();
});
addEventListener('resize', relayOut);

async function offerSamples() {
  try {
    const { samples } = await getJson('/api/v1/samples');
    element('sample-list').replaceChildren(...samples.map(sampleButton));
  } catch {
    element('samples').hidden = true; // a page without samples still works
  }
}

function sampleButton({ path, title }) {
  const picture = new Image();
  picture.src = path;
  picture.alt = '';
  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-label', 'Try the sample: ' + title);
  button.append(picture);
  button.addEventListener('click', async () => {
    try {
      const blob = await (await fetch(path)).blob();
      show(new File([blob], path.split('/').pop(), { type: 'image/png' }));
    } catch (cause) {
      showError(cause);
    }
  });
  const item = document.createElement('li');
  item.append(button);
  return item;
}

element('origin').textContent = location.origin;
offerSamples();
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
