package dev.sluice.offload.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.offload.Privacy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bound against the true optimum of courses of at most 12 messages on one worker, found by
 * trying every set for each side: with one worker and one wire, a set can be kept if and only if
 * earliest deadline first keeps it (preemptive, so at least as good as any real schedule).
 */
class BoundOracleTest {
  static java.util.stream.LongStream seeds() {
    return java.util.stream.LongStream.rangeClosed(1, 40);
  }

  private static Course toy(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Arrival> arrivals = new ArrayList<>();
    int count = 4 + random.nextInt(9);
    for (int i = 0; i < count; i++) {
      arrivals.add(new Arrival(random.nextLong(150_000_000), 0.5 + random.nextDouble()));
    }
    arrivals.sort(Comparator.comparingLong(Arrival::atNanos));
    List<ServiceClass> classes =
        List.of(
            new ServiceClass(
                "small",
                2_000,
                Duration.ofMillis(80),
                3,
                Privacy.CLOUD_OK,
                new Spread(25, 0.4),
                new Spread(8, 0.4)),
            new ServiceClass(
                "large",
                9_000,
                Duration.ofMillis(160),
                7,
                Privacy.CLOUD_OK,
                new Spread(60, 0.4),
                new Spread(15, 0.4)));
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
            4,
            List.of()),
        seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noScheduleBeatsIt(long seed) {
    Course course = toy(seed);
    BoundProblem problem = new BoundProblem(course);
    double best = optimum(course);
    double bound = Bound.of(problem, 600) * problem.totalWeight();

    assertThat(course.size()).isLessThanOrEqualTo(12);
    assertThat(best).as("seed " + seed).isLessThanOrEqualTo(bound + 1e-9);
  }

  /** A bound that is never near the truth would pass the test above. */
  @org.junit.jupiter.api.Test
  void itIsMostlyNear() {
    double sum = 0;
    for (long seed = 1; seed <= 40; seed++) {
      Course course = toy(seed);
      BoundProblem problem = new BoundProblem(course);
      sum += optimum(course) / (Bound.of(problem, 600) * problem.totalWeight());
    }
    assertThat(sum / 40).isGreaterThan(0.85);
  }

  /** A wrong bound, with prices that cost nothing, is caught. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aBoundThatForgetsToPayForCapacityIsCaught(long seed) {
    Course course = toy(seed);
    BoundProblem problem = new BoundProblem(course);
    java.util.Arrays.fill(problem.localCapacity, 0);
    java.util.Arrays.fill(problem.uplinkCapacity, 0);
    double planted = Bound.of(problem, 600) * problem.totalWeight();

    assertThat(optimum(course)).as("seed " + seed).isGreaterThan(planted);
  }

  private static double optimum(Course course) {
    int sets = 1 << course.size();
    double[] local = new double[sets];
    double[] cloud = new double[sets];
    for (int set = 0; set < sets; set++) {
      local[set] = keeps(course, set, true) ? weight(course, set) : -1;
      cloud[set] = keeps(course, set, false) ? weight(course, set) : -1;
    }
    double best = 0;
    for (int set = 0; set < sets; set++) {
      if (local[set] < 0) {
        continue;
      }
      int rest = sets - 1 - set;
      for (int up = rest; ; up = (up - 1) & rest) {
        if (cloud[up] >= 0) {
          best = Math.max(best, local[set] + cloud[up]);
        }
        if (up == 0) {
          break;
        }
      }
    }
    return best;
  }

  private static double weight(Course course, int set) {
    double sum = 0;
    for (int i = 0; i < course.size(); i++) {
      sum += (set >> i & 1) == 0 ? 0 : course.job(i).request().weight();
    }
    return sum;
  }

  private record Task(double release, double deadline, double[] left) {}

  private static boolean keeps(Course course, int set, boolean here) {
    List<Task> tasks = new ArrayList<>();
    double bytesPerNano = course.uplink().at(1_000_000) / 1e6;
    for (int i = 0; i < course.size(); i++) {
      Job job = course.job(i);
      double trip = 20e6 + job.upNanos() + job.downNanos() + job.cloudNanos();
      if ((set >> i & 1) == 1) {
        tasks.add(
            new Task(
                job.request().arrivalNanos(),
                job.request().deadlineNanos() - (here ? 0 : trip),
                new double[] {here ? job.localNanos() : job.request().bytes() / bytesPerNano}));
      }
    }
    return earliestDeadlineFirst(tasks);
  }

  private static boolean earliestDeadlineFirst(List<Task> tasks) {
    double now = 0;
    while (true) {
      double at = now;
      List<Task> open = tasks.stream().filter(task -> task.left()[0] > 1e-6).toList();
      if (open.isEmpty()) {
        return true;
      }
      double next =
          open.stream()
              .mapToDouble(Task::release)
              .filter(release -> release > at)
              .min()
              .orElse(1e18);
      Task first =
          open.stream()
              .filter(task -> task.release() <= at)
              .min(Comparator.comparingDouble(Task::deadline))
              .orElse(null);
      if (first == null) {
        now = next;
        continue;
      }
      double run = Math.min(first.left()[0], next - at);
      first.left()[0] -= run;
      now = at + run;
      if (first.left()[0] <= 1e-6 && now > first.deadline() + 1) {
        return false;
      }
    }
  }
}
