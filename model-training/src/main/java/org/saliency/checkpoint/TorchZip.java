package org.saliency.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.saliency.checkpoint.Unpickler.Globals;
import org.saliency.network.Tensor;

/**
 * The zip that PyTorch writes: records below one folder, stored without compression. {@code
 * data.pkl} is a pickle of the saved object, and {@code data/<key>} the bytes of each storage.
 */
final class TorchZip implements Closeable {

  private static final String PICKLE = "data.pkl";

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
    } catch (IOException | RuntimeException fault) {
      zip.close();
      throw fault;
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
        ("it is a zip archive without <name>/%s, so not from PyTorch; give a file that torch.save"
                + " or torch.jit.save wrote")
            .formatted(PICKLE));
  }

  /** Whether it is a TorchScript archive; otherwise {@code torch.save} wrote it. */
  boolean isTorchScript() {
    return zip.getEntry(folder + "constants.pkl") != null;
  }

  /** The text of a record, if there is one of this name. */
  Optional<String> text(String record) throws IOException {
    if (zip.getEntry(folder + record) == null) {
      return Optional.empty();
    }
    try (ByteReader in = record(record)) {
      return Optional.of(in.text(in.remaining(), StandardCharsets.UTF_8));
    }
  }

  /** What was saved, its tensors still to be read. */
  Object object(Globals globals) throws IOException {
    try (ByteReader in = record(PICKLE)) {
      return Unpickler.load(in, globals, TorchObjects::storage);
    }
  }

  /** The values of tensors that {@link #object} named. */
  Map<String, Tensor> tensors(Map<String, StoredTensor> stored) throws IOException {
    ByteOrder order =
        text("byteorder").orElse("little").equals("big")
            ? ByteOrder.BIG_ENDIAN
            : ByteOrder.LITTLE_ENDIAN;
    TensorAssembly assembly = new TensorAssembly(stored, fileSize);
    for (String key : assembly.pieces()) {
      try (ByteReader in = record("data/" + key)) {
        assembly.add(key, in.buffer(in.remaining()).order(order));
      }
    }
    return assembly.tensors();
  }

  private ByteReader record(String name) throws IOException {
    ZipEntry entry = zip.getEntry(folder + name);
    if (entry == null) {
      throw MalformedException.damaged("its record %s%s is missing".formatted(folder, name));
    }
    if (entry.getMethod() != ZipEntry.STORED) {
      throw new MalformedException(
          "its record %s%s is compressed, which PyTorch never does; save it again with torch.save"
              .formatted(folder, name));
    }
    if (entry.getSize() < 0 || entry.getSize() > fileSize) {
      throw MalformedException.damaged(
          "its record %s%s claims %d bytes in a file of %d"
              .formatted(folder, name, entry.getSize(), fileSize));
    }
    return new ByteReader(zip.getInputStream(entry), entry.getSize());
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
