package dev.sluice.sim.fleet;

import dev.sluice.sim.check.Expectation;
import dev.sluice.sim.config.GroupConfig;
import dev.sluice.sim.config.GroupConfig.PayloadFormat;
import dev.sluice.sim.config.GroupConfig.Phase;
import dev.sluice.sim.config.SignalConfig;
import dev.sluice.sim.config.SimConfig;
import dev.sluice.sim.device.ClientKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Groups of devices as tests want them. */
final class Groups {
  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final SignalConfig SYNTHETIC =
      new SignalConfig(
          SignalConfig.Kind.SYNTHETIC,
          16,
          0.3,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private Groups() {}

  static GroupConfig answers(String name, ClientKind client, int count, int qos) {
    return group(name, client, count, qos, Expectation.ANSWERS);
  }

  static GroupConfig delivery(String name, ClientKind client, int count, int qos) {
    return group(name, client, count, qos, Expectation.DELIVERY);
  }

  /** Telemetry of many devices, a message per second each. */
  static GroupConfig crowd(String name, int count) {
    GroupConfig group = delivery(name, ClientKind.VERTX, count, 1);
    return new GroupConfig(
        name,
        count,
        group.client(),
        group.topic(),
        1,
        group.signal(),
        Duration.ofSeconds(1),
        Phase.SPREAD,
        PayloadFormat.JSON,
        Expectation.DELIVERY,
        group.result(),
        Optional.empty(),
        false);
  }

  static GroupConfig replay(String name, String file, Optional<Double> speed) {
    GroupConfig group = answers(name, ClientKind.VERTX, 1, 1);
    SignalConfig signal =
        new SignalConfig(
            SignalConfig.Kind.REPLAY, 4, 0.3, Optional.of(file), Optional.empty(), speed);
    return new GroupConfig(
        name,
        1,
        group.client(),
        group.topic(),
        1,
        signal,
        PERIOD,
        Phase.SPREAD,
        PayloadFormat.JSON,
        Expectation.ANSWERS,
        group.result(),
        Optional.empty(),
        false);
  }

  static SimConfig config(int port, GroupConfig... groups) {
    return new SimConfig(
        new SimConfig.Broker("127.0.0.1", port),
        7,
        Duration.ofSeconds(30),
        1_000,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofSeconds(15),
        Duration.ofMillis(200),
        List.of(groups));
  }

  private static GroupConfig group(
      String name, ClientKind client, int count, int qos, Expectation expect) {
    Optional<Duration> deadline =
        expect == Expectation.ANSWERS ? Optional.of(Duration.ofSeconds(5)) : Optional.empty();
    return new GroupConfig(
        name,
        count,
        client,
        "sensors/{device}/vibration",
        qos,
        SYNTHETIC,
        PERIOD,
        Phase.SPREAD,
        PayloadFormat.JSON,
        expect,
        "{topic}/inference",
        deadline,
        client == ClientKind.PAHO_V5 && deadline.isPresent());
  }
}
