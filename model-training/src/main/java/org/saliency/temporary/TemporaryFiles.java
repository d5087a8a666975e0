package org.saliency.temporary;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saliency.hash.Sha256;

/**
 * Creates temporary files and folders whose names say which process they belong to: {@code
 * saliency-<purpose>-<space>-<process>-<start>-<random>}. Before the first one of a folder is
 * created, those in it are deleted whose process is dead.
 */
public final class TemporaryFiles {

  private static final Pattern NAME =
      Pattern.compile("saliency-[a-z]+-([0-9a-f]{8})-(\\d+)-(\\d+)-.*");

  private static final Set<Path> CLEANED = new HashSet<>();

  private TemporaryFiles() {}

  /** Creates a folder in the system's temporary folder, private to the user. */
  public static Path folder(String purpose) throws IOException {
    return folder(system(), purpose);
  }

  /** Creates a folder in another one, private to the user. */
  public static Path folder(Path parent, String purpose) throws IOException {
    deleteLeftoversOnce(parent);
    return Files.createTempDirectory(parent, prefix(purpose, LocalProcess.here()));
  }

  /** Creates an empty file in the system's temporary folder, private to the user. */
  public static Path file(String purpose, String ending) throws IOException {
    deleteLeftoversOnce(system());
    return Files.createTempFile(prefix(purpose, LocalProcess.here()), ending);
  }

  private static Path system() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static void deleteLeftoversOnce(Path parent) {
    synchronized (CLEANED) {
      if (!CLEANED.add(parent)) {
        return;
      }
    }
    deleteLeftovers(parent);
  }

  static String prefix(String purpose, LocalProcess process) {
    return "saliency-" + purpose + "-" + owner(process) + "-";
  }

  /** The process without the characters that a file's name cannot hold. */
  private static String owner(LocalProcess process) {
    return space(process) + "-" + process.id() + "-" + startMillis(process);
  }

  private static String space(LocalProcess process) {
    return new Sha256().add(process.space()).hex().substring(0, 8);
  }

  private static long startMillis(LocalProcess process) {
    return process.started().isEmpty() ? 0 : Instant.parse(process.started()).toEpochMilli();
  }

  /** Whether a name is that of a file or folder of a process that is certainly dead. */
  public static boolean isLeftover(String name) {
    return owner(NAME.matcher(name)).filter(LocalProcess::isDead).isPresent();
  }

  private static Optional<LocalProcess> owner(Matcher name) {
    LocalProcess here = LocalProcess.here();
    if (!name.matches() || here.space().isEmpty() || !name.group(1).equals(space(here))) {
      return Optional.empty();
    }
    long started = Long.parseLong(name.group(3));
    return started == 0
        ? Optional.empty()
        : Optional.of(
            new LocalProcess(
                here.space(),
                Long.parseLong(name.group(2)),
                Instant.ofEpochMilli(started).toString()));
  }

  /** Deletes what dead processes have left in a folder; errors are ignored. */
  public static void deleteLeftovers(Path parent) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, "saliency-*")) {
      for (Path entry : entries) {
        if (isLeftover(entry.getFileName().toString())) {
          delete(entry);
        }
      }
    } catch (IOException | RuntimeException e) {
      // They only take space, and may belong to another user.
    }
  }

  /** Deletes a file or a folder with its content, as far as that is allowed. */
  public static void delete(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
            if (error instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // deleted by another process
            }
            throw error;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException error)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
