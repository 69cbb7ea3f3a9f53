package io.ghekeeper.page;

import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * What the parts of the page are written on. Each figure carries its raw value, and the place of the same figure in
 * {@code status --json}, so that the two can be held against each other.
 */
record Sheet(Html html, Times times) {
    private static final String FIELD = "data-field";

    /** Of a name: longer ones are none. */
    private static final int MOST_OF_NAME = 60;

    /** A part of the page with its heading. */
    Html section(String id, String title) {
        return section(id, "card", title);
    }

    Html section(String id, String classes, String title) {
        return html.begin("section", "id", id, "class", classes, "aria-labelledby", id + "-title")
                .with("h2", title, "id", id + "-title");
    }

    /** A sign that says nothing to who cannot see it: its word stands beside it. */
    Sheet mark(Mark mark) {
        html.begin("svg", "class", "mark " + mark.tone(), "viewBox", Symbols.BOX, "aria-hidden", "true")
                .empty("use", "href", Symbols.reference(mark))
                .end();
        return this;
    }

    /** A sign with its word. */
    Sheet marked(Mark mark) {
        return marked(mark, mark.word());
    }

    /** The same with a word that says more than the sign's own. */
    Sheet marked(Mark mark, String word) {
        html.begin("span", "class", "marked");
        mark(mark);
        html.text(" ").with("span", word, "class", "word " + mark.tone()).end();
        return this;
    }

    Sheet text(String text) {
        html.text(text);
        return this;
    }

    /** A figure with a place in the state's document. */
    Sheet figure(String field, Object value, String words) {
        html.with("data", words, "value", value.toString(), FIELD, field);
        return this;
    }

    /** A figure that is not in the state's document. */
    Sheet figure(Object value, String words) {
        html.with("data", words, "value", value.toString());
        return this;
    }

    Sheet about(String field, Duration duration) {
        return figure(field, duration.toSeconds(), Durations.about(duration));
    }

    Sheet time(String field, Instant at, String words) {
        html.with("time", words, "datetime", text(at), FIELD, field);
        return this;
    }

    Sheet time(Instant at, String words) {
        html.with("time", words, "datetime", text(at));
        return this;
    }

    /** As {@code 2 h ago}, with the moment itself behind it. */
    Sheet ago(Instant at) {
        return time(at, times.moment(at)).text(", " + times.ago(at));
    }

    /** A name, or what is typed: set apart from what is said. */
    Sheet name(String name) {
        html.with("code", shortened(name));
        return this;
    }

    Sheet name(String field, String name) {
        html.with("code", shortened(name), FIELD, field);
        return this;
    }

    /** A sentence that was recorded, or came from elsewhere. */
    Sheet said(String sentence) {
        html.with("span", sentence, "class", "said");
        return this;
    }

    Sheet said(String field, String sentence) {
        html.with("span", sentence, "class", "said", FIELD, field);
        return this;
    }

    /** What a failure's record says that is to be done, where it says so. */
    Sheet hint(String hint) {
        if (!hint.isEmpty()) {
            html.begin("p", "class", "hint").with("b", "What to do: ");
            said(hint);
            html.end();
        }
        return this;
    }

    Sheet hint(String field, String hint) {
        html.begin("p", "class", "hint").with("b", "What to do: ");
        said(field, hint);
        html.end();
        return this;
    }

    /** A command to type. */
    Sheet command(String command) {
        html.with("code", command, "class", "command");
        return this;
    }

    /** How many of a list were left out, where some were. */
    Sheet more(int left) {
        if (left > 0) {
            html.begin("p", "class", "more").text("and ");
            figure(left, Integer.toString(left)).text(" more");
            html.end();
        }
        return this;
    }

    private static String text(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** As the begin of a sentence. */
    static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** As long as names are. */
    static String shortened(String name) {
        return shortened(name, MOST_OF_NAME);
    }

    static String shortened(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most)) + "…";
    }
}
