package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients come in one after the other, and not at all while the loop has more to do than time. */
class AdmissionsTest {
  private final EventLoop loop = new DefaultEventLoop();
  private final AtomicLong clock = new AtomicLong(1_000);
  private final List<Integer> admitted = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).get(10, TimeUnit.SECONDS);
  }

  private <T> T onLoop(Callable<T> action) throws Exception {
    return loop.submit(action).get(10, TimeUnit.SECONDS);
  }

  private LoopLag lag() throws Exception {
    LoopLag lag = new LoopLag(loop, clock::get);
    onLoop(
        () -> {
          lag.watch();
          return null;
        });
    return lag;
  }

  @Test
  void aLoopThatKeepsItsTimesIsNotLate() throws Exception {
    LoopLag lag = lag();
    assertThat(onLoop(lag::isLate)).isFalse();
    clock.addAndGet(LoopLag.INTERVAL.toNanos() + LoopLag.LATE.toNanos());
    assertThat(onLoop(lag::isLate)).as("just on time").isFalse();
  }

  @Test
  void oneThatDoesNotComeToItIsLateBeforeItComes() throws Exception {
    LoopLag lag = lag();
    boolean late =
        onLoop(
            () -> {
              // This turn takes that long.
              clock.addAndGet(LoopLag.INTERVAL.toNanos() + LoopLag.LATE.toNanos() + 1);
              return lag.isLate();
            });
    assertThat(late).isTrue();
  }

  @Test
  void withoutABoundAllComeInAtOnce() throws Exception {
    Admissions admissions = new Admissions(0, loop, clock::get, lag());
    onLoop(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            int client = i;
            admissions.admit(() -> admitted.add(client));
          }
          assertThat(admitted).hasSize(1_000);
          return null;
        });
  }

  @Test
  void whileTheLoopIsLateNewClientsWaitAndNobodyForEver() throws Exception {
    LoopLag lag = lag();
    Admissions admissions = new Admissions(0, loop, clock::get, lag);
    CountDownLatch all = new CountDownLatch(3);
    onLoop(
        () -> {
          clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
          for (int i = 0; i < 3; i++) {
            int client = i;
            admissions.admit(
                () -> {
                  admitted.add(client);
                  all.countDown();
                });
          }
          assertThat(admitted).isEmpty();
          assertThat(admissions.waiting()).isEqualTo(3);
          return null;
        });
    assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(onLoop(() -> List.copyOf(admitted))).containsExactly(0, 1, 2);
  }
}
