package org.bangxiao.region;

import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Looks through the picture of the mark: it stands inside our own pages, so it may hold drawing and nothing else. */
final class MarkPicture extends DefaultHandler {
    private static final Set<String> FORBIDDEN = Set.of("script", "style", "foreignobject", "image", "a", "iframe");

    private final String file;
    private final Faults faults;
    private @Nullable Locator locator;
    private boolean first = true;

    private MarkPicture(String file, Faults faults) {
        this.file = file;
        this.faults = faults;
    }

    static void check(String file, String svg, Faults faults) {
        try {
            SAXParserFactory parsers = SAXParserFactory.newInstance();
            parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            parsers.newSAXParser().parse(new InputSource(new StringReader(svg)), new MarkPicture(file, faults));
        } catch (SAXParseException e) {
            faults.add(file, Math.max(1, e.getLineNumber()), "not a picture: " + e.getMessage());
        } catch (SAXException e) {
            faults.add(file, 1, "not a picture: " + e.getMessage());
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void setDocumentLocator(Locator locator) {
        this.locator = locator;
    }

    @Override
    public void startElement(String uri, String localName, String name, Attributes attributes) {
        if (first && !name.equals("svg")) {
            fault("the picture is no svg");
        }
        first = false;
        if (FORBIDDEN.contains(name.toLowerCase(Locale.ROOT))) {
            fault("the mark may not hold <" + name + ">");
        }
        for (int i = 0; i < attributes.getLength(); i++) {
            String attribute = attributes.getQName(i).toLowerCase(Locale.ROOT);
            boolean leaves =
                    attribute.endsWith("href") && !attributes.getValue(i).startsWith("#");
            if (attribute.equals("style") || attribute.startsWith("on") || leaves) {
                fault("the mark may not hold " + attributes.getQName(i) + "=\"" + attributes.getValue(i) + "\"");
            }
        }
    }

    // The parser prints fatal errors unless told otherwise.
    @Override
    public void fatalError(SAXParseException e) throws SAXException {
        throw e;
    }

    private void fault(String what) {
        faults.add(file, locator == null ? 1 : locator.getLineNumber(), what);
    }
}
