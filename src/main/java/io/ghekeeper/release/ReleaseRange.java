package io.ghekeeper.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some releases, as a table writes them: {@code any}, {@code 3.13 and later}, {@code 3.7 to 3.9}, {@code 3.22.0 to 3.22.2}, or
 * several of these behind commas. A feature release includes all its patch releases.
 */
public final class ReleaseRange {
    private static final String RELEASE = "(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,6}))?";
    private static final Pattern PART = Pattern.compile(RELEASE + "(?: (and later)| to " + RELEASE + ")?");
    private static final int GROUPS = 3;
    private static final int LATER = 4;

    private final String text;
    private final List<SubRange> parts;

    /** From one release to another, both included. */
    private record SubRange(Bound first, Bound last) {
        boolean includes(Release release) {
            return first.compare(release, 0) <= 0 && last.compare(release, Integer.MAX_VALUE) >= 0;
        }
    }

    /** A bound without a patch release takes all patch releases of its feature release. */
    private record Bound(FeatureRelease feature, Optional<Integer> patch) {
        static final Bound NONE = new Bound(new FeatureRelease(Integer.MAX_VALUE, Integer.MAX_VALUE), Optional.empty());

        int compare(Release release, int open) {
            int byFeature = feature.compareTo(release.featureRelease());
            return byFeature != 0 ? byFeature : Integer.compare(patch.orElse(open), release.patch());
        }
    }

    private ReleaseRange(String text, List<SubRange> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException where the text is none: it is part of the program */
    @SuppressWarnings("MissingSummary")
    public static ReleaseRange of(String text) {
        List<SubRange> parts = new ArrayList<>();
        if (!text.equals("any")) {
            for (String part : text.split(", ", -1)) {
                parts.add(part(part));
            }
        }
        return new ReleaseRange(text, parts);
    }

    private static SubRange part(String text) {
        Matcher matcher = PART.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no range of releases: " + text);
        }
        Bound first = bound(matcher, 0);
        if (matcher.group(LATER) != null) {
            return new SubRange(first, Bound.NONE);
        }
        return new SubRange(first, matcher.group(LATER + 1) == null ? first : bound(matcher, LATER));
    }

    private static Bound bound(Matcher matcher, int before) {
        return new Bound(
                new FeatureRelease(
                        Integer.parseInt(matcher.group(before + 1)), Integer.parseInt(matcher.group(before + 2))),
                Optional.ofNullable(matcher.group(before + GROUPS)).map(Integer::valueOf));
    }

    public boolean includes(Release release) {
        return parts.isEmpty() || parts.stream().anyMatch(part -> part.includes(release));
    }

    @Override
    public String toString() {
        return text;
    }
}
