package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.offload.lab.Arrival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When messages came, by the log of the node that decided about them. */
class TimetableTest {
  @TempDir private Path folder;

  private void recorded(int file, long... atNanos) throws IOException {
    Files.write(
        folder.resolve("decisions-000000000" + file + ".jsonl"),
        Arrays.stream(atNanos).mapToObj(at -> FakeProgram.decided(at).json()).toList());
  }

  @Test
  void timesCountFromTheFirstArrivalWhicheverEndedFirst() throws Exception {
    recorded(1, 9_000, 7_000);
    recorded(2, 12_000, 10_000);

    assertThat(Timetable.recorded(folder).arrivals())
        .containsExactly(
            new Arrival(0, 1), new Arrival(2_000, 1), new Arrival(3_000, 1), new Arrival(5_000, 1));
  }

  @Test
  void aLogWithoutDecisionsIsSaid() {
    assertThatThrownBy(() -> Timetable.recorded(folder))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("has recorded no decision in " + folder);
  }
}
