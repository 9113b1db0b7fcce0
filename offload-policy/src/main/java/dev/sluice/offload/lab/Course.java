package dev.sluice.offload.lab;

import dev.sluice.offload.PlacementRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A scenario with its chance drawn: the messages, the link and the workers as every policy meets
 * them, and as the bound sees them.
 */
public final class Course {
  private static final long MARGIN_MS = 1_000;

  /** Who is right is drawn apart: when messages come does not depend on it. */
  private static final long TRUTH = 0x7275746854L;

  private final Scenario scenario;
  private final List<Job> jobs;
  private final Curve uplink;
  private final Curve local;

  private Course(Scenario scenario, List<Job> jobs, Curve uplink, Curve local) {
    this.scenario = scenario;
    this.jobs = jobs;
    this.uplink = uplink;
    this.local = local;
  }

  /** Draws the course of this scenario from this seed. */
  public static Course of(Scenario scenario, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom linkChance = random.split();
    List<Job> jobs = jobs(scenario, random, new SplittableRandom(seed ^ TRUTH));
    int steps = Math.toIntExact(scenario.horizonNanos() / Curve.STEP_NANOS + MARGIN_MS);
    double[] bytes = scenario.uplink().bytesPerMs(linkChance, steps);
    double[] work = new double[steps];
    Arrays.fill(work, Curve.STEP_NANOS);
    for (Fault fault : scenario.faults()) {
      switch (fault.kind()) {
        case OUTAGE -> scale(bytes, fault, 0);
        case UPLINK -> scale(bytes, fault, fault.factor());
        case THERMAL -> scale(work, fault, fault.factor());
        case CLOUD_SLOW, CLOUD_WORKERS, ROUND_TRIP -> {}
      }
    }
    return new Course(scenario, jobs, new Curve(bytes), new Curve(work));
  }

  private static void scale(double[] perMs, Fault fault, double factor) {
    for (int ms = 0; ms < perMs.length; ms++) {
      if (fault.at(ms * Curve.STEP_NANOS)) {
        perMs[ms] *= factor;
      }
    }
  }

  private record Drawn(Arrival arrival, int serviceClass) {}

  private static List<Job> jobs(
      Scenario scenario, SplittableRandom random, SplittableRandom truth) {
    List<Drawn> drawn = new ArrayList<>();
    for (Stream stream : scenario.streams()) {
      SplittableRandom own = random.split();
      for (Arrival arrival : stream.process().draw(own, scenario.length())) {
        drawn.add(new Drawn(arrival, stream.classAt(own.nextDouble())));
      }
    }
    drawn.sort(Comparator.comparingLong(each -> each.arrival().atNanos()));
    List<Job> jobs = new ArrayList<>();
    for (Drawn each : drawn) {
      jobs.add(job(scenario, jobs.size(), each, random, truth));
    }
    return jobs;
  }

  private static Job job(
      Scenario scenario, long id, Drawn drawn, SplittableRandom random, SplittableRandom truth) {
    ServiceClass kind = scenario.classes().get(drawn.serviceClass());
    double scale = drawn.arrival().scale();
    long at = drawn.arrival().atNanos();
    PlacementRequest request =
        new PlacementRequest(
            id,
            drawn.serviceClass(),
            at,
            at + kind.deadline().toNanos(),
            (int) Math.max(1, kind.bytes() * scale),
            kind.priority(),
            kind.privacy(),
            true);
    long localNanos = (long) Math.max(1, kind.local().draw(random) * scale);
    long cloudNanos = (long) Math.max(1, kind.cloud().draw(random) * scale);
    long upNanos = jitterNanos(scenario, random);
    long downNanos = jitterNanos(scenario, random);
    double confidence = random.nextDouble();
    return new Job(
        request,
        localNanos,
        cloudNanos,
        upNanos,
        downNanos,
        confidence,
        kind.accuracy().edgeRight(confidence, truth.nextDouble()),
        kind.accuracy().cloudRight(truth.nextDouble()));
  }

  private static long jitterNanos(Scenario scenario, SplittableRandom random) {
    return (long) (scenario.jitter().toNanos() * random.nextDouble());
  }

  /** Of one way. */
  long jitterNanos(SplittableRandom random) {
    return jitterNanos(scenario, random);
  }

  public Scenario scenario() {
    return scenario;
  }

  /** How many messages come. */
  public int size() {
    return jobs.size();
  }

  Job job(long id) {
    return jobs.get((int) id);
  }

  List<Job> jobs() {
    return jobs;
  }

  /** Bytes that the uplink has carried. */
  Curve uplink() {
    return uplink;
  }

  /** Work that one local worker has done. */
  Curve local() {
    return local;
  }

  /** By how much the cloud's service takes longer at that moment. */
  double cloudFactor(long nanos) {
    return product(Fault.Kind.CLOUD_SLOW, nanos);
  }

  /** The smallest that a factor is from one moment to another. */
  double least(Fault.Kind kind, long from, long until) {
    double factor = 1;
    for (Fault fault : scenario.faults()) {
      factor *= fault.kind() == kind ? fault.least(from, until) : 1;
    }
    return factor;
  }

  double roundTripFactor(long nanos) {
    return product(Fault.Kind.ROUND_TRIP, nanos);
  }

  int cloudWorkers(long nanos) {
    double left = scenario.cloudWorkers() * product(Fault.Kind.CLOUD_WORKERS, nanos);
    return (int) Math.round(left);
  }

  /** The most that the cloud has between two moments, both included. */
  int cloudWorkersMost(long from, long until) {
    double most = scenario.cloudWorkers();
    for (Fault fault : scenario.faults()) {
      most *= fault.kind() == Fault.Kind.CLOUD_WORKERS ? fault.most(from, until) : 1;
    }
    return (int) Math.round(most);
  }

  /** The largest that a factor can be at any time, all faults of its kind at once. */
  double most(Fault.Kind kind) {
    double factor = 1;
    for (Fault fault : scenario.faults()) {
      factor *= fault.kind() == kind ? Math.max(1, fault.factor()) : 1;
    }
    return factor;
  }

  /** The share of their speed that the gateway's instruments say the workers run at; at most 1. */
  double noticedSpeed(long nanos) {
    double speed = 1;
    for (Fault fault : scenario.faults()) {
      long after = fault.noticed().map(Duration::toNanos).orElse(0L);
      boolean seen = fault.noticed().isPresent() && fault.at(nanos - after);
      speed *= seen ? Math.min(1, fault.factor()) : 1;
    }
    return speed;
  }

  private double product(Fault.Kind kind, long nanos) {
    double factor = 1;
    for (Fault fault : scenario.faults()) {
      if (fault.kind() == kind && fault.at(nanos)) {
        factor *= fault.factor();
      }
    }
    return factor;
  }
}
