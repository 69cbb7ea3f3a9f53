package io.ghekeeper.notify;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The last state of each topic that each receiver got.
 *
 * @param noneSince since when it is known that there is no good backup at all
 * @param marks by the receivers' names
 */
record DeliveredStates(Optional<Instant> noneSince, Map<String, Map<Topic, String>> marks) {
    static final DeliveredStates NOTHING = new DeliveredStates(Optional.empty(), Map.of());

    DeliveredStates {
        Objects.requireNonNull(noneSince);
        marks = Map.copyOf(marks);
    }

    Map<Topic, String> to(String receiver) {
        return marks.getOrDefault(receiver, Map.of());
    }

    DeliveredStates with(String receiver, Topic topic, String mark) {
        Map<Topic, String> of = new EnumMap<>(Topic.class);
        of.putAll(to(receiver));
        of.put(topic, mark);
        Map<String, Map<Topic, String>> all = new HashMap<>(marks);
        all.put(receiver, Map.copyOf(of));
        return new DeliveredStates(noneSince, all);
    }

    DeliveredStates with(Optional<Instant> since) {
        return new DeliveredStates(since, marks);
    }
}
