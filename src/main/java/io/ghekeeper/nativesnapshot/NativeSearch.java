package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeSnapshot.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Asks EC2 what became of a native snapshot that a run asked for: by its id, or, where the answer was lost, by its tag. */
public final class NativeSearch {
    /** EC2 may show a new snapshot so late: what it does not show before that may be there all the same. */
    static final Duration CONSISTENT = Duration.ofMinutes(5);

    private final Clock clock;

    public NativeSearch(Clock clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * The record as it is now.
     *
     * @throws io.ghekeeper.failure.Failure of an AWS or NATIVE kind where EC2 does not answer
     */
    public NativeSnapshot look(NativeSnapshot record, Ec2 ec2) {
        Instant now = clock.instant();
        boolean late = !now.isBefore(record.asked().plus(CONSISTENT));
        if (record.id().isPresent()) {
            return ec2.snapshot(record.id().get())
                    .map(found -> seen(record, found, 1, now))
                    .orElseGet(() -> late ? gone(record, now) : record);
        }
        List<EbsSnapshot> found =
                ec2.snapshotsWith(NativeTags.RUN, record.run()).all();
        return found.stream()
                .findFirst()
                .map(first -> seen(record, first, found.size(), now))
                .orElseGet(() -> late ? none(record, now) : record);
    }

    /** The record of one that EC2 describes so. */
    static NativeSnapshot seen(NativeSnapshot record, EbsSnapshot found, int count, Instant now) {
        Optional<String> several = count > 1
                ? Optional.of(count + " snapshots have the tag " + NativeTags.RUN + " " + record.run())
                : Optional.empty();
        State state = switch (found.state()) {
            case EbsSnapshot.PENDING -> State.PENDING;
            case EbsSnapshot.COMPLETED -> State.COMPLETED;
            case EbsSnapshot.ERROR -> State.ERROR;
            default -> State.GONE;
        };
        Optional<String> remark = state == State.GONE
                ? Optional.of("EC2 says that it is " + found.state())
                : state == State.ERROR ? Optional.of("EBS could not make it") : several;
        return record.seen(state, Optional.of(found.id()), found.progress(), now, remark);
    }

    private static NativeSnapshot gone(NativeSnapshot record, Instant now) {
        return record.seen(State.GONE, record.id(), OptionalInt.empty(), now, Optional.of("EC2 has it no more"));
    }

    private static NativeSnapshot none(NativeSnapshot record, Instant now) {
        return record.seen(
                State.NONE,
                Optional.empty(),
                OptionalInt.empty(),
                now,
                Optional.of("EC2 shows none with the tag " + NativeTags.RUN + " " + record.run() + ": none was made"));
    }
}
