package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.nativesnapshot.NativeSettings.ExpirySettings;
import io.ghekeeper.snapshot.EvidenceFiles;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Deletes native snapshots by a plan. It needs a role of its own and no volume, and records no run: the keeper's role cannot
 * delete any.
 */
public final class ExpiryRun {
    private final Ec2 ec2;
    private final String label;
    private final ExpiryFactsReader facts;
    private final ExpiryPlanner planner;

    /**
     * For one label.
     *
     * @param ec2 is the caller's to close
     * @param evidence pins of the backups; none where the volume is not here
     * @param clock of this machine, which is compared with AWS' clock
     */
    public ExpiryRun(Ec2 ec2, String label, ExpirySettings settings, EvidenceFiles evidence, Clock clock) {
        this(ec2, label, settings, new ExpiryFactsReader(evidence, clock, Optional.empty()));
    }

    private ExpiryRun(Ec2 ec2, String label, ExpirySettings settings, ExpiryFactsReader facts) {
        this.ec2 = ec2;
        this.label = label;
        this.facts = facts;
        this.planner = new ExpiryPlanner(label, settings);
    }

    /**
     * The same for the copies that another Region's snapshots have in this one.
     *
     * @param home that other Region
     */
    public static ExpiryRun ofCopies(
            Ec2 ec2, String home, String label, ExpirySettings settings, EvidenceFiles evidence, Clock clock) {
        return new ExpiryRun(ec2, label, settings, new ExpiryFactsReader(evidence, clock, Optional.of(home)));
    }

    /**
     * One that stayed.
     *
     * @param why as a sentence without its end
     */
    public record Undeleted(EbsSnapshot snapshot, String why) {
        public Undeleted {
            Objects.requireNonNull(snapshot);
            Objects.requireNonNull(why);
        }
    }

    /**
     * What a run did.
     *
     * @param deleted the ids of those that are gone, also those that others deleted meanwhile
     * @param undeleted those that were to go, and stayed
     */
    public record Expired(ExpiryPlan plan, List<String> deleted, List<Undeleted> undeleted) {
        public Expired {
            deleted = List.copyOf(deleted);
            undeleted = List.copyOf(undeleted);
        }

        /** Fails with NATIVE_NOT_EXPIRED where one stayed that was to go. */
        public void requireAll() {
            if (!undeleted.isEmpty()) {
                throw new Failure(
                        FailureKind.NATIVE_NOT_EXPIRED,
                        undeleted.size() + " of " + plan.deleted().size()
                                + " snapshots that are to go could not be deleted, the first because "
                                + undeleted.get(0).why(),
                        "Read why each one stayed; then: ghe-keeper native expire --plan");
            }
        }
    }

    /**
     * What a run would do now. Deletes nothing.
     *
     * @throws Failure NATIVE_NOT_EXPIRED where the clocks differ; of an AWS or NATIVE kind where a question fails
     */
    public ExpiryPlan plan() {
        try {
            return planner.plan(facts.read(ec2, label));
        } catch (Failure failure) {
            throw new Failure(failure.kind(), "nothing is deleted: " + failure.getMessage(), failure.hint(), failure);
        }
    }

    /**
     * Deletes what the plan names, the oldest first. One that cannot be deleted is passed over.
     *
     * @param consent is asked where there is something to delete; where it refuses, nothing is deleted
     * @throws Failure as {@link #plan} does, before anything is deleted
     */
    public Expired run(Predicate<ExpiryPlan> consent) {
        ExpiryPlan plan = plan();
        List<String> deleted = new ArrayList<>();
        List<Undeleted> undeleted = new ArrayList<>();
        if (!plan.deleted().isEmpty() && consent.test(plan)) {
            for (EbsSnapshot snapshot : plan.deleted()) {
                try {
                    delete(snapshot.id());
                    deleted.add(snapshot.id());
                } catch (Failure failure) {
                    undeleted.add(new Undeleted(snapshot, failure.getMessage()));
                }
            }
        }
        return new Expired(plan, deleted, undeleted);
    }

    /** One that is not there is done. So is one whose deletion was not answered, and that EC2 shows no more. */
    private void delete(String id) {
        try {
            ec2.deleteSnapshot(id);
        } catch (Failure failure) {
            if (failure.kind() != FailureKind.NATIVE_UNKNOWN || isThere(id)) {
                throw failure;
            }
        }
    }

    private boolean isThere(String id) {
        try {
            return ec2.snapshot(id).isPresent();
        } catch (Failure unanswered) {
            return true;
        }
    }
}
