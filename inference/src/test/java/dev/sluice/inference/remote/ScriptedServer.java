package dev.sluice.inference.remote;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server that does to each connection what a test says, byte by byte. */
public final class ScriptedServer implements AutoCloseable {
  private static final long CLOSES_WITHIN_MS = 10_000;

  /** What is done with one request. */
  public interface Script {
    void reply(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  /**
   * @param line such as {@code POST /v2/models/m/infer HTTP/1.1}
   * @param head the header lines, lower-case
   */
  public record Request(String line, String head, String body) {}

  private final ServerSocket socket;
  private final Thread accepting;
  private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
  public final Queue<Request> heard = new ConcurrentLinkedQueue<>();

  /** Connections that the other side has closed. */
  public final AtomicInteger hungUp = new AtomicInteger();

  public volatile Script script;

  public ScriptedServer(Script script) throws IOException {
    this.script = script;
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    accepting = start(this::accept);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  public static void json(OutputStream out, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    out.write(
        ("HTTP/1.1 "
                + status
                + " X\r\nContent-Type: application/json\r\nContent-Length: "
                + bytes.length
                + "\r\n\r\n")
            .getBytes(US_ASCII));
    out.write(bytes);
    out.flush();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        connections.add(connection);
        start(() -> serve(connection));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        Request request = request(line, in);
        heard.add(request);
        script.reply(request, connection.getOutputStream());
      }
      hungUp.incrementAndGet();
    } catch (IOException | UncheckedIOException e) {
      hungUp.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Request request(String line, InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    int length = 0;
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      String lower = field.toLowerCase(Locale.ROOT);
      head.append(lower).append('\n');
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
    }
    return new Request(line, head.toString(), new String(in.readNBytes(length), UTF_8));
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

  private static Thread start(Runnable body) {
    Thread thread = new Thread(body, "scripted-server");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Nobody is answered after that: a thread that is in the midst of accepting may take one more.
   */
  @Override
  public void close() throws IOException {
    socket.close();
    try {
      accepting.join(CLOSES_WITHIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
