package io.ghekeeper.retention;

/** Why a snapshot is kept or deleted. The names are in documents that scripts read: none changes its meaning. */
public enum ReasonCode {
    /** Nothing is deleted now: no snapshot is good. */
    NO_GOOD_SNAPSHOT,
    /** Nothing is deleted now: the last backup did not end well. */
    LAST_BACKUP_NOT_GOOD,
    /** Nothing is deleted now: the record of the last backup cannot be read. */
    LAST_BACKUP_UNKNOWN,
    /** Nothing is deleted now: a snapshot or a run is of the future. */
    CLOCK_WRONG,
    /** Nothing is deleted now: which snapshots a run uses is unknown. */
    USE_UNKNOWN,

    BEING_WRITTEN,
    IN_USE,
    CURRENT,
    NEWEST_GOOD,
    /** Whole, and begun after the newest good one. */
    NEWER_THAN_GOOD,
    NEWEST_VERIFIED,
    NEWEST_ARCHIVED,
    NEWEST_COPIED,
    NEWEST_RESTORED,
    PINNED,
    EVIDENCE_UNREADABLE,
    /** The newest of a feature release of the appliance. */
    NEWEST_OF_RELEASE,
    NEEDED_BY_DUMPS,
    /** The store is to have it, and has no copy that is proven. */
    ARCHIVE_UNPROVEN,
    /** In the store: the volume is to have it, and has no copy that is proven. */
    VOLUME_UNPROVEN,
    TIME_UNKNOWN,

    /** A rule of the policy keeps it. */
    POLICY,
    /** It is not good, and not for long. */
    RECENTLY_UNUSABLE,
    /** Incomplete, and something was put into it not long ago. */
    RECENTLY_INCOMPLETE,

    /** Deleted: no rule of the policy keeps it. */
    BEYOND_POLICY,
    /** Deleted: it is not good, and that for long. */
    LONG_UNUSABLE,
    /** Deleted: incomplete, and nothing was put into it for long. */
    LONG_INCOMPLETE
}
