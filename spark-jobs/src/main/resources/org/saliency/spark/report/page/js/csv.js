// Downloads the figures behind a chart as CSV.

/** A cell; an apostrophe keeps spreadsheets from running a text as a formula. */
function csvCell(value) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return '';
  }
  let text = String(value);
  if (typeof value === 'string' && /^'*[=+\-@\t\r]/.test(text)) {
    text = "'" + text;
  }
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const csvText = (columns, rows) =>
  [columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\n') + '\n';

/** A button that downloads a table, which is made when it is pressed. */
function csvButton(name, make) {
  const save = () => {
    const { columns, rows } = make();
    const url = URL.createObjectURL(new Blob([csvText(columns, rows)], { type: 'text/csv' }));
    el('a', { download: `${name}.csv`, href: url }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  };
  return el('button', { type: 'button', class: 'csv', 'data-csv': name, onclick: save },
    'CSV', el('span', { class: 'hidden' }, ` of ${name.replaceAll('-', ' ')}`));
}
