package io.ghekeeper.migrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a shell's file sets for certain: the plain assignments in it, the last one of each variable. Each other line is
 * reported. Where it may set one of the variables, too, the value of that variable is not used.
 */
final class ShellAssignments {
    /** Of a condition or a loop; alone, they say nothing that another line does not say. */
    private static final Set<String> KEYWORDS = Set.of("then", "else", "do", "fi", "done", "esac", "{", "}");

    private static final String SHELL = "Only a shell can evaluate this, and nothing of this file is run. If it"
            + " sets something, write the result by hand, under its key.";
    private static final String CONDITION = "This stands in a condition, a loop or a function, and nothing of this file"
            + " is run. If it sets something, write what holds by hand.";
    private static final String ENDLESS =
            "From here on nothing is read: a here document begins, or the end of a quote or"
                    + " a bracket is missing. Write by hand what follows.";
    private static final String ENDED =
            "A shell reads nothing behind this line, and neither is it read here. Write by hand what holds all the same.";
    private static final String RETURNED =
            "A line further up may end the reading of the file before this one. Write by hand what holds.";
    private static final String AGAIN = "A line further down sets this again, and that line counts.";
    private static final String IN_DOUBT =
            "A line further down may set this again, so it is not taken. Write the" + " value by hand.";

    private final Map<String, Assignment> assignments = new LinkedHashMap<>();
    private final List<Unread> unread = new ArrayList<>();
    private int depth;
    private boolean mayBeOver;

    /** A variable that is set plainly. */
    record Assignment(int line, String name, String value, String text) {}

    /**
     * What is not taken, and what to do about it.
     *
     * @param lost whether something of the file is lost with it; a value that a later line replaces is not
     */
    record Unread(int line, String text, String advice, boolean lost) {}

    private ShellAssignments() {}

    static ShellAssignments read(String text) {
        ShellAssignments read = new ShellAssignments();
        for (ShellStatement statement : ShellText.statements(text)) {
            if (!read.goesOn(statement)) {
                break;
            }
        }
        return read;
    }

    List<Assignment> assignments() {
        return List.copyOf(assignments.values());
    }

    List<Unread> unread() {
        return List.copyOf(unread);
    }

    private boolean goesOn(ShellStatement statement) {
        boolean inside = depth > 0 || statement.opens() > 0;
        depth = Math.max(0, depth + statement.opens() - (statement.closes() ? 1 : 0));
        if (!statement.whole()) {
            doubt(statement, ENDLESS);
        } else if (inside) {
            doubt(statement, CONDITION);
        } else if (statement.ends()) {
            doubt(statement, ENDED);
            return false;
        } else {
            statement
                    .assignments()
                    .ifPresentOrElse(
                            words -> words.forEach(word -> put(statement, word)), () -> doubt(statement, SHELL));
        }
        return true;
    }

    private void put(ShellStatement statement, ShellStatement.Word word) {
        if (mayBeOver) {
            doubt(statement, RETURNED);
            return;
        }
        String name = word.name().orElseThrow();
        Assignment former = assignments.remove(name);
        if (former != null) {
            unread.add(new Unread(former.line(), former.text(), AGAIN, false));
        }
        assignments.put(name, new Assignment(statement.line(), name, word.value(), statement.text()));
    }

    private void doubt(ShellStatement statement, String advice) {
        mayBeOver |= statement.mayReturn();
        if (KEYWORDS.contains(statement.text())) {
            return;
        }
        unread.add(new Unread(statement.line(), statement.text(), advice, true));
        for (Assignment known : List.copyOf(assignments.values())) {
            if (statement.mayChange(known.name())) {
                assignments.remove(known.name());
                unread.add(new Unread(known.line(), known.text(), IN_DOUBT, true));
            }
        }
    }
}
