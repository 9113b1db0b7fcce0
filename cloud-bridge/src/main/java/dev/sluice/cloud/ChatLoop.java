package dev.sluice.cloud;

import dev.sluice.cloud.bridge.BridgeConnection;
import dev.sluice.inference.InferenceBackend.Cancellation;
import dev.sluice.inference.InferenceOutcome.Cause;
import dev.sluice.inference.remote.ChatBackend;
import dev.sluice.inference.remote.ChatOutcome;
import dev.sluice.uplink.CloudLink;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.chat.ChatEnvelope;
import dev.sluice.uplink.chat.ChatEnvelope.End;
import dev.sluice.uplink.chat.CloudChats;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Text requests of edge nodes on their way to the chat models and back; on the node's loop. */
final class ChatLoop {
  private final Map<String, ChatBackend> backends;
  private final Executor loop;
  private final ArrayDeque<CloudChats.Output> outputs = new ArrayDeque<>();
  private final Map<Key, Cancellation> running = new HashMap<>();
  private final CloudChats chats;
  private Optional<BridgeConnection> bridge = Optional.empty();
  private LongConsumer wake = millis -> {};
  private long alarmNanos = Long.MAX_VALUE;
  private volatile CloudChats.Stats stats;

  private record Key(LinkId link, long chatId) {}

  /**
   * @param backends by the name of the model
   * @param loop that owns this
   */
  ChatLoop(Map<String, ChatBackend> backends, Executor loop) {
    this.backends = Map.copyOf(backends);
    this.loop = loop;
    this.chats = new CloudChats(List.copyOf(backends.keySet()), outputs::add);
    this.stats = chats.stats();
  }

  /**
   * Before the first input.
   *
   * @param alarm calls {@link #onTick} on the loop after so many milliseconds
   */
  void connect(BridgeConnection toEdges, LongConsumer alarm) {
    bridge = Optional.of(toEdges);
    wake = alarm;
  }

  void onBytes(String edgeId, byte[] bytes) {
    chats.onBytes(edgeId, bytes, System.nanoTime());
    perform();
  }

  void onTick() {
    long nowNanos = System.nanoTime();
    if (alarmNanos <= nowNanos) {
      alarmNanos = Long.MAX_VALUE;
    }
    chats.onTimer(nowNanos);
    perform();
  }

  /** From any thread. */
  CloudChats.Stats stats() {
    return stats;
  }

  private void perform() {
    while (!outputs.isEmpty()) {
      CloudChats.Output output = outputs.poll();
      if (output instanceof CloudChats.Output.Send send) {
        bridge.orElseThrow().publish(send.edgeId(), send.bytes(), CloudLink.Delivery.PROMPT);
      } else if (output instanceof CloudChats.Output.Start start) {
        start(start);
      } else if (output instanceof CloudChats.Output.Stop stop) {
        stop(new Key(stop.link(), stop.chatId()));
      }
    }
    stats = chats.stats();
    setAlarm();
  }

  private void start(CloudChats.Output.Start start) {
    ChatEnvelope.Ask ask = start.ask();
    Key key = new Key(ask.link(), ask.chatId());
    var request = new ChatBackend.Request(ask.prompt(), start.deadlineNanos(), ask.priority());
    running.put(key, backends.get(ask.model()).ask(request, new Answering(key)));
  }

  private void stop(Key key) {
    Cancellation cancellation = running.remove(key);
    if (cancellation != null) {
      cancellation.cancel();
    }
  }

  /** Brings what a model says to the loop. */
  private final class Answering implements ChatBackend.Listener {
    private final Key key;

    Answering(Key key) {
      this.key = key;
    }

    @Override
    public void onText(String text) {
      loop.execute(
          () -> {
            chats.onText(key.link(), key.chatId(), text, System.nanoTime());
            perform();
          });
    }

    @Override
    public void onEnd(ChatOutcome outcome) {
      loop.execute(
          () -> {
            running.remove(key);
            chats.onEnd(end(key, outcome), System.nanoTime());
            perform();
          });
    }
  }

  private static End end(Key key, ChatOutcome outcome) {
    int tookMs =
        (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(outcome.serviceNanos()));
    if (outcome instanceof ChatOutcome.Finished whole) {
      return end(key, ChatEnvelope.Status.OK, whole.model(), whole.finish(), tookMs, "");
    }
    ChatOutcome.Unfinished not = (ChatOutcome.Unfinished) outcome;
    return end(key, status(not.cause()), "", "", tookMs, not.detail());
  }

  private static End end(
      Key key, ChatEnvelope.Status status, String model, String finish, int tookMs, String detail) {
    String cut = End.cut(detail, ChatEnvelope.DETAIL_CHARS_MAX);
    return new End(key.link(), key.chatId(), status, 0, model, finish, tookMs, cut);
  }

  private static ChatEnvelope.Status status(Cause cause) {
    return switch (cause) {
      case REJECTED -> ChatEnvelope.Status.REJECTED;
      case FAILED -> ChatEnvelope.Status.FAILED;
      case EXPIRED -> ChatEnvelope.Status.EXPIRED;
      case SHED, CANCELLED -> ChatEnvelope.Status.SHED;
    };
  }

  /** A part that is held back by its pace cannot wait for the next tick. */
  private void setAlarm() {
    long nowNanos = System.nanoTime();
    long next = chats.nextTimerNanos(nowNanos);
    if (next < alarmNanos) {
      alarmNanos = next;
      wake.accept(1 + TimeUnit.NANOSECONDS.toMillis(Math.max(0, next - nowNanos)));
    }
  }
}
