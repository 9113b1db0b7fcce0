package dev.sluice.edge.core;

import dev.sluice.broker.BrokerStats;
import dev.sluice.offload.PlacementEngine;
import dev.sluice.uplink.EdgeLink;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The whole node in numbers at one moment, taken on the broker loop.
 *
 * @param version of the program
 * @param durability what survives, as the configuration says it
 * @param listening whether devices can connect
 * @param workersAlive threads that can run a model now
 * @param journal empty with durability in memory
 * @param runtime what runs the models
 * @param lanes to the cloud; none without rules that forward
 * @param forward what the rules did and what is on the way; empty without rules
 * @param down what came down from the cloud; empty without rules for it
 */
public record EdgeStatus(
    String nodeId,
    String version,
    Duration uptime,
    String durability,
    boolean listening,
    int workers,
    int workersAlive,
    Link link,
    Sockets sockets,
    Entrances entrances,
    BrokerStats broker,
    DispatchStats dispatch,
    PlacementEngine.Snapshot placement,
    EdgeLink.Stats uplink,
    AnswerCache.Stats cache,
    Optional<Journal> journal,
    List<LoadedModel> models,
    ModelRuntime runtime,
    List<Lane> lanes,
    Policy policy,
    Optional<DecisionLog> decisionLog,
    Optional<ForwardPlane.Stats> forward,
    Optional<DownPlane.Stats> down) {

  public EdgeStatus {
    lanes = List.copyOf(lanes);
    models = List.copyOf(models);
  }

  /**
   * @param version of the policy that serves, counted from 1 at the start
   * @param changes what it changed of the one before, one line each
   * @param refusals files that could not be used
   * @param refused why the file as it is now is not used; empty when it is
   */
  public record Policy(int version, List<String> changes, int refusals, Optional<String> refused) {
    public Policy {
      changes = List.copyOf(changes);
    }
  }

  /**
   * @param written lines since the start
   * @param lost lines that are not on disk, because the queue was full or the disk failed
   */
  public record DecisionLog(long written, long lost) {}

  /** What is known of the cloud, end to end. */
  public enum LinkState {
    /** The configuration has no uplink. */
    DISABLED,
    /** No connection to the cloud's broker. */
    DOWN,
    /** Connected, and nobody answers behind the connection. */
    STALLED,
    /** The bridge answers. */
    UP;

    /** As status and metrics say it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param since how long it has been in that state
   * @param uplinks all ways to the cloud, the most preferred first
   * @param switches times that another one was taken, or tried, than before
   */
  public record Link(LinkState state, Duration since, List<Uplink> uplinks, long switches) {
    public Link {
      uplinks = List.copyOf(uplinks);
    }

    /** Whatever way it takes. */
    public Link(LinkState state, Duration since) {
      this(state, since, List.of(), 0);
    }

    /** The way that is taken, or tried. */
    public Optional<Uplink> taken() {
      return uplinks.stream().filter(Uplink::taken).findFirst();
    }

    /** What is shown there; empty without TLS. */
    public Optional<Certificate> certificate() {
      return taken().flatMap(Uplink::certificate);
    }

    /** The most preferred way, when it is not the one that is taken. */
    public Optional<Uplink> missed() {
      return uplinks.stream().limit(1).filter(first -> !first.taken()).findFirst();
    }

    /** From the two signals: the socket's and the bridge's. */
    public static LinkState stateOf(boolean enabled, boolean connected, boolean responsive) {
      if (!enabled) {
        return LinkState.DISABLED;
      }
      if (!connected) {
        return LinkState.DOWN;
      }
      return responsive ? LinkState.UP : LinkState.STALLED;
    }
  }

  /**
   * One way to the cloud.
   *
   * @param place host and port
   * @param taken whether the link takes it, or tries to, now
   * @param certificate that this node shows there; empty without TLS
   */
  public record Uplink(
      String name, String place, boolean taken, Optional<Certificate> certificate) {}

  /**
   * A certificate at this moment.
   *
   * @param left until it expires; negative when it has
   * @param obstacle why it cannot be used now, in one line
   */
  public record Certificate(Duration left, Optional<String> obstacle) {}

  /**
   * The listener below the broker: totals since the start, and what is open now.
   *
   * @param turnedAway sockets closed at once because there were too many
   * @param connectTimeouts connections closed because no CONNECT came in time
   * @param packetTimeouts connections closed because a packet that had begun did not end
   * @param gateOverflows connections closed for sending too much behind an unanswered CONNECT
   * @param malformed packets that broke the protocol, by kind
   * @param readPauses how often reading stopped because a client did not read its answers
   * @param paced how often it stopped because a client published too fast
   */
  public record Sockets(
      long opened,
      long turnedAway,
      long connectTimeouts,
      long packetTimeouts,
      long gateOverflows,
      Map<String, Long> malformed,
      long faults,
      long readPauses,
      long paced,
      long bytesIn,
      long bytesOut,
      int open,
      int paused) {
    public Sockets {
      malformed = Map.copyOf(malformed);
    }
  }

  /**
   * The ways in, and who was not let in.
   *
   * @param open connections by listener
   * @param refusals clients that did not prove who they are, by reason
   */
  public record Entrances(Map<String, Integer> open, Map<String, Long> refusals) {
    public Entrances {
      open = Map.copyOf(open);
      refusals = Map.copyOf(refusals);
    }
  }

  /**
   * What keeps acknowledged messages: totals since the start, and how it stands.
   *
   * @param repeatedBytes written again so that old files could be deleted
   * @param forceNanos spent writing and waiting for the disk, all batches together
   * @param failures of writes
   * @param waiting records not yet written
   * @param refusing why nothing more is kept, empty when it is
   * @param restoredSessions and messages: what was found when it was opened
   * @param losses what had been kept and was not found, one line each
   */
  public record Journal(
      long records,
      long bytes,
      long repeatedBytes,
      long batches,
      long forces,
      long forceNanos,
      long slowestBatchNanos,
      long bytesOnDisk,
      long liveBytes,
      int segments,
      long failures,
      int waiting,
      Optional<String> refusing,
      int restoredSessions,
      int restoredMessages,
      List<String> losses) {
    public Journal {
      losses = List.copyOf(losses);
    }

    /** Bytes written for each byte appended. */
    public double writeAmplification() {
      return bytes == 0 ? 1 : (bytes + repeatedBytes) / (double) bytes;
    }
  }

  /**
   * A lane to the cloud: what waits in it now, and totals since the start.
   *
   * @param waiting messages that the cloud has not committed
   * @param bytes of its files
   * @param oldest how long the first of them has waited; empty when none does
   * @param committed messages that the cloud keeps
   * @param displaced messages that made room for newer ones
   * @param expired messages whose time was over before they could be sent
   * @param lost messages that could not be read
   * @param full whether it refuses more
   */
  public record Lane(
      String name,
      long waiting,
      long bytes,
      Optional<Duration> oldest,
      long committed,
      long displaced,
      long expired,
      long lost,
      boolean full) {}

  /**
   * What models are loaded by.
   *
   * @param name {@code onnxruntime}, or {@code java} where that does not run
   * @param why it is not the native one, empty when it is
   * @param unloadable models that it cannot run, by name: the cloud has to
   */
  public record ModelRuntime(String name, Optional<String> why, List<String> unloadable) {
    /** Where models run as fast as they can. */
    public static final String NATIVE = "onnxruntime";

    public ModelRuntime {
      unloadable = List.copyOf(unloadable);
    }
  }

  /**
   * @param inferMsP50 median time of one inference, as measured at load
   */
  public record LoadedModel(String name, String version, String sha256, double inferMsP50) {}
}
