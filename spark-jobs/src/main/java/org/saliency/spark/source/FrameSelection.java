package org.saliency.spark.source;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.dataset.VideoIndexer;
import org.saliency.dataset.VideoIndexer.Indexed;
import org.saliency.spark.input.SparkVideoIndexer;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.VideoIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The frames that fulfil the filters of a query. They are found when first asked for. */
final class FrameSelection {

  private static final Logger LOG = LoggerFactory.getLogger(FrameSelection.class);

  /** This many files are looked into by the driver itself, which takes less than a Spark job. */
  private static final int FEW_FILES = 4;

  private final VideoOptions options;
  private final List<FrameFilter> filters;
  private List<SelectedVideo> videos;

  FrameSelection(VideoOptions options, List<FrameFilter> filters) {
    this.options = options;
    this.filters = filters;
  }

  /**
   * The videos that have such frames.
   *
   * @throws UserException when a path is not there, or a file is no readable video and such files
   *     are not to be left out
   */
  synchronized List<SelectedVideo> videos() {
    if (videos == null) {
      videos = find();
    }
    return videos;
  }

  /** What the frames fulfil, in words. */
  String filters() {
    return filters.stream().map(filter -> filter.spark().toString()).toList().toString();
  }

  /** Number of the frames. */
  long frames() {
    return videos().stream().mapToLong(video -> video.frames().cardinality()).sum();
  }

  private List<SelectedVideo> find() {
    VideoFileList list = VideoFileList.of(options);
    List<Entry> files = list.read().stream().filter(this::isVideoWanted).toList();
    Indexed indexed = VideoIndexCache.SHARED.index(files, unknown -> look(unknown, list));
    List<SelectedVideo> found = new ArrayList<>();
    for (Entry file : files) {
      UserException fault = indexed.errors().get(file.path());
      if (fault != null && !options.ignoresCorruptFiles()) {
        throw UserException.input(
            fault,
            "%s (or set the option ignoreCorruptFiles to true, which leaves out such files)",
            fault.getMessage());
      } else if (fault != null) {
        LOG.warn("left out: {}", fault.getMessage());
      } else {
        SelectedVideo video = select(file, indexed.indexes().get(file.path()));
        if (!video.frames().isEmpty()) {
          found.add(video);
        }
      }
    }
    return found;
  }

  private static Indexed look(List<Entry> files, VideoFileList list) {
    VideoIndexer indexer =
        files.size() <= FEW_FILES
            ? VideoIndexer.oneByOne(new HadoopFiles(list.hadoop()))
            : new SparkVideoIndexer(SparkSession.active(), list.hadoop());
    return indexer.index(files);
  }

  private boolean isVideoWanted(Entry file) {
    FrameFacts name = new FrameFacts(VideoFileList.name(file), 0, 0, 0, 0, false);
    return filters.stream()
        .filter(FrameFilter::isOnVideo)
        .allMatch(filter -> filter.matches().test(name));
  }

  private SelectedVideo select(Entry file, VideoIndex index) {
    String name = VideoFileList.name(file);
    if (index.missingFrames() > 0) {
      LOG.warn(
          "video {} is cut off: {} of its frames are missing", file.path(), index.missingFrames());
    }
    List<FrameFilter> onFrames = filters.stream().filter(filter -> !filter.isOnVideo()).toList();
    BitSet frames = new BitSet(index.frames());
    if (onFrames.isEmpty()) {
      frames.set(0, index.frames());
    }
    for (int frame = 0; !onFrames.isEmpty() && frame < index.frames(); frame++) {
      FrameFacts facts =
          new FrameFacts(
              name,
              frame,
              index.ptsMicros(frame),
              index.size().width(),
              index.size().height(),
              index.isKeyFrame(frame));
      frames.set(frame, onFrames.stream().allMatch(filter -> filter.matches().test(facts)));
    }
    return new SelectedVideo(name, file.path(), index, frames);
  }
}
