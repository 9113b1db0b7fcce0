package dev.sluice.handbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command of the documents, typed as it stands there, against the product as it was built.
 */
@Timeout(240)
class DocumentsIT {
  private static final List<Integer> PORTS = List.of(1883, 1884, 8883, 9464, 9465);

  @TempDir Path folder;
  private final AtomicInteger documents = new AtomicInteger();

  @BeforeEach
  void look() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: the launcher needs bash");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/mosquitto_pub")),
        "skipped: the documents use Debian's mosquitto-clients");
    if (!Shell.hasOwnNetwork()) {
      PORTS.forEach(DocumentsIT::requireFree);
    }
  }

  private static void requireFree(int port) {
    try {
      new ServerSocket(port).close();
    } catch (IOException e) {
      assumeTrue(false, "skipped: port " + port + " is in use, and there is no network of our own");
    }
  }

  /** In a checkout of its own. */
  private Reader follow(Document document) throws Exception {
    Path own = Files.createDirectories(folder.resolve("document-" + documents.incrementAndGet()));
    Path outputs = Files.createDirectory(own.resolve("outputs"));
    Path checkout = ScratchCheckout.in(Files.createDirectory(own.resolve("sluice")));
    try (Shell shell = new Shell(checkout, outputs)) {
      Reader reader = new Reader(shell);
      long start = System.nanoTime();
      reader.follow(document);
      System.out.printf(
          "%s: %d commands in %.1f s, failed: %s%n",
          document.path().getFileName(),
          reader.run(),
          (System.nanoTime() - start) / 1e9,
          reader.failures());
      return reader;
    } finally {
      ScratchCheckout.unlink(checkout);
    }
  }

  /** Two at a time where each has a network of its own: most of the time is programs starting. */
  @Test
  void everyCommandOfTheDocumentsWorksAsItStandsThere() throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(Shell.hasOwnNetwork() ? 2 : 1);
    List<Reader> finished = new ArrayList<>();
    try {
      List<Future<Reader>> started = new ArrayList<>();
      for (Document document : Repository.documents()) {
        started.add(readers.submit(() -> follow(document)));
      }
      for (Future<Reader> reader : started) {
        finished.add(reader.get());
      }
    } finally {
      readers.shutdownNow();
    }
    finished.forEach(
        reader -> reader.notRun().forEach(line -> System.out.println("not run: " + line)));
    int run = finished.stream().mapToInt(Reader::run).sum();
    int notRun = finished.stream().mapToInt(reader -> reader.notRun().size()).sum();
    System.out.printf("commands of the documents: %d run, %d not run%n", run, notRun);
    assertThat(finished).flatExtracting(Reader::failures).isEmpty();
    assertThat(run).isGreaterThan(notRun);
  }

  @Test
  void aWrongCommandOfADocumentIsFound() throws Exception {
    Path broken =
        Files.writeString(
            folder.resolve("broken.md"),
            """
            # Broken

            ```sh
            test -f config/edge.yaml           # is right
            ./sluice doctor --no-such-option
            ```

            <!-- not run: needs a Pi -->
            ```sh
            false
            ```

            ```console
            $ ls config/no-such-file.yaml
            what it says
            ```
            """);
    Reader reader = follow(Document.read(broken));
    assertThat(reader.failures())
        .hasSize(2)
        .anySatisfy(failure -> assertThat(failure).startsWith("broken.md:5: ").contains("code 2"))
        .anySatisfy(failure -> assertThat(failure).startsWith("broken.md:14: "));
    assertThat(reader.run()).isEqualTo(3);
    assertThat(reader.notRun()).containsExactly("broken.md:10: false  (needs a Pi)");
  }

  @Test
  void aProgramThatDoesNotStartIsFound() throws Exception {
    Path broken =
        Files.writeString(
            folder.resolve("broken.md"), "```sh\n./sluice edge --config none.yaml &\n```\n");
    Reader reader = follow(Document.read(broken));
    assertThat(reader.failures()).singleElement().asString().contains("has ended", "none.yaml");
  }
}
