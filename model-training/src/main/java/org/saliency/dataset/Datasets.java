package org.saliency.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.dataset.Dataset.Unreadable;
import org.saliency.dataset.VideoIndexer.Indexed;
import org.saliency.storage.Storage;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.VideoIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what data sets hold. Of pictures only names are read, and each folder is listed once;
 * whether they can be decoded shows when they are. Video files are looked into for their frames.
 *
 * <p>Frames, maps and fixations are matched by the number in their names ({@code 1.png} matches
 * {@code 0001.jpg}), names without a number by their stems; frames of a video file are numbered
 * from 1. Video files of kinds that are not read are named in a warning, other files are ignored.
 */
public final class Datasets {

  private static final Logger LOG = LoggerFactory.getLogger(Datasets.class);

  private Datasets() {}

  /**
   * Reads a folder of videos, or a single video folder, or a single video file.
   *
   * @param layout how the folder is laid out; when empty, told from its shape
   * @throws UserException when the folder is missing, empty or of another shape, a video has no
   *     frames or cannot be read, or its frames, maps and fixations differ in number or do not
   *     match
   */
  public static Dataset read(Storage storage, String folder, Optional<Layout> layout) {
    Source source = Source.open(storage, folder, layout);
    Indexed indexed = index(source.parts(), VideoIndexer.oneByOne(storage));
    source.parts().forEach(video -> video.fault(indexed).ifPresent(Datasets::rethrow));
    return dataset(source, indexed);
  }

  /**
   * Reads several of these at once, without truth. Video files that cannot be read are told and
   * left out.
   *
   * @param folders folders of videos, video folders or video files
   * @param layout how the folders are laid out; when empty, told from their shapes
   * @param indexer looks into video files, all of them in one go
   * @return one data set for each
   * @throws UserException when a folder is missing, empty or of another shape, or a video has no
   *     frames
   */
  public static List<Dataset> readFrames(
      Storage storage, List<String> folders, Optional<Layout> layout, VideoIndexer indexer) {
    List<Source> sources =
        folders.stream()
            .map(folder -> Source.open(storage, folder, layout).withoutTruth())
            .toList();
    Indexed indexed = index(sources.stream().flatMap(s -> s.parts().stream()).toList(), indexer);
    return sources.stream().map(source -> dataset(source, indexed)).toList();
  }

  /**
   * Reads the ground truth of a folder; frames may be absent. Videos without truth are passed over.
   *
   * @param layout how the folder is laid out; when empty, told from its shape
   * @param indexer looks into video files
   * @throws UserException when the folder is missing, empty, of another shape or without any truth,
   *     or the maps and fixations of a video (and the pictures of its frames, where they are there)
   *     differ in number or do not match, or a video file cannot be read
   */
  public static Truth readTruth(
      Storage storage, String folder, Optional<Layout> layout, VideoIndexer indexer) {
    Source source = Source.open(storage, folder, layout);
    List<VideoParts> parts =
        source.parts().stream()
            .filter(VideoParts::hasTruth)
            .map(video -> video.countsWithoutFootage() ? video.withoutFootage() : video)
            .toList();
    Indexed indexed = index(parts, indexer);
    Map<String, Map<String, FrameTruth>> truth = new LinkedHashMap<>();
    Map<String, VideoIndex> files = new LinkedHashMap<>();
    for (VideoParts video : parts) {
      video.fault(indexed).ifPresent(Datasets::rethrow);
      truth.put(video.name(), video.truth(indexed));
      files.putAll(video.files(indexed));
    }
    if (truth.isEmpty()) {
      throw UserException.input(
          "folder %s holds no ground truth; looked for %s: point at a folder with maps or fixations,"
              + " or name its layout with --layout",
          folder, source.layout().shape().truthDescription());
    }
    return new Truth(folder, source.layout(), truth, files);
  }

  /**
   * The video files among what a listing gave, told by their endings: a file itself, or those that
   * lie directly in a folder, by name.
   *
   * @throws UserException when the folder cannot be listed
   */
  public static List<Entry> videoFiles(Storage storage, Entry entry) {
    if (entry.isFolder()) {
      return Folder.open(storage, entry.path()).videoFiles();
    }
    return Folder.isVideoFile(entry) ? List.of(entry) : List.of();
  }

  /** What a path holds. */
  private record Source(Layout layout, List<VideoParts> parts, List<String> leftOut) {

    static Source open(Storage storage, String path, Optional<Layout> layout) {
      Entry entry = Folder.find(storage, path);
      if (Folder.isVideoFile(entry)) {
        return new Source(Layout.VIDEOS, List.of(VideoFiles.alone(entry)), List.of());
      }
      Folder root = Folder.open(storage, path);
      if (root.isEmpty()) {
        throw UserException.input(
            "folder %s is empty: point at the folder that holds the videos", path);
      }
      Layout taken = layout.orElseGet(() -> Layout.detect(root));
      List<VideoParts> parts = taken.shape().parts(root);
      return new Source(taken, parts, root.otherVideoFiles().toList());
    }

    Source withoutTruth() {
      return new Source(layout, parts.stream().map(VideoParts::withoutTruth).toList(), leftOut);
    }
  }

  private static Indexed index(List<VideoParts> parts, VideoIndexer indexer) {
    List<Entry> files = parts.stream().flatMap(VideoParts::videoFiles).toList();
    return files.isEmpty() ? new Indexed(Map.of(), Map.of()) : indexer.index(files);
  }

  private static Dataset dataset(Source source, Indexed indexed) {
    List<Video> videos = new ArrayList<>();
    List<Unreadable> unreadable = new ArrayList<>();
    for (VideoParts video : source.parts()) {
      video.requireFrames(source.layout().shape().description());
      Optional<UserException> fault = video.fault(indexed);
      if (fault.isPresent()) {
        unreadable.add(new Unreadable(video.name(), fault.get()));
      } else {
        videos.add(video.video(indexed));
      }
    }
    if (!source.leftOut().isEmpty()) {
      LOG.warn(
          "{} video files of kinds that are not read are left out, convert them to mp4: {}",
          source.leftOut().size(),
          Folder.summary(source.leftOut()));
    }
    return new Dataset(source.layout(), videos, unreadable, source.leftOut());
  }

  private static void rethrow(UserException fault) {
    throw fault;
  }
}
