package io.ghekeeper.page;

import io.ghekeeper.monitor.Observation;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A rendered page as the JDK's own XML parser reads it; it reads only what is well-formed. */
record Parsed(String text, Document document) {
    static Parsed of(Observation seen) throws Exception {
        return of(new StatusPage("ghe-keeper 0.1.0").render(seen));
    }

    static Parsed of(String text) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
        return new Parsed(text, document);
    }

    Stream<Element> elements(String name) {
        NodeList found = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements.stream();
    }

    Stream<Element> all() {
        return elements("*");
    }

    Element one(String name) {
        return elements(name).findFirst().orElseThrow();
    }

    /** What stands in the part of that id. */
    String part(String id) {
        return all().filter(element -> element.getAttribute("id").equals(id))
                .findFirst()
                .orElseThrow()
                .getTextContent();
    }

    /** The raw values of the figures, by their place in the state's document. */
    Map<String, String> figures() {
        Map<String, String> figures = new LinkedHashMap<>();
        all().filter(element -> element.hasAttribute("data-field"))
                .forEach(element -> figures.put(element.getAttribute("data-field"), value(element)));
        return figures;
    }

    private static String value(Element element) {
        return switch (element.getTagName()) {
            case "data" -> element.getAttribute("value");
            case "time" -> element.getAttribute("datetime");
            default -> element.getTextContent();
        };
    }
}
