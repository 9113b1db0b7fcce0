package dev.sluice.sim.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LinkProxyIT {
  private static final LinkSettings CLEAN = LinkSettings.of(Duration.ZERO, Duration.ZERO, 1);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final List<Socket> clients = new ArrayList<>();
  private EchoServer target;
  private LinkProxy link;
  private int port;

  @BeforeEach
  void startTarget() throws IOException {
    target = new EchoServer();
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    join(vertx.close());
    target.close();
  }

  @Test
  void carriesBytesBothWaysUnchanged() throws IOException {
    start(LinkSettings.of(Duration.ofMillis(2), Duration.ofMillis(3), 5));
    byte[] sent = new byte[300_000];
    new SplittableRandom(7).nextBytes(sent);
    Socket client = connect();
    Thread writer = new Thread(() -> write(client, sent));
    writer.start();
    assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
    assertThat(stats().bytesUp()).isEqualTo(sent.length);
    assertThat(stats().bytesDown()).isEqualTo(sent.length);
  }

  @Test
  void delaysEachWay() throws IOException {
    start(LinkSettings.of(Duration.ofMillis(40), Duration.ZERO, 1));
    Socket client = connect();
    long before = System.nanoTime();
    assertThat(echo(client, "a")).isEqualTo("a");
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofMillis(80), Duration.ofSeconds(5));
  }

  @Test
  void limitsTheBandwidth() throws IOException {
    start(CLEAN.withBandwidth(Bandwidth.mbps(4), Bandwidth.unlimited()));
    Socket client = connect();
    byte[] sent = new byte[250_000];
    long before = System.nanoTime();
    write(client, sent);
    client.getInputStream().readNBytes(sent.length);
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .as("250 kB at 4 Mbit/s")
        .isBetween(Duration.ofMillis(499), Duration.ofSeconds(10));
  }

  @Test
  void stopsASenderThatIsTooFast() throws IOException {
    start(CLEAN.withBandwidth(Bandwidth.mbps(0.1), Bandwidth.unlimited()));
    Socket client = connect();
    client.setSendBufferSize(16 * 1024);
    byte[] sent = new byte[64 * 1024 * 1024];
    Thread writer = new Thread(() -> writeUntilClosed(client, sent));
    writer.start();
    await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(10)).until(this::holdsLittle);
  }

  private boolean holdsLittle() {
    // What the proxy has read: its own buffer, one read more, and what it has passed on.
    return stats().bytesUp() < 2 * LinkSettings.BUFFER_BYTES_DEFAULT;
  }

  @Test
  void aReaderThatStopsStopsTheSender() throws IOException {
    start(CLEAN);
    Socket client = connect();
    byte[] sent = new byte[256 * 1024 * 1024];
    Thread writer = new Thread(() -> writeUntilClosed(client, sent));
    writer.start();
    // The echo comes back to a client that does not read: everything between fills, then stands.
    await().until(() -> stats().bytesUp() > 0);
    await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(20)).until(this::standsStill);
    assertThat(stats().bytesUp()).isLessThan(sent.length);
  }

  private boolean standsStill() {
    long before = stats().bytesUp();
    long after = stats().bytesUp();
    return before == after;
  }

  @Test
  void closingOneSideClosesTheOther() throws IOException {
    start(LinkSettings.of(Duration.ofMillis(5), Duration.ZERO, 1));
    Socket client = connect();
    assertThat(echo(client, "hello")).isEqualTo("hello");
    client.close();
    await().untilAsserted(() -> assertThat(target.accepted()).allMatch(Socket::isClosed));
    await().untilAsserted(() -> assertThat(stats().open()).isZero());
  }

  @Test
  void bytesSentBeforeTheCloseStillArrive() throws IOException {
    start(LinkSettings.of(Duration.ofMillis(50), Duration.ZERO, 1));
    Socket client = connect();
    write(client, new byte[10_000]);
    client.shutdownOutput();
    await().untilAsserted(() -> assertThat(stats().bytesUp()).isEqualTo(10_000));
    await().untilAsserted(() -> assertThat(target.accepted()).allMatch(Socket::isClosed));
    assertThat(stats().bytesDown()).as("the target echoed what it got").isLessThanOrEqualTo(10_000);
  }

  @Test
  void refusingOutageResetsOpenAndNewConnections() throws IOException {
    start(CLEAN);
    Socket open = connect();
    echo(open, "a");
    join(link.cut(Outage.Kind.REFUSE));
    assertThatThrownBy(() -> readOne(open)).isInstanceOf(SocketException.class);
    Socket fresh = connect();
    assertThatThrownBy(() -> echo(fresh, "b")).isInstanceOf(SocketException.class);
    join(link.restore());
    assertThat(echo(connect(), "c")).isEqualTo("c");
    LinkStats stats = stats();
    assertThat(stats.outages()).isEqualTo(1);
    assertThat(stats.resets()).isEqualTo(1);
    assertThat(stats.refused()).isEqualTo(1);
    assertThat(stats.down()).isPositive();
  }

  @Test
  void blackHoleSwallowsNewConnectionsUntilItEnds() throws IOException {
    start(CLEAN);
    Socket open = connect();
    echo(open, "a");
    join(link.cut(Outage.Kind.BLACKHOLE));
    assertThatThrownBy(() -> readOne(open)).isInstanceOf(SocketException.class);
    Socket fresh = connect();
    fresh.setSoTimeout(200);
    write(fresh, bytes("b"));
    assertThatThrownBy(() -> readOne(fresh)).isInstanceOf(SocketTimeoutException.class);
    join(link.restore());
    fresh.setSoTimeout(10_000);
    assertThat(readOne(fresh)).isEqualTo('b');
  }

  @Test
  void silenceHoldsEverythingAndLosesNothing() throws IOException {
    start(CLEAN);
    Socket open = connect();
    echo(open, "a");
    join(link.cut(Outage.Kind.SILENCE));
    open.setSoTimeout(200);
    write(open, bytes("b"));
    assertThatThrownBy(() -> readOne(open)).isInstanceOf(SocketTimeoutException.class);
    join(link.restore());
    open.setSoTimeout(10_000);
    assertThat(readOne(open)).isEqualTo('b');
    assertThat(stats().resets()).isZero();
  }

  @Test
  void followsTheSchedule() throws IOException {
    Outage outage = new Outage(Duration.ofMillis(50), Duration.ofMillis(200), Outage.Kind.REFUSE);
    start(settings(Optional.empty(), List.of(outage)));
    await().until(() -> stats().outages() == 1);
    await().ignoreExceptions().until(() -> echo(connect(), "z").equals("z"));
    assertThat(stats().down()).isBetween(Duration.ofMillis(100), Duration.ofSeconds(10));
  }

  @Test
  void resetsFromTimeToTime() throws IOException {
    start(settings(Optional.of(Duration.ofMillis(50)), List.of()));
    Socket client = connect();
    assertThatThrownBy(() -> readOne(client)).isInstanceOf(SocketException.class);
    assertThat(stats().resets()).isEqualTo(1);
  }

  @Test
  void aTargetThatIsGoneIsARefusal() throws IOException {
    target.close();
    start(CLEAN);
    Socket client = connect();
    assertThatThrownBy(() -> echo(client, "a")).isInstanceOf(SocketException.class);
    assertThat(stats().refused()).isEqualTo(1);
  }

  @Test
  void aBusyPortFailsTheListening() {
    link = new LinkProxy(vertx, SocketAddress.inetSocketAddress(1, "127.0.0.1"), CLEAN);
    assertThatThrownBy(() -> join(link.listen(target.port())))
        .hasCauseInstanceOf(BindException.class);
  }

  @Test
  void closingEndsEverything() throws IOException {
    start(CLEAN);
    Socket client = connect();
    echo(client, "a");
    join(link.close());
    assertThatThrownBy(() -> readOne(client)).isInstanceOf(SocketException.class);
    await().untilAsserted(() -> assertThatThrownBy(this::connect).isInstanceOf(IOException.class));
  }

  private static LinkSettings settings(Optional<Duration> resetEvery, List<Outage> outages) {
    return new LinkSettings(
        Duration.ZERO,
        Duration.ZERO,
        Bandwidth.unlimited(),
        Bandwidth.unlimited(),
        LinkSettings.BUFFER_BYTES_DEFAULT,
        resetEvery,
        outages,
        3);
  }

  private void start(LinkSettings settings) {
    link =
        new LinkProxy(vertx, SocketAddress.inetSocketAddress(target.port(), "127.0.0.1"), settings);
    port = join(link.listen(0));
  }

  private LinkStats stats() {
    return join(link.stats());
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    clients.add(socket);
    return socket;
  }

  private static String echo(Socket socket, String word) throws IOException {
    socket.getOutputStream().write(bytes(word));
    byte[] answer = socket.getInputStream().readNBytes(word.length());
    if (answer.length < word.length()) {
      throw new SocketException("closed");
    }
    return new String(answer, StandardCharsets.UTF_8);
  }

  private static int readOne(Socket socket) throws IOException {
    return socket.getInputStream().read();
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void writeUntilClosed(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  private static byte[] bytes(String word) {
    return word.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> T join(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
