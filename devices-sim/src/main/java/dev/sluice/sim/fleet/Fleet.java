package dev.sluice.sim.fleet;

import dev.sluice.sim.check.Checker;
import dev.sluice.sim.check.DeviceLedger;
import dev.sluice.sim.check.Expectation;
import dev.sluice.sim.config.GroupConfig;
import dev.sluice.sim.config.SimConfig;
import dev.sluice.sim.device.ClientKind;
import dev.sluice.sim.device.ClientSettings;
import dev.sluice.sim.device.DeviceClients;
import dev.sluice.sim.signal.MalformedSeriesException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** All devices of a configuration, the checking subscriber, and the lines of their timetable. */
final class Fleet {
  private static final Duration BACKOFF_MIN = Duration.ofMillis(200);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(5);

  private final SimConfig config;
  private final DeviceClients clients;
  private final Reconnector.Timers timers;
  private final SplittableRandom chance;
  private final MessageId ids;
  private final List<SimulatedDevice> devices = new ArrayList<>();
  private final List<DeliveryProbe> probes = new ArrayList<>();
  private final List<Timetable.Line> lines = new ArrayList<>();

  Fleet(SimConfig config, MessageId ids, DeviceClients clients, Reconnector.Timers timers) {
    this.config = config;
    this.ids = ids;
    this.clients = clients;
    this.timers = timers;
    this.chance = new SplittableRandom(config.seed());
  }

  void add(GroupConfig group, Checker checker, ReplayFiles files) throws MalformedSeriesException {
    Signals signals = Signals.of(group, files, config.seed());
    Optional<DeliveryProbe> probe = probe(group);
    long periodNanos = signals.period(group.period()).toNanos();
    for (int number = 1; number <= group.count(); number++) {
      SimulatedDevice device = device(group, number, signals, checker.open(group.name()));
      String topic = group.topicOf(group.device(number));
      probe.ifPresent(watcher -> watcher.watch(topic, device));
      lines.add(
          new Timetable.Line(
              devices.size(),
              FirstDeparture.offsetNanos(group, number, periodNanos, config.ramp()),
              periodNanos));
      devices.add(device);
    }
  }

  private SimulatedDevice device(
      GroupConfig group, int number, Signals signals, DeviceLedger ledger) {
    String name = group.device(number);
    List<String> filters =
        group.expect() == Expectation.ANSWERS ? List.of(group.resultOf(name)) : List.of();
    ClientSettings settings =
        settings(group, "sim-" + name, group.topicOf(name), filters, group.deadlineToSendMillis());
    SimulatedDevice.Parts parts =
        new SimulatedDevice.Parts(
            signals.signal(number), new FrameCodec(group.payload()), ids, ledger);
    return new SimulatedDevice(
        parts, listener -> clients.create(group.client(), settings, listener), backoff(), timers);
  }

  private Optional<DeliveryProbe> probe(GroupConfig group) {
    if (group.expect() != Expectation.DELIVERY) {
      return Optional.empty();
    }
    ClientSettings settings =
        settings(
            group,
            "sim-check-" + group.name(),
            "",
            List.of(group.topicFilter()),
            OptionalLong.empty());
    DeliveryProbe probe =
        new DeliveryProbe(
            listener -> clients.create(probeKind(group), settings, listener), backoff(), timers);
    probes.add(probe);
    return Optional.of(probe);
  }

  /** The one subscriber must keep up with all devices: the fastest client that knows the QoS. */
  private static ClientKind probeKind(GroupConfig group) {
    return group.qos() < 2 ? ClientKind.VERTX : ClientKind.PAHO_V5;
  }

  private ClientSettings settings(
      GroupConfig group,
      String clientId,
      String topic,
      List<String> filters,
      OptionalLong deadlineMillis) {
    return new ClientSettings(
        config.broker().host(),
        config.broker().port(),
        clientId,
        topic,
        group.qos(),
        filters,
        deadlineMillis,
        group.payload().isImage() ? Optional.of(ids::of) : Optional.empty());
  }

  private Backoff backoff() {
    return new Backoff(BACKOFF_MIN, BACKOFF_MAX, chance.split());
  }

  /** Begins all connections, at the configured rate; the checking subscribers come first. */
  void begin() {
    probes.forEach(DeliveryProbe::begin);
    for (int i = 0; i < devices.size(); i++) {
      SimulatedDevice device = devices.get(i);
      timers.after(1 + 1_000L * i / config.connectRate(), device::begin);
    }
  }

  List<Timetable.Line> lines() {
    return lines;
  }

  int size() {
    return devices.size();
  }

  void publish(int device, long intendedNanos) {
    devices.get(device).publish(intendedNanos);
  }

  /** How many have connected at least once. */
  long arrived() {
    return devices.stream().filter(device -> device.connection().wasEverUp()).count();
  }

  boolean complete() {
    return arrived() == devices.size()
        && probes.stream().allMatch(probe -> probe.connection().isUp());
  }

  /** What kept some device, or a checking subscriber, from connecting last. */
  String lastTrouble() {
    Optional<String> device =
        devices.stream()
            .filter(missing -> !missing.connection().wasEverUp())
            .map(SimulatedDevice::lastTrouble)
            .findFirst();
    return device
        .or(() -> probes.stream().map(DeliveryProbe::lastTrouble).findFirst())
        .orElse("none");
  }

  long reconnects() {
    return devices.stream().mapToLong(device -> device.connection().reconnects()).sum();
  }

  void close() {
    devices.forEach(SimulatedDevice::close);
    probes.forEach(DeliveryProbe::close);
  }
}
