package org.saliency.spark.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.saliency.storage.EntryList;

/**
 * Files of data sets as they were when they were first listed. Folders are listed once, ahead and
 * in parallel, see {@link ReadAhead}. Names, lengths and modification times are kept in a few bytes
 * a file.
 */
public final class StampedFiles extends HadoopFiles {

  /** What was listed, by the path of the folder. */
  private final Map<String, EntryList> folders = new ConcurrentHashMap<>();

  /** Files that were found one by one. */
  private final Map<String, Entry> files = new ConcurrentHashMap<>();

  private final ReadAhead readAhead = new ReadAhead(path -> EntryList.of(super.list(path)));

  /** Files as reached with these settings. */
  public StampedFiles(Configuration configuration) {
    super(configuration);
  }

  /** What changes when a file changes: its length and modification time; empty if never listed. */
  public String stamp(String path) {
    return known(path).map(file -> file.length() + "/" + file.modified()).orElse("");
  }

  private Optional<Entry> known(String path) {
    Entry found = files.get(path);
    if (found != null) {
      return Optional.of(found);
    }
    int slash = path.lastIndexOf('/');
    EntryList siblings = slash < 0 ? null : folders.get(path.substring(0, slash));
    return siblings == null
        ? Optional.empty()
        : siblings.find(path.substring(slash + 1)).filter(file -> !file.isFolder());
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    Optional<Entry> found = super.find(path);
    found.ifPresent(this::remember);
    return found;
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    EntryList known = folders.get(folder);
    if (known != null) {
      return known;
    }
    EntryList entries = readAhead.list(folder);
    folders.put(folder, entries);
    if (!entries.isEmpty()) {
      String path = entries.get(0).path();
      folders.put(path.substring(0, Math.max(0, path.lastIndexOf('/'))), entries);
    }
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
      files.put(entry.path(), entry);
    }
  }

  /** Opens a file; its length is not asked for again. */
  @Override
  public InputStream open(String path) throws IOException {
    Optional<Entry> file = known(path);
    return file.isPresent() ? open(file.get()) : super.open(path);
  }
}
