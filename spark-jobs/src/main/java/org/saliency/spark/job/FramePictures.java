package org.saliency.spark.job;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.map.FixationFile;
import org.saliency.map.MapFile;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.report.FrameDrawing;
import org.saliency.spark.report.ShownFrame;
import org.saliency.storage.Storage;
import org.saliency.video.ImageFile;

/** Reads the files of chosen frames and has them drawn; files that cannot be read are noted. */
final class FramePictures {

  private final Storage storage;
  private final boolean hasFrames;
  private final List<String> notes;

  /**
   * Reads from a storage.
   *
   * @param hasFrames whether the frames' pictures are the frames themselves
   * @param notes takes what cannot be read
   */
  FramePictures(Storage storage, boolean hasFrames, List<String> notes) {
    this.storage = storage;
    this.hasFrames = hasFrames;
    this.notes = notes;
  }

  /**
   * Draws a frame.
   *
   * @param maps files of maps by method
   */
  ShownFrame draw(ChosenFrame chosen, Map<String, Map<ChosenFrame.Key, byte[]>> maps) {
    Optional<Frame> source =
        Optional.of(chosen.frame().image())
            .filter(path -> hasFrames)
            .flatMap(path -> read(path, ImageFile::read));
    Map<String, SaliencyMap> predictions = new LinkedHashMap<>();
    maps.forEach(
        (method, files) ->
            Optional.ofNullable(files.get(chosen.key()))
                .flatMap(bytes -> decode(bytes, "map by " + method, MapFile::read))
                .ifPresent(map -> predictions.put(method, map)));
    FrameDrawing drawing =
        new FrameDrawing(
            source,
            chosen.frame().map().flatMap(path -> read(path, MapFile::read)),
            chosen.frame().fixations().flatMap(path -> read(path, FixationFile::read)),
            predictions);
    return new ShownFrame(
        chosen.video(),
        chosen.caption(),
        drawing.draw("frame %s of %s".formatted(chosen.frame().name(), chosen.video())));
  }

  private <T> Optional<T> read(String path, BiFunction<byte[], String, T> decoder) {
    try {
      return decode(storage.read(path), path, decoder);
    } catch (IOException e) {
      notes.add("%s cannot be read (%s).".formatted(path, e.getMessage()));
      return Optional.empty();
    }
  }

  private <T> Optional<T> decode(
      byte[] bytes, String place, BiFunction<byte[], String, T> decoder) {
    try {
      return Optional.of(decoder.apply(bytes, place));
    } catch (UserException e) {
      notes.add(e.getMessage());
      return Optional.empty();
    }
  }
}
