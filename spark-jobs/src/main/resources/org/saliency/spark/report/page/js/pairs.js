// Every method against every other: videos won, tied and lost, and paired differences.

/** The comparison of two methods seen from the first; null for a metric that one lacks. */
function pairOf(method, other) {
  for (const pair of data.pairs.filter((own) => own.metric === state.metric)) {
    if (pair.method === method.name && pair.other === other.name) {
      return pair;
    }
    if (pair.method === other.name && pair.other === method.name) {
      return { ...pair, wins: pair.losses, losses: pair.wins };
    }
  }
  return null;
}

const labelNamed = (name) => methods.find((method) => method.name === name).label;

function matrixCell(method, other) {
  if (method === other) {
    return el('td', { class: 'self' }, el('span', { class: 'hidden' }, 'itself'), '·');
  }
  const pair = pairOf(method, other);
  if (!pair || !pair.videos) {
    return el('td', null, '–');
  }
  const ties = pair.videos - pair.wins - pair.losses;
  const share = (pair.wins + ties / 2) / pair.videos;
  const text = `${pair.wins}–${ties}–${pair.losses}`;
  const title = `${method.label} is better than ${other.label} in ${pair.wins} of ${pair.videos} videos, `
    + `equal in ${ties}, worse in ${pair.losses}; `
    + (pair.shown ? 'the mean difference is shown' : 'a mean difference is not shown');
  return el('td', { class: pair.shown ? 'won shown' : 'won', style: `--share:${share.toFixed(3)}`, title },
    text, pair.shown ? el('span', { 'aria-hidden': 'true' }, ' *') : null,
    el('span', { class: 'hidden' }, pair.shown ? ', difference shown' : ', difference not shown'));
}

function startPairs() {
  const matrix = byId('win-matrix');
  const plot = byId('paired-differences');
  if (!matrix) {
    return;
  }
  matrix.before(el('div', { class: 'tools corner' }, csvButton('paired-differences', pairsCsv)));
  watch(['metric'], () => {
    const { label, higher } = metric();
    matrix.replaceChildren(
      el('h3', null, `${label}: videos won–tied–lost, row against column`),
      table(
        `${label}: videos that the method of the row won, tied and lost against that of the column`,
        ['Method', ...methods.map((method) => method.label)],
        methods.map((method) => [
          [swatch(method), method.label],
          ...methods.map((other) => matrixCell(method, other)),
        ])
      )
    );
    const rows = data.pairs
      .filter((pair) => pair.metric === state.metric && pair.videos > 0)
      .map((pair) => ({
        name: `${labelNamed(pair.method)} − ${labelNamed(pair.other)}`,
        mean: pair.difference,
        low: pair.low,
        high: pair.high,
        colour: methods.find((method) => method.name === pair.method).colour,
        isStrong: pair.shown,
        notes: [
          pair.shown ? 'shown' : 'not shown',
          `${pair.wins} of ${pair.videos}`,
        ],
      }));
    plot.replaceChildren(
      el('h3', null, `${label}: paired differences, ${higher ? 'higher' : 'lower'} is better`),
      rows.length
        ? intervalTable(
          `${label}: mean difference over the videos and its 95 % interval`,
          ['Methods', 'Scale', 'Difference', '95 % interval', 'Difference is', 'Videos won'],
          rows,
          true)
        : el('p', { class: 'hint' }, `No two methods have ${label} for the same video.`)
    );
  });
}

function pairsCsv() {
  const columns = ['metric', 'method', 'other', 'difference', 'low', 'high', 'shown', 'wins', 'losses', 'videos'];
  return { columns, rows: data.pairs.map((pair) => columns.map((column) => pair[column])) };
}
