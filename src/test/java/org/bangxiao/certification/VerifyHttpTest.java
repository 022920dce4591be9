package org.bangxiao.certification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.Locale;
import org.bangxiao.identity.Actor;
import org.bangxiao.identity.Role;
import org.bangxiao.platform.BusinessClock;
import org.bangxiao.platform.Secrets;
import org.bangxiao.support.Await;
import org.bangxiao.support.Certified;
import org.bangxiao.support.People;
import org.bangxiao.support.PostgresForTests;
import org.bangxiao.support.Shelf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class VerifyHttpTest {
    @Inject
    Certificates certificates;

    @Inject
    CertificateKeys keys;

    @Inject
    Suspensions suspensions;

    @Inject
    Secrets secrets;

    @Inject
    BusinessClock clock;

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void aCodeIsCheckedWithThePublishedKeyAloneAndAChangedLetterIsNoticed() throws GeneralSecurityException {
        Certified.Product product = Certified.product();
        String code = code(product);
        assertThat(holds(code)).isTrue();
        SignedCode read = SignedCode.read(code).orElseThrow();
        assertThat(read.number()).isEqualTo(product.certificateNumber());
        assertThat(read.product()).isEqualTo("演示脐橙");
        assertThat(SignedCode.read("https://example.org/verify?c=" + code)).isPresent();
        String later = read.text()
                .replace(read.validTo().toString(), read.validTo().plusYears(1).toString());
        String forged = SignedCode.write(later, read.signature());
        assertThat(SignedCode.read(forged)).as("well formed").isPresent();
        assertThat(holds(forged))
                .as("another last day under the same signature")
                .isFalse();
    }

    @Test
    void aForgedCodeAMisspeltNumberAndOneNeverIssuedGetTheSameAnswer() {
        Certified.Product product = Certified.product();
        SignedCode read = SignedCode.read(code(product)).orElseThrow();
        String forged = SignedCode.write(read.text().replace("脐橙", "金橙"), read.signature());
        String never = CertificateNumber.next("GX", 2026, "451224");
        String misspelt = never.substring(0, never.length() - 1) + (never.endsWith("7") ? "8" : "7");
        String one = answer("/verify?c=" + forged, 404);
        assertThat(answer("/verify?number=" + never, 404)).isEqualTo(one);
        assertThat(answer("/verify?number=" + misspelt, 404)).isEqualTo(one);
        assertThat(answer("/verify?number=没有这种东西", 404)).isEqualTo(one);
    }

    @Test
    void aGenuineCodeTellsWhatBecameOfTheCertificateSince() {
        Certified.Product product = Certified.product();
        String code = code(product);
        given().get("/verify?c=" + code)
                .then()
                .statusCode(200)
                .body(allOf(containsString("证书有效"), containsString(product.certificateNumber())));
        Actor region = People.inArea(Role.REGION_OFFICER, "450000");
        Await.await(() -> suspensions.suspend(region, product.certificateNumber(), "抽检不合格"));
        given().get("/verify?c=" + code)
                .then()
                .statusCode(200)
                .body(allOf(containsString("证书已暂停"), containsString("抽检不合格"), not(containsString("证书有效</h2>"))));
        Await.await(() -> suspensions.revoke(region, product.certificateNumber(), "弄虚作假"));
        given().get("/verify?c=" + code).then().body(containsString("证书已撤销"));
        given().get("/certificates")
                .then()
                .statusCode(200)
                .body(allOf(containsString(product.certificateNumber()), containsString("弄虚作假")));
        given().get("/certificates/" + product.certificateNumber())
                .then()
                .body(allOf(containsString("id=\"status\""), containsString("抽检不合格"), containsString("弄虚作假")));
    }

    @Test
    void aCertificatePastItsLastDayIsCalledExpired() {
        Certified.Product product = Certified.product();
        CertificateView certificate = Await.await(() -> certificates.byNumber(product.certificateNumber()))
                .orElseThrow();
        clock.travelTo(certificate
                .validTo()
                .plusDays(1)
                .atTime(9, 0)
                .atZone(BusinessClock.CHINA)
                .toInstant());
        given().get("/verify?c=" + code(product)).then().statusCode(200).body(containsString("证书已过期"));
        given().get("/certificates/" + product.certificateNumber()).then().body(containsString("证书已过期"));
    }

    @Test
    void theNameOfAProductLeadsToItsCertificates() {
        Certified.Product product = Certified.product();
        given().queryParam("number", "演示脐")
                .get("/verify")
                .then()
                .statusCode(200)
                .body(allOf(containsString(product.certificateNumber()), containsString("演示脐橙")));
    }

    @Test
    void whoMissesTooOftenFromOneAddressWaitsAndOthersDoNot() throws IOException {
        String address = "127.0.0.9";
        Shelf.run(
                "INSERT INTO certification_miss (address_digest, since, misses) VALUES (?, now(), 4999)",
                secrets.lookupDigest("verify:" + address));
        String never = CertificateNumber.next("GX", 2026, "451224");
        assertThat(statusFrom(address, "/verify?number=" + never)).isEqualTo(404);
        assertThat(statusFrom(address, "/verify?number=" + never)).isEqualTo(429);
        assertThat(statusFrom(address, "/api/certificates/" + never)).isEqualTo(429);
        assertThat(statusFrom("127.0.0.8", "/verify?number=" + never)).isEqualTo(404);
    }

    private static int statusFrom(String address, String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port, InetAddress.getByName(address), 0)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(head.substring(9));
        }
    }

    private String code(Certified.Product product) {
        return Await.await(() -> certificates
                .byNumber(product.certificateNumber().toLowerCase(Locale.ROOT))
                .chain(found -> keys.code(found.orElseThrow())));
    }

    /** As a program without our code would do it. */
    static boolean holds(String code) throws GeneralSecurityException {
        String[] parts = code.split("\\.");
        String text = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
        String kid = text.substring(text.lastIndexOf('|') + 1);
        JsonPath published = given().get("/api/certification/keys")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        byte[] raw = Base64.getUrlDecoder().decode(published.getString("keys.find { it.kid == '" + kid + "' }.x"));
        byte[] bigEndian = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            bigEndian[i] = raw[raw.length - 1 - i];
        }
        boolean xOdd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7F;
        PublicKey key = KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(
                        NamedParameterSpec.ED25519, new EdECPoint(xOdd, new BigInteger(1, bigEndian))));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(key);
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        return signature.verify(Base64.getUrlDecoder().decode(parts[1]));
    }

    /** The page without what was typed into it. */
    private static String answer(String path, int status) {
        return given().get(path)
                .then()
                .statusCode(status)
                .extract()
                .asString()
                .replaceAll("value=\"[^\"]*\"", "")
                .replaceAll("data-code=\"[^\"]*\"", "")
                .replaceAll("href=\"/verify\\?[^\"]*\"", "")
                .replaceAll("value=[^ >]*", "");
    }
}
