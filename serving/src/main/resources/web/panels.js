// What the dashboard shows: each panel names its metrics and how a window or a status becomes a point.

import { bytes, compact, integer, percent, seconds } from '/assets/format.js';

const span = ({ from, until }) => ({ start: from, end: until });
const lengthSeconds = ({ from, until }) => Math.max(1e-3, (until - from) / 1000);

const mean = (window) => ({ ...span(window), value: window.mean, low: window.min, high: window.max });
const bare = (window) => ({ ...span(window), value: window.mean });
const percentile = (name) => (window) => ({ ...span(window), value: window[name] });
// Rates need the whole window: one that is still open would look like a slump.
const closed = (window, value) => ({ ...span(window), value: window.until <= Date.now() ? value : NaN });
const perSecond = (window) => closed(window, window.total / lengthSeconds(window));
const samplesPerSecond = (window) => closed(window, window.samples / lengthSeconds(window));

const windows = (metric, point, label = '') => ({ metric, point, label });
// What the server tells of itself every five seconds; of long times the metric of the same.
const status = (read, metric, label = '') => ({
  now: (one) => ({ ...span(one), value: read(one) }),
  ...windows(metric, bare, label),
});

export const GROUPS = [
  {
    title: 'Training',
    panels: [
      {
        title: 'Map loss',
        note: 'L_T, which the map T minimises: its cost less the potential of its images.',
        format: compact,
        series: [windows('trainer.map.loss', mean)],
      },
      {
        title: 'Potential loss',
        note: 'L_f, which the potential f maximises: how far it tells made from real.',
        format: compact,
        series: [windows('trainer.potential.loss', mean)],
      },
      {
        title: 'Content loss',
        note: 'R_c(T), the mean cost of carrying a small image to its large one.',
        format: compact,
        series: [windows('trainer.content.loss', mean)],
      },
      {
        title: 'Palette contrast',
        note: 'A biased map is paler than its target. SR should come to lie on HR.',
        format: compact,
        series: [
          windows('trainer.palette.contrast.sr', bare, 'SR'),
          windows('trainer.palette.contrast.lr', bare, 'LR'),
          windows('trainer.palette.contrast.hr', bare, 'HR'),
        ],
      },
      {
        title: 'Distance from HR',
        note: 'Sliced Wasserstein distance of SR’s 8×8 blocks from HR’s, with and without flat colour.',
        format: compact,
        series: [
          windows('trainer.sliced.wasserstein', bare, 'all'),
          windows('trainer.sliced.wasserstein.texture', bare, 'texture'),
        ],
      },
      {
        title: 'BW2-UVP',
        note: 'Distance of T(LR)’s first two moments from HR’s, in percent of HR’s variance.',
        format: compact,
        fromZero: true,
        series: [windows('trainer.bw2.uvp', bare)],
      },
      {
        title: 'Monge gap',
        note: 'How much dearer T is than the best pairing of the same images; zero for an optimal map.',
        format: compact,
        fromZero: true,
        series: [windows('trainer.monge.gap', bare)],
      },
      {
        title: 'Step time',
        note: 'One iteration: one step of the potential and all of the map’s.',
        format: seconds,
        fromZero: true,
        series: [windows('trainer.step.seconds', mean)],
      },
      {
        title: 'Iterations per second',
        note: 'Iterations finished in each window.',
        format: compact,
        fromZero: true,
        series: [windows('trainer.step.seconds', samplesPerSecond)],
      },
    ],
  },
  {
    title: 'Streams',
    panels: [
      {
        title: 'Patches per second',
        note: 'What arrives on the two topics of patches.',
        format: compact,
        fromZero: true,
        series: [windows('ingest.patches.lr', perSecond, 'LR'), windows('ingest.patches.hr', perSecond, 'HR')],
      },
      {
        title: 'Drift',
        note: 'How far the newest patches look from those before, in standard deviations of looks.',
        format: compact,
        fromZero: true,
        series: [windows('stream.drift.lr', bare, 'LR'), windows('stream.drift.hr', bare, 'HR')],
      },
      {
        title: 'Reservoir fill',
        note: 'How full the two pools are that training draws from.',
        format: percent,
        fromZero: true,
        series: [windows('trainer.reservoir.fill.lr', bare, 'LR'), windows('trainer.reservoir.fill.hr', bare, 'HR')],
      },
      {
        title: 'Stream lag',
        note: 'Patches on the topics that training has not read yet.',
        format: compact,
        fromZero: true,
        series: [windows('trainer.stream.lag.lr', bare, 'LR'), windows('trainer.stream.lag.hr', bare, 'HR')],
      },
    ],
  },
  {
    title: 'Serving',
    panels: [
      {
        title: 'Upscale latency',
        note: 'From arrival to encoded image.',
        format: seconds,
        fromZero: true,
        onRequest: true,
        series: [
          windows('serving.upscale.seconds', percentile('p50'), 'p50'),
          windows('serving.upscale.seconds', percentile('p95'), 'p95'),
          windows('serving.upscale.seconds', percentile('p99'), 'p99'),
        ],
      },
      {
        title: 'Time by stage',
        note: 'Mean time of one image in the queue, in the map, and being encoded.',
        format: seconds,
        fromZero: true,
        onRequest: true,
        series: [
          windows('serving.infer.seconds', bare, 'map'),
          windows('serving.queue.seconds', bare, 'queue'),
          windows('serving.encode.seconds', bare, 'encode'),
        ],
      },
      {
        title: 'Requests per second',
        note: 'Answered with an image, and refused.',
        format: compact,
        fromZero: true,
        onRequest: true,
        series: [windows('serving.requests', perSecond, 'answered'), windows('serving.refused', perSecond, 'refused')],
      },
      {
        title: 'Queue depth',
        note: 'Images waiting or in work.',
        format: compact,
        fromZero: true,
        series: [status((one) => one.queue.requests, 'serving.queue.depth')],
      },
      {
        title: 'Model version',
        note: 'Iterations of the map being served, and of the newest published one.',
        format: integer,
        series: [
          status((one) => one.servedVersion ?? NaN, 'serving.model.version', 'served'),
          status((one) => one.latestVersion ?? NaN, undefined, 'published'),
        ],
      },
      {
        title: 'Processors',
        note: 'Share of the machine that training and serving use; in the demo both are one process.',
        format: percent,
        fromZero: true,
        series: [
          windows('trainer.processor.share', bare, 'training'),
          windows('serving.processor.share', bare, 'serving'),
        ],
      },
      {
        title: 'Memory',
        note: 'Of the serving process: resident with native memory, and Java heap in use.',
        format: bytes,
        fromZero: true,
        tickUnit: (high) => (high >= 2 ** 30 ? 2 ** 30 : 2 ** 20),
        series: [
          status((one) => one.memory.residentBytes, 'serving.memory.bytes', 'resident'),
          status((one) => one.memory.heapUsedBytes, undefined, 'heap'),
        ],
      },
    ],
  },
];
