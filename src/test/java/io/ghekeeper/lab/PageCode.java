package io.ghekeeper.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Code of a page, as a person copies it: a block, a line behind a prompt with what it prints, or code within a sentence.
 *
 * @param text without indent and prompt; several lines where one goes on in the next
 * @param printed what the page shows below it; empty for all but a line behind a prompt
 */
public record PageCode(String text, List<String> printed) {
    private static final Pattern WITHIN = Pattern.compile("`([^`]+)`");
    private static final Pattern CODE = Pattern.compile("( {4,})(\\S.*)");
    private static final String PROMPT = "$ ";

    /** A program with its verb alone is named, and not typed. */
    private static final Pattern TYPED = Pattern.compile("(?:kubectl|aws \\S+|docker|senza|sudo|systemctl) \\S+ .+"
            + "|(?:ssh-keygen|lsblk|mkfs\\.ext4|e2label|shred|grep|sed|chown) .+");

    /** All of it, in its order. */
    public static List<PageCode> of(Path page) throws IOException {
        List<PageCode> codes = new ArrayList<>();
        List<String> block = new ArrayList<>();
        StringBuilder prose = new StringBuilder();
        for (String line : Files.readAllLines(page)) {
            Matcher code = CODE.matcher(line);
            if (code.matches() && (!block.isEmpty() || prose.isEmpty())) {
                block.add(line);
                continue;
            }
            addBlock(codes, block);
            if (line.isBlank()) {
                addProse(codes, prose);
            } else {
                prose.append(line.strip()).append(' ');
            }
        }
        addBlock(codes, block);
        addProse(codes, prose);
        return codes;
    }

    /**
     * What of it is typed.
     *
     * @param notTyped how the code begins that is left out; the page must have each
     */
    public static List<PageCode> typed(Path page, Set<String> notTyped) throws IOException {
        List<PageCode> codes = of(page);
        for (String begin : notTyped) {
            if (codes.stream().noneMatch(code -> code.text().startsWith(begin))) {
                throw new AssertionError(page + " has no code that begins with: " + begin);
            }
        }
        return codes.stream()
                .filter(code -> notTyped.stream().noneMatch(code.text()::startsWith))
                .toList();
    }

    private static void addProse(List<PageCode> codes, StringBuilder prose) {
        WITHIN.matcher(prose)
                .results()
                .map(found -> found.group(1))
                .filter(text -> TYPED.matcher(text).matches())
                .forEach(text -> codes.add(new PageCode(text, List.of())));
        prose.setLength(0);
    }

    private static void addBlock(List<PageCode> codes, List<String> block) {
        if (block.isEmpty()) {
            return;
        }
        int indent = block.get(0).indexOf(block.get(0).strip());
        List<String> lines = block.stream()
                .map(line -> line.substring(indent).stripTrailing())
                .toList();
        block.clear();
        if (lines.stream().noneMatch(line -> line.startsWith(PROMPT))) {
            codes.add(new PageCode(String.join("\n", lines), List.of()));
            return;
        }
        String typed = "";
        List<String> printed = new ArrayList<>();
        for (String line : lines) {
            if (!line.startsWith(PROMPT)) {
                printed.add(line);
                continue;
            }
            add(codes, typed, printed);
            typed = line.substring(PROMPT.length());
        }
        add(codes, typed, printed);
    }

    private static void add(List<PageCode> codes, String typed, List<String> printed) {
        if (!typed.isEmpty()) {
            codes.add(new PageCode(typed, List.copyOf(printed)));
        }
        printed.clear();
    }

    /** Whether it begins as what is typed at one of these programs. */
    public boolean isFor(String... programs) {
        return List.of(programs).contains(text.split("\\s", 2)[0]);
    }
}
