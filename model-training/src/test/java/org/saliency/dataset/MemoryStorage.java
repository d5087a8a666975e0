package org.saliency.dataset;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.saliency.storage.SeekableInput;
import org.saliency.storage.Storage;

/** Files in memory under slash-separated paths; records the requested listings. */
final class MemoryStorage implements Storage {

  private final Map<String, String> files = new TreeMap<>();
  private final TreeSet<String> folders = new TreeSet<>();
  final List<String> listings = new ArrayList<>();

  MemoryStorage file(String path, String text) {
    files.put(path, text);
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      folders.add(path.substring(0, slash));
    }
    return this;
  }

  /** Adds empty files to a folder. */
  MemoryStorage files(String folder, String... names) {
    folder(folder);
    for (String name : names) {
      file(folder + "/" + name, "");
    }
    return this;
  }

  /** Adds files {@code 0001.ending} and so on up to a number. */
  MemoryStorage numbered(String folder, int count, String ending) {
    for (int i = 1; i <= count; i++) {
      files(folder, "%04d.%s".formatted(i, ending));
    }
    return this;
  }

  MemoryStorage folder(String path) {
    folders.add(path);
    return this;
  }

  @Override
  public Optional<Entry> find(String path) {
    return folders.contains(path) || files.containsKey(path)
        ? Optional.of(entry(path))
        : Optional.empty();
  }

  @Override
  public List<Entry> list(String folder) {
    listings.add(folder);
    TreeSet<String> paths = new TreeSet<>(folders);
    paths.addAll(files.keySet());
    return paths.stream()
        .filter(path -> path.lastIndexOf('/') == folder.length() && path.startsWith(folder))
        .map(this::entry)
        .toList();
  }

  @Override
  public InputStream open(String path) throws FileNotFoundException {
    if (!files.containsKey(path)) {
      throw new FileNotFoundException(path);
    }
    return new ByteArrayInputStream(files.get(path).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public SeekableInput openSeekable(String path) {
    throw new UnsupportedOperationException("files in memory are listed, not decoded");
  }

  private Entry entry(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    boolean isFolder = folders.contains(path);
    return new Entry(path, name, isFolder, isFolder ? 0 : files.get(path).length(), 0);
  }
}
