package org.saliency.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small files written by PyTorch (see their README) and builders of files in the same formats. */
public final class Fixtures {

  private Fixtures() {}

  static Path file(String name) {
    try {
      return Path.of(Fixtures.class.getResource("/checkpoints/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A zip of stored records in the folder "model"; arguments alternate name and content. */
  public static Path zip(Path path, Object... records) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      zip.setMethod(ZipOutputStream.STORED);
      for (int index = 0; index < records.length; index += 2) {
        byte[] content = (byte[]) records[index + 1];
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry("model/" + records[index]);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
      }
    }
    return path;
  }

  /** A file of torch.save before 1.6: the leading pickles, then the given parts. */
  static Path legacy(Path path, byte[]... parts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e")); // the magic number
    out.writeBytes(new Pickles().number(1001).stop());
    out.writeBytes(new Pickles().ops("}").stop());
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return Files.write(path, out.toByteArray());
  }

  static byte[] floats(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /** A legacy storage: element count and values. */
  static byte[] counted(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + values.length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putLong(values.length).put(floats(values)).array();
  }
}
