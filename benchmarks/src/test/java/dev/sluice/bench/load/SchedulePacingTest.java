package dev.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.wire.PublishTemplate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchedulePacingTest {
  private static final long MILLI = 1_000_000;
  private static final int RATE = 1_000;
  private static final int NANOS_FROM_END = 8;

  private final List<Publisher> publishers = new ArrayList<>();
  private ServerSocket nobody;
  private LoadLoop loop;
  private SchedulePacing pacing;

  @BeforeEach
  void twoPublishersWhoseBytesStayInTheirBuffers() throws Exception {
    nobody = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    loop = new LoadLoop((InetSocketAddress) nobody.getLocalSocketAddress());
    for (int i = 0; i < 2; i++) {
      Flow flow = new Flow(0, 1, 100);
      flow.open();
      // The smallest payload, so that the time is the last thing in the packet.
      PublishTemplate template = PublishTemplate.of("t", 0, i, 20);
      Publisher publisher = new Publisher("p" + i, template, flow, 1_000, new ArrayDeque<>());
      loop.add(publisher);
      publishers.add(publisher);
    }
    pacing = new SchedulePacing(publishers, RATE);
  }

  @AfterEach
  void close() throws IOException {
    loop.close();
    nobody.close();
  }

  /** The time in the last message of a publisher. */
  private long lastDue(int publisher) {
    ByteBuffer out = publishers.get(publisher).connection().out(0);
    return out.getLong(out.position() - NANOS_FROM_END);
  }

  private long sent(int publisher) {
    return publishers.get(publisher).flow().sent();
  }

  @Test
  void publishesWhatIsDueAndNothingElse() {
    pacing.publish(5 * MILLI);
    assertThat(sent(0)).isEqualTo(1);
    pacing.publish(6 * MILLI - 1);
    assertThat(sent(1)).isZero();
    pacing.publish(6 * MILLI);
    assertThat(sent(1)).isEqualTo(1);
  }

  @Test
  void aLateMessageCarriesTheTimeAtWhichItWasDue() {
    pacing.publish(10 * MILLI);
    assertThat(lastDue(0)).isEqualTo(10 * MILLI);
    pacing.publish(13 * MILLI + 500_000);
    assertThat(lastDue(1)).isEqualTo(13 * MILLI);
    assertThat(lastDue(0)).isEqualTo(12 * MILLI);
  }

  @Test
  void publishersTakeTurns() {
    pacing.publish(MILLI);
    pacing.publish(8 * MILLI);
    assertThat(sent(0)).isEqualTo(4);
    assertThat(sent(1)).isEqualTo(4);
  }

  @Test
  void neverLetsTheKernelSleep() {
    assertThat(pacing.waitMillis()).isZero();
  }
}
