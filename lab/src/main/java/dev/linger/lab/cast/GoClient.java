package dev.linger.lab.cast;

import dev.linger.lab.Program;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Go's net/http client. */
final class GoClient implements ClientSoftware {
    @Override
    public String word() {
        return "go";
    }

    @Override
    public boolean isHere() {
        return Program.isHere("go");
    }

    @Override
    public boolean canDo(ClientPart part) {
        return true;
    }

    @Override
    public String says(ClientPart part) {
        return switch (part) {
            case KEEP -> "";
            case CLOSE -> "request.Close = true";
            case SIDE_BY_SIDE -> "IdleConnTimeout: 2 * time.Second";
            case UNREAD -> "bodies neither read nor closed";
            case CLOSE_UNREAD -> "bodies closed unread";
        };
    }

    private static String afterAnswer(ClientPart part) {
        return switch (part) {
            case KEEP, CLOSE, SIDE_BY_SIDE -> "io.ReadAll(answer.Body); answer.Body.Close()";
            case UNREAD -> "held = append(held, answer)";
            // What is to stay unread has come by then.
            case CLOSE_UNREAD -> "time.Sleep(200 * time.Millisecond); answer.Body.Close()";
        };
    }

    @Override
    public List<String> configure(ClientPart part, URI uri, Path folder)
            throws IOException, InterruptedException {
        String go = part == ClientPart.SIDE_BY_SIDE ? "go" : "";
        String source =
                """
                package main

                import (
                	"fmt"
                	"io"
                	"net/http"
                	"time"
                )

                var held []*http.Response
                var client = &http.Client{Transport: &http.Transport{
                	IdleConnTimeout:     %d * time.Second,
                	MaxIdleConnsPerHost: %d,
                }}

                func ask() {
                	request, _ := http.NewRequest("GET", "%s", nil)
                	request.Close = %b
                	answer, failure := client.Do(request)
                	if failure != nil {
                		panic(failure)
                	}
                	%s
                	fmt.Println("%s")
                }

                func main() {
                	for i := 0; i < %d; i++ {
                		%s ask()
                	}
                	time.Sleep(time.Hour)
                	io.WriteString(io.Discard, fmt.Sprint(held))
                }
                """
                        .formatted(
                                ClientPart.IDLE_SECONDS,
                                part.requests(),
                                uri,
                                part == ClientPart.CLOSE,
                                afterAnswer(part),
                                ANSWERED,
                                part.requests(),
                                go);
        return GoProgram.command(source, folder);
    }
}
