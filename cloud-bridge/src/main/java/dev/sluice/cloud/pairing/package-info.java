/**
 * Who belongs to this bridge: its authority, the invitations that are out, the edge nodes that were
 * taken, and the HTTPS port where a node is taken and later renews its certificate. All of it is
 * files of one folder, which commands change beside the running bridge; a lock on one of them keeps
 * order. Imports Vert.x and {@code dev.sluice.tls}.
 */
package dev.sluice.cloud.pairing;
