package io.ghekeeper.backup;

import io.ghekeeper.engine.Finding;
import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.Run;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The findings of the last good backup: there, a person accepted them, and the very same ones are no news. */
final class KnownFindings {
    private final Set<Map<String, String>> known;

    KnownFindings(Optional<Run> lastGood) {
        known = lastGood.stream()
                .flatMap(run -> run.events().stream())
                .filter(event -> event.name().equals(Events.FINDING))
                .map(Run.Event::details)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it was reported with the same objects. */
    boolean contain(Finding finding) {
        return known.contains(Events.finding(finding.sentence(), finding.digest()));
    }
}
