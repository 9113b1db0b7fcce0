package dev.sluice.uplink.chat;

import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The cloud's half of text requests: starts each once, keeps its text until the edge drops it, and
 * sends no part before the one ahead of it has been acknowledged, so that a slow link gets few and
 * long ones.
 *
 * <p>Owned by one loop. {@code nowNanos} is monotonic. The output consumer must not call back.
 */
public final class CloudChats {
  /** Text requests of one life of one edge node, those included that are remembered only. */
  public static final int PER_EDGE_MAX = 128;

  /** The same, of all. */
  public static final int TOTAL_MAX = 512;

  private static final long NEVER = Long.MAX_VALUE;
  private static final long GRACE_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long SWEEP_NANOS = Duration.ofSeconds(1).toNanos();

  /** What this half asks. */
  public sealed interface Output {
    /** Publish these bytes on the edge's down topic; what is lost is asked for again. */
    record Send(String edgeId, byte[] bytes) implements Output {}

    /**
     * Ask the model; tell by {@link CloudChats#onText} and, once, {@link CloudChats#onEnd}, by the
     * deadline at the latest.
     */
    record Start(ChatEnvelope.Ask ask, long deadlineNanos) implements Output {}

    /** Nobody waits for that one any more; nothing has to be told of it. */
    record Stop(LinkId link, long chatId) implements Output {}
  }

  private final List<String> models;
  private final Consumer<? super Output> output;
  private final Map<HeldChat.Key, HeldChat> held = new LinkedHashMap<>();
  private long sweepNanos = NEVER;
  private long started;
  private long dropped;

  /**
   * @param models that are offered
   */
  public CloudChats(List<String> models, Consumer<? super Output> output) {
    this.models = List.copyOf(models);
    this.output = output;
  }

  /** Bytes from the up topic of {@code edgeId} that are {@link ChatCodec#isChat}. */
  public void onBytes(String edgeId, byte[] bytes, long nowNanos) {
    Optional<ChatEnvelope> decoded = decode(edgeId, bytes);
    if (decoded.isEmpty()) {
      dropped++;
      return;
    }
    ChatEnvelope envelope = decoded.get();
    if (envelope instanceof ChatEnvelope.Hello hello) {
      send(new ChatEnvelope.Offer(hello.link(), models));
    } else if (envelope instanceof ChatEnvelope.Ask ask) {
      onAsk(ask, nowNanos);
    } else if (envelope instanceof ChatEnvelope.Have have) {
      onHave(have, nowNanos);
    } else if (envelope instanceof ChatEnvelope.Drop drop) {
      onDrop(new HeldChat.Key(drop.link(), drop.chatId()));
    }
  }

  /** The model goes on. */
  public void onText(LinkId link, long chatId, String text, long nowNanos) {
    HeldChat chat = held.get(new HeldChat.Key(link, chatId));
    if (chat != null && chat.isRunning()) {
      chat.text.append(text);
      pump(chat, nowNanos);
    }
  }

  /**
   * The model has ended, or could not.
   *
   * @param end its length of the text does not count
   */
  public void onEnd(ChatEnvelope.End end, long nowNanos) {
    HeldChat chat = held.get(new HeldChat.Key(end.link(), end.chatId()));
    if (chat != null && chat.isRunning()) {
      chat.end =
          Optional.of(
              new ChatEnvelope.End(
                  end.link(),
                  end.chatId(),
                  end.status(),
                  chat.text.length(),
                  end.model(),
                  end.finish(),
                  end.serviceMs(),
                  end.detail()));
      pump(chat, nowNanos);
    }
  }

  public void onTimer(long nowNanos) {
    held.values().forEach(chat -> pump(chat, nowNanos));
    if (nowNanos < sweepNanos) {
      return;
    }
    for (Iterator<HeldChat> all = held.values().iterator(); all.hasNext(); ) {
      HeldChat chat = all.next();
      if (chat.forgetNanos <= nowNanos) {
        all.remove();
        stop(chat);
      }
    }
    sweepNanos = held.isEmpty() ? NEVER : nowNanos + SWEEP_NANOS;
  }

  /** When {@link #onTimer} is next needed; {@link Long#MAX_VALUE} for not by itself. */
  public long nextTimerNanos(long nowNanos) {
    long next = sweepNanos;
    for (HeldChat chat : held.values()) {
      if (chat.isPaced(nowNanos)) {
        next = Math.min(next, chat.pacedUntilNanos);
      }
    }
    return next;
  }

  public Stats stats() {
    return new Stats(started, held.size(), dropped);
  }

  /**
   * @param started requests since the start
   * @param held that are known now, ended and dropped ones included
   * @param malformed envelopes that were none, or of another edge
   */
  public record Stats(long started, int held, long malformed) {}

  private void onAsk(ChatEnvelope.Ask ask, long nowNanos) {
    HeldChat.Key key = new HeldChat.Key(ask.link(), ask.chatId());
    HeldChat known = held.get(key);
    if (known != null) {
      resume(known, known.had, nowNanos);
    } else if (!models.contains(ask.model())) {
      refuse(
          ask, ChatEnvelope.Status.REJECTED, "the cloud has no chat model '" + ask.model() + "'");
    } else if (!hasRoom(ask.link())) {
      refuse(ask, ChatEnvelope.Status.SHED, "the cloud has too many text requests");
    } else {
      start(key, ask, nowNanos);
    }
  }

  private void start(HeldChat.Key key, ChatEnvelope.Ask ask, long nowNanos) {
    long deadlineNanos = nowNanos + Duration.ofMillis(ask.remainingMs()).toNanos();
    held.put(key, new HeldChat(key, ask.growing(), deadlineNanos + GRACE_NANOS));
    sweepNanos = Math.min(sweepNanos, nowNanos + SWEEP_NANOS);
    started++;
    send(new ChatEnvelope.Part(key.link(), key.chatId(), 0, ""));
    output.accept(new Output.Start(ask, deadlineNanos));
  }

  private boolean hasRoom(LinkId link) {
    List<HeldChat> ofEdge =
        held.values().stream().filter(chat -> chat.key.link().equals(link)).toList();
    if (ofEdge.size() >= PER_EDGE_MAX) {
      return forgetDropped(ofEdge);
    }
    return held.size() < TOTAL_MAX || forgetDropped(new ArrayList<>(held.values()));
  }

  /** The oldest of those that are only remembered makes room. */
  private boolean forgetDropped(List<HeldChat> among) {
    Optional<HeldChat> oldest = among.stream().filter(chat -> chat.dropped).findFirst();
    oldest.ifPresent(chat -> held.remove(chat.key));
    return oldest.isPresent();
  }

  private void refuse(ChatEnvelope.Ask ask, ChatEnvelope.Status status, String detail) {
    send(ChatEnvelope.End.without(ask.link(), ask.chatId(), status, detail));
  }

  private void onHave(ChatEnvelope.Have have, long nowNanos) {
    HeldChat chat = held.get(new HeldChat.Key(have.link(), have.chatId()));
    if (chat == null) {
      String detail = "the cloud bridge does not know the request any more";
      send(
          ChatEnvelope.End.without(have.link(), have.chatId(), ChatEnvelope.Status.FAILED, detail));
    } else {
      resume(chat, have.chars(), nowNanos);
    }
  }

  /** What the edge has does not become less; what it says twice it is waiting for. */
  private void resume(HeldChat chat, int chars, long nowNanos) {
    if (chat.dropped || chars < chat.had || chars > chat.text.length()) {
      return;
    }
    boolean waiting = chars == chat.had;
    chat.onHad(chars, nowNanos);
    if (waiting) {
      chat.endSent = false;
    }
    if (!pump(chat, nowNanos) && waiting) {
      send(new ChatEnvelope.Part(chat.key.link(), chat.key.chatId(), chars, ""));
    }
  }

  private void onDrop(HeldChat.Key key) {
    HeldChat chat = held.get(key);
    if (chat != null && !chat.dropped) {
      stop(chat);
      chat.drop();
    }
  }

  private void stop(HeldChat chat) {
    if (chat.isRunning()) {
      output.accept(new Output.Stop(chat.key.link(), chat.key.chatId()));
    }
  }

  /** Sends what is due; false for nothing. */
  private boolean pump(HeldChat chat, long nowNanos) {
    boolean sent = chat.wantsPart() && !chat.isPaced(nowNanos);
    if (sent) {
      send(chat.takePart(nowNanos));
    }
    boolean told = chat.dropped || chat.endSent || chat.sent < chat.text.length();
    if (chat.end.isEmpty() || told) {
      return sent;
    }
    chat.endSent = true;
    send(chat.end.get());
    return true;
  }

  private static Optional<ChatEnvelope> decode(String edgeId, byte[] bytes) {
    try {
      ChatEnvelope envelope = ChatCodec.decode(bytes);
      boolean fromEdge =
          envelope instanceof ChatEnvelope.Hello
              || envelope instanceof ChatEnvelope.Ask
              || envelope instanceof ChatEnvelope.Have
              || envelope instanceof ChatEnvelope.Drop;
      return fromEdge && envelope.link().edgeId().equals(edgeId)
          ? Optional.of(envelope)
          : Optional.empty();
    } catch (MalformedEnvelopeException e) {
      return Optional.empty();
    }
  }

  private void send(ChatEnvelope envelope) {
    output.accept(new Output.Send(envelope.link().edgeId(), ChatCodec.encode(envelope)));
  }
}
