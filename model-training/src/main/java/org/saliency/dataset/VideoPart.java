package org.saliency.dataset;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.saliency.dataset.VideoIndexer.Indexed;
import org.saliency.packed.PackedMap;
import org.saliency.storage.EntryList;
import org.saliency.storage.Storage.Entry;

/** The frames, maps or fixations of one video, as stored. */
sealed interface VideoPart {

  /** {@code frames}, {@code maps} or {@code fixations}, for error messages. */
  String kind();

  /** Path for error messages. */
  String place();

  /** The video file to index, if it is one. */
  Optional<Entry> videoFile();

  /**
   * The location of each frame by {@link VideoFrame#key}, in order; empty if the number of frames
   * is unknown.
   */
  Optional<Map<String, FrameLocation>> frames(Indexed indexed);

  /**
   * The location of a frame that another part contains.
   *
   * @param number of the frame in the video, from 0
   * @param count number of frames of the video
   */
  FrameLocation frame(String key, int number, int count, Indexed indexed);

  /**
   * The same with other keys for its frames, in order; itself if it may have any.
   *
   * @param keys as many as it has frames
   */
  VideoPart withKeys(List<String> keys);

  /** Names of files where it should be that are of kinds that are not read. */
  default List<String> unread() {
    return List.of();
  }

  /**
   * Image files in a folder.
   *
   * @param unread the first names of files of other kinds
   */
  record Pictures(String kind, String place, Map<String, Entry> entries, List<String> unread)
      implements VideoPart {

    Pictures(String kind, String place, Map<String, Entry> entries) {
      this(kind, place, entries, List.of());
    }

    public Pictures {
      if (entries.size() > 1) { // else a photograph
        entries =
            new PackedMap<>(
                List.copyOf(entries.keySet()), EntryList.of(List.copyOf(entries.values())));
      }
    }

    @Override
    public Optional<Entry> videoFile() {
      return Optional.empty();
    }

    @Override
    public Optional<Map<String, FrameLocation>> frames(Indexed indexed) {
      Map<String, FrameLocation> frames = new LinkedHashMap<>();
      entries.forEach((key, entry) -> frames.put(key, FrameLocation.file(entry.path())));
      return Optional.of(frames);
    }

    @Override
    public FrameLocation frame(String key, int number, int count, Indexed indexed) {
      return FrameLocation.file(entries.get(key).path());
    }

    @Override
    public VideoPart withKeys(List<String> keys) {
      Map<String, Entry> renamed = new LinkedHashMap<>();
      Iterator<String> next = keys.iterator();
      entries.values().forEach(entry -> renamed.put(next.next(), entry));
      return new Pictures(kind, place, renamed);
    }
  }

  /**
   * A video file.
   *
   * @param first number of its first frame
   */
  record Footage(String kind, Entry file, int first) implements VideoPart {

    /** A video file whose frames are numbered from 1. */
    Footage(String kind, Entry file) {
      this(kind, file, 1);
    }

    @Override
    public String place() {
      return file.path();
    }

    @Override
    public Optional<Entry> videoFile() {
      return Optional.of(file);
    }

    @Override
    public Optional<Map<String, FrameLocation>> frames(Indexed indexed) {
      Map<String, FrameLocation> frames = new LinkedHashMap<>();
      int count = indexed.indexes().get(file.path()).frames();
      for (int i = 0; i < count; i++) {
        frames.put(Integer.toString(first + i), FrameLocation.inFile(file.path(), i));
      }
      return Optional.of(frames);
    }

    @Override
    public FrameLocation frame(String key, int number, int count, Indexed indexed) {
      return FrameLocation.inFile(file.path(), Integer.parseInt(key) - first);
    }

    @Override
    public VideoPart withKeys(List<String> keys) {
      return new Footage(kind, file, Integer.parseInt(keys.get(0)));
    }
  }

  /**
   * Fixations of many frames in one file, whose number is unknown before it is read.
   *
   * @param photograph number of the photograph in annotations of many; empty for a {@code
   *     fixations.json} of a video, which has its frames in order
   */
  record FixationList(Entry file, OptionalInt photograph) implements VideoPart {

    /** A {@code fixations.json} of a video. */
    FixationList(Entry file) {
      this(file, OptionalInt.empty());
    }

    @Override
    public String kind() {
      return "fixations";
    }

    @Override
    public String place() {
      return file.path();
    }

    @Override
    public Optional<Entry> videoFile() {
      return Optional.empty();
    }

    @Override
    public Optional<Map<String, FrameLocation>> frames(Indexed indexed) {
      return Optional.empty();
    }

    @Override
    public FrameLocation frame(String key, int number, int count, Indexed indexed) {
      return photograph.isPresent()
          ? FrameLocation.inFile(file.path(), photograph.getAsInt())
          : new FrameLocation(file.path(), number, number == count - 1);
    }

    @Override
    public VideoPart withKeys(List<String> keys) {
      return this;
    }
  }
}
