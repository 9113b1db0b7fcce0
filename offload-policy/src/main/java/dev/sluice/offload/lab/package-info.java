/**
 * The laboratory: a gateway, a link and a cloud on one thread and a simulated clock, which drive
 * the production engine and policies; and the bound that no policy can beat. Everything follows
 * from a scenario and a seed. No file, clock, thread or logging; chance is an argument. Imports the
 * engine's public types, never its insides; nothing of the engine imports it.
 */
package dev.sluice.offload.lab;
