package io.ghekeeper.snapshot;

import io.ghekeeper.text.PlainText;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The result of one deep check: something in a snapshot was read to its end.
 *
 * @param name what was checked, as {@code mysql.sql.gz} or {@link #REPOSITORIES}
 * @param words what was found, as a clause that goes after the name
 */
public record ContentCheck(String name, CheckVerdict outcome, Optional<String> words) {
    /** The check of Git repositories. */
    public static final String REPOSITORIES = "repositories";

    /** How a check ended. The words never change. */
    public enum CheckVerdict {
        PASSED,
        FAILED,
        /** Nothing is known. */
        UNKNOWN;

        /** As people and documents have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ContentCheck {
        name = PlainText.of(name);
        Objects.requireNonNull(outcome);
        words = words.map(PlainText::of);
    }

    /**
     * Why the snapshot is suspect, as a clause. A repository that is broken on the appliance is broken in each snapshot, so
     * that one says nothing against this snapshot.
     */
    public Optional<String> doubt() {
        return outcome == CheckVerdict.FAILED && !name.equals(REPOSITORIES) ? Optional.of(line()) : Optional.empty();
    }

    /** In one line. */
    public String line() {
        return name + ": " + words.orElse(outcome.word());
    }
}
