package dev.sluice.cloud.gate;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** The broker's side of one connection: its bytes go to the edge node as they are. */
@SuppressWarnings("FutureReturnValueIgnored") // channelInactive says what came of it.
final class BackHandler extends ChannelInboundHandlerAdapter {
  private final Channel front;

  BackHandler(Channel front) {
    this.front = front;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    front.write(bytes);
    if (!front.isWritable()) {
      context.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    front.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      front.config().setAutoRead(true);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    front.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
