package io.ghekeeper.retention;

import io.ghekeeper.retention.PolicyChoice.ChosenSnapshot;
import io.ghekeeper.retention.RetentionSettings.EngineCount;
import io.ghekeeper.retention.RetentionSettings.KeepRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the rules of a policy keep, and which rule it is. */
final class PolicyReasons {
    private final RetentionSettings settings;

    PolicyReasons(RetentionSettings settings) {
        this.settings = settings;
    }

    /** Adds a reason for each snapshot that a rule keeps. */
    void add(Instant now, List<SnapshotFacts> newestFirst, ReasonsById reasons) {
        Optional<PolicyChoice> choice = choice(now, newestFirst);
        if (choice.isEmpty()) {
            return;
        }
        List<SnapshotFacts> good = timed(newestFirst, SnapshotFacts::isGood);
        List<SnapshotFacts> mayBeGood = timed(newestFirst, one -> one.isGood() || one.mayHaveBeenGood());
        List<SnapshotFacts> whole = timed(newestFirst, SnapshotFacts::isWhole);
        for (KeepRule rule : settings.policy()) {
            if (rule instanceof EngineCount) {
                choice.get().by(rule, whole).forEach(chosen -> add(chosen, "", reasons));
            } else {
                choice.get().by(rule, good).forEach(chosen -> add(chosen, "", reasons));
                choice.get().by(rule, mayBeGood).stream()
                        .filter(chosen -> !chosen.snapshot().isGood())
                        .forEach(chosen -> add(chosen, ", if it counted", reasons));
            }
        }
    }

    /** The good ones that a rule keeps, each with the rule and the period that it stands in. */
    List<ChosenSnapshot> good(Instant now, List<SnapshotFacts> newestFirst) {
        List<SnapshotFacts> good = timed(newestFirst, SnapshotFacts::isGood);
        return choice(now, newestFirst).stream()
                .flatMap(choice -> settings.policy().stream().flatMap(rule -> choice.by(rule, good).stream()))
                .toList();
    }

    /** The ids of all that a rule keeps. */
    Set<String> kept(Instant now, List<SnapshotFacts> newestFirst) {
        ReasonsById reasons = new ReasonsById();
        add(now, newestFirst, reasons);
        return newestFirst.stream()
                .filter(one -> !reasons.of(one).isEmpty())
                .map(SnapshotFacts::id)
                .collect(Collectors.toSet());
    }

    private Optional<PolicyChoice> choice(Instant now, List<SnapshotFacts> newestFirst) {
        return newestFirst.stream()
                .filter(SnapshotFacts::isGood)
                .findFirst()
                .flatMap(SnapshotFacts::begun)
                .map(newestGood -> new PolicyChoice(settings.zone(), now, newestGood));
    }

    private static List<SnapshotFacts> timed(List<SnapshotFacts> newestFirst, Predicate<SnapshotFacts> which) {
        return newestFirst.stream()
                .filter(one -> one.begun().isPresent())
                .filter(which)
                .toList();
    }

    private static void add(ChosenSnapshot chosen, String condition, ReasonsById reasons) {
        reasons.add(chosen.snapshot(), ReasonCode.POLICY, chosen.words() + condition);
    }
}
