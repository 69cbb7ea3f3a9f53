package io.ghekeeper.repository;

import io.ghekeeper.text.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Owner and name of a repository, as its {@code info/nwo} says, where backup-utils' {@code ghe-backup-fsck --print-nwo} reads them.
 * The appliance does not keep that file up to date at all times: it may be missing, or of before a transfer or a change of the
 * name. It proves nothing.
 */
public final class RepositoryName {
    /** GitHub allows 39 characters for an owner and 100 for a name. */
    static final int LONGEST = 1 << 10;

    private final String text;

    private RepositoryName(String text) {
        this.text = text;
    }

    /** What the file says; nothing where that is no name. */
    static Optional<RepositoryName> of(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8).strip();
        return content.length <= LONGEST && isOne(text) ? Optional.of(new RepositoryName(text)) : Optional.empty();
    }

    static boolean isOne(String text) {
        int slash = text.indexOf('/');
        return slash > 0 && slash < text.length() - 1 && text.indexOf('/', slash + 1) < 0;
    }

    boolean isCalled(String name) {
        return text.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RepositoryName name && name.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Cleaned: it is foreign text. */
    @Override
    public String toString() {
        return PlainText.of(text);
    }
}
