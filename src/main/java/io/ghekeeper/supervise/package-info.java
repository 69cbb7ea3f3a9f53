/** The loop of the container's main process: its jobs, their schedules, and the heartbeat. */
package io.ghekeeper.supervise;
