package dev.sluice.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Scenarios drawn by chance, for trying policies on what nobody had in mind when they were tuned.
 *
 * <pre>
 *   workers   1 to 4
 *   classes   2 to 4: bytes 500 to 100,000 and deadline 80 ms to 2 s (log-uniform), local service
 *             4 to 35 % of the deadline, cloud service 20 to 80 % of the local one
 *   load      0.6 to 2 times what the workers can do, by one of five arrival processes
 *   uplink    0.3 to 1.5 times all bytes, of three kinds; round trip 10 to 120 ms
 *   cloud     0.5 to 3 times the workers that all messages would keep busy
 *   faults    none to two of six
 * </pre>
 */
final class ScenarioGenerator {
  private static final double RATE_MAX = 400;
  private static final int LENGTH_S = 60;

  private final SplittableRandom random;
  private final StringBuilder out = new StringBuilder();

  private record Kind(int bytes, int deadlineMs, double localMs, double cloudMs, double share) {}

  private ScenarioGenerator(SplittableRandom random) {
    this.random = random;
  }

  /**
   * The text of that many scenario files. The same seed gives the same texts, and a larger count
   * only adds to them.
   */
  static List<String> draw(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(new ScenarioGenerator(random.split()).scenario(seed, i + 1));
    }
    return texts;
  }

  private String scenario(long seed, int number) {
    out.append("description: Drawn by chance, number %d of seed %d.\n".formatted(number, seed));
    int workers = 1 + random.nextInt(4);
    out.append("workers: %d\n".formatted(workers));
    List<Kind> kinds = kinds();
    double share = kinds.stream().mapToDouble(Kind::share).sum();
    double localMs = kinds.stream().mapToDouble(k -> k.share() * k.localMs()).sum() / share;
    double cloudMs = kinds.stream().mapToDouble(k -> k.share() * k.cloudMs()).sum() / share;
    double bytes = kinds.stream().mapToDouble(k -> k.share() * k.bytes()).sum() / share;
    double rate = Math.min(RATE_MAX, between(0.6, 2) * workers * 1_000 / localMs);
    arrivals(rate, kinds);
    uplink(between(0.3, 1.5) * rate * bytes * 8 / 1e6);
    int rtt = (int) logBetween(10, 120);
    out.append("rtt: %dms\njitter: %dms\n".formatted(rtt, (int) (rtt * between(0, 0.5))));
    int cloud = 1 + (int) (between(0.5, 3) * rate * cloudMs / 1_000);
    out.append("cloud-workers: %d\n".formatted(cloud));
    faults();
    return out.toString();
  }

  private List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    int count = 2 + random.nextInt(3);
    out.append("classes:\n");
    for (int i = 0; i < count; i++) {
      int deadline = (int) logBetween(80, 2_000);
      double local = deadline * between(0.04, 0.35);
      double cloud = local * between(0.2, 0.8);
      Kind kind =
          new Kind((int) logBetween(500, 100_000), deadline, local, cloud, between(0.2, 1) / local);
      kinds.add(kind);
      line(
          "  - {name: kind-%d, bytes: %d, deadline: %dms, local: {ms: %.1f, sigma: %.2f}, "
              + "cloud: {ms: %.1f, sigma: %.2f}}%n",
          i + 1, kind.bytes(), deadline, local, between(0.1, 0.5), cloud, between(0.1, 0.5));
    }
    return kinds;
  }

  private void arrivals(double rate, List<Kind> kinds) {
    out.append("arrivals:\n");
    String process =
        switch (random.nextInt(5)) {
          case 0 -> text("process: poisson, rate: %.1f", rate);
          case 1 ->
              text(
                  "process: burst, rate: %.1f, burst-rate: %.1f, calm-for: 4s, burst-for: 1s",
                  0.7 * rate, between(1.8, 4) * rate);
          case 2 ->
              text(
                  "process: flash-crowd, rate: %.1f, factor: %.1f, from: 20s, lasts: %ds",
                  0.7 * rate, between(2, 4), 5 + random.nextInt(11));
          case 3 -> text("process: diurnal, rate: %.1f, peak-rate: %.1f", 0.3 * rate, 1.6 * rate);
          default -> text("process: periodic, devices: %d, period: 1s", (int) Math.max(1, rate));
        };
    List<String> mix = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      mix.add(text("kind-%d: %.4f", i + 1, kinds.get(i).share()));
    }
    out.append("  - {%s, mix: {%s}}\n".formatted(process, String.join(", ", mix)));
  }

  private void uplink(double mbps) {
    switch (random.nextInt(3)) {
      case 0 -> line("uplink: {kind: constant, mbps: %.3f}%n", mbps);
      case 1 ->
          line(
              "uplink: {kind: wandering, mbps: %.3f, sigma: %.2f, step: %dms}%n",
              mbps, between(0.3, 0.9), 100 + random.nextInt(900));
      default ->
          line(
              "uplink: {kind: shape, points: [{from: 0s, mbps: %.3f}, {from: %ds, mbps: %.3f}, "
                  + "{from: %ds, mbps: %.3f}]}%n",
              mbps,
              10 + random.nextInt(10),
              mbps * between(0.1, 0.6),
              30 + random.nextInt(20),
              mbps * between(0.7, 1.3));
    }
  }

  private void faults() {
    int count = random.nextInt(3);
    out.append(count == 0 ? "faults: []\n" : "faults:\n");
    for (int i = 0; i < count; i++) {
      int from = 5 + random.nextInt(LENGTH_S - 30);
      String kind =
          switch (random.nextInt(6)) {
            case 0 -> text("kind: outage, lasts: %ds", 3 + random.nextInt(10));
            case 1 ->
                text("kind: outage, lasts: %dms, every: 4s, times: 6", 200 + random.nextInt(1_300));
            case 2 -> text("kind: thermal, lasts: 20s, factor: %.2f", between(0.4, 0.8));
            case 3 -> text("kind: cloud-slow, lasts: 15s, factor: %.1f", between(2, 10));
            case 4 -> text("kind: uplink, lasts: 15s, factor: %.2f", between(0.05, 0.5));
            default -> text("kind: round-trip, lasts: 20s, factor: %.1f", between(2, 8));
          };
      out.append("  - {%s, from: %ds}\n".formatted(kind, from));
    }
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private double logBetween(double low, double high) {
    return low * Math.pow(high / low, random.nextDouble());
  }

  private void line(String format, Object... values) {
    out.append(text(format, values));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
  }
}
