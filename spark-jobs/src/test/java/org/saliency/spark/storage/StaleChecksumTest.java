package org.saliency.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.storage.SeekableInput;
import org.saliency.storage.Storage.Entry;

class StaleChecksumTest {

  @TempDir private Path folder;

  /** As left behind by {@code hdfs dfs -get -crc} when the file is written again. */
  private Path fileWithStaleChecksum() throws IOException {
    Path file = Files.writeString(folder.resolve("0001.txt"), "content");
    byte[] checksums =
        ByteBuffer.allocate(12)
            .put("crc\0".getBytes(StandardCharsets.ISO_8859_1))
            .putInt(512)
            .putInt(12345)
            .array();
    Files.write(folder.resolve(".0001.txt.crc"), checksums);
    return file;
  }

  @Test
  void localFilesAreReadWithoutChecksumFiles() throws IOException {
    Path file = fileWithStaleChecksum();
    byte[] start = new byte[7];

    for (HadoopFiles files :
        List.of(
            new HadoopFiles(new Configuration(false)),
            new WritableHadoopFiles(new Configuration(false)))) {
      assertThat(files.read(file.toString())).asString().isEqualTo("content");
      try (SeekableInput input = files.openSeekable(file.toString())) {
        assertThat(input.read(start, 0, 7)).isEqualTo(7);
        assertThat(start).asString().isEqualTo("content");
      }
      assertThat(files.list(folder.toString())).extracting(Entry::name).containsExactly("0001.txt");
    }
  }
}
