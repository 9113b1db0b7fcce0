package dev.sluice.bench.peer;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Eclipse Mosquitto as the system has installed it. */
public final class MosquittoPeer implements Peer {
  private static final String CONFIG =
      """
      listener %d 127.0.0.1
      allow_anonymous true
      persistence false
      max_inflight_messages 1024
      max_queued_messages 0
      set_tcp_nodelay true
      log_dest none
      """;

  private static final Pattern VERSION = Pattern.compile("mosquitto version (\\S+)");

  private final Optional<Path> program = find();

  private static Optional<Path> find() {
    String path = System.getenv().getOrDefault("PATH", "");
    // Debian puts it where only root looks.
    return Stream.concat(
            Arrays.stream(path.split(File.pathSeparator)),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(folder -> Path.of(folder, "mosquitto"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public String name() {
    return "mosquitto";
  }

  @Override
  public Optional<String> absence() {
    return program.isPresent()
        ? Optional.empty()
        : Optional.of("no mosquitto in PATH or /usr/sbin: install mosquitto");
  }

  @Override
  public String version() {
    try {
      Process process =
          new ProcessBuilder(program.orElseThrow().toString(), "-h")
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher matcher = VERSION.matcher(text);
      return matcher.find() ? matcher.group(1) : "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }

  @Override
  public String settings() {
    return "max_inflight_messages 1024, max_queued_messages 0 (no limit), set_tcp_nodelay true,"
        + " persistence false, log_dest none";
  }

  @Override
  public List<String> prepare(Path folder, int port, Heap heap) throws IOException {
    Path config = Files.writeString(folder.resolve("mosquitto.conf"), CONFIG.formatted(port));
    return List.of(program.orElseThrow().toString(), "-c", config.toString());
  }
}
