package org.saliency.temporary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process of a host.
 *
 * @param space the boot and the process namespace in which the id is valid; empty if unknown
 * @param id of the process
 * @param started start of the process, UTC, ISO 8601; empty if unknown
 */
public record LocalProcess(String space, long id, String started) {

  /** This process. */
  public static LocalProcess here() {
    ProcessHandle current = ProcessHandle.current();
    return new LocalProcess(thisSpace(), current.pid(), start(current));
  }

  /**
   * Whether the process certainly no longer exists: it ran in this process's namespace, and its id
   * is free or taken by a later process. False for a process of another host.
   */
  public boolean isDead() {
    if (space == null || space.isEmpty() || !space.equals(thisSpace())) {
      return false;
    }
    Optional<ProcessHandle> living = ProcessHandle.of(id).filter(ProcessHandle::isAlive);
    return living.isEmpty() || !start(living.get()).equals(started);
  }

  private static String start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  /** Two containers of one host may have equal process ids; two boots may, too. */
  private static String thisSpace() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }
}
