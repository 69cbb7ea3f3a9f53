package io.ghekeeper.notify;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What each receiver was told last.
 *
 * @param noneSince since when it is known that there is no good backup at all
 * @param marks by the receivers' names
 */
record Told(Optional<Instant> noneSince, Map<String, Map<Topic, String>> marks) {
    static final Told NOTHING = new Told(Optional.empty(), Map.of());

    Told {
        Objects.requireNonNull(noneSince);
        marks = Map.copyOf(marks);
    }

    Map<Topic, String> to(String receiver) {
        return marks.getOrDefault(receiver, Map.of());
    }

    Told with(String receiver, Topic topic, String mark) {
        Map<Topic, String> of = new EnumMap<>(Topic.class);
        of.putAll(to(receiver));
        of.put(topic, mark);
        Map<String, Map<Topic, String>> all = new HashMap<>(marks);
        all.put(receiver, Map.copyOf(of));
        return new Told(noneSince, all);
    }

    Told with(Optional<Instant> since) {
        return new Told(since, marks);
    }
}
