package org.saliency.torchscript;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip of uncompressed records, as PyTorch reads it; equal records give equal bytes. */
final class StoredZip implements AutoCloseable {

  /** The earliest time a zip can hold, in local time. */
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ZipOutputStream zip;
  private final String root;

  private StoredZip(ZipOutputStream zip, String root) {
    this.zip = zip;
    this.root = root;
  }

  /**
   * Creates a file, or replaces it.
   *
   * @param root folder of all records, with a slash at its end
   */
  static StoredZip create(Path file, String root) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file));
    zip.setMethod(ZipOutputStream.STORED);
    return new StoredZip(zip, root);
  }

  void add(String name, String text) throws IOException {
    add(name, text.getBytes(StandardCharsets.UTF_8));
  }

  void add(String name, byte[] bytes) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    ZipEntry entry = new ZipEntry(root + name);
    entry.setSize(bytes.length);
    entry.setCrc(checksum.getValue());
    entry.setTimeLocal(EPOCH);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
