package io.ghekeeper.migrate;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of a crontab, by the kinds of crontab(5). */
sealed interface CrontabLine {
    /** Words for times that are as five fields. */
    Map<String, String> WORDS = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");

    int LONGEST_TIMES = 500;

    Pattern SETTING = Pattern.compile("[\"']?([A-Za-z_][A-Za-z0-9_]*)[\"']?\\s*=\\s*(.*)");
    Pattern JOB = Pattern.compile("(@\\S+|\\S+\\s+\\S+\\s+\\S+\\s+\\S+\\s+\\S+)\\s+(\\S.*)");

    /** A job: five fields, or a word for no time, and what follows them. */
    record ScheduledCommand(String times, String command) implements CrontabLine {}

    /** A variable of the commands' environment, or one that cron itself heeds. */
    record VariableLine(String name, String value) implements CrontabLine {
        /** What to do about one that says nothing of the times. */
        String advice() {
            return switch (name) {
                case "TZ" ->
                    "cron hands TZ to its commands only; times of day go by cron's own time zone. If that is what was"
                            + " meant, write it at schedule.time-zone.";
                case "MAILTO", "MAILFROM" ->
                    "cron mailed what its commands printed. ghe-keeper mails failures: write"
                            + " notify.mail-to (docs/notify.md).";
                case "PATH", "SHELL", "HOME", "LOGNAME", "RANDOM_DELAY" ->
                    "ghe-keeper starts backup-utils with an environment of its own; nothing is to be done.";
                default ->
                    OptionObstacle.of(name, value)
                            .map("A variable for the commands. "::concat)
                            .orElse("A variable for the commands. If backup-utils needs it, write it under"
                                    + " engine.options.");
            };
        }
    }

    /** What cron would refuse. */
    record Malformed() implements CrontabLine {}

    /** Empty for a blank line or a comment. */
    static Optional<CrontabLine> of(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        Matcher setting = SETTING.matcher(text);
        if (setting.matches()) {
            String value = setting.group(2).replaceFirst("^([\"'])(.*)\\1$", "$2");
            return Optional.of(new VariableLine(setting.group(1), value));
        }
        Matcher job = JOB.matcher(text);
        // Longer ones than cron itself takes; each field is read by a pattern that recurses.
        if (!job.matches() || job.group(1).length() > LONGEST_TIMES) {
            return Optional.of(new Malformed());
        }
        String times = job.group(1).replaceAll("\\s+", " ");
        return Optional.of(new ScheduledCommand(WORDS.getOrDefault(times, times), job.group(2)));
    }
}
