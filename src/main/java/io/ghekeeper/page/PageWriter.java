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
record PageWriter(Html html, Times times) {
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
    PageWriter mark(StatusIcon mark) {
        html.begin("svg", "class", "mark " + mark.tone(), "viewBox", IconSprite.BOX, "aria-hidden", "true")
                .empty("use", "href", IconSprite.reference(mark))
                .end();
        return this;
    }

    /** A sign with its word. */
    PageWriter marked(StatusIcon mark) {
        return marked(mark, mark.word());
    }

    /** The same with a word that says more than the sign's own. */
    PageWriter marked(StatusIcon mark, String word) {
        html.begin("span", "class", "marked");
        mark(mark);
        html.text(" ").with("span", word, "class", "word " + mark.tone()).end();
        return this;
    }

    PageWriter text(String text) {
        html.text(text);
        return this;
    }

    /** A figure with a place in the state's document. */
    PageWriter figure(String field, Object value, String words) {
        html.with("data", words, "value", value.toString(), FIELD, field);
        return this;
    }

    /** A figure that is not in the state's document. */
    PageWriter figure(Object value, String words) {
        html.with("data", words, "value", value.toString());
        return this;
    }

    PageWriter about(String field, Duration duration) {
        return figure(field, duration.toSeconds(), Durations.about(duration));
    }

    PageWriter time(String field, Instant at, String words) {
        html.with("time", words, "datetime", text(at), FIELD, field);
        return this;
    }

    PageWriter time(Instant at, String words) {
        html.with("time", words, "datetime", text(at));
        return this;
    }

    /** As {@code 2 h ago}, with the moment itself behind it. */
    PageWriter ago(Instant at) {
        return time(at, times.moment(at)).text(", " + times.ago(at));
    }

    /** A name, or what is typed: set apart from what is said. */
    PageWriter name(String name) {
        html.with("code", shortened(name));
        return this;
    }

    PageWriter name(String field, String name) {
        html.with("code", shortened(name), FIELD, field);
        return this;
    }

    /** A sentence that was recorded, or came from elsewhere. */
    PageWriter said(String sentence) {
        html.with("span", sentence, "class", "said");
        return this;
    }

    PageWriter said(String field, String sentence) {
        html.with("span", sentence, "class", "said", FIELD, field);
        return this;
    }

    /** What a failure's record says that is to be done, where it says so. */
    PageWriter hint(String hint) {
        if (!hint.isEmpty()) {
            html.begin("p", "class", "hint").with("b", "What to do: ");
            said(hint);
            html.end();
        }
        return this;
    }

    PageWriter hint(String field, String hint) {
        html.begin("p", "class", "hint").with("b", "What to do: ");
        said(field, hint);
        html.end();
        return this;
    }

    /** A command to type. */
    PageWriter command(String command) {
        html.with("code", command, "class", "command");
        return this;
    }

    /** How many of a list were left out, where some were. */
    PageWriter more(int left) {
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
