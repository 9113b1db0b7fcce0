package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.offload.SimScenario.Outage;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Policies against each other, by the share of deadlines they keep, in a world from a seed. */
class PlacementSimTest {

  static Stream<SimScenario> overloads() {
    return Stream.of(
        SimScenario.steady("overload", 11, 220, 8),
        SimScenario.steady("overload", 12, 220, 8),
        SimScenario.steady("slow uplink", 13, 180, 3),
        SimScenario.steady("bursts", 14, 120, 6).withBurst(3));
  }

  static Stream<SimScenario> outages() {
    Outage tenSeconds = Outage.ofSeconds(15, 25);
    return Stream.of(
        SimScenario.steady("silent 10 s", 21, 90, 8).withOutage(tenSeconds, false),
        SimScenario.steady("silent 10 s", 22, 120, 8).withOutage(tenSeconds, false),
        SimScenario.steady("broken 10 s", 23, 90, 8).withOutage(tenSeconds, true),
        SimScenario.steady("broken 10 s", 24, 120, 8).withOutage(tenSeconds, true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("overloads")
  void keepsMoreDeadlinesThanEveryOtherPolicyWhenNeitherSideCanCarryTheLoad(SimScenario scenario) {
    double adaptive = hitRatio(scenario, "adaptive");

    assertThat(adaptive)
        .isGreaterThan(hitRatio(scenario, "edge-only") + 0.01)
        .isGreaterThan(hitRatio(scenario, "cloud-only") + 0.01)
        .isGreaterThan(hitRatio(scenario, "threshold") + 0.01)
        .isGreaterThan(0.90);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("outages")
  void survivesAnOutageOfTenSeconds(SimScenario scenario) {
    double adaptive = hitRatio(scenario, "adaptive");

    assertThat(adaptive).isGreaterThan(0.995).isGreaterThan(hitRatio(scenario, "threshold"));
    assertThat(hitRatio(scenario, "cloud-only")).isLessThan(0.80);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("outages")
  void isTheSameEveryTimeFromOneSeed(SimScenario scenario) {
    assertThat(hitRatio(scenario, "adaptive")).isEqualTo(hitRatio(scenario, "adaptive"));
  }

  private static double hitRatio(SimScenario scenario, String policy) {
    double ratio = new SimWorld(scenario, policy).hitRatio();
    System.out.printf(Locale.ROOT, "%s %s: %.2f %%%n", scenario, policy, 100 * ratio);
    return ratio;
  }
}
