// Builds elements; text never becomes markup.

const byId = (id) => document.getElementById(id);

/** An element: attributes by name, listeners as functions named onEVENT, children as nodes or texts. */
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** A number with a proper minus sign; a dash when it is undefined. */
function shown(value, digits = 3) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return '–';
  }
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '\u2212');
}

/** The colour swatch of a method. */
const swatch = (method) =>
  el('span', { class: 'swatch', style: `background:${method.colour}`, 'aria-hidden': 'true' });

/** A table with a heading for each column; the first cell of a row is its heading. */
function table(caption, columns, rows) {
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    el(
      'table',
      null,
      el('caption', { class: 'hidden' }, caption),
      el('thead', null, el('tr', null, columns.map((name, i) =>
        el('th', { scope: 'col', class: i === 0 ? 'name' : name === 'Scale' ? 'bar' : null }, name)))),
      el('tbody', null, rows.map((cells) => el('tr', null, cells.map((cell, i) =>
        i === 0 ? el('th', { scope: 'row' }, cell)
          : cell instanceof Node && cell.nodeName === 'TD' ? cell : el('td', null, cell)))))
    )
  );
}

/** A labelled list of choices. */
function choice(label, options, selected, change) {
  const select = el(
    'select',
    { onchange: (event) => change(event.target.value) },
    options.map(([value, text]) => el('option', { value, selected: String(value) === String(selected) }, text))
  );
  return { select, node: el('label', { class: 'choice' }, label, ' ', select) };
}

/** Calls a function when an element comes near the screen, before printing, or a while after opening. */
function whenSeen(element, draw) {
  let isDrawn = false;
  const once = () => {
    if (!isDrawn) {
      isDrawn = true;
      draw();
    }
  };
  new IntersectionObserver((entries, observer) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      observer.disconnect();
      once();
    }
  }, { rootMargin: '400px' }).observe(element);
  window.addEventListener('beforeprint', once);
  setTimeout(once, 2500);
  return () => isDrawn;
}
