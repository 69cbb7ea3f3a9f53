package io.ghekeeper.cli;

import io.ghekeeper.restore.DrillSettings;
import io.ghekeeper.restore.RestoreOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code restore} and {@code drill} that choose the snapshot. */
final class SnapshotChoice {
    @Option(
            names = "--snapshot",
            paramLabel = "ID",
            defaultValue = RestoreOptions.LATEST,
            description = {
                "Which: its id; 'latest' for the last good one that failed no drill;",
                "'proven' for the newest that a restore or drill proved (${DEFAULT-VALUE})."
            })
    private String snapshot;

    @Option(names = "--accept-suspect", description = "Take a snapshot that is suspect, or that failed its drill.")
    private boolean acceptSuspect;

    @Option(
            names = "--from-archive",
            description = {
                "Fetch out of the archive what the volume lacks of the snapshot, then go on as without it.",
                "--snapshot may name one that is only there; 'latest' is the newest good one there, and",
                "'only-stored' the newest good one that is not on the volume."
            })
    private boolean fromArchive;

    /** A drill of it. */
    RestoreOptions drill(DrillSettings settings) {
        return RestoreOptions.drill(settings, snapshot, acceptSuspect).fromArchive(fromArchive);
    }

    boolean fromArchive() {
        return fromArchive;
    }

    String snapshot() {
        return snapshot;
    }

    boolean acceptSuspect() {
        return acceptSuspect;
    }

    /** The arguments of {@code drill} that make the same choice again. */
    static List<String> drillArguments(RestoreOptions options) {
        List<String> arguments = new ArrayList<>(List.of("drill"));
        arguments.addAll(arguments(options));
        return arguments;
    }

    static List<String> arguments(RestoreOptions options) {
        List<String> arguments = new ArrayList<>(List.of("--snapshot", options.snapshot()));
        if (options.acceptSuspect()) {
            arguments.add("--accept-suspect");
        }
        if (options.fromArchive()) {
            arguments.add("--from-archive");
        }
        return arguments;
    }
}
