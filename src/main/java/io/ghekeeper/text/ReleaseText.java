package io.ghekeeper.text;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one form of a release, of an appliance or of backup-utils: {@code 3.12.1}, {@code v3.12.1}, {@code 3.12},
 * {@code 3.0.0.rc1}. The forms are those of GitHub's own tags and version files. Two releases in one word, or a number with
 * a leading zero, are none: to take the first numbers of {@code 3.11.03.14.0} would be a guess.
 */
public final class ReleaseText {
    private static final String NUMBER = "(?:0|[1-9]\\d{0,3})";

    /** A build or a candidate, as {@code .rc1}: it holds a letter, so that it is no further number. */
    private static final String BUILD = "[.+~-](?=[0-9]{0,19}[A-Za-z])[0-9A-Za-z]{1,20}";

    /** The form without {@code v}, for use inside a longer pattern; it has no groups of its own. */
    public static final String REGEX = NUMBER + "\\." + NUMBER + "(?:\\." + NUMBER + "(?:" + BUILD + ")?)?";

    private static final Pattern FORM = Pattern.compile("v?" + REGEX);

    private ReleaseText() {}

    /** The release, as it is written there; nothing where the whole text, without blanks around it, is none. */
    public static Optional<String> read(String text) {
        return Optional.of(text.strip()).filter(word -> FORM.matcher(word).matches());
    }
}
