package org.saliency.spark.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Made-up videos in {@code /corpus}: folders of frames, with ground truth if wanted, or video
 * files.
 *
 * @param videos number of videos
 * @param frames frames per video
 * @param kind of videos
 * @param picture bytes of each frame, map and picture of fixations, or of each video file
 */
record SimulatedCorpus(int videos, int frames, Kind kind, byte[] picture)
    implements SimulatedContent {

  /** Kinds of videos. */
  enum Kind {
    /** {@code video00001/000001.png}. */
    FRAMES,
    /** {@code video00001/frames/000001.png}, with {@code gaussians} and {@code fixations}. */
    WITH_TRUTH,
    /** {@code video00001.mp4}. */
    FILES
  }

  static final String ROOT = "/corpus";
  static final long MODIFIED = 1_700_000_000_000L;

  private static final List<String> PARTS = List.of("fixations", "frames", "gaussians");
  private static final Pattern VIDEO = Pattern.compile("video(\\d{5})");
  private static final Pattern FRAME = Pattern.compile("(\\d{6})\\.png");

  static String videoName(int number) {
    return String.format(Locale.ROOT, "video%05d", number);
  }

  static String frameName(int number) {
    return String.format(Locale.ROOT, "%06d", number);
  }

  /** Number of a video of this corpus; 0 for another name. */
  int numberOf(String name) {
    Matcher matcher = VIDEO.matcher(name);
    int number = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    return number <= videos ? number : 0;
  }

  private static String[] split(String path) {
    return path.equals(ROOT) ? new String[0] : path.substring(ROOT.length() + 1).split("/");
  }

  private static boolean isIn(String path) {
    return path.equals(ROOT) || path.startsWith(ROOT + "/");
  }

  @Override
  public List<SimulatedObject> list(String folder) {
    String[] parts = isIn(folder) ? split(folder) : new String[] {"", "", "", ""};
    if (parts.length == 0) {
      return IntStream.rangeClosed(1, videos)
          .mapToObj(i -> ROOT + "/" + videoName(i))
          .map(path -> kind == Kind.FILES ? file(path + ".mp4") : SimulatedObject.folder(path))
          .toList();
    }
    if (kind == Kind.FILES || numberOf(parts[0]) == 0) {
      return List.of();
    }
    if (kind == Kind.WITH_TRUTH && parts.length == 1) {
      return PARTS.stream().map(part -> SimulatedObject.folder(folder + "/" + part)).toList();
    }
    return parts.length == depth() - 1 ? frames(folder) : List.of();
  }

  private int depth() {
    return kind == Kind.WITH_TRUTH ? 3 : 2;
  }

  private List<SimulatedObject> frames(String folder) {
    List<SimulatedObject> objects = new ArrayList<>(frames);
    for (int i = 1; i <= frames; i++) {
      objects.add(file(folder + "/" + frameName(i) + ".png"));
    }
    return objects;
  }

  private SimulatedObject file(String path) {
    return new SimulatedObject(path, false, picture.length, MODIFIED);
  }

  @Override
  public Optional<SimulatedObject> find(String path) {
    if (!isIn(path)) {
      return Optional.empty();
    }
    String[] parts = split(path);
    if (parts.length == 0) {
      return Optional.of(SimulatedObject.folder(ROOT));
    }
    if (kind == Kind.FILES) {
      boolean isFile = parts.length == 1 && parts[0].endsWith(".mp4");
      return Optional.of(path)
          .filter(p -> isFile && numberOf(parts[0].replace(".mp4", "")) > 0)
          .map(this::file);
    }
    if (numberOf(parts[0]) == 0 || kind == Kind.WITH_TRUTH && !isPart(parts)) {
      return Optional.empty();
    }
    if (parts.length < depth()) {
      return Optional.of(SimulatedObject.folder(path));
    }
    Matcher frame = FRAME.matcher(parts[parts.length - 1]);
    return Optional.of(path)
        .filter(p -> parts.length == depth() && frame.matches())
        .filter(p -> Integer.parseInt(frame.group(1)) <= frames)
        .map(this::file);
  }

  private static boolean isPart(String[] parts) {
    return parts.length == 1 || PARTS.contains(parts[1]);
  }

  @Override
  public byte[] read(String path) {
    return picture;
  }
}
