package dev.sluice.status;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigKind;
import dev.sluice.config.ConfigKinds;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a program for one of its pages of JSON. */
final class AdminPort {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
  private static final int BYTES_MAX = 4 << 20;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int STARTING = 503;

  private final AdminAddress address;
  private final HttpClient http;
  private final HttpRequest request;

  /**
   * @param page such as {@code /api/status}
   * @throws ConfigException when the token or the certificate cannot be read
   */
  AdminPort(AdminAddress address, String page) throws ConfigException {
    this.address = address;
    HttpClient.Builder client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_MAX);
    HttpRequest.Builder asking = HttpRequest.newBuilder(address.uri(page)).timeout(ANSWER_MAX);
    if (address.certificate().isPresent()) {
      trust(client, address.certificate().get());
    }
    if (address.tokenFile().isPresent()) {
      asking.header("Authorization", "Bearer " + token(address.tokenFile().get()));
    }
    this.http = client.build();
    this.request = asking.build();
  }

  /**
   * Of the program that the file is for.
   *
   * @param overrides as at the program's start
   * @throws ConfigException when the file cannot be used
   */
  static AdminPort of(Path file, List<String> overrides, String page) throws ConfigException {
    ConfigKind kind = ConfigKinds.onClassPath().of(file, Optional.empty());
    return new AdminPort(AdminAddress.of(file, kind, overrides), page);
  }

  private static void trust(HttpClient.Builder client, Path certificate) throws ConfigException {
    try {
      client.sslContext(PinnedCertificate.context(certificate));
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigException(certificate + ": is no readable certificate: " + e.getMessage());
    }
  }

  private static String token(Path file) throws ConfigException {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ConfigException(
          "%s: the token cannot be read (%s): run this as a user who may"
              .formatted(file, e.getClass().getSimpleName()));
    }
  }

  AdminAddress address() {
    return address;
  }

  /** The page as the program tells it. */
  JsonNode read() throws Unreachable, InterruptedException {
    try {
      HttpResponse<InputStream> answer =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        byte[] bytes = body.readNBytes(BYTES_MAX);
        if (answer.statusCode() != OK) {
          throw new Unreachable(refusal(answer.statusCode()));
        }
        return JsonMapper.shared().readTree(bytes);
      }
    } catch (IOException e) {
      throw new Unreachable(failure(e));
    } catch (JacksonException e) {
      throw new Unreachable("what answers there tells no status: another program has that port");
    }
  }

  private static String refusal(int statusCode) {
    return switch (statusCode) {
      case UNAUTHORIZED ->
          "it wants a token: admin.token-file must name the one it was started with";
      case NOT_FOUND ->
          "what answers there has no such page: it is another kind of program, or another version";
      case STARTING -> "it is starting, and serves nobody yet";
      default -> "what answers there says HTTP " + statusCode + ": another program has that port";
    };
  }

  private static String failure(IOException e) {
    if (e instanceof HttpTimeoutException) {
      return "no answer in time: it is overloaded or stuck; its log says more";
    }
    if (e instanceof SSLException) {
      return "no TLS with the certificate of admin.tls: " + e.getMessage();
    }
    return e instanceof ConnectException
        ? "nobody listens there: it does not run, or with another configuration (./sluice doctor)"
        : "the connection failed: " + e.getMessage();
  }
}
