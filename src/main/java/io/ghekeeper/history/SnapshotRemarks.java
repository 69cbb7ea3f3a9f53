package io.ghekeeper.history;

import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.journal.Run;
import java.util.List;

/**
 * What a run's record says of its snapshot besides what was compared. No text in it holds control characters.
 *
 * @param findings what the engine itself reported as skipped or missing, a sentence each
 * @param leftOut the parts that options of the engine left out
 * @param notes what a person should know, and is no reason for doubt; a sentence each
 */
public record SnapshotRemarks(List<String> findings, List<ExcludedPart> leftOut, List<String> notes) {
    public static final SnapshotRemarks NONE = new SnapshotRemarks(List.of(), List.of(), List.of());

    /** A part that an option left out, such as {@code pages} by {@code GHE_BACKUP_PAGES=no}. */
    public record ExcludedPart(String part, String option) {
        @Override
        public String toString() {
            return part + " (" + option + ")";
        }
    }

    public SnapshotRemarks {
        findings = List.copyOf(findings);
        leftOut = List.copyOf(leftOut);
        notes = List.copyOf(notes);
    }

    public static SnapshotRemarks of(Run run) {
        return new SnapshotRemarks(
                RunEvents.findings(run),
                run.all(BackupEvent.PartLeftOut.class)
                        .map(left -> new ExcludedPart(left.part(), left.option()))
                        .toList(),
                run.all(BackupEvent.Note.class).map(BackupEvent.Note::what).toList());
    }

    /** The names of the parts that options left out. */
    public List<String> partsLeftOut() {
        return leftOut.stream().map(ExcludedPart::part).toList();
    }
}
