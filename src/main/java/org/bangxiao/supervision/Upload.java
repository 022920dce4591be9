package org.bangxiao.supervision;

import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.util.List;
import org.bangxiao.document.CheckedDocument;
import org.bangxiao.document.Documents;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** A file that came with a step, from a form or as bytes; nothing has looked at it yet. */
public interface Upload {
    /** Why it is refused, or what would be kept of it. */
    Uni<CheckedDocument> checkedBy(Documents documents);

    static Upload of(Path file) {
        return documents -> documents.check(file);
    }

    static Upload of(byte[] content) {
        return documents -> documents.check(content);
    }

    /** The files that were chosen in a form; a browser sends an empty part where none was. */
    static List<Upload> chosen(@Nullable List<FileUpload> files) {
        return files == null
                ? List.of()
                : files.stream()
                        .filter(file -> file.size() > 0)
                        .map(file -> of(file.uploadedFile()))
                        .toList();
    }

    /** The files of a JSON body, each in base64. */
    static List<Upload> sent(@Nullable List<byte[]> files) {
        return files == null ? List.of() : files.stream().map(Upload::of).toList();
    }
}
