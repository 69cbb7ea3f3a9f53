package io.ghekeeper.nativesnapshot;

/** Why a native snapshot is kept or deleted. The names are in documents that scripts read: none changes its meaning. */
public enum ExpiryReason {
    /** Kept: it has our label, and no run of a keeper asked for it. */
    NO_RUN,
    /** Kept: AWS or a driver manages it. */
    MANAGED_BY_OTHERS,
    /** Kept: EBS copies. */
    PENDING,
    /** Kept: it is in a state such as {@code recovering}. */
    OTHER_STATE,
    /** Kept: it has the tag of a pin. */
    PINNED,
    /** Kept: the backup in it is pinned on this volume. */
    BACKUP_PINNED,
    /** Kept: whether the backup in it is pinned cannot be read. */
    PIN_UNREADABLE,
    /** Kept: AWS would refuse its deletion. */
    LOCKED,
    /** Kept: an image of this account is made of it. */
    USED_BY_IMAGE,
    /** Kept: its expiry tag is neither a day nor an instant. */
    EXPIRY_UNREADABLE,
    /** Kept: the newest completed one of an appliance on a volume. */
    NEWEST_COMPLETED,
    /** Kept: one of the newest completed ones, by {@code native.keep-last}. */
    KEEP_LAST,
    /** Kept: its expiry tag is of the future. */
    NOT_EXPIRED,
    /** Kept: it is younger than {@code native.keep-for}. */
    KEEP_FOR,
    /** Kept: EBS gave up, and not long ago. */
    RECENT_ERROR,

    /** Deleted: its expiry tag is of the past. */
    EXPIRED,
    /** Deleted: beyond {@code native.keep-last} and {@code native.keep-for}. */
    BEYOND_LIMITS,
    /** Deleted: EBS gave up a week ago or more. */
    OLD_ERROR;

    /** Whether it is a reason to delete. */
    public boolean deletes() {
        return switch (this) {
            case EXPIRED, BEYOND_LIMITS, OLD_ERROR -> true;
            default -> false;
        };
    }
}
