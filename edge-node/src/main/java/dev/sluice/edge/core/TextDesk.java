package dev.sluice.edge.core;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.offload.Privacy;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.chat.ChatEnvelope;
import dev.sluice.uplink.chat.ChatQuestion;
import dev.sluice.uplink.chat.EdgeChats;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Takes each text request from its message to its one terminal answer, with numbered parts before
 * it where the route says so.
 *
 * <p>Invariant: a request is in {@code requests} until its answer is given, and the only way out of
 * the map is {@link #finish}. Each has a deadline, so that none stays.
 */
final class TextDesk {
  /** Requests without terminal answer: each may hold a prompt and an answer. */
  static final int OPEN_MAX = 64;

  /** Says a message to whoever is answered. */
  interface Voice {
    void say(Reply reply, Message message, long nowNanos);
  }

  private final EdgeChats chats;
  private final DispatchCounters counters;
  private final Voice voice;
  private final Consumer<? super EdgeEffect> effects;
  private final Map<Long, TextRequest> requests = new LinkedHashMap<>();
  private final Queue<EdgeChats.Output> news = new ArrayDeque<>();
  private long nextId = 1;

  TextDesk(
      LinkId link, DispatchCounters counters, Voice voice, Consumer<? super EdgeEffect> effects) {
    this.chats = new EdgeChats(link, news::add);
    this.counters = counters;
    this.voice = voice;
    this.effects = effects;
  }

  /** Whether there are text routes. */
  void want(boolean any, long nowNanos) {
    chats.want(any, nowNanos);
    settle(nowNanos);
  }

  void onUp(long nowNanos) {
    chats.onUp(nowNanos);
    settle(nowNanos);
  }

  void onDown() {
    chats.onDown();
  }

  void onBytes(byte[] bytes, long nowNanos) {
    chats.onBytes(bytes, nowNanos);
    settle(nowNanos);
  }

  void onTimer(long nowNanos) {
    for (TextRequest request : new ArrayList<>(requests.values())) {
      if (request.deadlineNanos <= nowNanos) {
        refuse(request, Refusal.DEADLINE_EXPIRED, nowNanos);
      }
    }
    chats.onTimer(nowNanos);
    settle(nowNanos);
  }

  long nextTimerNanos() {
    long next = chats.nextTimerNanos();
    for (TextRequest request : requests.values()) {
      next = Math.min(next, request.deadlineNanos);
    }
    return next;
  }

  /** Requests without terminal answer. */
  int open() {
    return requests.size();
  }

  /** A message matched the route's own filter. */
  void onMatch(TextRoute text, ClientId publisher, Message message, long nowNanos) {
    Optional<Reply> reply = Intake.replyToMatch(text.route(), message, Origin.now(nowNanos));
    if (reply.isEmpty()) {
      counters.unanswerable();
      return;
    }
    open(text, publisher, reply.get(), message, nowNanos);
  }

  /** A message named the route. */
  void onRequest(TextRoute text, ClientId publisher, Message message, long nowNanos) {
    Reply reply = Intake.replyToAsker(text.route(), publisher, message, Origin.now(nowNanos));
    open(text, publisher, reply, message, nowNanos);
  }

  /** Its owner wants a request no more; one that has had its answer gets no other. */
  void onCancel(TextRoute text, ClientId publisher, Message message, long nowNanos) {
    TextHandle handle = TextHandle.of(text, message);
    for (TextRequest request : new ArrayList<>(requests.values())) {
      if (request.isMeant(text, publisher, handle)) {
        refuse(request, Refusal.CANCELLED, nowNanos);
      }
    }
    settle(nowNanos);
  }

  private void open(
      TextRoute text, ClientId publisher, Reply reply, Message message, long nowNanos) {
    counters.requested();
    RequestTerms terms = RequestTerms.of(text.route(), message.properties());
    TextRequest request =
        new TextRequest(
            nextId++,
            text,
            publisher,
            reply,
            terms,
            message.properties().correlationData(),
            nowNanos);
    boolean room = requests.size() < OPEN_MAX;
    requests.put(request.id, request);
    try {
      Prompt prompt = Prompt.of(text, message.payload());
      request.payloadId = prompt.id().or(terms::id);
      ask(request, prompt, room, nowNanos);
    } catch (Prompt.UnreadableException e) {
      refuse(request, Refusal.badPayload(e.getMessage()), nowNanos);
    }
    settle(nowNanos);
  }

  private void ask(TextRequest request, Prompt prompt, boolean room, long nowNanos) {
    Optional<Refusal> refusal = refusal(request, room, nowNanos);
    if (refusal.isPresent()) {
      refuse(request, refusal.get(), nowNanos);
      return;
    }
    TextRoute text = request.text;
    chats.ask(
        request.id,
        new ChatQuestion(
            text.route().model(),
            prompt.text(),
            text.growing(),
            request.terms.priority(),
            text.answerCharsMax(),
            request.deadlineNanos),
        nowNanos);
  }

  private static Optional<Refusal> refusal(TextRequest request, boolean room, long nowNanos) {
    if (request.terms.fault().isPresent()) {
      return Optional.of(Refusal.badProperty(request.terms.fault().get()));
    }
    if (request.terms.privacy() == Privacy.LOCAL_ONLY) {
      return Optional.of(Refusal.MUST_STAY);
    }
    if (!room) {
      return Optional.of(Refusal.TOO_MANY_OPEN);
    }
    return nowNanos >= request.deadlineNanos
        ? Optional.of(Refusal.DEADLINE_EXPIRED)
        : Optional.empty();
  }

  /** What an input of the link's half has brought. */
  private void settle(long nowNanos) {
    for (EdgeChats.Output next = news.poll(); next != null; next = news.poll()) {
      if (next instanceof EdgeChats.Output.Send send) {
        effects.accept(new EdgeEffect.SendUplink(send.bytes()));
      } else if (next instanceof EdgeChats.Output.Text part) {
        onText(part, nowNanos);
      } else if (next instanceof EdgeChats.Output.Ended ended) {
        onEnded(ended, nowNanos);
      } else if (next instanceof EdgeChats.Output.NotOffered not) {
        refuse(not.chatId(), Refusal.notOffered(not.model()), nowNanos);
      } else if (next instanceof EdgeChats.Output.NotUnderstood not) {
        refuse(not.chatId(), Refusal.CLOUD_TOO_OLD, nowNanos);
      } else if (next instanceof EdgeChats.Output.TooLong tooLong) {
        refuse(tooLong.chatId(), Refusal.tooLong(tooLong.charsMax()), nowNanos);
      }
    }
  }

  private void onText(EdgeChats.Output.Text part, long nowNanos) {
    TextRequest request = requests.get(part.chatId());
    if (request != null && request.text.growing()) {
      voice.say(request.reply, TextMessages.part(request, part.text()), nowNanos);
    }
  }

  private void onEnded(EdgeChats.Output.Ended ended, long nowNanos) {
    TextRequest request = requests.get(ended.end().chatId());
    if (request == null) {
      return;
    }
    Outcome outcome =
        ended.end().status() == ChatEnvelope.Status.OK
            ? TextMessages.answered(request, ended.end(), nowNanos)
            : TextMessages.refused(request, Refusal.byCloud(ended.end()), nowNanos);
    finish(request, outcome, ended.text(), ended.end().finish(), nowNanos);
  }

  private void refuse(long requestId, Refusal refusal, long nowNanos) {
    TextRequest request = requests.get(requestId);
    if (request != null) {
      refuse(request, refusal, nowNanos);
    }
  }

  private void refuse(TextRequest request, Refusal refusal, long nowNanos) {
    String soFar = chats.drop(request.id);
    finish(request, TextMessages.refused(request, refusal, nowNanos), soFar, "", nowNanos);
  }

  /** The one way out: the terminal answer is given. */
  private void finish(
      TextRequest request, Outcome outcome, String text, String finish, long nowNanos) {
    requests.remove(request.id);
    counters.answered(outcome);
    voice.say(request.reply, TextMessages.end(request, outcome, text, finish), nowNanos);
  }
}
