package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlusherTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Flusher flusher = new Flusher(channel.eventLoop());
  private final List<String> flushed = new ArrayList<>();

  private void gather(String name, int bytes) {
    flusher.add(() -> flushed.add(name));
    flusher.gathered(bytes);
  }

  @Test
  void whatIsLittleLeavesTogetherAtTheEndOfThePass() {
    gather("one", 256);
    gather("other", 16 << 10);
    flusher.relieve();
    assertThat(flushed).isEmpty();

    channel.runPendingTasks();
    assertThat(flushed).containsExactly("one", "other");
  }

  @Test
  void whatIsMuchLeavesBetweenTurns() {
    gather("one", 500 << 10);
    gather("other", 16 << 10);
    flusher.relieve();
    assertThat(flushed).containsExactly("one", "other");

    gather("next", 16 << 10);
    flusher.relieve();
    assertThat(flushed).as("counted from there").hasSize(2);
    channel.runPendingTasks();
    assertThat(flushed).containsExactly("one", "other", "next");
  }
}
