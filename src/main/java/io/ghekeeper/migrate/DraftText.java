package io.ghekeeper.migrate;

import io.ghekeeper.config.CommentText;
import io.ghekeeper.config.Key;
import io.ghekeeper.config.MaskedValue;
import io.ghekeeper.config.Place;
import io.ghekeeper.config.Problems;
import io.ghekeeper.config.Schema;
import io.ghekeeper.config.Section;
import io.ghekeeper.config.Value;
import io.ghekeeper.config.YamlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A draft as a configuration file. Whatever came from outside stands in it as a scalar or in quotes behind a sign. */
final class DraftText {
    private final Draft draft;
    private final StringBuilder file = new StringBuilder();

    private DraftText(Draft draft) {
        this.draft = draft;
    }

    /** The file without its head. */
    static String render(Draft draft) {
        DraftText text = new DraftText(draft);
        Schema.SECTIONS.forEach(text::section);
        text.rest();
        return text.file.toString();
    }

    private void section(Section section) {
        List<Remark> remarks = draft.remarks(section.name());
        List<String> notes = draft.notes(section.name());
        boolean required = section.keys().stream().anyMatch(key -> key.need() == Key.Need.REQUIRED);
        boolean empty = section.keys().stream().allMatch(key -> draft.value(key).isEmpty());
        if (empty && remarks.isEmpty() && notes.isEmpty() && !required) {
            return;
        }
        file.append('\n').append(section.name()).append(":\n");
        section.keys().forEach(this::key);
        notes.forEach(note -> CommentText.append(file, "  ", note));
        remarks("  ", remarks);
    }

    private void key(Key<?> key) {
        draft.value(key).ifPresent(value -> value(key, value));
        if (draft.value(key).isEmpty() && key.need() == Key.Need.REQUIRED) {
            CommentText.append(file, "  ", "Missing; write it here, as " + key.sample() + ".");
            file.append("  ").append(key.name()).append(":\n");
        }
    }

    private void value(Key<?> key, Value value) {
        String begin = "  " + key.name() + ":";
        if (isDefault(key, value)) {
            file.append("  # ").append(key.name()).append(": ").append(key.sample());
            file.append("  # the default, and that of ").append(place(value.place()));
            file.append('\n');
        } else if (value instanceof Value.Items list) {
            file.append(begin).append('\n');
            list.items().forEach(item -> entry("    - ", "", item));
        } else if (value instanceof Value.Entries map) {
            file.append(begin).append('\n');
            map.entries().forEach(entry -> entry("    " + entry.name() + ": ", entry.name(), entry.value()));
        } else {
            entry(begin + " ", key.name(), value);
        }
    }

    private void entry(String begin, String name, Value value) {
        String text = ((Value.TextValue) value).text();
        file.append(begin).append(MaskedValue.yaml(name, text));
        file.append("  # ").append(place(value.place())).append('\n');
    }

    private static boolean isDefault(Key<?> key, Value value) {
        Problems problems = new Problems();
        Value standard = new YamlText(line -> new Place.Standard(), problems)
                .read(key.path(), key.sample())
                .orElseThrow(() -> new IllegalStateException("default of " + key.path()));
        return key.hasDefault()
                && key.type()
                        .read(key.path(), value, problems)
                        .equals(key.type().read(key.path(), standard, problems));
    }

    private void rest() {
        List<Remark> remarks = draft.remarks("");
        List<String> notes = draft.notes("");
        if (!remarks.isEmpty() || !notes.isEmpty()) {
            file.append('\n');
            notes.forEach(note -> CommentText.append(file, "", note));
            remarks("", remarks);
        }
    }

    /** One remark on several lines is written once. */
    private void remarks(String indent, List<Remark> remarks) {
        Map<String, List<Remark>> byAdvice = remarks.stream()
                .collect(Collectors.groupingBy(Remark::advice, LinkedHashMap::new, Collectors.toList()));
        byAdvice.forEach((advice, lines) -> {
            file.append('\n');
            CommentText.append(file, indent, advice);
            lines.forEach(remark -> file.append(indent)
                    .append("##   ")
                    .append(place(remark.place()))
                    .append("  ")
                    .append(remark.passage())
                    .append('\n'));
        });
    }

    /** The name of a file is from outside, too. */
    private static String place(Place place) {
        String text = place.text();
        return text.matches("[A-Za-z0-9._:@+-]{1,120}") ? text : MaskedValue.quoted(text);
    }
}
