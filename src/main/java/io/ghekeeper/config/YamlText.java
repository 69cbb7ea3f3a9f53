package io.ghekeeper.config;

import io.ghekeeper.text.PlainText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * YAML to {@link Value}s. One document, no anchors, no tags, little depth: a configuration needs none of these, and each
 * is a way to make a small file large.
 */
public final class YamlText {
    private static final int DEEPEST = 16;

    private final IntFunction<Place> places;
    private final Problems problems;
    private final LoadSettings settings;

    /** @param places line (from 1) to place */
    public YamlText(IntFunction<Place> places, Problems problems) {
        this.places = places;
        this.problems = problems;
        this.settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                // So that entries() can refuse them by line and in our words.
                .setAllowNonScalarKeys(true)
                .setCodePointLimit(ConfigurationFile.LARGEST)
                .build();
    }

    /**
     * The document under a name that problems give it.
     *
     * @return {@link Value.Nothing} for an empty document; empty when it cannot be read, after that was added to the problems
     */
    public Optional<Value> read(String name, String text) {
        try {
            if (!isPlain(name, text)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            return Optional.of(root.map(node -> value(name, node)).orElseGet(() -> new Value.Nothing(places.apply(0))));
        } catch (MarkedYamlEngineException malformed) {
            int line = malformed.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            problems.add(name, places.apply(line), inWords(malformed.getProblem()), "YAML");
        } catch (ReaderException malformed) {
            String before = text.substring(0, Math.min(malformed.getPosition(), text.length()));
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            problems.add(name, places.apply(line), "an unprintable character", "YAML");
        } catch (YamlEngineException malformed) {
            problems.add(name, places.apply(0), "what cannot be read", "YAML");
        }
        return Optional.empty();
    }

    /** Goes through the events, which take no memory of depth, before a tree is built of them. */
    private boolean isPlain(String name, String text) {
        int depth = 0;
        int documents = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            } else if (event instanceof DocumentStartEvent) {
                documents++;
            }
            String refused = refused(event, depth, documents);
            if (!refused.isEmpty()) {
                int line = event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
                problems.add(name, places.apply(line), refused, "plain YAML of maps, lists and texts");
                return false;
            }
        }
        return true;
    }

    private static String refused(Event event, int depth, int documents) {
        if (depth > DEEPEST) {
            return "more than " + DEEPEST + " levels";
        }
        if (documents > 1) {
            return "a second document";
        }
        if (isTagged(event)) {
            return "a tag (!)";
        }
        Optional<Anchor> anchor = event instanceof NodeEvent node ? node.getAnchor() : Optional.empty();
        return event instanceof AliasEvent || anchor.isPresent() ? "an anchor or alias (& or *)" : "";
    }

    private static boolean isTagged(Event event) {
        return (event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
                || (event instanceof CollectionStartEvent start
                        && start.getTag().isPresent());
    }

    private Value value(String path, Node node) {
        Place place = places.apply(line(node));
        if (node instanceof MappingNode map) {
            return new Value.Entries(entries(path, map), place);
        }
        if (node instanceof SequenceNode list) {
            return new Value.Items(
                    list.getValue().stream().map(item -> value(path, item)).toList(), place);
        }
        return node.getTag().equals(Tag.NULL)
                ? new Value.Nothing(place)
                : new Value.TextValue(((ScalarNode) node).getValue(), place);
    }

    private List<Value.Entry> entries(String path, MappingNode map) {
        Map<String, Place> seen = new HashMap<>();
        List<Value.Entry> entries = new ArrayList<>();
        for (NodeTuple tuple : map.getValue()) {
            Place place = places.apply(line(tuple.getKeyNode()));
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(path, place, "a list or map before the colon", "a name");
                continue;
            }
            String below = path.equals(ConfigurationReader.WHOLE) ? key.getValue() : path + "." + key.getValue();
            Place first = seen.putIfAbsent(key.getValue(), place);
            if (first == null) {
                entries.add(new Value.Entry(key.getValue(), value(below, tuple.getValueNode()), place));
            } else {
                problems.add(below, place, "the key a second time", "it once; it is also in " + first.text());
            }
        }
        return entries;
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    /** The parser's words for what people do, and never a piece of the text: it may be a key at the wrong place. */
    private static String inWords(String problem) {
        if (problem.contains("TAB")) {
            return "a tab";
        }
        return "what is not YAML (" + PlainText.of(problem) + ")";
    }
}
