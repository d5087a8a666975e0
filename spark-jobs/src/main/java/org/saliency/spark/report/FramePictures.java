package org.saliency.spark.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.saliency.UserException;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.report.page.FrameDrawing;
import org.saliency.spark.report.page.ShownFrame;

/** Reads the files of chosen frames and draws them; files that cannot be read become notes. */
final class FramePictures {

  private final FrameFiles files;
  private final boolean hasFrames;
  private final List<String> notes;

  /**
   * Reads from files, which the caller closes.
   *
   * @param hasFrames whether the images are the source frames
   * @param notes receives a note for each file that cannot be read
   */
  FramePictures(FrameFiles files, boolean hasFrames, List<String> notes) {
    this.files = files;
    this.hasFrames = hasFrames;
    this.notes = notes;
  }

  /**
   * Draws a frame.
   *
   * @param maps maps by method
   */
  ShownFrame draw(ChosenFrame chosen, Map<String, Map<ChosenFrame.Key, SaliencyMap>> maps) {
    VideoFrame frame = chosen.frame();
    Optional<Frame> source = hasFrames ? read(() -> files.image(frame.image())) : Optional.empty();
    Optional<SaliencyMap> truth = frame.map().flatMap(place -> read(() -> files.map(place)));
    Map<String, SaliencyMap> predictions = new LinkedHashMap<>();
    maps.forEach(
        (method, all) ->
            Optional.ofNullable(all.get(chosen.key()))
                .ifPresent(map -> predictions.put(method, map)));
    Optional<Size> size =
        truth
            .map(SaliencyMap::size)
            .or(() -> source.map(Frame::size))
            .or(() -> predictions.values().stream().findFirst().map(SaliencyMap::size));
    Optional<Fixations> fixations =
        frame
            .fixations()
            .flatMap(place -> size.flatMap(s -> read(() -> files.fixations(place, s))));
    FrameDrawing drawing = new FrameDrawing(source, truth, fixations, predictions);
    return new ShownFrame(
        chosen.video(),
        chosen.caption(),
        drawing.draw(
            String.format(Locale.ROOT, "frame %s of %s", chosen.frame().name(), chosen.video())));
  }

  private <T> Optional<T> read(Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (UserException e) {
      notes.add(e.getMessage());
      return Optional.empty();
    }
  }
}
