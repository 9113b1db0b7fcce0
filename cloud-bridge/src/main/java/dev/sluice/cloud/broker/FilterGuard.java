package dev.sluice.cloud.broker;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection that subscribes or unsubscribes by {@code $}: Moquette 0.18 lets a malformed
 * shared subscription end the thread that serves its session and those of others, and nothing of
 * the link needs one.
 */
@ChannelHandler.Sharable
final class FilterGuard extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(FilterGuard.class);

  @Override
  public void channelRead(ChannelHandlerContext context, Object packet) {
    if (filters(packet).stream().noneMatch(FilterGuard::refused)) {
      context.fireChannelRead(packet);
      return;
    }
    ReferenceCountUtil.release(packet);
    SocketAddress remote = context.channel().remoteAddress();
    context.close().addListener(done -> LOG.warn("event=filter-refused remote={}", remote));
  }

  private static boolean refused(String filter) {
    return filter == null || filter.isEmpty() || filter.startsWith("$");
  }

  private static List<String> filters(Object packet) {
    if (packet instanceof MqttSubscribeMessage subscribe && subscribe.decoderResult().isSuccess()) {
      return subscribe.payload().topicSubscriptions().stream()
          .map(subscription -> subscription.topicFilter())
          .toList();
    }
    if (packet instanceof MqttUnsubscribeMessage unsubscribe
        && unsubscribe.decoderResult().isSuccess()) {
      return unsubscribe.payload().topics();
    }
    return List.of();
  }
}
