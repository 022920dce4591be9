package org.bangxiao.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * The keys that the shop and its payment providers know each other by in tests, in {@code target/payment-keys}, and where
 * a stand-in for a provider is to listen. No stand-in runs unless a test starts it.
 */
public final class PaymentKeys {
    public static final String MERCHANT = "1900000109";
    public static final String APP = "wx8888888888888888";
    public static final String SERIAL = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
    public static final String PUBLIC_KEY_ID = "PUB_KEY_ID_0119000001092026110100001";
    public static final String API_KEY = "0123456789abcdef0123456789abcdef";
    public static final String ALIPAY_APP = "2021000000000018";
    public static final String SELLER = "2088000000000018";

    private static final Path FOLDER = Path.of("target/payment-keys-" + System.getProperty("bangxiao.test.fork", "1"));
    private static final String PORT = "bangxiao.test.payment.port.";

    private PaymentKeys() {}

    /** What an operator would set in the environment. */
    static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        String wechat = "bangxiao.payment.wechat.";
        String alipay = "bangxiao.payment.alipay.";
        settings.put("bangxiao.payment.public-url", "https://shop.example");
        settings.put(wechat + "merchant", MERCHANT);
        settings.put(wechat + "app-id", APP);
        settings.put(wechat + "serial", SERIAL);
        settings.put(wechat + "private-key-file", file("wechat-shop", "private"));
        settings.put(wechat + "public-key-file", file("wechat", "public"));
        settings.put(wechat + "public-key-id", PUBLIC_KEY_ID);
        settings.put(wechat + "api-key", API_KEY);
        settings.put(wechat + "gateway", "http://127.0.0.1:" + port("wechat"));
        settings.put(alipay + "app-id", ALIPAY_APP);
        settings.put(alipay + "seller", SELLER);
        settings.put(alipay + "private-key-file", file("alipay-shop", "private"));
        settings.put(alipay + "public-key-file", file("alipay", "public"));
        settings.put(alipay + "gateway", "http://127.0.0.1:" + port("alipay") + "/gateway.do");
        return settings;
    }

    /** Where the stand-in of a provider listens: free when the JVM began, and the same for all its class loaders. */
    public static int port(String provider) {
        synchronized (System.getProperties()) {
            if (System.getProperty(PORT + provider) == null) {
                try (ServerSocket free = new ServerSocket(0)) {
                    System.setProperty(PORT + provider, String.valueOf(free.getLocalPort()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return Integer.parseInt(System.getProperty(PORT + provider));
        }
    }

    /** SHA256withRSA in base64 by the private key of that name. */
    public static String sign(String name, String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign((PrivateKey) key(name, "private"));
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static boolean holds(String name, String text, String signed) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify((PublicKey) key(name, "public"));
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(signed));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String file(String name, String half) {
        Path file = FOLDER.resolve(name + "-" + half + ".pem");
        if (!Files.exists(file)) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                KeyPair pair = generator.generateKeyPair();
                Files.createDirectories(FOLDER);
                write(name, "private", pair.getPrivate());
                write(name, "public", pair.getPublic());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return file.toAbsolutePath().toString();
    }

    private static void write(String name, String half, Key key) throws IOException {
        String kind = half.toUpperCase(java.util.Locale.ROOT) + " KEY-----\n";
        Files.writeString(
                FOLDER.resolve(name + "-" + half + ".pem"),
                "-----BEGIN " + kind + Base64.getMimeEncoder().encodeToString(key.getEncoded()) + "\n-----END " + kind);
    }

    private static Key key(String name, String half) throws GeneralSecurityException {
        try {
            byte[] bytes = Base64.getMimeDecoder()
                    .decode(Files.readString(Path.of(file(name, half))).replaceAll("-----[A-Z ]+-----", ""));
            KeyFactory rsa = KeyFactory.getInstance("RSA");
            return half.equals("private")
                    ? rsa.generatePrivate(new PKCS8EncodedKeySpec(bytes))
                    : rsa.generatePublic(new X509EncodedKeySpec(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
