// Worst and best frames, and those on which the methods disagree most: at most one of each video.

const MAX_EXTREMES = 8;

/** The value of each frame by which it is chosen, larger first; null where it is undefined. */
function scoresFor(kind, method) {
  const sign = (kind === 'best') === metric().higher ? 1 : -1;
  if (kind !== 'disagree') {
    return allValues(method, state.metric)?.map((value) => (value === null ? null : sign * value));
  }
  const all = shownMethods().map((own) => allValues(own, state.metric)).filter(Boolean);
  return all.length < 2 ? null : all[0].map((_, i) => {
    const values = all.map((own) => own[i]).filter((value) => value !== null);
    return values.length < 2 ? null : Math.max(...values) - Math.min(...values);
  });
}

function extremeFrames(kind, method) {
  const scores = scoresFor(kind, method);
  if (!scores) {
    return [];
  }
  const found = [];
  videos.forEach(({ first, points }, video) => {
    let best = -1;
    for (let i = 0; i < points; i++) {
      const score = scores[first + i];
      if (score !== null && (best < 0 || score > scores[first + best])) {
        best = i;
      }
    }
    if (best >= 0) {
      found.push({ video, frame: best * data.step, point: first + best, score: scores[first + best] });
    }
  });
  return found.sort((a, b) => b.score - a.score).slice(0, MAX_EXTREMES);
}

/** The methods whose maps a card shows: the chosen one, or the best and the worst of the frame. */
function cardMethods(kind, method, point) {
  if (kind !== 'disagree') {
    return [method];
  }
  const ranked = shownMethods()
    .filter((own) => (allValues(own, state.metric)?.[point] ?? null) !== null)
    .sort((a, b) => (isBetter(allValues(a, state.metric)[point], allValues(b, state.metric)[point]) ? -1 : 1));
  return [ranked[0], ranked[ranked.length - 1]];
}

function card(extreme, kind, method) {
  const { video, frame, point } = extreme;
  const shownOnes = cardMethods(kind, method, point);
  const values = shownOnes.map((own) => `${methods[own].label} ${shown(allValues(own, state.metric)[point])}`);
  const pictures = el('div', { class: 'pictures' });
  const node = el('li', { class: 'card' }, pictures,
    el('p', null, el('a', { href: frameLink(video, frame) }, `${videos[video].name}, frame ${frame}`)),
    el('p', { class: 'hint' }, `${metric().label}: ${values.join(', ')}`));
  const picture = nearestPicture(video, frame);
  if (!picture) {
    return node;
  }
  if (picture.frame !== frame) {
    node.append(el('p', { class: 'hint' }, `Pictures of frame ${picture.frame}, the nearest embedded.`));
  }
  decodePicture(video, picture).then((shot) => {
    for (const [title, row] of [['Ground truth', 0], ...shownOnes.map((own) => [methods[own].label, own + 1])]) {
      const canvas = el('canvas', { role: 'img', 'aria-label': `${title}, frame ${picture.frame} of ${videos[video].name}` });
      if (drawMap(canvas, shot, row)) {
        pictures.append(el('figure', null, canvas, el('figcaption', null, title)));
      }
    }
  });
  return node;
}

function startExtremes() {
  const section = byId('extreme-list');
  const choices = { kind: 'worst', method: 0 };
  const draw = () => {
    const frames = extremeFrames(choices.kind, choices.method);
    section.replaceChildren(...frames.map((frame) => card(frame, choices.kind, choices.method)));
    byId('extreme-note').textContent = frames.length ? '' : 'No frame has the values for this list.';
  };
  const kinds = [['worst', 'worst frames'], ['best', 'best frames']];
  if (methods.length > 1) {
    kinds.push(['disagree', 'frames on which methods disagree most']);
  }
  const kind = choice('Show', kinds, 'worst', (value) => {
    choices.kind = value;
    method.node.hidden = value === 'disagree';
    draw();
  });
  const method = choice('of', methods.map((own, i) => [i, own.label]), 0, (value) => {
    choices.method = Number(value);
    draw();
  });
  kind.select.id = 'extreme-kind';
  byId('extreme-tools').append(kind.node, method.node, csvButton('extreme-frames', () => ({
    columns: ['video', 'frame', ...methods.map((own) => `${own.name} ${state.metric}`)],
    rows: extremeFrames(choices.kind, choices.method).map(({ video, frame, point }) => [
      videos[video].name, frame, ...methods.map((_, own) => allValues(own, state.metric)?.[point])]),
  })));
  const isDrawn = whenSeen(section, draw);
  watch(['metric', 'hidden'], () => isDrawn() && draw());
}
