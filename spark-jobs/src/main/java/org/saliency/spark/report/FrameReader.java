package org.saliency.spark.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.saliency.UserException;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.GaussianBlur;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.report.page.EmbeddedFrame;
import org.saliency.spark.report.page.SmallMap;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.video.VideoIndex;

/**
 * Reads frames and their truth at the small sizes of a page; files that cannot be read become
 * notes. Thread-safe.
 */
final class FrameReader implements AutoCloseable {

  private final HadoopFiles storage;
  private final FrameFiles files;
  private final Footage footage;
  private final Optional<Double> truthSigma;
  private final Consumer<String> notes;

  /**
   * A reader of the frames of videos.
   *
   * @param truthSigma width of the blur that makes the truth from fixations, in pixels of the
   *     frame; empty for the maps of the data set
   * @param notes receives a note for each file that cannot be read, from any thread
   */
  FrameReader(
      HadoopFiles storage, Footage footage, Optional<Double> truthSigma, Consumer<String> notes) {
    this.storage = storage;
    this.files = FrameFiles.of(storage, footage.files());
    this.footage = footage;
    this.truthSigma = truthSigma;
    this.notes = notes;
  }

  /**
   * A frame and its truth.
   *
   * @param photo a JPEG file
   * @param sketch of the frame
   * @param fixations see {@link EmbeddedFrame#places}
   */
  record Content(
      Optional<byte[]> photo,
      Optional<FrameSketch> sketch,
      Optional<SmallMap> truth,
      Optional<List<Integer>> fixations) {

    boolean isEmpty() {
      return photo.isEmpty() && truth.isEmpty() && fixations.isEmpty();
    }
  }

  /** The size of a video's frames, or else of its truth; empty if neither can be read. */
  Optional<Size> size(Video video) {
    VideoFrame first = video.frames().get(0);
    Optional<FrameLocation> place = footage.hasFrames() ? Optional.of(first.image()) : first.map();
    Map<String, VideoIndex> indexes = footage.files();
    return place.flatMap(own -> read(() -> FrameFiles.size(storage, own, indexes)));
  }

  /**
   * Reads a frame.
   *
   * @param size of its video's frames
   */
  Content read(VideoFrame frame, Size size, Size mapSize) {
    Optional<Frame> image = image(frame);
    Optional<Fixations> fixations = fixations(frame, size);
    Optional<SmallMap> truth = truthOf(frame, fixations).map(map -> SmallMap.of(map, mapSize));
    return new Content(
        image.map(EmbeddedFrame::photo),
        image.map(FrameSketch::of),
        truth,
        fixations.map(EmbeddedFrame::places));
  }

  /** A frame that is not shown; empty if it cannot be read. */
  Optional<FrameSketch> sketch(VideoFrame frame) {
    return image(frame).map(FrameSketch::of);
  }

  private Optional<Frame> image(VideoFrame frame) {
    return footage.hasFrames() ? read(() -> files.image(frame.image())) : Optional.empty();
  }

  /**
   * The ground-truth map of a frame.
   *
   * @param size of its video's frames; empty if it is unknown
   */
  Optional<SaliencyMap> truth(VideoFrame frame, Optional<Size> size) {
    return truthOf(
        frame,
        truthSigma.isEmpty() ? Optional.empty() : size.flatMap(own -> fixations(frame, own)));
  }

  private Optional<SaliencyMap> truthOf(VideoFrame frame, Optional<Fixations> fixations) {
    return truthSigma.isPresent()
        ? fixations
            .filter(own -> own.count() > 0)
            .map(own -> GaussianBlur.of(own, truthSigma.get()))
        : frame.map().flatMap(place -> read(() -> files.map(place)));
  }

  private Optional<Fixations> fixations(VideoFrame frame, Size size) {
    return frame.fixations().flatMap(place -> read(() -> files.fixations(place, size)));
  }

  private <T> Optional<T> read(Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (UserException e) {
      notes.accept(e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    files.close();
  }
}
