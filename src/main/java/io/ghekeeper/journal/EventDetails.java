package io.ghekeeper.journal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a record keeps of an event, by key. A damaged or missing value is passed over. */
final class EventDetails {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    /** How records of format 1 have a step. */
    private static final Pattern FIRST_STEP = Pattern.compile("(\\d{1,6})/(\\d{1,6}) (.*)", Pattern.DOTALL);

    private final Map<String, String> map;

    EventDetails() {
        this(new LinkedHashMap<>());
    }

    EventDetails(Map<String, String> map) {
        this.map = map;
    }

    Map<String, String> map() {
        return map;
    }

    /** A step's number, how many steps there are, and its title. */
    record StepCounts(int number, int total, String title) {}

    StepCounts counts() {
        Matcher first = FIRST_STEP.matcher(text("step"));
        return first.matches()
                ? new StepCounts(Integer.parseInt(first.group(1)), Integer.parseInt(first.group(2)), first.group(3))
                : new StepCounts(
                        bounded(number("number").orElse(0)),
                        bounded(number("total").orElse(0)),
                        text("title"));
    }

    private static int bounded(long number) {
        return (int) Math.min(number, Integer.MAX_VALUE);
    }

    String text(String key) {
        return map.getOrDefault(key, "");
    }

    /** What an event is about, where that is all. */
    String what() {
        return map.getOrDefault("what", "not said what");
    }

    Optional<String> find(String key) {
        return Optional.ofNullable(map.get(key));
    }

    OptionalLong number(String key) {
        String text = text(key);
        return NUMBER.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    Optional<Duration> seconds(String key) {
        return number(key).stream().mapToObj(Duration::ofSeconds).findFirst();
    }

    boolean flag(String key) {
        return "true".equals(map.get(key));
    }

    EventDetails with(String key, String value) {
        map.put(key, value);
        return this;
    }

    EventDetails with(String key, long value) {
        return with(key, Long.toString(value));
    }

    EventDetails with(String key, boolean value) {
        return with(key, Boolean.toString(value));
    }

    EventDetails with(String key, Optional<String> value) {
        value.ifPresent(present -> map.put(key, present));
        return this;
    }

    EventDetails with(String key, OptionalLong value) {
        value.ifPresent(present -> with(key, present));
        return this;
    }

    EventDetails withSeconds(String key, Optional<Duration> value) {
        return with(key, value.map(time -> Long.toString(time.toSeconds())));
    }
}
