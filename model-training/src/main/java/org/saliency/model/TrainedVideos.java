package org.saliency.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.saliency.dataset.Video;
import org.saliency.hash.Sha256;
import org.saliency.storage.Storage;

/**
 * Videos that a model was trained on. They are recognised by content, since many data sets number
 * their videos: by the first {@value #BYTES} bytes of the file of the first frame, or of the video.
 *
 * @param names for readers, sorted; the first {@value #MOST_NAMES}
 * @param hashes the first {@value #DIGITS} digits of the SHA-256 of these bytes, sorted
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TrainedVideos(List<String> names, List<String> hashes) {

  /** None, or unknown. */
  public static final TrainedVideos NONE = new TrainedVideos(List.of(), List.of());

  private static final int MOST_NAMES = 200;
  private static final int DIGITS = 10;
  private static final int BYTES = 16384;

  public TrainedVideos {
    names = names == null ? List.of() : List.copyOf(names);
    hashes = hashes == null ? List.of() : List.copyOf(hashes);
  }

  /** Whether a video is among them. */
  public boolean contains(Video video, Storage storage) {
    return !hashes.isEmpty() && hash(video, storage).filter(hashes::contains).isPresent();
  }

  /** These videos and others. */
  public TrainedVideos with(Collection<Video> videos, Storage storage) {
    return and(
        new TrainedVideos(
            videos.stream().map(Video::name).toList(),
            videos.stream().flatMap(video -> hash(video, storage).stream()).toList()));
  }

  /** These videos and others. */
  TrainedVideos and(TrainedVideos others) {
    TreeSet<String> allNames = new TreeSet<>(names);
    TreeSet<String> allHashes = new TreeSet<>(hashes);
    allNames.addAll(others.names);
    allHashes.addAll(others.hashes);
    return new TrainedVideos(allNames.stream().limit(MOST_NAMES).toList(), List.copyOf(allHashes));
  }

  /** Empty if the file cannot be read, which whoever needs its frames will report. */
  private static Optional<String> hash(Video video, Storage storage) {
    try (InputStream stream = storage.open(video.frames().get(0).image().path())) {
      byte[] start = stream.readNBytes(BYTES);
      return Optional.of(new Sha256().add(start).hex().substring(0, DIGITS));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
