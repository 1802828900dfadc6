// The link that gives what is on screen as a file: either side or both, in the chosen format.

import { upscale } from '/assets/api.js';
import { nameOf, queryOf, versionsOf } from '/assets/versions.js';

const element = (id) => document.getElementById(id);
let url = ''; // object URL behind the link

/**
 * Fills the link; what is not on screen already is asked of the server.
 *
 * @returns what to say to those who hear the page, if anything
 */
export async function offer(image, shown, signal) {
  const both = versionsOf(shown).length === 2;
  element('part-both').hidden = element('part-both').disabled = !both;
  if (!both && element('part').value === 'both') element('part').value = 'right';
  const part = element('part').value;
  const { value: type, selectedOptions } = element('format');
  const link = element('download');
  link.removeAttribute('href');
  const { blob, asked } = await picture(image, shown, part, type, signal);
  if (signal.aborted || type !== element('format').value || part !== element('part').value) return undefined;
  URL.revokeObjectURL(url);
  url = URL.createObjectURL(blob);
  link.href = url;
  link.download = `${(image.name ?? 'image').replace(/\.\w+$/, '')}-${suffix(shown, part)}.${selectedOptions[0].dataset.ending}`;
  return asked ? `The ${selectedOptions[0].text} is ready to download.` : undefined;
}

async function picture(image, shown, part, type, signal) {
  const ask = async (choice) => ({ blob: (await upscale(image, queryOf(choice), signal, type)).blob, asked: true });
  if (part === 'both') return ask(versionsOf(shown).join(','));
  const side = part === 'left' ? 0 : 1;
  const answer = shown.answers[side];
  if (type === 'image/png') return { blob: answer.blob, asked: false };
  // By its version: meanwhile another may be served than the one on screen.
  return ask(answer.version ?? shown.sides[side]);
}

function suffix(shown, part) {
  if (part === 'both')
    return versionsOf(shown)
      .map((version) => 'v' + version)
      .join('-');
  return nameOf(shown.sides[part === 'left' ? 0 : 1]).toLowerCase();
}
