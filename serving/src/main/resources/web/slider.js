// The divider between the two pictures: by pointer anywhere on the picture, by keyboard on the handle.

const STEPS = { ArrowLeft: -2, ArrowDown: -2, ArrowRight: 2, ArrowUp: 2, PageDown: -10, PageUp: 10 };

export class Slider {
  constructor(surface, handle) {
    this.surface = surface;
    this.handle = handle;
    surface.addEventListener('pointerdown', (event) => this.#grab(event));
    this.names = ['left', 'right'];
    surface.addEventListener('pointermove', (event) => {
      if (surface.hasPointerCapture(event.pointerId)) this.#follow(event);
    });
    handle.addEventListener('keydown', (event) => this.#key(event));
    this.set(50);
  }

  /** What lies left and right of the divider, for those who hear the page. */
  name(left, right) {
    this.names = [left, right];
    this.handle.setAttribute('aria-label', `Divider between ${left} and ${right}`);
    this.set(this.percent);
  }

  /** Moves the divider to this many per cent from the left. */
  set(percent) {
    this.percent = Math.min(100, Math.max(0, percent));
    const rounded = Math.round(this.percent);
    this.surface.style.setProperty('--split', this.percent + '%');
    this.handle.setAttribute('aria-valuenow', String(rounded));
    this.handle.setAttribute('aria-valuetext', `${rounded} % ${this.names[0]}, ${100 - rounded} % ${this.names[1]}`);
  }

  #grab(event) {
    if (event.button !== 0) return;
    // A finger on a picture that is larger than its frame moves the picture; on the divider, the divider.
    const pans = event.pointerType === 'touch' && this.surface.classList.contains('zoomed');
    if (pans && !this.handle.contains(event.target)) return;
    this.surface.setPointerCapture(event.pointerId);
    this.handle.focus({ preventScroll: true });
    this.#follow(event);
    event.preventDefault();
  }

  #follow(event) {
    const box = this.surface.getBoundingClientRect();
    this.set(((event.clientX - box.left) / box.width) * 100);
  }

  #key(event) {
    if (event.key === 'Home') this.set(0);
    else if (event.key === 'End') this.set(100);
    else if (event.key in STEPS) this.set(this.percent + STEPS[event.key]);
    else return;
    event.preventDefault();
  }
}
