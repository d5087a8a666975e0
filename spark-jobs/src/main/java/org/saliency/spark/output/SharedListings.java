package org.saliency.spark.output;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.saliency.storage.EntryList;
import org.saliency.storage.Storage.Entry;

/**
 * Folders of an output that hold something of each video. They are listed once for many videos, so
 * that nothing is asked for that is not there, and nothing one by one that a listing tells. For a
 * few videos they are not listed. Thread-safe.
 */
final class SharedListings {

  /** Videos for which a listing, of at least one request per thousand videos, is worth it. */
  private static final int LEAST_VIDEOS = 16;

  private final OutputFolder folder;
  private final boolean isForMany;
  private final Map<String, Set<String>> names = new HashMap<>();
  private EntryList frameMetrics;

  /** Lists when it is needed. */
  SharedListings(OutputFolder folder, int videos) {
    this.folder = folder;
    this.isForMany = videos >= LEAST_VIDEOS;
  }

  /** Whether a folder may exist: false if it was not there when its parent was listed. */
  boolean mayExist(Path path) throws IOException {
    return !isForMany || names(path.getParent()).contains(path.getName());
  }

  private synchronized Set<String> names(Path parent) throws IOException {
    Set<String> known = names.get(parent.toString());
    if (known == null) {
      known =
          folder.files().listIfExists(parent.toString()).stream()
              .map(Entry::name)
              .collect(Collectors.toSet());
      names.put(parent.toString(), known);
    }
    return known;
  }

  /** A file in {@code frame_metrics}. One that is written after the listing is found, too. */
  Optional<Entry> frameMetrics(Path file) throws IOException {
    Optional<Entry> listed = isForMany ? frameMetrics().find(file.getName()) : Optional.empty();
    return listed.isPresent() ? listed : folder.files().find(file.toString());
  }

  private synchronized EntryList frameMetrics() throws IOException {
    if (frameMetrics == null) {
      String path = folder.paths().frameMetrics().toString();
      frameMetrics = EntryList.of(folder.files().listIfExists(path));
    }
    return frameMetrics;
  }
}
