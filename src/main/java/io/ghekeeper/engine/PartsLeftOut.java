package io.ghekeeper.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which parts the user's options leave out, by the name that the part has in a snapshot, each with its option. The
 * options are those that GitHub documents for backup-utils up to 3.21.
 */
public final class PartsLeftOut {
    private static final Pattern YES = Pattern.compile("(?i)yes|true|1");

    private PartsLeftOut() {}

    /** Of a backup. */
    public static Map<String, String> ofBackup(Map<String, String> options) {
        Map<String, String> parts = new LinkedHashMap<>();
        pages(options, parts);
        ifYes("GHE_SKIP_SEARCH_INDICES", "elasticsearch", options, parts);
        if (holdsOnlyMetadataOfIndices(options)) {
            parts.put("elasticsearch", "GHE_ES_BACKUP_STRATEGY=snapshot");
        }
        return parts;
    }

    /** Of a restore. */
    public static Map<String, String> ofRestore(Map<String, String> options) {
        Map<String, String> parts = new LinkedHashMap<>();
        pages(options, parts);
        ifYes("GHE_RESTORE_SKIP_AUDIT_LOGS", "audit-log", options, parts);
        ifYes("GHE_RESTORE_SKIP_AUDIT_LOG", "audit-log", options, parts);
        return parts;
    }

    /** Whether the indices lie in a bucket of the customer's (3.21), so that the part is there and much smaller. */
    public static boolean holdsOnlyMetadataOfIndices(Map<String, String> options) {
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
