package io.ghekeeper.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a line of a crontab does, as far as its words tell; nothing is run.
 *
 * @param task what it is for
 * @param user the word in front, where it cannot be the program
 * @param arguments of the program, where the task is known
 * @param rest what else the line does behind its first command; empty where it does nothing
 * @param redirects whether it says where output goes
 * @param olderThan which age of incomplete snapshots it asks for, as a duration of ours
 * @param cut whether there is a % that ends the command, as crontab(5) has it
 */
record CronCommand(
        Task task,
        Optional<String> user,
        List<String> arguments,
        String rest,
        boolean redirects,
        Optional<String> olderThan,
        boolean cut) {
    private static final Pattern REDIRECTION =
            Pattern.compile("\\s*((?<!\\S)[0-9]*|&)?(>>?|<)(&[0-9]|&?\\s*[^\\s&>|;]+)");
    private static final Pattern OPERATOR = Pattern.compile("\\s*(;|&&|\\|\\|?|&(?![0-9>]))");
    private static final Pattern COMMENT = Pattern.compile("(?<![^\\s;&|(])#.*");
    private static final Pattern CUT = Pattern.compile("(?<!\\\\)%");
    private static final Pattern DAYS = Pattern.compile("-[acm]time \\+([0-9]{1,4})\\b");
    private static final Pattern MINUTES = Pattern.compile("-[acm]min \\+([0-9]{1,6})\\b");
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_-]*");
    private static final Pattern MARKERS = Pattern.compile("(?i)delete[_-]?instuck[_-]?progress\\.py");

    /** They run the program that is named behind them. */
    private static final Set<String> BEFORE_PROGRAMS =
            Set.of("python", "python2", "python3", "bash", "sh", "nohup", "exec", "env", "sudo", "nice", "ionice");

    /** What ghe-keeper knows of. */
    enum Task {
        BACKUP(""),
        MARKERS(""),
        INCOMPLETE(""),
        RESTORE("A restore on a schedule is a drill here: write drill.host, the appliance that is overwritten, and"
                + " drill.schedule."),
        PRUNE("backup-utils prunes after each good backup, down to engine.keep-snapshots; this line needs no"
                + " counterpart."),
        CHECK("Looked at before each run; by hand: ghe-keeper doctor"),
        /** Something else that names one of the above all the same. */
        MENTIONED("This begins one of the tools of backups by way of something else, and is not taken over. Write its"
                + " times at schedule.backup or schedule.markers, and see what else it does."),
        OTHER("ghe-keeper runs no other commands. Let the machine's own cron, or a CronJob, do it where it is still"
                + " needed.");

        private final String advice;

        Task(String advice) {
            this.advice = advice;
        }

        /** What to do where it has no counterpart. */
        String advice() {
            return advice;
        }
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
        Optional<String> user = program > program(words, 0) ? Optional.of(words.get(0)) : Optional.empty();
        Task task = task(words, program, text);
        if (task == Task.INCOMPLETE) {
            return new CronCommand(task, user, List.of(), "", redirects, olderThan(line), isCut);
        }
        if (task == Task.OTHER) {
            Task what = mentions(List.of(line.split("[\\s\"';&|()]+", -1)), text) ? Task.MENTIONED : Task.OTHER;
            return new CronCommand(what, user, List.of(), "", redirects, Optional.empty(), isCut);
        }
        List<String> arguments = words.subList(program + 1, words.size());
        String rest = without.substring(end).strip();
        return new CronCommand(task, user, arguments, rest, redirects, Optional.empty(), isCut);
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

    /** Where the program stands: with a user in front, one further; no user is called as one of the programs. */
    private static int program(List<String> words, String text) {
        int first = program(words, 0);
        boolean user = words.size() > 1 && NAME.matcher(words.get(0)).matches();
        return user && task(words, first, text) == Task.OTHER ? program(words, 1) : first;
    }

    private static int program(List<String> words, int from) {
        int at = from;
        while (at < words.size() - 1 && BEFORE_PROGRAMS.contains(name(words.get(at)))) {
            at++;
        }
        return at;
    }

    private static boolean mentions(List<String> words, String text) {
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
