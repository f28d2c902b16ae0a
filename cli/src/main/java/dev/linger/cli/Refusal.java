package dev.linger.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Something that could not be done, as one sentence for the person who asked. Status 2. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the sentence to print. */
    public Refusal(String sentence) {
        super(sentence);
    }

    /** Why something cannot be done with a file, without its name: all that Java says of some. */
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "no permission";
            case NoSuchFileException _ -> "no such file or folder";
            case FileAlreadyExistsException _ -> "a file has this name";
            case FileSystemException known when known.getReason() != null -> known.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
