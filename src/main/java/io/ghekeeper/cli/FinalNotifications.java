package io.ghekeeper.cli;

import io.ghekeeper.notify.NotificationThreads;
import java.time.Duration;
import java.util.Optional;

/** Sends the notifications of a finished run before its process ends. */
record FinalNotifications(Optional<NotificationThreads> notifications) implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Override
    public void close() {
        notifications.ifPresent(people -> people.end(LONGEST));
    }
}
