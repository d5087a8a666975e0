package org.saliency.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.saliency.spark.TestSpark;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.storage.Storage.Entry;

/** Output of a run of {@code score} on some file system. */
record ScoredFolder(String path, Configuration configuration) {

  private HadoopFiles files() {
    return new HadoopFiles(configuration);
  }

  Manifest manifest() throws IOException {
    return Manifest.read(files(), path).orElseThrow();
  }

  /** Number of published segments. */
  long segments(String video) throws IOException {
    String records = path + "/_saliency/segments/" + video;
    return files().find(records).isEmpty() ? 0 : files().list(records).size();
  }

  String text(String name) throws IOException {
    return new String(files().read(path + "/" + name), StandardCharsets.UTF_8);
  }

  /** Map files by video and name. */
  Map<String, byte[]> maps() throws IOException {
    Map<String, byte[]> maps = new TreeMap<>();
    for (Entry video : files().list(path + "/maps")) {
      for (Entry map : files().list(video.path())) {
        maps.put(video.name() + "/" + map.name(), files().read(map.path()));
      }
    }
    return maps;
  }

  /** Sorted rows of a table as text, duplicates included. */
  List<String> rows(String table, String... columns) {
    SparkSession spark = TestSpark.session();
    return spark.read().parquet(path + "/" + table).selectExpr(columns).collectAsList().stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  /** Requires every frame once, and results equal to those of an undisturbed run to the bit. */
  void assertSameAs(ScoredFolder undisturbed) throws IOException {
    assertSameMapsAs(undisturbed);
    assertThat(rows("frame_metrics", "*")).isEqualTo(undisturbed.rows("frame_metrics", "*"));
    assertThat(text("video_metrics.csv")).isEqualTo(undisturbed.text("video_metrics.csv"));
    assertThat(text("summary.json")).isEqualTo(undisturbed.text("summary.json"));
  }

  /** Requires every frame once, with the maps of an undisturbed run to the bit. */
  void assertSameMapsAs(ScoredFolder undisturbed) throws IOException {
    Map<String, byte[]> maps = maps();
    Map<String, byte[]> expected = undisturbed.maps();
    assertThat(maps.keySet()).isEqualTo(expected.keySet());
    maps.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
    String[] row = {"video", "frame", "frame_name", "width", "height", "sha2(png, 256)"};
    assertThat(rows("predictions", row)).isEqualTo(undisturbed.rows("predictions", row));
    assertThat(manifest().status()).isEqualTo(Manifest.Status.COMPLETE);
  }
}
