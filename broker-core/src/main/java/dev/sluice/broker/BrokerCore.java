package dev.sluice.broker;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Unsubscribe;
import dev.sluice.topic.TopicFilter;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** The MQTT broker as one state machine: every public method is a turn. */
public final class BrokerCore {
  public BrokerCore(
      BrokerLimits limits,
      Authorizer authorizer,
      SplittableRandom random,
      Consumer<? super Effect> effects) {
    throw new UnsupportedOperationException("contract only");
  }

  public void onConnect(ConnectionId connection, Connect connect, long nowNanos) {}

  public void onPublish(ConnectionId connection, Publish publish, long nowNanos) {}

  public void onPubAck(ConnectionId connection, int packetId, ReasonCode reason, long nowNanos) {}

  public void onPubRec(ConnectionId connection, int packetId, ReasonCode reason, long nowNanos) {}

  public void onPubRel(ConnectionId connection, int packetId, ReasonCode reason, long nowNanos) {}

  public void onPubComp(ConnectionId connection, int packetId, ReasonCode reason, long nowNanos) {}

  public void onSubscribe(ConnectionId connection, Subscribe subscribe, long nowNanos) {}

  public void onUnsubscribe(ConnectionId connection, Unsubscribe unsubscribe, long nowNanos) {}

  public void onPingReq(ConnectionId connection, long nowNanos) {}

  /** DISCONNECT from the client; {@code DISCONNECT_WITH_WILL} keeps the Will [MQTT-3.14.4-3]. */
  public void onDisconnect(ConnectionId connection, ReasonCode reason, long nowNanos) {}

  /** The Network Connection is gone without DISCONNECT. Unknown connections are ignored. */
  public void onClosed(ConnectionId connection, long nowNanos) {}

  /** Transmit credit comes back: PUBLISH packets of that total cost have left for the socket. */
  public void onFlushed(ConnectionId connection, long bytes, long nowNanos) {}

  /** The decoder met bytes that are no MQTT: tell an MQTT 5 client why, close, count. */
  public void onMalformed(ConnectionId connection, ReasonCode reason, long nowNanos) {}

  /** Runs what is due: keep-alives, session expiry, delayed Wills. */
  public void onTimer(long nowNanos) {}

  /**
   * When {@link #onTimer} wants to be called next; {@link Long#MAX_VALUE} when nothing is pending.
   */
  public long nextTimerNanos() {
    return Long.MAX_VALUE;
  }

  /** Publishes a message of the server itself (an answer). Internal consumers never see it. */
  public void publish(Message message, long nowNanos) {}

  /**
   * As {@link #publish}, but only the receiver's own subscriptions see it, and nothing is retained.
   */
  public void publishTo(ClientId receiver, Message message, long nowNanos) {}

  /** Registers a filter of an internal consumer; matched in the same trie as the subscriptions. */
  public void subscribeInternal(int consumer, TopicFilter filter) {}

  public void unsubscribeInternal(int consumer, TopicFilter filter) {}

  /**
   * Closes every connection with SERVER_SHUTTING_DOWN; Wills stay unsent: the clients did not fail.
   */
  public void shutDown(long nowNanos) {}

  public BrokerStats stats() {
    throw new UnsupportedOperationException("contract only");
  }
}
