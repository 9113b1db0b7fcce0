package dev.sluice.edge.admin;

import dev.sluice.broker.BrokerStats;
import dev.sluice.broker.MemoryPressure;
import dev.sluice.edge.core.AnswerCache;
import dev.sluice.edge.core.DispatchStats;
import dev.sluice.edge.core.DispatchStats.Decided;
import dev.sluice.edge.core.DownPlane;
import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.EdgeStatus.Link;
import dev.sluice.edge.core.EdgeStatus.LinkState;
import dev.sluice.edge.core.ForwardPlane;
import dev.sluice.edge.core.Outcome;
import dev.sluice.edge.core.forward.DownRules;
import dev.sluice.edge.core.forward.ForwardRules;
import dev.sluice.edge.core.forward.LeftOut;
import dev.sluice.edge.core.forward.RuleStats;
import dev.sluice.offload.Action;
import dev.sluice.offload.Condition;
import dev.sluice.offload.Heat;
import dev.sluice.offload.PlacementEngine;
import dev.sluice.offload.Reason;
import dev.sluice.uplink.EdgeLink;
import dev.sluice.uplink.forward.LaneReceiver;
import dev.sluice.uplink.forward.LaneSender;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Statuses for tests: each number differs from every other, so that a mix-up shows. */
final class Statuses {
  private static final BrokerStats.Memory PLENTY =
      new BrokerStats.Memory(209, 1_000, MemoryPressure.NONE);

  private Statuses() {}

  static EdgeStatus healthy() {
    return of(true, 2, new Link(LinkState.UP, Duration.ofSeconds(61)));
  }

  static EdgeStatus of(boolean listening, int workersAlive, Link link) {
    return of(listening, workersAlive, link, journal(Optional.empty(), List.of()));
  }

  static EdgeStatus of(boolean listening, int workersAlive, Link link, EdgeStatus.Journal journal) {
    return of(listening, workersAlive, link, journal, policy(), broker(PLENTY), 0, 0);
  }

  private static EdgeStatus.Policy policy() {
    return new EdgeStatus.Policy(
        121, List.of("placement: adaptive -> edge-only"), 122, Optional.empty());
  }

  static EdgeStatus with(BrokerStats.Memory memory) {
    Link up = new Link(LinkState.UP, Duration.ofSeconds(61));
    EdgeStatus.Journal journal = journal(Optional.empty(), List.of());
    return of(true, 2, up, journal, policy(), broker(memory), 0, 0);
  }

  static EdgeStatus with(EdgeStatus.Policy policy) {
    Link up = new Link(LinkState.UP, Duration.ofSeconds(61));
    EdgeStatus.Journal journal = journal(Optional.empty(), List.of());
    return of(true, 2, up, journal, policy, broker(PLENTY), 0, 0);
  }

  static EdgeStatus withTooLarge(long messages) {
    EdgeStatus.Policy policy = new EdgeStatus.Policy(1, List.of(), 0, Optional.empty());
    Link up = new Link(LinkState.UP, Duration.ofSeconds(61));
    EdgeStatus.Journal journal = journal(Optional.empty(), List.of());
    return of(true, 2, up, journal, policy, broker(PLENTY), messages, 0);
  }

  private static EdgeStatus of(
      boolean listening,
      int workersAlive,
      Link link,
      EdgeStatus.Journal journal,
      EdgeStatus.Policy policy,
      BrokerStats broker,
      long tooLarge,
      int refusedFilters) {
    EdgeStatus.ModelRuntime runtime =
        new EdgeStatus.ModelRuntime(EdgeStatus.ModelRuntime.NATIVE, Optional.empty(), List.of());
    return of(
        listening, workersAlive, link, journal, policy, broker, tooLarge, refusedFilters, runtime);
  }

  static EdgeStatus with(EdgeStatus.ModelRuntime runtime) {
    Link up = new Link(LinkState.UP, Duration.ofSeconds(61));
    EdgeStatus.Journal journal = journal(Optional.empty(), List.of());
    return of(true, 2, up, journal, policy(), broker(PLENTY), 0, 0, runtime);
  }

  private static EdgeStatus of(
      boolean listening,
      int workersAlive,
      Link link,
      EdgeStatus.Journal journal,
      EdgeStatus.Policy policy,
      BrokerStats broker,
      long tooLarge,
      int refusedFilters,
      EdgeStatus.ModelRuntime runtime) {
    return new EdgeStatus(
        "gateway-1",
        "0.1.0",
        Duration.ofMillis(12_500),
        "memory",
        listening,
        2,
        workersAlive,
        link,
        new EdgeStatus.Sockets(
            91, 87, 92, 90, 93, Map.of("topic-name", 94L), 95, 96, 89, 97, 98, 99, 100),
        new EdgeStatus.Entrances(Map.of("mqtt", 61, "mqtts", 62), Map.of("wrong_password", 63L)),
        broker,
        dispatch(),
        new PlacementEngine.Snapshot(
            "adaptive",
            41,
            42,
            43,
            44,
            45,
            46,
            true,
            "closed",
            12.5,
            3.5,
            new Condition.Snapshot(OptionalDouble.of(81.5), 0.75, 0.125, 0.25, 2.5, Heat.WARM)),
        new EdgeLink.Stats(51, 52, 53, 54, 55, 56, 57),
        new AnswerCache.Stats(71, 72, 73, 74),
        Optional.of(journal),
        List.of(new EdgeStatus.LoadedModel("vibration-light", "1", "ab12", 0.05)),
        runtime,
        List.of(
            new EdgeStatus.Lane(
                "bulk", 201, 202, Optional.of(Duration.ofSeconds(203)), 204, 205, 206, 0, false)),
        policy,
        Optional.of(new EdgeStatus.DecisionLog(125, 126)),
        Optional.of(forward(tooLarge)),
        Optional.of(down(refusedFilters)));
  }

  static EdgeStatus withRefusedFilters(int refused) {
    Link up = new Link(LinkState.UP, Duration.ofSeconds(61));
    EdgeStatus.Journal journal = journal(Optional.empty(), List.of());
    return of(true, 2, up, journal, policy(), broker(PLENTY), 0, refused);
  }

  private static DownPlane.Stats down(int refused) {
    return new DownPlane.Stats(
        List.of(new DownRules.Stats("commands", 401, 402)),
        new LaneReceiver.Stats(403, 404, 405, 406, 407, 408),
        true,
        refused,
        409,
        410);
  }

  /** One rule, which left out seven messages as private. */
  static ForwardPlane.Stats forward(long tooLarge) {
    Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
    for (LeftOut reason : LeftOut.values()) {
      leftOut.put(reason, 0L);
    }
    leftOut.put(LeftOut.PRIVATE, 7L);
    leftOut.put(LeftOut.TOO_LARGE, tooLarge);
    RuleStats rule = new RuleStats("alarms", 301, leftOut, 302, 303);
    return new ForwardPlane.Stats(
        new LaneSender.Stats(304, 305, 306, 307, 308, 309, 313),
        new ForwardRules.Stats(List.of(rule), 310, 311),
        312);
  }

  static EdgeStatus.Journal journal(Optional<String> refusing, List<String> losses) {
    return new EdgeStatus.Journal(
        101, 102, 51, 104, 105, 106, 107, 108, 109, 110, 111, 112, refusing, 113, 114, losses);
  }

  private static BrokerStats broker(BrokerStats.Memory memory) {
    return new BrokerStats(
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        71,
        72,
        73,
        8,
        81,
        82,
        83,
        84,
        86,
        87,
        85,
        9,
        88,
        10,
        11,
        12,
        13,
        14,
        15,
        16,
        17,
        18,
        19,
        20,
        201,
        new BrokerStats.Quotas(202, 203, 204, 205, 207, 208),
        memory,
        new BrokerStats.Holds(210, 211, Duration.ofMillis(212_500), 213));
  }

  static DispatchStats dispatch() {
    return new DispatchStats(
        21,
        22,
        23,
        123,
        124,
        24,
        25,
        Map.of(Outcome.Placement.EDGE, 31L, Outcome.Placement.CLOUD, 32L),
        Map.of(Outcome.Status.OK, 33L, Outcome.Status.SHED, 34L),
        Map.of("CHEAPER_LOCAL", 35L, "DECODE_QUEUE_FULL", 36L),
        Map.of(new Decided(Action.LOCAL, Reason.CHEAPER_LOCAL), 37L));
  }
}
