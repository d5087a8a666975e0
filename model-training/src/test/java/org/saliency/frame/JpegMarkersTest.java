package org.saliency.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class JpegMarkersTest {

  private static final String START = "ffd8";
  private static final String THUMBNAIL = "ffe1 0006 ffd8ffd9"; // a picture's end within a segment
  private static final String FRAME = "ffc0 000b 08 0011 001f 01 011100";
  private static final String SCAN = "ffda 0008 01 0100 003f00";
  private static final String PIXELS = "12 ff00 ffd0 34 ffff"; // escaped, restarted, filled up
  private static final String END = "ffd9";

  private static byte[] file(String... parts) {
    return HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
  }

  @Test
  void aFileIsCompleteOnlyWithItsEndMarker() {
    byte[] file = file(START, THUMBNAIL, FRAME, SCAN, PIXELS, END);

    assertThat(JpegMarkers.of(file)).isEqualTo(new JpegMarkers(true, OptionalInt.of(1)));
    for (int length = 2; length < file.length; length++) {
      assertThat(JpegMarkers.of(Arrays.copyOf(file, length)).isComplete())
          .as("%d", length)
          .isFalse();
    }
  }

  @Test
  void channelsAreKnownFromTheFrameHeader() {
    assertThat(JpegMarkers.of(file(START, THUMBNAIL)).channels()).isEmpty();
    assertThat(JpegMarkers.of(file(START, FRAME.replace(" 01 ", " 04 "))).channels()).hasValue(4);
  }

  @Test
  void aShortSegmentMayBeTheLast() {
    String emptyComment = "fffe 0002";
    byte[] file = file(START, FRAME, SCAN, PIXELS, emptyComment, END);

    assertThat(JpegMarkers.of(file).isComplete()).isTrue();
  }
}
