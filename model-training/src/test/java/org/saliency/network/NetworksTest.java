package org.saliency.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;
import org.saliency.frame.Size;

/**
 * Expected sizes and costs of the course's network were counted by PyTorch's tools on the original;
 * names and shapes are torchvision's, listed by {@code networks/torchvision_names.py}.
 */
class NetworksTest {

  private static final Size COURSE_SIZE = new Size(384, 216);

  private final Network course = Networks.named("deeplab-resnet50");

  @Test
  void theCoursesNetworkHasTheParametersOfTheOriginal() {
    assertThat(course.parameterCount()).isEqualTo(39_430_945L);
  }

  @Test
  void theCoursesNetworkCostsAsManyMultiplyAddsAsTheOriginal() {
    assertThat(course.multiplyAdds(COURSE_SIZE)).isEqualTo(52_157_038_592L);
  }

  @Test
  void encoderAndAsppHaveTorchvisionsNamesAndShapes() throws IOException {
    Map<String, String> shared = new TreeMap<>();
    course
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (name.startsWith("encoder.") || name.startsWith("aspp.")) {
                shared.put(name, text(parameter.shape()));
              }
            });
    assertThat(shared).isEqualTo(torchvision());
  }

  private static Map<String, String> torchvision() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                NetworksTest.class.getResourceAsStream("/networks/torchvision-names.txt"),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> line.split(" ", 2))
          .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
  }

  private static String text(long[] shape) {
    return shape.length == 0
        ? "scalar"
        : Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining("x"));
  }

  @Test
  void decoderNamesAreThoseOfTheDocumentation() {
    Set<String> expected = new TreeSet<>(Set.of("final.weight", "final.bias"));
    for (String up : List.of("up1", "up2", "up3")) {
      expected.add(up + ".0.weight");
      for (String name :
          List.of("weight", "bias", "running_mean", "running_var", "num_batches_tracked")) {
        expected.add(up + ".1." + name);
      }
    }
    Set<String> decoder =
        course.parameters().keySet().stream()
            .filter(name -> !name.startsWith("encoder.") && !name.startsWith("aspp."))
            .collect(Collectors.toSet());
    assertThat(decoder).isEqualTo(expected);
  }

  @Test
  void onlyRunningStatisticsAreNotTrained() {
    assertThat(course.parameters())
        .allSatisfy(
            (name, parameter) ->
                assertThat(parameter.role() == Parameter.Role.BUFFER)
                    .as(name)
                    .isEqualTo(
                        name.matches(".*\\.(running_mean|running_var|num_batches_tracked)")));
  }

  @Test
  void theEncoderEndsAtAnEighthOfTheFrame() {
    assertThat(row("encoder.conv1").output()).isEqualTo(new Shape(64, 108, 192));
    assertThat(row("encoder.layer1.2.bn3").output()).isEqualTo(new Shape(256, 54, 96));
    assertThat(row("encoder.layer2.0.conv2").output()).isEqualTo(new Shape(128, 27, 48));
    assertThat(row("encoder.layer4.2.bn3").output()).isEqualTo(new Shape(2048, 27, 48));
  }

  @Test
  void asppAveragesThePlaneInItsLastBranch() {
    assertThat(row("aspp.convs.3.0").output()).isEqualTo(new Shape(256, 27, 48));
    assertThat(row("aspp.convs.4.1").output()).isEqualTo(new Shape(256, 1, 1));
    assertThat(row("aspp.project.0").output()).isEqualTo(new Shape(256, 27, 48));
  }

  @Test
  void theDecoderDoublesThreeTimes() {
    assertThat(row("up1.0").output()).isEqualTo(new Shape(128, 27, 48));
    assertThat(row("up2.0").output()).isEqualTo(new Shape(64, 54, 96));
    assertThat(row("up3.0").output()).isEqualTo(new Shape(32, 108, 192));
    assertThat(row("final").output()).isEqualTo(new Shape(1, 216, 384));
  }

  @Test
  void summaryRowsHaveParametersAndCosts() {
    LayerSummary up3 = row("up3.0");
    assertThat(up3.kind()).isEqualTo("Conv2d");
    assertThat(up3.parameters()).isEqualTo(32 * 64 * 9);
    assertThat(up3.multiplyAdds()).isEqualTo(108L * 192 * 32 * 64 * 9);
    LayerSummary norm = row("up3.1");
    assertThat(norm.kind()).isEqualTo("BatchNorm2d");
    assertThat(norm.parameters()).isEqualTo(2 * 32);
    assertThat(norm.multiplyAdds()).isZero();
    LayerSummary map = row("final");
    assertThat(map.parameters()).isEqualTo(32 * 9 + 1);
    assertThat(map.multiplyAdds()).isEqualTo(216L * 384 * 32 * 9);
  }

  private LayerSummary row(String path) {
    return course.summary(COURSE_SIZE).stream()
        .filter(row -> row.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void mapsHaveTheSizeOfTheirFrames() {
    for (Size size : List.of(new Size(100, 75), new Size(7, 5), new Size(641, 361))) {
      List<LayerSummary> rows = course.summary(size);
      assertThat(rows.get(rows.size() - 1).output()).isEqualTo(Shape.of(1, size));
    }
  }

  @Test
  void refusesAnUnknownNameAndListsTheKnownOnes() {
    assertThatThrownBy(() -> Networks.named("deeplab-resnet51"))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.USAGE))
        .hasMessageContainingAll("'deeplab-resnet51'", "deeplab-resnet18", "deeplab-resnet50");
  }
}
