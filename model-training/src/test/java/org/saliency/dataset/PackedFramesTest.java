package org.saliency.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PackedFramesTest {

  private static VideoFrame frame(int index, boolean hasMap) {
    return new VideoFrame(
        index,
        "f" + index,
        index % 2 == 0 ? FrameLocation.file("a/f" + index) : FrameLocation.inFile("v.mp4", index),
        hasMap ? Optional.of(FrameLocation.file("maps/" + index)) : Optional.empty(),
        Optional.of(FrameLocation.inFile("fixations.json", index)),
        Integer.toString(index));
  }

  @Test
  void framesAreKept() {
    List<VideoFrame> frames = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      frames.add(frame(i, true));
    }

    PackedFrames packed = PackedFrames.of(frames).orElseThrow();

    assertThat(packed).containsExactlyElementsOf(frames);
    assertThat(packed.subList(7, 20)).containsExactlyElementsOf(frames.subList(7, 20));
    assertThat(packed.subList(7, 20).subList(3, 3)).isEmpty();
    assertThat(new Video("v", frames).frames()).isEqualTo(frames);
  }

  @Test
  void framesOfWhichSomeHaveMapsAreNotPacked() {
    List<VideoFrame> frames = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      frames.add(frame(i, i > 0));
    }

    assertThat(PackedFrames.of(frames)).isEmpty();
    assertThat(new Video("v", frames).frames()).isEqualTo(frames);
  }

  @Test
  void framesThatAreNotConsecutiveAreNotPacked() {
    assertThat(PackedFrames.of(List.of(frame(0, true), frame(2, true)))).isEmpty();
  }
}
