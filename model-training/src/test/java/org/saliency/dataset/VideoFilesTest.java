package org.saliency.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.UserException;
import org.saliency.dataset.Dataset.Unreadable;
import org.saliency.dataset.VideoIndexer.Indexed;
import org.saliency.video.TestIndexes;

class VideoFilesTest {

  private final MemoryStorage storage = new MemoryStorage();
  private final Map<String, Integer> frames = new HashMap<>();
  private final Map<String, Integer> missing = new HashMap<>();

  /** Knows some files; treats the others as damaged. */
  private final VideoIndexer indexer =
      files -> {
        Indexed indexed = new Indexed(new HashMap<>(), new HashMap<>());
        files.forEach(
            file -> {
              Integer count = frames.get(file.path());
              if (count == null) {
                indexed
                    .errors()
                    .put(file.path(), UserException.input("%s is damaged", file.path()));
              } else {
                int lost = missing.getOrDefault(file.path(), 0);
                indexed.indexes().put(file.path(), TestIndexes.truncated(count, lost, 10));
              }
            });
        return indexed;
      };

  private void file(String folder, String name, int count) {
    storage.files(folder, name);
    frames.put(folder + "/" + name, count);
  }

  private Dataset read(String path) {
    return Datasets.readFrames(storage, List.of(path), Optional.empty(), indexer).get(0);
  }

  private Truth readTruth() {
    return Datasets.readTruth(storage, "data", Optional.empty(), indexer);
  }

  @Test
  void aFolderOfVideoFilesIsRead() {
    file("data", "clip 10.mp4", 3);
    file("data", "clip 9.MKV", 2);

    Dataset dataset = read("data");

    assertThat(dataset.layout()).isEqualTo(Layout.VIDEOS);
    assertThat(dataset.videos()).extracting(Video::name).containsExactly("clip 9", "clip 10");
    assertThat(dataset.videos().get(0).frames())
        .containsExactly(
            new VideoFrame(
                0,
                "000001",
                FrameLocation.inFile("data/clip 9.MKV", 0),
                Optional.empty(),
                Optional.empty()),
            new VideoFrame(
                1,
                "000002",
                FrameLocation.inFile("data/clip 9.MKV", 1),
                Optional.empty(),
                Optional.empty()));
    assertThat(dataset.videos().get(1).footage()).isPresent();
  }

  @Test
  void videoFilesOfKindsThatAreNotReadAreNamed() {
    for (String name : new String[] {"a.mp4", "b.m4v", "c.3gp", "d.3G2", "e.qt"}) {
      file("data", name, 1);
    }
    storage.files("data", "f.MTS", "g.mpg", "h.wmv", "i.flv", "notes.txt");

    Dataset dataset = read("data");

    assertThat(dataset.videos()).extracting(Video::name).containsExactly("a", "b", "c", "d", "e");
    assertThat(dataset.leftOut()).containsExactly("f.MTS", "g.mpg", "h.wmv", "i.flv");
    assertThat(dataset.withoutTruth().leftOut()).hasSize(4);
  }

  @Test
  void aFolderWithoutReadableKindsOfVideosIsAnError() {
    storage.files("data", "a.MTS", "b.flv");

    assertThatThrownBy(() -> read("data"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Folder data has only video files of kinds that are not read (a.MTS, b.flv): convert"
                + " them to mp4");
    assertThatThrownBy(() -> read("data/a.MTS"))
        .isInstanceOf(UserException.class)
        .hasMessage("Video file data/a.MTS is of a kind that is not read: convert it to mp4");
  }

  @Test
  void aVideoFileIsADataSetOfItsOwn() {
    file("data", "clip.webm", 3);

    assertThat(read("data/clip.webm").videos()).extracting(Video::name).containsExactly("clip");
  }

  @Test
  void aDamagedFileIsReportedAndSkipped() {
    file("data", "a.mp4", 3);
    storage.files("data", "b.mp4");

    assertThat(read("data").videos()).extracting(Video::name).containsExactly("a");
    assertThat(read("data").unreadable()).extracting(Unreadable::name).containsExactly("b");
    assertThat(read("data").unreadable().get(0).error()).hasMessage("data/b.mp4 is damaged");
  }

  @Test
  void filesOfOneStemAreAnError() {
    file("data", "a.mp4", 3);
    file("data", "a.mkv", 3);

    assertThatThrownBy(() -> read("data")).hasMessageContaining("are both video 'a'");
  }

  @Test
  void aVideoFileNextToItsTruthIsMatchedByNumber() {
    file("data", "v.mp4", 3);
    storage.files("data/v/gaussians", "1.png", "2.png", "3.png");

    assertThat(read("data").layout()).isEqualTo(Layout.MSU_SAVAM);
    Video paired = readTruth().attachTo(read("data")).videos().get(0);

    assertThat(paired.frames().get(2).image()).isEqualTo(FrameLocation.inFile("data/v.mp4", 2));
    assertThat(paired.frames().get(2).map()).contains(FrameLocation.file("data/v/gaussians/3.png"));
  }

  @Test
  void aVideoFileNextToATruthThatCountsFrom0IsMatchedInOrder() {
    file("data", "v.mp4", 3);
    storage.files("data/v/gaussians", "0.png", "1.png", "2.png");

    Video paired = readTruth().attachTo(read("data")).videos().get(0);

    assertThat(paired.frames().get(0).map()).contains(FrameLocation.file("data/v/gaussians/0.png"));
    assertThat(paired.frames().get(2).map()).contains(FrameLocation.file("data/v/gaussians/2.png"));
  }

  @Test
  void aDamagedTruthMakesItsVideoUnreadable() {
    file("data/Videos", "a.mp4", 3);
    file("data/Videos", "b.mp4", 3);
    file("data/Saliency", "a.mp4", 3);
    storage.files("data/Saliency", "b.mp4"); // not indexed

    Truth truth = readTruth();
    Dataset paired = truth.attachTo(read("data/Videos"));

    assertThat(paired.videos()).extracting(Video::name).containsExactly("a");
    assertThat(paired.unreadable()).extracting(Dataset.Unreadable::name).containsExactly("b");
    assertThatThrownBy(truth::requireReadable).hasMessage("data/Saliency/b.mp4 is damaged");
  }

  @Test
  void aTruthThatIsWhollyDamagedIsAnError() {
    file("data/Videos", "b.mp4", 3);
    storage.files("data/Saliency", "b.mp4"); // not indexed

    assertThatThrownBy(this::readTruth).hasMessage("data/Saliency/b.mp4 is damaged");
  }

  @Test
  void aVideoFileThatIsLongerThanItsTruthIsAnError() {
    file("data", "v.mp4", 4);
    storage.files("data/v/gaussians", "1.png", "2.png", "3.png");

    assertThatThrownBy(() -> readTruth().attachTo(read("data")))
        .hasMessageContaining("video 'v' has 4 frames, but its ground truth in data has 3")
        .hasMessageContaining("frame 3 of data/v.mp4 has no ground truth");
  }

  @Test
  void videosOfDhf1kAreNumberedAsTheirAnnotations() {
    file("data/video", "001.AVI", 2);
    storage.folder("data/annotation");
    storage.files("data/annotation/0001/maps", "0001.png", "0002.png");

    assertThat(read("data").layout()).isEqualTo(Layout.DHF1K);
    assertThat(readTruth().attachTo(read("data")).videos())
        .extracting(Video::name)
        .containsExactly("0001");
  }

  @Test
  void theChallengeKeepsVideosMapsAndFixationsApart() {
    file("data/Videos", "a.mp4", 2);
    file("data/Videos", "b.mp4", 2);
    file("data/SaliencyTrain/Train", "a.mp4", 2);
    storage.folder("data/SaliencyTrain").folder("data/FixationsTrain");
    storage.files("data/FixationsTrain/a", "fixations.json");
    storage.files("data", "TrainTestSplit.json");

    Dataset dataset = read("data");
    assertThat(dataset.layout()).isEqualTo(Layout.MSU_CHALLENGE);
    assertThat(dataset.videos()).extracting(Video::name).containsExactly("a", "b");

    Truth truth = readTruth();
    assertThat(truth.videos()).containsOnlyKeys("a");
    assertThat(truth.videos().get("a").get("2"))
        .isEqualTo(
            new FrameTruth(
                Optional.of(FrameLocation.inFile("data/SaliencyTrain/Train/a.mp4", 1)),
                Optional.of(new FrameLocation("data/FixationsTrain/a/fixations.json", 1, true))));
    assertThat(truth.files()).containsOnlyKeys("data/SaliencyTrain/Train/a.mp4");
  }

  @Test
  void endingsOfFixationsMayBeInCapitals() {
    file("data/Videos", "a.mp4", 2);
    file("data/Videos", "b.mp4", 2);
    file("data/Saliency", "a.mp4", 2);
    file("data/Saliency", "b.mp4", 2);
    storage.folder("data/Fixations").files("data/Fixations/a", "Fixations.JSON");
    storage.files("data/Fixations", "b.Json");

    assertThat(readTruth().videos().values())
        .flatMap(Map::values)
        .allMatch(truth -> truth.fixations().isPresent());
  }

  @Test
  void namesMatchInAnyUnicodeForm() {
    String composed = "Gr\u00fc\u00dfe";
    String decomposed = "Gru\u0308\u00dfe";
    file("data/Videos", composed + ".mp4", 2);
    file("data/Saliency", decomposed + ".mp4", 2);
    storage.folder("data/Fixations").files("data/Fixations/" + decomposed, "fixations.json");
    storage.file("data/TrainTestSplit.json", "{\"test\": [\"" + decomposed + ".mp4\"]}");

    Dataset dataset = Datasets.readAll(storage, "data", Optional.empty(), indexer);

    assertThat(dataset.videos().get(0).hasMaps()).isTrue();
    assertThat(dataset.videos().get(0).hasFixations()).isTrue();
    assertThat(dataset.split().names(DeclaredSplit.Part.TEST)).containsExactly(composed);
    assertThat(Split.resolve(List.of(decomposed), "test", Set.of(composed)))
        .containsExactly(composed);
  }

  @Test
  void aVideoBesideItsTruthMatchesInAnyUnicodeForm() {
    file("data", "Gr\u00fc\u00dfe.mp4", 1);
    storage.files("data/Gru\u0308\u00dfe/gaussians", "1.png");

    assertThat(Datasets.readAll(storage, "data", Optional.empty(), indexer).videos())
        .singleElement()
        .satisfies(video -> assertThat(video.hasMaps()).isTrue());
  }

  @Test
  void truncatedVideosAreNamedWhereTheirLengthDiffers() {
    file("data", "v.mp4", 2);
    storage.files("data/v/gaussians", "1.png", "2.png", "3.png");
    missing.put("data/v.mp4", 1);

    assertThat(Datasets.readAll(storage, "data", Optional.empty(), indexer).unreadable())
        .singleElement()
        .satisfies(
            video ->
                assertThat(video.error())
                    .hasMessage(
                        "Video file data/v.mp4 is truncated after 2 of 3 frames: copy it again"));
    assertThatThrownBy(() -> readTruth().attachTo(read("data")))
        .hasMessageContaining("is truncated after 2 of 3 frames");
  }

  private DeclaredSplit split(String json) {
    file("data/Videos", "a.mp4", 2);
    file("data/Videos", "b.mp4", 2);
    file("data/Videos", "c.mp4", 2);
    file("data/Videos", "d.mp4", 2);
    storage.file("data/TrainTestSplit.json", json);
    return Datasets.readAll(storage, "data", Optional.empty(), indexer).split();
  }

  @Test
  void theSplitOfTheChallengeNamesVideosWithOrWithoutEndings() {
    DeclaredSplit split =
        split(
            "\uFEFF{\"private_test\": [\"c.mp4\"], \"public_test\": [\"b\", \"missing.mp4\"],"
                + " \"train\": [\"a\"], \"version\": 1}");

    assertThat(split.error()).isEmpty();
    assertThat(split.source()).isEqualTo("TrainTestSplit.json");
    assertThat(split.names(DeclaredSplit.Part.TRAINING)).containsExactly("a");
    assertThat(split.names(DeclaredSplit.Part.TEST)).containsExactly("b", "c");
    assertThat(split.names(DeclaredSplit.Part.OTHER)).containsExactly("d");
    assertThat(split.ignored()).containsExactly("version");
  }

  @Test
  void listsOfTheSplitThatAreNotFollowedAreNamed() {
    DeclaredSplit split =
        split(
            "{\"test\": [\"a\"], \"all\": [\"a.mp4\", \"missing\"], \"authors\": {\"d\": \"x\"}}");

    assertThat(split.error()).isEmpty();
    assertThat(split.ignored()).containsExactly("all", "authors");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"train\": [; is not JSON",
        "{\"train\": [\"a\"], \"public_test\": [\"a.mp4\"]}; names video 'a' twice",
        "{\"train\": [1]}; has an entry that is not a name: 1",
        "{\"videos\": [\"a\"]}; has no lists",
        "{\"train\": [\"a\"], \"tset\": [\"b.mp4\"]}; has video 'b' in the list 'tset', whose name",
        "{\"val\": [\"a\"], \"tset\": [\"x\", \"b\"]}; has video 'b' in the list 'tset', whose name",
        "{\"train\": [\"a\"], \"test\": \"b\"}; has no list of names under 'test'",
        "{\"train\": [\"x\"]}; names none of the 4 videos beside it, for example 'x'"
      })
  void aMalformedSplitIsAnErrorWhereItIsFollowed(String json, String problem) {
    assertThat(split(json).error().orElseThrow())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the split data/TrainTestSplit.json " + problem)
        .hasMessageContaining("train.follow-split = false");
  }

  @Test
  void aDotInTheNameOfAFolderOfFixationsIsNoEnding() {
    for (String name : List.of("clip", "clip v1.4", "clip v1.5")) {
      file("data/Videos", name + ".mp4", 2);
      storage.folder("data/Fixations").files("data/Fixations/" + name, "fixations.json");
    }
    file("data/Saliency", "clip v1.5.mp4", 2);
    file("data/Saliency", "clip v1.4.mp4", 2);
    file("data/Saliency", "clip.mp4", 2);

    assertThat(readTruth().videos()).containsOnlyKeys("clip", "clip v1.4", "clip v1.5");
    assertThat(readTruth().videos().get("clip v1.5").get("1").fixations())
        .contains(FrameLocation.inFile("data/Fixations/clip v1.5/fixations.json", 0));
  }

  @Test
  void mapsOfTheChallengeAreTruthWithoutTheVideos() {
    file("data/Saliency", "a.mp4", 2);
    storage.folder("data/Fixations").files("data/Fixations/a", "fixations.json");

    assertThat(readTruth().videos().get("a")).hasSize(2);
  }

  @Test
  void crowdsalHasTheSameInTwoFolders() {
    storage.folder("data/Train").folder("data/Test");
    file("data/Train/Videos", "a.mp4", 2);
    file("data/Train/Saliency", "a.mp4", 2);
    file("data/Test/Videos", "b.mp4", 2);
    storage.files("data/Train/Fixations", "a.json");

    DeclaredSplit split = Datasets.readAll(storage, "data", Optional.empty(), indexer).split();
    assertThat(split.names(DeclaredSplit.Part.TRAINING)).containsExactly("a");
    assertThat(split.names(DeclaredSplit.Part.TEST)).containsExactly("b");
    assertThat(split.source()).isEqualTo("its folders (training, test)");
    assertThat(read("data").layout()).isEqualTo(Layout.CROWDSAL);
    assertThat(read("data").videos()).extracting(Video::name).containsExactly("a", "b");
    assertThat(readTruth().videos().get("a").get("1").fixations())
        .contains(FrameLocation.inFile("data/Train/Fixations/a.json", 0));
  }

  @Test
  void mapsOfAnotherLengthAreAnError() {
    file("data/Videos", "a.mp4", 3);
    file("data/Saliency", "a.mp4", 2);

    assertThatThrownBy(() -> readTruth().attachTo(read("data")))
        .hasMessageContaining("3 frames")
        .hasMessageContaining("has 2");
  }
}
