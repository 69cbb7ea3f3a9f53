package io.ghekeeper.nativesnapshot;

/**
 * The tags of a native snapshot. They go into the call that creates it, so that none is ever there without them. Their names
 * never change: policies and earlier snapshots have them.
 */
public final class NativeTags {
    /** What EC2's console shows as the name. */
    public static final String NAME = "Name";

    /** The id of the run that asked for it. A lost answer is looked for by this tag. */
    public static final String RUN = "ghe-keeper-run";

    /** The id of the newest good snapshot on the volume then. */
    public static final String BACKUP = "ghe-keeper-backup";

    /** {@code native.label}. Only snapshots with this label are ever deleted. */
    public static final String LABEL = "ghe-keeper-label";

    /** The uuid of the appliance whose snapshots are on the volume. */
    public static final String APPLIANCE = "ghe-keeper-appliance";

    /** The host of that appliance, as it is configured. */
    public static final String HOST = "ghe-keeper-host";

    /** Of a copy: the Region and the id of the snapshot that it is of. */
    public static final String COPY_OF = "ghe-keeper-copy-of";

    /** Of a copy: the volume that its snapshot is of. EC2 itself forgets it. */
    public static final String VOLUME = "ghe-keeper-volume";

    /** Why the volume of an appliance was taken: the run of the restore before which it was, or {@link #BEFORE_UPGRADE}. */
    public static final String UNDO = "ghe-keeper-undo";

    /** The reason where a person had it taken. */
    public static final String BEFORE_UPGRADE = "before-upgrade";

    /** Whatever its value: the snapshot is never deleted by ghe-keeper. A person sets it. */
    public static final String PIN = "ghe-keeper-pin";

    /** An instant, as {@code 2027-01-31T00:00:00Z}, or a day: until then it is kept. */
    public static final String EXPIRY = "snapshot_expiry";

    private NativeTags() {}
}
