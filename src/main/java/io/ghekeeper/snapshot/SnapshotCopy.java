package io.ghekeeper.snapshot;

import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.Objects;

/**
 * That a completed EBS snapshot with a backup in it was copied to another Region, and the copy is completed.
 *
 * @param place its Region, as {@code eu-central-1}
 * @param id of the copy, as {@code snap-0123456789abcdef0}
 * @param at when EC2 was seen to have it
 */
public record SnapshotCopy(String place, String id, Instant at) {
    public SnapshotCopy {
        place = PlainText.of(place);
        id = PlainText.of(id);
        Objects.requireNonNull(at);
    }
}
