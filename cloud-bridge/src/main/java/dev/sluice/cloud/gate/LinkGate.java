package dev.sluice.cloud.gate;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Listens with mutual TLS and brings edge nodes to the broker on loopback. */
@SuppressWarnings("FutureReturnValueIgnored") // What a closed channel says is not asked.
public final class LinkGate implements AutoCloseable {
  /** Connections that have not said who they are. */
  private static final int WAITING_MAX = 200;

  /** Handshakes of one shall not stop the packets of all others. */
  private static final int THREADS = 2;

  private static final long CHECK_MILLIS = 1_000;
  private static final long STOP_MILLIS_MAX = 500;

  /**
   * @param port 0 for a free one
   * @param broker where the broker is
   * @param packetBytesMax largest MQTT packet
   * @param connections of edge nodes at one time
   * @param connectTimeout for handshake and CONNECT together
   */
  public record Settings(
      String host,
      int port,
      InetSocketAddress broker,
      int packetBytesMax,
      int connections,
      Duration connectTimeout) {}

  private final Settings settings;
  private final Members members;
  private final Refusals refusals = new Refusals();
  private final Visitors visitors;
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(THREADS, NioIoHandler.newFactory());
  private Optional<Channel> listening = Optional.empty();

  private LinkGate(Settings settings, Members members) {
    this.settings = settings;
    this.members = members;
    this.visitors = new Visitors(WAITING_MAX, settings.connections());
  }

  /**
   * Listens when it returns.
   *
   * @throws IOException when it cannot listen
   */
  public static LinkGate open(
      Settings settings,
      X509ExtendedKeyManager keys,
      X509ExtendedTrustManager trust,
      Members members)
      throws IOException {
    SslContext tls =
        SslContextBuilder.forServer(keys)
            .sslProvider(SslProvider.JDK)
            .trustManager(trust)
            .clientAuth(ClientAuth.REQUIRE)
            .protocols("TLSv1.3", "TLSv1.2")
            .build();
    var gate = new LinkGate(settings, members);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(gate.group)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(gate.new Entrance(tls))
            .bind(settings.host(), settings.port())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      gate.close();
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    gate.listening = Optional.of(bound.channel());
    gate.group.scheduleAtFixedRate(gate::check, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    return gate;
  }

  /** What stands before our own handler. */
  private final class Entrance extends ChannelInitializer<Channel> {
    private final SslContext tls;

    Entrance(SslContext tls) {
      this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
      SslHandler handler = tls.newHandler(channel.alloc());
      handler.setHandshakeTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
      channel
          .pipeline()
          .addLast(
              handler, new MqttDecoder(settings.packetBytesMax()), new FrontHandler(LinkGate.this));
    }
  }

  public int port() {
    return ((InetSocketAddress) listening.orElseThrow().localAddress()).getPort();
  }

  /** Edge nodes that are here. */
  public int open() {
    return visitors.open().size();
  }

  /** How often something was refused; any thread. */
  public long refused(Refusal reason) {
    return refusals.count(reason);
  }

  Settings settings() {
    return settings;
  }

  Members members() {
    return members;
  }

  Refusals refusals() {
    return refusals;
  }

  Visitors visitors() {
    return visitors;
  }

  /**
   * @param done told once, on the front's event loop: empty when the broker cannot be reached
   */
  void reachBroker(Channel front, Consumer<Optional<Channel>> done) {
    new Bootstrap()
        .group(front.eventLoop())
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel back) {
                back.pipeline().addLast(MqttEncoder.INSTANCE, new BackHandler(front));
              }
            })
        .connect(settings.broker())
        .addListener(
            (ChannelFuture made) ->
                done.accept(made.isSuccess() ? Optional.of(made.channel()) : Optional.empty()));
  }

  /** Who was removed since, or whose certificate has expired, has to go. */
  private void check() {
    visitors.open().forEach(FrontHandler::check);
  }

  @Override
  public void close() {
    listening.ifPresent(Channel::close);
    group.shutdownGracefully(0, STOP_MILLIS_MAX, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}
