package dev.sluice.sim.world.check;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import dev.sluice.uplink.ForwardedMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What has to be in the cloud's store, and what is. A message that was acknowledged and may leave
 * the gateway is promised; the store is read message by message, in its order, as it grows.
 */
public final class ForwardLedger {
  private final Checks checks;
  private final BooleanSupplier trusts;
  private final Predicate<TopicName> forwarded;
  private final Map<Long, Sent> sent = new HashMap<>();
  private final Set<Long> promised = new HashSet<>();
  private final Map<Stream, Long> latest = new HashMap<>();

  /** Whose messages keep their order. */
  private record Stream(ClientId publisher, TopicName topic, Qos qos) {}

  /** One message, and how often. */
  private static final class Sent {
    private final Stream stream;
    private final boolean mayLeave;
    private final boolean mayExpire;
    private int offered;
    private int stored;

    Sent(Stream stream, boolean mayLeave, boolean mayExpire) {
      this.stream = stream;
      this.mayLeave = mayLeave;
      this.mayExpire = mayExpire;
    }
  }

  /**
   * @param trusts whether promises can be held against the node
   * @param forwarded topics of which messages go to the cloud
   */
  public ForwardLedger(Checks checks, BooleanSupplier trusts, Predicate<TopicName> forwarded) {
    this.checks = checks;
    this.trusts = trusts;
    this.forwarded = forwarded;
  }

  /** A client published, perhaps not for the first time. */
  void published(ClientId publisher, Message message, boolean repeats) {
    if (message.payload().isEmpty()) {
      // It says nothing by which it could be told from another one.
      return;
    }
    Sent one =
        sent.computeIfAbsent(
            Content.keyOf(message),
            key ->
                new Sent(
                    new Stream(publisher, message.topic(), message.qos()),
                    forwarded.test(message.topic())
                        && message.properties().user("x-no-offload").isEmpty(),
                    message.properties().messageExpirySeconds().isPresent()));
    // Of QoS 2 a repetition is told from a new message, whatever crashed in between.
    one.offered += repeats && message.qos() == Qos.EXACTLY_ONCE && one.offered > 0 ? 0 : 1;
  }

  /** The publisher was told that the message is the node's business. */
  void acknowledged(long key) {
    Sent one = sent.get(key);
    if (one != null && one.mayLeave) {
      promised.add(key);
    }
  }

  /** The bridge starts again: what its store had kept must be there. */
  public void storeOpened(boolean hasAll) {
    checks.require(
        Rule.NO_FORWARD_LOST, hasAll, () -> "the cloud's store has less than before its crash");
  }

  /** The next message of the store. */
  public void stored(ForwardedMessage message) {
    long key = keyOf(message);
    checks.require(
        Rule.COMMANDS_STAY_DOWN,
        key < DownLedger.FIRST_KEY,
        () -> "command " + key + " went up as " + message.topic());
    Sent one = sent.get(key);
    if (one == null) {
      // A message without number, an answer: nothing was promised of it.
      return;
    }
    checks.require(Rule.PRIVACY, one.mayLeave, () -> message.topic() + " must not leave: " + key);
    one.stored++;
    checks.require(
        Rule.NO_FORWARD_TWICE,
        !trusts.getAsBoolean() || one.stored <= one.offered,
        () ->
            "%s %d was published %d times, and is in the cloud %d times"
                .formatted(one.stream, key, one.offered, one.stored));
    // The first of several may have expired on its way, and a later one be what arrives.
    boolean maySucceedItself = one.mayExpire && one.offered > 1;
    if (one.stored == 1 && one.stream.qos() != Qos.AT_MOST_ONCE && !maySucceedItself) {
      Long before = latest.put(one.stream, key);
      checks.require(
          Rule.FORWARDED_IN_ORDER,
          !trusts.getAsBoolean() || before == null || before < key,
          () -> one.stream + ": " + key + " after " + before);
    }
  }

  private static long keyOf(ForwardedMessage message) {
    return Content.keyOf(
        Message.of(
            TopicName.of(message.topic()), Payload.of(message.payload()), Qos.of(message.qos())));
  }

  /** All is quiet: what was promised has arrived. */
  void settle() {
    for (long key : promised) {
      Sent one = sent.get(key);
      checks.require(
          Rule.NO_FORWARD_LOST,
          !trusts.getAsBoolean() || one.mayExpire || one.stored > 0,
          () -> one.stream + " " + key + " was acknowledged and never came to the cloud");
    }
  }
}
