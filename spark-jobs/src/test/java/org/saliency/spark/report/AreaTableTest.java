package org.saliency.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.report.page.Area;

class AreaTableTest {

  private static final String HEADER = "video,from,to,name,box\n";

  private static List<Area> parse(String rows) {
    return AreaTable.parse(HEADER + rows, "a.csv", Set.of("dog"));
  }

  @Test
  void areasAreRead() {
    assertThat(parse("dog,3,9,logo,32x18+20+4\n"))
        .containsExactly(new Area("dog", "logo", 3, 9, new Area.Box(new Size(32, 18), 20, 4)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cow,3,9,logo,32x18+20+4 | Unknown video 'cow' in table a.csv, row 1",
        "dog,three,9,logo,32x18+20+4 | Invalid from 'three' in table a.csv, row 1",
        "dog,-1,9,logo,32x18+20+4 | Invalid from '-1' in table a.csv, row 1",
        "dog,3,9.5,logo,32x18+20+4 | Invalid to '9.5' in table a.csv, row 1",
        "dog,9,3,logo,32x18+20+4 | Area 'logo' in table a.csv, row 1, ends at frame 3",
        "dog,3,9,logo,32x0+20+4 | Invalid box '32x0+20+4' in table a.csv, row 1",
        "dog,3,9,logo,left half | Invalid box 'left half' in table a.csv, row 1"
      })
  void mistakesAreNamedWithTheirRow(String row, String message) {
    assertThatThrownBy(() -> parse(row + "\n"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void pixelsThatABoxCutsCountInPart() {
    Size size = new Size(4, 2);
    SaliencyMap map = new SaliencyMap(size, new double[] {1, 2, 3, 4, 0, 0, 0, 0});
    Area half = new Area("v", "n", 0, 0, new Area.Box(new Size(4, 4), 0, 0));
    assertThat(half.shareOf(map, new Size(8, 4))).isCloseTo(0.3, within(1e-12));
    Area part = new Area("v", "n", 0, 0, new Area.Box(new Size(3, 1), 1, 0));
    // in the map's pixels: columns 0.5 to 2, the upper half of the first row
    assertThat(part.shareOf(map, new Size(8, 4))).isCloseTo(0.5 * 2.5 / 10, within(1e-12));
    assertThat(half.shareOf(new SaliencyMap(size, new double[8]), new Size(8, 4))).isNaN();
  }
}
