package io.ghekeeper.aws;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All pages of an answer of DescribeSnapshots.
 *
 * @param awsTime AWS' clock at the last page; nothing where the answer had no date
 */
public record EbsSnapshots(List<EbsSnapshot> all, Optional<Instant> awsTime) {
    public EbsSnapshots {
        all = List.copyOf(all);
        Objects.requireNonNull(awsTime);
    }
}
