package org.bangxiao.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Encrypts personal data and private keys with AES-256-GCM and makes look-up digests with HMAC-SHA-256 under a separate
 * key. Both keys derive from the master key: a 32-byte file {@code master.key} in {@code bangxiao.keys.dir}
 * (env BANGXIAO_KEYS_DIR), by default {@code keys} in the data folder, where the first start creates it.
 *
 * <p>A value is bound to its place (table and row), so that a cipher copied to another row does not open there.
 */
@ApplicationScoped
public class Secrets {
    private static final byte KEY_ONE = 1;
    private static final int NONCE_BYTES = 12;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec encryption;
    private final SecretKeySpec lookup;

    Secrets(
            @ConfigProperty(name = "bangxiao.keys.dir") Optional<String> keysDir,
            @ConfigProperty(name = "bangxiao.data") String data) {
        Path dir = keysDir.map(Path::of).orElse(Path.of(data, "keys"));
        byte[] master = masterKey(dir.resolve("master.key"));
        encryption = new SecretKeySpec(derive(master, "encryption"), "AES");
        lookup = new SecretKeySpec(derive(master, "lookup"), "HmacSHA256");
    }

    /** @param place table and row the value stands in, e.g. {@code household:<id>:head} */
    public byte[] encrypt(String clear, String place) {
        return encrypt(clear.getBytes(StandardCharsets.UTF_8), place);
    }

    public byte[] encrypt(byte[] clear, String place) {
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, encryption, new GCMParameterSpec(128, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            byte[] sealed = cipher.doFinal(clear);
            return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put(KEY_ONE)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt for " + place, e);
        }
    }

    public String decrypt(byte[] sealed, String place) {
        return new String(decryptBytes(sealed, place), StandardCharsets.UTF_8);
    }

    public byte[] decryptBytes(byte[] sealed, String place) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
            cipher.init(Cipher.DECRYPT_MODE, encryption, new GCMParameterSpec(128, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot open the value of " + place, e);
        }
    }

    /** A digest to look a value up by; without the key it cannot be guessed from the eighteen digits of an id. */
    public byte[] lookupDigest(String clear) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(lookup);
            return mac.doFinal(clear.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] derive(byte[] master, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(master, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] masterKey(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                byte[] fresh = new byte[32];
                random.nextBytes(fresh);
                try {
                    Files.createFile(
                            file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    Files.write(file, fresh);
                } catch (FileAlreadyExistsException raced) {
                    return Files.readAllBytes(file);
                }
            }
            byte[] key = Files.readAllBytes(file);
            if (key.length != 32) {
                throw new IllegalStateException(file + " must hold 32 bytes");
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the master key " + file, e);
        }
    }
}
