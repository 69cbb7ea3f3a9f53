package io.ghekeeper.cli;

import io.ghekeeper.notify.NotificationThreads;
import java.time.Duration;
import java.util.Optional;

/** What people are told of when a run of this process is over, before the process ends. */
record FinalNotifications(Optional<NotificationThreads> telling) implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Override
    public void close() {
        telling.ifPresent(people -> people.end(LONGEST));
    }
}
