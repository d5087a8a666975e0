package org.saliency.training;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.saliency.UserException;

/**
 * Keeps a second run out of an output folder, by the operating system's lock of a file there, which
 * ends with the process. Where the file system has no locks, nothing is kept out.
 */
public final class OutputLock implements AutoCloseable {

  private static final String NAME = ".lock";

  private final Path file;
  private final FileChannel channel;

  private OutputLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks an existing folder.
   *
   * @throws UserException when another run holds the lock
   */
  public static OutputLock of(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isFree(channel)) {
      channel.close();
      throw UserException.busy(
          "another run is writing to the output %s: wait for its end, or choose another --output",
          folder);
    }
    return new OutputLock(file, channel);
  }

  private static boolean isFree(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this process
    } catch (IOException e) {
      return true; // not supported
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    channel.close();
  }
}
