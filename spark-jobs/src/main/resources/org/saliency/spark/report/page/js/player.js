// Frame, truth and every method's map, in step with the chosen frame.

const panels = [];

function startPanels() {
  const place = byId('panels');
  const add = (title, colourOf, draw, isShown) => {
    const canvas = el('canvas', { role: 'img', width: 16, height: 9 });
    const caption = el('figcaption', null, colourOf ? swatch({ colour: colourOf }) : null, title);
    const figure = el('figure', { class: 'panel', 'data-panel': title }, canvas, caption);
    place.append(figure);
    panels.push({ title, canvas, figure, draw, isShown });
  };
  add('Frame', null, drawPhoto, () => true);
  add('Ground truth', null, (canvas, shot) => {
    const hasMap = drawMap(canvas, shot, 0);
    if (state.fixations && shot.picture.fixations) {
      drawFixations(canvas, shot.picture.fixations);
    }
    return hasMap || Boolean(shot.picture.fixations);
  }, () => true);
  methods.forEach((method, i) =>
    add(method.label, method.colour, (canvas, shot) => drawMap(canvas, shot, i + 1), () => !state.hidden.has(i)));
  let latest = 0;
  const draw = async () => {
    const turn = ++latest;
    const picture = nearestPicture(state.video, state.frame);
    byId('explorer-pictures').hidden = !picture;
    if (!picture) {
      return;
    }
    const shot = await decodePicture(state.video, picture);
    if (turn !== latest) {
      return;
    }
    for (const panel of panels) {
      panel.figure.hidden = !panel.isShown() || !panel.draw(panel.canvas, shot);
      panel.canvas.setAttribute('aria-label', `${panel.title}, frame ${picture.name} of ${videos[state.video].name}`);
    }
    place.dataset.frame = picture.frame;
    byId('picture-note').textContent =
      picture.frame === state.frame ? `Pictures of frame ${picture.frame} (${picture.name}).`
        : `Pictures of frame ${picture.frame} (${picture.name}), the nearest embedded to frame ${state.frame}.`;
  };
  watch(['video', 'frame', 'hidden', 'threshold', 'strength', 'fixations'], draw);
}

/** The values of the chosen frame as a table. */
function startFrameValues() {
  watch(['video', 'frame', 'hidden'], () => {
    const point = currentPoint();
    byId('frame-values').replaceChildren(table(
      `Values of frame ${state.frame} of ${videos[state.video].name}`,
      ['Method', ...metrics.map(({ label }) => label)],
      shownMethods().map((method) => [
        [swatch(methods[method]), methods[method].label],
        ...metrics.map(({ column }) => shown(allValues(method, column)?.[videos[state.video].first + point])),
      ])
    ));
  });
}

/** Chooses the frame that lies some points away. */
function step(points) {
  const last = videos[state.video].points - 1;
  choose({ frame: Math.max(0, Math.min(last, currentPoint() + points)) * data.step });
}

function startFrameChoice() {
  const video = choice('Video', videos.map((own, i) => [i, own.name]), state.video, (value) =>
    choose({ video: Number(value), frame: 0 }));
  video.select.id = 'video-choice';
  const slider = el('input', {
    id: 'frame-slider', type: 'range', min: 0, step: data.step, 'aria-label': 'Frame',
    oninput: () => choose({ frame: Number(slider.value) }),
  });
  const output = el('output', { for: 'frame-slider' });
  const link = el('a', { class: 'frame-link' }, 'Link to this frame');
  byId('frame-choice').append(video.node, el('span', { class: 'slider' }, slider, output), link);
  watch(['video', 'frame'], () => {
    video.select.value = state.video;
    slider.max = (videos[state.video].points - 1) * data.step;
    slider.value = state.frame;
    slider.setAttribute('aria-valuetext', `frame ${state.frame} of ${videos[state.video].name}`);
    output.textContent = videos[state.video].points > 1 ? `frame ${state.frame} of 0–${slider.max}` : 'the only frame';
    link.href = frameLink(state.video, state.frame);
  });
}

function startMapTools() {
  const range = (id, label, key, max) => {
    const input = el('input', {
      id, type: 'range', min: 0, max: 100, value: state[key] * 100,
      oninput: () => choose({ [key]: Number(input.value) / 100 }),
    });
    const value = el('output', { for: id });
    watch([key], () => { value.textContent = `${Math.round(state[key] * 100)} %`; });
    return el('label', { class: 'choice', for: id }, label, ' ', input, ' ', value);
  };
  const dots = el('input', {
    type: 'checkbox', checked: true, onchange: () => choose({ fixations: dots.checked }),
  });
  byId('map-tools').append(
    range('threshold', 'Threshold of maps', 'threshold'),
    range('strength', 'Strength of maps', 'strength'),
    el('label', { class: 'choice' }, dots, ' Fixations')
  );
  byId('method-key').append(...methods.map((method, i) => {
    const box = el('input', {
      type: 'checkbox', checked: true,
      onchange: () => {
        const hidden = new Set(state.hidden);
        hidden[box.checked ? 'delete' : 'add'](i);
        choose({ hidden });
      },
    });
    return el('li', null, el('label', null, box, ' ', swatch(method), method.label));
  }));
}
