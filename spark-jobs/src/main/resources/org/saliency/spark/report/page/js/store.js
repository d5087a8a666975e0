// The embedded figures, and what the reader has chosen.

const data = JSON.parse(byId('data').textContent);
const { metrics, methods, videos } = data;
const UNDEFINED = 65535;

methods.forEach((method) => {
  method.label = method.name + (method.floor ? ' (floor)' : method.ceiling ? ' (ceiling)' : '');
});

const state = {
  metric: metrics.some((metric) => metric.column === 'cc') ? 'cc' : metrics[0].column,
  video: 0,
  frame: 0,
  hidden: new Set(),
  threshold: 0,
  strength: 0.5,
  fixations: true,
};

const listeners = [];

/** Calls a function whenever one of these choices changes, and now. */
function watch(keys, listener) {
  listeners.push({ keys, listener });
  listener();
}

/** Changes choices and tells those who watch them. */
function choose(changes) {
  const changed = Object.keys(changes).filter((key) => state[key] !== changes[key]);
  Object.assign(state, changes);
  for (const { keys, listener } of listeners) {
    if (keys.some((key) => changed.includes(key))) {
      listener();
    }
  }
}

const metricNamed = (column) => metrics.find((metric) => metric.column === column);
const metric = () => metricNamed(state.metric);
const shownMethods = () => methods.map((_, i) => i).filter((i) => !state.hidden.has(i));

/** Whether a value is better than another. */
const isBetter = (a, b) => (metric().higher ? a > b : a < b);

/** The point of a video that stands for its current frame. */
const currentPoint = () => Math.min(Math.round(state.frame / data.step), videos[state.video].points - 1);

function bytesOf(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    bytes[i] = text.charCodeAt(i);
  }
  return bytes;
}

const decoded = new Map();

/** The values of a method in all frames of all videos; null where one is undefined. */
function allValues(method, column) {
  const key = `${method} ${column}`;
  if (!decoded.has(key)) {
    const packed = data.values[column]?.[method];
    let values = null;
    if (packed) {
      const view = new DataView(bytesOf(packed.data).buffer);
      values = new Array(view.byteLength / 2);
      for (let i = 0; i < values.length; i++) {
        const step = view.getUint16(2 * i, true);
        values[i] = step === UNDEFINED ? null
          : packed.low + (step / (UNDEFINED - 1)) * (packed.high - packed.low);
      }
    }
    decoded.set(key, values);
  }
  return decoded.get(key);
}

/** The values of a method in the frames of a video; null without any. */
function frameValues(method, video, column) {
  const all = allValues(method, column);
  const { first, points } = videos[video];
  return all && all.slice(first, first + points);
}

const frameLink = (video, frame) =>
  '#' + new URLSearchParams({ video: videos[video].name, frame: String(frame) });

/** Follows an address such as {@code #video=dog&frame=12}. */
function followAddress() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (!wanted.has('video')) {
    return false;
  }
  const video = videos.findIndex((own) => own.name === wanted.get('video'));
  if (video < 0) {
    return false;
  }
  const last = (videos[video].points - 1) * data.step;
  const frame = Math.max(0, Math.min(last, Number.parseInt(wanted.get('frame') ?? '0', 10) || 0));
  choose({ video, frame });
  return true;
}
