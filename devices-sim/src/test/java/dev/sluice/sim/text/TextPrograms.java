package dev.sluice.sim.text;

import dev.sluice.sim.forward.ProgramProcess;
import dev.sluice.sim.link.LinkProxy;
import dev.sluice.sim.link.LinkSettings;
import dev.sluice.sim.link.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An edge node and a bridge as processes, the link between them, and a server with OpenAI's
 * interface behind the bridge, which asks it with a key.
 */
final class TextPrograms implements AutoCloseable {
  static final String KEY = "sk-only-the-server-knows";

  final PlayedChatServer server = new PlayedChatServer();
  final ProgramProcess cloud;
  final ProgramProcess edge;
  private final Path folder;
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final LinkProxy link;

  private TextPrograms(Path folder, LinkSettings settings, String policy) throws IOException {
    this.folder = folder;
    Path bridge = Files.createDirectories(folder.resolve("cloud"));
    Files.writeString(bridge.resolve("server.key"), KEY + "\n");
    cloud =
        ProgramProcess.cloud(
            bridge,
            """
            inference:
              chat:
                - name: assistant
                  url: http://127.0.0.1:%d/v1
                  model: tiny
                  key-file: server.key
                  system: Do what the first word says.
            """
                .formatted(server.port()));
    link =
        new LinkProxy(vertx, SocketAddress.inetSocketAddress(cloud.port(), "127.0.0.1"), settings);
    replacePolicy(policy);
    edge =
        ProgramProcess.edge(
            folder.resolve("edge"),
            """
            node: {id: gw}
            uplink: {host: 127.0.0.1, port: %d, reconnect-min: 50ms, reconnect-max: 500ms}
            policy: policy.yaml
            """
                .formatted(join(link.listen(0))));
  }

  static TextPrograms start(Path folder, LinkSettings settings, String policy) throws IOException {
    TextPrograms programs = new TextPrograms(folder, settings, policy);
    programs.cloud.start();
    programs.edge.start();
    return programs;
  }

  void replacePolicy(String policy) throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("edge")).resolve("policy.yaml"), policy);
  }

  void cut() {
    join(link.cut(Outage.Kind.REFUSE));
  }

  void restore() {
    join(link.restore());
  }

  /** Bytes that went from the bridge to the edge node. */
  long downBytes() {
    return join(link.stats()).bytesDown();
  }

  String edgeLog() throws IOException {
    return Files.readString(folder.resolve("edge/edge.log"));
  }

  String cloudLog() throws IOException {
    return Files.readString(folder.resolve("cloud/cloud.log"));
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    join(vertx.close());
    edge.close();
    cloud.close();
    server.close();
  }
}
