package dev.sluice.uplink.chat;

import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The edge's half of text requests. Nothing is asked of a cloud that has not offered its models.
 * Each answer grows here from its beginning without gaps; what has come is acknowledged, and asked
 * for again from there when the cloud falls silent or comes back.
 *
 * <p>A request is held until it has ended or is dropped: the caller bounds how many are, and drops
 * each at its deadline.
 *
 * <p>Owned by one loop. {@code nowNanos} is monotonic. The output consumer must not call back.
 */
public final class EdgeChats {
  /** More are left to their deadlines. */
  private static final int UNSAID_MAX = 256;

  /** What this half asks or tells. */
  public sealed interface Output {
    /** Publish these bytes on the up topic. */
    record Send(byte[] bytes) implements Output {}

    /** The answer goes on with that. */
    record Text(long chatId, String text) implements Output {}

    /** It has ended, as the cloud says; all of its text has been told. */
    record Ended(ChatEnvelope.End end, String text) implements Output {}

    /** It has ended: the cloud offers no such model. */
    record NotOffered(long chatId, String model) implements Output {}

    /** It has ended: the cloud does not know text requests. */
    record NotUnderstood(long chatId) implements Output {}

    /** It has ended: the answer became longer than wanted. */
    record TooLong(long chatId, int charsMax) implements Output {}
  }

  private final LinkId link;
  private final Consumer<? super Output> output;
  private final Offers offers = new Offers();
  private final Map<Long, OpenChat> open = new LinkedHashMap<>();

  /** Dropped while the cloud was away, which may still work for them. */
  private final Set<Long> unsaid = new LinkedHashSet<>();

  private long malformed;

  public EdgeChats(LinkId link, Consumer<? super Output> output) {
    this.link = link;
    this.output = output;
  }

  /** Whether there are text routes: without any, the cloud is not asked what it offers. */
  public void want(boolean any, long nowNanos) {
    offers.want(any, nowNanos);
    onTimer(nowNanos);
  }

  /** The cloud answers end to end. */
  public void onUp(long nowNanos) {
    offers.onUp(nowNanos);
    onTimer(nowNanos);
  }

  /** The cloud is away; requests wait for it. */
  public void onDown() {
    offers.onDown();
  }

  /**
   * @param chatId never used before
   */
  public void ask(long chatId, ChatQuestion question, long nowNanos) {
    OpenChat chat = new OpenChat(chatId, question);
    open.put(chatId, chat);
    begin(chat, nowNanos);
  }

  /**
   * Nobody waits for it any more.
   *
   * @return what had come of its answer
   */
  public String drop(long chatId) {
    OpenChat chat = open.remove(chatId);
    if (chat == null) {
      return "";
    }
    if (chat.sent) {
      unsaid.add(chatId);
      sayDrops();
    }
    return chat.text.toString();
  }

  private void sayDrops() {
    if (offers.models().isPresent()) {
      unsaid.forEach(chatId -> send(new ChatEnvelope.Drop(link, chatId)));
      unsaid.clear();
    } else if (unsaid.size() > UNSAID_MAX) {
      unsaid.remove(unsaid.iterator().next());
    }
  }

  /** Bytes from the down topic that are {@link ChatCodec#isChat}. */
  public void onBytes(byte[] bytes, long nowNanos) {
    Optional<ChatEnvelope> decoded = decode(bytes);
    if (decoded.isEmpty()) {
      malformed++;
      return;
    }
    ChatEnvelope envelope = decoded.get();
    if (envelope instanceof ChatEnvelope.Offer offer) {
      offers.onOffer(Set.copyOf(offer.models()));
      sayDrops();
      new ArrayList<>(open.values()).forEach(chat -> begin(chat, nowNanos));
    } else if (envelope instanceof ChatEnvelope.Part part) {
      onPart(part, nowNanos);
    } else if (envelope instanceof ChatEnvelope.End end) {
      onEnd(end, nowNanos);
    }
  }

  public void onTimer(long nowNanos) {
    if (offers.takeHello(nowNanos)) {
      send(new ChatEnvelope.Hello(link));
    }
    for (OpenChat chat : new ArrayList<>(open.values())) {
      if (offers.isSilent()) {
        begin(chat, nowNanos);
      } else if (offers.models().isPresent() && chat.dueNanos <= nowNanos) {
        inquire(chat, nowNanos);
      }
    }
  }

  /** When {@link #onTimer} is next needed; {@link Long#MAX_VALUE} for not by itself. */
  public long nextTimerNanos() {
    long next = offers.nextNanos();
    if (offers.models().isPresent()) {
      for (OpenChat chat : open.values()) {
        next = Math.min(next, chat.dueNanos);
      }
    }
    return next;
  }

  /** Envelopes that were none, or of another life. */
  public long malformed() {
    return malformed;
  }

  /** Asks the cloud where it can be asked; ends what it cannot do. */
  private void begin(OpenChat chat, long nowNanos) {
    Optional<Set<String>> models = offers.models();
    if (models.isEmpty()) {
      if (offers.isSilent()) {
        open.remove(chat.id);
        output.accept(new Output.NotUnderstood(chat.id));
      }
    } else if (!chat.heard && !models.get().contains(chat.question.model())) {
      open.remove(chat.id);
      output.accept(new Output.NotOffered(chat.id, chat.question.model()));
    } else {
      inquire(chat, nowNanos);
    }
  }

  private void inquire(OpenChat chat, long nowNanos) {
    ChatQuestion asked = chat.question;
    chat.onAsked(nowNanos);
    send(
        chat.heard
            ? new ChatEnvelope.Have(link, chat.id, chat.text.length())
            : new ChatEnvelope.Ask(
                link,
                chat.id,
                asked.model(),
                chat.remainingMs(nowNanos),
                asked.priority(),
                asked.growing(),
                asked.prompt()));
  }

  private void onPart(ChatEnvelope.Part part, long nowNanos) {
    OpenChat chat = open.get(part.chatId());
    if (chat == null) {
      send(new ChatEnvelope.Drop(link, part.chatId())); // the cloud has missed that it is over
      return;
    }
    chat.onHeard(nowNanos);
    int known = chat.text.length() - part.from();
    if (known >= 0 && known < part.text().length()) {
      grow(chat, part.text().substring(known));
    }
    if (!open.containsKey(chat.id) || finish(chat)) {
      return;
    }
    if (!part.text().isEmpty() || known < 0) {
      inquire(chat, nowNanos);
    }
  }

  private void grow(OpenChat chat, String text) {
    int charsMax = chat.question.answerCharsMax();
    if (chat.text.length() + text.length() > charsMax) {
      drop(chat.id);
      output.accept(new Output.TooLong(chat.id, charsMax));
      return;
    }
    chat.text.append(text);
    output.accept(new Output.Text(chat.id, text));
  }

  private void onEnd(ChatEnvelope.End end, long nowNanos) {
    OpenChat chat = open.get(end.chatId());
    if (chat == null) {
      send(new ChatEnvelope.Drop(link, end.chatId()));
      return;
    }
    chat.onHeard(nowNanos);
    chat.end = Optional.of(end);
    if (!finish(chat)) {
      inquire(chat, nowNanos);
    }
  }

  /** True when all of it is there, and it has ended. */
  private boolean finish(OpenChat chat) {
    if (!chat.isWhole()) {
      return false;
    }
    output.accept(new Output.Ended(chat.end.orElseThrow(), drop(chat.id)));
    return true;
  }

  private Optional<ChatEnvelope> decode(byte[] bytes) {
    try {
      ChatEnvelope envelope = ChatCodec.decode(bytes);
      boolean fromCloud =
          envelope instanceof ChatEnvelope.Offer
              || envelope instanceof ChatEnvelope.Part
              || envelope instanceof ChatEnvelope.End;
      return fromCloud && envelope.link().equals(link) ? Optional.of(envelope) : Optional.empty();
    } catch (MalformedEnvelopeException e) {
      return Optional.empty();
    }
  }

  private void send(ChatEnvelope envelope) {
    output.accept(new Output.Send(ChatCodec.encode(envelope)));
  }
}
