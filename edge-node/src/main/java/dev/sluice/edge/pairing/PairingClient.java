package dev.sluice.edge.pairing;

import dev.sluice.config.ConfigException;
import dev.sluice.tls.LinkIdentity;
import dev.sluice.tls.OwnKey;
import dev.sluice.uplink.PairToken;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Asks a bridge for certificates. Blocks; a failure is one line for the operator. */
public final class PairingClient {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int OK = 200;

  /** The bridge's pairing port as a token or a configuration names it. */
  public static String url(String host, int port) {
    return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /**
   * The first time.
   *
   * @throws ConfigException in one line
   */
  public Certified pair(PairToken token, OwnKey key) throws ConfigException, InterruptedException {
    return ask(
        url(token.host(), token.port()),
        "/v1/pair",
        LinkIdentity.pinned(token.fingerprint()),
        new JsonObject().put("token", token.secret()).put("request", key.request(token.edgeId())));
  }

  /**
   * Before the certificate expires.
   *
   * @param key made for the next one
   * @throws ConfigException in one line
   */
  public Certified renew(LinkIdentity identity, String url, OwnKey key)
      throws ConfigException, InterruptedException {
    return ask(
        url,
        "/v1/renew",
        identity.context(),
        new JsonObject().put("request", key.request(identity.name())));
  }

  private static Certified ask(String url, String path, SSLContext tls, JsonObject body)
      throws ConfigException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
            .build();
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .sslContext(tls)
              .connectTimeout(PATIENCE)
              .version(HttpClient.Version.HTTP_1_1)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofString());
      return read(url, answer);
    } catch (SSLException e) {
      throw new ConfigException(
          "%s: is not the bridge that it should be, or does not take this certificate: %s"
              .formatted(url, e.getMessage()));
    } catch (ConnectException e) {
      throw new ConfigException(
          url
              + ": nobody answers there; is the bridge running, and does a firewall let us through?");
    } catch (HttpTimeoutException e) {
      throw new ConfigException(url + ": no answer in " + PATIENCE.toSeconds() + " s; try again");
    } catch (IOException e) {
      throw new ConfigException(url + ": " + e.getMessage());
    }
  }

  private static Certified read(String url, HttpResponse<String> answer) throws ConfigException {
    try {
      JsonObject json = new JsonObject(answer.body());
      if (answer.statusCode() != OK) {
        throw new ConfigException(
            url + ": refused: " + json.getString("error", "HTTP " + answer.statusCode()));
      }
      return new Certified(
          json.getString("edge", ""),
          json.getString("certificate", ""),
          json.getString("authority", ""),
          json.getString("host", ""),
          json.getInteger("port", 0));
    } catch (DecodeException | ClassCastException e) {
      throw new ConfigException(url + ": answers what no bridge answers; is the port right?");
    }
  }
}
