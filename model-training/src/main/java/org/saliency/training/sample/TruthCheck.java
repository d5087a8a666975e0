package org.saliency.training.sample;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import org.saliency.UserException;
import org.saliency.concurrent.ReadAhead;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameLocation;
import org.saliency.frame.Size;
import org.saliency.hash.Sha256;
import org.saliency.map.SaliencyMap;
import org.saliency.progress.Progress;
import org.saliency.storage.Storage;
import org.saliency.video.VideoIndex;

/**
 * Checks before training that every map is readable and has the size of its frame. Frames with
 * entirely black maps are excluded and counted; uniformly white maps are valid.
 */
public final class TruthCheck {

  private static final int MAPS_AHEAD = 4;

  private final Storage storage;
  private final FrameFiles files;
  private final Map<String, VideoIndex> indexes;
  private final int threads;

  /**
   * Creates a check.
   *
   * @param indexes indexes of the video files in the data, by path
   * @param threads number of threads that read maps
   */
  public TruthCheck(
      Storage storage, FrameFiles files, Map<String, VideoIndex> indexes, int threads) {
    this.storage = storage;
    this.files = files;
    this.indexes = indexes;
    this.threads = threads;
  }

  /**
   * Result of the check.
   *
   * @param samples the samples whose maps are not black
   * @param blackMaps number of excluded samples
   * @param fingerprint SHA-256 of videos, frames, sizes and maps; equal for copies of a data set
   */
  public record Result(TrainingSamples samples, int blackMaps, String fingerprint) {}

  /**
   * Checks training and validation samples.
   *
   * @throws UserException if a map is unreadable or differs in size from its frame, or if all
   *     training or all validation maps are black
   */
  public Result of(TrainingSamples samples) throws InterruptedException {
    Sha256 hash = new Sha256();
    int count = samples.training().size() + samples.validation().size();
    try (Progress progress = Progress.start("check maps", "maps", count)) {
      List<Sample> training = usable("training", samples.training(), hash, progress);
      List<Sample> validation = usable("validation", samples.validation(), hash, progress);
      return new Result(
          new TrainingSamples(training, validation),
          count - training.size() - validation.size(),
          hash.hex());
    }
  }

  private record CheckedSample(Sample sample, boolean isBlack, String fingerprint) {}

  private List<Sample> usable(String part, List<Sample> samples, Sha256 hash, Progress progress)
      throws InterruptedException {
    List<Sample> usable = new ArrayList<>();
    try (ReadAhead<Sample, CheckedSample> checks =
        new ReadAhead<>(
            samples.iterator(), this::check, threads, MAPS_AHEAD * threads, "map-check")) {
      while (checks.hasNext()) {
        CheckedSample checked = checks.next();
        hash.add(part + checked.fingerprint());
        if (!checked.isBlack()) {
          usable.add(checked.sample());
        }
        progress.advance(1);
      }
    }
    if (usable.isEmpty()) {
      throw UserException.input(
          "all %d maps of the %s videos are black, for example %s: provide maps with values above 0",
          samples.size(), part, samples.get(0).frame().map().orElseThrow());
    }
    return usable;
  }

  private CheckedSample check(Sample sample) {
    FrameLocation image = sample.frame().image();
    FrameLocation location = sample.frame().map().orElseThrow();
    Size size = FrameFiles.size(storage, image, indexes);
    SaliencyMap map = files.map(location);
    if (!map.size().equals(size)) {
      throw UserException.input(
          "map %s is %s, but its frame %s is %s: provide the map at the size of the frame",
          location, map.size(), image, size);
    }
    String fingerprint =
        String.format(
            Locale.ROOT,
            "\n%s/%s %s %x",
            sample.video(),
            sample.frame().name(),
            size,
            checksum(map));
    return new CheckedSample(sample, isBlack(map), fingerprint);
  }

  private static long checksum(SaliencyMap map) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * map.values().length);
    bytes.asDoubleBuffer().put(map.values());
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return checksum.getValue();
  }

  private static boolean isBlack(SaliencyMap map) {
    for (double value : map.values()) {
      if (value > 0) {
        return false;
      }
    }
    return true;
  }
}
