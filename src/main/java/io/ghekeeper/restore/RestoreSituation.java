package io.ghekeeper.restore;

import io.ghekeeper.appliance.RestoredFacts;
import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.release.Release;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What decides which manual steps a restore needs.
 *
 * @param keepsConsolePassword whether an option keeps the password of the target's Management Console
 * @param facts of the target after the restore; nothing before it, or where the target could not be asked
 * @param run nothing before the restore
 * @param sameAppliance whether the target is the appliance that is backed up
 * @param production the name of the appliance that is backed up
 */
record RestoreSituation(
        SelectedSnapshot selected,
        TargetFacts target,
        RestoreOptions choices,
        boolean keepsConsolePassword,
        Optional<RestoredFacts> facts,
        Optional<Run> run,
        boolean sameAppliance,
        String production) {
    RestoreSituation {
        Objects.requireNonNull(selected);
        Objects.requireNonNull(target);
        Objects.requireNonNull(choices);
        Objects.requireNonNull(facts);
        Objects.requireNonNull(run);
        Objects.requireNonNull(production);
    }

    Optional<Release> from() {
        return selected.entry().applianceVersion().flatMap(Release::read);
    }

    Optional<Release> to() {
        return target.version().flatMap(Release::read);
    }

    /** For what holds for every restore. */
    boolean always() {
        return true;
    }

    boolean isSetUp() {
        return target.configured();
    }

    boolean isCluster() {
        return target.cluster();
    }

    /** Whether an appliance that was set up takes the snapshot's settings. */
    boolean bringsSettings() {
        return isSetUp() && choices.withSettings();
    }

    boolean keepsSettings() {
        return isSetUp() && !choices.withSettings();
    }

    boolean drill() {
        return run.filter(begun -> begun.kind().isDrill()).isPresent();
    }

    boolean happened(Class<? extends RunEvent> event) {
        return run.filter(begun -> begun.has(event)).isPresent();
    }

    /** The target showed a host key that ghe-keeper had not pinned before. */
    boolean showsNewHostKey() {
        return facts.filter(seen -> !seen.pinned()).isPresent();
    }

    boolean newHostKeyIsPinned() {
        return showsNewHostKey() && happened(RestoreEvent.HostKeyPinned.class);
    }

    boolean holdsActions() {
        return selected.holds("mssql") || selected.holds("actions");
    }

    /** Whether the snapshot is of one of the two feature releases before the target's. */
    boolean isFromBefore() {
        return from().flatMap(old ->
                        to().filter(now -> now.fits(old) && !now.feature().equals(old.feature())))
                .isPresent();
    }

    /** A sentence of the table with its names filled in. */
    String filled(String sentence) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("{host}", target.host());
        names.put("{production}", production);
        names.put("{from}", from().map(Release::toString).orElse("of an unknown release"));
        names.put("{to}", to().map(Release::toString).orElse("of an unknown release"));
        names.put(
                "{fingerprint}", facts.map(seen -> seen.hostKey().fingerprint()).orElse("unknown"));
        String filled = sentence;
        for (Map.Entry<String, String> name : names.entrySet()) {
            filled = filled.replace(name.getKey(), name.getValue());
        }
        return filled;
    }
}
