package io.ghekeeper.migrate;

import io.ghekeeper.config.CommentText;
import io.ghekeeper.config.ConfigurationFile;
import io.ghekeeper.config.ConfigurationReader;
import io.ghekeeper.config.MaskedValue;
import io.ghekeeper.config.Problem;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the crontab and the backup.config of an earlier appliance come to.
 *
 * @param text a configuration file, with a comment for each thing that has no counterpart
 * @param missing what {@code config check} will want besides, a sentence each
 * @param remarks how many lines of the earlier files are quoted in comments
 * @param left how many of these are in no form that is taken over; the import is incomplete then
 */
public record ImportedConfiguration(String text, List<String> missing, int remarks, int left) {
    public ImportedConfiguration {
        Objects.requireNonNull(text);
        missing = List.copyOf(missing);
    }

    /**
     * Reads what is given as data: no line of it is run.
     *
     * @throws Failure CONFIGURATION_UNREADABLE when it comes to more than a configuration may hold
     */
    public static ImportedConfiguration of(Optional<EarlierFile> crontab, Optional<EarlierFile> backupConfig) {
        Draft draft = new Draft();
        backupConfig.ifPresent(file -> new BackupConfigImport(file, draft).read());
        crontab.ifPresent(file -> new CrontabImport(file, draft).read());
        String body = DraftText.render(draft);
        List<String> missing = Stream.concat(
                        new ConfigurationReader(Map.of())
                                .problems(body).stream().map(ImportedConfiguration::sentence),
                        draft.lacking().stream())
                .toList();
        StringBuilder text = new StringBuilder();
        head(text, Stream.of(crontab, backupConfig).flatMap(Optional::stream).toList(), missing);
        if (draft.left() > 0) {
            text.append("##\n");
            CommentText.append(text, "", "This import is incomplete. Lines not taken over: " + draft.left() + ".");
        }
        text.append(body);
        int bytes = text.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > ConfigurationFile.LARGEST) {
            throw new Failure(
                    FailureKind.CONFIGURATION_UNREADABLE,
                    "what was read comes to " + bytes / 1024 + " KiB of configuration, and at most "
                            + ConfigurationFile.LARGEST / 1024 + " KiB are read",
                    "Check that the files are a crontab and a backup.config.");
        }
        return new ImportedConfiguration(text.toString(), missing, draft.remarks(), draft.left());
    }

    private static String sentence(Problem problem) {
        return problem.key() + ": found " + problem.found() + ", wanted " + problem.wanted();
    }

    private static void head(StringBuilder text, List<EarlierFile> files, List<String> missing) {
        String names =
                files.stream().map(file -> MaskedValue.quoted(file.name())).collect(Collectors.joining(" and "));
        CommentText.append(
                text,
                "",
                "Configuration of ghe-keeper, made of " + names + " by `ghe-keeper config import`. Behind # stands the"
                        + " line that a value came from; behind ## what has no counterpart, or must be thought about,"
                        + " and what to do. Keys that are not here have their defaults: docs/configuration.md.");
        if (!missing.isEmpty()) {
            text.append("##\n");
            CommentText.append(text, "", "Still missing:");
            missing.forEach(sentence -> CommentText.append(text, "  ", sentence));
        }
    }
}
