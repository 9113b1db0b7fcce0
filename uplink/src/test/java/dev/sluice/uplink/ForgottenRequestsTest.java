package dev.sluice.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ForgottenRequestsTest {
  private final ForgottenRequests forgotten = new ForgottenRequests();

  @Test
  void areReceivedOnceAndAnsweredOnce() {
    forgotten.add(1, false);

    assertThat(forgotten.receive(1)).isTrue();
    assertThat(forgotten.receive(1)).isFalse();
    assertThat(forgotten.remove(1)).isTrue();
    assertThat(forgotten.remove(1)).isFalse();
    assertThat(forgotten.receive(1)).isFalse();
  }

  @Test
  void oneThatTheCloudHadIsNotReceivedAgain() {
    forgotten.add(1, true);

    assertThat(forgotten.receive(1)).isFalse();
    assertThat(forgotten.remove(1)).isTrue();
  }

  @Test
  void theOldestIsLetGoWhereThereAreTooMany() {
    LongStream.rangeClosed(0, ForgottenRequests.REMEMBERED).forEach(id -> forgotten.add(id, false));

    assertThat(forgotten.remove(0)).isFalse();
    assertThat(forgotten.remove(1)).isTrue();
    assertThat(forgotten.remove(ForgottenRequests.REMEMBERED)).isTrue();
  }
}
