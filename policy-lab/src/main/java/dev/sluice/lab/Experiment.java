package dev.sluice.lab;

import dev.sluice.offload.lab.Bound;
import dev.sluice.offload.lab.Contender;
import dev.sluice.offload.lab.Course;
import dev.sluice.offload.lab.RunResult;
import dev.sluice.offload.lab.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Scenarios x seeds x policies. The course and its bound are made once for all policies; courses
 * run beside each other, and the rows come in the same order whatever finishes first.
 */
final class Experiment {
  private static final double ROUNDING = 1e-9;

  private final List<ScenarioFile> scenarios;
  private final List<Contender> contenders;
  private final int seeds;
  private final boolean bounded;

  /**
   * @param seeds runs of each scenario
   * @param bounded whether the bound is computed
   */
  Experiment(List<ScenarioFile> scenarios, List<Contender> contenders, int seeds, boolean bounded) {
    this.scenarios = scenarios;
    this.contenders = contenders;
    this.seeds = seeds;
    this.bounded = bounded;
  }

  /**
   * @param progress hears of each course that is done
   */
  List<ResultRow> run(int threads, Consumer<String> progress) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<ResultRow>>> courses = new ArrayList<>();
      for (ScenarioFile file : scenarios) {
        for (int i = 0; i < seeds; i++) {
          long seed = file.seed() + i;
          courses.add(pool.submit(() -> course(file, seed)));
        }
      }
      return collect(courses, progress);
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<ResultRow> collect(
      List<Future<List<ResultRow>>> courses, Consumer<String> progress)
      throws InterruptedException {
    List<ResultRow> rows = new ArrayList<>();
    int done = 0;
    for (Future<List<ResultRow>> course : courses) {
      List<ResultRow> mine = rows(course);
      rows.addAll(mine);
      done++;
      ResultRow last = mine.get(mine.size() - 1);
      progress.accept(
          "%d of %d: %s, seed %d".formatted(done, courses.size(), last.scenario(), last.seed()));
    }
    return rows;
  }

  private static List<ResultRow> rows(Future<List<ResultRow>> course) throws InterruptedException {
    try {
      return course.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a course failed: " + e.getCause().getMessage(), e);
    }
  }

  /**
   * @throws IllegalStateException when a run beats what cannot be beaten
   */
  static void requireWithin(
      String policy, String scenario, long seed, double hitRatio, double bound) {
    if (hitRatio > bound + ROUNDING) {
      throw new IllegalStateException(
          "%s beats the bound on %s, seed %d: %.9f > %.9f: the bound or the laboratory is wrong"
              .formatted(policy, scenario, seed, hitRatio, bound));
    }
  }

  private List<ResultRow> course(ScenarioFile file, long seed) {
    Course course = Course.of(file.scenario(), seed);
    double bound = bounded ? Bound.of(course) : Double.NaN;
    List<ResultRow> rows = new ArrayList<>();
    for (Contender contender : contenders) {
      RunResult run = Simulation.run(course, contender, seed);
      if (bounded) {
        requireWithin(contender.name(), file.scenario().name(), seed, run.hitRatio(), bound);
      }
      rows.add(ResultRow.of(file.scenario().name(), contender.name(), seed, run, bound));
    }
    return rows;
  }
}
