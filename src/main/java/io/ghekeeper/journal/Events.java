package io.ghekeeper.journal;

import java.util.Map;

/** The events of runs, by name, and what their details hold; numbers are written in decimal. */
public final class Events {
    /** {@code marker, proof}, and in a word {@code why} its run is known to be dead. */
    public static final String MARKER_CLEARED = "marker cleared";

    /** {@code snapshot}. */
    public static final String INCOMPLETE_REMOVED = "incomplete removed";

    /** {@code key}: type, bits and fingerprint. */
    public static final String KEY_OPENED = "key opened";

    /**
     * {@code appliance}: host, version and uuid; {@code answer}: what it answered to the release of backup-utils; {@code
     * version}: the appliance's release alone; {@code engine}: that of backup-utils. Both are missing where they are unknown,
     * and in records of earlier releases. {@code
     * other-backup-tool}: {@code seen}, {@code none} or {@code unknown}.
     */
    public static final String APPLIANCE_PROBED = "appliance probed";

    /**
     * {@code number, total, title}, and {@code id}, a word for what the step does that no wording of the title changes; it is
     * missing in records of earlier releases. In format 1 {@code step}, as {@code 3/12 Git repositories}.
     */
    public static final String STEP = "step";

    /** {@code attempt, code, message, wait}: it is tried again after so many seconds. */
    public static final String ATTEMPT_FAILED = "attempt failed";

    /** {@code snapshot, files, linked, bytes, new-bytes, new-inodes}. */
    public static final String CAPTURED = "captured";

    /** {@code why}: the engine did not prune, or not to the end. */
    public static final String NOT_PRUNED = "not pruned";

    /** {@code what}: one thing that a suspect snapshot lacks. */
    public static final String LOSS = "loss";

    /** {@code what, digest}: content that the engine itself reported as skipped or missing in a run that ended with 0. */
    public static final String FINDING = "finding";

    /** {@code part, option}: a part of the snapshot that an option of the engine left out. */
    public static final String LEFT_OUT = "left out";

    /** {@code what}: something that a person should know of the snapshot, and no reason to doubt it. */
    public static final String NOTE = "note";

    /** {@code total-bytes, free-bytes, total-inodes, free-inodes} of the volume, at the end. */
    public static final String VOLUME = "volume";

    /** What a restore or drill was asked for: {@code host, snapshot} and the choices by the names of their options. */
    public static final String ASKED = "restore asked";

    /**
     * The target before anything was changed there: {@code host, addresses, host-key, version, answer, uuid, configured,
     * maintenance}, {@code answer} as for {@link #APPLIANCE_PROBED}; and {@code own-uuid}, the one that it had before any restore of ours gave it the snapshot's.
     */
    public static final String TARGET = "target";

    /** {@code estimate}: seconds that it will take, by earlier ones. */
    public static final String PLANNED = "planned";

    /** Maintenance mode is about to be set on the target by us. */
    public static final String MAINTENANCE_SET = "maintenance set";

    /** Maintenance mode was lifted on the target by us. */
    public static final String MAINTENANCE_LIFTED = "maintenance lifted";

    /** The engine came to the end of its restore: {@code bytes} of the snapshot, where they are known. */
    public static final String RESTORED = "restored";

    /** {@code host, host-key, file}: the snapshot's host key, which the target shows by now, was pinned for it. */
    public static final String HOST_KEY_PINNED = "host key pinned";

    /** {@code what, result, words}: something that was looked at on the target afterwards. */
    public static final String CHECKED = "checked";

    /** No check failed: the snapshot is proven by it, as far as the {@link #CHECKED} events with the result {@code good} go. */
    public static final String PROVEN = "proven";

    /** {@code what}: one thing that is left to do by hand. */
    public static final String LEFT_TO_DO = "left to do";

    /** A person says that a suspect snapshot is as it should be. */
    public static final String ACCEPTED = "accepted";

    private Events() {}

    /** The details of a {@link #FINDING}. */
    public static Map<String, String> finding(String what, String digest) {
        return Map.of("what", what, "digest", digest);
    }
}
