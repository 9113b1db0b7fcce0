package dev.sluice.cloud.broker;

import io.moquette.interception.AbstractInterceptHandler;
import io.moquette.interception.messages.InterceptExceptionMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices that one of Moquette's session loops has died: its sessions are served no more. */
final class SessionLoopWatch extends AbstractInterceptHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SessionLoopWatch.class);

  private final Runnable onFailure;

  SessionLoopWatch(Runnable onFailure) {
    this.onFailure = onFailure;
  }

  @Override
  public String getID() {
    return "session-loop-watch";
  }

  @Override
  public Class<?>[] getInterceptedMessageTypes() {
    return new Class<?>[] {InterceptExceptionMessage.class};
  }

  @Override
  public void onSessionLoopError(Throwable error) {
    LOG.error("event=broker-session-loop-died cause=\"{}\"", error.toString());
    onFailure.run();
  }
}
