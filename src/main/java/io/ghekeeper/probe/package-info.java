/**
 * What must be right for a backup, looked at before each run (the probe) and when somebody asks (the doctor). Changes
 * nothing but its own files for trying links, and knows nothing of what follows.
 */
package io.ghekeeper.probe;
