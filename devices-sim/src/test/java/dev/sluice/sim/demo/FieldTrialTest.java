package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.offload.lab.Arrival;
import dev.sluice.sim.config.SimConfigFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trials in the measures of a machine, and what the laboratory says of them. */
class FieldTrialTest {
  private static final Path CONFIGS =
      Path.of(System.getProperty("sluice.root", ".."), "config", "field");
  private static final FieldMeasure MEASURE = new FieldMeasure(9, 1, 9, 3, 500);

  private static FieldTrial trial(double load, double uplinkShare) {
    return new FieldTrial(
        "t", load, uplinkShare, false, Duration.ofMillis(10), 10, FieldTrial.Trouble.NONE);
  }

  @Test
  void theLoadIsOfWhatOneWorkerCanDo() {
    // 16 devices, 100 messages a second at 10 ms each
    assertThat(trial(1, 1).period(MEASURE)).isEqualTo(Duration.ofMillis(160));
    assertThat(trial(2, 1).period(MEASURE)).isEqualTo(Duration.ofMillis(80));
  }

  @Test
  void theUplinkCarriesItsShareOfThat() {
    assertThat(trial(1, 0.5).uplink(MEASURE)).isCloseTo(0.5 * 100 * 500 * 8 / 1e6, within(1e-9));
  }

  @Test
  void theDeadlineLeavesTimeForTheRoundTripUnlessItIsOutOfReach() {
    assertThat(trial(1, 1).deadline(MEASURE)).isEqualTo(Duration.ofMillis(120));
    FieldTrial away =
        new FieldTrial("t", 1, 1, false, Duration.ofMillis(200), 10, FieldTrial.Trouble.NONE);
    assertThat(away.deadline(MEASURE)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void whatTakesNoTimeIsNoMeasure() {
    assertThatThrownBy(() -> new FieldMeasure(0, 1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("takes no time");
  }

  private static FieldRun.Length warm(int seconds) {
    return new FieldRun.Length(Duration.ofSeconds(5), Duration.ofSeconds(seconds));
  }

  private static double foretold(FieldTrial trial, FieldMeasure taken, FieldRun.Length length) {
    return new Rehearsal(trial, MEASURE, taken, planned(trial, length), length)
        .hitRatio(Placement.ADAPTIVE);
  }

  /** What the devices would like to do. */
  private static Timetable planned(FieldTrial trial, FieldRun.Length length) {
    long period = trial.period(MEASURE).toNanos();
    return new Timetable(
        IntStream.range(0, FieldTrial.DEVICES)
            .mapToObj(device -> trial.bursts() ? 0L : period * device / FieldTrial.DEVICES)
            .flatMap(
                first ->
                    LongStream.iterate(
                            first, at -> at < length.whole().toNanos(), at -> at + period)
                        .boxed())
            .sorted()
            .map(at -> new Arrival(at, 1))
            .toList());
  }

  @Test
  void theLaboratoryForetellsWhatCannotAllBeInTime() {
    FieldRun.Length length = warm(20);
    double light = foretold(trial(0.5, 1), MEASURE, length);
    double crowded = foretold(trial(2, 0.3), MEASURE, length);

    assertThat(light).isEqualTo(1);
    // one worker's half and three tenths by the uplink, at most
    assertThat(crowded).isBetween(0.5, 0.81);
  }

  @Test
  void aRunThatTookLongerIsForetoldWithItsOwnTimes() {
    FieldMeasure slow = new FieldMeasure(14, 1, 9, 3, 500);
    FieldRun.Length length = warm(20);
    double asMeasured = foretold(trial(1.2, 0.1), MEASURE, length);
    double slower = foretold(trial(1.2, 0.1), slow, length);

    assertThat(slower).isLessThan(asMeasured - 0.1);
  }

  @Test
  void allFourThatAreRehearsedMissSomething() {
    for (FieldTrial trial : FieldTrial.REHEARSED) {
      assertThat(foretold(trial, MEASURE, warm(15))).as(trial.name()).isBetween(0.6, 0.97);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sim, broker.port=1 warm-up=8000ms",
    "edge, uplink.port=4711 admin.port=0",
    "policy, placement=edge-only routes.0.deadline=90ms",
    "cloud, admin.port=0"
  })
  void theProgramsTakeTheirOverrides(String program, String overrides) throws ConfigException {
    Path file = CONFIGS.resolve(program + ".yaml");
    String schema = "/schema/" + program + ".schema.json";
    assertThat(ConfigFile.load(file, schema, List.of(overrides.split(" ", -1)))).isNotNull();
  }

  @Test
  void theDevicesAreThoseOfTheTrials() throws ConfigException {
    List<String> overrides = List.of("broker.port=1", "groups.0.period=70ms");
    assertThat(SimConfigFile.load(CONFIGS.resolve("sim.yaml"), overrides).devices())
        .isEqualTo(FieldTrial.DEVICES);
  }

  @Test
  void theReportSaysHowFarApartBothAre() {
    FieldReport report =
        new FieldReport(
            MEASURE,
            List.of(
                new FieldReport.Row(
                    "busy",
                    "adaptive",
                    List.of(
                        new FieldReport.Run(0.91, 0.9),
                        new FieldReport.Run(0.5, 0.48),
                        new FieldReport.Run(0.95, 0.8))),
                new FieldReport.Row(
                    "near", "edge-only", List.of(new FieldReport.Run(0.8, Double.NaN)))));

    // a slow run counts beside what was foretold of it
    assertThat(report.table()).anyMatch(line -> line.matches("busy.*91\\.00.*80\\.00.*\\+2\\.00"));
    assertThat(report.table()).anyMatch(line -> line.matches("near.*80\\.00"));
  }
}
