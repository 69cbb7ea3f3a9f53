package io.ghekeeper.demo;

import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the archive beside restic and tar, in turns, in one run: the tree of the seal's figures, later snapshots of it, and
 * what shows how fast content is encrypted. Both stores are folders. A seal comes before an archive, and is not in its time.
 */
public final class ArchiveBench {
    private static final String FIRST = "20261118T031700";
    private static final String SPEED = "MiB/s";
    private static final String DROP = "sync; echo 3 2>/dev/null >/proc/sys/vm/drop_caches";

    /** 1 GiB in files of one size. */
    private static final String MAKE_LARGE = """
            mkdir -p $1/storage; cd $1/storage; head -c 1G /dev/urandom | split -a 3 -b $2 -
            echo v3.12.1 >../version; echo 3c7d0a5e-1f0e-4b52-9d3e-6a5a1c1b7f10 >../uuid
            """;

    /** Of 12 KiB each, in 400 folders. */
    private static final String MAKE_SMALL = """
            mkdir -p $1/storage; cd $1/storage
            for ((i = 0; i < 400; i++)); do mkdir $i; (cd $i; head -c 1200k /dev/urandom | split -a 3 -b 12k -); done
            echo v3.12.1 >../version; echo 3c7d0a5e-1f0e-4b52-9d3e-6a5a1c1b7f10 >../uuid
            """;

    private final Path folder;
    private final Path data;
    private final Path state;
    private final int rounds;
    private final List<ArchiveTool> tools = new ArrayList<>();

    /** What is asked of the tools. Where it is not a first archive, the first snapshot was archived before. */
    private record Question(String what, String snapshot, boolean first, String bound) {}

    private ArchiveBench(Path folder, int rounds) throws IOException, InterruptedException {
        this.folder = folder;
        this.data = Files.createDirectory(folder.resolve("data"));
        this.state = Files.createDirectory(folder.resolve("state"));
        this.rounds = rounds;
        tools.add(new ArchiveTool.Keeper(
                folder.resolve("keeper"), state, recipients(), folder.resolve("operations.key")));
        if (ArchiveTool.Restic.isInstalled()) {
            tools.add(new ArchiveTool.Restic(folder.resolve("restic")));
        }
        tools.add(new ArchiveTool.Tar(folder.resolve("tar")));
    }

    private List<String> recipients() {
        List<String> recipients = new ArrayList<>();
        for (String name : List.of("operations", "safe")) {
            Path identity = folder.resolve(name + ".key");
            Tool.run("age-keygen", "-o", identity.toString());
            recipients.add(Tool.run("age-keygen", "-y", identity.toString()));
        }
        return recipients;
    }

    /** @param arguments how many rounds are warm, 3 where it is missing; {@code tree} or {@code content} for these rows alone */
    @SuppressWarnings("MissingSummary")
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ghk-archive-");
        try {
            new ArchiveBench(folder, arguments.length == 0 ? 3 : Integer.parseInt(arguments[0]))
                    .measure(arguments.length < 2 ? "" : arguments[1]);
        } finally {
            BenchTree.run("rm -rf \"$1\"", folder.toString());
        }
    }

    private void measure(String only) throws IOException, InterruptedException {
        System.out.println();
        System.out.println("| archive | program | wall s | CPU s | written MiB | objects | resident MiB | bound |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        if (!ArchiveTool.Restic.isInstalled()) {
            line(
                    "all",
                    "restic",
                    "not measured: restic is not installed; type: apt-get install restic",
                    "",
                    "",
                    "",
                    "",
                    "");
        }
        if (!only.equals("content")) {
            tree();
        }
        if (!only.equals("tree")) {
            content();
        }
    }

    private void tree() throws IOException, InterruptedException {
        Path first = data.resolve(FIRST);
        List<Question> questions = List.of(
                new Question("first", FIRST, true, "wall: not slower than restic"),
                new Question(
                        "1 % changed, and a new dump",
                        "20261119T031700", false, "wall 1/4, CPU 1/5 of restic; bytes 1/10 of tar"),
                new Question(
                        "1 % changed, the same dump",
                        "20261120T031700", false, "wall 1/4, CPU 1/5 of restic; bytes 1/10 of tar"),
                new Question("only a new dump", "20261121T031700", false, ""),
                new Question("nothing changed", "20261122T031700", false, "no file opened, at most 3 PUTs"));
        BenchTree.first(first, folder.resolve("work"));
        BenchTree.changedWithDump(first, data.resolve(questions.get(1).snapshot()));
        BenchTree.changed(first, data.resolve(questions.get(2).snapshot()));
        BenchTree.withDump(first, data.resolve(questions.get(3).snapshot()));
        BenchTree.unchanged(first, data.resolve(questions.get(4).snapshot()));
        for (Question question : questions) {
            sealed(question);
        }
        asked(questions);
        verified();
        fetched();
        BenchTree.run("rm -rf \"$1\"/*", data.toString());
    }

    private void sealed(Question question) throws IOException, InterruptedException {
        MeasuredProcess seal = MeasuredProcess.run(
                Map.of(), KeepProcess.command("seal", data.toString(), state.toString(), question.snapshot()));
        line(
                question.what(),
                "the seal before it, once",
                number(seal.wall()),
                number(seal.cpu()),
                "",
                "",
                "" + seal.resident(),
                "");
    }

    private void asked(List<Question> questions) throws IOException, InterruptedException {
        for (ArchiveTool tool : tools) {
            tool.reset();
            tool.archive(data.resolve(FIRST));
            tool.save();
        }
        for (Question question : questions) {
            ask(question, "warm", rounds, "true");
        }
        if (isColdPossible()) {
            for (Question question : questions) {
                ask(question, "cold", 1, DROP);
            }
        } else {
            line(
                    "all, cold",
                    "all",
                    "not measured: this machine does not let its caches be dropped",
                    "",
                    "",
                    "",
                    "",
                    "");
        }
    }

    /** The store of the first archive, all bytes of it. */
    private void verified() throws IOException, InterruptedException {
        Question question = new Question("all bytes of the store verified", FIRST, false, "wall 1/3 of restic");
        Map<ArchiveTool, List<Answer>> answers = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (ArchiveTool tool : tools) {
                tool.restore();
                Optional<MeasuredProcess> process = tool.verify();
                if (process.isPresent()) {
                    answers.computeIfAbsent(tool, none -> new ArrayList<>()).add(new Answer(process.get(), 0, 0));
                }
            }
        }
        printTimes(question, answers);
    }

    /** The whole first snapshot, into a new folder; on disk at the end, but by restic, which syncs nothing. */
    private void fetched() throws IOException, InterruptedException {
        Question question = new Question("whole fetch", FIRST, false, "wall: not slower than restic restore");
        Map<ArchiveTool, List<Answer>> answers = new LinkedHashMap<>();
        for (ArchiveTool tool : tools) {
            tool.reset();
            tool.archive(data.resolve(FIRST));
        }
        Path target = folder.resolve("fetched");
        for (int round = 0; round < rounds; round++) {
            for (ArchiveTool tool : tools) {
                BenchTree.run("rm -rf \"$1\"; sync", target.toString());
                answers.computeIfAbsent(tool, none -> new ArrayList<>())
                        .add(new Answer(tool.fetch(data.resolve(FIRST), target), 0, 0));
            }
        }
        BenchTree.run("rm -rf \"$1\"", target.toString());
        printTimes(question, answers);
    }

    /** Of what writes nothing into the store. */
    private void printTimes(Question question, Map<ArchiveTool, List<Answer>> answers) {
        answers.forEach((tool, all) -> line(
                question.what(),
                tool.name(),
                number(median(all).process().wall()),
                number(median(all).process().cpu()),
                "",
                "",
                "" + median(all).process().resident(),
                tool instanceof ArchiveTool.Keeper ? question.bound() : ""));
        ratios(question, "warm", answers);
    }

    private static boolean isColdPossible() throws IOException, InterruptedException {
        return new ProcessBuilder("bash", "-c", DROP).start().waitFor() == 0;
    }

    private void content() throws IOException, InterruptedException {
        ArchiveTool.Keeper keeper = (ArchiveTool.Keeper) tools.get(0);
        keeper.reset();
        line(
                "age, objects of 48 MiB, two at a time",
                "ghe-keeper, " + SPEED,
                keeper.encrypted(),
                "",
                "",
                "",
                "",
                "250");
        List<String> sizes = List.of("40m", "256m");
        for (String size : sizes) {
            BenchTree.run("rm -rf \"$1\"/* \"$2\"/*", data.toString(), state.toString());
            BenchTree.run(MAKE_LARGE, data.resolve(FIRST).toString(), size);
            String what = "first, 1 GiB that does not compress, files of " + size.replace("m", " MiB");
            Question question = new Question(what, FIRST, true, "the " + SPEED + " of the whole run");
            sealed(question);
            ask(question, "warm", rounds, "true");
        }
        BenchTree.run("rm -rf \"$1\"/* \"$2\"/*", data.toString(), state.toString());
        BenchTree.run(MAKE_SMALL, data.resolve(FIRST).toString());
        Question question =
                new Question("first, 40,000 files of 12 KiB, none equal", FIRST, true, "wall: not slower than restic");
        sealed(question);
        ask(question, "warm", rounds, "true");
    }

    private void ask(Question question, String how, int times, String before) throws IOException, InterruptedException {
        Map<ArchiveTool, List<Answer>> answers = new LinkedHashMap<>();
        warm(question.snapshot());
        for (int round = 0; round < times; round++) {
            for (ArchiveTool tool : tools) {
                if (question.first()) {
                    tool.reset();
                } else {
                    tool.restore();
                }
                BenchTree.run(before);
                answers.computeIfAbsent(tool, none -> new ArrayList<>()).add(ask(tool, question));
            }
        }
        answers.forEach((tool, all) -> print(question, how, tool, all));
        ratios(question, how, answers);
    }

    private void warm(String snapshot) throws IOException, InterruptedException {
        BenchTree.run(
                "sync; tar -C \"$1\" -cf - . | cat >/dev/null",
                data.resolve(snapshot).toString());
    }

    private record Answer(MeasuredProcess process, long bytes, long objects) {}

    private Answer ask(ArchiveTool tool, Question question) throws IOException, InterruptedException {
        List<Long> before = tool.lengths();
        MeasuredProcess process = tool.archive(data.resolve(question.snapshot()));
        List<Long> after = tool.lengths();
        return new Answer(process, sum(after) - sum(before), after.size() - before.size());
    }

    private static long sum(List<Long> lengths) {
        return lengths.stream().mapToLong(Long::longValue).sum();
    }

    private static Answer median(List<Answer> answers) {
        return answers.stream()
                .sorted(Comparator.comparing(answer -> answer.process().wall()))
                .toList()
                .get(answers.size() / 2);
    }

    private static void print(Question question, String how, ArchiveTool tool, List<Answer> answers) {
        Answer answer = median(answers);
        boolean ours = tool instanceof ArchiveTool.Keeper;
        double read = ours ? Long.parseLong(answer.process().output()) / (1024.0 * 1024) : 0;
        line(
                question.what() + ", " + how,
                tool.name() + (ours ? String.format(Locale.ROOT, ", read %.1f MiB", read) : ""),
                number(answer.process().wall()),
                number(answer.process().cpu()),
                String.format(Locale.ROOT, "%.2f", answer.bytes() / (1024.0 * 1024)),
                "" + answer.objects(),
                "" + answer.process().resident(),
                ours ? question.bound() : "");
    }

    /** Over each of the others, and how fast the bytes were. */
    private static void ratios(Question question, String how, Map<ArchiveTool, List<Answer>> answers) {
        Answer ours = median(answers.values().iterator().next());
        for (Map.Entry<ArchiveTool, List<Answer>> other : answers.entrySet()) {
            Answer theirs = median(other.getValue());
            if (!theirs.equals(ours)) {
                line(
                        question.what() + ", " + how,
                        "ghe-keeper, over " + other.getKey().name(),
                        number(ours.process().wall() / theirs.process().wall()),
                        number(ours.process().cpu() / theirs.process().cpu()),
                        theirs.bytes() == 0 ? "" : number((double) ours.bytes() / theirs.bytes()),
                        "",
                        "",
                        "");
            }
        }
        if (question.bound().contains(SPEED)) {
            double speed = ours.bytes() / (1024.0 * 1024) / ours.process().wall();
            line(question.what() + ", " + how, "ghe-keeper, " + SPEED, number(speed), "", "", "", "", "");
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static void line(String... cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }
}
