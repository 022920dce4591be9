package org.bangxiao.ledger;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks a saved proof without network or database: {@code java -cp … org.bangxiao.ledger.VerifyProof proof.json
 * keys.json}, the two files as {@code /api/sales/{id}/proof} and {@code /api/proofs/keys} give them. Prints each step;
 * the exit code is 0 where all passed, 1 where one failed, 2 where the files cannot be read or the seal is missing.
 */
public final class VerifyProof {
    private VerifyProof() {}

    public static void main(String[] files) throws IOException {
        try (PrintStream out =
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
            System.exit(files.length == 2 ? run(Path.of(files[0]), Path.of(files[1]), out) : usage(out));
        }
    }

    static int run(Path proofFile, Path keysFile, PrintStream out) throws IOException {
        ObjectMapper json = new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        RecordProof proof = json.readValue(proofFile.toFile(), RecordProof.class);
        List<ProofCheck.Finding> findings = ProofCheck.check(proof, keys(json.readTree(keysFile.toFile())));
        findings.forEach(finding -> out.println((finding.passed() ? "passed  " : "FAILED  ") + finding.name()));
        if (proof.transaction() == null) {
            out.println("not sealed yet");
            return 2;
        }
        return findings.stream().allMatch(ProofCheck.Finding::passed) ? 0 : 1;
    }

    private static Map<String, byte[]> keys(JsonNode file) {
        Map<String, byte[]> keys = new HashMap<>();
        for (JsonNode key : file.path("keys")) {
            keys.put(
                    key.path("kid").asText(),
                    Base64.getUrlDecoder().decode(key.path("x").asText()));
        }
        return keys;
    }

    private static int usage(PrintStream out) {
        out.println("VerifyProof <proof.json> <keys.json>");
        return 2;
    }
}
