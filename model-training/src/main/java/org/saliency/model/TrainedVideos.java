package org.saliency.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.saliency.dataset.Video;
import org.saliency.hash.Sha256;

/**
 * Videos that a model was trained on, by name without folders. A photograph, a video of one frame,
 * is another one than a video of the same name. Above {@value #MOST_NAMES} videos, names are kept
 * as the first {@value #DIGITS} digits of their SHA-256.
 *
 * @param names sorted; null or absent for none
 * @param hashes sorted; null or absent for none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TrainedVideos(List<String> names, List<String> hashes) {

  /** None, or unknown. */
  public static final TrainedVideos NONE = new TrainedVideos(List.of(), List.of());

  private static final int MOST_NAMES = 200;
  private static final int DIGITS = 10;

  public TrainedVideos {
    names = names == null ? List.of() : List.copyOf(names);
    hashes = hashes == null ? List.of() : List.copyOf(hashes);
  }

  /** Whether a video is among them. */
  public boolean contains(Video video) {
    String name = key(video);
    return names.contains(name) || !hashes.isEmpty() && hashes.contains(hash(name));
  }

  /** These videos and others. */
  public TrainedVideos with(Collection<Video> videos) {
    TreeSet<String> all = new TreeSet<>(names);
    videos.forEach(video -> all.add(key(video)));
    if (hashes.isEmpty() && all.size() <= MOST_NAMES) {
      return new TrainedVideos(List.copyOf(all), List.of());
    }
    TreeSet<String> hashed = new TreeSet<>(hashes);
    all.forEach(name -> hashed.add(hash(name)));
    return new TrainedVideos(List.of(), List.copyOf(hashed));
  }

  /** Videos of several folders are named after their folder, too, which is left out. */
  private static String key(Video video) {
    String name = video.name().substring(video.name().lastIndexOf('/') + 1);
    return video.frames().size() == 1 ? name + " (photograph)" : name;
  }

  private static String hash(String name) {
    return new Sha256().add(name).hex().substring(0, DIGITS);
  }
}
