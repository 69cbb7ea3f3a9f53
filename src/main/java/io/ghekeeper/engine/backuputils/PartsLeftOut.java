package io.ghekeeper.engine.backuputils;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which parts the user's options leave out, by the name that the part has in a snapshot, each with its option. The
 * options are those that GitHub documents for backup-utils up to 3.21.
 */
final class PartsLeftOut {
    private static final Pattern YES = Pattern.compile("(?i)yes|true|1");

    private static final String INDICES_IN_BUCKET = "GHE_ES_BACKUP_STRATEGY=snapshot";
    private static final String CONSOLE_PASSWORD = "GHE_MANAGE_CONSOLE_PW_RESTORE";

    private PartsLeftOut() {}

    /** Of a backup. */
    static Map<String, String> ofBackup(Map<String, String> options) {
        Map<String, String> parts = new LinkedHashMap<>();
        pages(options, parts);
        ifYes("GHE_SKIP_SEARCH_INDICES", "elasticsearch", options, parts);
        if (holdsOnlyMetadataOfIndices(options)) {
            parts.put("elasticsearch", INDICES_IN_BUCKET);
        }
        return parts;
    }

    /** Of a restore. */
    static Map<String, String> ofRestore(Map<String, String> options) {
        Map<String, String> parts = new LinkedHashMap<>();
        pages(options, parts);
        ifYes("GHE_RESTORE_SKIP_AUDIT_LOGS", "audit-log", options, parts);
        ifYes("GHE_RESTORE_SKIP_AUDIT_LOG", "audit-log", options, parts);
        return parts;
    }

    /** The option that leaves only metadata of the indices in a snapshot. */
    static Optional<String> metadataOfIndicesOnly(Map<String, String> options) {
        return holdsOnlyMetadataOfIndices(options) ? Optional.of(INDICES_IN_BUCKET) : Optional.empty();
    }

    /** The option with which the target keeps its Management Console's password; 3.13 and later know it. */
    static Optional<String> keepsConsolePassword(Map<String, String> options) {
        return "false".equals(options.get(CONSOLE_PASSWORD))
                ? Optional.of(CONSOLE_PASSWORD + "=false")
                : Optional.empty();
    }

    /** Whether the indices lie in a bucket of the customer's (3.21), so that the part is there and much smaller. */
    static boolean holdsOnlyMetadataOfIndices(Map<String, String> options) {
        return options.getOrDefault("GHE_ES_BACKUP_STRATEGY", "").equals("snapshot");
    }

    private static void pages(Map<String, String> options, Map<String, String> parts) {
        // The engine compares with exactly this word, in a backup and in a restore.
        if (options.getOrDefault("GHE_BACKUP_PAGES", "").equals("no")) {
            parts.put("pages", "GHE_BACKUP_PAGES=no");
        }
    }

    private static void ifYes(String name, String part, Map<String, String> options, Map<String, String> parts) {
        String value = options.getOrDefault(name, "");
        if (YES.matcher(value).matches()) {
            parts.put(part, name + "=" + value);
        }
    }
}
