package org.saliency.spark.output;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.saliency.spark.storage.Checksum;
import org.saliency.spark.storage.WritableHadoopFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of one segment in a table, in the segment's staging folder; none without rows. */
final class StagedTable {

  private static final Logger LOG = LoggerFactory.getLogger(StagedTable.class);

  private final ParquetTable table;
  private final WritableHadoopFiles files;
  private final Checksum checksum = new Checksum();
  private Path file;
  private ParquetWriter<Group> writer;
  private long rows;

  StagedTable(ParquetTable table, WritableHadoopFiles files) {
    this.table = table;
    this.files = files;
  }

  /** A new, empty row. */
  Group row() {
    return table.row();
  }

  /** Appends a row; the first one creates the file. */
  void add(Group row, Path staged) throws IOException {
    if (writer == null) {
      writer = table.open(staged, files, checksum);
      file = staged;
    }
    writer.write(row);
    rows++;
  }

  /** Completes the file and adds it to what is to be moved. */
  Published.Rows finish(Path target, Map<Path, Path> moves) throws IOException {
    if (writer == null) {
      return new Published.Rows(0, 0, checksum.value());
    }
    writer.close();
    moves.put(file, target);
    return new Published.Rows(rows, files.lengthOf(file), checksum.value());
  }

  /** Closes the stream of an unpublished file, ignoring errors since the file is deleted. */
  void closeQuietly() {
    try {
      if (writer != null) {
        writer.close();
      }
    } catch (IOException | RuntimeException | FSError e) {
      LOG.debug("cannot complete a staged table", e);
    }
  }
}
