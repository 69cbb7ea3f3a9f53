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
public record Remarks(List<String> findings, List<LeftOut> leftOut, List<String> notes) {
    public static final Remarks NONE = new Remarks(List.of(), List.of(), List.of());

    /** A part that an option left out, such as {@code pages} by {@code GHE_BACKUP_PAGES=no}. */
    public record LeftOut(String part, String option) {
        @Override
        public String toString() {
            return part + " (" + option + ")";
        }
    }

    public Remarks {
        findings = List.copyOf(findings);
        leftOut = List.copyOf(leftOut);
        notes = List.copyOf(notes);
    }

    public static Remarks of(Run run) {
        return new Remarks(
                RunEvents.findings(run),
                run.all(BackupEvent.LeftOut.class)
                        .map(left -> new LeftOut(left.part(), left.option()))
                        .toList(),
                run.all(BackupEvent.Note.class).map(BackupEvent.Note::what).toList());
    }

    /** The names of the parts that options left out. */
    public List<String> partsLeftOut() {
        return leftOut.stream().map(LeftOut::part).toList();
    }
}
