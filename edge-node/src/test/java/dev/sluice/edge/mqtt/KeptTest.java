package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptTest {
  private final UnfinishedPackets all = new UnfinishedPackets(1 << 20);
  private final Kept kept = new Kept(all.share(() -> {}));

  private static ByteBuf zeros(int bytes) {
    return Unpooled.wrappedBuffer(new byte[bytes]);
  }

  @AfterEach
  void forget() {
    kept.forget();
  }

  @Test
  void hasRoomForNoMoreThanAsMuchAgainAsHasCome() {
    kept.begin(UnpooledByteBufAllocator.DEFAULT, zeros(3_000), 1 << 20);
    kept.settle(true);

    assertThat(all.bytes()).isEqualTo(6_000);
  }

  @Test
  void whatWasReadMakesRoomForWhatComes() {
    kept.begin(UnpooledByteBufAllocator.DEFAULT, zeros(100), 0);
    for (int i = 0; i < 10_000; i++) {
      kept.append(zeros(50), 50);
      kept.bytes().skipBytes(50);
      kept.settle(false);
    }

    assertThat(kept.size()).isEqualTo(100);
    assertThat(kept.bytes().capacity()).isLessThan(1_000);
  }

  @Test
  void packetsOfAClientThatIsNotHeardAreNoBeginnings() {
    kept.begin(UnpooledByteBufAllocator.DEFAULT, zeros(3_000), 0);
    kept.settle(false);

    assertThat(all.bytes()).isZero();
  }
}
