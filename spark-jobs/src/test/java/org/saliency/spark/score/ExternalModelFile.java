package org.saliency.spark.score;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.saliency.model.Model;
import org.saliency.torchscript.ArchiveWriter;

/** Writes TorchScript files without a description inside, as other projects do. */
final class ExternalModelFile {

  private ExternalModelFile() {}

  /** Writes the network of a model; its forward pass returns the map. */
  static Path write(Model model, Path file) throws IOException {
    ArchiveWriter.write(file, model.network(), model.weights(), Map.of());
    return file;
  }

  /**
   * Writes the network of a model with another result.
   *
   * @param result TorchScript expression of the result; {@code %s} is the map
   */
  static Path write(Model model, Path file, String result) throws IOException {
    Path plain = write(model, file.resolveSibling(file.getFileName() + ".plain"));
    try (ZipFile zip = new ZipFile(plain.toFile());
        ZipOutputStream edited = new ZipOutputStream(Files.newOutputStream(file))) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith(".py")) {
          String code = new String(bytes, StandardCharsets.UTF_8);
          int start = code.indexOf("    return ") + "    return ".length();
          int end = code.indexOf('\n', start);
          String map = code.substring(start, end);
          bytes =
              (code.substring(0, start) + result.formatted(map) + code.substring(end))
                  .getBytes(StandardCharsets.UTF_8);
        }
        add(edited, entry.getName(), bytes);
      }
    }
    Files.delete(plain);
    return file;
  }

  /** Adds an uncompressed entry; PyTorch reads no others. */
  private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
