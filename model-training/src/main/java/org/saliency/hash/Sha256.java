package org.saliency.hash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes a SHA-256 digest from bytes added in order. */
public final class Sha256 {

  private final MessageDigest digest;

  /** Starts without bytes. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  /** The digest of a file's content, 64 lowercase hexadecimal digits. */
  public static String of(Path file) throws IOException {
    Sha256 hash = new Sha256();
    try (InputStream bytes = Files.newInputStream(file)) {
      new DigestInputStream(bytes, hash.digest).transferTo(OutputStream.nullOutputStream());
    }
    return hash.hex();
  }

  /** Adds bytes. */
  public Sha256 add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /** Adds text as UTF-8. */
  public Sha256 add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The digest of all bytes added, 32 bytes; then starts over. */
  public byte[] bytes() {
    return digest.digest();
  }

  /** The digest of all bytes added, 64 lowercase hexadecimal digits; then starts over. */
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }
}
