package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.aws.SnapshotLock;
import io.ghekeeper.nativesnapshot.ExpiryPlan.PlannedExpiry;
import io.ghekeeper.nativesnapshot.NativeSettings.ExpirySettings;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.Pin;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is to become of one snapshot. The first reason that holds counts. */
final class ExpiryDecision {
    /** So long a snapshot stays that EBS gave up: a person may want to see it. */
    private static final Duration ERROR_KEPT = Duration.ofDays(7);

    private final String label;
    private final ExpirySettings settings;
    private final EbsSnapshot snapshot;
    private final ExpiryFacts facts;
    private final int place;
    private final Optional<ExpiryTag> expiry;

    /** @param place among the completed ones of its series, from 1 for the newest; 0 for one that is none of these */
    @SuppressWarnings("MissingSummary")
    ExpiryDecision(String label, ExpirySettings settings, EbsSnapshot snapshot, ExpiryFacts facts, int place) {
        this.label = label;
        this.settings = settings;
        this.snapshot = snapshot;
        this.facts = facts;
        this.place = place;
        this.expiry = ExpiryTag.of(snapshot.tags());
    }

    PlannedExpiry planned() {
        return Stream.<Function<ExpiryDecision, Optional<PlannedExpiry>>>of(
                        ExpiryDecision::notOurs,
                        ExpiryDecision::notEnded,
                        ExpiryDecision::pinned,
                        ExpiryDecision::heldByAws,
                        ExpiryDecision::unreadable,
                        ExpiryDecision::amongNewest,
                        ExpiryDecision::young)
                .flatMap(rule -> rule.apply(this).stream())
                .findFirst()
                .orElseGet(this::deleted);
    }

    private Optional<PlannedExpiry> notOurs() {
        SnapshotOrigin origin = SnapshotOrigin.of(snapshot, label);
        return switch (origin) {
            case OWN -> Optional.empty();
            case PERSON, OTHER_KEEPER -> because(ExpiryReason.NO_RUN, "no keeper with the label " + label + " made it");
            default -> because(ExpiryReason.MANAGED_BY_OTHERS, origin.words() + " manages it");
        };
    }

    private Optional<PlannedExpiry> notEnded() {
        return switch (snapshot.state()) {
            case EbsSnapshot.COMPLETED, EbsSnapshot.ERROR -> Optional.empty();
            case EbsSnapshot.PENDING -> because(ExpiryReason.PENDING, "it is not completed yet");
            default -> because(ExpiryReason.OTHER_STATE, "AWS says that it is " + snapshot.state());
        };
    }

    private Optional<PlannedExpiry> pinned() {
        if (snapshot.tags().containsKey(NativeTags.PIN)) {
            return because(ExpiryReason.PINNED, "it has the tag " + NativeTags.PIN);
        }
        String backup = snapshot.tags().getOrDefault(NativeTags.BACKUP, "");
        Evidence evidence = facts.evidence().getOrDefault(backup, Evidence.NONE);
        if (evidence.unreadable().isPresent()) {
            return because(
                    ExpiryReason.PIN_UNREADABLE,
                    "the record of backup " + backup + " "
                            + evidence.unreadable().get());
        }
        Optional<Pin> pin = evidence.pin().filter(one -> one.holds(facts.now()));
        return pin.flatMap(
                one -> because(ExpiryReason.BACKUP_PINNED, "backup " + backup + " is pinned" + one.details()));
    }

    private Optional<PlannedExpiry> heldByAws() {
        Optional<SnapshotLock> lock =
                Optional.ofNullable(facts.locks().get(snapshot.id())).filter(SnapshotLock::holds);
        if (lock.isPresent()) {
            return because(
                    ExpiryReason.LOCKED,
                    "it is locked (" + lock.get().state() + ")"
                            + lock.get().until().map(end -> " until " + end).orElse(""));
        }
        List<String> images = facts.images().getOrDefault(snapshot.id(), List.of());
        return images.isEmpty()
                ? Optional.empty()
                : because(
                        ExpiryReason.USED_BY_IMAGE,
                        "image " + images.get(0)
                                + (images.size() > 1 ? " and " + Counts.of(images.size() - 1, "other") : "")
                                + " needs it");
    }

    private Optional<PlannedExpiry> unreadable() {
        return expiry.filter(tag -> tag.until().isEmpty())
                .flatMap(tag -> because(
                        ExpiryReason.EXPIRY_UNREADABLE,
                        "its tag " + NativeTags.EXPIRY + " is no day and no instant: \"" + tag.text() + "\""));
    }

    private Optional<PlannedExpiry> amongNewest() {
        if (place == 1) {
            return because(ExpiryReason.NEWEST_COMPLETED, "the newest completed one");
        }
        return place > 1 && place <= settings.keepLast()
                ? because(
                        ExpiryReason.KEEP_LAST,
                        "number " + place + " of the newest, " + settings.key() + " is " + settings.keepLast())
                : Optional.empty();
    }

    private Optional<PlannedExpiry> young() {
        Optional<Instant> until = expiry.flatMap(ExpiryTag::until);
        if (until.filter(facts.now()::isBefore).isPresent()) {
            return because(ExpiryReason.NOT_EXPIRED, "its tag keeps it until " + until.get());
        }
        if (snapshot.state().equals(EbsSnapshot.ERROR)) {
            return isYoungerThan(ERROR_KEPT)
                    ? because(ExpiryReason.RECENT_ERROR, "EBS could not make it; that is seen for a week")
                    : Optional.empty();
        }
        return until.isEmpty() && settings.keepFor().filter(this::isYoungerThan).isPresent()
                ? because(
                        ExpiryReason.KEEP_FOR,
                        "younger than native.keep-for, "
                                + Durations.about(settings.keepFor().get()))
                : Optional.empty();
    }

    private boolean isYoungerThan(Duration age) {
        return snapshot.started().plus(age).isAfter(facts.now());
    }

    private PlannedExpiry deleted() {
        if (snapshot.state().equals(EbsSnapshot.ERROR)) {
            return new PlannedExpiry(snapshot, ExpiryReason.OLD_ERROR, "EBS could not make it, a week ago or more");
        }
        Optional<Instant> until = expiry.flatMap(ExpiryTag::until);
        return until.map(end -> new PlannedExpiry(snapshot, ExpiryReason.EXPIRED, "its tag kept it until " + end))
                .orElseGet(() -> new PlannedExpiry(
                        snapshot,
                        ExpiryReason.BEYOND_LIMITS,
                        "number " + place + " of the newest, " + settings.key() + " is " + settings.keepLast()));
    }

    private Optional<PlannedExpiry> because(ExpiryReason reason, String words) {
        return Optional.of(new PlannedExpiry(snapshot, reason, words));
    }
}
