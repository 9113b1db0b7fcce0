package dev.sluice.cloud.config;

import dev.sluice.config.DataSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A model that answers with text, on a server that has OpenAI's interface, and what it may take.
 *
 * @param name what text routes call it
 * @param url with the version of the interface
 * @param model what the server calls it
 * @param keyFile whose text is sent as Bearer
 * @param keyEnv variable of the environment that holds it instead
 * @param ca certificates of the authorities that are trusted, instead of the JDK's
 * @param system prompt before each prompt
 * @param timeout the longest silence of the server
 * @param concurrency the most requests that it has at one time
 * @param queue requests that wait for it
 * @param attempts of one request, the first included
 * @param answerSize the longest answer, in characters
 */
public record ChatModel(
    String name,
    String url,
    String model,
    Optional<Path> keyFile,
    Optional<String> keyEnv,
    Optional<Path> ca,
    Optional<String> system,
    Optional<Integer> maxTokens,
    Optional<Double> temperature,
    Duration timeout,
    int concurrency,
    int queue,
    int attempts,
    DataSize answerSize) {}
