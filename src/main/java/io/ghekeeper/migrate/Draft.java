package io.ghekeeper.migrate;

import io.ghekeeper.config.Key;
import io.ghekeeper.config.MaskedValue;
import io.ghekeeper.config.Place;
import io.ghekeeper.config.Problems;
import io.ghekeeper.config.Secrets;
import io.ghekeeper.config.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A configuration that is being put together: values that their keys accept, and remarks about everything else. */
final class Draft {
    private static final String NOT_TAKEN = "Not taken over; if this is a backup, add its times to schedule.backup.";

    private final Map<Key<?>, Value> values = new LinkedHashMap<>();
    private final List<Remark> remarks = new ArrayList<>();
    private final List<String> lacking = new ArrayList<>();
    private final Map<String, TreeSet<String>> notes = new LinkedHashMap<>();
    private int left;

    /**
     * Takes a value, in the place of one that was there. A secret is none: neither it nor its mask may be written.
     *
     * @return why it was not taken, in words that go after "wanted"; empty when it was
     */
    Optional<String> offer(Key<?> key, Value value) {
        if (value instanceof Value.TextValue scalar && Secrets.isIn(scalar.text())) {
            return Optional.of("a value that does not look like a secret");
        }
        Problems problems = new Problems();
        key.type().read(key.path(), value, problems);
        if (problems.none()) {
            values.put(key, value);
        }
        return problems.all().stream().findFirst().map(problem -> MaskedValue.words(problem.wanted()));
    }

    /** Quotes a line that is none of the forms that are taken over. */
    void leave(String section, Place place, String text) {
        leave(section, NOT_TAKEN, place, text);
    }

    /** The same, where it is known what is to be done about it. */
    void leave(String section, String advice, Place place, String text) {
        left++;
        remark(section, advice, place, text);
    }

    /** How many lines were left. */
    int left() {
        return left;
    }

    void remark(String section, String advice, Place place, String text) {
        remarks.add(Remark.of(section, advice, place, text));
    }

    /** Says something of a section as a whole; the same words once only. */
    void note(String section, String text) {
        notes.computeIfAbsent(section, any -> new TreeSet<>()).add(text);
    }

    /** The same, of something that somebody must still write. */
    void lack(String section, String text) {
        note(section, text);
        lacking.add(text);
    }

    List<String> lacking() {
        return List.copyOf(lacking);
    }

    Optional<Value> value(Key<?> key) {
        return Optional.ofNullable(values.get(key));
    }

    List<Remark> remarks(String section) {
        return remarks.stream()
                .filter(remark -> remark.section().equals(section))
                .toList();
    }

    List<String> notes(String section) {
        return List.copyOf(notes.getOrDefault(section, new TreeSet<>()));
    }

    int remarks() {
        return remarks.size();
    }
}
