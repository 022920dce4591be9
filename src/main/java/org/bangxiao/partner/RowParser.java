package org.bangxiao.partner;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line of a report: a JSON object in strict UTF-8 with exactly the fields that a report knows, each at most
 * once. Whatever is wrong becomes the row's fault, never an exception.
 */
final class RowParser {
    private static final int MOST_TAGS = 20;
    private static final int LONGEST_VALUE = 200;

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(3)
                    .maxNumberLength(19)
                    .build())
            .build();

    /** What is collected of a line, field by field. */
    private static final class Fields {
        private final List<String> seen = new ArrayList<>(8);
        private @Nullable String externalId;
        private @Nullable UUID listingId;
        private @Nullable UUID productId;
        private @Nullable String certificateNumber;
        private @Nullable Long quantity;
        private @Nullable Long grossFen;
        private @Nullable Instant soldAt;
        private @Nullable String channel;
        private List<String> tags = List.of();
    }

    /** A value that cannot stand in its field. */
    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1;

        Fault(String code) {
            super(code, null, false, false);
        }
    }

    ReportedRow parse(byte[] bytes, int from, int length) {
        Fields fields = new Fields();
        // A first byte other than a brace could make the parser guess another encoding.
        if (bytes[from] != '{' || !isUtf8(bytes, from, length)) {
            return ReportedRow.faulty(null, "row-unreadable");
        }
        try (JsonParser parser = json.createParser(bytes, from, length)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                read(parser, fields);
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                return ReportedRow.faulty(fields.externalId, "row-unreadable");
            }
            return row(fields);
        } catch (Fault fault) {
            return ReportedRow.faulty(fields.externalId, String.valueOf(fault.getMessage()));
        } catch (IOException e) {
            return ReportedRow.faulty(fields.externalId, "row-unreadable");
        }
    }

    private static void read(JsonParser parser, Fields fields) throws IOException, Fault {
        String name = parser.currentName();
        if (fields.seen.contains(name)) {
            throw new Fault("row-field-twice");
        }
        fields.seen.add(name);
        JsonToken value = parser.nextToken();
        switch (name) {
            case "externalId" -> fields.externalId = text(parser, value);
            case "listingId" -> fields.listingId = id(text(parser, value));
            case "productId" -> fields.productId = id(text(parser, value));
            case "certificateNumber" -> fields.certificateNumber = text(parser, value);
            case "quantity" -> fields.quantity = number(parser, value);
            case "grossFen" -> fields.grossFen = number(parser, value);
            case "soldAt" -> fields.soldAt = instant(text(parser, value));
            case "channel" -> fields.channel = text(parser, value);
            case "tags" -> fields.tags = tags(parser, value);
            default -> throw new Fault("row-field-unknown");
        }
    }

    private static ReportedRow row(Fields fields) throws Fault {
        int names = (fields.listingId == null ? 0 : 1)
                + (fields.productId == null ? 0 : 1)
                + (fields.certificateNumber == null ? 0 : 1);
        if (fields.externalId == null || fields.quantity == null || fields.grossFen == null || fields.soldAt == null) {
            throw new Fault("row-field-missing");
        }
        if (names != 1) {
            throw new Fault("row-product-named-once");
        }
        return new ReportedRow(
                fields.externalId,
                fields.listingId,
                fields.productId,
                fields.certificateNumber,
                fields.quantity,
                fields.grossFen,
                fields.soldAt,
                fields.channel,
                fields.tags,
                null);
    }

    private static String text(JsonParser parser, JsonToken value) throws IOException, Fault {
        if (value != JsonToken.VALUE_STRING || parser.getTextLength() > LONGEST_VALUE) {
            throw new Fault("row-field-invalid");
        }
        String text = parser.getText();
        if (!isStorable(text)) {
            throw new Fault("row-field-invalid");
        }
        return text;
    }

    /** Neither a nil character nor half of a pair, which JSON can smuggle in by escapes. */
    private static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static long number(JsonParser parser, JsonToken value) throws IOException, Fault {
        if (value != JsonToken.VALUE_NUMBER_INT || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new Fault("row-field-invalid");
        }
        return parser.getLongValue();
    }

    private static UUID id(String text) throws Fault {
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            throw new Fault("row-field-invalid");
        }
        throw new Fault("row-field-invalid");
    }

    private static Instant instant(String text) throws Fault {
        try {
            return Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw new Fault("row-field-invalid");
        }
    }

    private static List<String> tags(JsonParser parser, JsonToken value) throws IOException, Fault {
        if (value != JsonToken.START_ARRAY) {
            throw new Fault("row-field-invalid");
        }
        List<String> tags = new ArrayList<>();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            if (next == null || tags.size() == MOST_TAGS) {
                throw new Fault("row-field-invalid");
            }
            tags.add(text(parser, next));
        }
        return tags;
    }

    private static boolean isUtf8(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] < 0) {
                return decodes(bytes, from, length);
            }
        }
        return true;
    }

    private static boolean decodes(byte[] bytes, int from, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
