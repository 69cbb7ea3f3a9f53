package io.ghekeeper.config;

import io.ghekeeper.log.LogSettings;

/** The keys of the section {@code log}, and the {@link LogSettings} that they build. */
final class LogSection {
    static final Section SECTION = new Section("log", "What the program says of itself.");

    static final Key<LogSettings.Format> FORMAT = SECTION.defaulted(
            "format",
            Types.word(LogSettings.Format.values()),
            "text",
            "`text` for people; `json` writes one JSON object a line.");
    static final Key<LogSettings.Level> LEVEL =
            SECTION.defaulted("level", Types.word(LogSettings.Level.values()), "info", "The least that is said.");
    static final Key<LogSettings.EngineOutput> ENGINE_OUTPUT = SECTION.defaulted(
            "engine-output",
            Types.word(LogSettings.EngineOutput.values()),
            "off",
            "At which level the program's log repeats what backup-utils prints. All of it is in the run's own log in any"
                    + " case: `ghe-keeper logs RUN`.");

    private LogSection() {}

    static LogSettings settings(Settings settings) {
        return new LogSettings(settings.get(FORMAT), settings.get(LEVEL), settings.get(ENGINE_OUTPUT));
    }
}
