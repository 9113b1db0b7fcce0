package dev.sluice.cloud;

import dev.sluice.cloud.admin.BackendStats;
import dev.sluice.cloud.admin.CloudMetrics;
import dev.sluice.cloud.bridge.BridgeConnection;
import dev.sluice.cloud.config.ChatModel;
import io.vertx.core.Vertx;
import java.util.List;

/** Chat models and the text requests that edge nodes have for them, as one part of a bridge. */
final class ChatService implements AutoCloseable {
  private final ChatModels models;
  private final ChatLoop loop;

  private ChatService(ChatModels models, ChatLoop loop) {
    this.models = models;
    this.loop = loop;
  }

  /**
   * @throws StartException when a key or a certificate cannot be used
   */
  static ChatService open(List<ChatModel> config, NodeLoop on) throws StartException {
    ChatModels models = ChatModels.open(config);
    return new ChatService(models, new ChatLoop(models.backends(), on.executor()));
  }

  ChatLoop loop() {
    return loop;
  }

  void meter(CloudMetrics metrics) {
    models
        .backends()
        .forEach((model, backend) -> metrics.registerBackend("chat", model, backend::stats));
    metrics.count("chat.requests", "Text requests that were taken", () -> loop.stats().started());
    metrics.gauge("chat.held", "Text requests that are remembered", () -> loop.stats().held());
  }

  /** Before the first input. */
  void connect(BridgeConnection bridge, Vertx vertx) {
    loop.connect(bridge, millis -> vertx.setTimer(millis, timer -> loop.onTick()));
  }

  List<BackendStats> stats() {
    return models.stats();
  }

  @Override
  public void close() {
    models.close();
  }
}
