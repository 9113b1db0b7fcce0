/**
 * Chat completions as OpenAI's API has them, streamed as server-sent events: what OpenAI, vLLM,
 * llama.cpp and Ollama speak. Imports Jackson and the remote package.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat">the interface</a>
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">the stream</a>
 */
package dev.sluice.inference.openai;
