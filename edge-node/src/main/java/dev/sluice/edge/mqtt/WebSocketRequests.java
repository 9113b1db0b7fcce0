package dev.sluice.edge.mqtt;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers the HTTP requests that must not become a WebSocket: of another path, and of web pages
 * from elsewhere, which could otherwise reach a broker on the visitor's own machine.
 */
final class WebSocketRequests extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-fA-F:.]+]");

  private final Door.WebSocket door;

  WebSocketRequests(Door.WebSocket door) {
    super(FullHttpRequest.class);
    this.door = door;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    Optional<HttpResponseStatus> refusal = refusal(request);
    if (refusal.isPresent()) {
      context
          .writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, refusal.get()))
          .addListener(ChannelFutureListener.CLOSE);
    } else {
      // Who speaks WebSocket behind us compares all of it.
      context.fireChannelRead(request.setUri(door.path()).retain());
    }
  }

  private Optional<HttpResponseStatus> refusal(FullHttpRequest request) {
    if (!pathOf(request).equals(door.path())) {
      return Optional.of(HttpResponseStatus.NOT_FOUND);
    }
    Optional<String> origin = Optional.ofNullable(request.headers().get(HttpHeaderNames.ORIGIN));
    return origin.isEmpty() || isWelcome(origin.get(), request)
        ? Optional.empty()
        : Optional.of(HttpResponseStatus.FORBIDDEN);
  }

  private static String pathOf(FullHttpRequest request) {
    int query = request.uri().indexOf('?');
    return query < 0 ? request.uri() : request.uri().substring(0, query);
  }

  private boolean isWelcome(String origin, FullHttpRequest request) {
    if (door.origins().contains("*") || door.origins().contains(origin)) {
      return true;
    }
    String host = Optional.ofNullable(request.headers().get(HttpHeaderNames.HOST)).orElse("");
    // Where names lead is for whoever owns them to say: only addresses are believed unlisted.
    return hostOf(origin)
        .filter(from -> from.equals(withoutPort(host)))
        .filter(from -> from.equals("localhost") || ADDRESS.matcher(from).matches())
        .isPresent();
  }

  private static Optional<String> hostOf(String origin) {
    try {
      return Optional.ofNullable(URI.create(origin).getHost());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }
}
