// Keys while the pointer or the focus is in the part about frames: arrows move by a frame, with Shift by ten, Home and End to the ends, Space plays,
// n and p choose the next and the previous video.

const KEYS = {
  ArrowLeft: () => step(-1),
  ArrowRight: () => step(1),
  Home: () => step(-Infinity),
  End: () => step(Infinity),
  ' ': () => togglePlay(),
  n: () => choose({ video: Math.min(videos.length - 1, state.video + 1), frame: 0 }),
  p: () => choose({ video: Math.max(0, state.video - 1), frame: 0 }),
};

function startKeys() {
  document.addEventListener('keydown', (event) => {
    const isControl = event.target.closest('input, select, textarea, button, a, summary, .scroll');
    const action = KEYS[event.key];
    const part = byId('explore');
    if (!part.matches(':hover') && !part.contains(event.target)) {
      return;
    }
    if (!action || isControl || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.shiftKey && event.key.startsWith('Arrow')) {
      step(event.key === 'ArrowLeft' ? -10 : 10);
    } else {
      action();
    }
    event.preventDefault();
  });
}
