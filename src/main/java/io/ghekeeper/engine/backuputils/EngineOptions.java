package io.ghekeeper.engine.backuputils;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which backup-utils variables a user may set in {@code engine.options}, and which fight what we set ourselves.
 *
 * <p>A list of what is refused rather than of what is known: later releases bring variables of their own, and those must
 * pass. The names were looked up in releases 3.11.4 and 3.12.1.
 */
public final class EngineOptions {
    /** Documented by backup-utils, though they do not begin with GHE_. */
    private static final Set<String> OTHER_NAMES =
            Set.of("EXTERNAL_DATABASE_BACKUP_SCRIPT", "EXTERNAL_DATABASE_RESTORE_SCRIPT", "RSYNC_WARNING");

    /** What a user may set of releases 3.11 to 3.21, by their documentation and sources; in alphabetical order. */
    private static final Set<String> KNOWN = Set.of(
            "GHE_ALLOW_REPLICA_BACKUP",
            "GHE_BACKUP_FSCK",
            "GHE_BACKUP_PAGES",
            "GHE_BACKUP_STRATEGY",
            "GHE_DEBUG",
            "GHE_DISABLE_SSH_MUX",
            "GHE_ES_BACKUP_STRATEGY",
            "GHE_ES_SNAPSHOT_NAME_PREFIX",
            "GHE_EXTRA_RSYNC_OPTS",
            "GHE_EXTRA_SSH_OPTS",
            "GHE_FILE_SYSTEM_WRITE_CHECK",
            "GHE_GIT_COOLDOWN_PERIOD",
            "GHE_IONICE",
            "GHE_MANAGE_CONSOLE_PW_RESTORE",
            "GHE_MSSQL_BACKUP_CADENCE",
            "GHE_NICE",
            "GHE_PARALLEL_COMMAND_OPTIONS",
            "GHE_PARALLEL_ENABLED",
            "GHE_PARALLEL_MAX_JOBS",
            "GHE_PARALLEL_MAX_LOAD",
            "GHE_PARALLEL_RSYNC_COMMAND_OPTIONS",
            "GHE_PARALLEL_RSYNC_MAX_JOBS",
            "GHE_ROUTE_VERIFICATION",
            "GHE_RSYNC_COMPRESSION_ENABLED",
            "GHE_SKIP_CHECKS",
            "GHE_SKIP_ROUTE_VERIFICATION",
            "GHE_SKIP_SEARCH_INDICES",
            "GHE_SSH_PROXY");

    /** Of those that choose what is restored, the ones that none of our options sets. Both spellings are read. */
    private static final Set<String> OF_A_RESTORE = Set.of("GHE_RESTORE_SKIP_AUDIT_LOG", "GHE_RESTORE_SKIP_AUDIT_LOGS");

    private static final Map<String, String> REFUSED = refusedNames();

    private EngineOptions() {}

    /**
     * What is refused and why, for the reference page: names, or beginnings of names that end with {@code *}. In the
     * order in which they are looked up: the first that fits gives the reason.
     */
    public static Map<String, String> refused() {
        return REFUSED;
    }

    /** Why this option may not be set, in words that go after "no such option or value: "; empty if it may. */
    public static Optional<String> refusal(String name, String value) {
        Optional<String> reason = nameRefusal(name);
        if (reason.isPresent()) {
            return reason;
        }
        if (value.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
            return Optional.of("its value must be one line");
        }
        return switch (name) {
            case "GHE_EXTRA_SSH_OPTS" -> ExtraOptions.sshRefusal(value);
            case "GHE_EXTRA_RSYNC_OPTS" -> ExtraOptions.rsyncRefusal(value);
            default -> Optional.empty();
        };
    }

    /** Whether backup-utils was seen to have it. Others pass all the same: later releases have more. */
    public static boolean isKnown(String name) {
        return KNOWN.contains(name) || OTHER_NAMES.contains(name);
    }

    /** What {@code GHE_EXTRA_SSH_OPTS} holds, option by option, each with its value behind a blank or at once. */
    public static List<String> singleSshOptions(String value) {
        return ExtraOptions.single(value);
    }

    /** Whether a restore may pass this on, though it chooses what is restored. */
    static boolean isOfARestore(String name) {
        return OF_A_RESTORE.contains(name);
    }

    /** The same for one restore, which has some more. */
    public static Optional<String> refusalForRestore(String name, String value) {
        if (!isOfARestore(name)) {
            return refusal(name, value);
        }
        return value.matches("yes|no") ? Optional.empty() : Optional.of("its value must be yes or no");
    }

    private static Optional<String> nameRefusal(String name) {
        for (Map.Entry<String, String> refused : REFUSED.entrySet()) {
            if (fits(refused.getKey(), name)) {
                return Optional.of(refused.getValue());
            }
        }
        boolean known = OTHER_NAMES.contains(name) || name.matches("GHE_[A-Z0-9_]+");
        return known
                ? Optional.empty()
                : Optional.of("only backup-utils' own variables pass, and their names begin with GHE_");
    }

    private static boolean fits(String refused, String name) {
        return refused.endsWith("*")
                ? name.startsWith(refused.substring(0, refused.length() - 1))
                : name.equals(refused);
    }

    private static Map<String, String> refusedNames() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("GHE_HOSTNAME*", "appliance.host and appliance.user set it");
        names.put("GHE_DATA_DIR", "data.directory sets it");
        names.put("GHE_CREATE_DATA_DIR", "ghe-keeper makes sure of data.directory itself");
        names.put("GHE_NUM_SNAPSHOTS", "engine.keep-snapshots sets it");
        names.put("GHE_PRUNING_SCHEDULED", "retention.enabled says whether backup-utils prunes");
        names.put("GHE_SNAPSHOT_*", "ghe-keeper chooses the snapshot's id");
        names.put("GHE_BACKUP_CONFIG", "ghe-keeper writes the configuration file of backup-utils");
        names.put("GHE_BACKUP_ROOT", "engine.home sets it");
        names.put("GHE_BACKUP_IN_PROGRESS", "markers lie where backup-utils puts them");
        names.put("GHE_RESTORE_*", "what is restored, and to where, is said on the command line of a restore only");
        names.put("RESTORE_SETTINGS", "what is restored is said on the command line of a restore only");
        names.put("GHE_INCREMENTAL*", "a snapshot must be complete by itself, an incremental one is not");
        names.put("GHE_REMOTE_*", "it is asked of the appliance; set by hand, it skips the check of the host");
        names.put("GHE_TEST_*", "it is meant for the tests of backup-utils");
        names.put("GHE_RELEASE_FILE", "it is meant for the tests of backup-utils");
        names.put("GHE_VERSION_*", "it is asked of the appliance");
        names.put("GHE_VERBOSE*", "ghe-keeper sets it and keeps the output in the run's log");
        names.put("GHE_SHOW_*", "backup-utils would print a text and end as if all were well");
        names.put("GHE_KEEPER_*", "it belongs to ghe-keeper");
        names.put("CALLING_SCRIPT", "backup-utils sets it for itself");
        names.put("BM_*", "backup-utils sets it for itself");
        names.put("INC_*", "backup-utils sets it for itself");
        names.put("FORCE*", "a restore asks before it overwrites");
        names.put("SKIP_MYSQL", "a snapshot without its database is not complete");
        names.put("OUTPUT_COLOR", "ghe-keeper reads the output, which colours break");
        names.put("TMPDIR", "each run has a temporary directory of its own");
        names.put("TEMPDIR", "each run has a temporary directory of its own");
        names.put("HOME", "each run has an environment of its own");
        names.put("PATH", "ghe-keeper sets it");
        names.put("LD_*", "it changes every program that a run starts");
        names.put("BASH*", "it changes every script that a run starts");
        names.put("ENV", "it changes every script that a run starts");
        names.put("GIT_*", "it changes what git does for backup-utils");
        return Collections.unmodifiableMap(names);
    }
}
