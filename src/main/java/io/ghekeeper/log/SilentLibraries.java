package io.ghekeeper.log;

/**
 * What {@code java.util.logging} takes for its configuration, when a library first uses it: none, so that it writes
 * nowhere. Libraries' failures reach us as exceptions; without this, their lines would stand raw between ours.
 */
public final class SilentLibraries {
    private static final String CLASS = "java.util.logging.config.class";
    private static final String FILE = "java.util.logging.config.file";

    /** Names this class where the command line names none. Loads nothing of what it silences. */
    static void keepSilent() {
        if (System.getProperty(CLASS) == null && System.getProperty(FILE) == null) {
            System.setProperty(CLASS, SilentLibraries.class.getName());
        }
    }
}
