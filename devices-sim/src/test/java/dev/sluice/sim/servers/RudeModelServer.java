package dev.sluice.sim.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model server of the Open Inference Protocol on a real socket, in the mood that a test wants.
 */
final class RudeModelServer implements AutoCloseable {
  /** What it does with a request. */
  enum Mood {
    GOOD,
    SLOW,
    REFUSES,
    FAILS,
    GARBAGE,
    WRONG_SHAPE,
    HANGS_AFTER_HEADERS,
    HANGS,
    ENDLESS_HEADERS,
    ENDLESS_BODY
  }

  private static final long GOOD_MS = 3;
  private static final long SLOW_MS = 3_000;

  private final int port;
  private final AtomicInteger asked = new AtomicInteger();
  private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
  private volatile Mood mood = Mood.GOOD;
  private ServerSocket listening;

  RudeModelServer() throws IOException {
    listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    port = listening.getLocalPort();
    listen(listening);
  }

  int port() {
    return port;
  }

  /** Requests for an inference since the start. */
  int asked() {
    return asked.get();
  }

  /** From now on; connections that are open are cut, as by a restart. */
  void become(Mood next) throws IOException {
    mood = next;
    if (next == Mood.REFUSES) {
      listening.close();
    } else if (listening.isClosed()) {
      listening = new ServerSocket();
      listening.setReuseAddress(true);
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
      listen(listening);
    }
    cut();
  }

  private void cut() throws IOException {
    for (Socket open = connections.poll(); open != null; open = connections.poll()) {
      open.close();
    }
  }

  private void listen(ServerSocket on) {
    start(
        () -> {
          try {
            while (true) {
              Socket connection = on.accept();
              connections.add(connection);
              start(() -> serve(connection));
            }
          } catch (IOException e) {
            // closed
          }
        });
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        in.readNBytes(bodyLength(in));
        if (line.startsWith("GET ")) {
          json(out, 404, "{\"error\":\"no metadata here\"}");
        } else {
          asked.incrementAndGet();
          reply(out);
        }
      }
    } catch (IOException e) {
      // the other side hung up, or the mood changed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reply(OutputStream out) throws IOException, InterruptedException {
    switch (mood) {
      case GOOD, REFUSES -> answer(out, GOOD_MS, "[1,1]", "[0.9]");
      case SLOW -> answer(out, SLOW_MS, "[1,1]", "[0.9]");
      case FAILS -> json(out, 500, "{\"error\":\"out of memory\"}");
      case GARBAGE -> json(out, 200, "{\"outputs\":[{\"name\":\"score\",\"data\":[[[");
      case WRONG_SHAPE -> answer(out, GOOD_MS, "[1,3]", "[0.1,0.2,0.7]");
      case HANGS_AFTER_HEADERS -> {
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(US_ASCII));
        out.flush();
        TimeUnit.SECONDS.sleep(60);
      }
      case HANGS -> TimeUnit.SECONDS.sleep(60);
      case ENDLESS_HEADERS -> pour(out, "", "X-Filler: " + "x".repeat(4_000) + "\r\n");
      case ENDLESS_BODY ->
          pour(out, "Transfer-Encoding: chunked\r\n\r\n", "1000\r\n" + "[".repeat(4_096) + "\r\n");
    }
  }

  /** Until the other side hangs up. */
  private static void pour(OutputStream out, String first, String again) throws IOException {
    out.write(("HTTP/1.1 200 OK\r\n" + first).getBytes(US_ASCII));
    byte[] more = again.getBytes(US_ASCII);
    while (true) {
      out.write(more);
    }
  }

  private static void answer(OutputStream out, long afterMs, String shape, String data)
      throws IOException, InterruptedException {
    TimeUnit.MILLISECONDS.sleep(afterMs);
    json(
        out,
        200,
        ("{\"model_name\":\"there\",\"model_version\":\"rude\",\"outputs\":[{\"name\":\"score\","
                + "\"datatype\":\"FP32\",\"shape\":%s,\"data\":%s}]}")
            .formatted(shape, data));
  }

  private static void json(OutputStream out, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    String head = "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n";
    out.write(head.formatted(status, bytes.length).getBytes(US_ASCII));
    out.write(bytes);
    out.flush();
  }

  private static int bodyLength(InputStream in) throws IOException {
    int length = 0;
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      String lower = field.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
    }
    return length;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private static void start(Runnable body) {
    Thread thread = new Thread(body, "rude-model-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }
}
