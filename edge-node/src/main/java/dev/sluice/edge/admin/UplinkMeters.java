package dev.sluice.edge.admin;

import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.EdgeStatus.LinkState;
import dev.sluice.edge.core.EdgeStatus.Uplink;
import io.micrometer.core.instrument.Tags;
import java.util.Optional;

/** Meters of the link to the cloud, and of each way that it can take. */
final class UplinkMeters {
  private final StatusMeters meters;

  UplinkMeters(StatusMeters meters) {
    this.meters = meters;
    for (LinkState state : LinkState.values()) {
      meters.state("sluice.uplink.state", Tags.of("state", state.word()), s -> is(s, state));
    }
    meters.counter("sluice.uplink.requests.sent", s -> s.uplink().sent());
    meters.counter("sluice.uplink.requests.resent", s -> s.uplink().resent());
    meters.counter("sluice.uplink.requests.received", s -> s.uplink().received());
    meters.counter("sluice.uplink.answers", s -> s.uplink().answered());
    meters.counter("sluice.uplink.answers.late", s -> s.uplink().lateAnswers());
    meters.counter("sluice.uplink.envelopes.dropped", s -> s.uplink().dropped());
    meters.counter("sluice.uplink.switches", s -> s.link().switches());
    meters.gauge("sluice.uplink.requests.unanswered", s -> s.uplink().unanswered());
    meters.gauge("sluice.uplink.requests.on.wire", s -> s.placement().onWire());
    meters.gauge("sluice.uplink.certificate.left.seconds", s -> left(s.link().certificate()));
    meters.gauge("sluice.uplink.on.wire.bytes", s -> s.placement().onWireBytes());
    meters.gauge("sluice.uplink.round.trip.seconds", s -> s.placement().rttMs() / 1e3);
    meters.gauge("sluice.uplink.bandwidth.bits.per.second", s -> s.placement().uplinkMbps() * 1e6);
  }

  private static boolean is(EdgeStatus status, LinkState state) {
    return status.link().state() == state;
  }

  private static double left(Optional<EdgeStatus.Certificate> certificate) {
    return certificate.map(one -> one.left().toMillis() / 1e3).orElse(Double.NaN);
  }

  void registerWays(EdgeStatus status) {
    status.link().uplinks().forEach(way -> registerWay(way.name()));
  }

  private void registerWay(String name) {
    Tags tags = Tags.of("uplink", name);
    meters.gaugeOnce(
        "sluice.uplink.taken", tags, s -> way(s, name).filter(Uplink::taken).isPresent() ? 1 : 0);
    meters.gaugeOnce(
        "sluice.uplink.way.certificate.left.seconds",
        tags,
        s -> left(way(s, name).flatMap(Uplink::certificate)));
  }

  private static Optional<Uplink> way(EdgeStatus status, String name) {
    return status.link().uplinks().stream().filter(way -> way.name().equals(name)).findFirst();
  }
}
