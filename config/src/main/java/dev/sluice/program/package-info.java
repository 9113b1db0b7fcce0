/**
 * What all our programs do alike besides reading their configuration: how they log, how they are
 * told to stop, how they notice that a file has changed, and how they write what nobody else may
 * read.
 */
package dev.sluice.program;
