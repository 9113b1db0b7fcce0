/**
 * Models that other processes have: one HTTP client within bounds, and the backend that asks it
 * under a {@link dev.sluice.inference.guard.CallGuard}. One thread owns all guards of a process.
 * Knows no protocol: those implement {@link dev.sluice.inference.remote.ModelClient}.
 */
package dev.sluice.inference.remote;
