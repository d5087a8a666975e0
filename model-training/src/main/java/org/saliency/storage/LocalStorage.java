package org.saliency.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.saliency.StorageException;

/** Files on the local disk. */
public final class LocalStorage implements Storage {

  private static final Pattern DOCUMENT =
      Pattern.compile(
          ".*\\.(csv|docx?|gz|html?|log|m|md|mp3|pdf|py|rar|rtf|sh|tar|tgz|txt|wav|xlsx?|xml|zip|7z)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** An absolute path without links, also of a file that does not exist yet. */
  public static Path resolved(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path existing = absolute;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing == null
        ? absolute
        : existing.toRealPath().resolve(existing.relativize(absolute)).normalize();
  }

  /** Whether a folder has no content. */
  public static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    Path file = Path.of(path);
    return Files.exists(file) ? Optional.of(entry(file)) : Optional.empty();
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    try (Stream<Path> children = Files.list(Path.of(folder))) {
      List<Path> visible =
          children
              .filter(child -> !Storage.isHidden(child.getFileName().toString()))
              .sorted(Comparator.comparing(child -> child.getFileName().toString()))
              .toList();
      List<Entry> entries = new ArrayList<>(visible.size());
      for (Path child : visible) {
        if (!isLostDocument(child)) {
          entries.add(child(child));
        }
      }
      return entries;
    }
  }

  @Override
  public InputStream open(String path) throws IOException {
    return Files.newInputStream(Path.of(path));
  }

  @Override
  public SeekableInput openSeekable(String path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path, "r");
    long length = file.length();
    return new SeekableInput() {
      @Override
      public int read(byte[] buffer, int offset, int count) throws IOException {
        return file.read(buffer, offset, count);
      }

      @Override
      public void seek(long position) throws IOException {
        file.seek(position);
      }

      @Override
      public long length() {
        return length;
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  private static Entry child(Path file) throws IOException {
    try {
      return entry(file);
    } catch (FileSystemException e) {
      if (Files.isSymbolicLink(file)) {
        throw brokenLink(file, e);
      }
      throw e;
    }
  }

  /** Whether a file is a symbolic link to nothing whose name is that of a text or an archive. */
  public static boolean isLostDocument(Path file) {
    return DOCUMENT.matcher(file.getFileName().toString()).matches()
        && Files.isSymbolicLink(file)
        && !Files.exists(file);
  }

  /** The error for a symbolic link to nothing. */
  public static StorageException brokenLink(Path link, IOException cause) throws IOException {
    return StorageException.of(
        cause,
        "%s is a link to %s, which does not exist or cannot be reached: restore it, or remove"
            + " the link",
        link,
        Files.readSymbolicLink(link));
  }

  private static Entry entry(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    boolean isFolder = attributes.isDirectory();
    Path name = file.toAbsolutePath().normalize().getFileName();
    return new Entry(
        file.toString(),
        name == null ? "/" : name.toString(),
        isFolder,
        isFolder ? 0 : attributes.size(),
        attributes.lastModifiedTime().toMillis());
  }
}
