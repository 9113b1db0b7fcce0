package dev.sluice.edge.core;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.uplink.forward.Packing;
import java.util.List;
import java.util.Optional;

/** What a turn of the edge core asks of its adapters, beyond the broker's own effects. */
public sealed interface EdgeEffect {

  /**
   * Ask the route's guards, then decode the payload, in the order of these effects, and answer by
   * {@link EdgeCore#onPrepared}, {@link EdgeCore#onUnreadable} or {@link EdgeCore#onNotMatched}.
   *
   * @param device whose window the values join; empty when the payload holds all that the model
   *     needs
   */
  record Prepare(long requestId, int route, Optional<String> device, Message message)
      implements EdgeEffect {
    public Payload payload() {
      return message.payload();
    }
  }

  /** Run a model on a worker; answer by {@link EdgeCore#onModelDone}. */
  record RunModel(long requestId, Run run, String model, float[] features) implements EdgeEffect {}

  /** Publish these bytes (QoS 1) on the up topic of the cloud's broker. */
  record SendUplink(byte[] bytes) implements EdgeEffect {}

  /** The cloud has stopped answering: whatever connection there is, make a new one. */
  record ResetUplink() implements EdgeEffect {}

  /** Publish these bytes (QoS 1) on the forwarding plane's topic of the cloud's broker. */
  record SendForward(byte[] bytes) implements EdgeEffect {}

  /**
   * Read messages of a lane, and answer by {@link ForwardPlane#onBlock}.
   *
   * @param from first number
   * @param packing that the block may have
   */
  record ReadLane(int lane, long from, int bytesMax, Packing packing) implements EdgeEffect {}

  /** The cloud keeps the lane's messages up to that number: they may go. */
  record ReleaseLane(int lane, long upTo) implements EdgeEffect {}

  /**
   * The cloud has said which messages it brings down.
   *
   * @param refused filters of rules down that it does not give this node
   */
  record Subscribed(List<String> refused) implements EdgeEffect {}

  /** A request has had its one terminal answer: for metrics. */
  record Settled(Outcome outcome) implements EdgeEffect {}

  /** A request that was placed has ended, where decisions are recorded. */
  record Recorded(Placed placed, Outcome outcome) implements EdgeEffect {}

  /** Which of a request's models runs. */
  enum Run {
    /** The route's model, on one of the engine's workers. */
    PRIMARY,
    /** The route's small fallback model, beside them. */
    FALLBACK
  }
}
