// Means over the videos that share a value of an attribute.

function startSlices() {
  const place = byId('slice-table');
  if (!place) {
    return;
  }
  let attribute = 0;
  const draw = () => {
    const { name, slices } = data.slices[attribute];
    place.replaceChildren(table(
      `${metric().label} by ${name}, with 95 % intervals`,
      [name, 'Videos', ...methods.map((method) => method.label)],
      slices.map((slice) => [slice.value, String(slice.videos), ...slice.methods.map((own) => {
        const mean = own[state.metric];
        return el('td', null, shown(mean?.mean), mean?.low === undefined ? null
          : el('span', { class: 'detail' }, `${shown(mean.low)} to ${shown(mean.high)}`));
      })])
    ));
  };
  const chosen = choice('By', data.slices.map(({ name }, i) => [i, name]), 0, (value) => {
    attribute = Number(value);
    draw();
  });
  chosen.select.id = 'slice-choice';
  byId('slice-tools').append(chosen.node, csvButton('slices', () => ({
    columns: ['attribute', 'value', 'videos', 'method', 'metric', 'mean', 'low', 'high'],
    rows: data.slices.flatMap(({ name, slices }) => slices.flatMap((slice) =>
      slice.methods.flatMap((own, i) => Object.entries(own).map(([column, mean]) =>
        [name, slice.value, slice.videos, methods[i].name, column, mean.mean, mean.low, mean.high])))),
  })));
  watch(['metric'], draw);
}
