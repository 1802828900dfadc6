// Talking to the server: problem documents become errors, the event stream reconnects by itself.

export class Problem extends Error {
  constructor(title, detail, status, retryAfterSeconds) {
    super(title);
    this.title = title;
    this.detail = detail;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

async function problemOf(response) {
  const retryAfter = Number(response.headers.get('Retry-After')) || 0;
  const type = response.headers.get('Content-Type') ?? '';
  if (type.startsWith('application/problem+json')) {
    const body = await response.json();
    return new Problem(body.title, body.detail, response.status, retryAfter);
  }
  return new Problem('The server answered ' + response.status, response.statusText, response.status, retryAfter);
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (cause) {
    if (cause.name === 'AbortError') throw cause;
    throw new Problem('The server cannot be reached', 'Is Monge still running? Try again in a moment.', 0, 0);
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

export async function getJson(path) {
  const response = await request(path, { headers: { Accept: 'application/json' } });
  return response.json();
}

export async function getBlob(path) {
  const response = await request(path);
  return response.blob();
}

/**
 * The image enlarged: {blob, version, inferenceMillis, queueMillis}.
 *
 * @param query what is to enlarge it, such as method=bicubic, method=monge or versions=12
 */
export async function upscale(image, query, signal, type = 'image/png') {
  const response = await request('/api/v1/upscale?' + query, {
    method: 'POST',
    body: image,
    headers: { Accept: type, 'Content-Type': image.type || 'application/octet-stream' },
    signal,
  });
  const number = (name) => (response.headers.has(name) ? Number(response.headers.get(name)) : undefined);
  return {
    blob: await response.blob(),
    version: number('X-Model-Version'),
    inferenceMillis: number('X-Inference-Millis'),
    queueMillis: number('X-Queue-Millis'),
  };
}

/**
 * Follows the server's events while the page is seen. A hidden page closes its stream: browsers allow six
 * connections to a server, and forgotten tabs would use them up. EventSource reconnects after a lost connection
 * but gives up after an answer that is not a stream; then we open a new one, a little later each time.
 */
export function follow(listeners, onConnection) {
  let delay = 1000;
  let source;
  let timer;
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const open = () => {
    close();
    source = new EventSource('/api/v1/metrics/stream');
    source.onopen = () => {
      delay = 1000;
      onConnection(true);
    };
    source.onerror = () => {
      onConnection(false);
      if (source?.readyState === EventSource.CLOSED) {
        timer = setTimeout(open, delay);
        delay = Math.min(delay * 2, 15000);
      }
    };
    for (const [name, listener] of Object.entries(listeners)) {
      source.addEventListener(name, (event) => listener(JSON.parse(event.data)));
    }
  };
  addEventListener('pagehide', close); // also before the page is kept for the back button
  addEventListener('pageshow', (event) => event.persisted && open());
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : (source ?? open())));
  open();
}
