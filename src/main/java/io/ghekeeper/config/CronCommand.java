package io.ghekeeper.config;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a line of a crontab does, as far as its words tell; nothing is run.
 *
 * @param task what it is for
 * @param arguments of the program, where the task is known
 * @param rest what else the line does behind its first command; empty where it does nothing
 * @param redirects whether it says where output goes
 * @param cut whether there is a % that ends the command, as crontab(5) has it
 */
record CronCommand(Task task, List<String> arguments, String rest, boolean redirects, boolean cut) {
    private static final Pattern REDIRECTION =
            Pattern.compile("\\s*(?<!\\S)(&|[0-9]*)(>>?|<)(&[0-9]|&?\\s*[^\\s&>|;]+)");
    private static final Pattern OPERATOR = Pattern.compile("\\s*(;|&&|\\|\\|?|&(?![0-9>]))");
    private static final Pattern CUT = Pattern.compile("(?<!\\\\)%");
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_-]*");
    private static final Pattern MARKERS = Pattern.compile("(?i)delete[_-]?instuck[_-]?progress\\.py");

    /** They run the program that is named behind them. */
    private static final Set<String> BEFORE_PROGRAMS =
            Set.of("python", "python2", "python3", "bash", "sh", "nohup", "exec", "env", "sudo", "nice", "ionice");

    /** What ghe-keeper knows of. */
    enum Task {
        BACKUP,
        MARKERS,
        INCOMPLETE,
        RESTORE,
        PRUNE,
        CHECK,
        /** Something else that names one of the above all the same. */
        MENTIONED,
        OTHER
    }

    /** @param text what stands behind the times; with a user in front, or without */
    static CronCommand of(String text) {
        String line = text.replaceAll("\\s+", " ");
        Matcher cut = CUT.matcher(line);
        boolean isCut = cut.find();
        String command = (isCut ? line.substring(0, cut.start()) : line).replace("\\%", "%");
        Matcher redirection = REDIRECTION.matcher(command);
        boolean redirects = redirection.find();
        String without = redirection.replaceAll("");
        Matcher operator = OPERATOR.matcher(without);
        boolean goesOn = operator.find();
        String first = goesOn ? without.substring(0, operator.start()) : without;
        String rest = goesOn ? without.substring(operator.start()).strip() : "";
        List<String> words = Stream.of(first.strip().split("\\s+", -1)).toList();
        int program = program(words, 0);
        // With a user in front, the program is one further; no user is called as one of the programs.
        if (task(words, program, text) == Task.OTHER
                && words.size() > 1
                && NAME.matcher(words.get(0)).matches()) {
            program = program(words, 1);
        }
        Task task = task(words, program, text);
        if (task == Task.OTHER && task(List.of(text.split("[\\s\"';&|()]+", -1)), text)) {
            return new CronCommand(Task.MENTIONED, List.of(), "", redirects, isCut);
        }
        List<String> arguments = task == Task.OTHER ? List.of() : words.subList(program + 1, words.size());
        return new CronCommand(task, arguments, task == Task.INCOMPLETE ? "" : rest, redirects, isCut);
    }

    private static int program(List<String> words, int from) {
        int at = from;
        while (at < words.size() - 1 && BEFORE_PROGRAMS.contains(name(words.get(at)))) {
            at++;
        }
        return at;
    }

    private static boolean task(List<String> words, String text) {
        return Stream.iterate(0, at -> at < words.size(), at -> at + 1).anyMatch(at -> {
            Task task = task(words, at, text);
            return task != Task.OTHER && task != Task.INCOMPLETE;
        });
    }

    private static Task task(List<String> words, int at, String text) {
        String name = name(words.get(at));
        if (MARKERS.matcher(name).matches()) {
            return Task.MARKERS;
        }
        return switch (name) {
            case "start_backup.sh", "ghe-backup" -> Task.BACKUP;
            case "ghe-restore" -> Task.RESTORE;
            case "ghe-prune-snapshots" -> Task.PRUNE;
            case "ghe-host-check" -> Task.CHECK;
            case "find" ->
                text.matches("(?s).*-name\\s+[\"']?incomplete\\b.*") && text.matches("(?s).*(\\brm\\b|-delete\\b).*")
                        ? Task.INCOMPLETE
                        : Task.OTHER;
            default -> Task.OTHER;
        };
    }

    private static String name(String word) {
        String bare = word.replaceAll("^[\"']|[\"']$", "");
        return bare.substring(bare.lastIndexOf('/') + 1);
    }
}
