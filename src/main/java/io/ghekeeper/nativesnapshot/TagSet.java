package io.ghekeeper.nativesnapshot;

import io.ghekeeper.text.PlainText;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tags of a new native snapshot.
 *
 * @param label {@code native.label}
 * @param appliance uuid of the appliance, where it is known
 * @param host of the appliance, as it is configured
 * @param expiry the day until which it is kept; nothing where the configuration decides
 */
public record TagSet(String label, Optional<String> appliance, String host, Optional<LocalDate> expiry) {
    /** AWS' limit of a value. */
    private static final int LONGEST = 256;

    /** For the snapshot that a run asks for, with a backup in it. */
    public Map<String, String> of(String run, String backup) {
        Map<String, String> tags = new LinkedHashMap<>();
        put(tags, NativeTags.NAME, "ghe-keeper " + label + " " + backup);
        put(tags, NativeTags.RUN, run);
        put(tags, NativeTags.BACKUP, backup);
        put(tags, NativeTags.LABEL, label);
        appliance.ifPresent(uuid -> put(tags, NativeTags.APPLIANCE, uuid));
        put(tags, NativeTags.HOST, host);
        expiry.ifPresent(day -> put(tags, NativeTags.EXPIRY, day.toString()));
        return tags;
    }

    /** For the snapshots of an appliance's volumes. It may be another one than the one that is backed up. */
    static Map<String, String> ofAppliance(String label, String host, String run, String reason) {
        Map<String, String> tags = new LinkedHashMap<>();
        put(tags, NativeTags.NAME, "ghe-keeper " + label + " " + host + " " + reason);
        put(tags, NativeTags.RUN, run);
        put(tags, NativeTags.LABEL, label);
        put(tags, NativeTags.HOST, host);
        put(tags, NativeTags.UNDO, reason);
        return tags;
    }

    private static void put(Map<String, String> tags, String key, String value) {
        String clean = PlainText.of(value);
        tags.put(key, clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean);
    }
}
