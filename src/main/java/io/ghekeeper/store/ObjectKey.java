package io.ghekeeper.store;

import io.ghekeeper.text.PlainText;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an object, safe in every store: parts of ASCII letters, digits and {@code . _ = -} between single slashes.
 * No part begins with a dot, so none leaves its folder or hides there.
 *
 * @param text at most 512 characters, each part at most 128
 */
public record ObjectKey(String text) {
    private static final Pattern FORM = Pattern.compile(
            "(?=.{1,512}\\z)[A-Za-z0-9_=-][A-Za-z0-9._=-]{0,127}(?:/[A-Za-z0-9_=-][A-Za-z0-9._=-]{0,127})*");

    /** @throws IllegalArgumentException where the name is none: keys are made by this program, never by people */
    @SuppressWarnings("MissingSummary")
    public ObjectKey {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a key of an object: " + PlainText.of(text));
        }
    }

    /** The key that a store lists; nothing where another program chose the name. */
    static Optional<ObjectKey> listed(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new ObjectKey(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
