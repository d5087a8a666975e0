package org.saliency.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.frame.FrameName;
import org.saliency.storage.Storage.Entry;

/**
 * A shape of data sets in which a video is a folder of pictures, with folders of maps and fixations
 * beside them.
 *
 * @param container the folder that the videos are in; empty when they are in the data set's own
 * @param frames where a video keeps its frames, the first that holds any counts; {@link #ITSELF}
 *     means directly in the video's folder
 * @param maps the folder of a video's maps; empty when the layout has none
 * @param fixations the folder of a video's fixations; empty when the layout has none
 */
record VideoFolders(
    Optional<String> container,
    List<String> frames,
    Optional<String> maps,
    Optional<String> fixations) {

  static final String ITSELF = "";

  static VideoFolders framesOnly() {
    return new VideoFolders(Optional.empty(), List.of(ITSELF), Optional.empty(), Optional.empty());
  }

  static VideoFolders of(String maps, String fixations, String... frames) {
    return new VideoFolders(
        Optional.empty(), List.of(frames), Optional.of(maps), Optional.of(fixations));
  }

  VideoFolders inside(String container) {
    return new VideoFolders(Optional.of(container), frames, maps, fixations);
  }

  /** The shape in words, as in {@code <video>/images/*.png}. */
  String description() {
    String video = container.map(name -> name + "/").orElse("") + "<video>/";
    return frames.stream()
        .map(name -> video + (name.equals(ITSELF) ? "" : name + "/") + "*.png|jpg")
        .collect(Collectors.joining(" or "));
  }

  /** Whether a data set's folder holds a video that no other shape could mean. */
  boolean isMarkedIn(Folder root) {
    return base(root)
        .filter(base -> isMarked(base) || base.folders().stream().anyMatch(this::isMarked))
        .isPresent();
  }

  List<Video> videos(Folder root) {
    List<Folder> videoFolders = videoFolders(root);
    Folder base = base(root).orElseThrow();
    if (!videoFolders.contains(base)) {
      refuseLooseVideoFiles(base);
    }
    return videoFolders.stream().map(this::video).toList();
  }

  /** Truth by video name and frame key, of those videos that have any. */
  Map<String, Map<String, FrameTruth>> truth(Folder root) {
    Map<String, Map<String, FrameTruth>> videos = new LinkedHashMap<>();
    for (Folder folder : videoFolders(root)) {
      Map<String, FrameTruth> truth = VideoParts.of(this, folder).truth();
      if (!truth.isEmpty()) {
        videos.put(folder.name(), truth);
      }
    }
    if (videos.isEmpty()) {
      throw UserException.input(
          "folder %s holds no ground truth; looked for %s: point at a folder with maps or fixations,"
              + " or name its layout with --layout",
          root.path(),
          maps.isEmpty()
              ? "none, as its layout has frames alone"
              : "<video>/" + maps.get() + " and <video>/" + fixations.orElseThrow());
    }
    return videos;
  }

  /** The folder in a video's folder of a name that this shape gives. */
  static Optional<Folder> part(Folder video, String name) {
    return name.equals(ITSELF) ? Optional.of(video) : video.folder(name);
  }

  private Optional<Folder> base(Folder root) {
    return container.isEmpty() ? Optional.of(root) : root.folder(container.get());
  }

  private List<Folder> videoFolders(Folder root) {
    Folder base =
        base(root)
            .orElseThrow(
                () ->
                    UserException.input(
                        "folder %s has no folder '%s'; looked for %s: check the path and --layout",
                        root.path(), container.orElseThrow(), description()));
    Optional<Folder> other =
        base.folders().stream()
            .filter(folder -> !partNames().contains(folder.name()) && isVideo(folder))
            .findFirst();
    if (isVideo(base)) {
      if (other.isPresent()) {
        throw UserException.input(
            "folder %s holds frames or maps of its own and another video, '%s': move one of the two"
                + " elsewhere",
            base.path(), other.get().name());
      }
      return List.of(base);
    }
    if (base.folders().isEmpty()) {
      throw UserException.input(
          "folder %s holds no videos; looked for %s: check the path and --layout",
          base.path(), description());
    }
    return base.folders();
  }

  private void refuseLooseVideoFiles(Folder base) {
    for (Entry file : base.videoFiles()) {
      if (base.folder(FrameName.stem(file.name()))
          .map(folder -> VideoParts.of(this, folder).frames().isEmpty())
          .orElse(true)) {
        throw Folder.videoFile(file);
      }
    }
  }

  private boolean isVideo(Folder folder) {
    return isMarked(folder) || (frames.contains(ITSELF) && !folder.images().isEmpty());
  }

  private boolean isMarked(Folder folder) {
    return folder.folders().stream().anyMatch(part -> partNames().contains(part.name()));
  }

  private Set<String> partNames() {
    return Stream.of(frames.stream(), maps.stream(), fixations.stream())
        .flatMap(names -> names)
        .filter(name -> !name.equals(ITSELF))
        .collect(Collectors.toSet());
  }

  private Video video(Folder folder) {
    VideoParts parts = VideoParts.of(this, folder);
    if (parts.frames().isEmpty()) {
      throw noFrames(folder);
    }
    Map<String, FrameTruth> truth = parts.truth();
    List<VideoFrame> videoFrames = new ArrayList<>(parts.frames().size());
    parts
        .frames()
        .forEach(
            (key, image) -> {
              Optional<FrameTruth> own = Optional.ofNullable(truth.get(key));
              videoFrames.add(
                  new VideoFrame(
                      videoFrames.size(),
                      FrameName.stem(image.name()),
                      image.path(),
                      own.flatMap(FrameTruth::map),
                      own.flatMap(FrameTruth::fixations)));
            });
    return new Video(folder.name(), videoFrames);
  }

  private UserException noFrames(Folder folder) {
    if (!folder.videoFiles().isEmpty()) {
      return Folder.videoFile(folder.videoFiles().get(0));
    }
    return UserException.input(
        "video '%s' has no frames; looked for .png, .jpg, .bmp, .webp and .tiff files in %s:"
            + " add them, or take its folder out",
        folder.name(),
        frames.stream()
            .map(name -> name.equals(ITSELF) ? folder.path() : folder.path() + "/" + name)
            .collect(Collectors.joining(" and ")));
  }
}
