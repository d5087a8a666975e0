package org.saliency.training.sample;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.saliency.temporary.TemporaryFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames and maps at a small size on a local disk, for several runs. An entry is a file, {@code
 * <group>/<name>}, that is written under another name first and begins with a checksum, so that
 * processes may be killed and share the folder. Nothing is written beyond a total size; the groups
 * that were not used for the longest time are deleted when a run begins. Thread-safe.
 */
public final class FrameCache {

  private static final Logger LOG = LoggerFactory.getLogger(FrameCache.class);

  /** Share of the disk that stays free. */
  private static final int FREE_SHARE = 20;

  private static final int CHECKSUM_BYTES = Integer.BYTES;
  private static final String UNFINISHED = ".unfinished-";

  private final Path folder;
  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean isFull;

  /**
   * A cache in a folder.
   *
   * @param folder created when something is written
   * @param maxBytes maximum total size
   */
  public FrameCache(Path folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /** Content and last use of a group. */
  private record Group(Path folder, long bytes, FileTime used) {}

  /**
   * Makes room at the start of a run.
   *
   * @param groups the groups that the run uses; they are kept
   * @param needed bytes that the run will write if nothing is there yet
   */
  public void reserve(Set<String> groups, long needed) {
    try {
      List<Group> others = new ArrayList<>();
      long own = 0;
      for (Group group : groups()) {
        if (groups.contains(group.folder.getFileName().toString())) {
          own += group.bytes;
          Files.setLastModifiedTime(group.folder, FileTime.from(Instant.now()));
        } else {
          others.add(group);
        }
      }
      long foreign = others.stream().mapToLong(Group::bytes).sum();
      others.sort(Comparator.comparing(Group::used));
      for (Group group : others) {
        if (foreign + Math.max(own, needed) <= maxBytes) {
          break;
        }
        TemporaryFiles.delete(group.folder);
        foreign -= group.bytes;
      }
      bytes.set(own + foreign);
    } catch (IOException | UncheckedIOException e) {
      disable(e);
    }
  }

  private List<Group> groups() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    Map<Path, AtomicLong> sizes = new HashMap<>();
    Map<Path, FileTime> times = new HashMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path child, BasicFileAttributes attributes) {
            if (!child.equals(folder)) {
              sizes.put(child, new AtomicLong());
              times.put(child, attributes.lastModifiedTime());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            boolean isLeftover =
                file.getFileName().toString().startsWith(UNFINISHED)
                    && attributes.lastModifiedTime().toInstant().isBefore(hourAgo());
            if (isLeftover) {
              Files.deleteIfExists(file);
            } else if (sizes.containsKey(file.getParent())) {
              sizes.get(file.getParent()).addAndGet(attributes.size());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException error) {
            return FileVisitResult.CONTINUE; // deleted by another process
          }
        });
    List<Group> groups = new ArrayList<>();
    sizes.forEach((group, size) -> groups.add(new Group(group, size.get(), times.get(group))));
    return groups;
  }

  private static Instant hourAgo() {
    return Instant.now().minusSeconds(3600);
  }

  /** Whether nothing more is written. */
  public boolean isFull() {
    return isFull;
  }

  /** Whether an entry was written; it may be damaged. */
  boolean contains(String group, String name) {
    return Files.exists(file(group, name));
  }

  private Path file(String group, String name) {
    return folder.resolve(group).resolve(name);
  }

  /** Reads an entry; empty if it is missing or damaged. */
  Optional<ByteBuffer> read(String group, String name) {
    byte[] content;
    try {
      content = Files.readAllBytes(file(group, name));
    } catch (IOException e) {
      return Optional.empty();
    }
    if (content.length < CHECKSUM_BYTES) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(content);
    boolean isIntact = buffer.getInt() == checksum(content);
    return isIntact ? Optional.of(buffer.slice()) : Optional.empty();
  }

  /** The checksum of everything behind its place. */
  private static int checksum(byte[] content) {
    CRC32 checksum = new CRC32();
    checksum.update(content, CHECKSUM_BYTES, content.length - CHECKSUM_BYTES);
    return (int) checksum.getValue();
  }

  /**
   * A buffer for an entry, to be filled and written.
   *
   * @param size bytes of the content
   */
  static ByteBuffer buffer(int size) {
    ByteBuffer buffer = ByteBuffer.allocate(CHECKSUM_BYTES + size);
    buffer.position(CHECKSUM_BYTES);
    return buffer;
  }

  /** Writes an entry, unless the cache is full. The cache writes no more after an error. */
  void write(String group, String name, ByteBuffer buffer) {
    byte[] content = buffer.array();
    if (isFull) {
      return;
    }
    if (bytes.addAndGet(content.length) > maxBytes) {
      bytes.addAndGet(-content.length);
      isFull = true;
      return;
    }
    try {
      ByteBuffer.wrap(content).putInt(checksum(content));
      Path file = file(group, name);
      Files.createDirectories(file.getParent());
      Path unfinished = Files.createTempFile(file.getParent(), UNFINISHED, "");
      try {
        Files.write(unfinished, content);
        Files.move(
            unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(unfinished);
      }
      requireFreeSpace();
    } catch (IOException e) {
      disable(e);
    }
  }

  private void requireFreeSpace() {
    File disk = folder.toFile(); // a FileStore cannot be had in every container
    if (disk.getUsableSpace() < disk.getTotalSpace() / FREE_SHARE) {
      isFull = true;
      LOG.warn("frames are no longer cached in {}: the disk is almost full", folder);
    }
  }

  private void disable(Exception error) {
    if (!isFull) {
      isFull = true;
      LOG.warn(
          "frames are not cached in {} ({}): set train.frame-cache.folder, or"
              + " train.frame-cache.gigabytes = 0",
          folder,
          error.toString());
    }
  }
}
