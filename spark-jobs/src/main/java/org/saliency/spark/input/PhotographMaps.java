package org.saliency.spark.input;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.FrameName;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.Segment;
import org.saliency.storage.Storage.Entry;

/** Predictions of photographs: images directly in a folder, each named as its photograph. */
record PhotographMaps(String folder, SparkSession spark) implements Predictions {

  private MapFiles files() {
    return new MapFiles(spark);
  }

  @Override
  public Dataset list() {
    Map<String, Video> videos = new TreeMap<>();
    try {
      for (Entry file : Predictions.images(files().storage(), folder)) {
        String name = FrameName.stem(file.name());
        VideoFrame frame =
            new VideoFrame(
                0, name, FrameLocation.file(file.path()), Optional.empty(), Optional.empty());
        if (videos.put(name, new Video(name, List.of(frame))) != null) {
          throw UserException.input(
              "Predictions %s hold several images named '%s': keep one", folder, name);
        }
      }
    } catch (IOException e) {
      throw UserException.input(e, "predictions %s cannot be read: %s", folder, e);
    }
    return new Dataset(Layout.FRAMES, List.copyOf(videos.values()));
  }

  @Override
  public JavaRDD<SegmentMaps> read(List<Segment> segments, int partitions) {
    return files().read(segments, partitions);
  }

  @Override
  public void pick(
      List<PlannedFrame> frames,
      BiConsumer<PlannedFrame, SaliencyMap> maps,
      Consumer<UserException> errors) {
    files().pick(frames, Map.of(), maps, errors);
  }
}
