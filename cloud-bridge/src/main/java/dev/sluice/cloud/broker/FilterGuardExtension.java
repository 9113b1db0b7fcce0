package dev.sluice.cloud.broker;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Puts the {@link FilterGuard}, and what the broker of that port wants beside it, behind Moquette's
 * decoder. Netty finds it by {@link java.util.ServiceLoader} and asks it for every server of the
 * process: what has not Moquette's pipeline is left alone.
 */
public final class FilterGuardExtension extends ChannelInitializerExtension {
  private static final String MOQUETTE_LAST_DECODING = "messageLogger";
  private static final String FILTER_GUARD = "filterGuard";
  private static final ChannelHandler GUARD = new FilterGuard();

  /** By port: Netty makes the extension, and knows of no instance that could hold them. */
  private static final Map<Integer, Supplier<ChannelHandler>> TAPS = new ConcurrentHashMap<>();

  /** Needed once per process, before its first server. */
  static void enable() {
    System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
  }

  /** Each connection of the server on that port gets a tap of its own; before the first one. */
  static void tap(int port, Supplier<ChannelHandler> taps) {
    TAPS.put(port, taps);
  }

  static void untap(int port) {
    TAPS.remove(port);
  }

  @Override
  public void postInitializeServerChildChannel(Channel channel) {
    // Runs before Moquette has built its pipeline; initializers run in the order of their adding.
    channel
        .pipeline()
        .addLast(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel ready) {
                if (ready.pipeline().get(MOQUETTE_LAST_DECODING) != null) {
                  ready.pipeline().addAfter(MOQUETTE_LAST_DECODING, FILTER_GUARD, GUARD);
                  Optional.ofNullable(TAPS.get(portOf(ready)))
                      .ifPresent(
                          tap -> ready.pipeline().addAfter(FILTER_GUARD, "commandTap", tap.get()));
                }
              }
            });
  }

  private static int portOf(Channel channel) {
    return channel.localAddress() instanceof InetSocketAddress local ? local.getPort() : 0;
  }
}
