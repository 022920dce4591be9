package org.bangxiao.support;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bangxiao.identity.Actor;

/** After-sales by program: what a buyer asks and what a supplier or an office answers. */
public final class Claiming {
    /** A picture in base64. */
    public static final String PHOTO = Base64.getEncoder().encodeToString(Papers.jpeg());

    private Claiming() {}

    public static ValidatableResponse asked(Bought bought, String cause, int quantity) {
        boolean photo = !cause.equals("NOT_SENT") && !cause.equals("CHANGED_MIND");
        return ask(
                bought, cause, List.of(Map.of("lineNo", 1, "quantity", quantity)), photo ? List.of(PHOTO) : List.of());
    }

    public static ValidatableResponse ask(Bought bought, String cause, List<?> lines, List<String> photos) {
        return ask(bought, bought.partId(), cause, lines, photos);
    }

    public static ValidatableResponse ask(Bought asker, String part, String cause, List<?> lines, List<String> photos) {
        return given().contentType("application/json")
                .header("Cart-Token", asker.token())
                .body(Map.of("cause", cause, "content", "收到就这样", "lines", lines, "photos", photos))
                .post("/api/orders/" + part + "/claims")
                .then();
    }

    public static ValidatableResponse claim(Bought bought, String claim) {
        return given().header("Cart-Token", bought.token())
                .get("/api/claims/" + claim)
                .then();
    }

    public static ValidatableResponse step(Bought bought, String claim, String step, Map<String, String> body) {
        return given().contentType("application/json")
                .header("Cart-Token", bought.token())
                .body(body)
                .post("/api/claims/" + claim + "/" + step)
                .then();
    }

    public static ValidatableResponse answered(
            Actor actor, String claim, String outcome, String seen, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("outcome", outcome);
        body.put("state", seen);
        return People.as(actor)
                .contentType("application/json")
                .body(body)
                .post("/api/desk/claims/" + claim + "/answer")
                .then();
    }
}
