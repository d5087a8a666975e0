// Embedded pictures: the frame in colour, and the small grey maps drawn as heat maps over it.

const HEAT = (() => {
  const steps = data.heat.map((code) => [1, 3, 5].map((i) => Number.parseInt(code.slice(i, i + 2), 16)));
  const colours = new Uint8ClampedArray(3 * 256);
  for (let value = 0; value < 256; value++) {
    const place = (value / 255) * (steps.length - 1);
    const below = Math.min(Math.floor(place), steps.length - 2);
    for (let i = 0; i < 3; i++) {
      colours[3 * value + i] = steps[below][i] + (place - below) * (steps[below + 1][i] - steps[below][i]);
    }
  }
  return colours;
})();

const parsedPictures = new Map();

/** The pictures of a video: size, map size, clips and frames in order; null without any. */
function picturesOf(video) {
  if (!parsedPictures.has(video)) {
    const script = byId(`pictures-${video}`);
    parsedPictures.set(video, script ? JSON.parse(script.textContent) : null);
  }
  return parsedPictures.get(video);
}

/** The embedded picture nearest to a frame; null without any. */
function nearestPicture(video, frame) {
  let nearest = null;
  for (const picture of picturesOf(video)?.frames ?? []) {
    if (!nearest || Math.abs(picture.frame - frame) < Math.abs(nearest.frame - frame)) {
      nearest = picture;
    }
  }
  return nearest;
}

async function imageOf(base64) {
  if (!base64) {
    return null;
  }
  const image = new Image();
  image.src = `data:image/jpeg;base64,${base64}`;
  await image.decode();
  return image;
}

const decodedPictures = new Map();
const MAX_DECODED = 120;

/** Decodes the images of a picture; the last ones are kept. */
async function decodePicture(video, picture) {
  const key = `${video} ${picture.frame}`;
  if (!decodedPictures.has(key)) {
    if (decodedPictures.size >= MAX_DECODED) {
      decodedPictures.delete(decodedPictures.keys().next().value);
    }
    decodedPictures.set(key, Promise.all([imageOf(picture.photo), imageOf(picture.maps)]));
  }
  const [photo, maps] = await decodedPictures.get(key);
  return { photo, maps, picture, size: picturesOf(video) };
}

const work = el('canvas').getContext('2d', { willReadFrequently: true });

/** The pixels of a part of an image, scaled to a size. */
function pixels(image, top, sourceHeight, width, height) {
  work.canvas.width = width;
  work.canvas.height = height;
  work.imageSmoothingQuality = 'high';
  work.drawImage(image, 0, top, image.width, sourceHeight, 0, 0, width, height);
  return work.getImageData(0, 0, width, height);
}

/**
 * Draws a heat map over a photo, or alone. Values below the threshold, a share of the map's
 * maximum, stay uncovered.
 */
function paintHeat(canvas, grey, photo, threshold, strength) {
  const to = photo ?? new ImageData(grey.width, grey.height);
  for (let i = 0; i < to.data.length; i += 4) {
    const value = grey.data[i];
    const cover = value < 255 * threshold ? 0 : photo ? strength : 1;
    for (let c = 0; c < 3; c++) {
      to.data[i + c] = cover * HEAT[3 * value + c] + (1 - cover) * to.data[i + c];
    }
    to.data[i + 3] = 255;
  }
  canvas.width = to.width;
  canvas.height = to.height;
  canvas.getContext('2d').putImageData(to, 0, 0);
}

/** Draws the photo of a decoded picture; whether there is one. */
function drawPhoto(canvas, shot) {
  const { width, height } = shot.size;
  canvas.width = width;
  canvas.height = height;
  if (shot.photo) {
    canvas.getContext('2d').drawImage(shot.photo, 0, 0, width, height);
  }
  return Boolean(shot.photo);
}

/** Draws a map of a decoded picture, row 0 for the truth; whether there is one. */
function drawMap(canvas, shot, row) {
  const { width, height, mapHeight } = shot.size;
  if (!shot.picture.rows[row]) {
    drawPhoto(canvas, shot);
    return false;
  }
  const top = mapHeight * shot.picture.rows.slice(0, row).filter(Boolean).length;
  const grey = pixels(shot.maps, top, mapHeight, width, height);
  const photo = shot.photo && pixels(shot.photo, 0, shot.photo.height, width, height);
  paintHeat(canvas, grey, photo, state.threshold, state.strength);
  return true;
}

/** Draws fixations as dots. */
function drawFixations(canvas, fixations) {
  const context = canvas.getContext('2d');
  context.fillStyle = '#00e5ff';
  context.strokeStyle = '#000';
  for (let i = 0; i < fixations.length; i += 2) {
    context.beginPath();
    context.arc((fixations[i] / 1000) * canvas.width, (fixations[i + 1] / 1000) * canvas.height, 2.5, 0, 7);
    context.fill();
    context.stroke();
  }
}
