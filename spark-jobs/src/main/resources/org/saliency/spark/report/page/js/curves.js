// The chart of a metric in each frame of a video; pointer and keys choose the frame.

/** Marks the chosen frame and the frames with pictures. */
function drawMarks(plot) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = colour('soft');
  for (const picture of picturesOf(state.video)?.frames ?? []) {
    ctx.fillRect(plot.valToPos(picture.frame, 'x', true), bbox.top + bbox.height - 4 * devicePixelRatio,
      devicePixelRatio, 4 * devicePixelRatio);
  }
  ctx.fillStyle = colour('accent');
  ctx.fillRect(plot.valToPos(state.frame, 'x', true) - devicePixelRatio, bbox.top, 2 * devicePixelRatio, bbox.height);
  ctx.restore();
}

function startCurves() {
  const place = byId('curves');
  const name = () => `${metric().label} in each frame of ${videos[state.video].name}`;
  const curves = chart(place, 220, () => {
    const { points } = videos[state.video];
    const shownOnes = shownMethods();
    const values = [Array.from({ length: points }, (_, i) => i * data.step)];
    shownOnes.forEach((method) =>
      values.push(frameValues(method, state.video, state.metric) ?? new Array(points).fill(null)));
    place.setAttribute('aria-label', `Chart of ${name()}. Arrow keys choose the frame; the table below has its values.`);
    return {
      values,
      options: {
        scales: { x: points < 2 ? { time: false, range: [-1, 1] } : { time: false } },
        axes: [frameAxis(), axis({ size: 52 })],
        series: [{}, ...shownOnes.map((method) => seriesOf(method, { points: { show: points < 2 } }))],
        cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
        hooks: {
          draw: [drawMarks],
          ready: [(plot) => {
            const follow = (event) => {
              const left = event.clientX - plot.over.getBoundingClientRect().left;
              choose({ frame: plot.posToIdx(left) * data.step });
            };
            plot.over.addEventListener('pointermove', follow);
            plot.over.addEventListener('pointerdown', follow);
          }],
        },
      },
    };
  });
  watch(['video', 'metric', 'hidden'], curves.draw);
  watch(['frame'], () => curves.plot?.redraw(false));
  byId('curve-tools').append(csvButton('frame-curves', () => ({
    columns: ['video', 'frame', ...methods.map((method) => `${method.name} ${state.metric}`)],
    rows: Array.from({ length: videos[state.video].points }, (_, i) => [
      videos[state.video].name, i * data.step,
      ...methods.map((_, method) => frameValues(method, state.video, state.metric)?.[i]),
    ]),
  })));
}
