package io.ghekeeper.archive;

import java.nio.file.Path;

/**
 * A finished object of the outbox.
 *
 * @param file with its bytes, which is gone when they were sent
 * @param row as the store will have it
 */
record WaitingObject(Path file, ObjectRow row) {}
