// Light and dark: as the system has it, or as chosen on the page.

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const themeListeners = [];

const isDark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : systemDark.matches;
};

/** The value of a colour of the style. */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** The colour of a method, lighter in the dark. */
function methodColour(method, alpha = '') {
  const code = methods[method].colour;
  if (!isDark()) {
    return code + alpha;
  }
  const lighter = [1, 3, 5].map((i) => Number.parseInt(code.slice(i, i + 2), 16))
    .map((value) => Math.round(value + 0.35 * (255 - value)).toString(16).padStart(2, '0'));
  return `#${lighter.join('')}${alpha}`;
}

function onTheme(listener) {
  themeListeners.push(listener);
}

function startTheme() {
  const button = byId('theme');
  const label = () => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', isDark() ? 'Switch to light colours' : 'Switch to dark colours');
  };
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    label();
    themeListeners.forEach((listener) => listener());
  });
  systemDark.addEventListener('change', () => {
    label();
    themeListeners.forEach((listener) => listener());
  });
  label();
}
