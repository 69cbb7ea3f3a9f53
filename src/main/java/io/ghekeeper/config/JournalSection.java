package io.ghekeeper.config;

import io.ghekeeper.journal.JournalSettings;
import java.time.Duration;
import java.util.Optional;

/** The keys of the section {@code journal}, and the {@link JournalSettings} that they build. */
final class JournalSection {
    static final Section SECTION = new Section("journal", "How long runs and their logs are kept.");

    static final Key<Integer> KEEP = SECTION.defaulted(
            "keep",
            Types.number(10, 100000),
            "1000",
            "How many runs are kept, with their logs. The last good run and running ones are always kept.");
    static final Key<Duration> KEEP_FOR = SECTION.defaulted(
            "keep-for", Types.duration("1h", "36500d"), "400d", "How long runs are kept, with their logs.");

    private JournalSection() {}

    static JournalSettings settings(Settings settings) {
        return new JournalSettings(
                settings.get(DataSection.STATE_DIRECTORY),
                settings.get(KEEP),
                settings.get(KEEP_FOR),
                Optional.of(settings.get(KeySection.DIRECTORY)));
    }
}
