package org.saliency.spark.storage;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;

/** Files whose length and modification time are remembered when they are listed. */
public final class StampedFiles extends HadoopFiles {

  private final Map<String, String> stamps = new ConcurrentHashMap<>();

  /** Files as reached with these settings. */
  public StampedFiles(Configuration configuration) {
    super(configuration);
  }

  /** What changes when a file changes: its length and modification time; empty if never listed. */
  public String stamp(String path) {
    return stamps.getOrDefault(path, "");
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    Optional<Entry> found = super.find(path);
    found.ifPresent(this::remember);
    return found;
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    List<Entry> entries = super.list(folder);
    entries.forEach(this::remember);
    return entries;
  }

  @Override
  public List<Entry> glob(String pattern) throws IOException {
    List<Entry> entries = super.glob(pattern);
    entries.forEach(this::remember);
    return entries;
  }

  private void remember(Entry entry) {
    if (!entry.isFolder()) {
      stamps.put(entry.path(), entry.length() + "/" + entry.modified());
    }
  }
}
