package dev.sluice.cloud;

import dev.sluice.cloud.bridge.BridgeConnection;
import dev.sluice.cloud.down.DownStore;
import dev.sluice.cloud.down.NodeLane;
import dev.sluice.cloud.down.NodeLanes;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.ForwardKind;
import dev.sluice.uplink.forward.Grant;
import dev.sluice.uplink.forward.LaneSender;
import dev.sluice.uplink.forward.Subscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what waits for nodes to those that are there; a sender each. Lives on the loop. */
final class DownLoop implements DownStore.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(DownLoop.class);
  private static final LaneSender.Settings SENDER =
      new LaneSender.Settings(
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          256 << 10,
          16 << 10);

  private final DownStore store;
  private BridgeConnection bridge;
  private final Map<String, DownNode> nodes = new HashMap<>();
  private long malformed;

  DownLoop(DownStore store) {
    this.store = store;
  }

  /** Before the first input: what performs the outputs also brings the inputs. */
  void connect(BridgeConnection toEdges) {
    bridge = toEdges;
  }

  /**
   * The bridge can be heard: nodes that asked in earlier lives may be there still, without coming
   * anew.
   */
  void onOpen() {
    for (NodeLanes lanes : store.nodes()) {
      nodes.computeIfAbsent(lanes.node(), fresh -> new DownNode(SENDER, lanes.found()));
    }
    List.copyOf(nodes.keySet()).forEach(this::onHeard);
  }

  /** A sign of life, on whichever plane. */
  void onHeard(String node) {
    DownNode known = nodes.get(node);
    if (known != null) {
      known.onHeard(System.nanoTime());
      perform(node, known);
    }
  }

  /** Progress of a lane, or what the node wants. */
  void onForward(String node, byte[] bytes) {
    if (ForwardKind.of(bytes) == ForwardKind.SUBSCRIPTION) {
      onSubscription(node, bytes);
      return;
    }
    DownNode known = nodes.get(node);
    if (known != null) {
      known.sender().onBytes(bytes, System.nanoTime());
      perform(node, known);
    }
  }

  private void onSubscription(String node, byte[] bytes) {
    try {
      Subscription subscription = Subscription.decode(bytes);
      if (subscription.edgeId().equals(node)) {
        store.subscribe(subscription);
      } else {
        malformed++;
      }
    } catch (MalformedEnvelopeException e) {
      malformed++;
    }
  }

  @Override
  public void subscribed(
      Subscription subscription, List<LaneSender.Lane> lanes, List<Integer> refused) {
    String node = subscription.edgeId();
    if (!refused.isEmpty()) {
      LOG.warn("down=refused node={} filters={}", node, refused.size());
    }
    bridge.publishForward(node, new Grant(node, subscription.revision(), refused).encode());
    if (!lanes.isEmpty()) {
      DownNode known = nodes.computeIfAbsent(node, fresh -> new DownNode(SENDER, lanes));
      known.onSubscribed(subscription.messageBytesMax(), System.nanoTime());
      perform(node, known);
    }
  }

  @Override
  public void kept(String node, int lane, long last) {
    DownNode known = nodes.get(node);
    if (known != null) {
      known.sender().onAvailable(lane, last, System.nanoTime());
      perform(node, known);
    }
  }

  void onTick() {
    long now = System.nanoTime();
    nodes.forEach(
        (node, known) -> {
          known.sender().onTimer(now);
          perform(node, known);
        });
  }

  private void perform(String node, DownNode known) {
    while (!known.outputs().isEmpty()) {
      LaneSender.Output next = known.outputs().poll();
      if (next instanceof LaneSender.Output.Send send) {
        bridge.publishForward(node, send.bytes());
      } else if (next instanceof LaneSender.Output.Read read) {
        int bytesMax = Math.min(read.bytesMax(), known.messageBytesMax());
        store.read(
            node, read.lane(), read.from(), bytesMax, piece -> onPiece(node, read.lane(), piece));
      } else if (next instanceof LaneSender.Output.Release release) {
        store.release(node, release.lane(), release.upTo());
      } else if (next instanceof LaneSender.Output.Stalled) {
        known.onStalled();
        LOG.info("down=away node={}", node);
      }
    }
  }

  private void onPiece(String node, int lane, NodeLane.Piece piece) {
    DownNode known = nodes.get(node);
    known
        .sender()
        .onBlock(lane, piece.base(), piece.first(), piece.last(), piece.block(), System.nanoTime());
    perform(node, known);
  }

  /** Envelopes that were none, or named another node than their topic. */
  long malformed() {
    return malformed;
  }
}
