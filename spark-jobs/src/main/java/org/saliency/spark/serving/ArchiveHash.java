package org.saliency.spark.serving;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a file, by which executors know that a model came to them whole. */
public final class ArchiveHash {

  private ArchiveHash() {}

  /** The hash, in hexadecimal digits. */
  public static String of(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(bytes, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Refuses a file that is not what was sent.
   *
   * @throws IOException when its hash is another
   */
  static void require(Path file, String expected) throws IOException {
    String found = of(file);
    if (!found.equals(expected)) {
      throw new IOException(
          "model file "
              + file
              + " did not arrive whole: its SHA-256 is "
              + found
              + ", the driver's "
              + expected);
    }
  }
}
