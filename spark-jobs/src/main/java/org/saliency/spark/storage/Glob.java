package org.saliency.spark.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;
import org.saliency.storage.Storage.Entry;

/**
 * Finds what matches a glob. Hadoop's own search fails on names with a colon.
 *
 * @param files lists folders
 */
record Glob(HadoopFiles files) {

  /** Files and folders that match, without hidden ones, by path; may be none. */
  List<Entry> find(String pattern) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String alternative : GlobExpander.expand(HadoopFiles.path(pattern).toString())) {
      find(HadoopFiles.path(alternative), entries);
    }
    return entries.stream().distinct().sorted(Comparator.comparing(Entry::path)).toList();
  }

  private void find(Path pattern, List<Entry> found) throws IOException {
    Path parent = pattern.getParent();
    GlobFilter name = new GlobFilter(pattern.getName());
    if (parent == null || !new GlobFilter(pattern.toUri().getPath()).hasPattern()) {
      files.find(pattern.toString()).ifPresent(found::add);
      return;
    }
    List<Entry> folders = new ArrayList<>();
    find(parent, folders);
    for (Entry folder : folders) {
      Path path = HadoopFiles.path(folder.path());
      if (!name.hasPattern()) {
        files.find(HadoopFiles.child(path, pattern.getName()).toString()).ifPresent(found::add);
      } else if (folder.isFolder()) {
        files.list(folder.path()).stream()
            .filter(entry -> name.accept(HadoopFiles.child(path, entry.name())))
            .forEach(found::add);
      }
    }
  }
}
