package dev.sluice.inference.openinference;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.inference.InferenceOutcome;
import dev.sluice.inference.InferenceOutcome.Answered;
import dev.sluice.inference.InferenceOutcome.Cause;
import dev.sluice.inference.InferenceOutcome.Unanswered;
import dev.sluice.inference.InferenceRequest;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.guard.BreakerState;
import dev.sluice.inference.guard.CallGuard;
import dev.sluice.inference.guard.Verdict;
import dev.sluice.inference.remote.RemoteBackend;
import dev.sluice.inference.remote.ScriptedServer;
import dev.sluice.inference.remote.ServerHttp;
import dev.sluice.inference.remote.ServerSettings;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The asking side against a server whose every byte is written here, from the specification. */
class OpenInferenceClientTest {
  private static final ModelManifest MANIFEST =
      new ModelManifest(
          "vibration",
          "1",
          Path.of("vibration.onnx"),
          "0".repeat(64),
          new ModelManifest.Input("window", 3),
          new ModelManifest.Output("score", List.of("normal", "anomaly"), 0.5f));
  private static final String ANSWER =
      """
      {"model_name":"there","model_version":"7","id":"1","parameters":{},
       "outputs":[{"name":"score","datatype":"FP32","shape":[1,1],"data":[%s]}]}
      """;

  private static final ServerHttp HTTP = new ServerHttp();

  private final ScheduledExecutorService owner = Executors.newSingleThreadScheduledExecutor();
  private final CountDownLatch over = new CountDownLatch(1);
  private ScriptedServer server;
  private RemoteBackend backend;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer((request, out) -> ScriptedServer.json(out, 200, answer("0.75")));
    ServerSettings settings = settings();
    backend =
        new RemoteBackend(
            MANIFEST,
            settings,
            new CallGuard.Settings(4, 10, settings.timeout(), 2, true),
            new OpenInferenceClient(
                settings, HTTP, MANIFEST, new RemoteName("there is", Optional.of("7"))),
            owner);
  }

  private ServerSettings settings() {
    return new ServerSettings(
        "triton", server.url(), Optional.of("secret"), Duration.ofSeconds(3), 4, 100_000);
  }

  @AfterEach
  void stop() throws Exception {
    over.countDown();
    backend.close();
    owner.shutdown();
    server.close();
  }

  private static String answer(String score) {
    return ANSWER.formatted(score);
  }

  private InferenceOutcome ask(long withinMs) throws Exception {
    CompletableFuture<InferenceOutcome> outcome = new CompletableFuture<>();
    long deadline = System.nanoTime() + Duration.ofMillis(withinMs).toNanos();
    backend.infer(
        new InferenceRequest(new float[] {9, 0.1f, -2, 3e-5f}, deadline, 5), outcome::complete);
    return outcome.get(20, TimeUnit.SECONDS);
  }

  @Test
  void asksAsTheSpecificationSaysAndTakesTheAnswer() throws Exception {
    Answered answered = (Answered) ask(2_000);

    assertThat(answered.prediction().label()).isEqualTo("anomaly");
    assertThat(answered.prediction().score()).isEqualTo(0.75f);
    assertThat(answered.modelVersion()).isEqualTo("7");
    assertThat(answered.serviceNanos()).isPositive();
    ScriptedServer.Request request = server.heard.remove();
    assertThat(request.line()).isEqualTo("POST /v2/models/there%20is/versions/7/infer HTTP/1.1");
    assertThat(request.head())
        .contains("content-type: application/json", "authorization: bearer secret")
        .containsPattern("x-deadline-ms: (1\\d{3}|2000)\n");
    assertThat(request.body())
        .isEqualTo(
            "{\"inputs\":[{\"name\":\"window\",\"shape\":[1,3],\"datatype\":\"FP32\","
                + "\"data\":[0.1,-2.0,3.0E-5]}],\"outputs\":[{\"name\":\"score\"}]}");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | not json                           | FAILED   | gave no usable answer",
        "200 | {}                                 | FAILED   | no output 'score'",
        "200 | {\"outputs\":[{\"name\":\"score\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[0.1,0.2]}]} | FAILED | FP32 [1, 2] with 2 values",
        "200 | {\"outputs\":[{\"name\":\"score\",\"datatype\":\"INT64\",\"shape\":[1,1],\"data\":[1]}]} | FAILED | is INT64 [1, 1]",
        "200 | {\"outputs\":[{\"name\":\"score\",\"datatype\":\"FP32\",\"shape\":[1,1],\"data\":[7]}]} | FAILED | no score from 0 to 1",
        "400 | {\"error\":\"shape\"}              | REJECTED | answered 400: shape",
        "404 | {\"error\":\"unknown model\"}      | FAILED   | answered 404: unknown model",
        "500 | <html>                             | FAILED   | answered 500",
        "503 | {\"error\":\"full\"}               | SHED     | answered 503: full",
        "302 | x                                  | FAILED   | answered 302",
      })
  void saysWhatTheServerDidInstead(int status, String body, Cause cause, String detail)
      throws Exception {
    server.script = (request, out) -> ScriptedServer.json(out, status, body);

    Unanswered outcome = (Unanswered) ask(2_000);

    assertThat(outcome.cause()).isEqualTo(cause);
    assertThat(outcome.detail())
        .startsWith("model server 'triton' ")
        .contains(detail)
        .doesNotContain("\n");
  }

  /** What servers do that no specification foresees. */
  private enum Misdeed {
    HANGS(Cause.EXPIRED, "did not answer in time"),
    HANGS_AFTER_HEADERS(Cause.EXPIRED, "did not answer in time"),
    DRIPS(Cause.EXPIRED, "did not answer in time"),
    HANGS_UP(Cause.FAILED, "broke off"),
    SPEAKS_NO_HTTP(Cause.FAILED, "broke off"),
    PROMISES_TOO_MUCH(Cause.FAILED, "more than 100000 bytes"),
    SENDS_FOR_EVER(Cause.FAILED, "more than 100000 bytes"),
    ENDLESS_HEADERS(Cause.FAILED, "broke off");

    private final Cause cause;
    private final String detail;

    Misdeed(Cause cause, String detail) {
      this.cause = cause;
      this.detail = detail;
    }
  }

  private void misbehave(Misdeed misdeed, OutputStream out) throws Exception {
    byte[] head = "HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n".getBytes(US_ASCII);
    switch (misdeed) {
      case HANGS -> over.await();
      case HANGS_AFTER_HEADERS -> {
        out.write(head);
        over.await();
      }
      case DRIPS -> {
        out.write(head);
        while (!over.await(20, TimeUnit.MILLISECONDS)) {
          out.write(' ');
        }
      }
      case HANGS_UP -> out.close();
      case SPEAKS_NO_HTTP -> out.write("220 mail.example ESMTP\r\n\r\n".getBytes(US_ASCII));
      case PROMISES_TOO_MUCH ->
          out.write("HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n".getBytes(US_ASCII));
      case SENDS_FOR_EVER -> {
        out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(US_ASCII));
        while (over.getCount() > 0) {
          out.write(("1000\r\n" + " ".repeat(4096) + "\r\n").getBytes(US_ASCII));
        }
      }
      case ENDLESS_HEADERS -> {
        out.write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
        while (over.getCount() > 0) {
          out.write(("X-Filler: " + "x".repeat(4096) + "\r\n").getBytes(US_ASCII));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Misdeed.class)
  void everyMisdeedHasItsEndByTheDeadline(Misdeed misdeed) throws Exception {
    server.script =
        (request, out) -> {
          try {
            misbehave(misdeed, out);
          } catch (java.io.IOException | InterruptedException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    long begun = System.nanoTime();

    Unanswered outcome = (Unanswered) ask(700);

    long tookMs = (System.nanoTime() - begun) / 1_000_000;
    System.out.printf("misdeed=%s ended=%s after=%dms%n", misdeed, outcome.cause(), tookMs);
    assertThat(outcome.cause()).isEqualTo(misdeed.cause);
    assertThat(outcome.detail()).contains(misdeed.detail);
    assertThat(tookMs).isLessThan(1_700);
  }

  @ParameterizedTest
  @EnumSource(
      value = Misdeed.class,
      names = {"HANGS", "HANGS_AFTER_HEADERS", "DRIPS"})
  void hangsUpOnAServerThatNobodyWaitsForAnyMore(Misdeed misdeed) throws Exception {
    server.script =
        (request, out) -> {
          if (misdeed != Misdeed.HANGS) {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n".getBytes(US_ASCII));
          }
          while (!over.await(10, TimeUnit.MILLISECONDS)) {
            if (misdeed == Misdeed.DRIPS) {
              out.write(' ');
            }
            if (misdeed != Misdeed.DRIPS) {
              break;
            }
          }
        };
    ask(1_000);

    await().atMost(Duration.ofSeconds(10)).until(() -> server.hungUp.get() > 0);
  }

  @Test
  void cannotReachWhatIsNotThereAndStopsTrying() throws Exception {
    server.close();

    for (int i = 0; i < 8; i++) {
      assertThat(((Unanswered) ask(400)).cause()).isEqualTo(Cause.FAILED);
    }
    assertThat(backend.stats().breaker()).isEqualTo(BreakerState.OPEN);
    assertThat(((Unanswered) ask(400)).detail())
        .isEqualTo("model server 'triton' is not asked for a while: it cannot be reached");
  }

  @Test
  void takesItBackWhenItIsWellAgain() throws Exception {
    server.script = (request, out) -> ScriptedServer.json(out, 500, "{}");
    for (int i = 0; i < 8; i++) {
      ask(400);
    }
    assertThat(backend.stats().breaker()).isEqualTo(BreakerState.OPEN);

    server.script = (request, out) -> ScriptedServer.json(out, 200, answer("0.25"));

    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> ask(400) instanceof Answered && backend.stats().breaker() == BreakerState.CLOSED);
  }

  @Test
  void sendsNothingThatJsonCannotSay() throws Exception {
    CompletableFuture<InferenceOutcome> outcome = new CompletableFuture<>();
    backend.infer(
        new InferenceRequest(new float[] {1, Float.NaN, 2}, Long.MAX_VALUE, 5), outcome::complete);
    assertThat(((Unanswered) outcome.get(5, TimeUnit.SECONDS)).cause()).isEqualTo(Cause.REJECTED);
    assertThat(server.heard).isEmpty();
  }

  @Test
  void cancelsWhatNobodyWaitsForAndTellsItOnce() throws Exception {
    server.script =
        (request, out) -> {
          // Ends the script, so that the server sees the connection close.
        };
    CompletableFuture<InferenceOutcome> outcome = new CompletableFuture<>();
    var cancellation =
        backend.infer(new InferenceRequest(new float[3], Long.MAX_VALUE, 5), outcome::complete);
    await().until(() -> !server.heard.isEmpty());

    cancellation.cancel();
    cancellation.cancel();

    assertThat(((Unanswered) outcome.get(5, TimeUnit.SECONDS)).cause()).isEqualTo(Cause.CANCELLED);
    await().until(() -> backend.stats().inFlight() == 0);
    await().atMost(Duration.ofSeconds(10)).until(() -> server.hungUp.get() > 0);
    assertThat(backend.stats().lateReplies()).as("replies to what was given up").isZero();
  }

  @Test
  void endsWhatIsOpenWhenItCloses() throws Exception {
    server.script = (request, out) -> over.await();
    CompletableFuture<InferenceOutcome> outcome = new CompletableFuture<>();
    backend.infer(new InferenceRequest(new float[3], Long.MAX_VALUE, 5), outcome::complete);
    backend.close();
    assertThat(((Unanswered) outcome.get(5, TimeUnit.SECONDS)).detail()).contains("stopping");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "[-1,3] | FP32 | Fits    |",
        "[1,3]  | FP32 | Fits    |",
        "[1,4]  | FP32 | Differs | its input 'window' is FP32 [1, 4], the manifest says FP32 [1, 3]",
        "[3]    | FP32 | Differs | its input 'window' is FP32 [3]",
        "[1,3]  | FP64 | Differs | its input 'window' is FP64 [1, 3]",
      })
  void comparesWhatTheServerSaysOfItsModel(String shape, String type, String result, String fault)
      throws Exception {
    String metadata =
        """
        {"name":"there is","versions":["7"],"platform":"onnxruntime_onnx",
         "inputs":[{"name":"window","datatype":"%s","shape":%s}],
         "outputs":[{"name":"score","datatype":"FP32","shape":[-1,1]},
                    {"name":"logits","datatype":"FP32","shape":[-1,2]}]}
        """
            .formatted(type, shape);
    server.script = (request, out) -> ScriptedServer.json(out, 200, metadata);

    MetadataCheck.Result found = check();

    assertThat(found.getClass().getSimpleName()).isEqualTo(result);
    if (found instanceof MetadataCheck.Result.Differs differs) {
      assertThat(differs.faults()).startsWith(fault);
    }
    assertThat(server.heard.remove().line())
        .isEqualTo("GET /v2/models/there%20is/versions/7 HTTP/1.1");
  }

  private MetadataCheck.Result check() throws InterruptedException {
    return new MetadataCheck(settings(), HTTP)
        .run(MANIFEST, new RemoteName("there is", Optional.of("7")), Duration.ofSeconds(1));
  }

  @Test
  void knowsNothingOfAServerThatIsAwayOrSilentOrHasNoSuchModel() throws Exception {
    server.script = (request, out) -> over.await();
    assertThat(check()).isEqualTo(new MetadataCheck.Result.Unknown("no answer in 1000 ms"));
    server.script = (request, out) -> ScriptedServer.json(out, 404, "{}");
    assertThat(check()).isEqualTo(new MetadataCheck.Result.Unknown("answered 404"));
    server.close();
    assertThat(check()).isEqualTo(new MetadataCheck.Result.Unknown("cannot be reached"));
  }

  @ParameterizedTest
  @CsvSource({"401,NONSENSE", "429,BUSY", "502,BROKEN", "422,REFUSED", "200,NONSENSE"})
  void judgesByTheStatus(int status, Verdict verdict) {
    assertThat(OpenInferenceClient.verdict(status)).isEqualTo(verdict);
  }
}
