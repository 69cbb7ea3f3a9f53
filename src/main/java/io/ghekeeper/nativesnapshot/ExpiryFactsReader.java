package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.aws.EbsSnapshots;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.text.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Asks EC2, and reads the pins where the volume is here. Each question is answered in whole, or nothing may be deleted. */
final class ExpiryFactsReader {
    /** By a clock that differs more, it is not known how old a snapshot is. */
    static final Duration SLACK = Duration.ofMinutes(5);

    private final EvidenceFiles evidence;
    private final Clock clock;
    private final Optional<String> copiesOf;

    /** @param copiesOf the Region whose copies are meant, and nothing else; nothing for all that are no copies */
    @SuppressWarnings("MissingSummary")
    ExpiryFactsReader(EvidenceFiles evidence, Clock clock, Optional<String> copiesOf) {
        this.evidence = evidence;
        this.clock = clock;
        this.copiesOf = copiesOf;
    }

    /**
     * All that is known now of the snapshots of a label.
     *
     * @throws Failure NATIVE_NOT_EXPIRED where AWS' clock is unknown or differs by 5 minutes or more; of an AWS or NATIVE kind
     *     where a question fails
     */
    ExpiryFacts read(Ec2 ec2, String label) {
        EbsSnapshots listed = ec2.snapshotsWith(NativeTags.LABEL, label);
        Instant now = agreed(listed.awsTime());
        List<EbsSnapshot> exact = listed.all().stream()
                .filter(one -> label.equals(one.tags().get(NativeTags.LABEL)))
                .filter(this::isMeant)
                .toList();
        List<String> ids = exact.stream().map(EbsSnapshot::id).distinct().toList();
        return ids.isEmpty()
                ? new ExpiryFacts(exact, Map.of(), Map.of(), Map.of(), now)
                : new ExpiryFacts(exact, ec2.locks(ids), ec2.imagesOf(ids), evidence(exact), now);
    }

    /** A keeper in that Region may have the same label: its snapshots are its own. */
    private boolean isMeant(EbsSnapshot snapshot) {
        Optional<String> source = Optional.ofNullable(snapshot.tags().get(NativeTags.COPY_OF));
        return copiesOf.map(region ->
                        source.filter(text -> text.startsWith(region + " ")).isPresent())
                .orElse(source.isEmpty());
    }

    private Instant agreed(Optional<Instant> awsTime) {
        Instant own = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant aws = awsTime.orElseThrow(() -> new Failure(
                FailureKind.NATIVE_NOT_EXPIRED,
                "the answer of EC2 has no date, so it is not known how old the snapshots are",
                "Check native.endpoint, and what stands between here and EC2."));
        Duration apart = Duration.between(own, aws).abs();
        if (apart.compareTo(SLACK) >= 0) {
            throw new Failure(
                    FailureKind.NATIVE_NOT_EXPIRED,
                    "it is " + own + " by the clock here and " + aws + " by that of AWS, " + Durations.exact(apart)
                            + " apart",
                    "Set the clock of this machine; then: ghe-keeper native expire --plan");
        }
        return aws;
    }

    private Map<String, Evidence> evidence(List<EbsSnapshot> snapshots) {
        EvidenceFiles.AllEvidence all = evidence.all();
        return snapshots.stream()
                .map(one -> one.tags().getOrDefault(NativeTags.BACKUP, ""))
                .filter(Snapshots::isId)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), all::of));
    }
}
