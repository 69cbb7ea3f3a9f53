package io.ghekeeper.migrate;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a line of a crontab does, as far as its words show; nothing is run.
 *
 * @param task what it is for
 * @param arguments of the program, where the task is known
 * @param rest what else the line does behind its first command; empty where it does nothing
 * @param redirects whether it says where output goes
 * @param olderThan which age of incomplete snapshots it asks for, as a duration of ours
 * @param cut whether there is a % that ends the command, as crontab(5) has it
 */
record CronCommand(
        Task task, List<String> arguments, String rest, boolean redirects, Optional<String> olderThan, boolean cut) {
    private static final Pattern REDIRECTION =
            Pattern.compile("\\s*((?<!\\S)[0-9]*|&)?(>>?|<)(&[0-9]|&?\\s*[^\\s&>|;]+)");
    private static final Pattern OPERATOR = Pattern.compile("\\s*(;|&&|\\|\\|?|&(?![0-9>]))");
    private static final Pattern COMMENT = Pattern.compile("(?<![^\\s;&|(])#.*");
    private static final Pattern CUT = Pattern.compile("(?<!\\\\)%");
    private static final Pattern DAYS = Pattern.compile("-[acm]time \\+([0-9]{1,4})\\b");
    private static final Pattern MINUTES = Pattern.compile("-[acm]min \\+([0-9]{1,6})\\b");

    /** Any other word before a program may be a program itself, as echo. */
    private static final Set<String> USERS = Set.of("root", "admin", "application", "backup", "ghe-backup", "github");

    private static final Pattern MARKERS = Pattern.compile("(?i)delete[_-]?instuck[_-]?progress\\.py");

    /** They run the program that is named behind them. */
    private static final Set<String> BEFORE_PROGRAMS =
            Set.of("python", "python2", "python3", "bash", "sh", "nohup", "exec", "env", "sudo", "nice", "ionice");

    /** The forms of the earlier appliance and of backup-utils; whatever else a line does is no affair of ours. */
    enum Task {
        BACKUP,
        MARKERS,
        INCOMPLETE,
        OTHER
    }

    /** @param text what stands behind the times; with a user in front, or without */
    static CronCommand of(String text) {
        String line = COMMENT.matcher(text.replaceAll("\\s+", " ")).replaceFirst("");
        Matcher cut = CUT.matcher(line);
        boolean isCut = cut.find();
        String command = (isCut ? line.substring(0, cut.start()) : line).replace("\\%", "%");
        Matcher redirection = REDIRECTION.matcher(command);
        boolean redirects = redirection.find();
        String without = redirection.replaceAll("");
        Matcher operator = OPERATOR.matcher(without);
        int end = operator.find() ? operator.start() : without.length();
        List<String> words = List.of(without.substring(0, end).strip().split(" +", -1));
        int program = program(words, text);
        Task task = task(words, program, text);
        if (task == Task.INCOMPLETE) {
            return new CronCommand(task, List.of(), "", redirects, olderThan(line), isCut);
        }
        List<String> arguments = words.subList(program + 1, words.size());
        String rest = without.substring(end).strip();
        return new CronCommand(task, arguments, rest, redirects, Optional.empty(), isCut);
    }

    /** find leaves fractions of a day out: +1 is two whole days and more. */
    private static Optional<String> olderThan(String line) {
        Matcher days = DAYS.matcher(line);
        Matcher minutes = MINUTES.matcher(line);
        if (days.find()) {
            return Optional.of(Integer.parseInt(days.group(1)) + 1 + "d");
        }
        return minutes.find() ? Optional.of(Integer.parseInt(minutes.group(1)) + "m") : Optional.empty();
    }

    /** Where the program stands: with a user in front, as in /etc/cron.d, one further. */
    private static int program(List<String> words, String text) {
        int first = program(words, 0);
        boolean user = words.size() > 1 && USERS.contains(words.get(0));
        return user && task(words, first, text) == Task.OTHER ? program(words, 1) : first;
    }

    private static int program(List<String> words, int from) {
        int at = from;
        while (at < words.size() - 1 && BEFORE_PROGRAMS.contains(name(words.get(at)))) {
            at++;
        }
        return at;
    }

    private static Task task(List<String> words, int at, String text) {
        String name = name(words.get(at));
        if (MARKERS.matcher(name).matches()) {
            return Task.MARKERS;
        }
        return switch (name) {
            case "start_backup.sh", "ghe-backup" -> Task.BACKUP;
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
