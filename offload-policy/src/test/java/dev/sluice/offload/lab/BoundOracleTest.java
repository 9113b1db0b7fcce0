package dev.sluice.offload.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.offload.Privacy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bound against the true optimum of courses of at most 12 messages, by {@link Optimum}. */
class BoundOracleTest {
  private static final int SEEDS = 40;
  private static final int ITERATIONS = 400;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, SEEDS);
  }

  /** One worker on either side: every third one with a cloud that is slower than the wire. */
  private static Course toy(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Arrival> arrivals = new ArrayList<>();
    int count = 4 + random.nextInt(9);
    for (int i = 0; i < count; i++) {
      arrivals.add(new Arrival(random.nextLong(150_000_000), 0.5 + random.nextDouble()));
    }
    arrivals.sort(Comparator.comparingLong(Arrival::atNanos));
    double slow = seed % 3 == 0 ? 4 : 1;
    List<ServiceClass> classes =
        List.of(
            serviceClass("small", 2_000, 80, 3, new Spread(25, 0.4), new Spread(8 * slow, 0.4)),
            serviceClass("large", 9_000, 160, 7, new Spread(60, 0.4), new Spread(15 * slow, 0.4)));
    return Course.of(
        new Scenario(
            "toy",
            Duration.ofMillis(200),
            1,
            classes,
            List.of(new Stream(new ArrivalProcess.Recorded(arrivals), List.of(1.0, 1.0))),
            new Uplink.Constant(1 + 3 * random.nextDouble()),
            Duration.ofMillis(20),
            Duration.ofMillis(5),
            1,
            List.of()),
        seed);
  }

  private static ServiceClass serviceClass(
      String name, int bytes, int deadlineMs, int priority, Spread local, Spread cloud) {
    return new ServiceClass(
        name, bytes, Duration.ofMillis(deadlineMs), priority, Privacy.CLOUD_OK, local, cloud);
  }

  private static double bound(BoundProblem problem) {
    return Bound.of(problem, ITERATIONS) * problem.totalWeight();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noScheduleBeatsIt(long seed) {
    Course course = toy(seed);

    assertThat(course.size()).isLessThanOrEqualTo(12);
    assertThat(Optimum.of(course))
        .as("seed " + seed)
        .isLessThanOrEqualTo(bound(new BoundProblem(course)) + 1e-9);
  }

  /** A bound that is never near the truth would pass the test above. */
  @Test
  void itIsMostlyNear() {
    double sum = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Course course = toy(seed);
      sum += Optimum.of(course) / bound(new BoundProblem(course));
    }
    assertThat(sum / SEEDS).isGreaterThan(0.92);
  }

  /** Wrong bounds, each with one market whose capacity costs nothing, are caught. */
  @Test
  void aBoundThatForgetsToPayForCapacityIsCaught() {
    assertThat(caught(problem -> empty(problem.local))).isGreaterThan(20);
    assertThat(caught(problem -> empty(problem.uplink))).isGreaterThan(20);
    assertThat(caught(problem -> empty(problem.cloud))).isGreaterThan(20);
  }

  private static int caught(Consumer<BoundProblem> plant) {
    int caught = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Course course = toy(seed);
      BoundProblem problem = new BoundProblem(course);
      plant.accept(problem);
      caught += Optimum.of(course) > bound(problem) + 1e-9 ? 1 : 0;
    }
    return caught;
  }

  private static void empty(Market market) {
    Arrays.fill(market.capacity, 0);
  }
}
