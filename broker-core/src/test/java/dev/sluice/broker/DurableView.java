package dev.sluice.broker;

import dev.sluice.broker.InFlight.Awaiting;
import dev.sluice.broker.durable.OwedMessage;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything in a broker that a restart must bring back, in words that can be compared. */
final class DurableView {
  private DurableView() {}

  static List<String> of(BrokerCore core, KeptLog log) {
    TreeMap<String, String> view = new TreeMap<>();
    for (Session session : core.table().sessions()) {
      if (session.log().isKept()) {
        view.put("session " + session.clientId(), describe(session, log));
      }
    }
    core.retained()
        .match(
            TopicFilter.of("#"),
            Long.MIN_VALUE,
            accepted -> {
              if (accepted.sequence() != 0) {
                view.put("retained " + accepted.message().topic(), "=" + accepted.sequence());
              }
            });
    return view.entrySet().stream().map(Object::toString).toList();
  }

  private static String describe(Session session, KeptLog log) {
    TreeMap<Long, String> owed = new TreeMap<>();
    for (InFlight delivery : session.outgoing().window().inOrder()) {
      add(owed, delivery.outgoing(), idOf(delivery));
    }
    session.outgoing().queue().inOrder().forEach(outgoing -> add(owed, outgoing, ""));
    addParked(owed, session, log);
    List<String> subscriptions = new ArrayList<>();
    session.subscriptions().values().forEach(s -> subscriptions.add(s.terms().toString()));
    String times =
        session.connection().isPresent()
            ? "connected"
            : session.endNanos() + "/" + session.willDueNanos();
    return String.join(
        " ",
        times,
        session.will().toString(),
        subscriptions.toString(),
        session.incoming().known().toString(),
        owed.toString());
  }

  private static void addParked(Map<Long, String> owed, Session session, KeptLog log) {
    DeliveryQueue queue = session.outgoing().queue();
    int before = owed.size();
    for (Line line : queue.parked() > 0 ? queue.lines() : List.<Line>of()) {
      for (long id :
          log.state()
              .waitingFor(
                  session.clientId(), line.queueClass(), line.loadedUpTo(), Integer.MAX_VALUE)) {
        log.read(id)
            .flatMap(kept -> OwedMessage.of(kept, session.clientId()))
            .ifPresent(parked -> add(owed, Outgoing.restored(parked), ""));
      }
    }
    if (owed.size() - before != queue.parked()) {
      owed.put(-1L, "parked " + queue.parked() + ", in the log " + (owed.size() - before));
    }
  }

  private static String idOf(InFlight delivery) {
    boolean once = delivery.outgoing().qos() == Qos.EXACTLY_ONCE;
    return once ? " id " + delivery.packetId() + (done(delivery) ? " received" : "") : "";
  }

  private static boolean done(InFlight delivery) {
    return delivery.awaiting() == Awaiting.PUBCOMP;
  }

  private static void add(Map<Long, String> owed, Outgoing outgoing, String id) {
    if (outgoing.isKept() && outgoing.needsAcknowledgement()) {
      owed.putIfAbsent(
          outgoing.accepted().sequence(),
          outgoing.qos() + " " + outgoing.retain() + outgoing.subscriptionIdentifiers() + id);
    }
  }
}
