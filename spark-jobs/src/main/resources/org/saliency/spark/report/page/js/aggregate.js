// Mean maps of the data set: the truth's and each method's.

function startAggregate() {
  const place = byId('mean-maps');
  const mean = data.meanMaps;
  if (!place || !mean) {
    return;
  }
  const draw = async () => {
    const image = await imageOf(mean.maps);
    const figures = [];
    let top = 0;
    ['Ground truth', ...methods.map((method) => method.label)].forEach((title, row) => {
      if (!mean.rows[row]) {
        return;
      }
      const canvas = el('canvas', { role: 'img', 'aria-label': `Mean map: ${title}` });
      paintHeat(canvas, pixels(image, top, mean.mapHeight, mean.width, mean.height), null, state.threshold, 1);
      top += mean.mapHeight;
      figures.push(el('figure', { class: 'panel' }, canvas,
        el('figcaption', null, row ? swatch(methods[row - 1]) : null, title)));
    });
    place.replaceChildren(...figures);
  };
  const isDrawn = whenSeen(place, draw);
  watch(['threshold'], () => isDrawn() && draw());
}
