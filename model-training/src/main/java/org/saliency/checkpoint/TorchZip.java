package org.saliency.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.saliency.checkpoint.Unpickler.Globals;
import org.saliency.network.Tensor;

/**
 * A zip archive written by PyTorch: uncompressed records in one folder. {@code data.pkl} is the
 * pickle of the saved object, {@code data/<key>} the bytes of each storage.
 */
final class TorchZip implements Closeable {

  private static final String PICKLE = "data.pkl";

  /** Written by {@code torch.serialization.set_crc32_options(False)}. */
  private static final long UNKNOWN_CHECKSUM = 0;

  private final ZipFile zip;
  private final long fileSize;
  private final String folder;

  private TorchZip(ZipFile zip, long fileSize, String folder) {
    this.zip = zip;
    this.fileSize = fileSize;
    this.folder = folder;
  }

  static TorchZip open(Path path) throws IOException {
    ZipFile zip = new ZipFile(path.toFile());
    try {
      return new TorchZip(zip, path.toFile().length(), folder(zip));
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static String folder(ZipFile zip) throws MalformedException {
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String name = entry.getName();
      if (name.endsWith("/" + PICKLE) && name.indexOf('/') == name.lastIndexOf('/')) {
        return name.substring(0, name.indexOf('/') + 1);
      }
    }
    throw new MalformedException(
        String.format(
            Locale.ROOT,
            "it is a zip archive without <name>/%s, so not from PyTorch: give a file written by"
                + " torch.save or torch.jit.save",
            PICKLE));
  }

  /** Whether it was written by {@code torch.jit.save}; otherwise by {@code torch.save}. */
  boolean isTorchScript() {
    return zip.getEntry(folder + "constants.pkl") != null;
  }

  /** The text of a record; empty if there is none of that name. */
  Optional<String> text(String record) throws IOException {
    if (zip.getEntry(folder + record) == null) {
      return Optional.empty();
    }
    return Optional.of(StandardCharsets.UTF_8.decode(content(record)).toString());
  }

  /** The saved object; its tensors are not read yet. */
  Object object(Globals globals) throws IOException {
    ByteBuffer bytes = content(PICKLE);
    try (ByteReader in =
        new ByteReader(new ByteArrayInputStream(bytes.array()), bytes.remaining())) {
      return Unpickler.load(in, globals, TorchObjects::storage);
    }
  }

  /** Reads the tensors found in {@link #object}. */
  Map<String, Tensor> tensors(Map<String, StoredTensor> stored) throws IOException {
    ByteOrder order =
        text("byteorder").orElse("little").equals("big")
            ? ByteOrder.BIG_ENDIAN
            : ByteOrder.LITTLE_ENDIAN;
    TensorAssembly assembly = new TensorAssembly(stored, fileSize);
    for (String key : assembly.records()) {
      assembly.add(key, content("data/" + key).order(order));
    }
    return assembly.tensors();
  }

  /** The bytes of a record, if they are those that were written. */
  private ByteBuffer content(String name) throws IOException {
    ZipEntry entry = record(name);
    try (ByteReader in = new ByteReader(zip.getInputStream(entry), entry.getSize())) {
      ByteBuffer bytes = in.buffer(entry.getSize());
      requireUndamaged(entry, bytes.array());
      return bytes;
    }
  }

  private static void requireUndamaged(ZipEntry entry, byte[] bytes) throws MalformedException {
    if (entry.getCrc() == UNKNOWN_CHECKSUM) {
      return;
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    if (checksum.getValue() != entry.getCrc()) {
      throw MalformedException.damaged(
          String.format(Locale.ROOT, "its record %s has another checksum", entry.getName()));
    }
  }

  private ZipEntry record(String name) throws MalformedException {
    ZipEntry entry = zip.getEntry(folder + name);
    if (entry == null) {
      throw MalformedException.damaged(
          String.format(Locale.ROOT, "its record %s%s is missing", folder, name));
    }
    if (entry.getMethod() != ZipEntry.STORED) {
      throw new MalformedException(
          String.format(
              Locale.ROOT,
              "its record %s%s is compressed, which PyTorch does not support: save it with torch.save",
              folder,
              name));
    }
    if (entry.getSize() < 0 || entry.getSize() > fileSize) {
      throw MalformedException.damaged(
          String.format(
              Locale.ROOT,
              "its record %s%s states %d bytes in a file of %d",
              folder,
              name,
              entry.getSize(),
              fileSize));
    }
    return entry;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
