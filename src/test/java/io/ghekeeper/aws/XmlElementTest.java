package io.ghekeeper.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlElementTest {
    @TempDir
    private Path folder;

    private static XmlElement read(String document) throws XMLStreamException {
        return XmlElement.read(document.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsItemsAndTextsWithoutNameSpaces() throws XMLStreamException {
        XmlElement root = read("<?xml version=\"1.0\"?><R xmlns=\"http://x/\"><set><item><key> a&amp;b </key></item>"
                + "<item><key><![CDATA[<c>]]></key><empty/></item></set></R>");

        assertThat(root.name()).isEqualTo("R");
        assertThat(root.items("set")).hasSize(2);
        assertThat(root.items("set").get(0).text("key")).contains("a&b");
        assertThat(root.items("set").get(1).text("key")).contains("<c>");
        assertThat(root.items("set").get(1).text("empty")).isEmpty();
        assertThat(root.items("none")).isEmpty();
    }

    @Test
    void neverReadsAFileThatAnEntityNames() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "the secret");

        assertThatThrownBy(() -> {
                    XmlElement root =
                            read("<!DOCTYPE r [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]><r><a>&e;</a></r>");
                    throw new AssertionError("read: " + root.text("a"));
                })
                .isInstanceOf(XMLStreamException.class)
                .hasMessageNotContaining("the secret");
    }

    @Test
    void neverExpandsEntities() {
        assertThatThrownBy(() -> read("<!DOCTYPE r [<!ENTITY e \"xxxxxxxxxx\">]><r>&e;&e;</r>"))
                .isInstanceOf(XMLStreamException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no xml", "<a>", "<a></b>", "<a/><b/>", "{\"a\": 1}", "<a>\u0000</a>"})
    void refusesWhatIsNoDocument(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(XMLStreamException.class);
    }

    @Test
    void refusesWhatIsNestedDeeperThanAnyAnswer() {
        assertThatThrownBy(() -> read("<a>".repeat(1000) + "</a>".repeat(1000))).isInstanceOf(XMLStreamException.class);
    }
}
