package dev.sluice.broker.durable;

import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.DurableRecord.SessionKept;

/** How each record changes a state. */
final class Applying implements DurableRecord.Visitor<Void> {
  private final DurableState state;

  Applying(DurableState state) {
    this.state = state;
  }

  @Override
  public Void sessionOpened(DurableRecord.SessionOpened opened) {
    DurableSession session = state.session(opened.client());
    boolean first = !session.known();
    session.open(opened.owner(), opened.expiry(), opened.will());
    if (first) {
      state.written(session);
    } else {
      state.grow(session);
    }
    return null;
  }

  @Override
  public Void sessionDetached(DurableRecord.SessionDetached detached) {
    DurableSession session = state.session(detached.client());
    session.detach(detached.endsAtNanos(), detached.willDueNanos());
    return null;
  }

  @Override
  public Void sessionEnded(DurableRecord.SessionEnded ended) {
    state.end(ended.client());
    return null;
  }

  @Override
  public Void sessionKept(SessionKept kept) {
    DurableSession session = state.session(kept.client());
    session.become(kept);
    state.written(session);
    return null;
  }

  @Override
  public Void willCleared(DurableRecord.WillCleared cleared) {
    state.session(cleared.client()).clearWill();
    return null;
  }

  @Override
  public Void subscribed(DurableRecord.Subscribed subscribed) {
    DurableSession session = state.session(subscribed.client());
    session.subscribe(subscribed.terms());
    state.grow(session);
    return null;
  }

  @Override
  public Void unsubscribed(DurableRecord.Unsubscribed unsubscribed) {
    state.session(unsubscribed.client()).unsubscribe(unsubscribed.filter());
    return null;
  }

  @Override
  public Void messageKept(MessageKept kept) {
    state.keep(MessageHead.of(kept));
    return null;
  }

  @Override
  public Void settled(DurableRecord.Settled settled) {
    state.settle(settled.client(), settled.message());
    return null;
  }

  @Override
  public Void retainedCleared(DurableRecord.RetainedCleared cleared) {
    state.retainNoMore(cleared.topic());
    return null;
  }

  @Override
  public Void incomingRemembered(DurableRecord.IncomingRemembered remembered) {
    state.session(remembered.client()).remember(remembered.packetId());
    return null;
  }

  @Override
  public Void incomingReleased(DurableRecord.IncomingReleased released) {
    state.session(released.client()).release(released.packetId());
    return null;
  }

  @Override
  public Void outgoingAssigned(DurableRecord.OutgoingAssigned assigned) {
    state.change(
        assigned.message(), audience -> audience.assigned(assigned.client(), assigned.packetId()));
    return null;
  }

  @Override
  public Void outgoingReceived(DurableRecord.OutgoingReceived received) {
    state.change(received.message(), audience -> audience.answered(received.client()));
    return null;
  }

  @Override
  public Void enqueued(DurableRecord.Enqueued enqueued) {
    // Another one keeps it.
    return null;
  }

  @Override
  public Void taken(DurableRecord.Taken taken) {
    state.take(taken.mark());
    return null;
  }
}
