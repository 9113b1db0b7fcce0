package dev.sluice.edge.mqtt;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetServerInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/**
 * The one place that reaches below Vert.x MQTT, to the Netty pipeline of each connection.
 *
 * <p>Vert.x MQTT offers no way there, but it asks the Vertx that it is given for its NetServer, and
 * that one for each connection. A proxy in front of both sees every connection after Vert.x has
 * laid out its pipeline and before its first byte. What this relies on (the order of these calls,
 * the names of the handlers) is checked by {@link #verify} before the listener starts, so that an
 * incompatible version of Vert.x fails at start and says so.
 */
final class PipelineSeam {
  static final String ENCODER = "mqttEncoder";
  private static final String DECODER = "mqttDecoder";
  private static final String IDLE = "idle";
  private static final String CONNECT_TIMEOUT = "timeoutOnConnect";
  private static final String SOCKET = "handler";
  private static final String FRAMES = "sluiceFrames";

  /** What Vert.x MQTT lays out, from the socket to the endpoint. */
  static final List<String> LAYOUT = List.of(ENCODER, DECODER, IDLE, CONNECT_TIMEOUT, SOCKET);

  private PipelineSeam() {}

  /** A server of Vert.x MQTT that shows the pipeline of each connection as it is accepted. */
  static MqttServer server(
      Vertx vertx, MqttServerOptions options, Consumer<ChannelPipeline> onPipeline) {
    return MqttServer.create(
        proxy(
            VertxInternal.class,
            (self, method, arguments) -> {
              Object made = invoke(vertx, method, arguments);
              return method.getName().equals("createNetServer")
                  ? showing((NetServerInternal) made, onPipeline)
                  : made;
            }),
        options);
  }

  private static NetServerInternal showing(
      NetServerInternal server, Consumer<ChannelPipeline> onPipeline) {
    return proxy(
        NetServerInternal.class,
        (self, method, arguments) -> {
          if (!isConnectHandler(method)) {
            return invoke(server, method, arguments);
          }
          Handler<NetSocket> layOut = handlerOf(arguments);
          server.connectHandler(
              socket -> {
                layOut.handle(socket);
                onPipeline.accept(((NetSocketInternal) socket).channelHandlerContext().pipeline());
              });
          return self;
        });
  }

  /**
   * Takes the place of the decoder, and of the time-outs: Vert.x closes silent clients without a
   * word, the core does it with a reason [MQTT-3.1.2-22]. The socket of Vert.x goes too: nothing
   * comes as far as that, and its queue for writes takes more memory than all the rest of a
   * connection. Not at once, for Vert.x is still adding it.
   */
  static void insert(ChannelPipeline pipeline, ChannelHandler frames) {
    pipeline.replace(DECODER, FRAMES, frames);
    pipeline.remove(IDLE);
    pipeline.remove(CONNECT_TIMEOUT);
    pipeline.channel().eventLoop().execute(() -> removeSocket(pipeline));
  }

  private static void removeSocket(ChannelPipeline pipeline) {
    if (pipeline.get(SOCKET) != null) {
      pipeline.remove(SOCKET);
    }
  }

  /** Where to write encoded packets: nothing of Vert.x MQTT touches them from there on. */
  static ChannelHandlerContext encoder(ChannelPipeline pipeline) {
    return pipeline.context(ENCODER);
  }

  /**
   * Lets Vert.x MQTT lay out the pipeline of a connection that leads nowhere, and compares.
   *
   * @throws IllegalStateException when this version of Vert.x MQTT does it differently
   */
  static void verify(Vertx vertx, List<String> expected) {
    List<String> seen = layOutOf(vertx);
    if (!seen.equals(expected)) {
      throw new IllegalStateException(
          "this version of vertx-mqtt lays out its pipeline as "
              + seen
              + " but "
              + expected
              + " is required; use the version that the project pins");
    }
  }

  private static List<String> layOutOf(Vertx vertx) {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.pipeline().addLast(SOCKET, new ChannelInboundHandlerAdapter());
    NetSocketInternal socket =
        proxy(
            NetSocketInternal.class,
            (self, method, arguments) ->
                method.getName().equals("channelHandlerContext")
                    ? channel.pipeline().context(SOCKET)
                    : self);
    NetServerInternal server =
        proxy(
            NetServerInternal.class,
            (self, method, arguments) -> {
              if (isConnectHandler(method)) {
                handlerOf(arguments).handle(socket);
              }
              return method.getName().equals("listen") ? Future.succeededFuture(self) : self;
            });
    VertxInternal stub =
        proxy(
            VertxInternal.class,
            (self, method, arguments) ->
                method.getName().equals("createNetServer")
                    ? server
                    : invoke(vertx, method, arguments));
    MqttServer.create(stub).endpointHandler(endpoint -> {}).listen();
    List<String> names = namesOf(channel.pipeline());
    channel.finishAndReleaseAll();
    return names;
  }

  /** Without Netty's own tail. */
  private static List<String> namesOf(ChannelPipeline pipeline) {
    return pipeline.names().stream().filter(name -> !name.contains("#")).toList();
  }

  private static boolean isConnectHandler(Method method) {
    return method.getName().equals("connectHandler") && method.getParameterCount() == 1;
  }

  @SuppressWarnings("unchecked") // The only parameter of NetServer.connectHandler.
  private static Handler<NetSocket> handlerOf(Object[] arguments) {
    return (Handler<NetSocket>) arguments[0];
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            PipelineSeam.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }
}
