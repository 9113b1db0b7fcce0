package dev.sluice.offload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A load and a link, all drawn from one seed before the first event, so that every policy meets the
 * same arrivals and the same service times.
 *
 * @param perSecond mean arrivals per second
 * @param burst how many times that arrives in every fifth second
 * @param outage when the link is silent
 * @param announced whether the connection breaks at the outage and returns after it
 */
record SimScenario(
    String name,
    long seed,
    Duration length,
    double perSecond,
    double burst,
    double uplinkMbps,
    Duration roundTrip,
    Outage outage,
    boolean announced) {

  /** From and until, in nanoseconds of the simulation; empty when equal. */
  record Outage(long from, long until) {
    static final Outage NONE = new Outage(0, 0);

    static Outage ofSeconds(long from, long until) {
      return new Outage(from * 1_000_000_000L, until * 1_000_000_000L);
    }
  }

  /** One arrival with what it will take on either side. */
  record Arrival(PlacementRequest request, long localNanos, long cloudNanos, long jitterNanos) {}

  /** A class of sensor: bytes, deadline and mean local service in milliseconds, share of all. */
  record SensorClass(int bytes, long deadlineMs, double serviceMs, double share) {}

  static final List<SensorClass> CLASSES =
      List.of(
          new SensorClass(1_500, 100, 6, 0.80),
          new SensorClass(16_000, 300, 30, 0.15),
          new SensorClass(60_000, 600, 80, 0.05));

  static final int WORKERS = 2;

  static SimScenario steady(String name, long seed, double perSecond, double uplinkMbps) {
    return new SimScenario(
        name,
        seed,
        Duration.ofSeconds(40),
        perSecond,
        1,
        uplinkMbps,
        Duration.ofMillis(40),
        Outage.NONE,
        false);
  }

  SimScenario withBurst(double factor) {
    return new SimScenario(
        name, seed, length, perSecond, factor, uplinkMbps, roundTrip, outage, announced);
  }

  SimScenario withOutage(Outage silent, boolean broken) {
    return new SimScenario(
        name, seed, length, perSecond, burst, uplinkMbps, roundTrip, silent, broken);
  }

  List<Arrival> arrivals() {
    SplittableRandom random = new SplittableRandom(seed);
    List<Arrival> arrivals = new ArrayList<>();
    double atSeconds = 0;
    while (true) {
      double rate = perSecond * ((long) atSeconds % 5 == 4 ? burst : 1);
      atSeconds += -Math.log(1 - random.nextDouble()) / rate;
      if (atSeconds >= length.toSeconds()) {
        return arrivals;
      }
      arrivals.add(draw(random, arrivals.size(), (long) (atSeconds * 1e9)));
    }
  }

  private static Arrival draw(SplittableRandom random, long id, long at) {
    double u = random.nextDouble();
    int index = u < 0.80 ? 0 : u < 0.95 ? 1 : 2;
    SensorClass sensor = CLASSES.get(index);
    long deadline = at + sensor.deadlineMs() * 1_000_000;
    PlacementRequest request =
        new PlacementRequest(id, index, at, deadline, sensor.bytes(), 5, Privacy.CLOUD_OK, true);
    long local = (long) (sensor.serviceMs() * 1e6 * spread(random));
    long cloud = (long) (sensor.serviceMs() * 0.5e6 * spread(random));
    return new Arrival(request, local, cloud, (long) (8e6 * random.nextDouble()));
  }

  /** Log-normal around 1 with a tail: exp(0.3 z). */
  private static double spread(SplittableRandom random) {
    double z = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
    return Math.exp(0.3 * z * Math.cos(2 * Math.PI * random.nextDouble()));
  }

  @Override
  public String toString() {
    return name + " (seed " + seed + ")";
  }
}
