package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.Partition;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;
import org.saliency.spark.TestSpark;
import org.saliency.spark.plan.PlannedVideo;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.plan.SegmentPlanner;
import org.saliency.spark.plan.TaskSizes;
import org.saliency.spark.storage.HadoopFiles;
import scala.jdk.javaapi.CollectionConverters;

class TaskPlacementTest {

  /** Stands for HDFS; the blocks of a file are on two nodes named for its folder. */
  public static final class Located extends RawLocalFileSystem {

    @Override
    public URI getUri() {
      return URI.create("hdfs://names/");
    }

    @Override
    public BlockLocation[] getFileBlockLocations(Path file, long start, long length)
        throws IOException {
      String folder = file.getParent().getName();
      if (folder.equals("gone")) {
        throw new IOException("no such file");
      }
      String[] hosts = {folder + "-node1", folder + "-node2"};
      return new BlockLocation[] {new BlockLocation(hosts, hosts, start, length)};
    }
  }

  private final JavaSparkContext context =
      JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());

  private static List<Segment> task(String root, String... videos) {
    SegmentPlanner planner = new SegmentPlanner(TaskSizes.ofCount(10, 1));
    return List.of(videos).stream()
        .map(
            video ->
                new VideoFrame(
                    0,
                    "1",
                    FrameLocation.file(root + video + "/1.png"),
                    Optional.empty(),
                    Optional.empty()))
        .map(frame -> new Video(frame.image().path(), List.of(frame)))
        .map(video -> new PlannedVideo(video, new Size(8, 8), List.of()))
        .flatMap(video -> planner.segments(List.of(video)).stream())
        .toList();
  }

  private JavaRDD<List<Segment>> place(List<List<Segment>> tasks) {
    Configuration configuration = new Configuration();
    configuration.set("fs.hdfs.impl", Located.class.getName());
    configuration.setBoolean("fs.hdfs.impl.disable.cache", true);
    return new TaskPlacement(new HadoopFiles(configuration)).place(context, tasks);
  }

  private static List<String> preferred(JavaRDD<List<Segment>> rdd, int partition) {
    Partition part = rdd.partitions().get(partition);
    return CollectionConverters.asJava(rdd.rdd().preferredLocations(part));
  }

  @Test
  void aTaskPrefersTheNodesOfItsFiles() {
    List<Segment> first = task("hdfs://names/", "a");
    List<Segment> second = task("hdfs://names/", "b", "c");

    JavaRDD<List<Segment>> placed = place(List.of(first, second));

    assertThat(placed.partitions()).hasSize(2);
    assertThat(preferred(placed, 0)).containsExactly("a-node1", "a-node2");
    assertThat(preferred(placed, 1)).containsExactly("b-node1", "b-node2", "c-node1", "c-node2");
    assertThat(placed.map(task -> task.get(0).range().video()).collect())
        .containsExactly("hdfs://names/a/1.png", "hdfs://names/b/1.png");
  }

  @Test
  void tasksPreferNoNodeWhereFilesHaveNone() {
    JavaRDD<List<Segment>> placed = place(List.of(task("/", "a"), task("/", "b")));

    assertThat(placed.partitions()).hasSize(2);
    assertThat(preferred(placed, 0)).isEmpty();
  }

  @Test
  void aFileThatIsGoneDoesNotEndTheRun() {
    JavaRDD<List<Segment>> placed = place(List.of(task("hdfs://names/", "gone")));

    assertThat(preferred(placed, 0)).isEmpty();
  }
}
