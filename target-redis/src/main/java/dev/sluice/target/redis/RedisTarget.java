package dev.sluice.target.redis;

import dev.sluice.target.Outcome;
import dev.sluice.target.Target;
import dev.sluice.target.TargetRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XAddParams;

/**
 * Adds records to streams with XADD. What waits goes out together in one pipeline, and each record
 * has its own answer.
 */
final class RedisTarget implements Target {
  private static final int PIPELINE_MAX = 256;

  private record Asked(TargetRecord record, Consumer<Outcome> done) {}

  private final RedisSettings settings;
  private final LinkedBlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  // Of the thread.
  private Optional<Jedis> connection = Optional.empty();

  private RedisTarget(RedisSettings settings) {
    this.settings = settings;
    this.thread = new Thread(this::run, "redis " + settings);
    thread.setDaemon(true);
  }

  static RedisTarget start(RedisSettings settings) {
    var target = new RedisTarget(settings);
    target.thread.start();
    return target;
  }

  @Override
  public long recordBytesMax() {
    return settings.recordBytesMax();
  }

  @Override
  public void put(TargetRecord record, Consumer<Outcome> done) {
    asked.add(new Asked(record, done));
    if (closed) {
      refuseRest();
    }
  }

  private void run() {
    List<Asked> batch = new ArrayList<>();
    try {
      while (!closed) {
        batch.clear();
        batch.add(asked.take());
        asked.drainTo(batch, PIPELINE_MAX - 1);
        putAll(batch);
      }
    } catch (InterruptedException e) {
      // Closed while it waited.
    }
    disconnect();
    refuseRest();
  }

  private void putAll(List<Asked> batch) {
    List<Response<byte[]>> answers = new ArrayList<>();
    String fault = "";
    try {
      Pipeline pipeline = connected().pipelined();
      for (Asked one : batch) {
        TargetRecord record = one.record();
        answers.add(
            pipeline.xadd(
                RedisFields.bytes(record.destination()),
                XAddParams.xAddParams(),
                RedisFields.of(record)));
      }
      pipeline.sync();
    } catch (RuntimeException e) {
      // Whatever the client throws: the thread lives on, and no record is left without an answer.
      fault = RedisAnswers.oneLine(e);
      disconnect();
    }
    for (int i = 0; i < batch.size(); i++) {
      // An answer that came before the connection broke is an answer.
      Optional<Response<byte[]>> answer =
          i < answers.size() ? Optional.of(answers.get(i)) : Optional.empty();
      batch.get(i).done().accept(RedisAnswers.outcome(answer, fault));
    }
  }

  private Jedis connected() {
    if (connection.isEmpty()) {
      var config =
          DefaultJedisClientConfig.builder()
              .socketTimeoutMillis((int) settings.timeout().toMillis())
              .clientName("sluice");
      settings.user().ifPresent(config::user);
      settings.password().ifPresent(config::password);
      var jedis = new Jedis(new RedisSockets(settings), config.build());
      connection = Optional.of(jedis);
      jedis.connect();
    }
    return connection.get();
  }

  private void disconnect() {
    Optional<Jedis> old = connection;
    connection = Optional.empty();
    try {
      old.ifPresent(Jedis::close);
    } catch (JedisException e) {
      // It was broken before.
    }
  }

  private void refuseRest() {
    List<Asked> rest = new ArrayList<>();
    asked.drainTo(rest);
    rest.forEach(one -> one.done().accept(new Outcome.Unavailable("closed")));
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
