package dev.sluice.lab;

import dev.sluice.offload.Privacy;
import dev.sluice.offload.lab.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A scenario file as its schema describes it, value by value. */
record ScenarioConfig(
    String description,
    Duration duration,
    long seed,
    int workers,
    List<ClassConfig> classes,
    List<ArrivalsConfig> arrivals,
    UplinkConfig uplink,
    Duration rtt,
    Duration jitter,
    int cloudWorkers,
    List<FaultConfig> faults) {

  record ClassConfig(
      String name,
      int bytes,
      Duration deadline,
      int priority,
      Privacy privacy,
      ServiceConfig local,
      ServiceConfig cloud,
      AccuracyConfig accuracy) {}

  record AccuracyConfig(double edge, double cloud, double telling) {}

  record ServiceConfig(double ms, double sigma) {}

  /** How messages come. */
  enum ProcessKind {
    POISSON,
    PERIODIC,
    BURST,
    FLASH_CROWD,
    DIURNAL,
    TRACE
  }

  record ArrivalsConfig(
      ProcessKind process,
      Map<String, Double> mix,
      Optional<Double> rate,
      Optional<Integer> devices,
      Optional<Duration> period,
      Optional<Double> burstRate,
      Duration calmFor,
      Duration burstFor,
      double factor,
      Duration from,
      Duration lasts,
      Optional<Double> peakRate,
      Duration day,
      Optional<String> file,
      Duration skip,
      double speed) {}

  /** Where the uplink's rate comes from. */
  enum UplinkKind {
    CONSTANT,
    SHAPE,
    WANDERING,
    MAHIMAHI,
    SECONDS_MBPS
  }

  record UplinkConfig(
      UplinkKind kind,
      double mbps,
      double sigma,
      Duration step,
      Optional<List<PointConfig>> points,
      Optional<Duration> repeat,
      Optional<String> file,
      double scale) {}

  record PointConfig(Duration from, double mbps) {}

  record FaultConfig(
      Fault.Kind kind,
      Duration from,
      Duration lasts,
      Optional<Duration> every,
      int times,
      double factor,
      Optional<Duration> noticed) {}
}
