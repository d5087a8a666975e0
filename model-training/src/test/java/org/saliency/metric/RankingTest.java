package org.saliency.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.saliency.metric.Metric.AUC_JUDD;
import static org.saliency.metric.Metric.CC;
import static org.saliency.metric.Metric.KLD;
import static org.saliency.metric.Metric.NSS;
import static org.saliency.metric.Metric.SIM;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;
import org.saliency.metric.Ranking.Standing;

class RankingTest {

  @Test
  void ranksTheAim2024ChallengeAsPublished() {
    Map<String, Map<Metric, Double>> scores = new LinkedHashMap<>();
    scores.put("center prior", Map.of(AUC_JUDD, .833, CC, .449, SIM, .424, NSS, 1.659));
    scores.put("CV_MM", Map.of(AUC_JUDD, .894, CC, .774, SIM, .635, NSS, 3.464));
    scores.put("VistaHL", Map.of(AUC_JUDD, .892, CC, .769, SIM, .623, NSS, 3.352));
    scores.put("PeRCeiVe Lab", Map.of(AUC_JUDD, .857, CC, .766, SIM, .610, NSS, 3.422));
    scores.put("SJTU-MML", Map.of(AUC_JUDD, .858, CC, .760, SIM, .615, NSS, 3.356));
    scores.put("MVP", Map.of(AUC_JUDD, .838, CC, .749, SIM, .587, NSS, 3.404));
    scores.put("ZenithChaser", Map.of(AUC_JUDD, .869, CC, .606, SIM, .517, NSS, 2.482));
    scores.put("Exodus", Map.of(AUC_JUDD, .861, CC, .599, SIM, .510, NSS, 2.491));
    List<Standing> standings = Ranking.of(scores, List.of(AUC_JUDD, CC, SIM, NSS));
    assertThat(standings)
        .extracting(Standing::name)
        .containsExactly(
            "CV_MM",
            "VistaHL",
            "PeRCeiVe Lab",
            "SJTU-MML",
            "MVP",
            "ZenithChaser",
            "Exodus",
            "center prior");
    assertThat(standings)
        .extracting(Standing::meanPlace)
        .containsExactly(1.0, 2.75, 3.75, 4.0, 5.0, 5.5, 6.0, 8.0);
    assertThat(standings).extracting(Standing::place).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(standings.get(1).places()).isEqualTo(Map.of(AUC_JUDD, 2, CC, 2, SIM, 2, NSS, 5));
  }

  @Test
  void equalValuesShareTheBestPlaceAndTheNextIsSkipped() {
    Map<String, Map<Metric, Double>> scores = new LinkedHashMap<>();
    scores.put("d", Map.of(CC, 0.1));
    scores.put("b", Map.of(CC, 0.5));
    scores.put("c", Map.of(CC, 0.5));
    scores.put("a", Map.of(CC, 0.9));
    List<Standing> standings = Ranking.of(scores, List.of(CC));
    assertThat(standings).extracting(Standing::name).containsExactly("a", "b", "c", "d");
    assertThat(standings).extracting(s -> s.places().get(CC)).containsExactly(1, 2, 2, 4);
    assertThat(standings).extracting(Standing::place).containsExactly(1, 2, 2, 4);
  }

  @Test
  void theLowestDivergenceIsBest() {
    List<Standing> standings =
        Ranking.of(Map.of("far", Map.of(KLD, 2.0), "near", Map.of(KLD, 0.1)), List.of(KLD));
    assertThat(standings).extracting(Standing::name).containsExactly("near", "far");
  }

  @Test
  void aMethodWithoutAMetricIsNamed() {
    assertThatThrownBy(
            () -> Ranking.of(Map.of("ours", Map.of(NSS, 1.0, SIM, 0.5)), Ranking.DEFAULT_METRICS))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("'ours' has no CC");
    assertThatThrownBy(() -> Ranking.of(Map.of(), List.of())).isInstanceOf(UserException.class);
  }
}
