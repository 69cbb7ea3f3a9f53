package io.ghekeeper.aws;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** An element of an answer in XML, without attributes and name spaces: AWS' query APIs have their data in elements alone. */
final class XmlElement {
    private static final int DEEPEST = 50;

    private final String name;
    private final List<XmlElement> elements = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private XmlElement(String name) {
        this.name = name;
    }

    /**
     * Reads a document. One with a DTD is refused: an entity of it could read files, or grow without bound.
     *
     * @throws XMLStreamException where it is no document, or nested deeper than any answer
     */
    static XmlElement read(byte[] document) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
        try {
            return read(reader);
        } finally {
            reader.close();
        }
    }

    private static XmlElement read(XMLStreamReader reader) throws XMLStreamException {
        Deque<XmlElement> open = new ArrayDeque<>();
        XmlElement root = null;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    XmlElement element = new XmlElement(reader.getLocalName());
                    if (open.size() == DEEPEST) {
                        throw new XMLStreamException("more than " + DEEPEST + " elements in each other");
                    }
                    if (open.isEmpty()) {
                        root = element;
                    } else {
                        open.peek().elements.add(element);
                    }
                    open.push(element);
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                    open.peek().text.append(reader.getText());
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XMLStreamException("a document type, or an entity of one");
                default -> {}
            }
        }
        if (root == null) {
            throw new XMLStreamException("no element");
        }
        return root;
    }

    String name() {
        return name;
    }

    /** The elements of a name that are directly in it. */
    Stream<XmlElement> all(String wanted) {
        return elements.stream().filter(element -> element.name.equals(wanted));
    }

    /** The first of them. */
    Optional<XmlElement> find(String wanted) {
        return all(wanted).findFirst();
    }

    /** The items of a list: {@code <snapshotSet><item/>...</snapshotSet>}. None where the list is missing. */
    List<XmlElement> items(String list) {
        return find(list).stream().flatMap(found -> found.all("item")).toList();
    }

    /** The text of the first element of a name; nothing where it is missing or empty. */
    Optional<String> text(String wanted) {
        return find(wanted).map(element -> element.text.toString().strip()).filter(words -> !words.isEmpty());
    }
}
