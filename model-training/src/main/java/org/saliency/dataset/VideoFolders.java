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
 * Data sets in which a video is a folder of images, next to folders of maps and fixations. A video
 * file may replace the images.
 *
 * @param container folder of the videos; empty for the data set's root
 * @param frames folders of a video's frames, of which the first with images is used; {@link
 *     #ITSELF} is the video's folder
 * @param videoFiles folder of video files with the names or numbers of the videos; {@link #ITSELF}
 *     is the data set's root; empty if the layout has none
 * @param maps folder of a video's maps; empty if the layout has none
 * @param fixations folder of a video's fixations; empty if the layout has none
 */
record VideoFolders(
    Optional<String> container,
    List<String> frames,
    Optional<String> videoFiles,
    Optional<String> maps,
    Optional<String> fixations)
    implements VideoShape {

  static final String ITSELF = "";

  /** Folder of the MATLAB files in that of the fixation images. */
  private static final String PUBLISHED = "maps";

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
        ? "none, since this layout only has frames; others have <video>/gaussians/*.png or"
            + " Saliency/<video>.mp4"
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
        .map(VideoFiles::single)
        .forEach(video -> videos.put(video.name(), video));
    return List.copyOf(videos.values());
  }

  /** The video files by stem, in order. */
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

  /** Video files next to the folders of their frames are ignored; others are an error. */
  private void refuseLooseVideoFiles(Folder base) {
    for (Entry file : base.videoFiles()) {
      if (base.folder(FrameName.stem(file.name()))
          .flatMap(folder -> video(folder).frames())
          .isEmpty()) {
        throw UserException.input(
            "folder %s contains folders of frames, but %s is a video file: move one of them, or"
                + " extract the frames of the video into a folder of its name",
            base.path(), file.path());
      }
    }
  }

  /** Removes and returns the video file with the name or number of a folder. */
  private static Optional<Entry> takeFile(Map<String, Entry> footage, String folder) {
    if (footage.containsKey(folder)) {
      return Optional.of(footage.remove(folder));
    }
    Optional<String> name =
        footage.keySet().stream()
            .filter(
                stem ->
                    stem.matches("\\d+") && folder.matches("\\d+")
                        ? FrameName.key(stem).equals(FrameName.key(folder))
                        : FrameName.composed(stem).equals(FrameName.composed(folder)))
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

  /** The contents of a video's folder. */
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
        fixations.flatMap(video::folder).map(VideoFolders::fixations));
  }

  /** Images or else MATLAB files in the folder, or in {@code maps} in it, as DHF1K is published. */
  private static VideoPart fixations(Folder folder) {
    return Stream.of(Optional.of(folder), folder.folder(PUBLISHED))
        .flatMap(Optional::stream)
        .filter(found -> !found.images().isEmpty() || !found.matFiles().isEmpty())
        .findFirst()
        .map(
            found ->
                found.images().isEmpty()
                    ? files("fixations", found, found.matFiles())
                    : pictures("fixations", found))
        .orElseGet(() -> pictures("fixations", folder));
  }

  private static VideoPart pictures(String kind, Folder folder) {
    return files(kind, folder, folder.images());
  }

  private static VideoPart files(String kind, Folder folder, List<Entry> files) {
    Map<String, Entry> pictures = new LinkedHashMap<>();
    List<Entry> images = new ArrayList<>(files);
    FrameKeys keys = FrameKeys.of(images.stream().map(Entry::name).toList());
    images.sort(Comparator.comparing(Entry::name, keys.order()));
    for (Entry image : images) {
      Entry twin = pictures.putIfAbsent(keys.key(image.name()), image);
      if (twin != null) {
        throw UserException.input(
            "%s and %s in %s are both frame %s: rename or remove one",
            twin.name(), image.name(), folder.path(), keys.key(image.name()));
      }
    }
    return new VideoPart.Pictures(kind, folder.path(), pictures, unread(kind, folder, files));
  }

  /** Names of the other files; none beside frames, where a video may have its fixations. */
  private static List<String> unread(String kind, Folder folder, List<Entry> files) {
    if (kind.equals("frames") && !files.isEmpty()) {
      return List.of();
    }
    Set<String> read = files.stream().map(Entry::name).collect(Collectors.toSet());
    return folder.files(file -> !read.contains(file.name())).stream()
        .limit(Folder.NAMES_SHOWN + 1)
        .map(Entry::name)
        .toList();
  }

  /** A subfolder by name, or the folder itself for {@link #ITSELF}. */
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
                        "folder %s has no subfolder '%s' (expected %s): check the path and --layout",
                        root.path(), container.orElseThrow(), description()));
    Optional<Folder> other =
        base.folders().stream()
            .filter(folder -> !partNames().contains(folder.name()) && isVideo(folder))
            .findFirst();
    if (isVideo(base)) {
      if (other.isPresent()) {
        throw UserException.input(
            "folder %s contains frames or maps and another video, '%s': move one of them",
            base.path(), other.get().name());
      }
      return List.of(base);
    }
    List<Folder> videos = base.folders().stream().filter(folder -> !folder.isEmpty()).toList();
    if (videos.isEmpty()) {
      throw UserException.input(
          "folder %s contains no videos (expected %s): check the path and --layout",
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
