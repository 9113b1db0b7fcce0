package dev.sluice.edge.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A socket of our own stands for systemd's. */
class ServiceNoticeTest {
  private final List<String> heard = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;
  private MultiThreadIoEventLoopGroup systemd;
  private Vertx vertx;

  @BeforeEach
  void listen() {
    assumeTrue(Epoll.isAvailable(), "no epoll transport here: systemd cannot be told anything");
    systemd = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    new Bootstrap()
        .group(systemd)
        .channel(EpollDomainDatagramChannel.class)
        .handler(
            new SimpleChannelInboundHandler<DomainDatagramPacket>() {
              @Override
              protected void channelRead0(ChannelHandlerContext link, DomainDatagramPacket packet) {
                heard.add(packet.content().toString(StandardCharsets.UTF_8));
              }
            })
        .bind(new DomainSocketAddress(socket()))
        .syncUninterruptibly();
    vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  }

  @AfterEach
  void stop() {
    if (systemd != null) {
      vertx.close().await();
      systemd.shutdownGracefully().syncUninterruptibly();
    }
  }

  private String socket() {
    return folder.resolve("notify").toString();
  }

  @Test
  void saysNothingWhereNobodyListens() {
    assertThat(ServiceNotice.open(Map.of(), vertx, vertx.getOrCreateContext())).isEmpty();
  }

  @Test
  void goesOnWithoutSystemdWhereTheSocketIsGone() {
    Map<String, String> environment = Map.of("NOTIFY_SOCKET", socket() + "-gone");
    assertThat(ServiceNotice.open(environment, vertx, vertx.getOrCreateContext())).isEmpty();
  }

  @Test
  void tellsThatItServesThenThatItLivesThenThatItStops() {
    Map<String, String> environment = Map.of("NOTIFY_SOCKET", socket(), "WATCHDOG_USEC", "20000");
    ServiceNotice notice =
        ServiceNotice.open(environment, vertx, vertx.getOrCreateContext()).orElseThrow();

    notice.ready();
    await().until(() -> heard.size() >= 3);
    notice.close();

    await().until(() -> heard.contains("STOPPING=1"));
    assertThat(heard.get(0)).isEqualTo("READY=1");
    assertThat(heard.subList(1, 3)).containsOnly("WATCHDOG=1");
  }

  @Test
  void fallsSilentWhileTheLoopIsStuck() throws InterruptedException {
    var context = vertx.getOrCreateContext();
    Map<String, String> environment = Map.of("NOTIFY_SOCKET", socket(), "WATCHDOG_USEC", "20000");
    ServiceNotice notice = ServiceNotice.open(environment, vertx, context).orElseThrow();
    notice.ready();
    await().until(() -> heard.contains("WATCHDOG=1"));
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    context.runOnContext(
        now -> {
          stuck.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    stuck.await();
    int before = heard.size();

    // One may have been on its way; a loop that runs would send twenty.
    await()
        .during(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(2))
        .until(() -> heard.size() <= before + 1);

    release.countDown();
    await().until(() -> heard.size() > before + 1);
  }
}
