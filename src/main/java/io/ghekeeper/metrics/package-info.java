/**
 * What is observed, as Prometheus reads it. Keeps nothing between two scrapes, and knows nothing of how it is asked: every
 * value comes from the observation, so that a restart changes none but the counters.
 */
package io.ghekeeper.metrics;
