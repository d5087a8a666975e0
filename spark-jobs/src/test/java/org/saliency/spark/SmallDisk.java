package org.saliency.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/**
 * A disk of a few kilobytes in a folder: a tmpfs, which only root may mount, or {@link SmallFiles}.
 */
public final class SmallDisk implements AutoCloseable {

  private final Path folder;
  private final boolean isMounted;

  private SmallDisk(Path folder, boolean isMounted) {
    this.folder = folder;
    this.isMounted = isMounted;
  }

  /** Makes a disk of a folder that is there and empty. */
  public static SmallDisk in(Path folder, int kilobytes, Configuration configuration)
      throws IOException, InterruptedException {
    boolean isMounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + kilobytes + "k", "none", folder.toString())
            == 0;
    if (isMounted) {
      assertThat(Files.getFileStore(folder).getTotalSpace()).isEqualTo((long) kilobytes << 10);
    } else {
      configuration.set("fs." + SmallFiles.SCHEME + ".impl", SmallFiles.class.getName());
      SmallFiles.limit(folder, (long) kilobytes << 10);
    }
    return new SmallDisk(folder, isMounted);
  }

  /** How a job names a file or folder of the disk. */
  public String path(Path file) {
    return isMounted ? file.toString() : SmallFiles.SCHEME + "://" + file;
  }

  /** Gives the disk another size. */
  public void resize(int kilobytes) throws InterruptedException {
    if (isMounted) {
      assertThat(run("mount", "-o", "remount,size=" + kilobytes + "k", folder.toString())).isZero();
    } else {
      SmallFiles.limit(folder, (long) kilobytes << 10);
    }
  }

  @Override
  public void close() throws InterruptedException {
    if (isMounted) {
      assertThat(run("umount", folder.toString())).isZero();
    }
  }

  private static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
