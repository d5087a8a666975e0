package org.saliency.spark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.FrameTruth;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Truth;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.spark.results.Coverage;

class PairingTest {

  private final List<Video> predicted = new ArrayList<>();
  private final Map<String, Map<String, FrameTruth>> truth = new LinkedHashMap<>();

  private static int[] to(int last) {
    return IntStream.rangeClosed(1, last).toArray();
  }

  private PairingTest predict(String video, int... numbers) {
    List<VideoFrame> frames = new ArrayList<>();
    for (int number : numbers) {
      frames.add(
          new VideoFrame(
              frames.size(),
              "" + number,
              FrameLocation.file("maps/" + video + "/" + number + ".png"),
              Optional.empty(),
              Optional.empty()));
    }
    predicted.add(new Video(video, frames));
    return this;
  }

  private PairingTest truth(String video, int... numbers) {
    Map<String, FrameTruth> frames = new LinkedHashMap<>();
    for (int number : numbers) {
      FrameLocation map = FrameLocation.file("truth/" + video + "/maps/" + number + ".png");
      frames.put("" + number, new FrameTruth(Optional.of(map), Optional.empty()));
    }
    truth.put(video, frames);
    return this;
  }

  private Pairing pairing() {
    return Pairing.of(
        new Dataset(Layout.FRAMES, predicted),
        new Truth("truth", Layout.MSU_SAVAM, truth, Map.of(), Map.of()));
  }

  private PairingReport report() {
    return new PairingReport(pairing(), "maps", "truth");
  }

  private Coverage coverage(MissingPolicy policy) {
    return pairing().coverage(policy, path -> "10/" + path.length());
  }

  @Test
  void equalFramesHaveNoDifferences() {
    truth("a", to(3)).predict("a", to(3));
    assertThat(report().text()).isEmpty();
    assertThat(pairing().isExact()).isTrue();
    assertThat(coverage(MissingPolicy.FAIL).missing()).isEqualTo(Coverage.Missing.NONE);
  }

  @Test
  void everyDifferenceIsListedWithItsCount() {
    truth("a", to(4)).truth("b", to(7)).truth("c", to(2));
    predict("a", 1, 3).predict("c", 1, 2, 3, 4).predict("x", 1);

    assertThatThrownBy(() -> report().require(MissingPolicy.FAIL))
        .isInstanceOfSatisfying(
            UserException.class,
            error -> assertThat(error.kind()).isEqualTo(UserException.Kind.INPUT))
        .hasMessage(
            "Predictions maps do not match ground truth truth: Missing prediction of 9 frames:"
                + " frames 2, 4 of video 'a', video 'b' (7 frames); 2 predicted frames without ground"
                + " truth: frames 3, 4 of video 'c'; 1 predicted video without ground truth: 'x';"
                + " fix this, or set --missing skip (leave these frames out) or zero (missing maps"
                + " count as all-zero maps)");
    report().require(MissingPolicy.SKIP);
    report().require(MissingPolicy.ZERO);
  }

  @Test
  void longListsAreCut() {
    truth("a", to(20)).predict("a", 1);
    assertThat(report().text())
        .isEqualTo(
            "Missing prediction of 19 frames: frames 2, 3, 4, 5, 6 and 14 more of video 'a'");
  }

  @Test
  void extraVideosAreAllowedAndNamed() {
    truth("a", to(2)).predict("a", to(2)).predict("x", to(2));
    report().require(MissingPolicy.FAIL);
    assertThat(report().text()).isEqualTo("1 predicted video without ground truth: 'x'");
  }

  @Test
  void namesThatDifferByCaseOrNormalisationAreHinted() {
    String composed = Normalizer.normalize("café", Normalizer.Form.NFC);
    String decomposed = Normalizer.normalize("café", Normalizer.Form.NFD);
    truth("Dog", 1).truth(composed, 1).truth("ok", 1);
    predict("dog", 1).predict(decomposed, 1).predict("ok", 1);
    assertThat(report().text())
        .contains("'dog' differs from 'Dog' only by case: rename one")
        .contains(
            "'" + decomposed + "' differs from '" + composed + "' only by Unicode normalisation");
  }

  @Test
  void nearMissesAreHintedWhenNothingMatches() {
    truth("Dog", 1).predict("dog", 1);
    for (MissingPolicy policy : MissingPolicy.values()) {
      assertThatThrownBy(() -> report().require(policy))
          .isInstanceOf(UserException.class)
          .hasMessageContainingAll("No frame of predictions maps", "only by case");
    }
  }

  @Test
  void framesThatCountFromAnotherNumberAreHinted() {
    truth("a", to(3)).predict("a", 0, 1, 2);
    assertThat(report().text())
        .contains("Missing prediction of 1 frame: frame 3 of video 'a'")
        .contains("frames of video 'a' are numbered from 0, those of its ground truth from 1");
    assertThatThrownBy(() -> report().require(MissingPolicy.FAIL))
        .hasMessageEndingWith("rename the predictions so that equal numbers are the same frame");
  }

  @Test
  void framesAreIndexedByTheirPlaceInTheGroundTruth() {
    truth("a", to(5)).predict("a", 5, 2);
    Pairing pairing = pairing();
    assertThat(pairing.present().get(0).frames())
        .extracting(VideoFrame::index, VideoFrame::name, frame -> frame.image().path())
        .containsExactly(tuple(1, "2", "maps/a/2.png"), tuple(4, "5", "maps/a/5.png"));
    assertThat(pairing.missing().get(0).frames())
        .extracting(VideoFrame::index)
        .containsExactly(0, 2, 3);
  }

  @Test
  void skippedFramesAreNotInTheDigestOfFramesButTheTruthStaysTheSame() {
    truth("a", to(4)).truth("b", to(2));
    predict("a", to(4)).predict("b", to(2));
    Coverage whole = coverage(MissingPolicy.FAIL);
    predicted.clear();
    predict("a", to(3));

    Coverage skip = coverage(MissingPolicy.SKIP);
    assertThat(skip.missing())
        .isEqualTo(new Coverage.Missing("skip", 1, 3, Map.of("a", 1L, "b", 2L)));
    assertThat(skip.framesDigest()).isNotEqualTo(whole.framesDigest());
    assertThat(skip.truthDigests()).containsOnlyKeys("a");
    assertThat(whole.truthDigests()).containsAllEntriesOf(skip.truthDigests());

    Coverage zero = coverage(MissingPolicy.ZERO);
    assertThat(zero.missing())
        .isEqualTo(new Coverage.Missing("zero", 1, 3, Map.of("a", 1L, "b", 2L)));
    assertThat(zero.framesDigest()).isEqualTo(whole.framesDigest());
    assertThat(zero.truthDigests()).isEqualTo(whole.truthDigests());
  }

  @Test
  void anotherStampOfAFileIsAnotherTruth() {
    truth("a", to(2)).predict("a", to(2));
    assertThat(pairing().coverage(MissingPolicy.FAIL, path -> "1").truthDigests())
        .isNotEqualTo(pairing().coverage(MissingPolicy.FAIL, path -> "2").truthDigests());
  }
}
