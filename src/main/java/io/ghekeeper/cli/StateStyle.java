package io.ghekeeper.cli;

/** The colour of a word that a person must not overlook, as picocli's styles. */
final class StateStyle {
    static final String BAD = "bold,red";
    static final String DOUBTFUL = "bold,yellow";

    private StateStyle() {}

    /** The style of a state, outcome or name; empty where all is well. */
    static String of(String words) {
        String word = words.split("[ ,:]", 2)[0];
        return switch (word) {
            case "failed", "damaged", "cut-off", "missing", "ERROR", "BAD" -> BAD;
            case "suspect", "warning", "interrupted", "WARNING" -> DOUBTFUL;
            default -> "";
        };
    }
}
