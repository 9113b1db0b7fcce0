package dev.sluice.edge.core;

import dev.sluice.broker.BrokerCore;
import dev.sluice.broker.KeptRequest;
import dev.sluice.mqtt.Message;

/** Answers as messages of the broker; the journal is told of those to requests that it has. */
final class BrokerAnswers implements Answers {
  private final BrokerCore broker;

  BrokerAnswers(BrokerCore broker) {
    this.broker = broker;
  }

  @Override
  public void answer(Reply reply, Outcome outcome, long nowNanos) {
    say(reply, AnswerWriter.write(outcome, reply), nowNanos);
  }

  /** A message to whoever a request is answered to. */
  void say(Reply reply, Message message, long nowNanos) {
    if (reply.kept().isPresent()) {
      answer(reply, reply.kept().get(), message, nowNanos);
    } else if (reply.onlyTo().isPresent()) {
      broker.publishTo(reply.onlyTo().get(), message, nowNanos);
    } else {
      broker.publish(message, nowNanos);
    }
  }

  private void answer(Reply reply, KeptRequest.Ref kept, Message message, long nowNanos) {
    if (reply.onlyTo().isPresent()) {
      broker.answerTo(reply.onlyTo().get(), kept, message, nowNanos);
    } else {
      broker.answer(kept, message, nowNanos);
    }
  }

  @Override
  public void forget(KeptRequest.Ref kept) {
    broker.forget(kept);
  }
}
