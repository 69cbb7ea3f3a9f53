package io.ghekeeper.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file has people type at ghe-keeper, or names.
 *
 * @param origin the file, for people
 * @param words the arguments, as a shell hands them over
 * @param place where it stands
 */
record WrittenCommand(Path origin, List<String> words, Place place) {
    /** Where a command may stand. */
    enum Place {
        /** In a block, to be typed as it is. */
        TYPED,
        /** In a block, within what is printed: there a sentence may look as a command does. */
        PRINTED,
        /** In a sentence, where it may lack its last arguments. */
        NAMED
    }

    private static final Pattern CODE = Pattern.compile("( {4,}|```).*");
    private static final Pattern COMMENT = Pattern.compile("# {2,}(.*)");
    private static final Pattern WITHIN = Pattern.compile("`([^`]+)`|\"title\": \"([^\"]+)\"");
    private static final Pattern PROGRAM = Pattern.compile("(?<![-/.=:\\w])ghe-keeper (?!ghe-keeper )(?=\\S)");

    /** Before the program: nothing, a separator, a variable, or what calls it in a container. */
    private static final Pattern BEFORE =
            Pattern.compile("\\s*(\\$ )?|.*(\\s--|&&|[|;,]|\\w=\\S+|docker exec .*\\S) +");

    /** One word, with its quotes; what ends a command is a word as well. */
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");

    private static final Pattern END = Pattern.compile("(?:[|;#)]|&&|\\\\|[0-9]?[<>]).*");

    /** All of a page, in its order; of any other file indented comments, titles, and what is between backticks. */
    static List<WrittenCommand> in(Path file) throws IOException {
        List<WrittenCommand> all = new ArrayList<>();
        if (!file.toString().endsWith(".md")) {
            for (String line : Files.readAllLines(file)) {
                Matcher comment = COMMENT.matcher(line);
                if (comment.matches()) {
                    addAll(all, file, comment.group(1), false);
                } else {
                    addNamed(all, file, line);
                }
            }
            return all;
        }
        StringBuilder prose = new StringBuilder();
        boolean fenced = false;
        for (String line : Files.readString(file).replaceAll(" \\\\\n\\s*", " ").split("\n", -1)) {
            fenced ^= line.startsWith("```");
            if (fenced || (CODE.matcher(line).matches() && prose.isEmpty())) {
                addAll(all, file, line.strip(), false);
            } else if (line.isBlank()) {
                addNamed(all, file, prose);
                prose.setLength(0);
            } else {
                prose.append(line.strip()).append(' ');
            }
        }
        addNamed(all, file, prose);
        return all;
    }

    /** Those of a page of docs that are typed, as their words with a space between. */
    static List<String> typed(String page) throws IOException {
        return in(Path.of("docs", page + ".md")).stream()
                .filter(command -> command.place == Place.TYPED)
                .map(command -> String.join(" ", command.words))
                .toList();
    }

    private static void addNamed(List<WrittenCommand> all, Path file, CharSequence prose) {
        WITHIN.matcher(prose)
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .forEach(text -> addAll(all, file, text, true));
    }

    private static void addAll(List<WrittenCommand> all, Path file, String text, boolean within) {
        Matcher program = PROGRAM.matcher(text);
        while (program.find()) {
            List<String> words = words(text.substring(program.end()));
            boolean called = BEFORE.matcher(text.substring(0, program.start())).matches();
            if (!words.isEmpty() && (!within || called)) {
                Place place = within ? Place.NAMED : called ? Place.TYPED : Place.PRINTED;
                all.add(new WrittenCommand(file, words, place));
            }
        }
    }

    /** As far as the command goes: to a sign of the shell, or of the sentence that it stands in. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()
                && !END.matcher(word.group()).matches()
                && !word.group().startsWith("\"$@\"")) {
            String bare = word.group().replaceAll("['\"`]", "");
            String plain = bare.equals("...")
                    ? "OTHERS"
                    : bare.replaceFirst("\\.\\.\\.$", "").replaceFirst("[.,:;)]+$", "");
            words.add(plain);
            if (!bare.equals("...") && !bare.startsWith(plain + "...") && !bare.equals(plain)) {
                break;
            }
        }
        return words;
    }

    @Override
    public String toString() {
        return origin + ": " + String.join(" ", words);
    }
}
