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
  private static final int BYTES_PER_KB = 1024;

  private static final Map<String, Topology> TOPOLOGIES = new LinkedHashMap<>();

  static {
    TOPOLOGIES.put("fan-in", Topology.FAN_IN);
    TOPOLOGIES.put("fan-out", Topology.FAN_OUT);
    TOPOLOGIES.put("pairs", Topology.PAIRS);
  }

  private Catalogue() {}

  public static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    TOPOLOGIES.forEach((name, topology) -> addQosCases(cases, name, name, topology, WINDOW));
    TOPOLOGIES.forEach((name, topology) -> addQosCases(cases, name + "-one", "one", topology, 1));
    for (int bytes : PAYLOADS) {
      cases.add(payloadCase(bytes));
    }
    return List.copyOf(cases);
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
