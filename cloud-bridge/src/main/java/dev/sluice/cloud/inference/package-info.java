/**
 * Models on threads of their own: the workers that run what the core starts. Each worker owns its
 * thread and its models; who is free is owned by the caller's loop. Imports the core and the model
 * runtime.
 */
package dev.sluice.cloud.inference;
