package dev.sluice.uplink;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The cloud's half of the request plane: says RECEIVED, drops duplicates by (edge, epoch, request
 * id) until deadline + grace, and keeps each answer until the edge confirms it, so that an edge
 * node that was away gets it when it asks again.
 *
 * <p>A running request is never forgotten by time, so that no duplicate starts its model twice; a
 * confirmed one is remembered without its answer for the grace, for duplicates still on their way.
 *
 * <p>Owned by one loop. {@code nowNanos} is monotonic and never {@link Long#MAX_VALUE}. The output
 * consumer must not call back into the link.
 */
public final class CloudLink {
  private static final long NEVER = Long.MAX_VALUE;

  /**
   * @param grace how long after its deadline a request id is remembered
   * @param keepDeferred how long an answer without deadline waits for its edge node
   * @param requestsMax ids and answers remembered per edge life
   * @param edgesMax edge lives remembered, the least recently heard forgotten first
   */
  public record Settings(Duration grace, Duration keepDeferred, int requestsMax, int edgesMax) {
    public Settings {
      if (grace.isNegative() || keepDeferred.isNegative()) {
        throw new IllegalArgumentException("a duration is negative: " + grace + keepDeferred);
      }
      if (requestsMax < 1 || edgesMax < 1) {
        throw new IllegalArgumentException("a limit is below 1: " + requestsMax + ", " + edgesMax);
      }
    }
  }

  /**
   * How an envelope travels down. A broker lets few QoS 1 messages be in flight to one edge node,
   * ten where it is Moquette, so that over a slow link they would pace all answers.
   */
  public enum Delivery {
    /** Worthless later (QoS 0): where it is lost, the edge asks again or has gone on without it. */
    PROMPT,
    /** An answer that its edge node may be away for (QoS 1). */
    KEPT
  }

  /** What the link asks. */
  public sealed interface Output {
    /** Publish these bytes on the edge's down topic. */
    record Send(String edgeId, byte[] bytes, Delivery delivery) implements Output {}

    /**
     * Run this model; answer by {@link CloudLink#onOutcome}, always, once. Deadline is monotonic on
     * this side, {@link Long#MAX_VALUE} for none.
     */
    record Run(Envelope.Request request, long arrivalNanos, long deadlineNanos) implements Output {}

    /** An edge node has said how it is. */
    record Reported(Envelope.Report report, long arrivalNanos) implements Output {}
  }

  private final Settings settings;
  private final Consumer<? super Output> output;
  private final EdgeLives lives;
  private final TreeSet<RememberedRequest> expiries = new TreeSet<>(RememberedRequest.BY_EXPIRY);
  private int remembered;
  private long requests;
  private long duplicates;
  private long answers;
  private long replays;
  private long dropped;
  private long shed;

  public CloudLink(Settings settings, Consumer<? super Output> output) {
    this.settings = settings;
    this.output = output;
    this.lives = new EdgeLives(settings.edgesMax());
  }

  /**
   * Bytes from the up topic of {@code edgeId}: an envelope that names another edge is dropped and
   * counted.
   */
  public void onBytes(String edgeId, byte[] bytes, long nowNanos) {
    Optional<Envelope> decoded = decode(edgeId, bytes);
    if (decoded.isEmpty()) {
      dropped++;
      return;
    }
    Envelope envelope = decoded.get();
    EdgeLife life = lives.heard(envelope.link()).orElseGet(() -> addLife(envelope.link()));
    if (envelope instanceof Envelope.Request request) {
      onRequest(life, request, nowNanos);
    } else if (envelope instanceof Envelope.Confirm confirm) {
      confirm.requestIds().forEach(requestId -> onConfirm(life, requestId, nowNanos));
    } else if (envelope instanceof Envelope.Ping ping) {
      send(new Envelope.Pong(ping.link(), ping.nonce()));
    } else if (envelope instanceof Envelope.Report report) {
      output.accept(new Output.Reported(report, nowNanos));
    }
  }

  /** The model has run, or could not. */
  public void onOutcome(Envelope.Answer answer, long nowNanos) {
    Optional<RememberedRequest> running =
        lives.find(answer.link()).flatMap(life -> life.find(answer.requestId()));
    if (running.isEmpty() || running.get().state != RememberedRequest.State.RUNNING) {
      dropped++; // its life made room for others
      return;
    }
    RememberedRequest request = running.get();
    byte[] bytes = EnvelopeCodec.encode(answer);
    request.state = RememberedRequest.State.ANSWERED;
    request.answer = Optional.of(bytes);
    expireAt(
        request,
        request.hasDeadline()
            ? Math.max(request.deadlineNanos, nowNanos) + settings.grace().toNanos()
            : nowNanos + settings.keepDeferred().toNanos());
    answers++;
    output.accept(new Output.Send(answer.link().edgeId(), bytes, request.delivery()));
  }

  /** Forgets what its time has come for. */
  public void onTimer(long nowNanos) {
    while (!expiries.isEmpty() && expiries.first().expiryNanos <= nowNanos) {
      forget(expiries.first());
    }
  }

  /** When {@link #onTimer} is next needed; {@link Long#MAX_VALUE} for not by itself. */
  public long nextTimerNanos() {
    return expiries.isEmpty() ? NEVER : expiries.first().expiryNanos;
  }

  public Stats stats() {
    return new Stats(
        requests,
        duplicates,
        answers,
        replays,
        dropped,
        lives.size(),
        remembered,
        shed,
        lives.rivalEpochs());
  }

  /**
   * Counts since the start, and what is held now.
   *
   * @param requests that arrived for the first time and were let in
   * @param duplicates that arrived again
   * @param replays stored answers sent again
   * @param dropped malformed, of another edge, not for the cloud, or outcomes of forgotten lives
   * @param edges lives remembered
   * @param remembered request ids remembered, answered ones included
   * @param shed requests turned away because their life's table is full
   * @param rivalEpochs times that an older life of an edge id spoke after a newer one
   */
  public record Stats(
      long requests,
      long duplicates,
      long answers,
      long replays,
      long dropped,
      int edges,
      int remembered,
      long shed,
      long rivalEpochs) {}

  private static Optional<Envelope> decode(String edgeId, byte[] bytes) {
    try {
      Envelope envelope = EnvelopeCodec.decode(bytes);
      boolean fromEdge =
          envelope instanceof Envelope.Ping
              || envelope instanceof Envelope.Request
              || envelope instanceof Envelope.Confirm
              || envelope instanceof Envelope.Report;
      return fromEdge && envelope.link().edgeId().equals(edgeId)
          ? Optional.of(envelope)
          : Optional.empty();
    } catch (MalformedEnvelopeException e) {
      return Optional.empty();
    }
  }

  private EdgeLife addLife(LinkId link) {
    for (EdgeLife displaced : lives.inTheWayOf(link)) {
      expiries.removeAll(displaced.all());
      remembered -= displaced.size();
      lives.remove(displaced);
    }
    return lives.add(link);
  }

  private void onRequest(EdgeLife life, Envelope.Request request, long nowNanos) {
    Optional<RememberedRequest> known = life.find(request.requestId());
    if (known.isPresent()) {
      onDuplicate(known.get());
    } else if (hasRoom(life)) {
      accept(life, request, nowNanos);
    } else {
      shed++;
      String detail =
          "the cloud already holds " + settings.requestsMax() + " requests of this edge";
      send(
          Envelope.Answer.without(
              request.link(), request.requestId(), Envelope.Status.SHED, detail));
    }
  }

  /**
   * A confirmed request has had its answer: a duplicate that was still on its way needs nothing.
   */
  private void onDuplicate(RememberedRequest known) {
    duplicates++;
    if (known.state == RememberedRequest.State.CONFIRMED) {
      return;
    }
    LinkId link = known.life.link();
    send(new Envelope.Received(link, List.of(known.requestId)));
    if (known.answer.isPresent()) {
      replays++;
      output.accept(new Output.Send(link.edgeId(), known.answer.get(), known.delivery()));
    }
  }

  private void accept(EdgeLife life, Envelope.Request request, long nowNanos) {
    long deadlineNanos =
        request.remainingMs() == Envelope.Request.NO_DEADLINE
            ? NEVER
            : nowNanos + Duration.ofMillis(request.remainingMs()).toNanos();
    life.add(request.requestId(), deadlineNanos);
    remembered++;
    requests++;
    send(new Envelope.Received(request.link(), List.of(request.requestId())));
    output.accept(new Output.Run(request, nowNanos, deadlineNanos));
  }

  private void onConfirm(EdgeLife life, long requestId, long nowNanos) {
    Optional<RememberedRequest> known = life.find(requestId);
    if (known.isPresent() && known.get().state == RememberedRequest.State.ANSWERED) {
      life.confirm(known.get());
      expireAt(known.get(), nowNanos + settings.grace().toNanos());
    }
  }

  private boolean hasRoom(EdgeLife life) {
    if (life.size() >= settings.requestsMax()) {
      life.oldestConfirmed().ifPresent(this::forget);
    }
    return life.size() < settings.requestsMax();
  }

  private void expireAt(RememberedRequest request, long expiryNanos) {
    expiries.remove(request);
    request.expiryNanos = expiryNanos;
    expiries.add(request);
  }

  private void forget(RememberedRequest request) {
    expiries.remove(request);
    request.life.remove(request);
    remembered--;
  }

  private void send(Envelope envelope) {
    byte[] bytes = EnvelopeCodec.encode(envelope);
    output.accept(new Output.Send(envelope.link().edgeId(), bytes, Delivery.PROMPT));
  }
}
