package dev.sluice.handbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A bash that one command after the other is typed into, as a reader would, in a network of its own
 * where the system allows that: the ports of the documents are free there, and nothing gets out.
 */
final class Shell implements AutoCloseable {
  private static final List<String> OWN_NETWORK = List.of("unshare", "--map-root-user", "--net");

  /**
   * @param exitCode of the command; of one in the background that of starting it
   * @param pid of the last one in the background
   */
  record Ended(int exitCode, long pid, Path output) {
    String text() throws IOException {
      return Files.readString(output);
    }
  }

  private final Path outputs;
  private final Process bash;
  private final BufferedReader answers;
  private final Writer words;
  private int commands;

  /**
   * @param outputs a folder for what the commands say
   */
  Shell(Path folder, Path outputs) throws IOException, InterruptedException {
    this.outputs = outputs;
    List<String> line = new ArrayList<>(hasOwnNetwork() ? OWN_NETWORK : List.of());
    line.addAll(List.of("bash", "--norc", "-s"));
    ProcessBuilder start = new ProcessBuilder(line).directory(folder.toFile());
    start.environment().put("SLUICE_NO_BUILD", "1");
    // Programs live for seconds here: what compiles quickly will do.
    start.environment().put("SLUICE_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    start.environment().put("HOME", folder.toString());
    bash = start.redirectError(outputs.resolve("bash.err").toFile()).start();
    answers = bash.inputReader(UTF_8);
    words = bash.outputWriter(UTF_8);
    if (hasOwnNetwork()) {
      type("ip link set lo up", 10);
    }
  }

  /** Whether ports of the documents are free whatever else runs here. */
  static boolean hasOwnNetwork() throws IOException, InterruptedException {
    if (!Files.isExecutable(Path.of("/usr/bin/unshare"))) {
      return false;
    }
    List<String> line = new ArrayList<>(OWN_NETWORK);
    line.addAll(List.of("ip", "link", "set", "lo", "up"));
    return new ProcessBuilder(line).redirectErrorStream(true).start().waitFor() == 0;
  }

  /**
   * @throws TimeoutException when it takes longer
   */
  private Ended typed(String command, long secondsMax)
      throws IOException, InterruptedException, TimeoutException {
    Path file = Files.writeString(outputs.resolve("command-" + ++commands), command + "\n");
    Path output = outputs.resolve("output-" + commands);
    words.write("source '%s' </dev/null >'%s' 2>&1; echo \"$? ${!:-0}\"\n".formatted(file, output));
    words.flush();
    try {
      String[] answer =
          CompletableFuture.supplyAsync(this::answer)
              .get(secondsMax, TimeUnit.SECONDS)
              .split(" ", -1);
      return new Ended(Integer.parseInt(answer[0]), Long.parseLong(answer[1]), output);
    } catch (ExecutionException e) {
      throw new IOException("the shell has ended", e);
    }
  }

  private String answer() {
    try {
      return String.valueOf(answers.readLine());
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Ends it, with everything below it, when it takes longer. */
  Ended type(String command, long secondsMax) throws IOException, InterruptedException {
    try {
      return typed(command, secondsMax);
    } catch (TimeoutException e) {
      close();
      throw new IOException("no end after " + secondsMax + " s", e);
    }
  }

  @Override
  public void close() {
    bash.descendants().forEach(ProcessHandle::destroyForcibly);
    bash.destroyForcibly();
  }
}
