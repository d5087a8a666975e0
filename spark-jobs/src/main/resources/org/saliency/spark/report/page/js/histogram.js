// How a metric is distributed over the frames.

const BINS = 30;

/** The defined values of a method, ascending. */
function sortedValues(method, isOneVideo) {
  const values = isOneVideo ? frameValues(method, state.video, state.metric) : allValues(method, state.metric);
  return (values ?? []).filter((value) => value !== null).sort((a, b) => a - b);
}

function histogram(isOneVideo) {
  const sorted = methods.map((_, method) => sortedValues(method, isOneVideo));
  const all = shownMethods().map((method) => sorted[method]).filter((values) => values.length);
  const low = Math.min(...all.map((values) => values[0]), Infinity);
  const high = Math.max(...all.map((values) => values[values.length - 1]), -Infinity);
  const from = Number.isFinite(low) ? low : 0;
  const width = (Number.isFinite(high) && high > from ? high - from : 1) / BINS;
  const counts = sorted.map((values) => {
    const bins = new Array(BINS + 1).fill(0);
    values.forEach((value) => bins[Math.min(BINS - 1, Math.max(0, Math.floor((value - from) / width)))]++);
    return bins;
  });
  return { sorted, counts, edges: Array.from({ length: BINS + 1 }, (_, i) => from + i * width) };
}

const quantile = (sorted, share) => sorted.length ? sorted[Math.round(share * (sorted.length - 1))] : null;

function startHistogram() {
  const place = byId('histogram');
  let isOneVideo = false;
  const plot = chart(place, 220, () => {
    const { counts, edges } = histogram(isOneVideo);
    const stepped = uPlot.paths.stepped({ align: 1 });
    place.setAttribute('aria-label', `Histogram of ${metric().label}; the table below has its quantiles.`);
    return {
      values: [edges, ...shownMethods().map((method) => counts[method])],
      options: {
        scales: { x: { time: false } },
        axes: [axis({ label: metric().label, labelSize: 18, size: 36 }), axis({ size: 52 })],
        series: [{}, ...shownMethods().map((method) =>
          seriesOf(method, { paths: stepped, fill: () => methodColour(method, '22') }))],
        cursor: { drag: { x: false, y: false }, points: { show: false } },
      },
    };
  });
  const quantiles = () => {
    const { sorted } = histogram(isOneVideo);
    byId('quantiles').replaceChildren(table(
      `Quantiles of ${metric().label} over the frames`,
      ['Method', 'Frames', 'Lowest', '5 %', '25 %', 'Median', '75 %', '95 %', 'Highest'],
      shownMethods().map((method) => [
        [swatch(methods[method]), methods[method].label], String(sorted[method].length),
        ...[0, 0.05, 0.25, 0.5, 0.75, 0.95, 1].map((share) => shown(quantile(sorted[method], share))),
      ])
    ));
  };
  const draw = () => {
    plot.draw();
    quantiles();
  };
  const scope = choice('Frames of', [['all', 'all videos'], ['one', 'the chosen video']], 'all', (value) => {
    isOneVideo = value === 'one';
    draw();
  });
  byId('histogram-tools').append(scope.node, csvButton('histogram', () => {
    const { counts, edges } = histogram(isOneVideo);
    return {
      columns: ['from', 'to', ...methods.map((method) => method.name)],
      rows: edges.slice(0, BINS).map((edge, i) => [edge, edges[i + 1], ...counts.map((own) => own[i])]),
    };
  }));
  const isDrawn = whenSeen(place, draw);
  watch(['metric', 'hidden'], () => isDrawn() && draw());
  watch(['video'], () => isDrawn() && isOneVideo && draw());
}
