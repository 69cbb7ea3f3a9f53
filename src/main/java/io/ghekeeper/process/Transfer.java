package io.ghekeeper.process;

/**
 * What a process has moved since it began, as the kernel counts it (proc(5), {@code /proc/PID/io}).
 *
 * @param read bytes, from files, pipes and sockets alike
 * @param written bytes, to files on disks only
 */
record Transfer(long read, long written) {}
