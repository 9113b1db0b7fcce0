/**
 * Health, metrics and status of the cloud bridge by HTTP, for operators and probes of this machine.
 * Lives on the event loop that owns the core, so that what it reads needs no lock. Imports Vert.x
 * Web, Micrometer, the core's counts, the link's and those of the guards of model servers.
 */
package dev.sluice.cloud.admin;
