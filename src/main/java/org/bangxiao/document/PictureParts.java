package org.bangxiao.document;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands around the pixels of a picture: where it ends, how the camera was held. A picture that ends before its own
 * end mark is {@code document-picture-broken}.
 *
 * @param end         the first byte behind the picture
 * @param orientation EXIF orientation 1 to 8, 1 where none is told
 */
record PictureParts(int end, int orientation) {
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int APP1 = 0xE1;
    /** A progressive picture has a dozen; each costs a pass over all pixels. */
    private static final int MOST_SCANS = 64;

    static PictureParts of(FileKind kind, byte[] file) {
        try {
            return switch (kind) {
                case JPEG -> jpeg(file);
                case PNG -> png(file);
                case WEBP -> webp(file);
                case PDF -> throw DocumentProblems.kindUnknown();
            };
        } catch (IndexOutOfBoundsException | IllegalArgumentException truncated) {
            throw DocumentProblems.pictureBroken();
        }
    }

    private static PictureParts jpeg(byte[] file) {
        int orientation = 1;
        int scans = 0;
        int at = 2;
        while (true) {
            int marker = marker(file, at);
            if (marker == END_OF_IMAGE) {
                return new PictureParts(at + 2, orientation);
            }
            if (marker == 0xFF) {
                at++;
                continue;
            }
            int length = Bytes.bigEndian16(file, at + 2);
            if (length < 2) {
                throw DocumentProblems.pictureBroken();
            }
            if (marker == APP1 && orientation == 1 && Bytes.at(file, at + 4, EXIF)) {
                orientation = orientation(Arrays.copyOfRange(file, at + 4 + EXIF.length, at + 2 + length));
            }
            at += 2 + length;
            if (marker == START_OF_SCAN) {
                if (++scans > MOST_SCANS) {
                    throw DocumentProblems.pictureBroken();
                }
                at = behindScan(file, at);
            }
        }
    }

    private static int marker(byte[] file, int at) {
        if (Bytes.unsigned(file, at) != 0xFF) {
            throw DocumentProblems.pictureBroken();
        }
        return Bytes.unsigned(file, at + 1);
    }

    /** Compressed pixels go on until a marker that is neither a stuffed zero nor a restart. */
    private static int behindScan(byte[] file, int from) {
        int at = from;
        while (true) {
            if (Bytes.unsigned(file, at) == 0xFF) {
                int next = Bytes.unsigned(file, at + 1);
                if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) {
                    return at;
                }
            }
            at++;
        }
    }

    private static PictureParts png(byte[] file) {
        int orientation = 1;
        int at = 8;
        while (true) {
            long length = Bytes.bigEndian32(file, at);
            String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
            long behind = at + 12 + length;
            if (behind > file.length) {
                throw DocumentProblems.pictureBroken();
            }
            if (type.equals("eXIf")) {
                orientation = orientation(Arrays.copyOfRange(file, at + 8, (int) (at + 8 + length)));
            }
            at = (int) behind;
            if (type.equals("IEND")) {
                return new PictureParts(at, orientation);
            }
        }
    }

    private static PictureParts webp(byte[] file) {
        long end = 8 + Bytes.littleEndian32(file, 4);
        if (end > file.length) {
            throw DocumentProblems.pictureBroken();
        }
        int orientation = 1;
        long at = 12;
        while (at + 8 <= end) {
            String type = new String(file, (int) at, 4, StandardCharsets.ISO_8859_1);
            long length = Bytes.littleEndian32(file, (int) at + 4);
            if (at + 8 + length > end) {
                throw DocumentProblems.pictureBroken();
            }
            if (type.equals("EXIF")) {
                byte[] block = Arrays.copyOfRange(file, (int) at + 8, (int) (at + 8 + length));
                orientation = orientation(
                        Bytes.at(block, 0, EXIF) ? Arrays.copyOfRange(block, EXIF.length, block.length) : block);
            }
            at += 8 + length + length % 2;
        }
        return new PictureParts((int) end, orientation);
    }

    /** Tag 0x0112 of the first directory of a TIFF block; 1 where the block says nothing sensible. */
    static int orientation(byte[] tiff) {
        if (tiff.length < 8) {
            return 1;
        }
        boolean little = tiff[0] == 'I';
        long directory = little ? Bytes.littleEndian32(tiff, 4) : Bytes.bigEndian32(tiff, 4);
        if (directory > tiff.length - 2) {
            return 1;
        }
        int entries = short16(tiff, (int) directory, little);
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            if (entry + 12 > tiff.length) {
                return 1;
            }
            if (short16(tiff, (int) entry, little) == 0x0112) {
                int told = short16(tiff, (int) entry + 8, little);
                return told >= 1 && told <= 8 ? told : 1;
            }
        }
        return 1;
    }

    private static int short16(byte[] tiff, int at, boolean little) {
        return little ? Bytes.unsigned(tiff, at + 1) << 8 | Bytes.unsigned(tiff, at) : Bytes.bigEndian16(tiff, at);
    }
}
