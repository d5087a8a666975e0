package org.saliency.spark.source;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.dataset.VideoIndexer;
import org.saliency.dataset.VideoIndexer.Indexed;
import org.saliency.spark.input.SparkVideoIndexer;
import org.saliency.spark.input.VideoIndexCache;
import org.saliency.spark.source.VideoOptions.BadFrames;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.VideoIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frames that match the filters of a query, found on first use. */
final class FrameSelection {

  private static final Logger LOG = LoggerFactory.getLogger(FrameSelection.class);

  /** Up to this many files the driver indexes itself, which is faster than a Spark job. */
  private static final int DRIVER_FILES = 4;

  /** Indexes of this many frames take about 300 MB. */
  private static final long CACHED_FRAMES = 20_000_000;

  /** One cache for all sessions of the driver: an index depends on none. */
  private static final VideoIndexCache INDEXES = new VideoIndexCache(CACHED_FRAMES);

  private final VideoOptions options;
  private final List<FrameFilter> filters;
  private List<SelectedVideo> videos;

  FrameSelection(VideoOptions options, List<FrameFilter> filters) {
    this.options = options;
    this.filters = filters;
  }

  /**
   * Videos with at least one matching frame.
   *
   * @throws UserException when a path does not exist, or a file cannot be read as a video and
   *     {@code ignoreCorruptFiles} is false
   */
  synchronized List<SelectedVideo> videos() {
    if (videos == null) {
      videos = find();
    }
    return videos;
  }

  /** Description of the filters. */
  String filters() {
    return filters.stream().map(filter -> filter.spark().toString()).toList().toString();
  }

  /** Number of matching frames. */
  long frames() {
    return videos().stream().mapToLong(video -> video.frames().cardinality()).sum();
  }

  private List<SelectedVideo> find() {
    VideoFileList list = VideoFileList.of(options);
    List<Entry> files = list.read().stream().filter(this::isVideoWanted).toList();
    Indexed indexed = INDEXES.over(unknown -> index(unknown, list)).index(files);
    List<SelectedVideo> found = new ArrayList<>();
    for (Entry file : files) {
      UserException error = indexed.errors().get(file.path());
      if (error != null && !options.ignoresCorruptFiles()) {
        throw UserException.input(
            error,
            "%s (or set the option ignoreCorruptFiles to true to skip such files)",
            error.getMessage());
      } else if (error != null) {
        LOG.warn("skipping a file: {}", error.getMessage());
      } else {
        SelectedVideo video = select(file, indexed.indexes().get(file.path()));
        if (!video.frames().isEmpty()) {
          found.add(video);
        }
      }
    }
    return found;
  }

  private static Indexed index(List<Entry> files, VideoFileList list) {
    VideoIndexer indexer =
        files.size() <= DRIVER_FILES
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
    Optional<UserException> truncation = index.truncation(file.path());
    if (truncation.isPresent() && options.badFrames() == BadFrames.FAIL) {
      throw truncation.get();
    }
    truncation.ifPresent(error -> LOG.warn("its last frames are left out: {}", error.getMessage()));
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
