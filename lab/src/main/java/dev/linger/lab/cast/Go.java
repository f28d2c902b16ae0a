package dev.linger.lab.cast;

import dev.linger.lab.Program;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Go's net/http server. */
final class Go implements ServerProgram {
    @Override
    public String word() {
        return "go";
    }

    @Override
    public boolean isHere() {
        return Program.isHere("go");
    }

    @Override
    public String says(Wishes wishes) {
        List<String> lines = new ArrayList<>();
        Wishes usual = Wishes.USUAL;
        if (!wishes.keepsAlive()) {
            lines.add("SetKeepAlivesEnabled(false)");
        }
        if (wishes.idleSeconds() != usual.idleSeconds()) {
            lines.add("IdleTimeout: " + wishes.idleSeconds() + " * time.Second");
        }
        if (wishes.headSeconds() != usual.headSeconds()) {
            lines.add("ReadHeaderTimeout: " + wishes.headSeconds() + " * time.Second");
        }
        return String.join(", ", lines);
    }

    @Override
    public List<String> configure(Wishes wishes, InetSocketAddress address, Path folder)
            throws IOException, InterruptedException {
        String source =
                """
                package main

                import (
                	"net/http"
                	"time"
                )

                func main() {
                	server := &http.Server{
                		Addr:              "%s:%d",
                		IdleTimeout:       %d * time.Second,
                		ReadHeaderTimeout: %d * time.Second,
                		Handler: http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
                			answer.Write([]byte("ok"))
                		}),
                	}
                	server.SetKeepAlivesEnabled(%b)
                	panic(server.ListenAndServe())
                }
                """
                        .formatted(
                                address.getAddress().getHostAddress(),
                                address.getPort(),
                                wishes.idleSeconds(),
                                wishes.headSeconds(),
                                wishes.keepsAlive());
        return GoProgram.command(source, folder);
    }
}
