package dev.sluice.inference.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.inference.InferenceBackend.Cancellation;
import dev.sluice.inference.InferenceOutcome.Cause;
import dev.sluice.inference.guard.BreakerState;
import dev.sluice.inference.guard.CallGuard;
import dev.sluice.inference.guard.Verdict;
import dev.sluice.inference.remote.ChatBackend;
import dev.sluice.inference.remote.ChatOutcome;
import dev.sluice.inference.remote.ChatOutcome.Finished;
import dev.sluice.inference.remote.ChatOutcome.Unfinished;
import dev.sluice.inference.remote.ScriptedServer;
import dev.sluice.inference.remote.ServerHttp;
import dev.sluice.inference.remote.ServerSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The asking side against a server whose every byte is written here. */
class ChatBackendTest {
  private static final ServerHttp HTTP = new ServerHttp();
  private static final String DONE = "data: [DONE]\n\n";

  private final ScheduledExecutorService owner = Executors.newSingleThreadScheduledExecutor();
  private final CountDownLatch over = new CountDownLatch(1);
  private ScriptedServer server;
  private ChatBackend backend;

  @BeforeEach
  void start() throws Exception {
    server =
        new ScriptedServer(
            (request, out) -> {
              head(out, 200, "text/event-stream; charset=utf-8");
              say(out, event("Hello", "null") + event(" you", "\"stop\"") + DONE);
              end(out);
            });
    backend = backend(Duration.ofSeconds(3));
  }

  private ChatBackend backend(Duration silence) {
    ServerSettings settings =
        new ServerSettings("llama", server.url(), Optional.of("secret"), silence, 4, 10_000);
    ChatTerms terms =
        new ChatTerms(
            "llama-3.1", Optional.of("Be brief."), Optional.of(64), Optional.of(0.5), 1_000);
    return new ChatBackend(
        settings,
        new CallGuard.Settings(4, 10, silence, 2, true),
        new OpenAiClient(settings, HTTP, terms),
        owner);
  }

  @AfterEach
  void stop() throws Exception {
    over.countDown();
    backend.close();
    owner.shutdown();
    server.close();
  }

  private static String event(String text, String finish) {
    return "data: {\"model\":\"llama-3.1-8b\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
        + text
        + "\"},\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  private static void head(OutputStream out, int status, String type) throws IOException {
    out.write(
        ("HTTP/1.1 " + status + " X\r\nContent-Type: " + type)
            .concat("\r\nTransfer-Encoding: chunked\r\n\r\n")
            .getBytes(US_ASCII));
    out.flush();
  }

  private static void say(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(US_ASCII));
    out.write(bytes);
    out.write("\r\n".getBytes(US_ASCII));
    out.flush();
  }

  private static void end(OutputStream out) throws IOException {
    out.write("0\r\n\r\n".getBytes(US_ASCII));
    out.flush();
  }

  /** Collects what is told. */
  private static final class Told implements ChatBackend.Listener {
    final List<String> texts = new CopyOnWriteArrayList<>();
    final AtomicInteger ends = new AtomicInteger();
    final CompletableFuture<ChatOutcome> outcome = new CompletableFuture<>();

    @Override
    public void onText(String text) {
      assertThat(ends).as("text after the end").hasValue(0);
      texts.add(text);
    }

    @Override
    public void onEnd(ChatOutcome end) {
      ends.incrementAndGet();
      outcome.complete(end);
    }

    String text() {
      return String.join("", texts);
    }

    ChatOutcome await() throws Exception {
      return outcome.get(10, TimeUnit.SECONDS);
    }

    Unfinished unfinished() throws Exception {
      return (Unfinished) await();
    }
  }

  private Told ask(Duration deadline) {
    Told told = new Told();
    asking(told, deadline);
    return told;
  }

  private Cancellation asking(Told told, Duration deadline) {
    long deadlineNanos = System.nanoTime() + deadline.toNanos();
    return backend.ask(new ChatBackend.Request("Who are \"you\"?", deadlineNanos, 5), told);
  }

  @Test
  void tellsTheTextAndThenItsEnd() throws Exception {
    Told told = ask(Duration.ofSeconds(5));
    Finished finished = (Finished) told.await();
    assertThat(told.text()).isEqualTo("Hello you");
    assertThat(finished.model()).isEqualTo("llama-3.1-8b");
    assertThat(finished.finish()).isEqualTo("stop");
    assertThat(finished.serviceNanos()).isPositive();
  }

  @Test
  void asksAsTheInterfaceSays() throws Exception {
    ask(Duration.ofSeconds(5)).await();
    ScriptedServer.Request request = server.heard.element();
    assertThat(request.line()).isEqualTo("POST /chat/completions HTTP/1.1");
    assertThat(request.head())
        .contains("authorization: bearer secret", "accept: text/event-stream");
    assertThat(request.body())
        .isEqualTo(
            "{\"model\":\"llama-3.1\",\"stream\":true,\"messages\":["
                + "{\"role\":\"system\",\"content\":\"Be brief.\"},"
                + "{\"role\":\"user\",\"content\":\"Who are \\\"you\\\"?\"}],"
                + "\"max_tokens\":64,\"temperature\":0.5}");
  }

  @Test
  void tellsTextBeforeTheRestIsThere() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    server.script =
        (request, out) -> {
          head(out, 200, "text/event-stream");
          say(out, event("first", "null"));
          heard.await();
          say(out, event(" second", "\"stop\"") + DONE);
        };
    Told told = ask(Duration.ofSeconds(5));
    await().until(() -> told.text().equals("first"));
    assertThat(told.outcome).isNotDone();
    heard.countDown();
    assertThat(told.await()).isInstanceOf(Finished.class);
    assertThat(told.text()).isEqualTo("first second");
  }

  /** What a server can do instead of answering well. */
  private enum Misdeed {
    BUSY(Cause.SHED, "answered 429: slow down", 2),
    OVERLOADED(Cause.SHED, "answered 503", 2),
    FAILS(Cause.FAILED, "answered 500", 2),
    REFUSES(Cause.REJECTED, "answered 400: too long", 1),
    HAS_NO_SUCH_MODEL(Cause.FAILED, "answered 404: no such model", 1),
    HANGS_UP(Cause.FAILED, "broke off", 2),
    ANSWERS_WHOLE(Cause.FAILED, "another content type", 1),
    SPEAKS_GARBAGE(Cause.FAILED, "no stream of events", 1),
    SENDS_NO_JSON(Cause.FAILED, "not valid JSON", 1),
    ENDS_WITHOUT_WORDS(Cause.FAILED, "before [DONE]", 2),
    GIVES_UP(Cause.FAILED, "gave up: out of memory", 2),
    ENDS_HALFWAY(Cause.FAILED, "before [DONE]", 1),
    DIES_HALFWAY(Cause.FAILED, "broke off", 1),
    GIVES_UP_HALFWAY(Cause.FAILED, "gave up: out of memory", 1),
    TALKS_TOO_MUCH(Cause.FAILED, "more than 1000 characters", 1),
    COMMENTS_FOR_EVER(Cause.FAILED, "a stream of more than", 1),
    LONG_LINE(Cause.FAILED, "an event of more than", 1),
    HANGS(Cause.EXPIRED, "did not answer in time", 1),
    HANGS_AFTER_HEADERS(Cause.EXPIRED, "did not answer in time", 1),
    HANGS_HALFWAY(Cause.EXPIRED, "did not answer in time", 1);

    final Cause cause;
    final String detail;
    final int asked;

    Misdeed(Cause cause, String detail, int asked) {
      this.cause = cause;
      this.detail = detail;
      this.asked = asked;
    }
  }

  private void misbehave(Misdeed misdeed, OutputStream out)
      throws IOException, InterruptedException {
    switch (misdeed) {
      case BUSY -> ScriptedServer.json(out, 429, "{\"error\":{\"message\":\"slow down\"}}");
      case OVERLOADED -> ScriptedServer.json(out, 503, "<html>");
      case FAILS -> ScriptedServer.json(out, 500, "");
      case REFUSES -> ScriptedServer.json(out, 400, "{\"error\":{\"message\":\"too long\"}}");
      case HAS_NO_SUCH_MODEL -> ScriptedServer.json(out, 404, "{\"error\":\"no such model\"}");
      case HANGS_UP -> out.close();
      case ANSWERS_WHOLE -> ScriptedServer.json(out, 200, "{\"choices\":[]}");
      case HANGS -> over.await();
      default -> {
        head(out, 200, "text/event-stream");
        stream(misdeed, out);
      }
    }
  }

  private void stream(Misdeed misdeed, OutputStream out) throws IOException, InterruptedException {
    switch (misdeed) {
      case SPEAKS_GARBAGE -> say(out, "\u0000\u0001 garbage\n\n");
      case SENDS_NO_JSON -> say(out, "data: hello\n\n");
      case ENDS_WITHOUT_WORDS -> end(out);
      case GIVES_UP -> say(out, "data: {\"error\":{\"message\":\"out of memory\"}}\n\n");
      case TALKS_TOO_MUCH -> say(out, event("w".repeat(1_001), "null"));
      case LONG_LINE -> say(out, "data: " + "w".repeat(300_000));
      case COMMENTS_FOR_EVER -> {
        while (true) {
          say(out, ": still here\n".repeat(1_000));
        }
      }
      case ENDS_HALFWAY -> {
        say(out, event("half", "null"));
        end(out);
      }
      case DIES_HALFWAY -> {
        say(out, event("half", "null"));
        out.close();
      }
      case GIVES_UP_HALFWAY ->
          say(out, event("half", "null") + "data: {\"error\":\"out of memory\"}\n\n");
      case HANGS_HALFWAY -> {
        say(out, event("half", "null"));
        over.await();
      }
      default -> over.await();
    }
  }

  @ParameterizedTest
  @EnumSource(Misdeed.class)
  void whateverTheServerDoesTheRequestEndsOnceWithOneLine(Misdeed misdeed) throws Exception {
    server.script = (request, out) -> misbehave(misdeed, out);
    Told told = ask(Duration.ofMillis(1_500));
    Unfinished end = told.unfinished();
    assertThat(end.cause()).isEqualTo(misdeed.cause);
    assertThat(end.detail()).startsWith("model server 'llama' ").contains(misdeed.detail);
    assertThat(server.heard).as("times that it was asked").hasSize(misdeed.asked);
    assertThat(told.ends).hasValue(1);
    assertThat(told.text()).isEqualTo(misdeed.name().endsWith("HALFWAY") ? "half" : "");
    await().until(() -> backend.stats().inFlight() == 0);
  }

  @Test
  void aSecondAttemptAnswersWhereNothingHadBeenTold() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    ScriptedServer.Script good = server.script;
    server.script =
        (request, out) -> {
          if (asked.incrementAndGet() == 1) {
            ScriptedServer.json(out, 503, "");
          } else {
            good.reply(request, out);
          }
        };
    Told told = ask(Duration.ofSeconds(5));
    assertThat(told.await()).isInstanceOf(Finished.class);
    assertThat(told.text()).isEqualTo("Hello you");
    assertThat(backend.stats().retries()).isEqualTo(1);
  }

  @Test
  void whatBrokeOffIsCountedAsCutOff() throws Exception {
    server.script = (request, out) -> misbehave(Misdeed.DIES_HALFWAY, out);
    ask(Duration.ofSeconds(5)).await();
    await().until(() -> backend.stats().replies().get(Verdict.CUT_OFF) == 1);
  }

  @Test
  void aSilenceLongerThanAllowedEndsItBeforeTheDeadline() throws Exception {
    backend.close();
    backend = backend(Duration.ofMillis(300));
    server.script = (request, out) -> misbehave(Misdeed.HANGS_HALFWAY, out);
    Unfinished end = ask(Duration.ofSeconds(20)).unfinished();
    assertThat(end.cause()).isEqualTo(Cause.FAILED);
    assertThat(end.detail()).contains("did not answer in 300 ms");
  }

  @Test
  void anAnswerMayTakeLongerThanTheLongestSilence() throws Exception {
    backend.close();
    backend = backend(Duration.ofMillis(400));
    CountDownLatch never = new CountDownLatch(1);
    server.script =
        (request, out) -> {
          head(out, 200, "text/event-stream");
          for (int i = 0; i < 10; i++) {
            say(out, event("w", "null"));
            assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
          }
          say(out, DONE);
        };
    Told told = ask(Duration.ofSeconds(20));
    assertThat(told.await()).isInstanceOf(Finished.class);
    assertThat(told.text()).isEqualTo("w".repeat(10));
  }

  @Test
  void cancellingClosesTheConnectionAndEndsItOnce() throws Exception {
    server.script =
        (request, out) -> {
          head(out, 200, "text/event-stream");
          while (true) {
            say(out, event("w", "null"));
            TimeUnit.MILLISECONDS.sleep(5);
          }
        };
    Told told = new Told();
    Cancellation cancellation = asking(told, Duration.ofSeconds(20));
    await().until(() -> !told.texts.isEmpty());
    cancellation.cancel();
    cancellation.cancel();
    assertThat(told.unfinished().cause()).isEqualTo(Cause.CANCELLED);
    await().until(() -> server.hungUp.get() == 1);
    assertThat(told.ends).hasValue(1);
  }

  @Test
  void theBreakerOpensAndRequestsEndAtOnce() throws Exception {
    server.script = (request, out) -> misbehave(Misdeed.SPEAKS_GARBAGE, out);
    for (int i = 0; i < 5; i++) {
      ask(Duration.ofSeconds(5)).await();
    }
    await().until(() -> backend.stats().breaker() == BreakerState.OPEN);
    Unfinished end = ask(Duration.ofSeconds(5)).unfinished();
    assertThat(end.detail()).contains("is not asked for a while: it sent something");
    assertThat(server.heard).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void closingEndsWhatIsOpen(boolean begun) throws Exception {
    server.script = (request, out) -> misbehave(Misdeed.HANGS_HALFWAY, out);
    if (!begun) {
      backend.close();
    }
    Told told = ask(Duration.ofSeconds(20));
    if (begun) {
      await().until(() -> !told.texts.isEmpty());
      backend.close();
    }
    assertThat(told.unfinished().detail()).isEqualTo("the bridge is stopping");
  }
}
