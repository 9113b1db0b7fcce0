package dev.sluice.uplink;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The edge's half of the request plane: knows which requests the cloud has, which are unanswered,
 * and whether the cloud answers end to end. It neither orders nor places: what it is given goes out
 * at once.
 *
 * <p>A request given while the link is up is held until it is answered or forgotten, and the caller
 * bounds how many that are. While the cloud answers, a request is asked for again when its RECEIVED
 * or, much later, its answer does not come; dedup in the cloud makes that harmless. When the cloud
 * answers again after silence or an outage, all held requests are asked for again, a few at a time,
 * each RECEIVED or answer letting out the next: this is how an edge node that was away gets its
 * answers.
 *
 * <p>Owned by one loop. {@code nowNanos} is monotonic and never {@link Long#MAX_VALUE}. The output
 * consumer must not call back into the link.
 */
public final class EdgeLink {
  private static final long NEVER = Long.MAX_VALUE;

  /**
   * @param pingInterval between pings, whatever else is sent: they tell that the cloud is there,
   *     and how far away it is, which requests on a full wire do not
   * @param stallAfter silence with something outstanding after which the cloud counts as not
   *     answering
   * @param resendAfter a request without RECEIVED is sent again, while the cloud answers; each
   *     further wait is twice as long
   */
  public record Settings(Duration pingInterval, Duration stallAfter, Duration resendAfter) {
    public Settings {
      requirePositive(pingInterval, "pingInterval");
      requirePositive(stallAfter, "stallAfter");
      requirePositive(resendAfter, "resendAfter");
    }

    private static void requirePositive(Duration duration, String name) {
      if (duration.isNegative() || duration.isZero()) {
        throw new IllegalArgumentException(name + " must be positive: " + duration);
      }
    }
  }

  /** What the link asks or tells. */
  public sealed interface Output {
    /** Publish these bytes (QoS 1) on the up topic. */
    record Send(byte[] bytes) implements Output {}

    /** The cloud has this request, forgotten by now or not; told once per request. */
    record Received(long requestId) implements Output {}

    /** The outcome of a request, forgotten by now or not; told once per request. */
    record Answered(Envelope.Answer answer) implements Output {}

    /**
     * From a ping to its pong, or from a request that was sent only once to its RECEIVED: the
     * latter holds the transmission of its body.
     */
    record RoundTrip(long rttNanos) implements Output {}

    /** The cloud answers end to end again, or for the first time. */
    record Responsive() implements Output {}

    /** Connected or not, the cloud has stopped answering. */
    record Stalled() implements Output {}
  }

  private final LinkId link;
  private final Consumer<? super Output> output;
  private final long resendNanos;
  private final PendingRequests unanswered = new PendingRequests();
  private final ForgottenRequests forgotten = new ForgottenRequests();
  private final ConfirmBatch confirms = new ConfirmBatch();
  private final Liveness liveness;
  private long sent;
  private long resent;
  private long received;
  private long answered;
  private long lateAnswers;
  private long dropped;

  public EdgeLink(LinkId link, Settings settings, Consumer<? super Output> output) {
    this.link = link;
    this.output = output;
    this.resendNanos = settings.resendAfter().toNanos();
    this.liveness = new Liveness(settings);
  }

  /**
   * The MQTT session to the cloud's broker is up and subscribed. A ping asks whether the cloud
   * itself is there; held requests go out again only when it is.
   */
  public void onUp(long nowNanos) {
    onDown(nowNanos);
    liveness.onUp(nowNanos);
    onTimer(nowNanos);
  }

  /** The connection is gone; what is unanswered stays held. */
  public void onDown(long nowNanos) {
    if (liveness.onDown()) {
      stall();
    }
  }

  /**
   * Sends (or sends again) a request. While the link is down nothing happens and nothing is
   * remembered: the caller keeps the request and calls again when the link is up.
   *
   * @param features not copied: not to be changed until the request is answered or forgotten
   * @param deadlineNanos monotonic, {@link Long#MAX_VALUE} for none; after it the caller forgets
   */
  public void send(
      long requestId,
      String model,
      int priority,
      float[] features,
      long deadlineNanos,
      long nowNanos) {
    if (!liveness.up()) {
      return;
    }
    Optional<PendingRequest> known = unanswered.find(requestId);
    if (known.isPresent()) {
      resend(known.get(), nowNanos);
      return;
    }
    var pending = new PendingRequest(requestId, model, priority, features, deadlineNanos);
    byte[] bytes = encode(pending, nowNanos); // throws on what cannot travel, before any change
    unanswered.add(pending);
    forgotten.remove(requestId);
    sent++;
    transmit(pending, bytes, nowNanos);
  }

  /** Says how this node is; nobody answers, and what is lost the next one makes good. */
  public void report(NodeReport report) {
    if (liveness.up()) {
      output.accept(new Output.Send(EnvelopeCodec.encode(new Envelope.Report(link, report))));
    }
  }

  /** It is waited for no longer, nor sent again. What the cloud says of it later is told. */
  public void forget(long requestId) {
    unanswered.remove(requestId).ifPresent(pending -> forgotten.add(requestId, pending.received));
  }

  /**
   * Bytes from the down topic; malformed ones and those of another epoch are counted and dropped.
   */
  public void onBytes(byte[] bytes, long nowNanos) {
    Optional<Envelope> envelope = decode(bytes);
    if (envelope.isEmpty()) {
      dropped++;
      return;
    }
    if (liveness.onHeard(nowNanos)) {
      output.accept(new Output.Responsive());
      unanswered.startCatchingUp();
    }
    onEnvelope(envelope.get(), nowNanos);
    if (unanswered.awaitReceived()) {
      liveness.onSent(nowNanos); // others still wait: silence counts anew from here
    }
    confirmIfDue(nowNanos);
    catchUp(nowNanos);
  }

  /** The cloud spoke to this node on another plane of the same connection. */
  public void onHeardBeside(long nowNanos) {
    liveness.onHeardBeside(nowNanos);
  }

  public void onTimer(long nowNanos) {
    if (liveness.onTimer(nowNanos)) {
      stall();
    }
    if (liveness.takePing(nowNanos)) {
      liveness.onSent(nowNanos);
      send(new Envelope.Ping(link, nowNanos));
    }
    for (var due = unanswered.dueForResend(nowNanos);
        due.isPresent();
        due = unanswered.dueForResend(nowNanos)) {
      resend(due.get(), nowNanos);
    }
    confirmIfDue(nowNanos);
    catchUp(nowNanos);
  }

  /** When {@link #onTimer} is next needed; {@link Long#MAX_VALUE} for not by itself. */
  public long nextTimerNanos() {
    if (!liveness.up()) {
      return NEVER;
    }
    return Math.min(
        liveness.nextTimerNanos(), Math.min(unanswered.nextResendNanos(), confirms.dueNanos()));
  }

  public boolean responsive() {
    return liveness.responsive();
  }

  public Stats stats() {
    return new Stats(sent, resent, received, answered, lateAnswers, dropped, unanswered.size());
  }

  /**
   * Counts since the start, and what is held now.
   *
   * @param sent requests given to the link while it was up
   * @param resent requests asked for again
   * @param lateAnswers answers that nobody waited for: forgotten, or answered before
   * @param dropped malformed, of another life, or not for an edge node
   */
  public record Stats(
      long sent,
      long resent,
      long received,
      long answered,
      long lateAnswers,
      long dropped,
      int unanswered) {}

  private Optional<Envelope> decode(byte[] bytes) {
    try {
      Envelope envelope = EnvelopeCodec.decode(bytes);
      boolean fromCloud =
          envelope instanceof Envelope.Pong
              || envelope instanceof Envelope.Received
              || envelope instanceof Envelope.Answer;
      return fromCloud && envelope.link().equals(link) ? Optional.of(envelope) : Optional.empty();
    } catch (MalformedEnvelopeException e) {
      return Optional.empty();
    }
  }

  private void onEnvelope(Envelope envelope, long nowNanos) {
    if (envelope instanceof Envelope.Answer answer) {
      onAnswer(answer, nowNanos);
    } else if (envelope instanceof Envelope.Received arrivals) {
      arrivals.requestIds().forEach(requestId -> onReceived(requestId, nowNanos));
    } else if (envelope instanceof Envelope.Pong pong) {
      onPong(pong, nowNanos);
    }
  }

  /** The nonce is the time of the ping; one of an earlier connection says nothing of this one. */
  private void onPong(Envelope.Pong pong, long nowNanos) {
    if (liveness.up() && pong.nonce() >= liveness.upSinceNanos() && pong.nonce() <= nowNanos) {
      output.accept(new Output.RoundTrip(nowNanos - pong.nonce()));
    }
  }

  private void onReceived(long requestId, long nowNanos) {
    Optional<PendingRequest> known = unanswered.find(requestId);
    if (known.isEmpty()) {
      if (forgotten.receive(requestId)) {
        output.accept(new Output.Received(requestId));
      }
      return;
    }
    PendingRequest pending = known.get();
    if (unanswered.receive(pending)) {
      received++;
      output.accept(new Output.Received(requestId));
      if (pending.times == 1) {
        output.accept(new Output.RoundTrip(nowNanos - pending.sentNanos));
      }
    }
    scheduleResend(pending, nowNanos);
  }

  private void onAnswer(Envelope.Answer answer, long nowNanos) {
    confirms.add(answer.requestId(), nowNanos);
    if (unanswered.remove(answer.requestId()).isPresent()) {
      answered++;
      output.accept(new Output.Answered(answer));
      return;
    }
    lateAnswers++;
    if (forgotten.remove(answer.requestId())) {
      output.accept(new Output.Answered(answer));
    }
  }

  private void stall() {
    unanswered.stopAsking();
    output.accept(new Output.Stalled());
  }

  private void catchUp(long nowNanos) {
    long sinceNanos = liveness.responsiveSinceNanos();
    for (var next = unanswered.takeCatchUp(sinceNanos);
        next.isPresent();
        next = unanswered.takeCatchUp(sinceNanos)) {
      resend(next.get(), nowNanos);
    }
  }

  private void resend(PendingRequest pending, long nowNanos) {
    resent++;
    transmit(pending, encode(pending, nowNanos), nowNanos);
  }

  private void transmit(PendingRequest pending, byte[] bytes, long nowNanos) {
    pending.sentNanos = nowNanos;
    pending.times++;
    liveness.onSent(nowNanos);
    scheduleResend(pending, nowNanos);
    output.accept(new Output.Send(bytes));
  }

  private void scheduleResend(PendingRequest pending, long nowNanos) {
    long atNanos = nowNanos + pending.resendWaitNanos(resendNanos);
    if (liveness.responsive() && atNanos < pending.deadlineNanos) {
      unanswered.resendAt(pending, atNanos);
    } else {
      unanswered.resendNever(pending);
    }
  }

  private void confirmIfDue(long nowNanos) {
    if (liveness.up() && confirms.dueNanos() <= nowNanos) {
      send(new Envelope.Confirm(link, confirms.take()));
    }
  }

  private byte[] encode(PendingRequest pending, long nowNanos) {
    return EnvelopeCodec.encode(
        new Envelope.Request(
            link,
            pending.requestId,
            pending.model,
            pending.remainingMs(nowNanos),
            pending.priority,
            pending.features));
  }

  private void send(Envelope envelope) {
    output.accept(new Output.Send(EnvelopeCodec.encode(envelope)));
  }
}
