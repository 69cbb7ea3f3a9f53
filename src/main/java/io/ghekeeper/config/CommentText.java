package io.ghekeeper.config;

/** Words in a configuration file. */
public final class CommentText {
    private static final int WIDTH = 100;

    private CommentText() {}

    /** Two signs for words, one for values: an editor's "uncomment" then gives a valid file. */
    public static void append(StringBuilder file, String indent, String text) {
        StringBuilder line = new StringBuilder(indent).append("##");
        for (String word : text.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                file.append(line).append('\n');
                line = new StringBuilder(indent).append("##");
            }
            line.append(' ').append(word);
        }
        file.append(line).append('\n');
    }
}
