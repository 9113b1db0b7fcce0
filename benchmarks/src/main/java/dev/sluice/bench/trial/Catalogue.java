package dev.sluice.bench.trial;

import dev.sluice.bench.load.Topology;
import dev.sluice.bench.load.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every case there is, in the order of the report. */
public final class Catalogue {
  private static final int PAYLOAD_BYTES = 64;
  private static final int WINDOW = 100;
  private static final int[] PAYLOADS = {256, 1 << 10, 4 << 10, 16 << 10};
  private static final int WARM_UP_WINDOW = 10;
  private static final int OVERLOAD_WINDOW = 2_000;
  private static final int DURABLE_FEW = 100;
  private static final int DURABLE_MANY = 2_000;
  private static final int DURABLE_PAYLOAD_BYTES = 200;
  private static final int STORM_CLIENTS = 1_000;
  private static final int[] SUBSCRIPTIONS = {10, 1_000, 100_000};
  private static final int BYTES_PER_KB = 1024;

  private static final Map<String, Topology> TOPOLOGIES = new LinkedHashMap<>();

  static {
    TOPOLOGIES.put("fan-in", Topology.FAN_IN);
    TOPOLOGIES.put("fan-out", Topology.FAN_OUT);
    TOPOLOGIES.put("pairs", Topology.PAIRS);
  }

  private Catalogue() {}

  /**
   * @param ratePerSecond of the latency cases
   * @param idleClients of the idle case
   */
  public static List<Case> all(int ratePerSecond, int idleClients) {
    List<Case> cases = new ArrayList<>();
    TOPOLOGIES.forEach((name, topology) -> addQosCases(cases, name, name, topology, WINDOW));
    TOPOLOGIES.forEach((name, topology) -> addQosCases(cases, name + "-one", "one", topology, 1));
    for (int bytes : PAYLOADS) {
      cases.add(payloadCase(bytes));
    }
    cases.add(durableCase(Topology.FEW_IN, DURABLE_FEW));
    cases.add(durableCase(Topology.FAN_IN, DURABLE_MANY));
    for (int qos = 0; qos <= 1; qos++) {
      cases.add(latencyCase(qos, ratePerSecond));
    }
    cases.add(fleetCase());
    cases.add(overloadCase("overload-in", Topology.FAN_IN));
    cases.add(overloadCase("overload-pairs", Topology.PAIRS));
    cases.add(
        new Case(
            "storm",
            "storm",
            STORM_CLIENTS + " clients connect and subscribe at once",
            Metric.CONNECTS_PER_SECOND,
            new StormTrial(STORM_CLIENTS)));
    cases.add(
        new Case(
            "idle",
            "idle",
            idleClients + " connections with a subscription each, doing nothing",
            Metric.CONNECTIONS_MB,
            new IdleTrial(idleClients)));
    for (int subscriptions : SUBSCRIPTIONS) {
      cases.add(crowdedCase(subscriptions));
    }
    return List.copyOf(cases);
  }

  /**
   * @param inFlight of all publishers together
   */
  private static Case durableCase(Topology topology, int inFlight) {
    Traffic traffic =
        Traffic.closedLoop(topology, 1, DURABLE_PAYLOAD_BYTES, inFlight / topology.publishers())
            .toLastingSessions();
    return new Case(
        "durable-" + inFlight,
        "durable",
        title(traffic) + " each, to a session that lasts",
        Metric.MESSAGES_PER_SECOND,
        new TrafficTrial(traffic));
  }

  private static Case fleetCase() {
    Traffic traffic = Traffic.closedLoop(Topology.FLEET, 1, PAYLOAD_BYTES, 1);
    return new Case(
        "fleet-q1",
        "fleet",
        title(traffic) + " each",
        Metric.MESSAGES_PER_SECOND,
        new TrafficTrial(traffic));
  }

  private static Case overloadCase(String name, Topology topology) {
    Traffic peak = Traffic.closedLoop(topology, 1, PAYLOAD_BYTES, WINDOW);
    return new Case(
        name,
        "overload",
        "%d to %d, QoS 1, 64 B, twice as many messages as it can deliver"
            .formatted(topology.publishers(), topology.subscribers()),
        Metric.PERCENT_OF_PEAK,
        new OverloadTrial(peak, OVERLOAD_WINDOW));
  }

  private static Case latencyCase(int qos, int ratePerSecond) {
    Traffic traffic = Traffic.openLoop(Topology.FAN_IN, qos, PAYLOAD_BYTES, ratePerSecond);
    Traffic warmUp = Traffic.closedLoop(Topology.FAN_IN, qos, PAYLOAD_BYTES, WARM_UP_WINDOW);
    return new Case(
        "latency-q" + qos,
        "latency",
        "50 to 1, QoS %d, 64 B, %,d msg/s at fixed times".formatted(qos, ratePerSecond),
        Metric.LATENCY_P50_MICROS,
        new LatencyTrial(traffic, warmUp));
  }

  private static Case crowdedCase(int subscriptions) {
    Traffic traffic = Traffic.closedLoop(Topology.ONE_PAIR, 0, PAYLOAD_BYTES, WINDOW);
    return new Case(
        "trie-" + subscriptions,
        "trie",
        title(traffic) + ", beside %,d other subscriptions".formatted(subscriptions),
        Metric.MESSAGES_PER_SECOND,
        new CrowdedTrial(new TrafficTrial(traffic), subscriptions));
  }

  private static void addQosCases(
      List<Case> cases, String name, String group, Topology topology, int window) {
    for (int qos = 0; qos <= 2; qos++) {
      Traffic traffic = Traffic.closedLoop(topology, qos, PAYLOAD_BYTES, window);
      cases.add(
          new Case(
              name + "-q" + qos,
              group,
              title(traffic),
              Metric.MESSAGES_PER_SECOND,
              new TrafficTrial(traffic)));
    }
  }

  private static Case payloadCase(int bytes) {
    Traffic traffic = Traffic.closedLoop(Topology.PAIRS, 1, bytes, WINDOW);
    return new Case(
        "pairs-q1-" + size(bytes).replace(" ", ""),
        "payload",
        title(traffic),
        Metric.MESSAGES_PER_SECOND,
        new TrafficTrial(traffic));
  }

  private static String title(Traffic traffic) {
    Topology topology = traffic.topology();
    return "%d to %d, QoS %d, %s, %d in flight"
        .formatted(
            topology.publishers(),
            topology.subscribers(),
            traffic.qos(),
            size(traffic.payloadBytes()),
            traffic.windowInUse());
  }

  private static String size(int bytes) {
    return bytes < BYTES_PER_KB ? bytes + " B" : bytes / BYTES_PER_KB + " KB";
  }
}
