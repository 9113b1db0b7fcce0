package dev.sluice.edge.core;

import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import dev.sluice.uplink.Envelope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Results that came when their request had had its answer, told on an audit topic where one is set.
 * The last requests that ended are remembered for that; a result later than so many others is only
 * counted.
 */
final class LateAnswers {
  private static final int REMEMBERED = 1_024;
  private static final float[] FREED = {};

  private final Answers answers;
  private final Map<Long, InferenceRequest> ended = new LinkedHashMap<>();
  private Optional<TopicName> topic = Optional.empty();

  LateAnswers(Answers answers) {
    this.answers = answers;
  }

  /** Empty for nowhere. */
  void publishOn(Optional<TopicName> next) {
    topic = next;
    if (next.isEmpty()) {
      ended.clear();
    }
  }

  void onEnd(InferenceRequest request) {
    if (topic.isEmpty()) {
      return;
    }
    request.features = FREED;
    ended.put(request.id, request);
    if (ended.size() > REMEMBERED) {
      ended.remove(ended.keySet().iterator().next());
    }
  }

  void onLocalResult(long requestId, ModelResult result, long nowNanos) {
    InferenceRequest request = ended.remove(requestId);
    if (request != null && result instanceof ModelResult.Predicted predicted) {
      tell(OutcomeOf.late(request, Outcome.Placement.EDGE, predicted, nowNanos), nowNanos);
    }
  }

  void onCloudAnswer(Envelope.Answer answer, long nowNanos) {
    InferenceRequest request = ended.remove(answer.requestId());
    if (request != null && answer.status() == Envelope.Status.OK) {
      ModelResult.Predicted predicted = OutcomeOf.predicted(request.route, answer);
      tell(OutcomeOf.late(request, Outcome.Placement.CLOUD, predicted, nowNanos), nowNanos);
    }
  }

  private void tell(Outcome outcome, long nowNanos) {
    Reply audit =
        new Reply(topic.orElseThrow(), Qos.AT_MOST_ONCE, Optional.empty(), Optional.empty());
    answers.answer(audit, outcome, nowNanos);
  }
}
