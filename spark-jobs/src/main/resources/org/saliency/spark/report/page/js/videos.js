// The chart of a metric by video, and the table of videos and methods.

function startVideoChart() {
  const place = byId('video-chart');
  let order = [];
  const plot = chart(place, 240, () => {
    const main = (video) => videos[video].means[0]?.[state.metric] ?? -Infinity;
    order = videos.map((_, i) => i).sort((a, b) => main(b) - main(a));
    const names = order.map((video) => videos[video].name);
    place.setAttribute('aria-label', `${metric().label} of each video; the table below has the values.`);
    return {
      values: [
        order.map((_, i) => i),
        ...shownMethods().map((method) => order.map((video) => videos[video].means[method]?.[state.metric] ?? null)),
      ],
      options: {
        scales: { x: { time: false, range: [-0.5, order.length - 0.5] } },
        axes: [
          axis({
            splits: () => order.map((_, i) => i),
            values: (_, splits) => splits.map((i) => names[i] ?? ''),
            rotate: -60, size: 90, grid: { show: order.length <= 60, stroke: () => colour('line'), width: 1 },
            show: order.length <= 60,
          }),
          axis({ size: 52 }),
        ],
        series: [{}, ...shownMethods().map((method) => seriesOf(method, {
          width: 0, paths: () => null,
          points: { show: true, size: 8, fill: () => methodColour(method) },
        }))],
        cursor: { y: false, drag: { x: false, y: false } },
        hooks: {
          ready: [(own) => own.over.addEventListener('click', () => {
            if (own.cursor.idx !== null && own.cursor.idx !== undefined) {
              choose({ video: order[own.cursor.idx], frame: 0 });
              byId('explore').scrollIntoView();
            }
          })],
        },
      },
    };
  });
  const isDrawn = whenSeen(place, plot.draw);
  watch(['metric', 'hidden'], () => isDrawn() && plot.draw());
}

const cellValue = (row, column) => {
  const cell = row.cells[column];
  const number = cell.dataset.value;
  return number === undefined ? cell.textContent.trim() : number === '' ? null : Number(number);
};

/** Undefined values come last in either direction. */
function compareCells(a, b, isDescending) {
  if (a === null || b === null) {
    return (a === null) - (b === null);
  }
  const order = typeof a === 'number' && typeof b === 'number' ? a - b
    : String(a).localeCompare(String(b), undefined, { numeric: true });
  return isDescending ? -order : order;
}

function startVideoTable() {
  const own = byId('video-table').querySelector('table');
  const body = own.tBodies[0];
  const rows = [...body.rows];
  [...own.tHead.rows[0].cells].forEach((heading, column) => {
    const button = el('button', { type: 'button', class: 'sort' }, ...heading.childNodes);
    heading.append(button);
    button.addEventListener('click', () => {
      const isDescending = heading.getAttribute('aria-sort') === 'ascending';
      [...own.tHead.rows[0].cells].forEach((other) => other.removeAttribute('aria-sort'));
      heading.setAttribute('aria-sort', isDescending ? 'descending' : 'ascending');
      rows.sort((a, b) => compareCells(cellValue(a, column), cellValue(b, column), isDescending));
      body.append(...rows);
    });
  });
  rows.forEach((row) => {
    const heading = row.cells[0];
    const video = videos.findIndex((shownOne) => shownOne.name === heading.dataset.video);
    if (video >= 0) {
      heading.replaceChildren(el('a', { href: frameLink(video, 0) }, ...heading.childNodes));
    }
  });
  const count = el('output', null);
  const filter = el('input', {
    id: 'video-filter', type: 'search', placeholder: 'name of a video or method',
    oninput: () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      rows.forEach((row) => {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
      });
      const left = rows.filter((row) => !row.hidden).length;
      count.textContent = `${left} of ${rows.length} rows`;
    },
  });
  byId('video-tools').append(
    el('label', { class: 'choice', for: 'video-filter' }, 'Filter ', filter), count,
    csvButton('videos', videosCsv));
}

function videosCsv() {
  return {
    columns: ['video', 'method', 'frames', ...metrics.map(({ column }) => column)],
    rows: videos.flatMap((video) => methods.flatMap((method, i) =>
      video.means[i] ? [[video.name, method.name, video.frames[i],
        ...metrics.map(({ column }) => video.means[i][column])]] : [])),
  };
}
