package io.ghekeeper.engine.backuputils;

import io.ghekeeper.engine.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a snapshot holds, beside what a restore of it reports as missing: backup-utils 3.12 prints {@code Gist backup
 * missing. Skipping ...} for every appliance that has no gists, and loses nothing.
 */
final class PartsToRestore {
    private static final Pattern MISSING = Pattern.compile("(?i)([\\w -]{1,40}) backup missing\\b.*");
    private static final Pattern ACTIONS_SECRET =
            Pattern.compile("(?i)Actions storage container prefix not present in backup\\b.*");
    private static final String REPOSITORIES = "repositories";

    private final Path snapshot;

    PartsToRestore(Path snapshot) {
        this.snapshot = snapshot;
    }

    /** Whether a finding is of something that the snapshot holds, or may hold. */
    boolean concerns(Finding finding) {
        if (ACTIONS_SECRET.matcher(finding.words()).matches()) {
            return Files.exists(snapshot.resolve("mssql")) || Files.exists(snapshot.resolve("actions"));
        }
        Matcher missing = MISSING.matcher(finding.words());
        return !missing.matches() || holds(missing.group(1).toLowerCase(Locale.ROOT));
    }

    private boolean holds(String part) {
        try {
            return switch (part) {
                case REPOSITORIES -> repositoriesHold("nw");
                case "gist", "gists" -> repositoriesHold("gist");
                default -> holdsFile(snapshot.resolve(part));
            };
        } catch (IOException | UncheckedIOException unreadable) {
            // The part is unknown then. One warning too many is the smaller fault.
            return true;
        }
    }

    /** Of the layout {@code repositories/a/nw/..} for networks and {@code repositories/a/gist/..} for gists. */
    private boolean repositoriesHold(String kind) throws IOException {
        Path repositories = snapshot.resolve(REPOSITORIES);
        if (!Files.isDirectory(repositories)) {
            return false;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(repositories)) {
            for (Path folder : folders) {
                if (holdsFile(folder.resolve(kind))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean holdsFile(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            Optional<Path> first = files.filter(Files::isRegularFile).findFirst();
            return first.isPresent();
        }
    }
}
