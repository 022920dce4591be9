package org.bangxiao.document;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/**
 * Lets a PDF pass that only shows pages: whole, readable without a password, nothing in it that runs, plays, sends or
 * carries another file, nothing that swells when it is unpacked.
 */
final class PdfCheck {
    private static final byte[] END = "%%EOF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STREAM = "stream".getBytes(StandardCharsets.US_ASCII);
    private static final int END_WITHIN = 2_048;
    private static final int DICTIONARY_WITHIN = 1_024;
    private static final int MOST_OBJECTS = 200_000;
    private static final int MOST_UNPACKED_BYTES = 32 * 1024 * 1024;
    private static final long MOST_UNPACKED_IN_ALL_BYTES = 128L * 1024 * 1024;
    private static final Pattern PACKED_TWICE = Pattern.compile("(Flate|LZW|RunLength)\\w*\\s*/(Flate|LZW|RunLength)");

    private static final Set<String> ACTIVE_KEYS =
            Set.of("JS", "JavaScript", "EmbeddedFiles", "EF", "XFA", "RichMediaContent", "RichMediaSettings");
    private static final Set<String> ACTIVE_VALUES = Set.of(
            "JavaScript",
            "Launch",
            "SubmitForm",
            "ImportData",
            "Rendition",
            "GoToE",
            "GoToR",
            "RichMedia",
            "RichMediaExecute",
            "Movie",
            "Sound",
            "Screen",
            "3D",
            "FileAttachment",
            "EmbeddedFile");
    private static final Set<COSName> TELLING = Set.of(COSName.S, COSName.TYPE, COSName.SUBTYPE);

    private final int maxPages;

    PdfCheck(int maxPages) {
        this.maxPages = maxPages;
    }

    void check(byte[] file) {
        if (Bytes.find(file, END, file.length - END_WITHIN) < 0) {
            throw DocumentProblems.pdfBroken();
        }
        refuseBombs(file);
        try (PDDocument document = Loader.loadPDF(file, "", null, null, IOUtils.createMemoryOnlyStreamCache())) {
            if (document.isEncrypted()) {
                throw DocumentProblems.pdfEncrypted();
            }
            int pages = document.getNumberOfPages();
            if (pages < 1) {
                throw DocumentProblems.pdfBroken();
            }
            if (pages > maxPages) {
                throw DocumentProblems.pdfTooLong(maxPages);
            }
            refuseActive(document.getDocument());
        } catch (InvalidPasswordException locked) {
            throw DocumentProblems.pdfEncrypted();
        } catch (IOException
                | ClassCastException
                | IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | NullPointerException
                | StackOverflowError broken) {
            // The parser meets broken files with whatever it stumbles over, nesting without end included.
            throw DocumentProblems.pdfBroken();
        }
    }

    private static void refuseActive(COSDocument document) {
        if (document.getXrefTable().size() > MOST_OBJECTS) {
            throw DocumentProblems.pdfTooLargeInside();
        }
        Deque<COSBase> open = new ArrayDeque<>();
        open.add(document.getTrailer());
        for (COSObjectKey key : document.getXrefTable().keySet()) {
            COSBase object = document.getObjectFromPool(key).getObject();
            if (object != null) {
                open.add(object);
            }
        }
        while (!open.isEmpty()) {
            COSBase next = open.poll();
            if (next instanceof COSDictionary dictionary) {
                refuseActive(dictionary);
                dictionary.getValues().stream().filter(PdfCheck::nested).forEach(open::add);
            } else if (next instanceof COSArray array) {
                array.forEach(value -> {
                    if (nested(value)) {
                        open.add(value);
                    }
                });
            }
        }
    }

    /** What is referred to is met as an object of its own. */
    private static boolean nested(COSBase value) {
        return !(value instanceof COSObject) && (value instanceof COSDictionary || value instanceof COSArray);
    }

    private static void refuseActive(COSDictionary dictionary) {
        for (COSName key : dictionary.keySet()) {
            boolean telling = TELLING.contains(key)
                    && dictionary.getDictionaryObject(key) instanceof COSName told
                    && ACTIVE_VALUES.contains(told.getName());
            if (ACTIVE_KEYS.contains(key.getName()) || telling) {
                throw DocumentProblems.pdfActive();
            }
        }
    }

    /** Unpacks each packed stream without keeping it, pictures apart, which nobody unpacks here. */
    private static void refuseBombs(byte[] file) {
        byte[] sink = new byte[64 * 1024];
        long all = 0;
        for (int at = Bytes.find(file, STREAM, 0); at >= 0; at = Bytes.find(file, STREAM, at + 1)) {
            int from = at + STREAM.length;
            while (from < file.length && (file[from] == '\r' || file[from] == '\n')) {
                from++;
            }
            int before = Math.max(0, at - DICTIONARY_WITHIN);
            String dictionary = new String(file, before, at - before, StandardCharsets.ISO_8859_1);
            dictionary = dictionary.substring(Math.max(0, dictionary.lastIndexOf("obj")));
            if (PACKED_TWICE.matcher(dictionary).find()) {
                throw DocumentProblems.pdfTooLargeInside();
            }
            boolean packed = from < file.length && (file[from] & 0x0F) == 8;
            if (packed && !dictionary.contains("/Image")) {
                long unpacked = unpacked(file, from, sink);
                all += unpacked;
                if (unpacked > MOST_UNPACKED_BYTES || all > MOST_UNPACKED_IN_ALL_BYTES) {
                    throw DocumentProblems.pdfTooLargeInside();
                }
            }
        }
    }

    private static long unpacked(byte[] file, int from, byte[] sink) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(file, from, file.length - from);
            long bytes = 0;
            while (!inflater.finished() && bytes <= MOST_UNPACKED_BYTES) {
                int more = inflater.inflate(sink);
                if (more == 0) {
                    break;
                }
                bytes += more;
            }
            return bytes;
        } catch (DataFormatException notPacked) {
            return 0;
        } finally {
            inflater.end();
        }
    }
}
