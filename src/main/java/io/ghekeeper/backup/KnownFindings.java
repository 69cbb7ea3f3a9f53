package io.ghekeeper.backup;

import io.ghekeeper.engine.Finding;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The findings of the last good backup: there, a person accepted them, and the very same ones are no news. */
final class KnownFindings {
    private final Set<RunEvent.EngineFinding> known;

    KnownFindings(Optional<Run> lastGood) {
        known = lastGood.stream()
                .flatMap(run -> run.all(RunEvent.EngineFinding.class))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it was reported with the same objects. */
    boolean contain(Finding finding) {
        return known.contains(new RunEvent.EngineFinding(finding.sentence(), finding.digest()));
    }
}
