package org.saliency.dataset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.frame.FrameKeys;
import org.saliency.frame.FrameName;
import org.saliency.storage.Storage.Entry;

/**
 * A shape of data sets in which a video is a folder of pictures, with folders of maps and fixations
 * beside them. In place of its pictures there may be a video file.
 *
 * @param container the folder that the videos are in; empty when they are in the data set's own
 * @param frames where a video keeps its frames, the first that holds any counts; {@link #ITSELF}
 *     means directly in the video's folder
 * @param videoFiles the folder of the data set that video files are in, named as the videos or
 *     numbered as they are; {@link #ITSELF} means in the data set's own; empty when there are none
 * @param maps the folder of a video's maps; empty when the layout has none
 * @param fixations the folder of a video's fixations; empty when the layout has none
 */
record VideoFolders(
    Optional<String> container,
    List<String> frames,
    Optional<String> videoFiles,
    Optional<String> maps,
    Optional<String> fixations)
    implements VideoShape {

  static final String ITSELF = "";

  static VideoFolders framesOnly() {
    return new VideoFolders(
        Optional.empty(), List.of(ITSELF), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static VideoFolders of(String maps, String fixations, String... frames) {
    return new VideoFolders(
        Optional.empty(),
        List.of(frames),
        Optional.empty(),
        Optional.of(maps),
        Optional.of(fixations));
  }

  VideoFolders inside(String container) {
    return new VideoFolders(Optional.of(container), frames, videoFiles, maps, fixations);
  }

  VideoFolders withVideoFilesIn(String folder) {
    return new VideoFolders(container, frames, Optional.of(folder), maps, fixations);
  }

  @Override
  public String description() {
    String video = container.map(name -> name + "/").orElse("") + "<video>/";
    return Stream.concat(
            frames.stream()
                .map(name -> video + (name.equals(ITSELF) ? "" : name + "/") + "*.png|jpg"),
            videoFiles.stream()
                .map(name -> (name.equals(ITSELF) ? "" : name + "/") + "<video>.mp4"))
        .collect(Collectors.joining(" or "));
  }

  @Override
  public String truthDescription() {
    return maps.isEmpty()
        ? "none, as its layout has frames alone"
        : "<video>/" + maps.get() + " and <video>/" + fixations.orElseThrow();
  }

  @Override
  public boolean isMarkedIn(Folder root) {
    return base(root)
        .filter(base -> isMarked(base) || base.folders().stream().anyMatch(this::isMarked))
        .isPresent();
  }

  @Override
  public List<VideoParts> parts(Folder root) {
    Map<String, Entry> footage = footage(root);
    Map<String, VideoParts> videos = new TreeMap<>(NaturalOrder.INSTANCE);
    for (Folder folder : videoFolders(root)) {
      VideoParts video = video(folder);
      Optional<Entry> file = takeFile(footage, folder.name());
      videos.put(video.name(), video.frames().isPresent() ? video : with(file, video));
    }
    footage.values().stream()
        .map(VideoFiles::alone)
        .forEach(video -> videos.put(video.name(), video));
    return List.copyOf(videos.values());
  }

  /** The video files by the names of their videos, in order. */
  private Map<String, Entry> footage(Folder root) {
    Map<String, Entry> files = new LinkedHashMap<>();
    if (videoFiles.isPresent()) {
      part(root, videoFiles.get())
          .map(Folder::videoFiles)
          .orElse(List.of())
          .forEach(file -> files.put(FrameName.stem(file.name()), file));
    } else {
      base(root).filter(base -> !isVideo(base)).ifPresent(this::refuseLooseVideoFiles);
    }
    return files;
  }

  /** Video files may lie beside the folders of their frames, and are then passed over. */
  private void refuseLooseVideoFiles(Folder base) {
    for (Entry file : base.videoFiles()) {
      if (base.folder(FrameName.stem(file.name()))
          .flatMap(folder -> video(folder).frames())
          .isEmpty()) {
        throw UserException.input(
            "folder %s holds folders of frames, and %s is a video file: move one of the two"
                + " elsewhere, or extract its frames into a folder of its name",
            base.path(), file.path());
      }
    }
  }

  /** The video file that belongs to a folder: of the same name, or of the same number. */
  private static Optional<Entry> takeFile(Map<String, Entry> footage, String folder) {
    if (footage.containsKey(folder)) {
      return Optional.of(footage.remove(folder));
    }
    Optional<String> name =
        footage.keySet().stream()
            .filter(stem -> stem.matches("\\d+") && folder.matches("\\d+"))
            .filter(stem -> FrameName.key(stem).equals(FrameName.key(folder)))
            .findFirst();
    return name.map(footage::remove);
  }

  private static VideoParts with(Optional<Entry> file, VideoParts video) {
    return new VideoParts(
        video.name(),
        video.place(),
        file.map(entry -> new VideoPart.Footage("frames", entry)),
        video.maps(),
        video.fixations());
  }

  /** What a video's folder holds. */
  private VideoParts video(Folder video) {
    return new VideoParts(
        video.name(),
        video.path(),
        frames.stream()
            .flatMap(name -> part(video, name).stream())
            .filter(folder -> !folder.images().isEmpty())
            .findFirst()
            .map(folder -> pictures("frames", folder)),
        maps.flatMap(video::folder).map(folder -> pictures("maps", folder)),
        fixations.flatMap(video::folder).map(folder -> pictures("fixations", folder)));
  }

  private static VideoPart pictures(String kind, Folder folder) {
    Map<String, Entry> pictures = new LinkedHashMap<>();
    List<Entry> images = new ArrayList<>(folder.images());
    FrameKeys keys = FrameKeys.of(images.stream().map(Entry::name).toList());
    images.sort(Comparator.comparing(Entry::name, keys.order()));
    for (Entry image : images) {
      Entry twin = pictures.putIfAbsent(keys.key(image.name()), image);
      if (twin != null) {
        throw UserException.input(
            "%s and %s in %s are both frame %s: rename one or take it out",
            twin.name(), image.name(), folder.path(), keys.key(image.name()));
      }
    }
    return new VideoPart.Pictures(kind, folder.path(), pictures);
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
    List<Folder> videos = base.folders().stream().filter(folder -> !folder.isEmpty()).toList();
    if (videos.isEmpty()) {
      throw UserException.input(
          "folder %s holds no videos; looked for %s: check the path and --layout",
          base.path(), description());
    }
    return videos;
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
}
