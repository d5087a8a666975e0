package org.saliency.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.storage.LocalStorage;

class SplitTest {

  private static Dataset videos(int count) {
    return dataset(IntStream.range(0, count).mapToObj(i -> "video" + i).toList());
  }

  private static Dataset dataset(List<String> names) {
    VideoFrame frame =
        new VideoFrame(0, "1", FrameLocation.file("1.png"), Optional.empty(), Optional.empty());
    return new Dataset(
        Layout.FRAMES, names.stream().map(name -> new Video(name, List.of(frame))).toList());
  }

  private static List<String> names(Dataset dataset) {
    return dataset.videos().stream().map(Video::name).toList();
  }

  @Property(tries = 200)
  void everyVideoIsOnOneSideAndNoSideIsEmpty(
      @ForAll @IntRange(min = 2, max = 40) int count,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double fraction,
      @ForAll long seed) {
    Split split = Split.random(videos(count), fraction, seed);

    List<String> both = new ArrayList<>(names(split.training()));
    both.addAll(names(split.validation()));
    assertThat(both).containsExactlyInAnyOrderElementsOf(names(videos(count)));
    assertThat(split.training().videos()).isNotEmpty();
    assertThat(split.validation().videos()).isNotEmpty();
    assertThat((double) split.validation().videos().size())
        .isBetween(Math.min(fraction * count - 1, count - 1), Math.max(fraction * count + 1, 1));
  }

  @Property(tries = 100)
  void theSplitOnlyDependsOnTheSeed(
      @ForAll @IntRange(min = 2, max = 30) int count, @ForAll long seed) {
    List<String> shuffled = new ArrayList<>(names(videos(count)));
    Collections.shuffle(shuffled, new Random(seed + 1));

    assertThat(names(Split.random(dataset(shuffled), 0.3, seed).validation()))
        .containsExactlyInAnyOrderElementsOf(
            names(Split.random(videos(count), 0.3, seed).validation()));
  }

  @Test
  void listsOfVideosAreReadInUtf8AndUtf16(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("list.txt");
    for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
      Files.write(file, "\uFEFFкино.mp4\r\n\r\nb\r\n".getBytes(charset));
      assertThat(Split.readNames(new LocalStorage(), file.toString()))
          .containsExactly("кино.mp4", "b");
    }
    assertThat(Split.resolve(List.of("a.mp4", "b.mp4"), "test", Set.of("a", "b.mp4")))
        .containsExactly("a", "b.mp4");
    assertThatThrownBy(() -> Split.resolve(List.of("c"), "test", Set.of("a")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("'c' of the test list");
    assertThatThrownBy(() -> Split.resolve(List.of("a.mp4", "a"), "test", Set.of("a")))
        .isInstanceOf(UserException.class)
        .hasMessage("Video 'a' is in the test list twice: remove one of the lines");
  }

  @Test
  void seedsDrawEveryVideoAboutEquallyOften() {
    int[] drawn = new int[10];
    for (int seed = 0; seed < 2000; seed++) {
      for (String name : names(Split.random(videos(10), 0.2, seed).validation())) {
        drawn[Integer.parseInt(name.substring(5))]++;
      }
    }
    assertThat(IntStream.of(drawn).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(320, 480));
  }

  @Property(tries = 50)
  void shotsOfAClipStayTogether(@ForAll long seed) {
    List<String> names = new ArrayList<>();
    for (int clip = 1; clip <= 10; clip++) {
      for (int shot = 1; shot <= 1 + clip % 4; shot++) {
        names.add("actioncliptrain%05d_%d".formatted(clip, shot));
      }
    }
    Split split = Split.random(dataset(names), 0.3, seed);

    Set<String> trained = clips(split.training());
    assertThat(clips(split.validation())).isNotEmpty().doesNotContainAnyElementsOf(trained);
    assertThat(split.validation().videos()).hasSizeBetween(7, 11);
    assertThat(names(split.training())).hasSize(names.size() - split.validation().videos().size());
  }

  private static Set<String> clips(Dataset dataset) {
    return dataset.videos().stream()
        .map(video -> video.name().substring(0, video.name().indexOf('_')))
        .collect(Collectors.toSet());
  }

  @Test
  void shotsAreRecognisedByAnyNumberInTheNamedLayout() {
    Video first = videos(1).videos().get(0);
    List<Video> videos =
        Stream.of("film-1", "film-2", "other-1")
            .map(name -> new Video(name, first.frames()))
            .toList();

    Split split = Split.random(new Dataset(Layout.HOLLYWOOD2, videos), 0.5, 1);

    assertThat(List.of(names(split.training()), names(split.validation())))
        .containsExactlyInAnyOrder(List.of("film-1", "film-2"), List.of("other-1"));
    assertThatThrownBy(
            () -> Split.random(new Dataset(Layout.HOLLYWOOD2, videos.subList(0, 2)), 0.5, 1))
        .hasMessageContaining("has 2 of clip 'film'");
  }

  @Test
  void aSingleVideoCannotBeSplit() {
    assertThatThrownBy(() -> Split.random(videos(1), 0.5, 0))
        .hasMessageContaining("a split needs at least 2 videos, but the data set has 1");
  }

  @Test
  void aFractionOutOfRangeIsAUsageError() {
    for (double fraction : new double[] {0, 1, -0.5, Double.NaN}) {
      assertThatThrownBy(() -> Split.random(videos(3), fraction, 0))
          .isInstanceOfSatisfying(
              UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.USAGE))
          .hasMessageContaining("validation fraction '" + fraction + "'");
    }
  }

  @Test
  void listsOfNamesDecideAndOtherVideosAreLeftOut() {
    MemoryStorage storage =
        new MemoryStorage().file("train.txt", "video2\r\n\n video0 \n").file("val.txt", "video3");

    Split split =
        Split.byName(
            videos(5), Split.readNames(storage, "train.txt"), Split.readNames(storage, "val.txt"));

    assertThat(names(split.training())).containsExactly("video0", "video2");
    assertThat(names(split.validation())).containsExactly("video3");
  }

  @Test
  void contradictoryListsAreErrors() {
    List<String> both = List.of("video1", "video2");
    assertThatThrownBy(() -> Split.byName(videos(5), both, List.of("video2")))
        .hasMessageContaining(
            "video 'video2' is in both the training list and the validation list");
    assertThatThrownBy(() -> Split.byName(videos(5), both, List.of("vidoe3")))
        .hasMessageContaining("video 'vidoe3' of the validation list is not in the data set");
    assertThatThrownBy(() -> Split.byName(videos(5), List.of(), both))
        .hasMessageContaining("the training list is empty");
    assertThatThrownBy(() -> Split.readNames(new MemoryStorage(), "none.txt"))
        .hasMessageContaining("list of videos none.txt does not exist: check the path");
  }
}
