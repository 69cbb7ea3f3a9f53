package io.ghekeeper.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One command of a shell's file, taken apart and never run.
 *
 * @param line of its begin, from 1
 * @param text as it stands in the file, without a comment behind it
 * @param plain whether it is words and nothing else: no pipe, no redirection, no brackets, no second command
 * @param whole whether its end was found; else the text goes on to the end of the file
 */
record ShellStatement(int line, String text, List<Word> words, boolean plain, boolean whole) {
    private static final Set<String> DECLARATIONS = Set.of("export", "readonly", "declare", "typeset");
    private static final Set<String> DECLARED_AS = Set.of("-x", "-r");
    private static final Set<String> BEFORE_COMMANDS = Set.of("then", "else", "do", "!", "time");
    private static final Set<String> OPENING = Set.of("if", "for", "while", "until", "select", "case");
    private static final Set<String> CLOSING = Set.of("fi", "done", "esac", "}");

    /**
     * A word without its quotes.
     *
     * @param name of the variable that it sets, or nothing
     * @param value all of it; what is behind the sign where it sets a variable
     * @param literal whether it means what it says: nothing in it needs a shell
     * @param bare whether it stood there without quotes
     */
    record Word(Optional<String> name, String value, boolean literal, boolean bare) {
        private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(\\[[^]]*\\]|\\+)?=");

        /** @param unquoted how many of its characters stood before the first quote */
        @SuppressWarnings("MissingSummary")
        static Word of(String text, int unquoted, boolean literal) {
            boolean bare = literal && unquoted == text.length();
            Matcher assignment = ASSIGNMENT.matcher(text);
            if (!assignment.lookingAt() || assignment.end() > unquoted) {
                return new Word(Optional.empty(), text, literal, bare);
            }
            boolean whole = assignment.group(2) == null;
            return new Word(Optional.of(assignment.group(1)), text.substring(assignment.end()), literal && whole, bare);
        }

        private boolean is(Set<String> keywords) {
            return bare && name.isEmpty() && keywords.contains(value);
        }
    }

    /** The words that set variables, where it does nothing else and needs no shell; empty where it does more. */
    Optional<List<Word>> assignments() {
        if (!plain || !whole || words.isEmpty()) {
            return Optional.empty();
        }
        List<Word> assignments = new ArrayList<>();
        boolean declares = words.get(0).is(DECLARATIONS);
        for (Word word : declares ? words.subList(1, words.size()) : words) {
            boolean exportsOnly = declares
                    && word.name().isEmpty()
                    && word.bare()
                    && word.value().matches("[A-Za-z_][A-Za-z0-9_]*");
            if (word.name().isPresent() && word.literal()) {
                assignments.add(word);
            } else if (!exportsOnly && !(declares && word.is(DECLARED_AS))) {
                return Optional.empty();
            }
        }
        return Optional.of(assignments);
    }

    /** How many conditions, loops and functions begin here, so that what follows may be done or not. */
    int opens() {
        int command = 0;
        while (command < words.size() && words.get(command).is(BEFORE_COMMANDS)) {
            command++;
        }
        int braces = (int) words.stream().filter(word -> word.is(Set.of("{"))).count();
        return braces + (command < words.size() && words.get(command).is(OPENING) ? 1 : 0);
    }

    /** Whether the last one of them ends here. */
    boolean closes() {
        return !words.isEmpty() && words.get(0).is(CLOSING);
    }

    /** Whether the shell reads nothing behind it. */
    boolean ends() {
        return !words.isEmpty() && words.get(0).is(Set.of("exit", "return"));
    }

    /** Whether it may end the reading of the file, while what reads it goes on; behind an exit, nothing does. */
    boolean mayReturn() {
        return words.stream().anyMatch(word -> word.is(Set.of("return")));
    }

    /** Whether it may set a variable in a way that only a shell can follow; to look at its value is no such way. */
    boolean mayChange(String variable) {
        if (!text.contains(variable)) {
            return false;
        }
        String others = text.replaceAll("\\$\\{" + variable + "(?!:?=)\\b", "");
        return Pattern.compile("(?<![A-Za-z0-9_$])" + variable + "(?![A-Za-z0-9_])")
                .matcher(others)
                .find();
    }
}
