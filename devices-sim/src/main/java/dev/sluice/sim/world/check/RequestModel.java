package dev.sluice.sim.world.check;

import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.Outcome;
import dev.sluice.edge.core.Route;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Qos;
import dev.sluice.offload.Privacy;
import dev.sluice.sim.world.check.BrokerModel.Asking;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Inference requests of one life of an edge node, from the message to the one answer. */
final class RequestModel {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long MS = 1_000_000;

  /** A fast clock may step over the nanosecond of a deadline. */
  private static final long CLOCK_STEP_NANOS = 1;

  /** One request; the id is empty until the core has given it one. */
  private static final class Asked {
    final Route route;
    final TopicName replyTopic;
    final Qos qos;
    final Optional<ClientId> onlyTo;
    final long deadlineNanos;
    final boolean localOnly;
    long preparedNanos = NEVER;

    Asked(
        Route route,
        TopicName replyTopic,
        Qos qos,
        Optional<ClientId> onlyTo,
        long deadlineNanos,
        boolean localOnly) {
      this.route = route;
      this.replyTopic = replyTopic;
      this.qos = qos;
      this.onlyTo = onlyTo;
      this.deadlineNanos = deadlineNanos;
      this.localOnly = localOnly;
    }
  }

  /** Where the answers of this model go. */
  interface Answered {
    void answered(TopicName topic, Qos qos, Optional<ClientId> onlyTo, long key);
  }

  private final long life;
  private final int workers;
  private final Checks checks;
  private final Map<Long, Asked> open = new HashMap<>();
  private final List<Asked> arriving = new ArrayList<>();
  private final Map<Outcome.Placement, Long> answers = new EnumMap<>(Outcome.Placement.class);
  private Optional<Asked> unreadable = Optional.empty();
  private int running;
  long requests;

  /**
   * @param life makes request ids of one process differ from those of the next
   * @param workers models that run at one time
   */
  RequestModel(long life, int workers, Checks checks) {
    this.life = life;
    this.workers = workers;
    this.checks = checks;
  }

  void asked(Route route, Asking asking, long nowNanos) {
    Message message = asking.message();
    Optional<TopicName> responseTopic = message.properties().responseTopic();
    TopicName matched =
        TopicName.of(route.resultTopic().replace("{topic}", message.topic().value()));
    TopicName named =
        TopicName.of("infer/" + route.name() + "/response/" + asking.publisher().value());
    boolean alone = asking.byName() && responseTopic.isEmpty();
    requests++;
    arriving.add(
        new Asked(
            route,
            asking.byName() ? responseTopic.orElse(named) : matched,
            message.qos().min(Qos.AT_LEAST_ONCE),
            alone ? Optional.of(asking.publisher()) : Optional.empty(),
            deadlineNanos(route, message, nowNanos),
            route.privacy() == Privacy.LOCAL_ONLY
                || message.properties().user("x-no-offload").isPresent()));
  }

  private static long deadlineNanos(Route route, Message message, long nowNanos) {
    long routes = route.deadline().map(span -> nowNanos + span.toNanos()).orElse(NEVER);
    long own =
        message
            .properties()
            .user("x-deadline-ms")
            .map(ms -> nowNanos + Long.parseLong(ms) * MS)
            .orElse(routes);
    long expiry = message.properties().messageExpirySeconds().orElse(-1);
    return expiry < 0 ? own : Math.min(own, nowNanos + expiry * 1_000 * MS);
  }

  /** The name by which answers are told apart, as a payload would give it. */
  String idOf(long requestId) {
    return Long.toString(globalId(requestId));
  }

  private long globalId(long requestId) {
    return life * 1_000_000_000L + requestId;
  }

  void onPrepared(long requestId, long nowNanos) {
    Asked asked = open.get(requestId);
    if (asked != null) {
      asked.preparedNanos = nowNanos;
    }
  }

  void onUnreadable(long requestId) {
    unreadable = Optional.ofNullable(open.remove(requestId));
  }

  void onModelDone(EdgeEffect.Run run) {
    running -= run == EdgeEffect.Run.PRIMARY ? 1 : 0;
  }

  void onEffect(EdgeEffect effect, Answered sink, long nowNanos) {
    if (effect instanceof EdgeEffect.Prepare prepare) {
      onPrepare(prepare);
    } else if (effect instanceof EdgeEffect.RunModel run) {
      onRun(run);
    } else if (effect instanceof EdgeEffect.Settled settled) {
      onSettled(settled.outcome(), sink, nowNanos);
    }
  }

  private void onPrepare(EdgeEffect.Prepare prepare) {
    Optional<Asked> asked = takeArriving(prepare.route());
    checks.require(
        Rule.ONE_ANSWER, asked.isPresent(), () -> "a request that nobody made: " + prepare);
    open.put(prepare.requestId(), asked.orElseThrow());
  }

  private Optional<Asked> takeArriving(int route) {
    for (Iterator<Asked> all = arriving.iterator(); all.hasNext(); ) {
      Asked asked = all.next();
      if (asked.route.index() == route) {
        all.remove();
        return Optional.of(asked);
      }
    }
    return Optional.empty();
  }

  private void onRun(EdgeEffect.RunModel run) {
    if (run.run() == EdgeEffect.Run.PRIMARY) {
      running++;
      checks.require(
          Rule.WORKERS, running <= workers, () -> running + " models on " + workers + " workers");
    }
  }

  private void onSettled(Outcome outcome, Answered sink, long nowNanos) {
    Optional<Asked> found = takeAnswered(outcome);
    checks.require(
        Rule.ONE_ANSWER, found.isPresent(), () -> "answered again, or unasked: " + outcome);
    Asked asked = found.orElseThrow();
    checks.require(
        Rule.BY_THE_DEADLINE,
        asked.preparedNanos == NEVER
            || nowNanos - CLOCK_STEP_NANOS <= Math.max(asked.deadlineNanos, asked.preparedNanos),
        () -> "answered " + (nowNanos - asked.deadlineNanos) / MS + " ms late: " + outcome);
    checks.require(
        Rule.PRIVACY,
        !asked.localOnly || outcome.placement() != Outcome.Placement.CLOUD,
        () -> "answered in the cloud: " + outcome);
    answers.merge(outcome.placement(), 1L, Long::sum);
    long key =
        outcome
            .id()
            .map(id -> Content.answerTo(Long.parseLong(id)))
            .orElseGet(() -> Content.namelessOn(asked.replyTopic));
    sink.answered(asked.replyTopic, asked.qos, asked.onlyTo, key);
  }

  /** Without a name it can only be of the message that this turn brought, or could not read. */
  private Optional<Asked> takeAnswered(Outcome outcome) {
    if (outcome.id().isPresent()) {
      long requestId = Long.parseLong(outcome.id().get()) - life * 1_000_000_000L;
      return Optional.ofNullable(open.remove(requestId));
    }
    Optional<Asked> taken = unreadable;
    unreadable = Optional.empty();
    return taken.isPresent() ? taken : takeArriving(outcome.route().index());
  }

  /** A request leaves the gateway. */
  void onUplink(long requestId) {
    Asked asked = open.get(requestId);
    checks.require(
        Rule.PRIVACY,
        asked == null || !asked.localOnly,
        () -> "request " + requestId + " leaves the gateway");
  }

  /** The turn is over: each message that matched has become a request, or was refused. */
  void endTurn() {
    checks.require(
        Rule.ANSWERED,
        arriving.isEmpty() && unreadable.isEmpty(),
        () -> "a message for route " + arriving.get(0).route.name() + " was overlooked");
  }

  /** No request that could be read is older than its deadline. */
  void sweep(long nowNanos) {
    checks.checked(Rule.BY_THE_DEADLINE);
    for (Map.Entry<Long, Asked> one : open.entrySet()) {
      Asked asked = one.getValue();
      if (asked.preparedNanos != NEVER && nowNanos - CLOCK_STEP_NANOS > asked.deadlineNanos) {
        throw new BrokenRule(
            Rule.BY_THE_DEADLINE,
            "request " + one.getKey() + " of route " + asked.route.name() + " has no answer");
      }
    }
  }

  int openCount() {
    return open.size();
  }

  Map<Outcome.Placement, Long> answers() {
    return answers;
  }
}
