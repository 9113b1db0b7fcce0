package dev.sluice.cloud.gate;

import java.security.cert.X509Certificate;

/** Which edge nodes are taken. Called by the gate's threads. */
public interface Members {
  /** Whether that edge node may be here with that certificate, now. */
  boolean admits(String edgeId, X509Certificate shown);
}
