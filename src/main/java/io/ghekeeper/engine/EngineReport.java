package io.ghekeeper.engine;

import io.ghekeeper.failure.Failure;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an engine reported that ended with 0.
 *
 * @param finished whether it printed the closing line of a run that came to its end
 * @param findings content that it skipped or did not find
 * @param leftOut parts that the user's options left out, each with its option
 * @param metadataOfIndicesOnly whether an option puts the search indices into a bucket, and their metadata into the snapshot
 */
public record EngineReport(
        boolean finished, List<Finding> findings, Map<String, String> leftOut, boolean metadataOfIndicesOnly) {
    public EngineReport {
        findings = List.copyOf(findings);
        leftOut = Map.copyOf(leftOut);
    }

    /** Carries a report in a failure that came after it. */
    private static final class Carrier extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient EngineReport report;

        Carrier(EngineReport report) {
            super("what the engine reported before", null, false, false);
            this.report = report;
        }
    }

    /** The failure that an engine ended with after it reported this. */
    public Failure attachedTo(Failure failure) {
        failure.addSuppressed(new Carrier(this));
        return failure;
    }

    /** What the engine reported before it failed; an empty report where it reported nothing. */
    public static EngineReport before(Failure failure) {
        return Stream.of(failure.getSuppressed())
                .filter(Carrier.class::isInstance)
                .map(suppressed -> ((Carrier) suppressed).report)
                .findFirst()
                .orElse(new EngineReport(false, List.of(), Map.of(), false));
    }

    /** The same of a run whose closing line is not expected. */
    public EngineReport asFinished() {
        return new EngineReport(true, findings, leftOut, metadataOfIndicesOnly);
    }
}
