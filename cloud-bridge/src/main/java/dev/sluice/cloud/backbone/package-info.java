/**
 * Requests over a backbone: an ingress asks, workers answer, and what travels is plain records.
 * Owned by the caller's loop; the backbone's own threads only hand over to it. Imports the core,
 * {@code dev.sluice.target.backbone} and the envelopes.
 */
package dev.sluice.cloud.backbone;
