package dev.sluice.edge.core;

import dev.sluice.broker.KeptRequest;
import dev.sluice.edge.core.EdgeEffect.Prepare;
import dev.sluice.edge.core.EdgeEffect.Run;
import dev.sluice.edge.core.EdgeEffect.RunModel;
import dev.sluice.edge.core.Outcome.ModelName;
import dev.sluice.inference.Prediction;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.offload.PlacementEngine;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.topic.TopicName;
import dev.sluice.uplink.EdgeLink;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.EnvelopeCodec;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A dispatcher with real engine and link, whose effects and answers are lists and whose time is a
 * field.
 */
final class DispatcherFixture {
  static final long MS = 1_000_000;
  static final LinkId LINK = new LinkId("gateway-1", 7);
  private static final float[] FEATURES = new float[64];

  record Answer(Reply reply, Outcome outcome, long atNanos) {}

  final List<EdgeEffect> effects = new ArrayList<>();
  final List<Answer> answers = new ArrayList<>();
  final List<KeptRequest.Ref> forgotten = new ArrayList<>();
  final List<EdgeLink.Output> linkOutputs = new ArrayList<>();
  final FakeAnswerCache cache = new FakeAnswerCache();
  final KnownAnswers known = new KnownAnswers(cache);
  final Dispatcher dispatcher;
  long now;

  DispatcherFixture(PlacementPolicy policy) {
    this(policy, new Dispatcher.Limits(1_000, 1_000));
  }

  DispatcherFixture(PlacementPolicy policy, Dispatcher.Limits limits) {
    PlacementEngine engine =
        new PlacementEngine(
            new PlacementEngine.Settings(1, 1, 500, 500, 64, Duration.ofMillis(20), 20e6), policy);
    EdgeLink link =
        new EdgeLink(
            LINK,
            new EdgeLink.Settings(
                Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2)),
            linkOutputs::add);
    dispatcher =
        new Dispatcher(
            limits,
            LINK,
            engine,
            link,
            new Answers() {
              @Override
              public void answer(Reply reply, Outcome outcome, long at) {
                answers.add(new Answer(reply, outcome, at));
              }

              @Override
              public void forget(KeptRequest.Ref kept) {
                forgotten.add(kept);
              }
            },
            known,
            effects::add);
    link.onUp(now);
  }

  static Message message(String payload, UserProperty... properties) {
    return new Message(
        TopicName.of("sensors/a/vibration"),
        Payload.utf8(payload),
        Qos.AT_LEAST_ONCE,
        false,
        PublishProperties.ofUser(List.of(properties)));
  }

  /** Publishes a message on the route and says which request it became. */
  long publish(Route route) {
    dispatcher.onMatch(route, message("x"), now);
    return last(Prepare.class).requestId();
  }

  long request(Route route, ClientId requester, Message message) {
    dispatcher.onRequest(route, requester, message, now);
    return last(Prepare.class).requestId();
  }

  void prepared(long id) {
    dispatcher.onPrepared(id, Optional.of("m" + id), FEATURES, now);
  }

  void modelSays(long id, Run run, String label) {
    dispatcher.onModelDone(id, run, predicted(label), now);
  }

  static ModelResult predicted(String label) {
    return new ModelResult.Predicted(
        new ModelName("a-model", "1"), new Prediction(label, .9f, .9f), 8 * MS);
  }

  void modelFails(long id, Run run) {
    dispatcher.onModelDone(id, run, new ModelResult.Failed("broken", MS), now);
  }

  void cloudSays(long id, Envelope.Status status) {
    dispatcher.onCloudAnswer(
        new Envelope.Answer(LINK, id, status, "anomaly", .9f, .9f, "1", 100, 8_000, "why"), now);
  }

  void passTo(long millis) {
    now = millis * MS;
    dispatcher.onTimer(now);
  }

  Answer answer() {
    if (answers.size() != 1) {
      throw new AssertionError("expected one answer, got " + answers);
    }
    return answers.get(0);
  }

  boolean runs(long id, Run run) {
    return effects.stream()
        .anyMatch(e -> e instanceof RunModel r && r.requestId() == id && r.run() == run);
  }

  /** Requests as they went up, in order. */
  List<Long> sent() {
    return linkOutputs.stream()
        .filter(EdgeLink.Output.Send.class::isInstance)
        .map(output -> decode(((EdgeLink.Output.Send) output).bytes()))
        .filter(Envelope.Request.class::isInstance)
        .map(envelope -> ((Envelope.Request) envelope).requestId())
        .toList();
  }

  private static Envelope decode(byte[] bytes) {
    try {
      return EnvelopeCodec.decode(bytes);
    } catch (MalformedEnvelopeException e) {
      throw new AssertionError(e);
    }
  }

  <T extends EdgeEffect> T last(Class<T> kind) {
    for (int i = effects.size() - 1; i >= 0; i--) {
      if (kind.isInstance(effects.get(i))) {
        return kind.cast(effects.get(i));
      }
    }
    throw new AssertionError("no " + kind.getSimpleName() + " among " + effects);
  }
}
