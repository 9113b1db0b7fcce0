package dev.sluice.sim.forward;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a running program says by HTTP of how it is. */
final class EdgePages {
  private static final Pattern ADMIN = Pattern.compile("admin=(\\S+)");

  private EdgePages() {}

  static String metrics(ProgramProcess program) throws IOException, InterruptedException {
    return get(program, "/metrics");
  }

  static String get(ProgramProcess program, String page) throws IOException, InterruptedException {
    return ask(program, page).body();
  }

  static boolean isReady(ProgramProcess program) throws IOException, InterruptedException {
    return ask(program, "/health/ready").statusCode() == 200;
  }

  private static HttpResponse<String> ask(ProgramProcess program, String page)
      throws IOException, InterruptedException {
    Matcher at = ADMIN.matcher(program.readyLine());
    if (!at.find()) {
      throw new IOException("no admin port in: " + program.readyLine());
    }
    URI uri = URI.create("http://" + at.group(1) + page);
    HttpClient client = HttpClient.newHttpClient();
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
