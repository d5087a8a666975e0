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

/** TorchScript files that do not say of themselves what they take, as other projects write them. */
final class ExternalModelFile {

  private ExternalModelFile() {}

  /** The network of a model, whose forward pass gives its map. */
  static Path write(Model model, Path file) throws IOException {
    ArchiveWriter.write(file, model.network(), model.weights(), Map.of());
    return file;
  }

  /**
   * The same with something else made of the map.
   *
   * @param result an expression in TorchScript; %s is the map
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

  /** PyTorch takes records that are stored as they are. */
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
