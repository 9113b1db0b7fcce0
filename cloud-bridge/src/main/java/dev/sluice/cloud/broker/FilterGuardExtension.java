package dev.sluice.cloud.broker;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;

/**
 * Puts the {@link FilterGuard} behind Moquette's decoder. Netty finds it by {@link
 * java.util.ServiceLoader} and asks it for every server of the process: what has not Moquette's
 * pipeline is left alone.
 */
public final class FilterGuardExtension extends ChannelInitializerExtension {
  private static final String MOQUETTE_LAST_DECODING = "messageLogger";
  private static final ChannelHandler GUARD = new FilterGuard();

  /** Needed once per process, before its first server. */
  static void enable() {
    System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
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
                  ready.pipeline().addAfter(MOQUETTE_LAST_DECODING, "filterGuard", GUARD);
                }
              }
            });
  }
}
