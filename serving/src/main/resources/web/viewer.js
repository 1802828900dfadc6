// Two pictures over each other in a frame: their size on screen, zoom, and the divider.

import { Slider } from '/assets/slider.js';

export class Viewer {
  #pictures = []; // object URLs on screen, freed when replaced
  #zoom = 'fit';

  /** @param parts elements: room (what bounds the width), frame, scroller, compare, before, after, tags, handle */
  constructor(parts) {
    this.parts = parts;
    this.slider = new Slider(parts.compare, parts.handle);
    addEventListener('resize', () => this.#layOut());
  }

  /**
   * Shows two pictures of one size in CSS pixels; the URLs are the viewer's from now on.
   *
   * @param names of both, as [{ tag, alt }, { tag, alt }]
   */
  show(urls, size, names) {
    const { before, after, tags, compare } = this.parts;
    Object.assign(compare.dataset, size);
    const old = this.#pictures;
    this.#pictures = urls;
    [before, after].forEach((image, i) => {
      image.src = urls[i];
      image.alt = names[i].alt;
      tags[i].textContent = names[i].tag;
    });
    old.filter((url) => !urls.includes(url)).forEach((url) => URL.revokeObjectURL(url));
    this.slider.name(names[0].tag, names[1].tag);
    this.#layOut();
  }

  /** @param zoom 'fit', or device pixels for each pixel of the picture; what is in the middle stays there */
  zoom(zoom) {
    const { scroller } = this.parts;
    const middle = [
      (scroller.scrollLeft + scroller.clientWidth / 2) / scroller.scrollWidth,
      (scroller.scrollTop + scroller.clientHeight / 2) / scroller.scrollHeight,
    ];
    this.#zoom = zoom;
    this.#layOut();
    scroller.scrollLeft = middle[0] * scroller.scrollWidth - scroller.clientWidth / 2;
    scroller.scrollTop = middle[1] * scroller.scrollHeight - scroller.clientHeight / 2;
  }

  /** Small pictures are enlarged to a whole multiple, so that every pixel is shown as it is. */
  #layOut() {
    const { room, frame, scroller, compare } = this.parts;
    const { width, height } = compare.dataset;
    if (!width) return;
    const padding = parseFloat(getComputedStyle(room).paddingLeft);
    const most = room.clientWidth - 2 * padding - 2; // the frame's border
    const fit = Math.min(most / width, Math.max(280, window.innerHeight * 0.66) / height);
    const zoomed = this.#zoom !== 'fit';
    const whole = fit >= 2 ? Math.floor(fit) : fit;
    const factor = zoomed ? this.#zoom / window.devicePixelRatio : whole;
    frame.classList.toggle('zoomed', zoomed);
    frame.classList.toggle('pixelated', factor * window.devicePixelRatio >= 2);
    compare.classList.toggle('zoomed', zoomed);
    compare.style.setProperty('--shown-width', Math.round(width * factor) + 'px');
    compare.style.setProperty('--ratio', `${width} / ${height}`);
    // Keys scroll what has the focus: a frame that hides a part of the picture can have it.
    const larger = zoomed && (width * factor > most || scroller.scrollHeight > scroller.clientHeight);
    scroller.toggleAttribute('tabindex', larger);
    if (larger) scroller.tabIndex = 0;
  }
}
