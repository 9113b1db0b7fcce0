package dev.sluice.sim.demo;

import dev.sluice.offload.Policies;
import dev.sluice.offload.Privacy;
import dev.sluice.offload.lab.ArrivalProcess;
import dev.sluice.offload.lab.Contender;
import dev.sluice.offload.lab.Course;
import dev.sluice.offload.lab.Scenario;
import dev.sluice.offload.lab.ServiceClass;
import dev.sluice.offload.lab.Simulation;
import dev.sluice.offload.lab.Spread;
import dev.sluice.offload.lab.Stream;
import dev.sluice.offload.lab.Uplink;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A trial in the laboratory: the same timetable, link and deadlines, from what was measured.
 *
 * @param measure by which link and deadlines were set
 * @param taken what a message took in the run that is rehearsed
 * @param timetable of that run
 */
record Rehearsal(
    FieldTrial trial,
    FieldMeasure measure,
    FieldMeasure taken,
    Timetable timetable,
    FieldRun.Length length) {
  private static final int PRIORITY = 5;

  /** Of a model whose work is always the same, on a machine that has other things to do. */
  private static final double SIGMA = 0.2;

  /** One throw of the dice says a point more or less. */
  private static final int SEEDS = 16;

  /** The share of answers in time, 0 to 1, of what is sent after warming up. */
  double hitRatio(Placement placement) {
    return LongStream.rangeClosed(1, SEEDS)
        .mapToDouble(seed -> hitRatio(placement, seed))
        .average()
        .orElseThrow();
  }

  private double hitRatio(Placement placement, long seed) {
    Contender contender =
        new Contender(
            placement.word(), Contender.Manner.DISPATCHER, any -> Policies.named(placement.word()));
    Course course = Course.of(scenario(), seed);
    return Simulation.run(course, contender, seed)
        .hitRatio(course, length.warmUp().toNanos(), length.whole().toNanos());
  }

  private Scenario scenario() {
    ServiceClass camera =
        new ServiceClass(
            "camera",
            (int) Math.ceil(taken.bytes()),
            trial.deadline(measure),
            PRIORITY,
            Privacy.CLOUD_OK,
            new Spread(taken.localMs(), SIGMA),
            new Spread(taken.inferThereMs(), SIGMA));
    return new Scenario(
        trial.name(),
        length.whole(),
        1,
        List.of(camera),
        List.of(new Stream(new ArrivalProcess.Recorded(timetable.arrivals()), List.of(1.0))),
        new Uplink.Constant(trial.uplink(measure)),
        trial.latency().multipliedBy(2).plusNanos(Math.round(taken.besideThereMs() * 1e6)),
        Duration.ZERO,
        1,
        List.of());
  }
}
