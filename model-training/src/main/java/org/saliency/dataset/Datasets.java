package org.saliency.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.dataset.Dataset.Unreadable;
import org.saliency.dataset.VideoIndexer.Indexed;
import org.saliency.storage.Storage;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.VideoIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the contents of data sets. Each folder is listed once, images are not opened, and video
 * files are indexed.
 *
 * <p>Frames, maps and fixations are matched by the number in their names ({@code 1.png} matches
 * {@code 0001.jpg}), or by their stems without a number; frames of a video file are numbered from
 * 1. Files that are neither images nor videos are ignored.
 */
public final class Datasets {

  private static final Logger LOG = LoggerFactory.getLogger(Datasets.class);

  private Datasets() {}

  /**
   * Reads a folder of videos, a single video folder, or a single video file.
   *
   * @param layout if empty, detected
   * @throws UserException when the folder is missing, empty or of another layout, a video has no
   *     frames or cannot be read, or its frames, maps and fixations do not match
   */
  public static Dataset read(Storage storage, String folder, Optional<Layout> layout) {
    Source source = Source.open(storage, folder, layout);
    Indexed indexed = index(source.parts(), VideoIndexer.oneByOne(storage));
    source.parts().forEach(video -> video.error(indexed).ifPresent(Datasets::rethrow));
    return dataset(source, indexed);
  }

  /**
   * Reads a data set with its ground truth as far as it can be read: videos that have no frames,
   * cannot be read, or whose frames, maps and fixations do not match are {@link
   * Dataset#unreadable()}.
   *
   * @param layout if empty, detected
   * @throws UserException when the folder is missing, empty or of another layout
   */
  public static Dataset readAll(Storage storage, String folder, Optional<Layout> layout) {
    return readAll(storage, folder, layout, VideoIndexer.oneByOne(storage));
  }

  /**
   * As {@link #readAll(Storage, String, Optional)}.
   *
   * @param indexer called once for all video files
   */
  public static Dataset readAll(
      Storage storage, String folder, Optional<Layout> layout, VideoIndexer indexer) {
    Source source = Source.open(storage, folder, layout);
    Indexed indexed = index(source.parts(), indexer);
    List<Video> videos = new ArrayList<>();
    List<Unreadable> unreadable = new ArrayList<>();
    for (VideoParts parts : source.parts()) {
      try {
        parts.requireFrames(source.layout().shape().description(), source.leftOut());
        parts.error(indexed).ifPresent(Datasets::rethrow);
        videos.add(parts.video(indexed));
      } catch (UserException e) {
        unreadable.add(new Unreadable(parts.name(), e));
      }
    }
    return new Dataset(source.layout(), videos, unreadable, source.leftOut(), source.split());
  }

  /**
   * Reads several data sets without ground truth; see {@link Dataset#unreadable()} for video files
   * that cannot be read.
   *
   * @param folders folders of videos, video folders or video files
   * @param layout if empty, detected for each folder
   * @param indexer called once for all video files
   * @return one data set per folder
   * @throws UserException when a folder is missing, empty or of another layout, or a video has no
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
   * Reads the ground truth of a folder; frames may be absent. Videos without truth are ignored,
   * those whose truth is in a damaged video file are {@link Truth#unreadable}.
   *
   * @param layout if empty, detected
   * @throws UserException when the folder is missing, empty, of another layout or without truth,
   *     the maps, fixations and frame images of a video do not match, or none can be read
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
    Map<String, UserException> unreadable = new LinkedHashMap<>();
    for (VideoParts video : parts) {
      Optional<UserException> error = video.error(indexed);
      if (error.isPresent()) {
        unreadable.put(video.name(), error.get());
      } else {
        truth.put(video.name(), video.truth(indexed));
        files.putAll(video.files(indexed));
      }
    }
    if (truth.isEmpty()) {
      unreadable.values().stream().findFirst().ifPresent(Datasets::rethrow);
      throw UserException.input(
          "folder %s contains no ground truth (expected %s): give a folder with maps or fixations, or"
              + " set --layout",
          folder, source.layout().shape().truthDescription());
    }
    return new Truth(folder, source.layout(), truth, files, unreadable);
  }

  /**
   * The video files at an entry, recognised by their extensions: the file itself, or the files
   * directly in the folder, in name order.
   *
   * @throws UserException when the folder cannot be listed
   */
  public static List<Entry> videoFiles(Storage storage, Entry entry) {
    if (entry.isFolder()) {
      return Folder.open(storage, entry.path()).videoFiles();
    }
    return Folder.isVideoFile(entry) ? List.of(entry) : List.of();
  }

  /**
   * The parts of a data set.
   *
   * @param declared parts of the data set that folders declare, by video
   * @param root its folder; empty for a single video file or photograph
   */
  private record Source(
      Layout layout,
      List<VideoParts> parts,
      List<String> leftOut,
      Map<String, DeclaredSplit.Part> declared,
      Optional<Folder> root) {

    static Source open(Storage storage, String path, Optional<Layout> layout) {
      Entry entry = Folder.find(storage, path);
      if (Folder.isVideoFile(entry)) {
        return single(Layout.VIDEOS, VideoFiles.single(entry));
      }
      if (Folder.isImageFile(entry)) {
        return single(Layout.FRAMES, StillFolders.single(entry));
      }
      Folder root = Folder.open(storage, path);
      if (root.isEmpty()) {
        throw UserException.input(
            "folder %s is empty: give the folder that contains the videos", path);
      }
      List<Folder> splits = SplitFolders.of(root, layout);
      if (!splits.isEmpty()) {
        return union(root, splits, layout);
      }
      return open(root, layout);
    }

    /** A video file or a photograph. */
    private static Source single(Layout layout, VideoParts file) {
      return new Source(layout, List.of(file), List.of(), Map.of(), Optional.empty());
    }

    private static Source open(Folder root, Optional<Layout> layout) {
      Layout taken = layout.orElseGet(() -> Layout.detect(root));
      List<VideoParts> parts = taken.shape().parts(root);
      Map<String, DeclaredSplit.Part> declared = taken.shape().declaredParts(root);
      return new Source(taken, parts, root.otherVideoFiles().toList(), declared, Optional.of(root));
    }

    /** The videos of several folders of one layout. */
    private static Source union(Folder root, List<Folder> splits, Optional<Layout> given) {
      String path = root.path();
      List<Source> sources = splits.stream().map(split -> open(split, given)).toList();
      Layout layout = sources.get(0).layout();
      Map<String, VideoParts> parts = new TreeMap<>(NaturalOrder.INSTANCE);
      Map<String, DeclaredSplit.Part> declared = new HashMap<>();
      for (int i = 0; i < sources.size(); i++) {
        Source source = sources.get(i);
        DeclaredSplit.Part part = SplitFolders.part(splits.get(i).name()).orElseThrow();
        source.parts().forEach(video -> declared.put(video.name(), part));
        if (!source.layout().shape().equals(layout.shape())) {
          throw UserException.input(
              "folder %s holds folders of several layouts, %s and %s: give one of them",
              path, layout, source.layout());
        }
        for (VideoParts video : source.parts()) {
          VideoParts twin = parts.putIfAbsent(video.name(), video);
          if (twin != null) {
            throw UserException.input(
                "%s and %s are both video '%s': give one of the folders in %s",
                twin.place(), video.place(), video.name(), path);
          }
        }
      }
      List<String> leftOut = sources.stream().flatMap(s -> s.leftOut().stream()).toList();
      return new Source(layout, List.copyOf(parts.values()), leftOut, declared, Optional.of(root));
    }

    Source withoutTruth() {
      return new Source(
          layout, parts.stream().map(VideoParts::withoutTruth).toList(), leftOut, declared, root);
    }

    /** The split that comes with the data set. */
    DeclaredSplit split() {
      Optional<Entry> file =
          root.flatMap(
              folder ->
                  folder.files(entry -> entry.name().equalsIgnoreCase(DeclaredSplit.FILE)).stream()
                      .findFirst());
      return file.isPresent()
          ? DeclaredSplit.ofFile(
              file.get(),
              root.get().text(file.get()),
              parts.stream().map(VideoParts::name).collect(Collectors.toSet()))
          : DeclaredSplit.ofFolders(declared);
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
      video.requireFrames(source.layout().shape().description(), source.leftOut());
      Optional<UserException> error = video.error(indexed);
      if (error.isPresent()) {
        unreadable.add(new Unreadable(video.name(), error.get()));
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

  private static void rethrow(UserException error) {
    throw error;
  }
}
