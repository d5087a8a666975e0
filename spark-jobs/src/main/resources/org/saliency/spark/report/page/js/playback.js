// Plays embedded frames side by side: a clip of consecutive frames, or all pictures of a video.

const playback = { timer: null, clip: -1 };

function playedFrames() {
  const pictures = picturesOf(state.video);
  const frames = (pictures?.frames ?? []).map((picture) => picture.frame);
  const clip = pictures?.clips[playback.clip];
  return clip ? frames.filter((frame) => frame >= clip[0] && frame <= clip[1]) : frames;
}

function pause() {
  clearTimeout(playback.timer);
  playback.timer = null;
  byId('play').textContent = 'Play';
  byId('play').setAttribute('aria-pressed', 'false');
}

function play() {
  const frames = playedFrames();
  if (frames.length < 2) {
    return;
  }
  byId('play').textContent = 'Pause';
  byId('play').setAttribute('aria-pressed', 'true');
  const rate = playback.clip < 0 ? 8 : picturesOf(state.video).rate;
  const next = async () => {
    const later = frames.find((frame) => frame > state.frame);
    const frame = later === undefined ? frames[0] : later;
    const picture = nearestPicture(state.video, frame);
    await decodePicture(state.video, picture);
    if (playback.timer !== null) {
      choose({ frame });
      playback.timer = setTimeout(next, 1000 / rate);
    }
  };
  playback.timer = setTimeout(next, 0);
}

const togglePlay = () => (playback.timer === null ? play() : pause());

function startPlayback() {
  const clips = el('select', {
    id: 'clip-choice',
    onchange: () => {
      pause();
      playback.clip = Number(clips.value);
      const frames = playedFrames();
      if (frames.length) {
        choose({ frame: frames[0] });
      }
    },
  });
  byId('playback').append(
    el('button', { id: 'play', type: 'button', 'aria-pressed': 'false', onclick: togglePlay }, 'Play'),
    el('label', { class: 'choice' }, 'Sequence ', clips)
  );
  watch(['video'], () => {
    pause();
    playback.clip = -1;
    clips.replaceChildren(
      el('option', { value: -1 }, 'all pictures of the video'),
      ...(picturesOf(state.video)?.clips ?? []).map(([from, to], i) =>
        el('option', { value: i }, `clip: frames ${from}–${to}`)));
  });
}
