package org.saliency.spark.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.Segment;

/**
 * Predictions in files.
 *
 * @param layout {@code FRAMES} for folders of images, {@code VIDEOS} for saliency videos
 * @param names turns names of files into those of videos and frames
 * @param isPublished whether the map of a video's frame is read
 */
record PredictionFiles(
    String folder,
    Layout layout,
    UnaryOperator<String> names,
    BiPredicate<String, String> isPublished,
    SparkSession spark)
    implements Predictions {

  private MapFiles files() {
    return new MapFiles(spark);
  }

  @Override
  public Dataset list() {
    Dataset found =
        Datasets.readFrames(
                files().storage(),
                List.of(folder),
                Optional.of(layout),
                new SparkVideoIndexer(spark))
            .get(0);
    if (!found.unreadable().isEmpty()) {
      throw found.unreadable().get(0).error();
    }
    return new Dataset(
        found.layout(), found.videos().stream().flatMap(video -> named(video).stream()).toList());
  }

  /** The video with its published frames; empty if it has none. */
  private Optional<Video> named(Video video) {
    String name = names.apply(video.name());
    List<VideoFrame> frames = new ArrayList<>();
    for (VideoFrame f : video.frames()) {
      String frame = names.apply(f.name());
      if (isPublished.test(name, frame)) {
        frames.add(new VideoFrame(f.index(), frame, f.image(), f.map(), f.fixations(), f.key()));
      }
    }
    return frames.isEmpty()
        ? Optional.empty()
        : Optional.of(new Video(name, frames, video.files()));
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
    files().pick(frames, list().files(), maps, errors);
  }
}
