package dev.sluice.cloud;

import dev.sluice.cloud.admin.BackendStats;
import dev.sluice.cloud.config.ChatModel;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.guard.CallGuard;
import dev.sluice.inference.openai.ChatTerms;
import dev.sluice.inference.openai.OpenAiClient;
import dev.sluice.inference.remote.ChatBackend;
import dev.sluice.inference.remote.ServerHttp;
import dev.sluice.inference.remote.ServerSettings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The chat models of the configuration, each with its backend, and the one thread of all. */
final class ChatModels implements AutoCloseable {
  /** Of what a server says instead of an answer. */
  private static final int ERROR_BYTES_MAX = 64 << 10;

  private final ScheduledThreadPoolExecutor owner =
      new ScheduledThreadPoolExecutor(1, ChatModels::daemon);
  private final ServerHttp usual = new ServerHttp();
  private final Map<String, ChatBackend> backends = new LinkedHashMap<>();

  private ChatModels() {
    owner.setRemoveOnCancelPolicy(true);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "sluice-chat-models");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Asks no server anything yet.
   *
   * @throws StartException when a key or a certificate cannot be used
   */
  static ChatModels open(List<ChatModel> models) throws StartException {
    ChatModels opened = new ChatModels();
    try {
      for (ChatModel model : models) {
        opened.add(model);
      }
      return opened;
    } catch (ModelException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  private void add(ChatModel config) throws ModelException, StartException {
    ServerSettings server =
        new ServerSettings(
            config.name(),
            URI.create(config.url().replaceAll("/+$", "")),
            ApiKey.read(config, System::getenv),
            config.timeout(),
            config.concurrency(),
            ERROR_BYTES_MAX);
    ServerHttp http = config.ca().isPresent() ? ServerHttp.trusting(config.ca().get()) : usual;
    ChatTerms terms =
        new ChatTerms(
            config.model(),
            config.system(),
            config.maxTokens(),
            config.temperature(),
            config.answerSize().bytesAsInt());
    CallGuard.Settings guard =
        new CallGuard.Settings(
            config.concurrency(), config.queue(), config.timeout(), config.attempts(), true);
    backends.put(
        config.name(),
        new ChatBackend(server, guard, new OpenAiClient(server, http, terms), owner));
  }

  /** By the name that text routes know. */
  Map<String, ChatBackend> backends() {
    return backends;
  }

  List<BackendStats> stats() {
    return backends.entrySet().stream()
        .map(one -> new BackendStats("chat", one.getKey(), one.getValue().stats()))
        .toList();
  }

  @Override
  public void close() {
    backends.values().forEach(ChatBackend::close);
    owner.shutdown();
  }
}
