// Ways in for an image: choose, drop, paste, sample.

import { getBlob, getJson } from '/assets/api.js';

const element = (id) => document.getElementById(id);

/**
 * @param show takes a File
 * @param fail takes an error
 */
export function receiveImages(show, fail) {
  const take = (files) => {
    const file = [...files].find((candidate) => candidate.type.startsWith('image/')) ?? files[0];
    if (file) show(file);
  };
  element('file').addEventListener('change', (event) => {
    take(event.target.files);
    event.target.value = '';
  });
  receiveDrops(take);
  addEventListener('paste', (event) => take(event.clipboardData.files));
  offerSamples(show, fail);
}

function receiveDrops(take) {
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
}

async function offerSamples(show, fail) {
  try {
    const { samples } = await getJson('/api/v1/samples');
    element('sample-list').replaceChildren(...samples.map((sample) => sampleButton(sample, show, fail)));
  } catch {
    element('samples').hidden = true; // a page without samples still works
  }
}

function sampleButton({ path, title }, show, fail) {
  const picture = new Image();
  picture.src = path;
  picture.alt = '';
  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-label', 'Try the sample: ' + title);
  button.append(picture);
  button.addEventListener('click', async () => {
    try {
      show(new File([await getBlob(path)], path.split('/').pop(), { type: 'image/png' }));
    } catch (cause) {
      fail(cause);
    }
  });
  const item = document.createElement('li');
  item.append(button);
  return item;
}
