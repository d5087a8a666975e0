package org.saliency.spark.evaluate;

import java.math.BigInteger;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.storage.Text;

/**
 * Describes in one line what predictions and ground truth do not have in common.
 *
 * @param pairing of both
 * @param predictions folder
 * @param groundTruth folder
 */
record PairingReport(Pairing pairing, String predictions, String groundTruth) {

  private static final int LISTED = 5;
  private static final Pattern INTEGER = Pattern.compile("\\d{1,18}");

  /**
   * Checks that frames can be measured under a policy.
   *
   * @throws UserException when nothing can be measured, or the policy allows no difference
   */
  void require(MissingPolicy policy) {
    if (pairing.present().isEmpty()) {
      throw UserException.input(
          "No frame of predictions %s has ground truth in %s: %s; give both for the same videos",
          predictions, groundTruth, text());
    }
    if (policy == MissingPolicy.FAIL && !pairing.isExact()) {
      throw UserException.input(
          shifts().findAny().isPresent()
              ? "Predictions %s do not match ground truth %s: %s; rename the predictions so that"
                  + " equal numbers are the same frame"
              : "Predictions %s do not match ground truth %s: %s; fix this, or set --missing skip"
                  + " (leave these frames out) or zero (missing maps count as all-zero maps)",
          predictions,
          groundTruth,
          text());
    }
  }

  /** All differences with their counts, and what may explain them; empty without any. */
  String text() {
    List<String> parts = new ArrayList<>();
    if (!pairing.missing().isEmpty()) {
      parts.add(
          String.format(
              Locale.ROOT,
              "Missing prediction of %s: %s",
              Text.count(pairing.missingFrames(), "frame"),
              list(pairing.missing().stream().map(this::missing).toList())));
    }
    if (!pairing.extraFrames().isEmpty()) {
      parts.add(
          String.format(
              Locale.ROOT,
              "%s without ground truth: %s",
              Text.count(pairing.extraFrameCount(), "predicted frame"),
              list(
                  pairing.extraFrames().entrySet().stream()
                      .map(video -> frames(video.getValue()) + " of video '" + video.getKey() + "'")
                      .toList())));
    }
    if (!pairing.extraVideos().isEmpty()) {
      parts.add(
          String.format(
              Locale.ROOT,
              "%s without ground truth: %s",
              Text.count(pairing.extraVideos().size(), "predicted video"),
              list(pairing.extraVideos().stream().map(name -> "'" + name + "'").toList())));
    }
    parts.addAll(hints());
    return String.join("; ", parts);
  }

  private String missing(Video video) {
    boolean isWhole =
        pairing.present().stream().noneMatch(other -> other.name().equals(video.name()));
    return isWhole
        ? String.format(
            Locale.ROOT,
            "video '%s' (%s)",
            video.name(),
            Text.count(video.frames().size(), "frame"))
        : frames(video.frames().stream().map(VideoFrame::key).toList())
            + " of video '"
            + video.name()
            + "'";
  }

  private static String frames(Collection<String> keys) {
    return (keys.size() == 1 ? "frame " : "frames ") + list(List.copyOf(keys));
  }

  private static String list(List<String> items) {
    String listed = items.stream().limit(LISTED).collect(Collectors.joining(", "));
    return items.size() <= LISTED
        ? listed
        : String.format(Locale.ROOT, "%s and %d more", listed, items.size() - LISTED);
  }

  /**
   * Videos that may be the same under another spelling, and frames that count from another number.
   */
  private List<String> hints() {
    return Stream.concat(
            pairing.missingVideos().stream().flatMap(video -> sameBut(video.name()).stream()),
            shifts())
        .limit(LISTED)
        .toList();
  }

  private Stream<String> shifts() {
    return pairing.extraFrames().keySet().stream().flatMap(video -> shift(video).stream());
  }

  private Optional<String> sameBut(String missing) {
    return pairing.extraVideos().stream()
        .filter(extra -> folded(extra).equals(folded(missing)))
        .findFirst()
        .map(
            extra ->
                String.format(
                    Locale.ROOT,
                    "'%s' differs from '%s' only by %s: rename one",
                    extra,
                    missing,
                    difference(extra, missing)));
  }

  private static String difference(String one, String other) {
    if (one.equalsIgnoreCase(other)) {
      return "case";
    }
    return composed(one).equals(composed(other)) ? "Unicode normalisation" : "case or spelling";
  }

  private static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  private static String folded(String name) {
    String compatible = Normalizer.normalize(name.strip(), Normalizer.Form.NFKC);
    return composed(compatible.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
  }

  /** The constant by which the numbers of all extra frames differ from those of missing ones. */
  private Optional<String> shift(String video) {
    Set<String> predicted = new HashSet<>(pairing.extraFrames().get(video));
    Set<String> truth = new HashSet<>();
    keys(pairing.present(), video).forEach(predicted::add);
    keys(pairing.present(), video).forEach(truth::add);
    keys(pairing.missing(), video).forEach(truth::add);
    Optional<BigInteger> first = least(predicted);
    Optional<BigInteger> expected = least(truth);
    if (predicted.size() != truth.size() || first.isEmpty() || expected.isEmpty()) {
      return Optional.empty();
    }
    BigInteger by = expected.get().subtract(first.get());
    return predicted.stream()
            .allMatch(key -> truth.contains(new BigInteger(key).add(by).toString()))
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "frames of video '%s' are numbered from %d, those of its ground truth from %d",
                video,
                first.get(),
                expected.get()))
        : Optional.empty();
  }

  private static Stream<String> keys(List<Video> videos, String name) {
    return videos.stream()
        .filter(video -> video.name().equals(name))
        .flatMap(video -> video.frames().stream())
        .map(VideoFrame::key);
  }

  /** Empty if a key is not an integer. */
  private static Optional<BigInteger> least(Set<String> keys) {
    return keys.stream().allMatch(key -> INTEGER.matcher(key).matches())
        ? keys.stream().map(BigInteger::new).min(BigInteger::compareTo)
        : Optional.empty();
  }
}
