package dev.sluice.sim.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.check.Checker;
import dev.sluice.sim.check.Outcome;
import dev.sluice.sim.config.GroupConfig;
import dev.sluice.sim.device.ClientKind;
import dev.sluice.sim.device.Inbound;
import dev.sluice.sim.signal.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedDeviceTest {
  private static final GroupConfig GROUP = Groups.answers("pump", ClientKind.PAHO_V5, 1, 1);

  /** Frame n holds the value n. */
  private static final class Counting implements Signal {
    private int frames;

    @Override
    public Optional<Frame> next() {
      return Optional.of(new Frame(new float[] {frames++}, Optional.of(true)));
    }
  }

  private final Checker checker = new Checker(List.of(GROUP.rules()));
  private final FakeClient client = new FakeClient();
  private final ManualTimers timers = new ManualTimers();
  private final SimulatedDevice device =
      new SimulatedDevice(
          new SimulatedDevice.Parts(
              new Counting(),
              new FrameCodec(GROUP.payload()),
              new MessageId("r"),
              checker.open("pump")),
          listener -> client,
          new Backoff(Duration.ofMillis(200), Duration.ofSeconds(1), new SplittableRandom(1)),
          timers);

  @BeforeEach
  void connect() {
    device.begin();
    device.connected();
  }

  @Test
  void publishesFrameAfterFrame() {
    device.publish(0);
    device.publish(0);
    assertThat(payloads())
        .containsExactly("{\"id\":\"r-0\",\"values\":[0.0]}", "{\"id\":\"r-1\",\"values\":[1.0]}");
  }

  @Test
  void booksAcknowledgementAndAnswer() {
    device.publish(0);
    device.acknowledged(0);
    device.received(answer("r-0"));
    assertThat(total().results()).isEqualTo(1);
    assertThat(total().accuracy()).hasValue(1.0);
    assertThat(checker.settled()).isTrue();
  }

  @Test
  void dropsTheFramesThatItCannotSend() {
    device.disconnected("cut");
    device.publish(0);
    timers.pass(1_000);
    device.connected();
    client.accepting = false;
    device.publish(0);
    client.accepting = true;
    device.publish(0);
    assertThat(payloads()).containsExactly("{\"id\":\"r-0\",\"values\":[2.0]}");
    assertThat(total().suppressed()).isEqualTo(2);
    assertThat(total().published()).isEqualTo(1);
    assertThat(client.connects).isEqualTo(2);
  }

  @Test
  void tellsTheLedgerThatMessagesAreSentAgain() {
    device.publish(0);
    device.disconnected("cut");
    device.acknowledged(0);
    device.received(answer("r-0"));
    device.received(answer("r-0"));
    assertThat(total().duplicates()).isZero();
    assertThat(total().redelivered()).isEqualTo(1);
    assertThat(device.lastTrouble()).isEqualTo("cut");
  }

  @Test
  void countsWhatItDoesNotUnderstandAsForeign() {
    device.publish(0);
    device.received(inbound("nonsense"));
    device.received(answer("q-0"));
    device.delivered(inbound("{\"id\":\"q-0\"}"));
    assertThat(total().foreign()).isEqualTo(3);
    assertThat(total().results()).isZero();
  }

  @Test
  void booksARefusal() {
    device.publish(0);
    device.refused(0);
    assertThat(total().refused()).isEqualTo(1);
  }

  @Test
  void leavesTheBrokerForGood() {
    device.close();
    device.disconnected("closed");
    timers.pass(60_000);
    assertThat(client.closed).isTrue();
    assertThat(client.connects).isEqualTo(1);
  }

  private List<String> payloads() {
    return client.sent.stream().map(sent -> new String(sent.payload(), UTF_8)).toList();
  }

  private Outcome total() {
    return checker.total();
  }

  private static Inbound answer(String id) {
    return inbound(
        "{\"id\":\"" + id + "\",\"status\":\"ok\",\"placement\":\"edge\",\"label\":\"anomaly\"}");
  }

  private static Inbound inbound(String text) {
    return new Inbound("t", text.getBytes(UTF_8), false, 1);
  }
}
