package dev.sluice.cloud;

import dev.sluice.cloud.admin.ForwardStats;
import dev.sluice.cloud.bridge.BridgeConnection;
import dev.sluice.cloud.forward.LanePublisher;
import dev.sluice.cloud.forward.LaneStore;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneReceiver;
import dev.sluice.uplink.forward.Packing;
import java.util.ArrayDeque;

/** Gives the receiver its inputs, one at a time, and does what it asks when its turn is over. */
final class ForwardLoop implements LaneStore.Listener {
  private static final int LANES_MAX = 10_000;
  private static final double MS_PER_SECOND = 1e3;
  private static final long UNCOMMITTED_BYTES_MAX = 1 << 20;

  private final ArrayDeque<LaneReceiver.Output> outputs = new ArrayDeque<>();
  private final LaneStore store;
  private final LaneReceiver receiver;
  private BridgeConnection bridge;
  private LanePublisher publisher;
  private Targets targets;

  ForwardLoop(LaneStore store) {
    this.store = store;
    this.receiver =
        new LaneReceiver(
            new LaneReceiver.Settings(
                LANES_MAX, UNCOMMITTED_BYTES_MAX, Packing.ZSTD, store.identity()),
            store::committed,
            outputs::add);
  }

  /** Before the first input: what performs the outputs also brings the inputs. */
  void connect(BridgeConnection toEdges, LanePublisher toBroker, Targets toEngines) {
    this.bridge = toEdges;
    this.publisher = toBroker;
    this.targets = toEngines;
    store.tell(this);
  }

  void onBytes(String edgeId, byte[] bytes) {
    receiver.onBytes(edgeId, bytes);
    perform();
  }

  @Override
  public void committed(Batch batch) {
    receiver.onCommitted(batch);
    publisher.onCommitted(batch);
    targets.onCommitted(batch);
    perform();
  }

  @Override
  public void failed(Batch batch) {
    receiver.onFailed(batch);
    perform();
  }

  @Override
  public void malformed(Batch batch) {
    receiver.onMalformed(batch);
    perform();
  }

  @Override
  public void room(String edgeId, LaneName lane) {
    receiver.onRoom(edgeId, lane);
    perform();
  }

  /** Now and then. */
  void onTick() {
    publisher.onTick();
    targets.onTick();
    store.look();
  }

  ForwardStats stats(ForwardOutlet outlet) {
    return new ForwardStats(
        receiver.stats(),
        publisher.published(),
        publisher.expired(),
        publisher.unreadable(),
        outlet.tooLarge(),
        outlet.refused(),
        store.messages(),
        store.bytes(),
        store.oldestMs(System.currentTimeMillis()) / MS_PER_SECOND);
  }

  private void perform() {
    while (!outputs.isEmpty()) {
      LaneReceiver.Output output = outputs.poll();
      if (output instanceof LaneReceiver.Output.Send send) {
        bridge.publishForward(send.edgeId(), send.bytes());
      } else if (output instanceof LaneReceiver.Output.Commit commit) {
        store.commit(commit.batch());
      }
    }
  }
}
