package org.bangxiao.certification;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.web.Form;
import org.bangxiao.region.EvidenceDocument;
import org.bangxiao.region.PolicyPack;
import org.jspecify.annotations.Nullable;

/** The points of a return: each is tied to a field of the application or to a document of the pack. */
final class Points {
    /** The fields an officer can point at, in the order in which they are written. */
    static final List<String> FIELDS = Arrays.stream(ApplicationDraft.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();

    private Points() {}

    /** As they are kept: without empty ones. {@code field-required}, {@code field-too-long}, {@code field-invalid} at the point. */
    static List<Point> tidy(@Nullable List<Point> written, DecisionOutcome outcome, PolicyPack pack) {
        List<Point> points = new ArrayList<>();
        List<Point> given = written == null ? List.of() : written;
        if (!given.isEmpty() && outcome != DecisionOutcome.RETURN) {
            throw Problem.field("/points", "points-without-return");
        }
        if (given.size() > Point.MOST) {
            throw Problem.field("/points", "too-many-points", Point.MOST);
        }
        for (int i = 0; i < given.size(); i++) {
            String pointer = "/points/" + i;
            String about = Drafts.plain(given.get(i).about());
            String text = Drafts.plain(given.get(i).text());
            if (text.isEmpty()) {
                throw Problem.field(pointer + "/text", "field-required");
            }
            if (text.length() > Point.TEXT_MAX) {
                throw Problem.field(pointer + "/text", "field-too-long", Point.TEXT_MAX);
            }
            if (!known(about, pack)) {
                throw Problem.field(pointer + "/about", "field-invalid", about);
            }
            points.add(new Point(about, text));
        }
        return List.copyOf(points);
    }

    /** What the applicant still has to mend: the points of the return that the application came back with. */
    static List<Point> open(ApplicationView view) {
        List<DecisionView> decisions = view.decisions();
        return view.state() == ApplicationState.RETURNED && !decisions.isEmpty()
                ? decisions.get(decisions.size() - 1).points()
                : List.of();
    }

    /** The form with each point at its field. */
    static Form at(Form form, ApplicationView view) {
        List<Problem.FieldError> errors = open(view).stream()
                .filter(point -> FIELDS.contains(point.about()))
                .map(point -> new Problem.FieldError("/" + point.about(), "point-to-mend", List.of(point.text())))
                .toList();
        return errors.isEmpty() ? form : form.with(Problem.fields(errors));
    }

    /** All of them as one reason, for where there is room for one text only. */
    static String joined(List<Point> points) {
        return points.stream().map(Point::text).collect(Collectors.joining("\n"));
    }

    private static boolean known(String about, PolicyPack pack) {
        return about.isEmpty()
                || FIELDS.contains(about)
                || (about.startsWith(Point.EVIDENCE)
                        && pack.documents().stream()
                                .map(EvidenceDocument::id)
                                .anyMatch(about.substring(Point.EVIDENCE.length())::equals));
    }
}
