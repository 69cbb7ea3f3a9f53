package io.ghekeeper.config;

/**
 * The commented sample: every key with its default, commented out, so that what is left in is what differs. As it is, it
 * lacks only what has no default.
 */
public final class SampleFile {
    private SampleFile() {}

    /** The text of {@code docs/ghe-keeper.sample.yaml}. */
    public static String render() {
        StringBuilder file = new StringBuilder();
        CommentText.append(
                file,
                "",
                "Sample configuration of ghe-keeper, for /etc/ghe-keeper/ghe-keeper.yaml. Lines behind one # are"
                        + " keys with their defaults, or with an example where that is said. Every key can be set by an environment variable"
                        + " too, which wins. docs/configuration.md says more.");
        for (Section section : Schema.SECTIONS) {
            file.append('\n');
            CommentText.append(file, "", section.text());
            file.append(section.name()).append(":\n");
            for (Key<?> key : section.keys()) {
                key(file, key);
            }
        }
        return file.toString();
    }

    private static void key(StringBuilder file, Key<?> key) {
        switch (key.need()) {
            case REQUIRED -> {
                CommentText.append(file, "  ", key.text() + " Required; for example " + key.sample() + ".");
                file.append("  ").append(key.name()).append(":\n");
            }
            case OPTIONAL -> {
                CommentText.append(file, "  ", key.text() + " No default; an example:");
                file.append("  # ")
                        .append(key.name())
                        .append(": ")
                        .append(key.sample())
                        .append('\n');
            }
            case DEFAULTED, CLEARABLE -> {
                CommentText.append(file, "  ", key.text());
                file.append("  # ")
                        .append(key.name())
                        .append(": ")
                        .append(key.sample())
                        .append('\n');
            }
        }
    }
}
