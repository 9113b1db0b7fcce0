package dev.sluice.edge.core;

import dev.sluice.topic.TopicFilter;
import java.util.Optional;

/**
 * A route whose messages are prompts, answered with text by a chat model of the cloud.
 *
 * @param route name, topics, model, deadline; its index counts the text routes
 * @param growing whether the answer is published in parts while it grows
 * @param keys where prompt and id are in a JSON payload; empty where the payload is the prompt
 * @param promptBytesMax of a payload
 * @param answerCharsMax beyond which an answer is given up
 */
public record TextRoute(
    Route route, boolean growing, Optional<Keys> keys, int promptBytesMax, int answerCharsMax) {

  /** Keys of a JSON object. */
  public record Keys(String prompt, String id) {}

  /** Where requesters say that they want an answer no more. */
  TopicFilter cancelFilter() {
    return TopicFilter.of("infer/" + route.name() + "/cancel");
  }
}
