package dev.sluice.sim.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sluice.sim.check.Checker;
import dev.sluice.sim.config.GroupConfig;
import dev.sluice.sim.device.ClientKind;
import dev.sluice.sim.device.Inbound;
import dev.sluice.sim.signal.Signal.Frame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryProbeTest {
  private static final GroupConfig GROUP = Groups.delivery("room", ClientKind.PAHO_V5, 1, 1);

  private final Checker checker = new Checker(List.of(GROUP.rules()));
  private final ManualTimers timers = new ManualTimers();
  private final FakeClient client = new FakeClient();
  private final SimulatedDevice device =
      new SimulatedDevice(
          new SimulatedDevice.Parts(
              () -> Optional.of(new Frame(new float[] {1}, Optional.empty())),
              new FrameCodec(GROUP.payload()),
              new MessageId("r"),
              checker.open("room")),
          listener -> new FakeClient(),
          backoff(),
          timers);
  private final DeliveryProbe probe = new DeliveryProbe(listener -> client, backoff(), timers);

  @BeforeEach
  void publishOne() {
    probe.watch("room-1/t", device);
    device.begin();
    device.connected();
    device.publish(0);
    device.acknowledged(0);
    probe.begin();
    probe.connected();
  }

  @Test
  void tellsTheDeviceWhatCameThrough() {
    probe.received(message("room-1/t"));
    assertThat(checker.total().delivered()).isEqualTo(1);
    assertThat(checker.settled()).isTrue();
  }

  @Test
  void leavesOtherTopicsAlone() {
    probe.received(message("room-2/t"));
    assertThat(checker.total().delivered()).isZero();
    assertThat(checker.total().foreign()).isZero();
  }

  @Test
  void excusesWhatTheBrokerSendsAgainAfterItsOwnReconnect() {
    probe.received(message("room-1/t"));
    probe.disconnected("cut");
    timers.pass(1_000);
    probe.connected();
    probe.received(message("room-1/t"));
    assertThat(checker.total().duplicates()).isZero();
    assertThat(client.connects).isEqualTo(2);
  }

  @Test
  void publishesNothing() {
    assertThatIllegalStateException().isThrownBy(() -> probe.acknowledged(0));
    assertThatIllegalStateException().isThrownBy(() -> probe.refused(0));
  }

  private static Inbound message(String topic) {
    return new Inbound(topic, "{\"id\":\"r-0\"}".getBytes(UTF_8), false, 1);
  }

  private static Backoff backoff() {
    return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new SplittableRandom(1));
  }
}
