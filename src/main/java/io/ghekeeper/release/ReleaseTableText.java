package io.ghekeeper.release;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.PlainText;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads a table of releases: lines of values behind commas, as the table that the program brings with it. */
final class ReleaseTableText {
    static final String DATE = "table";
    static final String HEADER = "release,available,support ends," + ReleaseTable.ENGINE + ",backup service";

    private static final int CELLS = 5;
    private static final int LONGEST_QUOTE = 60;
    private static final int MOST_PROBLEMS = 20;

    private final String source;
    private final List<String> problems = new ArrayList<>();
    private final List<ReleaseTable.Row> rows = new ArrayList<>();
    private final Set<FeatureRelease> seen = new HashSet<>();
    private Optional<LocalDate> date = Optional.empty();
    private boolean header;

    private ReleaseTableText(String source) {
        this.source = source;
    }

    /** @throws Failure CONFIGURATION_INVALID with every problem and its line */
    @SuppressWarnings("MissingSummary")
    static ReleaseTable read(String source, String text) {
        return new ReleaseTableText(source).table(text);
    }

    private ReleaseTable table(String text) {
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            String content = line.strip();
            if (!content.isEmpty() && !content.startsWith("#")) {
                line(number, content);
            }
        }
        boolean some = date.filter(
                        day -> rows.stream().anyMatch(row -> !row.available().isAfter(day)))
                .isPresent();
        if (problems.isEmpty() && !some) {
            problems.add(source + " names no release that was available at its date");
        }
        if (!problems.isEmpty()) {
            throw new Failure(
                    FailureKind.CONFIGURATION_INVALID,
                    String.join("\n", problems.subList(0, Math.min(MOST_PROBLEMS, problems.size()))),
                    "Correct the table that releases.file names, or remove releases.file to use the program's own.");
        }
        return new ReleaseTable(source, date.orElseThrow(), rows);
    }

    private void line(int number, String content) {
        List<String> cells =
                List.of(content.split(",", -1)).stream().map(String::strip).toList();
        if (date.isEmpty()) {
            date = cells.size() == 2 && cells.get(0).equals(DATE) ? day(cells.get(1)) : Optional.empty();
            if (date.isEmpty()) {
                problem(number, content, DATE + " and the table's date, as " + DATE + ",2026-11-28");
                date = Optional.of(LocalDate.MIN); // the lines after it are looked at all the same
            }
        } else if (!header) {
            header = true;
            if (!String.join(",", cells).equals(HEADER)) {
                problem(number, content, HEADER);
            }
        } else if (cells.size() != CELLS) {
            problem(number, content, CELLS + " values behind commas");
        } else {
            row(number, cells);
        }
    }

    private void row(int number, List<String> cells) {
        Optional<FeatureRelease> release = FeatureRelease.read(cells.get(0));
        Optional<LocalDate> available = day(cells.get(1));
        Optional<LocalDate> ends = day(cells.get(2));
        Optional<List<Release>> engine = engine(cells.get(3), release);
        Optional<ReleaseTable.BackupService> service = service(cells.get(4));
        int before = problems.size();
        require(release.isPresent(), number, cells.get(0), "a feature release, as 3.21");
        require(available.isPresent(), number, cells.get(1), "a date, as 2026-11-28");
        require(ends.isPresent(), number, cells.get(2), "a date, as 2026-11-28");
        require(
                engine.isPresent(),
                number,
                cells.get(3),
                "a " + ReleaseTable.ENGINE + " of that feature release, as 3.21.1, or none");
        require(service.isPresent(), number, cells.get(4), "no, preview, ga or unknown");
        if (problems.size() > before) {
            return;
        }
        require(ends.get().isAfter(available.get()), number, cells.get(2), "a date after " + available.get());
        require(seen.add(release.get()), number, cells.get(0), "a release that no line before has");
        rows.add(new ReleaseTable.Row(
                release.get(),
                available.get(),
                ends.get(),
                engine.get().stream().findFirst(),
                service.get()));
    }

    /** The one that the cell names, or none; nothing where the cell is neither. */
    private static Optional<List<Release>> engine(String cell, Optional<FeatureRelease> release) {
        if (cell.equals("none")) {
            return Optional.of(List.of());
        }
        return Release.read(cell)
                .filter(engine -> engine.text().matches("\\d+\\.\\d+\\.\\d+"))
                .filter(engine ->
                        release.filter(engine.featureRelease()::equals).isPresent())
                .map(List::of);
    }

    private static Optional<ReleaseTable.BackupService> service(String cell) {
        for (ReleaseTable.BackupService service : ReleaseTable.BackupService.values()) {
            if (service.name().toLowerCase(Locale.ROOT).equals(cell)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    private static Optional<LocalDate> day(String cell) {
        try {
            return cell.matches("\\d{4}-\\d{2}-\\d{2}") ? Optional.of(LocalDate.parse(cell)) : Optional.empty();
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    private void require(boolean right, int number, String found, String wanted) {
        if (!right) {
            problem(number, found, wanted);
        }
    }

    private void problem(int number, String found, String wanted) {
        String plain = PlainText.of(found);
        String quoted = plain.length() > LONGEST_QUOTE ? plain.substring(0, LONGEST_QUOTE) + "..." : plain;
        problems.add(source + " line " + number + ": found '" + quoted + "', wanted " + wanted);
    }
}
