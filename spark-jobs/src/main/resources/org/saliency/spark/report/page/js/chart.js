// Charts drawn by uPlot, as wide as their place and in the colours of the page.

const charts = [];

function axis(extra) {
  return {
    stroke: () => colour('soft'),
    grid: { stroke: () => colour('line'), width: 1 },
    ticks: { stroke: () => colour('line'), width: 1 },
    font: '12px system-ui, sans-serif',
    ...extra,
  };
}

/** The axis of frames, which have whole numbers. */
const frameAxis = () =>
  axis({ label: 'frame', labelSize: 18, size: 36, incrs: [1, 2, 5].flatMap((n) => [n, 10 * n, 100 * n, 1000 * n, 10000 * n]).sort((a, b) => a - b) });

/** A chart in a place; {@code make} gives uPlot's options without a size, and its data. */
function chart(place, height, make) {
  const own = { place, plot: null };
  own.draw = () => {
    const { options, values } = make();
    own.plot?.destroy();
    place.replaceChildren();
    own.plot = new uPlot(
      {
        width: Math.max(240, place.clientWidth),
        height,
        legend: { show: false },
        ...options,
      },
      values,
      place
    );
  };
  own.resize = () => {
    const width = Math.max(240, place.clientWidth);
    if (own.plot && own.plot.width !== width) {
      own.plot.setSize({ width, height });
    }
  };
  charts.push(own);
  return own;
}

function startCharts() {
  new ResizeObserver(() => charts.forEach((own) => own.resize())).observe(document.querySelector('main'));
  onTheme(() => charts.forEach((own) => own.plot?.redraw()));
}

const seriesOf = (method, extra) => ({
  label: methods[method].name,
  stroke: () => methodColour(method),
  dash: methods[method].floor ? [6, 4] : methods[method].ceiling ? [2, 3] : [],
  width: 1.5,
  points: { show: false },
  ...extra,
});
