// Share of the attention in areas of interest, over time and on average.

function startAreas() {
  const place = byId('area-chart');
  if (!place) {
    return;
  }
  const rows = ['Ground truth', ...methods.map((method) => method.label)];
  const defined = (values) => values.filter((value) => value !== null);
  const mean = (values) => defined(values).length
    ? defined(values).reduce((sum, value) => sum + value, 0) / defined(values).length : null;
  const percent = (value) => value === null ? '–' : `${(100 * value).toFixed(1)} %`;
  const label = (area) => `${area.name}, ${area.video}`;
  byId('area-table').append(table(
    'Mean share of the attention in areas of interest',
    ['Area', 'Video', 'Frames', 'Box', ...rows],
    data.areas.map((area) => [area.name, area.video, `${area.first}–${area.last}`, area.box,
      ...area.shares.map((shares) => percent(mean(shares)))])
  ));
  let shownArea = 0;
  const plot = chart(place, 220, () => {
    const area = data.areas[shownArea];
    place.setAttribute('aria-label', `Share of the attention in ${label(area)} over its frames; the table above has the means.`);
    return {
      values: [area.frames, ...area.shares],
      options: {
        scales: { x: { time: false } },
        axes: [frameAxis(),
          axis({ size: 52, values: (_, splits) => splits.map((value) => `${+(100 * value).toFixed(2)} %`) })],
        series: [{}, { label: rows[0], stroke: () => colour('ink'), width: 2.5, points: { show: false } },
          ...methods.map((_, method) => seriesOf(method))],
        cursor: { y: false, drag: { x: false, y: false } },
      },
    };
  });
  const chosen = choice('Area', data.areas.map((area, i) => [i, label(area)]), 0, (value) => {
    shownArea = Number(value);
    plot.draw();
  });
  chosen.select.id = 'area-choice';
  byId('area-tools').append(chosen.node, csvButton('areas', () => ({
    columns: ['area', 'video', 'frame', ...rows],
    rows: data.areas.flatMap((area) => area.frames.map((frame, i) =>
      [area.name, area.video, frame, ...area.shares.map((shares) => shares[i])])),
  })));
  plot.draw();
}
