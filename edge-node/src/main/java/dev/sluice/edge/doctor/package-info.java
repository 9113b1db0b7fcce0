/**
 * Examines a set-up from outside and says what is wrong with it and how to mend it: one class per
 * thing that is looked at, each giving {@link dev.sluice.doctor.Finding findings}.
 *
 * <p>Changes nothing and starts no node. May import what it examines (the configuration, the
 * journal's folder, access and TLS files, the model runtime); nobody but the command imports it.
 */
package dev.sluice.edge.doctor;
