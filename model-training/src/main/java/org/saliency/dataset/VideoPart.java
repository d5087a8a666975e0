package org.saliency.dataset;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.saliency.dataset.VideoIndexer.Indexed;
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

  /** The location of a frame that another part contains. */
  FrameLocation frame(String key, int number, Indexed indexed);

  /** Image files in a folder. */
  record Pictures(String kind, String place, Map<String, Entry> entries) implements VideoPart {

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
    public FrameLocation frame(String key, int number, Indexed indexed) {
      return FrameLocation.file(entries.get(key).path());
    }
  }

  /** A video file. */
  record Footage(String kind, Entry file) implements VideoPart {

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
        frames.put(VideoFrame.numberKey(i), FrameLocation.inFile(file.path(), i));
      }
      return Optional.of(frames);
    }

    @Override
    public FrameLocation frame(String key, int number, Indexed indexed) {
      return FrameLocation.inFile(file.path(), Integer.parseInt(key) - 1);
    }
  }

  /** A {@code fixations.json}, whose number of frames is unknown before it is read. */
  record FixationList(Entry file) implements VideoPart {

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
    public FrameLocation frame(String key, int number, Indexed indexed) {
      return FrameLocation.inFile(file.path(), number);
    }
  }
}
