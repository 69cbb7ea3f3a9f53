package io.ghekeeper.appliance;

import java.util.Objects;

/**
 * What {@code git fsck} says of one repository on an appliance.
 *
 * @param repository its folder below {@code /data/user/repositories}, fit for a terminal
 * @param complaint the first line that was said, fit for a terminal; why, where it was not checked; empty where all is well
 */
public record RepositoryCheck(String repository, RepositoryState outcome, String complaint) {
    /** Only the first two say something of the repository. */
    public enum RepositoryState {
        SOUND,
        BROKEN,
        /** There was no time for it, or not enough. */
        UNFINISHED,
        /** It was not even begun: its name is none of an appliance's, or there is no git. */
        UNCHECKED
    }

    public RepositoryCheck {
        Objects.requireNonNull(repository);
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(complaint);
    }
}
