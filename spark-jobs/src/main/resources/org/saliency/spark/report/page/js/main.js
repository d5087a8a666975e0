// Starts the parts of the page.

function startMetric() {
  const chosen = choice('Metric', metrics.map(({ column, label, higher }) =>
    [column, `${label} (${higher ? 'higher' : 'lower'} is better)`]), state.metric, (value) => choose({ metric: value }));
  chosen.select.id = 'metric-choice';
  byId('metric-tool').append(chosen.node);
}

document.documentElement.classList.add('js');
startTheme();
startMetric();
startLeaderboard();
startPairs();
startVideoTable();
if (data.hasFrames) {
  startFrameChoice();
  startMapTools();
  startCurves();
  startPanels();
  startFrameValues();
  startPlayback();
  startKeys();
  startExtremes();
  startHistogram();
}
startAggregate();
startVideoChart();
startSlices();
startAreas();
startCharts();

const follow = () => {
  if (followAddress()) {
    byId('explore').scrollIntoView();
  }
};
window.addEventListener('hashchange', follow);
follow();

// The address names the chosen frame, once it has been changed.
let naming = null;
const first = frameLink(state.video, state.frame);
watch(['video', 'frame'], () => {
  clearTimeout(naming);
  naming = setTimeout(() => {
    const link = frameLink(state.video, state.frame);
    if (link !== first || location.hash.includes('video=')) {
      history.replaceState(null, '', link);
    }
  }, 300);
});
