package dev.sluice.edge.systemd;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket on which systemd waits for {@code READY=1} and, while a unit has {@code WatchdogSec},
 * for signs of life. They come from a timer of the broker loop: a loop that is stuck falls silent,
 * and systemd starts the node again.
 */
public final class ServiceNotice implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceNotice.class);

  private final Vertx vertx;
  private final Context context;
  private final Channel channel;
  private final WatchdogPeriod watchdog;
  private long timer = -1;

  private ServiceNotice(Vertx vertx, Context context, Channel channel, WatchdogPeriod watchdog) {
    this.vertx = vertx;
    this.context = context;
    this.channel = channel;
    this.watchdog = watchdog;
  }

  /**
   * Empty where nobody waits for notices, and, with a line in the log, where they cannot be sent.
   *
   * @param environment of this process
   * @param context the loop whose life is told
   */
  public static Optional<ServiceNotice> open(
      Map<String, String> environment, Vertx vertx, Context context) {
    String path = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (path.isEmpty()) {
      return Optional.empty();
    }
    if (!vertx.isNativeTransportEnabled() || !Epoll.isAvailable()) {
      LOG.warn("event=systemd-unreachable reason=\"no epoll transport here\"");
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ServiceNotice(
              vertx,
              context,
              channel(context, address(path)),
              WatchdogPeriod.of(environment, ProcessHandle.current().pid())));
    } catch (IllegalStateException e) {
      LOG.warn("event=systemd-unreachable socket={} reason=\"{}\"", path, e.getMessage());
      return Optional.empty();
    }
  }

  private static Channel channel(Context context, DomainSocketAddress systemd) {
    ChannelFuture connecting =
        new Bootstrap()
            .group(((ContextInternal) context).nettyEventLoop())
            .channel(EpollDomainDatagramChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(systemd)
            .awaitUninterruptibly();
    if (!connecting.isSuccess()) {
      throw new IllegalStateException(connecting.cause());
    }
    return connecting.channel();
  }

  /** A leading @ stands for the zero byte of an abstract name. */
  private static DomainSocketAddress address(String path) {
    return new DomainSocketAddress(path.startsWith("@") ? "\0" + path.substring(1) : path);
  }

  /** The node serves; from now on it also tells that it lives. */
  public void ready() {
    context.runOnContext(
        now -> {
          send("READY=1");
          if (watchdog.isWanted()) {
            timer = vertx.setPeriodic(watchdog.millis(), fired -> send("WATCHDOG=1"));
          }
        });
  }

  private void send(String state) {
    channel
        .writeAndFlush(Unpooled.copiedBuffer(state, StandardCharsets.UTF_8))
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                LOG.warn("event=systemd-unreachable reason=\"{}\"", sent.cause().getMessage());
              }
            });
  }

  /** The node stops because it was asked to; before the loop ends. */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // Whether it closes makes no difference any more.
  public void close() {
    context.runOnContext(
        now -> {
          vertx.cancelTimer(timer);
          send("STOPPING=1");
          channel.close();
        });
  }
}
