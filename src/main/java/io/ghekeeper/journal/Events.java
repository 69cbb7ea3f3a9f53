package io.ghekeeper.journal;

/** The events of runs, by name, and what their details hold; numbers are written in decimal. */
public final class Events {
    /** {@code marker, proof}. */
    public static final String MARKER_CLEARED = "marker cleared";

    /** {@code snapshot}. */
    public static final String INCOMPLETE_REMOVED = "incomplete removed";

    /** {@code key}: type, bits and fingerprint. */
    public static final String KEY_OPENED = "key opened";

    /** {@code appliance}: host, version and uuid. */
    public static final String APPLIANCE_PROBED = "appliance probed";

    /** {@code number, total, title}; in format 1 {@code step}, as {@code 3/12 Git repositories}. */
    public static final String STEP = "step";

    /** {@code attempt, code, message, wait}: it is tried again after so many seconds. */
    public static final String ATTEMPT_FAILED = "attempt failed";

    /** {@code snapshot, files, linked, bytes, new-bytes, new-inodes}. */
    public static final String CAPTURED = "captured";

    /** {@code what}: one thing that a suspect snapshot lacks. */
    public static final String LOSS = "loss";

    /** {@code total-bytes, free-bytes, total-inodes, free-inodes} of the volume, at the end. */
    public static final String VOLUME = "volume";

    /** A person says that a suspect snapshot is as it should be. */
    public static final String ACCEPTED = "accepted";

    private Events() {}
}
