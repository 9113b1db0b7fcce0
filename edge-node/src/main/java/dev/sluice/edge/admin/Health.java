package dev.sluice.edge.admin;

import dev.sluice.broker.BrokerStats;
import dev.sluice.broker.MemoryPressure;
import dev.sluice.edge.core.DownPlane;
import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.EdgeStatus.LinkState;
import dev.sluice.edge.core.ForwardPlane;
import dev.sluice.edge.core.forward.LeftOut;
import dev.sluice.edge.core.forward.RuleStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the node does its job, judged from what it last proved and not from open sockets.
 *
 * @param parts each part of the node, in order, with {@code ok} or what is wrong with it
 */
record Health(Verdict verdict, Map<String, String> parts) {

  /** What a load balancer or a person should conclude. */
  enum Verdict {
    READY,
    /** Devices are served; something less is not as it should be. */
    DEGRADED,
    NOT_READY;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** A loop that posts every 250 ms and is so late serves nobody in time. */
  static final Duration LOOP_LATE = Duration.ofSeconds(2);

  /** Not late but stuck: only a restart helps. */
  static final Duration LOOP_STUCK = Duration.ofSeconds(10);

  private static final String OK = "ok";

  static Health starting() {
    return new Health(Verdict.NOT_READY, Map.of("node", "starting"));
  }

  /**
   * @param age of the status
   */
  static Health of(EdgeStatus status, Duration age) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("listener", status.listening() ? OK : "not listening");
    parts.put("loop", age.compareTo(LOOP_LATE) < 0 ? OK : "late by " + seconds(age));
    parts.put("memory", memory(status.broker().memory()));
    status.journal().ifPresent(journal -> parts.put("journal", journal(journal)));
    parts.put("inference", inference(status));
    parts.put("uplink", uplink(status.link()));
    status.lanes().forEach(lane -> parts.put("lane " + lane.name(), lane(lane)));
    status.forward().ifPresent(forward -> parts.put("forward", forward(forward)));
    status.down().ifPresent(down -> parts.put("down", down(down)));
    parts.put("policy", policy(status.policy()));
    boolean broken =
        !status.listening()
            || age.compareTo(LOOP_LATE) >= 0
            || (status.workers() > 0 && status.workersAlive() == 0);
    boolean whole = parts.values().stream().allMatch(OK::equals);
    Verdict verdict = broken ? Verdict.NOT_READY : whole ? Verdict.READY : Verdict.DEGRADED;
    return new Health(verdict, parts);
  }

  private static String memory(BrokerStats.Memory memory) {
    String done =
        switch (memory.pressure()) {
          case NONE -> OK;
          case SPILLING -> "keeps on disk what it can, retains nothing more";
          case DROPPING -> "drops QoS 0 that would wait";
          case REFUSING -> "refuses QoS 1 and 2, and new clients";
        };
    return memory.pressure() == MemoryPressure.NONE
        ? done
        : "%s: %d of %d bytes".formatted(done, memory.heldBytes(), memory.maxBytes());
  }

  /** What was lost stays said until the next start: somebody has to know. */
  private static String journal(EdgeStatus.Journal journal) {
    if (journal.refusing().isPresent()) {
      return "refuses QoS 1 and 2: " + journal.refusing().get();
    }
    return journal.losses().isEmpty() ? OK : "lost: " + String.join("; ", journal.losses());
  }

  private static String inference(EdgeStatus status) {
    if (status.workersAlive() < status.workers()) {
      return "%d of %d workers alive".formatted(status.workersAlive(), status.workers());
    }
    return status.runtime().why().map(why -> models(status.runtime(), why)).orElse(OK);
  }

  private static String models(EdgeStatus.ModelRuntime runtime, String why) {
    String left =
        runtime.unloadable().isEmpty()
            ? ""
            : ", " + String.join(" and ", runtime.unloadable()) + " in the cloud only";
    return "models run in Java%s: ONNX Runtime %s".formatted(left, why);
  }

  private static String policy(EdgeStatus.Policy policy) {
    return policy
        .refused()
        .map(why -> "version " + policy.version() + " serves, the file is refused: " + why)
        .orElse(OK);
  }

  /** A node that was told to have no uplink misses none. */
  private static String uplink(EdgeStatus.Link link) {
    String since = " for " + seconds(link.since());
    return switch (link.state()) {
      case DISABLED -> OK;
      case UP -> link.missed().isEmpty() ? OK : instead(link);
      case DOWN -> "not connected" + since;
      case STALLED -> "connected but not answering" + since;
    };
  }

  /** Served, and somebody should look after the one that is preferred. */
  private static String instead(EdgeStatus.Link link) {
    return "by %s, not by %s"
        .formatted(link.taken().orElseThrow().name(), link.missed().orElseThrow().name());
  }

  private static String lane(EdgeStatus.Lane lane) {
    if (lane.full()) {
      return "full with %d bytes: refuses more".formatted(lane.bytes());
    }
    return lane.lost() == 0 ? OK : "%d messages could not be read".formatted(lane.lost());
  }

  /** What stays here because it is too large stays said: a rule or a device has to change. */
  private static String forward(ForwardPlane.Stats forward) {
    List<String> tooLarge = new ArrayList<>();
    for (RuleStats rule : forward.rules().rules()) {
      long count = rule.leftOut().get(LeftOut.TOO_LARGE);
      if (count > 0) {
        tooLarge.add("%d of rule %s".formatted(count, rule.rule()));
      }
    }
    return tooLarge.isEmpty()
        ? OK
        : "larger than forward.message-size, not forwarded: " + String.join(", ", tooLarge);
  }

  /** Before the cloud has answered, the uplink is what is wrong. */
  private static String down(DownPlane.Stats down) {
    return down.refused() == 0
        ? OK
        : "%d filters of forward.down are not given to this node: see down.allow of the bridge"
            .formatted(down.refused());
  }

  /** For callers who can do nothing with a node that is cut off. */
  Health requiringUplink(Optional<LinkState> link) {
    return link.equals(Optional.of(LinkState.UP)) ? this : new Health(Verdict.NOT_READY, parts);
  }

  boolean serves() {
    return verdict != Verdict.NOT_READY;
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }
}
