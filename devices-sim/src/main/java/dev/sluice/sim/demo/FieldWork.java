package dev.sluice.sim.demo;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * All trials: first a light load on either side tells what a message takes, then the trials run by
 * turns, so that a slow minute of the machine meets all of them.
 */
record FieldWork(
    List<String> launcher,
    Path configs,
    Path logs,
    Children children,
    FieldRun.Length length,
    int runs,
    PrintWriter progress) {
  private static final Duration CALIBRATION_MAX = Duration.ofSeconds(8);
  private static final Duration NEAR = Duration.ofMillis(1);

  /** What is to be run. */
  enum Part {
    REHEARSED,
    PHASES,
    ALL;

    List<FieldTrial> trials() {
      return switch (this) {
        case REHEARSED -> FieldTrial.REHEARSED;
        case PHASES -> FieldTrial.PHASES;
        case ALL ->
            Stream.concat(FieldTrial.REHEARSED.stream(), FieldTrial.PHASES.stream()).toList();
      };
    }
  }

  private record Turn(FieldTrial trial, Placement placement, List<FieldReport.Run> runs) {
    FieldReport.Row row() {
      return new FieldReport.Row(trial.name(), placement.word(), runs);
    }
  }

  FieldReport perform(List<FieldTrial> trials) throws DemoException, InterruptedException {
    FieldMeasure measure = calibrate();
    List<Turn> turns = trials.stream().flatMap(FieldWork::turns).toList();
    for (int run = 0; run < runs; run++) {
      for (Turn turn : turns) {
        FieldRun trial = run(turn.trial(), turn.placement(), measure, length, run + 1);
        RunResult result = trial.execute(turn.placement());
        FieldReport.Run seen =
            new FieldReport.Run(inTime(turn.trial(), result), foretold(turn, trial, result));
        turn.runs().add(seen);
        say(turn, seen);
      }
    }
    return new FieldReport(measure, turns.stream().map(Turn::row).toList());
  }

  /**
   * As the devices see it. But where the laboratory is asked too, as the edge node does: there are
   * no devices in the laboratory, and what a message takes on its way to the node and back is not
   * known to either.
   */
  private static double inTime(FieldTrial trial, RunResult result) {
    return FieldTrial.REHEARSED.contains(trial)
        ? result.inTimeByItsNode()
        : result.number("deadlineHitRatio").orElse(0);
  }

  private FieldMeasure calibrate() throws DemoException, InterruptedException {
    FieldTrial light = FieldTrial.calibration(NEAR);
    FieldRun.Length time = length.atMost(CALIBRATION_MAX);
    RunResult here = calibrate(light, Placement.EDGE_ONLY, FieldMeasure.NONE, time);
    RunResult there = calibrate(light, Placement.CLOUD_ONLY, FieldMeasure.NONE, time);
    try {
      FieldMeasure idle = FieldMeasure.light(here, there, NEAR.multipliedBy(2));
      RunResult full = calibrate(FieldTrial.FULL, Placement.ADAPTIVE, idle, length);
      FieldMeasure measure = idle.underFullLoad(full, length.measured());
      say(
          String.format(
              Locale.ROOT,
              "one message: %.1f ms here, %.1f ms there",
              measure.localMs(),
              measure.cloudMs()));
      return measure;
    } catch (IllegalArgumentException e) {
      throw new DemoException("the calibration told nothing: " + e.getMessage(), e);
    }
  }

  /** Beside the laboratory one policy is enough, and a phase is about which is best. */
  private static Stream<Turn> turns(FieldTrial trial) {
    return FieldTrial.REHEARSED.contains(trial)
        ? Stream.of(turn(trial, Placement.ADAPTIVE))
        : Stream.of(Placement.ADAPTIVE, Placement.EDGE_ONLY, Placement.CLOUD_ONLY)
            .map(placement -> turn(trial, placement));
  }

  private static Turn turn(FieldTrial trial, Placement placement) {
    return new Turn(trial, placement, new ArrayList<>());
  }

  private RunResult calibrate(
      FieldTrial trial, Placement placement, FieldMeasure measure, FieldRun.Length time)
      throws DemoException, InterruptedException {
    return run(trial, placement, measure, time, 1).execute(placement);
  }

  private FieldRun run(
      FieldTrial trial,
      Placement placement,
      FieldMeasure measure,
      FieldRun.Length time,
      int number) {
    String name = trial.name().replace(' ', '-') + "-" + placement.word() + "-" + number;
    return new FieldRun(launcher, configs, logs.resolve(name), children, trial, measure, time);
  }

  /** NaN where the laboratory is not asked. */
  private double foretold(Turn turn, FieldRun run, RunResult result) throws DemoException {
    if (!FieldTrial.REHEARSED.contains(turn.trial())) {
      return Double.NaN;
    }
    FieldMeasure measure = run.measure();
    Timetable came = Timetable.recorded(run.decisions());
    return new Rehearsal(turn.trial(), measure, measure.asIn(result), came, length)
        .hitRatio(turn.placement());
  }

  private void say(Turn turn, FieldReport.Run seen) {
    String told =
        Double.isNaN(seen.foretold())
            ? ""
            : String.format(Locale.ROOT, ", foretold %.2f", 100 * seen.foretold());
    say(
        String.format(
            Locale.ROOT,
            "%s, %s: %.2f %% in time%s",
            turn.trial().name(),
            turn.placement().word(),
            100 * seen.hitRatio(),
            told));
  }

  private void say(String line) {
    progress.println(line);
    progress.flush();
  }
}
