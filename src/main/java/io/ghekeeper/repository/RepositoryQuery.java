package io.ghekeeper.repository;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.PlainText;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a person calls a repository: OWNER/NAME, an id, or its path below the snapshot, which is always one. */
public final class RepositoryQuery {
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z_-]+");

    private final String text;
    private final boolean path;

    /** @throws Failure REPOSITORY_UNKNOWN where it can be none of them */
    @SuppressWarnings("MissingSummary")
    public RepositoryQuery(String text) {
        this.text = text;
        this.path = RepositoryPlace.of(text).isPresent();
        if (!path && !ID.matcher(text).matches() && !RepositoryName.isOne(text)) {
            throw new Failure(
                    FailureKind.REPOSITORY_UNKNOWN,
                    "'" + PlainText.of(text) + "' is neither OWNER/NAME nor an id",
                    "Name it as OWNER/NAME, or by the number of the repository.");
        }
    }

    /** Whether names must be read before one can be recognised. */
    public boolean isName() {
        return !path && !ID.matcher(text).matches();
    }

    /** Whether it is this one; a name does not differ by capitals, as on GitHub. */
    boolean fits(RepositoryPlace place, Optional<RepositoryName> name) {
        if (path) {
            return place.path().equals(text);
        }
        return isName()
                ? name.filter(known -> known.isCalled(text)).isPresent()
                : place.id().equals(text);
    }

    /** As a person typed it, cleaned. */
    @Override
    public String toString() {
        return PlainText.of(text);
    }
}
