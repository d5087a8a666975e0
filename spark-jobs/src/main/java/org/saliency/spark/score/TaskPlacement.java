package org.saliency.spark.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.storage.HadoopFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Gives tasks to Spark, one a partition. A task prefers the nodes that store its first files, where
 * the file system tells them: HDFS does, object stores do not. Spark waits {@code
 * spark.locality.wait} for a free core there and then takes any other.
 *
 * @param files locates files
 */
record TaskPlacement(HadoopFiles files) {

  private static final Logger LOG = LoggerFactory.getLogger(TaskPlacement.class);

  /** The tasks with their preferred nodes. */
  JavaRDD<List<Segment>> place(JavaSparkContext context, List<List<Segment>> tasks) {
    List<List<String>> nodes = nodes(tasks);
    if (nodes.stream().allMatch(List::isEmpty)) {
      return context.parallelize(tasks, tasks.size());
    }
    List<Tuple2<List<Segment>, Seq<String>>> placed = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      placed.add(new Tuple2<>(tasks.get(i), scala(nodes.get(i))));
    }
    ClassTag<List<Segment>> tag = ClassTag$.MODULE$.apply(List.class);
    return JavaRDD.fromRDD(context.sc().makeRDD(scala(placed), tag), tag);
  }

  private static <T> Seq<T> scala(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }

  private List<List<String>> nodes(List<List<Segment>> tasks) {
    try {
      return files.inParallel(tasks, this::nodesOf);
    } catch (IOException | RuntimeException e) {
      LOG.warn("the nodes that store the files are unknown, so tasks prefer none", e);
      return tasks.stream().map(task -> List.<String>of()).toList();
    }
  }

  /** Nodes of the first file of each segment. */
  private List<String> nodesOf(List<Segment> task) throws IOException {
    Set<String> nodes = new LinkedHashSet<>();
    for (Segment segment : task) {
      nodes.addAll(nodes(segment.frames().get(0).image().path()));
    }
    return List.copyOf(nodes);
  }

  /** Nodes that store a file's first block; none where files are not distributed over nodes. */
  private List<String> nodes(String path) throws IOException {
    Path file = HadoopFiles.path(path);
    FileSystem system = files.fileSystem(file);
    if (!"hdfs".equals(system.getUri().getScheme())) {
      return List.of();
    }
    BlockLocation[] blocks = system.getFileBlockLocations(file, 0, 1);
    return blocks.length == 0 ? List.of() : List.of(blocks[0].getHosts());
  }
}
