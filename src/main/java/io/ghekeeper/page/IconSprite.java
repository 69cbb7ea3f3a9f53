package io.ghekeeper.page;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** The shapes of the marks, drawn once in the document and named from there. */
final class IconSprite {
    static final String BOX = "0 0 16 16";

    /** Of the ids, which parts of the page have, too. */
    private static final String PREFIX = "sign-";

    /** What is painted in the mark's colour, and what is cut out of it. */
    private record Shape(String body, boolean filled, String cut) {}

    private static final String DISC = "M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14z";
    private static final String RING = "M8 1.9a6.1 6.1 0 1 1 0 12.2a6.1 6.1 0 1 1 0-12.2z";
    private static final String SQUARE =
            "M3 1.5h10a1.5 1.5 0 0 1 1.5 1.5v10a1.5 1.5 0 0 1-1.5 1.5h-10a1.5 1.5 0 0 1-1.5"
                    + "-1.5v-10a1.5 1.5 0 0 1 1.5-1.5z";
    private static final String CHECK = "M4.8 8.3l2.3 2.3l4.2-4.9";
    private static final String CROSS = "M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2";

    private static final Map<String, Shape> SHAPES = new TreeMap<>(Map.of(
            "ok", new Shape(DISC, true, CHECK),
            "accepted", new Shape(RING + CHECK, false, ""),
            "suspect", new Shape("M8 1.2l7.3 13.3h-14.6z", true, "M8 6v4.2M8 12.2v.3"),
            "failed", new Shape(SQUARE, true, CROSS),
            "interrupted", new Shape("M2.4 2.4h11.2v11.2h-11.2zM5 8h6", false, ""),
            "skipped", new Shape("M8 5a3 3 0 1 1 0 6a3 3 0 1 1 0-6z", false, ""),
            "running", new Shape(RING + "M6.6 5.3l4.2 2.7l-4.2 2.7z", false, ""),
            "cut-off",
                    new Shape(
                            "M2.4 5.6v-3.2h3.2M10.4 2.4h3.2v3.2M13.6 10.4v3.2h-3.2M5.6 13.6h-3.2v-3.2" + CROSS,
                            false,
                            ""),
            "complete", new Shape(RING, false, ""),
            "proven", new Shape("M8 .8l6 2.2v4.6c0 3.6-2.4 6.2-6 7.6c-3.6-1.4-6-4-6-7.6v-4.6z", true, CHECK)));

    private static final Map<String, Shape> OF_STATES = Map.of(
            "late", new Shape(DISC, true, "M8 4v4.3l2.8 1.8"),
            "stopped", new Shape(DISC, true, "M5.6 5.6h4.8v4.8h-4.8z"),
            "missing", new Shape("M8 .8l7.2 7.2l-7.2 7.2l-7.2-7.2z", true, "M5.2 8h5.6"),
            "none", new Shape("M5 .9h6l4.1 4.1v6l-4.1 4.1h-6l-4.1-4.1v-6z", true, CROSS));

    private final Html html;

    IconSprite(Html html) {
        this.html = html;
    }

    void write() {
        html.begin("svg", "class", "symbols", "width", "0", "height", "0", "aria-hidden", "true", "focusable", "false");
        SHAPES.forEach(this::symbol);
        new TreeMap<>(OF_STATES).forEach(this::symbol);
        html.end();
    }

    private void symbol(String id, Shape shape) {
        html.begin("symbol", "id", PREFIX + id, "viewBox", BOX)
                .empty("path", "class", shape.filled() ? "solid" : "line", "d", shape.body());
        if (!shape.cut().isEmpty()) {
            html.empty("path", "class", "cut", "d", shape.cut());
        }
        html.end();
    }

    /** Where a mark's shape is. */
    static String reference(StatusIcon mark) {
        return "#" + PREFIX + mark.symbol();
    }

    /** The answer's mark as the page's icon, so that it is seen among many tabs. */
    static String icon(StatusIcon mark) {
        String colour = switch (mark.tone()) {
            case "ok" -> "#1a7f37";
            case "warn" -> "#9a6700";
            default -> "#c0261d";
        };
        Shape shape = SHAPES.getOrDefault(mark.symbol(), OF_STATES.get(mark.symbol()));
        String svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='" + BOX + "'><path fill='" + colour + "' d='"
                + shape.body() + "'/><path fill='none' stroke='#fff' stroke-width='1.8' d='" + shape.cut()
                + "'/></svg>";
        return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
    }
}
