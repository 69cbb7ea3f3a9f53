package io.ghekeeper.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How fast something runs out, by what was left of it after each run.
 *
 * @param perDay what goes each day, by the line that fits best; 0 where nothing does
 * @param daysLeft at that; without end where nothing goes
 */
public record UsageTrend(Trend trend, double perDay, double daysLeft) {
    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final double SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();

    /** Whether the trend is known. */
    public enum Trend {
        SHRINKING,
        NOT_SHRINKING,
        /** Less than a day was seen. */
        UNKNOWN
    }

    /** What was free of how much at an instant. */
    record Point(Instant at, long total, long free) {}

    /**
     * The trend of what is free now. Points from when the volume had another size are left out: making it larger is no
     * sign of it growing empty.
     */
    static UsageTrend of(List<Point> seen, Point now) {
        List<Point> points = new ArrayList<>(
                seen.stream().filter(point -> point.total() == now.total()).toList());
        points.add(now);
        points.sort(Comparator.comparing(Point::at));
        Instant first = points.get(0).at();
        if (Duration.between(first, points.get(points.size() - 1).at()).compareTo(SHORTEST) < 0) {
            return new UsageTrend(Trend.UNKNOWN, 0, Double.POSITIVE_INFINITY);
        }
        double perDay = -slopePerDay(points, first);
        return perDay <= 0
                ? new UsageTrend(Trend.NOT_SHRINKING, 0, Double.POSITIVE_INFINITY)
                : new UsageTrend(Trend.SHRINKING, perDay, now.free() / perDay);
    }

    /** By least squares. */
    private static double slopePerDay(List<Point> points, Instant first) {
        double meanDay =
                points.stream().mapToDouble(p -> day(p, first)).average().orElse(0);
        double meanFree = points.stream().mapToDouble(Point::free).average().orElse(0);
        double products = 0;
        double squares = 0;
        for (Point point : points) {
            double days = day(point, first) - meanDay;
            products += days * (point.free() - meanFree);
            squares += days * days;
        }
        return products / squares;
    }

    private static double day(Point point, Instant first) {
        return Duration.between(first, point.at()).toSeconds() / SECONDS_PER_DAY;
    }
}
