// Rows with a mean and its interval on a common scale.

/**
 * Rows of intervals as a table.
 *
 * @param rows with name, mean, low and high (null without an interval), colour, note and emphasis
 * @param zero whether the scale holds zero, which is then marked
 */
function intervalTable(caption, columns, rows, zero) {
  const ends = rows.flatMap((row) => [row.mean, row.low, row.high]).filter(Number.isFinite);
  let low = Math.min(...ends, ...(zero ? [0] : []));
  let high = Math.max(...ends, ...(zero ? [0] : []));
  const margin = (high - low || Math.abs(high) || 1) * 0.06;
  low -= margin;
  high += margin;
  const at = (value) => `${((100 * (value - low)) / (high - low)).toFixed(2)}%`;
  const colour = (row) => (row.isStrong === false ? 'var(--soft)' : row.colour);
  const bar = (row) =>
    el(
      'div',
      { class: row.isStrong === false ? 'interval weak' : 'interval', 'aria-hidden': 'true' },
      zero ? el('span', { class: 'zero', style: `left:${at(0)}` }) : null,
      row.low === null || row.low === undefined ? null : el('span', {
        class: 'range',
        style: `left:${at(row.low)};right:calc(100% - ${at(row.high)});background:${colour(row)}`,
      }),
      Number.isFinite(row.mean)
        ? el('span', { class: 'mean', style: `left:${at(row.mean)};background:${colour(row)}` }) : null
    );
  return table(caption, columns, rows.map((row) => [
    row.name,
    el('td', { class: 'bar' }, bar(row)),
    shown(row.mean),
    row.low === null || row.low === undefined ? '–' : `${shown(row.low)} to ${shown(row.high)}`,
    ...row.notes,
  ]));
}

function startLeaderboard() {
  const place = byId('mean-intervals');
  place.before(el('div', { class: 'tools corner' }, csvButton('leaderboard', leaderboardCsv)));
  watch(['metric'], () => {
    const column = state.metric;
    const rows = [...methods]
      .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
      .map((method) => ({
        name: [swatch(method), method.label],
        mean: method.means[column],
        low: method.intervals[column]?.[0],
        high: method.intervals[column]?.[1],
        colour: method.colour,
        notes: [method.places[column] ?? '–'],
      }));
    place.replaceChildren(
      el('h3', null, `${metric().label}: mean and 95 % interval`),
      intervalTable(
        `${metric().label}: mean over the videos and its 95 % interval`,
        ['Method', 'Scale', 'Mean', '95 % interval', 'Place'],
        rows,
        false
      )
    );
  });
}

function leaderboardCsv() {
  const columns = ['rank', 'method', 'floor', 'mean_place', 'frames', 'missing_frames'];
  metrics.forEach(({ column }) => columns.push(column, `${column}_low`, `${column}_high`, `${column}_place`));
  columns.push('ceiling');
  const rows = methods.map((method) => [
    method.rank, method.name, method.floor ?? '', method.meanPlace, method.frames, method.missing,
    ...metrics.flatMap(({ column }) => [
      method.means[column], method.intervals[column]?.[0], method.intervals[column]?.[1], method.places[column],
    ]),
    method.ceiling ?? '',
  ]);
  return { columns, rows };
}
