package dev.linger.capture.flow;

import dev.linger.http.HeadSpace;

/** What all flows of a capture share. */
record SharedByFlows(
        Now now,
        KnownServers knownServers,
        HeldSegments.Budget budget,
        HeadSpace space,
        Introductions introductions) {}
