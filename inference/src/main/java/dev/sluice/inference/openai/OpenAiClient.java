package dev.sluice.inference.openai;

import dev.sluice.inference.InferenceBackend.Cancellation;
import dev.sluice.inference.remote.ChatClient;
import dev.sluice.inference.remote.ServerHttp;
import dev.sluice.inference.remote.ServerSettings;
import java.net.http.HttpRequest;

/** {@link ChatClient} by {@code POST /chat/completions} with {@code stream: true}. */
public final class OpenAiClient implements ChatClient {
  private final ServerSettings server;
  private final ServerHttp http;
  private final ChatTerms terms;

  /**
   * @param server whose URL ends with the version of the interface, such as {@code /v1}
   */
  public OpenAiClient(ServerSettings server, ServerHttp http, ChatTerms terms) {
    this.server = server;
    this.http = http;
    this.terms = terms;
  }

  @Override
  public Cancellation ask(String prompt, Listener listener) {
    ReplyStream reply = new ReplyStream(terms.answerCharsMax(), listener);
    HttpRequest request =
        ServerHttp.request(server, "/chat/completions")
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(PromptWriter.write(terms, prompt)))
            .build();
    return http.stream(request, server.answerBytesMax(), reply, reply::onResponse);
  }
}
