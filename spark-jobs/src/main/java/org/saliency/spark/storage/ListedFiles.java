package org.saliency.spark.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.saliency.storage.SeekableInput;

/** Files of which some were listed: their lengths are not asked for again when they are opened. */
public final class ListedFiles extends HadoopFiles {

  private final Map<String, Long> lengths;

  /**
   * Files as reached with these settings.
   *
   * @param lengths in bytes, by path
   */
  public ListedFiles(Configuration configuration, Map<String, Long> lengths) {
    super(configuration);
    this.lengths = lengths;
  }

  @Override
  public InputStream open(String path) throws IOException {
    Long length = lengths.get(path);
    return length == null
        ? super.open(path)
        : open(new Entry(path, path(path).getName(), false, length, 0));
  }

  @Override
  public SeekableInput openSeekable(String path) throws IOException {
    Long length = lengths.get(path);
    Path file = path(path);
    return length == null
        ? super.openSeekable(path)
        : SeekableFile.open(system(file), file, length);
  }
}
