package io.ghekeeper.config;

import io.ghekeeper.keep.SealSettings;
import io.ghekeeper.run.LimitSettings;
import java.time.Duration;

/** The keys of the section {@code seal}, and the {@link SealSettings} that they build. */
final class SealSection {
    static final Section SECTION = new Section(
            "seal", "What each snapshot contains is written down after its backup, so that damage is found later.");

    static final Key<Boolean> ENABLED = SECTION.defaulted(
            "enabled",
            Types.flag(),
            "true",
            "Whether the supervisor seals the newest good snapshot by itself. `ghe-keeper seal` does it in any case.");
    static final Key<Duration> TIME_LIMIT = SECTION.defaulted(
            "time-limit",
            Types.duration("1s", "90d"),
            "7d",
            "Longest time for a whole seal, verification or retention run; then it is ended. The first one of a volume reads every file.");
    static final Key<Duration> SILENCE_LIMIT = SECTION.defaulted(
            "silence-limit",
            Types.duration("1s", "90d"),
            "1h",
            "Longest time in which a seal or verification reads nothing, or a retention run removes nothing; then it is ended.");

    static final Key<Duration> FSCK_TIME = SECTION.defaulted(
            "fsck-time",
            Types.duration("0s", "1d"),
            "10m",
            "How long `git fsck --connectivity-only` looks at repositories of each new snapshot, those first that it never"
                    + " looked at; `0s`: not at all.");

    private SealSection() {}

    static SealSettings settings(Settings settings) {
        return new SealSettings(
                settings.get(ENABLED),
                new LimitSettings("seal", settings.get(TIME_LIMIT), settings.get(SILENCE_LIMIT)),
                settings.get(FSCK_TIME));
    }
}
