package org.saliency.spark;

import java.nio.file.Path;

/** Python packages and runtimes that tests download once and keep for later builds. */
public final class TestDownloads {

  private TestDownloads() {}

  /** Where a download is kept, below the user's cache folder; it need not exist. */
  public static Path folder(String name) {
    return Path.of(System.getProperty("user.home"), ".cache", "saliency-tests", name);
  }
}
