/**
 * What happened and what is happening, on disk: runs with their events and the snapshots that they use, and the leases of the
 * two lanes, which let one process at a time run in each. Knows nothing of what a run does.
 */
package io.ghekeeper.journal;
