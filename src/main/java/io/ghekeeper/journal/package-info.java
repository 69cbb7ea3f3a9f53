/**
 * What happened and what is happening, on disk: runs with their events, and the lease that lets one run at a time work
 * on a volume. Knows nothing of what a run does.
 */
package io.ghekeeper.journal;
